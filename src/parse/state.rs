//! The arc-hybrid transition system (Kuhlmann, Gómez-Rodríguez and Satta 2011) with the root at the buffer's end.
//!
//! Every run ends after `2n` steps with a tree that has one root: only the last token on the stack may take the
//! artificial root as its head.

use crate::doc::Deprel;

/// A step of the parser.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Step {
    /// Moves the next token onto the stack.
    Shift,
    /// The next token becomes the head of the stack's top, which is taken off.
    Left(Deprel),
    /// The token under the stack's top becomes its head; the top is taken off.
    Right(Deprel),
}

/// No token.
pub const NONE: u32 = u32::MAX;

/// What is known of one token during a parse.
#[derive(Clone, Copy, Debug)]
pub struct Node {
    /// Its head; the number of tokens stands for the root, [`NONE`] for none yet.
    pub head: u32,
    /// Relation to its head.
    pub deprel: Deprel,
    /// Outermost and second outermost dependents to the left.
    pub left: [u32; 2],
    /// Outermost and second outermost dependents to the right.
    pub right: [u32; 2],
    /// Number of dependents to the left.
    pub lefts: u8,
    /// Number of dependents to the right.
    pub rights: u8,
}

const FRESH: Node = Node { head: NONE, deprel: Deprel::Dep, left: [NONE; 2], right: [NONE; 2], lefts: 0, rights: 0 };

/// A parser's state over a sentence of `len` tokens.
#[derive(Clone, Debug, Default)]
pub struct State {
    /// Tokens that wait for their head, the top last.
    pub stack: Vec<u32>,
    /// The next token; `len` once only the root is left.
    pub next: u32,
    /// Number of tokens.
    pub len: u32,
    /// One a token, and the root behind them.
    pub nodes: Vec<Node>,
}

impl State {
    /// Starts anew with `len` tokens.
    pub fn reset(&mut self, len: usize) {
        self.stack.clear();
        self.next = 0;
        self.len = len as u32;
        self.nodes.clear();
        self.nodes.resize(len + 1, FRESH);
    }

    /// Whether every token has its head.
    pub fn is_done(&self) -> bool {
        self.next == self.len && self.stack.is_empty()
    }

    /// The token at `depth` from the stack's top, or [`NONE`].
    #[inline]
    pub fn top(&self, depth: usize) -> u32 {
        self.stack.len().checked_sub(depth + 1).map_or(NONE, |i| self.stack[i])
    }

    /// Whether `step` may be taken.
    #[inline]
    pub fn allows(&self, step: Step) -> bool {
        let at_end = self.next == self.len;
        match step {
            Step::Shift => !at_end,
            Step::Left(deprel) => {
                if at_end {
                    self.stack.len() == 1 && deprel == Deprel::Root
                } else {
                    !self.stack.is_empty() && deprel != Deprel::Root
                }
            }
            Step::Right(deprel) => self.stack.len() >= 2 && deprel != Deprel::Root,
        }
    }

    /// The step to take where no other is allowed.
    #[inline]
    pub fn only_step(&self) -> Option<Step> {
        match (self.next == self.len, self.stack.len()) {
            (false, 0) => Some(Step::Shift),
            (true, 1) => Some(Step::Left(Deprel::Root)),
            _ => None,
        }
    }

    /// Takes `step`, which must be allowed; another one changes nothing.
    pub fn take(&mut self, step: Step) {
        if !self.allows(step) {
            return;
        }
        match step {
            Step::Shift => {
                self.stack.push(self.next);
                self.next += 1;
            }
            Step::Left(deprel) => {
                if let Some(top) = self.stack.pop() {
                    let head = &mut self.nodes[self.next as usize];
                    head.left = [top, head.left[0]];
                    head.lefts = head.lefts.saturating_add(1);
                    self.attach(top, self.next, deprel);
                }
            }
            Step::Right(deprel) => {
                if let (Some(top), Some(&under)) = (self.stack.pop(), self.stack.last()) {
                    let head = &mut self.nodes[under as usize];
                    head.right = [top, head.right[0]];
                    head.rights = head.rights.saturating_add(1);
                    self.attach(top, under, deprel);
                }
            }
        }
    }

    fn attach(&mut self, dependent: u32, head: u32, deprel: Deprel) {
        let node = &mut self.nodes[dependent as usize];
        node.head = head;
        node.deprel = deprel;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const STEPS: [Step; 4] =
        [Step::Shift, Step::Left(Deprel::Nsubj), Step::Left(Deprel::Root), Step::Right(Deprel::Obj)];

    proptest! {
        #[test]
        fn any_choice_of_steps_makes_a_tree_with_one_root(len in 0_usize..40, choices in proptest::collection::vec(0_usize..4, 0..80)) {
            let mut state = State::default();
            state.reset(len);
            let mut choices = choices.into_iter().chain(std::iter::repeat(0));
            let mut taken = 0;
            while !state.is_done() {
                let first = choices.next().unwrap_or(0);
                let step = (0..4).map(|i| STEPS[(first + i) % 4]).find(|&step| state.allows(step));
                state.take(step.expect("some step is allowed"));
                taken += 1;
                prop_assert!(taken <= 2 * len);
            }
            let roots = state.nodes[..len].iter().filter(|node| node.head == len as u32).count();
            prop_assert_eq!(roots, usize::from(len > 0));
            for start in 0..len {
                let mut at = start as u32;
                for _ in 0..=len {
                    if at == len as u32 { break }
                    at = state.nodes[at as usize].head;
                }
                prop_assert_eq!(at, len as u32, "token {} hangs on the root", start);
            }
        }
    }
}
