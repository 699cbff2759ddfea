//! To whom something is given, named before the thing: *handed the editor a jail term*, *gave the broadcaster ten days to appeal*.
//!
//! The thing is often hung on the receiver, or the receiver on the thing. In a noun phrase no article, number or possessive
//! stands behind a noun, so there the second object begins.

use super::clauses::is_time;
use super::objects::GIVING;
use super::tree::{children, hang};
use crate::doc::{Deprel, Sentence, TokenId, Tokens, Upos, Xpos};

/// Endings of nouns for people in the plural: *gave three smugglers life*.
const PEOPLE: [&str; 8] = ["ers", "ors", "ists", "ians", "ees", "men", "ants", "people"];

/// What is given without an article: *granted the whistleblower political asylum*.
const BARE_THINGS: [&str; 34] = [
    "access",
    "aid",
    "amnesty",
    "assistance",
    "asylum",
    "bail",
    "care",
    "citizenship",
    "clearance",
    "clemency",
    "compensation",
    "credit",
    "entry",
    "food",
    "freedom",
    "funding",
    "help",
    "immunity",
    "information",
    "leave",
    "medicine",
    "money",
    "parole",
    "passage",
    "permission",
    "protection",
    "recognition",
    "refuge",
    "relief",
    "sanctuary",
    "shelter",
    "status",
    "support",
    "treatment",
];

/// Endings of nouns for one person.
const PERSON: [&str; 7] = ["er", "or", "ist", "ian", "ee", "man", "dent"];

/// Makes the receiver the indirect object of its verb and the thing the object.
pub fn two_objects(text: &str, tokens: &mut Tokens, sentence: &Sentence) {
    for verb in sentence.tokens.ids() {
        let giving = tokens.upos[verb.index()] == Upos::Verb && GIVING.contains(&tokens.lemma(verb));
        let passive = || children(tokens, sentence, verb).any(|c| tokens.deprel[c.index()] == Deprel::AuxPass);
        let told = |t: TokenId| tokens.deprel[t.index()] == Deprel::Iobj;
        if !giving || passive() || children(tokens, sentence, verb).any(told) {
            continue;
        }
        let objects: Vec<TokenId> = children(tokens, sentence, verb)
            .filter(|&c| c > verb && is_bare(tokens, sentence, c))
            .filter(|&c| match tokens.deprel[c.index()] {
                Deprel::Obj => true,
                Deprel::OblUnmarked => !is_time(tokens, c) && tokens.lemma(c) != "time",
                _ => false,
            })
            .collect();
        match objects[..] {
            [receiver, thing] => {
                tokens.deprel[receiver.index()] = Deprel::Iobj;
                tokens.deprel[thing.index()] = Deprel::Obj;
            }
            [first] => below_receiver(tokens, sentence, verb, first)
                .or_else(|| above_receiver(text, tokens, sentence, verb, first))
                .map_or((), |(receiver, thing)| {
                    let between = |c: TokenId| c.0 > verb.0 && c < receiver;
                    for c in children(tokens, sentence, thing).filter(|&c| between(c)).collect::<Vec<_>>() {
                        tokens.head[c.index()] = receiver;
                    }
                    hang(tokens, thing, verb, Deprel::Obj);
                    hang(tokens, receiver, verb, Deprel::Iobj);
                }),
            _ => {}
        }
    }
}

/// The thing hangs on the receiver: *handed the editor a jail term*.
fn below_receiver(
    tokens: &Tokens,
    sentence: &Sentence,
    verb: TokenId,
    receiver: TokenId,
) -> Option<(TokenId, TokenId)> {
    let thing = children(tokens, sentence, receiver).find(|&c| {
        let noun = tokens.upos[c.index()] == Upos::Noun;
        let loose = matches!(tokens.deprel[c.index()], Deprel::Obj | Deprel::Appos | Deprel::Dep);
        // *a lawyer, the head of the guild*
        let apart = (receiver.0 + 1..c.0)
            .any(|i| tokens.upos[i as usize] == Upos::Punct && tokens.xpos[i as usize] != Xpos::Hyph);
        c > receiver && noun && loose && !apart && is_bare(tokens, sentence, c)
    })?;
    (receiver.0 - verb.0 < thing.0 - receiver.0 + 8).then_some((receiver, thing))
}

