//! The dependency trees of an article, indexed from head to dependents.

use super::{Deprel, Span, Token, TokenId, Tokens};

/// Dependents of every token, in text order. Built once the parser has filled the heads.
#[derive(Debug, Default)]
pub struct Tree {
    start: Vec<u32>,
    /// Where the next dependent of each head goes while the index is built.
    end: Vec<u32>,
    children: Vec<TokenId>,
}

impl Tree {
    /// Indexes the heads of `tokens`; linear in their number.
    pub fn build(&mut self, tokens: &Tokens) {
        let n = tokens.len();
        self.start.clear();
        self.start.resize(n + 1, 0);
        for (i, head) in tokens.head.iter().enumerate() {
            if head.index() != i {
                self.start[head.index() + 1] += 1;
            }
        }
        for i in 0..n {
            self.start[i + 1] += self.start[i];
        }
        self.children.clear();
        self.children.resize(self.start[n] as usize, TokenId(0));
        self.end.clear();
        self.end.extend_from_slice(&self.start[1..]);
        for (i, head) in tokens.head.iter().enumerate().rev() {
            if head.index() != i {
                self.end[head.index()] -= 1;
                self.children[self.end[head.index()] as usize] = TokenId(i as u32);
            }
        }
    }

    /// Forgets the trees and keeps the buffers.
    pub fn clear(&mut self) {
        self.start.clear();
        self.children.clear();
    }

    /// The dependents of `token` in text order.
    pub fn children(&self, token: TokenId) -> &[TokenId] {
        match (self.start.get(token.index()), self.start.get(token.index() + 1)) {
            (Some(&from), Some(&to)) => &self.children[from as usize..to as usize],
            _ => &[],
        }
    }

    /// The dependents of `token` with relation `deprel`.
    pub fn with<'a>(
        &'a self,
        tokens: &'a Tokens,
        token: TokenId,
        deprel: Deprel,
    ) -> impl DoubleEndedIterator<Item = TokenId> + 'a {
        self.children(token).iter().copied().filter(move |c| tokens.deprel[c.index()] == deprel)
    }

    /// The first dependent of `token` with relation `deprel`.
    pub fn child(&self, tokens: &Tokens, token: TokenId, deprel: Deprel) -> Option<TokenId> {
        self.with(tokens, token, deprel).next()
    }

    /// The smallest span that holds `token` and all that depends on it, but for dependents (and what hangs on them)
    /// that `leave_out` names.
    pub fn extent(&self, token: TokenId, leave_out: &mut dyn FnMut(TokenId) -> bool) -> Span<Token> {
        let mut span = Span::new(token.0, token.0 + 1);
        let mut stack = vec![token];
        while let Some(t) = stack.pop() {
            span = span.join(Span::new(t.0, t.0 + 1));
            for &child in self.children(t) {
                if !leave_out(child) {
                    stack.push(child);
                }
            }
        }
        span
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn children_stand_in_text_order() {
        let mut tokens = Tokens::default();
        for i in 0..5 {
            tokens.push(Span::new(i, i + 1));
        }
        // 0 <- 2 -> 1, 2 -> 3, 3 -> 4
        for (i, head) in [2, 2, 2, 2, 3].into_iter().enumerate() {
            tokens.head[i] = TokenId(head);
        }
        let mut tree = Tree::default();
        tree.build(&tokens);
        assert_eq!(tree.children(TokenId(2)), [TokenId(0), TokenId(1), TokenId(3)]);
        assert_eq!(tree.children(TokenId(3)), [TokenId(4)]);
        assert_eq!(tree.children(TokenId(4)), []);
        assert_eq!(tree.extent(TokenId(2), &mut |_| false), Span::new(0, 5));
        assert_eq!(tree.extent(TokenId(2), &mut |t| t == TokenId(3)), Span::new(0, 3));
    }
}
