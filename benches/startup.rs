//! From nothing to the first event: `cargo bench --bench startup`.
//!
//! Opens the built-in model and analyses one sentence, without the start of a process.

use advocoder::{Article, Model, Worker};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use std::hint::black_box;

const TEXT: &str = "Police in Lima arrested two reporters on Monday.";

fn startup(criterion: &mut Criterion) {
    let article = Article { text: TEXT.to_owned(), ..Article::default() };
    let mut group = criterion.benchmark_group("startup");
    group.sample_size(20);
    group.bench_function("open the model", |bencher| {
        bencher.iter(|| assert!(Model::embedded().unwrap().gazetteer.entries().next().is_some()));
    });
    // What is read of the model the first time counts too, and so do a worker's buffers.
    group.throughput(Throughput::Bytes(TEXT.len() as u64));
    group.bench_function("to the first event", |bencher| {
        bencher.iter(|| {
            let model = Model::embedded().unwrap();
            let mut worker = Worker::new(&model);
            assert_eq!(worker.analyse(black_box(&article)).doc.events.len(), 1);
        });
    });
}

criterion_group!(benches, startup);
criterion_main!(benches);
