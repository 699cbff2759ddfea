//! Participles before their clause, read as the verb of the sentence: *Arrested at the border, the editor was taken to Minsk*.

use super::tree::{children, hang, hang_stop, root};
use crate::doc::{Deprel, Sentence, TokenId, Tokens, Upos, Xpos};

/// Hangs a participle that opens the sentence on the clause behind it.
pub fn fronted(tokens: &mut Tokens, sentence: &Sentence, is_comma: &dyn Fn(TokenId) -> bool) {
    let Some(participle) = root(tokens, sentence) else { return };
    // *Initially arrested for theft, he …*
    let opens = participle.0 <= sentence.tokens.start + 1;
    let auxiliary = |c: TokenId| {
        matches!(tokens.deprel[c.index()], Deprel::Aux | Deprel::AuxPass | Deprel::Nsubj | Deprel::NsubjPass)
    };
    if !opens
        || !matches!(tokens.xpos[participle.index()], Xpos::Vbn | Xpos::Vbg | Xpos::Vbd)
        || children(tokens, sentence, participle).any(auxiliary)
    {
        return;
    }
    let found = children(tokens, sentence, participle)
        .filter(|&c| {
            matches!(tokens.deprel[c.index()], Deprel::Parataxis | Deprel::Ccomp | Deprel::Advcl | Deprel::Conj)
        })
        .find_map(|main| Some((main, clause_behind_comma(tokens, sentence, main, participle, is_comma)?)));
    if let Some((main, clause)) = found {
        hang(tokens, main, main, Deprel::Root);
        hang(tokens, participle, clause, Deprel::Advcl);
        hang_stop(tokens, sentence, main);
    }
}

/// The clause of `main` that stands behind a comma and has a subject: `main` itself, or what it reports (*…, he was freed, she
/// said*).
fn clause_behind_comma(
    tokens: &Tokens,
    sentence: &Sentence,
    main: TokenId,
    participle: TokenId,
    is_comma: &dyn Fn(TokenId) -> bool,
) -> Option<TokenId> {
    let subject = |verb: TokenId| {
        children(tokens, sentence, verb)
            .find(|&c| matches!(tokens.deprel[c.index()], Deprel::Nsubj | Deprel::NsubjPass) && c < verb)
    };
    let marked = |verb: TokenId| children(tokens, sentence, verb).any(|c| tokens.deprel[c.index()] == Deprel::Mark);
    let told = children(tokens, sentence, main).find(|&c| tokens.deprel[c.index()] == Deprel::Ccomp && c < main);
    let clause = told.unwrap_or(main);
    let comma = subject(clause).and_then(|s| (participle.0 + 1..s.0).rev().map(TokenId).find(|&t| is_comma(t)))?;
    // Between the comma and the subject stands only the subject's phrase.
    let verbs =
        (comma.0 + 1..clause.0).map(TokenId).any(|t| tokens.upos[t.index()] == Upos::Verb && subject(t).is_some());
    (!marked(clause) && !verbs).then_some(clause)
}
