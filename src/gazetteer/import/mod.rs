//! Turns lists of names in foreign formats into rows.
//!
//! One format a file with a [`Format`] in it, and one line in [`FORMATS`]. An importer reads as a stream, keeps the id
//! of the source and tells of each record that it leaves out. It does not judge: what it writes is for review.

mod csv;
mod ftm;
mod gate;
mod geonames;
mod petrarch;
mod sink;
mod skos;
mod spacy;
mod wikidata;

use std::{
    collections::HashMap,
    fmt,
    io::{self, BufRead},
    path::Path,
};

use super::entry::Column;
use crate::doc::{Country, EntityType};
pub use sink::{Sink, Skipped};

/// All formats.
pub const FORMATS: &[Format] = &[
    csv::FORMAT,
    ftm::FORMAT,
    gate::FORMAT,
    geonames::FORMAT,
    petrarch::ACTORS,
    petrarch::AGENTS,
    skos::FORMAT,
    spacy::FORMAT,
    wikidata::DUMP,
    csv::WIKIDATA_CSV,
    wikidata::QUERY_JSON,
];

/// A foreign format.
pub struct Format {
    /// Its name on the command line.
    pub name: &'static str,
    /// What it is, and what of it is read.
    pub about: &'static str,
    /// First row of the output; empty for that of [`super::rows::header`].
    pub header: &'static str,
    /// Reads all records.
    pub import: fn(Source<'_>, &Options, &mut Sink<'_>) -> io::Result<()>,
}

impl Format {
    /// The format called `name` on the command line.
    pub fn named(name: &str) -> Option<&'static Self> {
        FORMATS.iter().find(|format| format.name == name)
    }
}

impl fmt::Debug for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

/// What is read.
pub struct Source<'a> {
    /// Its content.
    pub bytes: &'a mut dyn BufRead,
    /// Where it is, for formats that name further files; `None` for standard input.
    pub path: Option<&'a Path>,
}

/// How to import.
#[derive(Clone, Debug)]
pub struct Options {
    /// Type of records that the format does not tell the type of.
    pub etype: Option<EntityType>,
    /// Subtype of records of that type.
    pub subtype: String,
    /// Column `source` of all rows.
    pub source: String,
    /// Which field of a table goes into which column.
    pub fields: Vec<(Column, String)>,
    /// Language of names in formats with several, as `en`.
    pub language: String,
    /// Countries by the number of their Wikidata id.
    pub countries: HashMap<u32, Country>,
}

/// Longest line that is read, in bytes: some ten times the largest Wikidata item.
const MAX_LINE: u64 = 64 << 20;

/// Hands the lines of `bytes` with their numbers (from 1) to `line`, without their ends. A line that is no UTF-8 or too
/// long is skipped.
fn lines(
    bytes: &mut dyn BufRead,
    sink: &mut Sink<'_>,
    mut line: impl FnMut(usize, &str, &mut Sink<'_>) -> io::Result<()>,
) -> io::Result<()> {
    let mut buffer = Vec::new();
    for number in 1.. {
        buffer.clear();
        if io::Read::take(&mut *bytes, MAX_LINE).read_until(b'\n', &mut buffer)? == 0 {
            break;
        }
        if buffer.len() as u64 == MAX_LINE && buffer.last() != Some(&b'\n') {
            bytes.skip_until(b'\n')?;
            sink.skip(number, "line over 64 MiB");
            continue;
        }
        match std::str::from_utf8(&buffer) {
            Ok(text) => {
                let text = if number == 1 { text.strip_prefix('\u{feff}').unwrap_or(text) } else { text };
                line(number, text.trim_end_matches(['\r', '\n']), sink)?;
            }
            Err(_) => sink.skip(number, "not UTF-8"),
        }
    }
    Ok(())
}

/// Whether all letters are Latin ones, so that the name can be met in an English text.
fn is_latin(name: &str) -> bool {
    name.chars().all(|c| !c.is_alphabetic() || c < '\u{250}' || ('\u{1e00}'..='\u{1eff}').contains(&c))
}

/// The number of a Wikidata id, of its bare form or at the end of its address.
fn wikidata_number(id: &str) -> Option<u32> {
    id.rsplit('/').next()?.strip_prefix('Q')?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gazetteer::load::Loader;

    const FIXTURES: &[(&str, &str)] = &[
        ("csv", "bodies.csv"),
        ("ftm", "ftm.json"),
        ("gate", "lists.def"),
        ("geonames", "geonames.txt"),
        ("petrarch", "petrarch.actors.txt"),
        ("petrarch-agents", "petrarch.agents.txt"),
        ("skos", "thesaurus.ttl"),
        ("spacy", "patterns.jsonl"),
        ("wikidata", "wikidata.json"),
        ("wikidata-csv", "wikidata-query.csv"),
        ("wikidata-json", "wikidata-query.json"),
    ];

    fn import(format: &Format, path: &Path, bytes: &[u8]) -> (String, io::Result<()>) {
        let options = Options {
            etype: Some(EntityType::Org),
            subtype: "ngo".into(),
            source: "test".into(),
            fields: vec![(Column::Name, "Label".into()), (Column::Id, "Ref".into())],
            language: "en".into(),
            countries: HashMap::new(),
        };
        let mut out = Vec::new();
        let mut sink = Sink::new(&mut out, format.header);
        let done = (format.import)(Source { bytes: &mut &*bytes, path: Some(path) }, &options, &mut sink);
        (String::from_utf8(out).unwrap(), done)
    }

    fn fixture(file: &str) -> (std::path::PathBuf, Vec<u8>) {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/import").join(file);
        let bytes = std::fs::read(&path).unwrap();
        (path, bytes)
    }

    #[test]
    fn every_format_has_a_fixture_whose_rows_can_be_loaded() {
        let mut named: Vec<_> = FIXTURES.iter().map(|f| f.0).collect();
        let mut known: Vec<_> = FORMATS.iter().map(|f| f.name).collect();
        named.sort_unstable();
        known.sort_unstable();
        assert_eq!(named, known);
        for (name, file) in FIXTURES {
            let format = Format::named(name).unwrap();
            let (path, bytes) = fixture(file);
            let (rows, done) = import(format, &path, &bytes);
            done.unwrap();
            assert!(rows.lines().count() > 1, "{name}");
            if format.header.is_empty() {
                Loader::default().text(name, &rows, |_, _| (), |fault| panic!("{fault}\n{rows}"));
            }
        }
    }

    #[test]
    fn damaged_input_never_panics_and_rows_stay_good() {
        for (name, file) in FIXTURES {
            let format = Format::named(name).unwrap();
            let (path, bytes) = fixture(file);
            for at in 0..bytes.len() {
                for byte in [b'\t', b'"', b'\n', 0xff] {
                    let mut bad = bytes.clone();
                    bad[at] = byte;
                    let (rows, _) = import(format, &path, &bad);
                    if format.header.is_empty() && !rows.is_empty() {
                        Loader::default().text(name, &rows, |_, _| (), |fault| panic!("{fault}\n{rows}"));
                    }
                }
                let _ = import(format, &path, &bytes[..at]);
            }
        }
    }
}
