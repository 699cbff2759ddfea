//! Names become entities: one entity for a full name, its acronym, its short forms and its surname.

use std::collections::HashMap;

use super::acronyms::{self, is_initials};
use super::capitals;
use super::lexicon::{Gender, Lexicon};
use super::names::{Name, head_of, is_acronym};
use crate::doc::{
    Article, Country, Deprel, Document, Entity, EntityId, EntityType, Link, Mention, MentionId, MentionKind, TokenId,
};
use crate::gazetteer::{EntryView, Gazetteer};

/// What clustering knows of an entity beyond the entity itself, by entity id.
#[derive(Debug, Default)]
pub struct Traits {
    /// Its gender, where a title, a given name or a noun shows it.
    pub gender: Gender,
    /// Whether it is many (*the families*), one (*the minister*) or either (*the delegation*).
    pub number: Number,
    /// Lemma of the head of an unnamed entity's noun phrase.
    pub head: Option<String>,
    /// Lower-case words of every name.
    pub names: Vec<Vec<String>>,
}

/// Grammatical number of what an entity is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Number {
    /// One person or place.
    One,
    /// Several people.
    Many,
    /// A body of people: *it* or *they*.
    #[default]
    Body,
}

/// Adds mentions and entities of `names` to `doc`; returns the traits of each entity.
pub fn cluster(
    names: &[Name],
    article: &Article,
    doc: &mut Document,
    gazetteer: &Gazetteer,
    lexicon: &Lexicon,
) -> Vec<Traits> {
    let definitions = acronyms::definitions(&article.text, doc, names);
    let mut clusters = Clusters {
        text: &article.text,
        doc,
        gazetteer,
        lexicon,
        traits: Vec::new(),
        by_key: HashMap::new(),
        defined: HashMap::new(),
    };
    for (&short, &long) in &definitions {
        let [short, long] = [short, long].map(|i| key(EntityType::Org, &clusters.words(&names[i])));
        clusters.defined.insert(long.clone(), short.clone());
        clusters.defined.entry(short).or_insert(long);
    }
    for (index, name) in names.iter().enumerate() {
        let defined = definitions
            .get(&index)
            .and_then(|&long| clusters.doc.mentions.get(long).map(|mention: &Mention| mention.entity));
        clusters.add(name, defined);
    }
    clusters.traits
}

struct Clusters<'a> {
    text: &'a str,
    doc: &'a mut Document,
    gazetteer: &'a Gazetteer,
    lexicon: &'a Lexicon,
    traits: Vec<Traits>,
    /// Entities by gazetteer id and by lower-case name.
    by_key: HashMap<String, EntityId>,
    /// The acronym's key of each long form that the article defines one for.
    defined: HashMap<String, String>,
}

