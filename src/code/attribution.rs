//! Who says so: the speaker of reported and quoted speech.

use super::arguments::Entities;
use super::grammar::Grammar;
use super::rules::file::ModalityFile;
use crate::doc::{Deprel, EntityId, Sentence, TokenId};

/// How many clauses up a speaker is looked for.
const MAX_CLIMB: u32 = 6;

/// The speaker on whose word the event at `v` is told; `None` when the text itself tells it.
pub fn speaker(
    grammar: &Grammar<'_>,
    entities: &Entities<'_>,
    words: &ModalityFile,
    sentence: &Sentence,
    v: TokenId,
) -> Option<EntityId> {
    let mut at = v;
    for _ in 0..MAX_CLIMB {
        // *…, the ministry said* hangs under the clause it reports.
        let behind = grammar.all(at, &[Deprel::Parataxis]).find_map(|said| says(grammar, entities, words, said));
        if behind.is_some() {
            return behind;
        }
        // *according to the union*
        if let Some(source) = according(grammar, entities, at) {
            return Some(source);
        }
        let Some(head) = grammar.head(at) else {
            break;
        };
        let reported = matches!(grammar.deprel(at), Deprel::Ccomp | Deprel::Parataxis | Deprel::Xcomp | Deprel::Obj);
        if reported && let Some(speaker) = says(grammar, entities, words, head) {
            return Some(speaker);
        }
        at = head;
    }
    debug_assert!(sentence.tokens.contains(v.0));
    None
}

fn says(grammar: &Grammar<'_>, entities: &Entities<'_>, words: &ModalityFile, verb: TokenId) -> Option<EntityId> {
    let lemma = grammar.lemma(verb);
    if !words.speech.iter().any(|w| w == lemma) {
        return None;
    }
    let subject = grammar.deep_subject(verb)?;
    entities.at(subject)
}

fn according(grammar: &Grammar<'_>, entities: &Entities<'_>, t: TokenId) -> Option<EntityId> {
    grammar.children(t).iter().copied().find_map(|c| {
        let marked = grammar
            .all(c, &[Deprel::Case])
            .any(|m| grammar.lemma(m) == "accord" || grammar.form(m).eq_ignore_ascii_case("according"));
        let verb = grammar.form(c).eq_ignore_ascii_case("according");
        if marked {
            entities.at(c)
        } else if verb {
            grammar.all(c, &[Deprel::Obl]).find_map(|o| entities.at(o))
        } else {
            None
        }
    })
}
