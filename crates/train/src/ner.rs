//! Trains the name tagger: likelihood of the gold labels under the field, by Adam on batches.

use crate::adam::{Adam, Part};
use crate::random::Random;
use advocoder::doc::{Document, EntityType, Span};
use advocoder::eval::ner::Gold;
use advocoder::gazetteer::Gazetteer;
use advocoder::net::{Rows, add_scaled, hash, mix};
use advocoder::resolve::Lexicon as Nouns;
use advocoder::segment;
use advocoder::tag::ner::features::{Knowledge, Views};
use advocoder::tag::ner::{LABELS, NameTagger, TYPES, Weights, may_follow};
use advocoder::tag::{Tagger, evidence, lexicon::Lexicon};
use anyhow::{Context, Result};
use std::collections::HashMap;
use std::path::Path;

/// Corpora of names, by file name.
pub const CORPORA: [&str; 7] = ["redocred", "crossother", "politics", "wikigold", "btc", "wnut", "ewtdev"];
/// Runs between two updates.
const BATCH: usize = 32;
/// Rate of the first and of the last update.
const RATES: (f32, f32) = (0.0005, 0.000_015);
/// Share of features that are left out at random in training.
const DROP_FEATURE: f32 = 0.2;
/// Share of the gazetteer's names that are left out at random in training, so that the tagger learns to do without.
const DROP_HIT: f32 = 0.3;
const EPOCHS: usize = 12;
/// A feature needs to occur as often as this.
const LEAST: usize = 3;
/// Features without any weight of this size are left out of the model.
const PRUNE: f32 = 0.05;

/// What the tagger looks at beside the text.
pub struct Tools {
    /// Names.
    pub gazetteer: Gazetteer,
    /// Part-of-speech tagger.
    pub tagger: Tagger,
    /// Given names, titles and heads.
    pub nouns: Nouns,
    /// Clusters.
    pub words: Lexicon,
}

/// A run of tokens: rows of features and the label of each.
struct Example {
    rows: Vec<Vec<u32>>,
    labels: Vec<u8>,
}

/// The texts with names in `path`, JSON lines.
pub fn read(path: &Path) -> Result<Vec<Gold>> {
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    text.lines().map(|line| Gold::parse(line).map_err(anyhow::Error::msg)).collect()
}

/// All corpora of names in the folder, with some texts again in other cases.
pub fn corpora(folder: &Path) -> Result<Vec<Gold>> {
    let mut texts = Vec::new();
    for name in CORPORA {
        texts.extend(read(&folder.join(format!("ner/{name}.jsonl")))?);
    }
    let changes: [fn(&str) -> String; 3] = [str::to_ascii_uppercase, str::to_ascii_lowercase, titled];
    let changed: Vec<Gold> = (texts.iter().enumerate().filter(|(i, _)| i % 8 == 0))
        .map(|(i, gold)| Gold { text: changes[i / 8 % 3](&gold.text), ..gold.clone() })
        .collect();
    texts.extend(changed);
    Ok(texts)
}

/// The text with a capital on each word, byte for byte as long.
fn titled(text: &str) -> String {
    let mut starts = true;
    text.chars()
        .map(|c| {
            let changed = if starts { c.to_ascii_uppercase() } else { c };
            starts = c.is_whitespace();
            changed
        })
        .collect()
}

/// Takes the text through the stages before names.
fn prepare(text: &str, doc: &mut Document, tools: &Tools) {
    doc.clear();
    segment::segment(text, doc);
    tools.gazetteer.find(text, doc);
    tools.tagger.tag(text, doc);
    evidence::apply(&tools.gazetteer, text, doc);
}

