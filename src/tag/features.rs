//! What the tagger sees of a word and of its neighbours.

use crate::linear::{hash, mix};

/// How a sentence is written, which decides how much a capital says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Casing {
    /// Running text.
    Normal,
    /// A headline in which nearly every word has a capital.
    Title,
    /// Nearly all letters are capitals.
    Upper,
    /// No capital at all.
    Lower,
}

impl Casing {
    /// The casing of a sentence with these word forms.
    pub fn of<'a>(forms: impl Iterator<Item = &'a str>) -> Self {
        let (mut words, mut capital, mut long, mut long_capital, mut letters, mut upper) = (0, 0, 0, 0, 0, 0);
        for form in forms {
            let Some(first) = form.chars().next().filter(|c| c.is_alphabetic()) else { continue };
            words += 1;
            capital += usize::from(first.is_uppercase());
            let mut count = 0;
            for c in form.chars().filter(|c| c.is_alphabetic()) {
                count += 1;
                letters += 1;
                upper += usize::from(c.is_uppercase());
            }
            if count > 3 {
                long += 1;
                long_capital += usize::from(first.is_uppercase());
            }
        }
        if words >= 2 && upper * 10 >= letters * 8 {
            Self::Upper
        } else if words >= 1 && capital == 0 {
            Self::Lower
        } else if long >= 3 && long_capital * 5 >= long * 4 {
            Self::Title
        } else {
            Self::Normal
        }
    }
}

/// A word as the features need it: hashes of its form and of its parts.
#[derive(Clone, Copy, Debug, Default)]
pub struct Word {
    /// Hash of the form in lower case.
    pub lower: u64,
    form: u64,
    shape: u64,
    prefix: [u64; 4],
    suffix: [u64; 4],
}

impl Word {
    /// Hashes `form`; `buffer` is scratch space.
    pub fn new(form: &str, casing: Casing, buffer: &mut String) -> Self {
        buffer.clear();
        for c in form.chars() {
            // A digit says only that it is one: numbers share their features by length.
            buffer.extend(c.to_lowercase().map(|c| if c.is_ascii_digit() { '0' } else { c }));
        }
        let lower = hash(buffer);
        let mut word = Self { lower, form: hash(form), shape: shape(form), ..Self::default() };
        word.shape = mix(word.shape, casing as u64);
        if casing != Casing::Normal {
            word.form = mix(lower, 99);
        }
        let mut ends = buffer.char_indices().map(|(i, c)| i + c.len_utf8());
        for prefix in &mut word.prefix {
            if let Some(end) = ends.next() {
                *prefix = hash(&buffer[..end]);
            }
        }
        let mut starts = buffer.char_indices().rev().map(|(i, _)| i);
        for suffix in &mut word.suffix {
            if let Some(start) = starts.next() {
                *suffix = hash(&buffer[start..]);
            }
        }
        word
    }

    /// The word before the first and behind the last of a sentence.
    pub const EDGE: Self = Self { lower: 1, form: 1, shape: 1, prefix: [0; 4], suffix: [0; 4] };
}

/// Hash of the word's shape: runs of capitals, small letters, digits and other signs.
fn shape(form: &str) -> u64 {
    let (mut out, mut last, mut run) = (7, 0, 0);
    for c in form.chars() {
        let class = match c {
            _ if c.is_uppercase() => 1,
            _ if c.is_alphabetic() => 2,
            _ if c.is_numeric() => 3,
            '-' | '–' | '—' => 4,
            '.' => 5,
            _ => 6,
        };
        run = if class == last { run + 1 } else { 1 };
        last = class;
        if run <= 2 {
            out = mix(out, class);
        }
    }
    out
}

/// Calls `emit` with each feature of the word at `at`, but for those of the tags before it.
pub fn word_features(words: &[Word], at: usize, mut emit: impl FnMut(u64)) {
    let near = |offset: isize| at.checked_add_signed(offset).and_then(|i| words.get(i)).unwrap_or(&Word::EDGE);
    let (back2, back, word, next, next2) = (near(-2), near(-1), near(0), near(1), near(2));
    let mut n = 0;
    let mut f = |value: u64| {
        n += 1;
        emit(mix(n, value));
    };
    f(0);
    f(word.form);
    f(word.lower);
    for (prefix, suffix) in word.prefix.iter().zip(&word.suffix) {
        f(*prefix);
        f(*suffix);
    }
    f(word.shape);
    f(mix(word.shape, u64::from(at == 0)));
    f(mix(word.shape, word.suffix[1]));
    f(back.lower);
    f(next.lower);
    f(back2.lower);
    f(next2.lower);
    f(back.suffix[2]);
    f(next.suffix[2]);
    f(back.suffix[1]);
    f(next.suffix[1]);
    f(mix(back.shape, word.shape));
    f(mix(next.shape, word.shape));
    f(mix(back.lower, word.lower));
    f(mix(word.lower, next.lower));
    f(mix(back.lower, next.lower));
    f(mix(word.suffix[2], next.lower));
}

/// Calls `emit` with each feature of the word at `at` that looks at the `tags` before it (class numbers).
pub fn tag_features(words: &[Word], at: usize, tags: &[u8], mut emit: impl FnMut(u64)) {
    let tag = |back: usize| at.checked_sub(back).map_or(255, |i| u64::from(tags[i]));
    let (one, two) = (tag(1), tag(2));
    let word = &words[at];
    let next = words.get(at + 1).unwrap_or(&Word::EDGE);
    let mut n = 100;
    let mut f = |value: u64| {
        n += 1;
        emit(mix(n, value));
    };
    f(one);
    f(mix(one, two));
    f(mix(one, word.lower));
    f(mix(one, next.lower));
    f(mix(one, word.suffix[2]));
    f(mix(one, next.suffix[2]));
    f(mix(mix(one, two), word.lower));
    f(mix(mix(one, two), tag(3)));
}