impl Clusters<'_> {
    fn words(&self, name: &Name) -> Vec<String> {
        name_words(self.doc.tokens.bytes(name.tokens).of(self.text))
    }

    fn add(&mut self, name: &Name, defined: Option<EntityId>) {
        let bytes = self.doc.tokens.bytes(name.tokens);
        let surface = bytes.of(self.text);
        let words = name_words(surface);
        let row = name.hit.and_then(|hit| self.gazetteer.candidates(hit).next());
        let row_id = row.as_ref().map(|entry| entry.id().to_owned());
        let state = (name.etype == EntityType::Loc).then(|| self.state(name)).flatten();
        let found = state
            .map(|id| (id, MentionKind::Alias))
            .or_else(|| {
                let kind = if is_acronym(surface) { MentionKind::Acronym } else { MentionKind::Alias };
                defined.map(|id| (id, kind))
            })
            .or_else(|| self.find(name, surface, &words, row_id.as_deref()));
        let (entity, kind) = match found {
            Some((id, kind)) => (id, kind),
            None => (self.create(name, surface), name.kind),
        };
        let mention = MentionId(self.doc.mentions.len() as u32);
        self.doc.mentions.push(Mention {
            bytes,
            tokens: name.tokens,
            head: self.head(name),
            etype: self.doc.entities[entity.index()].etype,
            kind,
            by: name.by,
            entity,
        });
        let entry = &mut self.doc.entities[entity.index()];
        entry.mentions.push(mention);
        if state.is_some() {
            return;
        }
        if kind == MentionKind::Acronym && is_acronym(surface) && entry.name != surface {
            entry.acronym.get_or_insert_with(|| surface.to_owned());
        } else if is_acronym(&entry.name) && !is_acronym(surface) {
            entry.acronym.get_or_insert_with(|| entry.name.clone());
            surface.clone_into(&mut entry.name);
        } else if kind == MentionKind::Name && surface.len() > entry.name.len() && entry.etype == EntityType::Per {
            surface.clone_into(&mut entry.name);
        }
        let own_key = key(entry.etype, &words);
        if defined.is_some() {
            // What the text defines overrides what the letters mean elsewhere.
            self.by_key.insert(own_key, entity);
        } else {
            if let Some(id) = row_id {
                self.by_key.entry(format!("#{id}")).or_insert(entity);
            }
            self.by_key.entry(own_key).or_insert(entity);
        }
        let traits = &mut self.traits[entity.index()];
        if traits.gender == Gender::Unknown {
            traits.gender = name.gender;
        }
        if !traits.names.contains(&words) {
            traits.names.push(words);
        }
    }

    /// The state that a capital means where it acts.
    fn state(&mut self, name: &Name) -> Option<EntityId> {
        let country = capitals::state(self.text, self.doc, name.tokens, self.lexicon)?;
        let row = self.gazetteer.country(country)?;
        let row_key = format!("#{}", row.id());
        if let Some(&known) = self.by_key.get(&row_key) {
            return Some(known);
        }
        let id = EntityId(self.doc.entities.len() as u32);
        self.doc.entities.push(Entity {
            etype: EntityType::Loc,
            subtype: row.subtype().into(),
            name: row.name().to_owned(),
            named: true,
            acronym: None,
            link: link(&row),
            country: Some(country),
            roles: Vec::new(),
            mentions: Vec::new(),
        });
        self.traits.push(Traits { number: Number::Body, ..Traits::default() });
        self.by_key.insert(row_key, id);
        Some(id)
    }

    /// The entity that a name means, if an earlier one fits, and how the name refers to it.
    fn find(&self, name: &Name, surface: &str, words: &[String], row: Option<&str>) -> Option<(EntityId, MentionKind)> {
        let own_key = key(name.etype, words);
        if let Some(&id) = self.by_key.get(&own_key) {
            return Some((id, name.kind));
        }
        // The acronym came first and is defined here.
        if let Some(&id) = self.defined.get(&own_key).and_then(|short| self.by_key.get(short)) {
            return Some((id, name.kind));
        }
        if let Some(&id) = row.and_then(|row| self.by_key.get(&format!("#{row}"))) {
            let kind = if name.kind == MentionKind::Acronym { name.kind } else { MentionKind::Alias };
            return Some((id, kind));
        }
        // The entity named last of those that fit: people of one surname are told apart by who was named last.
        let mut fitting: Vec<(MentionId, EntityId, MentionKind)> = Vec::new();
        for (i, entity) in self.doc.entities.iter().enumerate() {
            if let Some(kind) = self.fits(name, surface, words, row, i) {
                fitting.extend(entity.mentions.last().map(|&last| (last, EntityId(i as u32), kind)));
            }
        }
        fitting.into_iter().max_by_key(|(last, ..)| *last).map(|(_, id, kind)| (id, kind))
    }

    /// How `name` refers to entity `i`, if it can.
    fn fits(&self, name: &Name, surface: &str, words: &[String], row: Option<&str>, i: usize) -> Option<MentionKind> {
        let (entity, traits) = (&self.doc.entities[i], &self.traits[i]);
        if entity.etype != name.etype {
            return None;
        }
        let two_links = row.is_some() && entity.link.gazetteer.is_some();
        match name.etype {
            EntityType::Per => {
                let known = |gender| gender != Gender::Unknown;
                if known(name.gender) && known(traits.gender) && name.gender != traits.gender {
                    return None;
                }
                if traits.names.iter().any(|long| is_short_person(words, long)) {
                    Some(MentionKind::Surname)
                } else if traits.names.iter().any(|short| is_short_person(short, words)) {
                    Some(MentionKind::Name)
                } else {
                    let misspelt = traits.names.iter().any(|other| is_misspelling(words, other));
                    (misspelt && !two_links).then_some(MentionKind::Alias)
                }
            }
            EntityType::Org if is_acronym(surface) => {
                traits.names.iter().any(|long| is_initials(surface, long)).then_some(MentionKind::Acronym)
            }
            EntityType::Org => {
                let short = traits
                    .names
                    .iter()
                    .any(|long| is_short_organization(words, long) || is_short_organization(long, words));
                let misspelt = || words.len() >= 3 && traits.names.iter().any(|other| is_misspelling(words, other));
                ((short || misspelt()) && !two_links).then_some(MentionKind::Alias)
            }
            EntityType::Loc => None,
        }
    }

    /// The token that stands for the name in the tree: its head, or the title that the parser hung it on.
    fn head(&self, name: &Name) -> TokenId {
        let head = head_of(self.doc, name.tokens);
        let above = self.doc.tokens.head[head.index()];
        let title = self.lexicon.title(self.doc.tokens.form(above, self.text)).is_some();
        if title && above < head && self.doc.tokens.deprel[head.index()] == Deprel::Flat { above } else { head }
    }

    fn create(&mut self, name: &Name, surface: &str) -> EntityId {
        let id = EntityId(self.doc.entities.len() as u32);
        let row = name.hit.and_then(|hit| self.gazetteer.candidates(hit).find(|e| e.etype() == name.etype));
        self.doc.entities.push(Entity {
            etype: name.etype,
            subtype: match name.etype {
                EntityType::Per if row.is_none() && name.title.is_some() => "official".into(),
                EntityType::Per if row.is_none() => "other".into(),
                _ => name.subtype.clone().unwrap_or_else(|| "".into()),
            },
            name: surface.to_owned(),
            named: true,
            acronym: None,
            link: row.as_ref().map_or_else(Link::default, link),
            country: row.as_ref().and_then(|entry| entry.country()).or_else(|| self.country_in(name)),
            roles: Vec::new(),
            mentions: Vec::new(),
        });
        let number = if name.etype == EntityType::Org { Number::Body } else { Number::One };
        self.traits.push(Traits { number, ..Traits::default() });
        id
    }

    /// The country that a name holds as an adjective or by its own name: *Government of Iraq*, *Dutch Bar*.
    fn country_in(&self, name: &Name) -> Option<Country> {
        let demonym = |t| self.lexicon.demonym(self.doc.tokens.form(t, self.text)).and_then(|d| d.country);
        let named = || {
            let inside = self.doc.hits.iter().filter(|hit| name.tokens.covers(hit.tokens));
            inside.filter_map(|hit| self.gazetteer.candidates(hit.name).next()).find_map(|entry| {
                (entry.etype() == EntityType::Loc && entry.subtype() == "country").then(|| entry.country()).flatten()
            })
        };
        name.tokens.ids().find_map(demonym).or_else(named)
    }
}

