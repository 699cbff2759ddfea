//! Part-of-speech tags and lemmas, by models trained in `crates/train`.
//!
//! A greedy tagger from left to right: a small feed-forward network over words in a window of five and the two tags
//! before them chooses among pairs of Penn and universal tags. What a word adds to the network's hidden layer at each
//! distance is summed up once and kept. Nothing here trains.

pub mod evidence;
pub mod features;
mod lemma;
pub mod lexicon;
mod memo;
pub mod ner;

pub use lemma::{Group, LONGEST, Lemmatizer};

use crate::container::{Reader, Writer};
use crate::doc::{Document, SentenceKind, TokenId, Tokens, Upos, Xpos};
use crate::net::{Rows, add, dot, read_weights, write_weights};
use crate::{Error, Result};
use features::{Casing, DISTANCES, NO_TAG, REACH};
use lexicon::Lexicon;
use memo::Memo;
use std::sync::Mutex;

const MAGIC: &[u8; 8] = b"ADVTAG\r\n";
const VERSION: u32 = 2;

static EMBEDDED: &[u8] = include_bytes!("../../models/tagger.bin");

/// Size of the network's hidden layer.
pub const HIDDEN: usize = 96;

/// Weights of the tagger's network.
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
    net: Net,
    classes: Vec<(Xpos, Upos)>,
    lexicon: Lexicon,
    lemmas: Lemmatizer,
    /// Working memory that no thread uses at the moment.
    idle: Mutex<Vec<Scratch>>,
}

#[derive(Debug)]
struct Scratch {
    memo: Memo,
    sums: Vec<f32>,
    tags: Vec<u8>,
    buffer: String,
}

impl Tagger {
    /// The built-in tagger.
    ///
    /// # Errors
    /// [`Error::Compiled`] when the built-in model is damaged.
    pub fn embedded() -> Result<Self> {
        Self::open(EMBEDDED, Lexicon::embedded()?)
    }

    /// The tagger in the model file `bytes`, with the lexicon that it was trained with.
    ///
    /// # Errors
    /// [`Error::Compiled`] when the model is damaged or of another version.
    pub fn open(bytes: &[u8], lexicon: Lexicon) -> Result<Self> {
        let reader = Reader::open(bytes, MAGIC, VERSION, "tagger model")?;
        let classes = read_classes(reader.section("kinds")?)?;
        let net = Net {
            rows: Rows::read(&reader, "word", HIDDEN)?,
            bias: read_weights(&reader, "bias", HIDDEN)?,
            classes: read_weights(&reader, "classes", classes.len() * HIDDEN)?,
            class_bias: read_weights(&reader, "class-b", classes.len())?,
        };
        let lemmas = Lemmatizer::open(reader.section("lemmas")?)?;
        Ok(Self { net, classes, lexicon, lemmas, idle: Mutex::default() })
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
        let mut scratch = idle.unwrap_or_else(|| Scratch {
            memo: Memo::new(),
            sums: Vec::new(),
            tags: Vec::new(),
            buffer: String::new(),
        });
        for sentence in &doc.sentences {
            if sentence.kind == SentenceKind::Boilerplate {
                continue;
            }
            let tokens = &mut doc.tokens;
            let casing = Casing::of(sentence.tokens.ids().map(|id| tokens.form(id, text)));
            self.choose(sentence.tokens.ids().map(|id| tokens.form(id, text)), casing, &mut scratch);
            for (id, &class) in sentence.tokens.ids().zip(&scratch.tags) {
                self.set(text, tokens, id, class, &mut scratch.buffer);
            }
        }
        if let Ok(mut idle) = self.idle.lock() {
            idle.push(scratch);
        }
    }

    /// Fills `scratch.tags` with the class of each of a sentence's `forms`.
    fn choose<'t>(&self, forms: impl Iterator<Item = &'t str>, casing: Casing, scratch: &mut Scratch) {
        let Scratch { memo, sums, tags, buffer, .. } = scratch;
        sums.clear();
        tags.clear();
        // Sums are built for all words first: a word adds to those of its neighbours.
        let mut len = 0;
        for form in forms {
            sums.resize((len + 1 + REACH) * HIDDEN, 0.0);
            let parts = memo.get(form, casing, |parts| {
                features::word_features(form, casing, &self.lexicon, buffer, |distance, feature| {
                    self.net.rows.add_to(feature, &mut parts[distance * HIDDEN..(distance + 1) * HIDDEN]);
                });
            });
            for distance in 0..DISTANCES {
                // A word at distance d of another sees that one at distance -d.
                if let Some(at) = (len + REACH).checked_sub(distance) {
                    add(&mut sums[at * HIDDEN..(at + 1) * HIDDEN], &parts[distance * HIDDEN..(distance + 1) * HIDDEN]);
                }
            }
            len += 1;
        }
        let (mut last, mut last_but_one) = (NO_TAG, NO_TAG);
        for at in 0..len {
            let sum = &mut sums[at * HIDDEN..(at + 1) * HIDDEN];
            for distance in 0..DISTANCES {
                if (at + distance).checked_sub(REACH).is_none_or(|i| i >= len) {
                    self.net.rows.add_to(features::edge_feature(distance), sum);
                }
            }
            for feature in features::tag_features(last, last_but_one) {
                self.net.rows.add_to(feature, sum);
            }
            for (value, bias) in sum.iter_mut().zip(&self.net.bias) {
                *value = (*value + bias).max(0.0);
            }
            let class = self.best(sum);
            tags.push(class);
            (last, last_but_one) = (class, last);
        }
    }

    /// The first class of the highest score.
    fn best(&self, hidden: &[f32]) -> u8 {
        let mut best = (0, f32::MIN);
        for (class, (row, bias)) in self.net.classes.chunks_exact(HIDDEN).zip(&self.net.class_bias).enumerate() {
            let score = bias + dot(row, hidden);
            if score > best.1 {
                best = (class as u8, score);
            }
        }
        best.0
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
