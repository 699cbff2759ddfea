//! Dates that count from another day: *yesterday*, *on Tuesday*, *last month* from the article's, *the same day*, *a week
//! later* from the day told last.

use jiff::civil::{Date, Weekday};
use jiff::{Span as Duration, ToSpan};

use super::words::{lower, number, weekday};
use super::{Step, Unit, When, either, stated};
use crate::doc::{Period, Precision};

/// *the same day*, *that evening*, *a day later*, *two days after*.
pub(super) fn from_told(words: &[&str], before: Option<&str>) -> Option<(usize, When)> {
    let lower: [_; 4] = std::array::from_fn(|i| lower(words.get(i).unwrap_or(&"")));
    let word = |i: usize| &*lower[i];
    let is_part = |w: &str| matches!(w, "morning" | "afternoon" | "evening" | "night");
    let is_day = |w: &str| w == "day" || is_part(w);
    let told = |len, step| Some((len, When::FromTold(step)));
    let day = |count| Step { count, unit: Unit::Day };
    match (word(0), word(1), word(2)) {
        ("the", "same", w) if is_day(w) => return told(3, Step::SAME_DAY),
        ("that", w, _) if is_day(w) && word(2) != "of" => return told(2, Step::SAME_DAY),
        ("the", "next" | "following", w) if is_day(w) => return told(3, day(1)),
        ("the", "previous" | "preceding", w) if is_day(w) => return told(3, day(-1)),
        ("the", "day", "before") if word(3) != "yesterday" => return told(3, day(-1)),
        ("the", w, _) if is_part(w) && before.is_some_and(|b| b.eq_ignore_ascii_case("in")) && word(2) != "of" => {
            return told(2, Step::SAME_DAY);
        }
        _ => {}
    }
    let count = number(word(0))?;
    let unit = match word(1).trim_end_matches('s') {
        "day" => Unit::Day,
        "week" => Unit::Week,
        "month" => Unit::Month,
        "year" => Unit::Year,
        _ => return None,
    };
    match word(2) {
        "later" => told(3, Step { count, unit }),
        "earlier" => told(3, Step { count: -count, unit }),
        "after" => Some((3, When::FromOccasion(Step { count, unit }))),
        "before" => Some((3, When::FromOccasion(Step { count: -count, unit }))),
        _ => None,
    }
}

