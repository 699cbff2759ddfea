//! Layout of a compiled gazetteer: what `compile` writes and `trie` reads in place.
//!
//! All numbers are little-endian `u32` unless said otherwise. Sections:
//!
//! | section | row | content |
//! |---|---|---|
//! | `edges` | 64 bytes | bucket of eight edges: eight fingerprints (0 = free), then eight targets |
//! | `firsts` | 1 bit | by hash: whether a name may start with this word |
//! | `forms` | 4 bytes | the names, grouped by trie node, best entry first: offset of the entry in `records`; of a form with [`flag::ALIAS`] offset in `aliases` |
//! | `flags` | 1 byte | per form, see [`flag`] |
//! | `aliases` | variable | offset of the entry in `records`, the name as a text |
//! | `records` | variable | the entries in the order of their ids, see [`super::record`] |
//! | `index` | 4 bytes | offset of every [`INDEX_STEP`]th entry in `records` |
//! | `kinds` | 5 bytes | type `u8`, subtype |
//! | `strings` | variable | texts that many entries have; kinds and records name them by their offset |
//! | `lower` | 4 bytes | per letter a–z: which second letters (bit 26: none or another) a lower-case name has |
//! | `lowfirst` | 1 bit | by hash: whether a lower-case name may start with this word |
//! | `head` | 16 bytes | seed of the edge hash `u64`, then a checksum `u64` of it and of where all sections lie |
//!
//! A text is its length (LEB128) and its UTF-8 bytes.
//!
//! An edge's target is the child's node number, with [`HAS_CHILDREN`]. A node at which names end is numbered as the
//! first of its forms, so that forms need no index of their own; inner nodes are numbered behind the last form. Where
//! only one name goes on, its remaining words have no edges: the edge leads to its forms, with [`TAIL`].

/// Kind of file.
pub const MAGIC: &[u8; 8] = b"ADVGAZET";
/// Version of this layout and of the word normalisation.
pub const VERSION: u32 = 3;

/// Edges in a bucket.
pub const BUCKET: usize = 8;
/// Bytes of a bucket.
pub const BUCKET_BYTES: usize = BUCKET * 8;
/// Bytes of a form.
pub const FORM_BYTES: usize = 4;
/// Bytes of a kind.
pub const KIND_BYTES: usize = 5;
/// Entries from one row of the section `index` to the next.
pub const INDEX_STEP: usize = 16;

/// Number of the node where every walk starts.
pub const ROOT: u32 = TAIL - 1;
/// Bit of an edge's target: the child has edges of its own.
pub const HAS_CHILDREN: u32 = 1 << 31;
/// Bit of an edge's target: the names of the child go on behind the edge.
pub const TAIL: u32 = 1 << 30;
/// Bits of an edge's target that are the number of the node.
pub const NODE: u32 = TAIL - 1;

/// Bits of a form.
pub mod flag {
    /// Matches only exactly as written, full stops aside.
    pub const ACRONYM: u8 = 1;
    /// One word that is also an English word.
    pub const COMMON: u8 = 1 << 1;
    /// An alias or acronym, not the entry's name.
    pub const ALIAS: u8 = 1 << 2;
    /// The entry stands further up in the same group under another spelling.
    pub const REPEAT: u8 = 1 << 3;
    /// The last form of its group: the forms that one matched text stands for.
    pub const GROUP_END: u8 = 1 << 4;
    /// The last form of its node.
    pub const NODE_END: u8 = 1 << 5;
    /// The group matches as an acronym, by its first form.
    pub const ACRONYM_GROUP: u8 = 1 << 6;
}

