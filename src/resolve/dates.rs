//! Date expressions, resolved against the article's date.
//!
//! A value has the precision that the text gives: `2021-06-14`, `2021-06` or `2021`. Without an article date relative
//! expressions stay without a value.

use jiff::civil::{Date, Weekday};
use jiff::{Span as Duration, ToSpan};

use crate::doc::{Document, Sentence, Span, Token, TokenId};

/// A date expression in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateMention {
    /// Its tokens, without a preposition.
    pub tokens: Span<Token>,
    /// ISO 8601 at the precision that is known; `None` where the article's date would be needed, or no day can be told.
    pub value: Option<String>,
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];
const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// The number of a month, 1 to 12; abbreviations with or without full stop count.
fn month(word: &str) -> Option<i8> {
    let word = word.trim_end_matches('.').to_lowercase();
    let full = MONTHS.iter().position(|m| *m == word);
    let short = || MONTHS.iter().position(|m| word.len() >= 3 && word.len() <= 4 && m.starts_with(&word));
    full.or_else(short).map(|i| i as i8 + 1)
}

/// Whether the word is the full name of a month.
pub fn is_month(form: &str) -> bool {
    MONTHS.contains(&form.to_lowercase().as_str())
}

fn weekday(word: &str) -> Option<i8> {
    let word = word.to_lowercase();
    WEEKDAYS.iter().position(|d| *d == word).map(|i| i as i8 + 1)
}

/// Whether a capitalised word is the name of a month or weekday, which starts no person's name. *May* and *March* are
/// left to what stands around them.
pub fn is_calendar_word(form: &str) -> bool {
    weekday(form).is_some() || month(form).is_some_and(|_| form.starts_with(char::is_uppercase) && form.len() > 3)
}

/// Finds the date expressions of a sentence, in text order.
pub fn find(text: &str, doc: &Document, sentence: &Sentence, today: Option<Date>) -> Vec<DateMention> {
    let forms: Vec<&str> = sentence.tokens.ids().map(|t| doc.tokens.form(t, text)).collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < forms.len() {
        if let Some((len, value)) = at_start(&forms[at..], at.checked_sub(1).map(|i| forms[i]), today) {
            let start = sentence.tokens.start + at as u32;
            found.push(DateMention { tokens: Span::new(start, start + len as u32), value });
            at += len;
        } else {
            at += 1;
        }
    }
    found
}

/// The date expression at the start of `words`, with its number of words.
fn at_start(words: &[&str], before: Option<&str>, today: Option<Date>) -> Option<(usize, Option<String>)> {
    iso(words)
        .or_else(|| day_and_month(words, today))
        .or_else(|| month_alone(words, before, today))
        .or_else(|| relative(words, today))
        .or_else(|| year_alone(words, before))
}

fn iso(words: &[&str]) -> Option<(usize, Option<String>)> {
    let date: Date = words[0].parse().ok()?;
    (words[0].len() == 10).then(|| (1, Some(date.to_string())))
}

fn number(word: &str) -> Option<i64> {
    const WORDS: [&str; 13] =
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    let lower = word.to_lowercase();
    if matches!(lower.as_str(), "a" | "an") {
        return Some(1);
    }
    word.parse().ok().or_else(|| WORDS.iter().position(|w| *w == lower).map(|i| i as i64))
}

fn day(word: &str) -> Option<i8> {
    let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let suffix = &word[digits.len()..];
    let day: i8 = digits.parse().ok()?;
    ((1..=31).contains(&day) && matches!(suffix, "" | "st" | "nd" | "rd" | "th")).then_some(day)
}

fn year(word: &str) -> Option<i16> {
    let year: i16 = word.parse().ok()?;
    (word.len() == 4 && (1800..=2100).contains(&year)).then_some(year)
}

