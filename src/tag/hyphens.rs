//! Nouns of a verb and a particle: *a sit-in*, *the walk-out*. The tokenizer parts them at the hyphen, and the tagger takes
//! the particle for a preposition.

use super::Tagger;
use crate::doc::{Document, SentenceKind, TokenId, Tokens, Upos, Xpos};

/// The tokens behind `t` that make one noun with it, once [`apply`] has tagged them: *sit* of *sit-in*.
pub fn rest_of_noun(text: &str, tokens: &Tokens, t: TokenId, end: u32) -> Option<[TokenId; 2]> {
    let [hyphen, particle] = [t.0 + 1, t.0 + 2].map(TokenId);
    let is_one = particle.0 < end
        && tokens.upos[t.index()] == Upos::Noun
        && tokens.upos[particle.index()] == Upos::Noun
        && is_joined(text, tokens, [t, hyphen, particle]);
    is_one.then_some([hyphen, particle])
}

/// Whether the last is a particle that a hyphen, the second, joins to the first.
fn is_joined(text: &str, tokens: &Tokens, [half, hyphen, particle]: [TokenId; 3]) -> bool {
    tokens.span[half.index()].end == tokens.span[hyphen.index()].start
        && tokens.span[hyphen.index()].end == tokens.span[particle.index()].start
        && tokens.form(hyphen, text) == "-"
        && PARTICLES.contains(&tokens.form(particle, text))
}

const PARTICLES: [&str; 10] = ["in", "ins", "out", "outs", "off", "offs", "down", "downs", "up", "ups"];

/// Tags both halves as nouns, where the whole stands behind an article or another word that opens a noun phrase.
pub fn apply(tagger: &Tagger, text: &str, doc: &mut Document) {
    let Document { sentences, tokens, .. } = doc;
    for sentence in sentences.iter().filter(|s| s.kind != SentenceKind::Boilerplate) {
        for i in sentence.tokens.start + 1..sentence.tokens.end.saturating_sub(2) {
            let [half, hyphen, particle] = [i, i + 1, i + 2].map(TokenId);
            let verb = tokens.form(half, text);
            if !is_joined(text, tokens, [half, hyphen, particle]) || !tagger.can_be_verb(verb) {
                continue;
            }
            let opens = matches!(
                tokens.xpos[half.index() - 1],
                Xpos::Dt | Xpos::Jj | Xpos::PrpPoss | Xpos::Cd | Xpos::Vbg | Xpos::Nn | Xpos::Pos
            );
            let plural = tokens.form(particle, text).ends_with('s');
            if opens || plural {
                tagger.retag(text, tokens, half, Xpos::Nn, Upos::Noun);
                tagger.retag(text, tokens, particle, if plural { Xpos::Nns } else { Xpos::Nn }, Upos::Noun);
            }
        }
    }
}
