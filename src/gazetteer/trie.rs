//! Reads a compiled gazetteer in place: walks the trie and compares what it finds with the stored name.
//!
//! Every number read from the file is checked where it is used, so that a damaged file yields wrong or no names but
//! never reads outside of it.

use super::{
    format::{
        self, BUCKET, BUCKET_BYTES, FORM_BYTES, HAS_CHILDREN, INDEX_STEP, KIND_BYTES, NODE, ROOT, TAIL, edge,
        first_bit, flag, with_article, word_hash,
    },
    record::Record,
    words::{self, MAX_WORDS, Normal, Word},
};

/// The sections of a compiled gazetteer.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tables<'a> {
    pub seed: u64,
    pub edges: &'a [u8],
    pub firsts: &'a [u8],
    pub forms: &'a [u8],
    pub flags: &'a [u8],
    pub aliases: &'a [u8],
    pub records: &'a [u8],
    pub index: &'a [u8],
    pub kinds: &'a [u8],
    pub strings: &'a [u8],
    pub lower: &'a [u8],
    pub lower_firsts: &'a [u8],
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

    /// Adds a plain word, the next one.
    #[inline]
    pub fn push(&mut self, word: Word, hash: u64) {
        self.words[self.count] = Hashed { word, bare: hash, full: hash, length: word.end - word.start };
        self.count += 1;
        self.at = word.end;
    }

    fn get(&mut self, text: &str, index: usize) -> Option<Hashed> {
        while self.count <= index && !self.done && self.count < MAX_WORDS {
            if let Some((word, hash)) = words::next_plain(text.as_bytes(), self.at) {
                self.push(word, hash);
                continue;
            }
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
                && let Some(target) = self.child(node, bare).filter(|target| target & TAIL == 0)
            {
                window.ends.push(End { node: target & NODE, words: index + 1, byte: word.end });
            }
            let Some(target) = self.child(node, full) else { break };
            node = target & NODE;
            if target & TAIL != 0 {
                self.tail(text, window, node);
                break;
            }
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

    /// Adds the ends of the one name behind a [`TAIL`]. Its words are compared when it is verified.
    fn tail(&self, text: &str, window: &mut Window, node: u32) {
        let name = self.flags.get(node as usize).map(|flags| self.surface(node, *flags)).unwrap_or_default();
        if let Some(byte) = literal_end(text, window.words[0].word.start, name) {
            window.ends.push(End { node, words: 2, byte });
            return;
        }
        let words = words::count(format::text(name));
        let Some(Hashed { word, .. }) = words.checked_sub(1).and_then(|last| window.get(text, last)) else { return };
        if word.full_end > word.end {
            window.ends.push(End { node, words, byte: word.end });
        }
        window.ends.push(End { node, words, byte: word.full_end });
    }

    /// Whether a name may start with `word`; yes for a few with which none does.
    pub fn may_be_first(&self, word: u64) -> bool {
        holds(self.firsts, word)
    }

    /// The same of names in lower case.
    pub fn may_be_lower_first(&self, word: u64) -> bool {
        holds(self.lower_firsts, word)
    }

    fn child(&self, node: u32, word: u64) -> Option<u32> {
        if node == ROOT && !self.may_be_first(word) {
            return None;
        }
        let buckets = self.edges.len() / BUCKET_BYTES;
        let (fingerprint, first) = edge(node, word, self.seed, buckets);
        let mut bucket = first;
        for _ in 0..buckets {
            let row = self.edges.get(bucket * BUCKET_BYTES..)?.first_chunk::<BUCKET_BYTES>()?;
            let (row, _) = row.as_chunks::<4>();
            let (mut same, mut free) = (0_u32, 0_u32);
            for (slot, print) in row.iter().take(BUCKET).enumerate() {
                let print = u32::from_le_bytes(*print);
                same |= u32::from(print == fingerprint) << slot;
                free |= u32::from(print == 0) << slot;
            }
            if same != 0 {
                return row.get(BUCKET + same.trailing_zeros() as usize).map(|target| u32::from_le_bytes(*target));
            }
            if free != 0 {
                return None;
            }
            bucket = if bucket + 1 == buckets { 0 } else { bucket + 1 };
        }
        None
    }

    /// The first group of the forms from `form` on that `text` stands for.
    fn verify(&self, mut form: u32, text: &str, words: usize, shouts: impl Fn() -> bool) -> Option<u32> {
        let in_capitals = || words == 1 && !text.contains(|c: char| c.is_lowercase() || c == '.');
        let mut group = form;
        let (mut found, mut tried) = (false, None);
        loop {
            let flags = *self.flags.get(form as usize)?;
            let surface = self.surface(form, flags);
            let acronym = flags & flag::ACRONYM_GROUP != 0;
            if !found && (!acronym || flags & flag::ACRONYM != 0) && tried != Some((surface, flags & flag::COMMON)) {
                found = (surface == text.as_bytes() || words::same(format::text(surface), text, acronym))
                    && !(flags & flag::COMMON != 0 && in_capitals() && shouts());
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

    /// The offsets of all records, in the order of their ids.
    pub fn all_records(self) -> impl Iterator<Item = u32> {
        self.records_from(0)
    }

    fn records_from(self, start: usize) -> impl Iterator<Item = u32> {
        let mut next = (start < self.records.len()).then_some(start);
        std::iter::from_fn(move || {
            let at = next?;
            let behind = Record::read(self.records, at)?.behind()?;
            next = Some(self.records.len() - behind.len()).filter(|at| *at < self.records.len());
            Some(at as u32)
        })
    }

    /// The offset of the record with this id.
    pub fn find_id(self, id: &str) -> Option<u32> {
        let id_at = |at: u32| Record::read(self.records, at as usize).map(|record| record.id);
        let (mut low, mut high) = (0, self.index.len() / 4);
        while low < high {
            let middle = low.midpoint(high);
            if id_at(number(self.index, middle * 4)?)? <= id.as_bytes() {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        let start = number(self.index, low.checked_sub(1)? * 4)?;
        self.records_from(start as usize).take(INDEX_STEP).find(|at| id_at(*at) == Some(id.as_bytes()))
    }

    /// The text at offset `at` of the section `strings`; empty where there is none.
    pub fn string(&self, at: u32) -> &'a str {
        format::read_text(self.strings, at as usize).map_or("", |(text, _)| format::text(text))
    }

    /// Offset of the record of a form, which has these flags.
    pub fn record_of(&self, form: u32, flags: u8) -> Option<u32> {
        let value = number(self.forms, form as usize * FORM_BYTES)?;
        if flags & flag::ALIAS == 0 { Some(value) } else { number(self.aliases, value as usize) }
    }

    /// A form, which has these flags, as the gazetteer writes it; empty where there is none.
    pub fn surface(&self, form: u32, flags: u8) -> &'a [u8] {
        let value = number(self.forms, form as usize * FORM_BYTES).map_or(usize::MAX, |value| value as usize);
        let text = if flags & flag::ALIAS == 0 {
            Record::read(self.records, value).map(|record| record.name)
        } else {
            value.checked_add(4).and_then(|at| format::read_text(self.aliases, at)).map(|(text, _)| text)
        };
        text.unwrap_or_default()
    }

    /// Type (its number) and subtype of a kind.
    pub fn kind(&self, kind: u8) -> Option<(u8, &'a str)> {
        let row = self.kinds.get(usize::from(kind) * KIND_BYTES..)?.first_chunk::<KIND_BYTES>()?;
        Some((row[0], self.string(number(row, 1)?)))
    }
}

/// Whether a set of first words may have `word`.
fn holds(firsts: &[u8], word: u64) -> bool {
    let (byte, bit) = first_bit(word, firsts.len());
    firsts.get(byte).is_some_and(|bits| bits & bit != 0)
}

/// Longest name that [`literal_end`] looks for: too short for more than [`MAX_WORDS`] words.
const LONGEST_LITERAL: usize = 2 * MAX_WORDS - 2;

/// End of the `name` of two words or more at `start` where the text has it letter by letter, and where its last word is so
/// plain that what follows cannot change it. `None` does not say that the name is not there.
fn literal_end(text: &str, start: usize, name: &[u8]) -> Option<usize> {
    let bytes = text.as_bytes();
    let end = start + name.len();
    if name.len() > LONGEST_LITERAL || bytes.get(start..end)? != name {
        return None;
    }
    let last = name.iter().rposition(|b| !b.is_ascii_alphanumeric())?;
    (name[last] == b' ' && words::plain(bytes, start + last + 1)?.1 == end).then_some(end)
}

/// Whether `text`, up to its end, has no small letter.
fn shouts(text: &str) -> bool {
    !text.contains(char::is_lowercase)
}

/// The little-endian number at byte `at`.
pub(super) fn number(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..)?.first_chunk().map(|b| u32::from_le_bytes(*b))
}
