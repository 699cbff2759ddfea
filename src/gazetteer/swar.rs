//! Eight bytes at a time in one register.

/// The bit that makes a capital ASCII letter a small one, in each byte; digits have it already.
pub const SMALL: u64 = 0x20 * ONES;
const ONES: u64 = 0x0101_0101_0101_0101;
const HIGH: u64 = 0x80 * ONES;

/// The eight bytes at `at`, the first in the lowest bits; zeros behind the end.
#[inline]
pub fn load(bytes: &[u8], at: usize) -> u64 {
    let rest = bytes.get(at..).unwrap_or_default();
    if let Some(eight) = rest.first_chunk() {
        return u64::from_le_bytes(*eight);
    }
    rest.iter().rev().fold(0, |word, byte| word << 8 | u64::from(*byte))
}

/// How many ASCII letters and digits the bytes start with.
#[inline]
pub const fn leading_alphanumeric(bytes: u64) -> usize {
    let others = !alphanumeric(bytes) & HIGH;
    (others.trailing_zeros() / 8) as usize
}

/// The highest bit of each byte that is an ASCII letter or digit.
#[inline]
const fn alphanumeric(bytes: u64) -> u64 {
    let low = bytes & !HIGH;
    (between(low | SMALL, b'a', b'z') | between(low, b'0', b'9')) & !bytes & HIGH
}

/// The highest bit of each of the bytes, all of them ASCII, that lies in a range.
#[inline]
const fn between(bytes: u64, first: u8, last: u8) -> u64 {
    let (from, behind) = ((0x80 - first) as u64 * ONES, (0x7f - last) as u64 * ONES);
    (bytes + from) & !(bytes + behind) & HIGH
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_at_every_place() {
        for byte in 0..=u8::MAX {
            for place in 0..8 {
                let mut bytes = [b'x'; 8];
                bytes[place] = byte;
                let expected = if byte.is_ascii_alphanumeric() { 8 } else { place };
                assert_eq!(leading_alphanumeric(load(&bytes, 0)), expected, "{byte} at {place}");
            }
        }
    }

    #[test]
    fn zeros_are_behind_the_end() {
        assert_eq!(load(b"abc", 1), u64::from_le_bytes(*b"bc\0\0\0\0\0\0"));
        assert_eq!((load(b"abc", 3), load(b"abc", 9)), (0, 0));
    }
}
