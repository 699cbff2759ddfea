//! Trains the parser's network: forward and backward pass of a sentence, and the Adam update (Kingma and Ba 2015).

use crate::oracle::Tree;
use crate::random::Random;
use advocoder::doc::Deprel;
use advocoder::parse::features::{self, PLACES};
use advocoder::parse::net::{HIDDEN, Net, TOKEN, add, add_scaled, dot};
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

/// Number of weight arrays of a [`Net`].
const PARTS: usize = 7;
/// Which of them are rows of features, and their width: only rows that occurred change.
const ROW_PARTS: [(usize, usize); 2] = [(0, TOKEN), (3, HIDDEN)];

fn parts(net: &mut Net) -> [&mut Vec<f32>; PARTS] {
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

/// Gradients of a [`Net`] over some sentences.
pub struct Gradients {
    parts: [Vec<f32>; PARTS],
    touched: [Vec<u32>; 2],
    is_touched: [Vec<bool>; 2],
    state: State,
    rows: Vec<Vec<u32>>,
    tokens: Vec<f32>,
    token_gradients: Vec<f32>,
    products: Vec<f32>,
    product_gradients: Vec<f32>,
    known: Vec<bool>,
    /// Steps taken, and how many of them were wrong.
    pub counts: [usize; 2],
}

impl Gradients {
    /// All zero.
    pub fn new(net: &mut Net) -> Self {
        let rows = ROW_PARTS.map(|(part, width)| parts(net)[part].len() / width);
        Self {
            parts: parts(net).map(|part| vec![0.0; part.len()]),
            touched: [Vec::new(), Vec::new()],
            is_touched: rows.map(|rows| vec![false; rows]),
            state: State::default(),
            rows: Vec::new(),
            tokens: Vec::new(),
            token_gradients: Vec::new(),
            products: Vec::new(),
            product_gradients: Vec::new(),
            known: Vec::new(),
            counts: [0; 2],
        }
    }

    fn touch(&mut self, which: usize, row: u32) {
        if !std::mem::replace(&mut self.is_touched[which][row as usize], true) {
            self.touched[which].push(row);
        }
    }

    /// Adds those of `other` and clears them.
    pub fn take(&mut self, other: &mut Self) {
        for which in 0..2 {
            let (part, width) = ROW_PARTS[which];
            for row in std::mem::take(&mut other.touched[which]) {
                other.is_touched[which][row as usize] = false;
                self.touch(which, row);
                let range = row as usize * width..(row as usize + 1) * width;
                add(&mut self.parts[part][range.clone()], &other.parts[part][range.clone()]);
                other.parts[part][range].fill(0.0);
            }
        }
        for part in [1, 2, 4, 5, 6] {
            add(&mut self.parts[part], &other.parts[part]);
            other.parts[part].fill(0.0);
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
                add_scaled(vector, net.token_rows.row(row, TOKEN), 1.0 / (1.0 - DROP_FEATURE));
            }
            for value in vector {
                *value = if random.share() < DROP_TOKEN { 0.0 } else { value.max(0.0) / (1.0 - DROP_TOKEN) };
            }
        }
        for (buffer, len) in [
            (&mut self.token_gradients, n * TOKEN),
            (&mut self.products, n * PLACES * HIDDEN),
            (&mut self.product_gradients, n * PLACES * HIDDEN),
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
        features::state_features(state, &places, |feature| found.extend(net.state_rows.find(feature)));
        for &row in &found {
            add(&mut hidden, net.state_rows.row(row, HIDDEN));
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
            (0..steps.len()).rev().filter(|&i| !only_right || allowed_right[i]).max_by(|&a, &b| scores[a].total_cmp(&scores[b]))
        };
        let guess = highest(false).unwrap_or(0);
        // Relations that are too rare to have a step leave nothing to learn from.
        let Some(right) = highest(true) else { return steps[guess] };
        self.counts[0] += 1;
        self.counts[1] += usize::from(!allowed_right[guess]);

        let top = scores[guess];
        let mut shares: Vec<f32> =
            scores.iter().map(|&score| if score == f32::MIN { 0.0 } else { (score - top).exp() }).collect();
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
                add_scaled(&mut self.parts[5][i * HIDDEN..(i + 1) * HIDDEN], &hidden, share);
                self.parts[6][i] += share;
            }
        }
        for (gradient, &value) in gradient.iter_mut().zip(&hidden) {
            *gradient = if value > 0.0 { *gradient / (1.0 - DROP_HIDDEN) } else { 0.0 };
        }
        add(&mut self.parts[4], &gradient);
        for &row in &found {
            self.touch(1, row);
            add(&mut self.parts[3][row as usize * HIDDEN..(row as usize + 1) * HIDDEN], &gradient);
        }
        for (place, &token) in places.iter().enumerate().filter(|(_, token)| **token < state.len) {
            let cell = token as usize * PLACES + place;
            add(&mut self.product_gradients[cell * HIDDEN..(cell + 1) * HIDDEN], &gradient);
        }
        let follow = allowed_right[guess] || explore && random.share() < 0.9;
        steps[if follow { guess } else { right }]
    }

    /// Hands the gradients of the products on to matrices, token vectors and their rows.
    fn decode(&mut self, net: &Net, n: usize) {
        for token in 0..n {
            let vector = &self.tokens[token * TOKEN..(token + 1) * TOKEN];
            let back = &mut self.token_gradients[token * TOKEN..(token + 1) * TOKEN];
            for place in 0..PLACES {
                let cell = token * PLACES + place;
                if !self.known[cell] {
                    continue;
                }
                let gradient = &self.product_gradients[cell * HIDDEN..(cell + 1) * HIDDEN];
                let start = place * TOKEN * HIDDEN;
                for (i, &value) in vector.iter().enumerate() {
                    if value > 0.0 {
                        let range = start + i * HIDDEN..start + (i + 1) * HIDDEN;
                        back[i] += dot(&net.places[range.clone()], gradient);
                        add_scaled(&mut self.parts[2][range], gradient, value);
                    }
                }
            }
            for gradient in back.iter_mut() {
                *gradient /= 1.0 - DROP_TOKEN;
            }
            add(&mut self.parts[1], &self.token_gradients[token * TOKEN..(token + 1) * TOKEN]);
            for i in 0..self.rows[token].len() {
                let row = self.rows[token][i];
                self.touch(0, row);
                let range = row as usize * TOKEN..(row as usize + 1) * TOKEN;
                let back = &self.token_gradients[token * TOKEN..(token + 1) * TOKEN];
                add_scaled(&mut self.parts[0][range], back, 1.0 / (1.0 - DROP_FEATURE));
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

/// Moments of the gradients.
pub struct Adam {
    first: [Vec<f32>; PARTS],
    second: [Vec<f32>; PARTS],
    updates: i32,
}

impl Adam {
    /// Moments before the first update.
    pub fn new(net: &mut Net) -> Self {
        let zeros = || parts(&mut net.clone()).map(|part| vec![0.0; part.len()]);
        Self { first: zeros(), second: zeros(), updates: 0 }
    }

    /// Changes the weights against `gradients`, divided by `size`, at `rate`, and clears them. Rows of features that
    /// did not occur stay as they are.
    pub fn update(&mut self, net: &mut Net, gradients: &mut Gradients, size: f32, rate: f32) {
        self.updates += 1;
        let rate = rate * (1.0 - 0.999_f32.powi(self.updates)).sqrt() / (1.0 - 0.9_f32.powi(self.updates));
        let lengths: [usize; PARTS] = std::array::from_fn(|part| self.first[part].len());
        let weights = parts(net);
        for (part, weights) in weights.into_iter().enumerate() {
            let mut change = |range: std::ops::Range<usize>| {
                let gradient = &mut gradients.parts[part][range.clone()];
                let first = &mut self.first[part][range.clone()];
                let second = &mut self.second[part][range.clone()];
                for (((g, m), v), w) in gradient.iter_mut().zip(first).zip(second).zip(&mut weights[range]) {
                    let scaled = *g / size;
                    *m = 0.9 * *m + 0.1 * scaled;
                    *v = 0.999 * *v + 0.001 * scaled * scaled;
                    *w -= rate * *m / (v.sqrt() + 1e-6);
                    *g = 0.0;
                }
            };
            match ROW_PARTS.iter().position(|(rows, _)| *rows == part) {
                None => change(0..lengths[part]),
                Some(which) => {
                    let width = ROW_PARTS[which].1;
                    for row in std::mem::take(&mut gradients.touched[which]) {
                        gradients.is_touched[which][row as usize] = false;
                        change(row as usize * width..(row as usize + 1) * width);
                    }
                }
            }
        }
    }
}

/// A network for `token_features`, `state_features` and `steps` with small random weights.
pub fn fresh(token_features: &[u64], state_features: &[u64], steps: usize, random: &mut Random) -> Net {
    use advocoder::parse::net::Rows;
    let mut net = Net {
        token_rows: Rows::new(token_features, TOKEN),
        token_bias: vec![0.0; TOKEN],
        places: vec![0.0; PLACES * TOKEN * HIDDEN],
        state_rows: Rows::new(state_features, HIDDEN),
        state_bias: vec![0.02; HIDDEN],
        steps: vec![0.0; steps * HIDDEN],
        step_bias: vec![0.0; steps],
    };
    for (weights, width) in
        [(&mut net.token_rows.weights, 0.12), (&mut net.places, 0.05), (&mut net.state_rows.weights, 0.05), (&mut net.steps, 0.1)]
    {
        for weight in weights.iter_mut() {
            *weight = (random.share() * 2.0 - 1.0) * width;
        }
    }
    net
}
