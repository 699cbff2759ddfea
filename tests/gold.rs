//! Events of the texts in `tests/gold`, which were written to be measured on by people who did not know the rules, against
//! those that the writers marked in them. `cargo test --release --test gold -- --nocapture` prints the figures.
//!
//! A coded event is right where the gold has one of the same type in the same sentence that no other event took.
//! Statements are left out, as a text has one in every other sentence.

use std::path::Path;

use advocoder::doc::EventType;
use advocoder::{Article, Model, Worker};
use serde::Deserialize;

#[derive(Deserialize)]
struct Record {
    id: String,
    date: Option<String>,
    text: String,
    events: Vec<Gold>,
}

#[derive(Deserialize)]
struct Gold {
    #[serde(rename = "type")]
    etype: String,
    sentence: String,
}

/// Events that the gold has, that were coded, and that are in both.
#[derive(Default)]
struct Counts {
    gold: usize,
    coded: usize,
    right: usize,
}

impl Counts {
    fn f1(&self) -> f64 {
        2.0 * self.right as f64 / (self.gold + self.coded).max(1) as f64
    }
}

fn counts(file: &str) -> Counts {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/gold").join(file);
    let text = std::fs::read_to_string(path).unwrap();
    let model = Model::embedded().unwrap();
    let mut worker = Worker::new(&model);
    let mut counts = Counts::default();
    for line in text.lines() {
        let record: Record = serde_json::from_str(line).unwrap();
        let date = record.date.map(|date| date.parse().unwrap());
        let article = Article { text: record.text, date, ..Article::default() };
        let mut gold: Vec<(EventType, std::ops::Range<usize>)> = Vec::new();
        for event in record.events {
            let start =
                article.text.find(&event.sentence).unwrap_or_else(|| panic!("{}: {}", record.id, event.sentence));
            let etype = EventType::parse(&event.etype).unwrap();
            gold.push((etype, start..start + event.sentence.len()));
        }
        gold.retain(|(etype, _)| *etype != EventType::State);
        let doc = worker.analyse(&article).doc;
        let coded: Vec<_> = doc.events.iter().filter(|event| event.etype != EventType::State).collect();
        counts.gold += gold.len();
        counts.coded += coded.len();
        for event in coded {
            let at = event.trigger.start as usize;
            if let Some(same) = gold.iter().position(|(etype, span)| *etype == event.etype && span.contains(&at)) {
                gold.remove(same);
                counts.right += 1;
            }
        }
    }
    let Counts { gold, coded, right } = counts;
    println!("{file}: gold {gold}, coded {coded}, right {right}, F1 {:.3}", counts.f1());
    counts
}

/// The floors are a few points below what was reached, so that a change may win in one place what it loses in another.
#[test]
fn types_of_events() {
    assert!(counts("rights.jsonl").f1() > 0.80);
    assert!(counts("statements.jsonl").f1() > 0.84);
    assert!(counts("wire.jsonl").f1() > 0.71);
    assert!(counts("chronicle.jsonl").f1() > 0.75);
    assert!(counts("officials.jsonl").f1() > 0.73);
    assert!(counts("leads.jsonl").f1() > 0.80);
    assert!(counts("reports.jsonl").f1() > 0.72);
    assert!(counts("dispatches.jsonl").f1() > 0.67);
}

/// Only one event of each sentence is marked, so that others count neither for nor against.
#[test]
fn types_of_the_events_that_sentences_turn_on() {
    let Counts { gold, right, .. } = counts("sentences.jsonl");
    assert!(right * 100 > gold * 65, "{right} of {gold}");
}

#[test]
fn texts_without_events() {
    assert!(counts("none.jsonl").coded <= 8);
}