/// Label of each token.
fn labels(gold: &Gold, doc: &Document) -> Vec<u8> {
    let mut labels = vec![0; doc.tokens.len()];
    for &(start, end, etype) in &gold.names {
        let Some(kind) = TYPES.iter().position(|t| *t == etype) else { continue };
        let tokens = doc.tokens.covering(Span::new(start as u32, end as u32));
        let first = 1 + 4 * kind as u8;
        let len = tokens.len();
        for (i, t) in tokens.ids().enumerate() {
            let place = match (i, len) {
                (_, 1) => 3,
                (0, _) => 0,
                _ if i as u32 + 1 == len as u32 => 2,
                _ => 1,
            };
            labels[t.index()] = first + place;
        }
    }
    labels
}

/// Trains a tagger and returns the model file's bytes.
pub fn train(texts: &[Gold], tools: &Tools) -> Vec<u8> {
    let mut random = Random(7);
    let (found, mut examples) = examples(texts, tools);
    eprintln!("{} runs, {} features", examples.len(), found.len());
    let mut weights = Weights { rows: Rows::new(&found, LABELS), pairs: vec![0.0; LABELS * LABELS] };
    let lengths = [weights.rows.weights.len(), weights.pairs.len()];
    let mut adam = Adam::new(lengths.into_iter());
    let mut gradients = [Gradients::new(lengths), Gradients::new(lengths)];
    let batches = examples.len().div_ceil(BATCH);
    for epoch in 0..EPOCHS {
        random.shuffle(&mut examples);
        let mut loss = 0.0;
        for (at, batch) in examples.chunks(BATCH).enumerate() {
            let done = (epoch * batches + at) as f32 / (EPOCHS * batches) as f32;
            let halves = batch.split_at(batch.len() / 2);
            let seeds = [random.next(), random.next()];
            let [one, two] = &mut gradients;
            // Two threads whatever the machine has, so that sums come out the same everywhere.
            std::thread::scope(|scope| {
                for (half, gradients, seed) in [(halves.0, &mut *one, seeds[0]), (halves.1, &mut *two, seeds[1])] {
                    let weights = &weights;
                    scope.spawn(move || {
                        let mut random = Random(seed);
                        for example in half {
                            gradients.run(weights, example, &mut random);
                        }
                    });
                }
            });
            loss += std::mem::take(&mut one.loss) + std::mem::take(&mut two.loss);
            for (part, other) in one.parts.iter_mut().zip(&mut two.parts) {
                part.take(other);
            }
            let rate = RATES.0 + (RATES.1 - RATES.0) * done;
            let both = [&mut weights.rows.weights, &mut weights.pairs];
            adam.update(both.into_iter(), &mut one.parts, batch.len() as f32, rate);
        }
        eprintln!("epoch {epoch}: loss {:.4}", loss / examples.len() as f64);
    }
    NameTagger::write(&pruned(&found, &weights))
}

fn pruned(found: &[u64], weights: &Weights) -> Weights {
    let row = |i: usize| &weights.rows.weights[i * LABELS..(i + 1) * LABELS];
    let kept: Vec<usize> = (0..found.len()).filter(|&i| row(i).iter().any(|weight| weight.abs() >= PRUNE)).collect();
    eprintln!("{} features kept", kept.len());
    let features: Vec<u64> = kept.iter().map(|&i| found[i]).collect();
    let mut rows = Rows::new(&features, LABELS);
    rows.weights = kept.iter().flat_map(|&i| row(i).iter().copied()).collect();
    Weights { rows, pairs: weights.pairs.clone() }
}

