//! Date expressions, resolved against the article's date.
//!
//! A value has the precision that the text gives: `2021-06-14`, `2021-06` or `2021`. *On Wednesday* and *on 2 April* mean
//! one day of an event that has happened and another of one that is to come. *The same day* and *two days later* count
//! from the day told last. Without an article date relative expressions stay without a value.

use jiff::civil::{Date, Weekday};
use jiff::{Span as Duration, ToSpan};

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

fn iso(words: &[&str]) -> Option<(usize, When)> {
    let date: Date = words[0].parse().ok()?;
    (words[0].len() == 10).then(|| (1, When::Stated(date.to_string())))
}

/// *the same day*, *that evening*, *a day later*, *two days after*.
fn from_told(words: &[&str], before: Option<&str>) -> Option<(usize, When)> {
    let lower: Vec<String> = words.iter().take(5).map(|w| w.to_lowercase()).collect();
    let word = |i: usize| lower.get(i).map_or("", String::as_str);
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

/// *14 June*, *14 June 2021*, *June 14, 2021*, *the 14th of June*; of *16 and 17 June* and *5-6 April* the first day.
fn day_and_month(words: &[&str], reference: Reference) -> Option<(usize, When)> {
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
    let base = given.or(reference.stated.filter(|_| reference.today.is_none()).map(Date::year));
    let when = match (base, reference.today) {
        (Some(y), _) => stated(Date::new(y, m, d).ok().map(|v| v.to_string())),
        (None, Some(today)) => {
            let around = |years: [i16; 2]| years.map(|shift| Date::new(today.year() + shift, m, d).ok());
            let past = around([0, -1]).into_iter().flatten().find(|date| *date <= today);
            let ahead = around([0, 1]).into_iter().flatten().find(|date| *date >= today);
            let days = |a: Date, b: Date| a.until(b).map_or(i32::MAX, |span| span.get_days());
            match (past, ahead) {
                // *announced a march on 2 April*: what is close ahead and nearly a year behind lies ahead.
                (Some(p), Some(a)) if days(p, today) > 300 && days(today, a) < 60 => stated(Some(a.to_string())),
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
fn month_alone(words: &[&str], before: Option<&str>, today: Option<Date>) -> Option<(usize, When)> {
    let first = words[0].to_lowercase();
    let hyphened = ["mid-", "late-", "early-"].iter().find_map(|part| first.strip_prefix(part)).and_then(month);
    let which = matches!(first.as_str(), "last" | "next" | "this" | "early" | "late" | "mid").then_some(first);
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
        || matches!(before.as_str(), "in" | "since" | "until" | "by" | "of" | "during" | "from" | "late" | "early");
    if !cue {
        return None;
    }
    let when = match today {
        Some(_) if before == "since" => When::Open,
        None => When::Open,
        Some(today) => {
            let of_year = |y: i16| Date::new(y, m, 1).ok();
            let this_year = of_year(today.year());
            let past = if m > today.month() || which.as_deref() == Some("last") && m == today.month() {
                of_year(today.year() - 1)
            } else {
                this_year
            };
            let ahead = if m < today.month() || which.as_deref() == Some("next") && m == today.month() {
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

/// *yesterday*, *on Tuesday*, *last week*, *three days ago*, *this morning*, *last year*, *next spring*.
fn relative(words: &[&str], before: Option<&str>, today: Option<Date>) -> Option<(usize, When)> {
    let lower: Vec<String> = words.iter().take(4).map(|w| w.to_lowercase()).collect();
    let word = |i: usize| lower.get(i).map_or("", String::as_str);
    let shifted = |by: Duration, precision: usize| either(today.and_then(|t| t.checked_add(by).ok()), None, precision);
    match (word(0), word(1), word(2), word(3)) {
        ("the", "day", "before", "yesterday") => return Some((4, shifted((-2).days(), 10))),
        ("the", "day", "after", "tomorrow") => return Some((4, shifted(2.days(), 10))),
        ("today" | "tonight", ..) => return Some((1, shifted(0.days(), 10))),
        ("yesterday", ..) => return Some((1, shifted((-1).days(), 10))),
        ("tomorrow", ..) => return Some((1, shifted(1.days(), 10))),
        ("this", "morning" | "afternoon" | "evening", ..) => return Some((2, shifted(0.days(), 10))),
        ("last", "night", ..) => return Some((2, shifted((-1).days(), 10))),
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
                "next" | "coming" => stated(Some(on_weekday(today, target, Toward::Next).to_string())),
                "last" | "past" => stated(Some(on_weekday(today, target, Toward::Last).to_string())),
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
            ("this", "year" | "spring" | "summer" | "autumn" | "fall" | "winter") => Some((2, year(0))),
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
    let nth = if matches!(toward, Toward::Next | Toward::NextOrToday) { 1 } else { -1 };
    today.nth_weekday(nth, target).unwrap_or(today)
}

/// *in 2012*, *since 2011* (no single date), *2012*.
fn year_alone(words: &[&str], before: Option<&str>) -> Option<(usize, When)> {
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

/// The token that governs a date expression in the tree.
pub fn head(doc: &Document, date: &DateMention) -> TokenId {
    super::names::head_of(doc, date.tokens)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(words: &str, today: Option<&str>) -> Vec<When> {
        let words: Vec<&str> = words.split_whitespace().collect();
        let reference = Reference::on(today.map(|t| t.parse().unwrap()));
        let (mut at, mut found) = (0, Vec::new());
        while at < words.len() {
            match at_start(&words[at..], at.checked_sub(1).map(|i| words[i]), reference) {
                Some((len, when)) => {
                    found.push(when);
                    at += len;
                }
                None => at += 1,
            }
        }
        found
    }

    /// The value of the only date expression, for an event on `side`, with 10 March 2023 told last.
    fn one(words: &str, side: Side) -> Option<String> {
        let all = found(words, Some("2023-03-14"));
        assert_eq!(all.len(), 1, "{words}: {all:?}");
        let mention = DateMention { tokens: Span::new(0, 1), when: all[0].clone() };
        mention.value(side, Some("2023-03-10".parse().unwrap()))
    }

    #[test]
    fn expressions_resolve_against_a_tuesday() {
        for (words, value) in [
            ("on Monday", "2023-03-13"),
            ("on Tuesday", "2023-03-14"),
            ("on Wednesday", "2023-03-08"),
            ("last Tuesday", "2023-03-07"),
            ("next Friday", "2023-03-17"),
            ("yesterday", "2023-03-13"),
            ("the day before yesterday", "2023-03-12"),
            ("last night", "2023-03-13"),
            ("three days ago", "2023-03-11"),
            ("two months ago", "2023-01"),
            ("ten years ago", "2013"),
            ("on 14 June 2021", "2021-06-14"),
            ("on June 14 , 2021", "2021-06-14"),
            ("on 16 and 17 June 2021", "2021-06-16"),
            ("from 5-6 April 2016", "2016-04-05"),
            ("the 3rd of May 2019", "2019-05-03"),
            ("on 20 December", "2022-12-20"),
            ("on 2 April", "2023-04-02"),
            ("on 2 July", "2022-07-02"),
            ("in March 2012", "2012-03"),
            ("in March", "2023-03"),
            ("last March", "2022-03"),
            ("in November", "2022-11"),
            ("in mid-February", "2023-02"),
            ("in May", "2022-05"),
            ("this May", "2023-05"),
            ("last year", "2022"),
            ("last month", "2023-02"),
            ("last summer", "2022"),
            ("this spring", "2023"),
            ("in 2012", "2012"),
            ("2020-02-03", "2020-02-03"),
            ("the same afternoon", "2023-03-10"),
            ("a day later", "2023-03-11"),
            ("two weeks earlier", "2023-02-24"),
            ("the next morning", "2023-03-11"),
            ("the day before", "2023-03-09"),
        ] {
            assert_eq!(one(words, Side::Past).as_deref(), Some(value), "{words}");
        }
    }

    #[test]
    fn what_is_to_come_lies_ahead() {
        for (words, value) in [
            ("on Wednesday", "2023-03-15"),
            ("on Tuesday", "2023-03-14"),
            ("on 2 July", "2023-07-02"),
            ("in May", "2023-05"),
            ("in January", "2024-01"),
            ("next spring", "2024"),
            ("next summer", "2023"),
            ("last Friday", "2023-03-10"),
        ] {
            assert_eq!(one(words, Side::Ahead).as_deref(), Some(value), "{words}");
        }
    }

    #[test]
    fn what_tells_no_day_has_no_value() {
        for words in ["last week", "since 2011", "every Thursday", "two days after", "since January"] {
            assert_eq!(one(words, Side::Past), None, "{words}");
        }
        assert_eq!(found("on Monday", None), [When::Open]);
        assert!(found("they may march in great numbers", Some("2023-03-14")).is_empty());
        assert!(found("room 2012 b", Some("2023-03-14")).is_empty());
    }

    #[test]
    fn a_distance_has_the_precision_of_its_unit() {
        let date = "2023-03-10".parse().unwrap();
        assert_eq!(Step { count: 9, unit: Unit::Year }.reversed().from(date).as_deref(), Some("2014"));
        assert_eq!(Step { count: -2, unit: Unit::Day }.from(date).as_deref(), Some("2023-03-08"));
    }
}