/// Appends `number` in LEB128.
pub fn push_number(out: &mut Vec<u8>, mut number: u32) {
    while number > 0x7f {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

/// Appends `text` with its length.
pub fn push_text(out: &mut Vec<u8>, text: &str) {
    push_number(out, text.len() as u32);
    out.extend_from_slice(text.as_bytes());
}

/// The LEB128 number at byte `at`, and where it ends.
pub fn read_number(bytes: &[u8], mut at: usize) -> Option<(u32, usize)> {
    let (mut number, mut shift) = (0, 0);
    loop {
        let byte = *bytes.get(at)?;
        at += 1;
        number |= u32::from(byte & 0x7f) << shift;
        shift += 7;
        if byte < 0x80 || shift > 28 {
            return Some((number, at));
        }
    }
}

/// The bytes of the text at byte `at`, and where it ends.
pub fn read_text(bytes: &[u8], at: usize) -> Option<(&[u8], usize)> {
    let (length, start) = read_number(bytes, at)?;
    let end = start.checked_add(length as usize)?;
    Some((bytes.get(start..end)?, end))
}

/// `bytes` as a text; empty when they are none, as in a damaged file.
pub fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap_or_default()
}

/// Hash of a word's normalised bytes. Part of the layout.
#[inline]
pub fn word_hash(bytes: &[u8]) -> u64 {
    let mut hash = hash_start(bytes.len());
    let mut chunks = bytes.chunks_exact(8);
    for chunk in &mut chunks {
        let mut word = [0; 8];
        word.copy_from_slice(chunk);
        hash = hash_step(hash, u64::from_le_bytes(word));
    }
    let rest = chunks.remainder();
    if !rest.is_empty() {
        let mut word = [0; 8];
        word[..rest.len()].copy_from_slice(rest);
        hash = hash_step(hash, u64::from_le_bytes(word));
    }
    hash
}

/// The [`word_hash`] of a word of so many bytes, before the first of them.
#[inline]
pub const fn hash_start(length: usize) -> u64 {
    0x243f_6a88_85a3_08d3 ^ length as u64
}

/// The [`word_hash`] with eight bytes more, the last ones filled up with zeros.
#[inline]
pub const fn hash_step(hash: u64, bytes: u64) -> u64 {
    mix(hash ^ bytes)
}

/// The bit of the section `firsts` or `lowfirst`, of `bytes` bytes, that a first word has; the section is not empty.
pub const fn first_bit(word: u64, bytes: usize) -> (usize, u8) {
    let bit = ((word >> 32) * (bytes as u64 * 8)) >> 32;
    ((bit / 8) as usize, 1 << (bit % 8))
}

/// Hash of a name's first word when an Arabic article stands before it.
pub const fn with_article(word: u64) -> u64 {
    mix(word ^ 0xa1a1_a1a1_a1a1_a1a1)
}

/// Fingerprint (never 0) and bucket of the edge `word` out of `node` in a table of `buckets`.
pub const fn edge(node: u32, word: u64, seed: u64, buckets: usize) -> (u32, usize) {
    let key = mix(word ^ mix(node as u64 ^ seed));
    let fingerprint = (key >> 32) as u32;
    let bucket = ((key & 0xffff_ffff) * buckets as u64) >> 32;
    (if fingerprint == 0 { 1 } else { fingerprint }, bucket as usize)
}

/// A multiply and fold that spreads every input bit over the whole word (the step of wyhash).
#[inline]
const fn mix(x: u64) -> u64 {
    let wide = (x ^ 0x9e37_79b9_7f4a_7c15) as u128 * 0xe703_7ed1_a0b4_28db_u128;
    (wide as u64) ^ ((wide >> 64) as u64)
}

/// Checksum of the seed and of where the sections lie, which are read before anything else is.
pub fn head_check(seed: u64, sections: impl Iterator<Item = std::ops::Range<usize>>) -> u64 {
    sections.fold(mix(seed), |sum, range| mix(mix(sum ^ range.start as u64) ^ range.end as u64))
}

/// Hashes of keys that are hashes already.
#[derive(Clone, Copy, Debug, Default)]
pub struct HashOfHash(u64);

impl std::hash::Hasher for HashOfHash {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 ^= word_hash(bytes);
    }

    fn write_u64(&mut self, n: u64) {
        self.0 ^= n;
    }
}
