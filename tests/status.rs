//! Whether an event happened, with what reserve, and on whose word: the sentences of `tests/status/cases.toml`.

use std::fmt::Write as _;

use advocoder::doc::{Analysis, EntityId, Event};
use advocoder::{Article, Model, Worker};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Cases {
    case: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    text: String,
    date: Option<String>,
    want: String,
    /// It does not come right yet: it must fail until it does.
    #[serde(default)]
    known_miss: bool,
}

/// Whether the entity goes by a name that holds `name`.
fn named(analysis: Analysis<'_>, id: EntityId, name: &str) -> bool {
    let entity = &analysis.doc.entities[id.index()];
    let mentions = entity.mentions.iter().map(|m| analysis.doc.mentions[m.0 as usize].bytes.of(&analysis.article.text));
    mentions.chain([entity.name.as_str()]).any(|n| n.to_lowercase().contains(&name.to_lowercase()))
}

fn meets(analysis: Analysis<'_>, event: &Event, want: &str) -> bool {
    let mut fields = want.split(" | ");
    let act = format!("{}/{}", event.etype.as_str(), event.act);
    let (mut status, mut hedged) = ("actual", "no");
    let mut right = fields.next() == Some(act.as_str());
    for field in fields {
        match field.split_once('=').unwrap_or_default() {
            ("status", value) => status = value,
            ("hedged", value) => hedged = value,
            ("by", "-") => right &= event.attributed_to.is_none(),
            ("by", name) => right &= event.attributed_to.is_some_and(|id| named(analysis, id, name)),
            ("actor", name) => right &= event.actors.iter().any(|&id| named(analysis, id, name)),
            (other, _) => panic!("`{other}` is no field of a case"),
        }
    }
    right && event.status.as_str() == status && event.hedged == (hedged == "yes")
}

#[test]
fn what_the_words_around_a_trigger_say() {
    let cases: Cases = toml::from_str(include_str!("status/cases.toml")).unwrap();
    let model = Model::embedded().unwrap();
    let mut worker = Worker::new(&model);
    let (mut known, mut failures) = (0, String::new());
    for case in &cases.case {
        let date = case.date.as_deref().map(|date| date.parse().unwrap());
        let article = Article { text: case.text.clone(), date, ..Article::default() };
        let analysis = worker.analyse(&article);
        let events = &analysis.doc.events;
        let right = match case.want.as_str() {
            "none" => events.is_empty(),
            want => events.iter().any(|event| meets(analysis, event, want)),
        };
        known += u32::from(case.known_miss);
        if right == case.known_miss {
            let name = |id: EntityId| analysis.doc.entities[id.index()].name.as_str();
            let found = analysis.doc.events.iter().map(|e| {
                let (by, hedged) = (e.attributed_to.map_or("-", name), if e.hedged { "yes" } else { "no" });
                format!("{}/{} | status={} | hedged={hedged} | by={by}", e.etype.as_str(), e.act, e.status.as_str())
            });
            let found: Vec<_> = found.collect();
            writeln!(failures, "{}\n    want {}\n    found {found:?}", case.text, case.want).unwrap();
        }
    }
    println!("{} cases, {known} known misses", cases.case.len());
    assert!(failures.is_empty(), "{failures}");
}
