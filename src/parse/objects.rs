//! Objects that were read as complements: *blamed “tribal outlaws”*, *were granted bail*. Few verbs say what somebody is or
//! becomes; behind the others a noun is an object.

use super::clauses::is_time;
use super::tree::{children, hang};
use crate::doc::{Deprel, Sentence, TokenId, Tokens, Upos, Xpos};

/// Verbs that say what their subject or object is or becomes.
const PREDICATIVE: [&str; 38] = [
    "be",
    "become",
    "remain",
    "seem",
    "appear",
    "stay",
    "prove",
    "call",
    "name",
    "elect",
    "appoint",
    "declare",
    "consider",
    "dub",
    "deem",
    "label",
    "brand",
    "make",
    "crown",
    "proclaim",
    "designate",
    "term",
    "style",
    "title",
    "entitle",
    "vote",
    "nominate",
    "turn",
    "look",
    "feel",
    "sound",
    "think",
    "believe",
    "find",
    "render",
    "ordain",
    "choose",
    "constitute",
];

/// Makes such complements objects. Of two the first is the one to whom it is given: *handed it a list*.
pub fn complements(tokens: &mut Tokens, sentence: &Sentence) {
    for t in sentence.tokens.ids() {
        if tokens.deprel[t.index()] != Deprel::Xcomp || tokens.upos[t.index()] != Upos::Noun {
            continue;
        }
        let verb = tokens.head[t.index()];
        let bare = !children(tokens, sentence, t)
            .any(|c| matches!(tokens.deprel[c.index()], Deprel::Case | Deprel::Mark | Deprel::Cop | Deprel::Nsubj));
        if tokens.upos[verb.index()] != Upos::Verb || verb > t || !bare || PREDICATIVE.contains(&tokens.lemma(verb)) {
            continue;
        }
        let object: Vec<TokenId> =
            children(tokens, sentence, verb).filter(|&c| tokens.deprel[c.index()] == Deprel::Obj).collect();
        match object[..] {
            [] => tokens.deprel[t.index()] = Deprel::Obj,
            [first] if first < t && GIVING.contains(&tokens.lemma(verb)) => {
                tokens.deprel[first.index()] = Deprel::Iobj;
                tokens.deprel[t.index()] = Deprel::Obj;
            }
            // *Searched the Gotha flat of the clerk*: a place right before a noun tells which one it is.
            [place] if place.0 + 1 == t.0 && tokens.upos[place.index()] == Upos::Propn => {
                for c in children(tokens, sentence, place).filter(|&c| c < place).collect::<Vec<_>>() {
                    tokens.head[c.index()] = t;
                }
                hang(tokens, place, t, Deprel::Compound);
                tokens.deprel[t.index()] = Deprel::Obj;
            }
            _ => {}
        }
    }
}

/// *Offered Chad on Monday a loan*, *received at the palace the envoy*: a noun with an article right behind a time or place is
/// no more of that phrase, but the object.
pub fn behind_settings(tokens: &mut Tokens, sentence: &Sentence) {
    for t in sentence.tokens.ids() {
        let above = tokens.head[t.index()];
        let of_verb = tokens.upos[above.index()] == Upos::Verb;
        let verb = if of_verb { above } else { tokens.head[above.index()] };
        let setting = |t: TokenId| matches!(tokens.deprel[t.index()], Deprel::Obl | Deprel::OblUnmarked);
        let misread = match tokens.deprel[t.index()] {
            Deprel::OblUnmarked => of_verb,
            Deprel::Appos | Deprel::Nmod | Deprel::Dep => !of_verb && setting(above) && above < t,
            _ => false,
        };
        if !misread
            || verb > t
            || !matches!(tokens.upos[t.index()], Upos::Noun | Upos::Propn)
            || tokens.upos[verb.index()] != Upos::Verb
            || is_time(tokens, t)
        {
            continue;
        }
        // *yesterday the envoy*: the time may hang on the noun, too.
        let own = |c: &TokenId| *c < t && !is_time(tokens, *c);
        let begins = children(tokens, sentence, t).filter(own).min();
        let article = begins.is_some_and(|c| {
            let before = TokenId(c.0.saturating_sub(1));
            let time = is_time(tokens, before) || before == above || tokens.deprel[before.index()] == Deprel::Flat;
            time && matches!(tokens.deprel[c.index()], Deprel::Det | Deprel::Nummod | Deprel::NmodPoss)
                && !matches!(tokens.lemma(c), "this" | "that" | "every" | "each")
        });
        let objects = children(tokens, sentence, verb).filter(|&c| tokens.deprel[c.index()] == Deprel::Obj).count();
        let takes_it = objects == 0 || objects == 1 && GIVING.contains(&tokens.lemma(verb));
        let passive = children(tokens, sentence, verb).any(|c| tokens.deprel[c.index()] == Deprel::AuxPass);
        if article && takes_it && !passive {
            hang(tokens, t, verb, Deprel::Obj);
        }
    }
}

