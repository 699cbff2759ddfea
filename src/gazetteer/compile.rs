//! Builds the bytes of a compiled gazetteer from entries.

use std::{
    cmp::Reverse,
    collections::{HashMap, HashSet},
    hash::BuildHasherDefault,
    panic,
    sync::LazyLock,
    thread,
};

use super::{
    edges::{self, End},
    entry::{Entry, PartialDate, subtypes},
    format::{self, HashOfHash, INDEX_STEP, MAGIC, NODE, VERSION, flag, push_text, with_article, word_hash},
    record::{Fields, Record, field, zigzag},
    words::{self, Normal},
};
use crate::{
    container::Writer,
    doc::EntityType,
    error::{Error, Result},
};

/// Frequent English words in small letters, from SCOWL sizes 10 and 20.
static COMMON: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    include_str!("../../gazetteers/common_words.txt").lines().filter(|l| !l.starts_with('#')).collect()
});

/// Whether `word`, in normalised form, is a frequent English word.
pub fn is_common_word(word: &[u8]) -> bool {
    std::str::from_utf8(word).is_ok_and(|word| COMMON.contains(word))
}

/// Takes entries one by one and keeps only what the compiled file needs.
///
/// Nothing is allocated per entry: entries, names and hashes go to the ends of a few long vectors.
#[derive(Debug, Default)]
pub struct Compiler {
    strings: Strings,
    kinds: Vec<(EntityType, u32)>,
    /// Records in the order of [`Compiler::add`].
    records: Vec<u8>,
    rows: Vec<Row>,
    forms: Vec<Form>,
    /// Names but the usual ones, as texts.
    aliases: Vec<u8>,
    hashes: Vec<u64>,
    lower: [u32; 26],
    /// Hashes of the first words of names in lower case.
    lower_firsts: Vec<u64>,
}

/// An entry: where its record starts, and what it is ranked by.
#[derive(Clone, Copy, Debug)]
struct Row {
    record: u32,
    population: u32,
    gate: bool,
    rank: u8,
}

/// A name of an entry.
#[derive(Clone, Copy, Debug)]
struct Form {
    entry: u32,
    /// Where it starts in the aliases; of no use for a usual name.
    alias: u32,
    /// Where the hashes of its words start.
    hashes: u32,
    words: u8,
    flags: u8,
}

impl Compiler {
    /// Adds an entry. Names without a word, or with too many, are left out: the loader refuses them.
    pub fn add(&mut self, entry: &Entry) {
        let index = self.rows.len() as u32;
        let kind = (entry.etype, self.strings.intern(&entry.subtype));
        let kind = self.kinds.iter().position(|k| *k == kind).unwrap_or_else(|| {
            self.kinds.push(kind);
            self.kinds.len() - 1
        });
        let population = entry.population.map(|n| n.min(u64::from(u32::MAX)) as u32);
        let millionths = |degrees: f64| zigzag((degrees * 1e6).round() as i32);
        let mut text = |text: &str| (!text.is_empty()).then(|| self.strings.intern(text));
        let numbers = [
            (field::POPULATION, population),
            (field::LAT, entry.lat.map(millionths)),
            (field::LON, entry.lon.map(millionths)),
            (field::VALID_FROM, entry.valid_from.map(PartialDate::pack)),
            (field::VALID_TO, entry.valid_to.map(PartialDate::pack)),
            (field::WIKIDATA, entry.wikidata),
            (field::GEONAMES, entry.geonames),
            (field::ADMIN1, text(&entry.admin1)),
            (field::ROLE, text(&entry.role)),
            (field::OF, text(&entry.of)),
            (field::SOURCE, text(&entry.source)),
        ];
        let country = entry.country.as_ref().and_then(|code| code.as_str().as_bytes().first_chunk().copied());
        let fields =
            Fields { id: &entry.id, kind: kind as u8, name: &entry.name, gate: entry.gate, country, numbers: &numbers };
        let row = Row {
            record: self.records.len() as u32,
            population: population.unwrap_or(0),
            gate: entry.gate,
            rank: rank(entry),
        };
        fields.write(&mut self.records);
        self.rows.push(row);
        let country = entry.subtype == "country";
        self.add_form(index, &entry.name, 0, country);
        for alias in &entry.aliases {
            self.add_form(index, alias, flag::ALIAS, country);
        }
        for acronym in &entry.acronyms {
            self.add_form(index, acronym, flag::ALIAS | flag::ACRONYM, country);
        }
    }

