//! Profiles: entities of all articles that look the same are counted together before anything is merged.

use std::collections::{BTreeMap, HashMap};

use super::read::{Article, Entity, Link};
use crate::doc::EntityType;
use crate::resolve::person;

/// First and last date of what carries it, ISO 8601; none while no article had a date.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Span {
    /// First date.
    pub first: Option<String>,
    /// Last date.
    pub last: Option<String>,
}

impl Span {
    pub(super) fn add(&mut self, first: Option<&str>, last: Option<&str>) {
        if let Some(date) = first.filter(|date| self.first.as_deref().is_none_or(|own| *date < own)) {
            self.first = Some(date.to_owned());
        }
        if let Some(date) = last.filter(|date| self.last.as_deref().is_none_or(|own| *date > own)) {
            self.last = Some(date.to_owned());
        }
    }

    pub(super) fn join(&mut self, other: &Self) {
        self.add(other.first.as_deref(), other.last.as_deref());
    }
}

/// What all entities of a profile agree on.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Key {
    pub etype: EntityType,
    /// Wikidata id, else gazetteer row (of a person without the office); empty without a link.
    pub link: String,
    /// The name in lower case, without accents of writing: *the*, full stops, possessives.
    pub name: String,
    pub country: String,
    /// Offices as `title\tof` in lower case, sorted.
    pub roles: Vec<(String, String)>,
    /// Id of the article, of people known by one word that nothing tells apart from others of that name.
    pub only: String,
}

/// What is counted of a profile.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Counts {
    pub names: BTreeMap<String, u64>,
    pub acronyms: BTreeMap<String, u64>,
    pub subtypes: BTreeMap<String, u64>,
    pub links: BTreeMap<Link, u64>,
    pub roles: BTreeMap<(String, Option<String>), (u64, Span)>,
    pub span: Span,
    pub articles: u64,
    pub mentions: u64,
    pub acted: u64,
    pub received: u64,
}

impl Counts {
    fn add(&mut self, entity: &Entity, date: Option<&str>) {
        for name in &entity.names {
            let short = entity.etype == EntityType::Per && !name.contains(' ') && entity.name.contains(' ');
            if !short {
                *self.names.entry(name.clone()).or_default() += 1;
            }
        }
        // A name of the gazetteer that the text does not have (*Russia* for *Moscow*).
        if !self.names.contains_key(&entity.name) {
            self.names.insert(entity.name.clone(), 0);
        }
        if let Some(acronym) = &entity.acronym {
            *self.acronyms.entry(acronym.clone()).or_default() += 1;
        }
        *self.subtypes.entry(entity.subtype.clone()).or_default() += 1;
        *self.links.entry(entity.link.clone()).or_default() += 1;
        let mut titles: Vec<_> = entity.roles.clone();
        titles.sort();
        titles.dedup();
        for role in titles {
            let (count, span) = self.roles.entry(role).or_default();
            *count += 1;
            span.add(date, date);
        }
        self.span.add(date, date);
        self.articles += 1;
        self.mentions += entity.mentions;
        self.acted += entity.acted;
        self.received += entity.received;
    }

    pub(super) fn join(&mut self, other: &Self) {
        let sum = |own: &mut BTreeMap<String, u64>, other: &BTreeMap<String, u64>| {
            other.iter().for_each(|(name, count)| *own.entry(name.clone()).or_default() += count);
        };
        sum(&mut self.names, &other.names);
        sum(&mut self.acronyms, &other.acronyms);
        sum(&mut self.subtypes, &other.subtypes);
        other.links.iter().for_each(|(link, count)| *self.links.entry(link.clone()).or_default() += count);
        for (role, (count, span)) in &other.roles {
            let own = self.roles.entry(role.clone()).or_default();
            own.0 += count;
            own.1.join(span);
        }
        self.span.join(&other.span);
        self.articles += other.articles;
        self.mentions += other.mentions;
        self.acted += other.acted;
        self.received += other.received;
    }
}

/// The profiles of all articles so far.
#[derive(Debug, Default)]
pub struct Profiles {
    pub(super) all: HashMap<Key, Counts>,
}

impl Profiles {
    /// Counts the entities of an article.
    pub fn add(&mut self, article: &Article) {
        for entity in &article.entities {
            self.all.entry(key(entity, &article.id)).or_default().add(entity, article.date.as_deref());
        }
    }
}

/// The profile that an entity of the article `id` belongs to.
pub(super) fn key(entity: &Entity, id: &str) -> Key {
    let (gazetteer, wikidata, _) = &entity.link;
    let link = wikidata.as_deref().or(gazetteer.as_deref().map(person)).unwrap_or_default().to_owned();
    let mut roles: Vec<(String, String)> = entity
        .roles
        .iter()
        .map(|(title, of)| (title.to_lowercase(), of.as_deref().map(plain).unwrap_or_default()))
        .collect();
    roles.sort();
    roles.dedup();
    let country = entity.country.clone().unwrap_or_default();
    let one_word = entity.etype == EntityType::Per && !entity.name.contains(' ');
    let alone = one_word && link.is_empty() && (roles.is_empty() || country.is_empty());
    Key {
        etype: entity.etype,
        link,
        name: plain(&entity.name),
        country,
        roles,
        only: if alone { id.to_owned() } else { String::new() },
    }
}

/// A name as it is compared: lower case, without a leading article, full stops, hyphens and possessives.
pub(super) fn plain(name: &str) -> String {
    let name = name.replace('’', "'").to_lowercase().replace("'s ", " ");
    let words: Vec<&str> =
        name.split(|c: char| !c.is_alphanumeric() && c != '\'').filter(|word| !word.is_empty()).collect();
    let from = usize::from(words.len() > 1 && words[0] == "the");
    words[from..].join(" ")
}
