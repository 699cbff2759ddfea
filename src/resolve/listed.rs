//! Entities of the gazetteer's names alone, where nothing is known of grammar.

use std::collections::HashMap;

use rustc_hash::FxHashMap;

use super::cluster::{coordinates, link};
use crate::doc::{
    Article, Candidate, Document, Entity, EntityId, Link, Mention, MentionBy, MentionId, MentionKind, TokenId, Why,
};
use crate::gazetteer::{EntryView, Gazetteer};

/// Fills `doc.mentions` and `doc.entities` from `doc.hits`.
///
/// A name whose every entry is gated is left out, as nothing beside it is looked at. One that stands for several entries
/// stays open: its entity has them as candidates. Names of one entry are one entity.
pub fn resolve(article: &Article, doc: &mut Document, gazetteer: &Gazetteer) {
    let mut names: FxHashMap<u32, Option<(EntityId, MentionKind)>> = HashMap::default();
    let mut rows: FxHashMap<String, EntityId> = HashMap::default();
    let Document { hits, mentions, entities, .. } = doc;
    for hit in hits.iter() {
        let surface = hit.bytes.of(&article.text);
        let mut why = Why::SameName;
        let known = names.entry(hit.name).or_insert_with(|| {
            let (new, kind) = entity(gazetteer, hit.name, surface)?;
            let row = new.link.gazetteer.clone();
            if let Some(&id) = row.as_ref().and_then(|row| rows.get(row)) {
                why = Why::SameEntry;
                return Some((id, if kind == MentionKind::Name { MentionKind::Alias } else { kind }));
            }
            why = Why::New;
            let id = EntityId(entities.len() as u32);
            entities.push(new);
            rows.extend(row.map(|row| (row, id)));
            Some((id, kind))
        });
        let Some((entity, kind)) = *known else { continue };
        let of = &mut entities[entity.index()];
        of.mentions.push(MentionId(mentions.len() as u32));
        if kind == MentionKind::Acronym && of.name != surface {
            of.acronym.get_or_insert_with(|| surface.to_owned());
        }
        mentions.push(Mention {
            bytes: hit.bytes,
            tokens: hit.tokens,
            head: TokenId(hit.tokens.end.saturating_sub(1).max(hit.tokens.start)),
            etype: of.etype,
            kind,
            by: MentionBy::Gazetteer,
            entity,
            why,
            confidence: None,
        });
    }
}

/// The entity that the gazetteer's name number `name` stands for, written as `surface`, and how it is named.
fn entity(gazetteer: &Gazetteer, name: u32, surface: &str) -> Option<(Entity, MentionKind)> {
    let mut entries = gazetteer.candidates(name).filter(|entry| !entry.gated());
    let first = entries.next()?;
    let mut entity = Entity {
        etype: first.etype(),
        subtype: first.subtype().into(),
        name: surface.to_owned(),
        named: true,
        country: first.country(),
        ..Entity::default()
    };
    let mut others = entries.filter(|entry| entry.etype() == first.etype()).peekable();
    if others.peek().is_none() {
        entity.link = link(&first);
        entity.coordinates = coordinates(&first);
    } else {
        let candidates: Vec<_> = std::iter::once(&first).map(candidate).chain(others.map(|e| candidate(&e))).collect();
        entity.country = first.country().filter(|_| candidates.iter().all(|c| c.country == first.country()));
        entity.link = Link { candidates, ..Link::default() };
    }
    Some((entity, if first.is_acronym() { MentionKind::Acronym } else { MentionKind::Name }))
}

fn candidate(entry: &EntryView<'_>) -> Candidate {
    Candidate {
        gazetteer: entry.id().to_owned(),
        name: entry.name().to_owned(),
        country: entry.country(),
        ..Candidate::default()
    }
}
