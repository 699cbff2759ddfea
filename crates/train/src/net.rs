//! Forward and backward pass of the parser's network over a sentence.

use crate::adam::Part;
use crate::oracle::Tree;
use crate::random::Random;
use advocoder::doc::Deprel;
use advocoder::net::{Rows, add, add_scaled, dot};
use advocoder::parse::features::{self, PLACES};
use advocoder::parse::net::{HIDDEN, Net, TOKEN};
use advocoder::parse::state::{NONE, State, Step};

/// Share of token features, of token vector parts and of hidden parts that are left out at random in training.
const DROP_FEATURE: f32 = 0.1;
const DROP_TOKEN: f32 = 0.2;
const DROP_HIDDEN: f32 = 0.3;

/// A sentence ready for training: rows of each token's features, and its gold tree.
pub struct Example {
    pub rows: Vec<Vec<u32>>,
    pub tree: Tree,
}

/// The arrays of weights of a [`Net`].
pub fn weights(net: &mut Net) -> [&mut Vec<f32>; 7] {
    [
        &mut net.token_rows.weights,
        &mut net.token_bias,
        &mut net.places,
        &mut net.state_rows.weights,
        &mut net.state_bias,
        &mut net.steps,
        &mut net.step_bias,
    ]
}

const TOKEN_ROWS: usize = 0;
const TOKEN_BIAS: usize = 1;
const PLACE_MATRICES: usize = 2;
const STATE_ROWS: usize = 3;
const STATE_BIAS: usize = 4;
const STEP_ROWS: usize = 5;
const STEP_BIAS: usize = 6;

/// Gradients of a [`Net`] over some sentences.
pub struct Gradients {
    /// In the order of [`weights`].
    pub parts: [Part; 7],
    state: State,
    rows: Vec<Vec<u32>>,
    tokens: Vec<f32>,
    back_tokens: Vec<f32>,
    products: Vec<f32>,
    back_products: Vec<f32>,
    known: Vec<bool>,
    /// Steps taken, and how many of them were wrong.
    pub counts: [usize; 2],
}

impl Gradients {
    /// All zero.
    pub fn new(net: &mut Net) -> Self {
        let [tokens, token_bias, places, states, state_bias, steps, step_bias] = weights(net).map(|part| part.len());
        Self {
            parts: [
                Part::rows(tokens, TOKEN),
                Part::dense(token_bias),
                Part::dense(places),
                Part::rows(states, HIDDEN),
                Part::dense(state_bias),
                Part::dense(steps),
                Part::dense(step_bias),
            ],
            state: State::default(),
            rows: Vec::new(),
            tokens: Vec::new(),
            back_tokens: Vec::new(),
            products: Vec::new(),
            back_products: Vec::new(),
            known: Vec::new(),
            counts: [0; 2],
        }
    }

    /// Adds those of `other` and clears them.
    pub fn take(&mut self, other: &mut Self) {
        for (part, other) in self.parts.iter_mut().zip(&mut other.parts) {
            part.take(other);
        }
        for (count, more) in self.counts.iter_mut().zip(std::mem::take(&mut other.counts)) {
            *count += more;
        }
    }

    /// Runs the parser over `example`, taking wrong steps too where `explore`, and adds the gradients.
    pub fn sentence(&mut self, net: &Net, steps: &[Step], example: &Example, explore: bool, random: &mut Random) {
        let n = example.rows.len();
        self.encode(net, example, random);
        let mut state = std::mem::take(&mut self.state);
        state.reset(n);
        while !state.is_done() {
            let step = self.step(net, steps, example, &state, explore, random);
            state.take(step);
        }
        self.state = state;
        self.decode(net, n);
    }

    fn encode(&mut self, net: &Net, example: &Example, random: &mut Random) {
        let n = example.rows.len();
        self.rows.resize(n.max(self.rows.len()), Vec::new());
        self.tokens.clear();
        for (kept, rows) in self.rows.iter_mut().zip(&example.rows) {
            kept.clear();
            kept.extend(rows.iter().filter(|_| random.share() >= DROP_FEATURE));
            let start = self.tokens.len();
            self.tokens.extend_from_slice(&net.token_bias);
            let vector = &mut self.tokens[start..];
            for &row in kept.iter() {
                add_scaled(vector, net.token_rows.row(row), 1.0 / (1.0 - DROP_FEATURE));
            }
            for value in vector {
                *value = if random.share() < DROP_TOKEN { 0.0 } else { value.max(0.0) / (1.0 - DROP_TOKEN) };
            }
        }
        for (buffer, len) in [
            (&mut self.back_tokens, n * TOKEN),
            (&mut self.products, n * PLACES * HIDDEN),
            (&mut self.back_products, n * PLACES * HIDDEN),
        ] {
            buffer.clear();
            buffer.resize(len, 0.0);
        }
        self.known.clear();
        self.known.resize(n * PLACES, false);
    }

