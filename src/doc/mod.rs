//! The central data types: what the stages fill and hand on.
//!
//! A [`Document`] is a set of parallel vectors that a worker owns and reuses; every element is reached by a
//! typed id ([`TokenId`], [`EntityId`], …) and points into the article's text by a typed [`Span`]. This module
//! knows no stage.

mod entity;
mod event;
mod mention;
mod period;
mod relation;
mod span;
mod token;
mod tree;

pub use entity::{Candidate, Clue, Coordinates, Country, Entity, EntityId, EntityType, Holder, Link, Role};
pub use event::{Context, Count, Counted, Event, EventId, EventType, Status};
pub use mention::{Hit, Mention, MentionBy, MentionId, MentionKind, Why};
pub use period::{Period, Precision};
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
    /// Language of the text where it is known to be none that the model reads, ISO 639-1 or, where there is none, 639-3.
    pub lang: Option<&'static str>,
    /// Why the article is to be passed through without entities and events: `lang`.
    pub skipped: Option<&'static str>,
    /// Where the article was read.
    pub source: Source,
}

/// Where an article was read, and what became of its text on the way.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Source {
    /// Path as given on the command line, `-` for standard input.
    pub file: Option<String>,
    /// Line or record in that file, counted from 1.
    pub record: Option<u64>,
    /// Address of the page.
    pub url: Option<String>,
    /// Who wrote it, as the page says.
    pub byline: Option<String>,
    /// Encoding that the text was decoded from, where it was not UTF-8; its WHATWG name, `windows-1252`.
    pub encoding: Option<&'static str>,
    /// Length of the whole text in bytes, where the article holds only its beginning.
    pub truncated: Option<u64>,
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
    /// The date of publication that the text tells, of an article that has no date.
    pub dateline: Option<jiff::civil::Date>,
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
        self.dateline = None;
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

impl Analysis<'_> {
    /// The article's date, or the one that its text tells.
    pub fn date(&self) -> Option<jiff::civil::Date> {
        self.article.date.or(self.doc.dateline)
    }
}
