//! Phrases that a verb asks for and that the parser hangs on the noun before them: *accused the police of torture*, where
//! nobody is a police of torture.

use super::clauses::is_time;
use super::crossings::hangs_on;
use super::particles::pairs;
use super::tree::{children, hang, is_marked};
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
        let is_of = |t: TokenId| is_marked(tokens, sentence, t, &["of"]);
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

/// Who does what a passive tells, where something else stands between: *was accused of lying by the union*.
pub fn agents(tokens: &mut Tokens, sentence: &Sentence) {
    for by in sentence.tokens.ids() {
        if tokens.deprel[by.index()] != Deprel::Case || tokens.lemma(by) != "by" {
            continue;
        }
        let noun = tokens.head[by.index()];
        if by > noun {
            continue;
        }
        if let Some(verb) = agents_verb(tokens, sentence, noun) {
            hang(tokens, noun, verb, Deprel::OblAgent);
        } else if let Some(deed) = agents_deed(tokens, sentence, noun) {
            hang(tokens, noun, deed, Deprel::Nmod);
        }
    }
}

/// The object that the by-phrase `t` of an active verb belongs to: *dismissed a proposal by the rebels as a trick*.
fn agents_deed(tokens: &Tokens, sentence: &Sentence, t: TokenId) -> Option<TokenId> {
    let verb = tokens.head[t.index()];
    let by_verb = matches!(tokens.deprel[t.index()], Deprel::Obl | Deprel::OblAgent | Deprel::Nmod);
    let passive = || children(tokens, sentence, verb).any(|c| tokens.deprel[c.index()] == Deprel::AuxPass);
    let object = children(tokens, sentence, verb).find(|&c| tokens.deprel[c.index()] == Deprel::Obj)?;
    let finite = matches!(tokens.xpos[verb.index()], Xpos::Vbd | Xpos::Vbz | Xpos::Vbp);
    let deed = by_verb && finite && verb < object && object < t && is_by_somebody(tokens.lemma(object)) && !passive();
    // *Ended the strike by Friday*: no time and no number does it.
    let somebody = matches!(tokens.upos[t.index()], Upos::Noun | Upos::Propn) && !is_time(tokens, t);
    deed.then_some(object).filter(|_| somebody)
}

/// The passive that the by-phrase `t` belongs to and does not hang on: *accused of lying by the union*, for *lying* is no
/// passive; *delivered to the camp by the Red Crescent*, for a camp is by nobody; *slammed as a farce by the union*, for that is what
/// is said of the subject.
fn agents_verb(tokens: &Tokens, sentence: &Sentence, t: TokenId) -> Option<TokenId> {
    let passive = |v: TokenId| children(tokens, sentence, v).any(|c| tokens.deprel[c.index()] == Deprel::AuxPass);
    let open = |v: &TokenId| {
        *v < t && passive(*v) && !children(tokens, sentence, *v).any(|c| tokens.deprel[c.index()] == Deprel::OblAgent)
    };
    let above = tokens.head[t.index()];
    match tokens.deprel[t.index()] {
        Deprel::OblAgent
            if !passive(above)
                && (matches!(tokens.xpos[above.index()], Xpos::Vbg | Xpos::Vb)
                    || tokens.upos[above.index()] == Upos::Adj) =>
        {
            Some(tokens.head[above.index()]).filter(|v| *v != above).filter(open)
        }
        Deprel::Nmod if above < t => {
            let said = is_marked(tokens, sentence, above, &["as"]);
            let mut noun = above;
            for _ in 0..3 {
                if !said && is_by_somebody(tokens.lemma(noun)) {
                    return None;
                }
                let up = tokens.head[noun.index()];
                match tokens.deprel[noun.index()] {
                    Deprel::Nmod => noun = up,
                    Deprel::Obl => return Some(up).filter(open),
                    _ => return None,
                }
            }
            None
        }
        _ => None,
    }
}

