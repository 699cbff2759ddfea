//! Classes of characters.

use unicode_normalization::char::is_combining_mark;

/// A white-space character, or a character without width that parts nothing (byte order mark, zero-width space,
/// direction marks, soft hyphen).
pub(super) fn is_blank(c: char) -> bool {
    c.is_whitespace() || c.is_control() || is_ignorable(c)
}

/// A character without width. Inside a word it belongs to the word, elsewhere it counts as white space.
pub(super) const fn is_ignorable(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
}

/// A letter, digit or mark, of which words are made.
pub(super) fn is_word(c: char) -> bool {
    match c {
        _ if c.is_ascii() => c.is_ascii_alphanumeric(),
        // General punctuation is frequent and the tables are slow.
        '\u{2000}'..='\u{206f}' => false,
        _ => c.is_alphanumeric() || is_combining_mark(c),
    }
}

/// A letter of a script that is written without spaces: each is a token.
pub(super) const fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// An apostrophe within a word, straight or typographic.
pub(super) const fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '`' | '‘' | '′' | '＇')
}

/// A hyphen, not a dash.
pub(super) const fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{2011}')
}

/// A dash, or a hyphen that stands for one.
pub(super) const fn is_dash(c: char) -> bool {
    is_hyphen(c) || matches!(c, '\u{2012}'..='\u{2015}' | '\u{2212}')
}

/// A quotation mark or bracket that closes; straight quotation marks both open and close.
pub(super) const fn is_closer(c: char) -> bool {
    matches!(c, ')' | ']' | '}' | '”' | '’' | '»' | '›' | '"' | '\'')
}

/// A quotation mark or bracket that opens; straight quotation marks both open and close.
pub(super) const fn is_opener(c: char) -> bool {
    matches!(c, '(' | '[' | '{' | '“' | '‘' | '„' | '‚' | '«' | '‹' | '"' | '\'' | '`' | '¿' | '¡')
}

/// A mark that ends sentences.
pub(super) const fn is_terminal(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…' | '。' | '！' | '？' | '؟' | '۔' | '।' | '‼' | '⁇' | '⁈' | '⁉')
}

const LETTER: u8 = 1;
const SPACE: u8 = 2;
const REST: u8 = 4;
const FIXED: u8 = 8;

const ASCII: [u8; 128] = {
    let mut table = [REST; 128];
    let mut at = 0;
    while at < 128 {
        let byte = at as u8;
        if byte.is_ascii_alphabetic() {
            table[at] = LETTER;
        } else if byte <= b' ' || byte == 0x7f {
            table[at] = SPACE;
        } else if matches!(byte, b'.' | b':' | b';' | b'=' | b'@' | b'#' | b'/' | b'\'' | b'`' | b'-' | b'!' | b'8') {
            table[at] = FIXED;
        }
        at += 1;
    }
    table
};

/// The run of characters up to the next white space.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Chunk {
    /// First byte behind.
    pub end: usize,
    /// Whether it consists of ASCII letters.
    pub letters: bool,
    /// Whether it may hold an address or another form that is listed as a whole: it holds a mark that such forms hold,
    /// and not as its last byte alone.
    pub fixed: bool,
}

/// The chunk of `text[..end]` that starts at `start`; empty where white space is there.
pub(super) fn chunk(text: &str, start: usize, end: usize) -> Chunk {
    let bytes = &text.as_bytes()[..end];
    let mut seen = 0;
    let mut last = 0;
    let mut at = start;
    while let Some(&byte) = bytes.get(at) {
        let (class, length) = if byte < 0x80 {
            (ASCII[usize::from(byte)], 1)
        } else {
            match text[at..end].chars().next() {
                Some(c) if c.is_whitespace() || c.is_control() => (SPACE, 0),
                // A typographic apostrophe is in such forms too.
                Some(c) if is_apostrophe(c) => (FIXED, c.len_utf8()),
                Some(c) => (REST, c.len_utf8()),
                None => (SPACE, 0),
            }
        };
        if class == SPACE {
            break;
        }
        seen |= last;
        last = class;
        at += length;
    }
    let fixed = seen & FIXED != 0 || last == FIXED && bytes[start..at].ends_with(b"!");
    Chunk { end: at, letters: seen | last == LETTER, fixed }
}

/// The first byte of `text[..end]` from `start` on that is not white space.
pub(super) fn skip_space(text: &str, start: usize, end: usize) -> usize {
    let bytes = &text.as_bytes()[..end];
    let mut at = start;
    while let Some(&byte) = bytes.get(at) {
        if byte < 0x80 {
            if ASCII[usize::from(byte)] != SPACE {
                break;
            }
            at += 1;
        } else {
            match text[at..end].chars().next() {
                Some(c) if c.is_whitespace() || c.is_control() => at += c.len_utf8(),
                _ => break,
            }
        }
    }
    at
}
