//! Cues: whether a name that is also something else is meant as the gazetteer has it.
//!
//! *Nice*, *Reading*, *Sofia* and *Lincoln* are towns, and more often a word, a given name or a surname. The gazetteer
//! gates such names; one counts in a dateline, behind a preposition of place (*in Nice*), before what it lies in
//! (*Sofia, Bulgaria*), and where it stands alone in an article that names its country.

use std::collections::HashSet;

use super::dates;
use super::lexicon::Lexicon;
use crate::doc::{Country, Document, EntityType, Hit, Sentence, SentenceKind, TokenId};
use crate::gazetteer::Gazetteer;

/// Prepositions behind which a name is a place.
const LOCATIVE: [&str; 8] = ["in", "near", "at", "from", "outside", "around", "to", "into"];

/// What an article says about where its places are.
#[derive(Debug)]
pub struct Cues<'a> {
    text: &'a str,
    doc: &'a Document,
    gazetteer: &'a Gazetteer,
    lexicon: &'a Lexicon,
    /// Countries that the article names, or whose people and things it does.
    countries: HashSet<Country>,
}

impl<'a> Cues<'a> {
    /// The cues of an article that has sentences, tokens and hits; tags are not needed.
    pub fn new(text: &'a str, doc: &'a Document, gazetteer: &'a Gazetteer, lexicon: &'a Lexicon) -> Self {
        let named = doc.hits.iter().filter_map(|hit| {
            let entry = gazetteer.candidates(hit.name).next()?;
            entry.country().filter(|_| entry.etype() == EntityType::Loc && !entry.gated())
        });
        let prose = doc.sentences.iter().filter(|sentence| sentence.kind != SentenceKind::Boilerplate);
        let demonyms = prose.flat_map(|sentence| sentence.tokens.ids()).filter_map(|t| {
            let demonym = lexicon.demonym(doc.tokens.form(t, text))?;
            demonym.country.filter(|_| !demonym.ambiguous)
        });
        let countries = named.chain(demonyms).collect();
        Self { text, doc, gazetteer, lexicon, countries }
    }

    /// Whether a hit counts: always, unless its name is gated and nothing speaks for it.
    pub fn accepts(&self, hit: &Hit) -> bool {
        let Some(entry) = self.gazetteer.candidates(hit.name).next() else { return false };
        // *US$600 million* names no country.
        let money = hit.tokens.ids().any(|t| self.form(t.0).contains('$'));
        if money || hit.tokens.len() == 1 && dates::is_month(self.form(hit.tokens.start)) {
            return false;
        }
        if !entry.gated() {
            return true;
        }
        let sentence = self.doc.sentences.partition_point(|s| s.tokens.end <= hit.tokens.start);
        let Some(sentence) = self.doc.sentences.get(sentence) else { return false };
        sentence.dateline.contains(hit.tokens.start)
            || self.is_before_container(hit)
            || !self.goes_on(hit, sentence) && (self.is_behind_locative(hit) || self.is_of_country_named(hit, sentence))
    }

    fn form(&self, t: u32) -> &'a str {
        self.doc.tokens.form(TokenId(t), self.text)
    }

    fn is_capitalised(&self, t: u32) -> bool {
        self.form(t).starts_with(char::is_uppercase)
    }

    /// Whether the name seems to be the first part of a longer one: *Nice Matin*, *Lincoln Park*.
    fn goes_on(&self, hit: &Hit, sentence: &Sentence) -> bool {
        hit.tokens.end < sentence.tokens.end && self.is_capitalised(hit.tokens.end)
    }

    fn is_behind_locative(&self, hit: &Hit) -> bool {
        let before = hit.tokens.start.checked_sub(1).map(|t| self.form(t).to_lowercase());
        before.is_some_and(|word| LOCATIVE.contains(&word.as_str()))
    }

    /// *Sofia, Bulgaria*; *Lincoln (Nebraska)*: a country or region behind it in which one of its entries lies.
    fn is_before_container(&self, hit: &Hit) -> bool {
        let after = hit.tokens.end;
        if after as usize >= self.doc.tokens.len() || !matches!(self.form(after), "," | "(") {
            return false;
        }
        let at = self.doc.hits.partition_point(|other| other.tokens.start <= after);
        let Some(container) = self.doc.hits.get(at).filter(|other| other.tokens.start == after + 1) else {
            return false;
        };
        self.gazetteer.candidates(container.name).any(|outer| {
            let holds = outer.etype() == EntityType::Loc && matches!(outer.subtype(), "country" | "region");
            holds
                && self.gazetteer.candidates(hit.name).any(|inner| {
                    let region =
                        outer.subtype() == "country" || inner.admin1().is_empty() || inner.admin1() == outer.admin1();
                    inner.country().is_some()
                        && inner.country() == outer.country()
                        && region
                        && inner.id() != outer.id()
                })
        })
    }

    /// A name that stands alone, where a capital says something, in an article that names a country of its entries.
    fn is_of_country_named(&self, hit: &Hit, sentence: &Sentence) -> bool {
        let start = hit.tokens.start;
        if start == sentence.tokens.start {
            return false;
        }
        let before = self.form(start - 1);
        let stands_alone = before.chars().all(char::is_alphanumeric)
            && !self.is_capitalised(start - 1)
            && self.lexicon.title(before).is_none();
        stands_alone
            && self
                .gazetteer
                .candidates(hit.name)
                .any(|entry| entry.country().is_some_and(|c| self.countries.contains(&c)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::segment;

    /// The gazetteer names of a text that count.
    fn accepted(text: &str) -> Vec<String> {
        let (gazetteer, lexicon) = (Gazetteer::embedded().unwrap(), Lexicon::embedded().unwrap());
        let mut doc = Document::default();
        segment::segment(text, &mut doc);
        gazetteer.find(text, &mut doc);
        let cues = Cues::new(text, &doc, &gazetteer, &lexicon);
        doc.hits.iter().filter(|hit| cues.accepts(hit)).map(|hit| hit.bytes.of(text).to_owned()).collect()
    }

    #[test]
    fn a_gated_name_needs_a_cue() {
        for (text, expected) in [
            ("They were held in Nice.", &["Nice"][..]),
            ("They called Nice a safe town.", &[]),
            ("Nice work, the coach said.", &[]),
            ("She was born near Nice Avenue.", &[]),
            ("It reached Lincoln, Nebraska.", &["Lincoln", "Nebraska"]),
            ("It reached Lincoln, Peru.", &["Peru"]),
            ("Reading (Pennsylvania) has a mayor.", &["Reading", "Pennsylvania"]),
            ("The mayor of Florence met the Italian delegation.", &["Florence"]),
            ("Mr Florence met the Italian delegation.", &[]),
            ("The aide Anna Florence met the Italian delegation.", &[]),
            ("The mayor of Florence met the Danish delegation.", &[]),
            ("France won. Nice try, the coach said.", &["France"]),
        ] {
            assert_eq!(accepted(text), expected, "{text}");
        }
    }
}
