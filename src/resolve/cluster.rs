//! Names become entities: one entity for a full name, its acronym, its short forms and its surname.

use std::collections::HashMap;

use super::lexicon::{Gender, Lexicon};
use super::names::{Name, head_of, is_acronym};
use crate::doc::{
    Article, Deprel, Document, Entity, EntityId, EntityType, Link, Mention, MentionId, MentionKind, TokenId,
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
    let definitions = acronym_definitions(&article.text, doc, names);
    let mut clusters =
        Clusters { text: &article.text, doc, gazetteer, lexicon, traits: Vec::new(), by_key: HashMap::new() };
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
}

impl Clusters<'_> {
    fn add(&mut self, name: &Name, defined: Option<EntityId>) {
        let bytes = self.doc.tokens.bytes(name.tokens);
        let surface = bytes.of(self.text);
        let words = name_words(surface);
        let row = name.hit.and_then(|hit| self.gazetteer.candidates(hit).next());
        let row_id = row.as_ref().map(|entry| entry.id().to_owned());
        let found = defined.map(|id| (id, name.kind)).or_else(|| self.find(name, surface, &words, row_id.as_deref()));
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
        if kind == MentionKind::Acronym && is_acronym(surface) && entry.name != surface {
            entry.acronym.get_or_insert_with(|| surface.to_owned());
        } else if is_acronym(&entry.name) && !is_acronym(surface) {
            entry.acronym.get_or_insert_with(|| entry.name.clone());
            surface.clone_into(&mut entry.name);
        } else if kind == MentionKind::Name && surface.len() > entry.name.len() && entry.etype == EntityType::Per {
            surface.clone_into(&mut entry.name);
        }
        if let Some(id) = row_id {
            self.by_key.entry(format!("#{id}")).or_insert(entity);
        }
        self.by_key.entry(key(entry.etype, &words)).or_insert(entity);
        let traits = &mut self.traits[entity.index()];
        if traits.gender == Gender::Unknown {
            traits.gender = name.gender;
        }
        if !traits.names.contains(&words) {
            traits.names.push(words);
        }
    }

    /// The entity that a name means, if an earlier one fits, and how the name refers to it.
    fn find(&self, name: &Name, surface: &str, words: &[String], row: Option<&str>) -> Option<(EntityId, MentionKind)> {
        if let Some(&id) = self.by_key.get(&key(name.etype, words)) {
            return Some((id, name.kind));
        }
        if let Some(&id) = row.and_then(|row| self.by_key.get(&format!("#{row}"))) {
            let kind = if name.kind == MentionKind::Acronym { name.kind } else { MentionKind::Alias };
            return Some((id, kind));
        }
        // The latest entity that fits: people of one surname are told apart by who was named last.
        (0..self.doc.entities.len()).rev().find_map(|i| {
            let (entity, traits) = (&self.doc.entities[i], &self.traits[i]);
            let fits = |kind| Some((EntityId(i as u32), kind));
            if entity.etype != name.etype {
                return None;
            }
            match name.etype {
                EntityType::Per => {
                    let gender = name.gender == Gender::Unknown
                        || traits.gender == Gender::Unknown
                        || name.gender == traits.gender;
                    let shorter = traits.names.iter().any(|long| is_short_person(words, long));
                    let longer = traits.names.iter().any(|short| is_short_person(short, words));
                    match (gender, shorter, longer) {
                        (true, true, _) => fits(MentionKind::Surname),
                        (true, _, true) => fits(MentionKind::Name),
                        _ => None,
                    }
                }
                EntityType::Org => {
                    if is_acronym(surface) {
                        return traits
                            .names
                            .iter()
                            .any(|long| is_initials(surface, long))
                            .then(|| fits(MentionKind::Acronym))?;
                    }
                    let two_links = row.is_some() && entity.link.gazetteer.is_some();
                    let short = traits.names.iter().any(|long| is_short_organization(words, long));
                    (short && !two_links).then(|| fits(MentionKind::Alias))?
                }
                EntityType::Loc => None,
            }
        })
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
        let first = self.doc.tokens.form(TokenId(name.tokens.start), self.text);
        let demonym = self.lexicon.demonym(first).and_then(|d| d.country);
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
            country: row.as_ref().and_then(|entry| entry.country()).or(demonym),
            roles: Vec::new(),
            mentions: Vec::new(),
        });
        let number = if name.etype == EntityType::Org { Number::Body } else { Number::One };
        self.traits.push(Traits { number, ..Traits::default() });
        id
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