/// *14 June*, *14 June 2021*, *June 14, 2021*, *the 14th of June*.
fn day_and_month(words: &[&str], today: Option<Date>) -> Option<(usize, Option<String>)> {
    let word = |i: usize| words.get(i).copied().unwrap_or_default();
    let (d, m, mut len) = if let (Some(d), Some(m)) = (day(word(0)), month(word(1))) {
        (d, m, 2)
    } else if let (Some(d), "of", Some(m)) = (day(word(0)), word(1), month(word(2))) {
        (d, m, 3)
    } else if let (Some(m), Some(d)) = (month(word(0)), day(word(1))) {
        (d, m, 2)
    } else {
        return None;
    };
    let comma = usize::from(word(len) == ",");
    let stated = year(word(len + comma));
    if stated.is_some() {
        len += comma + 1;
    }
    let value = match stated {
        Some(y) => Date::new(y, m, d).ok(),
        None => today.and_then(|t| nearest(t, m, d)),
    };
    Some((len, value.map(|v| v.to_string())))
}

/// The date of that day and month that lies nearest to `today`: news tells of the last months and of the next ones.
fn nearest(today: Date, month: i8, day: i8) -> Option<Date> {
    (-1..=1)
        .filter_map(|shift| Date::new(today.year() + shift, month, day).ok())
        .min_by_key(|d| (today.until(*d).map_or(i32::MAX, |s| s.get_days().abs()), std::cmp::Reverse(*d)))
}

/// *in March 2012*, *last March*, *in June*.
fn month_alone(words: &[&str], before: Option<&str>, today: Option<Date>) -> Option<(usize, Option<String>)> {
    let which = matches!(words[0].to_lowercase().as_str(), "last" | "next" | "this" | "early" | "late" | "mid")
        .then(|| words[0].to_lowercase());
    let skip = usize::from(which.is_some());
    let name = words.get(skip)?;
    if !name.starts_with(char::is_uppercase) {
        return None;
    }
    let m = month(name)?;
    let of = usize::from(matches!(words.get(skip + 1), Some(&("of" | ","))));
    if let Some(y) = words.get(skip + 1 + of).and_then(|w| year(w)) {
        return Some((skip + 2 + of, Some(format!("{y:04}-{m:02}"))));
    }
    // *May* and *March* alone are verbs and names too.
    let cue = which.is_some()
        || before.is_some_and(|w| {
            matches!(
                w.to_lowercase().as_str(),
                "in" | "since" | "until" | "by" | "of" | "during" | "from" | "late" | "early"
            )
        });
    if !cue {
        return None;
    }
    let value = today.map(|t| {
        let mut y = t.year();
        match which.as_deref() {
            Some("next") if m <= t.month() => y += 1,
            Some("next" | "this") => {}
            _ if m > t.month() && (which.as_deref() == Some("last") || m - t.month() > 4) => y -= 1,
            _ => {}
        }
        format!("{y:04}-{m:02}")
    });
    let since = before.is_some_and(|w| w.eq_ignore_ascii_case("since"));
    Some((skip + 1, value.filter(|_| !since)))
}

/// *yesterday*, *on Tuesday*, *last week*, *three days ago*, *this morning*, *last year*.
fn relative(words: &[&str], today: Option<Date>) -> Option<(usize, Option<String>)> {
    let lower: Vec<String> = words.iter().take(4).map(|w| w.to_lowercase()).collect();
    let word = |i: usize| lower.get(i).map_or("", String::as_str);
    let shifted = |by: Duration| today.and_then(|t| t.checked_add(by).ok()).map(|d| d.to_string());
    match word(0) {
        "today" | "tonight" => return Some((1, shifted(0.days()))),
        "yesterday" => return Some((1, shifted((-1).days()))),
        "tomorrow" => return Some((1, shifted(1.days()))),
        "this" if matches!(word(1), "morning" | "afternoon" | "evening") => return Some((2, shifted(0.days()))),
        _ => {}
    }
    let which = matches!(word(0), "last" | "next" | "this" | "coming" | "past");
    if let Some(target) =
        weekday(word(usize::from(which))).filter(|_| words[usize::from(which)].starts_with(char::is_uppercase))
    {
        let value = today.map(|t| on_weekday(t, target, word(0) == "next" || word(0) == "coming").to_string());
        return Some((1 + usize::from(which), value));
    }
    if which {
        let year = today.map(|t| t.year());
        return match (word(0), word(1)) {
            ("last", "year") => Some((2, year.map(|y| format!("{:04}", y - 1)))),
            ("this", "year") => Some((2, year.map(|y| format!("{y:04}")))),
            ("next", "year") => Some((2, year.map(|y| format!("{:04}", y + 1)))),
            ("last", "month") => Some((2, shifted((-1).months()).map(|d| d[..7].to_owned()))),
            ("this", "month") => Some((2, shifted(0.months()).map(|d| d[..7].to_owned()))),
            ("next", "month") => Some((2, shifted(1.months()).map(|d| d[..7].to_owned()))),
            // A week tells no day.
            (_, "week" | "weekend") => Some((2, None)),
            _ => None,
        };
    }
    let count = number(word(0))?;
    let past = matches!(word(2), "ago" | "earlier" | "before");
    if !past && word(2) != "later" {
        return None;
    }
    let sign = if past { -count } else { count };
    let value = match word(1).trim_end_matches('s') {
        "day" => shifted(sign.days()),
        "week" => shifted(sign.weeks()),
        "month" => shifted(sign.months()).map(|d| d[..7].to_owned()),
        "year" => shifted(sign.years()).map(|d| d[..4].to_owned()),
        _ => return None,
    };
    // *earlier* and *later* count from another date than the article's.
    Some((3, value.filter(|_| word(2) == "ago")))
}

