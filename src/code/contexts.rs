//! PLOVER contexts: what field of life an event belongs to, by the words of its sentence and by who takes part.

use super::grammar::Grammar;
use super::rules::{self, Phrase, PhraseId, Rules};
use std::borrow::Cow;

use crate::doc::{Byte, Context, Document, EntityId, Sentence, Span, Token, TokenId};

/// A context holds from this score on.
const ENOUGH: f32 = 1.0;

/// Score of a word that is common elsewhere, and of a kind of participant.
const HINT: f32 = 0.5;

/// The contexts that the sentence and the participants show, in the order of the rule file: by one of their words, or by
/// two hints, which are words that are common elsewhere and kinds of participants.
pub fn find(
    rules: &Rules,
    grammar: &Grammar<'_>,
    doc: &Document,
    sentence: &Sentence,
    participants: &[EntityId],
) -> Vec<Context> {
    let is_at = |t: TokenId, phrase: &[String]| {
        phrase.iter().enumerate().all(|(i, word)| {
            let w = TokenId(t.0 + i as u32);
            sentence.tokens.contains(w.0) && grammar.lemma(w).eq_ignore_ascii_case(word)
        })
    };
    // The first place of each phrase that the sentence has, the phrases in order.
    let mut found: Vec<(PhraseId, TokenId)> = Vec::new();
    for t in sentence.tokens.ids() {
        let phrases = rules.context_phrases(&ascii_lower(grammar.lemma(t))).iter();
        let here = |id: &&PhraseId| is_at(t, &rules.contexts()[id.context as usize].phrases[id.phrase as usize].words);
        found.extend(phrases.filter(here).map(|&id| (id, t)));
    }
    found.sort_unstable();
    found.dedup_by_key(|(id, _)| *id);
    let score = |(number, context): (u32, &rules::Context)| {
        let mut score = 0.0;
        let mut evidence: Vec<Span<Byte>> = Vec::new();
        for (id, t) in found.iter().filter(|(id, _)| id.context == number) {
            let Phrase { words, enough } = &context.phrases[id.phrase as usize];
            let words: Span<Token> = Span::new(t.0, t.0 + words.len() as u32);
            evidence.push(doc.tokens.bytes(words));
            score += if *enough { ENOUGH } else { HINT };
        }
        for &id in participants {
            let entity = &doc.entities[id.index()];
            if context.actors.iter().any(|subtype| **subtype == *entity.subtype)
                && let Some(mention) = mention_in(doc, sentence, id)
                && !evidence.iter().any(|e| e.overlaps(mention))
            {
                evidence.push(mention);
                score += HINT;
            }
        }
        evidence.sort_by_key(|e| (e.start, e.end));
        (score >= ENOUGH).then(|| Context { name: context.name.clone(), score, evidence })
    };
    (0..).zip(rules.contexts()).filter_map(score).collect()
}

/// The word with small ASCII letters, in place where they are so already.
fn ascii_lower(word: &str) -> Cow<'_, str> {
    if word.bytes().any(|byte| byte.is_ascii_uppercase()) {
        Cow::Owned(word.to_ascii_lowercase())
    } else {
        Cow::Borrowed(word)
    }
}

fn mention_in(doc: &Document, sentence: &Sentence, id: EntityId) -> Option<Span<Byte>> {
    let mentions = doc.mentions.iter().filter(|m| m.entity == id);
    mentions.map(|m| m.bytes).find(|&bytes| sentence.bytes.covers(bytes))
}
