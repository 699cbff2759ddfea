//! Words of names and of texts, and when two words are the same.
//!
//! A word is a run of letters and digits with their marks, inner apostrophes and inner underscores; `&` is the word *and*. What lies
//! between words does not count while it is soft ([`is_soft`]). Normalisation folds case, accents and apostrophes
//! away. Some things that are written as several words or with stops are one:
//!
//! * an Arabic article belongs to the word behind it: *al-Nusra*, *el Sisi*, *ar-Raqqa*;
//! * *Abd al-Rahman*, *Abdul Rahman*, *Abdel-Rahman*, *Abdulrahman*, *Abderrahman* are `abdrahman`;
//! * *U.S.* and *U.N.* are `us` and `un`;
//! * *Mohammed*, *Mohamed* and *Mohammad* are `muhammad` (`spelling.rs`).

use super::format::{hash_start, hash_step};
use super::{spelling, swar};
use unicode_normalization::char::{decompose_compatible, is_combining_mark};

/// Longest word in normalised bytes; a longer one is in no name.
pub const MAX_WORD: usize = 128;
/// Most words in a name.
pub const MAX_WORDS: usize = 32;
/// A name's first word may lose or gain its article when it has at least so many normalised bytes, or company.
pub const SOUND_WITHOUT_ARTICLE: usize = 5;

/// Where a word lies, in bytes of the text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Word {
    /// Start, with the article.
    pub start: usize,
    /// Start, without the article.
    pub core: usize,
    /// End, without a possessive 's.
    pub end: usize,
    /// End, with the possessive 's.
    pub full_end: usize,
    /// Whether an article stands before it.
    pub article: bool,
    /// Whether the article is joined to it by a hyphen.
    pub joined: bool,
}

impl Word {
    /// A word of letters and digits alone.
    pub const fn plain(start: usize, end: usize) -> Self {
        Self { start, core: start, end, full_end: end, article: false, joined: false }
    }
}

/// A word's normalised bytes.
#[derive(Clone, Debug)]
pub struct Normal {
    bytes: [u8; MAX_WORD],
    bare: usize,
    full: usize,
}

impl Default for Normal {
    fn default() -> Self {
        Self { bytes: [0; MAX_WORD], bare: 0, full: 0 }
    }
}

impl Normal {
    /// Without article and possessive 's.
    pub fn bare(&self) -> &[u8] {
        &self.bytes[..self.bare]
    }

    /// Without article; the possessive 's is part of the word (*Levi's*).
    pub fn full(&self) -> &[u8] {
        &self.bytes[..self.full]
    }

    fn push(&mut self, bytes: &[u8]) -> Option<()> {
        self.bytes.get_mut(self.bare..self.bare + bytes.len())?.copy_from_slice(bytes);
        self.bare += bytes.len();
        Some(())
    }

    fn fold(&mut self, text: &str) -> Option<()> {
        let letters = text.bytes().take_while(u8::is_ascii_alphanumeric).count();
        let (plain, rest) = text.split_at(letters);
        let to = self.bytes.get_mut(self.bare..self.bare + letters)?;
        to.copy_from_slice(plain.as_bytes());
        to.make_ascii_lowercase();
        self.bare += letters;
        for c in rest.chars() {
            if c.is_ascii() {
                if c.is_ascii_alphanumeric() || c == '_' {
                    self.push(&[c.to_ascii_lowercase() as u8])?;
                }
            } else {
                let mut kept = Some(());
                decompose_compatible(c, |part| kept = kept.and_then(|()| self.fold_part(part)));
                kept?;
            }
        }
        Some(())
    }

