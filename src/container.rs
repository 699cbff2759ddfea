//! The file format that compiled gazetteers and trained models share: a few named sections behind a header.
//!
//! ```text
//! 0  magic      8 bytes, the kind of file
//! 8  version    u32 little-endian
//! 12 sections   u32
//! 16 checksum   u64, FNV-1a over 8-byte words of everything behind the header
//! 24 table      per section: name (8 bytes, zero-padded), start u64, length u64 (bytes from the file's start)
//! …  sections   each starts at a multiple of 64, a line of the cache
//! ```
//!
//! All numbers are little-endian, and sections are read in place.

use crate::error::{Error, Result};
use std::borrow::Cow;

const HEADER: usize = 24;
const ROW: usize = 24;
const ALIGN: usize = 64;

/// Builds a file: sections are added in order, then [`Writer::finish`] returns the bytes.
#[derive(Debug, Default)]
pub struct Writer {
    sections: Vec<([u8; 8], Vec<u8>)>,
}

impl Writer {
    /// Adds a section. Only the first eight bytes of `name` count.
    pub fn section(&mut self, name: &str, bytes: Vec<u8>) -> &mut Self {
        self.sections.push((padded(name), bytes));
        self
    }

    /// Where each section that was added so far will lie in a file of one section more, in bytes.
    pub fn ranges(&self) -> impl Iterator<Item = (&[u8; 8], std::ops::Range<usize>)> {
        layout(&self.sections, self.sections.len() + 1)
    }

    /// The whole file.
    pub fn finish(self, magic: &[u8; 8], version: u32) -> Vec<u8> {
        let end = layout(&self.sections, self.sections.len()).last().map_or(HEADER, |(_, range)| range.end);
        let mut out = Vec::with_capacity(end);
        out.extend_from_slice(magic);
        out.extend_from_slice(&version.to_le_bytes());
        out.extend_from_slice(&(self.sections.len() as u32).to_le_bytes());
        out.extend_from_slice(&[0; 8]);
        for (name, range) in layout(&self.sections, self.sections.len()) {
            out.extend_from_slice(name);
            out.extend_from_slice(&(range.start as u64).to_le_bytes());
            out.extend_from_slice(&(range.len() as u64).to_le_bytes());
        }
        for (_, bytes) in &self.sections {
            out.resize(out.len().next_multiple_of(ALIGN), 0);
            out.extend_from_slice(bytes);
        }
        let sum = checksum(&out[HEADER..]);
        out[16..24].copy_from_slice(&sum.to_le_bytes());
        out
    }
}

/// Name and place of each of `sections` in a file of `count` sections.
fn layout(sections: &[([u8; 8], Vec<u8>)], count: usize) -> impl Iterator<Item = (&[u8; 8], std::ops::Range<usize>)> {
    let mut end = HEADER + ROW * count;
    sections.iter().map(move |(name, bytes)| {
        let start = end.next_multiple_of(ALIGN);
        end = start + bytes.len();
        (name, start..end)
    })
}

/// The sections of a file, checked once and then read in place.
#[derive(Clone, Debug)]
pub struct Reader<'a> {
    bytes: &'a [u8],
    sections: Vec<([u8; 8], std::ops::Range<usize>)>,
    what: String,
}

impl<'a> Reader<'a> {
    /// Checks kind, version, checksum and the section table of `bytes`; `what` names the file in errors.
    ///
    /// # Errors
    /// [`Error::Compiled`] when the file is of another kind or version, cut short or damaged.
    pub fn open(bytes: &'a [u8], magic: &[u8; 8], version: u32, what: &str) -> Result<Self> {
        let reader = Self::open_unverified(bytes, magic, version, what)?;
        reader.verify()?;
        Ok(reader)
    }

    /// As [`Reader::open`] of a file that was read, while the checksum of one that is built into the program, and cannot be
    /// damaged alone, is left to the tests: start-up need not read all of it.
    ///
    /// # Errors
    /// Those of [`Reader::open`].
    #[expect(clippy::ptr_arg, reason = "who owns the bytes tells where they are from")]
    pub fn open_file(file: &'a Cow<'static, [u8]>, magic: &[u8; 8], version: u32, what: &str) -> Result<Self> {
        match file {
            Cow::Borrowed(bytes) => Self::open_unverified(bytes, magic, version, what),
            Cow::Owned(bytes) => Self::open(bytes, magic, version, what),
        }
    }

    /// As [`Reader::open`] but for the checksum, which takes a pass over the whole file: for large mapped files, whose
    /// readers check each offset where they use it.
    ///
    /// # Errors
    /// [`Error::Compiled`] when the file is of another kind or version or cut short.
    pub fn open_unverified(bytes: &'a [u8], magic: &[u8; 8], version: u32, what: &str) -> Result<Self> {
        let fail = |message: String| Error::Compiled { what: what.to_owned(), message };
        if bytes.len() < HEADER || &bytes[..8] != magic {
            return Err(fail(format!("is no {} file; compile it anew", String::from_utf8_lossy(magic).trim())));
        }
        let found = number::<4>(bytes, 8);
        if found != u64::from(version) {
            return Err(fail(format!("has format {found}, this program reads format {version}; compile it anew")));
        }
        let count = number::<4>(bytes, 12) as usize;
        let table = bytes
            .get(HEADER..)
            .and_then(|b| b.get(..count.checked_mul(ROW)?))
            .ok_or_else(|| fail("is cut short or damaged; compile it anew".into()))?;
        let mut sections = Vec::with_capacity(count);
        for row in table.chunks_exact(ROW) {
            let (start, len) = (number::<8>(row, 8) as usize, number::<8>(row, 16) as usize);
            let end = start.checked_add(len).filter(|&end| end <= bytes.len());
            let end = end.ok_or_else(|| fail("is cut short or damaged; compile it anew".into()))?;
            let mut name = [0; 8];
            name.copy_from_slice(&row[..8]);
            sections.push((name, start..end));
        }
        Ok(Self { bytes, sections, what: what.to_owned() })
    }

