//! Where sentences end within a passage.

use super::chars::{is_closer, is_opener, is_terminal};
use super::lexicon::{Abbreviation, Lexicon};
use crate::doc::{Sentence, Span, Token, Tokens};

/// Adds the sentences that `passage` falls into.
pub(super) fn split(
    text: &str,
    passage: Span<Token>,
    lexicon: &Lexicon,
    tokens: &Tokens,
    sentences: &mut Vec<Sentence>,
) {
    let splitter = Splitter { text, end: passage.end, lexicon, tokens };
    let mut start = passage.start;
    let mut at = start;
    let mut quoted = false;
    while at < passage.end {
        let mark = splitter.form(at);
        quoted ^= mark == "\"";
        if !mark.ends_with(is_terminal) {
            at += 1;
            continue;
        }
        let mut behind = at + 1;
        while let Some(closes) = splitter.closes(behind, quoted) {
            quoted &= !closes;
            behind += 1;
        }
        if behind < passage.end && splitter.ends(start, at, behind) {
            sentences.push(sentence(tokens, start, behind));
            start = behind;
            quoted = false;
        }
        at = behind;
    }
    sentences.push(sentence(tokens, start, passage.end));
}

fn sentence(tokens: &Tokens, start: u32, end: u32) -> Sentence {
    let span = Span::new(start, end);
    Sentence { tokens: span, bytes: tokens.bytes(span), ..Sentence::default() }
}

struct Splitter<'a> {
    text: &'a str,
    /// First token behind the passage.
    end: u32,
    lexicon: &'a Lexicon,
    tokens: &'a Tokens,
}

impl<'a> Splitter<'a> {
    fn form(&self, token: u32) -> &'a str {
        self.tokens.span.get(token as usize).map_or("", |span| span.of(self.text))
    }

    /// Whether white space stands before `token`.
    fn spaced(&self, token: u32) -> bool {
        match (self.tokens.span.get(token.wrapping_sub(1) as usize), self.tokens.span.get(token as usize)) {
            (Some(left), Some(right)) => left.end < right.start,
            _ => true,
        }
    }

    /// Whether `token`, behind the end of a sentence, still belongs to it, and whether it closes a straight quotation
    /// mark; `quoted` where one is open.
    fn closes(&self, token: u32, quoted: bool) -> Option<bool> {
        if token >= self.end {
            return None;
        }
        let form = self.form(token);
        let straight = form == "\"";
        let spaced = self.spaced(token);
        let marks = !form.is_empty() && form.chars().all(|c| is_closer(c) || is_terminal(c));
        // Stops with spaces between (". . .") stay together.
        let belongs = if spaced {
            straight && quoted || form == "."
        } else {
            marks && (!straight || quoted || !self.opens(token))
        };
        (belongs || !spaced && self.is_note(token)).then_some(straight)
    }

    /// Whether a word follows `token` at once.
    fn opens(&self, token: u32) -> bool {
        token + 1 < self.end && !self.spaced(token + 1) && self.form(token + 1).starts_with(char::is_alphanumeric)
    }

    /// Whether `token` is within the number of a footnote: *\[12\]*.
    fn is_note(&self, token: u32) -> bool {
        let note = |first: u32| {
            self.form(first) == "["
                && self.form(first + 1).bytes().all(|b| b.is_ascii_digit())
                && self.form(first + 2) == "]"
                && first + 2 < self.end
        };
        note(token) || token > 0 && note(token - 1)
    }

    /// Whether the sentence from `start` ends with the mark `at`, its closing quotes and brackets reaching to `next`,
    /// which is inside the passage.
    fn ends(&self, start: u32, at: u32, next: u32) -> bool {
        let mark = self.form(at);
        let mut first = next;
        while first + 1 < self.end && self.form(first).chars().all(is_opener) {
            first += 1;
        }
        let word = self.form(first);
        if first + 1 == self.end && word.chars().all(|c| is_opener(c) || is_closer(c)) {
            // A stray quotation mark is no sentence.
            return false;
        }
        let Some(initial) = word.chars().next() else { return true };
        let lower = initial.is_lowercase();
        let closed = next > at + 1;
        if !self.spaced(next) {
            // No space behind the full stop: a typing slip where a capital follows a small letter.
            let before = if at > start { self.form(at - 1) } else { "" };
            return mark.chars().all(is_terminal) && initial.is_uppercase() && before.ends_with(char::is_lowercase);
        }
        if mark.chars().any(char::is_alphanumeric) {
            return self.abbreviation_ends(at, next, word, initial);
        }
        if self.is_item_number(start, at)
            || matches!(initial, ',' | ';' | ':')
            || is_closer(initial) && first == next && !is_opener(initial)
        {
            return false;
        }
        match mark.chars().next() {
            Some('.') if mark.len() > 1 => !lower,
            Some('…') => !lower,
            Some('.') => !(lower && closed),
            _ => !(closed && (lower || self.is_said(next))),
        }
    }

    /// Whether `start..=at` is the number of an item: *3.*, *b.*
    fn is_item_number(&self, start: u32, at: u32) -> bool {
        let number = self.form(start);
        at == start + 1
            && !self.spaced(at)
            && number.len() <= 3
            && (number.bytes().all(|b| b.is_ascii_digit())
                || number.len() == 1
                || number.bytes().all(|b| matches!(b, b'I' | b'V' | b'X')))
    }

    /// Whether a verb of saying stands among the words from `next` on, names between them only.
    fn is_said(&self, next: u32) -> bool {
        for token in next..self.end.min(next + 6) {
            let form = self.form(token);
            if self.lexicon.is_speech(form) {
                return true;
            }
            let name = form.starts_with(char::is_uppercase) || matches!(form, "-" | "al" | "el" | "de" | "bin");
            if !name {
                return false;
            }
        }
        false
    }

    /// Whether a sentence ends with the abbreviation `at`, before `word`; its closing marks reach to `next`.
    fn abbreviation_ends(&self, at: u32, next: u32, word: &str, initial: char) -> bool {
        let form = self.form(at).trim_end_matches('.');
        if !form.ends_with(char::is_alphanumeric) || !initial.is_uppercase() {
            return false;
        }
        let quoted = |token: u32| self.form(token).ends_with(['"', '”', '’', '»']);
        let opens = |token: u32| self.form(token).chars().all(|c| is_opener(c) && c != '(');
        let fresh = self.lexicon.is_starter(word) || opens(next) || (at + 1..next).any(quoted);
        match self.lexicon.abbreviation(form) {
            Some(Abbreviation::Title | Abbreviation::Number) => false,
            Some(Abbreviation::Hour) => !self.lexicon.is_calendar(word.trim_end_matches('.')),
            Some(Abbreviation::Last) => true,
            Some(_) => fresh,
            // U.N. may end a sentence, an initial (J. K. Haddad) does not.
            None => fresh && form.contains('.'),
        }
    }
}
