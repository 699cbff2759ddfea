//! Reads a compiled gazetteer in place: walks the trie and compares what it finds with the stored name.
//!
//! Every number read from the file is checked where it is used, so that a damaged file yields wrong or no names but
//! never reads outside of it.

use super::{
    format::{
        BUCKET, BUCKET_BYTES, ENTRY_BYTES, FORM_BYTES, HAS_CHILDREN, KIND_BYTES, ROOT, edge, flag, string,
        string_bytes, with_article, word_hash,
    },
    words::{self, MAX_WORDS, Normal, Word},
};

/// The sections of a compiled gazetteer.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tables<'a> {
    pub seed: u64,
    pub edges: &'a [u8],
    pub forms: &'a [u8],
    pub flags: &'a [u8],
    pub entries: &'a [u8],
    pub details: &'a [u8],
    pub kinds: &'a [u8],
    pub strings: &'a [u8],
    pub lower: &'a [u8],
}

/// A name found in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Found {
    /// Byte behind it.
    pub end: usize,
    /// First form of the group that it stands for.
    pub form: u32,
}

/// Working memory of a search: the words behind a place in the text, read when they are asked for.
#[derive(Debug, Default)]
pub(super) struct Window {
    words: [Hashed; MAX_WORDS],
    count: usize,
    at: usize,
    done: bool,
    normal: Normal,
    ends: Vec<End>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Hashed {
    word: Word,
    bare: u64,
    full: u64,
    length: usize,
}

/// A node where names end, on the path just walked.
#[derive(Clone, Copy, Debug)]
struct End {
    node: u32,
    words: usize,
    byte: usize,
}

impl Window {
    /// Starts anew at byte `at`.
    pub fn start(&mut self, at: usize) {
        (self.count, self.at, self.done) = (0, at, false);
    }

    /// The first word at or behind the place given to [`Window::start`].
    pub fn first(&mut self, text: &str) -> Option<Word> {
        self.get(text, 0).map(|w| w.word)
    }

    fn get(&mut self, text: &str, index: usize) -> Option<Hashed> {
        while self.count <= index && !self.done && self.count < MAX_WORDS {
            match words::next(text, self.at, &mut self.normal) {
                Some(word) => {
                    let bare = word_hash(self.normal.bare());
                    let full = if word.full_end > word.end { word_hash(self.normal.full()) } else { bare };
                    self.words[self.count] = Hashed { word, bare, full, length: self.normal.bare().len() };
                    self.count += 1;
                    self.at = word.full_end;
                }
                None => self.done = true,
            }
        }
        (index < self.count).then(|| self.words[index])
    }
}

impl<'a> Tables<'a> {
    /// The longest name that starts with the window's first word. `text` ends where the name must end at the latest;
    /// `sentence` starts the text that decides whether all is in capitals.
    pub fn longest(&self, text: &str, sentence: usize, window: &mut Window) -> Option<Found> {
        let first = window.get(text, 0)?;
        let with = if first.word.article { self.walk(text, sentence, window, true, 1) } else { None };
        let least = if first.word.article && first.length < words::SOUND_WITHOUT_ARTICLE { 2 } else { 1 };
        let without = self.walk(text, sentence, window, false, least);
        match (with, without) {
            (Some(a), Some(b)) => Some(if b.end > a.end { b } else { a }),
            (a, b) => a.or(b),
        }
    }

    fn walk(&self, text: &str, sentence: usize, window: &mut Window, article: bool, least: usize) -> Option<Found> {
        window.ends.clear();
        let mut node = ROOT;
        for index in 0..MAX_WORDS {
            let Some(Hashed { word, bare, full, .. }) = window.get(text, index) else { break };
            let (bare, full) =
                if article && index == 0 { (with_article(bare), with_article(full)) } else { (bare, full) };
            if word.full_end > word.end
                && let Some(target) = self.child(node, bare)
            {
                window.ends.push(End { node: target & !HAS_CHILDREN, words: index + 1, byte: word.end });
            }
            let Some(target) = self.child(node, full) else { break };
            node = target & !HAS_CHILDREN;
            window.ends.push(End { node, words: index + 1, byte: word.full_end });
            if target & HAS_CHILDREN == 0 {
                break;
            }
        }
        let start = window.words[0].word.start;
        while let Some(end) = window.ends.pop() {
            if end.words >= least
                && (end.node as usize) < self.flags.len()
                && let Some(form) =
                    self.verify(end.node, &text[start..end.byte], end.words, || shouts(&text[sentence..]))
            {
                return Some(Found { end: end.byte, form });
            }
        }
        None
    }

