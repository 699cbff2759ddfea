//! One compiled gazetteer: its bytes, wherever they are, and where its sections lie.

use std::{fs::File, ops::Range, path::Path};

use memmap2::Mmap;

use super::{format, trie::Tables};
use crate::{
    container::Reader,
    error::{Error, Result},
};

const SECTIONS: [&str; 8] = ["edges", "forms", "flags", "entries", "details", "kinds", "strings", "lower"];

/// The bytes of a compiled gazetteer.
#[derive(Debug)]
pub(super) enum Bytes {
    Embedded(&'static [u8]),
    Owned(Vec<u8>),
    Mapped(Mmap),
}

impl std::ops::Deref for Bytes {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match self {
            Self::Embedded(bytes) => bytes,
            Self::Owned(bytes) => bytes,
            Self::Mapped(map) => map,
        }
    }
}

impl Bytes {
    /// Maps the file at `path`.
    pub fn map(path: &Path) -> Result<Self> {
        let read = |cause| Error::Read { path: path.to_owned(), cause };
        let file = File::open(path).map_err(read)?;
        // SAFETY: a map is sound as long as no one changes the file under it. `gazetteer compile` never does: it writes
        // another file and renames it. Against other writers nothing can be done but this: every number and every
        // text is checked at each use, so that a change may yield wrong names but no access outside of the map.
        let map = unsafe { Mmap::map(&file) };
        map.map(Self::Mapped).map_err(read)
    }
}

/// One compiled gazetteer.
#[derive(Debug)]
pub(super) struct Layer {
    pub bytes: Bytes,
    sections: [Range<usize>; SECTIONS.len()],
    seed: u64,
    /// Number of its first form among those of all layers.
    pub base: u32,
}

impl Layer {
    /// Finds the sections of `bytes`. Bytes that this process did not just make are verified unless they are mapped:
    /// a file of 64 MB would take some 20 ms.
    pub fn open(bytes: Bytes, base: u32, what: &str) -> Result<Self> {
        let reader = match &bytes {
            Bytes::Embedded(bytes) => Reader::open(bytes, format::MAGIC, format::VERSION, what)?,
            Bytes::Owned(_) | Bytes::Mapped(_) => {
                Reader::open_unverified(&bytes, format::MAGIC, format::VERSION, what)?
            }
        };
        let fail = |message: &str| Error::Compiled { what: what.to_owned(), message: message.to_owned() };
        let mut sections = [const { 0..0 }; SECTIONS.len()];
        for (range, name) in sections.iter_mut().zip(SECTIONS) {
            *range = reader.range(name)?;
        }
        let head = reader.section("head")?.first_chunk().ok_or_else(|| fail("has no seed; compile it anew"))?;
        let layer = Self { seed: u64::from_le_bytes(*head), sections, base, bytes };
        if layer.tables().flags.len() >= (format::ROOT - base) as usize {
            return Err(fail("has too many names; split it"));
        }
        Ok(layer)
    }

    /// Compares the checksum with the content.
    pub fn verify(&self, what: &str) -> Result<()> {
        Reader::open(&self.bytes, format::MAGIC, format::VERSION, what).map(|_| ())
    }

    /// The sections.
    pub fn tables(&self) -> Tables<'_> {
        let [edges, forms, flags, entries, details, kinds, strings, lower] =
            self.sections.each_ref().map(|range| self.bytes.get(range.clone()).unwrap_or_default());
        Tables { seed: self.seed, edges, forms, flags, entries, details, kinds, strings, lower }
    }

    /// The number behind its last form.
    pub fn end(&self) -> u32 {
        self.base + self.tables().flags.len() as u32
    }
}
