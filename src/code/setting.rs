//! Where and when an event happened.

use super::arguments::{Anchor, Entities};
use super::grammar::Grammar;
use super::rules::Kind;
use crate::doc::{Deprel, Document, EntityId, TokenId, Upos};
use crate::resolve::dates::{self, DateMention};

/// Prepositions of places.
const LOCATIVE: &[&str] = &[
    "in",
    "at",
    "near",
    "outside",
    "inside",
    "across",
    "around",
    "on",
    "throughout",
    "over",
    "within",
    "along",
    "into",
];

/// The most specific place that a locative phrase of the event names.
pub fn place(grammar: &Grammar<'_>, entities: &Entities<'_>, anchor: Anchor) -> Option<EntityId> {
    let is_place = |t: &TokenId| entities.is(*t, Kind::Place, grammar);
    let locative = |t: TokenId| {
        let mut places: Vec<TokenId> = Vec::new();
        for preposition in LOCATIVE {
            places.extend(grammar.governed(t, preposition).filter(is_place));
            // *at a checkpoint near Homs*, *in the city of Aleppo*: the place inside the phrase.
            for phrase in grammar.governed(t, preposition).filter(|p| entities.at(*p).is_none()) {
                let inner = ["in", "near", "of", "outside", "at"]
                    .into_iter()
                    .flat_map(|p| grammar.governed(phrase, p).collect::<Vec<_>>());
                places.extend(inner.filter(is_place));
                places
                    .extend(grammar.all(phrase, &[Deprel::Compound, Deprel::Appos, Deprel::NmodDesc]).filter(is_place));
            }
        }
        places.sort();
        places.first().copied()
    };
    let own = [
        Some(anchor.head),
        anchor.object,
        grammar.child(anchor.head, &[Deprel::Obj]),
        grammar.child(anchor.head, &[Deprel::NsubjPass]),
    ];
    let governor = grammar.head(anchor.head).filter(|&h| {
        grammar.upos(anchor.head) == Upos::Noun && grammar.upos(h) == Upos::Verb || shares_place(grammar, anchor.head)
    });
    own.into_iter().flatten().chain(governor).find_map(locative).and_then(|t| entities.at(t))
}

/// A conjoined verb or an infinitive of purpose happens where its governor does.
fn shares_place(grammar: &Grammar<'_>, v: TokenId) -> bool {
    match grammar.deprel(v) {
        Deprel::Conj => grammar.child(v, super::grammar::SUBJECTS).is_none(),
        Deprel::Advcl => !grammar.is_finite(v),
        _ => false,
    }
}

/// The date expression that tells when the event at `v` was: the one nearest in the tree that hangs on no other verb.
pub fn date<'a>(
    grammar: &Grammar<'_>,
    doc: &Document,
    dates: &'a [DateMention],
    anchor: Anchor,
) -> Option<&'a DateMention> {
    dates
        .iter()
        .filter_map(|date| {
            let steps = distance(grammar, dates::head(doc, date), anchor)?;
            Some((steps, date))
        })
        .min_by_key(|(steps, date)| (*steps, date.tokens.start))
        .map(|(_, date)| date)
}

/// The number of steps from a date up to the trigger; none when another clause stands between.
fn distance(grammar: &Grammar<'_>, date: TokenId, anchor: Anchor) -> Option<u32> {
    let mut at = date;
    for steps in 1..=6 {
        let head = grammar.head(at)?;
        if head == anchor.head || Some(head) == anchor.object {
            return Some(steps);
        }
        if matches!(grammar.upos(head), Upos::Verb) || grammar.is_predicate(head) {
            // A date of the governing clause holds for nouns, conjoined verbs and purposes under it.
            let noun = grammar.upos(anchor.head) == Upos::Noun && grammar.head(anchor.head) == Some(head);
            let shared = grammar.head(anchor.head) == Some(head) && shares_place(grammar, anchor.head);
            return (noun || shared).then_some(steps + 2);
        }
        at = head;
    }
    None
}
