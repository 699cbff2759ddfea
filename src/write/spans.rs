//! Named mentions that do not overlap, for formats that allow no more.

use crate::doc::{Document, Mention, MentionKind};

/// The mentions by name (no noun phrases and pronouns), in text order; of those that overlap the longest.
pub(super) fn named(doc: &Document) -> Vec<&Mention> {
    let is_name = |mention: &&Mention| !matches!(mention.kind, MentionKind::Nominal | MentionKind::Pronoun);
    let mut mentions: Vec<_> =
        doc.mentions.iter().filter(is_name).filter(|mention| !mention.tokens.is_empty()).collect();
    mentions.sort_by_key(|mention| (std::cmp::Reverse(mention.bytes.end - mention.bytes.start), mention.bytes.start));
    let mut taken: Vec<&Mention> = Vec::new();
    for mention in mentions {
        let apart = |other: &&Mention| {
            other.bytes.end <= mention.bytes.start && other.tokens.end <= mention.tokens.start
                || mention.bytes.end <= other.bytes.start && mention.tokens.end <= other.tokens.start
        };
        if taken.iter().all(apart) {
            taken.push(mention);
        }
    }
    taken.sort_by_key(|mention| mention.bytes.start);
    taken
}
