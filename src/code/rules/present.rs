//! Which words a sentence may have, in 256 bits: most rules have fixed words, and most sentences lack one of them.

/// A Bloom filter of words, whatever their case (Bloom 1970).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Present([u64; 4]);

impl Present {
    /// Adds a word.
    pub fn insert(&mut self, word: &str) {
        // FNV-1a.
        let hash = word.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte.to_ascii_lowercase())).wrapping_mul(0x0100_0000_01b3)
        });
        let bit = (hash >> 32) as usize % 256;
        self.0[bit / 64] |= 1 << (bit % 64);
    }

    /// Whether all words of `words` may be among these; no is certain.
    pub fn may_hold(&self, words: &Self) -> bool {
        self.0.iter().zip(&words.0).all(|(these, those)| those & !these == 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn set<'w>(words: impl IntoIterator<Item = &'w String>) -> Present {
        let mut set = Present::default();
        words.into_iter().for_each(|word| set.insert(word));
        set
    }

    proptest! {
        #[test]
        fn words_that_are_there_may_be_there(words in proptest::collection::vec("[a-zA-Zé-]{0,8}", 0..40), from: usize) {
            let from = from.checked_rem(words.len()).unwrap_or(0);
            let upper: Vec<String> = words[from..].iter().map(|word| word.to_ascii_uppercase()).collect();
            prop_assert!(set(&words).may_hold(&set(&upper)));
        }
    }

    #[test]
    fn others_are_mostly_known_not_to_be() {
        let number = |range: std::ops::Range<u32>| range.map(|n| n.to_string()).collect::<Vec<_>>();
        let sentence = set(&number(0..40));
        let taken_for = number(1000..2000).iter().filter(|word| sentence.may_hold(&set([*word]))).count();
        assert!(taken_for < 250, "{taken_for} of 1000");
    }
}
