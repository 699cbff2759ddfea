//! Page furniture: share bars, comment forms, cookie notes, menus.
//!
//! A line is furniture where phrases of `data/boilerplate.txt` account for most of its words. Phrases count only at
//! the start of a line, behind a separator or a full stop, or beside another phrase, so that prose that happens to
//! hold such words is safe.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::lexicon::entries;
use super::lines::ends_sentence;

/// How much of a line a phrase accounts for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reach {
    /// Itself.
    Alone,
    /// Itself, in a row of several.
    InRow,
    /// Itself and what follows up to the next separator.
    Onward,
}

#[derive(Debug)]
struct Phrase {
    words: Vec<&'static str>,
    reach: Reach,
    /// Whether a colon stands behind it.
    colon: bool,
}

/// Phrases by their first word in lower case.
static PHRASES: LazyLock<HashMap<&'static str, Vec<Phrase>>> = LazyLock::new(|| {
    let mut phrases: HashMap<_, Vec<_>> = HashMap::new();
    for entry in entries(include_str!("data/boilerplate.txt")) {
        let Some((reach, phrase)) = entry.split_once(' ') else { continue };
        let reach = match reach {
            "=" => Reach::Alone,
            "+" => Reach::InRow,
            _ => Reach::Onward,
        };
        let words: Vec<_> = Words::of(phrase).map(|word| word.form).collect();
        let Some(first) = words.first() else { continue };
        let colon = reach == Reach::Onward && phrase.ends_with(':');
        phrases.entry(*first).or_default().push(Phrase { words, reach, colon });
    }
    for phrases in phrases.values_mut() {
        phrases.sort_by_key(|phrase| (std::cmp::Reverse(phrase.words.len()), phrase.reach != Reach::Onward));
    }
    phrases
});

/// Longest line, in bytes, that is looked at: furniture is short.
const LONGEST_LINE: usize = 600;
/// Most words of a line.
const MOST_WORDS: usize = 96;
/// Most words that a phrase accounts for beyond itself.
const LONGEST_REACH: usize = 24;
/// Least number of menu words in a row that make a menu.
const LEAST_ROW: usize = 3;

/// Whether `line` is mostly page furniture.
pub(super) fn is_furniture(line: &str) -> bool {
    if line.len() > LONGEST_LINE {
        return false;
    }
    if is_trail(line) {
        return true;
    }
    // Most lines are prose, which the first word or the full stop gives away.
    let Some(first) = Words::of(line).next() else { return false };
    if phrases(first.form).is_none() && ends_sentence(line) {
        return false;
    }
    let mut buffer = [Word::default(); MOST_WORDS];
    let mut count = 0;
    for word in Words::of(line) {
        let Some(slot) = buffer.get_mut(count) else { return false };
        *slot = word;
        count += 1;
    }
    let words = &buffer[..count];
    let covered = covered(words);
    covered > 0 && covered * 3 >= count * 2
}

/// How many of `words` belong to furniture.
fn covered(words: &[Word]) -> usize {
    let mut covered = 0;
    let mut from = 0;
    while from < words.len() {
        // A label (Tags: …) reaches across commas.
        let label = longest(&words[from..], |phrase| phrase.reach == Reach::Onward).is_some_and(|phrase| phrase.colon);
        let ends = |word: &Word| word.fresh && !(label && word.comma);
        let end = words[from + 1..].iter().position(ends).map_or(words.len(), |length| from + 1 + length);
        covered += row(&words[from..end]);
        from = end;
    }
    let menu = words.len() >= LEAST_ROW && words.iter().all(|word| !word.form.is_empty());
    if covered < words.len() && menu { covered.max(menu_words(words)) } else { covered }
}

/// How many words of a stretch between separators belong to furniture: all of it, or nothing.
fn row(words: &[Word]) -> usize {
    let mut at = 0;
    while at < words.len() {
        match longest(&words[at..], |phrase| phrase.reach != Reach::InRow) {
            Some(phrase) if phrase.reach == Reach::Onward && at == 0 => {
                let within = words.len() <= phrase.words.len() + LONGEST_REACH;
                return if within { words.len() } else { 0 };
            }
            Some(phrase) if phrase.reach == Reach::Alone => at += phrase.words.len(),
            _ => return 0,
        }
    }
    at
}

