//! Trains the parser.

use crate::adam::Adam;
use crate::net::{self, Example, Gradients};
use crate::oracle::Tree;
use crate::random::Random;
use advocoder::container::{Reader, Writer};
use advocoder::doc::Document;
use advocoder::eval::conllu::{self, Word};
use advocoder::parse;
use advocoder::parse::features::{self, Token};
use advocoder::parse::net::Net;
use advocoder::parse::state::{State, Step};
use advocoder::tag::{Tagger, lexicon::Lexicon};
use anyhow::Result;
use std::collections::BTreeMap;

/// Sentences between two updates.
const BATCH: usize = 8;

/// How a round of training goes.
pub struct Course<'a> {
    /// How often all is gone through.
    pub epochs: usize,
    /// Rate of the first and of the last update.
    pub rates: (f32, f32),
    /// A token feature that the start does not have needs to occur as often as this.
    pub least: usize,
    /// Model file whose weights and steps are the start, in place of chance.
    pub start: Option<&'a [u8]>,
}

/// The treebank alone.
pub const TREEBANK: Course<'static> = Course { epochs: 12, rates: (0.002, 0.0001), least: 3, start: None };
/// Treebank and silver trees, after the treebank alone.
pub const SILVER: Course<'static> = Course { epochs: 2, rates: (0.001, 0.0001), least: 6, start: None };

/// Tokens of `sentences` with the tags that `tagger` gives them.
pub fn tokens(sentences: &[Vec<Word>], tagger: &Tagger, lexicon: &Lexicon) -> Vec<Vec<Token>> {
    let mut doc = Document::default();
    let mut buffer = String::new();
    sentences
        .iter()
        .map(|sentence| {
            let text = conllu::document(sentence.iter().map(|word| word.form.as_str()), &mut doc);
            tagger.tag(&text, &mut doc);
            let tags = doc.tokens.xpos.iter().zip(&doc.tokens.upos);
            let token = |(word, (&xpos, &upos)): (&Word, _)| Token::new(&word.form, xpos, upos, lexicon, &mut buffer);
            sentence.iter().zip(tags).map(token).collect()
        })
        .collect()
}

/// Trains on `sentences` as `tokens` and returns the model file's bytes; `report` gets them after each epoch.
///
/// # Errors
/// Where the model file to start from is damaged.
pub fn train(
    course: &Course<'_>,
    tokens: &[Vec<Token>],
    sentences: &[Vec<Word>],
    report: impl Fn(usize, &[u8]),
) -> Result<Vec<u8>> {
    let mut random = Random(2);
    let start = course.start.map(start).transpose()?;
    let is_known = |feature| start.as_ref().is_some_and(|(net, _)| net.token_rows.find(feature).is_some());
    let token_features = token_features(tokens, |feature, count| count >= course.least || is_known(feature));
    let state_features = state_features(sentences);
    let steps = start.as_ref().map_or_else(|| steps(sentences), |(_, steps)| steps.clone());
    let mut net = net::fresh(&token_features, &state_features, steps.len(), &mut random);
    if let Some((start, _)) = &start {
        net::copy(start, &mut net, &token_features, &state_features);
    }
    let mut examples: Vec<Example> =
        tokens.iter().zip(sentences).map(|(tokens, sentence)| example(tokens, sentence, &net)).collect();
    let mut adam = Adam::new(net::weights(&mut net).into_iter().map(|part| part.len()));
    let mut gradients = [Gradients::new(&mut net), Gradients::new(&mut net)];
    let batches = examples.len().div_ceil(BATCH);
    let mut file = Vec::new();
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
                    let (net, steps) = (&net, &steps);
                    scope.spawn(move || {
                        let mut random = Random(seed);
                        for example in half {
                            gradients.sentence(net, steps, example, epoch > 0, &mut random);
                        }
                    });
                }
            });
            one.take(two);
            let rate = course.rates.0 + (course.rates.1 - course.rates.0) * done;
            adam.update(net::weights(&mut net).into_iter(), &mut one.parts, batch.len() as f32 * 16.0, rate);
        }
        let [taken, wrong] = std::mem::take(&mut gradients[0].counts);
        eprintln!("parser, epoch {epoch}: {wrong} of {taken} steps wrong");
        file = bytes(&net, &steps);
        report(epoch, &file);
    }
    Ok(file)
}

fn start(bytes: &[u8]) -> advocoder::Result<(Net, Vec<Step>)> {
    let reader = Reader::open(bytes, parse::MAGIC, parse::VERSION, "parser model")?;
    let steps = parse::read_steps(reader.section("kinds")?)?;
    Ok((Net::read(&reader, steps.len())?, steps))
}

fn bytes(net: &Net, steps: &[Step]) -> Vec<u8> {
    let mut writer = Writer::default();
    writer.section("kinds", parse::write_steps(steps));
    net.write(&mut writer);
    writer.finish(parse::MAGIC, parse::VERSION)
}

fn example(tokens: &[Token], sentence: &[Word], net: &Net) -> Example {
    let rows = (0..tokens.len())
        .map(|at| {
            let mut rows = Vec::new();
            features::token_features(tokens, at, |feature| rows.extend(net.token_rows.find(feature)));
            rows
        })
        .collect();
    Example { rows, tree: Tree::new(sentence) }
}

/// The token features that `is_kept` keeps, given their number, in a fixed order.
fn token_features(sentences: &[Vec<Token>], is_kept: impl Fn(u64, usize) -> bool) -> Vec<u64> {
    let mut counts: BTreeMap<u64, usize> = BTreeMap::new();
    for tokens in sentences {
        for at in 0..tokens.len() {
            features::token_features(tokens, at, |feature| *counts.entry(feature).or_default() += 1);
        }
    }
    counts.into_iter().filter(|&(feature, count)| is_kept(feature, count)).map(|(feature, _)| feature).collect()
}

/// The state features on the way to the gold trees.
fn state_features(sentences: &[Vec<Word>]) -> Vec<u64> {
    let mut counts: BTreeMap<u64, usize> = BTreeMap::new();
    let mut state = State::default();
    for sentence in sentences {
        let tree = Tree::new(sentence);
        state.reset(sentence.len());
        while !state.is_done() {
            let places = features::places(&state);
            features::state_features(&state, &places, |feature| *counts.entry(feature.hash()).or_default() += 1);
            state.take(tree.any_best(&state));
        }
    }
    counts.into_iter().filter(|(_, count)| *count >= 5).map(|(feature, _)| feature).collect()
}

/// All steps that make arcs of the treebank.
fn steps(sentences: &[Vec<Word>]) -> Vec<Step> {
    let mut counts: BTreeMap<Step, usize> = BTreeMap::new();
    for sentence in sentences {
        for (i, word) in sentence.iter().enumerate() {
            let step = if word.head < i { Step::Right(word.deprel) } else { Step::Left(word.deprel) };
            *counts.entry(step).or_default() += 1;
        }
    }
    let kept = counts.into_iter().filter(|(_, count)| *count >= 3).map(|(step, _)| step);
    [Step::Shift].into_iter().chain(kept).collect()
}