    fn fold_part(&mut self, c: char) -> Option<()> {
        let latin: &[u8] = match c {
            'ł' | 'Ł' => b"l",
            'ø' | 'Ø' => b"o",
            'đ' | 'Đ' | 'ð' | 'Ð' => b"d",
            'ß' | 'ẞ' => b"ss",
            'æ' | 'Æ' => b"ae",
            'œ' | 'Œ' => b"oe",
            'ı' => b"i",
            'þ' | 'Þ' => b"th",
            'ħ' | 'Ħ' => b"h",
            'ə' | 'Ə' => b"a",
            _ => b"",
        };
        if !latin.is_empty() {
            return self.push(latin);
        }
        if is_combining_mark(c) || is_apostrophe(c) || is_silent(c) || !c.is_alphanumeric() {
            return Some(());
        }
        for lower in c.to_lowercase() {
            self.push(lower.encode_utf8(&mut [0; 4]).as_bytes())?;
        }
        Some(())
    }

    /// Replaces one spelling of an Arabic name by the one that stands for all.
    fn standardise(&mut self) {
        if let Some(standard) = spelling::standard(self.bare()) {
            self.bytes[..standard.len()].copy_from_slice(standard);
            self.bare = standard.len();
        }
    }

    fn cut(&mut self, from: usize, to: usize) {
        self.bytes.copy_within(to..self.bare, from);
        self.bare -= to - from;
    }
}

/// The first word of `text` that starts at byte `at` or later; `normal` receives its normalised bytes. `None` at the
/// end of the text and before a word that is too long. `at` must be a character boundary outside a word. A run that
/// normalises to nothing, such as a lone ayn, is no word.
pub fn next(text: &str, mut at: usize, normal: &mut Normal) -> Option<Word> {
    loop {
        let word = next_run(text, at, normal)?;
        if normal.bare > 0 {
            return Some(word);
        }
        at = word.full_end;
    }
}

/// The number of words of `text`, up to one that is too long.
pub fn count(text: &str) -> usize {
    let (mut normal, mut at, mut count) = (Normal::default(), 0, 0);
    while let Some(word) = next(text, at, &mut normal) {
        at = word.full_end;
        count += 1;
    }
    count
}

fn next_run(text: &str, at: usize, normal: &mut Normal) -> Option<Word> {
    let start = next_start(text, at)?;
    if let Some(end) = plain_end(text.as_bytes(), start) {
        normal.bytes[..end - start].copy_from_slice(&text.as_bytes()[start..end]);
        normal.bytes[..end - start].make_ascii_lowercase();
        normal.bare = end - start;
        normal.standardise();
        normal.full = normal.bare;
        return Some(Word::plain(start, end));
    }
    normal.bare = 0;
    if text.as_bytes()[start] == b'&' {
        normal.push(b"and")?;
        normal.full = normal.bare;
        return Some(Word::plain(start, start + 1));
    }
    let mut run = run_end(text, start);
    let mut word = Word { start, core: start, end: run, full_end: run, article: false, joined: false };
    if let Some(core) = after_article(text, start, run) {
        word.article = true;
        word.joined = !text[run..core].starts_with(char::is_whitespace);
        word.core = core;
        run = run_end(text, core);
    } else if let Some(end) = stopped_letters(text, start, run) {
        normal.fold(&text[start..end])?;
        word.end = end;
        word.full_end = possessive(text, end).unwrap_or(end);
        return finish(word, normal);
    }
    (word.end, word.full_end) = (without_possessive(text, word.core, run), run);
    normal.fold(&text[word.core..word.end])?;
    if normal.bare().starts_with(b"abd") {
        servant_name(text, &mut word, normal)?;
    }
    finish(word, normal)
}

/// Hash and end of the word at `start` when nothing but small letters is to be made of it, as of most; `None` for all
/// others. What [`next`] and [`super::format::word_hash`] tell of it, but without a copy.
#[inline]
pub fn plain(text: &[u8], start: usize) -> Option<(u64, usize)> {
    let head = swar::load(text, start);
    let length = swar::leading_alphanumeric(head);
    if length == 0 || length == 8 {
        return long_plain(text, start);
    }
    // 0 at the end of the text, which ends a word as well.
    let behind = (head >> (8 * length)) as u8;
    let letters = (head | swar::SMALL) & (u64::MAX >> (64 - 8 * length));
    if !ends_plain(behind, length) || is_special(letters, length) {
        return None;
    }
    let hash = hash_step(hash_start(length), letters);
    (!spelling::varies(text[start], length, hash)).then_some((hash, start + length))
}

