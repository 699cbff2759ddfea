//! JSON Lines: one article or one event a line.

use std::io::{self, Write};

use serde::Serialize;

use super::record::Record;
use super::{View, event, plover};
use crate::doc::Analysis;

/// How JSON is laid out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Layout {
    /// One value a line.
    #[default]
    Lines,
    /// One value over many lines, for a person to read.
    Pretty,
}

/// Writes one article with its entities and events.
///
/// # Errors
/// What writing to `out` fails with.
pub fn article(analysis: Analysis<'_>, view: &View, layout: Layout, out: &mut dyn Write) -> io::Result<()> {
    value(&Record::new(analysis, view), layout, out)
}

/// Writes each event of one article.
///
/// # Errors
/// What writing to `out` fails with.
pub fn events(analysis: Analysis<'_>, view: &View, layout: Layout, out: &mut dyn Write) -> io::Result<()> {
    event::rows(analysis, view, |row| value(row, layout, out))
}

/// Writes each event of one article in the fields of the PLOVER manual.
///
/// # Errors
/// What writing to `out` fails with.
pub fn plover(analysis: Analysis<'_>, view: &View, layout: Layout, out: &mut dyn Write) -> io::Result<()> {
    plover::rows(analysis, view, |row| value(row, layout, out))
}

fn value(value: &impl Serialize, layout: Layout, out: &mut dyn Write) -> io::Result<()> {
    match layout {
        Layout::Lines => serde_json::to_writer(&mut *out, value),
        Layout::Pretty => serde_json::to_writer_pretty(&mut *out, value),
    }?;
    out.write_all(b"\n")
}

#[cfg(test)]
mod tests {
    use super::super::{Unit, example};
    use super::*;
    use serde_json::{Value, json};

    fn lines(write: impl FnOnce(Analysis<'_>, &mut Vec<u8>) -> io::Result<()>) -> Vec<Value> {
        let (article, doc) = example::analysis();
        let mut out = Vec::new();
        write(Analysis { article: &article, doc: &doc }, &mut out).unwrap();
        String::from_utf8(out).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    fn valid(schema: &schemars::Schema, value: &Value) {
        let schema = jsonschema::validator_for(schema.as_value()).unwrap();
        assert!(
            schema.validate(value).is_ok(),
            "{}\n{value:#}",
            schema.iter_errors(value).map(|e| e.to_string()).collect::<String>()
        );
    }

    #[test]
    fn an_article() {
        let view = View { unit: Unit::Chars, ..View::default() };
        let records = lines(|analysis, out| article(analysis, &view, Layout::Lines, out));
        assert_eq!(records, [example::record()]);
        valid(&super::super::record::schema(), &records[0]);
    }

    #[test]
    fn rows_of_events() {
        let records = lines(|analysis, out| events(analysis, &View::default(), Layout::Lines, out));
        assert_eq!(records, [example::row()]);
        valid(&event::schema(), &records[0]);
    }

    #[test]
    fn each_unit_slices_the_text() {
        let (article, _) = example::analysis();
        let utf16: Vec<u16> = article.text.encode_utf16().collect();
        let chars: Vec<char> = article.text.chars().collect();
        for &unit in Unit::ALL {
            let view = View { unit, ..View::default() };
            let records = lines(|analysis, out| super::article(analysis, &view, Layout::Lines, out));
            let mentions =
                records[0]["entities"].as_array().unwrap().iter().flat_map(|e| e["mentions"].as_array().unwrap());
            let events = records[0]["events"].as_array().unwrap().iter().flat_map(|e| [&e["trigger"], &e["about"]]);
            for passage in mentions.chain(events) {
                let at = |key| passage[key].as_u64().unwrap() as usize;
                let found = match unit {
                    Unit::Bytes => article.text[at("start")..at("end")].to_owned(),
                    Unit::Chars => chars[at("start")..at("end")].iter().collect(),
                    Unit::Utf16 => String::from_utf16(&utf16[at("start")..at("end")]).unwrap(),
                };
                assert_eq!(passage["text"], json!(found));
            }
        }
    }

    #[test]
    fn pretty_is_the_same_value() {
        let (article, doc) = example::analysis();
        let mut out = Vec::new();
        super::article(Analysis { article: &article, doc: &doc }, &View::default(), Layout::Pretty, &mut out).unwrap();
        let records = lines(|analysis, out| super::article(analysis, &View::default(), Layout::Lines, out));
        let out = String::from_utf8(out).unwrap();
        assert!(out.lines().count() > 40);
        assert_eq!(serde_json::from_str::<Value>(&out).unwrap(), records[0]);
    }

    #[test]
    fn schemas_refuse_what_is_wrong() {
        let schema = jsonschema::validator_for(super::super::record::schema().as_value()).unwrap();
        for (pointer, wrong) in [
            ("/schema", json!("advocoder/0")),
            ("/entities/0/id", json!("E0")),
            ("/entities/0/type", json!("PERSON")),
            ("/entities/0/country", json!("Syria")),
            ("/entities/0/mentions/0/kind", json!("guess")),
            ("/events/0/type", json!("MEET")),
            ("/events/0/confidence", json!(1.5)),
            ("/events/0/date", json!("14 June")),
            ("/events/0/actors/0", json!("Amal")),
        ] {
            let mut record = example::record();
            *record.pointer_mut(pointer).unwrap() = wrong;
            assert!(!schema.is_valid(&record), "{pointer}");
        }
        let mut record = example::record();
        record["events"][0].as_object_mut().unwrap().remove("same_as");
        assert!(!schema.is_valid(&record), "a missing field");
    }
}
