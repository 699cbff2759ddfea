//! Names of organisations, people and places: which of them stand where in a text.
//!
//! [`entry`] says what a row of a gazetteer file may hold, [`load`] reads such files, [`compile`] turns entries into
//! one file that [`Gazetteer`] reads in place. Matching works on words ([`words`]) and yields hits, not mentions: an
//! ambiguous name keeps all its entries, and `resolve` decides. Nothing here looks at grammar or context.

pub mod compile;
pub mod country;
pub mod entry;
pub mod format;
pub mod load;
pub mod scan;
mod search;
mod trie;
mod view;
pub mod words;

#[cfg(test)]
mod tests;

use std::{borrow::Cow, ops::Range};

pub use entry::{Entry, PartialDate};
pub use view::EntryView;

use crate::{
    container::Reader,
    doc::Country,
    error::{Error, Result},
};
use format::flag;
use trie::Tables;

/// Compiled gazetteers, one over the other: where two know a name, the entries of the upper one come first.
#[derive(Debug, Default)]
pub struct Gazetteer {
    layers: Vec<Layer>,
}

/// One compiled gazetteer.
#[derive(Debug)]
struct Layer {
    bytes: Cow<'static, [u8]>,
    sections: [Range<usize>; SECTIONS.len()],
    seed: u64,
    /// Number of its first form among those of all layers.
    base: u32,
}

const SECTIONS: [&str; 8] = ["edges", "forms", "flags", "entries", "details", "kinds", "strings", "lower"];

impl Gazetteer {
    /// The gazetteer that is built into the program.
    ///
    /// # Errors
    /// [`Error::Compiled`] when it is damaged.
    pub fn embedded() -> Result<Self> {
        let bytes = include_bytes!(concat!(env!("OUT_DIR"), "/default.gaz"));
        Self::default().under(Cow::Borrowed(bytes), "the built-in gazetteer")
    }

    /// A gazetteer of `entries` alone.
    ///
    /// # Errors
    /// [`Error::Compiled`] when the entries are too many for one file.
    pub fn of<'e>(entries: impl IntoIterator<Item = &'e Entry>) -> Result<Self> {
        let mut compiler = compile::Compiler::default();
        entries.into_iter().for_each(|e| compiler.add(e));
        Self::default().under(Cow::Owned(compiler.finish()), "the given entries")
    }

    /// This gazetteer with the compiled one in `bytes` below it; `what` names it in errors.
    ///
    /// # Errors
    /// [`Error::Compiled`] when `bytes` are of another kind or version, or damaged.
    pub fn under(mut self, bytes: Cow<'static, [u8]>, what: &str) -> Result<Self> {
        let reader = Reader::open(&bytes, format::MAGIC, format::VERSION, what)?;
        let fail = |message: &str| Error::Compiled { what: what.to_owned(), message: message.to_owned() };
        let mut sections = [const { 0..0 }; SECTIONS.len()];
        for (range, name) in sections.iter_mut().zip(SECTIONS) {
            *range = reader.range(name)?;
        }
        let head = reader.section("head")?.first_chunk().ok_or_else(|| fail("has no seed; compile it anew"))?;
        let seed = u64::from_le_bytes(*head);
        let base = self.layers.last().map_or(0, Layer::end);
        let layer = Layer { bytes, sections, seed, base };
        if layer.tables().flags.len() >= (format::ROOT - base) as usize {
            return Err(fail("has too many names; split it"));
        }
        self.layers.push(layer);
        Ok(self)
    }

    /// This gazetteer over all layers of `lower`.
    ///
    /// # Errors
    /// [`Error::Compiled`] when the two have too many names together.
    pub fn over(self, lower: Self) -> Result<Self> {
        lower.layers.into_iter().try_fold(self, |upper, layer| upper.under(layer.bytes, "the lower gazetteer"))
    }

    /// The entries that the name of a hit stands for, best first: ungated before gated, organisations and people before
    /// places, countries before regions before cities, then by population. None for a number that is no hit's.
    pub fn candidates(&self, name: u32) -> impl Iterator<Item = EntryView<'_>> {
        let above = self.layers.partition_point(|layer| layer.base <= name);
        let own = self.layers.get(above.wrapping_sub(1));
        let surface = own.and_then(|layer| {
            let tables = layer.tables();
            tables.form(name - layer.base).map(|(_, surface)| tables.string(surface))
        });
        let others = surface.unwrap_or_default();
        self.layers.iter().enumerate().flat_map(move |(index, layer)| {
            let tables = layer.tables();
            let form = if index + 1 == above {
                Some(name - layer.base)
            } else if others.is_empty() {
                None
            } else {
                search::whole(&tables, others)
            };
            form.into_iter().flat_map(move |form| group(tables, form))
        })
    }

    /// All entries of all layers in the order of their ids, each by its usual name.
    pub fn entries(&self) -> impl Iterator<Item = EntryView<'_>> {
        self.layers.iter().flat_map(|layer| {
            let tables = layer.tables();
            (0..tables.entry_count()).map(move |entry| by_name(tables, entry))
        })
    }

    /// The country with this code: the place whose id is `loc/` and the code in lower case.
    pub fn country(&self, code: Country) -> Option<EntryView<'_>> {
        self.entry(&format!("loc/{}", code.as_str().to_lowercase()))
    }

    /// The entry with this id, of the uppermost layer that has one.
    pub fn entry(&self, id: &str) -> Option<EntryView<'_>> {
        self.layers.iter().find_map(|layer| {
            let tables = layer.tables();
            let (mut low, mut high) = (0, tables.entry_count());
            while low < high {
                let middle = low.midpoint(high);
                let view = by_name(tables, middle);
                match view.id().cmp(id) {
                    std::cmp::Ordering::Equal => return Some(view),
                    std::cmp::Ordering::Less => low = middle + 1,
                    std::cmp::Ordering::Greater => high = middle,
                }
            }
            None
        })
    }
}

fn by_name(tables: Tables<'_>, entry: u32) -> EntryView<'_> {
    EntryView { tables, entry, form: (tables.entry_number(entry, 4), 0) }
}

fn group(tables: Tables<'_>, first: u32) -> impl Iterator<Item = EntryView<'_>> {
    let rest = tables.flags.get(first as usize..).unwrap_or_default();
    let length = rest.iter().position(|f| f & flag::GROUP_END != 0).map_or(0, |last| last + 1);
    rest[..length].iter().zip(first..).filter(|(flags, _)| **flags & flag::REPEAT == 0).filter_map(
        move |(flags, form)| {
            let (entry, surface) = tables.form(form)?;
            Some(EntryView { tables, entry, form: (surface, *flags) })
        },
    )
}

impl Layer {
    fn tables(&self) -> Tables<'_> {
        let [edges, forms, flags, entries, details, kinds, strings, lower] =
            self.sections.each_ref().map(|range| self.bytes.get(range.clone()).unwrap_or_default());
        Tables { seed: self.seed, edges, forms, flags, entries, details, kinds, strings, lower }
    }

    fn end(&self) -> u32 {
        self.base + self.tables().flags.len() as u32
    }
}
