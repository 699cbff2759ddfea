//! The word lists of this folder, read from `data/` once a process.

use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::LazyLock;

/// How an abbreviation behaves; `data/abbreviations.txt` says what each class means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Abbreviation {
    Title,
    Number,
    Month,
    State,
    Name,
    Hour,
    Word,
    Last,
}

impl Abbreviation {
    fn named(class: &str) -> Option<Self> {
        Some(match class {
            "title" => Self::Title,
            "number" => Self::Number,
            "month" => Self::Month,
            "state" => Self::State,
            "name" => Self::Name,
            "hour" => Self::Hour,
            "word" => Self::Word,
            "last" => Self::Last,
            _ => return None,
        })
    }
}

/// Words of one first letter that are two words written as one.
#[derive(Debug)]
struct Splits {
    /// Bit `n` is set where a form is `n` bytes long: most words are turned away by it.
    lengths: u32,
    /// Written form in lower case, and the length of its first part.
    forms: Vec<(String, usize)>,
}

/// All word lists but the page furniture, which [`super::boilerplate`] keeps.
#[derive(Debug)]
pub(super) struct Lexicon {
    abbreviations: FxHashMap<&'static str, Abbreviation>,
    /// Abbreviations with a full stop inside, which are compared with the text as they stand.
    dotted: Vec<&'static str>,
    /// By first letter.
    splits: [Splits; 26],
    wholes: Vec<&'static str>,
    prefixes: Vec<&'static str>,
    suffixes: Vec<&'static str>,
    syllables: FxHashSet<&'static str>,
    units: Vec<&'static str>,
    starters: FxHashSet<&'static str>,
    calendar: FxHashSet<&'static str>,
    speech: FxHashSet<&'static str>,
    domains: FxHashSet<&'static str>,
    no_places: FxHashSet<&'static str>,
}

/// The built-in lists.
pub(super) static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::embedded);

/// The entries of a list: its lines without comments and blank lines.
pub(super) fn entries(list: &'static str) -> impl Iterator<Item = &'static str> {
    list.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("# ") && *line != "#")
}

const SHORTEST_SPLIT_IN_ANY_CASE: usize = 5;

/// The first letter of `form`, counted from 0, case left aside; none where it is not an ASCII letter.
fn letter(form: &str) -> Option<usize> {
    let first = form.bytes().next().filter(u8::is_ascii_alphabetic)?;
    Some(usize::from(first.to_ascii_lowercase() - b'a'))
}

impl Lexicon {
    fn embedded() -> Self {
        let mut splits = [const { Splits { lengths: 0, forms: Vec::new() } }; 26];
        for entry in entries(include_str!("data/splits.txt")) {
            if let (Some(letter), Some(first)) = (letter(entry), entry.find(' ')) {
                let form = entry.replace(' ', "");
                splits[letter].lengths |= 1 << form.len();
                splits[letter].forms.push((form, first));
            }
        }
        let abbreviations: FxHashMap<_, _> = entries(include_str!("data/abbreviations.txt"))
            .filter_map(|entry| entry.split_once(' '))
            .filter_map(|(form, class)| Some((form, Abbreviation::named(class.trim())?)))
            .collect();
        let mut dotted: Vec<_> = abbreviations.keys().copied().filter(|form| form.contains('.')).collect();
        dotted.sort_unstable_by_key(|form| std::cmp::Reverse(form.len()));
        let hyphens = include_str!("data/hyphens.txt");
        Self {
            abbreviations,
            dotted,
            splits,
            wholes: entries(include_str!("data/wholes.txt")).collect(),
            prefixes: entries(hyphens).filter_map(|e| e.strip_suffix('-')).collect(),
            suffixes: entries(hyphens).filter_map(|e| e.strip_prefix('-')).collect(),
            syllables: entries(include_str!("data/syllables.txt")).collect(),
            units: entries(include_str!("data/units.txt")).collect(),
            starters: entries(include_str!("data/starters.txt")).collect(),
            calendar: entries(include_str!("data/calendar.txt")).collect(),
            speech: entries(include_str!("data/speech.txt")).collect(),
            domains: entries(include_str!("data/domains.txt")).collect(),
            no_places: entries(include_str!("data/datelines.txt")).collect(),
        }
    }

    /// The class of the abbreviation `form`, given without its last full stop. A form in lower case stands for its
    /// capitalised form too.
    pub(super) fn abbreviation(&self, form: &str) -> Option<Abbreviation> {
        if let Some(&class) = self.abbreviations.get(form) {
            return Some(class);
        }
        let mut folded = [0; 12];
        let folded = folded.get_mut(..form.len())?;
        folded.copy_from_slice(form.as_bytes());
        let (first, rest) = folded.split_first_mut()?;
        // A single capital is an initial.
        if !first.is_ascii_uppercase() || rest.is_empty() {
            return None;
        }
        first.make_ascii_lowercase();
        self.abbreviations.get(std::str::from_utf8(folded).ok()?).copied()
    }

    /// Length of the abbreviation with full stops inside that `text` starts with, its last full stop left out.
    pub(super) fn dotted(&self, text: &str) -> Option<usize> {
        self.dotted
            .iter()
            .find(|form| text.strip_prefix(**form).is_some_and(|rest| rest.starts_with('.')))
            .map(|form| form.len())
    }

