//! CSV in the shape of ACLED's data, for scripts that were written for those. It is not ACLED's coding: types are mapped by
//! `acled.tsv`, actors keep the names of the text, and columns that only ACLED's coders can fill are empty.
//!
//! Only what happened is written, once: no future, negated, hypothetical or historical events, and no repetitions.

use std::io::{self, Write};

use serde_json::Value;

use super::csv::{cell, row};
use super::format::Format;
use super::record::Record;
use super::{View, event, uwazi};
use crate::doc::Analysis;

/// CSV in the shape of ACLED's.
pub const FORMAT: Format = Format {
    name: "acled",
    about: "what happened, in the columns of ACLED",
    article,
    frame: [HEADER, "", ""],
    finish: None,
};

const HEADER: &str = "event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,assoc_actor_1,\
    inter1,actor2,assoc_actor_2,inter2,interaction,civilian_targeting,iso,region,country,admin1,admin2,admin3,location,latitude,\
    longitude,geo_precision,source,source_scale,notes,fatalities,tags,timestamp\n";

/// Rows of `acled.tsv`: type, mode (empty for all others), and ACLED's three names. The first that fits counts.
fn names(etype: &str, mode: &str) -> Option<[&'static str; 3]> {
    include_str!("acled.tsv").lines().skip(1).find_map(|line| {
        let mut cells = line.split('\t');
        let (of, with) = (cells.next()?, cells.next()?);
        (of == etype && (with == mode || with.is_empty()))
            .then(|| [cells.next(), cells.next(), cells.next()].map(Option::unwrap_or_default))
    })
}

fn article(analysis: Analysis<'_>, view: &View, out: &mut dyn Write) -> io::Result<()> {
    let record = serde_json::to_value(Record::new(analysis, view))?;
    let mut events = record["events"].as_array().into_iter().flatten();
    event::rows(analysis, view, |event| {
        let event = serde_json::to_value(event)?;
        let point = events.next().and_then(|of| uwazi::point(&record, of));
        match cells(&record, &event, point) {
            Some(cells) => row(cells.into_iter(), b',', out),
            None => Ok(()),
        }
    })
}

fn cells(record: &Value, event: &Value, point: Option<[f64; 2]>) -> Option<Vec<String>> {
    if event["status"] != "actual" || !event["same_as"].is_null() {
        return None;
    }
    let [disorder, etype, sub_type] = names(event["type"].as_str()?, event["mode"].as_str().unwrap_or_default())?;
    let (date, precision) = date(&event["date"], &event["doc_date"]);
    let first = |list: &Value| list[0].as_str().unwrap_or_default().to_owned();
    let others = |list: &Value| list.as_array().into_iter().flatten().skip(1).map(cell).collect::<Vec<_>>().join("; ");
    let [lat, lon] = point.map_or_else(Default::default, |point| point.map(|degrees| degrees.to_string()));
    let geo_precision = if point.is_some() { "2" } else { "" };
    let source = record["doc"]["url"].as_str().map_or_else(|| cell(&event["doc_id"]), str::to_owned);
    let text = |text: &str| text.to_owned();
    let empty = String::new;
    let (actors, recipients) = (&event["actors"], &event["recipients"]);
    Some(vec![
        format!("{}#{}", cell(&event["doc_id"]), cell(&event["id"])),
        text(&date),
        date.get(..4).unwrap_or_default().to_owned(),
        text(precision),
        text(disorder),
        text(etype),
        text(sub_type),
        first(actors),
        others(actors),
        empty(),
        first(recipients),
        others(recipients),
        empty(),
        empty(),
        empty(),
        empty(),
        empty(),
        cell(&event["country"]),
        empty(),
        empty(),
        empty(),
        cell(&event["place"]),
        lat,
        lon,
        text(geo_precision),
        source,
        empty(),
        cell(&event["sentence"]).split_whitespace().collect::<Vec<_>>().join(" "),
        cell(&event["deaths_lowest"]),
        event["size"].as_str().map(|words| format!("crowd size={words}")).unwrap_or_default(),
        empty(),
    ])
}

/// The day, and how sure it is as ACLED counts: 1 the day itself, 2 the week (taken from the article's date), 3 the month.
fn date(told: &Value, published: &Value) -> (String, &'static str) {
    match (told.as_str(), published.as_str()) {
        (Some(day), _) if day.len() == 10 => (day.to_owned(), "1"),
        (Some(month), _) if month.len() == 7 => (format!("{month}-01"), "3"),
        (None, Some(day)) => (day.to_owned(), "2"),
        _ => (String::new(), ""),
    }
}

#[cfg(test)]
mod tests {
    use super::super::example;
    use super::*;
    use crate::doc::EventType;

    #[test]
    fn types_of_the_map_are_ours() {
        for line in include_str!("acled.tsv").lines().skip(1) {
            assert_eq!(line.split('\t').count(), 5, "{line}");
            assert!(EventType::parse(line.split('\t').next().unwrap()).is_some(), "{line}");
        }
    }

    #[test]
    fn what_happened_is_a_row() {
        let (record, mut event) = (example::record(), example::row());
        assert_eq!(cells(&record, &event, None), None, "CONSULT has no counterpart");
        event["type"] = "PROTEST".into();
        event["mode"] = "demo".into();
        let found = cells(&record, &event, Some([46.2, 6.1])).unwrap();
        assert_eq!(found.len(), HEADER.split(',').count());
        let of = |name: &str| found[HEADER.trim().split(',').position(|column| column == name).unwrap()].as_str();
        assert_eq!((of("event_type"), of("sub_event_type")), ("Protests", "Peaceful protest"));
        assert_eq!((of("event_date"), of("time_precision"), of("latitude")), ("2021-06-01", "3", "46.2"));
        assert_eq!((of("actor1"), of("actor2")), ("José Pérez", "Families for Freedom"));
        for status in ["future", "negated", "hypothetical", "historical"] {
            event["status"] = status.into();
            assert_eq!(cells(&record, &event, None), None);
        }
    }
}
