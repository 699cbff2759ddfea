//! Gazetteer hits and mentions.

use super::{Byte, EntityId, EntityType, Span, Token, TokenId, relation::notation};

/// A mention's place in the article's list of mentions, counted from 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct MentionId(pub u32);

/// A gazetteer name found in the text. It may be ambiguous: the gazetteer lists all its candidate entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The name's bytes in the text, without a possessive 's.
    pub bytes: Span<Byte>,
    /// The tokens it covers.
    pub tokens: Span<Token>,
    /// The name in the gazetteer; `Gazetteer::candidates` gives its entries, best first.
    pub name: u32,
}

notation! {
    /// How a mention refers.
    MentionKind {
        /// By its full name.
        Name "name",
        /// By an acronym.
        Acronym "acronym",
        /// By another or shortened name.
        Alias "alias",
        /// By a surname after the full name.
        Surname "surname",
        /// By a noun phrase: *the delegation*, *the French prosecutor*.
        Nominal "nominal",
        /// By a pronoun.
        Pronoun "pronoun",
    }
}

notation! {
    /// What found a mention.
    MentionBy {
        /// A gazetteer entry.
        Gazetteer "gazetteer",
        /// A rule of `resolve`.
        Rule "rule",
        /// The learned name tagger.
        Model "model",
    }
}

/// A stretch of text that refers to an entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mention {
    /// Its bytes in the text.
    pub bytes: Span<Byte>,
    /// Its tokens.
    pub tokens: Span<Token>,
    /// The token that stands for it in the dependency tree.
    pub head: TokenId,
    /// Type of what it refers to.
    pub etype: EntityType,
    /// How it refers.
    pub kind: MentionKind,
    /// What found it.
    pub by: MentionBy,
    /// The entity it belongs to.
    pub entity: EntityId,
}
