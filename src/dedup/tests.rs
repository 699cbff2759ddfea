use std::path::Path;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;

/// A row as `--emit events` writes it, as far as it is read.
fn row(doc: &str, day: &str, etype: &str, actors: &[&str], recipients: &[&str], place: Option<&str>) -> Value {
    json!({
        "schema": "advocoder-event/1", "doc_id": doc, "doc_date": day, "doc_minhash": null, "id": "V1",
        "type": etype, "act": "act", "actors": actors, "recipients": recipients, "place": place, "country": null,
        "date": null, "status": "actual", "same_as": null, "trigger": "did", "trigger_start": 7,
        "file": "f", "record": 1
    })
}

fn with(mut row: Value, field: &str, value: Value) -> Value {
    row[field] = value;
    row
}

fn run(text: &str) -> anyhow::Result<Vec<Value>> {
    let file = tempfile::NamedTempFile::new()?;
    std::fs::write(file.path(), text)?;
    let source = Source { path: file.path().to_owned(), name: Path::new("in.jsonl").to_owned() };
    let mut out = Vec::new();
    dedup(&[source], &Settings::embedded()?, &mut out)?;
    Ok(String::from_utf8(out)?.lines().map(|line| serde_json::from_str(line).unwrap()).collect())
}

fn lines(rows: &[Value]) -> String {
    rows.iter().flat_map(|row| [row.to_string(), "\n".to_owned()]).collect()
}

/// The groups of `rows`, each by the number of the row that is the first in it.
fn groups(rows: &[Value]) -> Vec<usize> {
    let written = run(&lines(rows)).unwrap();
    let ids: Vec<&str> = written.iter().map(|row| row["event_group"].as_str().unwrap()).collect();
    ids.iter().map(|id| ids.iter().position(|other| other == id).unwrap()).collect()
}

#[test]
fn two_tellings_of_one_event() {
    let first = row("a", "2024-05-02", "ACCUSE", &["Amnesty International"], &["Peru"], None);
    let later = with(first.clone(), "doc_id", json!("b"));
    let late = |day: &str| with(later.clone(), "doc_date", json!(day));
    assert_eq!(groups(&[first.clone(), later.clone()]), [0, 0]);
    assert_eq!(groups(&[first.clone(), late("2024-05-05")]), [0, 0]);
    assert_eq!(groups(&[first.clone(), late("2024-05-06")]), [0, 1], "out of the window");
    assert_eq!(groups(&[first.clone(), with(later.clone(), "type", json!("REQUEST"))]), [0, 1]);
    assert_eq!(groups(&[first.clone(), with(later.clone(), "status", json!("negated"))]), [0, 1]);
    assert_eq!(groups(&[first.clone(), with(later.clone(), "recipients", json!(["Chile"]))]), [0, 1]);
    let told = |row: &Value, day: &str| with(row.clone(), "date", json!(day));
    assert_eq!(groups(&[told(&first, "2024-05-01"), told(&later, "2024-05-02")]), [0, 0]);
    assert_eq!(groups(&[told(&first, "2024-05-01"), told(&later, "2024-05-03")]), [0, 1], "both days are told");
    let apart = [with(told(&first, "2024-05"), "doc_id", json!("c")), told(&later, "2024-05")];
    assert_eq!(groups(&apart), [0, 1], "a month is no day");
}

#[test]
fn places_and_common_nouns() {
    let police = |doc: &str, place| row(doc, "2024-05-02", "COERCE", &["Police"], &["protesters"], place);
    assert_eq!(groups(&[police("a", None), police("b", None)]), [0, 1], "police somewhere");
    assert_eq!(groups(&[police("a", Some("Lima")), police("b", Some("Lima"))]), [0, 0]);
    assert_eq!(groups(&[police("a", Some("Lima")), police("b", Some("Cusco"))]), [0, 1]);
    let union = |doc: &str, place| row(doc, "2024-05-02", "PROTEST", &["Sahel Teachers Union"], &[], place);
    assert_eq!(groups(&[union("a", Some("Gao")), union("b", None)]), [0, 0]);
    assert_eq!(groups(&[union("a", Some("Gao")), union("b", Some("Kidal"))]), [0, 1]);
    let met = |doc: &str, a: &[&str], b: &[&str]| row(doc, "2024-05-02", "CONSULT", a, b, None);
    assert_eq!(groups(&[met("a", &["Ana Roth"], &["Peru"]), met("b", &["the Peru"], &["Ana Röth"])]), [0, 0]);
}

