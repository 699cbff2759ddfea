//! Arithmetic of small networks over sparse features: rows of weights found by a feature's hash, sums and products.
//!
//! In a model file weights are whole numbers behind their common factor, an f32: of one byte, with a factor a row, in
//! tables of rows; of two bytes elsewhere; all little-endian. A table's cells are pairs of u32: the high half of the feature's
//! hash, and its row's number plus one (0: no cell).

pub mod fixed;
pub mod memo;
pub mod table;

use crate::Result;
use crate::container::{Reader, Writer};

/// Feature hashes and a row of weights for each, in training. Inference reads them from the file: [`table::Table`].
#[derive(Clone, Debug, Default)]
pub struct Rows {
    cells: Vec<(u32, u32)>,
    width: usize,
    /// The rows, one behind the other.
    pub weights: Vec<f32>,
}

impl Rows {
    /// Room for `features`, in this order, with `width` zero weights each.
    pub fn new(features: &[u64], width: usize) -> Self {
        let size = (features.len() * 3 / 2).next_power_of_two().max(2);
        let mut cells = vec![(0, 0); size];
        for (row, feature) in features.iter().enumerate() {
            let mut at = *feature as usize & (size - 1);
            while cells[at].1 != 0 {
                at = (at + 1) & (size - 1);
            }
            cells[at] = ((feature >> 32) as u32, row as u32 + 1);
        }
        Self { cells, width, weights: vec![0.0; features.len() * width] }
    }

    /// The row number of `feature`.
    #[inline]
    pub fn find(&self, feature: u64) -> Option<u32> {
        let mask = self.cells.len().wrapping_sub(1);
        let mut at = feature as usize & mask;
        loop {
            let &(key, row) = self.cells.get(at)?;
            if row == 0 {
                return None;
            }
            if key == (feature >> 32) as u32 {
                return Some(row - 1);
            }
            at = (at + 1) & mask;
        }
    }

    /// The weights of row number `row`.
    #[inline]
    pub fn row(&self, row: u32) -> &[f32] {
        self.weights.get(row as usize * self.width..(row as usize + 1) * self.width).unwrap_or_default()
    }

    /// Adds the row of `feature`, if there is one, to `sum`.
    #[inline]
    pub fn add_to(&self, feature: u64, sum: &mut [f32]) {
        if let Some(row) = self.find(feature) {
            add(sum, self.row(row));
        }
    }

    /// Reads the sections that [`Rows::write`] wrote, to train on.
    ///
    /// # Errors
    /// [`crate::Error::Compiled`] when a section is missing or out of shape.
    pub fn read(reader: &Reader<'_>, name: &str, width: usize) -> Result<Self> {
        let word = |b: &[u8]| u32::from_le_bytes([b[0], b[1], b[2], b[3]]);
        let cells = reader.section(&format!("{name}-at"))?;
        let cells: Vec<_> = cells.chunks_exact(8).map(|cell| (word(cell), word(&cell[4..]))).collect();
        // An empty cell ends every search.
        if !cells.len().is_power_of_two() || cells.iter().all(|cell| cell.1 != 0) {
            return Err(table::wrong(name));
        }
        let mut weights = Vec::new();
        for row in reader.section(&format!("{name}-w"))?.chunks_exact(width + size_of::<f32>()) {
            let (&factor, row) = row.split_first_chunk::<4>().ok_or_else(|| table::wrong(name))?;
            let factor = f32::from_le_bytes(factor);
            weights.extend(row.iter().map(|&byte| f32::from(byte as i8) * factor));
        }
        Ok(Self { cells, width, weights })
    }

    /// Adds the sections `name-at` and `name-w` to `writer`.
    pub fn write(&self, writer: &mut Writer, name: &str) {
        let cells = self.cells.iter().flat_map(|(key, row)| [key.to_le_bytes(), row.to_le_bytes()].concat());
        writer.section(&format!("{name}-at"), cells.collect());
        let rows = self.weights.chunks_exact(self.width).flat_map(|row| whole_numbers(row, 127.0));
        writer.section(&format!("{name}-w"), rows.collect());
    }
}

