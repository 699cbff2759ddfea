//! Objects that were read as complements: *blamed “tribal outlaws”*, *were granted bail*. Few verbs say what somebody is or
//! becomes; behind the others a noun is an object.

use super::repair::children;
use crate::doc::{Deprel, Sentence, TokenId, Tokens, Upos};

/// Verbs that say what their subject or object is or becomes.
const PREDICATIVE: [&str; 38] = [
    "be",
    "become",
    "remain",
    "seem",
    "appear",
    "stay",
    "prove",
    "call",
    "name",
    "elect",
    "appoint",
    "declare",
    "consider",
    "dub",
    "deem",
    "label",
    "brand",
    "make",
    "crown",
    "proclaim",
    "designate",
    "term",
    "style",
    "title",
    "entitle",
    "vote",
    "nominate",
    "turn",
    "look",
    "feel",
    "sound",
    "think",
    "believe",
    "find",
    "render",
    "ordain",
    "choose",
    "constitute",
];

/// Makes such complements objects. Of two the first is the one to whom it is given: *handed it a list*.
pub fn complements(tokens: &mut Tokens, sentence: &Sentence) {
    for t in sentence.tokens.ids() {
        if tokens.deprel[t.index()] != Deprel::Xcomp || tokens.upos[t.index()] != Upos::Noun {
            continue;
        }
        let verb = tokens.head[t.index()];
        let bare = !children(tokens, sentence, t)
            .any(|c| matches!(tokens.deprel[c.index()], Deprel::Case | Deprel::Mark | Deprel::Cop | Deprel::Nsubj));
        if tokens.upos[verb.index()] != Upos::Verb || verb > t || !bare || PREDICATIVE.contains(&tokens.lemma(verb)) {
            continue;
        }
        let object: Vec<TokenId> =
            children(tokens, sentence, verb).filter(|&c| tokens.deprel[c.index()] == Deprel::Obj).collect();
        match object[..] {
            [] => tokens.deprel[t.index()] = Deprel::Obj,
            [first] if first < t && GIVING.contains(&tokens.lemma(verb)) => {
                tokens.deprel[first.index()] = Deprel::Iobj;
                tokens.deprel[t.index()] = Deprel::Obj;
            }
            _ => {}
        }
    }
}

/// Verbs with two objects.
pub(super) const GIVING: [&str; 24] = [
    "give",
    "hand",
    "grant",
    "award",
    "offer",
    "send",
    "show",
    "deny",
    "refuse",
    "tell",
    "teach",
    "pay",
    "promise",
    "owe",
    "lend",
    "ask",
    "allow",
    "bring",
    "sell",
    "allot",
    "assign",
    "accord",
    "guarantee",
    "serve",
];

#[cfg(test)]
mod tests {
    use crate::doc::{Deprel, TokenId};
    use crate::{Article, Model, Worker};

    /// The words that stand in `relation`.
    fn words(text: &str, relation: Deprel) -> Vec<String> {
        let model = Model::embedded().unwrap();
        let article = Article { text: text.to_owned(), ..Article::default() };
        let mut worker = Worker::new(&model);
        let tokens = &worker.understand(&article).tokens;
        let stands = |i: &usize| tokens.deprel[*i] == relation;
        (0..tokens.len()).filter(stands).map(|i| tokens.form(TokenId(i as u32), text).to_owned()).collect()
    }

    #[test]
    fn nouns_behind_verbs_are_objects() {
        assert_eq!(words("The guild denied guilt and blamed “village gossips”.", Deprel::Obj), ["guilt", "gossips"]);
        assert!(!words("He became a smith.", Deprel::Obj).contains(&"smith".to_owned()));
    }
}
