//! Finds where names may start. One function, so that versions for other instruction sets can take its place.

/// Bytes looked at in one call.
pub const BLOCK: usize = 64;

/// Bit *i* is set when a word that may start a name starts at byte *i* of `block` (at most [`BLOCK`] bytes).
///
/// Too many bits are fine, too few are not: a byte counts when no ASCII letter or digit stands before it (`before` is
/// the byte before the block, 0 at the start) and it is a capital, a digit, the first byte of a longer character, or
/// one of the small letters of `lower` (bit 0 = a).
pub fn starts(block: &[u8], before: u8, lower: u32) -> u64 {
    let mut mask = 0;
    let mut inside = before.is_ascii_alphanumeric();
    for (i, &byte) in block.iter().enumerate().take(BLOCK) {
        let small = byte.is_ascii_lowercase();
        let starts = if small { lower >> (byte - b'a') & 1 != 0 } else { byte.is_ascii_alphanumeric() || byte >= 0xc0 };
        mask |= u64::from(starts && !inside) << i;
        inside = byte.is_ascii_alphanumeric();
    }
    mask
}
