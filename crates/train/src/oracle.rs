//! The dynamic oracle of the arc-hybrid system (Goldberg and Nivre 2013): how many gold arcs a step puts out of reach.

use advocoder::doc::Deprel;
use advocoder::eval::conllu::Word;
use advocoder::parse::state::{NONE, State, Step};

/// A gold tree over `n` tokens; the root is token `n`.
pub struct Tree {
    head: Vec<u32>,
    deprel: Vec<Deprel>,
    dependents: Vec<Vec<u32>>,
}

impl Tree {
    /// The tree of a treebank's sentence.
    pub fn new(sentence: &[Word]) -> Self {
        let n = sentence.len();
        let mut dependents = vec![Vec::new(); n + 1];
        let mut head = Vec::with_capacity(n);
        for (i, word) in sentence.iter().enumerate() {
            let to = if word.head == i { n } else { word.head };
            dependents[to].push(i as u32);
            head.push(to as u32);
        }
        Self { head, deprel: sentence.iter().map(|word| word.deprel).collect(), dependents }
    }

    /// The cost of each kind of step in `state`: shift, left, right; `None` where it is not allowed.
    pub fn costs(&self, state: &State) -> [Option<usize>; 3] {
        let next = state.next;
        let top = state.top(0);
        let waiting = |token: u32| state.nodes[token as usize].head == NONE;
        // Dependents of the top that still wait in the buffer are lost once it is taken off.
        let lost_ahead = |token: u32| self.dependents[token as usize].iter().filter(|&&d| d >= next).count();
        let shift = state.allows(Step::Shift).then(|| {
            let head = self.head[next as usize];
            let lost_head = head < next && head != top && waiting(head);
            let lost = self.dependents[next as usize].iter().filter(|&&d| d < next && waiting(d)).count();
            lost + usize::from(lost_head)
        });
        if top == NONE {
            return [shift, None, None];
        }
        let head = self.head[top as usize];
        let under = state.top(1);
        let left_label = if next == state.len { Deprel::Root } else { Deprel::Dep };
        let left = state
            .allows(Step::Left(left_label))
            .then(|| lost_ahead(top) + usize::from(head > next || head == under && under != NONE));
        let right = state.allows(Step::Right(Deprel::Dep)).then(|| lost_ahead(top) + usize::from(head >= next));
        [shift, left, right]
    }

    /// A step of the least cost in `state`, which must not be done.
    pub fn any_best(&self, state: &State) -> Step {
        let costs = self.costs(state);
        let least = costs.iter().flatten().min().copied();
        let top = state.top(0);
        if costs[0] == least {
            Step::Shift
        } else if costs[1] == least {
            Step::Left(if state.next == state.len { Deprel::Root } else { self.arc(top) })
        } else {
            Step::Right(self.arc(top))
        }
    }

    /// Gold relation of `token` where it is not the root.
    pub fn arc(&self, token: u32) -> Deprel {
        match self.deprel[token as usize] {
            Deprel::Root => Deprel::Parataxis,
            deprel => deprel,
        }
    }
}
