//! Mends how clauses hang together where the parser typically goes wrong in edited prose. Like [`super::repair`], each
//! function states one fact of English and leaves a tree behind.

use crate::doc::{Deprel, Sentence, TokenId, Tokens, Upos, Xpos};

/// How many heads a search climbs.
const MAX_CLIMB: u32 = 8;

const TIMES: [&str; 12] =
    ["second", "minute", "hour", "day", "week", "month", "year", "decade", "moment", "weekend", "morning", "night"];

/// A finite clause with a subject of its own is never conjoined to an infinitive: *We urge them to leave, and we call on
/// …*. It goes to the nearest finite verb above.
pub fn finite_conjuncts(tokens: &mut Tokens, sentence: &Sentence) {
    for t in sentence.tokens.ids() {
        if tokens.deprel[t.index()] != Deprel::Conj
            || !has_subject(tokens, sentence, t)
            || !is_finite(tokens, sentence, t)
        {
            continue;
        }
        let mut at = tokens.head[t.index()];
        if !is_infinitive(tokens, sentence, at) {
            continue;
        }
        for _ in 0..MAX_CLIMB {
            let above = tokens.head[at.index()];
            if above == at {
                break;
            }
            at = above;
            if tokens.upos[at.index()] == Upos::Verb && is_finite(tokens, sentence, at) && at < t {
                tokens.head[t.index()] = at;
                break;
            }
        }
    }
}

/// *A few hours after the council had met*: the time is no subject; the noun behind *after* is.
pub fn time_before_clause(tokens: &mut Tokens, sentence: &Sentence) {
    for t in sentence.tokens.ids() {
        let verb = tokens.head[t.index()];
        let is_subject = matches!(tokens.deprel[t.index()], Deprel::Nsubj | Deprel::NsubjPass);
        if !is_subject || verb < t || !TIMES.contains(&tokens.lemma(t)) {
            continue;
        }
        let marker = |tokens: &Tokens, noun: TokenId| {
            children(tokens, sentence, noun).find(|&c| {
                c > t && c < noun && matches!(tokens.lemma(c), "after" | "before" | "since" | "as" | "until")
            })
        };
        let inner = children(tokens, sentence, t).find_map(|noun| {
            let below = tokens.deprel[noun.index()] == Deprel::Nmod && noun < verb;
            marker(tokens, noun).filter(|_| below).map(|marker| (noun, marker))
        });
        let Some((subject, marker)) = inner else {
            continue;
        };
        tokens.deprel[subject.index()] = tokens.deprel[t.index()];
        tokens.head[subject.index()] = verb;
        tokens.deprel[t.index()] = Deprel::OblUnmarked;
        tokens.deprel[marker.index()] = Deprel::Mark;
        tokens.head[marker.index()] = verb;
    }
}

/// *Kenya, acting on a warrant, froze the accounts*: a participle between commas is not what the sentence says; the
/// finite verb behind it is.
pub fn participle_aside(text: &str, tokens: &mut Tokens, sentence: &Sentence) {
    let Some(root) = sentence.tokens.ids().find(|&t| tokens.deprel[t.index()] == Deprel::Root) else {
        return;
    };
    let is_comma = |tokens: &Tokens, t: u32| {
        t >= sentence.tokens.start && t < sentence.tokens.end && tokens.form(TokenId(t), text) == ","
    };
    if tokens.xpos[root.index()] != Xpos::Vbg || is_finite(tokens, sentence, root) || root.0 == 0 {
        return;
    }
    if !is_comma(tokens, root.0 - 1) || root.0 < sentence.tokens.start + 2 {
        return;
    }
    let subject = children(tokens, sentence, root)
        .find(|&c| c.0 < root.0 - 1 && matches!(tokens.upos[c.index()], Upos::Noun | Upos::Propn));
    let main = children(tokens, sentence, root).find(|&c| {
        c > root
            && matches!(tokens.deprel[c.index()], Deprel::Conj | Deprel::Parataxis | Deprel::Ccomp | Deprel::Advcl)
            && matches!(tokens.xpos[c.index()], Xpos::Vbd | Xpos::Vbz | Xpos::Vbp)
            && !has_subject(tokens, sentence, c)
            && is_comma(tokens, c.0 - 1)
    });
    let (Some(subject), Some(main)) = (subject, main) else {
        return;
    };
    tokens.head[main.index()] = main;
    tokens.deprel[main.index()] = Deprel::Root;
    tokens.head[subject.index()] = main;
    tokens.deprel[subject.index()] = Deprel::Nsubj;
    tokens.head[root.index()] = subject;
    tokens.deprel[root.index()] = Deprel::Acl;
}

fn children<'t>(tokens: &'t Tokens, sentence: &Sentence, head: TokenId) -> impl Iterator<Item = TokenId> + use<'t> {
    sentence.tokens.ids().filter(move |&t| t != head && tokens.head[t.index()] == head)
}

fn has_subject(tokens: &Tokens, sentence: &Sentence, verb: TokenId) -> bool {
    children(tokens, sentence, verb).any(|c| matches!(tokens.deprel[c.index()], Deprel::Nsubj | Deprel::NsubjPass))
}

fn is_finite(tokens: &Tokens, sentence: &Sentence, verb: TokenId) -> bool {
    let finite = |t: TokenId| matches!(tokens.xpos[t.index()], Xpos::Vbd | Xpos::Vbp | Xpos::Vbz | Xpos::Md);
    finite(verb)
        || children(tokens, sentence, verb)
            .any(|c| matches!(tokens.deprel[c.index()], Deprel::Aux | Deprel::AuxPass | Deprel::Cop) && finite(c))
}

fn is_infinitive(tokens: &Tokens, sentence: &Sentence, verb: TokenId) -> bool {
    tokens.xpos[verb.index()] == Xpos::Vb
        && children(tokens, sentence, verb).any(|c| tokens.xpos[c.index()] == Xpos::To)
}
