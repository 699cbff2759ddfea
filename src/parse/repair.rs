//! Mends mistakes that greedy parsers make in edited news prose: relations that cannot be right, and long subjects.
//!
//! *The committee, which …, urged the ministry to …* and *Nino Kapanadze, the deputy minister, resigned*: by the time the
//! main verb comes, its subject has been taken for the root, and the verb is hung below a relative clause or an
//! apposition. A sentence whose root is a bare noun and that has a finite verb without a subject behind such a clause is
//! turned round: the verb becomes the root and the noun its subject.

use super::clauses::{self, has_subject};
use super::crossings::hangs_on;
use super::tree::{children, ends_with_stop, hang, hang_subject, root};
use crate::doc::{Deprel, Sentence, SentenceKind, TokenId, Tokens, Upos, Xpos};

/// How many words stand between a verb and the noun of its object, at the most.
const LONGEST_PHRASE: usize = 7;

/// Relations that cannot be right: of punctuation on a word, of a name that completes a verb without an object, of a
/// passive subject under a verb that stands in the active.
pub fn relations(tokens: &mut Tokens, sentence: &Sentence) {
    for t in sentence.tokens.ids() {
        let head = tokens.head[t.index()];
        let (upos, behind_verb) = (tokens.upos[t.index()], head < t && tokens.upos[head.index()] == Upos::Verb);
        match tokens.deprel[t.index()] {
            Deprel::Punct if !matches!(upos, Upos::Punct | Upos::Sym | Upos::X) => {
                let noun = matches!(upos, Upos::Noun | Upos::Propn | Upos::Pron);
                tokens.deprel[t.index()] = if behind_verb && noun { Deprel::Obj } else { Deprel::Dep };
            }
            // *Vietnam jails land rights activist*, as in a list of headings
            Deprel::List if behind_verb && matches!(upos, Upos::Noun | Upos::Propn) => {
                let free = !children(tokens, sentence, head).any(|c| tokens.deprel[c.index()] == Deprel::Obj);
                if free {
                    tokens.deprel[t.index()] = Deprel::Obj;
                }
            }
            // *killing four*: a number counts no verb.
            Deprel::Nummod if behind_verb => tokens.deprel[t.index()] = Deprel::Obj,
            // *had earlier criticised*: a subject belongs to the verb and not to its auxiliary.
            Deprel::Nsubj if matches!(tokens.deprel[head.index()], Deprel::Aux | Deprel::AuxPass) => {
                let verb = tokens.head[head.index()];
                hang_subject(tokens, sentence, t, verb);
                for c in children(tokens, sentence, head).filter(|&c| c != t).collect::<Vec<_>>() {
                    tokens.head[c.index()] = verb;
                }
            }
            // *attacked Ukraine*
            Deprel::Xcomp if upos == Upos::Propn && behind_verb => {
                let bare = !children(tokens, sentence, t).any(|c| is_function(tokens.deprel[c.index()]));
                let free = !children(tokens, sentence, head).any(|c| tokens.deprel[c.index()] == Deprel::Obj);
                if bare && free && tokens.xpos[head.index()] != Xpos::Vbn {
                    tokens.deprel[t.index()] = Deprel::Obj;
                }
            }
            // *presented to the governor a list*: the object of the verb, behind a long phrase.
            Deprel::Obj if !behind_verb && head < t => {
                let verb = tokens.head[head.index()];
                let phrase = matches!(tokens.deprel[head.index()], Deprel::Obl | Deprel::Nmod) && verb < head;
                let free = !children(tokens, sentence, verb).any(|c| tokens.deprel[c.index()] == Deprel::Obj);
                if phrase && free && tokens.upos[verb.index()] == Upos::Verb {
                    tokens.head[t.index()] = verb;
                }
            }
            // *Serbia welcomes Czech premier*: without a preposition a noun behind its verb is the object, unless it is a time.
            Deprel::Obl if behind_verb && is_bare_object(tokens, sentence, head, t) => {
                tokens.deprel[t.index()] = Deprel::Obj;
            }
            // *of the teachers' union*: the preposition belongs to the whole phrase.
            Deprel::Case if t < head && upos == Upos::Adp && tokens.deprel[head.index()] == Deprel::NmodPoss => {
                let owned = tokens.head[head.index()];
                if owned > head {
                    tokens.head[t.index()] = owned;
                }
            }
            // *detained the activists hours before …*: a time takes no noun in front of it.
            Deprel::Compound | Deprel::Amod
                if t < head && upos == Upos::Noun && is_time_before(tokens, sentence, head) =>
            {
                let (above, relation) = (tokens.head[head.index()], tokens.deprel[head.index()]);
                // *four of her neighbours hours before …*: the time belongs to the verb all the same.
                let mut verb = above;
                while tokens.upos[verb.index()] != Upos::Verb && tokens.head[verb.index()] != verb {
                    verb = tokens.head[verb.index()];
                }
                let before: Vec<TokenId> = children(tokens, sentence, head).filter(|&c| c < t).collect();
                for child in before {
                    tokens.head[child.index()] = t;
                }
                (tokens.head[t.index()], tokens.deprel[t.index()]) = (above, relation);
                (tokens.head[head.index()], tokens.deprel[head.index()]) = (verb, Deprel::OblUnmarked);
            }
            // *Doctors for Lakes called on …*: a verb with a subject and no auxiliary is no participle.
            Deprel::Nsubj
                if t < head
                    && tokens.xpos[head.index()] == Xpos::Vbn
                    && tokens.upos[head.index()] == Upos::Verb
                    && ends_with_stop(tokens, sentence)
                    && !has_auxiliary(tokens, sentence, head) =>
            {
                tokens.xpos[head.index()] = Xpos::Vbd;
            }
            // *One widow, a baker, testified against …*
            Deprel::NsubjPass if sentence.kind == SentenceKind::Prose && t < head => {
                let main = tokens.head[head.index()] == head && ends_with_stop(tokens, sentence);
                let past = tokens.xpos[head.index()] == Xpos::Vbd || main && tokens.xpos[head.index()] == Xpos::Vbn;
                if past && !has_auxiliary(tokens, sentence, head) {
                    tokens.deprel[t.index()] = Deprel::Nsubj;
                    tokens.xpos[head.index()] = Xpos::Vbd;
                }
            }
            _ => {}
        }
    }
}