/// Endings of nouns for what somebody does.
const DEEDS: [&str; 9] = ["tion", "sion", "ment", "ance", "ence", "ing", "al", "ure", "sis"];
/// Other nouns for what somebody does or makes.
const WORKS: [&str; 48] = [
    "attack",
    "raid",
    "strike",
    "report",
    "letter",
    "speech",
    "book",
    "article",
    "film",
    "song",
    "visit",
    "protest",
    "call",
    "bid",
    "vote",
    "order",
    "law",
    "move",
    "offer",
    "threat",
    "claim",
    "push",
    "study",
    "survey",
    "poll",
    "plan",
    "effort",
    "attempt",
    "murder",
    "rape",
    "arrest",
    "siege",
    "coup",
    "ambush",
    "march",
    "rally",
    "walkout",
    "painting",
    "photo",
    "play",
    "work",
    "demand",
    "complaint",
    "review",
    "interview",
    "abuse",
    "crime",
    "music",
];

fn is_by_somebody(noun: &str) -> bool {
    WORKS.contains(&noun) || DEEDS.iter().any(|end| noun.ends_with(end))
}

/// *Accusations by the opposition of fraud*: nobody is an opposition of fraud.
pub fn charges_of_nouns(tokens: &mut Tokens, sentence: &Sentence) {
    for t in sentence.tokens.ids() {
        let body = tokens.head[t.index()];
        let noun = tokens.head[body.index()];
        if tokens.deprel[t.index()] == Deprel::Nmod
            && noun < body
            && body < t
            && matches!(tokens.lemma(noun), "accusation" | "allegation" | "charge" | "claim" | "denial" | "suspicion")
            && tokens.deprel[body.index()] == Deprel::Nmod
            && is_marked(tokens, sentence, body, &["by", "from", "against"])
            && is_marked(tokens, sentence, t, &["of"])
            && is_charge(tokens, sentence, t)
        {
            tokens.head[t.index()] = noun;
        }
    }
}

/// What a text does, in a participle behind it: *a statement after the talks calling on the ministry to resign*.
pub fn doings_of_texts(tokens: &mut Tokens, sentence: &Sentence) {
    const TEXTS: [&str; 10] = [
        "statement",
        "letter",
        "resolution",
        "declaration",
        "communique",
        "petition",
        "appeal",
        "message",
        "motion",
        "note",
    ];
    const DOINGS: [&str; 15] = [
        "accuse",
        "appeal",
        "ask",
        "blame",
        "call",
        "condemn",
        "criticise",
        "demand",
        "denounce",
        "reject",
        "request",
        "seek",
        "threaten",
        "urge",
        "warn",
    ];
    for t in sentence.tokens.ids() {
        let noun = tokens.head[t.index()];
        let doing = tokens.xpos[t.index()] == Xpos::Vbg && DOINGS.contains(&tokens.lemma(t));
        if !doing || tokens.deprel[t.index()] != Deprel::Acl || noun > t || TEXTS.contains(&tokens.lemma(noun)) {
            continue;
        }
        let mut above = noun;
        for _ in 0..DEPTH {
            let next = tokens.head[above.index()];
            if next >= above || !matches!(tokens.deprel[above.index()], Deprel::Nmod | Deprel::Obl) {
                break;
            }
            above = next;
        }
        let text = if TEXTS.contains(&tokens.lemma(above)) {
            Some(above)
        } else {
            // The phrase between hangs on the verb: *issued a statement on Monday in Lyon calling …*
            children(tokens, sentence, above).find(|&c| {
                c > above && c < noun && tokens.deprel[c.index()] == Deprel::Obj && TEXTS.contains(&tokens.lemma(c))
            })
        };
        if let Some(text) = text {
            tokens.head[t.index()] = text;
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
    fn phrases_belong_to_the_farther_word() {
        parsed("The plan was slammed as a farce by the union.", |relation| {
            assert_eq!(relation("union"), (Deprel::OblAgent, "slammed".into()));
        });
        parsed("Accusations by the opposition of fraud were dismissed.", |relation| {
            assert_eq!(relation("fraud"), (Deprel::Nmod, "Accusations".into()));
        });
        parsed("The union issued a statement after the talks calling on the ministry to resign.", |relation| {
            assert_eq!(relation("calling"), (Deprel::Acl, "statement".into()));
        });
    }

    #[test]
    fn two_titles_are_one_person() {
        parsed("Lawyer and poet Ana Ruiz met the mayor.", |relation| {
            assert_eq!(relation("Ana"), (Deprel::Nsubj, "met".into()));
        });
    }
}
