//! A batch: one model, one worker, many articles; counts the events of each type.
//!
//! `cargo run --example batch -- examples/articles examples/articles.jsonl`

use std::collections::BTreeMap;

use advocoder::read::{Inputs, Options};
use advocoder::{Model, Worker};

fn main() -> advocoder::Result<()> {
    let model = Model::embedded()?;
    let mut worker = Worker::new(&model);
    let mut articles = 0;
    let mut events = BTreeMap::new();
    for record in Inputs::new(std::env::args_os().skip(1), Options::default()) {
        let article = match record {
            Ok(record) => record.article,
            Err(problem) => {
                eprintln!("{problem}");
                continue;
            }
        };
        articles += 1;
        for event in &worker.analyse(&article).doc.events {
            *events.entry(event.etype.as_str()).or_insert(0) += 1;
        }
    }
    println!("{articles} articles");
    for (etype, count) in events {
        println!("{count:5} {etype}");
    }
    Ok(())
}
