//! PLOVER contexts: what field of life an event belongs to, by the words of its sentence.

use super::grammar::Grammar;
use super::rules::{Context, Rules};
use crate::doc::{Label, Sentence, TokenId};

/// The contexts that the sentence shows, in the order of the rule file: by one of their words, or by two of those that
/// are common elsewhere.
pub fn find(rules: &Rules, grammar: &Grammar<'_>, sentence: &Sentence) -> Vec<Label> {
    let is_at = |t: TokenId, phrase: &[String]| {
        phrase.iter().enumerate().all(|(i, word)| {
            let w = TokenId(t.0 + i as u32);
            sentence.tokens.contains(w.0) && grammar.lemma(w).eq_ignore_ascii_case(word)
        })
    };
    // Hundreds of phrases are asked for, and nearly all begin with a word that the sentence does not have.
    let mut begins = [false; BEGINNINGS];
    for t in sentence.tokens.ids() {
        begins[beginning(grammar.lemma(t))] = true;
    }
    let stands = |phrase: &[String]| {
        phrase.first().is_none_or(|word| begins[beginning(word)]) && sentence.tokens.ids().any(|t| is_at(t, phrase))
    };
    let shown = |context: &Context| {
        let evidence = |enough: bool| context.phrases.iter().filter(move |p| p.1 == enough).filter(|p| stands(&p.0));
        evidence(true).next().is_some() || evidence(false).nth(1).is_some()
    };
    rules.contexts().iter().filter(|c| shown(c)).map(|c| c.name.clone()).collect()
}

const BEGINNINGS: usize = 1024;

/// A number by first letter, last letter and length: words of different numbers differ, ASCII case aside.
fn beginning(word: &str) -> usize {
    let letter = |byte: Option<&u8>| byte.map_or(0, |byte| usize::from(byte.to_ascii_lowercase()));
    let bytes = word.as_bytes();
    (letter(bytes.first()) * 31 + letter(bytes.last()) * 7 + bytes.len()) % BEGINNINGS
}
