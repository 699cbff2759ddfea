//! The output formats by name.

use std::io::{self, Write};
use std::path::Path;

use super::{View, acled, brat, conll, csv, doccano, ftm, geojson, graphml, parquet, spacy, uwazi};
use crate::doc::Analysis;

/// An output format that is written article by article.
pub struct Format {
    /// Its name on the command line.
    pub name: &'static str,
    /// What it is for, in some words.
    pub about: &'static str,
    /// Writes what one article gives; nothing where it gives nothing.
    pub article: fn(Analysis<'_>, &View, &mut dyn Write) -> io::Result<()>,
    /// What stands before the first article, between two and behind the last.
    pub frame: [&'static str; 3],
    /// Makes the final file or folder of what all articles gave, for formats that have no beginning before the end.
    pub finish: Option<fn(&Path, &Path) -> io::Result<()>>,
}

impl std::fmt::Debug for Format {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

/// All formats but JSON, which `--emit` knows the forms of.
pub const FORMATS: &[Format] = &[
    csv::CSV,
    csv::TSV,
    parquet::EVENTS,
    parquet::ARTICLES,
    brat::FORMAT,
    conll::FORMAT,
    spacy::FORMAT,
    doccano::FORMAT,
    ftm::FORMAT,
    graphml::FORMAT,
    geojson::FORMAT,
    uwazi::FORMAT,
    acled::FORMAT,
];

impl Format {
    /// The format called `name`.
    pub fn named(name: &str) -> Option<&'static Self> {
        FORMATS.iter().find(|format| format.name == name)
    }
}
