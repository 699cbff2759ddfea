//! Verbs of what is demanded, read as nouns or adjectives: *demanded that Okoro step down*, *its demand that Peru ease
//! curbs*, *“Free our colleagues”*. The subjunctive and the imperative have no ending and no auxiliary that would give
//! them away.

use super::Tagger;
use crate::doc::{Document, Sentence, SentenceKind, TokenId, Tokens, Upos, Xpos};

/// Words whose *that* clause tells what ought to be done: verbs and nouns.
const DEMANDS: [&str; 15] = [
    "demand",
    "insist",
    "request",
    "ask",
    "propose",
    "proposal",
    "recommend",
    "recommendation",
    "urge",
    "order",
    "plead",
    "require",
    "insistence",
    "call",
    "plea",
];

/// Longest noun phrase before the verb, in tokens.
const LONGEST_SUBJECT: u32 = 8;

/// Tags the verb of a clause behind a demand that has none otherwise.
pub fn apply(tagger: &Tagger, text: &str, doc: &mut Document) {
    let Document { sentences, tokens, .. } = doc;
    for sentence in sentences.iter().filter(|s| s.kind == SentenceKind::Prose) {
        if let Some(verb) = imperative(tagger, text, tokens, sentence) {
            tagger.retag(text, tokens, verb, Xpos::Vb, Upos::Verb);
        }
        for modal in sentence.tokens.ids() {
            if let Some(verb) = behind_modal(tagger, text, tokens, sentence, modal) {
                tagger.retag(text, tokens, verb, Xpos::Vb, Upos::Verb);
            }
        }
        for that in sentence.tokens.ids().skip(1) {
            let demanded = tokens.lemma(that) == "that" && DEMANDS.contains(&tokens.lemma(TokenId(that.0 - 1)));
            if let Some(verb) = demanded.then(|| verb_behind(tagger, text, tokens, sentence, that)).flatten() {
                tagger.retag(text, tokens, verb, Xpos::Vb, Upos::Verb);
            }
        }
    }
}

/// *Free our colleagues*: an adjective that opens the sentence or its quotation, before an article or owner.
fn imperative(tagger: &Tagger, text: &str, tokens: &Tokens, sentence: &Sentence) -> Option<TokenId> {
    let first = sentence.tokens.ids().find(|t| tokens.upos[t.index()] != Upos::Punct)?;
    let behind = tokens.xpos.get(first.index() + 1)?;
    let adjective = tokens.xpos[first.index()] == Xpos::Jj && matches!(behind, Xpos::Dt | Xpos::PrpPoss);
    (adjective && tagger.can_be_verb(&tokens.form(first, text).to_lowercase())).then_some(first)
}

/// *It would free 1,500 prisoners*: behind a modal and before an object stands a verb.
fn behind_modal(tagger: &Tagger, text: &str, tokens: &Tokens, sentence: &Sentence, modal: TokenId) -> Option<TokenId> {
    if tokens.xpos[modal.index()] != Xpos::Md {
        return None;
    }
    let mut behind = (modal.0 + 1..sentence.tokens.end.saturating_sub(1)).map(TokenId);
    let verb = behind.find(|t| tokens.upos[t.index()] != Upos::Adv && tokens.form(*t, text) != "not")?;
    let object = matches!(
        tokens.upos[verb.index() + 1],
        Upos::Det | Upos::Num | Upos::Pron | Upos::Propn | Upos::Noun | Upos::Adj
    );
    let misread = matches!(tokens.xpos[verb.index()], Xpos::Jj | Xpos::Nn);
    (misread && object && tagger.can_be_verb(tokens.form(verb, text))).then_some(verb)
}

/// The first word behind the subject that may be a verb, where no other word of the clause is one.
fn verb_behind(tagger: &Tagger, text: &str, tokens: &Tokens, sentence: &Sentence, that: TokenId) -> Option<TokenId> {
    let end = (that.0 + 1..sentence.tokens.end)
        .find(|&t| tokens.upos[t as usize] == Upos::Punct)
        .unwrap_or(sentence.tokens.end);
    let clause = || (that.0 + 1..end).map(TokenId);
    let is_verb = |t: TokenId| matches!(tokens.upos[t.index()], Upos::Verb | Upos::Aux);
    let up_to_subordinate = clause().take_while(|t| !matches!(tokens.xpos[t.index()], Xpos::Wdt | Xpos::Wp | Xpos::To));
    if up_to_subordinate.into_iter().any(is_verb) {
        return None;
    }
    clause().skip(1).take(LONGEST_SUBJECT as usize).find(|&t| {
        let before = tokens.upos[t.index() - 1];
        let form = tokens.form(t, text);
        let noun = matches!(tokens.xpos[t.index()], Xpos::Nn | Xpos::Jj | Xpos::Rp);
        let follows = t.0 + 1 < end
            && matches!(
                tokens.upos[t.index() + 1],
                Upos::Det
                    | Upos::Pron
                    | Upos::Num
                    | Upos::Adv
                    | Upos::Adp
                    | Upos::Part
                    | Upos::Noun
                    | Upos::Propn
                    | Upos::Adj
            );
        matches!(before, Upos::Noun | Upos::Propn | Upos::Pron)
            && noun
            && follows
            && form.starts_with(char::is_lowercase)
            && tagger.can_be_verb(form)
    })
}

#[cfg(test)]
mod tests {
    use crate::doc::{TokenId, Xpos};
    use crate::{Article, Model, Worker};

    #[test]
    fn what_is_demanded_is_a_verb() {
        let model = Model::embedded().unwrap();
        for (text, verb, expected) in [
            ("Teachers demanded that Okoro step down as rector.", "step", Xpos::Vb),
            ("It repeated its demand that Peru ease curbs on unions.", "ease", Xpos::Vb),
            ("The union demanded that the ministers hand over the files.", "hand", Xpos::Vb),
            ("“Free our colleagues,” the union told the mayor.", "Free", Xpos::Vb),
            ("Open the gates, they shouted.", "Open", Xpos::Vb),
            // Here another word is the verb.
            ("She demanded that the aid plan be dropped.", "plan", Xpos::Nn),
        ] {
            let article = Article { text: text.to_owned(), ..Article::default() };
            let mut worker = Worker::new(&model);
            let tokens = &worker.understand(&article).tokens;
            let at = (0..tokens.len()).find(|&i| tokens.form(TokenId(i as u32), text) == verb).unwrap();
            assert_eq!(tokens.xpos[at], expected, "{text}");
        }
    }
}
