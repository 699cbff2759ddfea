//! The whole pipeline, from articles to analyses: `cargo bench --bench pipeline`.
//!
//! Dense news and sparse text on one thread and on all, and the names alone (`--names-only`). Every run asserts what it
//! found. On one thread, time is that of the thread alone; on all, it is the time that passes.

mod common;

use advocoder::doc::Analysis;
use advocoder::{Article, Model, Worker, read, run};
use criterion::measurement::Measurement;
use criterion::{BenchmarkGroup, Criterion, Throughput, criterion_group, criterion_main};
use std::num::NonZeroUsize;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

/// Bytes of text.
const TEXT: usize = 400_000;

static MODEL: LazyLock<Model> = LazyLock::new(|| Model::embedded().unwrap());

/// The texts, and the fewest events and mentions of names in a megabyte of each.
const TEXTS: [(&str, common::Style, usize, usize); 2] =
    [("dense", common::DENSE, 1_000, 5_000), ("sparse", common::SPARSE, 50, 1_000)];

fn articles(style: common::Style) -> Vec<Article> {
    common::news(style, TEXT).into_iter().map(|text| Article { text, ..Article::default() }).collect()
}

fn bytes(articles: &[Article]) -> usize {
    articles.iter().map(|article| article.text.len()).sum()
}

fn events(analysis: Analysis<'_>) -> usize {
    analysis.doc.events.len()
}

fn mentions(analysis: Analysis<'_>) -> usize {
    analysis.doc.mentions.len()
}

fn prepare<M: Measurement>(group: &mut BenchmarkGroup<'_, M>, articles: &[Article]) {
    group.throughput(Throughput::Bytes(bytes(articles) as u64));
    group.sample_size(10).warm_up_time(Duration::from_secs(1)).measurement_time(Duration::from_secs(3));
}

fn one_thread(criterion: &mut Criterion<common::ThreadTime>) {
    for (label, style, fewest_events, fewest_mentions) in TEXTS {
        let articles = articles(style);
        let mut worker = Worker::new(&MODEL);
        let mut whole = || articles.iter().map(|article| events(worker.analyse(article))).sum::<usize>();
        let expected = whole();
        println!("{label}: {expected} events in {} bytes", bytes(&articles));
        assert!(expected * 1_000_000 > fewest_events * bytes(&articles));
        let mut group = criterion.benchmark_group("pipeline, one thread");
        prepare(&mut group, &articles);
        group.bench_function(label, |bencher| bencher.iter(|| assert_eq!(whole(), expected)));

        let mut worker = Worker::new(&MODEL);
        let mut names = || articles.iter().map(|article| mentions(worker.names(article))).sum::<usize>();
        let expected = names();
        println!("{label}: {expected} mentions of names");
        assert!(expected * 1_000_000 > fewest_mentions * bytes(&articles));
        group.bench_function(format!("{label}, names only"), |bencher| bencher.iter(|| assert_eq!(names(), expected)));
    }
}

fn all_threads(criterion: &mut Criterion) {
    let threads = std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
    let options = run::Options { threads, strict: false, prompt: false };
    for (label, style, ..) in TEXTS {
        let articles = articles(style);
        let lines: String = articles.iter().map(|a| serde_json::json!({ "text": a.text }).to_string() + "\n").collect();
        let file = tempfile::Builder::new().suffix(".jsonl").tempfile().unwrap();
        std::fs::write(file.path(), lines).unwrap();
        let mut worker = Worker::new(&MODEL);
        let expected = articles.iter().map(|article| events(worker.analyse(article))).sum::<usize>();
        let mut group = criterion.benchmark_group(format!("pipeline, {threads} threads, from a file"));
        prepare(&mut group, &articles);
        group.bench_function(label, |bencher| {
            bencher.iter(|| {
                let found = AtomicUsize::new(0);
                let drafts = read::Inputs::new([file.path()], read::Options::default()).drafts();
                let work = |worker: &mut Worker<'_>, article: &Article, _: &mut dyn std::io::Write| {
                    found.fetch_add(events(worker.analyse(article)), Ordering::Relaxed);
                    Ok(())
                };
                let mut out = std::io::sink();
                let make = || Worker::new(&MODEL);
                let tally = run::batch(drafts, options, make, work, &mut out, |_, _| ());
                assert_eq!(tally.unwrap().analysed, articles.len() as u64);
                assert_eq!(found.into_inner(), expected);
            });
        });
    }
}

criterion_group! {
    name = one;
    config = Criterion::default().with_measurement(common::ThreadTime);
    targets = one_thread
}
criterion_group!(all, all_threads);
criterion_main!(one, all);