/// *Shot dead her deputy*, *threw open its border*: what an adjective behind a verb has for an object is the verb's.
pub fn behind_adjectives(tokens: &mut Tokens, sentence: &Sentence) {
    for t in sentence.tokens.ids() {
        let adjective = tokens.head[t.index()];
        let verb = tokens.head[adjective.index()];
        if tokens.deprel[t.index()] == Deprel::Obj
            && tokens.upos[adjective.index()] == Upos::Adj
            && tokens.deprel[adjective.index()] == Deprel::Xcomp
            && verb < adjective
            && adjective < t
            && !children(tokens, sentence, verb).any(|c| tokens.deprel[c.index()] == Deprel::Obj)
        {
            tokens.head[t.index()] = verb;
        }
    }
}

/// *Delivered food to 4,000 families*, with *to* read as a part of the number: what stands before it is the object, what is
/// counted gets it.
pub fn before_numbers(tokens: &mut Tokens, sentence: &Sentence) {
    for to in sentence.tokens.ids().skip(1) {
        let number = tokens.head[to.index()];
        let counted = tokens.head[number.index()];
        let verb = tokens.head[counted.index()];
        let thing = TokenId(to.0 - 1);
        if tokens.lemma(to) == "to"
            && tokens.deprel[to.index()] == Deprel::Advmod
            && tokens.deprel[number.index()] == Deprel::Nummod
            && matches!(tokens.deprel[counted.index()], Deprel::Obj | Deprel::Obl)
            && tokens.upos[verb.index()] == Upos::Verb
            && verb < thing
            && (tokens.deprel[thing.index()] == Deprel::Compound && tokens.head[thing.index()] == counted
                || tokens.deprel[thing.index()] == Deprel::Obj && tokens.head[thing.index()] == verb)
        {
            for c in children(tokens, sentence, counted).filter(|&c| c < thing).collect::<Vec<_>>() {
                tokens.head[c.index()] = thing;
            }
            hang(tokens, thing, verb, Deprel::Obj);
            hang(tokens, counted, verb, Deprel::Obl);
            hang(tokens, to, counted, Deprel::Case);
            tokens.upos[to.index()] = Upos::Adp;
        }
    }
}

/// Verbs that say what their object is: *called her a traitor*.
const CALLING: [&str; 8] = ["brand", "call", "declare", "deem", "dub", "label", "name", "term"];

/// Of two objects of such a verb the second says what the first is.
pub fn names_for_objects(tokens: &mut Tokens, sentence: &Sentence) {
    for verb in sentence.tokens.ids().filter(|&t| CALLING.contains(&tokens.lemma(t))).collect::<Vec<_>>() {
        let objects: Vec<TokenId> = children(tokens, sentence, verb)
            .filter(|&c| c > verb && matches!(tokens.deprel[c.index()], Deprel::Obj | Deprel::Iobj))
            .collect();
        if let [first, second] = objects[..]
            && tokens.upos[verb.index()] == Upos::Verb
        {
            tokens.deprel[first.index()] = Deprel::Obj;
            tokens.deprel[second.index()] = Deprel::Xcomp;
        }
    }
}

