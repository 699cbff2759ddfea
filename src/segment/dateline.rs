//! Datelines: *GENEVA (Reuters) –*, *Paris, 14 June 2021 –*, *NAIROBI, Kenya (AP) —*, *BEIRUT:*.

use super::chars::is_dash;
use super::lexicon::Lexicon;
use crate::doc::{Span, Token, Tokens};

/// Longest dateline in tokens.
const LONGEST: u32 = 20;
/// Most words of a place, country or date.
const LONGEST_PART: u32 = 5;

/// The leading tokens of `sentence` that are a dateline, with the mark that ends it; empty where there is none.
///
/// `opening` says that no prose precedes in the text: further down, capitals and a colon are a speaker or a label.
pub(super) fn find(
    text: &str,
    sentence: Span<Token>,
    opening: bool,
    lexicon: &Lexicon,
    tokens: &Tokens,
) -> Span<Token> {
    let reader = Reader { text, end: sentence.end.min(sentence.start + LONGEST), opening, lexicon, tokens };
    match reader.read(sentence.start) {
        Some(end) if end < sentence.end => Span::new(sentence.start, end),
        _ => Span::new(sentence.start, sentence.start),
    }
}

struct Reader<'a> {
    text: &'a str,
    end: u32,
    opening: bool,
    lexicon: &'a Lexicon,
    tokens: &'a Tokens,
}

impl<'a> Reader<'a> {
    fn form(&self, token: u32) -> &'a str {
        if token >= self.end { "" } else { self.tokens.span[token as usize].of(self.text) }
    }

    fn spaced(&self, token: u32) -> bool {
        let span = |token: u32| self.tokens.span.get(token as usize);
        matches!((span(token.wrapping_sub(1)), span(token)), (Some(left), Some(right)) if left.end < right.start)
    }

    /// First token behind the dateline that starts at `start`.
    fn read(&self, start: u32) -> Option<u32> {
        let mut at = self.name(start)?;
        let capitals = (start..at).all(|token| !self.form(token).contains(char::is_lowercase));
        let mut marked = false;
        while self.form(at) == "," {
            at = self.date(at + 1).or_else(|| self.name(at + 1))?;
        }
        if self.form(at) == "(" {
            let close = (at + 1..self.end.min(at + 8)).find(|token| self.form(*token) == ")")?;
            marked =
                self.form(at + 1).starts_with(char::is_uppercase) || self.form(at + 1).starts_with(char::is_numeric);
            at = close + 1;
        }
        if self.form(at) == "," {
            at = self.date(at + 1)?;
        }
        let mark = self.form(at);
        let dash = !mark.is_empty() && mark.chars().all(is_dash);
        let opens = self.form(at + 1).chars().next();
        let opens =
            opens.is_some_and(|c| c.is_uppercase() || c.is_numeric() || matches!(c, '“' | '"' | '‘' | '\'' | '«'));
        let colon = mark == ":" && (marked || self.opening && capitals && self.form(start).len() > 3);
        // An unspaced hyphen makes a compound; a dash before a small letter goes on with the sentence.
        let ends = dash && (marked || opens) && self.spaced(at + 1) || colon && opens;
        ends.then_some(at + 1)
    }

    /// First token behind the capitalised words at `start`.
    fn name(&self, start: u32) -> Option<u32> {
        let mut at = start;
        let mut hyphen = false;
        while at < start + LONGEST_PART {
            let form = self.form(at);
            let joins = at > start && !self.spaced(at) && matches!(form, "-" | "'s" | "’s");
            let small = at > start && matches!(form, "of" | "the" | "de" | "el" | "al" | "la" | "and");
            let behind_hyphen = hyphen && !self.spaced(at);
            // afrol News: an agency in small letters.
            let agency = at == start && self.form(at + 1) == "News";
            if !(joins || small || behind_hyphen || agency || form.starts_with(char::is_uppercase)) {
                break;
            }
            if self.lexicon.is_no_place(form) {
                return None;
            }
            hyphen = joins;
            at += 1;
        }
        (at > start && self.form(at - 1).starts_with(char::is_uppercase)).then_some(at)
    }

    /// First token behind the date at `start`: *14 June 2021*, *June 14*, *2021*.
    fn date(&self, start: u32) -> Option<u32> {
        let mut at = start;
        let mut named = false;
        while at < start + LONGEST_PART {
            let form = self.form(at);
            if self.lexicon.is_calendar(form.trim_end_matches('.')) {
                named = true;
            } else if !(form.starts_with(|c: char| c.is_ascii_digit()) || named && form == ",") {
                break;
            }
            at += 1;
        }
        while at > start && self.form(at - 1) == "," {
            at -= 1;
        }
        let year = at == start + 1 && self.form(start).len() == 4;
        (at > start && (named || year || self.form(start).contains(['/', '.']))).then_some(at)
    }
}
