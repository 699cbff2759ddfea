//! What the tagger sees of a word at each distance from the word to tag, and of the tags before it.

use super::lexicon::Lexicon;
use crate::net::{hash, mix};

/// How a sentence is written, which decides how much a capital says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
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
            let first_is_upper = first.is_uppercase();
            words += 1;
            capital += usize::from(first_is_upper);
            let (count, upper_here) = if form.is_ascii() {
                let count = |is: fn(&u8) -> bool| form.bytes().filter(is).count();
                (count(u8::is_ascii_alphabetic), count(u8::is_ascii_uppercase))
            } else {
                let letters = form.chars().filter(|c| c.is_alphabetic());
                (letters.clone().count(), letters.filter(|c| c.is_uppercase()).count())
            };
            letters += count;
            upper += upper_here;
            if count > 3 {
                long += 1;
                long_capital += usize::from(first_is_upper);
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

/// Farthest distance at which a word is looked at, to either side.
pub const REACH: usize = 2;
/// Number of distances, from [`REACH`] words before the tagged word to as many behind it.
pub const DISTANCES: usize = 2 * REACH + 1;

/// Calls `emit` with each feature of `form` and the number, in `0..DISTANCES`, of the distance it holds for. `lower` is
/// scratch space.
pub fn word_features(
    form: &str,
    casing: Casing,
    lexicon: &Lexicon,
    lower: &mut String,
    mut emit: impl FnMut(usize, u64),
) {
    lower.clear();
    for c in form.chars() {
        // Numbers of one length share their features.
        lower.extend(c.to_lowercase().map(|c| if c.is_ascii_digit() { '0' } else { c }));
    }
    let word = hash(lower);
    let entry = match casing {
        Casing::Normal => lexicon.get(form, lower),
        _ => lexicon.get(lower, form),
    };
    let shape = mix(shape(form), casing as u64);
    let cluster = u64::from(entry.cluster);
    let classes = u64::from(entry.classes);
    let branch = [4, 6, 10].map(|turns| lexicon.prefix(entry.cluster, turns));
    let ending = |letters: usize| {
        let start = lower.char_indices().rev().nth(letters - 1).map_or(0, |(i, _)| i);
        hash(&lower[start..])
    };
    let endings = [1, 2, 3, 4].map(ending);
    for distance in 0..DISTANCES {
        let mut number = distance as u64 * 64;
        let mut f = |value| {
            number += 1;
            emit(distance, mix(number, value));
        };
        f(cluster);
        f(branch[1]);
        f(classes);
        if distance.abs_diff(REACH) > 1 {
            continue;
        }
        f(word);
        f(branch[0]);
        f(shape);
        f(endings[1]);
        f(endings[2]);
        if distance != REACH {
            continue;
        }
        f(branch[2]);
        f(endings[0]);
        f(endings[3]);
        f(mix(shape, endings[2]));
        f(mix(shape, classes));
        if casing == Casing::Normal {
            f(mix(hash(form), 17));
        }
        let mut number = 1000;
        for (end, c) in lower.char_indices().take(4) {
            number += 1;
            emit(REACH, mix(number, hash(&lower[..end + c.len_utf8()])));
        }
    }
}

/// The feature of no word at the distance of that number.
pub fn edge_feature(distance: usize) -> u64 {
    mix(2000, distance as u64)
}

/// The features of the two tags before, class numbers or [`NO_TAG`].
pub fn tag_features(last: u8, last_but_one: u8) -> [u64; 2] {
    let (one, two) = (u64::from(last), u64::from(last_but_one));
    [mix(2001, one), mix(mix(2002, one), two)]
}

/// What stands for the tag before the first word.
pub const NO_TAG: u8 = 255;

/// Hash of the word's shape: runs of capitals, small letters, digits and other signs.
pub fn shape(form: &str) -> u64 {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn casing() {
        let of = |text: &str| Casing::of(text.split(' '));
        assert_eq!(of("Police freed the reporter ."), Casing::Normal);
        assert_eq!(of("Police Free Reporter in Cairo"), Casing::Title);
        assert_eq!(of("POLICE FREE REPORTER"), Casing::Upper);
        assert_eq!(of("police free reporter"), Casing::Lower);
        assert_eq!(of("42 !"), Casing::Normal);
    }
}
