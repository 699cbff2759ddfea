//! The verb of a headline: *Police arrest 12 activists*, *Thousands march in Lyon*. Headlines drop the small words that
//! tell a verb from a noun; where one would have no verb, the word behind those who act is it. Of whole sentences it is a
//! plural that cannot stand before what follows: *The guild calls on the mayor to resign*.

use super::Tagger;
use crate::doc::{Document, Sentence, SentenceKind, TokenId, Tokens, Upos, Xpos};
use crate::resolve::Lexicon;

/// Tags the verbs of headlines and sentences that have no finite one.
pub fn apply(tagger: &Tagger, nouns: &Lexicon, text: &str, doc: &mut Document) {
    let Document { sentences, tokens, .. } = doc;
    for sentence in sentences.iter().filter(|s| s.kind != SentenceKind::Boilerplate) {
        if sentence.kind == SentenceKind::Heading
            && let Some((verb, object)) = of_one(tagger, nouns, text, tokens, sentence)
        {
            tagger.retag(text, tokens, verb, Xpos::Vbz, Upos::Verb);
            if tokens.upos[object.index()] == Upos::Verb {
                tagger.retag(text, tokens, object, Xpos::Nns, Upos::Noun);
            }
            continue;
        }
        if sentence.tokens.ids().any(|t| tokens.xpos[t.index()].is_finite()) {
            continue;
        }
        let heading = sentence.kind == SentenceKind::Heading;
        let plain = if heading { verb(tagger, nouns, text, tokens, sentence) } else { None };
        if let Some(verb) = plain {
            tagger.retag(text, tokens, verb, Xpos::Vbp, Upos::Verb);
        } else if let Some(verb) = present(text, tokens, sentence) {
            tagger.retag(text, tokens, verb, Xpos::Vbz, Upos::Verb);
        }
    }
}

/// Forms in *-s* that are verbs before these words, where the sentence has no other.
const PRESENT: [(&str, &[&str]); 16] = [
    ("calls", &["on", "upon", "for"]),
    ("appeals", &["to", "for"]),
    ("talks", &["to", "with"]),
    ("protests", &["against", "over", "at"]),
    ("strikes", &["for", "over"]),
    ("votes", &["for", "against", "to"]),
    ("demands", &["that", "the", "an", "a"]),
    ("backs", &["the", "an", "a"]),
    ("plans", &["to"]),
    ("offers", &["to", "help", "aid", "support"]),
    ("claims", &["that", "the"]),
    ("moves", &["to"]),
    ("pledges", &["to", "support"]),
    ("threatens", &["to"]),
    ("visits", &["the"]),
    ("attacks", &["the"]),
];

/// The form in *-s* that can only be the verb.
fn present(text: &str, tokens: &Tokens, sentence: &Sentence) -> Option<TokenId> {
    let (start, end) = (sentence.tokens.start, sentence.tokens.end);
    (start + 1..end.saturating_sub(1)).map(TokenId).find(|&t| {
        let subject = matches!(tokens.xpos[t.index() - 1], Xpos::Nn | Xpos::Nnp | Xpos::Rb);
        let form = tokens.form(t, text);
        let next = tokens.form(TokenId(t.0 + 1), text);
        let pair = |&(word, behind): &(&str, &[&str])| word == form && behind.contains(&next);
        // *Malta associates itself with …*: no pronoun stands behind a noun.
        let object = matches!(next, "itself" | "himself" | "herself" | "them" | "him" | "us");
        subject && tokens.xpos[t.index()] == Xpos::Nns && (object || PRESENT.iter().any(pair))
    })
}

/// *Vietnam jails land rights activist*, *Tehran ships drones to Moscow*: the form in *-s* behind one who acts and before an
/// object, and the word behind it, where no other word is the verb.
fn of_one(
    tagger: &Tagger,
    nouns: &Lexicon,
    text: &str,
    tokens: &Tokens,
    sentence: &Sentence,
) -> Option<(TokenId, TokenId)> {
    let (start, end) = (sentence.tokens.start, sentence.tokens.end);
    let (verb, behind) =
        (start + 1..end.saturating_sub(1)).map(|t| (TokenId(t), TokenId(t + 1))).find(|&(t, behind)| {
            let form = tokens.form(t, text);
            let base = form.strip_suffix('s').unwrap_or(form);
            let can_be_verb =
                [base, base.strip_suffix('e').unwrap_or(base)].iter().any(|word| tagger.can_be_verb(word));
            let before = TokenId(t.0 - 1);
            let one = matches!(tokens.xpos[before.index()], Xpos::Nnp)
                || nouns.noun(&tokens.form(before, text).to_lowercase(), false).is_some();
            let object = matches!(tokens.upos[behind.index()], Upos::Noun | Upos::Propn | Upos::Num | Upos::Adj)
                || tokens.xpos[behind.index()] == Xpos::Vbz;
            let plural =
                tokens.xpos[t.index()] == Xpos::Nns && form.starts_with(char::is_lowercase) && form.ends_with('s');
            plural && can_be_verb && one && object
        })?;
    let other = sentence.tokens.ids().any(|t| t != behind && tokens.xpos[t.index()].is_finite());
    (!other).then_some((verb, behind))
}