    fn step(
        &mut self,
        net: &Net,
        steps: &[Step],
        example: &Example,
        state: &State,
        explore: bool,
        random: &mut Random,
    ) -> Step {
        let places = features::places(state);
        let mut hidden = net.state_bias.clone();
        let mut found = Vec::new();
        for (place, &token) in places.iter().enumerate().filter(|(_, token)| **token < state.len) {
            let cell = token as usize * PLACES + place;
            let product = &mut self.products[cell * HIDDEN..(cell + 1) * HIDDEN];
            if !self.known[cell] {
                self.known[cell] = true;
                let vector = &self.tokens[token as usize * TOKEN..(token as usize + 1) * TOKEN];
                let matrix = &net.places[place * TOKEN * HIDDEN..(place + 1) * TOKEN * HIDDEN];
                for (&value, row) in vector.iter().zip(matrix.chunks_exact(HIDDEN)) {
                    if value > 0.0 {
                        add_scaled(product, row, value);
                    }
                }
            }
            add(&mut hidden, product);
        }
        features::state_features(state, &places, |feature| found.extend(net.state_rows.find(feature.hash())));
        for &row in &found {
            add(&mut hidden, net.state_rows.row(row));
        }
        for value in &mut hidden {
            *value = if random.share() < DROP_HIDDEN { 0.0 } else { value.max(0.0) / (1.0 - DROP_HIDDEN) };
        }

        let costs = example.tree.costs(state);
        let least = costs.iter().flatten().min().copied();
        let label = |step| wanted(example, state, step);
        let is_right = |step: Step| match step {
            Step::Shift => costs[0] == least,
            Step::Left(deprel) => costs[1] == least && deprel == label(step),
            Step::Right(deprel) => costs[2] == least && deprel == label(step),
        };
        let mut scores = Vec::with_capacity(steps.len());
        for (i, &step) in steps.iter().enumerate() {
            let row = &net.steps[i * HIDDEN..(i + 1) * HIDDEN];
            scores.push(if state.allows(step) { net.step_bias[i] + dot(row, &hidden) } else { f32::MIN });
        }
        let allowed_right: Vec<bool> = steps.iter().map(|&step| state.allows(step) && is_right(step)).collect();
        let highest = |only_right: bool| {
            (0..steps.len())
                .rev()
                .filter(|&i| !only_right || allowed_right[i])
                .max_by(|&a, &b| scores[a].total_cmp(&scores[b]))
        };
        let guess = highest(false).unwrap_or(0);
        // Relations that are too rare to have a step leave nothing to learn from.
        let Some(right) = highest(true) else { return steps[guess] };
        self.counts[0] += 1;
        self.counts[1] += usize::from(!allowed_right[guess]);

        let top = scores[guess];
        let mut shares: Vec<f32> =
            scores.iter().map(|&score| if score <= f32::MIN { 0.0 } else { (score - top).exp() }).collect();
        let total: f32 = shares.iter().sum();
        let total_right: f32 = shares.iter().zip(&allowed_right).filter(|(_, right)| **right).map(|(s, _)| s).sum();
        for (share, &right) in shares.iter_mut().zip(&allowed_right) {
            // What the step got less what it should have got.
            *share = *share / total - if right { *share / total_right.max(1e-9) } else { 0.0 };
        }
        let mut gradient = vec![0.0; HIDDEN];
        for (i, &share) in shares.iter().enumerate() {
            if share.abs() > 1e-5 {
                add_scaled(&mut gradient, &net.steps[i * HIDDEN..(i + 1) * HIDDEN], share);
                add_scaled(self.parts[STEP_ROWS].at(i * HIDDEN..(i + 1) * HIDDEN), &hidden, share);
                self.parts[STEP_BIAS].at(i..i + 1)[0] += share;
            }
        }
        for (gradient, &value) in gradient.iter_mut().zip(&hidden) {
            *gradient = if value > 0.0 { *gradient / (1.0 - DROP_HIDDEN) } else { 0.0 };
        }
        add(self.parts[STATE_BIAS].at(0..HIDDEN), &gradient);
        for &row in &found {
            add(self.parts[STATE_ROWS].row(row), &gradient);
        }
        for (place, &token) in places.iter().enumerate().filter(|(_, token)| **token < state.len) {
            let cell = token as usize * PLACES + place;
            add(&mut self.back_products[cell * HIDDEN..(cell + 1) * HIDDEN], &gradient);
        }
        let follow = allowed_right[guess] || explore && random.share() < 0.9;
        steps[if follow { guess } else { right }]
    }

