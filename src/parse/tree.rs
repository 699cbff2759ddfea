//! What the repairs ask of a tree and do to it.

use crate::doc::{Deprel, Sentence, TokenId, Tokens, Upos, Xpos};

pub(super) fn ends_with_stop(tokens: &Tokens, sentence: &Sentence) -> bool {
    sentence.tokens.end > sentence.tokens.start && tokens.xpos[sentence.tokens.end as usize - 1] == Xpos::Period
}

/// The word on which all others hang.
pub(super) fn root(tokens: &Tokens, sentence: &Sentence) -> Option<TokenId> {
    sentence.tokens.ids().find(|&t| tokens.head[t.index()] == t)
}

/// Hangs what ends the sentence on its new main verb.
pub(super) fn hang_stop(tokens: &mut Tokens, sentence: &Sentence, verb: TokenId) {
    let stop = sentence.tokens.end as usize - 1;
    if tokens.upos[stop] == Upos::Punct {
        tokens.head[stop] = verb;
    }
}

/// Hangs `t` on `head`, on itself as the root.
pub(super) fn hang(tokens: &mut Tokens, t: TokenId, head: TokenId, relation: Deprel) {
    tokens.head[t.index()] = head;
    tokens.deprel[t.index()] = relation;
}

/// Makes `noun` the subject of `verb`, of a passive where it has the auxiliary of one.
pub(super) fn hang_subject(tokens: &mut Tokens, sentence: &Sentence, noun: TokenId, verb: TokenId) {
    let passive = children(tokens, sentence, verb).any(|c| tokens.deprel[c.index()] == Deprel::AuxPass);
    hang(tokens, noun, verb, if passive { Deprel::NsubjPass } else { Deprel::Nsubj });
}

/// Whether one of these prepositions marks `t`.
pub(super) fn is_marked(tokens: &Tokens, sentence: &Sentence, t: TokenId, prepositions: &[&str]) -> bool {
    children(tokens, sentence, t)
        .any(|c| tokens.deprel[c.index()] == Deprel::Case && prepositions.contains(&tokens.lemma(c)))
}

pub(super) fn children<'t>(
    tokens: &'t Tokens,
    sentence: &Sentence,
    head: TokenId,
) -> impl Iterator<Item = TokenId> + use<'t> {
    sentence.tokens.ids().filter(move |&t| t != head && tokens.head[t.index()] == head)
}
