//! Words of the calendar: months, weekdays, days, years and small numbers.

use rustc_hash::FxHashSet;
use std::sync::LazyLock;

pub(super) use crate::resolve::lexicon::lower;

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

const NUMBERS: [&str; 13] =
    ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];

/// Other words that a date may begin with.
const OPENERS: &str = "a an the that this last next past coming final first second third fourth early mid late \
                       yesterday today tonight tomorrow";

const UNITS: [&str; 4] = ["day", "week", "month", "year"];

const DAY_AND_PARTS: [&str; 5] = ["day", "morning", "afternoon", "evening", "night"];

/// Words behind *the* in dates that begin with it.
const BEHIND_THE: [&str; 16] = [
    "same",
    "next",
    "following",
    "previous",
    "preceding",
    "day",
    "morning",
    "afternoon",
    "evening",
    "night",
    "first",
    "second",
    "third",
    "fourth",
    "last",
    "final",
];

static OPENING: LazyLock<FxHashSet<&str>> = LazyLock::new(|| {
    let short_months = MONTHS.iter().flat_map(|month| [&month[..3], month.get(..4).unwrap_or(month)]);
    let words = MONTHS.into_iter().chain(WEEKDAYS).chain(NUMBERS).chain(OPENERS.split_whitespace());
    words.chain(short_months).collect()
});

/// Whether a date expression may begin with the first of `words`: most words are passed over without a closer look, and *the*, *that* and
/// *a* unless the right word follows.
pub(super) fn may_open(words: &[&str]) -> bool {
    let [word, rest @ ..] = words else { return false };
    let lower = lower(word);
    let part_of_month = || ["early-", "mid-", "late-"].iter().any(|part| lower.starts_with(part));
    let opens = OPENING.contains(lower.trim_end_matches('.'))
        || lower.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-'))
        || part_of_month()
        || !word.is_ascii();
    opens
        && match &*lower {
            "the" => rest.first().is_some_and(|next| BEHIND_THE.contains(&&*self::lower(next))),
            "that" => rest.first().is_some_and(|next| DAY_AND_PARTS.contains(&&*self::lower(next))),
            "a" | "an" => rest.first().is_some_and(|next| UNITS.contains(&self::lower(next).trim_end_matches('s'))),
            _ => true,
        }
}

/// The number of a month, 1 to 12; abbreviations with or without full stop count.
pub(super) fn month(word: &str) -> Option<i8> {
    let word = lower(word.trim_end_matches('.'));
    let full = MONTHS.iter().position(|m| *m == word);
    let short = || MONTHS.iter().position(|m| word.len() >= 3 && word.len() <= 4 && m.starts_with(&*word));
    full.or_else(short).map(|i| i as i8 + 1)
}

/// Whether the word is the full name of a month.
pub fn is_month(form: &str) -> bool {
    MONTHS.contains(&&*lower(form))
}

pub(super) fn weekday(word: &str) -> Option<i8> {
    let word = lower(word);
    WEEKDAYS.iter().position(|d| *d == word).map(|i| i as i8 + 1)
}

/// Whether a capitalised word is the name of a month or weekday, which starts no person's name. *May* and *March* are
/// left to what stands around them.
pub fn is_calendar_word(form: &str) -> bool {
    weekday(form).is_some() || month(form).is_some_and(|_| form.starts_with(char::is_uppercase) && form.len() > 3)
}

pub(super) fn number(word: &str) -> Option<i64> {
    let lower = lower(word);
    if matches!(&*lower, "a" | "an") {
        return Some(1);
    }
    word.parse().ok().or_else(|| NUMBERS.iter().position(|w| *w == lower).map(|i| i as i64))
}

pub(super) fn day(word: &str) -> Option<i8> {
    let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let suffix = &word[digits.len()..];
    let day: i8 = digits.parse().ok()?;
    ((1..=31).contains(&day) && matches!(suffix, "" | "st" | "nd" | "rd" | "th")).then_some(day)
}

pub(super) fn year(word: &str) -> Option<i16> {
    let year: i16 = word.parse().ok()?;
    (word.len() == 4 && (1800..=2100).contains(&year)).then_some(year)
}
