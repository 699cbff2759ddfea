//! Dates that count from another day: *yesterday*, *on Tuesday*, *last month* from the article's, *the same day*, *a week
//! later* from the day told last.

use jiff::civil::{Date, Weekday};
use jiff::{Span as Duration, ToSpan};

use super::words::{number, weekday};
use super::{Step, Unit, When, either, stated};

/// *the same day*, *that evening*, *a day later*, *two days after*.
pub(super) fn from_told(words: &[&str], before: Option<&str>) -> Option<(usize, When)> {
    let lower: Vec<String> = words.iter().take(5).map(|w| w.to_lowercase()).collect();
    let word = |i: usize| lower.get(i).map_or("", String::as_str);
    let is_part = |w: &str| matches!(w, "morning" | "afternoon" | "evening" | "night");
    let is_day = |w: &str| w == "day" || is_part(w);
    let told = |len, step| Some((len, When::FromTold(step)));
    let day = |count| Step {
        count,
        unit: Unit::Day,
    };
    match (word(0), word(1), word(2)) {
        ("the", "same", w) if is_day(w) => return told(3, Step::SAME_DAY),
        ("that", w, _) if is_day(w) && word(2) != "of" => return told(2, Step::SAME_DAY),
        ("the", "next" | "following", w) if is_day(w) => return told(3, day(1)),
        ("the", "previous" | "preceding", w) if is_day(w) => return told(3, day(-1)),
        ("the", "day", "before") if word(3) != "yesterday" => return told(3, day(-1)),
        ("the", w, _)
            if is_part(w)
                && before.is_some_and(|b| b.eq_ignore_ascii_case("in"))
                && word(2) != "of" =>
        {
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
        "earlier" => told(
            3,
            Step {
                count: -count,
                unit,
            },
        ),
        "after" => Some((3, When::FromOccasion(Step { count, unit }))),
        "before" => Some((
            3,
            When::FromOccasion(Step {
                count: -count,
                unit,
            }),
        )),
        _ => None,
    }
}

/// *yesterday*, *on Tuesday*, *last week*, *three days ago*, *this morning*, *last year*, *next spring*.
pub(super) fn relative(
    words: &[&str],
    before: Option<&str>,
    today: Option<Date>,
) -> Option<(usize, When)> {
    let lower: Vec<String> = words.iter().take(4).map(|w| w.to_lowercase()).collect();
    let word = |i: usize| lower.get(i).map_or("", String::as_str);
    let shifted = |by: Duration, precision: usize| {
        either(today.and_then(|t| t.checked_add(by).ok()), None, precision)
    };
    match (word(0), word(1), word(2), word(3)) {
        ("the", "day", "before", "yesterday") => return Some((4, shifted((-2).days(), 10))),
        ("the", "day", "after", "tomorrow") => return Some((4, shifted(2.days(), 10))),
        ("today" | "tonight", ..) => return Some((1, shifted(0.days(), 10))),
        ("yesterday", ..) => return Some((1, shifted((-1).days(), 10))),
        ("tomorrow", ..) => return Some((1, shifted(1.days(), 10))),
        ("this", "morning" | "afternoon" | "evening", ..) => {
            return Some((2, shifted(0.days(), 10)));
        }
        ("last", "night", ..) => return Some((2, shifted((-1).days(), 10))),
        _ => {}
    }
    let which = matches!(word(0), "last" | "next" | "this" | "coming" | "past");
    let skip = usize::from(which);
    if let Some(target) =
        weekday(word(skip)).filter(|_| words[skip].starts_with(char::is_uppercase))
    {
        let repeated = before
            .is_some_and(|b| b.eq_ignore_ascii_case("every") || b.eq_ignore_ascii_case("each"));
        let when = match today {
            _ if repeated => When::Open,
            None => When::Open,
            Some(today) => match word(0) {
                "next" | "coming" => {
                    stated(Some(on_weekday(today, target, Toward::Next).to_string()))
                }
                "last" | "past" => {
                    stated(Some(on_weekday(today, target, Toward::Last).to_string()))
                }
                _ => either(
                    Some(on_weekday(today, target, Toward::LastOrToday)),
                    Some(on_weekday(today, target, Toward::NextOrToday)),
                    10,
                ),
            },
        };
        return Some((1 + skip, when));
    }
    if which {
        let year = |shift: i16| stated(today.map(|t| format!("{:04}", t.year() + shift)));
        return match (word(0), word(1)) {
            ("last", "year") => Some((2, year(-1))),
            ("this", "year" | "spring" | "summer" | "autumn" | "fall" | "winter") => {
                Some((2, year(0)))
            }
            ("next", "year") => Some((2, year(1))),
            (which @ ("last" | "next"), season) => {
                let begins = match season {
                    "spring" => 3,
                    "summer" => 6,
                    "autumn" | "fall" => 9,
                    "month" if which == "last" => return Some((2, shifted((-1).months(), 7))),
                    "month" => return Some((2, shifted(1.months(), 7))),
                    // A week or a winter tells no single year or day.
                    "week" | "weekend" | "winter" => return Some((2, When::Open)),
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
            ("this", "month") => Some((2, shifted(0.months(), 7))),
            (_, "week" | "weekend") => Some((2, When::Open)),
            _ => None,
        };
    }
    let count = number(word(0)).filter(|_| word(2) == "ago")?;
    let (by, precision) = match word(1).trim_end_matches('s') {
        "day" => ((-count).days(), 10),
        "week" => ((-count).weeks(), 10),
        "month" => ((-count).months(), 7),
        "year" => ((-count).years(), 4),
        _ => return None,
    };
    Some((3, shifted(by, precision)))
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
    let nth = if matches!(toward, Toward::Next | Toward::NextOrToday) {
        1
    } else {
        -1
    };
    today.nth_weekday(nth, target).unwrap_or(today)
}
