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

/// What the model cards say: figures that were measured, and the bars that they must keep.
struct Cards(Vec<toml::Table>);

impl Cards {
    fn read() -> Self {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("models");
        let cards = ["tagger", "parser", "ner"].map(|model| {
            let card = std::fs::read_to_string(folder.join(format!("{model}.card.toml"))).expect("a card");
            card.parse().expect("a card in TOML")
        });
        Self(cards.into())
    }

    fn number(&self, kind: &str, set: &str, figure: &str) -> Option<f64> {
        self.0.iter().find_map(|card| card.get(kind)?.get(set)?.get(figure)?.as_float())
    }

    /// Holds a figure against its bar, and the card's figure against what was found.
    fn hold(&self, set: &str, figure: &str, found: f64) {
        println!("{set} {figure} {found:.4}");
        let bar = self.number("bars", set, figure).expect("a bar on a card");
        assert!(found >= bar, "{set} {figure} is {found:.4}, should be {bar} or more");
        let told = self.number("figures", set, figure).expect("a figure on a card");
        assert!((told - found).abs() < 0.01, "{set} {figure} is {found:.4}, its card in models/ says {told}");
    }
}

#[test]
fn tags_and_trees() {
    let Some(text) = corpus("corpora/ud-english-ewt/en_ewt-ud-test.conllu") else { return };
    let cards = Cards::read();
    let figures = conllu::evaluate(&text, &MODEL.tagger, &MODEL.parser);
    cards.hold("ewt_test", "upos", figures.upos);
    cards.hold("ewt_test", "uas", figures.uas);
    cards.hold("ewt_test", "las", figures.las);
    let figures = raw::evaluate(&text);
    cards.hold("ewt_test", "sentences", figures.sentences.f1());
    cards.hold("ewt_test", "words", figures.words.f1());
}

#[test]
fn names() {
    let cards = Cards::read();
    for set in ["worldwide_dev", "re3d_core_dev", "gmb_dev", "conll_testa"] {
        let Some(text) = corpus(&format!("eval/ner/{set}.jsonl")) else { continue };
        let mut worker = Worker::new(&MODEL);
        let mut figures = ner::Figures::default();
        for line in text.lines() {
            let gold = ner::Gold::parse(line).expect("a line of gold");
            let article = Article { text: gold.text.clone(), date: gold.date, ..Article::default() };
            figures.add(&gold, &ner::found(worker.analyse(&article).doc));
        }
        cards.hold("names", set, figures.norm.micro().f1());
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
