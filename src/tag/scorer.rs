//! The tagger's network as it runs: in whole numbers, with what each word adds to the hidden layer kept.

use super::features::{self, Casing, DISTANCES, NO_TAG, REACH};
use super::lexicon::Lexicon;
use super::{HIDDEN, read_classes};
use crate::Result;
use crate::container::Reader;
use crate::doc::{Upos, Xpos};
use crate::net::fixed::{self, Block, LANES, Matrix, Places};
use crate::net::memo::{Memo, key};
use crate::net::table::{File, Table};
use crate::net::{mix, read_weights};

/// Scale of the hidden layer.
const HIDDEN_SCALE: f32 = 3072.0;
/// Scale of the weights of classes, and of scores.
const CLASS_SCALE: f32 = 16384.0;
const SCORE_SCALE: f32 = HIDDEN_SCALE * CLASS_SCALE / 65536.0;

/// What a word adds at all distances.
const WIDTH: usize = DISTANCES * HIDDEN;

const _: () = assert!(HIDDEN == LANES);

/// The network.
#[derive(Debug)]
pub(super) struct Scorer {
    words: Table<HIDDEN>,
    /// Of no word at each distance.
    edges: [Block; DISTANCES],
    /// Of a last tag, and of a last and a last but one: numbers of `rows`.
    last: Vec<u16>,
    last_two: Vec<u16>,
    /// What tags add; the first row is zero.
    rows: Vec<Block>,
    bias: Block,
    classes: Matrix<HIDDEN, 1>,
    /// Lanes that are no class are never the highest.
    class_bias: Vec<Block>,
}

/// Working memory.
#[derive(Debug, Default)]
pub(super) struct Scratch {
    memo: Memo<WIDTH>,
    sums: Vec<Block>,
    positive: Places,
    scores: Vec<Block>,
    word: Vec<f32>,
    features: Vec<(u8, u64)>,
    lower: String,
}

impl Scorer {
    /// Reads the network of `classes` from a model file.
    pub(super) fn read(file: &File, reader: &Reader<'_>) -> Result<(Self, Vec<(Xpos, Upos)>)> {
        let kinds = read_classes(reader.section("kinds")?)?;
        let words = Table::open(file, reader, "word")?;
        let weights = read_weights(reader, "classes", kinds.len() * HIDDEN)?;
        let classes = Matrix::new(kinds.len(), CLASS_SCALE, |input, class| weights[class * HIDDEN + input]);
        let class_bias = read_weights(reader, "class-b", kinds.len())?;
        let mut rows = vec![fixed::ZERO];
        let mut row_of = |feature| -> u16 {
            let Some(found) = words.find(feature) else { return 0 };
            rows.push(block(found.weights()));
            rows.len() as u16 - 1
        };
        let tags = || (0..kinds.len() as u8).chain([NO_TAG]);
        let last = tags().map(|tag| row_of(features::tag_features(tag, NO_TAG)[0])).collect();
        let last_two = tags().flat_map(|one| tags().map(move |two| features::tag_features(one, two)[1]));
        let last_two = last_two.map(&mut row_of).collect();
        let edge = |distance| words.find(features::edge_feature(distance)).map_or(fixed::ZERO, |r| block(r.weights()));
        let scorer = Self {
            edges: std::array::from_fn(edge),
            last,
            last_two,
            rows,
            bias: block(read_weights(reader, "bias", HIDDEN)?.into_iter()),
            classes,
            class_bias: fixed::blocks(&class_bias, SCORE_SCALE, i16::MIN),
            words,
        };
        Ok((scorer, kinds))
    }

    /// Fills `tags` with the number of the class of each of a sentence's `forms`.
    pub(super) fn choose<'t>(
        &self,
        forms: impl Iterator<Item = &'t str>,
        casing: Casing,
        lexicon: &Lexicon,
        scratch: &mut Scratch,
        tags: &mut Vec<u8>,
    ) {
        let Scratch { memo, sums, positive, scores, word, features, lower } = scratch;
        sums.clear();
        tags.clear();
        // Sums are built for all words first: a word adds to those of its neighbours.
        let mut len = 0;
        for form in forms {
            sums.resize(len + 1 + REACH, self.bias);
            let parts = memo.get(mix(key(form), casing as u64), |parts| {
                word.clear();
                word.resize(WIDTH, 0.0);
                features.clear();
                features::word_features(form, casing, lexicon, lower, |distance, feature| {
                    features.push((distance as u8, feature));
                });
                self.words.add_all(features, word.as_chunks_mut().0);
                fixed::round(word, HIDDEN_SCALE, parts);
            });
            // A word at distance d of another sees that one at distance -d.
            fixed::add_crosswise(&mut sums[len.saturating_sub(REACH)..], parts.as_chunks().0);
            len += 1;
        }
        let none = self.last.len() - 1;
        scores.resize(self.class_bias.len(), fixed::ZERO);
        let (mut last, mut last_but_one) = (none, none);
        for (at, sum) in sums[..len].iter_mut().enumerate() {
            for (distance, edge) in self.edges.iter().enumerate() {
                if (at + distance).checked_sub(REACH).is_none_or(|i| i >= len) {
                    fixed::add(sum, edge);
                }
            }
            fixed::add(sum, &self.rows[self.last[last] as usize]);
            fixed::add(sum, &self.rows[self.last_two[last * self.last.len() + last_but_one] as usize]);
            fixed::positive(std::slice::from_ref(sum), positive);
            self.classes.product(sum, positive, &self.class_bias, scores);
            let class = fixed::highest(scores);
            tags.push(class as u8);
            (last, last_but_one) = (class, last);
        }
    }
}

fn block(weights: impl Iterator<Item = f32>) -> Block {
    let mut block = fixed::ZERO;
    for (to, weight) in block.iter_mut().zip(weights) {
        *to = fixed::number(weight, HIDDEN_SCALE);
    }
    block
}
