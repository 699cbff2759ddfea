//! Keeps what words add to the hidden layer, so that the features of a frequent word are looked up once.

use super::HIDDEN;
use super::features::{Casing, DISTANCES};
use crate::net::{hash, mix};

const WORDS: usize = 4096;
const SIZE: usize = DISTANCES * HIDDEN;

/// Sums by word; a later word takes the place of an earlier one of the same slot.
#[derive(Debug)]
pub struct Memo {
    keys: Vec<u64>,
    sums: Vec<f32>,
}

impl Memo {
    /// Keeps nothing yet.
    pub fn new() -> Self {
        Self { keys: vec![0; WORDS], sums: vec![0.0; WORDS * SIZE] }
    }

    /// What `form` adds at each distance, [`HIDDEN`] numbers each; `fill` adds it up where it is not known.
    pub fn get(&mut self, form: &str, casing: Casing, fill: impl FnOnce(&mut [f32])) -> &[f32] {
        let key = mix(hash(form), 1 + casing as u64) | 1;
        let slot = (key >> 40) as usize % WORDS;
        let sums = &mut self.sums[slot * SIZE..(slot + 1) * SIZE];
        if self.keys[slot] != key {
            self.keys[slot] = key;
            sums.fill(0.0);
            fill(sums);
        }
        sums
    }
}