    /// Compares the checksum with the content.
    ///
    /// # Errors
    /// [`Error::Compiled`] when they differ.
    pub fn verify(&self) -> Result<()> {
        if checksum(&self.bytes[HEADER..]) == number::<8>(self.bytes, 16) {
            return Ok(());
        }
        let message = "is damaged (its checksum does not match); compile it anew".to_owned();
        Err(Error::Compiled { what: self.what.clone(), message })
    }

    /// The bytes of section `name`.
    ///
    /// # Errors
    /// [`Error::Compiled`] when there is no such section.
    pub fn section(&self, name: &str) -> Result<&'a [u8]> {
        self.range(name).map(|range| &self.bytes[range])
    }

    /// Where section `name` lies in the file, in bytes.
    ///
    /// # Errors
    /// [`Error::Compiled`] when there is no such section.
    pub fn range(&self, name: &str) -> Result<std::ops::Range<usize>> {
        let key = padded(name);
        self.sections.iter().find(|(n, _)| *n == key).map(|(_, range)| range.clone()).ok_or_else(|| Error::Compiled {
            what: self.what.clone(),
            message: format!("lacks its section {name}; compile it anew"),
        })
    }
}

fn padded(name: &str) -> [u8; 8] {
    let mut out = [0; 8];
    for (to, from) in out.iter_mut().zip(name.bytes()) {
        *to = from;
    }
    out
}

fn number<const N: usize>(bytes: &[u8], at: usize) -> u64 {
    let mut wide = [0; 8];
    wide[..N].copy_from_slice(&bytes[at..at + N]);
    u64::from_le_bytes(wide)
}

/// FNV-1a over 64-bit little-endian words, the last one padded with zeros, so that a megabyte takes well under a
/// millisecond.
pub fn checksum(bytes: &[u8]) -> u64 {
    let mut sum = 0xcbf2_9ce4_8422_2325_u64;
    let mut words = bytes.chunks_exact(8);
    for word in &mut words {
        sum = (sum ^ number::<8>(word, 0)).wrapping_mul(0x0100_0000_01b3).rotate_left(23);
    }
    let mut last = [0; 8];
    let rest = words.remainder();
    last[..rest.len()].copy_from_slice(rest);
    (sum ^ u64::from_le_bytes(last) ^ bytes.len() as u64).wrapping_mul(0x0100_0000_01b3)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file() -> Vec<u8> {
        let mut writer = Writer::default();
        writer.section("one", vec![1, 2, 3]).section("two", vec![]);
        writer.finish(b"ADVTEST\n", 7)
    }

    #[test]
    fn what_is_built_in_is_whole() {
        let models = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("models");
        for (file, magic, version) in [
            ("tagger.bin", crate::tag::MAGIC, crate::tag::VERSION),
            ("ner.bin", crate::tag::ner::MAGIC, crate::tag::ner::VERSION),
            ("words.bin", crate::tag::lexicon::MAGIC, crate::tag::lexicon::VERSION),
            ("parser.bin", crate::parse::MAGIC, crate::parse::VERSION),
        ] {
            let bytes = std::fs::read(models.join(file)).unwrap();
            Reader::open(&bytes, magic, version, file).unwrap();
        }
    }

    #[test]
    fn sections_come_back() {
        let bytes = file();
        let reader = Reader::open(&bytes, b"ADVTEST\n", 7, "t").unwrap();
        assert_eq!(reader.section("one").unwrap(), [1, 2, 3]);
        assert!(reader.section("two").unwrap().is_empty());
        assert!(reader.section("three").is_err());
    }

    #[test]
    fn without_the_checksum_kind_and_length_are_still_checked() {
        let good = file();
        let open = |bytes: &[u8]| Reader::open_unverified(bytes, b"ADVTEST\n", 7, "t").map(|_| ());
        assert!(open(&good).is_ok());
        for at in 0..16 {
            let mut bad = good.clone();
            bad[at] ^= 0x40;
            assert!(open(&bad).is_err(), "byte {at}");
        }
        for at in 0..good.len() {
            assert!(open(&good[..at]).is_err() || at + 8 > good.len(), "length {at}");
        }
        let mut bad = good.clone();
        bad[good.len() - 1] ^= 1;
        let reader = Reader::open_unverified(&bad, b"ADVTEST\n", 7, "t").unwrap();
        assert!(reader.verify().is_err());
    }

    #[test]
    fn damage_is_refused_at_every_byte_and_length() {
        let good = file();
        for at in 0..good.len() {
            let mut bad = good.clone();
            bad[at] ^= 0x40;
            assert!(Reader::open(&bad, b"ADVTEST\n", 7, "t").is_err(), "byte {at}");
            assert!(Reader::open(&good[..at], b"ADVTEST\n", 7, "t").is_err(), "length {at}");
        }
    }
}