/// Whether nothing between the verb and the noun `t` marks the noun, and it can be the verb's object.
fn is_bare_object(tokens: &Tokens, sentence: &Sentence, verb: TokenId, t: TokenId) -> bool {
    let noun = matches!(tokens.upos[t.index()], Upos::Noun | Upos::Propn);
    let marked = || {
        children(tokens, sentence, t)
            .any(|c| matches!(tokens.deprel[c.index()], Deprel::Case | Deprel::Mark | Deprel::Nmod) && c < t)
    };
    let free = || {
        children(tokens, sentence, verb).all(|c| {
            !matches!(
                tokens.deprel[c.index()],
                Deprel::Obj | Deprel::Iobj | Deprel::NsubjPass | Deprel::Cop | Deprel::Ccomp
            )
        })
    };
    let between = verb.0 + 1..t.0;
    let clear = || between.clone().all(|i| !matches!(tokens.upos[i as usize], Upos::Punct | Upos::Verb | Upos::Adp));
    noun && between.len() < LONGEST_PHRASE && !clauses::is_time(tokens, t) && !marked() && free() && clear()
}

/// *hours before*, *days after*, taken for the object of a verb or of a preposition.
fn is_time_before(tokens: &Tokens, sentence: &Sentence, t: TokenId) -> bool {
    const UNITS: [&str; 8] = ["second", "minute", "hour", "day", "week", "month", "year", "moment"];
    let behind = TokenId(t.0 + 1);
    matches!(tokens.deprel[t.index()], Deprel::Obj | Deprel::Obl | Deprel::Nmod)
        && tokens.xpos[t.index()] == Xpos::Nns
        && UNITS.contains(&tokens.lemma(t))
        && behind.0 < sentence.tokens.end
        && matches!(tokens.lemma(behind), "before" | "after" | "later" | "earlier" | "ago")
}

