//! Where importers put what they read.

use std::{
    collections::{BTreeMap, HashSet},
    io::{self, Write},
};

use super::super::{
    entry::{Entry, subtypes},
    load, rows, words,
};

/// Records that were left out for one reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// The reason.
    pub reason: String,
    /// How many.
    pub count: u64,
    /// Line or record of the first one, counted from 1.
    pub first: usize,
}

/// Writes rows, and counts what is left out.
pub struct Sink<'a> {
    out: &'a mut dyn Write,
    /// The first row, until it is written.
    header: Option<String>,
    ids: HashSet<String>,
    written: u64,
    skipped: BTreeMap<String, (u64, usize)>,
}

impl<'a> Sink<'a> {
    /// A sink whose first row is `header`, where it is not empty, else that of all columns.
    pub fn new(out: &'a mut dyn Write, header: &str) -> Self {
        let header = if header.is_empty() { rows::header() } else { header.to_owned() };
        Self { out, header: Some(header), ids: HashSet::new(), written: 0, skipped: BTreeMap::new() }
    }

    /// Writes the header if there was no row.
    ///
    /// # Errors
    /// Those of the output.
    pub fn finish(&mut self) -> io::Result<()> {
        self.header.take().map_or(Ok(()), |header| writeln!(self.out, "{header}"))
    }

    /// Writes the row of `entry`, without what a row may not have: names that can never be found, unknown subtypes,
    /// places off the globe. An entry without a name, or with the id of an earlier one, is skipped.
    pub(super) fn entry(&mut self, mut entry: Entry, line: usize) -> io::Result<()> {
        clean(&mut entry.name);
        if load::check_name((), &entry.name).is_err() {
            self.skip(line, "no name that can be found in a text");
            return Ok(());
        }
        let mut known: HashSet<String> = [entry.name.clone()].into();
        for list in [&mut entry.aliases, &mut entry.acronyms] {
            list.iter_mut().for_each(clean);
            list.retain(|name| load::check_name((), name).is_ok() && known.insert(name.clone()));
        }
        entry.id = entry.id.trim_start_matches('#').to_owned();
        entry.lat = entry.lat.filter(|d| d.abs() <= 90.0);
        entry.lon = entry.lon.filter(|d| d.abs() <= 180.0);
        if !subtypes(entry.etype).contains(&entry.subtype.as_str()) {
            entry.subtype.clear();
        }
        if !entry.id.is_empty() && !self.ids.insert(entry.id.clone()) {
            self.skip(line, "id of an earlier record");
            return Ok(());
        }
        self.row(&rows::row(&entry))
    }

    /// Writes a row as it is.
    pub(super) fn row(&mut self, row: &str) -> io::Result<()> {
        self.finish()?;
        self.written += 1;
        writeln!(self.out, "{row}")
    }

    /// Notes that the record at `line` is left out.
    pub(super) fn skip(&mut self, line: usize, reason: impl Into<String>) {
        self.skipped.entry(reason.into()).or_insert((0, line)).0 += 1;
    }

    /// Number of rows written.
    pub const fn written(&self) -> u64 {
        self.written
    }

    /// What was left out, one element a reason, in the order of the first records.
    pub fn skipped(&self) -> Vec<Skipped> {
        let all = self.skipped.iter();
        let mut out: Vec<_> =
            all.map(|(reason, &(count, first))| Skipped { reason: reason.clone(), count, first }).collect();
        out.sort_by_key(|skipped| skipped.first);
        out
    }
}

/// As a row has it: single spaces, no list separator.
fn clean(name: &mut String) {
    *name = name.replace('|', " ").split_whitespace().collect::<Vec<_>>().join(" ");
}

/// Adds other names to `entry`: single words in capitals as acronyms, the others as aliases.
pub(super) fn add_names<'n>(entry: &mut Entry, names: impl IntoIterator<Item = &'n str>) {
    for name in names.into_iter().map(str::trim).filter(|name| !name.is_empty()) {
        let list = if is_acronym(name) { &mut entry.acronyms } else { &mut entry.aliases };
        if name != entry.name && !list.iter().any(|known| known == name) {
            list.push(name.to_owned());
        }
    }
}

fn is_acronym(name: &str) -> bool {
    name.chars().count() <= 10 && !name.contains(char::is_whitespace) && words::is_all_capitals(name)
}
