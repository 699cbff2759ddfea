//! Prepositions that the parser left on the wrong word. At the end of a sentence it hangs what is left over on the full
//! stop, or a noun on its own preposition.

use super::crossings::hangs_on;
use super::tree::{children, hang};
use crate::doc::{Deprel, Sentence, TokenId, Tokens, Upos};

/// *Signed a lease with former mayor Ana Ruiz in Lima*: hangs each preposition on the noun it stands before.
pub fn prepositions(tokens: &mut Tokens, sentence: &Sentence) {
    for t in sentence.tokens.ids() {
        let head = tokens.head[t.index()];
        if tokens.upos[t.index()] != Upos::Adp || tokens.deprel[t.index()] != Deprel::Case {
            continue;
        }
        let below = children(tokens, sentence, t).find(|&c| c > t && is_nominal(tokens, c));
        let noun = match below {
            Some(noun) => noun,
            None if tokens.upos[head.index()] == Upos::Punct && t < head => {
                let next = (t.0 + 1..head.0).map(TokenId).find(|&n| is_nominal(tokens, n) && !modifies_next(tokens, n));
                if let Some(noun) = next.filter(|&noun| !hangs_on(tokens, noun, t)) {
                    hang(tokens, t, noun, Deprel::Case);
                }
                continue;
            }
            None => continue,
        };
        let governs = |h: TokenId| h < t && matches!(tokens.upos[h.index()], Upos::Noun | Upos::Propn | Upos::Verb);
        let before = || (sentence.tokens.start..t.0).rev().map(TokenId).find(|&h| governs(h));
        let governor = Some(head).filter(|&h| governs(h)).or_else(before);
        let Some(governor) = governor.filter(|&governor| !hangs_on(tokens, governor, t)) else { continue };
        let relation = if tokens.upos[governor.index()] == Upos::Verb { Deprel::Obl } else { Deprel::Nmod };
        let rest: Vec<TokenId> = children(tokens, sentence, t).filter(|&c| c != noun).collect();
        hang(tokens, noun, governor, relation);
        hang(tokens, t, noun, Deprel::Case);
        for c in rest {
            tokens.head[c.index()] = noun;
        }
    }
}

/// *Lent a further $3 million*: hangs articles and adjectives that were left on the full stop on the next noun or sum.
pub fn modifiers(tokens: &mut Tokens, sentence: &Sentence) {
    for t in sentence.tokens.ids() {
        let head = tokens.head[t.index()];
        let loose = tokens.upos[head.index()] == Upos::Punct && t < head;
        if !loose || !matches!(tokens.deprel[t.index()], Deprel::Det | Deprel::Amod) {
            continue;
        }
        let object = children(tokens, sentence, t).find(|&c| c > t && tokens.deprel[c.index()] == Deprel::Obj);
        let free = |v: TokenId| !children(tokens, sentence, v).any(|c| tokens.deprel[c.index()] == Deprel::Obj);
        if let Some(object) = object {
            let mut before = (sentence.tokens.start..t.0).rev().map(TokenId);
            if let Some(verb) =
                before.find(|&v| tokens.upos[v.index()] == Upos::Verb).filter(|&v| free(v) && !hangs_on(tokens, v, t))
            {
                hang(tokens, object, verb, Deprel::Obj);
                tokens.head[t.index()] = object;
            }
            continue;
        }
        let noun = (t.0 + 1..head.0)
            .map(TokenId)
            .find(|&n| is_nominal(tokens, n) && !modifies_next(tokens, n) || tokens.upos[n.index()] == Upos::Sym);
        if let Some(noun) = noun.filter(|&noun| !hangs_on(tokens, noun, t)) {
            tokens.head[t.index()] = noun;
        }
    }
}

fn is_nominal(tokens: &Tokens, t: TokenId) -> bool {
    matches!(tokens.upos[t.index()], Upos::Noun | Upos::Propn | Upos::Pron)
}

/// Whether `t` only describes the noun behind it.
fn modifies_next(tokens: &Tokens, t: TokenId) -> bool {
    let describes = matches!(
        tokens.deprel[t.index()],
        Deprel::Compound | Deprel::Amod | Deprel::NmodPoss | Deprel::NmodDesc | Deprel::Flat
    );
    describes && tokens.head[t.index()] > t
}

#[cfg(test)]
mod tests {
    use super::prepositions;
    use crate::doc::{Deprel, Sentence, SentenceKind, Span, TokenId, Tokens, Upos, Xpos};

    /// A sentence of words with their heads (by index) and relations.
    fn tree(words: &[(&str, Upos, usize, Deprel)]) -> (Tokens, Sentence) {
        let (mut tokens, mut at) = (Tokens::default(), 0);
        for (word, ..) in words {
            tokens.push(Span::new(at, at + word.len() as u32));
            at += word.len() as u32 + 1;
        }
        for (i, &(word, upos, head, deprel)) in words.iter().enumerate() {
            let id = TokenId(i as u32);
            tokens.set_lemma(id, word);
            tokens.upos[i] = upos;
            tokens.xpos[i] = Xpos::Nn;
            tokens.head[i] = TokenId(head as u32);
            tokens.deprel[i] = deprel;
        }
        let end = words.len() as u32;
        let sentence = Sentence { kind: SentenceKind::Prose, tokens: Span::new(0, end), ..Sentence::default() };
        (tokens, sentence)
    }

    #[test]
    fn a_noun_below_its_preposition_comes_above_it() {
        let (mut tokens, sentence) = tree(&[
            ("held", Upos::Verb, 0, Deprel::Root),
            ("talks", Upos::Noun, 0, Deprel::Obj),
            ("with", Upos::Adp, 1, Deprel::Case),
            ("Ruiz", Upos::Propn, 2, Deprel::Nmod),
        ]);
        prepositions(&mut tokens, &sentence);
        assert_eq!((tokens.head[3], tokens.deprel[3]), (TokenId(1), Deprel::Nmod));
        assert_eq!((tokens.head[2], tokens.deprel[2]), (TokenId(3), Deprel::Case));
    }

    #[test]
    fn a_preposition_on_the_full_stop_goes_to_the_next_noun() {
        let (mut tokens, sentence) = tree(&[
            ("left", Upos::Verb, 0, Deprel::Root),
            ("for", Upos::Adp, 3, Deprel::Case),
            ("Peru", Upos::Propn, 0, Deprel::Obl),
            (".", Upos::Punct, 0, Deprel::Punct),
        ]);
        prepositions(&mut tokens, &sentence);
        assert_eq!(tokens.head[1], TokenId(2));
    }
}
