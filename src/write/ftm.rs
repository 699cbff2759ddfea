//! FollowTheMoney entities as JSON Lines, for Aleph and other tools of investigations: Person, Organization, Address and
//! Event. An entity that Wikidata knows has its id there, so that those of many articles come together.

use std::io::{self, Write};

use serde_json::{Map, Value, json};

use super::format::Format;
use super::record::Record;
use super::{View, stable_hash};
use crate::doc::Analysis;

/// FollowTheMoney.
pub const FORMAT: Format =
    Format { name: "ftm", about: "FollowTheMoney entities", article, frame: ["", "", ""], finish: None };

fn article(analysis: Analysis<'_>, view: &View, out: &mut dyn Write) -> io::Result<()> {
    let record = serde_json::to_value(Record::new(analysis, view))?;
    let doc = format!("advocoder-{:016x}", stable_hash(record["doc"]["id"].as_str().unwrap_or_default()));
    let id = |entity: &Value| match entity["link"]["wikidata"].as_str() {
        Some(wikidata) => wikidata.to_owned(),
        None => format!("{doc}-{}", entity["id"].as_str().unwrap_or_default()),
    };
    let entities: &[Value] = record["entities"].as_array().map_or(&[], Vec::as_slice);
    let find = |wanted: &Value| entities.iter().find(|entity| entity["id"] == *wanted);
    for entity in entities {
        let (schema, country) = match entity["type"].as_str() {
            Some("PER") => ("Person", "country"),
            Some("ORG") => ("Organization", "country"),
            _ => ("Address", "country"),
        };
        let mut properties = Map::new();
        put(&mut properties, "name", entity["name"].as_str());
        if schema == "Address" {
            put(&mut properties, "full", entity["name"].as_str());
            let number = |axis: &str| entity["coordinates"][axis].as_f64().map(|degrees| degrees.to_string());
            put(&mut properties, "latitude", number("lat").as_deref());
            put(&mut properties, "longitude", number("lon").as_deref());
        } else {
            let names = entity["mentions"].as_array().into_iter().flatten();
            let other = names.filter(|mention| matches!(mention["kind"].as_str(), Some("alias" | "acronym")));
            other.for_each(|mention| put(&mut properties, "alias", mention["text"].as_str()));
        }
        put(&mut properties, country, entity["country"].as_str().map(str::to_lowercase).as_deref());
        put(&mut properties, "wikidataId", entity["link"]["wikidata"].as_str());
        if schema == "Person" {
            let roles = entity["roles"].as_array().into_iter().flatten();
            roles.for_each(|role| put(&mut properties, "position", role["title"].as_str()));
        }
        line(&id(entity), schema, properties, out)?;
    }
    for event in record["events"].as_array().into_iter().flatten() {
        let mut properties = Map::new();
        put(&mut properties, "name", event["summary"].as_str());
        put(&mut properties, "summary", event["about"]["text"].as_str());
        put(&mut properties, "date", event["date"].as_str());
        put(&mut properties, "keywords", event["type"].as_str());
        put(&mut properties, "keywords", event["act"].as_str());
        put(&mut properties, "sourceUrl", record["doc"]["url"].as_str());
        put(&mut properties, "publisher", record["doc"]["source"]["file"].as_str());
        let who =
            |role: &str| event[role].as_array().into_iter().flatten().filter_map(find).map(id).collect::<Vec<_>>();
        who("actors").iter().for_each(|id| put(&mut properties, "organizer", Some(id)));
        who("recipients").iter().for_each(|id| put(&mut properties, "involved", Some(id)));
        if let Some(place) = find(&event["place"]) {
            put(&mut properties, "location", place["name"].as_str());
            put(&mut properties, "country", place["country"].as_str().map(str::to_lowercase).as_deref());
            put(&mut properties, "address", place["name"].as_str());
        }
        line(&format!("{doc}-{}", event["id"].as_str().unwrap_or_default()), "Event", properties, out)?;
    }
    Ok(())
}

/// Adds a value to a property; properties hold sets of strings.
fn put(properties: &mut Map<String, Value>, name: &str, value: Option<&str>) {
    let Some(value) = value.filter(|value| !value.is_empty()) else { return };
    if let Value::Array(values) = properties.entry(name).or_insert_with(|| json!([]))
        && !values.iter().any(|known| known == value)
    {
        values.push(value.into());
    }
}

fn line(id: &str, schema: &str, properties: Map<String, Value>, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer(&mut *out, &json!({ "id": id, "schema": schema, "properties": properties }))?;
    writeln!(out)
}

#[cfg(test)]
mod tests {
    use super::super::example;
    use super::*;

    #[test]
    fn entities_and_events() {
        let (article, doc) = example::analysis();
        let mut out = Vec::new();
        super::article(Analysis { article: &article, doc: &doc }, &View::default(), &mut out).unwrap();
        insta::assert_snapshot!(String::from_utf8(out).unwrap());
    }
}
