//! CSV for Uwazi's import: one event an entity, with the columns of a template that has these properties. Several values of
//! a property are joined by `|`, dates are whole days, a place on the map is `latitude|longitude`.

use std::io::{self, Write};

use serde_json::Value;

use super::csv::{cell, row};
use super::format::Format;
use super::record::Record;
use super::{View, event};
use crate::doc::Analysis;

/// CSV for Uwazi.
pub const FORMAT: Format =
    Format { name: "uwazi", about: "events for Uwazi's CSV import", article, frame: [HEADER, "", ""], finish: None };

const HEADER: &str = "title,Date,Type,Act,Actors,Recipients,About,Place,Country,Map,Status,Contexts,Sentence,Source,Confidence,Reference\n";

fn article(analysis: Analysis<'_>, view: &View, out: &mut dyn Write) -> io::Result<()> {
    let record = serde_json::to_value(Record::new(analysis, view))?;
    let mut events = record["events"].as_array().into_iter().flatten();
    event::rows(analysis, view, |event| {
        let event = serde_json::to_value(event)?;
        let point = events.next().and_then(|of| point(&record, of)).map(|[lat, lon]| format!("{lat}|{lon}"));
        // A month or a year is no date to Uwazi.
        let date = cell(&event["date"]);
        let date = if date.len() == 10 { date } else { String::new() };
        let source = record["doc"]["url"].as_str().map_or_else(|| cell(&event["doc_id"]), str::to_owned);
        let plain = ["type", "act", "actors", "recipients", "about", "place", "country"].map(|name| cell(&event[name]));
        let rest = ["status", "contexts", "sentence"].map(|name| cell(&event[name]));
        let reference = format!("{}#{}", cell(&event["doc_id"]), cell(&event["id"]));
        let cells =
            [cell(&event["summary"]), date].into_iter().chain(plain).chain([point.unwrap_or_default()]).chain(rest);
        row(cells.chain([source, cell(&event["confidence"]), reference]), b',', out)
    })
}

/// Latitude and longitude of the place of `event`.
pub(super) fn point(record: &Value, event: &Value) -> Option<[f64; 2]> {
    let place = record["entities"].as_array()?.iter().find(|entity| entity["id"] == event["place"])?;
    Some([place["coordinates"]["lat"].as_f64()?, place["coordinates"]["lon"].as_f64()?])
}

#[cfg(test)]
mod tests {
    use super::super::example;
    use super::*;

    #[test]
    fn an_event_is_a_row_of_the_template() {
        let (article, doc) = example::analysis();
        let mut out = HEADER.as_bytes().to_vec();
        super::article(Analysis { article: &article, doc: &doc }, &View::default(), &mut out).unwrap();
        let mut reader = ::csv::Reader::from_reader(&*out);
        let header = reader.headers().unwrap().clone();
        let row = reader.records().next().unwrap().unwrap();
        let of = |name: &str| &row[header.iter().position(|column| column == name).unwrap()];
        assert_eq!((of("title"), of("Actors"), of("Country")), ("José Pérez met FFF in Geneva.", "José Pérez", "CH"));
        assert_eq!((of("Date"), of("Reference"), of("Source")), ("", "letter\t7#V1", "letter\t7"));
    }
}
