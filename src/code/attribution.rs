//! Who says so: the speaker of reported and quoted speech.

use super::arguments::Entities;
use super::grammar::Grammar;
use super::rules::file::ModalityFile;
use crate::doc::{Deprel, Document, EntityId, Sentence, TokenId};

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

/// Of each sentence, who speaks in it although it does not say so: whom a sentence that ends in a colon introduced.
pub fn introduced(
    grammar: &Grammar<'_>,
    entities: &Entities<'_>,
    words: &ModalityFile,
    doc: &Document,
) -> Vec<Option<EntityId>> {
    let mut current = None;
    let mut all = Vec::with_capacity(doc.sentences.len());
    for sentence in &doc.sentences {
        all.push(current);
        let colon = sentence.tokens.ids().next_back().is_some_and(|last| grammar.form(last) == ":");
        if colon && let Some(speaker) = sentence.tokens.ids().rev().find_map(|t| says(grammar, entities, words, t)) {
            current = Some(speaker);
        }
    }
    all
}

/// Whom *I* or *we* stands for: the speaker, and for *we* also the body that the speaker belongs to. Any other entity
/// stands for itself.
pub fn first_person(doc: &Document, entity: EntityId, speaker: Option<EntityId>) -> Vec<EntityId> {
    let known = &doc.entities[entity.index()];
    let (one, many) = (["i", "me", "my"], ["we", "us", "our"]);
    let is = |words: &[&str]| !known.named && words.iter().any(|w| known.name.eq_ignore_ascii_case(w));
    match speaker.filter(|&s| s != entity && (is(&one) || is(&many))) {
        None => vec![entity],
        Some(speaker) => {
            let body = doc.entities[speaker.index()].roles.iter().find_map(|role| role.of).filter(|_| is(&many));
            std::iter::once(speaker).chain(body).collect()
        }
    }
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
