//! Which entities fill the roles of an event: people, bodies and places that can act, and sites that something is done to.

use super::Coder;
use super::arguments::{self, follow};
use super::rules::Kind;
use super::rules::path::Paths;
use super::trigger::{self, Match};
use crate::doc::{EntityId, EntityType, EventType, TokenId};

impl Coder<'_> {
    /// Whether a place can be the one to whom an act of this type is done. A city that is visited, left or marched through
    /// is only where it happens.
    pub(super) fn can_receive(&self, id: EntityId, etype: EventType) -> bool {
        let entity = &self.doc.entities[id.index()];
        let city = entity.etype == EntityType::Loc && &*entity.subtype != "country";
        let harmed = matches!(
            etype,
            EventType::Assault
                | EventType::Aid
                | EventType::Sanction
                | EventType::Concede
                | EventType::Threaten
                | EventType::Coerce
        );
        let moved = matches!(etype, EventType::Consult | EventType::Retreat | EventType::Protest);
        !city || harmed || !moved && self.model.rules.is_capital(&entity.name)
    }

    /// The entities that fill a role, in text order. Places count only where they can act.
    pub(super) fn participants(&self, found: &Match<'_>, paths: &Paths) -> Vec<EntityId> {
        let mut ids = Vec::new();
        for id in self.heads(found, paths).into_iter().filter_map(|t| self.entities.at(t)) {
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
        ids
    }

    /// The entities to whom it is done.
    pub(super) fn recipients(&self, found: &Match<'_>) -> Vec<EntityId> {
        let mut ids: Vec<EntityId> = Vec::new();
        for t in self.recipient_heads(found, &found.rule.recipient) {
            ids.extend(self.recipient_at(found, t).filter(|id| !ids.contains(id)));
        }
        ids
    }

    /// The heads of the noun phrases to whom or what it is done. Acts that can be done to sites take those, too.
    pub(super) fn recipient_heads(&self, found: &Match<'_>, paths: &Paths) -> Vec<TokenId> {
        let wanted = |t: TokenId| self.can_take_part(t) || self.site_at(found, t).is_some();
        follow(&self.grammar, found.anchor, paths, &wanted)
    }

    pub(super) fn recipient_at(&self, found: &Match<'_>, t: TokenId) -> Option<EntityId> {
        self.entities.at(t).or_else(|| self.site_at(found, t))
    }

    /// The building, site or other place that `t` stands for, or whose it is, where the act can be done to one.
    fn site_at(&self, found: &Match<'_>, t: TokenId) -> Option<EntityId> {
        let named = || self.entities.at(t).filter(|id| self.doc.entities[id.index()].etype == EntityType::Loc);
        let takes_sites = self.model.rules.act(found.rule).sites;
        takes_sites.then(|| self.entities.site(t).or_else(named).or_else(|| self.owner_of_site(t))).flatten()
    }

    /// *Hamas targets*, *a base of the army*: what is done to them is done to their owner.
    fn owner_of_site(&self, t: TokenId) -> Option<EntityId> {
        if !self.model.lexicon.is_site(self.grammar.lemma(t)) {
            return None;
        }
        let owners = arguments::possessors(&self.grammar, t).into_iter().chain(self.grammar.governed(t, "of"));
        owners.into_iter().find(|&o| self.entities.is(o, Kind::Agent, &self.grammar)).and_then(|o| self.entities.at(o))
    }

    /// Whether `t` stands for somebody, or for a place that can act.
    fn can_take_part(&self, t: TokenId) -> bool {
        self.entities.at(t).is_some_and(|id| {
            let entity = &self.doc.entities[id.index()];
            trigger::can_act(entity.etype, &entity.subtype) || self.entities.is(t, Kind::Agent, &self.grammar)
        })
    }

    /// The heads of the noun phrases that fill a role.
    pub(super) fn heads(&self, found: &Match<'_>, paths: &Paths) -> Vec<TokenId> {
        follow(&self.grammar, found.anchor, paths, &|t| self.can_take_part(t))
    }
}