/// The features that occur often enough, and the runs of all texts.
fn examples(texts: &[Gold], tools: &Tools) -> (Vec<u64>, Vec<Example>) {
    let mut doc = Document::default();
    let mut views = Views::default();
    let mut raw: Vec<(Vec<Vec<u64>>, Vec<u8>)> = Vec::new();
    let mut counts: HashMap<u64, u32> = HashMap::new();
    let knowledge = Knowledge { words: &tools.words, nouns: &tools.nouns, gazetteer: &tools.gazetteer };
    let (mut names, mut reached) = (0, 0);
    for (number, gold) in texts.iter().enumerate() {
        prepare(&gold.text, &mut doc, tools);
        doc.hits.retain(|hit| {
            let mut dice = Random(mix(hash(&gold.id), mix(number as u64, u64::from(hit.name))));
            dice.next();
            dice.share() >= DROP_HIT
        });
        let labels = labels(gold, &doc);
        names += labels.iter().filter(|&&label| label > 0 && (label - 1) % 4 >= 2).count();
        views.fill(&gold.text, &doc, knowledge);
        for (run, sight) in views.runs() {
            let mut rows = Vec::new();
            for t in run.start..run.end {
                let mut features = Vec::new();
                views.features(t, run, sight, |feature| {
                    *counts.entry(feature).or_default() += 1;
                    features.push(feature);
                });
                rows.push(features);
            }
            let labels = mended(&labels[run.start as usize..run.end as usize]);
            reached += labels.iter().filter(|&&label| label > 0 && (label - 1) % 4 >= 2).count();
            raw.push((rows, labels));
        }
    }
    eprintln!("{reached} of {names} names lie in runs");
    let mut found: Vec<u64> = counts.into_iter().filter(|(_, n)| *n as usize >= LEAST).map(|(f, _)| f).collect();
    found.sort_unstable();
    let table = Rows::new(&found, LABELS);
    let examples = raw
        .into_iter()
        .map(|(rows, labels)| Example {
            rows: rows.into_iter().map(|row| row.into_iter().filter_map(|f| table.find(f)).collect()).collect(),
            labels,
        })
        .collect();
    (found, examples)
}

/// The labels with names that are cut off at an end of the run left out.
fn mended(labels: &[u8]) -> Vec<u8> {
    let mut out = labels.to_vec();
    let mut before = None;
    for at in 0..=out.len() {
        let here = out.get(at).map(|&label| label as usize);
        if !may_follow(before, here) {
            return vec![0; labels.len()];
        }
        before = here;
    }
    out.shrink_to_fit();
    out
}

struct Gradients {
    /// Of rows and of pairs.
    parts: [Part; 2],
    loss: f64,
    kept: Vec<Vec<u32>>,
    /// Scores, forward and backward sums, [`LABELS`] a token.
    scores: Vec<f32>,
    forward: Vec<f32>,
    backward: Vec<f32>,
}

impl Gradients {
    fn new([rows, pairs]: [usize; 2]) -> Self {
        Self {
            parts: [Part::rows(rows, LABELS), Part::dense(pairs)],
            loss: 0.0,
            kept: Vec::new(),
            scores: Vec::new(),
            forward: Vec::new(),
            backward: Vec::new(),
        }
    }

