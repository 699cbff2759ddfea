//! Nouns of a verb and a particle: *a sit-in*, *the walk-out*. The tokenizer parts them at the hyphen, and the tagger takes
//! the particle for a preposition.

use super::Tagger;
use crate::doc::{Document, SentenceKind, TokenId, Upos, Xpos};

const PARTICLES: [&str; 10] = ["in", "ins", "out", "outs", "off", "offs", "down", "downs", "up", "ups"];

/// Tags both halves as nouns, where the whole stands behind an article or another word that opens a noun phrase.
pub fn apply(tagger: &Tagger, text: &str, doc: &mut Document) {
    let Document { sentences, tokens, .. } = doc;
    for sentence in sentences.iter().filter(|s| s.kind != SentenceKind::Boilerplate) {
        for i in sentence.tokens.start + 1..sentence.tokens.end.saturating_sub(2) {
            let [half, hyphen, particle] = [i, i + 1, i + 2].map(TokenId);
            let joined = tokens.span[half.index()].end == tokens.span[hyphen.index()].start
                && tokens.span[hyphen.index()].end == tokens.span[particle.index()].start
                && tokens.form(hyphen, text) == "-";
            let verb = tokens.form(half, text);
            if !joined || !PARTICLES.contains(&tokens.form(particle, text)) || !tagger.can_be_verb(verb) {
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
