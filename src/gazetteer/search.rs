//! Goes over a text and keeps the longest names, leftmost first.

use super::{
    Gazetteer,
    scan::{BLOCK, Scan},
    trie::{Found, Tables, Window},
    words,
};
use crate::doc::{Byte, Document, Hit, SentenceKind, Span};

/// Letters with which an Arabic article starts.
const ARTICLES: u32 = 1 | 1 << 4 | 1 << 20;

impl Gazetteer {
    /// Fills `doc.hits` with the names in `text`: leftmost and longest, in text order, none over another.
    ///
    /// A name lies within one sentence (within the text when `doc` has none); boilerplate is skipped. Hits cover whole
    /// tokens when `doc` has tokens, clitics and punctuation aside.
    pub fn find(&self, text: &str, doc: &mut Document) {
        let tables = self.layers.iter().map(|layer| (layer.base, layer.tables())).collect();
        let mut search =
            Search { tables, text, window: Window::default(), scan: Scan::new(self.lower_letters()), token: 0 };
        if doc.sentences.is_empty() {
            search.sentence(Span::new(0, text.len() as u32), doc);
        }
        for index in 0..doc.sentences.len() {
            let sentence = doc.sentences[index];
            if sentence.kind != SentenceKind::Boilerplate {
                search.sentence(sentence.bytes, doc);
            }
        }
    }

    fn lower_letters(&self) -> u32 {
        self.layers.iter().fold(ARTICLES, |letters, layer| {
            let rows = layer.tables().lower.chunks_exact(4).take(26).enumerate();
            rows.filter(|(_, row)| **row != [0; 4]).fold(letters, |letters, (i, _)| letters | 1 << i)
        })
    }
}

/// The first form of the group that `text` as a whole stands for.
pub(super) fn whole(tables: &Tables<'_>, text: &str) -> Option<u32> {
    let mut window = Window::default();
    window.start(0);
    let word = window.first(text)?;
    let end = text.trim_end_matches(|c| !words::is_start(c)).len();
    tables.longest(text, 0, &mut window).filter(|found| word.start <= found.end && found.end >= end).map(|f| f.form)
}

struct Search<'a> {
    /// First number of each layer, and its tables.
    tables: Vec<(u32, Tables<'a>)>,
    text: &'a str,
    window: Window,
    scan: Scan,
    /// First token of the last hit.
    token: u32,
}

impl Search<'_> {
    fn sentence(&mut self, bytes: Span<Byte>, doc: &mut Document) {
        let (start, end) = (bytes.start as usize, bytes.end as usize);
        let Some(text) = self.text.get(..end).filter(|_| self.text.is_char_boundary(start)) else { return };
        let mut next = start;
        let mut before = 0;
        for at in (start..end).step_by(BLOCK) {
            let block = &text.as_bytes()[at..end.min(at + BLOCK)];
            let mut mask = self.scan.starts(block, before);
            before = block.last().copied().unwrap_or(0);
            while mask != 0 {
                let place = at + mask.trailing_zeros() as usize;
                mask &= mask - 1;
                if place >= next && self.can_start(text, start, place) && self.open_window(text, place) {
                    next = self.name(text, start, place, doc);
                }
            }
        }
    }

    /// Starts the window at `at`, unless a quick look tells that no name starts with the word there.
    fn open_window(&mut self, text: &str, at: usize) -> bool {
        let bytes = text.as_bytes();
        self.window.start(at);
        let Some((hash, end)) = words::plain(bytes, at) else { return true };
        let lower = bytes[at].is_ascii_lowercase();
        let may = |tables: &Tables<'_>| if lower { tables.may_be_lower_first(hash) } else { tables.may_be_first(hash) };
        let found = self.tables.iter().any(|(_, tables)| may(tables));
        if found {
            self.window.push(words::Word::plain(at, end), hash);
        }
        found
    }

    /// Whether a word that may start a name starts at `at`.
    fn can_start(&self, text: &str, sentence: usize, at: usize) -> bool {
        let bytes = text.as_bytes();
        let first = bytes[at];
        if first.is_ascii() {
            let before = if at > sentence { bytes[at - 1] } else { 0 };
            let apart = before.is_ascii() && !matches!(before, b'\'' | b'`' | b'_');
            (apart || !in_word(&text[sentence..], at - sentence))
                && (!first.is_ascii_lowercase() || self.can_start_lower(text, at))
        } else {
            text[at..].chars().next().is_some_and(words::is_start) && !in_word(&text[sentence..], at - sentence)
        }
    }

    fn can_start_lower(&self, text: &str, at: usize) -> bool {
        let bytes = text.as_bytes();
        self.tables.iter().any(|(_, tables)| tables.lower_start(bytes, at))
            || (words::may_be_article(&bytes[at..])
                && words::after_article(text, at, words::run_end(text, at)).is_some())
    }

    /// Adds the longest name at `at`, where the window starts, if there is one. Returns where the search goes on.
    fn name(&mut self, text: &str, sentence: usize, at: usize, doc: &mut Document) -> usize {
        let Some(word) = self.window.first(text).filter(|word| word.start == at) else { return at + 1 };
        let mut best: Option<(Found, u32)> = None;
        for (base, tables) in &self.tables {
            let found = tables.longest(text, sentence, &mut self.window);
            if let Some(found) = found.filter(|f| best.is_none_or(|(b, _)| f.end > b.end)) {
                best = Some((found, base + found.form));
            }
        }
        // A name of one short word does not lose its article: *al-Bab* is not *Bab*.
        let otherwise = if word.article { word.core + 1 } else { at + 1 };
        let Some((found, name)) = best else { return otherwise };
        let Some(hit) = self.hit(text, at, found.end, name, doc) else { return otherwise };
        doc.hits.push(hit);
        found.end
    }

    /// The hit, unless it is a part of an address or of a token.
    fn hit(&mut self, text: &str, start: usize, end: usize, name: u32, doc: &Document) -> Option<Hit> {
        let mut bytes = Span::new(start as u32, end as u32);
        let before = self.text[..start].chars().next_back();
        let mut after = text[end..].chars();
        let address = match after.next() {
            Some('.') => after.next().is_some_and(char::is_lowercase),
            Some('@') => true,
            _ => before == Some('@'),
        };
        if address {
            return None;
        }
        let mut tokens = doc.tokens.covering_from(self.token, bytes);
        self.token = tokens.start;
        if let Some(last) = tokens.ids().next_back()
            && tokens.len() > 1
            && doc.tokens.form(last, self.text) == "."
        {
            bytes.end -= 1;
            tokens.end -= 1;
        }
        let mut ends = tokens.ids().take(1).chain(tokens.ids().next_back());
        ends.all(|token| !is_address(doc.tokens.form(token, self.text))).then_some(Hit { bytes, tokens, name })
    }
}

/// Whether the letter at `at` is not the first of its word.
fn in_word(text: &str, at: usize) -> bool {
    let joined = |c| words::continues(c) || words::joins(c);
    let mut from = text[..at].trim_end_matches(joined).len();
    while from < at {
        let Some(start) = text[from..at].find(words::is_start) else { return false };
        from = words::run_end(text, from + start);
    }
    from > at
}

fn is_address(token: &str) -> bool {
    // Nearly all are letters alone, and looking for a text takes long.
    !token.bytes().all(|b| b.is_ascii_alphanumeric()) && has_address_mark(token)
}

fn has_address_mark(token: &str) -> bool {
    token.contains("://") || token.starts_with("www.") || token.contains('@')
}
