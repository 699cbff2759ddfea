//! Names that a noun beside them gives away: *the newspaper Vostok*, *the rapper Zoukman*, *Kora Verde, an initiative based in
//! Almaty*.
//!
//! What no list has, and the tagger of names did not see, is a body beside a noun for a body and a person beside a noun for
//! a person.

use super::lexicon::Lexicon;
use super::names::{Name, is_free};
use crate::doc::{Document, EntityType, MentionBy, Sentence, SentenceKind, Span, Token, TokenId, Upos, Xpos};
use crate::resolve::is_calendar_word;

/// How far before the noun its article stands.
const REACH: u32 = 4;
/// Longest apposition up to its noun, in tokens.
const LONGEST_APPOSITION: u32 = 6;

/// Adds unknown names behind the nouns that tell what they are, and reads unknown places behind nouns for bodies as bodies.
pub fn add(text: &str, doc: &Document, names: &mut Vec<Name>, lexicon: &Lexicon) {
    for name in names.iter_mut().filter(|name| name.by == MentionBy::Model && name.hit.is_none()) {
        let at = doc.sentences.partition_point(|s| s.tokens.end <= name.tokens.start);
        let Some(sentence) = doc.sentences.get(at) else { continue };
        let before = match name.etype {
            EntityType::Loc => descriptor(text, doc, name.tokens.start, lexicon).map(|(etype, s)| (etype, Some(s))),
            _ => None,
        };
        let told = before.or_else(|| apposition(text, doc, sentence, name.tokens.end, lexicon));
        if let Some((EntityType::Org, subtype)) = told.filter(|_| name.etype != EntityType::Org) {
            name.etype = EntityType::Org;
            name.subtype = subtype;
            name.by = MentionBy::Rule;
        }
    }
    let mut added: Vec<Name> = Vec::new();
    for sentence in doc.sentences.iter().filter(|s| s.kind != SentenceKind::Boilerplate) {
        let mut at = sentence.tokens.start;
        while at < sentence.tokens.end {
            let run = capitals(text, doc, sentence, at);
            at = run.end.max(at + 1);
            if run.is_empty() || !is_free(names, run) || !is_name(text, doc, sentence, run, lexicon) {
                continue;
            }
            let before = descriptor(text, doc, run.start, lexicon).map(|(etype, subtype)| (etype, Some(subtype)));
            if let Some((etype, subtype)) = before.or_else(|| apposition(text, doc, sentence, run.end, lexicon)) {
                added.push(Name { subtype, ..Name::by_rule(run, etype) });
            }
        }
    }
    names.extend(added);
    names.sort_by_key(|name| name.tokens.start);
}

/// What the noun right before `start`, behind an article, says of the name that begins there.
fn descriptor(text: &str, doc: &Document, start: u32, lexicon: &Lexicon) -> Option<(EntityType, crate::doc::Label)> {
    let noun = start.checked_sub(1)?;
    let tokens = &doc.tokens;
    let form = tokens.form(TokenId(noun), text);
    let lower_case = form.starts_with(char::is_lowercase);
    if !lower_case || tokens.xpos[noun as usize] != Xpos::Nn || tokens.upos[noun as usize] != Upos::Noun {
        return None;
    }
    let phrase = (noun.saturating_sub(REACH)..noun).rev();
    let mut before = phrase.take_while(|&t| {
        matches!(tokens.upos[t as usize], Upos::Noun | Upos::Adj | Upos::Det | Upos::Propn | Upos::Punct | Upos::Verb)
    });
    let article = before.any(|t| matches!(tokens.form(TokenId(t), text), "the" | "The" | "a" | "A" | "an" | "An"));
    let two_words = || {
        let first = tokens.form(TokenId(noun.checked_sub(1)?), text);
        lexicon.noun(&format!("{first} {form}"), false)
    };
    if article { two_words().or_else(|| lexicon.noun(form, false)) } else { None }
}

/// What an apposition behind a comma says of the name that ends there: *, an LGBT initiative based in …*.
fn apposition(
    text: &str,
    doc: &Document,
    sentence: &Sentence,
    comma: u32,
    lexicon: &Lexicon,
) -> Option<(EntityType, Option<crate::doc::Label>)> {
    let tokens = &doc.tokens;
    let form = |t: u32| if t < sentence.tokens.end { tokens.form(TokenId(t), text) } else { "" };
    if form(comma) != "," || !matches!(form(comma + 1), "a" | "an" | "the") {
        return None;
    }
    let phrase = (comma + 2..sentence.tokens.end.min(comma + 2 + LONGEST_APPOSITION)).take_while(|&t| {
        matches!(tokens.upos[t as usize], Upos::Noun | Upos::Adj | Upos::Propn) || tokens.xpos[t as usize] == Xpos::Hyph
    });
    let head = phrase.last().filter(|&t| tokens.xpos[t as usize] == Xpos::Nn)?;
    // *Ana Ruiz, the party's candidate*
    if matches!(form(head + 1), "'s" | "’s" | "'" | "’") {
        return None;
    }
    let noun = form(head);
    let body = || lexicon.is_head_word(noun).then_some((EntityType::Org, None));
    lexicon.noun(noun, false).map(|(etype, subtype)| (etype, Some(subtype))).or_else(body)
}

/// The words in capitals from `at` on; the last is tagged as a name.
fn capitals(text: &str, doc: &Document, sentence: &Sentence, at: u32) -> Span<Token> {
    let is_part = |t: &u32| {
        matches!(doc.tokens.upos[*t as usize], Upos::Propn | Upos::Adj | Upos::Noun)
            && doc.tokens.form(TokenId(*t), text).starts_with(char::is_uppercase)
    };
    let last = (at..sentence.tokens.end).take_while(is_part).last();
    let end = last.filter(|&last| doc.tokens.upos[last as usize] == Upos::Propn).map_or(at, |last| last + 1);
    Span::new(at, end)
}

/// Whether the words are no people, title, day, and no part of a longer noun phrase.
fn is_name(text: &str, doc: &Document, sentence: &Sentence, run: Span<Token>, lexicon: &Lexicon) -> bool {
    let other = |form: &str| {
        lexicon.demonym(form).is_some() || lexicon.title(form).is_some() || is_calendar_word(form) || form.len() < 3
    };
    let goes_on = run.end < sentence.tokens.end
        && matches!(doc.tokens.upos[run.end as usize], Upos::Noun | Upos::Propn | Upos::Num);
    !goes_on && !run.ids().any(|t| other(doc.tokens.form(t, text)))
}

#[cfg(test)]
mod tests {
    use crate::doc::EntityType;
    use crate::resolve::deeds::tests::entities;

    #[test]
    fn the_noun_before_a_name_tells_what_it_is() {
        for (text, name, etype) in [
            ("Police raided the newspaper Vostok.", "Vostok", EntityType::Org),
            ("The ministry banned the charity Liane Verte.", "Liane Verte", EntityType::Org),
            ("Police arrested the rapper Zoukman.", "Zoukman", EntityType::Per),
            ("They met Kora Verde, an initiative based in Almaty.", "Kora Verde", EntityType::Org),
        ] {
            assert!(entities(text).contains(&(name.to_owned(), etype)), "{text} {:?}", entities(text));
        }
        for text in ["Police raided the newspaper Friday.", "They joined the party Monday."] {
            assert!(entities(text).iter().all(|(name, _)| name != "Friday" && name != "Monday"), "{text}");
        }
    }
}
