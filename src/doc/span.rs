//! Half-open ranges that know what they count.

use std::{fmt, marker::PhantomData, ops::Range};

/// Unit of spans that count UTF-8 bytes of the article's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Byte {}

/// Unit of spans that count tokens of the article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Token {}

/// A half-open range `start..end` of bytes or of tokens. The two do not mix.
///
/// ```
/// use advocoder::doc::{Byte, Span};
/// let span: Span<Byte> = Span::new(4, 9);
/// assert_eq!(span.of("The Hague is calm"), "Hague");
/// ```
#[derive(PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span<U> {
    /// First position inside.
    pub start: u32,
    /// First position behind.
    pub end: u32,
    unit: PhantomData<fn() -> U>,
}

impl<U> Clone for Span<U> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<U> Copy for Span<U> {}

impl<U> Default for Span<U> {
    fn default() -> Self {
        Self::new(0, 0)
    }
}

impl<U> fmt::Debug for Span<U> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}

impl<U> Span<U> {
    /// The range from `start` up to, not including, `end`.
    pub const fn new(start: u32, end: u32) -> Self {
        Self { start, end, unit: PhantomData }
    }

    /// Number of positions inside.
    pub const fn len(self) -> usize {
        self.end.saturating_sub(self.start) as usize
    }

    /// Whether no position lies inside.
    pub const fn is_empty(self) -> bool {
        self.end <= self.start
    }

    /// Whether `position` lies inside.
    pub const fn contains(self, position: u32) -> bool {
        self.start <= position && position < self.end
    }

    /// Whether `other` lies wholly inside.
    pub const fn covers(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share a position.
    pub const fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest span that covers both.
    #[must_use]
    pub fn join(self, other: Self) -> Self {
        Self::new(self.start.min(other.start), self.end.max(other.end))
    }

    /// The positions as a `usize` range, for indexing.
    pub const fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

impl Span<Byte> {
    /// The piece of `text` that the span covers; empty where the span does not lie on character boundaries of it.
    pub fn of(self, text: &str) -> &str {
        text.get(self.range()).unwrap_or_default()
    }
}

impl Span<Token> {
    /// The ids of the tokens inside.
    pub fn ids(self) -> impl DoubleEndedIterator<Item = super::TokenId> + Clone {
        (self.start..self.end).map(super::TokenId)
    }
}
