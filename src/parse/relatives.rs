//! Relative clauses whose pronoun is the object: *the mayor, whom armed guards seized at home*, *a deal, which their
//! commander signed in Oran*. The parser sees a noun with a participle where a subject has its past tense.

use super::clauses::has_subject;
use super::repair::{children, hang};
use crate::doc::{Deprel, Sentence, TokenId, Tokens, Upos, Xpos};

/// How far behind the pronoun the verb of its clause may stand, in tokens.
const REACH: u32 = 14;

/// Gives object pronouns their clause: of *whom* and *which*, with no preposition before them, the noun phrase behind is the
/// subject and its participle the verb.
pub fn of_objects(tokens: &mut Tokens, sentence: &Sentence) {
    for pronoun in sentence.tokens.ids().skip(1) {
        let before = TokenId(pronoun.0 - 1);
        let wh = matches!(tokens.xpos[pronoun.index()], Xpos::Wp | Xpos::Wdt)
            && matches!(tokens.lemma(pronoun), "whom" | "which");
        if !wh || matches!(tokens.upos[before.index()], Upos::Adp | Upos::Sconj) {
            continue;
        }
        let head = tokens.head[pronoun.index()];
        let read_well = tokens.upos[head.index()] == Upos::Verb
            && matches!(tokens.deprel[pronoun.index()], Deprel::Obj | Deprel::Nsubj | Deprel::NsubjPass | Deprel::Obl);
        if read_well && tokens.deprel[head.index()] == Deprel::AclRelcl {
            continue;
        }
        let Some(noun) = antecedent(tokens, sentence, pronoun) else { continue };
        let Some(verb) = verb_behind(tokens, sentence, pronoun) else { continue };
        let subject = tokens.head[verb.index()];
        // What hung on the phrase as a whole goes with the verb.
        let stray: Vec<TokenId> = children(tokens, sentence, subject)
            .filter(|&c| {
                c > verb && matches!(tokens.deprel[c.index()], Deprel::NmodUnmarked | Deprel::OblUnmarked | Deprel::Obl)
            })
            .collect();
        for t in stray {
            hang(tokens, t, verb, Deprel::Obl);
        }
        hang(tokens, verb, noun, Deprel::AclRelcl);
        hang(tokens, subject, verb, Deprel::Nsubj);
        hang(tokens, pronoun, verb, Deprel::Obj);
        tokens.xpos[verb.index()] = Xpos::Vbd;
    }
}

/// The noun that a relative pronoun stands for: the one right before it, or before the comma.
fn antecedent(tokens: &Tokens, sentence: &Sentence, pronoun: TokenId) -> Option<TokenId> {
    let mut at = pronoun.0.checked_sub(1).filter(|&t| t >= sentence.tokens.start).map(TokenId)?;
    if tokens.upos[at.index()] == Upos::Punct {
        at = at.0.checked_sub(1).filter(|&t| t >= sentence.tokens.start).map(TokenId)?;
    }
    let nominal = |t: TokenId| matches!(tokens.upos[t.index()], Upos::Noun | Upos::Propn);
    if !nominal(at) {
        return None;
    }
    // The head of a name, not its last word.
    while matches!(tokens.deprel[at.index()], Deprel::Flat | Deprel::Compound) && tokens.head[at.index()] < pronoun {
        at = tokens.head[at.index()];
    }
    Some(at)
}

/// The first participle behind the pronoun, if it hangs on a noun in between, is not done by anybody and no finite verb
/// stands before it.
fn verb_behind(tokens: &Tokens, sentence: &Sentence, pronoun: TokenId) -> Option<TokenId> {
    let end = sentence.tokens.end.min(pronoun.0 + REACH);
    let behind = (pronoun.0 + 1..end).map(TokenId);
    let verb = behind.clone().find(|&t| {
        tokens.upos[t.index()] == Upos::Verb && !matches!(tokens.deprel[t.index()], Deprel::Amod | Deprel::Compound)
    })?;
    let subject = tokens.head[verb.index()];
    let between = (pronoun.0 + 1..verb.0).any(|t| tokens.upos[t as usize] == Upos::Aux);
    let own = children(tokens, sentence, verb).any(|c| {
        matches!(
            tokens.deprel[c.index()],
            Deprel::Obj | Deprel::OblAgent | Deprel::Aux | Deprel::AuxPass | Deprel::Mark | Deprel::Ccomp
        )
    });
    let participle = tokens.xpos[verb.index()] == Xpos::Vbn && tokens.deprel[verb.index()] == Deprel::Acl;
    let noun = matches!(tokens.upos[subject.index()], Upos::Noun | Upos::Propn);
    let inside = pronoun < subject && subject < verb;
    (participle && noun && inside && !between && !own && !has_subject(tokens, sentence, verb)).then_some(verb)
}

#[cfg(test)]
mod tests {
    use crate::doc::Deprel;
    use crate::parse::parts::tests::parsed;

    #[test]
    fn whom_is_the_object_of_its_clause() {
        parsed("They freed the baker, whom armed marshals seized at his shop in Lugo last Monday.", |relation| {
            assert_eq!(relation("seized"), (Deprel::AclRelcl, "baker".into()));
            assert_eq!(relation("marshals"), (Deprel::Nsubj, "seized".into()));
            assert_eq!(relation("whom"), (Deprel::Obj, "seized".into()));
        });
    }

    #[test]
    fn which_with_its_own_verb_is_left_alone() {
        parsed("The bill, which the council passed in May, bans masks.", |relation| {
            assert_eq!(relation("council"), (Deprel::Nsubj, "passed".into()));
            assert_eq!(relation("bans").0, Deprel::Root);
        });
    }
}
