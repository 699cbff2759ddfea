//! Lines, and the passages that they form: what stands between two places where a sentence must end.
//!
//! A blank line always ends a passage. A single line break ends one too, unless the text is wrapped by hand: then the
//! line is as full as the first word behind the break allows.

use std::ops::Range;

use super::boilerplate::is_furniture;
use super::chars::{is_blank, is_closer, is_dash, is_ideograph, is_terminal};

/// Widest column, in characters, at which people and programs wrap text by hand.
const WIDEST_WRAP: usize = 120;
/// Narrowest such column.
const NARROWEST_WRAP: usize = 40;

/// A stretch of text within which sentences are looked for: a paragraph, a heading, an item of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Passage {
    /// Its bytes, without white space at the ends.
    pub bytes: Range<usize>,
}

/// The passages of a text in order.
#[derive(Debug)]
pub(super) struct Passages<'t> {
    text: &'t str,
    /// Where the next line starts.
    at: usize,
    /// Widest line of the block that `at` lies in, and the end of that block.
    block: Block,
}

#[derive(Clone, Copy, Debug, Default)]
struct Block {
    end: usize,
    width: usize,
    lines: usize,
}

/// A line: its bytes without white space at the ends, and where the next one starts.
#[derive(Clone, Debug)]
struct Line {
    bytes: Range<usize>,
    next: usize,
}

impl<'t> Passages<'t> {
    /// The passages of `text`.
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, at: 0, block: Block::default() }
    }

    fn line(&self, start: usize) -> Option<Line> {
        let rest = self.text.as_bytes().get(start..).filter(|rest| !rest.is_empty())?;
        let (length, mark) = line_end(rest);
        let line = &self.text[start..start + length];
        let left = line.len() - line.trim_start_matches(is_blank).len();
        let right = line.trim_end_matches(is_blank).len();
        Some(Line { bytes: start + left.min(right)..start + right, next: start + length + mark })
    }

    /// Measures the block of lines without a blank one between them that starts with `line`.
    fn measure(&self, line: &Line) -> Block {
        let mut block = Block::default();
        let mut line = line.clone();
        while !line.bytes.is_empty() {
            block.end = line.next;
            block.lines += 1;
            block.width = block.width.max(self.width(&line));
            match self.line(line.next) {
                Some(next) => line = next,
                None => break,
            }
        }
        block
    }

    /// Width in characters, exact up to where no text is wrapped any more.
    fn width(&self, line: &Line) -> usize {
        let bytes = self.text.as_bytes()[line.bytes.clone()].iter();
        if bytes.len() > 4 * WIDEST_WRAP { bytes.len() } else { bytes.filter(|b| **b & 0xc0 != 0x80).count() }
    }

    /// Whether the break between two lines that follow each other is one of a wrapped paragraph.
    fn wraps(&self, upper: &Line, lower: &Line) -> bool {
        let (above, below) = (&self.text[upper.bytes.clone()], &self.text[lower.bytes.clone()]);
        let ended = ends_sentence(above);
        let lower_case = below.starts_with(char::is_lowercase);
        if starts_item(below, ended || above.ends_with([':', ';']) || starts_item(above, true)) {
            return false;
        }
        let word = below.chars().take_while(|c| !c.is_whitespace()).count();
        let width = self.width(upper);
        let full = width + 1 + word > self.block.width;
        if !full || !(NARROWEST_WRAP..=WIDEST_WRAP).contains(&self.block.width) {
            return lower_case && !ended;
        }
        // Two lines are too few to tell a wrapped paragraph from a headline over its by-line.
        let tells = self.block.lines > 2 || width >= NARROWEST_WRAP && ends_sentence(below);
        lower_case || (ended || tells) && !is_furniture(above) && !is_furniture(below)
    }
}

impl Iterator for Passages<'_> {
    type Item = Passage;

    fn next(&mut self) -> Option<Passage> {
        let mut line = self.line(self.at)?;
        while line.bytes.is_empty() {
            line = self.line(line.next)?;
        }
        if line.next > self.block.end {
            self.block = self.measure(&line);
        }
        let start = line.bytes.start;
        while line.next < self.block.end {
            match self.line(line.next) {
                Some(lower) if self.wraps(&line, &lower) => line = lower,
                _ => break,
            }
        }
        self.at = line.next;
        Some(Passage { bytes: start..line.bytes.end })
    }
}

/// Length of the line that `bytes` start with, and of the mark that ends it.
fn line_end(bytes: &[u8]) -> (usize, usize) {
    for (at, &byte) in bytes.iter().enumerate() {
        match byte {
            b'\n' | 0x0b | 0x0c => return (at, 1),
            b'\r' => return (at, if bytes.get(at + 1) == Some(&b'\n') { 2 } else { 1 }),
            // U+0085, U+2028 and U+2029.
            0xc2 if bytes.get(at + 1) == Some(&0x85) => return (at, 2),
            0xe2 if matches!(bytes.get(at + 1..at + 3), Some([0x80, 0xa8 | 0xa9])) => return (at, 3),
            _ => {}
        }
    }
    (bytes.len(), 0)
}

/// Whether `line` ends with a mark that ends sentences, closing quotes and brackets left aside.
pub(super) fn ends_sentence(line: &str) -> bool {
    line.trim_end_matches(|c| is_closer(c) || is_blank(c)).ends_with(is_terminal)
}

/// Whether `line` starts an item of a list; `fresh` where the line above ends a sentence, announces a list or is an item.
pub(super) fn starts_item(line: &str, fresh: bool) -> bool {
    let mut chars = line.chars();
    let Some(first) = chars.next() else { return false };
    let rest = chars.as_str();
    if matches!(first, '•' | '‣' | '◦' | '▪' | '●' | '○' | '■' | '□' | '►' | '✓' | '✔' | '➢' | '·' | '*')
    {
        return rest.starts_with(is_blank) || !first.is_ascii();
    }
    if is_dash(first) {
        return rest.starts_with(is_blank) && (fresh || !rest.trim_start().starts_with(char::is_lowercase));
    }
    let marker = line.trim_start_matches('(');
    let label = marker.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let label = marker.len() - label;
    let label = if label == 0 && marker.starts_with(|c: char| c.is_ascii_alphabetic()) { 1 } else { label };
    let closed = marker.get(label..).is_some_and(|rest| {
        rest.starts_with(')') || (rest.starts_with(". ") && fresh && marker.starts_with(|c: char| c.is_ascii_digit()))
    });
    (1..=3).contains(&label) && closed || is_ideograph(first) && fresh
}
