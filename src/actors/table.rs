//! The actor table and the join table, as TSV, CSV or JSON Lines.

use std::io::{self, Write};

use serde::Serialize;

use super::merge::Actor;
use super::profile::Span;

/// How tables are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// Tab-separated, one header line.
    #[default]
    Tsv,
    /// Comma-separated, one header line, quoted where needed (RFC 4180).
    Csv,
    /// One JSON object a line, lists as arrays.
    Jsonl,
}

impl Format {
    /// The format of that name: `tsv`, `csv` or `jsonl`.
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "tsv" => Some(Self::Tsv),
            "csv" => Some(Self::Csv),
            "jsonl" => Some(Self::Jsonl),
            _ => None,
        }
    }
}

const COLUMNS: [&str; 17] = [
    "id",
    "type",
    "subtype",
    "name",
    "acronym",
    "country",
    "gazetteer",
    "wikidata",
    "geonames",
    "articles",
    "mentions",
    "events_as_actor",
    "events_as_recipient",
    "first_date",
    "last_date",
    "names",
    "roles",
];
const MAP_COLUMNS: [&str; 3] = ["doc_id", "entity", "actor"];

#[derive(Serialize)]
struct Row<'a> {
    id: &'a str,
    r#type: &'a str,
    subtype: Option<&'a str>,
    name: &'a str,
    acronym: Option<&'a str>,
    country: Option<&'a str>,
    gazetteer: Option<&'a str>,
    wikidata: Option<&'a str>,
    geonames: Option<u32>,
    articles: u64,
    mentions: u64,
    events_as_actor: u64,
    events_as_recipient: u64,
    first_date: Option<&'a str>,
    last_date: Option<&'a str>,
    names: Vec<NameCount<'a>>,
    roles: Vec<RolePeriod<'a>>,
}

#[derive(Serialize)]
struct NameCount<'a> {
    name: &'a str,
    mentions: u64,
}

#[derive(Serialize)]
struct RolePeriod<'a> {
    title: &'a str,
    of: Option<&'a str>,
    articles: u64,
    first_date: Option<&'a str>,
    last_date: Option<&'a str>,
}

#[derive(Serialize)]
struct MapRow<'a> {
    doc_id: &'a str,
    entity: &'a str,
    actor: &'a str,
}

impl<'a> Row<'a> {
    fn new(actor: &'a Actor) -> Self {
        let (gazetteer, wikidata, geonames) = &actor.link;
        Self {
            id: &actor.id,
            r#type: actor.etype.as_str(),
            subtype: Some(&*actor.subtype).filter(|s| !s.is_empty()),
            name: &actor.name,
            acronym: actor.acronym.as_deref(),
            country: actor.country.as_deref(),
            gazetteer: gazetteer.as_deref(),
            wikidata: wikidata.as_deref(),
            geonames: *geonames,
            articles: actor.articles,
            mentions: actor.mentions,
            events_as_actor: actor.acted,
            events_as_recipient: actor.received,
            first_date: actor.span.first.as_deref(),
            last_date: actor.span.last.as_deref(),
            names: actor.names.iter().map(|(name, mentions)| NameCount { name, mentions: *mentions }).collect(),
            roles: actor
                .roles
                .iter()
                .map(|(title, of, articles, span)| role(title, of.as_deref(), *articles, span))
                .collect(),
        }
    }
}

fn role<'a>(title: &'a str, of: Option<&'a str>, articles: u64, span: &'a Span) -> RolePeriod<'a> {
    RolePeriod { title, of, articles, first_date: span.first.as_deref(), last_date: span.last.as_deref() }
}

impl Row<'_> {
    fn cells(&self) -> Vec<String> {
        let text = |value: Option<&str>| value.unwrap_or_default().to_owned();
        let joined = |parts: Vec<String>| parts.join("|");
        let bar = |s: &str| s.replace('|', "/");
        vec![
            self.id.to_owned(),
            self.r#type.to_owned(),
            text(self.subtype),
            self.name.to_owned(),
            text(self.acronym),
            text(self.country),
            text(self.gazetteer),
            text(self.wikidata),
            self.geonames.map(|id| id.to_string()).unwrap_or_default(),
            self.articles.to_string(),
            self.mentions.to_string(),
            self.events_as_actor.to_string(),
            self.events_as_recipient.to_string(),
            text(self.first_date),
            text(self.last_date),
            joined(self.names.iter().map(|n| format!("{} ({})", bar(n.name), n.mentions)).collect()),
            joined(self.roles.iter().map(RolePeriod::cell).collect()),
        ]
    }
}

impl RolePeriod<'_> {
    /// *president of Sahel Watch (3, 2019-01-02 to 2021-05-06)*
    fn cell(&self) -> String {
        let of = self.of.map(|of| format!(" of {of}")).unwrap_or_default();
        let period = match (self.first_date, self.last_date) {
            (Some(first), Some(last)) if first == last => format!(", {first}"),
            (Some(first), Some(last)) => format!(", {first} to {last}"),
            _ => String::new(),
        };
        format!("{}{of} ({}{period})", self.title, self.articles).replace('|', "/")
    }
}

fn table(format: Format, cells: &[String], out: &mut dyn Write) -> io::Result<()> {
    match format {
        Format::Csv => {
            let mut writer = csv::WriterBuilder::new().from_writer(out);
            writer.write_record(cells)?;
            writer.flush()
        }
        _ => writeln!(
            out,
            "{}",
            cells.iter().map(|cell| cell.replace(['\t', '\n', '\r'], " ")).collect::<Vec<_>>().join("\t")
        ),
    }
}

/// Writes the actor table.
///
/// # Errors
/// Those of `out`.
pub fn write_actors<'a>(
    actors: impl Iterator<Item = &'a Actor>,
    format: Format,
    out: &mut dyn Write,
) -> io::Result<()> {
    if format != Format::Jsonl {
        table(format, &COLUMNS.map(str::to_owned), out)?;
    }
    for actor in actors {
        let row = Row::new(actor);
        if format == Format::Jsonl {
            serde_json::to_writer(&mut *out, &row)?;
            out.write_all(b"\n")?;
        } else {
            table(format, &row.cells(), out)?;
        }
    }
    Ok(())
}

/// Writes the first line of the join table, where the format has one.
///
/// # Errors
/// Those of `out`.
pub fn write_map_header(format: Format, out: &mut dyn Write) -> io::Result<()> {
    if format == Format::Jsonl { Ok(()) } else { table(format, &MAP_COLUMNS.map(str::to_owned), out) }
}

/// Writes a line of the join table: which actor an entity of an article is.
///
/// # Errors
/// Those of `out`.
pub fn write_map_row(format: Format, doc_id: &str, entity: &str, actor: &str, out: &mut dyn Write) -> io::Result<()> {
    if format == Format::Jsonl {
        serde_json::to_writer(&mut *out, &MapRow { doc_id, entity, actor })?;
        return out.write_all(b"\n");
    }
    table(format, &[doc_id, entity, actor].map(str::to_owned), out)
}
