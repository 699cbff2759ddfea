//! The trie of a compiled gazetteer as a flat hash table of its edges.

use super::format::{BUCKET, BUCKET_BYTES, HAS_CHILDREN, ROOT, TAIL, edge, first_bit};

/// Share of the edge table that is filled, in percent.
const LOAD: usize = 84;
/// Bits of the sections `firsts` and `lowfirst` for each first word.
const FIRST_BITS: usize = 16;

/// A node at which names end.
#[derive(Clone, Copy, Debug)]
pub struct End<'a> {
    /// Hashes of the words that lead to it.
    pub path: &'a [u64],
    /// Its first form, which is also its number.
    pub form: u32,
}

/// An edge of the trie.
#[derive(Clone, Copy, Debug)]
pub struct Edge {
    word: u64,
    parent: u32,
    target: u32,
}

/// The edges of the trie of all `ends`, which are in the order of their paths, no two alike; inner nodes are numbered
/// from `inner` on.
///
/// One pass: what two neighbours have in common are inner nodes, and behind the first word that an end has for itself
/// no edge is needed.
pub fn edges<'a>(ends: impl Iterator<Item = End<'a>>, mut inner: u32) -> Vec<Edge> {
    let mut out = Vec::new();
    let mut nodes = vec![ROOT];
    let mut ends = ends.peekable();
    let mut before = 0;
    while let Some(End { path, form }) = ends.next() {
        let after = ends.peek().map_or(0, |next| common(path, next.path));
        let own = before.max(after);
        nodes.truncate(before + 1);
        for depth in before + 1..=path.len().min(own + 1) {
            let ends_here = depth == path.len();
            let tail = depth > own && !ends_here;
            let number = if ends_here || tail {
                form
            } else {
                inner += 1;
                inner - 1
            };
            let children = if depth <= after { HAS_CHILDREN } else { 0 };
            let parent = nodes[depth - 1];
            nodes.push(number);
            out.push(Edge { word: path[depth - 1], parent, target: number | children | if tail { TAIL } else { 0 } });
        }
        before = after;
    }
    out
}

fn common(a: &[u64], b: &[u64]) -> usize {
    a.iter().zip(b).take_while(|(a, b)| a == b).count()
}

/// The first words of all names.
pub fn first_words(edges: &[Edge]) -> impl Iterator<Item = u64> + Clone {
    edges.iter().filter(|edge| edge.parent == ROOT).map(|edge| edge.word)
}

/// The section `firsts` or `lowfirst` of these words.
pub fn firsts(words: impl Iterator<Item = u64> + Clone) -> Vec<u8> {
    let mut out = vec![0; (words.clone().count() * FIRST_BITS).div_ceil(8).max(1)];
    for word in words {
        let (byte, bit) = first_bit(word, out.len());
        out[byte] |= bit;
    }
    out
}

/// The section `edges`, with the first seed under which no two edges that meet on a probe have the same fingerprint.
pub fn table(edges: &[Edge]) -> (u64, Vec<u8>) {
    let buckets = (edges.len() * 100).div_ceil(LOAD * BUCKET).max(1) + 1;
    let mut seed = 0;
    loop {
        if let Some(table) = fill(edges, seed, buckets) {
            return (seed, table);
        }
        seed += 1;
    }
}

fn fill(edges: &[Edge], seed: u64, buckets: usize) -> Option<Vec<u8>> {
    let mut out = vec![0_u8; buckets * BUCKET_BYTES];
    let (rows, _) = out.as_chunks_mut::<BUCKET_BYTES>();
    for e in edges {
        let (fingerprint, mut bucket) = edge(e.parent, e.word, seed, buckets);
        loop {
            let (prints, _) = rows[bucket].as_chunks_mut::<4>();
            let (prints, targets) = prints.split_at_mut(BUCKET);
            if prints.contains(&fingerprint.to_le_bytes()) {
                return None;
            }
            if let Some(free) = prints.iter().position(|print| *print == [0; 4]) {
                prints[free] = fingerprint.to_le_bytes();
                targets[free] = e.target.to_le_bytes();
                break;
            }
            bucket = (bucket + 1) % buckets;
        }
    }
    Some(out)
}
