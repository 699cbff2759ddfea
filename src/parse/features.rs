//! What the parser sees of its state: forms and tags of the tokens near the stack's top and the buffer's front, of their
//! dependents, valencies and distances (after Zhang and Nivre 2011).

use super::state::{NONE, State};
use crate::linear::mix;

/// A token as the features need it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Token {
    /// Hash of the form in lower case.
    pub form: u64,
    /// Number of its Penn tag.
    pub xpos: u8,
    /// Number of its universal tag.
    pub upos: u8,
}

const NOTHING: Token = Token { form: 3, xpos: 254, upos: 254 };
const ROOT: Token = Token { form: 5, xpos: 255, upos: 255 };

/// Calls `emit` with each feature of `state` over `tokens`.
pub fn features(tokens: &[Token], state: &State, mut emit: impl FnMut(u64)) {
    let token = |i: u32| match i {
        NONE => NOTHING,
        i if i >= state.len => ROOT,
        i => tokens[i as usize],
    };
    let node = |i: u32| state.nodes.get(i as usize);
    let label = |i: u32| node(i).map_or(200, |n| n.deprel as u64);
    let left = |i: u32, k: usize| node(i).map_or(NONE, |n| n.left[k]);
    let right = |i: u32, k: usize| node(i).map_or(NONE, |n| n.right[k]);
    let ahead = |k: u32| if state.next + k <= state.len { state.next + k } else { NONE };

    let (s0, s1, s2, b0) = (state.top(0), state.top(1), state.top(2), state.next);
    let (s0l, s0r, s1l, s1r, b0l) = (left(s0, 0), right(s0, 0), left(s1, 0), right(s1, 0), left(b0, 0));
    let (s0l2, s0r2, s1r2, b0l2) = (left(s0, 1), right(s0, 1), right(s1, 1), left(b0, 1));
    let (t_s0, t_s1, t_s2, t_b0) = (token(s0), token(s1), token(s2), token(b0));
    let (t_b1, t_b2) = (token(ahead(1)), token(ahead(2)));
    let w = |t: Token| t.form;
    let p = |t: Token| u64::from(t.xpos) << 8 | u64::from(t.upos);
    let distance = |a: u32, b: u32| match (a, b) {
        (NONE, _) | (_, NONE) => 0,
        (a, b) => match a.abs_diff(b) {
            d @ 0..=4 => 1 + u64::from(d),
            5..=9 => 6,
            _ => 7,
        },
    };
    let valency = |i: u32| node(i).map_or(99, |n| u64::from(n.lefts.min(4)) << 8 | u64::from(n.rights.min(4)));

    let mut n = 0;
    let mut f = |parts: &[u64]| {
        n += 1;
        emit(parts.iter().fold(n, |h, &part| mix(h, part)));
    };
    f(&[]);
    for t in [t_s0, t_s1, t_s2, t_b0, t_b1, t_b2] {
        f(&[w(t)]);
        f(&[p(t)]);
        f(&[w(t), p(t)]);
    }
    f(&[w(t_s0), w(t_b0)]);
    f(&[w(t_s0), p(t_b0)]);
    f(&[p(t_s0), w(t_b0)]);
    f(&[p(t_s0), p(t_b0)]);
    f(&[w(t_s0), p(t_s0), w(t_b0), p(t_b0)]);
    f(&[w(t_s1), w(t_s0)]);
    f(&[w(t_s1), p(t_s0)]);
    f(&[p(t_s1), w(t_s0)]);
    f(&[p(t_s1), p(t_s0)]);
    f(&[w(t_s1), p(t_s1), w(t_s0), p(t_s0)]);
    f(&[w(t_s1), w(t_b0)]);
    f(&[p(t_s1), p(t_b0)]);
    f(&[w(t_s1), p(t_b0)]);
    f(&[p(t_s1), w(t_b0)]);
    f(&[p(t_b0), p(t_b1)]);
    f(&[p(t_s0), p(t_b0), p(t_b1)]);
    f(&[w(t_s0), p(t_b0), p(t_b1)]);
    f(&[p(t_s1), p(t_s0), p(t_b0)]);
    f(&[w(t_s1), p(t_s0), p(t_b0)]);
    f(&[p(t_s1), w(t_s0), p(t_b0)]);
    f(&[p(t_s1), p(t_s0), w(t_b0)]);
    f(&[p(t_s1), p(t_s0), p(t_b0), p(t_b1)]);
    f(&[p(t_s2), p(t_s1), p(t_s0)]);
    f(&[p(t_s2), p(t_s1), p(t_s0), p(t_b0)]);
    f(&[p(t_b0), p(t_b1), p(t_b2)]);
    f(&[p(t_s0), p(t_b0), p(t_b1), p(t_b2)]);
    for (head, t_head, child) in [(s0, t_s0, s0l), (s0, t_s0, s0r), (s1, t_s1, s1l), (s1, t_s1, s1r), (b0, t_b0, b0l)] {
        let t = token(child);
        f(&[w(t)]);
        f(&[p(t)]);
        f(&[label(child)]);
        f(&[p(t_head), p(t), label(child)]);
        f(&[w(t_head), label(child)]);
        f(&[p(t_head), valency(head)]);
        f(&[w(t_head), valency(head)]);
        f(&[p(t_s0), p(t_b0), p(t)]);
        f(&[p(t_s1), p(t_s0), p(t)]);
    }
    f(&[p(t_s0), label(s0l), label(s0l2)]);
    f(&[p(t_s0), label(s0r), label(s0r2)]);
    f(&[p(t_s1), label(s1r), label(s1r2)]);
    f(&[p(t_b0), label(b0l), label(b0l2)]);
    f(&[p(t_s0), p(token(s0l)), p(token(s0l2))]);
    f(&[p(t_s0), p(token(s0r)), p(token(s0r2))]);
    f(&[p(t_b0), p(token(b0l)), p(token(b0l2))]);
    f(&[p(t_s1), w(token(s0l)), p(t_s0)]);
    f(&[w(t_s1), w(token(s0l)), p(t_s0)]);
    f(&[w(t_s1), w(token(s0l)), w(t_s0)]);
    f(&[p(t_s2), w(token(s0l)), p(t_s0)]);
    f(&[w(t_s2), w(token(s0l)), p(t_s0)]);
    f(&[w(t_s1), w(token(s0l)), p(t_b0)]);
    f(&[distance(s0, b0)]);
    f(&[distance(s1, s0)]);
    f(&[distance(s0, b0), p(t_s0), p(t_b0)]);
    f(&[distance(s1, s0), p(t_s1), p(t_s0)]);
    f(&[distance(s1, s0), w(t_s1), p(t_s0)]);
    f(&[distance(s0, b0), w(t_s0)]);
    f(&[distance(s0, b0), w(t_b0)]);
}
