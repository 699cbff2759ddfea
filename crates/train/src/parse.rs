//! Trains the parser.

use crate::oracle::Tree;
use crate::perceptron::{Perceptron, Random};
use advocoder::container::Writer;
use advocoder::doc::{Deprel, Document};
use advocoder::eval::conllu::{self, Word};
use advocoder::linear::Linear;
use advocoder::parse::{self, features, state};
use advocoder::tag::Tagger;
use state::{State, Step};
use std::collections::BTreeMap;

const EPOCHS: usize = 12;

/// Tokens with the tags that a tagger gave them, and their gold tree.
pub struct Example {
    tokens: Vec<features::Token>,
    tree: Tree,
}

/// Tags `sentences` with `tagger`.
pub fn examples(sentences: &[Vec<Word>], tagger: &Tagger) -> Vec<Example> {
    let mut doc = Document::default();
    let mut buffer = String::new();
    sentences
        .iter()
        .map(|sentence| {
            let text = conllu::document(sentence.iter().map(|word| word.form.as_str()), &mut doc);
            tagger.tag(&text, &mut doc);
            let tokens = sentence
                .iter()
                .zip(doc.tokens.xpos.iter().zip(&doc.tokens.upos))
                .map(|(word, (&xpos, &upos))| features::Token {
                    form: parse::form_hash(&word.form, &mut buffer),
                    xpos: xpos as u8,
                    upos: upos as u8,
                })
                .collect();
            Example { tokens, tree: Tree::new(sentence) }
        })
        .collect()
}

/// Trains on `examples`, made of `sentences`, and returns the model file's bytes.
pub fn train(mut examples: Vec<Example>, sentences: &[Vec<Word>]) -> Vec<u8> {
    let steps = steps(sentences);
    let mut model = Perceptron::default();
    let mut random = Random(2);
    for epoch in 0..EPOCHS {
        random.shuffle(&mut examples);
        let mistakes: usize = examples.iter().map(|e| learn(&mut model, e, &steps, epoch, &mut random)).sum();
        eprintln!("parser, epoch {epoch}: {mistakes} mistakes");
    }
    let mut writer = Writer::default();
    writer.section("steps", parse::write_steps(&steps));
    Linear::write(&model.average(100.0, 250), &mut writer, "table", "rows");
    writer.finish(parse::MAGIC, parse::VERSION)
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

fn learn(model: &mut Perceptron, example: &Example, steps: &[Step], epoch: usize, random: &mut Random) -> usize {
    let mut state = State::default();
    let mut scores = vec![0; steps.len()];
    let mut found = Vec::new();
    let mut mistakes = 0;
    state.reset(example.tokens.len());
    while !state.is_done() {
        found.clear();
        features::features(&example.tokens, &state, |f| found.push(f));
        scores.fill(0);
        for &feature in &found {
            model.add(feature, &mut scores);
        }
        let costs = example.tree.costs(&state);
        let least = costs.iter().flatten().min().copied();
        let top = state.top(0);
        let is_right = |step: Step| {
            let (kind, label) = match step {
                Step::Shift => (0, None),
                Step::Left(label) => (1, Some(label)),
                Step::Right(label) => (2, Some(label)),
            };
            state.allows(step)
                && costs[kind] == least
                && label.is_none_or(|l| l == label_of(example, top, &state, step))
        };
        let highest = |wanted: &dyn Fn(Step) -> bool| {
            (0..steps.len()).rev().filter(|&i| wanted(steps[i])).max_by_key(|&i| scores[i])
        };
        let guess = highest(&|step| state.allows(step));
        let right = highest(&is_right);
        model.tick();
        let (Some(guess), right) = (guess, right) else { break };
        let right = right.unwrap_or(guess);
        if !is_right(steps[guess]) && right != guess {
            mistakes += 1;
            model.update(&found, right as u8, guess as u8);
        }
        let explore = epoch > 0 && random.below(10) > 0;
        state.take(steps[if explore || is_right(steps[guess]) { guess } else { right }]);
    }
    mistakes
}

/// The relation that a step should give to `top`: its gold one, as far as the root allows.
fn label_of(example: &Example, top: u32, state: &State, step: Step) -> Deprel {
    let at_end = state.next == state.len && matches!(step, Step::Left(_));
    match example.tree.deprel(top) {
        _ if at_end => Deprel::Root,
        Deprel::Root => Deprel::Parataxis,
        gold => gold,
    }
}