/// [`plain`] of words of any length.
fn long_plain(text: &[u8], start: usize) -> Option<(u64, usize)> {
    let end = plain_end(text, start)?;
    let length = end - start;
    let mut hash = hash_start(length);
    for at in (0..length).step_by(8) {
        let kept = u64::MAX >> (64 - 8 * (length - at).min(8));
        hash = hash_step(hash, (swar::load(text, start + at) | swar::SMALL) & kept);
    }
    (!spelling::varies(text[start], length, hash)).then_some((hash, end))
}

/// The next word at byte `at` or behind when it is a plain one and only ASCII lies before it; else `None`, which does not
/// say that there is none.
pub fn next_plain(text: &[u8], at: usize) -> Option<(Word, u64)> {
    let starts = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'&' || !byte.is_ascii();
    let start = at + text.get(at..)?.iter().position(starts)?;
    let (hash, end) = plain(text, start)?;
    Some((Word::plain(start, end), hash))
}

/// End of the word at `start` when nothing but small letters is to be made of it, as of most: it is ASCII, and neither an
/// article, nor letters with stops, nor a servant name. `None` for all others.
fn plain_end(bytes: &[u8], start: usize) -> Option<usize> {
    let word = &bytes[start..];
    let mut length = 0;
    loop {
        let run = swar::leading_alphanumeric(swar::load(word, length));
        length += run;
        if run < 8 || length > MAX_WORD {
            break;
        }
    }
    let special = is_special(swar::load(word, 0) | swar::SMALL, length);
    let plain = ends_plain(word.get(length).copied().unwrap_or(0), length) && !special;
    (1..=MAX_WORD).contains(&length).then_some(start + length).filter(|_| plain)
}

/// Whether a plain word of so many letters may end before the byte `behind`.
#[inline]
const fn ends_plain(behind: u8, length: usize) -> bool {
    match behind {
        b'.' => length > 1,
        _ => behind.is_ascii() && !matches!(behind, b'\'' | b'`' | b'_'),
    }
}

/// Whether a word of so many letters, of which these are the first in lower case, may be an article or a servant name.
#[inline]
const fn is_special(letters: u64, length: usize) -> bool {
    let servant = letters & 0xff_ffff == u32::from_le_bytes(*b"abd\0") as u64;
    servant || length <= 3 && matches!(letters as u8, b'a' | b'e' | b'u')
}

/// The next place at `at` or behind where a word starts.
fn next_start(text: &str, mut at: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    loop {
        let byte = *bytes.get(at)?;
        if byte.is_ascii_alphanumeric() || byte == b'&' {
            return Some(at);
        }
        if byte.is_ascii() {
            at += 1;
        } else {
            let c = text.get(at..)?.chars().next()?;
            if is_start(c) {
                return Some(at);
            }
            at += c.len_utf8();
        }
    }
}

fn finish(word: Word, normal: &mut Normal) -> Option<Word> {
    normal.standardise();
    normal.full = normal.bare;
    if word.full_end > word.end {
        *normal.bytes.get_mut(normal.bare)? = b's';
        normal.full += 1;
    }
    Some(word)
}

