//! Noun phrases that only an event makes a participant of: buildings and sites that something is done to (*a monastery
//! school*), and bodies named by what they do it with (*government warplanes*).
//!
//! They come last, so that nothing refers back to them by a pronoun, and only those that an event needs stay.

use super::nominals::Nominals;
use crate::doc::{
    Deprel, Entity, EntityId, EntityType, Label, Mention, MentionKind, Sentence, SentenceKind, Span, Token, TokenId,
    Upos, Why,
};

impl Nominals<'_> {
    /// Adds an unnamed place for each noun phrase of a site whose owner the text does not name.
    pub(super) fn sites(&mut self) {
        for (t, sentence) in self.tokens_that(Self::is_site) {
            let lemma = self.lemma(t);
            let known = if self.is_definite(t) { self.site_before(t, &lemma) } else { None };
            let phrase = self.phrase(t, &sentence);
            let plural = self.is_plural(t);
            self.add(t, phrase, (EntityType::Loc, "facility".into()), plural, lemma.into_owned(), known);
        }
    }

    /// Adds a mention for each body whose arms or deeds a noun behind it tells: *government warplanes*, *Syrian army
    /// shelling*.
    pub(super) fn wielders(&mut self) {
        for (t, sentence) in self.tokens_that(Self::wields) {
            let lemma = self.lemma(t);
            let Some(denoted) = self.lexicon.noun(&lemma, true) else { continue };
            let adjective = t.0 > sentence.tokens.start && self.lexicon.demonym(self.form(TokenId(t.0 - 1))).is_some();
            let phrase = Span::new(t.0 - u32::from(adjective), t.0 + 1);
            let same =
                |m: &&Mention| m.kind == MentionKind::Nominal && m.etype == denoted.0 && self.lemma(m.head) == lemma;
            let known = self.before(t).iter().rev().find(same).map(|m| m.entity).filter(|_| !adjective);
            self.add(t, phrase, denoted, true, lemma.into_owned(), known);
        }
    }

    /// The tokens of all prose and headings of which `wanted` holds, with their sentences.
    pub(super) fn tokens_that(&self, wanted: impl Fn(&Self, TokenId) -> bool) -> Vec<(TokenId, Sentence)> {
        let sentences = self.doc.sentences.iter().filter(|s| s.kind != SentenceKind::Boilerplate);
        let tokens = sentences.flat_map(|&sentence| sentence.tokens.ids().map(move |t| (t, sentence)));
        tokens.filter(|&(t, _)| wanted(self, t)).collect()
    }

    /// Adds a mention of the `known` entity, else of a new one of that type, subtype, number and head.
    fn add(
        &mut self,
        t: TokenId,
        phrase: Span<Token>,
        (etype, subtype): (EntityType, Label),
        plural: bool,
        lemma: String,
        known: Option<EntityId>,
    ) {
        let (entity, why) = match known {
            Some(entity) => (entity, Why::SameNoun),
            None => (self.introduce(t, phrase, etype, subtype, plural, lemma), Why::New),
        };
        self.push(t, phrase, etype, MentionKind::Nominal, entity, why);
    }

    /// Whether `t` is a body that stands before the noun of what it does or does it with.
    pub(super) fn wields(&self, t: TokenId) -> bool {
        let head = self.doc.tokens.head[t.index()];
        self.deprel(t) == Deprel::Compound
            && t < head
            && matches!(self.doc.tokens.upos[t.index()], Upos::Noun | Upos::Propn)
            && self.at_head[t.index()].is_none()
            && matches!(self.doc.tokens.upos[head.index()], Upos::Noun)
            && self.lexicon.is_force(&self.lemma(t))
            && self.denotes(head, &self.lemma(head), self.is_plural(head)).is_none()
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
            relation
                && self.at_head[c.index()].is_some_and(|m| self.doc.mentions[m.0 as usize].etype != EntityType::Loc)
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
