//! How much of a text was found; `scripts/pages` measures other crates by it.

use std::collections::HashMap;

fn words(text: &str) -> HashMap<String, usize> {
    let mut counts = HashMap::new();
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        *counts.entry(word.to_lowercase()).or_default() += 1;
    }
    counts
}

/// F1 of the words of both texts as bags; 0 where there are none.
pub fn f1(found: &str, truth: &str) -> f64 {
    let (found, truth) = (words(found), words(truth));
    let common: usize = truth.iter().map(|(word, count)| *count.min(found.get(word).unwrap_or(&0))).sum();
    let all = found.values().sum::<usize>() + truth.values().sum::<usize>();
    2.0 * common as f64 / all.max(1) as f64
}
