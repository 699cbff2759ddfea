//! Builds the bytes of a compiled gazetteer from entries.

use std::{
    cmp::Reverse,
    collections::{HashMap, HashSet},
    hash::{BuildHasherDefault, Hasher},
    sync::LazyLock,
};

use super::{
    entry::{Entry, PartialDate, subtypes},
    format::{
        self, BUCKET, BUCKET_BYTES, HAS_CHILDREN, MAGIC, NO_DETAILS, ROOT, VERSION, detail, edge, flag, with_article,
        word_hash,
    },
    words::{self, Normal},
};
use crate::{container::Writer, doc::EntityType};

/// Share of the edge table that is filled, in percent.
const LOAD: usize = 80;

/// Frequent English words in small letters, from SCOWL sizes 10 and 20.
static COMMON: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    include_str!("../../gazetteers/common_words.txt").lines().filter(|l| !l.starts_with('#')).collect()
});

/// Whether `word`, in normalised form, is a frequent English word.
pub fn is_common_word(word: &[u8]) -> bool {
    std::str::from_utf8(word).is_ok_and(|word| COMMON.contains(word))
}

/// Takes entries one by one and keeps only what the compiled file needs.
#[derive(Debug, Default)]
pub struct Compiler {
    strings: Strings,
    kinds: Vec<(EntityType, u32)>,
    details: Vec<u8>,
    rows: Vec<Row>,
    forms: Vec<Form>,
    hashes: Vec<u64>,
    lower: [u32; 26],
}

#[derive(Clone, Debug)]
struct Row {
    id: u32,
    name: u32,
    kind: u8,
    gate: bool,
    country: [u8; 2],
    population: u32,
    details: u32,
    rank: u8,
}

/// A name of an entry, and where its path in the trie ends.
#[derive(Clone, Copy, Debug)]
struct Form {
    entry: u32,
    surface: u32,
    flags: u8,
    words: u8,
    hashes: u32,
    node: u32,
}

