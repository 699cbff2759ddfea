//! Trains the tagger.

use crate::adam::{Adam, Part};
use crate::masc::Tagged;
use crate::random::Random;
use advocoder::doc::{Upos, Xpos};
use advocoder::eval::conllu::Word as Gold;
use advocoder::net::{Rows, add, add_scaled, dot};
use advocoder::tag::features::{self, Casing, DISTANCES, NO_TAG, REACH};
use advocoder::tag::lexicon::Lexicon;
use advocoder::tag::{HIDDEN, Net, Tagger};
use std::collections::{BTreeMap, HashMap};

/// Sentences between two updates.
const BATCH: usize = 16;
/// Rate of the first and of the last update.
const RATES: (f32, f32) = (0.003, 0.0001);
/// Shares of features and of parts of the hidden layer that are left out at random in training.
const DROP_FEATURE: f32 = 0.15;
const DROP_HIDDEN: f32 = 0.3;

/// What the tagger learns from, and how long.
pub struct Course<'a> {
    /// Sentences with both tags.
    pub treebank: &'a [Vec<Gold>],
    /// Sentences with Penn tags alone.
    pub more: &'a [Vec<Tagged>],
    /// How often all is gone through.
    pub epochs: usize,
    /// A feature needs to occur as often as this.
    pub least: usize,
}

struct Example {
    /// Rows of each word's features, its neighbours' among them.
    rows: Vec<Vec<u32>>,
    /// The classes that are right for each word; none where that is not known.
    right: Vec<Vec<u8>>,
    /// Whether the classes are those of the other corpus.
    foreign: bool,
}

/// A sentence's forms, their right classes, and whether it comes from outside the treebank.
type Raw = (Vec<String>, Vec<Vec<u8>>, bool);

/// A network in training. The corpus without universal tags has ways of its own to tag, so it gets a last layer of its
/// own, which is thrown away: only the layer below learns from both.
struct Learner {
    net: Net,
    foreign: Vec<f32>,
    foreign_bias: Vec<f32>,
}

/// Trains a tagger and returns the model file's bytes; `lemmas` is the text of the lemma rules.
pub fn train(course: &Course<'_>, lexicon: &Lexicon, lemmas: &str) -> Vec<u8> {
    let classes = classes(course.treebank);
    let raw = raw_sentences(course, &classes);
    let mut random = Random(1);
    let found = frequent_features(&raw, lexicon, classes.len(), course.least);
    let mut learner = fresh(&found, classes.len(), &mut random);
    let mut examples: Vec<Example> = raw.iter().map(|raw| example(raw, lexicon, &learner.net)).collect();
    let mut adam = Adam::new(weights(&mut learner).into_iter().map(|part| part.len()));
    let mut gradients = [Gradients::new(&mut learner), Gradients::new(&mut learner)];
    let batches = examples.len().div_ceil(BATCH);
    for epoch in 0..course.epochs {
        random.shuffle(&mut examples);
        for (at, batch) in examples.chunks(BATCH).enumerate() {
            let done = (epoch * batches + at) as f32 / (course.epochs * batches) as f32;
            let halves = batch.split_at(batch.len() / 2);
            let seeds = [random.next(), random.next()];
            let [one, two] = &mut gradients;
            // Two threads whatever the machine has, so that sums come out the same everywhere.
            std::thread::scope(|scope| {
                for (half, gradients, seed) in [(halves.0, &mut *one, seeds[0]), (halves.1, &mut *two, seeds[1])] {
                    let learner = &learner;
                    scope.spawn(move || {
                        let mut random = Random(seed);
                        for example in half {
                            gradients.sentence(learner, example, epoch > 0, &mut random);
                        }
                    });
                }
            });
            for (part, other) in one.parts.iter_mut().zip(&mut two.parts) {
                part.take(other);
            }
            let rate = RATES.0 + (RATES.1 - RATES.0) * done;
            adam.update(weights(&mut learner).into_iter(), &mut one.parts, batch.len() as f32 * 16.0, rate);
        }
    }
    Tagger::write(&learner.net, &classes, lemmas)
}

/// The pairs of tags that occur at least five times.
fn classes(sentences: &[Vec<Gold>]) -> Vec<(Xpos, Upos)> {
    let mut counts: BTreeMap<(Xpos, Upos), usize> = BTreeMap::new();
    for word in sentences.iter().flatten() {
        *counts.entry((word.xpos, word.upos)).or_default() += 1;
    }
    counts.into_iter().filter(|(_, count)| *count >= 5).map(|(pair, _)| pair).collect()
}

