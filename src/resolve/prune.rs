//! Which unnamed entities are written: those that an event needs, and those that the text tells something of.

use super::links::Links;
use crate::doc::{
    Deprel, Document, Entity, EntityId, EntityType, Mention, MentionId, MentionKind, TokenId, Upos, Why, Xpos,
};

/// Leaves out unnamed entities that no event needs and that the text tells too little of, and puts
/// mentions in text order. Ids are given anew.
pub fn prune(text: &str, doc: &mut Document, links: &Links) {
    let teller = Teller { text, doc, links };
    let mut needed: Vec<bool> = doc.entities.iter().map(|entity| teller.is_told(entity)).collect();
    for event in &doc.events {
        let used = event.actors.iter().chain(&event.recipients).chain(&event.place).chain(&event.attributed_to);
        for id in used {
            needed[id.index()] = true;
        }
    }
    let mut order: Vec<u32> = (0..doc.mentions.len() as u32).collect();
    order.retain(|&m| needed[doc.mentions[m as usize].entity.index()]);
    order.sort_by_key(|&m| {
        let bytes = doc.mentions[m as usize].bytes;
        (bytes.start, std::cmp::Reverse(bytes.end))
    });
    let mut new_id: Vec<Option<EntityId>> = vec![None; doc.entities.len()];
    let mut old_ids = Vec::new();
    for &m in &order {
        let old = doc.mentions[m as usize].entity;
        if new_id[old.index()].is_none() {
            new_id[old.index()] = Some(EntityId(old_ids.len() as u32));
            old_ids.push(old);
        }
    }
    let renamed = |id: EntityId| new_id[id.index()];
    doc.mentions = order
        .iter()
        .map(|&m| {
            let mention = doc.mentions[m as usize];
            Mention { entity: renamed(mention.entity).unwrap_or(mention.entity), ..mention }
        })
        .collect();
    let mut old: Vec<_> = std::mem::take(&mut doc.entities).into_iter().map(Some).collect();
    doc.entities = old_ids.iter().filter_map(|id| old[id.index()].take()).collect();
    for entity in &mut doc.entities {
        entity.mentions.clear();
        entity.within = entity.within.and_then(renamed);
        for role in &mut entity.roles {
            role.of = role.of.and_then(renamed);
        }
    }
    for (m, mention) in doc.mentions.iter().enumerate() {
        doc.entities[mention.entity.index()].mentions.push(MentionId(m as u32));
    }
    for event in &mut doc.events {
        event.actors = event.actors.iter().filter_map(|&id| renamed(id)).collect();
        event.recipients = event.recipients.iter().filter_map(|&id| renamed(id)).collect();
        event.place = event.place.and_then(renamed);
        event.attributed_to = event.attributed_to.and_then(renamed);
    }
}

/// What the text tells of an entity.
struct Teller<'a> {
    text: &'a str,
    doc: &'a Document,
    links: &'a Links,
}

impl Teller<'_> {
    /// Named, or somebody in particular who does or suffers something, holds an office or is mentioned again.
    fn is_told(&self, entity: &Entity) -> bool {
        if entity.named {
            return true;
        }
        let mentions: Vec<&Mention> = entity.mentions.iter().map(|m| &self.doc.mentions[m.0 as usize]).collect();
        // The article's *I*; other pronouns that stay open say nothing.
        let author = || {
            entity.etype == EntityType::Per && mentions.iter().any(|m| m.why == Why::Author && self.is_argument(m.head))
        };
        let nominals: Vec<&Mention> =
            mentions.iter().copied().filter(|m| m.kind == MentionKind::Nominal && m.why != Why::Reporter).collect();
        let in_particular = || nominals.iter().all(|m| !self.is_dependent(m)) && !nominals.is_empty();
        let again = nominals.len() > 1;
        let office = || !entity.roles.is_empty() && !nominals.iter().all(|m| self.is_predicate(m.head));
        let acts =
            || nominals.iter().any(|m| self.is_agent(m.head) && !self.is_generic(m.head) || self.is_victim(m.head));
        entity.etype != EntityType::Loc && (in_particular() && (again || office() || acts()) || author())
    }

    fn deprel(&self, t: TokenId) -> Deprel {
        self.doc.tokens.deprel[t.index()]
    }

    fn has(&self, t: TokenId, deprel: Deprel) -> bool {
        self.doc.tree.child(&self.doc.tokens, t, deprel).is_some()
    }

    fn is_argument(&self, t: TokenId) -> bool {
        matches!(self.deprel(t), Deprel::Nsubj | Deprel::NsubjPass | Deprel::Obj | Deprel::OblAgent)
    }

    /// Subject of a verb that tells what someone does or suffers; *it has ten members* and *most were women* do not.
    fn is_agent(&self, t: TokenId) -> bool {
        let verb = self.doc.tokens.head[t.index()];
        matches!(self.deprel(t), Deprel::Nsubj | Deprel::NsubjPass | Deprel::OblAgent)
            && self.doc.tokens.upos[verb.index()] == Upos::Verb
            && !matches!(self.doc.tokens.lemma(verb), "have" | "be" | "include" | "seem" | "remain" | "contain")
    }

    /// Object of a verb of what is done to people: *dispersed the widows*.
    fn is_victim(&self, t: TokenId) -> bool {
        let verb = self.doc.tokens.head[t.index()];
        self.deprel(t) == Deprel::Obj && self.links.fates.harm.contains(self.doc.tokens.lemma(verb))
    }

    /// *whose father was a judge*
    fn is_predicate(&self, t: TokenId) -> bool {
        self.has(t, Deprel::Cop)
    }

    /// *Relatives may send one parcel*: a bare plural of which the present tells what holds in general.
    fn is_generic(&self, t: TokenId) -> bool {
        let tokens = &self.doc.tokens;
        let bare =
            [Deprel::Det, Deprel::Nummod, Deprel::NmodPoss, Deprel::Amod, Deprel::Nmod, Deprel::Acl, Deprel::Compound];
        let verb = tokens.head[t.index()];
        let auxiliaries = || self.doc.tree.with(tokens, verb, Deprel::Aux);
        let general =
            tokens.xpos[verb.index()] == Xpos::Vbp || auxiliaries().any(|aux| tokens.xpos[aux.index()] == Xpos::Md);
        matches!(tokens.xpos[t.index()], Xpos::Nns | Xpos::Nnps) && bare.iter().all(|&d| !self.has(t, d)) && general
    }

    /// Nobody, or somebody who is only told of by others: *whose rangers*, *our clients*, *most of them*.
    fn is_dependent(&self, mention: &Mention) -> bool {
        let tokens = &self.doc.tokens;
        let pronoun = |t: TokenId| tokens.upos[t.index()] == Upos::Pron || tokens.upos[t.index()] == Upos::Det;
        let owned = self.doc.tree.with(tokens, mention.head, Deprel::NmodPoss).any(pronoun);
        let first = tokens.form(TokenId(mention.tokens.start), self.text).to_lowercase();
        let part = self.doc.tree.with(tokens, mention.head, Deprel::Nmod).any(|c| tokens.upos[c.index()] == Upos::Pron);
        owned || part || matches!(first.as_str(), "whose" | "no" | "none" | "neither")
    }
}
