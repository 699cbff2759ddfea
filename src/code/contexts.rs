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
    let stands = |phrase: &[String]| sentence.tokens.ids().any(|t| is_at(t, phrase));
    let shown = |context: &Context| {
        let evidence = |enough: bool| context.phrases.iter().filter(move |p| p.1 == enough).filter(|p| stands(&p.0));
        evidence(true).next().is_some() || evidence(false).nth(1).is_some()
    };
    rules.contexts().iter().filter(|c| shown(c)).map(|c| c.name.clone()).collect()
}