/// Gives *Abd al-Rahman* and its kin one form: `abd` and the name of whom one is the servant.
fn servant_name(text: &str, word: &mut Word, normal: &mut Normal) -> Option<()> {
    let bare = normal.bare();
    if matches!(bare, b"abd" | b"abdul" | b"abdel" | b"abdal" | b"abdol") {
        if word.full_end > word.end {
            return Some(());
        }
        let Some(mut next) = after_gap(text, word.end) else { return Some(()) };
        let mut run = run_end(text, next);
        if let Some(core) = after_article(text, next, run) {
            next = core;
            run = run_end(text, core);
        } else if !is_capitalised(&text[next..]) {
            return Some(());
        }
        normal.bare = 3;
        (word.end, word.full_end) = (without_possessive(text, next, run), run);
        normal.fold(&text[next..word.end])?;
        if matches!(&normal.bare()[3..], b"allah" | b"ullah" | b"ollah") {
            normal.cut(3, 5);
        }
    } else if has_article_inside(bare) {
        normal.cut(3, 5);
    }
    Some(())
}

/// *abdulrahman*, *abderrahman*.
fn has_article_inside(bare: &[u8]) -> bool {
    let &[_, _, _, vowel, consonant, again, _, ..] = bare else { return false };
    let assimilated = consonant == again && bare.len() > 7 && b"dnrstz".contains(&consonant);
    b"aeou".contains(&vowel) && (consonant == b'l' || assimilated)
}

/// Where the word behind the article at `start..end` begins; `None` when no article stands there.
///
/// *al, el, ul* take a hyphen, or white space and a capital (*AL* a word in capitals); the assimilated ones (*ar-Raqqa, ez-Zor, ash-Sham*) a
/// hyphen and the consonant again.
pub fn after_article(text: &str, start: usize, end: usize) -> Option<usize> {
    let run = &text.as_bytes()[start..end];
    let (&first, rest) = run.split_first()?;
    if run.len() > 3 || run.len() < 2 || !matches!(first | 0x20, b'a' | b'e' | b'u') {
        return None;
    }
    let lower = |b: &u8| b | 0x20;
    let next = after_gap(text, end)?;
    let hyphen = !text[end..next].starts_with(char::is_whitespace);
    if rest.iter().map(lower).eq(*b"l") {
        let shouted = run.iter().all(u8::is_ascii_uppercase);
        let core = &text[next..run_end(text, next)];
        let spaced = if shouted { is_all_capitals(core) } else { is_capitalised(core) };
        return (hyphen || spaced).then_some(next);
    }
    let assimilated = first | 0x20 != b'u'
        && [&b"d"[..], b"dh", b"n", b"r", b"s", b"sh", b"t", b"th", b"z"].iter().any(|c| c.eq_ignore_ascii_case(rest));
    let again = text.as_bytes().get(next..next + rest.len())?.iter().map(lower).eq(rest.iter().map(lower));
    (hyphen && assimilated && again).then_some(next)
}

/// A quick look for [`after_article`] in small letters: no when no article starts here.
pub fn may_be_article(text: &[u8]) -> bool {
    let ends = |at: usize| text.get(at).is_some_and(|b| *b == b'-' || !b.is_ascii());
    ends(2) || ends(3) || text.get(1) == Some(&b'l') && text.get(2).is_some_and(u8::is_ascii_whitespace)
}

/// Where the next word begins when only one hyphen, or white space without a blank line, lies before it.
fn after_gap(text: &str, at: usize) -> Option<usize> {
    let rest = text.get(at..)?;
    let first = rest.chars().next()?;
    let gap = if is_hyphen(first) {
        first.len_utf8()
    } else {
        let gap = rest.find(|c: char| !c.is_whitespace())?;
        if gap == 0 || is_blank_line(&rest[..gap]) {
            return None;
        }
        gap
    };
    rest[gap..].chars().next().filter(|c| is_start(*c)).map(|_| at + gap)
}

/// End of the run of word characters from `start`, inner apostrophes included.
pub fn run_end(text: &str, start: usize) -> usize {
    let bytes = text.as_bytes();
    let mut at = start;
    while let Some(&byte) = bytes.get(at) {
        if byte.is_ascii_alphanumeric() {
            at += 1;
            continue;
        }
        if byte.is_ascii() && !matches!(byte, b'\'' | b'`' | b'_') {
            break;
        }
        let mut rest = text[at..].chars();
        let Some(c) = rest.next() else { break };
        let inside = continues(c) || (joins(c) && at > start && rest.next().is_some_and(is_start));
        if !inside {
            break;
        }
        at += c.len_utf8();
    }
    at
}