/// *Took her hostage*, *took two nurses hostage*: whoever is taken is the object.
pub fn captives(tokens: &mut Tokens, sentence: &Sentence) {
    for t in sentence.tokens.ids().skip(1) {
        let verb = tokens.head[t.index()];
        let captive = tokens.xpos[t.index()] == Xpos::Nn
            && matches!(tokens.lemma(t), "hostage" | "captive" | "prisoner")
            && tokens.deprel[t.index()] == Deprel::Obj
            && matches!(tokens.lemma(verb), "take" | "hold" | "keep");
        let before = TokenId(t.0 - 1);
        if !captive || tokens.head[before.index()] != t || before <= verb {
            continue;
        }
        let owned = tokens.deprel[before.index()] == Deprel::NmodPoss && tokens.lemma(before) == "her";
        let named = matches!(tokens.deprel[before.index()], Deprel::Compound | Deprel::Flat | Deprel::NmodPoss)
            && matches!(tokens.upos[before.index()], Upos::Noun | Upos::Propn);
        if !owned && !named {
            continue;
        }
        for c in sentence.tokens.ids().filter(|&c| c < before) {
            if tokens.head[c.index()] == t {
                tokens.head[c.index()] = before;
            }
        }
        if owned {
            (tokens.upos[before.index()], tokens.xpos[before.index()]) = (Upos::Pron, Xpos::Prp);
        }
        hang(tokens, before, verb, Deprel::Obj);
        tokens.deprel[t.index()] = Deprel::Xcomp;
    }
}

/// *Let go two nurses*, *set aside £5 million*: what stands behind both words is the object, and no sign of money is a
/// preposition.
pub fn of_two_words(tokens: &mut Tokens, sentence: &Sentence) {
    for t in sentence.tokens.ids() {
        let head = tokens.head[t.index()];
        let verb = tokens.head[head.index()];
        let let_go = tokens.deprel[t.index()] == Deprel::Obj
            && tokens.deprel[head.index()] == Deprel::Xcomp
            && tokens.lemma(head) == "go"
            && tokens.lemma(verb) == "let"
            && head.0 == verb.0 + 1
            && head < t;
        if let_go {
            tokens.head[t.index()] = verb;
        }
        let money = tokens.deprel[t.index()] == Deprel::Case && tokens.upos[t.index()] == Upos::Sym && t < head;
        let free = || !children(tokens, sentence, verb).any(|c| tokens.deprel[c.index()] == Deprel::Obj);
        if money && tokens.deprel[head.index()] == Deprel::Obl && tokens.upos[verb.index()] == Upos::Verb && free() {
            tokens.deprel[t.index()] = Deprel::Dep;
            tokens.deprel[head.index()] = Deprel::Obj;
        }
    }
}

/// *Opposes including carbon*: right behind a verb stands no example of it; what is included is the object.
pub fn including(tokens: &mut Tokens, sentence: &Sentence) {
    for t in sentence.tokens.ids().skip(1) {
        let (verb, noun) = (TokenId(t.0 - 1), tokens.head[t.index()]);
        let preposition = tokens.lemma(t) == "include"
            && tokens.deprel[t.index()] == Deprel::Case
            && tokens.upos[verb.index()] == Upos::Verb
            && tokens.head[noun.index()] == verb
            && matches!(tokens.deprel[noun.index()], Deprel::Obl | Deprel::Obj);
        if preposition {
            hang(tokens, t, verb, Deprel::Xcomp);
            hang(tokens, noun, t, Deprel::Obj);
            tokens.upos[t.index()] = Upos::Verb;
        }
    }
}

/// Verbs with two objects.
pub(super) const GIVING: [&str; 24] = [
    "give",
    "hand",
    "grant",
    "award",
    "offer",
    "send",
    "show",
    "deny",
    "refuse",
    "tell",
    "teach",
    "pay",
    "promise",
    "owe",
    "lend",
    "ask",
    "allow",
    "bring",
    "sell",
    "allot",
    "assign",
    "accord",
    "guarantee",
    "serve",
];

