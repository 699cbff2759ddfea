//! Dates of the calendar: *14 June 2021*, *June 14*, *in June*, *2020-02-03*, *in 2012*.

use jiff::civil::Date;

use super::words::{day, lower, month, year};
use super::{Reference, When, either, stated};
use crate::doc::{Period, Precision};

pub(super) fn iso(words: &[&str]) -> Option<(usize, When)> {
    let date: Date = words[0].parse().ok()?;
    (words[0].len() == 10).then(|| (1, When::Stated(Period::day(date))))
}

/// *14 June*, *14 June 2021*, *June 14, 2021*, *the 14th of June*; of *16 and 17 June* and *5-6 April* both.
pub(super) fn day_and_month(words: &[&str], reference: Reference) -> Option<(usize, When)> {
    let word = |i: usize| words.get(i).copied().unwrap_or_default();
    let (first, mut last, mut at) = days(words);
    let (d, m) = if let Some(d) = first {
        at += usize::from(word(at) == "of");
        (d, month(word(at))?)
    } else {
        let m = month(word(0))?;
        let (first, second, len) = days(words.get(1..).unwrap_or_default());
        (last, at) = (second, len);
        (first?, m)
    };
    let mut len = at + 1;
    let comma = usize::from(word(len) == ",");
    let given = year(word(len + comma));
    if given.is_some() {
        len += comma + 1;
    }
    let base = given.or(reference.stated.filter(|_| reference.today.is_none()).map(Date::year));
    let of_year = |y: i16| {
        let start = Period::day(Date::new(y, m, d).ok()?);
        let end = last.and_then(|d| Date::new(y, m, d).ok()).map(Period::day);
        Some(end.and_then(|end| start.through(end)).unwrap_or(start))
    };
    let when = match (base, reference.today) {
        (Some(y), _) => stated(of_year(y)),
        (None, Some(today)) => {
            let starts = |y: i16| Some((of_year(y)?.first_day()?, y));
            let around = |years: [i16; 2]| years.map(|shift| starts(today.year() + shift)).into_iter().flatten();
            let past = around([0, -1]).find(|(date, _)| *date <= today);
            let ahead = around([0, 1]).find(|(date, _)| *date >= today);
            let days = |a: Date, b: Date| a.until(b).map_or(i32::MAX, |span| span.get_days());
            match (past, ahead) {
                // *announced a march on 2 April*: what is close ahead and nearly a year behind lies ahead.
                (Some((p, _)), Some((a, y))) if days(p, today) > 300 && days(today, a) < 60 => stated(of_year(y)),
                _ => either(past.and_then(|(_, y)| of_year(y)), ahead.and_then(|(_, y)| of_year(y))),
            }
        }
        (None, None) => When::Open,
    };
    Some((len, when))
}

/// One or two days at the start of `words`, with the number of words: *14*, *16 and 17*, *5-6*.
fn days(words: &[&str]) -> (Option<i8>, Option<i8>, usize) {
    let word = |i: usize| words.get(i).copied().unwrap_or_default();
    if let Some((first, last)) = word(0).split_once(['-', '–']) {
        let last = day(last);
        return (last.and(day(first)), last, 1);
    }
    let joined = matches!(word(1), "and" | "to" | "until" | "through" | "-" | "–" | "/");
    let last = day(word(2)).filter(|_| joined);
    (day(word(0)), last, if last.is_some() { 3 } else { 1 })
}

/// *in March 2012*, *last March*, *in June*, *mid-February*.
pub(super) fn month_alone(words: &[&str], before: Option<&str>, today: Option<Date>) -> Option<(usize, When)> {
    let first = lower(words[0]);
    let part = ["early", "mid", "late"].into_iter().find(|part| first.starts_with(part));
    let hyphened = part.and_then(|part| first.strip_prefix(part)?.strip_prefix('-')).and_then(month);
    let which = matches!(&*first, "last" | "next" | "this" | "early" | "late" | "mid").then_some(&*first);
    let hyphen = usize::from(which.is_some() && words.get(1) == Some(&"-"));
    let skip = usize::from(which.is_some()) + hyphen;
    let name = words.get(skip)?;
    let m = match hyphened {
        Some(m) => m,
        None if name.starts_with(char::is_uppercase) => month(name)?,
        None => return None,
    };
    let of = usize::from(matches!(words.get(skip + 1), Some(&("of" | ","))));
    if let Some(y) = words.get(skip + 1 + of).and_then(|w| year(w)) {
        let when = stated(Date::new(y, m, 1).ok().map(Period::month));
        return Some((skip + 2 + of, when.map(|month| part_of(month, part))));
    }
    let before = before.map(lower).unwrap_or_default();
    // *May* and *March* alone are verbs and names too.
    let cue = which.is_some()
        || hyphened.is_some()
        || matches!(&*before, "in" | "since" | "until" | "by" | "of" | "during" | "from" | "late" | "early");
    if !cue {
        return None;
    }
    let when = match today {
        None => When::Open,
        Some(today) => {
            let of_year = |y: i16| Date::new(y, m, 1).ok().map(Period::month);
            let this_year = of_year(today.year());
            let past = if m > today.month() || which == Some("last") && m == today.month() {
                of_year(today.year() - 1)
            } else {
                this_year
            };
            let ahead = if m < today.month() || which == Some("next") && m == today.month() {
                of_year(today.year() + 1)
            } else {
                this_year
            };
            match which {
                Some("last") => either(past, past),
                Some("next") => either(ahead, ahead),
                Some("this") => either(this_year, this_year),
                _ => either(past, ahead),
            }
        }
    };
    Some((skip + 1, when.map(|month| part_of(month, part))))
}

/// *early*, *mid* and *late* are about a third of the month each.
fn part_of(month: Period, part: Option<&str>) -> Period {
    let (Some(part), Some(first), Some(last)) = (part, month.start, month.end) else { return month };
    let day = |d: i8| Date::new(first.year(), first.month(), d).unwrap_or(last);
    let (start, end) = match part {
        "early" => (first, day(10)),
        "mid" => (day(11), day(20)),
        _ => (day(21), last),
    };
    Period::of_month(start, end, Precision::Range)
}

/// *in 2012*, *since 2011*.
pub(super) fn year_alone(words: &[&str], before: Option<&str>) -> Option<(usize, When)> {
    let y = year(words[0])?;
    let before = before.map(lower).unwrap_or_default();
    match &*before {
        "in" | "of" | "during" | "early" | "late" | "mid" | "," | "(" | "from" | "since" | "until" | "till" => {
            Some((1, stated(Date::new(y, 1, 1).ok().map(Period::year))))
        }
        "by" | "before" | "after" => Some((1, When::Open)),
        _ => None,
    }
}