/// Whether `acronym` is made of the initials of `words`, with or without the small words.
fn is_initials(acronym: &str, words: &[String]) -> bool {
    let letters: String = acronym.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect();
    let small =
        |w: &&String| !matches!(w.as_str(), "of" | "for" | "and" | "the" | "in" | "on" | "de" | "des" | "del" | "la");
    let initials: String = words.iter().filter(small).filter_map(|w| w.chars().next()).collect();
    let all: String = words.iter().filter_map(|w| w.chars().next()).collect();
    words.len() >= 2 && (letters == initials || letters == all)
}

/// Acronyms defined in the text, as (index of the acronym's name → index of the long form's name): *Long Form (LF)*.
///
/// The test of a long form is that of Schwartz & Hearst (2003): the acronym's letters occur in it in order, the first
/// one at its start.
fn acronym_definitions(text: &str, doc: &Document, names: &[Name]) -> HashMap<usize, usize> {
    let mut definitions = HashMap::new();
    for (i, pair) in names.windows(2).enumerate() {
        let (long, short) = (doc.tokens.bytes(pair[0].tokens), doc.tokens.bytes(pair[1].tokens));
        let between = text.get(long.end as usize..short.start as usize).unwrap_or_default().trim();
        let defines = matches!(between, "(" | "(the" | "[" | "(“" | "(\"") || between.is_empty();
        let fits = |a: &str, l: &str| is_acronym_like(a) && explains(a, l);
        if defines && pair[1].etype == EntityType::Org && fits(short.of(text), long.of(text)) {
            definitions.insert(i + 1, i);
        }
    }
    definitions
}

/// Upper case for the most part: *FIDH*, *SoHR*, *M23*.
fn is_acronym_like(word: &str) -> bool {
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    let capitals = word.chars().filter(|c| c.is_uppercase()).count();
    (2..=10).contains(&word.chars().count()) && !word.contains(' ') && capitals * 2 > letters
}

/// Whether the letters of `acronym` occur in order in `long`, the first one at the start of a word. A definition in
/// another language's order (*International Federation for Human Rights (FIDH)*) has at least half of them.
fn explains(acronym: &str, long: &str) -> bool {
    let letters: Vec<char> = acronym.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    let initials: Vec<char> =
        long.split([' ', '-']).filter_map(|w| w.chars().next()).flat_map(char::to_lowercase).collect();
    let in_order = {
        let mut rest = long.chars().flat_map(char::to_lowercase);
        letters.iter().all(|l| rest.any(|c| c == *l))
    };
    let mut unused = initials.clone();
    let shared =
        letters.iter().filter(|l| unused.iter().position(|c| c == *l).map(|at| unused.remove(at)).is_some()).count();
    (in_order && initials.first() == letters.first()) || shared * 4 >= letters.len() * 3
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn acronyms_are_explained_in_either_order_of_words() {
        assert!(explains("CFA", "Caesar Families Association"));
        assert!(explains("FIDH", "International Federation for Human Rights"));
        assert!(explains("SCM", "Syrian Center for Media and Freedom of Expression"));
        assert!(!explains("WHO", "Caesar Families Association"));
    }

    #[test]
    fn short_forms_of_names() {
        let words = |s: &str| name_words(s);
        assert!(is_short_person(&words("al-Khatib"), &words("Yasmin al-Khatib")));
        assert!(is_short_person(&words("Ressa"), &words("Maria Ressa")));
        assert!(!is_short_person(&words("Maria Ressa"), &words("Maria Ressa")));
        assert!(is_short_organization(&words("the Lagos Network"), &words("Lagos Network for Prison Reform")));
        assert!(!is_short_organization(&words("Lagos"), &words("Lagos Network for Prison Reform")));
        assert!(is_initials("LNPR", &words("Lagos Network for Prison Reform")));
    }
}
