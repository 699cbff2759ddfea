//! Finds where names may start: which bytes are of words, and which may start a name, 64 at a time.
//!
//! With AVX2 a byte's class is found by two shuffles, of tables for its low and its high four bits ("SIMD byte
//! lookup", Langdale and Lemire, *Parsing gigabytes of JSON per second*, 2019). Elsewhere loops without a branch do the same,
//! which compilers make into vector instructions.

/// Bytes looked at in one call.
pub const BLOCK: usize = 64;

/// The bytes of a block that are ASCII letters or digits, and those with which a name may start: bit *i* is byte *i*.
type Masks = (u64, u64);

/// The small letters with which names may start.
#[derive(Clone, Debug)]
pub struct Scan {
    classes: Classes,
    masks: fn(&[u8; BLOCK], &Classes) -> Masks,
}

/// The classes of ASCII bytes, a bit each: a byte has those that the tables have both for its low and for its high four bits.
#[derive(Clone, Copy, Debug, Default)]
struct Classes {
    low: [u8; 16],
    high: [u8; 16],
}

/// Classes of bytes with which a name may start: small letters of two rows, then digits and capitals.
const START: u8 = 0b001_1111;
/// Classes of letters and digits: digits, capitals of two rows, small letters of two rows.
const WORD: u8 = 0b111_1100;

impl Classes {
    fn new(lower: u32) -> Self {
        let mut classes = Self::default();
        let starts = |byte: &u8| lower >> (byte - b'a') & 1 != 0;
        classes.add(0, (b'a'..=b'o').filter(starts));
        classes.add(1, (b'p'..=b'z').filter(starts));
        classes.add(2, b'0'..=b'9');
        classes.add(3, b'A'..=b'O');
        classes.add(4, b'P'..=b'Z');
        classes.add(5, b'a'..=b'o');
        classes.add(6, b'p'..=b'z');
        classes
    }

    /// Adds a class of bytes that have the high four bits in common.
    fn add(&mut self, class: u8, bytes: impl Iterator<Item = u8>) {
        for byte in bytes {
            self.low[usize::from(byte & 0xf)] |= 1 << class;
            self.high[usize::from(byte >> 4)] |= 1 << class;
        }
    }

    /// The classes of a byte.
    const fn of(&self, byte: u8) -> u8 {
        if byte.is_ascii() { self.low[(byte & 0xf) as usize] & self.high[(byte >> 4) as usize] } else { 0 }
    }
}

impl Scan {
    /// The scan for names that start with a capital, a digit, a longer character or a small letter of `lower` (bit 0 =
    /// a).
    pub fn new(lower: u32) -> Self {
        Self { classes: Classes::new(lower), masks: best_masks() }
    }

    /// Bit *i* is set when a word that may start a name starts at byte *i* of `block` (at most [`BLOCK`] bytes).
    ///
    /// Too many bits are fine, too few are not: a byte counts when it may start a name and no ASCII letter or digit
    /// stands before it (`before` is the byte before the block, 0 at the start).
    pub fn starts(&self, block: &[u8], before: u8) -> u64 {
        let (in_word, may_start) = if let Some(block) = block.first_chunk() {
            (self.masks)(block, &self.classes)
        } else {
            let mut whole = [0; BLOCK];
            whole[..block.len()].copy_from_slice(block);
            (self.masks)(&whole, &self.classes)
        };
        may_start & !(in_word << 1 | u64::from(before.is_ascii_alphanumeric()))
    }
}

