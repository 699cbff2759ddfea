//! Articles that are near-identical, by their fingerprints.

use std::collections::HashMap;

use crate::write::minhash::{BINS, hash};

/// Bytes of a band: two articles are compared where all bytes of one of the bands are equal. Of articles with a
/// similarity of 0.8 that finds 98 in 100.
const BAND: usize = 4;

/// Of each article the cluster of near-identical ones that it is in, named by a hash of its least fingerprint; `None`
/// for an article without a fingerprint.
pub fn clusters(fingerprints: &[Option<[u8; BINS]>], near: f64) -> Vec<Option<u64>> {
    let mut distinct: Vec<[u8; BINS]> = fingerprints.iter().flatten().copied().collect();
    distinct.sort_unstable();
    distinct.dedup();
    let mut parents: Vec<usize> = (0..distinct.len()).collect();
    let mut bands: HashMap<(usize, &[u8]), Vec<usize>> = HashMap::new();
    for (at, fingerprint) in distinct.iter().enumerate() {
        for (number, band) in fingerprint.chunks(BAND).enumerate() {
            let others = bands.entry((number, band)).or_default();
            for &other in others.iter() {
                if share(&distinct[other], fingerprint) >= near {
                    let (a, b) = (root(&mut parents, other), root(&mut parents, at));
                    // The least of a cluster stays its root.
                    parents[a.max(b)] = a.min(b);
                }
            }
            others.push(at);
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