impl Compiler {
    /// Adds an entry. Names without a word, or with too many, are left out: the loader refuses them.
    pub fn add(&mut self, entry: &Entry) {
        let index = self.rows.len() as u32;
        let name = self.strings.intern(&entry.name);
        let subtype = self.strings.intern(&entry.subtype);
        let kind = (entry.etype, subtype);
        let kind = self.kinds.iter().position(|k| *k == kind).unwrap_or_else(|| {
            self.kinds.push(kind);
            self.kinds.len() - 1
        });
        let mut country = [0; 2];
        if let Some(code) = &entry.country {
            country.copy_from_slice(code.as_str().as_bytes());
        }
        let row = Row {
            id: self.strings.push(&entry.id),
            name,
            kind: kind as u8,
            gate: entry.gate,
            country,
            population: entry.population.unwrap_or(0).min(u64::from(u32::MAX)) as u32,
            details: self.add_details(entry),
            rank: rank(entry),
        };
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

    fn add_details(&mut self, entry: &Entry) -> u32 {
        let millionths = |degrees: f64| (degrees * 1e6).round() as i32 as u32;
        let mut text = |text: &str| (!text.is_empty()).then(|| self.strings.intern(text));
        let numbers = [
            (detail::LAT, entry.lat.map(millionths)),
            (detail::LON, entry.lon.map(millionths)),
            (detail::VALID_FROM, entry.valid_from.map(PartialDate::pack)),
            (detail::VALID_TO, entry.valid_to.map(PartialDate::pack)),
            (detail::WIKIDATA, entry.wikidata),
            (detail::GEONAMES, entry.geonames),
            (detail::ADMIN1, text(&entry.admin1)),
            (detail::ROLE, text(&entry.role)),
            (detail::OF, text(&entry.of)),
            (detail::SOURCE, text(&entry.source)),
        ];
        let present = numbers.iter().filter(|(_, n)| n.is_some()).fold(0, |bits, (bit, _)| bits | bit);
        if present == 0 {
            return NO_DETAILS;
        }
        let at = self.details.len() as u32;
        self.details.extend_from_slice(&present.to_le_bytes());
        for number in numbers.iter().filter_map(|(_, n)| *n) {
            self.details.extend_from_slice(&number.to_le_bytes());
        }
        at
    }

    fn add_form(&mut self, entry: u32, name: &str, mut flags: u8, country: bool) {
        let mut normal = Normal::default();
        let hashes = self.hashes.len();
        let Some(first) = words::next(name, 0, &mut normal) else { return };
        let first_hash = word_hash(normal.full());
        let sound = normal.bare().len() >= words::SOUND_WITHOUT_ARTICLE;
        let starts = first_letters(normal.bare());
        let common = is_common_word(normal.full());
        self.hashes.push(if first.article { with_article(first_hash) } else { first_hash });
        let mut at = first.full_end;
        while let Some(word) = words::next(name, at, &mut normal) {
            self.hashes.push(word_hash(normal.full()));
            at = word.full_end;
        }
        let words = self.hashes.len() - hashes;
        if words > words::MAX_WORDS {
            self.hashes.truncate(hashes);
            return;
        }
        if words == 1 {
            if words::is_all_capitals(name) {
                flags |= flag::ACRONYM;
            }
            if common && !country {
                flags |= flag::COMMON;
            }
        }
        if let Some((letter, second)) = starts.filter(|_| !words::is_capitalised(&name[first.core..])) {
            self.lower[letter] |= 1 << second;
        }
        let surface = self.strings.intern(name);
        let form = Form { entry, surface, flags, words: words as u8, hashes: hashes as u32, node: 0 };
        self.forms.push(form);
        if first.article && first.joined && (sound || words > 1) {
            self.hashes.push(first_hash);
            self.hashes.extend_from_within(hashes + 1..hashes + words);
            self.forms.push(Form { hashes: (hashes + words) as u32, ..form });
        }
    }

    /// The compiled file.
    pub fn finish(mut self) -> Vec<u8> {
        self.order_entries();
        let (edges, nodes) = self.trie();
        let forms = self.groups();
        let numbers = number_nodes(nodes, &self.forms, &forms);
        let (seed, table) = edge_table(&edges, &numbers, nodes);

        let mut out = Writer::default();
        out.section("head", seed.to_le_bytes().to_vec());
        out.section("edges", table);
        out.section(
            "forms",
            forms
                .iter()
                .flat_map(|f| [self.forms[f.form].entry, self.forms[f.form].surface])
                .flat_map(u32::to_le_bytes)
                .collect(),
        );
        out.section("flags", forms.iter().map(|f| f.flags).collect());
        out.section("entries", self.rows.iter().flat_map(Row::bytes).collect());
        out.section("details", self.details);
        let kinds = self.kinds.iter().flat_map(|(etype, subtype)| {
            let [a, b, c, d] = subtype.to_le_bytes();
            [*etype as u8, a, b, c, d]
        });
        out.section("kinds", kinds.collect());
        out.section("strings", self.strings.bytes);
        out.section("lower", self.lower.iter().copied().flat_map(u32::to_le_bytes).collect());
        out.finish(MAGIC, VERSION)
    }

    /// Orders the entries by id, so that an id is found by binary search.
    fn order_entries(&mut self) {
        let mut order: Vec<u32> = (0..self.rows.len() as u32).collect();
        order.sort_by(|a, b| {
            self.strings.get(self.rows[*a as usize].id).cmp(self.strings.get(self.rows[*b as usize].id))
        });
        let mut place = vec![0; order.len()];
        for (new, old) in order.iter().enumerate() {
            place[*old as usize] = new as u32;
        }
        self.rows = order.iter().map(|old| self.rows[*old as usize].clone()).collect();
        for form in &mut self.forms {
            form.entry = place[form.entry as usize];
        }
    }

    /// Lays the paths of all forms into one trie of provisional node numbers; 0 is the root.
    fn trie(&mut self) -> (Vec<Edge>, usize) {
        let mut children: HashMap<(u32, u64), u32, BuildHasherDefault<EdgeHasher>> = HashMap::default();
        children.reserve(self.hashes.len());
        let mut edges = Vec::new();
        for form in &mut self.forms {
            let mut node = 0;
            for &word in &self.hashes[form.hashes as usize..][..usize::from(form.words)] {
                node = *children.entry((node, word)).or_insert_with(|| {
                    let child = edges.len() as u32 + 1;
                    edges.push(Edge { parent: node, word, child });
                    child
                });
            }
            form.node = node;
        }
        let nodes = edges.len() + 1;
        (edges, nodes)
    }

    /// Orders the forms by node and group, best first, and marks where nodes and groups end.
    fn groups(&self) -> Vec<Placed> {
        let mut order: Vec<usize> = (0..self.forms.len()).collect();
        order.sort_unstable_by_key(|&i| {
            let form = &self.forms[i];
            let row = &self.rows[form.entry as usize];
            let rank = (row.gate, row.rank, Reverse(row.population), form.flags & flag::ALIAS, form.entry);
            (form.node, form.flags & flag::ACRONYM == 0, rank, form.surface, i)
        });
        order.dedup_by_key(|i| {
            let Form { entry, surface, flags, node, .. } = self.forms[*i];
            (node, entry, surface, flags & flag::ACRONYM)
        });
        let mut out = Vec::with_capacity(order.len());
        for node in order.chunk_by(|a, b| self.forms[*a].node == self.forms[*b].node) {
            let acronyms = node.iter().take_while(|i| self.forms[**i].flags & flag::ACRONYM != 0).count();
            let (acronyms, names) = node.split_at(acronyms);
            self.acronym_groups(acronyms, names, &mut out);
            self.name_groups(names, &mut out);
            if let Some(last) = out.last_mut() {
                last.flags |= flag::NODE_END;
            }
        }
        out
    }

    /// One group for each way to write the acronym; the names that may also be written so follow.
    fn acronym_groups(&self, acronyms: &[usize], names: &[usize], out: &mut Vec<Placed>) {
        let surface = |i: usize| self.strings.get(self.forms[i].surface);
        let mut rest = acronyms.to_vec();
        while let Some(&first) = rest.first() {
            let (own, others): (Vec<_>, Vec<_>) =
                rest.iter().partition(|i| words::same(surface(first), surface(**i), true));
            let also = names.iter().filter(|i| words::same(surface(**i), surface(first), false));
            self.group(own.iter().chain(also).copied(), flag::ACRONYM_GROUP, out);
            rest = others;
        }
    }

    /// One group, unless two names that differ have the same hashes.
    fn name_groups(&self, names: &[usize], out: &mut Vec<Placed>) {
        let all_one = names.windows(2).all(|w| self.forms[w[0]].surface == self.forms[w[1]].surface);
        if all_one {
            return self.group(names.iter().copied(), 0, out);
        }
        let mut keyed: Vec<(Vec<u8>, usize)> =
            names.iter().map(|i| (normal_words(self.strings.get(self.forms[*i].surface)), *i)).collect();
        keyed.sort_by(|a, b| a.0.cmp(&b.0));
        for group in keyed.chunk_by(|a, b| a.0 == b.0) {
            self.group(group.iter().map(|(_, i)| *i), 0, out);
        }
    }

    fn group(&self, forms: impl Iterator<Item = usize>, flags: u8, out: &mut Vec<Placed>) {
        let start = out.len();
        let mut seen = HashSet::new();
        for form in forms {
            let own = &self.forms[form];
            let repeat = if seen.insert(own.entry) { 0 } else { flag::REPEAT };
            out.push(Placed { form, flags: own.flags | flags | repeat });
        }
        if let Some(last) = out[start..].last_mut() {
            last.flags |= flag::GROUP_END;
        }
    }
}

impl Row {
    fn bytes(&self) -> [u8; 20] {
        let mut out = [0; 20];
        out[..4].copy_from_slice(&self.id.to_le_bytes());
        out[4..8].copy_from_slice(&self.name.to_le_bytes());
        out[8] = self.kind;
        out[9] = u8::from(self.gate);
        out[10..12].copy_from_slice(&self.country);
        out[12..16].copy_from_slice(&self.population.to_le_bytes());
        out[16..].copy_from_slice(&self.details.to_le_bytes());
        out
    }
}

/// A form at its place in the file.
#[derive(Clone, Copy, Debug)]
struct Placed {
    form: usize,
    flags: u8,
}

#[derive(Clone, Copy, Debug)]
struct Edge {
    parent: u32,
    word: u64,
    child: u32,
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

/// Final numbers of the provisional nodes: the first form for nodes where names end, then on from the last form.
fn number_nodes(nodes: usize, forms: &[Form], placed: &[Placed]) -> Vec<u32> {
    let mut numbers = vec![u32::MAX; nodes];
    for (at, form) in placed.iter().enumerate().rev() {
        numbers[forms[form.form].node as usize] = at as u32;
    }
    numbers[0] = ROOT;
    let free = numbers.iter_mut().filter(|n| **n == u32::MAX);
    for (number, at) in free.zip(placed.len() as u32..) {
        *number = at;
    }
    numbers
}

/// Fills the edge table with the first seed under which no two edges that meet on a probe have the same fingerprint.
fn edge_table(edges: &[Edge], numbers: &[u32], nodes: usize) -> (u64, Vec<u8>) {
    let mut parents = vec![false; nodes];
    for edge in edges {
        parents[edge.parent as usize] = true;
    }
    let buckets = (edges.len() * 100).div_ceil(LOAD * BUCKET).max(1) + 1;
    let mut seed = 0;
    loop {
        if let Some(table) = fill(edges, numbers, &parents, seed, buckets) {
            return (seed, table);
        }
        seed += 1;
    }
}

fn fill(edges: &[Edge], numbers: &[u32], parents: &[bool], seed: u64, buckets: usize) -> Option<Vec<u8>> {
    let mut slots = vec![[0u32; 2 * BUCKET]; buckets];
    for e in edges {
        let (fingerprint, mut bucket) = edge(numbers[e.parent as usize], e.word, seed, buckets);
        let children = if parents[e.child as usize] { HAS_CHILDREN } else { 0 };
        loop {
            let slot = &mut slots[bucket];
            if slot[..BUCKET].contains(&fingerprint) {
                return None;
            }
            if let Some(free) = slot[..BUCKET].iter().position(|f| *f == 0) {
                slot[free] = fingerprint;
                slot[BUCKET + free] = numbers[e.child as usize] | children;
                break;
            }
            bucket = (bucket + 1) % buckets;
        }
    }
    let mut out = Vec::with_capacity(buckets * BUCKET_BYTES);
    out.extend(slots.iter().flatten().flat_map(|n| n.to_le_bytes()));
    Some(out)
}

/// Texts that are written once each.
#[derive(Debug, Default)]
struct Strings {
    bytes: Vec<u8>,
    known: HashMap<u64, u32, BuildHasherDefault<EdgeHasher>>,
}

impl Strings {
    fn push(&mut self, text: &str) -> u32 {
        let at = self.bytes.len() as u32;
        let mut length = text.len();
        while length > 0x7f {
            self.bytes.push(length as u8 | 0x80);
            length >>= 7;
        }
        self.bytes.push(length as u8);
        self.bytes.extend_from_slice(text.as_bytes());
        at
    }

    fn intern(&mut self, text: &str) -> u32 {
        let hash = word_hash(text.as_bytes());
        match self.known.get(&hash) {
            Some(&at) if self.get(at) == text => at,
            _ => {
                let at = self.push(text);
                self.known.insert(hash, at);
                at
            }
        }
    }

    fn get(&self, at: u32) -> &str {
        format::string(&self.bytes, at)
    }
}

/// Hashes of keys that are hashes already.
#[derive(Default)]
struct EdgeHasher(u64);

impl Hasher for EdgeHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 ^= word_hash(bytes);
    }

    fn write_u32(&mut self, n: u32) {
        self.0 ^= u64::from(n).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }

    fn write_u64(&mut self, n: u64) {
        self.0 ^= n;
    }
}
