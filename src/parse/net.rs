//! The parser's network, inference only.
//!
//! A token's vector is the rectified sum of its features' rows. A state's hidden vector is the rectified sum of a
//! matrix product for each place's token vector and of its features' rows; one more matrix gives a score a step.
//! Products of a token and a place are kept for the sentence, as most recur in the next state.

use super::features::{self, PLACES, Token};
use super::state::{NONE, State, Step};
use crate::Result;
use crate::container::{Reader, Writer};
use crate::net::{Rows, add, add_scaled, dot, read_weights, write_weights};

/// Size of a token's vector.
pub const TOKEN: usize = 96;
/// Size of a state's hidden vector.
pub const HIDDEN: usize = 192;

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
                self.token_rows.add_to(feature, vector);
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
            self.state_rows.add_to(feature, hidden);
        });
        for value in hidden.iter_mut() {
            *value = value.max(0.0);
        }
        scores.clear();
        for (row, bias) in self.steps.chunks_exact(HIDDEN).zip(&self.step_bias) {
            scores.push(bias + dot(row, hidden));
        }
    }

    /// Adds the network's sections to `writer`.
    pub fn write(&self, writer: &mut Writer) {
        self.token_rows.write(writer, "token");
        write_weights(writer, "token-b", &self.token_bias);
        write_weights(writer, "places", &self.places);
        self.state_rows.write(writer, "state");
        write_weights(writer, "state-b", &self.state_bias);
        write_weights(writer, "steps", &self.steps);
        write_weights(writer, "steps-b", &self.step_bias);
    }

    /// Reads the sections of a network that scores `steps` steps.
    ///
    /// # Errors
    /// [`crate::Error::Compiled`] when a section is missing or out of shape.
    pub fn read(reader: &Reader<'_>, steps: usize) -> Result<Self> {
        Ok(Self {
            token_rows: Rows::read(reader, "token", TOKEN)?,
            token_bias: read_weights(reader, "token-b", TOKEN)?,
            places: read_weights(reader, "places", PLACES * TOKEN * HIDDEN)?,
            state_rows: Rows::read(reader, "state", HIDDEN)?,
            state_bias: read_weights(reader, "state-b", HIDDEN)?,
            steps: read_weights(reader, "steps", steps * HIDDEN)?,
            step_bias: read_weights(reader, "steps-b", steps)?,
        })
    }
}