    fn add_form(&mut self, entry: u32, name: &str, mut flags: u8, country: bool) {
        let mut normal = Normal::default();
        let hashes = self.hashes.len();
        let Some(first) = words::next(name, 0, &mut normal) else { return };
        let first_hash = word_hash(normal.full());
        let sound = normal.bare().len() >= words::SOUND_WITHOUT_ARTICLE;
        let starts = first_letters(normal.bare());
        self.hashes.push(if first.article { with_article(first_hash) } else { first_hash });
        let mut at = first.full_end;
        let mut next = words::next(name, at, &mut normal);
        if next.is_none() {
            if words::is_all_capitals(name) {
                flags |= flag::ACRONYM;
            }
            words::next(name, 0, &mut normal);
            if !country && is_common_word(normal.full()) {
                flags |= flag::COMMON;
            }
        }
        while let Some(word) = next {
            self.hashes.push(word_hash(normal.full()));
            at = word.full_end;
            next = words::next(name, at, &mut normal);
        }
        let words = self.hashes.len() - hashes;
        if words > words::MAX_WORDS {
            self.hashes.truncate(hashes);
            return;
        }
        if let Some((letter, second)) = starts.filter(|_| !words::is_capitalised(&name[first.core..])) {
            self.lower[letter] |= 1 << second;
            self.lower_firsts.push(first_hash);
        }
        let alias = self.aliases.len() as u32;
        if flags & flag::ALIAS != 0 {
            push_text(&mut self.aliases, name);
        }
        let form = Form { entry, alias, hashes: hashes as u32, words: words as u8, flags };
        self.forms.push(form);
        if first.article && first.joined && (sound || words > 1) {
            self.hashes.push(first_hash);
            self.hashes.extend_from_within(hashes + 1..hashes + words);
            self.forms.push(Form { hashes: (hashes + words) as u32, ..form });
        }
    }

    /// The compiled file.
    ///
    /// # Errors
    /// [`Error::Compiled`] when the entries are too many for one file: over 4 GB of names, or 10^9 names.
    pub fn finish(self) -> Result<Vec<u8>> {
        let lengths = [self.records.len(), self.hashes.len(), self.strings.bytes.len()];
        // In the file an alias also names its record.
        let aliases = self.aliases.len() + 4 * self.forms.len();
        if self.hashes.len() >= NODE as usize || lengths.iter().chain([&aliases]).any(|n| u32::try_from(*n).is_err()) {
            let message = "has too many names for one compiled file; split it".to_owned();
            return Err(Error::Compiled { what: "the gazetteer".to_owned(), message });
        }
        let (paths, records) = thread::scope(|scope| {
            let paths = scope.spawn(|| self.paths());
            let records = self.order_records();
            (paths.join().unwrap_or_else(|cause| panic::resume_unwind(cause)), records)
        });
        let mut groups = Groups { compiler: &self, place: &records.place, placed: Vec::new() };
        groups.placed.reserve(paths.len());
        let mut ends = Vec::with_capacity(paths.len());
        for node in
            paths.chunk_by(|a, b| (a.first, a.second) == (b.first, b.second) && self.path(a.form) == self.path(b.form))
        {
            ends.push((node[0].form, groups.placed.len() as u32));
            groups.node(node);
        }
        let placed = groups.placed;
        let ends = ends.iter().map(|&(form, number)| End { path: self.path(form), form: number });
        let edges = edges::edges(ends, placed.len() as u32);
        let (seed, table) = edges::table(&edges);

        let mut aliases = Vec::with_capacity(self.aliases.len() + placed.len());
        let mut forms = Vec::with_capacity(placed.len() * 4);
        for Placed { form, flags } in &placed {
            let form = &self.forms[*form as usize];
            let record = records.place[form.entry as usize];
            let value = if flags & flag::ALIAS == 0 {
                record
            } else {
                let at = aliases.len() as u32;
                aliases.extend_from_slice(&record.to_le_bytes());
                push_text(&mut aliases, self.text(form));
                at
            };
            forms.extend_from_slice(&value.to_le_bytes());
        }
        let kinds = self.kinds.iter().flat_map(|(etype, subtype)| {
            let [a, b, c, d] = subtype.to_le_bytes();
            [*etype as u8, a, b, c, d]
        });
        let numbers = |numbers: &[u32]| numbers.iter().flat_map(|n| n.to_le_bytes()).collect::<Vec<_>>();
        let sections = [
            ("edges", table),
            ("firsts", edges::firsts(edges::first_words(&edges))),
            ("forms", forms),
            ("flags", placed.iter().map(|placed| placed.flags).collect()),
            ("aliases", aliases),
            ("records", records.bytes),
            ("index", numbers(&records.index)),
            ("kinds", kinds.collect()),
            ("strings", self.strings.bytes),
            ("lower", numbers(&self.lower)),
            ("lowfirst", edges::firsts(self.lower_firsts.iter().copied())),
        ];
        let mut out = Writer::default();
        for (name, bytes) in sections {
            out.section(name, bytes);
        }
        let check = format::head_check(seed, out.ranges().map(|(_, range)| range));
        out.section("head", [seed.to_le_bytes(), check.to_le_bytes()].concat());
        Ok(out.finish(MAGIC, VERSION))
    }

