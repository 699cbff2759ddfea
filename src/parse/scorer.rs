//! The parser's network as it runs: in whole numbers, with what is used again kept.
//!
//! Kept are what each word adds to the vectors of its neighbours and, for the sentence, the product of a token and a
//! place, as most recur in the next state. Those of places to which every token comes are made beforehand.

use super::features::{self, DISTANCES, PLACES, REACH, StateFeature, Token};
use super::net::{HIDDEN, TOKEN};
use super::state::{NONE, Node, State, Step};
use crate::Result;
use crate::container::Reader;
use crate::doc::{Upos, Xpos};
use crate::net::fixed::{self, Block, LANES, Matrix, Places, Row};
use crate::net::memo::{Memo, key};
use crate::net::table::{File, Table};
use crate::net::{mix, read_weights};
use crate::tag::lexicon::Lexicon;

/// Scale of token vectors.
const TOKEN_SCALE: f32 = 8192.0;
/// Scale of the matrices' weights.
const MATRIX_SCALE: f32 = 16384.0;
/// Scale of a state's hidden vector.
const HIDDEN_SCALE: f32 = TOKEN_SCALE * MATRIX_SCALE / 65536.0;
const SCORE_SCALE: f32 = HIDDEN_SCALE * MATRIX_SCALE / 65536.0;

/// Rows that a state's hidden vector is the sum of, at the most: one a place, and one for each other feature.
const MOST_ROWS: usize = PLACES + features::STATE_FEATURES;

/// Blocks of a hidden vector.
const BLOCKS: usize = HIDDEN / LANES;
/// What a word adds at all distances.
const WIDTH: usize = DISTANCES * TOKEN;

const _: () = assert!(TOKEN == LANES && HIDDEN == BLOCKS * LANES);

type Hidden = Row<BLOCKS>;
static ZERO: Hidden = Row([fixed::ZERO; BLOCKS]);

/// A word to parse.
#[derive(Clone, Copy, Debug)]
pub(super) struct Word<'t> {
    pub form: &'t str,
    pub xpos: Xpos,
    pub upos: Upos,
}

/// The network.
#[derive(Debug)]
pub(super) struct Scorer {
    lexicon: Lexicon,
    words: Table<TOKEN>,
    /// Of no token at each distance.
    edges: [Block; DISTANCES],
    token_bias: Block,
    places: Vec<Matrix<TOKEN, BLOCKS>>,
    /// For each of [`StateFeature::all`] the number of its row; row 0 is zero.
    state_features: Vec<u16>,
    state_rows: Vec<Hidden>,
    state_bias: Hidden,
    steps: Vec<Step>,
    step_weights: Matrix<HIDDEN, 1>,
    step_bias: Vec<Block>,
    /// The most that steps can score where there is a choice: see [`choice`].
    limits: [Vec<Block>; 3],
}

/// Working memory.
#[derive(Debug, Default)]
pub(super) struct Scratch {
    memo: Memo<WIDTH>,
    state: State,
    vectors: Vec<Block>,
    /// What is above zero in the vector of each token.
    tokens: Vec<Places>,
    /// By token and place; filled where `known` says so.
    products: Vec<Hidden>,
    known: Vec<bool>,
    positive: Places,
    scores: Vec<Block>,
    word: Vec<f32>,
    features: Vec<(u8, u64)>,
    lower: String,
}

impl Scorer {
    /// Reads the network that scores `steps` from a model file.
    pub(super) fn read(file: &File, reader: &Reader<'_>, steps: Vec<Step>, lexicon: Lexicon) -> Result<Self> {
        let words = Table::open(file, reader, "token")?;
        let states = Table::<HIDDEN>::open(file, reader, "state")?;
        let places = read_weights(reader, "places", PLACES * TOKEN * HIDDEN)?;
        let matrix = |place: &[f32]| Matrix::new(HIDDEN, MATRIX_SCALE, |i, o| place[i * HIDDEN + o]);
        let step_weights = read_weights(reader, "steps", steps.len() * HIDDEN)?;
        let step_bias = read_weights(reader, "steps-b", steps.len())?;
        let mut state_rows = vec![ZERO];
        let mut row_of = |feature: StateFeature| -> u16 {
            let Some(found) = states.find(feature.hash()) else { return 0 };
            state_rows.push(hidden(found.weights()));
            state_rows.len() as u16 - 1
        };
        let state_features = StateFeature::all().map(&mut row_of).collect();
        let edge = |distance| words.find(features::edge_feature(distance)).map_or(fixed::ZERO, |r| block(r.weights()));
        Ok(Self {
            lexicon,
            edges: std::array::from_fn(edge),
            token_bias: block(read_weights(reader, "token-b", TOKEN)?.into_iter()),
            places: places.chunks_exact(TOKEN * HIDDEN).map(matrix).collect(),
            state_features,
            state_rows,
            state_bias: hidden(read_weights(reader, "state-b", HIDDEN)?.into_iter()),
            step_weights: Matrix::new(steps.len(), MATRIX_SCALE, |i, step| step_weights[step * HIDDEN + i]),
            step_bias: fixed::blocks(&step_bias, SCORE_SCALE, i16::MIN),
            limits: limits(&steps),
            steps,
            words,
        })
    }

