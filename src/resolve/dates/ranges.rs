//! Dates with two ends: *from 28 May to 3 June*, *between 2011 and 2014*, *March–May 2023*, *the first week of June*; and with
//! one: *since March*, *until 2014*.

use jiff::civil::Date;

use super::calendar::month_alone;
use super::words::lower;
use super::{Reference, When, point};
use crate::doc::{Period, Precision};

/// The most words of a range's first date.
const LONGEST: usize = 5;

/// The range at the start of `words`, with its number of words; `before` is the word in front of it.
pub(super) fn at_start(words: &[&str], before: Option<&str>, reference: Reference) -> Option<(usize, When)> {
    let cue = before.map(lower).unwrap_or_default();
    two_ends(words, &cue, reference)
        .or_else(|| week_of_month(words, reference.today))
        .or_else(|| one_end(words, before, &cue, reference))
}

/// *from 28 May to 3 June*, *between March and May*, *Monday–Wednesday*. Days of one month (*3 to 7 May*) are read with it.
fn two_ends(words: &[&str], cue: &str, reference: Reference) -> Option<(usize, When)> {
    let joins = |word: &str| match cue {
        "between" => word == "and",
        "from" => matches!(word, "to" | "until" | "till" | "through" | "-" | "–"),
        _ => matches!(word, "-" | "–" | "through"),
    };
    let at = (1..words.len().min(LONGEST + 1)).find(|&i| joins(words[i]))?;
    let (len, last) = point(words.get(at + 1..).filter(|rest| !rest.is_empty())?, Some("in"), reference)?;
    // The first date is the last such one before the second: *from 28 May to 3 June 2021*.
    let first = |last: Period| {
        let counts_from_today = matches!(words[0], "today" | "yesterday" | "tomorrow");
        let reference = if counts_from_today { reference } else { Reference::on(last.end) };
        let cue = if matches!(cue, "between" | "from") { "in" } else { cue };
        match point(&words[..at], Some(cue), reference)? {
            (len, When::Stated(first) | When::Either { past: first, .. }) if len == at => first.through(last),
            _ => None,
        }
    };
    let when = match last {
        When::Stated(last) => When::Stated(first(last)?),
        When::Either { past, ahead } => When::Either { past: first(past)?, ahead: first(ahead)? },
        _ => return None,
    };
    Some((at + 1 + len, when))
}

/// *the first week of June*, *the last week of May 2021*.
fn week_of_month(words: &[&str], today: Option<Date>) -> Option<(usize, When)> {
    let word = |i: usize| lower(words.get(i).unwrap_or(&""));
    let at = usize::from(word(0) == "the");
    let nth: i8 = match &*word(at) {
        "first" => 0,
        "second" => 1,
        "third" => 2,
        "fourth" => 3,
        "last" | "final" => -1,
        _ => return None,
    };
    if word(at + 1) != "week" || !matches!(&*word(at + 2), "of" | "in") {
        return None;
    }
    let (len, month) = month_alone(words.get(at + 3..).filter(|rest| !rest.is_empty())?, Some("of"), today)?;
    let week = |month: Period| {
        let (Some(first), Some(last)) = (month.start, month.end) else { return month };
        let start = if nth < 0 { last.day() - 6 } else { 7 * nth + 1 };
        let day = |d: i8| Date::new(first.year(), first.month(), d).unwrap_or(last);
        Period::of_month(day(start), day(start + 6), Precision::Week)
    };
    Some((at + 3 + len, month.map(week)))
}

/// *since March*, *until 2014*.
fn one_end(words: &[&str], before: Option<&str>, cue: &str, reference: Reference) -> Option<(usize, When)> {
    let change: fn(Period) -> Period = match cue {
        "since" => Period::onwards,
        "until" | "till" => Period::up_to,
        _ => return None,
    };
    let (len, when) = point(words, before, reference)?;
    let when = match when {
        // What has gone on since then began behind.
        When::Either { past, .. } if cue == "since" => When::Stated(past),
        other => other,
    };
    Some((len, when.map(change)))
}
