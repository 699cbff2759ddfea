//! Units of the offsets in the output.

/// What offsets count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Unit {
    /// UTF-8 bytes, as Rust, Go and files do.
    #[default]
    Bytes,
    /// Unicode code points, as Python and R do.
    Chars,
    /// UTF-16 code units, as JavaScript and Java do.
    Utf16,
}

impl Unit {
    /// The units in their order on the command line.
    pub const ALL: &[Self] = &[Self::Bytes, Self::Chars, Self::Utf16];

    /// Name on the command line.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Bytes => "bytes",
            Self::Chars => "chars",
            Self::Utf16 => "utf16",
        }
    }

    /// Number of units in whole characters of UTF-8. Every character counts at its first byte.
    fn count(self, bytes: &[u8]) -> u32 {
        let of = |byte: u8| match self {
            Self::Bytes => 1,
            Self::Chars => u32::from(byte & 0xC0 != 0x80),
            Self::Utf16 => u32::from(byte & 0xC0 != 0x80) + u32::from(byte >= 0xF0),
        };
        bytes.iter().map(|&byte| of(byte)).sum()
    }
}

/// Turns byte offsets of one text into offsets of a [`Unit`]: one pass over the text, then a constant time for each.
#[derive(Debug)]
pub struct Offsets<'t> {
    unit: Unit,
    text: &'t str,
    /// Units before each block of [`BLOCK`] bytes; empty where offsets are those of bytes.
    before: Vec<u32>,
}

const BLOCK: usize = 256;

impl<'t> Offsets<'t> {
    /// Counts the units of `text`.
    pub fn new(unit: Unit, text: &'t str) -> Self {
        let mut before = Vec::new();
        if unit != Unit::Bytes && !text.is_ascii() {
            let mut total = 0;
            before.extend(text.as_bytes().chunks(BLOCK).map(|block| {
                let start = total;
                total += unit.count(block);
                start
            }));
        }
        Self { unit, text, before }
    }

    /// The offset, in units, of byte `byte`, which starts a character or is the text's end. A byte behind the text
    /// counts as its end.
    pub fn at(&self, byte: u32) -> u32 {
        let end = (byte as usize).min(self.text.len());
        let block = end / BLOCK;
        match self.before.get(block).or(self.before.last()) {
            None => end as u32,
            Some(&before) => {
                let start = block.min(self.before.len() - 1) * BLOCK;
                before + self.unit.count(&self.text.as_bytes()[start..end])
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn naive(unit: Unit, text: &str) -> usize {
        match unit {
            Unit::Bytes => text.len(),
            Unit::Chars => text.chars().count(),
            Unit::Utf16 => text.encode_utf16().count(),
        }
    }

    fn check(text: &str) {
        for &unit in Unit::ALL {
            let offsets = Offsets::new(unit, text);
            for at in (0..=text.len()).filter(|&at| text.is_char_boundary(at)) {
                assert_eq!(offsets.at(at as u32) as usize, naive(unit, &text[..at]), "{unit:?} {at} {text:?}");
            }
            assert_eq!(offsets.at(u32::MAX) as usize, naive(unit, text));
        }
    }

    #[test]
    fn hard_texts() {
        for text in [
            "",
            "plain",
            "\u{feff}mark",
            "a\r\nb",
            "e\u{301}\u{323}",
            "x\u{a0}y",
            "👩\u{200d}👧 🇸🇾",
            "مرحبا",
            "\u{10ffff}",
        ] {
            check(text);
        }
        for length in [BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK] {
            check(&"é".repeat(length));
            check(&format!("{}😀", "x".repeat(length)));
        }
    }

    proptest! {
        #[test]
        fn any_text(text in "(\\PC|[\u{feff}\r\n\u{a0}\u{301}😀é ]){0,700}") {
            check(&text);
        }
    }
}