/// Adds `weights` as section `name` to `writer`.
pub fn write_weights(writer: &mut Writer, name: &str, weights: &[f32]) {
    writer.section(name, whole_numbers(weights, 32767.0));
}

/// Reads the `len` weights of section `name`.
///
/// # Errors
/// [`crate::Error::Compiled`] when the section is missing or has another length.
pub fn read_weights(reader: &Reader<'_>, name: &str, len: usize) -> Result<Vec<f32>> {
    let bytes = reader.section(name)?;
    let (&factor, rest) = bytes.split_first_chunk::<4>().ok_or_else(|| table::wrong(name))?;
    let factor = f32::from_le_bytes(factor);
    let weights: Vec<f32> =
        rest.chunks_exact(2).map(|b| f32::from(i16::from_le_bytes([b[0], b[1]])) * factor).collect();
    if weights.len() == len { Ok(weights) } else { Err(table::wrong(name)) }
}

fn whole_numbers(weights: &[f32], most: f32) -> Vec<u8> {
    let largest = weights.iter().fold(1e-6_f32, |largest, weight| largest.max(weight.abs()));
    let mut bytes = (largest / most).to_le_bytes().to_vec();
    for weight in weights {
        let [low, high] = ((weight / largest * most).round() as i16).to_le_bytes();
        bytes.push(low);
        if most > 127.0 {
            bytes.push(high);
        }
    }
    bytes
}

/// Adds `from` to `to`.
#[inline]
pub fn add(to: &mut [f32], from: &[f32]) {
    for (to, from) in to.iter_mut().zip(from) {
        *to += from;
    }
}

/// Adds `factor` times `from` to `to`.
#[inline]
pub fn add_scaled(to: &mut [f32], from: &[f32], factor: f32) {
    for (to, from) in to.iter_mut().zip(from) {
        *to += factor * from;
    }
}

/// Scalar product, in eight lanes so that the compiler can use vector registers.
#[inline]
pub fn dot(a: &[f32], b: &[f32]) -> f32 {
    let mut lanes = [0.0; 8];
    for (a, b) in a.chunks_exact(8).zip(b.chunks_exact(8)) {
        for (lane, (a, b)) in lanes.iter_mut().zip(a.iter().zip(b)) {
            *lane += a * b;
        }
    }
    lanes.iter().sum()
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
        let features: Vec<u64> = (0..1000).map(|i| mix(7, i)).collect();
        let mut rows = Rows::new(&features, 8);
        for (i, weight) in rows.weights.iter_mut().enumerate() {
            *weight = (i % 255) as f32 / 127.0 - 1.0;
        }
        let mut writer = Writer::default();
        rows.write(&mut writer, "rows");
        write_weights(&mut writer, "bias", &[0.5, -2.0]);
        let bytes = writer.finish(b"ADVTEST\n", 1);
        let reader = Reader::open(&bytes, b"ADVTEST\n", 1, "test").unwrap();
        let read = table::Table::<8>::open(&bytes.clone().into(), &reader, "rows").unwrap();
        assert_eq!(read.len(), 1000);
        for (i, &feature) in features.iter().enumerate() {
            let row: Vec<f32> = read.find(feature).unwrap().weights().collect();
            assert_eq!(row.len(), 8);
            assert!(rows.row(i as u32).iter().zip(&row).all(|(a, b)| (a - b).abs() < 0.005));
        }
        assert!(read.find(mix(8, 1)).is_none());
        let bias = read_weights(&reader, "bias", 2).unwrap();
        assert!((bias[0] - 0.5).abs() < 0.0001 && (bias[1] + 2.0).abs() < 0.0001, "{bias:?}");
        assert!(read_weights(&reader, "bias", 3).is_err());
    }
}
