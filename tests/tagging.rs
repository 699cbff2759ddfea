//! Tags, lemmas and trees of plain sentences by the built-in models.

use advocoder::doc::{Document, TokenId};
use advocoder::eval::conllu::document;
use advocoder::parse::Parser;
use advocoder::tag::Tagger;

fn analyse(sentence: &str) -> Document {
    let mut doc = Document::default();
    let text = document(sentence.split(' '), &mut doc);
    Tagger::embedded().unwrap().tag(&text, &mut doc);
    Parser::embedded().unwrap().parse(&text, &mut doc);
    doc
}

/// `word/xpos/lemma/head/relation`, heads by word, the root's `-`.
fn show(sentence: &str) -> Vec<String> {
    let doc = analyse(sentence);
    let words: Vec<&str> = sentence.split(' ').collect();
    let tokens = &doc.tokens;
    (0..words.len())
        .map(|i| {
            let head = tokens.head[i].index();
            let head = if head == i { "-" } else { words[head] };
            let lemma = tokens.lemma(TokenId(i as u32));
            format!("{}/{}/{lemma}/{head}/{}", words[i], tokens.xpos[i].as_str(), tokens.deprel[i].as_str())
        })
        .collect()
}

fn assert_has(sentence: &str, wanted: &[&str]) {
    let shown = show(sentence);
    for want in wanted {
        assert!(shown.iter().any(|word| word == want), "no {want} in {shown:#?}");
    }
}

#[test]
fn active() {
    assert_has(
        "The lawyers left Geneva on Monday .",
        &[
            "lawyers/NNS/lawyer/left/nsubj",
            "left/VBD/leave/-/root",
            "Geneva/NNP/Geneva/left/obj",
            "Monday/NNP/Monday/left/obl",
        ],
    );
}

#[test]
fn passive() {
    assert_has(
        "Two reporters were arrested by soldiers in Cairo .",
        &[
            "reporters/NNS/reporter/arrested/nsubj:pass",
            "were/VBD/be/arrested/aux:pass",
            "arrested/VBN/arrest/-/root",
            "soldiers/NNS/soldier/arrested/obl:agent",
        ],
    );
}

#[test]
fn coordination() {
    assert_has(
        "Doctors and nurses condemned the attack .",
        &["Doctors/NNS/doctor/condemned/nsubj", "nurses/NNS/nurse/Doctors/conj"],
    );
}
