//! Date expressions, resolved against the article's date.
//!
//! A value is a [`Period`]: a day, a week, a month, a year, or a range with its first and last day. *On Wednesday* and *on 2 April* mean
//! one day of an event that has happened and another of one that is to come. *The same day* and *two days later* count
//! from the day told last. Without an article date relative expressions stay without a value.

mod calendar;
mod published;
mod ranges;
mod relative;
#[cfg(test)]
mod tests;
mod words;

use jiff::civil::Date;
use jiff::{Span as Duration, ToSpan};

use calendar::{day_and_month, iso, month_alone, year_alone};
pub use published::Datelines;
use relative::{from_told, lately, relative};
pub use words::{is_calendar_word, is_month};

use crate::doc::{Article, Document, MentionKind, Period, Sentence, Span, Token, TokenId};

/// A date expression in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateMention {
    /// Its tokens, without a preposition.
    pub tokens: Span<Token>,
    /// What day, month or year it tells.
    pub when: When,
}

/// What a date expression tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum When {
    /// One date, whatever the event.
    Stated(Period),
    /// One date of an event that lies behind, another of one that lies ahead.
    Either {
        /// The last such day or month.
        past: Period,
        /// The next one.
        ahead: Period,
    },
    /// Counted from the day told last: *the same day*, *a day later*.
    FromTold(Step),
    /// Counted from the occasion that the word behind introduces: *two days after …*.
    FromOccasion(Step),
    /// Nothing can be told: *every Thursday*, or no article date to count from.
    Open,
}

impl When {
    /// The same with each of its periods changed.
    fn map(self, change: impl Fn(Period) -> Period) -> Self {
        match self {
            Self::Stated(period) => Self::Stated(change(period)),
            Self::Either { past, ahead } => Self::Either { past: change(past), ahead: change(ahead) },
            other => other,
        }
    }
}

/// A distance in time; negative for earlier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    count: i64,
    unit: Unit,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unit {
    Day,
    Week,
    Month,
    Year,
}

impl Step {
    const SAME_DAY: Self = Self { count: 0, unit: Unit::Day };

    /// The date that far from `date`, at the precision of the unit; a count of zero is the day itself.
    pub fn from(self, date: Date) -> Option<Period> {
        let by: Duration = match self.unit {
            Unit::Day => self.count.days(),
            Unit::Week => self.count.weeks(),
            Unit::Month => self.count.months(),
            Unit::Year => self.count.years(),
        };
        let date = date.checked_add(by).ok()?;
        Some(match self.unit {
            Unit::Day | Unit::Week => Period::day(date),
            Unit::Month => Period::month(date),
            Unit::Year => Period::year(date),
        })
    }

    /// The same distance the other way.
    #[must_use]
    pub fn reversed(self) -> Self {
        Self { count: -self.count, ..self }
    }
}

/// Whether an event has happened, is to come, or may be either.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// It lies behind.
    Past,
    /// It lies ahead.
    Ahead,
}

impl DateMention {
    /// The day, where the words tell it with its year.
    fn full(&self) -> Option<Date> {
        match &self.when {
            When::Stated(period) => period.first_day(),
            _ => None,
        }
    }

    /// The value for an event on that side of the article's date; `told` is the day told last before it.
    pub fn value(&self, side: Side, told: Option<Date>) -> Option<Period> {
        match &self.when {
            When::Stated(value) => Some(*value),
            When::Either { past, ahead } => Some(if side == Side::Past { *past } else { *ahead }),
            When::FromTold(step) => step.from(told?),
            When::FromOccasion(_) | When::Open => None,
        }
    }
}

/// What dates of an article are counted from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reference {
    /// The article's date, or the one that its text tells.
    pub today: Option<Date>,
    /// The first full date in the text of an article without a date: it tells the year of the others.
    stated: Option<Date>,
}

impl Reference {
    /// The reference of an article.
    pub fn of(article: &Article, doc: &Document) -> Self {
        let today = article.date.or(doc.dateline);
        let dates = |sentence| scan(&article.text, doc, sentence, Self::default());
        let stated = || doc.sentences.iter().flat_map(dates).find_map(|date| date.full());
        Self { today, stated: if today.is_none() { stated() } else { None } }
    }

    /// The reference that a bare date counts from.
    fn on(today: Option<Date>) -> Self {
        Self { today, stated: None }
    }
}

/// Finds the date expressions of a sentence, in text order. Those inside names (*the March 23 Movement*) and in the
/// dateline tell no event's date and are left out.
pub fn find(text: &str, doc: &Document, sentence: &Sentence, reference: Reference) -> Vec<DateMention> {
    let mut found = scan(text, doc, sentence, reference);
    if found.is_empty() {
        return found;
    }
    let named = |tokens: Span<Token>| {
        doc.mentions.iter().any(|m| {
            !matches!(m.kind, MentionKind::Nominal | MentionKind::Pronoun)
                && m.tokens.overlaps(tokens)
                && m.tokens.len() > tokens.len()
        })
    };
    found.retain(|date| !sentence.dateline.covers(date.tokens) && !named(date.tokens));
    found
}

fn scan(text: &str, doc: &Document, sentence: &Sentence, reference: Reference) -> Vec<DateMention> {
    let forms: Vec<&str> = sentence.tokens.ids().map(|t| doc.tokens.form(t, text)).collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < forms.len() {
        let before = at.checked_sub(1).map(|i| forms[i]);
        let date = words::may_open(&forms[at..]).then(|| at_start(&forms[at..], before, reference)).flatten();
        if let Some((len, when)) = date {
            let start = sentence.tokens.start + at as u32;
            found.push(DateMention { tokens: Span::new(start, start + len as u32), when });
            at += len;
        } else {
            at += 1;
        }
    }
    found
}

/// The date expression at the start of `words`, with its number of words.
fn at_start(words: &[&str], before: Option<&str>, reference: Reference) -> Option<(usize, When)> {
    ranges::at_start(words, before, reference).or_else(|| point(words, before, reference))
}

/// A date expression that is no range, at the start of `words`.
fn point(words: &[&str], before: Option<&str>, reference: Reference) -> Option<(usize, When)> {
    let today = reference.today;
    iso(words)
        .or_else(|| from_told(words, before))
        .or_else(|| lately(words, today))
        .or_else(|| day_and_month(words, reference))
        .or_else(|| month_alone(words, before, today))
        .or_else(|| relative(words, before, today))
        .or_else(|| year_alone(words, before))
}

fn stated(value: Option<Period>) -> When {
    value.map_or(When::Open, When::Stated)
}

fn either(past: Option<Period>, ahead: Option<Period>) -> When {
    match (past, ahead) {
        (Some(past), Some(ahead)) if past != ahead => When::Either { past, ahead },
        (Some(value), _) | (None, Some(value)) => When::Stated(value),
        (None, None) => When::Open,
    }
}

/// The token that governs a date expression in the tree.
pub fn head(doc: &Document, date: &DateMention) -> TokenId {
    super::names::head_of(doc, date.tokens)
}