/// End of *U.S.* and its like from the single capital at `start..end`; the last stop is optional.
fn stopped_letters(text: &str, start: usize, end: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let capital = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_uppercase);
    if end != start + 1 || !capital(start) {
        return None;
    }
    let (mut at, mut letters) = (end, 1);
    while bytes.get(at) == Some(&b'.') && capital(at + 1) && run_end(text, at + 1) == at + 2 {
        at += 2;
        letters += 1;
    }
    (letters > 1).then(|| if bytes.get(at) == Some(&b'.') { at + 1 } else { at })
}

fn possessive(text: &str, at: usize) -> Option<usize> {
    let mut rest = text.get(at..)?.chars();
    let apostrophe = rest.next().filter(|c| is_apostrophe(*c))?;
    rest.next().filter(|c| matches!(c, 's' | 'S'))?;
    let end = at + apostrophe.len_utf8() + 1;
    (!rest.next().is_some_and(is_start)).then_some(end)
}

fn without_possessive(text: &str, start: usize, end: usize) -> usize {
    if !matches!(text.as_bytes().get(end.wrapping_sub(1)), Some(b's' | b'S')) {
        return end;
    }
    let run = &text[start..end];
    run.strip_suffix(['s', 'S'])
        .and_then(|r| r.strip_suffix(is_apostrophe))
        .filter(|r| !r.is_empty())
        .map_or(end, |r| start + r.len())
}

/// Whether a word can start with `c`.
pub fn is_start(c: char) -> bool {
    c.is_alphanumeric()
}

/// Whether `c` is part of a word when letters or digits are on both sides of it.
pub const fn joins(c: char) -> bool {
    c == '_' || is_apostrophe(c)
}

/// Whether `c` continues a word.
pub fn continues(c: char) -> bool {
    is_start(c) || is_combining_mark(c) || is_silent(c)
}

/// The marks that stand for an apostrophe, ayn or hamza without being letters.
pub const fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | '`' | '´' | '′' | 'ʼ' | 'ʻ' | 'ʾ' | 'ʿ' | 'ʽ' | 'ˈ')
}

const fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{2011}' | '\u{2013}' | '\u{2212}')
}

/// Soft hyphen and zero-width characters.
const fn is_silent(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
}

/// Whether the first cased letter of `text`, behind marks for ayn and hamza, is a capital.
pub fn is_capitalised(text: &str) -> bool {
    text.chars().find(|c| !is_apostrophe(*c) && !is_silent(*c)).is_some_and(char::is_uppercase)
}

fn is_blank_line(gap: &str) -> bool {
    gap.bytes().filter(|b| *b == b'\n').count() > 1
}

/// What lies between two words, in a form to compare: without white space, apostrophes and silent characters.
fn marks(gap: &str) -> impl Iterator<Item = char> {
    gap.chars().filter(|c| !c.is_whitespace() && !is_apostrophe(*c) && !is_silent(*c))
}

/// Whether `gap` between two words can lie inside a name that has nothing there: white space without a blank line,
/// one hyphen between the words, apostrophes, and the full stop of an initial or of *St.* (`before` is the word).
pub fn is_soft(before: &str, gap: &str) -> bool {
    if is_blank_line(gap) {
        return false;
    }
    let mut marks = marks(gap);
    match (marks.next(), marks.next()) {
        (None, _) => true,
        (Some('.'), None) => before.chars().count() <= 2 && is_capitalised(before),
        (Some(mark), None) => is_hyphen(mark) && !gap.contains(char::is_whitespace),
        _ => false,
    }
}

