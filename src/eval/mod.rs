//! Figures against gold annotation.

pub mod conllu;
pub mod entities;
pub mod ner;
pub mod places;
pub mod raw;

use std::fmt;

/// How much of what was found is right, and how much of what there is was found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Things in the gold annotation.
    pub gold: usize,
    /// Things found.
    pub found: usize,
    /// Things found that are in the gold annotation.
    pub right: usize,
}

impl Counts {
    /// Share of what was found that is right, in 0..=1; 0 when nothing was found.
    pub fn precision(&self) -> f64 {
        share(self.right, self.found)
    }

    /// Share of the gold things that were found, in 0..=1; 0 when there are none.
    pub fn recall(&self) -> f64 {
        share(self.right, self.gold)
    }

    /// Harmonic mean of precision and recall.
    pub fn f1(&self) -> f64 {
        share(2 * self.right, self.gold + self.found)
    }
}

impl std::ops::AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.gold += other.gold;
        self.found += other.found;
        self.right += other.right;
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { gold, found, right } = self;
        let [p, r, f1] = [self.precision(), self.recall(), self.f1()];
        write!(f, "P {p:.4}  R {r:.4}  F1 {f1:.4}  gold {gold}  found {found}  right {right}")
    }
}

fn share(part: usize, whole: usize) -> f64 {
    part as f64 / whole.max(1) as f64
}
