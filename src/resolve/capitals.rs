//! Capitals that act: in *Minsk rejected the demand* and *talks with Tehran* the city's name means the state.

use crate::doc::{Deprel, Document, Span, Token, TokenId, Tokens, Upos};

use super::lexicon::{Capital, Lexicon};
use super::names::head_of;

/// Verbs that a city does as a place.
const OF_PLACES: &[&str] = &[
    "be", "have", "lie", "fall", "see", "become", "remain", "host", "await", "brace", "wake", "grow", "stand", "boast",
];

/// Verbs whose object is someone who hears or is blamed.
const OF_HEARERS: &[&str] = &[
    "urge",
    "ask",
    "tell",
    "warn",
    "press",
    "pressure",
    "accuse",
    "blame",
    "condemn",
    "criticise",
    "criticize",
    "thank",
    "praise",
    "order",
    "sanction",
    "petition",
    "invite",
    "promise",
    "offer",
    "give",
    "send",
    "supply",
    "inform",
    "notify",
    "implore",
    "push",
];

/// What one demands or takes back from a government.
const ASKED_OF: &[&str] = &["recall", "demand", "request", "seek", "want", "expect", "extract", "win", "secure"];

/// What one says to a government.
const TOLD_TO: &[&str] = &["appeal", "complain", "protest", "apologise", "apologize", "suggest", "propose", "signal"];

/// The verb that a noun is the object of; a verb stands for itself.
fn verb_above(tokens: &Tokens, t: TokenId) -> &str {
    let above = tokens.head[t.index()];
    let object = tokens.upos[t.index()] != Upos::Verb && tokens.deprel[t.index()] == Deprel::Obj;
    tokens.lemma(if object { above } else { t })
}

/// The state that the name at `span` means; none where it means the city.
pub fn state<'l>(text: &str, doc: &Document, span: Span<Token>, lexicon: &'l Lexicon) -> Option<&'l Capital> {
    let capital = lexicon.capital(doc.tokens.bytes(span).of(text))?;
    let sentence = doc.sentences.get(doc.sentences.partition_point(|s| s.tokens.end <= span.start))?;
    (!sentence.dateline.contains(span.start) && acts(text, doc, head_of(doc, span))).then_some(capital)
}

fn acts(text: &str, doc: &Document, t: TokenId) -> bool {
    let tokens = &doc.tokens;
    let mut head = tokens.head[t.index()];
    let mut relation = tokens.deprel[t.index()];
    let own_case = doc.tree.child(tokens, t, Deprel::Case);
    if relation == Deprel::Conj && own_case.is_none() && head != t {
        (head, relation) = (tokens.head[head.index()], tokens.deprel[head.index()]);
    }
    let verb = tokens.lemma(head);
    let is_verb = tokens.upos[head.index()] == Upos::Verb;
    match relation {
        Deprel::Nsubj => is_verb && !OF_PLACES.contains(&verb),
        Deprel::Obj | Deprel::Iobj => is_verb && OF_HEARERS.contains(&verb),
        Deprel::OblAgent => true,
        Deprel::Obl | Deprel::Nmod => own_case.is_some_and(|case| {
            let word = tokens.form(case, text).to_lowercase();
            let called = word == "on" && matches!(verb, "call" | "urge" | "prevail");
            // *recalled its envoy from Managua*, *demanded reform from Cairo*, *complained to Rabat*
            let asked = word == "from" && ASKED_OF.contains(&verb_above(tokens, head));
            let told = word == "to" && is_verb && TOLD_TO.contains(&verb);
            called || asked || told || matches!(word.as_str(), "with" | "against" | "by" | "between")
        }),
        _ => false,
    }
}