/// Whether `text` is the name `form`, word by word.
///
/// Equal normalised words, gaps that are soft or the same, and capitals where the form has them. An `exact` form (an
/// acronym) has every character in common, stops and apostrophes aside.
pub fn same(form: &str, text: &str, exact: bool) -> bool {
    if form == text {
        return true;
    }
    let shouted = !exact && !form.contains(char::is_lowercase) && form.contains(char::is_whitespace);
    let (mut form_normal, mut text_normal) = (Normal::default(), Normal::default());
    let (mut form_at, mut text_at) = (0, 0);
    loop {
        let pair = (next(form, form_at, &mut form_normal), next(text, text_at, &mut text_normal));
        let (f, t) = match pair {
            (None, None) => return text_at > 0,
            (Some(f), Some(t)) => (f, t),
            _ => return false,
        };
        if form_normal.full() != text_normal.full() {
            return false;
        }
        if text_at > 0 {
            let (gap, own) = (&text[text_at..t.start], &form[form_at..f.start]);
            let before = text[..text_at].rsplit(|c| !is_start(c)).next().unwrap_or_default();
            if !is_soft(before, gap) && (is_blank_line(gap) || !marks(gap).eq(marks(own))) {
                return false;
            }
        }
        let (own, found) = (&form[f.core..f.full_end], &text[t.core..t.full_end]);
        let fits = if exact {
            let letters = |s: &str| s.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
            letters(own) == letters(found)
        } else {
            has_capitals_of(own, found, shouted) || (t.article && is_capitalised(&text[t.start..]))
        };
        if !fits {
            return false;
        }
        (form_at, text_at) = (f.full_end, t.full_end);
    }
}

fn has_capitals_of(own: &str, found: &str, shouted: bool) -> bool {
    if !is_capitalised(own) {
        return true;
    }
    is_capitalised(found) && (shouted || !is_all_capitals(own) || !found.contains(char::is_lowercase))
}

