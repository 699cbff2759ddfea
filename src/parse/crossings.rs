//! What a mended main verb leaves behind. The parser's trees have no crossing arcs; where a verb has become the root
//! after all (*Police in Lima arrested a reporter on Thursday*, read as one noun phrase), arcs that ran over it when it was
//! no verb cross it: they are cut and tied again on their own side.

use super::tree::{children, hang};
use crate::doc::{Deprel, Sentence, TokenId, Tokens, Upos};

/// Ties words again whose heads stand on the other side of the main verb.
pub fn over_root(tokens: &mut Tokens, sentence: &Sentence) {
    let Some(root) = sentence.tokens.ids().find(|&t| tokens.deprel[t.index()] == Deprel::Root) else {
        return;
    };
    if tokens.upos[root.index()] != Upos::Verb {
        return;
    }
    let subject = children(tokens, sentence, root)
        .find(|&c| c < root && matches!(tokens.deprel[c.index()], Deprel::Nsubj | Deprel::NsubjPass));
    for t in sentence.tokens.ids() {
        let head = tokens.head[t.index()];
        if t == root || head == root || (t < root) == (head < root) {
            continue;
        }
        let nominal = matches!(tokens.upos[t.index()], Upos::Noun | Upos::Propn | Upos::Pron | Upos::Num);
        if t > root {
            tokens.head[t.index()] = root;
            if nominal && tokens.deprel[t.index()] == Deprel::Nmod {
                tokens.deprel[t.index()] = Deprel::Obl;
            }
            continue;
        }
        let next = (t.0 + 1..root.0).map(TokenId).find(|n| matches!(tokens.upos[n.index()], Upos::Noun | Upos::Propn));
        match (tokens.deprel[t.index()], next, subject) {
            (Deprel::Case | Deprel::Det | Deprel::Amod | Deprel::Nummod, Some(next), _)
                if !hangs_on(tokens, next, t) =>
            {
                tokens.head[t.index()] = next;
            }
            (_, _, Some(subject)) if nominal && subject < t && !hangs_on(tokens, subject, t) => {
                hang(tokens, t, subject, Deprel::Nmod);
            }
            _ => tokens.head[t.index()] = root,
        }
    }
}

/// Cuts words that hang on what hangs on them. No repair should leave any, and tests hold that; if one does on a text that
/// nobody tried, whoever climbs such a tree would never arrive.
pub fn cycles(tokens: &mut Tokens, sentence: &Sentence) {
    let Some(root) = sentence.tokens.ids().find(|&t| tokens.head[t.index()] == t) else { return };
    for t in sentence.tokens.ids() {
        let mut at = t;
        let mut steps = 0;
        while at != root && steps <= sentence.tokens.len() {
            at = tokens.head[at.index()];
            steps += 1;
        }
        if at != root {
            if cfg!(test) {
                unreachable!("a repair of the tree made a cycle");
            }
            hang(tokens, t, root, Deprel::Dep);
        }
    }
}

/// Whether the way up from `t` leads over `above`.
pub(super) fn hangs_on(tokens: &Tokens, t: TokenId, above: TokenId) -> bool {
    let mut at = t;
    // A tree has no longer way than tokens.
    for _ in 0..tokens.len() {
        if at == above {
            return true;
        }
        let head = tokens.head[at.index()];
        if head == at {
            break;
        }
        at = head;
    }
    false
}