/// How many of `words` a menu accounts for: all of them, or none.
fn menu_words(words: &[Word]) -> usize {
    let mut at = 0;
    let mut items = 0;
    while at < words.len() {
        match longest(&words[at..], |phrase| phrase.reach != Reach::Onward) {
            Some(phrase) => at += phrase.words.len(),
            None => return 0,
        }
        items += 1;
    }
    if items >= LEAST_ROW { at } else { 0 }
}

fn longest(words: &[Word], fits: impl Fn(&Phrase) -> bool) -> Option<&'static Phrase> {
    phrases(words.first()?.form)?.iter().find(|phrase| fits(phrase) && phrase.starts(words))
}

/// The phrases that start with the word `form`, longest first.
fn phrases(form: &str) -> Option<&'static [Phrase]> {
    let mut folded = [0; 24];
    let number = form.bytes().all(|b| b.is_ascii_digit());
    let key = if number { "#" } else { fold(form, &mut folded)? };
    PHRASES.get(key).map(Vec::as_slice)
}

/// `form` in lower case, in `buffer`; none where it is too long for a word of a phrase.
fn fold<'b>(form: &str, buffer: &'b mut [u8; 24]) -> Option<&'b str> {
    let folded = buffer.get_mut(..form.len())?;
    folded.copy_from_slice(form.as_bytes());
    folded.make_ascii_lowercase();
    std::str::from_utf8(folded).ok()
}

impl Phrase {
    fn starts(&self, words: &[Word]) -> bool {
        let fits = |(pattern, word): (&&str, &Word)| {
            pattern.eq_ignore_ascii_case(word.form) || *pattern == "#" && word.form.bytes().all(|b| b.is_ascii_digit())
        };
        words.len() >= self.words.len()
            && self.words.iter().zip(words).all(fits)
            && (!self.colon || words[self.words.len() - 1].colon)
    }
}

/// Whether `line` is a trail of pages: *Home > News > Tunisia*.
fn is_trail(line: &str) -> bool {
    const LONGEST_TRAIL: usize = 160;
    let Some(rest) = line.get(..4).filter(|start| start.eq_ignore_ascii_case("home")).map(|_| line[4..].trim_start())
    else {
        return false;
    };
    line.len() <= LONGEST_TRAIL
        && rest.starts_with(['>', '»', '›', '→', '/', '|', '·', '•', '\\'])
        && !rest.ends_with('.')
}

/// A word of a line.
#[derive(Clone, Copy, Debug, Default)]
struct Word<'t> {
    form: &'t str,
    /// Whether a separator or the end of a sentence stands before it.
    fresh: bool,
    /// Whether that separator is a comma alone.
    comma: bool,
    /// Whether a colon stands behind it.
    colon: bool,
}

/// The words of a line.
struct Words<'t> {
    rest: &'t str,
    fresh: bool,
}

impl<'t> Words<'t> {
    fn of(line: &'t str) -> Self {
        Self { rest: line, fresh: true }
    }
}

impl<'t> Iterator for Words<'t> {
    type Item = Word<'t>;

    fn next(&mut self) -> Option<Word<'t>> {
        let is_inside = |c: char| c.is_alphanumeric() || matches!(c, '#' | '©' | '-');
        let is_start = |c: char| c.is_alphanumeric() || matches!(c, '#' | '©');
        let start = self.rest.find(is_start)?;
        let gap = &self.rest[..start];
        let fresh = self.fresh || gap.contains(is_separator);
        let comma = fresh && gap.trim() == ",";
        self.rest = &self.rest[start..];
        let end = self.rest.find(|c| !is_inside(c)).unwrap_or(self.rest.len());
        let (form, rest) = self.rest.split_at(end);
        self.rest = rest;
        self.fresh = false;
        Some(Word { form, fresh, comma, colon: rest.starts_with(':') })
    }
}

fn is_separator(c: char) -> bool {
    matches!(
        c,
        '|' | '•'
            | '·'
            | '>'
            | '»'
            | '›'
            | '/'
            | '.'
            | '!'
            | '?'
            | '…'
            | '\n'
            | '\t'
            | '–'
            | '—'
            | '→'
            | '*'
            | ','
    )
}
