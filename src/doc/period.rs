//! The days that a date expression covers.

use jiff::civil::Date;

use super::relation::notation;

notation! {
    /// How exactly a text tells when.
    Precision {
        /// One day.
        Day "day",
        /// Some day of a week: *last week*.
        Week "week",
        /// Some day of a month.
        Month "month",
        /// Some day of a year.
        Year "year",
        /// From one day to another, or from or until one with the other open: *from 3 to 7 May*, *since March*.
        Range "range",
    }
}

/// From which day to which day, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// First day; none where only an end is told (*until May*).
    pub start: Option<Date>,
    /// Last day; none where only a beginning is told (*since May*).
    pub end: Option<Date>,
    /// How exactly the text tells it.
    pub precision: Precision,
    /// How much of the first day tells the date by itself.
    stated: Stated,
}

/// How much of the first day's ISO 8601 form holds for the whole period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stated {
    Nothing,
    Year,
    Month,
    Day,
}

impl Stated {
    /// The number of characters of `2021-06-14`.
    const fn length(self) -> usize {
        match self {
            Self::Nothing => 0,
            Self::Year => 4,
            Self::Month => 7,
            Self::Day => 10,
        }
    }
}

impl Period {
    /// One day.
    pub const fn day(date: Date) -> Self {
        Self { start: Some(date), end: Some(date), precision: Precision::Day, stated: Stated::Day }
    }

    /// The month that `date` lies in.
    pub fn month(date: Date) -> Self {
        let (start, end) = (date.first_of_month(), date.last_of_month());
        Self { start: Some(start), end: Some(end), precision: Precision::Month, stated: Stated::Month }
    }

    /// The year that `date` lies in.
    pub fn year(date: Date) -> Self {
        let (start, end) = (date.first_of_year(), date.last_of_year());
        Self { start: Some(start), end: Some(end), precision: Precision::Year, stated: Stated::Year }
    }

    /// Days of which none can be told by itself: *last week*, *the past three days*.
    pub const fn within(start: Date, end: Date, precision: Precision) -> Self {
        Self { start: Some(start), end: Some(end), precision, stated: Stated::Nothing }
    }

    /// A part of a month: *the first week of June*, *mid-June*.
    pub const fn of_month(start: Date, end: Date, precision: Precision) -> Self {
        Self { start: Some(start), end: Some(end), precision, stated: Stated::Month }
    }

    /// From the beginning of one period to the end of another; none where they lie the wrong way round.
    pub fn through(self, last: Self) -> Option<Self> {
        let (start, end) = (self.start?, last.end?);
        (start <= end).then_some(Self { end: Some(end), precision: Precision::Range, ..self })
    }

    /// *since March*: from its first day on. A whole year tells too little of when.
    #[must_use]
    pub fn onwards(self) -> Self {
        let stated = if self.stated == Stated::Year { Stated::Nothing } else { self.stated };
        Self { end: None, precision: Precision::Range, stated, ..self }
    }

    /// *until May*: up to its last day.
    #[must_use]
    pub const fn up_to(self) -> Self {
        Self { start: None, precision: Precision::Range, stated: Stated::Nothing, ..self }
    }

    /// ISO 8601 at the precision that is known: `2021-06-14`, `2021-06`, `2021`; of a range that of its first day.
    pub fn iso(&self) -> Option<String> {
        let text = self.start?.to_string();
        text.get(..self.stated.length()).filter(|part| !part.is_empty()).map(str::to_owned)
    }

    /// The day, or the first of a range of days.
    pub fn first_day(&self) -> Option<Date> {
        self.start.filter(|_| self.stated == Stated::Day)
    }
}