/// The day of that name: the last one up to and including today, or the next one.
fn on_weekday(today: Date, target: i8, next: bool) -> Date {
    let target = Weekday::from_monday_one_offset(target).unwrap_or(Weekday::Monday);
    if !next && today.weekday() == target {
        return today;
    }
    today.nth_weekday(if next { 1 } else { -1 }, target).unwrap_or(today)
}

/// *in 2012*, *since 2011* (no single date), *2012*.
fn year_alone(words: &[&str], before: Option<&str>) -> Option<(usize, Option<String>)> {
    let y = year(words[0])?;
    let before = before.map(str::to_lowercase).unwrap_or_default();
    match before.as_str() {
        "in" | "of" | "during" | "early" | "late" | "mid" | "," | "(" | "from" => Some((1, Some(y.to_string()))),
        "since" | "until" | "by" | "before" | "after" => Some((1, None)),
        _ => None,
    }
}

/// The token that governs a date expression in the tree.
pub fn head(doc: &Document, date: &DateMention) -> TokenId {
    super::names::head_of(doc, date.tokens)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(words: &str, today: Option<&str>) -> Vec<Option<String>> {
        let words: Vec<&str> = words.split_whitespace().collect();
        let today = today.map(|t| t.parse().unwrap());
        let (mut at, mut found) = (0, Vec::new());
        while at < words.len() {
            match at_start(&words[at..], at.checked_sub(1).map(|i| words[i]), today) {
                Some((len, value)) => {
                    found.push(value);
                    at += len;
                }
                None => at += 1,
            }
        }
        found
    }

    fn one(words: &str) -> Option<String> {
        let all = values(words, Some("2023-03-14"));
        assert_eq!(all.len(), 1, "{words}: {all:?}");
        all.into_iter().next().flatten()
    }

    #[test]
    fn expressions_resolve_against_a_tuesday() {
        for (words, value) in [
            ("on Monday", "2023-03-13"),
            ("on Tuesday", "2023-03-14"),
            ("on Wednesday last", "2023-03-08"),
            ("next Friday", "2023-03-17"),
            ("yesterday", "2023-03-13"),
            ("three days ago", "2023-03-11"),
            ("two months ago", "2023-01"),
            ("ten years ago", "2013"),
            ("on 14 June 2021", "2021-06-14"),
            ("on June 14 , 2021", "2021-06-14"),
            ("on 20 December", "2022-12-20"),
            ("on 2 April", "2023-04-02"),
            ("in March 2012", "2012-03"),
            ("in November", "2022-11"),
            ("in May", "2023-05"),
            ("last year", "2022"),
            ("last month", "2023-02"),
            ("in 2012", "2012"),
            ("2020-02-03", "2020-02-03"),
        ] {
            assert_eq!(one(words).as_deref(), Some(value), "{words}");
        }
    }

    #[test]
    fn what_tells_no_day_has_no_value() {
        assert_eq!(one("last week"), None);
        assert_eq!(one("since 2011"), None);
        assert_eq!(values("on Monday", None), [None]);
        assert!(values("they may march in great numbers", Some("2023-03-14")).is_empty());
        assert!(values("room 2012 b", Some("2023-03-14")).is_empty());
    }
}
