//! Names of organisations, people and places: which of them stand where in a text.
//!
//! [`entry`] says what a row of a gazetteer file may hold, [`load`] reads such files, [`compile`] turns entries into
//! one file that [`Gazetteer`] reads in place. Matching works on words ([`words`]) and yields hits, not mentions: an
//! ambiguous name keeps all its entries, and `resolve` decides. Nothing here looks at grammar or context.

pub mod check;
pub mod compile;
pub mod country;
mod edges;
pub mod entry;
pub mod format;
pub mod import;
mod layer;
pub mod load;
pub mod offices;
pub mod record;
pub mod rows;
pub mod scan;
mod search;
mod spelling;
pub mod suggest;
mod swar;
mod trie;
mod view;
pub mod words;

#[cfg(test)]
mod tests;

use std::path::Path;

pub use entry::{Entry, PartialDate};
pub use view::EntryView;

use crate::{doc::Country, error::Result};
use format::flag;
use layer::{Bytes, Layer};
use record::Record;
use trie::Tables;

/// Compiled gazetteers, one over the other: where two know a name, the entries of the upper one come first.
#[derive(Debug, Default)]
pub struct Gazetteer {
    layers: Vec<Layer>,
    /// Made when the first office is asked for.
    offices: std::sync::OnceLock<offices::Offices>,
}

impl Gazetteer {
    /// The gazetteer that is built into the program.
    ///
    /// # Errors
    /// [`crate::Error::Compiled`] when it is damaged.
    pub fn embedded() -> Result<Self> {
        let bytes = include_bytes!(concat!(env!("OUT_DIR"), "/default.gaz"));
        Self::default().under(Bytes::Embedded(bytes), "the built-in gazetteer")
    }

