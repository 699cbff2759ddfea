//! Gazetteer hits and mentions.

use super::{Byte, EntityId, EntityType, Span, Token, TokenId};

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

/// How a mention refers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MentionKind {
    /// By its full name.
    Name,
    /// By an acronym.
    Acronym,
    /// By another or shortened name.
    Alias,
    /// By a surname after the full name.
    Surname,
    /// By a noun phrase: *the delegation*, *the French prosecutor*.
    Nominal,
    /// By a pronoun.
    Pronoun,
}

/// What found a mention.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MentionBy {
    /// A gazetteer entry.
    Gazetteer,
    /// A rule of `resolve`.
    Rule,
    /// The learned name tagger.
    Model,
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
