//! The parser's network, inference only.
//!
//! A token's vector is the rectified sum of its features' rows. A state's hidden vector is the rectified sum of a
//! matrix product for each place's token vector and of its features' rows; one more matrix gives a score a step.
//! Products of a token and a place are kept for the sentence, as most recur in the next state.

use super::features::{self, PLACES, Token};
use super::state::{NONE, State, Step};
use crate::container::{Reader, Writer};
use crate::{Error, Result};

/// Size of a token's vector.
pub const TOKEN: usize = 96;
/// Size of a state's hidden vector.
pub const HIDDEN: usize = 192;

const CELL: usize = 8;

/// Weights of the network.
#[derive(Clone, Debug, Default)]
pub struct Net {
    /// Rows of [`TOKEN`] weights a token feature.
    pub token_rows: Rows,
    /// Bias of a token's vector.
    pub token_bias: Vec<f32>,
    /// For each place, [`TOKEN`] rows of [`HIDDEN`] weights.
    pub places: Vec<f32>,
    /// Rows of [`HIDDEN`] weights a state feature.
    pub state_rows: Rows,
    /// Bias of a state's vector.
    pub state_bias: Vec<f32>,
    /// For each step, [`HIDDEN`] weights.
    pub steps: Vec<f32>,
    /// Bias of each step.
    pub step_bias: Vec<f32>,
}

/// Feature hashes and a row of weights for each.
#[derive(Clone, Debug, Default)]
pub struct Rows {
    cells: Vec<(u32, u32)>,
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
        Self { cells, weights: vec![0.0; features.len() * width] }
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

    /// The weights of row `row` of `width`.
    #[inline]
    pub fn row(&self, row: u32, width: usize) -> &[f32] {
        self.weights.get(row as usize * width..(row as usize + 1) * width).unwrap_or_default()
    }
}

/// Adds `factor` times `from` to `to`.
#[inline]
pub fn add_scaled(to: &mut [f32], from: &[f32], factor: f32) {
    for (to, from) in to.iter_mut().zip(from) {
        *to += factor * from;
    }
}

/// Adds `from` to `to`.
#[inline]
pub fn add(to: &mut [f32], from: &[f32]) {
    for (to, from) in to.iter_mut().zip(from) {
        *to += from;
    }
}

/// Scratch space for a sentence.
#[derive(Debug, Default)]
pub struct Scratch {
    tokens: Vec<f32>,
    products: Vec<f32>,
    known: Vec<bool>,
    hidden: Vec<f32>,
    scores: Vec<f32>,
}

impl Net {
    /// Parses `tokens` into `state`: the best allowed of `steps` each time.
    pub fn parse(&self, tokens: &[Token], steps: &[Step], state: &mut State, scratch: &mut Scratch) {
        state.reset(tokens.len());
        self.encode(tokens, scratch);
        while !state.is_done() {
            self.score(state, scratch);
            let mut best: Option<(Step, f32)> = None;
            for (&step, &score) in steps.iter().zip(&scratch.scores) {
                if best.is_none_or(|(_, highest)| score > highest) && state.allows(step) {
                    best = Some((step, score));
                }
            }
            let Some((step, _)) = best else { return };
            state.take(step);
        }
    }

    fn encode(&self, tokens: &[Token], scratch: &mut Scratch) {
        scratch.tokens.clear();
        for at in 0..tokens.len() {
            let start = scratch.tokens.len();
            scratch.tokens.extend_from_slice(&self.token_bias);
            let vector = &mut scratch.tokens[start..];
            features::token_features(tokens, at, |feature| {
                if let Some(row) = self.token_rows.find(feature) {
                    add(vector, self.token_rows.row(row, TOKEN));
                }
            });
            for value in vector {
                *value = value.max(0.0);
            }
        }
        scratch.products.clear();
        scratch.products.resize(tokens.len() * PLACES * HIDDEN, 0.0);
        scratch.known.clear();
        scratch.known.resize(tokens.len() * PLACES, false);
    }