fn is_function(deprel: Deprel) -> bool {
    matches!(deprel, Deprel::Case | Deprel::Mark | Deprel::Cop | Deprel::Aux)
}

/// A sentence whose only verb was read as an adjective of its object: *Peru severed relations with …*. In a noun phrase
/// no name stands before an adjective, and no participle has a subject.
pub fn finite_verb(tokens: &mut Tokens, sentence: &Sentence) {
    let Some(root) = root(tokens, sentence) else { return };
    let verb = children(tokens, sentence, root).find(|&c| {
        c < root && tokens.deprel[c.index()] == Deprel::Amod && matches!(tokens.xpos[c.index()], Xpos::Vbn | Xpos::Vbd)
    });
    let Some(verb) = verb.filter(|_| tokens.upos[root.index()] == Upos::Noun && ends_with_stop(tokens, sentence))
    else {
        return;
    };
    let subject = sentence.tokens.ids().take_while(|&t| t < verb).find(|&t| {
        let (head, deprel) = (tokens.head[t.index()], tokens.deprel[t.index()]);
        let own = head == verb && matches!(deprel, Deprel::Nsubj | Deprel::NsubjPass);
        let name = matches!(deprel, Deprel::Compound | Deprel::NmodPoss) && tokens.upos[t.index()] == Upos::Propn;
        own || head == root && name && !children(tokens, sentence, t).any(|c| c > t)
    });
    let Some(subject) = subject else { return };
    for t in sentence.tokens.ids().filter(|&t| t < verb && t != subject) {
        if tokens.head[t.index()] == root {
            tokens.head[t.index()] = subject;
        }
    }
    hang(tokens, verb, verb, Deprel::Root);
    tokens.xpos[verb.index()] = Xpos::Vbd;
    hang(tokens, subject, verb, Deprel::Nsubj);
    hang(tokens, root, verb, Deprel::Obj);
}

/// A participle that was read as the main verb: *Three editors detained in May were released*, *Hundreds of workers
/// sacked in March demonstrated outside …*. Of two verbs behind one subject, with nothing that joins them, the first
/// belongs to the subject and the second is the finite one.
pub fn reduced_relative(tokens: &mut Tokens, sentence: &Sentence, is_comma: &dyn Fn(TokenId) -> bool) {
    let participles = |tokens: &Tokens, t: TokenId| {
        tokens.upos[t.index()] == Upos::Verb && matches!(tokens.xpos[t.index()], Xpos::Vbd | Xpos::Vbn | Xpos::Vbg)
    };
    for first in sentence.tokens.ids() {
        if !participles(tokens, first) || has_auxiliary(tokens, sentence, first) {
            continue;
        }
        let Some(subject) = children(tokens, sentence, first)
            .find(|&c| c < first && matches!(tokens.deprel[c.index()], Deprel::Nsubj | Deprel::NsubjPass))
        else {
            continue;
        };
        let noun = matches!(tokens.upos[subject.index()], Upos::Noun | Upos::Propn | Upos::Num);
        let Some(verb) = children(tokens, sentence, first).find(|&c| c > first && lacks_subject(tokens, sentence, c))
        else {
            continue;
        };
        let between: Vec<TokenId> = (first.0 + 1..verb.0).map(TokenId).collect();
        let joined = between.iter().any(|&t| {
            let clause = matches!(tokens.upos[t.index()], Upos::Cconj | Upos::Sconj | Upos::Punct)
                || matches!(tokens.xpos[t.index()], Xpos::Wdt | Xpos::Wp | Xpos::Wrb | Xpos::To);
            let argument = tokens.head[t.index()] == first
                && matches!(tokens.deprel[t.index()], Deprel::Obj | Deprel::Iobj | Deprel::Xcomp | Deprel::Ccomp);
            is_comma(t) || clause || argument
        });
        let adjacent = !(subject.0..first.0).map(TokenId).any(is_comma);
        if !noun || joined || between.is_empty() || !adjacent {
            continue;
        }
        hang_subject(tokens, sentence, subject, verb);
        let top = tokens.head[first.index()];
        tokens.head[verb.index()] = if top == first { verb } else { top };
        tokens.deprel[verb.index()] = tokens.deprel[first.index()];
        for t in sentence.tokens.ids().filter(|&t| t != verb && t != subject) {
            if tokens.head[t.index()] == first && !(subject.0..verb.0).contains(&t.0) {
                tokens.head[t.index()] = verb;
            }
        }
        hang(tokens, first, subject, Deprel::Acl);
        if tokens.xpos[first.index()] == Xpos::Vbd {
            tokens.xpos[first.index()] = Xpos::Vbn;
        }
    }
}

