//! A sample of the records, drawn in one pass.
//!
//! Each record is given a number that follows from the seed and its place among all records ([splitmix64]); those with the
//! smallest numbers are the sample. So it depends neither on threads nor on what the records hold, a larger sample has
//! the smaller one in it, and only the records that may still belong to it are in memory.
//!
//! [splitmix64]: https://prng.di.unimi.it/splitmix64.c

use std::collections::BTreeMap;
use std::vec::IntoIter;

use super::Draft;

/// A sample to draw.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sample {
    /// How many records.
    pub size: usize,
    /// Other seeds draw other records.
    pub seed: u64,
}

impl Sample {
    /// Reads `drafts` to their end and gives the sample, in their order; `each` is called behind every draft. Records
    /// that are known to hold no article, such as images of a web archive, are left out.
    pub fn draw(self, drafts: impl Iterator<Item = Draft>, mut each: impl FnMut()) -> IntoIter<Draft> {
        let mut kept = BTreeMap::new();
        let candidates = drafts.inspect(|_| each()).filter(|draft| !draft.is_passed());
        for (place, draft) in candidates.enumerate() {
            let number = self.number(place as u64);
            // Most records of a long input are dropped here.
            if kept.len() < self.size || kept.last_key_value().is_some_and(|(&largest, _)| number < largest) {
                kept.insert(number, (place, draft));
                if kept.len() > self.size {
                    kept.pop_last();
                }
            }
        }
        let mut drawn: Vec<_> = kept.into_values().collect();
        drawn.sort_unstable_by_key(|&(place, _)| place);
        drawn.into_iter().map(|(_, draft)| draft).collect::<Vec<_>>().into_iter()
    }

    /// The number of the record at `place`; no two have the same.
    fn number(self, place: u64) -> u64 {
        splitmix64(splitmix64(self.seed).wrapping_add(place))
    }
}

const fn splitmix64(state: u64) -> u64 {
    let x = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

#[cfg(test)]
mod tests {
    use super::super::{Finished, Place, Problem, Record, Trouble};
    use super::*;
    use crate::doc::Article;

    fn draft(number: usize) -> Draft {
        Ok(Record { article: Article { id: number.to_string(), ..Article::default() }, warning: None }).into()
    }

    fn ids(sample: IntoIter<Draft>) -> Vec<usize> {
        let id = |draft: Draft| match draft.finish() {
            Finished::Record(record) => record.article.id.parse().unwrap(),
            other => panic!("{other:?}"),
        };
        sample.map(id).collect()
    }

    fn drawn(size: usize, seed: u64, records: usize) -> Vec<usize> {
        ids(Sample { size, seed }.draw((0..records).map(draft), || ()))
    }

    /// The first two outputs of the reference implementation for the state 0.
    #[test]
    fn splitmix64_is_the_known_one() {
        assert_eq!(splitmix64(0), 0xe220_a839_7b1d_cdaf);
        assert_eq!(splitmix64(0x9e37_79b9_7f4a_7c15), 0x6e78_9e6a_a1b9_65f4);
    }

    #[test]
    fn a_sample_is_in_order_and_within_every_larger_one() {
        let large = drawn(200, 7, 1000);
        assert_eq!(large.len(), 200);
        assert!(large.is_sorted_by(|a, b| a < b));
        for size in [0, 1, 50, 199] {
            let small = drawn(size, 7, 1000);
            assert_eq!(small.len(), size);
            assert!(small.iter().all(|id| large.contains(id)));
        }
        assert_ne!(drawn(50, 8, 1000), drawn(50, 7, 1000));
        assert_eq!(drawn(50, 7, 20), (0..20).collect::<Vec<_>>());
    }

    /// Over many seeds each record comes about as often as any other: within five standard deviations of the mean.
    #[test]
    fn every_record_is_as_likely() {
        let mut counts = [0_i32; 40];
        for seed in 0..4000 {
            for id in drawn(10, seed, 40) {
                counts[id] += 1;
            }
        }
        assert!(counts.iter().all(|count| (count - 1000).abs() < 137), "{counts:?}");
    }

    #[test]
    fn records_without_an_article_are_left_out_and_rejects_are_not() {
        let problem = || Problem { place: Place::file("f"), trouble: Trouble::Empty };
        let drafts = vec![Draft::passed("not-html"), draft(0), Draft::rejected(problem()), Draft::passed("redirect")];
        let mut seen = 0;
        let sample = Sample { size: 9, seed: 0 }.draw(drafts.into_iter(), || seen += 1);
        let finished: Vec<_> = sample.map(Draft::finish).collect();
        assert!(matches!(finished[..], [Finished::Record(_), Finished::Rejected(_)]), "{finished:?}");
        assert_eq!(seen, 4);
    }
}
