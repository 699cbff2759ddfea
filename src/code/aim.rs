//! What is only aimed at or possible: *efforts to free them*, *the threat of deportation*, *in order to found a
//! committee*. Nobody did it by that.

use super::grammar::Grammar;
use super::rules::file::ModalityFile;
use crate::doc::{Deprel, EventType, TokenId, Upos, Xpos};

/// How many heads are asked.
const MAX_CLIMB: u32 = 6;

/// Whether the deed that `v` tells of is only what somebody aims at, may do or runs the risk of.
pub fn is_only_aimed_at(grammar: &Grammar<'_>, words: &ModalityFile, v: TokenId, etype: EventType) -> bool {
    let is = |list: &[String], t: TokenId| list.iter().any(|word| word == grammar.lemma(t));
    let infinitive =
        |t: TokenId| grammar.xpos(t) == Xpos::Vb && !grammar.is_finite(t) && grammar.has(t, &[Deprel::Mark], &["to"]);
    let mut at = v;
    for _ in 0..MAX_CLIMB {
        let Some(head) = grammar.head(at) else { return false };
        let noun = grammar.upos(head) == Upos::Noun;
        match grammar.deprel(at) {
            Deprel::Acl if infinitive(at) => return noun && is(&words.aim, head),
            Deprel::Nmod if noun && is(&words.aim, head) => {
                return matches!(grammar.preposition(at), Some("of" | "for" | "at" | "against" | "toward" | "towards"));
            }
            // *Marched to demand* tells of a demand; *an audit to prevent abuse* of no prevention.
            Deprel::Advcl if infinitive(at) => {
                return is_deed(etype) && grammar.upos(head) == Upos::Verb && !is(&words.carried_out_by, head);
            }
            Deprel::Conj | Deprel::Obj | Deprel::Nmod | Deprel::Xcomp if !grammar.is_finite(at) => at = head,
            _ => return false,
        }
    }
    false
}

/// Whether events of the type are more than words: what is done for a purpose is done later or never, what is said for
/// one is said at once.
fn is_deed(etype: EventType) -> bool {
    matches!(
        etype,
        EventType::Coerce
            | EventType::Assault
            | EventType::Aid
            | EventType::Cooperate
            | EventType::Retreat
            | EventType::Sanction
            | EventType::Mobilize
            | EventType::Concede
    )
}