    /// The hashes of the words of a form.
    fn path(&self, form: u32) -> &[u64] {
        let form = &self.forms[form as usize];
        &self.hashes[form.hashes as usize..][..usize::from(form.words)]
    }

    /// A form as the gazetteer writes it.
    fn text(&self, form: &Form) -> &str {
        let bytes = if form.flags & flag::ALIAS != 0 {
            format::read_text(&self.aliases, form.alias as usize).map(|(text, _)| text)
        } else {
            Record::read(&self.records, self.rows[form.entry as usize].record as usize).map(|record| record.name)
        };
        format::text(bytes.unwrap_or_default())
    }

    /// All forms in the order of their paths.
    fn paths(&self) -> Vec<Path> {
        let mut out: Vec<Path> = (0..self.forms.len() as u32)
            .map(|form| {
                let path = self.path(form);
                Path { first: path[0], second: path.get(1).copied().unwrap_or(0), form }
            })
            .collect();
        out.sort_unstable_by(|a, b| {
            (a.first, a.second)
                .cmp(&(b.first, b.second))
                .then_with(|| self.path(a.form).cmp(self.path(b.form)))
                .then(a.form.cmp(&b.form))
        });
        out
    }

    /// Puts the records in the order of their ids, so that an id is found by binary search.
    fn order_records(&self) -> Records {
        let id = |row: usize| {
            let record = self.rows[row].record as usize;
            format::read_text(&self.records, record).map_or(&[][..], |(id, _)| id)
        };
        // The first bytes of an id, as a number, settle most comparisons without a look at the id.
        let mut order: Vec<(u128, u32)> = (0..self.rows.len())
            .map(|row| {
                let mut head = [0; 16];
                let length = id(row).len().min(16);
                head[..length].copy_from_slice(&id(row)[..length]);
                (u128::from_be_bytes(head), row as u32)
            })
            .collect();
        order.sort_unstable_by(|a, b| {
            let rest = || id(a.1 as usize).cmp(id(b.1 as usize)).then(a.1.cmp(&b.1));
            a.0.cmp(&b.0).then_with(rest)
        });
        let mut out = Records {
            bytes: Vec::with_capacity(self.records.len()),
            place: vec![0; self.rows.len()],
            index: Vec::with_capacity(self.rows.len() / INDEX_STEP + 1),
        };
        for (number, (_, row)) in order.iter().enumerate() {
            let row = *row as usize;
            let place = out.bytes.len() as u32;
            if number % INDEX_STEP == 0 {
                out.index.push(place);
            }
            out.place[row] = place;
            let end = self.rows.get(row + 1).map_or(self.records.len(), |next| next.record as usize);
            out.bytes.extend_from_slice(&self.records[self.rows[row].record as usize..end]);
        }
        out
    }
}

/// The first words of a form, by which it is sorted.
#[derive(Clone, Copy, Debug)]
struct Path {
    first: u64,
    second: u64,
    form: u32,
}

/// The records in the order of their ids.
struct Records {
    bytes: Vec<u8>,
    /// Where the record of each entry, in the order of [`Compiler::add`], starts.
    place: Vec<u32>,
    index: Vec<u32>,
}

/// A form at its place in the file.
#[derive(Clone, Copy, Debug)]
struct Placed {
    form: u32,
    flags: u8,
}

/// Puts the forms of each node in order, best first, and marks where nodes and groups end.
struct Groups<'c> {
    compiler: &'c Compiler,
    place: &'c [u32],
    placed: Vec<Placed>,
}

