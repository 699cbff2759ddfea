//! The gazetteer by itself, against annotated news where that is at hand.

use advocoder::doc::Document;
use advocoder::eval::{Counts, ner::Gold, places};
use advocoder::gazetteer::Gazetteer;
use advocoder::resolve::Lexicon;

#[test]
fn places_are_found_without_a_tagger() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/eval/ner/worldwide_dev.jsonl");
    let Ok(text) = std::fs::read_to_string(path) else {
        eprintln!("skipped: {path} is not here");
        return;
    };
    let (gazetteer, lexicon) = (Gazetteer::embedded().unwrap(), Lexicon::embedded().unwrap());
    let (mut doc, mut counts) = (Document::default(), Counts::default());
    for gold in text.lines().map(|line| Gold::parse(line).unwrap()) {
        counts += places::counts(&gold, &places::found(&gold.text, &mut doc, &gazetteer, &lexicon));
    }
    assert!(counts.precision() >= 0.88 && counts.recall() >= 0.75, "{counts}");
}

#[test]
fn the_default_data_are_as_large_as_is_told() {
    let gazetteer = Gazetteer::embedded().unwrap();
    let count = |id: &str| gazetteer.entries().filter(|entry| entry.id().starts_with(id)).count();
    assert!(count("org/") >= 1200 && count("geo/") >= 34_000, "{} {}", count("org/"), count("geo/"));
    let terms = gazetteer.entries().filter(|entry| !entry.role().is_empty() && entry.valid_from().is_some());
    assert!(terms.count() >= 1500);
}
