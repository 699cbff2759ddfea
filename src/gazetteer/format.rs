//! Layout of a compiled gazetteer: what `compile` writes and `trie` reads in place.
//!
//! All numbers are little-endian `u32` unless said otherwise. Sections:
//!
//! | section | row | content |
//! |---|---|---|
//! | `edges` | 64 bytes | bucket of eight edges: eight fingerprints (0 = free), then eight targets |
//! | `forms` | 8 bytes | entry, surface: the names, grouped by trie node, best entry first |
//! | `flags` | 1 byte | per form, see [`flag`] |
//! | `entries` | 20 bytes | id, name, kind `u8`, gate `u8`, country 2 letters, population, details; ordered by id |
//! | `details` | variable | the rarer columns of an entry: presence bits `u16`, then one number each |
//! | `kinds` | 5 bytes | type `u8`, subtype |
//! | `strings` | variable | length (LEB128), UTF-8 bytes; everything above that names a text is an offset into here |
//! | `lower` | 4 bytes | per letter a–z: which second letters (bit 26: none or another) a lower-case name has |
//! | `head` | 8 bytes | seed of the edge hash, `u64` |
//!
//! An edge's target is the child's node number, with [`HAS_CHILDREN`]. A node at which names end is numbered as the
//! first of its forms, so that forms need no index of their own; inner nodes are numbered behind the last form.

/// Kind of file.
pub const MAGIC: &[u8; 8] = b"ADVGAZET";
/// Version of this layout and of the word normalisation.
pub const VERSION: u32 = 1;

/// Edges in a bucket.
pub const BUCKET: usize = 8;
/// Bytes of a bucket.
pub const BUCKET_BYTES: usize = BUCKET * 8;
/// Bytes of a form.
pub const FORM_BYTES: usize = 8;
/// Bytes of an entry.
pub const ENTRY_BYTES: usize = 20;
/// Bytes of a kind.
pub const KIND_BYTES: usize = 5;

/// Number of the node where every walk starts.
pub const ROOT: u32 = 0x7fff_ffff;
/// Bit of an edge's target: the child has edges of its own.
pub const HAS_CHILDREN: u32 = 1 << 31;
/// An entry without details.
pub const NO_DETAILS: u32 = u32::MAX;

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

/// Bits of the details of an entry, in the order in which the numbers follow.
pub mod detail {
    /// Latitude in millionths of a degree, `i32`.
    pub const LAT: u16 = 1;
    /// Longitude in millionths of a degree, `i32`.
    pub const LON: u16 = 1 << 1;
    /// First day, packed by `PartialDate::pack`.
    pub const VALID_FROM: u16 = 1 << 2;
    /// Last day, packed by `PartialDate::pack`.
    pub const VALID_TO: u16 = 1 << 3;
    /// Number of the Wikidata id.
    pub const WIKIDATA: u16 = 1 << 4;
    /// `GeoNames` id.
    pub const GEONAMES: u16 = 1 << 5;
    /// First-order division, a string.
    pub const ADMIN1: u16 = 1 << 6;
    /// Office, a string.
    pub const ROLE: u16 = 1 << 7;
    /// Id of the body that it is an office of, a string.
    pub const OF: u16 = 1 << 8;
    /// Where the row is from, a string.
    pub const SOURCE: u16 = 1 << 9;
}

/// The text at offset `at` of the section `strings`; empty where none is.
pub fn string(strings: &[u8], at: u32) -> &str {
    std::str::from_utf8(string_bytes(strings, at)).unwrap_or_default()
}

/// The bytes of the text at offset `at` of the section `strings`; empty where none is.
pub fn string_bytes(strings: &[u8], at: u32) -> &[u8] {
    let (mut at, mut length, mut shift) = (at as usize, 0, 0);
    loop {
        let Some(&byte) = strings.get(at) else { return &[] };
        at += 1;
        length |= usize::from(byte & 0x7f) << shift;
        shift += 7;
        if byte < 0x80 || shift > 28 {
            break;
        }
    }
    strings.get(at..at.saturating_add(length)).unwrap_or_default()
}

/// Hash of a word's normalised bytes. Part of the layout.
pub fn word_hash(bytes: &[u8]) -> u64 {
    let mut hash = 0x243f_6a88_85a3_08d3 ^ bytes.len() as u64;
    let mut chunks = bytes.chunks_exact(8);
    for chunk in &mut chunks {
        let mut word = [0; 8];
        word.copy_from_slice(chunk);
        hash = mix(hash ^ u64::from_le_bytes(word));
    }
    let rest = chunks.remainder();
    if !rest.is_empty() {
        let mut word = [0; 8];
        word[..rest.len()].copy_from_slice(rest);
        hash = mix(hash ^ u64::from_le_bytes(word));
    }
    hash
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
const fn mix(x: u64) -> u64 {
    let wide = (x ^ 0x9e37_79b9_7f4a_7c15) as u128 * 0xe703_7ed1_a0b4_28db_u128;
    (wide as u64) ^ ((wide >> 64) as u64)
}