/// The fastest way to find masks that this machine knows.
fn best_masks() -> fn(&[u8; BLOCK], &Classes) -> Masks {
    #[cfg(target_arch = "x86_64")]
    if is_x86_feature_detected!("avx2") {
        // SAFETY: the machine has AVX2.
        return |block, classes| unsafe { avx2(block, classes) };
    }
    portable
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
fn avx2(block: &[u8; BLOCK], classes: &Classes) -> Masks {
    use std::arch::x86_64::{
        __m256i, _mm_set_epi64x, _mm256_and_si256, _mm256_broadcastsi128_si256, _mm256_cmpeq_epi8, _mm256_cmpgt_epi8,
        _mm256_movemask_epi8, _mm256_set_epi64x, _mm256_set1_epi8, _mm256_setzero_si256, _mm256_shuffle_epi8,
        _mm256_srli_epi16,
    };
    let table = |table: &[u8; 16]| -> __m256i {
        let (eights, _) = table.as_chunks::<8>();
        _mm256_broadcastsi128_si256(_mm_set_epi64x(i64::from_le_bytes(eights[1]), i64::from_le_bytes(eights[0])))
    };
    let (low, high) = (table(&classes.low), table(&classes.high));
    let nibble = _mm256_set1_epi8(0xf);
    let (mut in_word, mut may_start) = (0, 0);
    for (half, place) in block.as_chunks::<32>().0.iter().zip([0, 32]) {
        let [a, b, c, d] = [0, 1, 2, 3].map(|i| i64::from_le_bytes(half.as_chunks().0[i]));
        let bytes = _mm256_set_epi64x(d, c, b, a);
        let bits = |vector: __m256i| u64::from(_mm256_movemask_epi8(vector).cast_unsigned());
        // A byte that is not ASCII has no class: the shuffle gives 0 where the highest bit is set.
        let by_low = _mm256_shuffle_epi8(low, bytes);
        let by_high = _mm256_shuffle_epi8(high, _mm256_and_si256(_mm256_srli_epi16::<4>(bytes), nibble));
        let found = _mm256_and_si256(by_low, by_high);
        let has = |classes: u8| {
            let any = _mm256_and_si256(found, _mm256_set1_epi8(classes.cast_signed()));
            !bits(_mm256_cmpeq_epi8(any, _mm256_setzero_si256())) & u64::from(u32::MAX)
        };
        // The first byte of a longer character is 0xc0 or above, as a signed number from -64 to -1.
        let longer = bits(bytes) & bits(_mm256_cmpgt_epi8(bytes, _mm256_set1_epi8(-65)));
        in_word |= has(WORD) << place;
        may_start |= (has(START) | longer) << place;
    }
    (in_word, may_start)
}

fn portable(block: &[u8; BLOCK], classes: &Classes) -> Masks {
    block.iter().enumerate().fold((0, 0), |(in_word, may_start), (i, &byte)| {
        let found = classes.of(byte);
        let (word, start) = (found & WORD != 0, found & START != 0 || byte >= 0xc0);
        (in_word | u64::from(word) << i, may_start | u64::from(start) << i)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn starts_are_where_no_letter_is_before() {
        let scan = Scan::new(1 << 3);
        let starts =
            |text: &str, before| (0..64).filter(|i| scan.starts(text.as_bytes(), before) >> i & 1 != 0).collect();
        for (text, before, expected) in [
            ("In de Paris", 0, vec![0, 3, 6]),
            ("In de Paris", b'x', vec![3, 6]),
            ("éA d-d 7x", b' ', vec![0, 2, 4, 6, 8]),
            ("", b' ', vec![]),
        ] {
            let found: Vec<usize> = starts(text, before);
            assert_eq!(found, expected, "{text}");
        }
        assert_eq!(scan.starts(&[b'A'; 100], b' '), 1);
        assert_eq!(scan.starts(&[0xc3; 64], b'A'), !1);
    }

    /// What [`Scan::starts`] is, byte by byte.
    fn naive(lower: u32, block: &[u8], before: u8) -> u64 {
        let mut before = before;
        let mut mask = 0;
        for (i, &byte) in block.iter().enumerate().take(BLOCK) {
            let small = byte.is_ascii_lowercase();
            let starts =
                if small { lower >> (byte - b'a') & 1 != 0 } else { byte.is_ascii_alphanumeric() || byte >= 0xc0 };
            mask |= u64::from(starts && !before.is_ascii_alphanumeric()) << i;
            before = byte;
        }
        mask
    }

    proptest::proptest! {
        #[test]
        fn starts_are_those_of_the_definition(
            lower in 0_u32..1 << 26,
            block in proptest::collection::vec(proptest::num::u8::ANY, 0..100),
            text in "[a-z A-Z0-9é.-]{0,90}",
            before: u8,
        ) {
            let scan = Scan::new(lower);
            for block in [&block, text.as_bytes()] {
                proptest::prop_assert_eq!(scan.starts(block, before), naive(lower, block, before));
                let portable = Scan { masks: portable, ..scan.clone() };
                proptest::prop_assert_eq!(portable.starts(block, before), naive(lower, block, before));
            }
        }
    }
}
