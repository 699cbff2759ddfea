//! Rows of weights as they lie in a model file, read in place.

use super::fixed;
use crate::container::Reader;
use crate::{Error, Result};
use std::borrow::Cow;

/// Bytes of a model file: built into the program, or owned.
pub type File = Cow<'static, [u8]>;

/// A table that [`Rows::write`](super::Rows::write) wrote: feature hashes and a row of weights for each.
#[derive(Clone, Debug)]
pub struct Table {
    cells: File,
    rows: File,
    width: usize,
}

/// One row: whole numbers of one byte behind their common factor.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    factor: f32,
    weights: &'a [u8],
}

impl Row<'_> {
    /// The weights.
    #[inline]
    pub fn weights(&self) -> impl Iterator<Item = f32> + '_ {
        self.weights.iter().map(|&byte| f32::from(byte as i8) * self.factor)
    }
}

impl Table {
    /// The table `name` of rows of `width` weights in `file`, of which `reader` knows the sections.
    ///
    /// # Errors
    /// [`Error::Compiled`] when a section is missing or out of shape.
    pub fn open(file: &File, reader: &Reader<'_>, name: &str, width: usize) -> Result<Self> {
        let section = |section: String| -> Result<File> {
            let range = reader.range(&section)?;
            Ok(match file {
                Cow::Borrowed(bytes) => Cow::Borrowed(&bytes[range]),
                Cow::Owned(bytes) => Cow::Owned(bytes[range].to_vec()),
            })
        };
        let (cells, rows) = (section(format!("{name}-at"))?, section(format!("{name}-w"))?);
        let table = Self { cells, rows, width };
        // An empty cell ends every search.
        let ends = table.cells().len().is_power_of_two() && table.cells().iter().any(|cell| number(cell, 4) == 0);
        if ends { Ok(table) } else { Err(wrong(name)) }
    }

    fn cells(&self) -> &[[u8; 8]] {
        self.cells.as_chunks().0
    }

    const fn size(&self) -> usize {
        self.width + size_of::<f32>()
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.rows.len() / self.size()
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The row of `feature`.
    #[inline]
    pub fn find(&self, feature: u64) -> Option<Row<'_>> {
        self.row(self.number(feature, self.first_cell(feature))?)
    }

    /// The cell in which the search for `feature` starts.
    #[inline]
    fn first_cell(&self, feature: u64) -> [u8; 8] {
        let cells = self.cells();
        cells[feature as usize & (cells.len() - 1)]
    }

    /// The number of the row of `feature`, whose search starts in the cell `first`.
    #[inline]
    fn number(&self, feature: u64, first: [u8; 8]) -> Option<u32> {
        let cells = self.cells();
        let mut cell = first;
        let mut at = feature as usize;
        loop {
            let row = number(&cell, 4);
            if row == 0 || number(&cell, 0) == (feature >> 32) as u32 {
                return row.checked_sub(1);
            }
            at += 1;
            cell = cells[at & (cells.len() - 1)];
        }
    }

    /// Row number `row`.
    #[inline]
    pub fn row(&self, row: u32) -> Option<Row<'_>> {
        let start = row as usize * self.size();
        let (&factor, weights) = self.rows.get(start..start + self.size())?.split_first_chunk()?;
        Some(Row { factor: f32::from_le_bytes(factor), weights })
    }

    /// Adds the row of each feature, if there is one, to the `sums`, which lie one behind the other: a feature comes with the
    /// number of its sum.
    ///
    /// Nearly every look-up waits for memory. The first cells are all read before any is looked at, as processors do
    /// not wait for one before they ask for the next where no branch depends on it.
    pub fn add_all(&self, features: &[(u8, u64)], sums: &mut [f32]) {
        const AT_ONCE: usize = 32;
        let mut cells = [[0; 8]; AT_ONCE];
        for features in features.chunks(AT_ONCE) {
            for (cell, &(_, feature)) in cells.iter_mut().zip(features) {
                *cell = self.first_cell(feature);
            }
            for (&cell, &(sum, feature)) in cells.iter().zip(features) {
                if let Some(Row { factor, weights }) = self.number(feature, cell).and_then(|row| self.row(row)) {
                    let start = sum as usize * self.width;
                    fixed::add_scaled(&mut sums[start..start + self.width], weights, factor);
                }
            }
        }
    }
}

#[inline]
const fn number(cell: &[u8; 8], at: usize) -> u32 {
    u32::from_le_bytes([cell[at], cell[at + 1], cell[at + 2], cell[at + 3]])
}

pub(super) fn wrong(section: &str) -> Error {
    Error::Compiled { what: "model".into(), message: format!("its section {section} has a wrong size; train it anew") }
}
