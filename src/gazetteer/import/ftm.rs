//! `FollowTheMoney` entities, one JSON object a line, as `OpenSanctions` publishes them (`entities.ftm.json`).

use std::io;

use serde::Deserialize;

use super::{Format, Options, Sink, Source, lines, sink::add_names, wikidata_number};
use crate::{
    doc::EntityType,
    gazetteer::{country, entry::Entry},
};

/// The format.
pub(super) const FORMAT: Format = Format {
    name: "ftm",
    about: "FollowTheMoney or OpenSanctions JSON Lines: persons, organisations, companies, public bodies; weak aliases are left out",
    header: "",
    import,
};

/// Schema, type and subtype. Where the subtype is empty `--subtype` counts.
const SCHEMATA: &[(&str, EntityType, &str)] = &[
    ("Person", EntityType::Per, ""),
    ("Organization", EntityType::Org, ""),
    ("LegalEntity", EntityType::Org, ""),
    ("Company", EntityType::Org, "company"),
    ("PublicBody", EntityType::Org, "government"),
];

#[derive(Deserialize)]
struct Thing {
    id: String,
    #[serde(default)]
    caption: String,
    schema: String,
    #[serde(default)]
    properties: Properties,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Properties {
    name: Vec<String>,
    alias: Vec<String>,
    abbreviation: Vec<String>,
    country: Vec<String>,
    nationality: Vec<String>,
    position: Vec<String>,
    topics: Vec<String>,
    wikidata_id: Vec<String>,
}

fn import(source: Source<'_>, options: &Options, sink: &mut Sink<'_>) -> io::Result<()> {
    lines(source.bytes, sink, |number, line, sink| {
        if line.trim().is_empty() {
            return Ok(());
        }
        let Ok(Thing { id, caption, schema, properties }) = serde_json::from_str(line) else {
            sink.skip(number, "no FollowTheMoney entity");
            return Ok(());
        };
        let Some(&(_, etype, subtype)) = SCHEMATA.iter().find(|(name, ..)| *name == schema) else {
            sink.skip(number, format!("schema {schema}"));
            return Ok(());
        };
        let name = if caption.is_empty() { properties.name.first().cloned().unwrap_or_default() } else { caption };
        let office_holder = etype == EntityType::Per && properties.topics.iter().any(|t| t == "role.pep");
        let subtype = match subtype {
            _ if office_holder => "official",
            "" if options.etype == Some(etype) => &options.subtype,
            _ => subtype,
        };
        let wikidata = properties.wikidata_id.iter().chain([&id]).find_map(|id| wikidata_number(id));
        let mut countries = properties.country.iter().chain(&properties.nationality);
        let mut entry = Entry {
            wikidata,
            id,
            etype,
            subtype: subtype.to_owned(),
            name,
            country: countries.find_map(|code| country::parse(&code.to_uppercase())),
            role: properties.position.first().cloned().unwrap_or_default(),
            source: options.source.clone(),
            ..Entry::default()
        };
        add_names(&mut entry, properties.name.iter().chain(&properties.alias).map(String::as_str));
        entry.acronyms.extend(properties.abbreviation);
        sink.entry(entry, number)
    })
}