/// *yesterday*, *on Tuesday*, *last week*, *three days ago*, *this morning*, *last year*, *next spring*.
pub(super) fn relative(words: &[&str], before: Option<&str>, today: Option<Date>) -> Option<(usize, When)> {
    let lower: [_; 4] = std::array::from_fn(|i| lower(words.get(i).unwrap_or(&"")));
    let word = |i: usize| &*lower[i];
    let day = |by: Duration| stated(shifted(today, by).map(Period::day));
    match (word(0), word(1), word(2), word(3)) {
        ("the", "day", "before", "yesterday") => return Some((4, day((-2).days()))),
        ("the", "day", "after", "tomorrow") => return Some((4, day(2.days()))),
        ("today" | "tonight", ..) => return Some((1, day(0.days()))),
        ("yesterday", ..) => return Some((1, day((-1).days()))),
        ("tomorrow", ..) => return Some((1, day(1.days()))),
        ("this", "morning" | "afternoon" | "evening", ..) => return Some((2, day(0.days()))),
        ("last", "night", ..) => return Some((2, day((-1).days()))),
        _ => {}
    }
    let which = matches!(word(0), "last" | "next" | "this" | "coming" | "past");
    let skip = usize::from(which);
    if let Some(target) = weekday(word(skip)).filter(|_| words[skip].starts_with(char::is_uppercase)) {
        let repeated = before.is_some_and(|b| b.eq_ignore_ascii_case("every") || b.eq_ignore_ascii_case("each"));
        let when = match today {
            _ if repeated => When::Open,
            None => When::Open,
            Some(today) => match word(0) {
                "next" | "coming" => stated(Some(Period::day(on_weekday(today, target, Toward::Next)))),
                "last" | "past" => stated(Some(Period::day(on_weekday(today, target, Toward::Last)))),
                _ => either(
                    Some(Period::day(on_weekday(today, target, Toward::LastOrToday))),
                    Some(Period::day(on_weekday(today, target, Toward::NextOrToday))),
                ),
            },
        };
        return Some((1 + skip, when));
    }
    if which {
        let year = |shift: i16| stated(shifted(today, i64::from(shift).years()).map(Period::year));
        let month = |shift: i64| stated(shifted(today, shift.months()).map(Period::month));
        return match (word(0), word(1)) {
            ("last", "year") => Some((2, year(-1))),
            ("this", "year" | "spring" | "summer" | "autumn" | "fall" | "winter") => Some((2, year(0))),
            ("next", "year") => Some((2, year(1))),
            (which @ ("last" | "next"), season) => {
                let begins = match season {
                    "spring" => 3,
                    "summer" => 6,
                    "autumn" | "fall" => 9,
                    "month" if which == "last" => return Some((2, month(-1))),
                    "month" => return Some((2, month(1))),
                    "week" | "weekend" => return Some((2, week(today, which, season))),
                    // A winter lies in two years.
                    "winter" => return Some((2, When::Open)),
                    _ => return None,
                };
                let begun = today.is_some_and(|t| t.month() >= begins);
                let shift = match (which, begun) {
                    ("last", false) => -1,
                    ("next", true) => 1,
                    _ => 0,
                };
                Some((2, year(shift)))
            }
            ("this", "month") => Some((2, month(0))),
            (which, unit @ ("week" | "weekend")) => Some((2, week(today, which, unit))),
            _ => None,
        };
    }
    let count = number(word(0)).filter(|_| word(2) == "ago")?;
    let (by, of): (Duration, fn(Date) -> Period) = match word(1).trim_end_matches('s') {
        "day" => ((-count).days(), Period::day),
        "week" => ((-count).weeks(), Period::day),
        "month" => ((-count).months(), Period::month),
        "year" => ((-count).years(), Period::year),
        _ => return None,
    };
    Some((3, stated(shifted(today, by).map(of))))
}

fn shifted(today: Option<Date>, by: Duration) -> Option<Date> {
    today?.checked_add(by).ok()
}

/// *last week*, *this week*, *next weekend*: weeks begin on Monday.
fn week(today: Option<Date>, which: &str, unit: &str) -> When {
    let weeks = match which {
        "last" | "past" => -1,
        "next" | "coming" => 1,
        _ => 0,
    };
    let days = |today: Date| {
        let monday = today.checked_add((7 * weeks - i64::from(today.weekday().to_monday_zero_offset())).days()).ok()?;
        let sunday = monday.checked_add(6.days()).ok()?;
        Some(match unit {
            "weekend" => Period::within(sunday.yesterday().ok()?, sunday, Precision::Range),
            _ => Period::within(monday, sunday, Precision::Week),
        })
    };
    stated(today.and_then(days))
}

/// *the past week*, *the last three days*: up to the article's date.
pub(super) fn lately(words: &[&str], today: Option<Date>) -> Option<(usize, When)> {
    let word = |i: usize| lower(words.get(i).unwrap_or(&""));
    if !matches!(&*word(0), "last" | "past") {
        return None;
    }
    let (count, at) = match number(&word(1)) {
        Some(count) => (count, 2),
        None if word(0) == "past" => (1, 1),
        None => return None,
    };
    let back: Duration = match word(at).trim_end_matches('s') {
        "day" => (-count).days(),
        "week" => (-count).weeks(),
        "month" => (-count).months(),
        "year" => (-count).years(),
        _ => return None,
    };
    let begins = shifted(today, back);
    let days = begins.zip(today).map(|(start, end)| Period::within(start, end, Precision::Range));
    Some((at + 1, stated(days)))
}

/// Which of the days of one name is meant.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Toward {
    Last,
    LastOrToday,
    NextOrToday,
    Next,
}

fn on_weekday(today: Date, target: i8, toward: Toward) -> Date {
    let target = Weekday::from_monday_one_offset(target).unwrap_or(Weekday::Monday);
    if matches!(toward, Toward::LastOrToday | Toward::NextOrToday) && today.weekday() == target {
        return today;
    }
    let nth = if matches!(toward, Toward::Next | Toward::NextOrToday) { 1 } else { -1 };
    today.nth_weekday(nth, target).unwrap_or(today)
}