/// Whether `verb` is finite, has no subject and nothing that joins it to the clause before.
fn lacks_subject(tokens: &Tokens, sentence: &Sentence, verb: TokenId) -> bool {
    let finite_auxiliary = |c: TokenId| {
        let auxiliary = matches!(tokens.deprel[c.index()], Deprel::Aux | Deprel::AuxPass | Deprel::Cop);
        auxiliary && tokens.xpos[c.index()].is_finite()
    };
    let finite = matches!(tokens.xpos[verb.index()], Xpos::Vbd | Xpos::Vbz | Xpos::Vbp)
        || children(tokens, sentence, verb).any(finite_auxiliary);
    let joined = children(tokens, sentence, verb).any(|c| {
        matches!(
            tokens.deprel[c.index()],
            Deprel::Nsubj | Deprel::NsubjPass | Deprel::Csubj | Deprel::Expl | Deprel::Mark | Deprel::Cc | Deprel::Case
        )
    });
    tokens.upos[verb.index()] == Upos::Verb && finite && !joined
}

/// Turns round a perfect whose auxiliary was read as the main verb because an adverb stands between: *has today
/// published a list*.
pub fn perfect(tokens: &mut Tokens, sentence: &Sentence) {
    for verb in sentence.tokens.ids() {
        let auxiliary = tokens.head[verb.index()];
        let participle = tokens.deprel[verb.index()] == Deprel::Xcomp && tokens.xpos[verb.index()] == Xpos::Vbn;
        let near = auxiliary < verb && verb.0 - auxiliary.0 <= 4;
        if !participle || !near || tokens.lemma(auxiliary) != "have" {
            continue;
        }
        let object =
            |t: TokenId| children(tokens, sentence, t).any(|c| c < verb && tokens.deprel[c.index()] == Deprel::Obj);
        if object(auxiliary) || object(verb) {
            continue;
        }
        let top = tokens.head[auxiliary.index()];
        tokens.head[verb.index()] = if top == auxiliary { verb } else { top };
        tokens.deprel[verb.index()] = tokens.deprel[auxiliary.index()];
        for t in sentence.tokens.ids().filter(|&t| t != verb) {
            if tokens.head[t.index()] == auxiliary {
                tokens.head[t.index()] = verb;
            }
        }
        hang(tokens, auxiliary, verb, Deprel::Aux);
        tokens.upos[auxiliary.index()] = Upos::Aux;
    }
}

/// *Malta has since the first weeks given refuge*: a noun with an auxiliary is the subject of the participle that goes with it.
pub fn split_perfect(tokens: &mut Tokens, sentence: &Sentence) {
    let Some(root) = root(tokens, sentence) else { return };
    if !matches!(tokens.upos[root.index()], Upos::Noun | Upos::Propn) {
        return;
    }
    let auxiliary = children(tokens, sentence, root)
        .find(|&c| c > root && tokens.deprel[c.index()] == Deprel::Aux && tokens.lemma(c) == "have");
    let Some(auxiliary) = auxiliary else { return };
    let verb = (auxiliary.0 + 1..sentence.tokens.end).map(TokenId).find(|&t| tokens.upos[t.index()] == Upos::Verb);
    let Some(verb) = verb.filter(|&v| tokens.xpos[v.index()] == Xpos::Vbn && !has_subject(tokens, sentence, v)) else {
        return;
    };
    for t in children(tokens, sentence, root).filter(|&c| c >= auxiliary).collect::<Vec<_>>() {
        if t != verb {
            tokens.head[t.index()] = verb;
        }
    }
    let above = tokens.head[verb.index()];
    if above != root && above > auxiliary && tokens.deprel[verb.index()] == Deprel::Acl {
        tokens.head[above.index()] = verb;
    }
    hang(tokens, verb, verb, Deprel::Root);
    hang_subject(tokens, sentence, root, verb);
}

