//! Snapshots of what is found in the example articles, in a form that a person can read: `tests/golden/*.snap`.

use std::fmt::Write as _;

use advocoder::doc::Analysis;
use advocoder::{Article, Model, Worker};

fn readable(analysis: Analysis<'_>) -> String {
    let doc = analysis.doc;
    let mut out = String::from("entities\n");
    for entity in &doc.entities {
        let mentions: Vec<&str> =
            entity.mentions.iter().map(|m| doc.mentions[m.0 as usize].bytes.of(&analysis.article.text)).collect();
        writeln!(out, "  {} {} ← {}", entity.etype.as_str(), entity.name, mentions.join(" | ")).unwrap();
        for role in &entity.roles {
            let of = role.of.map_or("–", |id| doc.entities[id.0 as usize].name.as_str());
            writeln!(out, "      {} of {of}", role.title).unwrap();
        }
    }
    out.push_str("events\n");
    for event in &doc.events {
        let trigger = event.trigger.of(&analysis.article.text);
        writeln!(out, "  {}/{} “{trigger}” {}", event.etype.as_str(), event.act, event.summary).unwrap();
    }
    out
}

#[test]
fn example_articles() {
    let model = Model::embedded().unwrap();
    let mut worker = Worker::new(&model);
    insta::with_settings!({ snapshot_path => "golden", prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::glob!("..", "examples/articles/*.txt", |path| {
            let text = std::fs::read_to_string(path).unwrap();
            let article = Article { text, ..Article::default() };
            insta::assert_snapshot!(readable(worker.analyse(&article)));
        });
    });
}