/// The link to a gazetteer entry.
pub fn link(entry: &EntryView<'_>) -> Link {
    Link {
        gazetteer: Some(entry.id().to_owned()),
        wikidata: entry.wikidata().map(|number| format!("Q{number}")),
        geonames: entry.geonames(),
    }
}

fn key(etype: EntityType, words: &[String]) -> String {
    format!("{}:{}", etype.as_str(), words.join(" "))
}

/// The lower-case words of a name, without a leading article and possessives.
fn name_words(surface: &str) -> Vec<String> {
    let words: Vec<String> = surface
        .split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’' && c != '.')
        .map(|w| w.trim_matches(['\'', '’', '.']).trim_end_matches("'s").trim_end_matches("’s").to_lowercase())
        .filter(|w| !w.is_empty())
        .collect();
    let article = usize::from(words.len() > 1 && words[0] == "the");
    words[article..].to_vec()
}

/// *Alhallak* or *al-Khatib* for a full name that ends in it; a first name alone for one that starts with it.
fn is_short_person(short: &[String], long: &[String]) -> bool {
    if short.is_empty() || short.len() >= long.len() {
        return false;
    }
    long.ends_with(short) || (short.len() == 1 && long.starts_with(short)) || {
        // First and last name of a longer name: *Maria Ressa* for *Maria Angelita Ressa*.
        short.len() >= 2 && short.first() == long.first() && short.last() == long.last()
    }
}

/// *Syrian Network* for *Syrian Network for Human Rights*, *Caesar Families* for *Caesar Families Association*: the
/// first words of a name, at least two and not only common ones.
fn is_short_organization(short: &[String], long: &[String]) -> bool {
    short.len() >= 2 && short.len() < long.len() && long.starts_with(short)
}

/// Whether two full names of as many words differ by no more than a spelling: one letter, or two in long names.
fn is_misspelling(a: &[String], b: &[String]) -> bool {
    if a.len() != b.len() || a.len() < 2 || a.iter().zip(b).any(|(a, b)| a.chars().next() != b.chars().next()) {
        return false;
    }
    let letters: usize = a.iter().map(|word| word.chars().count()).sum();
    let allowed = if letters >= 16 { 2 } else { 1 };
    let differing = a.iter().zip(b).filter(|(a, b)| a != b);
    let long_enough = differing.clone().all(|(a, b)| a.chars().count().min(b.chars().count()) >= 6);
    long_enough && differing.map(|(a, b)| edits(a, b)).sum::<usize>() <= allowed
}

/// The number of letters to insert, leave out or change (Levenshtein).
fn edits(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let changed = diagonal + usize::from(x != *y);
            diagonal = row[j + 1];
            row[j + 1] = changed.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_forms_of_names() {
        let words = |s: &str| name_words(s);
        assert!(is_short_person(&words("al-Khatib"), &words("Yasmin al-Khatib")));
        assert!(is_short_person(&words("Ressa"), &words("Maria Ressa")));
        assert!(!is_short_person(&words("Maria Ressa"), &words("Maria Ressa")));
        assert!(is_short_organization(&words("the Lagos Network"), &words("Lagos Network for Prison Reform")));
        assert!(!is_short_organization(&words("Lagos"), &words("Lagos Network for Prison Reform")));
    }

    #[test]
    fn misspellings_differ_by_a_letter_or_two_of_long_words() {
        let alike = |a: &str, b: &str| is_misspelling(&name_words(a), &name_words(b));
        assert!(alike("Henrik Andersen", "Henrik Anderson"));
        assert!(alike("Mohammed Bellamine", "Muhammed Bellamine"));
        assert!(!alike("Omar Said", "Omar Saad"), "short words differ by a letter and are other names");
        assert!(!alike("Maria Ressner", "Marta Ressner"), "a letter of a short word makes another name");
        assert!(!alike("Andersen", "Anderson"), "one word says too little");
    }
}
