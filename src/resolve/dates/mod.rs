//! Date expressions, resolved against the article's date.
//!
//! A value has the precision that the text gives: `2021-06-14`, `2021-06` or `2021`. *On Wednesday* and *on 2 April* mean
//! one day of an event that has happened and another of one that is to come. *The same day* and *two days later* count
//! from the day told last. Without an article date relative expressions stay without a value.

mod calendar;
mod relative;
#[cfg(test)]
mod tests;
mod words;

use jiff::civil::Date;
use jiff::{Span as Duration, ToSpan};

use calendar::{day_and_month, iso, month_alone, year_alone};
use relative::{from_told, relative};
pub use words::{is_calendar_word, is_month};

use crate::doc::{Article, Document, MentionKind, Sentence, Span, Token, TokenId};

/// A date expression in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateMention {
    /// Its tokens, without a preposition.
    pub tokens: Span<Token>,
    /// What day, month or year it tells.
    pub when: When,
}

/// What a date expression tells. Values are ISO 8601 at the precision that is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum When {
    /// One date, whatever the event.
    Stated(String),
    /// One date of an event that lies behind, another of one that lies ahead.
    Either {
        /// The last such day or month.
        past: String,
        /// The next one.
        ahead: String,
    },
    /// Counted from the day told last: *the same day*, *a day later*.
    FromTold(Step),
    /// Counted from the occasion that the word behind introduces: *two days after …*.
    FromOccasion(Step),
    /// No day, month or year can be told: *since 2011*, *last week*, *every Thursday*, or no article date.
    Open,
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
    pub fn from(self, date: Date) -> Option<String> {
        let by: Duration = match self.unit {
            Unit::Day => self.count.days(),
            Unit::Week => self.count.weeks(),
            Unit::Month => self.count.months(),
            Unit::Year => self.count.years(),
        };
        let text = date.checked_add(by).ok()?.to_string();
        let precision = match self.unit {
            Unit::Day | Unit::Week => 10,
            Unit::Month => 7,
            Unit::Year => 4,
        };
        text.get(..precision).map(str::to_owned)
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
    /// The value for an event on that side of the article's date; `told` is the day told last before it.
    pub fn value(&self, side: Side, told: Option<Date>) -> Option<String> {
        match &self.when {
            When::Stated(value) => Some(value.clone()),
            When::Either { past, ahead } => Some(if side == Side::Past { past.clone() } else { ahead.clone() }),
            When::FromTold(step) => step.from(told?),
            When::FromOccasion(_) | When::Open => None,
        }
    }
}

/// What dates of an article are counted from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reference {
    /// The article's date, or the full date of its dateline.
    pub today: Option<Date>,
    /// The first full date in the text of an article without a date: it tells the year of the others.
    stated: Option<Date>,
}

impl Reference {
    /// The reference of an article.
    pub fn of(article: &Article, doc: &Document) -> Self {
        if article.date.is_some() {
            return Self { today: article.date, stated: None };
        }
        let mut stated = None;
        for sentence in &doc.sentences {
            for date in scan(&article.text, doc, sentence, Self::default()) {
                let When::Stated(value) = &date.when else { continue };
                if let Ok(full) = value.parse::<Date>() {
                    if sentence.dateline.covers(date.tokens) {
                        return Self { today: Some(full), stated: None };
                    }
                    stated = stated.or(Some(full));
                }
            }
        }
        Self { today: None, stated }
    }

    /// The reference that a bare date counts from.
    #[cfg(test)]
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
        if let Some((len, when)) = at_start(&forms[at..], at.checked_sub(1).map(|i| forms[i]), reference) {
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
    let today = reference.today;
    iso(words)
        .or_else(|| from_told(words, before))
        .or_else(|| day_and_month(words, reference))
        .or_else(|| month_alone(words, before, today))
        .or_else(|| relative(words, before, today))
        .or_else(|| year_alone(words, before))
}

fn stated(value: Option<String>) -> When {
    value.map_or(When::Open, When::Stated)
}

fn either(past: Option<Date>, ahead: Option<Date>, precision: usize) -> When {
    let text = |date: Date| date.to_string().chars().take(precision).collect::<String>();
    match (past.map(text), ahead.map(text)) {
        (Some(past), Some(ahead)) if past != ahead => When::Either { past, ahead },
        (Some(value), _) | (None, Some(value)) => When::Stated(value),
        (None, None) => When::Open,
    }
}

/// The token that governs a date expression in the tree.
pub fn head(doc: &Document, date: &DateMention) -> TokenId {
    super::names::head_of(doc, date.tokens)
}