/// The receiver hangs on the thing: *gave the broadcaster ten days*.
fn above_receiver(
    text: &str,
    tokens: &Tokens,
    sentence: &Sentence,
    verb: TokenId,
    thing: TokenId,
) -> Option<(TokenId, TokenId)> {
    let part = |t: TokenId| tokens.head[t.index()] == thing;
    let receiver = children(tokens, sentence, thing).find(|&c| {
        let (behind, noun) = (TokenId(c.0 + 1), matches!(tokens.upos[c.index()], Upos::Noun | Upos::Propn));
        let modifies = matches!(tokens.deprel[c.index()], Deprel::Compound | Deprel::Amod | Deprel::NmodDesc);
        let given = is_given(text, tokens, c, thing);
        if c < verb || behind >= thing && tokens.xpos[c.index()] != Xpos::Nns && !given || !noun || !modifies {
            return false;
        }
        let number = tokens.upos[behind.index()] == Upos::Num;
        let opens = number && tokens.upos[c.index()] != Upos::Num
            || matches!(tokens.deprel[behind.index()], Deprel::Det) && part(behind);
        let counted = tokens.xpos[c.index()] == Xpos::Nns
            && tokens.upos[c.index() - 1] == Upos::Num
            && PEOPLE.iter().any(|ending| tokens.form(c, text).ends_with(ending));
        opens || counted || given
    })?;
    Some((receiver, thing))
}

/// *Granted the whistleblower political asylum*: a person before what is given without an article. More than one adjective hardly
/// stands between.
fn is_given(text: &str, tokens: &Tokens, receiver: TokenId, thing: TokenId) -> bool {
    let ends = |endings: &[&str]| endings.iter().any(|ending| tokens.form(receiver, text).ends_with(ending));
    let person = match tokens.xpos[receiver.index()] {
        Xpos::Nns => true,
        Xpos::Nn => ends(&PERSON),
        _ => tokens.upos[receiver.index()] == Upos::Propn,
    };
    let between = (receiver.0 + 1..thing.0).all(|t| tokens.upos[t as usize] == Upos::Adj);
    let near = receiver < thing && thing.0 - receiver.0 <= 2;
    person && near && between && BARE_THINGS.contains(&tokens.lemma(thing))
}

/// Whether no preposition marks the noun.
fn is_bare(tokens: &Tokens, sentence: &Sentence, t: TokenId) -> bool {
    matches!(tokens.upos[t.index()], Upos::Noun | Upos::Propn)
        && !children(tokens, sentence, t).any(|c| matches!(tokens.deprel[c.index()], Deprel::Case | Deprel::Mark))
}

#[cfg(test)]
mod tests {
    use crate::doc::Deprel;
    use crate::parse::parts::tests::parsed;

    #[test]
    fn receivers_stand_before_the_thing() {
        for (text, verb, receiver, thing) in [
            ("The court handed the editor a ten-year jail term.", "handed", "editor", "term"),
            ("The regulator gave the broadcaster ten days to appeal.", "gave", "broadcaster", "days"),
            ("A judge gave three smugglers life.", "gave", "smugglers", "life"),
            ("The council awarded the widow a medal.", "awarded", "widow", "medal"),
            ("The bishop gave the refugees shelter in his palace.", "gave", "refugees", "shelter"),
            ("Ecuador granted the whistleblower political asylum.", "granted", "whistleblower", "asylum"),
            ("Iran denied the inspectors access to the site.", "denied", "inspectors", "access"),
            ("France promised Mali 30 million euros in aid.", "promised", "Mali", "euros"),
        ] {
            parsed(text, |relation| {
                assert_eq!(relation(receiver), (Deprel::Iobj, verb.into()), "{text}");
                assert_eq!(relation(thing), (Deprel::Obj, verb.into()), "{text}");
            });
        }
        parsed("The council sent two human rights lawyers.", |relation| {
            assert_eq!(relation("lawyers").0, Deprel::Obj);
            assert_ne!(relation("rights").0, Deprel::Iobj);
        });
    }
}
