//! Phrases that a verb asks for and that the parser hangs on the noun before them: *accused the police of torture*, where
//! nobody is a police of torture.

use super::crossings::hangs_on;
use super::particles::pairs;
use super::repair::{children, hang};
use crate::doc::{Deprel, Sentence, TokenId, Tokens, Upos, Xpos};
use rustc_hash::FxHashSet;
use std::sync::LazyLock;

/// Verbs, each with a preposition that stands behind its object.
static VERBS: LazyLock<FxHashSet<(&str, &str)>> = LazyLock::new(|| pairs(include_str!("verb_phrases.txt")));

/// Nouns, each with a preposition of its own.
static NOUNS: LazyLock<FxHashSet<(&str, &str)>> = LazyLock::new(|| pairs(include_str!("noun_phrases.txt")));

/// How many *of* phrases of one another are looked through.
const DEPTH: u32 = 4;

/// Gives verbs like *accuse* their *of* phrase: the last one of the object that tells of no body or person.
pub fn charges(tokens: &mut Tokens, sentence: &Sentence) {
    for verb in sentence.tokens.ids() {
        if tokens.upos[verb.index()] != Upos::Verb || !VERBS.contains(&(tokens.lemma(verb), "of")) {
            continue;
        }
        let is_of = |t: TokenId| {
            children(tokens, sentence, t).any(|c| tokens.deprel[c.index()] == Deprel::Case && tokens.lemma(c) == "of")
        };
        let behind = |c: TokenId| c > verb && tokens.head[c.index()] == verb && is_of(c);
        if sentence.tokens.ids().any(behind) {
            continue;
        }
        let object = children(tokens, sentence, verb)
            .find(|&c| c > verb && matches!(tokens.deprel[c.index()], Deprel::Obj | Deprel::Iobj));
        let Some(object) = object else { continue };
        let mut charge = None;
        let mut at = object;
        for _ in 0..DEPTH {
            let below = children(tokens, sentence, at)
                .find(|&c| c > at && matches!(tokens.deprel[c.index()], Deprel::Nmod | Deprel::Acl) && is_of(c));
            let Some(next) = below else { break };
            (charge, at) = (Some(next), next);
        }
        if let Some(charge) = charge.filter(|&t| is_charge(tokens, sentence, t)) {
            let clause = tokens.upos[charge.index()] == Upos::Verb;
            hang(tokens, charge, verb, if clause { Deprel::Advcl } else { Deprel::Obl });
        }
    }
}

/// Gives verbs like *thank* their *for* phrase, and every verb what its subject does *for its part*.
pub fn reasons(tokens: &mut Tokens, sentence: &Sentence) {
    for t in sentence.tokens.ids() {
        let noun = tokens.head[t.index()];
        let verb = tokens.head[noun.index()];
        if tokens.deprel[t.index()] != Deprel::Nmod || tokens.upos[verb.index()] != Upos::Verb {
            continue;
        }
        let is_for = children(tokens, sentence, t)
            .any(|c| tokens.deprel[c.index()] == Deprel::Case && tokens.lemma(c) == "for" && c < t);
        let owned = children(tokens, sentence, t).any(|c| tokens.deprel[c.index()] == Deprel::NmodPoss);
        let part = tokens.lemma(t) == "part" && owned;
        let object = matches!(tokens.deprel[noun.index()], Deprel::Obj | Deprel::NsubjPass) && verb < noun && noun < t;
        let reason = object
            && VERBS.contains(&(tokens.lemma(verb), "for"))
            && tokens.upos[noun.index()] == Upos::Noun
            && !NOUNS.contains(&(tokens.lemma(noun), "for"));
        if is_for && (part || reason) {
            hang(tokens, t, verb, Deprel::Obl);
        }
    }
}

/// A deed and no body: no name, and nothing that was told of before (*the army*, *his party*).
fn is_charge(tokens: &Tokens, sentence: &Sentence, t: TokenId) -> bool {
    const BODIES: [&str; 8] = ["parliament", "congress", "state", "government", "staff", "society", "police", "people"];
    let definite = children(tokens, sentence, t)
        .any(|c| c < t && (matches!(tokens.lemma(c), "the" | "this") || tokens.deprel[c.index()] == Deprel::Nummod));
    tokens.xpos[t.index()] == Xpos::Vbg
        || tokens.upos[t.index()] == Upos::Noun && !definite && !BODIES.contains(&tokens.lemma(t))
}

/// *Lawyer and politician Ana Ruiz*: two nouns without an article before a name are what the name is, and not two people.
pub fn double_titles(tokens: &mut Tokens, sentence: &Sentence) {
    let end = sentence.tokens.end;
    for and in sentence.tokens.ids().skip(1).filter(|t| t.0 + 2 < end) {
        let (first, second, name) = (TokenId(and.0 - 1), TokenId(and.0 + 1), TokenId(and.0 + 2));
        let singular = |t: TokenId| tokens.xpos[t.index()] == Xpos::Nn;
        let marked = |t: TokenId| {
            children(tokens, sentence, t).any(|c| {
                matches!(tokens.deprel[c.index()], Deprel::Det | Deprel::NmodPoss | Deprel::Nummod | Deprel::Case)
                    && c < t
            })
        };
        let (top, relation) = (tokens.head[first.index()], tokens.deprel[first.index()]);
        if tokens.upos[and.index()] != Upos::Cconj
            || !singular(first)
            || !singular(second)
            || tokens.upos[name.index()] != Upos::Propn
            || marked(first)
            || marked(second)
            || top == first
            || hangs_on(tokens, top, name)
            || hangs_on(tokens, top, second)
            || matches!(relation, Deprel::Compound | Deprel::NmodDesc)
        {
            continue;
        }
        hang(tokens, name, top, relation);
        hang(tokens, first, name, Deprel::NmodDesc);
        hang(tokens, second, first, Deprel::Conj);
        hang(tokens, and, second, Deprel::Cc);
    }
}

#[cfg(test)]
mod tests {
    use crate::doc::Deprel;
    use crate::parse::parts::tests::parsed;

    #[test]
    fn charges_belong_to_the_verb() {
        for text in [
            "The union accused the police of torture.",
            "The union accused the head of the police of torture.",
            "The court cleared the officer of torture.",
        ] {
            parsed(text, |relation| assert_eq!(relation("torture").0, Deprel::Obl, "{text}"));
        }
        parsed("The mayor thanked the nurses for their patience.", |relation| {
            assert_eq!(relation("patience"), (Deprel::Obl, "thanked".into()));
        });
        parsed("They accused the head of the army.", |relation| assert_eq!(relation("army").0, Deprel::Nmod));
    }

    #[test]
    fn two_titles_are_one_person() {
        parsed("Lawyer and poet Ana Ruiz met the mayor.", |relation| {
            assert_eq!(relation("Ana"), (Deprel::Nsubj, "met".into()));
        });
    }
}
