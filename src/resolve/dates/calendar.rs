//! Dates of the calendar: *14 June 2021*, *June 14*, *in June*, *2020-02-03*, *in 2012*.

use jiff::civil::Date;

use super::words::{day, month, year};
use super::{Reference, When, either, stated};

pub(super) fn iso(words: &[&str]) -> Option<(usize, When)> {
    let date: Date = words[0].parse().ok()?;
    (words[0].len() == 10).then(|| (1, When::Stated(date.to_string())))
}

/// *14 June*, *14 June 2021*, *June 14, 2021*, *the 14th of June*; of *16 and 17 June* and *5-6 April* the first day.
pub(super) fn day_and_month(words: &[&str], reference: Reference) -> Option<(usize, When)> {
    let word = |i: usize| words.get(i).copied().unwrap_or_default();
    let (first, mut at) = days(words);
    let (d, m) = if let Some(d) = first {
        at += usize::from(word(at) == "of");
        (d, month(word(at))?)
    } else {
        let m = month(word(0))?;
        let (first, len) = days(words.get(1..).unwrap_or_default());
        at = len;
        (first?, m)
    };
    let mut len = at + 1;
    let comma = usize::from(word(len) == ",");
    let given = year(word(len + comma));
    if given.is_some() {
        len += comma + 1;
    }
    let base = given.or(reference
        .stated
        .filter(|_| reference.today.is_none())
        .map(Date::year));
    let when = match (base, reference.today) {
        (Some(y), _) => stated(Date::new(y, m, d).ok().map(|v| v.to_string())),
        (None, Some(today)) => {
            let around =
                |years: [i16; 2]| years.map(|shift| Date::new(today.year() + shift, m, d).ok());
            let past = around([0, -1])
                .into_iter()
                .flatten()
                .find(|date| *date <= today);
            let ahead = around([0, 1])
                .into_iter()
                .flatten()
                .find(|date| *date >= today);
            let days = |a: Date, b: Date| a.until(b).map_or(i32::MAX, |span| span.get_days());
            match (past, ahead) {
                // *announced a march on 2 April*: what is close ahead and nearly a year behind lies ahead.
                (Some(p), Some(a)) if days(p, today) > 300 && days(today, a) < 60 => {
                    stated(Some(a.to_string()))
                }
                _ => either(past, ahead, 10),
            }
        }
        (None, None) => When::Open,
    };
    Some((len, when))
}

/// The first of one or two days at the start of `words`, with the number of words: *14*, *16 and 17*, *5-6*.
fn days(words: &[&str]) -> (Option<i8>, usize) {
    let word = |i: usize| words.get(i).copied().unwrap_or_default();
    if let Some((first, second)) = word(0).split_once(['-', '–']) {
        return (day(second).and(day(first)), 1);
    }
    let first = day(word(0));
    let joined = matches!(word(1), "and" | "to" | "-" | "–" | "/") && day(word(2)).is_some();
    (first, if joined { 3 } else { 1 })
}

/// *in March 2012*, *last March*, *in June*, *mid-February*.
pub(super) fn month_alone(
    words: &[&str],
    before: Option<&str>,
    today: Option<Date>,
) -> Option<(usize, When)> {
    let first = words[0].to_lowercase();
    let hyphened = ["mid-", "late-", "early-"]
        .iter()
        .find_map(|part| first.strip_prefix(part))
        .and_then(month);
    let which = matches!(
        first.as_str(),
        "last" | "next" | "this" | "early" | "late" | "mid"
    )
    .then_some(first);
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
        return Some((skip + 2 + of, When::Stated(format!("{y:04}-{m:02}"))));
    }
    let before = before.map(str::to_lowercase).unwrap_or_default();
    // *May* and *March* alone are verbs and names too.
    let cue = which.is_some()
        || hyphened.is_some()
        || matches!(
            before.as_str(),
            "in" | "since" | "until" | "by" | "of" | "during" | "from" | "late" | "early"
        );
    if !cue {
        return None;
    }
    let when = match today {
        Some(_) if before == "since" => When::Open,
        None => When::Open,
        Some(today) => {
            let of_year = |y: i16| Date::new(y, m, 1).ok();
            let this_year = of_year(today.year());
            let past =
                if m > today.month() || which.as_deref() == Some("last") && m == today.month() {
                    of_year(today.year() - 1)
                } else {
                    this_year
                };
            let ahead =
                if m < today.month() || which.as_deref() == Some("next") && m == today.month() {
                    of_year(today.year() + 1)
                } else {
                    this_year
                };
            match which.as_deref() {
                Some("last") => either(past, past, 7),
                Some("next") => either(ahead, ahead, 7),
                Some("this") => either(this_year, this_year, 7),
                _ => either(past, ahead, 7),
            }
        }
    };
    Some((skip + 1, when))
}

/// *in 2012*, *since 2011* (no single date), *2012*.
pub(super) fn year_alone(words: &[&str], before: Option<&str>) -> Option<(usize, When)> {
    let y = year(words[0])?;
    let before = before.map(str::to_lowercase).unwrap_or_default();
    match before.as_str() {
        "in" | "of" | "during" | "early" | "late" | "mid" | "," | "(" | "from" => {
            Some((1, When::Stated(y.to_string())))
        }
        "since" | "until" | "by" | "before" | "after" => Some((1, When::Open)),
        _ => None,
    }
}
