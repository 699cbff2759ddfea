//! Tables that can be joined: articles, events, participants, entities and mentions, each a CSV file. `doc_id` with the id of
//! an event or entity is their key.

use std::io;

use serde_json::Value;

use super::View;
use super::csv::{cell, row};
use super::record::Record;
use crate::doc::Analysis;

/// A table: its name, and its columns with the place of each in the part of the record that a row is made of.
struct Table {
    name: &'static str,
    columns: &'static [(&'static str, &'static str)],
}

const ARTICLES: Table = Table {
    name: "articles",
    columns: &[
        ("doc_id", "/id"),
        ("title", "/title"),
        ("date", "/date"),
        ("date_from", "/date_from"),
        ("lang", "/lang"),
        ("skipped", "/skipped"),
        ("byline", "/byline"),
        ("url", "/url"),
        ("file", "/source/file"),
        ("record", "/source/record"),
        ("encoding", "/source/encoding"),
        ("truncated", "/source/truncated"),
    ],
};

const EVENTS: Table = Table {
    name: "events",
    columns: &[
        ("doc_id", "/doc_id"),
        ("event_id", "/id"),
        ("type", "/type"),
        ("mode", "/mode"),
        ("act", "/act"),
        ("cameo", "/cameo"),
        ("summary", "/summary"),
        ("about", "/about/text"),
        ("place", "/place"),
        ("date", "/date"),
        ("date_start", "/period/start"),
        ("date_end", "/period/end"),
        ("date_precision", "/period/precision"),
        ("status", "/status"),
        ("hedged", "/hedged"),
        ("attributed_to", "/attributed_to"),
        ("contexts", "/contexts"),
        ("trigger", "/trigger/text"),
        ("trigger_start", "/trigger/start"),
        ("trigger_end", "/trigger/end"),
        ("sentence_start", "/sentence/start"),
        ("sentence_end", "/sentence/end"),
        ("size", "/size/text"),
        ("size_lowest", "/size/lowest"),
        ("size_highest", "/size/highest"),
        ("size_of", "/size/of"),
        ("deaths_lowest", "/deaths/lowest"),
        ("deaths_highest", "/deaths/highest"),
        ("injuries_lowest", "/injuries/lowest"),
        ("injuries_highest", "/injuries/highest"),
        ("same_as", "/same_as"),
        ("confidence", "/confidence"),
        ("rule", "/rule"),
    ],
};

const PARTICIPANTS: Table = Table {
    name: "participants",
    columns: &[
        ("doc_id", "/doc_id"),
        ("event_id", "/event"),
        ("role", "/role"),
        ("position", "/position"),
        ("entity_id", "/entity"),
    ],
};

const ENTITIES: Table = Table {
    name: "entities",
    columns: &[
        ("doc_id", "/doc_id"),
        ("entity_id", "/id"),
        ("type", "/type"),
        ("subtype", "/subtype"),
        ("name", "/name"),
        ("named", "/named"),
        ("acronym", "/acronym"),
        ("country", "/country"),
        ("gazetteer", "/link/gazetteer"),
        ("wikidata", "/link/wikidata"),
        ("geonames", "/link/geonames"),
        ("lat", "/coordinates/lat"),
        ("lon", "/coordinates/lon"),
    ],
};

const MENTIONS: Table = Table {
    name: "mentions",
    columns: &[
        ("doc_id", "/doc_id"),
        ("entity_id", "/entity"),
        ("start", "/start"),
        ("end", "/end"),
        ("text", "/text"),
        ("kind", "/kind"),
        ("by", "/by"),
    ],
};

const TABLES: [&Table; 5] = [&ARTICLES, &EVENTS, &PARTICIPANTS, &ENTITIES, &MENTIONS];

/// The names of the files, and the header of each.
pub fn files() -> Vec<(String, String)> {
    let header = |table: &Table| table.columns.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(",") + "\n";
    TABLES.iter().map(|table| (format!("{}.csv", table.name), header(table))).collect()
}

/// The rows of one article for each of [`files`].
///
/// # Errors
/// None that is known of.
pub fn article(analysis: Analysis<'_>, view: &View) -> io::Result<Vec<Vec<u8>>> {
    let mut record = serde_json::to_value(Record::new(analysis, view))?;
    let id = record["doc"]["id"].clone();
    let skipped = record["skipped"].take();
    let mut rows: [Vec<Value>; 5] = Default::default();
    let [articles, events, participants, entities, mentions] = &mut rows;
    let mut doc = record["doc"].take();
    doc["skipped"] = skipped;
    articles.push(doc);
    let with_id = |mut value: Value| {
        value["doc_id"] = id.clone();
        value
    };
    for event in list(&mut record["events"]) {
        for role in ["actors", "recipients", "place", "attributed_to"] {
            let who = match &event[role] {
                Value::Array(ids) => ids.clone(),
                Value::Null => Vec::new(),
                one => vec![one.clone()],
            };
            for (position, entity) in (1..).zip(who) {
                let role = role.trim_end_matches('s');
                participants.push(with_id(serde_json::json!({
                    "event": event["id"], "role": role, "position": position, "entity": entity
                })));
            }
        }
        events.push(with_id(event));
    }
    for mut entity in list(&mut record["entities"]) {
        for mut mention in list(&mut entity["mentions"]) {
            mention["entity"] = entity["id"].clone();
            mentions.push(with_id(mention));
        }
        entities.push(with_id(entity));
    }
    TABLES
        .iter()
        .zip(rows)
        .map(|(table, rows)| {
            let mut out = Vec::new();
            for value in rows {
                row(
                    table.columns.iter().map(|(_, at)| value.pointer(at).map(cell).unwrap_or_default()),
                    b',',
                    &mut out,
                )?;
            }
            Ok(out)
        })
        .collect()
}

fn list(value: &mut Value) -> Vec<Value> {
    match value.take() {
        Value::Array(values) => values,
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::example;
    use super::*;

    #[test]
    fn rows_are_joined_by_their_ids() {
        let (article, doc) = example::analysis();
        let tables = super::article(Analysis { article: &article, doc: &doc }, &View::default()).unwrap();
        let names: Vec<_> = files().into_iter().map(|(name, _)| name).collect();
        let shown: Vec<_> = names
            .iter()
            .zip(&tables)
            .map(|(name, rows)| format!("{name}\n{}", String::from_utf8_lossy(rows)))
            .collect();
        insta::assert_snapshot!(shown.join("\n"));
    }

    #[test]
    fn every_row_has_the_columns_of_its_header() {
        let (article, doc) = example::analysis();
        let tables = super::article(Analysis { article: &article, doc: &doc }, &View::default()).unwrap();
        for ((_, header), rows) in files().into_iter().zip(tables) {
            let all = [header.as_bytes(), &rows].concat();
            let mut reader = ::csv::Reader::from_reader(&*all);
            assert!(reader.records().all(|row| row.is_ok()), "{header}");
        }
    }
}