    /// Hands the gradients of the products on to matrices, token vectors and their rows.
    fn decode(&mut self, net: &Net, n: usize) {
        for token in 0..n {
            let vector = &self.tokens[token * TOKEN..(token + 1) * TOKEN];
            let back = &mut self.back_tokens[token * TOKEN..(token + 1) * TOKEN];
            for place in 0..PLACES {
                let cell = token * PLACES + place;
                if !self.known[cell] {
                    continue;
                }
                let gradient = &self.back_products[cell * HIDDEN..(cell + 1) * HIDDEN];
                let start = place * TOKEN * HIDDEN;
                for (i, &value) in vector.iter().enumerate() {
                    if value > 0.0 {
                        let range = start + i * HIDDEN..start + (i + 1) * HIDDEN;
                        back[i] += dot(&net.places[range.clone()], gradient);
                        add_scaled(self.parts[PLACE_MATRICES].at(range), gradient, value);
                    }
                }
            }
            for gradient in back.iter_mut() {
                *gradient /= 1.0 - DROP_TOKEN;
            }
            add(self.parts[TOKEN_BIAS].at(0..TOKEN), back);
            for &row in &self.rows[token] {
                add_scaled(self.parts[TOKEN_ROWS].row(row), back, 1.0 / (1.0 - DROP_FEATURE));
            }
        }
    }
}

/// The relation that `step` should give: the gold one of the stack's top, as far as the root allows.
fn wanted(example: &Example, state: &State, step: Step) -> Deprel {
    let top = state.top(0);
    if top == NONE {
        return Deprel::Dep;
    }
    let at_end = state.next == state.len && matches!(step, Step::Left(_));
    if at_end { Deprel::Root } else { example.tree.arc(top) }
}

/// Gives `net`, whose features are `token_features` and `state_features`, the weights of `from` where this has them, and
/// to tokens and states that it has not seen rows of zeros.
pub fn copy(from: &Net, net: &mut Net, token_features: &[u64], state_features: &[u64]) {
    for (to, from, features, width) in [
        (&mut net.token_rows.weights, &from.token_rows, token_features, TOKEN),
        (&mut net.state_rows.weights, &from.state_rows, state_features, HIDDEN),
    ] {
        for (row, &feature) in to.chunks_exact_mut(width).zip(features) {
            match from.find(feature) {
                Some(known) => row.copy_from_slice(from.row(known)),
                None => row.fill(0.0),
            }
        }
    }
    net.token_bias.clone_from(&from.token_bias);
    net.places.clone_from(&from.places);
    net.state_bias.clone_from(&from.state_bias);
    net.steps.clone_from(&from.steps);
    net.step_bias.clone_from(&from.step_bias);
}

/// A network for `token_features`, `state_features` and `steps` with small random weights.
pub fn fresh(token_features: &[u64], state_features: &[u64], steps: usize, random: &mut Random) -> Net {
    let mut net = Net {
        token_rows: Rows::new(token_features, TOKEN),
        token_bias: vec![0.0; TOKEN],
        places: vec![0.0; PLACES * TOKEN * HIDDEN],
        state_rows: Rows::new(state_features, HIDDEN),
        state_bias: vec![0.02; HIDDEN],
        steps: vec![0.0; steps * HIDDEN],
        step_bias: vec![0.0; steps],
    };
    for (weights, width) in [
        (&mut net.token_rows.weights, 0.12),
        (&mut net.places, 0.05),
        (&mut net.state_rows.weights, 0.05),
        (&mut net.steps, 0.1),
    ] {
        for weight in weights.iter_mut() {
            *weight = (random.share() * 2.0 - 1.0) * width;
        }
    }
    net
}