    fn child(&self, node: u32, word: u64) -> Option<u32> {
        let buckets = self.edges.len() / BUCKET_BYTES;
        let (fingerprint, first) = edge(node, word, self.seed, buckets);
        let mut bucket = first;
        for _ in 0..buckets {
            let row = self.edges.get(bucket * BUCKET_BYTES..)?.first_chunk::<BUCKET_BYTES>()?;
            let (prints, targets) = row.split_at(BUCKET_BYTES / 2);
            let mut free = false;
            for (slot, print) in prints.chunks_exact(4).enumerate() {
                let print = u32::from_le_bytes([print[0], print[1], print[2], print[3]]);
                if print == fingerprint {
                    return number(targets, slot * 4);
                }
                free |= print == 0;
            }
            if free {
                return None;
            }
            bucket = if bucket + 1 == buckets { 0 } else { bucket + 1 };
        }
        debug_assert_eq!(BUCKET_BYTES, BUCKET * 8);
        None
    }

    /// The first group of the forms from `form` on that `text` stands for.
    fn verify(&self, mut form: u32, text: &str, words: usize, shouts: impl Fn() -> bool) -> Option<u32> {
        let in_capitals = words == 1 && !text.contains(|c: char| c.is_lowercase() || c == '.');
        let mut group = form;
        let (mut found, mut tried) = (false, None);
        loop {
            let flags = *self.flags.get(form as usize)?;
            let surface = number(self.forms, form as usize * FORM_BYTES + 4)?;
            let acronym = flags & flag::ACRONYM_GROUP != 0;
            if !found && (!acronym || flags & flag::ACRONYM != 0) && tried != Some((surface, flags & flag::COMMON)) {
                found = (string_bytes(self.strings, surface) == text.as_bytes()
                    || words::same(string(self.strings, surface), text, acronym))
                    && !(in_capitals && flags & flag::COMMON != 0 && shouts());
                tried = Some((surface, flags & flag::COMMON));
            }
            if flags & flag::GROUP_END != 0 {
                if found {
                    return Some(group);
                }
                group = form + 1;
                tried = None;
            }
            if flags & flag::NODE_END != 0 {
                return None;
            }
            form += 1;
        }
    }

    /// Whether a word that starts in lower case can start a name.
    pub fn lower_start(&self, text: &[u8], at: usize) -> bool {
        let Some(first) = text.get(at).filter(|b| b.is_ascii_lowercase()) else { return false };
        let second = text.get(at + 1).filter(|b| b.is_ascii_alphabetic()).map_or(26, |b| (b | 0x20) - b'a');
        let joined = text.get(at + 1).is_some_and(|b| !b.is_ascii() || *b == b'\'');
        let letters = number(self.lower, usize::from(first - b'a') * 4).unwrap_or(0);
        letters >> second & 1 != 0 || joined && letters != 0
    }

    /// Number of entries.
    pub fn entry_count(&self) -> u32 {
        (self.entries.len() / ENTRY_BYTES) as u32
    }

    /// Field at byte `at` of entry `entry`; 0 where there is none.
    pub fn entry_number(&self, entry: u32, at: usize) -> u32 {
        number(self.entries, entry as usize * ENTRY_BYTES + at).unwrap_or(0)
    }

    /// The text at offset `at`.
    pub fn string(&self, at: u32) -> &'a str {
        string(self.strings, at)
    }

    /// Entry and surface of a form.
    pub fn form(&self, form: u32) -> Option<(u32, u32)> {
        let at = form as usize * FORM_BYTES;
        Some((number(self.forms, at)?, number(self.forms, at + 4)?))
    }

    /// Type (its number) and subtype of a kind.
    pub fn kind(&self, kind: u8) -> Option<(u8, &'a str)> {
        let row = self.kinds.get(usize::from(kind) * KIND_BYTES..)?.first_chunk::<KIND_BYTES>()?;
        Some((row[0], self.string(number(row, 1)?)))
    }
}

/// Whether `text`, up to its end, has no small letter.
fn shouts(text: &str) -> bool {
    !text.contains(char::is_lowercase)
}

/// The little-endian number at byte `at`.
pub(super) fn number(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..)?.first_chunk().map(|b| u32::from_le_bytes(*b))
}
