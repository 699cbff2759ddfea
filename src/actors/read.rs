//! Reads what `advocoder extract` wrote, line by line.

use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::Path;
use std::sync::Arc;

use serde::Deserialize;

use crate::doc::EntityType;
use crate::read::{Place, Problem, Trouble};

/// One article: its id and date, and its named entities.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Article {
    /// The article's id.
    pub id: String,
    /// ISO 8601, where it is known.
    pub date: Option<String>,
    /// Its named entities.
    pub entities: Vec<Entity>,
}

/// Gazetteer row, Wikidata id and `GeoNames` id.
pub type Link = (Option<String>, Option<String>, Option<u32>);

/// A named entity of an article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entity {
    /// Id within the article.
    pub id: String,
    /// Person, organisation or place.
    pub etype: EntityType,
    /// Finer type, empty where unknown.
    pub subtype: String,
    /// Its best name.
    pub name: String,
    /// Acronym that the text uses.
    pub acronym: Option<String>,
    /// Gazetteer row, Wikidata id and `GeoNames` id.
    pub link: Link,
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// Offices: title, and name of the body or country.
    pub roles: Vec<(String, Option<String>)>,
    /// Its names in the text: full names and aliases, once a mention.
    pub names: Vec<String>,
    /// Number of all mentions.
    pub mentions: u64,
    /// Number of events that it did.
    pub acted: u64,
    /// Number of events that were done to or with it.
    pub received: u64,
}

#[derive(Deserialize)]
struct Line {
    schema: String,
    doc: Doc,
    entities: Vec<LineEntity>,
    events: Vec<Event>,
}

#[derive(Deserialize)]
struct Doc {
    id: String,
    date: Option<String>,
}

#[derive(Deserialize)]
struct LineEntity {
    id: String,
    r#type: String,
    subtype: Option<String>,
    name: String,
    named: bool,
    acronym: Option<String>,
    link: LineLink,
    country: Option<String>,
    roles: Vec<Role>,
    mentions: Vec<Mention>,
}

#[derive(Deserialize)]
struct LineLink {
    gazetteer: Option<String>,
    wikidata: Option<String>,
    geonames: Option<u32>,
}

#[derive(Deserialize)]
struct Role {
    title: String,
    of: Option<String>,
}

#[derive(Deserialize)]
struct Mention {
    text: String,
    kind: String,
}

#[derive(Deserialize)]
struct Event {
    actors: Vec<String>,
    recipients: Vec<String>,
    status: String,
    same_as: Option<String>,
}

impl Article {
    /// Reads one line of `advocoder extract --emit articles`.
    ///
    /// # Errors
    /// What is wrong with the line, and at which of its bytes.
    fn parse(line: &str) -> Result<Self, (usize, String)> {
        let parsed: Line = serde_json::from_str(line).map_err(|error| {
            let message = error.to_string();
            let message = message.rsplit_once(" at line ").map_or(message.as_str(), |(what, _)| what).to_owned();
            (error.column().saturating_sub(1), message)
        })?;
        if parsed.schema != crate::write::record::SCHEMA {
            return Err((0, format!("schema is {:?}, not {:?}", parsed.schema, crate::write::record::SCHEMA)));
        }
        // What did not happen and what is told again are not counted.
        let counted = |e: &&Event| e.same_as.is_none() && e.status != "negated";
        let number = |id: &str, of: fn(&Event) -> &[String]| {
            parsed.events.iter().filter(counted).filter(|e| of(e).iter().any(|other| other == id)).count() as u64
        };
        let name_of = |id: &str| parsed.entities.iter().find(|e| e.id == id).map(|e| squeeze(&e.name));
        let entities = parsed.entities.iter().filter(|e| e.named).map(|e| {
            let named =
                e.mentions.iter().filter(|m| matches!(m.kind.as_str(), "name" | "alias" | "acronym" | "surname"));
            Ok(Entity {
                id: e.id.clone(),
                etype: EntityType::parse(&e.r#type).ok_or((0, format!("unknown type {:?}", e.r#type)))?,
                subtype: e.subtype.clone().unwrap_or_default(),
                name: squeeze(&e.name),
                acronym: e.acronym.clone(),
                link: (e.link.gazetteer.clone(), e.link.wikidata.clone(), e.link.geonames),
                country: e.country.clone(),
                roles: e.roles.iter().map(|r| (squeeze(&r.title), r.of.as_deref().and_then(name_of))).collect(),
                names: named.map(|m| squeeze(&m.text)).collect(),
                mentions: e.mentions.len() as u64,
                acted: number(&e.id, |event| &event.actors),
                received: number(&e.id, |event| &event.recipients),
            })
        });
        Ok(Self {
            id: parsed.doc.id.clone(),
            date: parsed.doc.date.clone(),
            entities: entities.collect::<Result<_, _>>()?,
        })
    }
}

/// A name with single spaces, as a table can hold it.
fn squeeze(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The articles of one file, in order; a line that is no record is a problem, and the next call goes on behind it.
pub struct Records {
    file: Arc<str>,
    input: Box<dyn BufRead>,
    line: Vec<u8>,
    number: u64,
    ended: bool,
}

impl std::fmt::Debug for Records {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Records").field("file", &self.file).field("number", &self.number).finish_non_exhaustive()
    }
}

impl Records {
    /// The records of the file at `path`; `-` is standard input.
    ///
    /// # Errors
    /// When the file cannot be opened.
    pub fn open(path: &Path) -> io::Result<Self> {
        let input: Box<dyn BufRead> = if path == Path::new("-") {
            Box::new(BufReader::with_capacity(1 << 16, io::stdin()))
        } else {
            Box::new(BufReader::with_capacity(1 << 16, File::open(path)?))
        };
        Ok(Self { file: path.display().to_string().into(), input, line: Vec::new(), number: 0, ended: false })
    }
}

impl Iterator for Records {
    type Item = Result<Article, Problem>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.ended {
            self.line.clear();
            self.number += 1;
            match self.input.read_until(b'\n', &mut self.line) {
                Ok(0) => self.ended = true,
                Ok(_) if self.line.trim_ascii().is_empty() => {}
                Ok(_) => {
                    let place =
                        |at: usize| Place::behind(&self.file, self.number, self.line.get(..at).unwrap_or(&self.line));
                    return Some(match std::str::from_utf8(&self.line) {
                        Ok(line) => Article::parse(line.trim_end())
                            .map_err(|(at, what)| Problem { place: place(at), trouble: Trouble::NotRecord(what) }),
                        Err(error) => {
                            let at = error.valid_up_to();
                            Err(Problem { place: place(at), trouble: Trouble::NotUtf8(self.line[at]) })
                        }
                    });
                }
                Err(error) => {
                    self.ended = true;
                    let trouble = Trouble::Unreadable(error.to_string());
                    return Some(Err(Problem { place: Place::line(&self.file, self.number), trouble }));
                }
            }
        }
        None
    }
}
