//! Entries of a compiled gazetteer, read in place.

use super::{
    entry::PartialDate,
    format::{self, flag},
    record::{Record, field, unzigzag},
    trie::Tables,
};
use crate::doc::{Country, EntityType};

/// An entry, by one of its names.
#[derive(Clone, Copy, Debug)]
pub struct EntryView<'a> {
    pub(super) tables: Tables<'a>,
    /// Its record; `None` in a damaged file.
    pub(super) record: Option<Record<'a>>,
    /// The name as the gazetteer writes it.
    pub(super) form: &'a [u8],
    /// Flags of the name.
    pub(super) flags: u8,
}

impl<'a> EntryView<'a> {
    /// Id of the row.
    pub fn id(&self) -> &'a str {
        self.record.map_or("", |record| format::text(record.id))
    }

    /// The usual name.
    pub fn name(&self) -> &'a str {
        self.record.map_or("", |record| format::text(record.name))
    }

    /// The name that matched, as the gazetteer writes it.
    pub fn form(&self) -> &'a str {
        format::text(self.form)
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
        Country::parse(self.record.as_ref()?.country())
    }

    /// First-order division that it lies in, empty where unknown.
    pub fn admin1(&self) -> &'a str {
        self.text(field::ADMIN1)
    }

    /// Latitude in degrees.
    pub fn lat(&self) -> Option<f64> {
        self.detail(field::LAT).map(|n| f64::from(unzigzag(n)) / 1e6)
    }

    /// Longitude in degrees.
    pub fn lon(&self) -> Option<f64> {
        self.detail(field::LON).map(|n| f64::from(unzigzag(n)) / 1e6)
    }

    /// Inhabitants, 0 where unknown.
    pub fn population(&self) -> u32 {
        self.detail(field::POPULATION).unwrap_or(0)
    }

    /// First day that the row holds for.
    pub fn valid_from(&self) -> Option<PartialDate> {
        self.detail(field::VALID_FROM).map(PartialDate::unpack)
    }

    /// Last day that the row holds for.
    pub fn valid_to(&self) -> Option<PartialDate> {
        self.detail(field::VALID_TO).map(PartialDate::unpack)
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
        self.detail(field::WIKIDATA)
    }

    /// `GeoNames` id.
    pub fn geonames(&self) -> Option<u32> {
        self.detail(field::GEONAMES)
    }

    /// A person's office, empty where unknown.
    pub fn role(&self) -> &'a str {
        self.text(field::ROLE)
    }

    /// Id of the body that the office is one of, empty where unknown.
    pub fn of(&self) -> &'a str {
        self.text(field::OF)
    }

    /// Where the row is from, empty where unknown.
    pub fn source(&self) -> &'a str {
        self.text(field::SOURCE)
    }

    /// Whether the name that matched is also an ordinary word, by the row or because it is a frequent English word: a
    /// hit then needs a cue beside it.
    pub fn gated(&self) -> bool {
        let common = self.flags & (flag::COMMON | flag::ACRONYM) == flag::COMMON;
        common || self.record.is_some_and(|record| record.has(field::GATE))
    }

    /// Whether the name that matched is an acronym.
    pub fn is_acronym(&self) -> bool {
        self.flags & flag::ACRONYM != 0
    }

    /// Whether the name that matched is an alias or acronym.
    pub fn is_alias(&self) -> bool {
        self.flags & flag::ALIAS != 0
    }

    fn kind(&self) -> Option<(u8, &'a str)> {
        self.tables.kind(self.record?.kind)
    }

    fn text(&self, bit: u16) -> &'a str {
        self.detail(bit).map_or("", |at| self.tables.string(at))
    }

    fn detail(&self, bit: u16) -> Option<u32> {
        self.record?.number(bit)
    }
}