impl Groups<'_> {
    fn form(&self, index: u32) -> &Form {
        &self.compiler.forms[index as usize]
    }

    fn text(&self, index: u32) -> &str {
        self.compiler.text(self.form(index))
    }

    fn node(&mut self, paths: &[Path]) {
        if let [Path { form, .. }] = *paths {
            let flags = self.form(form).flags;
            let acronym = if flags & flag::ACRONYM != 0 { flag::ACRONYM_GROUP } else { 0 };
            self.placed.push(Placed { form, flags: flags | acronym | flag::GROUP_END | flag::NODE_END });
            return;
        }
        let mut node: Vec<u32> = paths.iter().map(|path| path.form).collect();
        node.sort_unstable_by_key(|&index| {
            let form = self.form(index);
            let row = &self.compiler.rows[form.entry as usize];
            let rank = (row.gate, row.rank, Reverse(row.population), form.flags & flag::ALIAS);
            (form.flags & flag::ACRONYM == 0, rank, self.place[form.entry as usize], self.text(index), index)
        });
        node.dedup_by(|b, a| {
            let key = |index: u32| (self.form(index).entry, self.form(index).flags & flag::ACRONYM);
            key(*a) == key(*b) && self.text(*a) == self.text(*b)
        });
        let acronyms = node.iter().take_while(|index| self.form(**index).flags & flag::ACRONYM != 0).count();
        let (acronyms, names) = node.split_at(acronyms);
        self.acronyms(acronyms, names);
        self.names(names);
        if let Some(last) = self.placed.last_mut() {
            last.flags |= flag::NODE_END;
        }
    }

    /// One group for each way to write the acronym; the names that may also be written so follow.
    fn acronyms(&mut self, acronyms: &[u32], names: &[u32]) {
        let mut rest = acronyms.to_vec();
        while let Some(&first) = rest.first() {
            let written = self.text(first);
            let (mut own, others): (Vec<_>, Vec<_>) =
                rest.iter().partition(|i| words::same(written, self.text(**i), true));
            own.extend(names.iter().filter(|i| words::same(self.text(**i), written, false)));
            self.group(&own, flag::ACRONYM_GROUP);
            rest = others;
        }
    }

    /// One group, unless two names that differ have the same hashes.
    fn names(&mut self, names: &[u32]) {
        if names.windows(2).all(|pair| self.text(pair[0]) == self.text(pair[1])) {
            return self.group(names, 0);
        }
        let mut keyed: Vec<(Vec<u8>, u32)> = names.iter().map(|i| (normal_words(self.text(*i)), *i)).collect();
        keyed.sort_by(|a, b| a.0.cmp(&b.0));
        for group in keyed.chunk_by(|a, b| a.0 == b.0) {
            let group: Vec<u32> = group.iter().map(|(_, form)| *form).collect();
            self.group(&group, 0);
        }
    }

    fn group(&mut self, forms: &[u32], flags: u8) {
        let mut seen = HashSet::new();
        for &form in forms {
            let own = *self.form(form);
            let repeat = if seen.insert(own.entry) { 0 } else { flag::REPEAT };
            self.placed.push(Placed { form, flags: own.flags | flags | repeat });
        }
        if let Some(last) = self.placed.last_mut().filter(|_| !forms.is_empty()) {
            last.flags |= flag::GROUP_END;
        }
    }
}

/// What goes first among entries of one name: organisations and people over places, then in the order of [`subtypes`]
/// for places (country, region, city).
fn rank(entry: &Entry) -> u8 {
    match entry.etype {
        EntityType::Loc => {
            let list = subtypes(EntityType::Loc);
            1 + list.iter().position(|s| *s == entry.subtype).unwrap_or(list.len()) as u8
        }
        _ => 0,
    }
}

/// First letter (0 = a) and second letter (26: none or another) of a normalised word.
fn first_letters(normal: &[u8]) -> Option<(usize, usize)> {
    let letter = |b: &u8| b.is_ascii_lowercase().then(|| usize::from(b - b'a'));
    Some((letter(normal.first()?)?, normal.get(1).and_then(letter).unwrap_or(26)))
}

fn normal_words(name: &str) -> Vec<u8> {
    let (mut normal, mut at, mut out) = (Normal::default(), 0, Vec::new());
    while let Some(word) = words::next(name, at, &mut normal) {
        out.extend_from_slice(normal.full());
        out.push(b' ');
        at = word.full_end;
    }
    out
}

/// Texts that are written once each.
#[derive(Debug, Default)]
struct Strings {
    bytes: Vec<u8>,
    known: HashMap<u64, u32, BuildHasherDefault<HashOfHash>>,
}

impl Strings {
    fn intern(&mut self, text: &str) -> u32 {
        let hash = word_hash(text.as_bytes());
        match self.known.get(&hash) {
            Some(&at) if self.get(at) == text.as_bytes() => at,
            _ => {
                let at = self.bytes.len() as u32;
                push_text(&mut self.bytes, text);
                self.known.insert(hash, at);
                at
            }
        }
    }

    fn get(&self, at: u32) -> &[u8] {
        format::read_text(&self.bytes, at as usize).map_or(&[], |(text, _)| text)
    }
}
