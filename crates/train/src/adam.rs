//! Sums of gradients and the Adam update (Kingma and Ba 2015).

use advocoder::net::add;
use std::ops::Range;

/// Gradients of one array of weights.
pub struct Part {
    sums: Vec<f32>,
    /// Width of a row where the weights are rows of features: only rows that occurred change. 0 otherwise.
    width: usize,
    touched: Vec<u32>,
    is_touched: Vec<bool>,
}

impl Part {
    /// For `len` weights that all take part in every example.
    pub fn dense(len: usize) -> Self {
        Self { sums: vec![0.0; len], width: 0, touched: Vec::new(), is_touched: Vec::new() }
    }

    /// For `len` weights in rows of `width`.
    pub fn rows(len: usize, width: usize) -> Self {
        Self { sums: vec![0.0; len], width, touched: Vec::new(), is_touched: vec![false; len / width] }
    }

    /// The gradients at `range` of a dense array.
    pub fn at(&mut self, range: Range<usize>) -> &mut [f32] {
        &mut self.sums[range]
    }

    /// The gradients of `row`.
    pub fn row(&mut self, row: u32) -> &mut [f32] {
        if !std::mem::replace(&mut self.is_touched[row as usize], true) {
            self.touched.push(row);
        }
        &mut self.sums[row as usize * self.width..(row as usize + 1) * self.width]
    }

    /// Adds those of `other` and clears them.
    pub fn take(&mut self, other: &mut Self) {
        if self.width == 0 {
            add(&mut self.sums, &other.sums);
            other.sums.fill(0.0);
        }
        for row in std::mem::take(&mut other.touched) {
            other.is_touched[row as usize] = false;
            let range = row as usize * self.width..(row as usize + 1) * self.width;
            add(self.row(row), &other.sums[range.clone()]);
            other.sums[range].fill(0.0);
        }
    }
}

/// Moments of the gradients of some arrays of weights.
pub struct Adam {
    moments: Vec<(Vec<f32>, Vec<f32>)>,
    updates: i32,
}

impl Adam {
    /// Moments before the first update, for arrays of these lengths.
    pub fn new(lengths: impl Iterator<Item = usize>) -> Self {
        Self { moments: lengths.map(|len| (vec![0.0; len], vec![0.0; len])).collect(), updates: 0 }
    }

    /// Changes `weights` at `rate` against the gradients in `parts`, divided by `size`, and clears these. Rows of
    /// features that did not occur stay as they are.
    pub fn update<'a>(
        &mut self,
        weights: impl Iterator<Item = &'a mut Vec<f32>>,
        parts: &mut [Part],
        size: f32,
        rate: f32,
    ) {
        self.updates += 1;
        let rate = rate * (1.0 - 0.999_f32.powi(self.updates)).sqrt() / (1.0 - 0.9_f32.powi(self.updates));
        for ((weights, part), (first, second)) in weights.zip(parts).zip(&mut self.moments) {
            let Part { sums, width, touched, is_touched } = part;
            let len = weights.len();
            let mut change = |range: Range<usize>| {
                let moments = first[range.clone()].iter_mut().zip(&mut second[range.clone()]);
                for ((sum, (first, second)), weight) in
                    sums[range.clone()].iter_mut().zip(moments).zip(&mut weights[range])
                {
                    let gradient = *sum / size;
                    *first = 0.9 * *first + 0.1 * gradient;
                    *second = 0.999 * *second + 0.001 * gradient * gradient;
                    *weight -= rate * *first / (second.sqrt() + 1e-6);
                    *sum = 0.0;
                }
            };
            if *width == 0 {
                change(0..len);
            }
            for row in touched.drain(..) {
                is_touched[row as usize] = false;
                change(row as usize * *width..(row as usize + 1) * *width);
            }
        }
    }
}