    /// Parses `words`, taking the best allowed step each time. A node a word, and the root behind them.
    pub(super) fn parse<'s, 't>(&self, words: impl Iterator<Item = Word<'t>>, scratch: &'s mut Scratch) -> &'s [Node] {
        let len = self.encode(words, scratch);
        let mut state = std::mem::take(&mut scratch.state);
        state.reset(len);
        while !state.is_done() {
            let step = state.only_step().or_else(|| self.best(&state, scratch));
            let Some(step) = step else { break };
            state.take(step);
        }
        scratch.state = state;
        &scratch.state.nodes
    }

    /// Fills the token vectors and returns their number.
    fn encode<'t>(&self, words: impl Iterator<Item = Word<'t>>, scratch: &mut Scratch) -> usize {
        let Scratch { memo, tokens, vectors, products, known, word, features, lower, .. } = scratch;
        vectors.clear();
        // Sums are built for all tokens first: a token adds to those of its neighbours.
        let mut len = 0;
        for Word { form, xpos, upos } in words {
            vectors.resize(len + 1 + REACH, self.token_bias);
            let parts = memo.get(mix(key(form), (xpos as u64) << 8 | upos as u64), |parts| {
                let token = Token::new(form, xpos, upos, &self.lexicon, lower);
                word.clear();
                word.resize(WIDTH, 0.0);
                features.clear();
                for distance in 0..DISTANCES {
                    features::features_at(&token, distance, |feature| features.push((distance as u8, feature)));
                }
                self.words.add_all(features, word.as_chunks_mut().0);
                fixed::round(word, TOKEN_SCALE, parts);
            });
            fixed::add_crosswise(&mut vectors[len.saturating_sub(REACH)..], parts.as_chunks().0);
            len += 1;
        }
        tokens.resize(len.max(tokens.len()), Places::new());
        for (at, (vector, token)) in vectors[..len].iter_mut().zip(&mut *tokens).enumerate() {
            for (distance, edge) in self.edges.iter().enumerate() {
                if (at + distance).checked_sub(REACH).is_none_or(|i| i >= len) {
                    fixed::add(vector, edge);
                }
            }
            fixed::positive(std::slice::from_ref(vector), token);
        }
        known.clear();
        known.resize(len * PLACES, false);
        products.resize(known.len().max(products.len()), ZERO);
        // Place by place, as a matrix fits into the first cache.
        for (place, from) in features::COMMON {
            for at in from..len {
                let cell = at * PLACES + place;
                self.places[place].product(&vectors[at], &tokens[at], &ZERO.0, &mut products[cell].0);
                known[cell] = true;
            }
        }
        len
    }

    /// The first allowed step of the highest score.
    fn best(&self, state: &State, scratch: &mut Scratch) -> Option<Step> {
        let places = features::places(state);
        let Scratch { vectors, tokens, products, known, positive, scores, .. } = scratch;
        let mut hidden = self.state_bias;
        for (place, (&token, matrix)) in places.iter().zip(&self.places).enumerate() {
            if token == NONE || token >= state.len {
                continue;
            }
            let cell = token as usize * PLACES + place;
            if !known[cell] {
                known[cell] = true;
                let token = token as usize;
                matrix.product(&vectors[token], &tokens[token], &ZERO.0, &mut products[cell].0);
            }
        }
        let mut rows = [&ZERO; MOST_ROWS];
        let mut len = 0;
        let mut row = |row| {
            rows[len] = row;
            len += 1;
        };
        for (place, &token) in places.iter().enumerate() {
            if token != NONE && token < state.len {
                row(&products[token as usize * PLACES + place]);
            }
        }
        features::state_features(state, &places, |feature| {
            row(&self.state_rows[self.state_features[feature.index()] as usize]);
        });
        fixed::add_all(&mut hidden, &rows[..len]);
        fixed::positive(&hidden.0, positive);
        scores.resize(self.step_bias.len(), fixed::ZERO);
        if let Some(hidden) = hidden.0.as_flattened().as_array() {
            self.step_weights.product(hidden, positive, &self.step_bias, scores);
        }
        for (scores, limits) in scores.iter_mut().zip(&self.limits[choice(state)]) {
            for (score, &limit) in scores.iter_mut().zip(limits) {
                *score = (*score).min(limit);
            }
        }
        self.steps.get(fixed::highest(scores)).copied().filter(|&step| state.allows(step))
    }
}

/// Which steps there are to choose from, 0 to 2: all but arcs to the right, all, arcs to the right alone. In other
/// states there is one step.
#[inline]
fn choice(state: &State) -> usize {
    match (state.next == state.len, state.stack.len()) {
        (false, ..2) => 0,
        (false, _) => 1,
        (true, _) => 2,
    }
}

fn limits(steps: &[Step]) -> [Vec<Block>; 3] {
    [(0, 1), (0, 2), (2, 2)].map(|(next, stack)| {
        let state = State { stack: vec![0; stack], next, len: 2, nodes: Vec::new() };
        let limit = |&step| if state.allows(step) { f32::MAX } else { f32::MIN };
        fixed::blocks(&steps.iter().map(limit).collect::<Vec<_>>(), 1.0, i16::MIN)
    })
}

fn block(weights: impl Iterator<Item = f32>) -> Block {
    let mut block = fixed::ZERO;
    for (to, weight) in block.iter_mut().zip(weights) {
        *to = fixed::number(weight, TOKEN_SCALE);
    }
    block
}

fn hidden(weights: impl Iterator<Item = f32>) -> Hidden {
    let mut hidden = ZERO;
    for (to, weight) in hidden.0.as_flattened_mut().iter_mut().zip(weights) {
        *to = fixed::number(weight, HIDDEN_SCALE);
    }
    hidden
}
