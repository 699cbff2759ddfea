//! Runs the sentences inside the rule files: every `[[test]]` holds exactly its events of the file's type, every
//! `[[reject]]` none.

use std::fmt::Write as _;
use std::path::Path;

use advocoder::code::rules::file::{RuleFile, RuleSet};
use advocoder::doc::{Analysis, EntityId, Event, EventType};
use advocoder::{Article, Model, Worker};

fn rule_files() -> Vec<(String, RuleFile)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules");
    let mut sources = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|e| e == "toml") {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            sources.push((name, std::fs::read_to_string(&path).unwrap()));
        }
    }
    RuleSet::parse(&sources).unwrap().files
}

fn article(text: &str, date: Option<&str>) -> Article {
    Article { text: text.to_owned(), date: date.map(|d| d.parse().unwrap()), ..Article::default() }
}

/// Whether one of the entities goes by `name`, or by a name that holds it.
fn named(analysis: Analysis<'_>, ids: &[EntityId], name: &str) -> bool {
    let name = name.to_lowercase();
    let name = ["the ", "a ", "an "].iter().find_map(|article| name.strip_prefix(article)).unwrap_or(&name);
    ids.iter().any(|id| {
        let entity = &analysis.doc.entities[id.0 as usize];
        let mentions =
            entity.mentions.iter().map(|m| analysis.doc.mentions[m.0 as usize].bytes.of(&analysis.article.text));
        mentions.chain([entity.name.as_str()]).any(|n| n.to_lowercase().contains(name))
    })
}

/// What of an expectation (`act | role=name; name | …`) an event does not meet.
fn unmet(analysis: Analysis<'_>, event: &Event, expected: &str) -> Option<String> {
    let mut fields = expected.split('|').map(str::trim);
    let act = fields.next().unwrap_or_default();
    if &*event.act != act {
        return Some(format!("act is {}", event.act));
    }
    fields.find_map(|field| {
        let (key, value) = field.split_once('=').unwrap_or((field, ""));
        let all = |ids: &[EntityId]| value.split(';').all(|name| named(analysis, ids, name.trim()));
        let met = match key {
            "actor" => all(&event.actors),
            "recipient" => all(&event.recipients),
            "place" => event.place.is_some_and(|p| named(analysis, &[p], value)),
            "by" => event.attributed_to.is_some_and(|p| named(analysis, &[p], value)),
            "status" => event.status.as_str() == value,
            "mode" => event.mode.as_deref() == Some(value),
            "date" => event.date.as_deref() == Some(value),
            "about" => event.about.is_some_and(|a| a.of(&analysis.article.text).contains(value)),
            other => panic!("`{other}` is no field of a test"),
        };
        (!met).then(|| field.to_owned())
    })
}

#[test]
fn sentences_in_the_rule_files_hold() {
    let model = Model::embedded().unwrap();
    let mut worker = Worker::new(&model);
    let (mut cases, mut failures) = (0, String::new());
    let mut failed = 0;
    for (name, file) in rule_files() {
        let etype = EventType::parse(&file.etype).unwrap();
        for case in &file.test {
            cases += 1;
            let article = article(&case.text, case.date.as_deref());
            let analysis = worker.analyse(&article);
            let mut events: Vec<&Event> = analysis.doc.events.iter().filter(|e| e.etype == etype).collect();
            let mut wrong = Vec::new();
            for expected in &case.events {
                match events.iter().position(|e| unmet(analysis, e, expected).is_none()) {
                    Some(at) => drop(events.remove(at)),
                    None => wrong.push(expected.clone()),
                }
            }
            if !wrong.is_empty() || !events.is_empty() {
                failed += 1;
                let got: Vec<&str> = events.iter().map(|e| e.summary.as_str()).collect();
                writeln!(failures, "{name}: {}\n    missing {wrong:?}\n    left over {got:?}", case.text).unwrap();
            }
        }
        for case in &file.reject {
            cases += 1;
            let article = article(&case.text, None);
            let analysis = worker.analyse(&article);
            let got: Vec<&str> =
                analysis.doc.events.iter().filter(|e| e.etype == etype).map(|e| e.summary.as_str()).collect();
            if !got.is_empty() {
                failed += 1;
                writeln!(failures, "{name}: REJECT {}\n    left over {got:?}", case.text).unwrap();
            }
        }
    }
    assert!(failures.is_empty(), "{failed} of {cases} sentences fail:\n{failures}");
}
