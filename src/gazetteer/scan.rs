//! Finds where names may start. One function, so that versions for other instruction sets can take its place.

use multiversion::multiversion;

/// Bytes looked at in one call.
pub const BLOCK: usize = 64;

/// The small letters with which names may start.
#[derive(Clone, Debug)]
pub struct Scan {
    lower: Vec<u8>,
}

impl Scan {
    /// The scan for names that start with a capital, a digit, a longer character or a small letter of `lower` (bit 0 =
    /// a).
    pub fn new(lower: u32) -> Self {
        Self { lower: (b'a'..=b'z').filter(|letter| lower >> (letter - b'a') & 1 != 0).collect() }
    }

    /// Bit *i* is set when a word that may start a name starts at byte *i* of `block` (at most [`BLOCK`] bytes).
    ///
    /// Too many bits are fine, too few are not: a byte counts when it may start a name and no ASCII letter or digit
    /// stands before it (`before` is the byte before the block, 0 at the start).
    pub fn starts(&self, block: &[u8], before: u8) -> u64 {
        let (in_word, may_start) = if let Some(block) = block.first_chunk() {
            masks(block, &self.lower)
        } else {
            let mut whole = [0; BLOCK];
            whole[..block.len()].copy_from_slice(block);
            masks(&whole, &self.lower)
        };
        may_start & !(in_word << 1 | u64::from(before.is_ascii_alphanumeric()))
    }
}

/// The bytes that are ASCII letters or digits, and those with which a name may start. Loops over bytes without a branch,
/// which become vector instructions.
#[multiversion(targets("x86_64+avx2"))]
fn masks(block: &[u8; BLOCK], lower: &[u8]) -> (u64, u64) {
    let (mut in_word, mut may_start) = ([0_u8; BLOCK], [0_u8; BLOCK]);
    for ((&byte, word), start) in block.iter().zip(&mut in_word).zip(&mut may_start) {
        let digit = byte.wrapping_sub(b'0') < 10;
        let capital = byte.wrapping_sub(b'A') < 26;
        let small = byte.wrapping_sub(b'a') < 26;
        *word = u8::from(digit) | u8::from(capital) | u8::from(small);
        *start = u8::from(digit) | u8::from(capital) | u8::from(byte >= 0xc0);
    }
    for &letter in lower {
        for (&byte, start) in block.iter().zip(&mut may_start) {
            *start |= u8::from(byte == letter);
        }
    }
    (bits(&in_word), bits(&may_start))
}

/// Bit *i* is byte *i*, which is 0 or 1.
#[inline(always)]
#[allow(clippy::inline_always, reason = "it must take on the instruction set of its caller")]
fn bits(bytes: &[u8; BLOCK]) -> u64 {
    let (eights, _) = bytes.as_chunks();
    eights.iter().rev().fold(0, |bits, eight| {
        // Brings bit 0 of each byte into the highest byte.
        bits << 8 | u64::from_le_bytes(*eight).wrapping_mul(0x0102_0408_1020_4080) >> 56
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
            }
        }
    }
}