/// Whether `text` has at least two letters and no small one.
pub fn is_all_capitals(text: &str) -> bool {
    text.chars().filter(|c| c.is_uppercase()).count() > 1 && !text.contains(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn normal(text: &str) -> String {
        let (mut normal, mut at, mut out) = (Normal::default(), 0, Vec::new());
        while let Some(word) = next(text, at, &mut normal) {
            let article = if word.article { "+" } else { "" };
            out.push(format!("{article}{}", String::from_utf8_lossy(normal.full())));
            at = word.full_end;
        }
        out.join(" ")
    }

    #[test]
    fn words_fold() {
        for (text, words) in [
            ("Human Rights Watch", "human rights watch"),
            ("São Tomé & Príncipe", "sao tome and principe"),
            ("Łódź, Århus, Straße, Æthelred", "lodz arhus strasse aethelred"),
            ("Cafe\u{301} İzmir ıçel", "cafe izmir icel"),
            ("Sana'a Sana’a Sanaʻa Sanaa", "sanaa sanaa sanaa sanaa"),
            ("‘Quoted’ 'words'", "quoted words"),
            ("Syria's SYRIA'S People’s Peoples' Sana's", "syrias syrias peoples peoples sanas"),
            ("U.S. U.N.'s D.C., J.K. Rowling, George W. Bush", "us uns dc jk rowling george w bush"),
            ("U.Syria A.", "u syria a"),
            ("al-Nusra Al Nusra el-Sisi Ul-Haq AL-ASSAD", "+nusra +nusra +sisi +haq +assad"),
            ("Mohammed Mohamed’s MUHAMMAD Yousef al-Jazeera", "muhammad muhammads muhammad yusuf +jazira"),
            ("ar-Raqqa Deir ez-Zor ash-Sham as-Nusra", "+raqqa deir +zor +sham as nusra"),
            ("al said, AL Ministers, al. Nusra, AL NUSRA", "al said al ministers al nusra +nusra"),
            (
                "Abd al-Rahman, Abdul Rahman, Abdel-Rahman, Abdulrahman, Abderrahman, Abd ar-Rahman",
                "abdrahman abdrahman abdrahman abdrahman abdrahman abdrahman",
            ),
            ("Abdullah Abdallah Abd Allah", "abdlah abdlah abdlah"),
            ("Abdul said Abdo Abd", "abdul said abdo abd"),
            ("Abdul Rahman's", "abdrahmans"),
            ("N'Djamena Côte d'Ivoire", "ndjamena cote divoire"),
            ("...", ""),
        ] {
            assert_eq!(normal(text), words, "{text}");
        }
    }

    #[test]
    fn a_possessive_is_told_from_its_word() {
        let mut normal = Normal::default();
        let word = next("the Abdul Rahman’s", 4, &mut normal).unwrap();
        assert_eq!(
            ("the Abdul Rahman’s".get(word.start..word.end), normal.bare()),
            (Some("Abdul Rahman"), &b"abdrahman"[..])
        );
        let word = next("U.S.'s", 0, &mut normal).unwrap();
        assert_eq!((word.end, word.full_end), (4, 6));
    }

    #[test]
    fn words_that_are_too_long_are_in_no_name() {
        assert!(next(&"a".repeat(MAX_WORD), 0, &mut Normal::default()).is_some());
        assert!(next(&"a".repeat(MAX_WORD + 1), 0, &mut Normal::default()).is_none());
        assert!(next(&format!("{}'s", "a".repeat(MAX_WORD)), 0, &mut Normal::default()).is_none());
    }

    #[test]
    fn names_are_the_same_or_not() {
        for (form, text, exact, expected) in [
            ("Doctors Without Borders", "DOCTORS WITHOUT\nBORDERS", false, true),
            ("Doctors Without Borders", "Doctors without Borders", false, false),
            ("Doctors Without Borders", "Doctors Without\n\nBorders", false, false),
            ("Doctors Without Borders", "Doctors Without, Borders", false, false),
            ("Washington, D.C.", "Washington, DC", false, true),
            ("Washington, D.C.", "Washington D.C.", false, true),
            ("Washington DC", "Washington, DC", false, false),
            ("St. Petersburg", "St Petersburg", false, true),
            ("St Petersburg", "St. Petersburg", false, true),
            ("George W Bush", "George W. Bush", false, true),
            ("Guinea-Bissau", "Guinea Bissau", false, true),
            ("Guinea Bissau", "Guinea–Bissau", false, true),
            ("Guinea Bissau", "Guinea – Bissau", false, false),
            ("UN Women", "Un Women", false, false),
            ("AL NUSRA FRONT", "Al Nusra Front", false, true),
            ("al-Nusra", "Al-Nusra", false, true),
            ("Al-Nusra", "al-Nusra", false, true),
            ("al-Nusra", "al-nusra", false, false),
            ("Al-Qaeda", "Al-qaeda", false, true),
            ("CFA", "Cfa", true, false),
            ("MoD", "MOD", true, false),
            ("UN", "U.N.", true, true),
            ("U.N.", "UN", true, true),
        ] {
            assert_eq!(same(form, text, exact), expected, "{form} / {text}");
        }
    }

    proptest::proptest! {
        /// Plain words are those words, whatever stands around them.
        #[test]
        fn plain_words_are_words(text in "([A-Za-z0-9]{1,20}|[Mm]ohamm?ed|[Aa]l|Abdul|U\\.S\\.|[ .,'’é&_-]{1,2}){0,9}") {
            let mut normal = Normal::default();
            let mut at = 0;
            while let Some(word) = next(&text, at, &mut normal) {
                if let Some((plain, hash)) = next_plain(text.as_bytes(), at) {
                    proptest::prop_assert_eq!(plain, word);
                    proptest::prop_assert_eq!(hash, crate::gazetteer::format::word_hash(normal.full()));
                    proptest::prop_assert_eq!(normal.bare(), normal.full());
                }
                at = word.full_end;
            }
            proptest::prop_assert!(next_plain(text.as_bytes(), at).is_none());
        }
    }
}