    /// A gazetteer of `entries` alone.
    ///
    /// # Errors
    /// [`crate::Error::Compiled`] when the entries are too many for one file.
    pub fn of<'e>(entries: impl IntoIterator<Item = &'e Entry>) -> Result<Self> {
        let mut compiler = compile::Compiler::default();
        entries.into_iter().for_each(|e| compiler.add(e));
        Self::default().under(Bytes::Owned(compiler.finish()?), "the given entries")
    }

    /// The gazetteer in the file at `path`: a compiled one, which is mapped and read in place, or one of rows, which is
    /// compiled in memory.
    ///
    /// A mapped file is opened in some microseconds whatever its size, and its content not verified: see
    /// [`Gazetteer::verify`]. Nobody may change the file while the gazetteer is in use.
    ///
    /// # Errors
    /// [`crate::Error::Read`]; [`crate::Error::Compiled`] when the compiled file is of another version or cut short;
    /// [`crate::Error::Gazetteer`] for the first row that is wrong.
    pub fn open(path: &Path) -> Result<Self> {
        let what = path.display().to_string();
        let bytes = Bytes::map(path)?;
        if bytes.starts_with(format::MAGIC) {
            return Self::default().under(bytes, &what);
        }
        let mut compiler = compile::Compiler::default();
        load::load_bytes(&what, &bytes, |entry| compiler.add(entry))?;
        Self::default().under(Bytes::Owned(compiler.finish()?), &what)
    }

    /// This gazetteer with the ones at `paths` over it, the last on top.
    ///
    /// # Errors
    /// Those of [`Gazetteer::open`]; [`crate::Error::Compiled`] when all have too many names together.
    pub fn with<P: AsRef<Path>>(self, paths: &[P]) -> Result<Self> {
        paths.iter().try_fold(self, |lower, path| Self::open(path.as_ref())?.over(lower))
    }

    /// This gazetteer over all layers of `lower`.
    ///
    /// # Errors
    /// [`crate::Error::Compiled`] when the two have too many names together.
    pub fn over(self, lower: Self) -> Result<Self> {
        lower.layers.into_iter().try_fold(self, |upper, layer| upper.under(layer.bytes, "the lower gazetteer"))
    }

    fn under(mut self, bytes: Bytes, what: &str) -> Result<Self> {
        let base = self.layers.last().map_or(0, Layer::end);
        self.layers.push(Layer::open(bytes, base, what)?);
        self.offices = std::sync::OnceLock::new();
        Ok(self)
    }

    /// Compares the checksums of all layers with their content, a pass over all bytes; `what` names the gazetteer in
    /// the error.
    ///
    /// # Errors
    /// [`crate::Error::Compiled`] when a file was damaged.
    pub fn verify(&self, what: &str) -> Result<()> {
        self.layers.iter().try_for_each(|layer| layer.verify(what))
    }

    /// The entries that the name of a hit stands for, best first: those of upper layers, then ungated before gated,
    /// organisations and people before places, countries before regions before cities, then by population. None for a
    /// number that is no hit's.
    ///
    /// Where an upper layer has an entry with the same id, it stands for the lower one.
    pub fn candidates(&self, name: u32) -> impl Iterator<Item = EntryView<'_>> {
        let above = self.layers.partition_point(|layer| layer.base <= name);
        let own = above.checked_sub(1).and_then(|index| Some((index, self.layers.get(index)?)));
        let surface = own.and_then(|(_, layer)| {
            let tables = layer.tables();
            let form = name - layer.base;
            tables.flags.get(form as usize).map(|flags| format::text(tables.surface(form, *flags)))
        });
        let form_in = move |index: usize| {
            let layer = self.layers.get(index)?;
            let tables = layer.tables();
            let (own, _) = own?;
            let form = if index == own { Some(name - layer.base) } else { search::whole(&tables, surface?) };
            form.map(|form| group(tables, form))
        };
        (0..self.layers.len()).filter_map(move |index| Some((index, form_in(index)?))).flat_map(
            move |(index, views)| {
                views.filter_map(move |view| {
                    let Some((upper, stands)) = self.find_id(view.id(), 0..index) else { return Some(view) };
                    let seen = form_in(upper).is_some_and(|mut views| views.any(|v| v.id() == view.id()));
                    (!seen).then_some(stands)
                })
            },
        )
    }

    /// All entries of all layers in the order of their ids, each by its usual name.
    pub fn entries(&self) -> impl Iterator<Item = EntryView<'_>> {
        self.layers.iter().flat_map(|layer| {
            let tables = layer.tables();
            tables.all_records().map(move |record| by_name(tables, record))
        })
    }

    /// Number of names in all layers, an article that may come and go counted twice.
    pub fn names(&self) -> usize {
        self.layers.iter().map(|layer| layer.tables().flags.len()).sum()
    }

    /// The country with this code: the place whose id is `loc/` and the code in lower case.
    pub fn country(&self, code: Country) -> Option<EntryView<'_>> {
        self.entry(&format!("loc/{}", code.as_str().to_lowercase()))
    }

    /// The entry with this id, of the uppermost layer that has one.
    pub fn entry(&self, id: &str) -> Option<EntryView<'_>> {
        self.find_id(id, 0..self.layers.len()).map(|(_, view)| view)
    }

    fn find_id(&self, id: &str, layers: std::ops::Range<usize>) -> Option<(usize, EntryView<'_>)> {
        layers.zip(&self.layers).find_map(|(index, layer)| {
            let tables = layer.tables();
            tables.find_id(id).map(|record| (index, by_name(tables, record)))
        })
    }
}

fn by_name(tables: Tables<'_>, record: u32) -> EntryView<'_> {
    let record = Record::read(tables.records, record as usize);
    EntryView { tables, record, form: record.map_or(&[], |record| record.name), flags: 0 }
}

fn group(tables: Tables<'_>, first: u32) -> impl Iterator<Item = EntryView<'_>> {
    let rest = tables.flags.get(first as usize..).unwrap_or_default();
    let length = rest.iter().position(|f| f & flag::GROUP_END != 0).map_or(0, |last| last + 1);
    rest[..length].iter().zip(first..).filter(|(flags, _)| **flags & flag::REPEAT == 0).filter_map(
        move |(flags, form)| {
            let record = Record::read(tables.records, tables.record_of(form, *flags)? as usize);
            Some(EntryView { tables, record, form: tables.surface(form, *flags), flags: *flags })
        },
    )
}
