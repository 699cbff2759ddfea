//! Articles that are near-identical, by their fingerprints.

use crate::write::minhash::{BINS, hash};

/// Bytes of a band: two articles are compared where all bytes of one of the bands are equal. Of articles with a
/// similarity of 0.8 that finds 98 in 100.
const BAND: usize = 4;

/// With how many of those before it an article is compared in a band, so that the time stays linear.
const NEIGHBOURS: usize = 64;

/// Of each article the cluster of near-identical ones that it is in, named by a hash of its least fingerprint; `None`
/// for an article without a fingerprint.
pub fn clusters(fingerprints: &[Option<[u8; BINS]>], near: f64) -> Vec<Option<u64>> {
    let mut distinct: Vec<[u8; BINS]> = fingerprints.iter().flatten().copied().collect();
    distinct.sort_unstable();
    distinct.dedup();
    let mut parents: Vec<usize> = (0..distinct.len()).collect();
    for band in 0..BINS / BAND {
        let key = |at: usize| &distinct[at][band * BAND..][..BAND];
        let mut order: Vec<usize> = (0..distinct.len()).collect();
        order.sort_by(|&a, &b| key(a).cmp(key(b)).then(a.cmp(&b)));
        for run in order.chunk_by(|&a, &b| key(a) == key(b)) {
            for (place, &at) in run.iter().enumerate() {
                for &other in &run[place.saturating_sub(NEIGHBOURS)..place] {
                    if share(&distinct[other], &distinct[at]) >= near {
                        let (a, b) = (root(&mut parents, other), root(&mut parents, at));
                        // The least of a cluster stays its root.
                        parents[a.max(b)] = a.min(b);
                    }
                }
            }
        }
    }
    let mut name = |fingerprint: &[u8; BINS]| {
        let at = distinct.binary_search(fingerprint).ok()?;
        let least = distinct[root(&mut parents, at)];
        Some(hash(least.iter().map(|&byte| u64::from(byte))))
    };
    fingerprints.iter().map(|fingerprint| fingerprint.as_ref().and_then(&mut name)).collect()
}

fn share(a: &[u8; BINS], b: &[u8; BINS]) -> f64 {
    a.iter().zip(b).filter(|(x, y)| x == y).count() as f64 / BINS as f64
}

fn root(parents: &mut [usize], mut at: usize) -> usize {
    while parents[at] != at {
        parents[at] = parents[parents[at]];
        at = parents[at];
    }
    at
}
