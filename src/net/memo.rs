//! Keeps what words add to a network's sums, so that the features of a frequent word are looked up once.

use super::mix;
use std::hash::{BuildHasherDefault, Hasher};

/// Words that are kept.
const WORDS: usize = 1 << 14;
/// Words among which a new one takes the place of the one that was not asked for longest.
const WAYS: usize = 4;

/// `N` numbers a word, for the words asked for last.
///
/// The numbers lie in the order in which words came. Frequent words come first, so that their numbers share few pages of memory.
#[derive(Debug)]
pub struct Memo<const N: usize> {
    sets: Vec<Set>,
    /// `N` for each place. One vector of zeros, whose memory the system hands out only where it is written.
    sums: Vec<i16>,
    /// Places that are taken.
    len: u32,
}

/// Words of which hashes say that they share this line of the cache, the last one asked for first.
#[derive(Clone, Copy, Debug, Default)]
#[repr(align(64))]
struct Set([Slot; WAYS]);

/// A word's hash, 0 for none, and the place of its numbers.
#[derive(Clone, Copy, Debug, Default)]
struct Slot {
    key: u64,
    place: u32,
}

impl<const N: usize> Memo<N> {
    /// Keeps nothing yet.
    pub fn new() -> Self {
        Self { sets: vec![Set::default(); WORDS / WAYS], sums: vec![0; WORDS * N], len: 0 }
    }

    /// The numbers of the word of hash `key`, which `fill` finds where they are not known.
    #[inline]
    pub fn get(&mut self, key: u64, fill: impl FnOnce(&mut [i16; N])) -> &[i16; N] {
        let key = key | 1;
        let Set(slots) = &mut self.sets[(key >> 40) as usize % (WORDS / WAYS)];
        let known = slots.iter().position(|slot| slot.key == key);
        for at in (1..=known.unwrap_or(WAYS - 1)).rev() {
            slots.swap(at - 1, at);
        }
        let slot = &mut slots[0];
        if slot.key == 0 {
            slot.place = self.len;
            self.len += 1;
        }
        slot.key = key;
        let sums = &mut self.sums.as_chunks_mut().0[slot.place as usize];
        if known.is_none() {
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn words_come_back_with_their_numbers(words in proptest::collection::vec(0_u64..20, 0..200)) {
            let mut memo = Memo::<2>::new();
            for word in words {
                // Five words a set: more than it holds.
                let key = (word % 4) << 40 | word << 1;
                let numbers = *memo.get(key, |numbers| *numbers = [word as i16, 7]);
                prop_assert_eq!(numbers, [word as i16, 7]);
                prop_assert_eq!(*memo.get(key, |numbers| *numbers = [0; 2]), [word as i16, 7]);
            }
        }
    }
}
