//! From text to sentences and tokens.
//!
//! The text falls into passages (paragraphs, headings, items: `lines`), a passage into tokens (`tokens`, after
//! Universal Dependencies English EWT), these into sentences (`sentences`). Each sentence then gets its kind
//! (`boilerplate`) and its `dateline`. Word lists live in `data/`, one entry a line. Nothing here knows parts of
//! speech or names, and nothing changes the text.

mod boilerplate;
mod chars;
mod dateline;
mod lexicon;
mod lines;
mod sentences;
mod tokens;

use crate::doc::{Document, Sentence, SentenceKind, Span, TokenId};
use lexicon::LEXICON;
use lines::Passages;

/// Longest heading in bytes.
const LONGEST_HEADING: usize = 160;
/// Longest heading in tokens.
const MOST_HEADING_TOKENS: usize = 22;

/// Longest menu item in tokens, its full stop counted.
const LONGEST_ITEM: usize = 3;

/// Longest sentence in tokens. A longer one (a table without line ends, a file that is no text) is cut: later stages take
/// time that grows with the square of a sentence's length.
const MOST_TOKENS: usize = 500;

/// Whether a token is a Korean or Chinese given name of two syllables: *Ji-hyun*.
pub(crate) fn is_given_name_of_syllables(token: &str) -> bool {
    token.split_once(['-', '‐', '‑']).is_some_and(|(first, second)| LEXICON.is_given_name(first, second))
}

/// Fills `doc.tokens` (spans alone) and `doc.sentences` from `text`.
///
/// Spans are in bytes of `text` and lie on character boundaries. The tokens of a sentence stand in order and do not
/// overlap; between them lie white space and characters without width only. Text beyond `u32::MAX` bytes is left out.
///
/// ```
/// use advocoder::doc::{Document, TokenId};
/// let text = "Mrs. Haddad can't come. She wrote at 10:30.";
/// let mut doc = Document::default();
/// advocoder::segment::segment(text, &mut doc);
/// let forms = |n: usize| doc.sentences[n].tokens.ids().map(|t| doc.tokens.form(t, text)).collect::<Vec<_>>();
/// assert_eq!(forms(0), ["Mrs.", "Haddad", "ca", "n't", "come", "."]);
/// assert_eq!(forms(1), ["She", "wrote", "at", "10:30", "."]);
/// ```
pub fn segment(text: &str, doc: &mut Document) {
    let text = &text[..text.floor_char_boundary(u32::MAX as usize)];
    let lexicon = &*LEXICON;
    let mut opening = true;
    for passage in Passages::new(text) {
        let line = &text[passage.bytes.clone()];
        let first_token = doc.tokens.len() as u32;
        tokens::scan(text, passage.bytes, lexicon, &mut doc.tokens);
        let span = Span::new(first_token, doc.tokens.len() as u32);
        if span.is_empty() {
            continue;
        }
        let first_sentence = doc.sentences.len();
        sentences::split(text, span, lexicon, &doc.tokens, &mut doc.sentences);
        if span.len() > MOST_TOKENS {
            cut_long(text, first_sentence, doc);
        }
        let sentences = &mut doc.sentences[first_sentence..];
        sentences[0].starts_paragraph = true;
        mark_kinds(text, line, sentences);
        if sentences[0].kind == SentenceKind::Prose {
            sentences[0].dateline = dateline::find(text, sentences[0].tokens, opening, lexicon, &doc.tokens);
            opening = false;
        }
    }
}

/// Cuts the sentences from `first` on that have more than [`MOST_TOKENS`]: behind a comma or semicolon of the second half
/// where there is one.
fn cut_long(text: &str, first: usize, doc: &mut Document) {
    let whole = doc.sentences.split_off(first);
    for sentence in whole {
        let mut start = sentence.tokens.start;
        while start < sentence.tokens.end {
            let most = start + MOST_TOKENS as u32;
            let end = if most >= sentence.tokens.end {
                sentence.tokens.end
            } else {
                let pause = |t: &u32| matches!(doc.tokens.form(TokenId(*t), text), "," | ";" | ":");
                (start + MOST_TOKENS as u32 / 2..most).rev().find(pause).map_or(most, |t| t + 1)
            };
            let tokens = Span::new(start, end);
            doc.sentences.push(Sentence { tokens, bytes: doc.tokens.bytes(tokens), ..sentence });
            start = end;
        }
    }
}

/// Tells headings and page furniture from prose in the sentences of the passage `line`.
fn mark_kinds(text: &str, line: &str, sentences: &mut [Sentence]) {
    if boilerplate::is_furniture(line) {
        for sentence in sentences {
            sentence.kind = SentenceKind::Boilerplate;
        }
        return;
    }
    if let [only] = sentences {
        if is_heading(line, only) {
            only.kind = SentenceKind::Heading;
        }
        return;
    }
    let mut beside = false;
    for sentence in sentences {
        // In prose a sentence of a word or two ("More.") is none, unless furniture precedes it.
        let long = sentence.tokens.len() > LONGEST_ITEM;
        beside = (beside || long) && boilerplate::is_furniture(sentence.bytes.of(text));
        if beside {
            sentence.kind = SentenceKind::Boilerplate;
        }
    }
}

/// Whether `sentence`, alone in its passage `line`, is a heading.
fn is_heading(line: &str, sentence: &Sentence) -> bool {
    line.len() <= LONGEST_HEADING
        && sentence.tokens.len() <= MOST_HEADING_TOKENS
        && line.contains(char::is_alphabetic)
        && !line.starts_with(char::is_lowercase)
        && !line.ends_with([',', ';', ':', '-', '–', '—'])
        && !lines::ends_sentence(line)
        && !lines::starts_item(line, true)
}
