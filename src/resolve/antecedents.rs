//! What definite noun phrases refer back to: *the district court*, *the two men*, *the minister*, *the newspaper*.
//!
//! Passes from the surest to the least sure, after Lee et al. (2013), *Deterministic Coreference Resolution Based on
//! Entity-Centric, Precision-Ranked Rules*.

use super::nominals::{Nominals, WINDOW};
use crate::doc::{
    Deprel, Entity, EntityId, EntityType, Mention, MentionKind, Role, Sentence, SentenceKind, TokenId, Why,
};

impl Nominals<'_> {
    /// The entity that a definite noun phrase refers back to: passes from the surest to the least sure.
    pub(super) fn antecedent(
        &self,
        t: TokenId,
        lemma: &str,
        etype: EntityType,
        plural: bool,
        index: usize,
    ) -> Option<(EntityId, Why)> {
        let candidates = self.before(t);
        // *this diverse group of Syrians* points at the group told of last, however it was described.
        let modifiers = if self.points(t) && !plural { Vec::new() } else { self.modifiers(t) };
        let nominal = |m: &&Mention| m.kind == MentionKind::Nominal && m.etype == etype;
        // The same noun again, with none but the same modifiers: *the district court of Bielsk … the district court*.
        let same = candidates.iter().rev().filter(nominal).find(|m| {
            let known = self.modifiers(m.head);
            self.lemma(m.head) == lemma
                && self.is_plural(m.head) == plural
                && modifiers.iter().all(|modifier| known.contains(modifier))
        });
        if let Some(mention) = same.filter(|_| self.links.holds(Why::SameNoun)) {
            return Some((mention.entity, Why::SameNoun));
        }
        let near = self.doc.sentences[index.saturating_sub(WINDOW)].tokens.start;
        let recent = || candidates.iter().rev().filter(|m| m.tokens.start >= near);
        // *two civilians … the two men*; *a delegation of mothers … the mothers*.
        let numbered = self.count(t).filter(|_| plural);
        let group = recent().filter(nominal).find(|m| {
            let counted = numbered.is_some() && self.count(m.head) == numbered && self.links.holds(Why::SameCount);
            let members = self.links.holds(Why::Members)
                && plural
                && self.is_bare(t)
                && self.members(m.head).any(|member| self.lemma(member) == lemma);
            counted || members
        });
        if let Some(mention) = group {
            let counted = numbered.is_some() && self.count(mention.head) == numbered;
            return Some((mention.entity, if counted { Why::SameCount } else { Why::Members }));
        }
        let body = self.state_body(t, lemma, etype, &candidates);
        if let Some(entity) = body.filter(|_| self.links.holds(Why::StateBody)) {
            return Some((entity, Why::StateBody));
        }
        if plural {
            return None;
        }
        if !self.is_bare(t) {
            let body = self.described(t, etype, &candidates);
            return body.filter(|_| self.links.holds(Why::NameWord)).map(|entity| (entity, Why::NameWord));
        }
        // A word of its name or of its office: *the Association*, *the minister*.
        let word = candidates.iter().rev().find(|m| {
            let entity = &self.doc.entities[m.entity.index()];
            let by_name = self.links.holds(Why::NameWord) && self.name_has(entity, lemma);
            let by_office = || self.links.holds(Why::Office) && self.holds_office(entity, lemma);
            entity.named && entity.etype == etype && (by_name || by_office())
        });
        match word {
            Some(mention) => {
                let named = self.name_has(&self.doc.entities[mention.entity.index()], lemma);
                Some((mention.entity, if named { Why::NameWord } else { Why::Office }))
            }
            None if etype == EntityType::Org && self.links.holds(Why::Kind) => {
                Some((self.body_of_kind(lemma, recent)?, Why::Kind))
            }
            None => None,
        }
    }

    /// What the heading told of and the text begins with again: *Delegation of the union meets …* and *A delegation of the
    /// union met …*. The noun and whose it is must be the same.
    pub(super) fn told_by_heading(
        &self,
        t: TokenId,
        lemma: &str,
        etype: EntityType,
        index: usize,
    ) -> Option<(EntityId, Why)> {
        let is_prose = |s: &&Sentence| s.kind == SentenceKind::Prose;
        let begins = self.doc.sentences[..=index].iter().filter(is_prose).nth(2).is_none();
        let owner = self.owner_of(t).filter(|_| begins && is_prose(&&self.doc.sentences[index]))?;
        let mut headings = self.doc.sentences[..index].iter().filter(|s| s.kind == SentenceKind::Heading);
        let nominals = &self.doc.mentions[self.named..];
        headings.find_map(|heading| {
            let same = nominals.iter().find(|m| {
                heading.tokens.covers(m.tokens)
                    && m.kind == MentionKind::Nominal
                    && m.etype == etype
                    && self.lemma(m.head) == lemma
                    && self.owner_of(m.head) == Some(owner)
            })?;
            Some((same.entity, Why::SameNoun))
        })
    }

    /// The named body or person whose a noun is: *of the union*.
    fn owner_of(&self, t: TokenId) -> Option<EntityId> {
        let named = |c: TokenId| {
            let mention = self.doc.mentions.get(self.at_head[c.index()]?.0 as usize)?;
            (mention.kind != MentionKind::Nominal).then_some(mention.entity)
        };
        let children = self.doc.tree.children(t);
        children.iter().filter(|&&c| matches!(self.deprel(c), Deprel::Nmod | Deprel::NmodPoss)).find_map(|&c| named(c))
    }

    /// *this group*, *that court*
    fn points(&self, t: TokenId) -> bool {
        let this = |c: TokenId| matches!(self.form(c).to_lowercase().as_str(), "this" | "that");
        self.doc.tree.with(&self.doc.tokens, t, Deprel::Det).any(this)
    }

    /// The number that counts a noun: *two* of *the two men*.
    fn count(&self, t: TokenId) -> Option<String> {
        let tokens = &self.doc.tokens;
        self.doc.tree.child(tokens, t, Deprel::Nummod).map(|c| self.form(c).to_lowercase())
    }

    /// What a group is made of: *mothers* of *a delegation of mothers*.
    fn members(&self, t: TokenId) -> impl Iterator<Item = TokenId> + '_ {
        let tokens = &self.doc.tokens;
        self.doc
            .tree
            .with(tokens, t, Deprel::Nmod)
            .filter(|&c| self.doc.tree.child(tokens, c, Deprel::Case).is_some_and(|case| tokens.lemma(case) == "of"))
    }

    /// The named body of a country that an adjective or a possessor names: *the Iraqi government* for *Government of
    /// Iraq*.
    fn state_body(&self, t: TokenId, lemma: &str, etype: EntityType, candidates: &[Mention]) -> Option<EntityId> {
        let content = [Deprel::Amod, Deprel::Compound, Deprel::Nmod, Deprel::NmodPoss];
        let mut modifiers = self.doc.tree.children(t).iter().copied().filter(|&c| content.contains(&self.deprel(c)));
        let (only, None) = (modifiers.next()?, modifiers.next()) else { return None };
        let country = self.lexicon.demonym(self.form(only)).and_then(|d| d.country)?;
        let found = candidates.iter().rev().find(|m| {
            let entity = &self.doc.entities[m.entity.index()];
            entity.named && entity.etype == etype && entity.country == Some(country) && self.name_has(entity, lemma)
        });
        found.map(|m| m.entity)
    }

    /// The body whose name has every word of the phrase but countries and small words: *the UN commission of inquiry on
    /// Chad* for *UN Independent Commission of Inquiry*.
    fn described(&self, t: TokenId, etype: EntityType, candidates: &[Mention]) -> Option<EntityId> {
        let is_place = |c: TokenId| {
            self.lexicon.demonym(self.form(c)).is_some()
                || self.name_at(c, EntityType::Loc).is_some()
                || matches!(self.form(c), "the" | "The" | "this" | "of" | "on" | "for" | "in" | "and" | "'s" | "’s")
        };
        let phrase = self.doc.tree.extent(t, &mut |c| matches!(self.deprel(c), Deprel::AclRelcl | Deprel::Acl));
        let words: Vec<String> = phrase.ids().filter(|&c| !is_place(c)).map(|c| self.form(c).to_lowercase()).collect();
        if etype != EntityType::Org || words.len() < 2 {
            return None;
        }
        let found = candidates.iter().rev().find(|m| {
            let entity = &self.doc.entities[m.entity.index()];
            let name = entity.name.to_lowercase();
            let own: Vec<&str> = name.split(|c: char| !c.is_alphanumeric()).collect();
            entity.named && entity.etype == etype && words.iter().all(|word| own.contains(&word.as_str()))
        });
        found.map(|m| m.entity)
    }

    /// *the Bar*, *the Coalition*: a capitalised word of the name of a body that was named before.
    pub(super) fn capital_word(&self, t: TokenId) -> Option<EntityId> {
        let form = self.form(t);
        if !self.is_definite(t) || !self.is_bare(t) || self.is_plural(t) || self.lexicon.org_head(form).is_none() {
            return None;
        }
        let lemma = form.to_lowercase();
        let found = self.before(t).into_iter().rev().find(|m| {
            let entity = &self.doc.entities[m.entity.index()];
            entity.named && entity.etype == EntityType::Org && self.name_has(entity, &lemma)
        });
        found.map(|m| m.entity)
    }

    fn name_has(&self, entity: &Entity, lemma: &str) -> bool {
        entity.name.to_lowercase().split(|c: char| !c.is_alphanumeric()).any(|word| word == lemma)
    }

    /// Whether the text gives the person that office, or the gazetteer does.
    fn holds_office(&self, entity: &Entity, lemma: &str) -> bool {
        let ends = |title: &str| {
            let title = title.to_lowercase();
            let mut words = title.split([' ', '-']).rev();
            words.next() == Some(lemma) && !words.any(|word| self.links.is_lesser(word))
        };
        let known = || entity.link.gazetteer.as_deref().and_then(|id| self.gazetteer.entry(id));
        let held = entity.roles.iter().any(|role| ends(&role.title) && !self.is_behind_lesser(role));
        let past = || entity.roles.iter().any(|role| self.is_behind_lesser(role));
        held || !past() && known().is_some_and(|entry| ends(entry.role()))
    }

    /// *the former* `president`, *ex-*`president`
    fn is_behind_lesser(&self, role: &Role) -> bool {
        let tokens = &self.doc.tokens;
        let at = tokens.span.partition_point(|span| span.start < role.bytes.start);
        let before = (at.saturating_sub(2)..at).rev().map(|t| self.form(TokenId(t as u32)).to_lowercase());
        before.filter(|word| word != "-").take(1).any(|word| self.links.is_lesser(word.trim_end_matches('-')))
    }

    /// *the group*, *the court*, *the newspaper*: the body of that kind that acted last nearby; none when several did.
    fn body_of_kind<'m, I>(&self, lemma: &str, recent: impl Fn() -> I) -> Option<EntityId>
    where
        I: Iterator<Item = &'m Mention>,
    {
        let (_, subtype) = self.lexicon.noun(lemma, false)?;
        let group = ["ngo", "group", "armed_group", "party", "igo", ""];
        // *the organisation* stands for a body; *the staff*, *the crowd* are people.
        let is_body = self.lexicon.is_head_word(lemma) || matches!(lemma, "organisation" | "organization");
        let kinds: &[&str] = match &*subtype {
            "ngo" | "igo" | "group" | "armed_group" if is_body => &group,
            kind @ ("court" | "ministry" | "party" | "media" | "company" | "university" | "parliament") => &[kind],
            _ if lemma == "delegation" => &group,
            _ => return None,
        };
        let fits = |m: &&&Mention| {
            let entity = &self.doc.entities[m.entity.index()];
            m.kind != MentionKind::Nominal
                && entity.named
                && entity.etype == EntityType::Org
                && kinds.contains(&&*entity.subtype)
        };
        let subject = |m: &&&Mention| self.deprel(m.head) == Deprel::Nsubj;
        let acting = recent().filter(|m| fits(&m)).find(|m| subject(&m));
        acting.or_else(|| recent().find(|m| fits(&m))).map(|m| m.entity)
    }

    fn modifiers(&self, t: TokenId) -> Vec<String> {
        let tree = &self.doc.tree;
        let content = [Deprel::Amod, Deprel::Compound, Deprel::Nmod, Deprel::NmodPoss, Deprel::Nummod];
        tree.children(t)
            .iter()
            .filter(|c| content.contains(&self.deprel(**c)))
            .map(|&c| self.lemma(c).into_owned())
            .collect()
    }
}
