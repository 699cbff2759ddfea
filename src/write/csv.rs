//! Tables of events: one event a row, as CSV or TSV (RFC 4180 quoting). Lists are joined by `|`.

use std::io::{self, Write};

use csv::WriterBuilder;
use serde_json::Value;

use super::format::Format;
use super::{View, event};
use crate::doc::Analysis;

/// Comma-separated values.
pub const CSV: Format = Format {
    name: "csv",
    about: "events, one a row",
    article: |analysis, view, out| events(analysis, view, b',', out),
    frame: [HEADER_CSV, "", ""],
    finish: None,
};

/// Tab-separated values.
pub const TSV: Format = Format {
    name: "tsv",
    about: "events, one a row",
    article: |analysis, view, out| events(analysis, view, b'\t', out),
    frame: [HEADER_TSV, "", ""],
    finish: None,
};

/// The columns, in order; a test keeps them equal to the fields of [`event::Row`].
macro_rules! columns {
    ($first:literal $(, $rest:literal)* $(,)?) => {
        const COLUMNS: &[&str] = &[$first $(, $rest)*];
        const HEADER_CSV: &str = concat!($first $(, ",", $rest)*, "\n");
        const HEADER_TSV: &str = concat!($first $(, "\t", $rest)*, "\n");
    };
}

columns! {
    "doc_id", "id", "type", "mode", "act", "cameo", "summary", "actors", "recipients", "about", "place", "country", "date",
    "status", "hedged", "attributed_to", "contexts", "trigger", "trigger_start", "trigger_end", "sentence",
    "sentence_start", "sentence_end", "size", "size_lowest", "size_highest", "size_of", "deaths_lowest", "deaths_highest",
    "injuries_lowest", "injuries_highest", "same_as", "confidence", "rule", "doc_title", "doc_date", "file", "record",
    "doc_minhash", "schema", "date_start", "date_end", "date_precision",
}

fn events(analysis: Analysis<'_>, view: &View, delimiter: u8, out: &mut dyn Write) -> io::Result<()> {
    event::rows(analysis, view, |row| {
        let row = serde_json::to_value(row)?;
        self::row(COLUMNS.iter().map(|&column| cell(&row[column])), delimiter, out)
    })
}

/// Writes one row.
pub(super) fn row(cells: impl Iterator<Item = String>, delimiter: u8, out: &mut dyn Write) -> io::Result<()> {
    let mut writer = WriterBuilder::new().delimiter(delimiter).from_writer(out);
    writer.write_record(cells)?;
    writer.flush()
}

/// What a cell holds of a JSON value: nothing of null, the items of a list joined by `|`.
pub(super) fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(cell).collect::<Vec<_>>().join("|"),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::example;
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn columns_are_the_fields_of_a_row() {
        let fields: BTreeSet<_> = example::row().as_object().unwrap().keys().cloned().collect();
        assert_eq!(COLUMNS.iter().map(|&column| column.to_owned()).collect::<BTreeSet<_>>(), fields);
        assert_eq!(COLUMNS.len(), fields.len());
    }

    #[test]
    fn cells_are_read_back() {
        let (article, doc) = example::analysis();
        for format in [CSV, TSV] {
            let mut out = format.frame[0].as_bytes().to_vec();
            (format.article)(Analysis { article: &article, doc: &doc }, &View::default(), &mut out).unwrap();
            let delimiter = if format.name == "csv" { b',' } else { b'\t' };
            let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).from_reader(&*out);
            let header = reader.headers().unwrap().clone();
            let row = reader.records().next().unwrap().unwrap();
            let expected = example::row();
            for (name, found) in header.iter().zip(&row) {
                assert_eq!(found, cell(&expected[name]), "{name}");
            }
        }
    }
}
