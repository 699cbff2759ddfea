//! Lemmas by tag: the longest known ending of a word says what to cut off and what to add.
//!
//! The rules are learned from lists of forms and lemmas (`crates/train`). A rule for a whole word, an exception, is an
//! ending with `^` in front. Form: one line a rule, `group TAB ending TAB cut TAB added`.

use crate::doc::{Upos, Xpos};
use crate::{Error, Result};
use std::collections::HashMap;

/// Words of one group share rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Group(u8);

impl Group {
    /// The group of words with tag `xpos`. Past tense and participle go together, so do comparatives of adjectives
    /// and of adverbs; otherwise a tag is a group.
    pub const fn of(xpos: Xpos) -> Self {
        Self(match xpos {
            Xpos::Vbn => Xpos::Vbd,
            Xpos::Rbr => Xpos::Jjr,
            Xpos::Rbs => Xpos::Jjs,
            other => other,
        } as u8)
    }

    /// The group's number.
    pub const fn number(self) -> u8 {
        self.0
    }
}

/// Longest ending that is looked up, in characters.
pub const LONGEST: usize = 8;

/// Finds lemmas by rules.
#[derive(Debug)]
pub struct Lemmatizer {
    rules: HashMap<(u8, Box<str>), (u8, Box<str>)>,
}

impl Lemmatizer {
    /// Reads the rules of a model file's section.
    ///
    /// # Errors
    /// [`Error::Compiled`] when a line is no rule.
    pub fn open(section: &[u8]) -> Result<Self> {
        let text = std::str::from_utf8(section).ok();
        let rule = |line: &str| {
            let mut fields = line.split('\t');
            let mut next = || fields.next();
            let (group, ending, cut, added) = (next()?, next()?, next()?, next()?);
            Some(((group.parse().ok()?, ending.into()), (cut.parse().ok()?, added.into())))
        };
        text.and_then(|text| text.lines().map(rule).collect::<Option<_>>()).map(|rules| Self { rules }).ok_or_else(
            || Error::Compiled { what: "tagger model".into(), message: "has lemma rules that cannot be read".into() },
        )
    }

    /// Replaces `out` by the lemma of `form`. Proper nouns keep their case, all else is in lower case.
    pub fn lemma(&self, form: &str, xpos: Xpos, upos: Upos, out: &mut String) {
        out.clear();
        if upos == Upos::Propn || matches!(xpos, Xpos::Nnp | Xpos::Nnps | Xpos::Add) {
            out.push_str(form);
            return;
        }
        out.push('^');
        out.extend(form.chars().flat_map(char::to_lowercase).map(|c| if c == '’' { '\'' } else { c }));
        let group = Group::of(xpos).number();
        let mut rule = self.rules.get(&(group, out.as_str().into()));
        if rule.is_none() {
            let starts: Vec<usize> = out.char_indices().skip(1).map(|(i, _)| i).collect();
            let longest = starts.len().saturating_sub(LONGEST);
            rule = starts[longest..].iter().find_map(|&start| self.rules.get(&(group, out[start..].into())));
            rule = rule.or_else(|| self.rules.get(&(group, "".into())));
        }
        if let Some((cut, added)) = rule {
            for _ in 0..*cut {
                if out.len() > 1 {
                    out.pop();
                }
            }
            out.push_str(added);
        }
        out.remove(0);
    }
}
