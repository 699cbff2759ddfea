//! One article: its entities and events through the library.
//!
//! `cargo run --example one_article`

use advocoder::{Article, Model, Worker};

const TEXT: &str = "\
A delegation of the Casablanca Tenants' League met the Moroccan minister of housing in Rabat on Monday. \
It urged him to stop the evictions in the old medina. The minister promised an answer within a week.";

fn main() -> advocoder::Result<()> {
    let model = Model::embedded()?;
    let mut worker = Worker::new(&model);
    let article = Article {
        id: "tenants".into(),
        date: advocoder::read::iso_date("2023-04-18"),
        text: TEXT.into(),
        ..Article::default()
    };
    let analysis = worker.analyse(&article);
    let name = |id: &advocoder::doc::EntityId| analysis.doc.entities[id.index()].name.as_str();
    for entity in &analysis.doc.entities {
        println!("{} {}", entity.etype.as_str(), entity.name);
    }
    for event in &analysis.doc.events {
        let actors: Vec<_> = event.actors.iter().map(name).collect();
        let recipients: Vec<_> = event.recipients.iter().map(name).collect();
        println!("{} {actors:?} {} {recipients:?}: {}", event.etype.as_str(), event.act, event.trigger.of(TEXT));
    }
    Ok(())
}
