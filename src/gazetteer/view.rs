//! Entries of a compiled gazetteer, read in place.

use super::{
    entry::PartialDate,
    format::{NO_DETAILS, detail, flag},
    trie::{Tables, number},
};
use crate::doc::{Country, EntityType};

/// An entry, by one of its names.
#[derive(Clone, Copy, Debug)]
pub struct EntryView<'a> {
    pub(super) tables: Tables<'a>,
    pub(super) entry: u32,
    /// The name's surface and flags.
    pub(super) form: (u32, u8),
}

impl<'a> EntryView<'a> {
    /// Id of the row.
    pub fn id(&self) -> &'a str {
        self.tables.string(self.tables.entry_number(self.entry, 0))
    }

    /// The usual name.
    pub fn name(&self) -> &'a str {
        self.tables.string(self.tables.entry_number(self.entry, 4))
    }

    /// The name that matched, as the gazetteer writes it.
    pub fn form(&self) -> &'a str {
        self.tables.string(self.form.0)
    }

    /// Person, organisation or place.
    pub fn etype(&self) -> EntityType {
        let etype = self.kind().and_then(|(etype, _)| EntityType::ALL.get(usize::from(etype)).copied());
        etype.unwrap_or_default()
    }

    /// Finer type, empty where unknown.
    pub fn subtype(&self) -> &'a str {
        self.kind().map_or("", |(_, subtype)| subtype)
    }

    /// Country it belongs to.
    pub fn country(&self) -> Option<Country> {
        let letters = (self.tables.entry_number(self.entry, 8) >> 16).to_le_bytes();
        std::str::from_utf8(&letters[..2]).ok().and_then(Country::parse)
    }

    /// First-order division that it lies in, empty where unknown.
    pub fn admin1(&self) -> &'a str {
        self.text(detail::ADMIN1)
    }

    /// Latitude in degrees.
    pub fn lat(&self) -> Option<f64> {
        self.detail(detail::LAT).map(|n| f64::from(n as i32) / 1e6)
    }

    /// Longitude in degrees.
    pub fn lon(&self) -> Option<f64> {
        self.detail(detail::LON).map(|n| f64::from(n as i32) / 1e6)
    }

    /// Inhabitants, 0 where unknown.
    pub fn population(&self) -> u32 {
        self.tables.entry_number(self.entry, 12)
    }

    /// First day that the row holds for.
    pub fn valid_from(&self) -> Option<PartialDate> {
        self.detail(detail::VALID_FROM).map(PartialDate::unpack)
    }

    /// Last day that the row holds for.
    pub fn valid_to(&self) -> Option<PartialDate> {
        self.detail(detail::VALID_TO).map(PartialDate::unpack)
    }

    /// Whether the row can hold on `date`: an unknown end is open, a year alone covers all its days.
    pub fn holds_on(&self, date: jiff::civil::Date) -> bool {
        let day = (date.year(), date.month(), date.day());
        let signed = |(y, m, d): (u16, u8, u8)| (y as i16, m as i8, d as i8);
        self.valid_from().is_none_or(|from| signed(from.first_day()) <= day)
            && self.valid_to().is_none_or(|to| day <= signed(to.last_day()))
    }

    /// Number of the Wikidata id: 458 for `Q458`.
    pub fn wikidata(&self) -> Option<u32> {
        self.detail(detail::WIKIDATA)
    }

    /// `GeoNames` id.
    pub fn geonames(&self) -> Option<u32> {
        self.detail(detail::GEONAMES)
    }

    /// A person's office, empty where unknown.
    pub fn role(&self) -> &'a str {
        self.text(detail::ROLE)
    }

    /// Id of the body that the office is one of, empty where unknown.
    pub fn of(&self) -> &'a str {
        self.text(detail::OF)
    }

    /// Where the row is from, empty where unknown.
    pub fn source(&self) -> &'a str {
        self.text(detail::SOURCE)
    }

    /// Whether the name that matched is also an ordinary word, by the row or because it is a frequent English word: a
    /// hit then needs a cue beside it.
    pub fn gated(&self) -> bool {
        let common = self.form.1 & (flag::COMMON | flag::ACRONYM) == flag::COMMON;
        common || self.tables.entry_number(self.entry, 8).to_le_bytes()[1] != 0
    }

    /// Whether the name that matched is an acronym.
    pub fn is_acronym(&self) -> bool {
        self.form.1 & flag::ACRONYM != 0
    }

    /// Whether the name that matched is an alias or acronym.
    pub fn is_alias(&self) -> bool {
        self.form.1 & flag::ALIAS != 0
    }

    fn kind(&self) -> Option<(u8, &'a str)> {
        self.tables.kind(self.tables.entry_number(self.entry, 8).to_le_bytes()[0])
    }

    fn text(&self, bit: u16) -> &'a str {
        self.detail(bit).map_or("", |at| self.tables.string(at))
    }

    fn detail(&self, bit: u16) -> Option<u32> {
        let at = self.tables.entry_number(self.entry, 16);
        if at == NO_DETAILS {
            return None;
        }
        let at = at as usize;
        let present = u16::from_le_bytes(*self.tables.details.get(at..)?.first_chunk()?);
        if present & bit == 0 {
            return None;
        }
        let before = (present & (bit - 1)).count_ones() as usize;
        number(self.tables.details, at + 2 + 4 * before)
    }
}
