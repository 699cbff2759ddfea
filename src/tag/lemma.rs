//! Lemmas by tag: the longest known ending of a word says what to cut off and what to add.
//!
//! The rules are learned from lists of forms and lemmas (`crates/train`). A rule for a whole word, an exception, is an
//! ending with `^` in front. Form: one line a rule, `group TAB ending TAB cut TAB added`.

use crate::doc::{Upos, Xpos};
use crate::net::memo::Hashed;
use crate::net::mix;
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

/// What to cut off a form, in characters, and what to add.
#[derive(Debug)]
struct Rule {
    cut: u8,
    added: Box<str>,
}

/// Finds lemmas by rules.
#[derive(Debug)]
pub struct Lemmatizer {
    /// By the hash of group and ending.
    rules: HashMap<u64, Rule, Hashed>,
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
            let key = ending.bytes().rev().fold(start(group.parse().ok()?), longer);
            Some((key, Rule { cut: cut.parse().ok()?, added: added.into() }))
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
        if form.is_ascii() {
            out.push_str(form);
            out.make_ascii_lowercase();
        } else {
            out.extend(form.chars().flat_map(char::to_lowercase).map(|c| if c == '’' { '\'' } else { c }));
        }
        if let Some(rule) = self.rule(out, Group::of(xpos).number()) {
            for _ in 0..rule.cut {
                out.pop();
            }
            out.push_str(&rule.added);
        }
    }

    /// The rule of the whole word `lower`, or else of its longest ending that has one.
    fn rule(&self, lower: &str, group: u8) -> Option<&Rule> {
        let mut key = start(group);
        let mut endings = [key; LONGEST + 1];
        let mut len = 0;
        for (i, &byte) in lower.as_bytes().iter().enumerate().rev() {
            key = longer(key, byte);
            if len < LONGEST && lower.is_char_boundary(i) {
                len += 1;
                endings[len] = key;
            }
        }
        let whole = self.rules.get(&longer(key, b'^'));
        whole.or_else(|| endings[..=len].iter().rev().find_map(|key| self.rules.get(key)))
    }
}

/// Hash of an empty ending.
fn start(group: u8) -> u64 {
    mix(31, u64::from(group))
}

/// Hash of an ending with one more byte in front.
fn longer(ending: u64, byte: u8) -> u64 {
    mix(ending, u64::from(byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_words_go_before_endings_and_longer_endings_before_shorter() {
        let [noun, past] = [Xpos::Nns, Xpos::Vbd].map(|xpos| Group::of(xpos).number());
        let rules =
            format!("{noun}\ts\t1\t\n{noun}\ties\t3\ty\n{noun}\t^mice\t3\touse\n{past}\t\t0\t\n{past}\ted\t2\t\n");
        let lemmas = Lemmatizer::open(rules.as_bytes()).unwrap();
        let lemma = |form, xpos| {
            let mut out = String::new();
            lemmas.lemma(form, xpos, Upos::X, &mut out);
            out
        };
        assert_eq!(lemma("Cities", Xpos::Nns), "city");
        assert_eq!(lemma("votes", Xpos::Nns), "vote");
        assert_eq!(lemma("mice", Xpos::Nns), "mouse");
        assert_eq!(lemma("dormice", Xpos::Nns), "dormice");
        assert_eq!(lemma("jailed", Xpos::Vbn), "jail");
        assert_eq!(lemma("ÉTÉS’", Xpos::Nns), "étés'");
        assert_eq!(lemma("went", Xpos::Vbd), "went");
        assert_eq!(lemma("ties", Xpos::Nnp), "ties");
    }
}
