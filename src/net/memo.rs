//! Keeps what words add to a network's sums, so that the features of a frequent word are looked up once.

use super::mix;
use std::hash::{BuildHasherDefault, Hasher};

/// Words that are kept.
const WORDS: usize = 1 << 14;

/// `N` numbers a word; a later word takes the place of an earlier one of the same slot.
#[derive(Debug)]
pub struct Memo<const N: usize> {
    keys: Vec<u64>,
    /// `N` for each slot. One vector of zeros, whose memory the system hands out only where it is written.
    sums: Vec<i16>,
}

impl<const N: usize> Memo<N> {
    /// Keeps nothing yet.
    pub fn new() -> Self {
        Self { keys: vec![0; WORDS], sums: vec![0; WORDS * N] }
    }

    /// The numbers of the word of hash `key`, which `fill` finds where they are not known.
    #[inline]
    pub fn get(&mut self, key: u64, fill: impl FnOnce(&mut [i16; N])) -> &[i16; N] {
        let key = key | 1;
        let slot = (key >> 40) as usize % WORDS;
        let sums = &mut self.sums.as_chunks_mut().0[slot];
        if self.keys[slot] != key {
            self.keys[slot] = key;
            fill(sums);
        }
        sums
    }
}

impl<const N: usize> Default for Memo<N> {
    fn default() -> Self {
        Self::new()
    }
}

/// Hash of a piece of text for a [`Memo`], eight bytes at a time; model files hold those of [`super::hash`].
#[inline]
pub fn key(text: &str) -> u64 {
    let (words, rest) = text.as_bytes().as_chunks::<8>();
    let start = words.iter().fold(text.len() as u64, |h, word| mix(h, u64::from_le_bytes(*word)));
    let rest = rest.iter().fold(0, |word, &byte| word << 8 | u64::from(byte));
    mix(mix(start, rest), 11)
}

/// Hashing of hash maps whose keys are hashes.
pub type Hashed = BuildHasherDefault<Same>;

/// Hashes a number to itself.
#[derive(Clone, Copy, Debug, Default)]
pub struct Same(u64);

impl Hasher for Same {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write_u64(&mut self, value: u64) {
        self.0 = value;
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = bytes.iter().fold(self.0, |h, &byte| mix(h, u64::from(byte)));
    }
}
