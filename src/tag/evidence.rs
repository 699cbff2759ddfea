//! What the gazetteer knows for sure corrects the tagger: the words of a name are proper nouns.

use crate::doc::{Document, TokenId, Tokens, Upos, Xpos};
use crate::gazetteer::Gazetteer;

/// Tags the capitalised words of unambiguous gazetteer names as proper nouns: *Watch* in *Human Rights Watch* is no
/// verb, *Hamas* at the start of a sentence no third person.
pub fn apply(gazetteer: &Gazetteer, text: &str, doc: &mut Document) {
    let Document { hits, tokens, .. } = doc;
    for hit in &*hits {
        if gazetteer.candidates(hit.name).next().is_none_or(|entry| entry.gated()) {
            continue;
        }
        for t in hit.tokens.ids() {
            let form = tokens.form(t, text);
            if form.starts_with(char::is_uppercase) {
                proper_noun(tokens, t, form);
            }
        }
    }
}

fn proper_noun(tokens: &mut Tokens, t: TokenId, form: &str) {
    if !matches!(tokens.xpos[t.index()], Xpos::Nnp | Xpos::Nnps) {
        tokens.xpos[t.index()] = Xpos::Nnp;
        tokens.upos[t.index()] = Upos::Propn;
        tokens.set_lemma(t, form);
    }
}
