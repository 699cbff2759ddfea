//! The text, headline, date and author of pages of many kinds (`tests/pages/*.html`), against what is in them (`*.json`).
//!
//! `cargo test --release --test pages -- --nocapture` prints the figures; `scripts/pages` those of other crates.

#![cfg(feature = "html")]

use std::fs;
use std::path::PathBuf;

use advocoder::read::{Inputs, Options};
use serde_json::Value;

#[path = "pages/score.rs"]
mod score;
use score::f1;

#[test]
fn pages_give_their_text_title_date_and_author() {
    let mut pages: Vec<PathBuf> = fs::read_dir("tests/pages").unwrap().map(|entry| entry.unwrap().path()).collect();
    pages.retain(|path| path.extension().is_some_and(|end| end == "html"));
    pages.sort();
    assert!(pages.len() >= 12, "{pages:?}");
    let (mut sum, mut titles, mut dates, mut bylines) = (0.0, 0, 0, 0);
    println!("{:<16}     F1  title  date  byline", "page");
    for path in &pages {
        let truth: Value = serde_json::from_str(&fs::read_to_string(path.with_extension("json")).unwrap()).unwrap();
        let text: Vec<_> = truth["text"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
        let article = Inputs::new([path], Options::default()).next().unwrap().unwrap().article;
        let score = f1(&article.text, &text.join("\n"));
        let is = |key: &str, found: Option<String>| truth[key].as_str().map(str::to_owned) == found;
        let title = is("title", article.title);
        let date = is("date", article.date.map(|date| date.to_string()));
        let byline = is("byline", article.source.byline);
        println!("{:<16}  {score:.3}  {title:>5}  {date:>5}  {byline:>6}", path.file_stem().unwrap().to_string_lossy());
        sum += score;
        titles += usize::from(title);
        dates += usize::from(date);
        bylines += usize::from(byline);
    }
    let mean = sum / pages.len() as f64;
    println!("mean F1 {mean:.3}; of {} right: {titles} titles, {dates} dates, {bylines} bylines", pages.len());
    assert!(mean > 0.97, "{mean}");
    assert!(titles >= 11 && dates >= 11 && bylines >= 11, "{titles} {dates} {bylines}");
}
