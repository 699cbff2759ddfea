//! One entry as bytes: what `compile` writes and `view` reads in place.
//!
//! Id (text), which fields are present (`u16`), kind (`u8`), name (text), then the fields that are present in the
//! order of their bits: the country as two letters, all else as LEB128 numbers.

use super::format::{self, push_number, push_text, read_number, read_text};

/// Bits of the fields of a record.
pub mod field {
    /// The names are also ordinary words. Has no number.
    pub const GATE: u16 = 1;
    /// Country, two letters.
    pub const COUNTRY: u16 = 1 << 1;
    /// Inhabitants.
    pub const POPULATION: u16 = 1 << 2;
    /// Latitude in millionths of a degree, see [`super::zigzag`].
    pub const LAT: u16 = 1 << 3;
    /// Longitude in millionths of a degree, see [`super::zigzag`].
    pub const LON: u16 = 1 << 4;
    /// First day, packed by `PartialDate::pack`.
    pub const VALID_FROM: u16 = 1 << 5;
    /// Last day, packed by `PartialDate::pack`.
    pub const VALID_TO: u16 = 1 << 6;
    /// Number of the Wikidata id.
    pub const WIKIDATA: u16 = 1 << 7;
    /// `GeoNames` id.
    pub const GEONAMES: u16 = 1 << 8;
    /// First-order division, a text of the section `strings`.
    pub const ADMIN1: u16 = 1 << 9;
    /// Office, a text of the section `strings`.
    pub const ROLE: u16 = 1 << 10;
    /// Id of the body that it is an office of, a text of the section `strings`.
    pub const OF: u16 = 1 << 11;
    /// Where the row is from, a text of the section `strings`.
    pub const SOURCE: u16 = 1 << 12;
}

/// A record before it is written.
#[derive(Clone, Copy, Debug)]
pub struct Fields<'a> {
    /// Id of the row.
    pub id: &'a str,
    /// Row of the section `kinds`.
    pub kind: u8,
    /// The usual name.
    pub name: &'a str,
    /// Whether the names are also ordinary words.
    pub gate: bool,
    /// Country, two letters.
    pub country: Option<[u8; 2]>,
    /// The other fields with their bits, in the order of the bits.
    pub numbers: &'a [(u16, Option<u32>)],
}

impl Fields<'_> {
    /// Appends the record.
    pub fn write(&self, out: &mut Vec<u8>) {
        let numbers = self.numbers.iter().filter_map(|(bit, number)| Some((bit, (*number)?)));
        let mut present = numbers.clone().fold(0, |bits, (bit, _)| bits | bit);
        present |= if self.gate { field::GATE } else { 0 } | if self.country.is_some() { field::COUNTRY } else { 0 };
        push_text(out, self.id);
        out.extend_from_slice(&present.to_le_bytes());
        out.push(self.kind);
        push_text(out, self.name);
        out.extend_from_slice(self.country.as_ref().map_or(&[], <[u8; 2]>::as_slice));
        numbers.for_each(|(_, number)| push_number(out, number));
    }
}

/// A record in place.
#[derive(Clone, Copy, Debug)]
pub struct Record<'a> {
    /// Id of the row.
    pub id: &'a [u8],
    /// The usual name.
    pub name: &'a [u8],
    /// Row of the section `kinds`.
    pub kind: u8,
    present: u16,
    country: [u8; 2],
    /// What follows the record's country.
    rest: &'a [u8],
}

impl<'a> Record<'a> {
    /// The record at byte `at` of `bytes`; `None` where there is none.
    pub fn read(bytes: &'a [u8], at: usize) -> Option<Self> {
        let (id, at) = read_text(bytes, at)?;
        let &[low, high, kind] = bytes.get(at..)?.first_chunk()?;
        let (name, mut at) = read_text(bytes, at + 3)?;
        let present = u16::from_le_bytes([low, high]);
        let mut country = [0; 2];
        if present & field::COUNTRY != 0 {
            country = *bytes.get(at..)?.first_chunk()?;
            at += 2;
        }
        Some(Self { id, name, kind, present, country, rest: bytes.get(at..)? })
    }

    /// The bytes behind the record.
    pub fn behind(&self) -> Option<&'a [u8]> {
        let mut at = 0;
        for _ in 0..(self.present & !(field::GATE | field::COUNTRY)).count_ones() {
            at = read_number(self.rest, at)?.1;
        }
        self.rest.get(at..)
    }

    /// Whether the field with this bit is present.
    pub const fn has(&self, bit: u16) -> bool {
        self.present & bit != 0
    }

    /// The country's two letters, empty where unknown.
    pub fn country(&self) -> &str {
        if self.has(field::COUNTRY) { format::text(&self.country) } else { "" }
    }

    /// The number of the field with this bit.
    pub fn number(&self, bit: u16) -> Option<u32> {
        if !self.has(bit) {
            return None;
        }
        let before = self.present & (bit - 1) & !(field::GATE | field::COUNTRY);
        let mut at = 0;
        for _ in 0..before.count_ones() {
            at = read_number(self.rest, at)?.1;
        }
        read_number(self.rest, at).map(|(number, _)| number)
    }
}

/// A signed number as one that is small where the other is near to zero.
pub const fn zigzag(number: i32) -> u32 {
    ((number << 1) ^ (number >> 31)) as u32
}

/// The number of [`zigzag`].
pub const fn unzigzag(number: u32) -> i32 {
    (number >> 1) as i32 ^ -((number & 1) as i32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_come_back_from_any_record() {
        let mut bytes = Vec::new();
        let numbers = [(field::POPULATION, Some(300)), (field::LAT, None), (field::LON, Some(zigzag(-1_500_000)))];
        let first = Fields { id: "a", kind: 2, name: "Ål", gate: true, country: Some(*b"NO"), numbers: &numbers };
        first.write(&mut bytes);
        Fields { id: "b", kind: 0, name: "B", gate: false, country: None, numbers: &[] }.write(&mut bytes);
        let a = Record::read(&bytes, 0).unwrap();
        assert_eq!(
            (a.id, format::text(a.name), a.kind, a.has(field::GATE), a.country()),
            (&b"a"[..], "Ål", 2, true, "NO")
        );
        assert_eq!((a.number(field::POPULATION), a.number(field::LAT)), (Some(300), None));
        assert_eq!(a.number(field::LON).map(unzigzag), Some(-1_500_000));
        let b = Record::read(a.behind().unwrap(), 0).unwrap();
        assert_eq!((b.id, b.name, b.country(), b.behind()), (&b"b"[..], &b"B"[..], "", Some(&[][..])));
        assert!((0..bytes.len() - 4).all(|end| Record::read(&bytes[..end], bytes.len() - 4).is_none()));
        for number in [0, 1, -1, i32::MAX, i32::MIN] {
            assert_eq!(unzigzag(zigzag(number)), number);
        }
    }
}