    /// Where the word `form`, letters only, parts into two (*can|not*).
    pub(super) fn split(&self, form: &str) -> Option<usize> {
        let splits = &self.splits[letter(form)?];
        if splits.lengths >> form.len().min(31) & 1 == 0 {
            return None;
        }
        let (_, first) = splits.forms.iter().find(|(split, _)| split.eq_ignore_ascii_case(form))?;
        let titled = form.starts_with(|c: char| c.is_ascii_uppercase()) && form.bytes().any(|b| b.is_ascii_lowercase());
        (!titled || form.len() >= SHORTEST_SPLIT_IN_ANY_CASE).then_some(*first)
    }

    /// Length of the fixed form that `text` starts with and that no letter or digit continues.
    pub(super) fn whole(&self, text: &str) -> Option<usize> {
        let fits = |form: &&&str| {
            text.get(..form.len()).is_some_and(|start| start.eq_ignore_ascii_case(form))
                && !text[form.len()..].starts_with(|c: char| c.is_alphanumeric() || c == '\'' || c == '-')
        };
        self.wholes.iter().filter(fits).map(|form| form.len()).max()
    }

    /// Whether `part` stays with what follows the hyphen (*anti-war*).
    pub(super) fn is_prefix(&self, part: &str) -> bool {
        self.prefixes.iter().any(|p| p.eq_ignore_ascii_case(part))
    }

    /// Whether `part` stays with what precedes the hyphen (*career-wise*).
    pub(super) fn is_suffix(&self, part: &str) -> bool {
        self.suffixes.iter().any(|p| p.eq_ignore_ascii_case(part))
    }

    /// Whether the halves around a hyphen are syllables of a Korean or Chinese given name: *Ji-hyun*.
    pub(super) fn is_given_name(&self, first: &str, second: &str) -> bool {
        let mut letters = first.chars();
        let capital = letters.next().filter(char::is_ascii_uppercase);
        let small: Option<String> =
            capital.map(|c| c.to_ascii_lowercase()).map(|c| std::iter::once(c).chain(letters).collect());
        small.is_some_and(|first| self.syllables.contains(&*first)) && self.syllables.contains(second)
    }

    /// Whether `part` is a unit that is a token of its own behind a number.
    pub(super) fn is_unit(&self, part: &str) -> bool {
        self.units.iter().any(|unit| unit.eq_ignore_ascii_case(part))
    }

    /// Whether `word` starts sentences and seldom names.
    pub(super) fn is_starter(&self, word: &str) -> bool {
        self.starters.contains(word)
    }

    /// Whether `word` is a day, month or time zone.
    pub(super) fn is_calendar(&self, word: &str) -> bool {
        self.calendar.contains(word)
    }

    /// Whether `word` is a verb of saying.
    pub(super) fn is_speech(&self, word: &str) -> bool {
        self.speech.contains(word)
    }

    /// Whether `label` ends host or file names; in lower or upper case, not in mixed.
    pub(super) fn is_domain(&self, label: &str) -> bool {
        if self.domains.contains(label) {
            return true;
        }
        let mut folded = [0; 8];
        let Some(folded) = folded.get_mut(..label.len()) else { return false };
        folded.copy_from_slice(label.as_bytes());
        if !folded.iter().all(u8::is_ascii_uppercase) {
            return false;
        }
        folded.make_ascii_lowercase();
        std::str::from_utf8(folded).is_ok_and(|label| self.domains.contains(label))
    }

    /// Whether `word` stands before a dash or colon and is no place.
    pub(super) fn is_no_place(&self, word: &str) -> bool {
        self.no_places.contains(word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn abbreviations_are_well_formed() {
        let list = include_str!("data/abbreviations.txt");
        for entry in entries(list) {
            let (form, class) = entry.split_once(' ').unwrap_or_else(|| panic!("no class: {entry}"));
            assert!(Abbreviation::named(class).is_some(), "unknown class: {entry}");
            assert!(!form.ends_with('.'), "the last full stop is left out: {entry}");
        }
        assert_eq!(entries(list).count(), LEXICON.abbreviations.len(), "a form is listed twice");
    }

    #[test]
    fn splits_are_well_formed() {
        for entry in entries(include_str!("data/splits.txt")) {
            assert!(entry.bytes().all(|b| b == b' ' || b.is_ascii_lowercase()) && entry.len() < 32, "{entry}");
            assert_eq!(entry.split(' ').count(), 2, "{entry}");
        }
    }

    #[test]
    fn hyphens_say_on_which_side() {
        for entry in entries(include_str!("data/hyphens.txt")) {
            assert_ne!(entry.starts_with('-'), entry.ends_with('-'), "{entry}");
        }
    }

    #[test]
    fn case_of_splits_and_abbreviations() {
        let lexicon = Lexicon::embedded();
        assert_eq!(lexicon.split("cannot"), Some(3));
        assert_eq!(lexicon.split("CANNOT"), Some(3));
        assert_eq!(lexicon.split("im"), Some(1));
        assert_eq!(lexicon.split("Im"), None, "a surname");
        assert_eq!(lexicon.split("canny"), None);
        assert_eq!(lexicon.abbreviation("approx"), lexicon.abbreviation("Approx"));
        assert_eq!(lexicon.abbreviation("gen"), None, "titles are capitalised");
        assert_eq!(lexicon.abbreviation("SEC"), None, "an acronym");
        assert_eq!(lexicon.abbreviation("C"), None, "an initial");
    }
}
