//! Trains the models in `models/` from CoNLL-U and NER corpora.

fn main() {}
