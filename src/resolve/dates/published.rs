//! The date of publication that a text tells itself: *Geneva, 14 March 2024*, *Posted on March 14, 2024*, *GENEVA (14 March
//! 2024) –*.

use jiff::civil::Date;
use serde::Deserialize;

use super::words::weekday;
use super::{Reference, scan};
use crate::doc::{Document, EntityType, Sentence, Span, Token, TokenId};
use crate::error::{Error, Result};
use crate::gazetteer::Gazetteer;

/// Words of lines that tell when a text was published: `rules/datelines.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Datelines {
    lines: usize,
    published: Vec<String>,
    changed: Vec<String>,
}

impl Datelines {
    /// The words that are built into the program.
    ///
    /// # Errors
    /// [`Error::Rules`] when they are damaged.
    pub fn embedded() -> Result<Self> {
        toml::from_str(include_str!("../../../rules/datelines.toml"))
            .map_err(|cause| Error::Rules { file: "rules/datelines.toml".into(), message: cause.to_string() })
    }

    /// The full date of the first dateline, or of the first line at the head of the text that tells little else. `doc` has
    /// sentences, tokens and hits.
    pub fn find(&self, text: &str, doc: &Document, gazetteer: &Gazetteer) -> Option<Date> {
        let head = doc.sentences.get(..self.lines.min(doc.sentences.len()))?;
        let dated = head.iter().flat_map(|sentence| {
            let dates = scan(text, doc, sentence, Reference::default());
            dates.into_iter().filter_map(move |date| Some((sentence, date.tokens, date.full()?)))
        });
        let mut changed = None;
        for (sentence, tokens, date) in dated {
            if sentence.dateline.covers(tokens) {
                return Some(date);
            }
            let line = Line { text, doc, gazetteer, sentence, date: tokens };
            match line.kind(self) {
                Some(Kind::Published) => return Some(date),
                Some(Kind::Changed) => changed = changed.or(Some(date)),
                None => {}
            }
        }
        changed
    }
}

/// What a line that holds a date tells.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Published,
    Changed,
}

struct Line<'a> {
    text: &'a str,
    doc: &'a Document,
    gazetteer: &'a Gazetteer,
    sentence: &'a Sentence,
    date: Span<Token>,
}

impl Line<'_> {
    /// None where the line tells anything else.
    fn kind(&self, words: &Datelines) -> Option<Kind> {
        let mut changed = false;
        for t in self.sentence.tokens.ids().filter(|t| !self.date.contains(t.0)) {
            let form = self.doc.tokens.form(t, self.text);
            let lower = form.to_lowercase();
            if words.changed.contains(&lower) {
                changed = true;
            } else if !(words.published.contains(&lower)
                || !form.contains(char::is_alphabetic)
                || weekday(form).is_some()
                || self.is_place(t))
            {
                return None;
            }
        }
        Some(if changed { Kind::Changed } else { Kind::Published })
    }

    fn is_place(&self, t: TokenId) -> bool {
        let at = self.doc.hits.partition_point(|hit| hit.tokens.end <= t.0);
        let hit = self.doc.hits.get(at).filter(|hit| hit.tokens.contains(t.0));
        hit.is_some_and(|hit| self.gazetteer.candidates(hit.name).any(|entry| entry.etype() == EntityType::Loc))
    }
}
