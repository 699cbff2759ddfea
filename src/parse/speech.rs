//! Reporting clauses that stand inside or behind what they report, as news has them on every line and web text, which
//! the parser learned from, has not: *Gunmen stormed a church, police said on Sunday, killing six.*

use super::clauses::{has_subject, is_finite};
use super::crossings::hangs_on;
use super::tree::{children, hang};
use crate::doc::{Deprel, Sentence, TokenId, Tokens, Upos, Xpos};

const SPEECH: [&str; 9] = ["say", "report", "announce", "add", "state", "confirm", "tell", "claim", "allege"];

/// What else one does behind a statement.
const COMMENTING: [&str; 20] = [
    "warn",
    "caution",
    "stress",
    "acknowledge",
    "argue",
    "complain",
    "note",
    "insist",
    "explain",
    "reveal",
    "admit",
    "concede",
    "vow",
    "promise",
    "pledge",
    "testify",
    "retort",
    "recount",
    "recall",
    "urge",
];

/// What a deed brought about. Other participles behind a reporting verb may be the speaker's: *…, he said, adding that*.
const RESULTS: [&str; 20] = [
    "kill", "wound", "injure", "leave", "destroy", "damage", "force", "displace", "trap", "cause", "set", "spark",
    "trigger", "prompt", "bring", "hit", "raise", "maim", "burn", "cut",
];

fn is_reporting(lemma: &str) -> bool {
    SPEECH.contains(&lemma) || COMMENTING.contains(&lemma)
}

/// *“Free him now,” said the director*: nobody says a person; behind what is said stands who says it.
pub fn inverted(tokens: &mut Tokens, sentence: &Sentence) {
    for t in sentence.tokens.ids() {
        let verb = tokens.head[t.index()];
        let nominal = matches!(tokens.upos[t.index()], Upos::Noun | Upos::Propn | Upos::Pron);
        if tokens.deprel[t.index()] != Deprel::Obj || verb > t || !nominal {
            continue;
        }
        // *“…,” warns the union*: whoever is warned stands there without a quotation before it.
        let quoted = verb.0 > sentence.tokens.start
            && tokens.xpos[verb.index() - 1] == Xpos::CloseQuote
            && is_reporting(tokens.lemma(verb));
        if tokens.lemma(verb) != "say" && !quoted {
            continue;
        }
        let said = children(tokens, sentence, verb)
            .any(|c| c < verb && matches!(tokens.deprel[c.index()], Deprel::Ccomp | Deprel::Parataxis | Deprel::Advcl));
        let asides =
            (verb.0 + 1..t.0).all(|i| !matches!(tokens.upos[i as usize], Upos::Adp | Upos::Sconj | Upos::Verb));
        if said && asides && !has_subject(tokens, sentence, verb) {
            tokens.deprel[t.index()] = Deprel::Nsubj;
        }
    }
}

/// *Lift the siege, the bishops told the army*: what opens the sentence in its bare form is what is said.
pub fn commands(tokens: &mut Tokens, sentence: &Sentence) {
    let Some(first) = sentence.tokens.ids().find(|t| tokens.upos[t.index()] != Upos::Punct) else { return };
    let verb = tokens.head[first.index()];
    let bare = tokens.xpos[first.index()] == Xpos::Vb
        && !children(tokens, sentence, first).any(|c| {
            matches!(tokens.deprel[c.index()], Deprel::Mark | Deprel::Aux | Deprel::Nsubj | Deprel::NsubjPass)
        });
    if bare && tokens.deprel[first.index()] == Deprel::Advcl && first < verb && is_reporting(tokens.lemma(verb)) {
        tokens.deprel[first.index()] = Deprel::Ccomp;
    }
}

/// *According to the lawyer Ana Ruiz, the judge freed them*: the clause behind is the sentence, and not what hangs on the
/// source.
pub fn according(tokens: &mut Tokens, sentence: &Sentence) {
    let Some(root) = sentence.tokens.ids().find(|&t| tokens.deprel[t.index()] == Deprel::Root) else {
        return;
    };
    let source = children(tokens, sentence, root).any(|c| tokens.lemma(c) == "accord" && c < root);
    if !source || tokens.upos[root.index()] == Upos::Verb {
        return;
    }
    let clause = sentence.tokens.ids().find(|&t| {
        let head = tokens.head[t.index()];
        t > root
            && tokens.upos[t.index()] == Upos::Verb
            && matches!(
                tokens.deprel[t.index()],
                Deprel::Parataxis | Deprel::Conj | Deprel::Acl | Deprel::Appos | Deprel::Dep
            )
            && (head == root || tokens.head[head.index()] == root)
            && has_subject(tokens, sentence, t)
            && is_finite(tokens, sentence, t)
    });
    let Some(verb) = clause else { return };
    hang(tokens, verb, verb, Deprel::Root);
    hang(tokens, root, verb, Deprel::Obl);
}