/// The first word that can be a verb behind a noun for several people and before a phrase.
fn verb(tagger: &Tagger, nouns: &Lexicon, text: &str, tokens: &Tokens, sentence: &Sentence) -> Option<TokenId> {
    let lower = |t: TokenId| tokens.form(t, text).to_lowercase();
    let (start, end) = (sentence.tokens.start, sentence.tokens.end);
    (start + 1..end.saturating_sub(1)).map(TokenId).find(|&t| {
        let word = lower(t);
        let nominal =
            matches!(tokens.xpos[t.index()], Xpos::Nn | Xpos::Nnp | Xpos::Jj | Xpos::Rb | Xpos::Rp | Xpos::Vb);
        let before = lower(TokenId(t.0 - 1));
        let behind = tokens.xpos[t.index() + 1];
        let phrase = matches!(
            behind,
            Xpos::Cd
                | Xpos::Dt
                | Xpos::Nn
                | Xpos::Nns
                | Xpos::Nnp
                | Xpos::Nnps
                | Xpos::Jj
                | Xpos::PrpPoss
                | Xpos::Vbn
                | Xpos::Vbg
                | Xpos::To
        ) || behind == Xpos::In && lower(TokenId(t.0 + 1)) != "of";
        let acts = several(nouns, &before) && !several_of(nouns, &word);
        nominal && phrase && acts && tagger.can_be_verb(&word)
    })
}

/// Whether the word (lower case) stands for several people: *police*, *activists*, *thousands*.
fn several(nouns: &Lexicon, word: &str) -> bool {
    nouns.is_quantity(word) && word.ends_with('s') || several_of(nouns, word)
}

/// Whether the word is the plural of a noun for people or bodies.
fn several_of(nouns: &Lexicon, word: &str) -> bool {
    let singular = nouns.singular(word).or_else(|| word.strip_suffix('s')).filter(|singular| *singular != word);
    singular.is_some_and(|singular| nouns.noun(singular, true).is_some())
        || matches!(word, "police" | "people" | "troops" | "women" | "men")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Article, Model, Worker};

    fn verbs(model: &Model, heading: &str) -> Vec<String> {
        let text = format!("{heading}\n\nThe text below it has a sentence of its own, which ends with a full stop.\n");
        let article = Article { text, ..Article::default() };
        let mut worker = Worker::new(model);
        let doc = worker.understand(&article);
        let sentence = doc.sentences[0];
        let verbs = sentence.tokens.ids().filter(|t| doc.tokens.upos[t.index()] == Upos::Verb);
        verbs.map(|t| doc.tokens.lemma(t).to_owned()).collect()
    }

    #[test]
    fn headlines_have_their_verb() {
        let model = Model::embedded().expect("built-in model");
        for (heading, verb) in [
            ("Police arrest 12 dockers in Kampala", "arrest"),
            ("POLICE ARREST 12 DOCKERS IN KAMPALA", "arrest"),
            ("Thousands march against toll roads in Lyon", "march"),
            ("Lawmakers back bill on sea rescue", "back"),
            ("Vietnam jails land rights activist", "jail"),
            ("Tehran ships drones to Moscow", "ship"),
            ("Court fines daily over cartoon", "fine"),
        ] {
            assert_eq!(verbs(&model, heading), [verb], "{heading}");
        }
        assert_eq!(verbs(&model, "The guild calls on Gotha to mend the bridge."), ["call", "mend"]);
        assert_eq!(verbs(&model, "Wages and calls for help"), [""; 0]);
        for heading in
            ["Police report of the week", "Dockers' strike fund", "Women in power", "Iran nuclear talks in Vienna"]
        {
            assert!(verbs(&model, heading).is_empty(), "{heading}: {:?}", verbs(&model, heading));
        }
    }
}