    fn score(&self, state: &State, scratch: &mut Scratch) {
        let places = features::places(state);
        let Scratch { tokens, products, known, hidden, scores } = scratch;
        hidden.clear();
        hidden.extend_from_slice(&self.state_bias);
        for (place, &token) in places.iter().enumerate() {
            if token == NONE || token >= state.len {
                continue;
            }
            let cell = token as usize * PLACES + place;
            let product = &mut products[cell * HIDDEN..(cell + 1) * HIDDEN];
            if !known[cell] {
                known[cell] = true;
                let vector = &tokens[token as usize * TOKEN..(token as usize + 1) * TOKEN];
                let matrix = &self.places[place * TOKEN * HIDDEN..(place + 1) * TOKEN * HIDDEN];
                for (&value, row) in vector.iter().zip(matrix.chunks_exact(HIDDEN)) {
                    if value > 0.0 {
                        add_scaled(product, row, value);
                    }
                }
            }
            add(hidden, product);
        }
        features::state_features(state, &places, |feature| {
            if let Some(row) = self.state_rows.find(feature) {
                add(hidden, self.state_rows.row(row, HIDDEN));
            }
        });
        for value in hidden.iter_mut() {
            *value = value.max(0.0);
        }
        scores.clear();
        for (row, bias) in self.steps.chunks_exact(HIDDEN).zip(&self.step_bias) {
            scores.push(bias + dot(row, hidden));
        }
    }

    /// Adds the network's sections to `writer`; the shape comes from the sections' lengths.
    pub fn write(&self, writer: &mut Writer) {
        for (name, rows) in [("token", &self.token_rows), ("state", &self.state_rows)] {
            let cells = rows.cells.iter().flat_map(|(key, row)| [key.to_le_bytes(), row.to_le_bytes()].concat());
            writer.section(&format!("{name}-at"), cells.collect());
        }
        for (name, weights) in self.parts() {
            let largest = weights.iter().fold(1e-6_f32, |most, weight| most.max(weight.abs()));
            let wide = if name == "token-w" { 127.0 } else { 32767.0 };
            let mut bytes = (largest / wide).to_le_bytes().to_vec();
            for weight in weights {
                let value = (weight / largest * wide).round() as i16;
                bytes.push(value.to_le_bytes()[0]);
                if wide > 200.0 {
                    bytes.push(value.to_le_bytes()[1]);
                }
            }
            writer.section(name, bytes);
        }
    }

    fn parts(&self) -> [(&'static str, &Vec<f32>); 7] {
        [
            ("token-w", &self.token_rows.weights),
            ("token-b", &self.token_bias),
            ("places", &self.places),
            ("state-w", &self.state_rows.weights),
            ("state-b", &self.state_bias),
            ("steps", &self.steps),
            ("steps-b", &self.step_bias),
        ]
    }

    /// Reads the network's sections.
    ///
    /// # Errors
    /// [`Error::Compiled`] when a section is missing or out of shape.
    pub fn read(reader: &Reader<'_>, steps: usize) -> Result<Self> {
        let rows = |name: &str, weights: Vec<f32>| -> Result<Rows> {
            let cells = reader.section(&format!("{name}-at"))?;
            let word = |b: &[u8]| u32::from_le_bytes([b[0], b[1], b[2], b[3]]);
            let cells: Vec<_> = cells.chunks_exact(CELL).map(|cell| (word(cell), word(&cell[4..]))).collect();
            // An empty cell ends every search.
            if !cells.len().is_power_of_two() || cells.iter().all(|cell| cell.1 != 0) {
                return Err(wrong());
            }
            Ok(Rows { cells, weights })
        };
        let net = Self {
            token_rows: rows("token", numbers(reader.section("token-w")?, 1)?)?,
            token_bias: numbers(reader.section("token-b")?, 2)?,
            places: numbers(reader.section("places")?, 2)?,
            state_rows: rows("state", numbers(reader.section("state-w")?, 2)?)?,
            state_bias: numbers(reader.section("state-b")?, 2)?,
            steps: numbers(reader.section("steps")?, 2)?,
            step_bias: numbers(reader.section("steps-b")?, 2)?,
        };
        let fits = net.token_bias.len() == TOKEN
            && net.places.len() == PLACES * TOKEN * HIDDEN
            && net.state_bias.len() == HIDDEN
            && net.steps.len() == steps * HIDDEN
            && net.step_bias.len() == steps;
        if fits { Ok(net) } else { Err(wrong()) }
    }
}

fn wrong() -> Error {
    Error::Compiled { what: "parser model".into(), message: "has a section of wrong size".into() }
}

/// Numbers of `width` bytes behind their common factor.
fn numbers(bytes: &[u8], width: usize) -> Result<Vec<f32>> {
    let (&factor, rest) = bytes.split_first_chunk::<4>().ok_or_else(wrong)?;
    let factor = f32::from_le_bytes(factor);
    Ok(match width {
        1 => rest.iter().map(|&b| f32::from(b as i8) * factor).collect(),
        _ => rest.chunks_exact(2).map(|b| f32::from(i16::from_le_bytes([b[0], b[1]])) * factor).collect(),
    })
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
