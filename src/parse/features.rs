//! What the parser sees: each token in its window of five, and the state's tokens, relations and distances.

use super::state::{NONE, Node, State};
use crate::doc::{Upos, Xpos};
use crate::net::{hash, mix};
use crate::tag::lexicon::Lexicon;

/// A token as the features need it: hashes and numbers.
#[derive(Clone, Copy, Debug, Default)]
pub struct Token {
    lower: u64,
    ending: u64,
    shape: u64,
    tags: u64,
    cluster: u64,
    branch: u64,
}

impl Token {
    /// Looks at `form` with its tags; `buffer` is scratch space.
    pub fn new(form: &str, xpos: Xpos, upos: Upos, lexicon: &Lexicon, buffer: &mut String) -> Self {
        buffer.clear();
        for c in form.chars() {
            buffer.extend(c.to_lowercase().map(|c| if c.is_ascii_digit() { '0' } else { c }));
        }
        let entry = lexicon.get(form, buffer);
        let start = buffer.char_indices().rev().nth(2).map_or(0, |(i, _)| i);
        let mut chars = form.chars();
        let first = chars.next().is_some_and(char::is_uppercase);
        let rest = chars.next().is_some_and(char::is_uppercase);
        Self {
            lower: hash(buffer),
            ending: hash(&buffer[start..]),
            shape: u64::from(first) << 1 | u64::from(rest),
            tags: (xpos as u64) << 8 | upos as u64,
            cluster: u64::from(entry.cluster),
            branch: lexicon.prefix(entry.cluster, 6),
        }
    }
}

/// Farthest distance at which a token is looked at, to either side.
pub const REACH: usize = 2;
/// Number of distances, from [`REACH`] tokens before to as many behind.
pub const DISTANCES: usize = 2 * REACH + 1;

/// Calls `emit` with each feature that `token` gives one at distance number `distance` of `0..DISTANCES`, the one to
/// which it lies `distance - REACH` tokens ahead.
pub fn features_at(token: &Token, distance: usize, mut emit: impl FnMut(u64)) {
    let place = (distance as u64 + 1) * 16;
    emit(mix(place + 1, token.tags));
    emit(mix(place + 2, token.branch));
    if distance.abs_diff(REACH) <= 1 {
        emit(mix(place + 3, token.lower));
        emit(mix(place + 4, token.cluster));
        emit(mix(place + 5, token.shape));
    }
    if distance == REACH {
        emit(mix(place + 6, token.ending));
    }
}

/// The feature of no token at the distance of that number.
pub fn edge_feature(distance: usize) -> u64 {
    mix((distance as u64 + 1) * 16, 0)
}

/// Calls `emit` with each feature of the token at `at`.
pub fn token_features(tokens: &[Token], at: usize, mut emit: impl FnMut(u64)) {
    for distance in 0..DISTANCES {
        match (at + distance).checked_sub(REACH).and_then(|i| tokens.get(i)) {
            Some(token) => features_at(token, distance, &mut emit),
            None => emit(edge_feature(distance)),
        }
    }
}

/// Number of places in a state whose tokens are looked at.
pub const PLACES: usize = 12;

/// Places of [`places`] to which every token comes while there is a choice of steps (the top of the stack and the next three ahead), each
/// with the number of tokens at the start of a sentence that do not come there.
pub const COMMON: [(usize, usize); 4] = [(0, 0), (4, 1), (5, 2), (6, 3)];

/// The token at each place, or [`NONE`]; the root is token `state.len`.
pub fn places(state: &State) -> [u32; PLACES] {
    let ahead = |k: u32| if state.next + k <= state.len { state.next + k } else { NONE };
    let (top, under) = (state.top(0), state.top(1));
    let (of_top, of_under, of_next) = (node(state, top), node(state, under), node(state, state.next));
    [
        top,
        under,
        state.top(2),
        state.top(3),
        ahead(0),
        ahead(1),
        ahead(2),
        of_top.left[0],
        of_top.right[0],
        of_under.left[0],
        of_under.right[0],
        of_next.left[0],
    ]
}

const NOTHING: Node =
    Node { head: NONE, deprel: crate::doc::Deprel::Dep, left: [NONE; 2], right: [NONE; 2], lefts: 15, rights: 15 };

fn node(state: &State, token: u32) -> Node {
    state.nodes.get(token as usize).copied().unwrap_or(NOTHING)
}

/// A feature of a state that is not a token: what it is about and its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StateFeature {
    /// From [`StateFeature::FIRST`] on, below [`StateFeature::END`].
    number: u16,
    /// Below [`StateFeature::VALUES`].
    value: u16,
}

impl StateFeature {
    const FIRST: u16 = 500;
    const END: u16 = 640;
    const VALUES: u16 = 64;

    /// Its hash, as model files hold it.
    pub const fn hash(self) -> u64 {
        mix(self.number as u64, self.value as u64)
    }

    /// Its place among all features, in the order of [`StateFeature::all`].
    #[inline]
    pub const fn index(self) -> usize {
        (self.number - Self::FIRST) as usize * Self::VALUES as usize + self.value as usize
    }

    /// All features that there can be.
    pub fn all() -> impl Iterator<Item = Self> {
        (Self::FIRST..Self::END).flat_map(|number| (0..Self::VALUES).map(move |value| Self { number, value }))
    }
}

const _: () = assert!(crate::doc::Deprel::ALL.len() <= StateFeature::VALUES as usize);

/// The most features that [`state_features`] emits of a state besides its empty places.
pub const STATE_FEATURES: usize = 3 * 6 + 2 + 1;

/// Calls `emit` with each feature of `state` that is not a token: empty places, relations, valencies, distances.
#[inline]
pub fn state_features(state: &State, places: &[u32; PLACES], mut emit: impl FnMut(StateFeature)) {
    let mut emit = |number: u16, value: u16| emit(StateFeature { number, value });
    for (place, &token) in (StateFeature::FIRST..).zip(places) {
        if token >= state.len {
            emit(place, u16::from(token == NONE));
        }
    }
    let [top, under, _, _, next, ..] = *places;
    let mut number = 600;
    for token in [top, under, next] {
        let node = node(state, token);
        for child in node.left.into_iter().chain(node.right) {
            number += 1;
            if child != NONE {
                emit(number, state.nodes[child as usize].deprel as u16);
            }
        }
        number += 1;
        emit(number, u16::from(node.lefts.min(4)));
        number += 1;
        emit(number, u16::from(node.rights.min(4)));
    }
    for (a, b) in [(top, next), (under, top)] {
        number += 1;
        let distance = if a == NONE || b == NONE { 0 } else { a.abs_diff(b) };
        emit(
            number,
            match distance {
                0..=5 => distance as u16,
                6..=9 => 6,
                10..=19 => 7,
                _ => 8,
            },
        );
    }
    emit(number + 1, state.stack.len().min(4) as u16);
}
