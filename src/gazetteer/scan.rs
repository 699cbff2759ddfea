//! Finds where names may start. One function, so that versions for other instruction sets can take its place.

/// Bytes looked at in one call.
pub const BLOCK: usize = 64;

const IN_WORD: u8 = 1;
const MAY_START: u8 = 2;

/// What each byte may be, for a set of small letters with which names may start.
#[derive(Clone, Debug)]
pub struct Scan([u8; 256]);

impl Scan {
    /// The scan for names that start with a capital, a digit, a longer character or a small letter of `lower` (bit 0 =
    /// a).
    pub fn new(lower: u32) -> Self {
        let mut classes = [0; 256];
        for (byte, class) in (0..=u8::MAX).zip(&mut classes) {
            let small = byte.is_ascii_lowercase();
            let starts =
                if small { lower >> (byte - b'a') & 1 != 0 } else { byte.is_ascii_alphanumeric() || byte >= 0xc0 };
            *class = if byte.is_ascii_alphanumeric() { IN_WORD } else { 0 } | if starts { MAY_START } else { 0 };
        }
        Self(classes)
    }

    /// Bit *i* is set when a word that may start a name starts at byte *i* of `block` (at most [`BLOCK`] bytes).
    ///
    /// Too many bits are fine, too few are not: a byte counts when it may start a name and no ASCII letter or digit
    /// stands before it (`before` is the byte before the block, 0 at the start).
    pub fn starts(&self, block: &[u8], before: u8) -> u64 {
        let (mut in_word, mut may_start) = (0_u64, 0_u64);
        for (i, &byte) in block.iter().enumerate().take(BLOCK) {
            let class = u64::from(self.0[usize::from(byte)]);
            in_word |= (class & 1) << i;
            may_start |= (class >> 1) << i;
        }
        may_start & !(in_word << 1 | u64::from(before.is_ascii_alphanumeric()))
    }
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
}
