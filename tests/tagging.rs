//! Tags, lemmas and trees of plain sentences by the built-in models.

use advocoder::doc::{Deprel, Document, Sentence, SentenceKind, Span, TokenId};
use advocoder::eval::conllu::{self, document};
use advocoder::parse::Parser;
use advocoder::tag::Tagger;
use proptest::prelude::*;
use std::sync::LazyLock;

static MODELS: LazyLock<(Tagger, Parser)> =
    LazyLock::new(|| (Tagger::embedded().unwrap(), Parser::embedded().unwrap()));

fn analyse(sentence: &str) -> (String, Document) {
    let mut doc = Document::default();
    let text = document(sentence.split(' '), &mut doc);
    MODELS.0.tag(&text, &mut doc);
    MODELS.1.parse(&text, &mut doc);
    (text, doc)
}

/// `word/xpos/lemma/head/relation` of each word; the root's head is `-`.
fn show(sentence: &str) -> Vec<String> {
    let (text, doc) = analyse(sentence);
    let tokens = &doc.tokens;
    doc.sentences[0]
        .tokens
        .ids()
        .map(|id| {
            let head = tokens.head[id.index()];
            let head = if head == id { "-" } else { tokens.form(head, &text) };
            let (xpos, deprel) = (tokens.xpos[id.index()].as_str(), tokens.deprel[id.index()].as_str());
            format!("{}/{xpos}/{}/{head}/{deprel}", tokens.form(id, &text), tokens.lemma(id))
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
            "Cairo/NNP/Cairo/arrested/obl",
        ],
    );
}

#[test]
fn relative_clause() {
    assert_has(
        "The judge who freed the activist met her family .",
        &["judge/NN/judge/met/nsubj", "freed/VBD/free/judge/acl:relcl", "family/NN/family/met/obj"],
    );
}

#[test]
fn control() {
    assert_has(
        "Families urged the government to release the detainees .",
        &[
            "urged/VBD/urge/-/root",
            "government/NN/government/urged/obj",
            "release/VB/release/urged/xcomp",
            "detainees/NNS/detainee/release/obj",
        ],
    );
}

#[test]
fn clausal_complement() {
    assert_has(
        "The minister said that the court had rejected the appeal .",
        &[
            "minister/NN/minister/said/nsubj",
            "rejected/VBN/reject/said/ccomp",
            "court/NN/court/rejected/nsubj",
            "appeal/NN/appeal/rejected/obj",
        ],
    );
}

#[test]
fn coordination() {
    assert_has(
        "Doctors and nurses condemned the attack and called for an inquiry .",
        &[
            "Doctors/NNS/doctor/condemned/nsubj",
            "nurses/NNS/nurse/Doctors/conj",
            "called/VBD/call/condemned/conj",
            "inquiry/NN/inquiry/called/obl",
        ],
    );
}

#[test]
fn attachment_of_with() {
    assert_has(
        "The delegation met with the foreign minister on Monday .",
        &["minister/NN/minister/met/obl", "Monday/NNP/Monday/met/obl"],
    );
}

#[test]
fn lemmas() {
    for (sentence, word, lemma) in [
        ("The union organised a strike .", "organised", "organise"),
        ("Inspectors found mass graves .", "found", "find"),
        ("The group was founded in 2004 .", "founded", "found"),
        ("She has written to both presidents .", "written", "write"),
        ("He travelled to Amman .", "travelled", "travel"),
        ("The parties agreed on a truce .", "parties", "party"),
        ("The women were freed .", "women", "woman"),
        ("He lay on the floor .", "lay", "lie"),
    ] {
        let at = sentence.split(' ').position(|w| w == word).unwrap();
        let (_, doc) = analyse(sentence);
        assert_eq!(doc.tokens.lemma(TokenId(at as u32)), lemma, "{sentence}");
    }
}

#[test]
fn boilerplate_is_left_alone() {
    let mut doc = Document::default();
    let text = document("Share this page".split(' '), &mut doc);
    doc.sentences[0].kind = SentenceKind::Boilerplate;
    MODELS.0.tag(&text, &mut doc);
    MODELS.1.parse(&text, &mut doc);
    assert_eq!(doc.tokens.lemma(TokenId(0)), "");
    assert_eq!(doc.tokens.head[2], TokenId(2));
}

#[test]
fn later_sentences_have_heads_of_their_own() {
    let mut doc = Document::default();
    let text = document("She left . He stayed .".split(' '), &mut doc);
    let half = |start, end| Sentence { tokens: Span::new(start, end), ..Sentence::default() };
    doc.sentences = vec![half(0, 3), half(3, 6)];
    MODELS.0.tag(&text, &mut doc);
    MODELS.1.parse(&text, &mut doc);
    assert_eq!(doc.tokens.head.iter().map(|id| id.0).collect::<Vec<_>>(), [1, 1, 1, 4, 4, 4]);
    assert_eq!(doc.tokens.deprel[4], Deprel::Root);
}

fn assert_tree(doc: &Document) {
    let tokens = &doc.tokens;
    let roots = tokens.head.iter().enumerate().filter(|(i, head)| head.index() == *i).count();
    assert_eq!(roots, usize::from(!tokens.is_empty()));
    for start in 0..tokens.len() {
        let mut at = start;
        for _ in 0..tokens.len() {
            at = tokens.head[at].index();
        }
        assert_eq!(tokens.head[at].index(), at, "token {start} hangs on the root");
        assert_eq!(tokens.deprel[start] == Deprel::Root, tokens.head[start].index() == start);
    }
}

proptest! {
    #[test]
    fn any_tokens_make_a_tree(words in proptest::collection::vec("[a-zA-Z0-9.,'é—\u{1f600}-]{1,9}", 1..30)) {
        assert_tree(&analyse(&words.join(" ")).1);
    }
}

#[test]
fn a_long_sentence_makes_a_tree() {
    let words = ["the", "police", "who", "arrested", "him", "and", ",", "Paris", "said", "of"];
    let sentence: Vec<&str> = (0..2000).map(|i| words[i * 7 % 10]).collect();
    assert_tree(&analyse(&sentence.join(" ")).1);
}

#[test]
fn figures_on_the_treebank() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/corpora/ud-english-ewt/en_ewt-ud-dev.conllu");
    let Ok(text) = std::fs::read_to_string(path) else { return };
    let figures = conllu::evaluate(&text, &MODELS.0, &MODELS.1);
    assert!(figures.upos >= 0.955 && figures.lemma >= 0.98, "{figures}");
    assert!(figures.uas >= 0.86 && figures.las >= 0.83, "{figures}");
}
