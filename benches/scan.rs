//! The gazetteer alone, against byte automata on the same names and text: `cargo bench --bench scan`.
//!
//! One text of news with names drawn from a million, and gazetteers of the first thousand, the first 70,000 and all of
//! them. `aho-corasick` and `daachorse` look for the longest name at the leftmost place and leave out what a letter or
//! digit stands before or behind. They thereby lose a name where a longer one begins that ends within a word (*Tema* in
//! *Tema Bar*, where *Tema Barista* stands): the automaton commits to bytes, the trie to words. They also know each name
//! in one spelling alone.
//!
//! Every run asserts how many names it found, and that the automata find them too. Time is that of the thread alone.

mod common;

use advocoder::doc::Document;
use advocoder::gazetteer::Gazetteer;
use advocoder::segment::segment;
use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use daachorse::DoubleArrayAhoCorasickBuilder;
use std::hint::black_box;
use std::time::Duration;

/// Bytes of text.
const TEXT: usize = 2_000_000;

/// Whether no letter or digit stands right before or behind `start..end`.
fn is_word(text: &str, start: usize, end: usize) -> bool {
    let apart = |byte: Option<&u8>| byte.is_none_or(|byte| byte.is_ascii() && !byte.is_ascii_alphanumeric());
    apart(start.checked_sub(1).and_then(|at| text.as_bytes().get(at))) && apart(text.as_bytes().get(end))
}

fn scan(criterion: &mut Criterion<common::ThreadTime>) {
    let entries = common::names(1_000_000);
    let names: Vec<&str> = entries.iter().map(|entry| entry.name.as_str()).collect();
    let text = common::News::new(common::DENSE, names.iter().map(|&name| name.to_owned()).collect()).text(TEXT);
    let mut group = criterion.benchmark_group("scan");
    group.throughput(Throughput::Bytes(text.len() as u64));
    group.sample_size(10).warm_up_time(Duration::from_secs(1)).measurement_time(Duration::from_secs(3));

    let mut doc = Document::default();
    segment(&text, &mut doc);
    let tokens = doc.tokens.len();
    group.bench_function("tokens", |bencher| {
        bencher.iter(|| {
            let mut doc = Document::default();
            segment(black_box(&text), &mut doc);
            assert_eq!(doc.tokens.len(), tokens);
        });
    });

    for (size, label) in [(1_000, "1k"), (70_000, "70k"), (1_000_000, "1M")] {
        let gazetteer = Gazetteer::of(&entries[..size]).unwrap();
        let mut bare = Document::default();
        let found = |gazetteer: &Gazetteer, doc: &mut Document| {
            doc.hits.clear();
            gazetteer.find(black_box(&text), doc);
            doc.hits.len()
        };
        let (alone, over_tokens) = (found(&gazetteer, &mut bare), found(&gazetteer, &mut doc));

        let automaton = AhoCorasick::builder()
            .kind(Some(AhoCorasickKind::ContiguousNFA))
            .match_kind(MatchKind::LeftmostLongest)
            .build(&names[..size])
            .unwrap();
        let whole =
            |text: &str| automaton.find_iter(text).filter(|found| is_word(text, found.start(), found.end())).count();
        let by_automaton = whole(&text);
        let double = DoubleArrayAhoCorasickBuilder::new()
            .match_kind(daachorse::MatchKind::LeftmostLongest)
            .build::<_, _, u32>(&names[..size])
            .unwrap();
        let whole_double = |text: &str| {
            double.leftmost_find_iter(text).filter(|found| is_word(text, found.start(), found.end())).count()
        };
        // The automata lose a few; nobody finds much more than another.
        println!("{label}: {alone} names, {over_tokens} over tokens, {by_automaton} by aho-corasick");
        assert!(alone > TEXT / 1_000 / 2 && over_tokens.abs_diff(alone) * 100 < alone);
        assert!(by_automaton.abs_diff(alone) * 50 < alone);
        assert_eq!(by_automaton, whole_double(&text));

        group.bench_function(format!("gazetteer/{label}"), |bencher| {
            bencher.iter(|| assert_eq!(found(&gazetteer, &mut bare), alone));
        });
        group.bench_function(format!("gazetteer over tokens/{label}"), |bencher| {
            bencher.iter(|| assert_eq!(found(&gazetteer, &mut doc), over_tokens));
        });
        group.bench_function(format!("aho-corasick/{label}"), |bencher| {
            bencher.iter(|| assert_eq!(whole(black_box(&text)), by_automaton));
        });
        group.bench_function(format!("daachorse/{label}"), |bencher| {
            bencher.iter(|| assert_eq!(whole_double(black_box(&text)), by_automaton));
        });
    }
}

criterion_group! {
    name = benches;
    config = Criterion::default().with_measurement(common::ThreadTime);
    targets = scan
}
criterion_main!(benches);
