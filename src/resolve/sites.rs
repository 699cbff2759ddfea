//! Buildings and sites without a name that something is done to: *an army camp*, *a monastery school*.
//!
//! They come last, so that nothing refers back to them by a pronoun, and only those that an event needs stay.

use super::nominals::Nominals;
use crate::doc::{Deprel, Entity, EntityId, EntityType, MentionKind, SentenceKind, TokenId, Upos, Why};

impl Nominals<'_> {
    /// Adds an unnamed place for each noun phrase of a site whose owner the text does not name.
    pub(super) fn sites(&mut self) {
        for index in 0..self.doc.sentences.len() {
            let sentence = self.doc.sentences[index];
            if sentence.kind == SentenceKind::Boilerplate {
                continue;
            }
            for t in sentence.tokens.ids().filter(|&t| self.is_site(t)).collect::<Vec<_>>() {
                let lemma = self.lemma(t);
                let known = if self.is_definite(t) { self.site_before(t, &lemma) } else { None };
                let phrase = self.phrase(t, &sentence);
                let (entity, why) = known.map_or_else(
                    || {
                        let plural = self.is_plural(t);
                        (self.introduce(t, phrase, EntityType::Loc, "facility".into(), plural, lemma), Why::New)
                    },
                    |entity| (entity, Why::SameNoun),
                );
                self.push(t, phrase, EntityType::Loc, MentionKind::Nominal, entity, why);
            }
        }
    }

    fn is_site(&self, t: TokenId) -> bool {
        let tokens = &self.doc.tokens;
        let whole = matches!(
            self.deprel(t),
            Deprel::Obj | Deprel::NsubjPass | Deprel::Obl | Deprel::Nmod | Deprel::Conj | Deprel::Nsubj
        );
        whole
            && tokens.upos[t.index()] == Upos::Noun
            && self.at_head[t.index()].is_none()
            && self.lexicon.is_site(&self.lemma(t))
            && !self.has_owner(t)
    }

    /// *The ministry's offices*, *a base of the army*: what is done to them is done to the owner.
    fn has_owner(&self, t: TokenId) -> bool {
        let tokens = &self.doc.tokens;
        self.doc.tree.children(t).iter().any(|&c| {
            let of = || self.doc.tree.with(tokens, c, Deprel::Case).any(|p| self.form(p) == "of");
            let relation = match self.deprel(c) {
                Deprel::NmodPoss | Deprel::Compound => true,
                Deprel::Nmod => of(),
                _ => false,
            };
            relation && self.at_head[c.index()].is_some_and(|m| self.doc.mentions[m.0 as usize].etype != EntityType::Loc)
        })
    }

    /// The last site of this noun, or the named one: *the hospital*.
    fn site_before(&self, t: TokenId, lemma: &str) -> Option<EntityId> {
        let starts = |e: &Entity| e.mentions.first().is_some_and(|m| self.doc.mentions[m.0 as usize].head < t);
        let is_same = |index: usize, e: &Entity| {
            &*e.subtype == "facility"
                && starts(e)
                && (self.traits[index].head.as_deref() == Some(lemma)
                    || e.named && e.name.to_lowercase().split(' ').next_back() == Some(lemma))
        };
        let entities = self.doc.entities.iter().enumerate().rev();
        entities.filter(|(index, e)| is_same(*index, e)).map(|(index, _)| EntityId(index as u32)).next()
    }
}
