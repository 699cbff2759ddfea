//! One compiled gazetteer: its bytes, wherever they are, and where its sections lie.

use std::{fs::File, io::Read, ops::Range, path::Path};

use memmap2::Mmap;

use super::{format, trie::Tables};
use crate::{
    container::Reader,
    error::{Error, Result},
};

const SECTIONS: [&str; 11] =
    ["edges", "firsts", "forms", "flags", "aliases", "records", "index", "kinds", "strings", "lower", "lowfirst"];

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
    /// Maps the file at `path`; reads what cannot be mapped, such as a pipe.
    pub fn map(path: &Path) -> Result<Self> {
        let read = |cause| Error::Read { path: path.to_owned(), cause };
        let mut file = File::open(path).map_err(read)?;
        if !file.metadata().map_err(read)?.is_file() {
            let mut bytes = Vec::new();
            return file.read_to_end(&mut bytes).map(|_| Self::Owned(bytes)).map_err(read);
        }
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
    /// Finds the sections of `bytes`. Only where they lie is verified: the whole of a large file takes too long to
    /// be read first, and what is found in it is checked at each use.
    pub fn open(bytes: Bytes, base: u32, what: &str) -> Result<Self> {
        let reader = Reader::open_unverified(&bytes, format::MAGIC, format::VERSION, what)?;
        let fail = |message: &str| Error::Compiled { what: what.to_owned(), message: message.to_owned() };
        let mut sections = [const { 0..0 }; SECTIONS.len()];
        for (range, name) in sections.iter_mut().zip(SECTIONS) {
            *range = reader.range(name)?;
        }
        let damaged = || fail("is damaged; compile it anew");
        let (&[seed, check], []) = reader.section("head")?.as_chunks::<8>() else { return Err(damaged()) };
        let seed = u64::from_le_bytes(seed);
        if u64::from_le_bytes(check) != format::head_check(seed, sections.iter().cloned()) {
            return Err(damaged());
        }
        let layer = Self { seed, sections, base, bytes };
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
        let [edges, firsts, forms, flags, aliases, records, index, kinds, strings, lower, lower_firsts] =
            self.sections.each_ref().map(|range| self.bytes.get(range.clone()).unwrap_or_default());
        Tables {
            seed: self.seed,
            edges,
            firsts,
            forms,
            flags,
            aliases,
            records,
            index,
            kinds,
            strings,
            lower,
            lower_firsts,
        }
    }

    /// The number behind its last form.
    pub fn end(&self) -> u32 {
        self.base + self.tables().flags.len() as u32
    }
}