/// Names in a row are a list, not one that explains the other: *arrested Ana Ruiz, Juan Perez and Maria Lopez*.
pub fn name_lists(tokens: &mut Tokens, sentence: &Sentence) {
    for t in sentence.tokens.ids() {
        let first = tokens.head[t.index()];
        let names = [t, first].iter().all(|n| tokens.upos[n.index()] == Upos::Propn);
        if tokens.deprel[t.index()] != Deprel::Appos || first > t || !names {
            continue;
        }
        let mut row = vec![t];
        let ends = loop {
            let last = row[row.len() - 1];
            let next = |deprel: Deprel| {
                children(tokens, sentence, last)
                    .find(|&c| c > last && tokens.deprel[c.index()] == deprel && tokens.upos[c.index()] == Upos::Propn)
            };
            if let Some(end) = next(Deprel::Conj) {
                row.push(end);
                break children(tokens, sentence, end).any(|c| tokens.deprel[c.index()] == Deprel::Cc);
            }
            match next(Deprel::Appos) {
                Some(further) => row.push(further),
                None => break false,
            }
        };
        if ends {
            for name in row {
                hang(tokens, name, first, Deprel::Conj);
            }
        }
    }
}

/// Gives each verb the subject that it has: a phrase behind a preposition is none (*In a new study, the office …*), and
/// of two nouns side by side the first belongs to the second.
pub fn subjects(tokens: &mut Tokens, sentence: &Sentence, is_comma: &dyn Fn(TokenId) -> bool) {
    let is_subject =
        |tokens: &Tokens, t: TokenId| matches!(tokens.deprel[t.index()], Deprel::Nsubj | Deprel::NsubjPass);
    for t in sentence.tokens.ids() {
        let verb = tokens.head[t.index()];
        if !is_subject(tokens, t) || verb < t {
            continue;
        }
        let relation = tokens.deprel[t.index()];
        let marked = children(tokens, sentence, t)
            .any(|c| tokens.deprel[c.index()] == Deprel::Case && tokens.upos[c.index()] == Upos::Adp && c < t);
        if marked {
            let behind = children(tokens, sentence, t).find(|&c| {
                let noun = matches!(tokens.upos[c.index()], Upos::Noun | Upos::Propn | Upos::Pron);
                c > t && c < verb && noun && matches!(tokens.deprel[c.index()], Deprel::Appos | Deprel::Conj)
            });
            let other = children(tokens, sentence, verb).any(|c| c != t && is_subject(tokens, c));
            let behind = behind.or_else(|| noun_behind_comma(tokens, sentence, t, verb, is_comma));
            if let Some(subject) = behind.filter(|_| !other) {
                hang(tokens, subject, verb, relation);
            }
            if other || behind.is_some() {
                tokens.deprel[t.index()] = Deprel::Obl;
            }
        } else {
            // *Labour Minister Ana Ruiz*, also with a title between.
            let pair = (t.0 + 1..verb.0).map(TokenId).find(|&n| tokens.head[n.index()] == verb);
            let pair = pair.filter(|&n| {
                let titles = (t.0 + 1..n.0).all(|i| {
                    tokens.head[i as usize] == n
                        && matches!(tokens.deprel[i as usize], Deprel::NmodDesc | Deprel::Compound)
                });
                is_subject(tokens, n) && titles
            });
            if let Some(name) = pair {
                hang(tokens, t, name, Deprel::Compound);
            }
        }
    }
    appositive_subject(tokens, sentence, is_comma);
}

