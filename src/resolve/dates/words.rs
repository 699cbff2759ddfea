//! Words of the calendar: months, weekdays, days, years and small numbers.

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
pub(super) fn month(word: &str) -> Option<i8> {
    let word = word.trim_end_matches('.').to_lowercase();
    let full = MONTHS.iter().position(|m| *m == word);
    let short = || MONTHS.iter().position(|m| word.len() >= 3 && word.len() <= 4 && m.starts_with(&word));
    full.or_else(short).map(|i| i as i8 + 1)
}

/// Whether the word is the full name of a month.
pub fn is_month(form: &str) -> bool {
    MONTHS.contains(&form.to_lowercase().as_str())
}

pub(super) fn weekday(word: &str) -> Option<i8> {
    let word = word.to_lowercase();
    WEEKDAYS.iter().position(|d| *d == word).map(|i| i as i8 + 1)
}

/// Whether a capitalised word is the name of a month or weekday, which starts no person's name. *May* and *March* are
/// left to what stands around them.
pub fn is_calendar_word(form: &str) -> bool {
    weekday(form).is_some() || month(form).is_some_and(|_| form.starts_with(char::is_uppercase) && form.len() > 3)
}

pub(super) fn number(word: &str) -> Option<i64> {
    const WORDS: [&str; 13] =
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    let lower = word.to_lowercase();
    if matches!(lower.as_str(), "a" | "an") {
        return Some(1);
    }
    word.parse().ok().or_else(|| WORDS.iter().position(|w| *w == lower).map(|i| i as i64))
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
