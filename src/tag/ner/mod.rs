//! Names of people, organisations and places that no list knows, by a linear-chain conditional random field (Lafferty,
//! McCallum and Pereira 2001) trained in `crates/train`.
//!
//! Each token of a run of capitalised words gets one of thirteen labels: outside, or beginning, inside, last or only
//! token of a name of a type (BILOU, Ratinov and Roth 2009). Nothing here trains.

pub mod features;

use crate::container::{Reader, Writer};
use crate::doc::{Document, EntityType, Span, Token};
use crate::net::table::{File, Table};
use crate::net::{Rows, read_weights, write_weights};
use crate::tag::lexicon::Lexicon;
use crate::{Result, gazetteer::Gazetteer, resolve};
use features::{Knowledge, Views};
use std::sync::Mutex;

pub(crate) const MAGIC: &[u8; 8] = b"ADVNER\r\n";
pub(crate) const VERSION: u32 = 1;

static EMBEDDED: &[u8] = include_bytes!("../../../models/ner.bin");

/// Number of labels: 0 is outside; type `t` (0 to 2, see [`TYPES`]) has beginning, inside, last and only token from
/// `1 + 4 t` on.
pub const LABELS: usize = 13;
/// Types of names, in the order of their labels.
pub const TYPES: [EntityType; 3] = [EntityType::Per, EntityType::Org, EntityType::Loc];

/// Whether label `to` may follow label `from`; `None` is what lies before and behind a run.
pub const fn may_follow(from: Option<usize>, to: Option<usize>) -> bool {
    let open = match from {
        Some(label) if label > 0 && (label - 1) % 4 < 2 => Some((label - 1) / 4),
        _ => None,
    };
    match (open, to) {
        (None, None | Some(0)) => true,
        (None, Some(label)) => matches!((label - 1) % 4, 0 | 3),
        (Some(_), None | Some(0)) => false,
        (Some(of), Some(label)) => (label - 1) / 4 == of && matches!((label - 1) % 4, 1 | 2),
    }
}

/// For each label those that it may follow, in order, and how many they are.
static BEFORE: [([u8; LABELS], usize); LABELS] = {
    let mut table = [([0; LABELS], 0); LABELS];
    let mut pair = 0;
    while pair < LABELS * LABELS {
        let (to, from) = (pair / LABELS, pair % LABELS);
        if may_follow(Some(from), Some(to)) {
            let (labels, len) = &mut table[to];
            labels[*len] = from as u8;
            *len += 1;
        }
        pair += 1;
    }
    table
};

/// Weights of the field, in training.
#[derive(Clone, Debug, Default)]
pub struct Weights {
    /// Rows of [`LABELS`] weights a feature.
    pub rows: Rows,
    /// Weight of each pair of labels, [`LABELS`] rows of as many.
    pub pairs: Vec<f32>,
}

/// A name that the tagger proposes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// Its tokens.
    pub tokens: Span<Token>,
    /// What it names.
    pub etype: EntityType,
}

/// Name tagger.
#[derive(Debug)]
pub struct NameTagger {
    words: Table<LABELS>,
    pairs: Vec<f32>,
    lexicon: Lexicon,
    /// Working memory that no thread uses at the moment.
    idle: Mutex<Vec<Scratch>>,
}

#[derive(Debug, Default)]
struct Scratch {
    views: Views,
    features: Vec<(u8, u64)>,
    scores: Vec<f32>,
    back: Vec<u8>,
    labels: Vec<u8>,
}

impl NameTagger {
    /// The built-in tagger, with the lexicon that it was trained with.
    ///
    /// # Errors
    /// [`crate::Error::Compiled`] when the built-in model is damaged.
    pub fn embedded() -> Result<Self> {
        Self::open(EMBEDDED.into(), Lexicon::embedded()?)
    }

