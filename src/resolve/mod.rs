//! Who is who: names, noun phrases and pronouns become entities with roles and links.
//!
//! In: tokens with tags and trees, gazetteer hits. Out: mentions and entities. *CFA*, *the Association* and *Caesar
//! Families Association* end as one entity. This stage never looks at events.

mod acronyms;
mod antecedents;
mod capitals;
mod cluster;
mod cues;
pub mod dates;
mod lexicon;
mod link;
mod names;
mod nominals;
mod pronouns;
mod proposals;
mod roles;
mod settle;
mod short;
mod sites;
mod surnames;

pub use cues::Cues;
pub use dates::is_calendar_word;
pub use lexicon::Lexicon;
pub use link::person;

use crate::doc::{Article, Deprel, Document, Entity, EntityId, EntityType, Mention, MentionKind, Why};
use crate::pipeline::Model;

/// Fills `doc.mentions` and `doc.entities`.
pub fn resolve(model: &Model, article: &Article, doc: &mut Document) {
    doc.tree.build(&doc.tokens);
    let names = names::find(&article.text, doc, &model.gazetteer, &model.lexicon);
    let proposals = model.names.names(&article.text, doc, &model.gazetteer, &model.lexicon);
    let names = proposals::join(&article.text, doc, &model.gazetteer, &model.lexicon, names, &proposals);
    let mut names = acronyms::mend(&article.text, doc, names);
    surnames::reread(&article.text, doc, &mut names, &model.lexicon);
    let (choices, focus) = link::choose(&names, article, doc, &model.gazetteer, &model.lexicon);
    doc.focus = focus;
    let mut traits = cluster::cluster(&names, &choices, article, doc, &model.gazetteer, &model.lexicon);
    roles::fill(&article.text, doc, &names, &model.lexicon);
    nominals::find(&article.text, doc, &mut traits, &model.lexicon, &model.gazetteer);
    settle::settle(article, doc, &model.gazetteer, &model.lexicon);
}

/// Leaves out unnamed entities that no event needs, that do or suffer nothing and that the text does not come back to, and puts
/// mentions in text order. Ids are given anew.
pub fn prune(doc: &mut Document) {
    let acts = |m: &Mention| {
        matches!(doc.tokens.deprel[m.head.index()], Deprel::Nsubj | Deprel::NsubjPass | Deprel::Obj | Deprel::OblAgent)
    };
    let counts = |e: &Entity| {
        let mentions = || e.mentions.iter().map(|m| &doc.mentions[m.0 as usize]);
        let nominals = || mentions().filter(|m| m.kind == MentionKind::Nominal);
        // The article's *I* and *we*; other pronouns that stay open say nothing.
        let author = || mentions().any(|m| m.why == Why::Author && acts(m));
        let office = !e.roles.is_empty();
        // *No minister came* is nobody.
        let nobody = e.name.starts_with("No ") || e.name.starts_with("no ");
        let told = office || nominals().any(acts) || nominals().count() > 1 || author();
        e.named || e.etype != EntityType::Loc && !nobody && told
    };
    let mut needed: Vec<bool> = doc.entities.iter().map(counts).collect();
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
            crate::doc::Mention { entity: renamed(mention.entity).unwrap_or(mention.entity), ..mention }
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
        doc.entities[mention.entity.index()].mentions.push(crate::doc::MentionId(m as u32));
    }
    for event in &mut doc.events {
        event.actors = event.actors.iter().filter_map(|&id| renamed(id)).collect();
        event.recipients = event.recipients.iter().filter_map(|&id| renamed(id)).collect();
        event.place = event.place.and_then(renamed);
        event.attributed_to = event.attributed_to.and_then(renamed);
    }
}
