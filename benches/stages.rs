//! Words a second of the learned layers and of the whole pipeline, on one core: `cargo bench --bench stages`.
//!
//! The text is that of `examples/articles`, repeated. Every run asserts what it found, so that a faster stage that finds
//! something else does not pass for an improvement.

use advocoder::doc::Document;
use advocoder::segment::segment;
use advocoder::tag::evidence;
use advocoder::{Article, Model, Worker};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use std::time::{Duration, Instant};

/// Articles in a measured run.
const ARTICLES: usize = 100;

fn articles() -> Vec<Article> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/articles");
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let texts: Vec<String> = paths.iter().map(|path| std::fs::read_to_string(path).unwrap()).collect();
    texts.iter().cycle().take(ARTICLES).map(|text| Article { text: text.clone(), ..Article::default() }).collect()
}

/// Time and result of `run` over all articles, after `prepare`, which is not measured.
fn measure(
    articles: &[Article],
    doc: &mut Document,
    prepare: impl Fn(&str, &mut Document),
    run: impl Fn(&str, &mut Document) -> usize,
) -> (Duration, usize) {
    let (mut time, mut found) = (Duration::ZERO, 0);
    for Article { text, .. } in articles {
        doc.clear();
        prepare(text, doc);
        let start = Instant::now();
        found += run(text, doc);
        time += start.elapsed();
    }
    (time, found)
}

fn stages(criterion: &mut Criterion) {
    let model = Model::embedded().unwrap();
    let articles = articles();
    let mut doc = Document::default();
    let find = |text: &str, doc: &mut Document| {
        segment(text, doc);
        model.gazetteer.find(text, doc);
    };
    let tag = |text: &str, doc: &mut Document| {
        model.tagger.tag(text, doc);
        evidence::apply(&model.gazetteer, text, doc);
    };
    let tag_and_name = |text: &str, doc: &mut Document| {
        tag(text, doc);
        model.names.names(text, doc, &model.gazetteer, &model.lexicon).len()
    };
    let ready = |text: &str, doc: &mut Document| {
        find(text, doc);
        tag(text, doc);
    };
    let parse = |text: &str, doc: &mut Document| {
        model.parser.parse(text, doc);
        // Every token but a sentence's root has another as its head.
        doc.tokens.head.iter().enumerate().filter(|(i, head)| head.index() != *i).count()
    };

    let words = measure(&articles, &mut doc, find, |_, doc| doc.tokens.len()).1;
    let names = measure(&articles, &mut doc, find, tag_and_name).1;
    let arcs = measure(&articles, &mut doc, ready, parse).1;
    assert!(words > 10_000 && names > 100 && arcs * 10 > words * 8, "{words} words, {names} names, {arcs} arcs");

    let mut group = criterion.benchmark_group("stages");
    group.throughput(Throughput::Elements(words as u64));
    group.bench_function("tag and names", |bencher| {
        bencher.iter_custom(|runs| {
            let run = |_| {
                let (time, found) = measure(&articles, &mut doc, find, tag_and_name);
                assert_eq!(found, names);
                time
            };
            (0..runs).map(run).sum()
        });
    });
    group.bench_function("parse", |bencher| {
        bencher.iter_custom(|runs| {
            let run = |_| {
                let (time, found) = measure(&articles, &mut doc, ready, parse);
                assert_eq!(found, arcs);
                time
            };
            (0..runs).map(run).sum()
        });
    });
    group.throughput(Throughput::Bytes(articles.iter().map(|article| article.text.len() as u64).sum()));
    let mut worker = Worker::new(&model);
    let events = articles.iter().map(|article| worker.analyse(article).doc.events.len()).sum::<usize>();
    assert!(events > ARTICLES, "{events} events");
    group.bench_function("whole pipeline", |bencher| {
        bencher.iter(|| {
            let found = articles.iter().map(|article| worker.analyse(article).doc.events.len()).sum::<usize>();
            assert_eq!(found, events);
        });
    });
}

criterion_group!(benches, stages);
criterion_main!(benches);
