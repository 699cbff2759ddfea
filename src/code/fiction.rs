//! What novels and plays tell has not happened: *In the novel, rebels storm the palace*.

use super::grammar::{Grammar, SUBJECTS};
use super::rules::file::ModalityFile;
use crate::doc::{Deprel, Sentence, TokenId, Upos};

/// Longest phrase that opens the sentence and names the work, in tokens.
const LONGEST_OPENING: usize = 6;

/// Whether the sentence tells what happens in a work of fiction: it opens with *In the novel,*, or the work is its subject
/// and tells, opens or ends.
pub fn is_told(grammar: &Grammar<'_>, words: &ModalityFile, sentence: &Sentence) -> bool {
    let is_work = |t: TokenId| words.fiction.iter().any(|w| w == grammar.lemma(t));
    let mut opening = sentence.tokens.ids().take(LONGEST_OPENING);
    let within = opening.next().is_some_and(|first| grammar.form(first) == "In");
    if within && opening.take_while(|&t| grammar.form(t) != ",").last().is_some_and(is_work) {
        return true;
    }
    let root = sentence.tokens.ids().find(|&t| grammar.deprel(t) == Deprel::Root && grammar.upos(t) == Upos::Verb);
    root.is_some_and(|root| {
        words.telling.iter().any(|w| w == grammar.lemma(root)) && grammar.all(root, SUBJECTS).any(is_work)
    })
}
