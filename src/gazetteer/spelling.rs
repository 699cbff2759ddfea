//! Spellings of Arabic names that are the same name: *Mohammed*, *Muhammad*, *Mohamed*.

use std::{collections::HashMap, hash::BuildHasherDefault, sync::LazyLock};

use super::format::{HashOfHash, word_hash};

static SPELLINGS: LazyLock<Spellings> =
    LazyLock::new(|| Spellings::read(include_str!("../../gazetteers/transliterations.tsv")));

/// The spelling that stands for `word`, which is normalised; none for most words.
pub fn standard(word: &[u8]) -> Option<&'static [u8]> {
    SPELLINGS.standard(word)
}

/// Whether a word of `length` bytes may have another spelling that stands for it: it starts with `first`, in any case, and
/// has this hash in small letters. Yes for a few that have none.
pub fn varies(first: u8, length: usize, hash: u64) -> bool {
    let first = first | 0x20;
    first.is_ascii_lowercase()
        && length < 16
        && SPELLINGS.starts[length] >> (first - b'a') & 1 != 0
        && SPELLINGS.known.contains_key(&hash)
}

#[derive(Debug, Default)]
struct Spellings {
    /// By the hash of a variant: the variant and what stands for it.
    known: HashMap<u64, (&'static str, &'static str), BuildHasherDefault<HashOfHash>>,
    /// By length up to 15, the first letters that variants have: a quick no for nearly all words.
    starts: [u32; 16],
}

impl Spellings {
    fn read(rows: &'static str) -> Self {
        let mut out = Self::default();
        for (spelling, variants) in
            rows.lines().filter(|row| !row.starts_with('#')).filter_map(|row| row.split_once('\t'))
        {
            for variant in variants.split('|').filter(|_| spelling != "spelling") {
                out.known.insert(word_hash(variant.as_bytes()), (variant, spelling));
                if let Some((starts, letter)) = out.place(variant.as_bytes()) {
                    out.starts[starts] |= letter;
                }
            }
        }
        out
    }

    fn place(&self, word: &[u8]) -> Option<(usize, u32)> {
        let first = *word.first().filter(|first| first.is_ascii_lowercase())?;
        (word.len() < self.starts.len()).then(|| (word.len(), 1 << (first - b'a')))
    }

    fn standard(&self, word: &[u8]) -> Option<&'static [u8]> {
        let (starts, letter) = self.place(word)?;
        if self.starts[starts] & letter == 0 {
            return None;
        }
        let (_, spelling) = self.known.get(&word_hash(word)).filter(|(variant, _)| variant.as_bytes() == word)?;
        Some(spelling.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn variants_have_one_standard() {
        assert_eq!(standard(b"mohammed"), Some(&b"muhammad"[..]));
        for word in ["muhammad", "", "mary", "m", "averyveryverylongword", "\u{e9}"] {
            assert_eq!(standard(word.as_bytes()), None, "{word}");
        }
    }

    #[test]
    fn no_spelling_is_in_two_rows_or_folds_further() {
        let rows = include_str!("../../gazetteers/transliterations.tsv").lines();
        let mut seen = HashSet::new();
        for row in rows.skip(1).filter(|row| !row.starts_with('#')) {
            for word in row.split(['\t', '|']) {
                assert!(word.len() < 16 && word.bytes().all(|b| b.is_ascii_lowercase()), "{word}");
                assert!(seen.insert(word), "{word} stands twice");
            }
        }
        assert!(seen.len() > 150);
    }
}
