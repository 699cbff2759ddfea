//! Wikidata: the JSON dump (one item a line, between `[` and `]`) and the JSON answer of its query service.

use std::{collections::HashMap, io, sync::LazyLock};

use serde::{Deserialize, Deserializer, de::DeserializeOwned};
use serde_json::Value;

use super::{Format, Options, Sink, Source, csv, is_latin, lines, sink::add_names, wikidata_number};
use crate::{
    doc::EntityType,
    gazetteer::entry::{Entry, PartialDate},
};

/// The dump.
pub(super) const DUMP: Format = Format {
    name: "wikidata",
    about: "Wikidata JSON dump, unpacked: items of known classes (instance of), or of all with --type",
    header: "",
    import: import_dump,
};

/// The answer of the query service.
pub(super) const QUERY_JSON: Format = Format {
    name: "wikidata-json",
    about: "JSON of the Wikidata query service, with --type: item, itemLabel, itemAltLabel, country (code), coord, …",
    header: "",
    import: import_query,
};

/// Type and subtype of a class, and its place in the table.
type Class = (usize, EntityType, &'static str);

static CLASSES: LazyLock<HashMap<u32, Class>> = LazyLock::new(|| {
    let rows = include_str!("wikidata_classes.tsv").lines().filter(|line| !line.starts_with('#'));
    let class = |(place, line): (usize, &'static str)| {
        let mut cells = line.split('\t');
        let (id, etype, subtype) = (cells.next()?, cells.next()?, cells.next()?);
        Some((wikidata_number(id)?, (place, EntityType::parse(etype)?, subtype)))
    };
    rows.enumerate().filter_map(class).collect()
});

#[derive(Deserialize)]
struct Item {
    id: String,
    #[serde(default, deserialize_with = "or_default")]
    labels: HashMap<String, Label>,
    #[serde(default, deserialize_with = "or_default")]
    aliases: HashMap<String, Vec<Label>>,
    #[serde(default, deserialize_with = "or_default")]
    claims: Claims,
}

#[derive(Deserialize)]
struct Label {
    value: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Claims {
    #[serde(rename = "P31")]
    instance_of: Vec<Statement>,
    #[serde(rename = "P17")]
    country: Vec<Statement>,
    #[serde(rename = "P27")]
    citizenship: Vec<Statement>,
    #[serde(rename = "P625")]
    coordinates: Vec<Statement>,
    #[serde(rename = "P1082")]
    population: Vec<Statement>,
    #[serde(rename = "P1566")]
    geonames: Vec<Statement>,
    #[serde(rename = "P571")]
    inception: Vec<Statement>,
    #[serde(rename = "P576")]
    dissolved: Vec<Statement>,
    #[serde(rename = "P1813")]
    short_name: Vec<Statement>,
}

#[derive(Deserialize)]
struct Statement {
    #[serde(default)]
    mainsnak: Value,
    #[serde(default)]
    rank: String,
}

/// An empty map is written as an empty list in the dump.
fn or_default<'de, D: Deserializer<'de>, T: Default + DeserializeOwned>(from: D) -> Result<T, D::Error> {
    let value = Value::deserialize(from)?;
    Ok(serde_json::from_value(value).unwrap_or_default())
}

fn import_dump(source: Source<'_>, options: &Options, sink: &mut Sink<'_>) -> io::Result<()> {
    lines(source.bytes, sink, |number, line, sink| {
        let line = line.trim().trim_end_matches(',');
        if matches!(line, "" | "[" | "]") {
            return Ok(());
        }
        let Ok(item) = serde_json::from_str::<Item>(line) else {
            sink.skip(number, "no Wikidata item");
            return Ok(());
        };
        match entry(item, options) {
            Ok(entry) => sink.entry(entry, number),
            Err(reason) => {
                sink.skip(number, reason);
                Ok(())
            }
        }
    })
}

fn entry(mut item: Item, options: &Options) -> Result<Entry, &'static str> {
    let wikidata = wikidata_number(&item.id).ok_or("a property or lexeme")?;
    let classes = values(&item.claims.instance_of).filter_map(|value| CLASSES.get(&item_number(value)?));
    let (etype, subtype) = match (classes.min_by_key(|class| class.0), options.etype) {
        (Some(&(_, etype, subtype)), _) => (etype, subtype),
        (None, Some(etype)) => (etype, options.subtype.as_str()),
        (None, None) => return Err("instance of no known class; --type takes it"),
    };
    let name = item.labels.remove(&options.language).ok_or("no label in the language")?.value;
    let text = |value: &Value| value.get("text").and_then(Value::as_str).map(str::to_owned);
    let claims = &item.claims;
    let country = values(&claims.country).chain(values(&claims.citizenship)).find_map(item_number);
    let coordinates = values(&claims.coordinates).next();
    let degrees = |name: &str| coordinates.and_then(|c| c.get(name)).and_then(Value::as_f64);
    let population = values(&claims.population).next().and_then(|v| v.get("amount")).and_then(Value::as_str);
    let mut entry = Entry {
        id: item.id,
        etype,
        subtype: subtype.to_owned(),
        name,
        country: country.and_then(|number| options.countries.get(&number).copied()),
        lat: degrees("latitude"),
        lon: degrees("longitude"),
        population: population.and_then(|n| n.trim_start_matches('+').parse().ok()),
        valid_from: if etype == EntityType::Org { values(&claims.inception).find_map(date) } else { None },
        valid_to: if etype == EntityType::Org { values(&claims.dissolved).find_map(date) } else { None },
        wikidata: Some(wikidata),
        geonames: values(&claims.geonames).find_map(|v| v.as_str()?.parse().ok()),
        source: options.source.clone(),
        ..Entry::default()
    };
    let aliases = item.aliases.remove(&options.language).unwrap_or_default();
    add_names(&mut entry, aliases.iter().map(|a| a.value.as_str()).filter(|a| is_latin(a)));
    let short: Vec<String> = values(&claims.short_name).filter_map(text).filter(|t| is_latin(t)).collect();
    add_names(&mut entry, short.iter().map(String::as_str));
    Ok(entry)
}

/// Values of statements that are not deprecated, preferred ones first.
fn values(statements: &[Statement]) -> impl Iterator<Item = &Value> {
    let ranked = |rank: &'static str| statements.iter().filter(move |s| s.rank == rank);
    ranked("preferred").chain(ranked("normal")).filter_map(|s| s.mainsnak.get("datavalue")?.get("value"))
}

fn item_number(value: &Value) -> Option<u32> {
    value.get("id")?.as_str().and_then(wikidata_number)
}

/// A date of the precision day (11), month (10) or year (9); none of those before our era.
fn date(value: &Value) -> Option<PartialDate> {
    let time = value.get("time")?.as_str()?.strip_prefix('+')?;
    let length = match value.get("precision")?.as_u64()? {
        11 => 10,
        10 => 7,
        9 => 4,
        _ => return None,
    };
    PartialDate::parse(time.get(..length)?)
}

fn import_query(source: Source<'_>, options: &Options, sink: &mut Sink<'_>) -> io::Result<()> {
    let invalid = |message: String| io::Error::new(io::ErrorKind::InvalidData, message);
    let answer: Value = serde_json::from_reader(source.bytes).map_err(|e| invalid(format!("is no JSON: {e}")))?;
    let rows = answer.pointer("/results/bindings").unwrap_or(&answer);
    let rows = rows.as_array().ok_or_else(|| invalid("is no answer of a query: it has no list of rows".into()))?;
    let mut merge = csv::Merge::new(options)?;
    for (index, row) in rows.iter().enumerate() {
        // The answer has {"item": {"value": …}}, its download {"item": …}.
        let cell = |name: &str| row.get(name).and_then(|cell| cell.get("value").unwrap_or(cell).as_str());
        let cells = csv::QUERY_FIELDS.iter().filter_map(|(field, name)| Some((*field, cell(name)?)));
        merge.add(cells, index + 1, sink)?;
    }
    merge.finish(sink)
}