/// *In a letter to the president, 40 writers called …*: the bare noun right before the verb whose phrase begins behind a comma.
fn noun_behind_comma(
    tokens: &Tokens,
    sentence: &Sentence,
    fronted: TokenId,
    verb: TokenId,
    is_comma: &dyn Fn(TokenId) -> bool,
) -> Option<TokenId> {
    let skipped = |t: &TokenId| tokens.head[t.index()] == verb || tokens.upos[t.index()] == Upos::Adv;
    let noun =
        (fronted.0 + 1..verb.0).rev().map(TokenId).find(|t| !skipped(t) || tokens.upos[t.index()] == Upos::Noun)?;
    let own = |t: TokenId| t == noun || tokens.head[t.index()] == noun;
    let first = (fronted.0 + 1..=noun.0).map(TokenId).find(|&t| own(t))?;
    let bare = !children(tokens, sentence, noun).any(|c| tokens.deprel[c.index()] == Deprel::Case);
    let nominal = matches!(tokens.upos[noun.index()], Upos::Noun | Upos::Propn);
    let whole = is_comma(TokenId(first.0 - 1)) && (first.0..noun.0).all(|i| own(TokenId(i)));
    (nominal && bare && whole && !hangs_on(tokens, verb, noun)).then_some(noun)
}

/// *The minister for fisheries, Ana Couto, visited …*: the name between the commas is no subject of its own.
fn appositive_subject(tokens: &mut Tokens, sentence: &Sentence, is_comma: &dyn Fn(TokenId) -> bool) {
    let Some(root) = root(tokens, sentence) else {
        return;
    };
    if !matches!(tokens.upos[root.index()], Upos::Noun | Upos::Propn) {
        return;
    }
    let verb = children(tokens, sentence, root).find(|&c| {
        c > root
            && tokens.upos[c.index()] == Upos::Verb
            && matches!(tokens.deprel[c.index()], Deprel::Parataxis | Deprel::AclRelcl | Deprel::Acl)
    });
    let Some(verb) = verb else { return };
    let subject = children(tokens, sentence, verb)
        .find(|&c| c < verb && matches!(tokens.deprel[c.index()], Deprel::Nsubj | Deprel::NsubjPass));
    let Some(subject) = subject.filter(|&s| s > root) else { return };
    let own = |t: TokenId| t == subject || tokens.head[t.index()] == subject;
    let first = (root.0 + 1..=subject.0).map(TokenId).find(|&t| own(t) && !is_comma(t)).unwrap_or(subject);
    let closed = (subject.0 + 1..verb.0).map(TokenId).any(is_comma);
    let has_other_parts = children(tokens, sentence, root)
        .any(|c| matches!(tokens.deprel[c.index()], Deprel::Cop | Deprel::Nsubj | Deprel::NsubjPass));
    if first.0 == 0 || !is_comma(TokenId(first.0 - 1)) || !closed || has_other_parts {
        return;
    }
    let relation = tokens.deprel[subject.index()];
    hang(tokens, verb, verb, Deprel::Root);
    hang(tokens, root, verb, relation);
    hang(tokens, subject, root, Deprel::Appos);
}

