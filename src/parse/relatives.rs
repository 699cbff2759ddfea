//! Relative clauses that were not read as such. Of an object pronoun (*the mayor, whom armed guards seized at home*) the parser
//! sees a noun with a participle where a subject has its past tense; the verb of *whose* it takes for that of the sentence.

use super::clauses::has_subject;
use super::crossings::hangs_on;
use super::tree::{children, hang, hang_stop, hang_subject};
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
        if read_well && matches!(tokens.deprel[head.index()], Deprel::AclRelcl | Deprel::Acl) {
            if has_subject(tokens, sentence, head) {
                tokens.deprel[head.index()] = Deprel::AclRelcl;
            }
            continue;
        }
        let Some(noun) = antecedent(tokens, sentence, pronoun) else { continue };
        let Some(verb) = verb_behind(tokens, sentence, pronoun) else { continue };
        let subject = tokens.head[verb.index()];
        if hangs_on(tokens, noun, subject) || hangs_on(tokens, noun, pronoun) {
            continue;
        }
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

/// *The guild, whose clerk toured the camp, offered help*: the first verb belongs to what is owned, the next one without a
/// subject to the owner.
pub fn of_owners(tokens: &mut Tokens, sentence: &Sentence, is_comma: &dyn Fn(TokenId) -> bool) {
    for whose in sentence.tokens.ids().skip(1) {
        if tokens.xpos[whose.index()] != Xpos::WpPoss {
            continue;
        }
        let mut verb = whose;
        for _ in 0..4 {
            if tokens.upos[verb.index()] == Upos::Verb {
                break;
            }
            verb = tokens.head[verb.index()];
        }
        if tokens.upos[verb.index()] != Upos::Verb || verb < whose {
            continue;
        }
        // *Whose clerk the court freed*: of two subjects the owned one is the object.
        let subjects: Vec<TokenId> =
            children(tokens, sentence, verb).filter(|&c| tokens.deprel[c.index()] == Deprel::Nsubj).collect();
        if let [first, second] = subjects[..]
            && whose < first
            && tokens.head[whose.index()] == first
            && first < second
            && second < verb
        {
            tokens.deprel[first.index()] = Deprel::Obj;
        }
        if tokens.deprel[verb.index()] == Deprel::AclRelcl {
            continue;
        }
        let nominal = |t: TokenId| matches!(tokens.upos[t.index()], Upos::Noun | Upos::Propn);
        let above = tokens.head[verb.index()];
        let owner = children(tokens, sentence, verb)
            .find(|&c| c < whose && matches!(tokens.deprel[c.index()], Deprel::Nsubj | Deprel::NsubjPass) && nominal(c))
            .or_else(|| (above < whose && nominal(above)).then_some(above));
        let finite = |c: TokenId| {
            matches!(tokens.xpos[c.index()], Xpos::Vbd | Xpos::Vbz)
                || children(tokens, sentence, c).any(|a| tokens.deprel[a.index()] == Deprel::Aux && a < c)
        };
        let main = children(tokens, sentence, verb).find(|&c| {
            let first = children(tokens, sentence, c)
                .filter(|&a| {
                    a < c && matches!(tokens.deprel[a.index()], Deprel::Aux | Deprel::AuxPass | Deprel::Advmod)
                })
                .min()
                .unwrap_or(c);
            c > verb
                && tokens.upos[c.index()] == Upos::Verb
                && matches!(tokens.deprel[c.index()], Deprel::Advcl | Deprel::Conj | Deprel::Parataxis)
                && finite(c)
                && is_comma(TokenId(first.0 - 1))
                && !has_subject(tokens, sentence, c)
                && !children(tokens, sentence, c).any(|m| matches!(tokens.deprel[m.index()], Deprel::Mark | Deprel::Cc))
        });
        let Some((owner, main)) = owner.zip(main) else { continue };
        let top = if above == owner { tokens.head[owner.index()] } else { above };
        let relation = if above == owner { tokens.deprel[owner.index()] } else { tokens.deprel[verb.index()] };
        let root = top == verb || top == owner;
        hang(tokens, main, if root { main } else { top }, relation);
        hang_subject(tokens, sentence, owner, main);
        hang(tokens, verb, owner, Deprel::AclRelcl);
        hang_stop(tokens, sentence, main);
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
    fn whose_has_its_own_verb() {
        parsed("The miners' guild, whose clerk Nora Fell toured the camp in May, offered its help.", |relation| {
            assert_eq!(relation("offered").0, Deprel::Root);
            assert_eq!(relation("guild"), (Deprel::Nsubj, "offered".into()));
            assert_eq!(relation("toured"), (Deprel::AclRelcl, "guild".into()));
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
