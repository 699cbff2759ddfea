//! Writes a gazetteer of made-up names, to measure compiling, opening and search by:
//!
//! ```sh
//! cargo run --release --example synthetic_gazetteer -- 1000000 > names.tsv
//! ```
//!
//! Each row is one entry with one name of two to four words (21 letters on average, no two names alike), an id, a
//! type, a subtype and a country. The words are from a vocabulary of 60,000 in which, as in real names, a few are
//! frequent. The same number gives the same file.

use std::collections::HashSet;
use std::io::{self, BufWriter, Write};

const VOCABULARY: u64 = 60_000;
const SYLLABLES: [&str; 40] = [
    "ba", "ro", "mi", "ta", "len", "kor", "ve", "shi", "na", "du", "gar", "el", "pon", "sa", "ti", "mur", "ko", "jan",
    "la", "fre", "no", "bel", "qua", "zi", "hem", "tor", "wa", "li", "dra", "po", "cas", "ne", "ul", "rim", "go", "fa",
    "sten", "ma", "yu", "ber",
];
const KINDS: [(&str, &str); 5] =
    [("LOC", "city"), ("LOC", "city"), ("ORG", "ngo"), ("PER", "official"), ("ORG", "company")];
const COUNTRIES: [&str; 8] = ["SY", "FR", "GB", "KE", "BR", "IN", "US", ""];

fn main() -> io::Result<()> {
    let Some(count) = std::env::args().nth(1).and_then(|n| n.parse::<u64>().ok()) else {
        eprintln!("usage: synthetic_gazetteer NUMBER_OF_NAMES > names.tsv");
        std::process::exit(2);
    };
    let mut out = BufWriter::new(io::stdout().lock());
    writeln!(out, "id\ttype\tsubtype\tname\tcountry")?;
    let mut random = Random(0x5eed);
    let mut known = HashSet::new();
    let mut written = 0;
    while written < count {
        let words: Vec<u64> = (0..2 + random.below(3)).map(|_| random.word()).collect();
        let key = words.iter().fold(1_u64, |key, word| key * VOCABULARY + word);
        if !known.insert(key) {
            continue;
        }
        written += 1;
        let (etype, subtype) = KINDS[random.below(KINDS.len() as u64) as usize];
        let country = COUNTRIES[random.below(COUNTRIES.len() as u64) as usize];
        let name = words.iter().map(|word| spelling(*word)).collect::<Vec<_>>().join(" ");
        writeln!(out, "syn/{written}\t{etype}\t{subtype}\t{name}\t{country}")?;
    }
    out.flush()
}

/// The word of a number: three syllables of its digits to the base 40, the last left out of the frequent words.
fn spelling(word: u64) -> String {
    let syllable = |at: u32| SYLLABLES[(word / 40_u64.pow(at) % 40) as usize];
    let mut out = format!("{}{}", syllable(0), syllable(1));
    if word >= 1600 {
        out.push_str(syllable(2));
    }
    out[..1].make_ascii_uppercase();
    out
}

/// Pseudo-random numbers (`SplitMix64`).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, end: u64) -> u64 {
        ((u128::from(self.next()) * u128::from(end)) >> 64) as u64
    }

    /// A word's number: every other one drawn by Zipf's law, so that some are frequent, the rest at random.
    fn word(&mut self) -> u64 {
        if self.below(2) == 0 {
            return self.below(VOCABULARY);
        }
        let share = self.below(1 << 20) as f64 / f64::from(1 << 20);
        ((VOCABULARY as f64).powf(share) as u64 - 1).min(VOCABULARY - 1)
    }
}
