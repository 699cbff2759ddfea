//! Rows of weights as they lie in a model file, read in place.

use crate::container::Reader;
use crate::{Error, Result};
use multiversion::multiversion;
use std::borrow::Cow;

/// Bytes of a model file: built into the program, or owned.
pub type File = Cow<'static, [u8]>;

/// A table that [`Rows::write`](super::Rows::write) wrote: feature hashes and a row of `WIDTH` weights for each.
#[derive(Clone, Debug)]
pub struct Table<const WIDTH: usize> {
    cells: File,
    rows: File,
}

/// One row: whole numbers of one byte behind their common factor.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a, const WIDTH: usize> {
    factor: f32,
    weights: &'a [u8; WIDTH],
}

impl<const WIDTH: usize> Row<'_, WIDTH> {
    /// The weights.
    #[inline]
    pub fn weights(&self) -> impl Iterator<Item = f32> + '_ {
        self.weights.iter().map(|&byte| f32::from(byte as i8) * self.factor)
    }
}

impl<const WIDTH: usize> Table<WIDTH> {
    /// Bytes of a row.
    const SIZE: usize = WIDTH + size_of::<f32>();

    /// The table `name` in `file`, of which `reader` knows the sections.
    ///
    /// # Errors
    /// [`Error::Compiled`] when a section is missing or out of shape.
    pub fn open(file: &File, reader: &Reader<'_>, name: &str) -> Result<Self> {
        let section = |section: String| -> Result<File> {
            let range = reader.range(&section)?;
            Ok(match file {
                Cow::Borrowed(bytes) => Cow::Borrowed(&bytes[range]),
                Cow::Owned(bytes) => Cow::Owned(bytes[range].to_vec()),
            })
        };
        let (cells, rows) = (section(format!("{name}-at"))?, section(format!("{name}-w"))?);
        let table = Self { cells, rows };
        // An empty cell ends every search.
        let ends = table.cells().len().is_power_of_two() && table.cells().iter().any(|cell| number(cell, 4) == 0);
        if ends { Ok(table) } else { Err(wrong(name)) }
    }

    fn cells(&self) -> &[[u8; 8]] {
        self.cells.as_chunks().0
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.rows.len() / Self::SIZE
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The row of `feature`.
    #[inline]
    pub fn find(&self, feature: u64) -> Option<Row<'_, WIDTH>> {
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
    pub fn row(&self, row: u32) -> Option<Row<'_, WIDTH>> {
        let (&factor, rest) = self.rows.get(row as usize * Self::SIZE..)?.split_first_chunk()?;
        Some(Row { factor: f32::from_le_bytes(factor), weights: rest.first_chunk()? })
    }

    /// Adds the row of each feature, if there is one, to one of the `sums`: a feature comes with its number.
    ///
    /// Nearly every look-up waits for memory. The first cells are all read before any is looked at, and then the beginnings of all
    /// rows, as processors do not wait for one before they ask for the next where no branch depends on it.
    pub fn add_all(&self, features: &[(u8, u64)], sums: &mut [[f32; WIDTH]]) {
        let mut cells = [[0; 8]; AT_ONCE];
        let mut rows = [None; AT_ONCE];
        for features in features.chunks(AT_ONCE) {
            for (cell, &(_, feature)) in cells.iter_mut().zip(features) {
                *cell = self.first_cell(feature);
            }
            for ((row, &cell), &(_, feature)) in rows.iter_mut().zip(&cells).zip(features) {
                *row = self.number(feature, cell).and_then(|number| self.row(number));
            }
            add_rows(sums, &rows, features);
        }
    }
}

/// How many features are looked up side by side.
const AT_ONCE: usize = 32;

/// Adds each of `rows`, if there is one, to the sum of which its feature has the number.
#[multiversion(targets("x86_64+avx2"))]
fn add_rows<const WIDTH: usize>(
    sums: &mut [[f32; WIDTH]],
    rows: &[Option<Row<'_, WIDTH>>; AT_ONCE],
    features: &[(u8, u64)],
) {
    for (row, &(number, _)) in rows.iter().zip(features) {
        let Some(row) = row else { continue };
        for (to, weight) in sums[usize::from(number)].iter_mut().zip(row.weights()) {
            *to += weight;
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
