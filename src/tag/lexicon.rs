//! What is known of a word outside its sentence: its Brown cluster and the inflections that it can be.
//!
//! ```text
//! paths   a cluster: its path from the root of the tree, first turn in the lowest bit u32, turns u8, zero u8 ×3
//! table   a power of two of cells: high 32 bits of the form's hash u32, cluster + 1 (0: none) u16, classes u8, used u8
//! ```

use crate::container::{Reader, Writer};
use crate::net::{hash, mix};
use crate::{Error, Result};
use std::{borrow::Cow, ops::Range};

/// Kind of the lexicon file.
pub(crate) const MAGIC: &[u8; 8] = b"ADVWORDS";
/// Version of the lexicon file.
pub(crate) const VERSION: u32 = 1;
const CELL: usize = 8;

static EMBEDDED: &[u8] = include_bytes!("../../models/words.bin");

/// What is known of one word form.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// Its Brown cluster's number, counted from 1; 0 where it has none.
    pub cluster: u16,
    /// The inflections that it can be, a set of bits; see [`Inflection`].
    pub classes: u8,
}

/// Bits of [`Entry::classes`].
#[derive(Clone, Copy, Debug)]
#[repr(u8)]
pub enum Inflection {
    /// Base form of a verb.
    VerbBase = 1,
    /// Past tense of a verb.
    VerbPast = 2,
    /// Past participle of a verb.
    VerbParticiple = 4,
    /// *-ing* form of a verb.
    VerbGerund = 8,
    /// Third person of a verb.
    VerbThird = 16,
    /// Singular of a noun.
    NounSingular = 32,
    /// Plural of a noun.
    NounPlural = 64,
    /// Adjective or adverb.
    Adjective = 128,
}

/// A table of word forms, read in place.
#[derive(Clone, Debug)]
pub struct Lexicon {
    bytes: Cow<'static, [u8]>,
    paths: Range<usize>,
    table: Range<usize>,
}

impl Lexicon {
    /// The built-in lexicon.
    ///
    /// # Errors
    /// [`Error::Compiled`] when the built-in data are damaged.
    pub fn embedded() -> Result<Self> {
        Self::open(Cow::Borrowed(EMBEDDED))
    }

    /// The lexicon in the file `bytes`.
    ///
    /// # Errors
    /// [`Error::Compiled`] when the file is damaged or of another version.
    pub fn open(bytes: Cow<'static, [u8]>) -> Result<Self> {
        let reader = Reader::open_file(&bytes, MAGIC, VERSION, "lexicon")?;
        let (paths, table) = (reader.range("paths")?, reader.range("table")?);
        if !(table.len() / CELL).is_power_of_two() || table.len() % CELL != 0 {
            return Err(Error::Compiled { what: "lexicon".into(), message: "its table has a wrong size".into() });
        }
        Ok(Self { bytes, paths, table })
    }

    /// What is known of `form`, as it is written or, failing that, as `lower`.
    pub fn get(&self, form: &str, lower: &str) -> Entry {
        self.exact(form).or_else(|| if form == lower { None } else { self.exact(lower) }).unwrap_or_default()
    }

    fn exact(&self, form: &str) -> Option<Entry> {
        let table = &self.bytes[self.table.clone()];
        let cells = table.len() / CELL;
        let key = hash(form);
        let mut at = key as usize & (cells - 1);
        for _ in 0..cells {
            let cell = table.get(at * CELL..at * CELL + CELL)?;
            if cell[7] == 0 {
                return None;
            }
            if u32::from_le_bytes([cell[0], cell[1], cell[2], cell[3]]) == (key >> 32) as u32 {
                return Some(Entry { cluster: u16::from_le_bytes([cell[4], cell[5]]), classes: cell[6] });
            }
            at = (at + 1) & (cells - 1);
        }
        None
    }

    /// Hash of the first `turns` turns of the path to `cluster`; 0 for no cluster.
    pub fn prefix(&self, cluster: u16, turns: u8) -> u64 {
        let Some(at) = (cluster as usize).checked_sub(1) else { return 0 };
        let Some(path) = self.bytes[self.paths.clone()].get(at * CELL..at * CELL + CELL) else { return 0 };
        let bits = u32::from_le_bytes([path[0], path[1], path[2], path[3]]);
        let turns = turns.min(path[4]).min(31);
        mix(u64::from(turns), u64::from(bits & ((1 << turns) - 1)))
    }

    /// The file's bytes for clusters (paths of at most 31 turns, written with the digits 0 and 1) and words.
    pub fn write(paths: &[String], words: &[(String, Entry)]) -> Vec<u8> {
        let mut path_bytes = Vec::new();
        for path in paths {
            let bits = path.bytes().rev().fold(0_u32, |bits, turn| bits << 1 | u32::from(turn == b'1'));
            path_bytes.extend_from_slice(&bits.to_le_bytes());
            path_bytes.extend_from_slice(&[path.len() as u8, 0, 0, 0]);
        }
        let cells = (words.len() * 4 / 3).next_power_of_two().max(2);
        let mut table = vec![0; cells * CELL];
        for (word, entry) in words {
            let key = hash(word);
            let mut at = key as usize & (cells - 1);
            while table[at * CELL + 7] != 0 {
                at = (at + 1) & (cells - 1);
            }
            let cell = &mut table[at * CELL..at * CELL + CELL];
            cell[..4].copy_from_slice(&((key >> 32) as u32).to_le_bytes());
            cell[4..6].copy_from_slice(&entry.cluster.to_le_bytes());
            cell[6] = entry.classes;
            cell[7] = 1;
        }
        let mut writer = Writer::default();
        writer.section("paths", path_bytes).section("table", table);
        writer.finish(MAGIC, VERSION)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_prefixes_come_back() {
        let cat = Entry { cluster: 2, classes: Inflection::NounSingular as u8 };
        let bytes = Lexicon::write(&["0101".into(), "0110".into()], &[("cat".into(), cat)]);
        let lexicon = Lexicon::open(bytes.into()).unwrap();
        assert_eq!(lexicon.get("Cat", "cat"), cat);
        assert_eq!(lexicon.get("dog", "dog"), Entry::default());
        assert_eq!(lexicon.prefix(1, 2), lexicon.prefix(2, 2));
        assert_ne!(lexicon.prefix(1, 3), lexicon.prefix(2, 3));
        assert_eq!(lexicon.prefix(0, 3), 0);
    }
}
