//! Sparse linear classifiers: a hash table from features to weights by class, read in place from a model file.
//!
//! ```text
//! table   a power of two of cells: feature's high 32 bits u32, row u32 (0: empty cell)
//! rows    per row: classes u8, then as often class u8, weight i16 (little-endian); byte 0 is unused
//! ```

use crate::container::{Reader, Writer};
use crate::{Error, Result};
use std::{borrow::Cow, ops::Range};

const CELL: usize = 8;
const PAIR: usize = 3;

/// A linear classifier over at most 255 classes. A feature is a 64-bit hash.
#[derive(Debug)]
pub struct Linear {
    bytes: Cow<'static, [u8]>,
    table: Range<usize>,
    rows: Range<usize>,
    mask: usize,
}

impl Linear {
    /// Opens the classifier in the sections `table` and `rows` of `reader`, a reader of the same `bytes`.
    ///
    /// # Errors
    /// [`Error::Compiled`] when a section is missing or out of shape.
    pub fn open(bytes: Cow<'static, [u8]>, reader: &Reader<'_>, table: &str, rows: &str) -> Result<Self> {
        let (table, rows) = (reader.range(table)?, reader.range(rows)?);
        let cells = table.len() / CELL;
        if !cells.is_power_of_two() || table.len() % CELL != 0 {
            return Err(Error::Compiled { what: "linear model".into(), message: "its table has a wrong size".into() });
        }
        Ok(Self { bytes, table, rows, mask: cells - 1 })
    }

    /// Adds the weights of `feature` to `scores`, one a class.
    #[inline]
    pub fn add(&self, feature: u64, scores: &mut [i32]) {
        let table = &self.bytes[self.table.clone()];
        let key = (feature >> 32) as u32;
        let mut at = feature as usize & self.mask;
        loop {
            let Some(cell) = table.get(at * CELL..at * CELL + CELL) else { return };
            let row = u32::from_le_bytes([cell[4], cell[5], cell[6], cell[7]]) as usize;
            if row == 0 {
                return;
            }
            if u32::from_le_bytes([cell[0], cell[1], cell[2], cell[3]]) == key {
                self.add_row(row, scores);
                return;
            }
            at = (at + 1) & self.mask;
        }
    }

    #[inline]
    fn add_row(&self, row: usize, scores: &mut [i32]) {
        let rows = &self.bytes[self.rows.clone()];
        let Some((&count, rest)) = rows.get(row..).and_then(<[u8]>::split_first) else { return };
        for pair in rest.chunks_exact(PAIR).take(count as usize) {
            if let Some(score) = scores.get_mut(pair[0] as usize) {
                *score += i32::from(i16::from_le_bytes([pair[1], pair[2]]));
            }
        }
    }

    /// Lays out `features` (hash; class and weight pairs) as sections `table` and `rows` of `writer`.
    pub fn write(features: &[(u64, Vec<(u8, i16)>)], writer: &mut Writer, table: &str, rows: &str) {
        let cells = (features.len() * 3 / 2).next_power_of_two().max(2);
        let mut cell_bytes = vec![0; cells * CELL];
        let mut row_bytes = vec![0];
        for (feature, pairs) in features {
            let mut at = *feature as usize & (cells - 1);
            while cell_bytes[at * CELL + 4..at * CELL + CELL] != [0; 4] {
                at = (at + 1) & (cells - 1);
            }
            cell_bytes[at * CELL..at * CELL + 4].copy_from_slice(&((feature >> 32) as u32).to_le_bytes());
            cell_bytes[at * CELL + 4..at * CELL + CELL].copy_from_slice(&(row_bytes.len() as u32).to_le_bytes());
            row_bytes.push(pairs.len() as u8);
            for (class, weight) in pairs {
                row_bytes.push(*class);
                row_bytes.extend_from_slice(&weight.to_le_bytes());
            }
        }
        writer.section(table, cell_bytes).section(rows, row_bytes);
    }
}

/// Mixes `value` into the hash `seed`.
#[inline]
pub const fn mix(seed: u64, value: u64) -> u64 {
    let x = (seed.rotate_left(23) ^ value).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    x ^ (x >> 29)
}

/// Hash of a piece of text.
#[inline]
pub fn hash(text: &str) -> u64 {
    text.bytes().fold(0x51_7cc1_b727_220a, |h, b| mix(h, u64::from(b)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_come_back() {
        let mut writer = Writer::default();
        let features: Vec<_> = (0..1000).map(|i| (mix(7, i), vec![(0, i as i16), (3, -1)])).collect();
        Linear::write(&features, &mut writer, "t", "r");
        let bytes = writer.finish(b"ADVTEST\n", 1);
        let reader = Reader::open(&bytes, b"ADVTEST\n", 1, "test").unwrap();
        let model = Linear::open(Cow::Owned(bytes.clone()), &reader, "t", "r").unwrap();
        for i in 0..1000 {
            let mut scores = [0; 4];
            model.add(mix(7, i), &mut scores);
            assert_eq!(scores, [i as i32, 0, 0, -1]);
        }
        let mut scores = [0; 4];
        model.add(mix(8, 1), &mut scores);
        assert_eq!(scores, [0; 4]);
    }
}