/// *Hosts more than a million refugees*: what is counted is the object, and *more than* a part of its number.
pub fn more_than(tokens: &mut Tokens, sentence: &Sentence) {
    for more in sentence.tokens.ids() {
        let than = TokenId(more.0 + 1);
        let opens = matches!(tokens.lemma(more), "more" | "many" | "much" | "few" | "little" | "less" | "fewer");
        if !opens || than.0 >= sentence.tokens.end || tokens.lemma(than) != "than" {
            continue;
        }
        let (noun, verb) = (tokens.head[than.index()], tokens.head[more.index()]);
        let number = children(tokens, sentence, noun).find(|&c| tokens.deprel[c.index()] == Deprel::Nummod);
        let counted = noun > than && tokens.head[noun.index()] == more && tokens.upos[verb.index()] == Upos::Verb;
        let Some(number) = number.filter(|&n| counted && n < noun) else { continue };
        let object = || children(tokens, sentence, verb).any(|c| c != more && tokens.deprel[c.index()] == Deprel::Obj);
        let relation = match tokens.deprel[more.index()] {
            relation @ (Deprel::Nsubj | Deprel::NsubjPass | Deprel::Obj) => relation,
            Deprel::Advmod if verb < more && !object() => Deprel::Obj,
            _ => continue,
        };
        hang(tokens, noun, verb, relation);
        hang(tokens, more, number, Deprel::Advmod);
        hang(tokens, than, more, Deprel::Fixed);
    }
}

#[cfg(test)]
mod tests {
    use crate::doc::{Deprel, TokenId};
    use crate::{Article, Model, Worker};

    /// The words that stand in `relation`.
    fn words(text: &str, relation: Deprel) -> Vec<String> {
        let model = Model::embedded().unwrap();
        let article = Article { text: text.to_owned(), ..Article::default() };
        let mut worker = Worker::new(&model);
        let tokens = &worker.understand(&article).tokens;
        let stands = |i: &usize| tokens.deprel[*i] == relation;
        (0..tokens.len()).filter(stands).map(|i| tokens.form(TokenId(i as u32), text).to_owned()).collect()
    }

    #[test]
    fn objects_behind_adjectives_and_before_names_for_them() {
        let text = "Gunmen shot dead her deputy, Rosa Mora, on Friday.";
        assert_eq!(words(text, Deprel::Obj), ["deputy"]);
        let text = "The guild delivered food to 4,000 families.";
        assert_eq!(words(text, Deprel::Obj), ["food"]);
        let text = "The mayor called the protest a stunt.";
        assert_eq!(words(text, Deprel::Obj), ["protest"]);
        assert_eq!(words(text, Deprel::Xcomp), ["stunt"]);
    }

    #[test]
    fn nouns_behind_verbs_are_objects() {
        assert_eq!(words("The guild denied guilt and blamed “village gossips”.", Deprel::Obj), ["guilt", "gossips"]);
        assert_eq!(words("Guards searched the Gotha flat of the clerk.", Deprel::Obj), ["flat"]);
        assert!(!words("He became a smith.", Deprel::Obj).contains(&"smith".to_owned()));
    }

    #[test]
    fn objects_stand_behind_times() {
        assert_eq!(words("The bank offered Benin on Thursday a loan of ten million euros.", Deprel::Obj).len(), 2);
        assert_eq!(words("The abbot received in Gotha yesterday the Danish envoy.", Deprel::Obj), ["envoy"]);
        assert_eq!(words("The abbot welcomed at the palace the Danish envoy.", Deprel::Obj), ["envoy"]);
    }

    #[test]
    fn people_are_taken_hostage() {
        assert_eq!(words("Raiders took two nurses hostage in Gao.", Deprel::Obj), ["nurses"]);
        assert_eq!(words("Raiders took her hostage in Gao.", Deprel::Obj), ["her"]);
    }

    #[test]
    fn what_is_included_is_an_object() {
        assert_eq!(words("The union opposes including bonuses in the bill.", Deprel::Obj), ["bonuses"]);
        assert!(!words("They visited towns including Gao.", Deprel::Obj).contains(&"Gao".to_owned()));
    }
}