/// Mends the tree of one sentence; `is_comma` tells the commas, dashes and closing brackets. The result is a tree with
/// one root.
pub fn long_subject(tokens: &mut Tokens, sentence: &Sentence, is_comma: &dyn Fn(TokenId) -> bool) {
    let Some(root) = root(tokens, sentence) else {
        return;
    };
    if !matches!(tokens.upos[root.index()], Upos::Noun | Upos::Propn | Upos::Pron | Upos::Num)
        || children(tokens, sentence, root).any(|c| matches!(tokens.deprel[c.index()], Deprel::Cop | Deprel::Nsubj))
    {
        return;
    }
    let Some(verb) = main_verb(tokens, sentence, root, is_comma).or_else(|| only_verb(tokens, sentence, root)) else {
        return;
    };
    // *hosted representatives*, read as a participle before its noun: the noun is the object.
    let modified = tokens.head[verb.index()];
    if tokens.deprel[verb.index()] == Deprel::Amod && modified > verb {
        hang(tokens, modified, verb, Deprel::Obj);
    }
    hang(tokens, verb, verb, Deprel::Root);
    hang_subject(tokens, sentence, root, verb);
    if tokens.xpos[verb.index()] == Xpos::Vbn && !has_auxiliary(tokens, sentence, verb) {
        tokens.xpos[verb.index()] = Xpos::Vbd;
    }
    // What was hung on the noun as a loose clause is a relative clause of it; the full stop goes to the new root.
    let last = sentence.tokens.end.saturating_sub(1);
    for t in sentence.tokens.ids().filter(|&t| t != verb && t != root) {
        if tokens.head[t.index()] != root {
            continue;
        }
        let relative = tokens.deprel[t.index()] == Deprel::Parataxis
            && children(tokens, sentence, t).any(|c| matches!(tokens.xpos[c.index()], Xpos::Wdt | Xpos::Wp));
        if relative {
            tokens.deprel[t.index()] = Deprel::AclRelcl;
        } else if t.0 == last && tokens.upos[t.index()] == Upos::Punct
            || (t > verb && tokens.upos[t.index()] == Upos::Verb)
        {
            tokens.head[t.index()] = verb;
        }
    }
}

fn has_auxiliary(tokens: &Tokens, sentence: &Sentence, verb: TokenId) -> bool {
    children(tokens, sentence, verb)
        .any(|c| matches!(tokens.deprel[c.index()], Deprel::Aux | Deprel::AuxPass | Deprel::Cop))
}

/// The verb of a sentence that has no finite one: a past tense that was read as a participle of its own subject
/// (*Gunmen killed twelve villagers.*). Headlines, which have no full stop, are left alone.
fn only_verb(tokens: &Tokens, sentence: &Sentence, root: TokenId) -> Option<TokenId> {
    let last = TokenId(sentence.tokens.end.checked_sub(1)?);
    let finite = |t: TokenId| {
        tokens.xpos[t.index()].is_finite() && tokens.deprel[t.index()] != Deprel::Amod
            || matches!(tokens.deprel[t.index()], Deprel::Aux | Deprel::AuxPass | Deprel::Cop)
    };
    // *Its chairman threatened by letter to dock …, a move that the union called illegal*
    let relative = |t: TokenId| {
        let mut at = t;
        while tokens.deprel[at.index()] != Deprel::AclRelcl && tokens.head[at.index()] != at {
            at = tokens.head[at.index()];
        }
        tokens.deprel[at.index()] == Deprel::AclRelcl
    };
    if tokens.xpos[last.index()] != Xpos::Period || sentence.tokens.ids().any(|t| finite(t) && !relative(t)) {
        return None;
    }
    sentence.tokens.ids().find(|&t| {
        let hung = match tokens.deprel[t.index()] {
            Deprel::Acl => true,
            Deprel::Amod => tokens.head[t.index()] > t,
            // *Police used tear gas to disperse a crowd that had gathered.*
            Deprel::Parataxis => (root.0 + 1..t.0).all(|i| matches!(tokens.upos[i as usize], Upos::Punct | Upos::Adv)),
            _ => false,
        };
        t > root && tokens.xpos[t.index()] == Xpos::Vbn && hung
    })
}

