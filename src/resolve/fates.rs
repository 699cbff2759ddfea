//! Who of two a pronoun means, by what the one did to the other: *Police arrested the activists hours before they were to
//! march*, *… after they had searched the office*.

use super::nominals::Nominals;
use crate::doc::{Deprel, EntityType, Mention, MentionKind, TokenId, Upos, Why};

/// Whom the words around a pronoun fit best.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// Who uses force: *they fired tear gas*.
    Uses,
    /// Those whom something was done to before: *they escaped*.
    Endured,
    /// The same, and none who uses force: *they were arrested*.
    Suffered,
}

impl Nominals<'_> {
    /// Whom the words around a pronoun fit, if they tell.
    pub(super) fn fate(&self, t: TokenId) -> Option<Fate> {
        let fates = &self.links.fates;
        let head = self.doc.tokens.head[t.index()];
        if self.deprel(t) == Deprel::NmodPoss {
            return fates.belongings.contains(&*self.lemma(head)).then_some(Fate::Suffered);
        }
        let passive = self.deprel(t) == Deprel::NsubjPass;
        if !passive && self.deprel(t) != Deprel::Nsubj {
            return None;
        }
        // *were to march*, *planned to march*, *had tried to flee*
        let mut verb = head;
        for _ in 0..3 {
            let lemma = self.lemma(verb);
            let suffers = self.is_passive(verb) || passive && verb == head;
            if suffers && fates.harm.contains(&*lemma) {
                return Some(Fate::Suffered);
            }
            if !suffers && fates.wielded.contains(&*lemma) {
                return Some(Fate::Uses);
            }
            if !suffers && fates.endured.contains(&*lemma) {
                return Some(Fate::Endured);
            }
            verb = self.doc.tree.child(&self.doc.tokens, verb, Deprel::Xcomp)?;
        }
        None
    }

    /// Whether that fate is the one of who is mentioned.
    pub(super) fn shares(&self, fate: Fate, mention: &Mention) -> bool {
        let subtype = &self.doc.entities[mention.entity.index()].subtype;
        let force = self.links.fates.forces.contains(&**subtype);
        match fate {
            Fate::Uses => force,
            Fate::Endured => self.is_victim(mention),
            Fate::Suffered => self.is_victim(mention) && !force,
        }
    }

    /// Adds a group for each number that stands for people because of what is done to it: *killed nine*.
    pub(super) fn counted(&mut self) {
        for (t, sentence) in self.tokens_that(Self::stands_for_victims) {
            let phrase = self.phrase(t, &sentence);
            let entity = self.introduce(t, phrase, EntityType::Org, "group".into(), true, self.lemma(t).into_owned());
            self.push(t, phrase, EntityType::Org, MentionKind::Nominal, entity, Why::New);
        }
    }

    fn stands_for_victims(&self, t: TokenId) -> bool {
        let tokens = &self.doc.tokens;
        let verb = tokens.head[t.index()];
        let done = match self.deprel(t) {
            Deprel::NsubjPass => true,
            Deprel::Obj => !self.is_passive(verb),
            _ => false,
        };
        done && tokens.upos[t.index()] == Upos::Num
            && self.at_head[t.index()].is_none()
            && self.links.fates.counted.contains(&*self.lemma(verb))
    }

    /// *arrested* `them`, *fired at* `them`
    fn is_victim(&self, mention: &Mention) -> bool {
        let (fates, tokens) = (&self.links.fates, &self.doc.tokens);
        let mut t = mention.head;
        if self.deprel(t) == Deprel::Conj {
            t = tokens.head[t.index()];
        }
        let verb = tokens.head[t.index()];
        if tokens.upos[verb.index()] != Upos::Verb {
            return false;
        }
        let lemma = self.lemma(verb);
        let harms = fates.harm.contains(&*lemma);
        let at = fates.harm_at.contains(&*lemma);
        let case = self.doc.tree.child(tokens, t, Deprel::Case).map(|case| tokens.lemma(case));
        match self.deprel(t) {
            Deprel::NsubjPass => harms,
            Deprel::Obj => harms && !self.is_passive(verb),
            Deprel::Obl => (harms || at) && case.is_some_and(|case| fates.at.contains(case)),
            _ => false,
        }
    }

    fn is_passive(&self, verb: TokenId) -> bool {
        self.doc.tree.child(&self.doc.tokens, verb, Deprel::AuxPass).is_some()
    }
}
