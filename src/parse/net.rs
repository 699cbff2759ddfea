//! The parser's network.
//!
//! A token's vector is the rectified sum of its features' rows. A state's hidden vector is the rectified sum of a
//! matrix product for each place's token vector and of its features' rows; one more matrix gives a score a step.

use super::features::PLACES;
use crate::Result;
use crate::container::{Reader, Writer};
use crate::net::{Rows, read_weights, write_weights};

/// Size of a token's vector.
pub const TOKEN: usize = 96;
/// Size of a state's hidden vector.
pub const HIDDEN: usize = 192;

/// Weights of the network, in training. `scorer.rs` runs it.
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

impl Net {
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

    /// Reads the sections of a network that scores `steps` steps, to train on.
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
