//! The figures that the built-in models must keep, on corpora that are not part of this repository.
//!
//! `ADVOCODER_CORPORA` names the folder that holds them (`../shared` where it is not set); where a file is missing its
//! test passes with a message. It takes some seconds: `cargo test --release --test figures -- --nocapture`.

use advocoder::eval::{conllu, ner, raw};
use advocoder::{Article, Model, Worker};
use std::path::PathBuf;
use std::sync::LazyLock;

static MODEL: LazyLock<Model> = LazyLock::new(|| Model::embedded().expect("built-in model"));

fn corpus(path: &str) -> Option<String> {
    let root = std::env::var_os("ADVOCODER_CORPORA").map_or_else(|| PathBuf::from("../shared"), PathBuf::from);
    let text = std::fs::read_to_string(root.join(path)).ok();
    if text.is_none() {
        eprintln!("skipped: {} is not there; ADVOCODER_CORPORA names the folder", root.join(path).display());
    }
    text
}

fn at_least(what: &str, found: f64, least: f64) {
    println!("{what} {found:.4}");
    assert!(found >= least, "{what} is {found:.4}, should be {least} or more");
}

#[test]
fn tags_and_trees() {
    for split in ["dev", "test"] {
        let Some(text) = corpus(&format!("corpora/ud-english-ewt/en_ewt-ud-{split}.conllu")) else { continue };
        let figures = conllu::evaluate(&text, &MODEL.tagger, &MODEL.parser);
        at_least(&format!("{split} UPOS"), figures.upos, 0.94);
        at_least(&format!("{split} UAS"), figures.uas, 0.86);
        at_least(&format!("{split} LAS"), figures.las, 0.82);
        let figures = raw::evaluate(&text);
        at_least(&format!("{split} sentences"), figures.sentences.f1(), 0.75);
        at_least(&format!("{split} words"), figures.words.f1(), 0.97);
    }
}

#[test]
fn names() {
    for (set, least) in [("worldwide_dev", 0.80), ("re3d_core_dev", 0.66), ("gmb_dev", 0.78), ("conll_testa", 0.76)] {
        let Some(text) = corpus(&format!("eval/ner/{set}.jsonl")) else { continue };
        let mut worker = Worker::new(&MODEL);
        let mut figures = ner::Figures::default();
        for line in text.lines() {
            let gold = ner::Gold::parse(line).expect("a line of gold");
            let article = Article { text: gold.text.clone(), date: gold.date, ..Article::default() };
            figures.add(&gold, &ner::found(worker.analyse(&article).doc));
        }
        at_least(set, figures.norm.micro().f1(), least);
    }
}

#[test]
fn models_stay_small() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("models");
    let sizes = std::fs::read_dir(folder).expect("the models").map(|entry| entry.expect("a file"));
    let models = sizes.filter(|entry| entry.path().extension().is_some_and(|e| e == "bin"));
    let total: u64 = models.map(|entry| entry.metadata().expect("its size").len()).sum();
    assert!(total <= 16_000_000, "all models together have {total} bytes");
}