/// Every sentence, and some of them again in capitals, as a headline or in small letters.
fn raw_sentences(course: &Course<'_>, classes: &[(Xpos, Upos)]) -> Vec<Raw> {
    let numbers = |wanted: &dyn Fn((Xpos, Upos)) -> bool| -> Vec<u8> {
        (0..classes.len()).filter(|&i| wanted(classes[i])).map(|i| i as u8).collect()
    };
    let of_treebank = course.treebank.iter().map(|sentence| {
        let right = |word: &Gold| numbers(&|pair| pair == (word.xpos, word.upos));
        (sentence.iter().map(|word| word.form.clone()).collect(), sentence.iter().map(right).collect(), false)
    });
    let of_more = course.more.iter().map(|sentence| {
        let right = |(_, tags): &Tagged| tags.iter().map(|&tag| tag as u8).collect();
        (sentence.iter().map(|(form, _)| form.clone()).collect(), sentence.iter().map(right).collect(), true)
    });
    let plain: Vec<Raw> = of_treebank.chain(of_more).collect();
    let mut out = Vec::new();
    for (i, (forms, right, foreign)) in plain.into_iter().enumerate() {
        let change: Option<fn(&str) -> String> = match i % 20 {
            3 => Some(str::to_uppercase),
            8 => Some(str::to_lowercase),
            5 | 15 => Some(title),
            _ => None,
        };
        if let Some(change) = change {
            out.push((forms.iter().map(|form| change(form)).collect(), right.clone(), foreign));
        }
        out.push((forms, right, foreign));
    }
    out
}

