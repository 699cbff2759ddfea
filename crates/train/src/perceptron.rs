//! Averaged perceptron over hashed sparse features (Collins 2002).

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// Features are hashes already.
#[derive(Default)]
struct Identity(u64);

impl Hasher for Identity {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, _: &[u8]) {}
    fn write_u64(&mut self, value: u64) {
        self.0 = value;
    }
}

/// Weight of a class, and the sum of its changes times the step they were made at.
struct Weight {
    class: u8,
    now: i32,
    timed: i64,
}

/// A classifier in training.
#[derive(Default)]
pub struct Perceptron {
    index: HashMap<u64, u32, BuildHasherDefault<Identity>>,
    rows: Vec<Vec<Weight>>,
    updates: i64,
}

impl Perceptron {
    /// Adds the weights of `feature` to `scores`.
    pub fn add(&self, feature: u64, scores: &mut [i32]) {
        if let Some(&row) = self.index.get(&feature) {
            for weight in &self.rows[row as usize] {
                scores[weight.class as usize] += weight.now;
            }
        }
    }

    /// Counts one example.
    pub fn tick(&mut self) {
        self.updates += 1;
    }

    /// Makes `right` likelier and `wrong` unlikelier where `features` hold.
    pub fn update(&mut self, features: &[u64], right: u8, wrong: u8) {
        for &feature in features {
            let next = self.rows.len() as u32;
            let row = *self.index.entry(feature).or_insert(next);
            if row == next {
                self.rows.push(Vec::new());
            }
            for (class, change) in [(right, 1), (wrong, -1)] {
                let row = &mut self.rows[row as usize];
                let timed = i64::from(change) * self.updates;
                match row.iter_mut().find(|weight| weight.class == class) {
                    Some(weight) => {
                        weight.now += change;
                        weight.timed += timed;
                    }
                    None => row.push(Weight { class, now: change, timed }),
                }
            }
        }
    }

    /// The averaged weights times `scale`, rounded, in order of the features; those of size under `least` (after
    /// scaling) are left out.
    pub fn average(&self, scale: f64, least: i16) -> Vec<(u64, Vec<(u8, i16)>)> {
        let mut features: Vec<_> = self.index.iter().collect();
        features.sort_unstable();
        let quantised = |weight: &Weight| {
            let mean = f64::from(weight.now) - weight.timed as f64 / self.updates.max(1) as f64;
            (weight.class, (mean * scale).round().clamp(-32767.0, 32767.0) as i16)
        };
        features
            .into_iter()
            .map(|(&feature, &row)| {
                let mut pairs: Vec<_> = self.rows[row as usize].iter().map(quantised).collect();
                pairs.retain(|(_, weight)| weight.abs() >= least);
                pairs.sort_unstable();
                (feature, pairs)
            })
            .filter(|(_, pairs)| !pairs.is_empty())
            .collect()
    }
}
