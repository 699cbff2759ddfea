//! Reporters without a name: *a diplomatic source said*, *the document says*, *according to a report*.
//!
//! They come last, so that nothing refers back to them by a pronoun, and only those that an event is told by stay.

use super::nominals::Nominals;
use crate::doc::{Deprel, EntityType, MentionKind, TokenId, Upos, Why};

impl Nominals<'_> {
    /// Adds an unnamed entity for each source and document that something is told by, where the text does not name whose
    /// it is.
    pub(super) fn reporters(&mut self) {
        for (t, sentence) in self.tokens_that(Self::reports) {
            let (lemma, plural) = (self.lemma(t), self.is_plural(t));
            let etype = if self.lexicon.is_document(&lemma) || plural { EntityType::Org } else { EntityType::Per };
            let subtype = if plural { "group" } else { "other" };
            let phrase = self.phrase(t, &sentence);
            let entity = self.introduce(t, phrase, etype, subtype.into(), plural, lemma.into_owned());
            self.push(t, phrase, etype, MentionKind::Nominal, entity, Why::Reporter);
        }
    }

    /// Whether `t` is a source or document of the list that says something, or according to which something is.
    fn reports(&self, t: TokenId) -> bool {
        let tokens = &self.doc.tokens;
        if self.at_head[t.index()].is_some() || tokens.upos[t.index()] != Upos::Noun {
            return false;
        }
        let lemma = self.lemma(t);
        self.lexicon.is_reporter(&lemma) && (self.says(t) || self.is_accorded(t))
    }

    /// *The document says*, *says a source*
    fn says(&self, t: TokenId) -> bool {
        let tokens = &self.doc.tokens;
        let verb = tokens.head[t.index()];
        let behind = self.deprel(t) == Deprel::Obj && t > verb && self.deprel(verb) == Deprel::Parataxis;
        (self.deprel(t) == Deprel::Nsubj || behind) && self.lexicon.is_speech(tokens.lemma(verb))
    }

    /// *According to the report*
    fn is_accorded(&self, t: TokenId) -> bool {
        let tokens = &self.doc.tokens;
        let cases = self.doc.tree.with(tokens, t, Deprel::Case);
        let verb = tokens.head[t.index()];
        let according = |w: TokenId| self.form(w).eq_ignore_ascii_case("according");
        cases.into_iter().any(according) || self.deprel(t) == Deprel::Obl && according(verb)
    }
}