#[test]
fn reprints_and_repetitions() {
    let print = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
    let near = "ff112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
    let far = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
    let police = |doc: &str, day: &str, print: &str| {
        with(row(doc, day, "COERCE", &["Police"], &["a man"], None), "doc_minhash", json!(print))
    };
    let first = police("a", "2024-05-02", print);
    assert_eq!(groups(&[first.clone(), police("b", "2024-06-20", near)]), [0, 0], "a reprint of another month");
    assert_eq!(groups(&[first.clone(), police("b", "2024-05-02", far)]), [0, 1]);
    let again = with(with(police("a", "2024-05-02", print), "id", json!("V2")), "same_as", json!("V1"));
    assert_eq!(groups(&[first, again]), [0, 0]);
}

#[test]
fn both_forms_have_the_same_groups_and_keep_their_bytes() {
    let article = r#"{"schema":"advocoder/1","doc":{"id":"a","date":"2024-05-02","minhash":null,"z":1.50},"entities":[{"id":"E1","name":"Ana Roth","country":null},{"id":"E2","name":"Peru","country":"PE"}],"events":[{"id":"V1","type":"ACCUSE","act":"act","actors":["E1"],"recipients":["E2"],"place":null,"date":null,"status":"actual","same_as":null,"trigger":{"start":7,"end":9,"text":"did"},"confidence":0.90}]}"#;
    let row = row("b", "2024-05-02", "ACCUSE", &["Ana Roth"], &["Peru"], None);
    let written = run(&format!("{article}\n\n{row}\r\n")).unwrap();
    assert_eq!(written[0]["events"][0]["event_group"], written[1]["event_group"]);
    let mut out = Vec::new();
    assert!(copy::line(article, &mut [7].iter(), &mut out).is_ok());
    let out = String::from_utf8(out).unwrap();
    assert_eq!(out.trim_end().replace(r#","event_group":"G0000000000000007""#, ""), article);
    let mut twice = Vec::new();
    assert!(copy::line(out.trim_end(), &mut [7].iter(), &mut twice).is_ok());
    assert_eq!(String::from_utf8(twice).unwrap(), out, "a second run changes nothing");
}

#[test]
fn wrong_lines_are_told_with_their_place() {
    let good = row("a", "2024-05-02", "ACCUSE", &["Ana Roth"], &[], None);
    for (bad, place) in [
        ("{\"schema\": ", "in.jsonl:2:"),
        ("{\"schema\":\"other/1\"}", "`other/1` is no form"),
        ("{\"schema\":\"advocoder-event/1\"}", "missing field"),
        ("[]", "in.jsonl:2:"),
        ("{", "A040 in.jsonl:2:1: "),
    ] {
        let error = run(&format!("{good}\n{bad}\n")).unwrap_err().to_string();
        assert!(error.contains(place) && error.contains("advocoder extract"), "{bad}: {error}");
    }
}

proptest! {
    /// The order of the articles changes no group.
    #[test]
    fn order_is_nothing(
        rows in prop::collection::vec((0..4_usize, 0..3_usize, 1..9_u32, prop::option::of(0..2_usize)), 1..12),
        turn in 0..12_usize,
    ) {
        let names = ["Ana Roth", "Peru", "Police", "the Sahel Teachers Union"];
        let places = ["Lima", "Gao"];
        let rows: Vec<Value> = rows.into_iter().enumerate().map(|(at, (actor, recipient, day, place))| {
            let recipients: Vec<&str> = names.get(recipient + 2).copied().into_iter().collect();
            let (doc, day) = (format!("d{at}"), format!("2024-05-0{day}"));
            with(row(&doc, &day, "ACCUSE", &[names[actor]], &recipients, place.map(|p| places[p])), "trigger_start", json!(at))
        }).collect();
        let ids = |rows: &[Value]| {
            let mut ids: Vec<(String, String)> = run(&lines(rows)).unwrap().iter()
                .map(|row| (row["doc_id"].to_string(), row["event_group"].to_string())).collect();
            ids.sort();
            ids
        };
        let mut turned = rows.clone();
        turned.rotate_left(turn % rows.len());
        turned.reverse();
        prop_assert_eq!(ids(&rows), ids(&turned));
    }
}