    /// Adds the gradients of one run: what each label and pair got less what it should have got.
    fn run(&mut self, weights: &Weights, example: &Example, random: &mut Random) {
        let len = example.labels.len();
        let Self { parts: [of_rows, of_pairs], loss, kept, scores, forward, backward } = self;
        kept.resize(len.max(kept.len()), Vec::new());
        for buffer in [&mut *scores, forward, backward] {
            buffer.clear();
            buffer.resize(len * LABELS, 0.0);
        }
        let scale = 1.0 / (1.0 - DROP_FEATURE);
        for ((kept, rows), scores) in kept.iter_mut().zip(&example.rows).zip(scores.chunks_exact_mut(LABELS)) {
            kept.clear();
            kept.extend(rows.iter().filter(|_| random.share() >= DROP_FEATURE));
            for &row in &*kept {
                add_scaled(scores, weights.rows.row(row), scale);
            }
            let top = scores.iter().copied().fold(f32::MIN, f32::max);
            scores.iter_mut().for_each(|score| *score = (*score - top).exp().max(1e-20));
        }
        let pair = |from: usize, to: usize| {
            if may_follow(Some(from), Some(to)) { weights.pairs[from * LABELS + to].exp() } else { 0.0 }
        };
        let pairs: Vec<f32> = (0..LABELS * LABELS).map(|i| pair(i / LABELS, i % LABELS)).collect();
        for at in 0..len {
            for to in 0..LABELS {
                let sum: f32 = if at == 0 {
                    f32::from(u8::from(may_follow(None, Some(to))))
                } else {
                    (0..LABELS).map(|from| forward[(at - 1) * LABELS + from] * pairs[from * LABELS + to]).sum()
                };
                forward[at * LABELS + to] = sum * scores[at * LABELS + to];
            }
            normalise(&mut forward[at * LABELS..(at + 1) * LABELS]);
        }
        for at in (0..len).rev() {
            for from in 0..LABELS {
                backward[at * LABELS + from] = if at + 1 == len {
                    f32::from(u8::from(may_follow(Some(from), None)))
                } else {
                    (0..LABELS)
                        .map(|to| {
                            let next = (at + 1) * LABELS + to;
                            pairs[from * LABELS + to] * scores[next] * backward[next]
                        })
                        .sum()
                };
            }
            normalise(&mut backward[at * LABELS..(at + 1) * LABELS]);
        }
        for at in 0..len {
            let mut shares = [0.0; LABELS];
            for (label, share) in shares.iter_mut().enumerate() {
                *share = forward[at * LABELS + label] * backward[at * LABELS + label];
            }
            normalise(&mut shares);
            let right = example.labels[at] as usize;
            *loss -= f64::from(shares[right].max(1e-9).ln());
            shares[right] -= 1.0;
            if shares.iter().any(|share| share.abs() > 1e-4) {
                for &row in &kept[at] {
                    add_scaled(of_rows.row(row), &shares, scale);
                }
            }
            if at == 0 {
                continue;
            }
            let mut joint = [0.0; LABELS * LABELS];
            for from in 0..LABELS {
                for to in 0..LABELS {
                    let next = at * LABELS + to;
                    joint[from * LABELS + to] =
                        forward[(at - 1) * LABELS + from] * pairs[from * LABELS + to] * scores[next] * backward[next];
                }
            }
            normalise(&mut joint);
            joint[example.labels[at - 1] as usize * LABELS + right] -= 1.0;
            add_scaled(of_pairs.at(0..LABELS * LABELS), &joint, 1.0);
        }
    }
}

fn normalise(values: &mut [f32]) {
    let sum: f32 = values.iter().sum();
    if sum > 0.0 {
        values.iter_mut().for_each(|value| *value /= sum);
    }
}

/// Precision and recall of exact names, of the tagger alone.
pub fn evaluate(texts: &[Gold], model: &NameTagger, tools: &Tools) -> String {
    let mut doc = Document::default();
    let mut counts: HashMap<Option<EntityType>, [usize; 3]> = HashMap::new();
    for gold in texts {
        prepare(&gold.text, &mut doc, tools);
        let names = model.names(&gold.text, &doc, &tools.gazetteer, &tools.nouns);
        let found: Vec<_> = names
            .iter()
            .map(|name| {
                let bytes = doc.tokens.bytes(name.tokens);
                (bytes.start as usize, bytes.end as usize, name.etype)
            })
            .collect();
        for kind in TYPES.into_iter().map(Some).chain([None]) {
            let of_kind = |etype: EntityType| kind.is_none_or(|kind| kind == etype);
            let count = counts.entry(kind).or_default();
            count[0] += found.iter().filter(|name| of_kind(name.2) && gold.names.contains(name)).count();
            count[1] += found.iter().filter(|name| of_kind(name.2)).count();
            count[2] += gold.names.iter().filter(|name| of_kind(name.2) && TYPES.contains(&name.2)).count();
        }
    }
    let line = |kind: Option<EntityType>| {
        let [right, found, gold] = counts.get(&kind).copied().unwrap_or_default().map(|n| n as f64);
        let (p, r) = (right / found.max(1.0), right / gold.max(1.0));
        format!("{kind:?} P {p:.3} R {r:.3} F {:.3}", 2.0 * p * r / (p + r).max(1e-9))
    };
    TYPES.into_iter().map(Some).chain([None]).map(line).collect::<Vec<_>>().join("; ")
}
