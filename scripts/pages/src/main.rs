//! Holds crates that find the main text of a page, each as it is by default, against the pages in `tests/pages`:
//! `cargo run --release -- ../../tests/pages`. F1 is that of the words as a bag, in small letters.

use std::time::Instant;
use std::{env, fs};

use serde_json::Value;

#[path = "../../../tests/pages/score.rs"]
mod score;
use score::f1;

/// Text, title, date, author.
type Found = [String; 4];

fn smoothie(html: &str) -> Option<Found> {
    let config = dom_smoothie::Config { text_mode: dom_smoothie::TextMode::Formatted, ..Default::default() };
    let found = dom_smoothie::Readability::new(html, None, Some(config)).ok()?.parse().ok()?;
    let text = found.text_content.to_string();
    Some([text, found.title, found.published_time.unwrap_or_default(), found.byline.unwrap_or_default()])
}

fn legible(html: &str) -> Option<Found> {
    let found = legible::parse(html, None, None).ok()?;
    Some([found.text_content, found.title, found.published_time.unwrap_or_default(), found.byline.unwrap_or_default()])
}

fn rs_trafilatura(html: &str) -> Option<Found> {
    let found = rs_trafilatura::extract(html).ok()?;
    let data = found.metadata;
    let date = data.date.map(|date| date.to_string()).unwrap_or_default();
    Some([found.content_text, data.title.unwrap_or_default(), date, data.author.unwrap_or_default()])
}

fn trafilatura(html: &str) -> Option<Found> {
    let found = trafilatura::extract(html, &trafilatura::Options::default()).ok()?;
    let date = found.metadata.date.map(|date| date.to_string()).unwrap_or_default();
    Some([found.content_text, found.metadata.title, date, found.metadata.author])
}

fn main() {
    let folder = env::args().nth(1).expect("the folder of the pages");
    let mut pages: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    pages.retain(|path| path.extension().is_some_and(|end| end == "html"));
    pages.sort();
    let crates: [(&str, fn(&str) -> Option<Found>); 4] = [
        ("dom_smoothie", smoothie),
        ("legible", legible),
        ("rs-trafilatura", rs_trafilatura),
        ("trafilatura", trafilatura),
    ];
    println!("crate           mean F1  title  date  byline  ms/page  F1 of each page");
    for (name, extract) in crates {
        let (mut sum, mut right, mut each) = (0.0, [0; 3], String::new());
        let start = Instant::now();
        for path in &pages {
            let html = fs::read_to_string(path).unwrap();
            let truth: Value = serde_json::from_str(&fs::read_to_string(path.with_extension("json")).unwrap()).unwrap();
            let text: Vec<_> = truth["text"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
            let found = extract(&html).unwrap_or_default();
            if env::args().nth(2).as_deref() == Some(name) {
                println!("{} {found:?}", path.display());
            }
            let score = f1(&found[0], &text.join("\n"));
            sum += score;
            each += &format!(" {:.2}", score);
            let is = |key: &str| truth[key].as_str().unwrap_or_default();
            right[0] += usize::from(found[1].trim() == is("title"));
            right[1] += usize::from(found[2].get(..10).unwrap_or_default() == is("date"));
            right[2] += usize::from(found[3].trim() == is("byline"));
        }
        let time = start.elapsed().as_secs_f64() * 1000.0 / pages.len() as f64;
        let [title, date, byline] = right;
        println!(
            "{name:<14}  {:>7.3}  {title:>5}  {date:>4}  {byline:>6}  {time:>7.2} {each}",
            sum / pages.len() as f64
        );
    }
    println!("{}", pages.iter().map(|path| path.file_stem().unwrap().to_string_lossy()).collect::<Vec<_>>().join(" "));
}