fn title(form: &str) -> String {
    if matches!(form, "a" | "an" | "the" | "of" | "in" | "on" | "at" | "to" | "for" | "and" | "by" | "'s" | "n't") {
        return form.to_owned();
    }
    let mut chars = form.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// Calls `emit` with the number of a word and each of its features that does not look at tags.
fn for_features(forms: &[String], lexicon: &Lexicon, mut emit: impl FnMut(usize, u64)) {
    let casing = Casing::of(forms.iter().map(String::as_str));
    let mut buffer = String::new();
    for (at, form) in forms.iter().enumerate() {
        features::word_features(form, casing, lexicon, &mut buffer, |distance, feature| {
            if let Some(to) = (at + REACH).checked_sub(distance).filter(|to| *to < forms.len()) {
                emit(to, feature);
            }
        });
        for distance in 0..DISTANCES {
            if (at + distance).checked_sub(REACH).is_none_or(|i| i >= forms.len()) {
                emit(at, features::edge_feature(distance));
            }
        }
    }
}

fn frequent_features(raw: &[Raw], lexicon: &Lexicon, classes: usize, least: usize) -> Vec<u64> {
    let mut counts: HashMap<u64, usize> = HashMap::new();
    for (forms, ..) in raw {
        for_features(forms, lexicon, |_, feature| *counts.entry(feature).or_default() += 1);
    }
    let mut found: Vec<u64> = counts.into_iter().filter(|(_, count)| *count >= least).map(|(f, _)| f).collect();
    // Which tags precede is not known before training: those of the treebank's pairs will do.
    let numbers: Vec<u8> = (0..classes as u8).chain([NO_TAG]).collect();
    for (one, two) in numbers.iter().flat_map(|one| numbers.iter().map(move |two| (*one, *two))) {
        found.extend(features::tag_features(one, two));
    }
    found.sort_unstable();
    found.dedup();
    found
}

fn example((forms, right, foreign): &Raw, lexicon: &Lexicon, net: &Net) -> Example {
    let mut rows = vec![Vec::new(); forms.len()];
    for_features(forms, lexicon, |at, feature| rows[at].extend(net.rows.find(feature)));
    Example { rows, right: right.clone(), foreign: *foreign }
}

fn fresh(found: &[u64], classes: usize, random: &mut Random) -> Learner {
    let mut learner = Learner {
        net: Net {
            rows: Rows::new(found, HIDDEN),
            bias: vec![0.02; HIDDEN],
            classes: vec![0.0; classes * HIDDEN],
            class_bias: vec![0.0; classes],
        },
        foreign: vec![0.0; Xpos::ALL.len() * HIDDEN],
        foreign_bias: vec![0.0; Xpos::ALL.len()],
    };
    let Learner { net, foreign, .. } = &mut learner;
    for weight in net.rows.weights.iter_mut().chain(&mut net.classes).chain(foreign) {
        *weight = (random.share() * 2.0 - 1.0) * 0.1;
    }
    learner
}

fn weights(learner: &mut Learner) -> [&mut Vec<f32>; 6] {
    let Learner { net, foreign, foreign_bias } = learner;
    [&mut net.rows.weights, &mut net.bias, &mut net.classes, &mut net.class_bias, foreign, foreign_bias]
}

const ROWS: usize = 0;
const BIAS: usize = 1;
const CLASSES: usize = 2;
const FOREIGN: usize = 4;

struct Gradients {
    /// In the order of [`weights`].
    parts: [Part; 6],
    kept: Vec<u32>,
}

impl Gradients {
    fn new(learner: &mut Learner) -> Self {
        let [rows, rest @ ..] = weights(learner).map(|part| part.len());
        let [bias, classes, class_bias, foreign, foreign_bias] = rest.map(Part::dense);
        let parts = [Part::rows(rows, HIDDEN), bias, classes, class_bias, foreign, foreign_bias];
        Self { parts, kept: Vec::new() }
    }

    /// Tags a sentence and adds the gradients. The tags before a word are those it chose where `own`, else the right
    /// ones.
    fn sentence(&mut self, learner: &Learner, example: &Example, own: bool, random: &mut Random) {
        let (mut last, mut last_but_one) = (NO_TAG, NO_TAG);
        for (rows, right) in example.rows.iter().zip(&example.right) {
            let guess = self.word(learner, rows, (right, example.foreign), (last, last_but_one), random);
            let class = match right.first() {
                Some(&right) if !own && !example.foreign => right,
                _ => guess,
            };
            (last, last_but_one) = (class, last);
        }
    }

    /// Adds the gradients of one word and returns the class of the treebank that it gets.
    fn word(
        &mut self,
        learner: &Learner,
        rows: &[u32],
        (right, foreign): (&[u8], bool),
        before: (u8, u8),
        random: &mut Random,
    ) -> u8 {
        let net = &learner.net;
        self.kept.clear();
        let of_tags = features::tag_features(before.0, before.1).into_iter().filter_map(|f| net.rows.find(f));
        self.kept.extend(rows.iter().copied().chain(of_tags).filter(|_| random.share() >= DROP_FEATURE));
        let mut hidden = net.bias.clone();
        for &row in &self.kept {
            add_scaled(&mut hidden, net.rows.row(row), 1.0 / (1.0 - DROP_FEATURE));
        }
        for value in &mut hidden {
            *value = if random.share() < DROP_HIDDEN { 0.0 } else { value.max(0.0) / (1.0 - DROP_HIDDEN) };
        }
        let (guess, shares) = softmax(&net.classes, &net.class_bias, &hidden);
        if right.is_empty() {
            return guess;
        }
        let (part, matrix, shares) = if foreign {
            (FOREIGN, &learner.foreign, softmax(&learner.foreign, &learner.foreign_bias, &hidden).1)
        } else {
            (CLASSES, &net.classes, shares)
        };
        let total_right: f32 = right.iter().map(|&class| shares[class as usize]).sum();
        let mut gradient = vec![0.0; HIDDEN];
        for (class, share) in shares.iter().enumerate() {
            // What the class got less what it should have got.
            let owed = if right.contains(&(class as u8)) { share / total_right.max(1e-9) } else { 0.0 };
            let excess = share - owed;
            if excess.abs() > 1e-5 {
                let range = class * HIDDEN..(class + 1) * HIDDEN;
                add_scaled(&mut gradient, &matrix[range.clone()], excess);
                add_scaled(self.parts[part].at(range), &hidden, excess);
                self.parts[part + 1].at(class..class + 1)[0] += excess;
            }
        }
        for (gradient, value) in gradient.iter_mut().zip(&hidden) {
            *gradient = if *value > 0.0 { *gradient / (1.0 - DROP_HIDDEN) } else { 0.0 };
        }
        add(self.parts[BIAS].at(0..HIDDEN), &gradient);
        for &row in &self.kept {
            add_scaled(self.parts[ROWS].row(row), &gradient, 1.0 / (1.0 - DROP_FEATURE));
        }
        guess
    }
}

/// The likeliest class, and each one's share.
fn softmax(matrix: &[f32], bias: &[f32], hidden: &[f32]) -> (u8, Vec<f32>) {
    let mut shares: Vec<f32> =
        matrix.chunks_exact(HIDDEN).zip(bias).map(|(row, bias)| bias + dot(row, hidden)).collect();
    let best = (0..shares.len()).rev().max_by(|&a, &b| shares[a].total_cmp(&shares[b])).unwrap_or(0);
    let top = shares[best];
    let mut total = 0.0;
    for share in &mut shares {
        *share = (*share - top).exp();
        total += *share;
    }
    shares.iter_mut().for_each(|share| *share /= total);
    (best as u8, shares)
}
