//! Part-of-speech tags and lemmas, by models trained in `crates/train`.
//!
//! A greedy tagger from left to right: a small feed-forward network over words in a window of five and the two tags
//! before them chooses among pairs of Penn and universal tags. What a word adds to the network's hidden layer at each
//! distance is summed up once and kept. Nothing here trains.

pub mod adjectives;
pub mod evidence;
pub mod features;
pub mod headline;
pub mod hyphens;
mod lemma;
pub mod lexicon;
pub mod ner;
mod scorer;
pub mod subjunctive;

pub use lemma::{Group, LONGEST, Lemmatizer};

use crate::container::{Reader, Writer};
use crate::doc::{Document, SentenceKind, TokenId, Tokens, Upos, Xpos};
use crate::net::table::File;
use crate::net::{Rows, write_weights};
use crate::{Error, Result};
use features::{Casing, NO_TAG};
use lexicon::Lexicon;
use scorer::Scorer;
use std::sync::Mutex;

pub(crate) const MAGIC: &[u8; 8] = b"ADVTAG\r\n";
pub(crate) const VERSION: u32 = 2;

static EMBEDDED: &[u8] = include_bytes!("../../models/tagger.bin");

/// Size of the network's hidden layer.
pub const HIDDEN: usize = 96;

/// Weights of the tagger's network, in training.
#[derive(Clone, Debug, Default)]
pub struct Net {
    /// Rows of [`HIDDEN`] weights a feature.
    pub rows: Rows,
    /// Bias of the hidden layer.
    pub bias: Vec<f32>,
    /// For each class, [`HIDDEN`] weights.
    pub classes: Vec<f32>,
    /// Bias of each class.
    pub class_bias: Vec<f32>,
}

/// Part-of-speech tagger and lemmatiser.
#[derive(Debug)]
pub struct Tagger {
    scorer: Scorer,
    classes: Vec<(Xpos, Upos)>,
    lexicon: Lexicon,
    lemmas: Lemmatizer,
    /// Working memory that no thread uses at the moment.
    idle: Mutex<Vec<Scratch>>,
}

#[derive(Debug, Default)]
struct Scratch {
    scorer: scorer::Scratch,
    tags: Vec<u8>,
    lemma: String,
}

impl Tagger {
    /// The built-in tagger.
    ///
    /// # Errors
    /// [`Error::Compiled`] when the built-in model is damaged.
    pub fn embedded() -> Result<Self> {
        Self::open(EMBEDDED.into(), Lexicon::embedded()?)
    }

    /// Whether the word (lower case) is the base form of a verb, among others.
    pub fn can_be_verb(&self, word: &str) -> bool {
        self.lexicon.get(word, word).classes & lexicon::Inflection::VerbBase as u8 != 0
    }

    /// Whether the word (lower case) is the past tense of a verb, among others.
    fn can_be_past(&self, word: &str) -> bool {
        self.lexicon.get(word, word).classes & lexicon::Inflection::VerbPast as u8 != 0
    }

    /// Whether the word (lower case) is the past participle of a verb, among others.
    fn can_be_participle(&self, word: &str) -> bool {
        self.lexicon.get(word, word).classes & lexicon::Inflection::VerbParticiple as u8 != 0
    }

    /// Gives the token other tags and their lemma.
    fn retag(&self, text: &str, tokens: &mut Tokens, t: TokenId, xpos: Xpos, upos: Upos) {
        let mut lemma = String::new();
        self.lemmas.lemma(tokens.form(t, text), xpos, upos, &mut lemma);
        tokens.xpos[t.index()] = xpos;
        tokens.upos[t.index()] = upos;
        tokens.set_lemma(t, &lemma);
    }

    /// The tagger in the model `file`, with the lexicon that it was trained with.
    ///
    /// # Errors
    /// [`Error::Compiled`] when the model is damaged or of another version.
    pub fn open(file: File, lexicon: Lexicon) -> Result<Self> {
        let reader = Reader::open_file(&file, MAGIC, VERSION, "tagger model")?;
        let (scorer, classes) = Scorer::read(&file, &reader)?;
        let lemmas = Lemmatizer::open(reader.section("lemmas")?)?;
        Ok(Self { scorer, classes, lexicon, lemmas, idle: Mutex::default() })
    }

    /// The bytes of a model file with this network, these classes and these lemma rules.
    pub fn write(net: &Net, classes: &[(Xpos, Upos)], lemmas: &str) -> Vec<u8> {
        let mut writer = Writer::default();
        let kinds = classes.iter().flat_map(|&(xpos, upos)| [xpos as u8, upos as u8]).collect();
        writer.section("kinds", kinds).section("lemmas", lemmas.as_bytes().to_vec());
        net.rows.write(&mut writer, "word");
        write_weights(&mut writer, "bias", &net.bias);
        write_weights(&mut writer, "classes", &net.classes);
        write_weights(&mut writer, "class-b", &net.class_bias);
        writer.finish(MAGIC, VERSION)
    }

    /// Fills `upos`, `xpos` and lemmas of `doc.tokens`, sentence by sentence; boilerplate is left out.
    pub fn tag(&self, text: &str, doc: &mut Document) {
        let idle = self.idle.lock().ok().and_then(|mut idle| idle.pop());
        let Scratch { mut scorer, mut tags, mut lemma } = idle.unwrap_or_default();
        for sentence in &doc.sentences {
            if sentence.kind == SentenceKind::Boilerplate {
                continue;
            }
            let tokens = &mut doc.tokens;
            let casing = Casing::of(sentence.tokens.ids().map(|id| tokens.form(id, text)));
            let forms = sentence.tokens.ids().map(|id| tokens.form(id, text));
            self.scorer.choose(forms, casing, &self.lexicon, &mut scorer, &mut tags);
            for (id, &class) in sentence.tokens.ids().zip(&tags) {
                self.set(text, tokens, id, class, &mut lemma);
            }
        }
        if let Ok(mut idle) = self.idle.lock() {
            idle.push(Scratch { scorer, tags, lemma });
        }
    }

    fn set(&self, text: &str, tokens: &mut Tokens, id: TokenId, class: u8, buffer: &mut String) {
        let Some(&(xpos, upos)) = self.classes.get(class as usize) else { return };
        tokens.xpos[id.index()] = xpos;
        tokens.upos[id.index()] = upos;
        self.lemmas.lemma(tokens.form(id, text), xpos, upos, buffer);
        tokens.set_lemma(id, buffer);
    }
}

fn read_classes(bytes: &[u8]) -> Result<Vec<(Xpos, Upos)>> {
    bytes
        .chunks_exact(2)
        .map(|pair| Some((*Xpos::ALL.get(pair[0] as usize)?, *Upos::ALL.get(pair[1] as usize)?)))
        .collect::<Option<Vec<_>>>()
        .filter(|classes| !classes.is_empty() && classes.len() < NO_TAG as usize)
        .ok_or_else(|| Error::Compiled { what: "tagger model".into(), message: "lists a tag that is none".into() })
}
