//! Names become entities: one entity for a full name, its acronym, its short forms and its surname.

use std::collections::HashMap;

use super::acronyms::{self, is_initials};
use super::capitals;
use super::lexicon::{Gender, Lexicon};
use super::link::Choice;
use super::names::{Name, head_of, is_acronym};
use super::short::{
    could_be_one_person, is_misspelling, is_short_organization, is_short_person, is_word_of_organization, name_words,
};
use crate::doc::{
    Article, Coordinates, Country, Deprel, Document, Entity, EntityId, EntityType, Link, Mention, MentionId,
    MentionKind, SentenceKind, TokenId, Why,
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

/// Adds mentions and entities of `names` to `doc`, linked as `choices` say; returns the traits of each entity.
pub fn cluster(
    names: &[Name],
    choices: &[Choice],
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
    let none = Choice::default();
    for (index, name) in names.iter().enumerate() {
        let defined = definitions
            .get(&index)
            .and_then(|&long| clusters.doc.mentions.get(long).map(|mention: &Mention| mention.entity));
        clusters.add(name, choices.get(index).unwrap_or(&none), defined);
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

    fn add(&mut self, name: &Name, choice: &Choice, defined: Option<EntityId>) {
        let bytes = self.doc.tokens.bytes(name.tokens);
        let surface = bytes.of(self.text);
        let words = name_words(surface);
        let row_id = choice.row.as_deref().map(str::to_owned);
        let state = (name.etype == EntityType::Loc).then(|| self.state(name)).flatten();
        let found = state
            .map(|id| (id, MentionKind::Alias, Why::Capital))
            .or_else(|| {
                let kind = if is_acronym(surface) { MentionKind::Acronym } else { MentionKind::Alias };
                defined.map(|id| (id, kind, Why::Defined))
            })
            .or_else(|| self.find(name, surface, &words, row_id.as_deref()));
        let (entity, kind, why) = match found {
            Some(found) => found,
            None => (self.create(name, choice, surface), name.kind, Why::New),
        };
        let mention = MentionId(self.doc.mentions.len() as u32);
        self.doc.mentions.push(Mention {
            confidence: None,
            bytes,
            tokens: name.tokens,
            head: self.head(name),
            etype: self.doc.entities[entity.index()].etype,
            kind,
            by: name.by,
            entity,
            why,
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
        } else if surface.len() > entry.name.len()
            && (kind == MentionKind::Name && entry.etype == EntityType::Per
                || why == Why::FullName && entry.etype == EntityType::Org && entry.link.gazetteer.is_none())
        {
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

    /// The state that a capital means where it acts, or the body that has its seat there.
    fn state(&mut self, name: &Name) -> Option<EntityId> {
        let capital = capitals::state(self.text, self.doc, name.tokens, self.lexicon)?;
        let country = capital.country;
        let body = capital.body.as_deref().filter(|_| !self.tells_of(country));
        let row = body.and_then(|id| self.gazetteer.entry(id)).or_else(|| self.gazetteer.country(country))?;
        let row_key = format!("#{}", row.id());
        if let Some(&known) = self.by_key.get(&row_key) {
            return Some(known);
        }
        let id = EntityId(self.doc.entities.len() as u32);
        self.doc.entities.push(Entity {
            etype: row.etype(),
            subtype: row.subtype().into(),
            name: row.name().to_owned(),
            named: true,
            link: link(&row),
            country: row.country(),
            coordinates: coordinates(&row),
            ..Entity::default()
        });
        self.traits.push(Traits { number: Number::Body, ..Traits::default() });
        self.by_key.insert(row_key, id);
        Some(id)
    }

    /// Whether the text names the country, or its people.
    fn tells_of(&self, country: Country) -> bool {
        let name = self.gazetteer.country(country).map(|row| row.name().to_owned());
        let of_country = |form: &str| self.lexicon.demonym(form).is_some_and(|d| d.country == Some(country));
        let forms = (0..self.doc.tokens.len() as u32).map(|t| self.doc.tokens.form(TokenId(t), self.text));
        name.is_some_and(|name| self.text.contains(&name)) || forms.into_iter().any(of_country)
    }

    /// The entity that a name means, if an earlier one fits, and how the name refers to it.
    fn find(
        &self,
        name: &Name,
        surface: &str,
        words: &[String],
        row: Option<&str>,
    ) -> Option<(EntityId, MentionKind, Why)> {
        let own_key = key(name.etype, words);
        if let Some(&id) = self.by_key.get(&own_key).filter(|&&id| !self.is_other(id, name, row)) {
            return Some((id, name.kind, Why::SameName));
        }
        // The acronym came first and is defined here; one with a long form of its own means another body.
        let short = self.defined.get(&own_key).and_then(|short| self.by_key.get(short));
        if let Some(&id) = short.filter(|id| is_acronym(&self.doc.entities[id.index()].name)) {
            return Some((id, name.kind, Why::Defined));
        }
        if let Some(&id) = row.and_then(|row| self.by_key.get(&format!("#{row}"))) {
            let kind = if name.kind == MentionKind::Acronym { name.kind } else { MentionKind::Alias };
            return Some((id, kind, Why::SameEntry));
        }
        // The entity named last of those that fit: people of one surname are told apart by who was named last.
        let mut fitting: Vec<(MentionId, EntityId, MentionKind, Why)> = Vec::new();
        for (i, entity) in self.doc.entities.iter().enumerate() {
            if let Some((kind, why)) = self.fits(name, surface, words, row, i) {
                fitting.extend(entity.mentions.last().map(|&last| (last, EntityId(i as u32), kind, why)));
            }
        }
        let (_, id, kind, why) = fitting.into_iter().max_by_key(|(last, ..)| *last)?;
        Some((id, kind, why))
    }

    /// Whether the entity is linked to another row than `row` (*Lebanon* and *Lebanon, Pennsylvania*) or of another gender
    /// (*Mr. Duarte* and *Ms. Duarte*).
    fn is_other(&self, id: EntityId, name: &Name, row: Option<&str>) -> bool {
        let (entity, gender) = (&self.doc.entities[id.index()], self.traits[id.index()].gender);
        let own = entity.link.gazetteer.as_deref();
        let genders = gender != Gender::Unknown && self.titled(name).is_some_and(|title| title != gender);
        genders || entity.etype == EntityType::Loc && row.is_some() && own.is_some() && own != row
    }

    /// The gender that a title right before the name shows: what a given name alone shows does not part *Salima* from
    /// *Sheikh Salima*.
    fn titled(&self, name: &Name) -> Option<Gender> {
        let before = TokenId(name.tokens.start.checked_sub(1)?);
        let title = self.lexicon.title(self.doc.tokens.form(before, self.text))?;
        (title.gender != Gender::Unknown).then_some(title.gender)
    }

    /// How `name` refers to entity `i`, if it can.
    fn fits(
        &self,
        name: &Name,
        surface: &str,
        words: &[String],
        row: Option<&str>,
        i: usize,
    ) -> Option<(MentionKind, Why)> {
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
                // A bare surname joins one of a family, and never makes two of them one.
                if !traits.names.iter().all(|other| could_be_one_person(words, other)) {
                    return None;
                }
                if traits.names.iter().any(|long| is_short_person(words, long)) {
                    Some((MentionKind::Surname, Why::Surname))
                } else if traits.names.iter().any(|short| is_short_person(short, words)) {
                    Some((MentionKind::Name, Why::FullName))
                } else {
                    let misspelt = traits.names.iter().any(|other| is_misspelling(words, other));
                    (misspelt && !two_links).then_some((MentionKind::Alias, Why::Misspelling))
                }
            }
            EntityType::Org if is_acronym(surface) => {
                let initials = traits.names.iter().any(|long| is_initials(surface, long));
                initials.then_some((MentionKind::Acronym, Why::Initials))
            }
            EntityType::Org if two_links => None,
            EntityType::Org => {
                let is_head = |word: &str| self.lexicon.is_head_word(word);
                let short = |short: &[String], long: &[String]| is_short_organization(short, long, &is_head);
                if traits.names.iter().any(|long| short(words, long)) {
                    return Some((MentionKind::Alias, Why::ShortName));
                }
                if traits.names.iter().any(|own| short(own, words)) {
                    return Some((MentionKind::Alias, Why::FullName));
                }
                if row.is_none() && traits.names.iter().any(|long| is_word_of_organization(words, long, &is_head)) {
                    return Some((MentionKind::Alias, Why::NameWord));
                }
                // A headline that says *Bar* before the text says *Harare Bar Association*.
                let is_word = |own: &Vec<String>| is_word_of_organization(own, words, &is_head);
                if entity.link.gazetteer.is_none() && self.is_of_heading(entity) && traits.names.iter().all(is_word) {
                    return Some((MentionKind::Alias, Why::FullName));
                }
                let misspelt = words.len() >= 3 && traits.names.iter().any(|other| is_misspelling(words, other));
                misspelt.then_some((MentionKind::Alias, Why::Misspelling))
            }
            EntityType::Loc => None,
        }
    }

    fn is_of_heading(&self, entity: &Entity) -> bool {
        let first = entity.mentions.first().map(|m| self.doc.mentions[m.0 as usize].tokens.start);
        let sentence = first.and_then(|t| self.doc.sentences.iter().find(|s| s.tokens.contains(t)));
        sentence.is_some_and(|sentence| sentence.kind == SentenceKind::Heading)
    }

    /// The token that stands for the name in the tree: its head, or the title that the parser hung it on.
    fn head(&self, name: &Name) -> TokenId {
        let head = head_of(self.doc, name.tokens);
        let above = self.doc.tokens.head[head.index()];
        let title = self.lexicon.title(self.doc.tokens.form(above, self.text)).is_some();
        if title && above < head && self.doc.tokens.deprel[head.index()] == Deprel::Flat { above } else { head }
    }

    fn create(&mut self, name: &Name, choice: &Choice, surface: &str) -> EntityId {
        let id = EntityId(self.doc.entities.len() as u32);
        let known = name.hit.and_then(|hit| {
            let mut candidates = self.gazetteer.candidates(hit).filter(|e| e.etype() == name.etype);
            match &choice.row {
                Some(row) => candidates.find(|e| e.id() == row),
                None => candidates.next(),
            }
        });
        let row = known.filter(|_| choice.row.is_some());
        // Of a link that stays open the country is told where all candidates agree.
        let agreed = choice
            .candidates
            .first()
            .and_then(|first| first.country)
            .filter(|country| choice.candidates.iter().all(|c| c.country == Some(*country)));
        self.doc.entities.push(Entity {
            etype: name.etype,
            subtype: match name.etype {
                EntityType::Per if known.is_none() && name.title.is_some() => "official".into(),
                EntityType::Per if known.is_none() => "other".into(),
                _ => row.map(|row| row.subtype().into()).or_else(|| name.subtype.clone()).unwrap_or_else(|| "".into()),
            },
            name: surface.to_owned(),
            named: true,
            link: Link { candidates: choice.candidates.clone(), ..row.as_ref().map_or_else(Link::default, link) },
            country: row.as_ref().and_then(EntryView::country).or(agreed).or_else(|| self.country_in(name)),
            coordinates: row.as_ref().and_then(coordinates),
            ..Entity::default()
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
        ..Link::default()
    }
}

/// Where a place of the gazetteer lies.
pub fn coordinates(entry: &EntryView<'_>) -> Option<Coordinates> {
    let millionths = |degrees: f64| (degrees * 1e6).round() as i32;
    Some(Coordinates { lat: millionths(entry.lat()?), lon: millionths(entry.lon()?) })
}

fn key(etype: EntityType, words: &[String]) -> String {
    format!("{}:{}", etype.as_str(), words.join(" "))
}
