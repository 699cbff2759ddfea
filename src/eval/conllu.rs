//! CoNLL-U with gold tokens: reading it, and the tagger's and the parser's figures on it.

use crate::doc::{Deprel, Document, Sentence, Span, Upos, Xpos};
use crate::parse::Parser;
use crate::tag::Tagger;
use std::fmt;

/// A word of a treebank.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Word {
    /// Surface form.
    pub form: String,
    /// Lemma.
    pub lemma: String,
    /// Universal part of speech.
    pub upos: Upos,
    /// Penn tag.
    pub xpos: Xpos,
    /// Index of the head in the sentence, counted from 0; the word's own for the root.
    pub head: usize,
    /// Relation to the head.
    pub deprel: Deprel,
}

/// Reads the sentences of a CoNLL-U file. Comments, multiword ranges and empty nodes are left out; unknown tags and
/// relations become the defaults. A sentence with a line that is none is dropped.
pub fn read(text: &str) -> Vec<Vec<Word>> {
    text.replace("\r\n", "\n")
        .split("\n\n")
        .filter_map(|block| {
            block
                .lines()
                .filter(|line| !line.starts_with('#') && !line.is_empty())
                .filter(|line| line.split('\t').next().is_some_and(|id| id.bytes().all(|b| b.is_ascii_digit())))
                .enumerate()
                .map(|(at, line)| word(at, line))
                .collect::<Option<Vec<_>>>()
        })
        .filter(|sentence| !sentence.is_empty())
        .collect()
}

fn word(at: usize, line: &str) -> Option<Word> {
    let mut fields = line.split('\t').skip(1);
    let (form, lemma, upos, xpos) = (fields.next()?, fields.next()?, fields.next()?, fields.next()?);
    let (_, head, deprel) = (fields.next()?, fields.next()?, fields.next()?);
    let head: usize = head.parse().ok()?;
    Some(Word {
        form: form.into(),
        lemma: lemma.into(),
        upos: Upos::parse(upos).unwrap_or_default(),
        xpos: Xpos::parse(xpos).unwrap_or_default(),
        head: head.checked_sub(1).unwrap_or(at),
        deprel: Deprel::parse(deprel).unwrap_or_default(),
    })
}

/// Fills `doc` with one sentence of the given forms and returns its text, the forms with a blank between them.
pub fn document<'a>(forms: impl Iterator<Item = &'a str>, doc: &mut Document) -> String {
    doc.clear();
    let mut text = String::new();
    for form in forms {
        if !text.is_empty() {
            text.push(' ');
        }
        let start = text.len() as u32;
        text.push_str(form);
        doc.tokens.push(Span::new(start, text.len() as u32));
    }
    let tokens = Span::new(0, doc.tokens.len() as u32);
    doc.sentences.push(Sentence { tokens, bytes: Span::new(0, text.len() as u32), ..Sentence::default() });
    text
}

/// Shares of words that are right, each in 0..=1.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Figures {
    /// Number of words.
    pub words: usize,
    /// Universal parts of speech.
    pub upos: f64,
    /// Penn tags.
    pub xpos: f64,
    /// Lemmas, case aside.
    pub lemma: f64,
    /// Unlabelled attachment: the head is right. Punctuation counts.
    pub uas: f64,
    /// Labelled attachment: head and relation, with its subtype, are right. Punctuation counts.
    pub las: f64,
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { words, upos, xpos, lemma, uas, las } = self;
        writeln!(f, "words {words}")?;
        for (name, value) in [("UPOS", upos), ("XPOS", xpos), ("lemma", lemma), ("UAS", uas), ("LAS", las)] {
            writeln!(f, "{name:5} {value:.4}")?;
        }
        Ok(())
    }
}

/// Tags and parses the gold tokens of the CoNLL-U file `text` and compares.
pub fn evaluate(text: &str, tagger: &Tagger, parser: &Parser) -> Figures {
    let mut doc = Document::default();
    let mut right = [0_usize; 5];
    let mut words = 0;
    for sentence in read(text) {
        let text = document(sentence.iter().map(|word| word.form.as_str()), &mut doc);
        tagger.tag(&text, &mut doc);
        parser.parse(&text, &mut doc);
        let tokens = &doc.tokens;
        for (gold, id) in sentence.iter().zip(doc.sentences[0].tokens.ids()) {
            let head = tokens.head[id.index()].index() == gold.head;
            let hits = [
                tokens.upos[id.index()] == gold.upos,
                tokens.xpos[id.index()] == gold.xpos,
                tokens.lemma(id).to_lowercase() == gold.lemma.to_lowercase(),
                head,
                head && tokens.deprel[id.index()] == gold.deprel,
            ];
            for (count, hit) in right.iter_mut().zip(hits) {
                *count += usize::from(hit);
            }
            words += 1;
        }
    }
    let [upos, xpos, lemma, uas, las] = right.map(|count| count as f64 / words.max(1) as f64);
    Figures { words, upos, xpos, lemma, uas, las }
}