/// *Gunmen stormed a church, police said on Sunday, killing six*: the participle tells of the deed, not of who reports it.
pub fn result_of_report(tokens: &mut Tokens, sentence: &Sentence) {
    for t in sentence.tokens.ids() {
        let report = tokens.head[t.index()];
        let hung = matches!(tokens.deprel[t.index()], Deprel::Advcl | Deprel::Xcomp | Deprel::Acl) && report < t;
        if !hung || tokens.xpos[t.index()] != Xpos::Vbg || !RESULTS.contains(&tokens.lemma(t)) {
            continue;
        }
        if !SPEECH.contains(&tokens.lemma(report)) || tokens.upos[report.index()] != Upos::Verb {
            continue;
        }
        let told = children(tokens, sentence, report).find(|&c| {
            c < report
                && tokens.upos[c.index()] == Upos::Verb
                && matches!(tokens.deprel[c.index()], Deprel::Ccomp | Deprel::Parataxis)
                && has_subject(tokens, sentence, c)
        });
        if let Some(deed) = told {
            hang(tokens, t, deed, Deprel::Advcl);
        }
    }
}

/// *…, the head of the union, Ana Ruiz, warned on Monday*: of a sentence that ends in a reporting verb without a subject, what
/// stands behind a comma before it reports.
pub fn last_words(tokens: &mut Tokens, sentence: &Sentence, is_comma: &dyn Fn(TokenId) -> bool) {
    let root = sentence.tokens.ids().find(|&t| tokens.deprel[t.index()] == Deprel::Root);
    let Some(root) = root.filter(|&root| is_finite(tokens, sentence, root)) else { return };
    let verb = sentence.tokens.ids().filter(|&t| t > root).find(|&t| {
        let finite = matches!(tokens.xpos[t.index()], Xpos::Vbd | Xpos::Vbz);
        let says_more = || {
            children(tokens, sentence, t).any(|c| {
                matches!(
                    tokens.deprel[c.index()],
                    Deprel::Obj | Deprel::Ccomp | Deprel::Xcomp | Deprel::Mark | Deprel::Cc
                ) || tokens.upos[c.index()] == Upos::Verb
            })
        };
        let last = || (t.0 + 1..sentence.tokens.end).all(|i| tokens.upos[i as usize] != Upos::Verb);
        finite && is_reporting(tokens.lemma(t)) && last() && !has_subject(tokens, sentence, t) && !says_more()
    });
    let Some(verb) = verb else { return };
    let comma_before = |t: u32| (root.0 + 1..t).rev().map(TokenId).find(|&c| is_comma(c));
    let Some(mut comma) = comma_before(verb.0) else { return };
    let mut phrase = comma.0 + 1..verb.0;
    if phrase.is_empty() {
        // *…, the minister, Ana Ruiz, said*: the phrase before the name.
        let Some(second) = comma_before(comma.0) else { return };
        let Some(third) = comma_before(second.0) else { return };
        (comma, phrase) = (third, third.0 + 1..second.0);
    }
    let nominal =
        |t: u32| !matches!(tokens.upos[t as usize], Upos::Verb | Upos::Aux | Upos::Sconj | Upos::Cconj | Upos::Punct);
    let inside = |t: TokenId| comma < t && t.0 < phrase.end;
    let subject = phrase.clone().map(TokenId).find(|&t| {
        matches!(tokens.upos[t.index()], Upos::Noun | Upos::Propn | Upos::Pron) && !inside(tokens.head[t.index()])
    });
    let Some(subject) = subject.filter(|_| phrase.clone().all(nominal)) else { return };
    if hangs_on(tokens, root, verb) || hangs_on(tokens, verb, subject) {
        return;
    }
    for t in (phrase.end..verb.0).map(TokenId) {
        let head = tokens.head[t.index()];
        if tokens.upos[t.index()] == Upos::Propn && head < comma && !hangs_on(tokens, subject, t) {
            hang(tokens, t, subject, Deprel::Appos);
        }
    }
    hang(tokens, subject, verb, Deprel::Nsubj);
    hang(tokens, verb, root, Deprel::Parataxis);
}

/// *…, killing five people, doctors and a monitor reported*: of a list that runs into a reporting verb without a subject,
/// what stands behind the last comma reports.
pub fn reporters(tokens: &mut Tokens, sentence: &Sentence, is_comma: &dyn Fn(TokenId) -> bool) {
    for verb in sentence.tokens.ids().skip(1) {
        let finite = matches!(tokens.xpos[verb.index()], Xpos::Vbd | Xpos::Vbz | Xpos::Vbp);
        if !finite || !SPEECH.contains(&tokens.lemma(verb)) || has_subject(tokens, sentence, verb) {
            continue;
        }
        let last = TokenId(verb.0 - 1);
        if tokens.deprel[last.index()] != Deprel::Conj || tokens.upos[last.index()] == Upos::Verb {
            continue;
        }
        let list = tokens.head[last.index()];
        let Some(comma) = (list.0..verb.0).rev().map(TokenId).find(|&t| is_comma(t)) else { continue };
        let behind: Vec<TokenId> = children(tokens, sentence, list)
            .filter(|&c| c > comma && c < verb && tokens.deprel[c.index()] == Deprel::Conj)
            .collect();
        let Some((&first, others)) = behind.split_first() else { continue };
        // A verb that hangs on one of them would be hung on itself.
        if behind.iter().any(|&reporter| hangs_on(tokens, verb, reporter)) {
            continue;
        }
        hang(tokens, first, verb, Deprel::Nsubj);
        for other in others {
            tokens.head[other.index()] = first;
        }
        let root = sentence.tokens.ids().find(|&t| tokens.deprel[t.index()] == Deprel::Root);
        if let Some(root) = root.filter(|&root| root != verb && is_finite(tokens, sentence, root)) {
            hang(tokens, verb, root, Deprel::Parataxis);
        }
    }
}