    /// The tagger in the model `file`, with the lexicon that it was trained with.
    ///
    /// # Errors
    /// [`crate::Error::Compiled`] when the model is damaged or of another version.
    pub fn open(file: File, lexicon: Lexicon) -> Result<Self> {
        let reader = Reader::open_file(&file, MAGIC, VERSION, "name model")?;
        let words = Table::open(&file, &reader, "word")?;
        let pairs = read_weights(&reader, "pairs", LABELS * LABELS)?;
        Ok(Self { words, pairs, lexicon, idle: Mutex::default() })
    }

    /// The bytes of a model file with these weights.
    pub fn write(weights: &Weights) -> Vec<u8> {
        let mut writer = Writer::default();
        weights.rows.write(&mut writer, "word");
        write_weights(&mut writer, "pairs", &weights.pairs);
        writer.finish(MAGIC, VERSION)
    }

    /// The names of an article that has sentences, gazetteer hits and tags, in text order and not overlapping.
    pub fn names(&self, text: &str, doc: &Document, gazetteer: &Gazetteer, nouns: &resolve::Lexicon) -> Vec<Proposal> {
        let idle = self.idle.lock().ok().and_then(|mut idle| idle.pop());
        let mut scratch = idle.unwrap_or_default();
        scratch.views.fill(text, doc, Knowledge { words: &self.lexicon, nouns, gazetteer });
        let mut names = Vec::new();
        let Scratch { views, features, scores, back, labels } = &mut scratch;
        for (run, sight) in views.runs() {
            scores.clear();
            for t in run.start..run.end {
                let from = scores.len();
                scores.resize(from + LABELS, 0.0);
                features.clear();
                views.features(t, run, sight, |feature| features.push((0, feature)));
                self.words.add_all(features, scores[from..].as_chunks_mut().0);
            }
            self.best(scores, back, labels);
            collect(run.start, labels, &mut names);
        }
        if let Ok(mut idle) = self.idle.lock() {
            idle.push(scratch);
        }
        names
    }

    /// Fills `labels` with the sequence of the highest sum of `scores` ([`LABELS`] a token) and pair weights
    /// (Viterbi).
    fn best(&self, scores: &mut [f32], back: &mut Vec<u8>, labels: &mut Vec<u8>) {
        let len = scores.len() / LABELS;
        back.clear();
        back.resize(scores.len(), 0);
        for (label, score) in scores[..LABELS].iter_mut().enumerate() {
            if !may_follow(None, Some(label)) {
                *score = f32::MIN;
            }
        }
        for at in 1..len {
            let (before, here) = scores.split_at_mut(at * LABELS);
            let before = &before[(at - 1) * LABELS..];
            for (to, (labels, len)) in BEFORE.iter().enumerate() {
                let mut best = (0, f32::MIN);
                for &from in &labels[..*len] {
                    let score = before[usize::from(from)] + self.pairs[usize::from(from) * LABELS + to];
                    if score > best.1 {
                        best = (from, score);
                    }
                }
                back[at * LABELS + to] = best.0;
                here[to] = (here[to] + best.1).max(f32::MIN);
            }
        }
        labels.clear();
        let Some(last) = len.checked_sub(1) else { return };
        let ends = (0..LABELS).filter(|&label| may_follow(Some(label), None));
        let mut label = ends.max_by(|&a, &b| scores[last * LABELS + a].total_cmp(&scores[last * LABELS + b]));
        for at in (0..len).rev() {
            let here = label.unwrap_or(0);
            labels.push(here as u8);
            label = Some(back[at * LABELS + here] as usize);
        }
        labels.reverse();
    }
}

/// Adds the names that `labels` spell from token `start` on.
fn collect(start: u32, labels: &[u8], names: &mut Vec<Proposal>) {
    let mut from = start;
    for (t, &label) in (start..).zip(labels) {
        let Some(label) = (label as usize).checked_sub(1) else { continue };
        if matches!(label % 4, 0 | 3) {
            from = t;
        }
        if matches!(label % 4, 2 | 3) {
            names.push(Proposal { tokens: Span::new(from, t + 1), etype: TYPES[label / 4] });
        }
    }
}
