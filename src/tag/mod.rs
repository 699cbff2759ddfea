//! Part-of-speech tags and lemmas, by models trained in `crates/train`.
//!
//! The tagger is a greedy averaged perceptron over pairs of Penn and universal tags (Collins 2002); features are in
//! `features`, lemmas in `lemma`. Nothing here trains.

pub mod features;
mod lemma;
pub mod lexicon;

pub use lemma::{Group, LONGEST, Lemmatizer};

use crate::container::Reader;
use crate::doc::{Document, SentenceKind, TokenId, Tokens, Upos, Xpos};
use crate::linear::Linear;
use crate::{Error, Result};
use features::{Casing, Word};
use std::borrow::Cow;

/// Kind of the tagger's model file.
pub const MAGIC: &[u8; 8] = b"ADVTAG\r\n";
/// Version of the tagger's model file.
pub const VERSION: u32 = 1;

static EMBEDDED: &[u8] = include_bytes!("../../models/tagger.bin");

/// Part-of-speech tagger and lemmatiser.
#[derive(Debug)]
pub struct Tagger {
    weights: Linear,
    classes: Vec<(Xpos, Upos)>,
    lemmas: Lemmatizer,
}

impl Tagger {
    /// The built-in tagger.
    ///
    /// # Errors
    /// [`Error::Compiled`] when the built-in model is damaged.
    pub fn embedded() -> Result<Self> {
        Self::open(Cow::Borrowed(EMBEDDED))
    }

    /// The tagger in the model file `bytes`.
    ///
    /// # Errors
    /// [`Error::Compiled`] when the model is damaged or of another version.
    pub fn open(bytes: Cow<'static, [u8]>) -> Result<Self> {
        let all = bytes.clone();
        let reader = Reader::open(&all, MAGIC, VERSION, "tagger model")?;
        let classes = read_classes(reader.section("classes")?)?;
        let weights = Linear::open(bytes.clone(), &reader, "table", "rows")?;
        let lemmas = Lemmatizer::open(reader.section("lemmas")?)?;
        Ok(Self { weights, classes, lemmas })
    }

    /// Fills `upos`, `xpos` and lemmas of `doc.tokens`, sentence by sentence; boilerplate is left out.
    pub fn tag(&self, text: &str, doc: &mut Document) {
        let (mut words, mut tags, mut buffer) = (Vec::new(), Vec::new(), String::new());
        for sentence in &doc.sentences {
            if sentence.kind == SentenceKind::Boilerplate {
                continue;
            }
            let tokens = &mut doc.tokens;
            let casing = Casing::of(sentence.tokens.ids().map(|id| tokens.form(id, text)));
            words.clear();
            words.extend(sentence.tokens.ids().map(|id| Word::new(tokens.form(id, text), casing, &mut buffer)));
            self.tag_words(&words, &mut tags);
            for (id, &class) in sentence.tokens.ids().zip(&tags) {
                self.set(text, tokens, id, class, &mut buffer);
            }
        }
    }

    /// Replaces `tags` by the class number of each of a sentence's `words`.
    pub fn tag_words(&self, words: &[Word], tags: &mut Vec<u8>) {
        greedy(words, self.classes.len(), tags, |feature, scores| self.weights.add(feature, scores));
    }

    fn set(&self, text: &str, tokens: &mut Tokens, id: TokenId, class: u8, buffer: &mut String) {
        let Some(&(xpos, upos)) = self.classes.get(class as usize) else { return };
        tokens.xpos[id.index()] = xpos;
        tokens.upos[id.index()] = upos;
        self.lemmas.lemma(tokens.form(id, text), xpos, upos, buffer);
        tokens.set_lemma(id, buffer);
    }
}

/// Tags `words` from left to right: the best of `classes` classes at each, with scores that `add` makes.
pub fn greedy(words: &[Word], classes: usize, tags: &mut Vec<u8>, add: impl Fn(u64, &mut [i32])) {
    let mut scores = vec![0; classes];
    tags.clear();
    for at in 0..words.len() {
        scores.fill(0);
        features::word_features(words, at, |f| add(f, &mut scores));
        features::tag_features(words, at, tags, |f| add(f, &mut scores));
        tags.push(best(&scores));
    }
}

/// The first of the highest scores.
fn best(scores: &[i32]) -> u8 {
    let mut best = 0;
    for (class, score) in scores.iter().enumerate() {
        if *score > scores[best] {
            best = class;
        }
    }
    best as u8
}

/// Bytes of the section that lists the classes: two a class, numbers of [`Xpos`] and [`Upos`].
pub fn write_classes(classes: &[(Xpos, Upos)]) -> Vec<u8> {
    classes.iter().flat_map(|&(xpos, upos)| [xpos as u8, upos as u8]).collect()
}

fn read_classes(bytes: &[u8]) -> Result<Vec<(Xpos, Upos)>> {
    bytes
        .chunks_exact(2)
        .map(|pair| Some((*Xpos::ALL.get(pair[0] as usize)?, *Upos::ALL.get(pair[1] as usize)?)))
        .collect::<Option<Vec<_>>>()
        .filter(|classes| !classes.is_empty() && classes.len() <= 255)
        .ok_or_else(|| Error::Compiled { what: "tagger model".into(), message: "lists a tag that is none".into() })
}
