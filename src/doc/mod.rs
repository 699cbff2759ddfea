//! The central data types: what the stages fill and hand on.
//!
//! A [`Document`] is a set of parallel vectors that a worker owns and reuses; every element is reached by a
//! typed id ([`TokenId`], [`EntityId`], …) and points into the article's text by a typed [`Span`]. This module
//! knows no stage.

mod entity;
mod event;
mod mention;
mod relation;
mod span;
mod token;
mod tree;

pub use entity::{Candidate, Clue, Coordinates, Country, Entity, EntityId, EntityType, Holder, Link, Role};
pub use event::{Context, Count, Counted, Event, EventId, EventType, Status};
pub use mention::{Hit, Mention, MentionBy, MentionId, MentionKind, Why};
pub use relation::Deprel;
pub use span::{Byte, Span, Token};
pub use token::{Sentence, SentenceId, SentenceKind, TokenId, Tokens, Upos, Xpos};
pub use tree::Tree;

/// A word of the rules' or the gazetteer's vocabulary (an act, a subtype), shared rather than copied.
pub type Label = std::sync::Arc<str>;

/// One text to analyse, with what is known about it. The text is never changed; all offsets point into it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Article {
    /// The caller's name for the article.
    pub id: String,
    /// Headline, where the source keeps it apart from the text.
    pub title: Option<String>,
    /// Publication date, against which relative dates are resolved.
    pub date: Option<jiff::civil::Date>,
    /// The text, at most `u32::MAX` bytes.
    pub text: String,
    /// Where the article was read.
    pub source: Source,
}

/// Where an article was read: file and record number, counted from 1.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Source {
    /// Path as given on the command line, `-` for standard input.
    pub file: Option<String>,
    /// Line or record in that file, counted from 1.
    pub record: Option<u64>,
}

/// Everything the stages found in one article. Cleared and reused by a worker, so that it allocates little.
#[derive(Debug, Default)]
pub struct Document {
    /// Tokens of the whole article in text order.
    pub tokens: Tokens,
    /// Dependency trees of the sentences, indexed from head to dependents.
    pub tree: Tree,
    /// Sentences in text order; together they hold every token once.
    pub sentences: Vec<Sentence>,
    /// Gazetteer matches in text order, not overlapping.
    pub hits: Vec<Hit>,
    /// Mentions in text order.
    pub mentions: Vec<Mention>,
    /// Entities in order of their first mention.
    pub entities: Vec<Entity>,
    /// Events in order of their triggers.
    pub events: Vec<Event>,
    /// The country that most names of the article are of.
    pub focus: Option<Country>,
}

impl Document {
    /// Forgets the last article and keeps the buffers.
    pub fn clear(&mut self) {
        self.tokens.clear();
        self.tree.clear();
        self.sentences.clear();
        self.hits.clear();
        self.mentions.clear();
        self.entities.clear();
        self.events.clear();
        self.focus = None;
    }
}

/// What was found in one article: a view of the article and of a worker's [`Document`].
#[derive(Clone, Copy, Debug)]
pub struct Analysis<'a> {
    /// The article that was analysed.
    pub article: &'a Article,
    /// What was found in it.
    pub doc: &'a Document,
}
