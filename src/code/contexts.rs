//! PLOVER contexts: what field of life an event belongs to, by the words of its sentence.

use super::grammar::Grammar;
use super::rules::Rules;
use crate::doc::{Label, Sentence, TokenId};

/// The contexts whose words or phrases stand in the sentence, in the order of the rule file.
pub fn find(rules: &Rules, grammar: &Grammar<'_>, sentence: &Sentence) -> Vec<Label> {
    let is_at = |t: TokenId, phrase: &[String]| {
        phrase.iter().enumerate().all(|(i, word)| {
            let w = TokenId(t.0 + i as u32);
            sentence.tokens.contains(w.0) && grammar.lemma(w).eq_ignore_ascii_case(word)
        })
    };
    let shows = |phrase: &Vec<String>| !phrase.is_empty() && sentence.tokens.ids().any(|t| is_at(t, phrase));
    rules.contexts().iter().filter(|c| c.phrases.iter().any(shows)).map(|c| c.name.clone()).collect()
}