/// The first verb behind `root` that can be the main verb: finite or mistaken for a participle behind a comma, without
/// subject, complementiser or conjunction, and not the verb of the relative clause itself.
fn main_verb(
    tokens: &Tokens,
    sentence: &Sentence,
    root: TokenId,
    is_comma: &dyn Fn(TokenId) -> bool,
) -> Option<TokenId> {
    let mut clause_seen = false;
    for verb in sentence.tokens.ids().filter(|t| *t > root) {
        let (upos, xpos) = (tokens.upos[verb.index()], tokens.xpos[verb.index()]);
        clause_seen |= matches!(tokens.deprel[verb.index()], Deprel::AclRelcl | Deprel::Appos)
            || matches!(xpos, Xpos::Wdt | Xpos::Wp);
        if upos != Upos::Verb || !clause_seen {
            continue;
        }
        let blocked = children(tokens, sentence, verb).any(|c| {
            matches!(
                tokens.deprel[c.index()],
                Deprel::Nsubj | Deprel::NsubjPass | Deprel::Mark | Deprel::Cc | Deprel::Case | Deprel::Csubj
            )
        });
        if blocked || tokens.deprel[verb.index()] == Deprel::Conj {
            continue;
        }
        let first = children(tokens, sentence, verb)
            .filter(|c| matches!(tokens.deprel[c.index()], Deprel::Aux | Deprel::AuxPass | Deprel::Advmod))
            .min()
            .unwrap_or(verb)
            .min(verb);
        let behind_comma = first.0 > sentence.tokens.start && is_comma(TokenId(first.0 - 1));
        let finite = matches!(xpos, Xpos::Vbd | Xpos::Vbz | Xpos::Vbp) || has_auxiliary(tokens, sentence, verb);
        let bare = matches!(xpos, Xpos::Vb | Xpos::Vbn) && tokens.deprel[verb.index()] != Deprel::AclRelcl;
        if finite && (behind_comma || tokens.deprel[verb.index()] != Deprel::AclRelcl) || bare && behind_comma {
            return Some(verb);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use crate::doc::Deprel;
    use crate::parse::parts::tests::parsed;

    #[test]
    fn participle_behind_its_noun_is_not_the_main_verb() {
        parsed("Three journalists detained last week were released on Saturday.", |relation| {
            assert_eq!(relation("released").0, Deprel::Root);
            assert_eq!(relation("journalists"), (Deprel::NsubjPass, "released".into()));
            assert_eq!(relation("detained"), (Deprel::Acl, "journalists".into()));
        });
        parsed("Hundreds of garment workers sacked in March demonstrated outside the ministry.", |relation| {
            assert_eq!(relation("Hundreds"), (Deprel::Nsubj, "demonstrated".into()));
            assert_eq!(relation("sacked").0, Deprel::Acl);
        });
    }

    #[test]
    fn relative_clauses_do_not_hide_the_only_verb() {
        parsed("Police used tear gas to disperse a crowd that had gathered outside the court.", |relation| {
            assert_eq!(relation("used").0, Deprel::Root);
            assert_eq!(relation("Police"), (Deprel::Nsubj, "used".into()));
        });
        parsed("The guild, meanwhile, delivered food to 4,000 families.", |relation| {
            assert_eq!(relation("guild"), (Deprel::Nsubj, "delivered".into()));
        });
        parsed("The archbishop had earlier criticised the president's handling of the flood.", |relation| {
            assert_eq!(relation("archbishop"), (Deprel::Nsubj, "criticised".into()));
        });
    }

    #[test]
    fn first_of_two_joined_verbs_stays_the_main_verb() {
        parsed("The workers marched on Monday and demonstrated outside the ministry.", |relation| {
            assert_eq!(relation("marched").0, Deprel::Root);
            assert_eq!(relation("workers"), (Deprel::Nsubj, "marched".into()));
        });
    }

    #[test]
    fn news_prose_is_read_as_edited() {
        parsed("Gunmen kidnapped five aid workers employed by a Norwegian charity, officials said.", |relation| {
            assert_eq!(relation("Gunmen"), (Deprel::Nsubj, "kidnapped".into()));
            assert_eq!(relation("workers"), (Deprel::Obj, "kidnapped".into()));
        });
        parsed("France, Germany and Poland expelled 30 Belarusian diplomats in May.", |relation| {
            assert_eq!(relation("France"), (Deprel::Nsubj, "expelled".into()));
            assert_eq!(relation("Poland"), (Deprel::Conj, "France".into()));
        });
    }
}
