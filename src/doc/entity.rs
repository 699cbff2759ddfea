//! Entities: the people, organisations and places of an article.

use super::{Byte, Label, MentionId, Span, relation::notation};

/// An entity's place in the article's list of entities, counted from 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EntityId(pub u32);

impl EntityId {
    /// The id as an index.
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

notation! {
    /// Type of an entity.
    EntityType {
        Per "PER", Org "ORG", Loc "LOC",
    }
}

/// An ISO 3166-1 alpha-2 country code (`XK` for Kosovo).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Country([u8; 2]);

impl Country {
    /// Reads two capital letters; `None` for anything else.
    pub fn parse(code: &str) -> Option<Self> {
        match code.as_bytes() {
            &[a, b] if a.is_ascii_uppercase() && b.is_ascii_uppercase() => Some(Self([a, b])),
            _ => None,
        }
    }

    /// The two letters.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

/// An office or role that the text gives a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Role {
    /// The title as the text has it: *president*, *French Public Prosecutor*.
    pub title: String,
    /// The body or country it is an office of.
    pub of: Option<EntityId>,
    /// Where the text says so.
    pub bytes: Span<Byte>,
}

notation! {
    /// What speaks for a gazetteer entry as the one that a name means.
    Clue {
        /// The kind of thing and its population alone.
        Prior "countries and large places are meant more often",
        /// *Aleppo, Syria*; *Syria's Aleppo*.
        Container "the text names what it lies in",
        /// Another mention of the article says where it lies.
        Elsewhere "the text names what it lies in elsewhere",
        /// Other names of the article are of its country.
        Country "other names of the article are of its country",
        /// Other places of the article are of its region.
        Region "other places of the article are of its region",
        /// The office was held on the article's date.
        Date "held the office on the article's date",
        /// The article also has the full name.
        FullName "the article also has its full name",
        /// The gazetteer lists it first.
        First "the gazetteer lists it first",
    }
}

/// A gazetteer entry that a name may mean.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Candidate {
    /// Id of the gazetteer row.
    pub gazetteer: String,
    /// Its usual name.
    pub name: String,
    /// Country it belongs to.
    pub country: Option<Country>,
    /// How well it fits the article; higher is better, comparable within one name only.
    pub score: i32,
    /// What speaks for it.
    pub clues: Vec<Clue>,
}

/// Who holds an office at the article's date, by the gazetteer: a candidate, which the text does not name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// Id of the gazetteer row.
    pub gazetteer: String,
    /// Wikidata id (`Q…`).
    pub wikidata: Option<String>,
    /// The holder's name.
    pub name: String,
    /// The office as the gazetteer writes it.
    pub role: String,
}

/// The gazetteer entry that an entity was linked to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Link {
    /// Id of the gazetteer row.
    pub gazetteer: Option<String>,
    /// Wikidata id (`Q…`).
    pub wikidata: Option<String>,
    /// `GeoNames` id.
    pub geonames: Option<u32>,
    /// Entries of an ambiguous name, best first, whether or not one was chosen.
    pub candidates: Vec<Candidate>,
    /// Who holds the office that an unnamed person is called by.
    pub holder: Option<Holder>,
}

/// A point on the earth in millionths of a degree.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Coordinates {
    /// Latitude, north positive.
    pub lat: i32,
    /// Longitude, east positive.
    pub lon: i32,
}

/// A person, organisation or place, with all its mentions in the article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entity {
    /// Person, organisation or place.
    pub etype: EntityType,
    /// Finer type, empty where unknown: `official`, `ngo`, `city`, …
    pub subtype: Label,
    /// The best name: the longest named mention, or the noun phrase of an unnamed entity.
    pub name: String,
    /// Whether a mention names it; *the French prosecutor* is unnamed.
    pub named: bool,
    /// Acronym, where the text or the gazetteer gives one that the text uses.
    pub acronym: Option<String>,
    /// Gazetteer entry it was linked to.
    pub link: Link,
    /// Country it belongs to.
    pub country: Option<Country>,
    /// Where a place lies, by the gazetteer.
    pub coordinates: Option<Coordinates>,
    /// The place of the article that it lies in.
    pub within: Option<EntityId>,
    /// Offices and roles of a person.
    pub roles: Vec<Role>,
    /// Its mentions in text order.
    pub mentions: Vec<MentionId>,
}
