//! The schema of a gazetteer: what a row may say.

use std::fmt;

use crate::doc::{Country, EntityType};

/// A person, organisation or place with its names.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Entry {
    /// Unique among all loaded files: `org/human-rights-watch`.
    pub id: String,
    /// Person, organisation or place.
    pub etype: EntityType,
    /// One of [`subtypes`] of the type, or empty.
    pub subtype: String,
    /// The usual name.
    pub name: String,
    /// Other names.
    pub aliases: Vec<String>,
    /// Short forms that match only as written: `UNHCR`, `MoD`.
    pub acronyms: Vec<String>,
    /// Country it belongs to; `None` for international or unknown.
    pub country: Option<Country>,
    /// First-order division of the country that it lies in.
    pub admin1: String,
    /// Latitude in degrees.
    pub lat: Option<f64>,
    /// Longitude in degrees.
    pub lon: Option<f64>,
    /// Inhabitants; ranks entries that share a name.
    pub population: Option<u64>,
    /// First day that the row holds for.
    pub valid_from: Option<PartialDate>,
    /// Last day that the row holds for.
    pub valid_to: Option<PartialDate>,
    /// Number of the Wikidata id: 458 for `Q458`.
    pub wikidata: Option<u32>,
    /// `GeoNames` id.
    pub geonames: Option<u32>,
    /// The names are also ordinary words: a hit counts only with a cue beside it.
    pub gate: bool,
    /// Where the row is from.
    pub source: String,
    /// A person's office.
    pub role: String,
    /// Id of the body that `role` is an office of.
    pub of: String,
}

impl Entry {
    /// Makes it an entry without content and keeps the memory of its texts.
    pub fn clear(&mut self) {
        let Self { id, subtype, name, aliases, acronyms, admin1, source, role, of, .. } = std::mem::take(self);
        let texts = [id, subtype, name, admin1, source, role, of].map(|mut text| {
            text.clear();
            text
        });
        let lists = [aliases, acronyms].map(|mut list| {
            list.clear();
            list
        });
        let ([id, subtype, name, admin1, source, role, of], [aliases, acronyms]) = (texts, lists);
        *self = Self { id, subtype, name, aliases, acronyms, admin1, source, role, of, ..Self::default() };
    }
}

/// A column of a gazetteer file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is the field of `Entry` of that name")]
pub enum Column {
    Id,
    Type,
    Subtype,
    Name,
    Aliases,
    Acronyms,
    Country,
    Admin1,
    Lat,
    Lon,
    Population,
    ValidFrom,
    ValidTo,
    Wikidata,
    Geonames,
    Gate,
    Source,
    Role,
    Of,
}

impl Column {
    /// All columns with their names, in the order in which rows are written.
    pub const ALL: [(&'static str, Self); 19] = [
        ("id", Self::Id),
        ("type", Self::Type),
        ("subtype", Self::Subtype),
        ("name", Self::Name),
        ("aliases", Self::Aliases),
        ("acronyms", Self::Acronyms),
        ("country", Self::Country),
        ("role", Self::Role),
        ("of", Self::Of),
        ("admin1", Self::Admin1),
        ("lat", Self::Lat),
        ("lon", Self::Lon),
        ("population", Self::Population),
        ("valid_from", Self::ValidFrom),
        ("valid_to", Self::ValidTo),
        ("wikidata", Self::Wikidata),
        ("geonames", Self::Geonames),
        ("gate", Self::Gate),
        ("source", Self::Source),
    ];

    /// Reads a column's name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(n, _)| *n == name).map(|(_, column)| *column)
    }
}

/// The subtypes of a type.
pub const fn subtypes(etype: EntityType) -> &'static [&'static str] {
    match etype {
        EntityType::Per => &["official", "activist", "journalist", "military", "jurist", "other"],
        EntityType::Org => &[
            "ngo",
            "igo",
            "government",
            "ministry",
            "parliament",
            "court",
            "prosecution",
            "party",
            "armed_group",
            "military",
            "police",
            "media",
            "company",
            "university",
            "group",
        ],
        EntityType::Loc => &["country", "region", "city", "facility", "other"],
    }
}

/// A day, a month or a year of the Gregorian calendar, as precise as it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PartialDate {
    year: u16,
    month: u8,
    day: u8,
}

impl PartialDate {
    /// Reads `2005`, `2005-11` or `2005-11-22`; `None` for anything else, such as the 30th of February.
    pub fn parse(text: &str) -> Option<Self> {
        let number = |part: &str, digits: usize| {
            (part.len() == digits && part.bytes().all(|b| b.is_ascii_digit()))
                .then(|| part.parse::<u16>().ok())
                .flatten()
        };
        let mut parts = text.split('-');
        let year = number(parts.next()?, 4)?;
        let month = parts.next().map_or(Some(0), |m| number(m, 2).filter(|m| (1..=12).contains(m)))?;
        let day = parts.next().map_or(Some(0), |d| {
            number(d, 2).filter(|&d| 1 <= d && d <= u16::from(days_in_month(year, month as u8)))
        })?;
        parts.next().is_none().then_some(Self { year, month: month as u8, day: day as u8 })
    }

    /// Year, month (0 unknown) and day (0 unknown).
    pub const fn parts(self) -> (u16, u8, u8) {
        (self.year, self.month, self.day)
    }

    /// The first day that it can mean, as (year, month, day).
    pub const fn first_day(self) -> (u16, u8, u8) {
        (self.year, if self.month == 0 { 1 } else { self.month }, if self.day == 0 { 1 } else { self.day })
    }

    /// The last day that it can mean, as (year, month, day).
    pub const fn last_day(self) -> (u16, u8, u8) {
        let month = if self.month == 0 { 12 } else { self.month };
        (self.year, month, if self.day == 0 { days_in_month(self.year, month) } else { self.day })
    }

    /// One number, in the order of time.
    pub const fn pack(self) -> u32 {
        (self.year as u32) << 16 | (self.month as u32) << 8 | self.day as u32
    }

    /// The date of [`PartialDate::pack`].
    pub const fn unpack(number: u32) -> Self {
        Self { year: (number >> 16) as u16, month: (number >> 8) as u8, day: number as u8 }
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        if self.month > 0 {
            write!(f, "-{:02}", self.month)?;
        }
        if self.day > 0 {
            write!(f, "-{:02}", self.day)?;
        }
        Ok(())
    }
}

const fn days_in_month(year: u16, month: u8) -> u8 {
    match month {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_keep_their_precision() {
        for text in ["2005", "2005-11", "2005-11-22", "2000-02-29", "0987"] {
            let date = PartialDate::parse(text).unwrap();
            assert_eq!(date.to_string(), text);
            assert_eq!(PartialDate::unpack(date.pack()), date);
        }
        for text in
            ["", "05", "2005-1", "2005-13", "2005-00", "2001-02-29", "1900-02-29", "2005-11-22-1", "+005", "٢٠٠٥"]
        {
            assert_eq!(PartialDate::parse(text), None, "{text}");
        }
        assert_eq!(PartialDate::parse("2004-02").unwrap().last_day(), (2004, 2, 29));
        assert_eq!(PartialDate::parse("2004").unwrap().last_day(), (2004, 12, 31));
        assert_eq!(PartialDate::parse("2004").unwrap().first_day(), (2004, 1, 1));
    }
}
