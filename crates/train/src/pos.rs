//! Trains the tagger.

use crate::perceptron::Perceptron;
use crate::random::Random;
use advocoder::container::Writer;
use advocoder::doc::{Upos, Xpos};
use advocoder::eval::conllu::Word as Gold;
use advocoder::linear::Linear;
use advocoder::tag::{self, features};
use std::collections::BTreeMap;

const EPOCHS: usize = 8;

struct Example {
    words: Vec<features::Word>,
    classes: Vec<u8>,
}

/// Trains on `sentences` and returns the model file's bytes; `lemmas` is the text of the lemma rules.
pub fn train(sentences: &[Vec<Gold>], lemmas: &str) -> Vec<u8> {
    let classes = classes(sentences);
    let mut examples = examples(sentences, &classes);
    let mut model = Perceptron::default();
    let mut random = Random(1);
    for _ in 0..EPOCHS {
        random.shuffle(&mut examples);
        for example in &examples {
            learn(&mut model, example, classes.len());
        }
    }
    let mut writer = Writer::default();
    writer.section("classes", tag::write_classes(&classes)).section("lemmas", lemmas.as_bytes().to_vec());
    Linear::write(&model.average(100.0, 100), &mut writer, "table", "rows");
    writer.finish(tag::MAGIC, tag::VERSION)
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
fn examples(sentences: &[Vec<Gold>], classes: &[(Xpos, Upos)]) -> Vec<Example> {
    let mut out = Vec::new();
    for (i, sentence) in sentences.iter().enumerate() {
        out.push(example(sentence, classes, str::to_owned));
        match i % 20 {
            3 => out.push(example(sentence, classes, str::to_uppercase)),
            8 => out.push(example(sentence, classes, str::to_lowercase)),
            5 | 15 => out.push(example(sentence, classes, title)),
            _ => {}
        }
    }
    out
}

fn example(sentence: &[Gold], classes: &[(Xpos, Upos)], change: impl Fn(&str) -> String) -> Example {
    let forms: Vec<String> = sentence.iter().map(|word| change(&word.form)).collect();
    let casing = features::Casing::of(forms.iter().map(String::as_str));
    let mut buffer = String::new();
    let class = |word: &Gold| {
        let at = classes.iter().position(|&pair| pair == (word.xpos, word.upos));
        at.or_else(|| classes.iter().position(|pair| pair.0 == word.xpos)).unwrap_or(0) as u8
    };
    Example {
        words: forms.iter().map(|form| features::Word::new(form, casing, &mut buffer)).collect(),
        classes: sentence.iter().map(class).collect(),
    }
}

fn title(form: &str) -> String {
    if matches!(form, "a" | "an" | "the" | "of" | "in" | "on" | "at" | "to" | "for" | "and" | "by" | "'s" | "n't") {
        return form.to_owned();
    }
    let mut chars = form.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

fn learn(model: &mut Perceptron, example: &Example, classes: usize) {
    let mut scores = vec![0; classes];
    let mut tags: Vec<u8> = Vec::new();
    let mut found = Vec::new();
    for at in 0..example.words.len() {
        found.clear();
        features::word_features(&example.words, at, |f| found.push(f));
        features::tag_features(&example.words, at, &tags, |f| found.push(f));
        scores.fill(0);
        for &feature in &found {
            model.add(feature, &mut scores);
        }
        let guess = (0..classes).rev().max_by_key(|&class| scores[class]).unwrap_or(0) as u8;
        model.tick();
        if guess != example.classes[at] {
            model.update(&found, example.classes[at], guess);
        }
        tags.push(guess);
    }
}
