//! Runs the sentences inside the rule files: every `[[test]]` holds exactly its events of the file's type, every
//! `[[reject]]` none. Their lines can be read.

use std::fmt::Write as _;
use std::path::Path;

use advocoder::code::rules::file::{RuleFile, RuleSet};
use advocoder::doc::{Analysis, EntityId, Event, EventType};
use advocoder::{Article, Model, Worker};

/// Names and texts of all files in `rules/`.
fn sources() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules");
    let mut sources = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|e| e == "toml") {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            sources.push((name, std::fs::read_to_string(&path).unwrap()));
        }
    }
    sources.sort();
    sources
}

fn rule_files() -> Vec<(String, RuleFile)> {
    RuleSet::parse(&sources()).unwrap().files
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

/// What is wrong with the events of one type in `text`; `None` where they are as expected.
fn mistake(
    worker: &mut Worker<'_>,
    etype: EventType,
    text: &str,
    date: Option<&str>,
    expected: &[String],
) -> Option<String> {
    let article = article(text, date);
    let analysis = worker.analyse(&article);
    let mut events: Vec<&Event> = analysis.doc.events.iter().filter(|e| e.etype == etype).collect();
    let mut missing = Vec::new();
    for expected in expected {
        match events.iter().position(|e| unmet(analysis, e, expected).is_none()) {
            Some(at) => drop(events.remove(at)),
            None => missing.push(expected),
        }
    }
    let left: Vec<&str> = events.iter().map(|e| e.summary.as_str()).collect();
    (!missing.is_empty() || !left.is_empty()).then(|| format!("missing {missing:?}, left over {left:?}"))
}

#[test]
fn sentences_in_the_rule_files_hold() {
    let model = Model::embedded().unwrap();
    let mut worker = Worker::new(&model);
    let (mut cases, mut known, mut failures) = (0, 0, String::new());
    for (name, file) in rule_files() {
        let etype = EventType::parse(&file.etype).unwrap();
        let tests = file.test.iter().map(|c| (&c.text, c.date.as_deref(), &c.events[..], c.known_miss));
        let rejects = file.reject.iter().map(|c| (&c.text, None, &[][..], c.known_miss));
        for (text, date, expected, known_miss) in tests.chain(rejects) {
            cases += 1;
            known += u32::from(known_miss);
            match (mistake(&mut worker, etype, text, date, expected), known_miss) {
                (Some(what), false) => writeln!(failures, "{name}\t{text}\t{what}").unwrap(),
                (None, true) => writeln!(failures, "{name}\t{text}\tcomes right: remove known_miss").unwrap(),
                _ => {}
            }
        }
    }
    println!("{cases} sentences, {known} known misses");
    assert!(failures.is_empty(), "{}", failures);
}

#[test]
fn lines_of_the_rule_files_can_be_read() {
    const LIMIT: usize = 140;
    let mut wrong = String::new();
    for (name, text) in sources() {
        for (line, number) in text.lines().zip(1..) {
            let long = line.chars().count() > LIMIT && line.trim().contains([' ', '|']);
            if long {
                writeln!(wrong, "rules/{name}:{number} has more than {LIMIT} characters").unwrap();
            }
            if line.strip_suffix('\\').is_some_and(|rest| !rest.ends_with(['|', ' ', '"'])) {
                writeln!(wrong, "rules/{name}:{number} runs into the next: put `|` before the backslash").unwrap();
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}scripts/format_rules.py breaks long lines; docs/rules.md has the layout");
}

#[test]
fn the_page_of_acts_lists_every_act() {
    let page = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/ontology.md")).unwrap();
    for (name, file) in rule_files() {
        assert!(page.contains(&format!("## {}\n\n{}", file.etype, file.about.trim())), "{name}");
        for act in &file.act {
            let row = format!("| `{}` | {} | {} |", act.name, act.cameo, act.mode.as_deref().unwrap_or_default());
            assert!(page.contains(&row), "{name}: {row}");
        }
    }
}
