//! Subjects that a phrase before them swallowed: *On the steps, Dora Pulido thanked them* with the name as an apposition of
//! the steps, *after Tunis came round* with Tunis governed by *after*. A finite verb in the indicative has a subject.

use super::clauses::{has_subject, is_finite, is_read_as_preposition, is_time};
use super::crossings::hangs_on;
use super::objects::GIVING;
use super::tree::{children, ends_with_stop, hang, hang_stop, hang_subject, root};
use super::when::is_month;
use crate::doc::{Deprel, Sentence, TokenId, Tokens, Upos, Xpos};

/// How many heads a search climbs.
const MAX_CLIMB: u32 = 8;

/// Finds the subjects of finite verbs that have none.
pub fn subjects(text: &str, tokens: &mut Tokens, sentence: &Sentence, is_comma: &dyn Fn(TokenId) -> bool) {
    verb_of_fragment(tokens, sentence);
    verb_behind_name(tokens, sentence);
    cut_names(tokens, sentence, is_comma);
    verb_before_as(tokens, sentence);
    active_participles(tokens, sentence, is_comma);
    past_conjuncts(tokens, sentence);
    second_subjects(tokens, sentence);
    rows_of_verbs(tokens, sentence, is_comma);
    for verb in sentence.tokens.ids() {
        if !lacks_subject(tokens, sentence, verb) {
            continue;
        }
        let subject = match tokens.deprel[verb.index()] {
            Deprel::Root | Deprel::Ccomp => {
                behind_comma(tokens, sentence, verb, is_comma).or_else(|| behind_date(text, tokens, sentence, verb))
            }
            Deprel::Advcl => behind_conjunction(tokens, sentence, verb),
            Deprel::Conj => behind_aside(tokens, sentence, verb, is_comma),
            _ => None,
        };
        if let Some(subject) = subject {
            hang_subject(tokens, sentence, subject, verb);
        }
    }
}

/// *In Huelva on Wednesday the minister signed an agreement*, read as a place with a minister signed: a sentence that is a
/// prepositional phrase as a whole has its verb in the participle with an object.
fn verb_of_fragment(tokens: &mut Tokens, sentence: &Sentence) {
    let Some(root) = root(tokens, sentence) else { return };
    let marked = children(tokens, sentence, root).any(|c| c < root && tokens.deprel[c.index()] == Deprel::Case);
    if !is_nominal(tokens, root) || !marked || !ends_with_stop(tokens, sentence) || root.0 > sentence.tokens.start + 4 {
        return;
    }
    let verb = sentence.tokens.ids().find(|&t| {
        let subject = tokens.head[t.index()];
        let has =
            |relations: &[Deprel]| children(tokens, sentence, t).any(|c| relations.contains(&tokens.deprel[c.index()]));
        matches!(tokens.xpos[t.index()], Xpos::Vbn | Xpos::Vbd)
            && tokens.deprel[t.index()] == Deprel::Acl
            && is_nominal(tokens, subject)
            && root < subject
            && subject < t
            && has(&[Deprel::Obj])
            && !has(&[Deprel::Aux, Deprel::AuxPass, Deprel::Mark, Deprel::OblAgent])
    });
    let Some(verb) = verb else { return };
    let subject = tokens.head[verb.index()];
    tokens.xpos[verb.index()] = Xpos::Vbd;
    hang(tokens, verb, verb, Deprel::Root);
    hang(tokens, subject, verb, Deprel::Nsubj);
    hang(tokens, root, verb, Deprel::Obl);
}

/// *Riot police in Oruro fired tear gas*, read as the gas of a place that is fired: in a noun phrase no participle stands
/// behind a name. What the phrase belongs to is the subject, and the name its place.
fn verb_behind_name(tokens: &mut Tokens, sentence: &Sentence) {
    let Some(root) = root(tokens, sentence) else { return };
    if tokens.upos[root.index()] != Upos::Noun || !ends_with_stop(tokens, sentence) {
        return;
    }
    let verb = sentence.tokens.ids().skip(1).find(|&t| {
        let (noun, name) = (tokens.head[t.index()], TokenId(t.0 - 1));
        matches!(tokens.xpos[t.index()], Xpos::Vbn | Xpos::Vbd)
            && tokens.deprel[t.index()] == Deprel::Amod
            && tokens.head[noun.index()] == root
            && tokens.deprel[noun.index()] == Deprel::Nmod
            && tokens.upos[name.index()] == Upos::Propn
            && tokens.head[name.index()] == noun
            && root < name
    });
    let Some(verb) = verb else { return };
    let (noun, name) = (tokens.head[verb.index()], TokenId(verb.0 - 1));
    let behind: Vec<TokenId> =
        children(tokens, sentence, root).filter(|&c| c > noun || tokens.upos[c.index()] == Upos::Punct).collect();
    for t in children(tokens, sentence, noun).filter(|&c| c < name).collect::<Vec<_>>() {
        tokens.head[t.index()] = name;
    }
    hang(tokens, name, root, Deprel::Nmod);
    hang(tokens, verb, verb, Deprel::Root);
    hang(tokens, root, verb, Deprel::Nsubj);
    hang(tokens, noun, verb, Deprel::Obj);
    tokens.xpos[verb.index()] = Xpos::Vbd;
    for t in behind {
        let clause = matches!(tokens.deprel[t.index()], Deprel::Acl | Deprel::Advcl | Deprel::Nmod | Deprel::Obl);
        tokens.head[t.index()] = verb;
        if clause {
            tokens.deprel[t.index()] = if tokens.upos[t.index()] == Upos::Verb { Deprel::Advcl } else { Deprel::Obl };
        }
    }
}

/// *To honour the clerk Lina Roth, the guild opened a school*, with the name cut off from the clerk as the subject: a noun
/// right before a name is part of it, and behind the comma stands the subject.
fn cut_names(tokens: &mut Tokens, sentence: &Sentence, is_comma: &dyn Fn(TokenId) -> bool) {
    for name in sentence.tokens.ids().skip(1) {
        let (verb, noun) = (tokens.head[name.index()], TokenId(name.0 - 1));
        let misread = tokens.deprel[name.index()] == Deprel::Nsubj
            && tokens.upos[name.index()] == Upos::Propn
            && tokens.upos[noun.index()] == Upos::Noun
            && noun.0 >= sentence.tokens.start
            && tokens.head[noun.index()] != name
            && name < verb
            && !hangs_on(tokens, noun, name)
            && children(tokens, sentence, verb).any(|c| c < noun && tokens.deprel[c.index()] == Deprel::Advcl);
        if !misread {
            continue;
        }
        let subject = children(tokens, sentence, name).find(|&c| {
            c < verb
                && tokens.deprel[c.index()] == Deprel::Appos
                && is_nominal(tokens, c)
                && is_behind_comma(tokens, sentence, c, is_comma)
        });
        if let Some(subject) = subject {
            hang(tokens, subject, verb, Deprel::Nsubj);
            hang(tokens, name, noun, Deprel::Flat);
        }
    }
}

/// *Families streamed back to Tyre on Monday as the army pulled out*, read as families streamed back that pulled out: a noun
/// phrase behind *as* and before the verb is its subject, and the participle is what the first noun did.
fn verb_before_as(tokens: &mut Tokens, sentence: &Sentence) {
    let Some(second) = root(tokens, sentence) else { return };
    let past = matches!(tokens.xpos[second.index()], Xpos::Vbd | Xpos::Vbz);
    let subject = children(tokens, sentence, second)
        .find(|&c| c < second && tokens.deprel[c.index()] == Deprel::Nsubj && is_nominal(tokens, c));
    let Some(subject) = subject.filter(|_| past) else { return };
    let first = children(tokens, sentence, subject).find(|&c| {
        c > subject
            && tokens.xpos[c.index()] == Xpos::Vbn
            && tokens.deprel[c.index()] == Deprel::Acl
            && !children(tokens, sentence, c).any(|o| tokens.deprel[o.index()] == Deprel::OblAgent)
    });
    let Some(first) = first else { return };
    let marked = children(tokens, sentence, first).find_map(|noun| {
        let marks =
            |c: &TokenId| tokens.deprel[c.index()] == Deprel::Case && matches!(tokens.lemma(*c), "as" | "while");
        let marker = children(tokens, sentence, noun).find(marks)?;
        (is_nominal(tokens, noun) && noun < second).then_some((noun, marker))
    });
    let Some((noun, marker)) = marked else { return };
    // *Men dressed as guards attacked*; *seen as a threat*: that has no phrase of time or place before it.
    let setting = children(tokens, sentence, first)
        .any(|c| matches!(tokens.deprel[c.index()], Deprel::Obl | Deprel::OblUnmarked) && c < marker);
    let next = (noun.0 + 1..second.0).all(|t| matches!(tokens.upos[t as usize], Upos::Adv | Upos::Aux));
    if !setting || !next {
        return;
    }
    hang(tokens, first, first, Deprel::Root);
    hang(tokens, subject, first, Deprel::Nsubj);
    hang(tokens, second, first, Deprel::Advcl);
    hang(tokens, noun, second, Deprel::Nsubj);
    hang(tokens, marker, second, Deprel::Mark);
    tokens.xpos[first.index()] = Xpos::Vbd;
    hang_stop(tokens, sentence, first);
}

/// A verb in the indicative, and no imperative, without a subject.
fn lacks_subject(tokens: &Tokens, sentence: &Sentence, verb: TokenId) -> bool {
    let indicative = |t: TokenId| matches!(tokens.xpos[t.index()], Xpos::Vbd | Xpos::Vbz | Xpos::Md);
    let auxiliary = |c: TokenId| {
        matches!(tokens.deprel[c.index()], Deprel::Aux | Deprel::AuxPass)
            && (indicative(c) || tokens.xpos[c.index()] == Xpos::Vbp)
    };
    tokens.upos[verb.index()] == Upos::Verb
        && (indicative(verb) || children(tokens, sentence, verb).any(auxiliary))
        && !children(tokens, sentence, verb).any(|c| {
            matches!(tokens.deprel[c.index()], Deprel::Nsubj | Deprel::NsubjPass | Deprel::Csubj | Deprel::Expl)
        })
}

fn is_nominal(tokens: &Tokens, t: TokenId) -> bool {
    matches!(tokens.upos[t.index()], Upos::Noun | Upos::Propn | Upos::Pron)
}

/// Whether the phrase of `t` begins behind a comma.
fn is_behind_comma(tokens: &Tokens, sentence: &Sentence, t: TokenId, is_comma: &dyn Fn(TokenId) -> bool) -> bool {
    let first = children(tokens, sentence, t).filter(|&c| c < t && !is_comma(c)).min().unwrap_or(t);
    first.0 > sentence.tokens.start && is_comma(TokenId(first.0 - 1))
}

/// What marks `noun` and may as well open a clause of it.
fn marker(tokens: &Tokens, sentence: &Sentence, noun: TokenId) -> Option<TokenId> {
    children(tokens, sentence, noun).find(|&c| c < noun && is_read_as_preposition(tokens, c))
}

/// *On the steps, Dora Pulido, a clerk, thanked them*: the first noun phrase behind the comma, read as an apposition or
/// a conjunct of the phrase before it.
fn behind_comma(
    tokens: &mut Tokens,
    sentence: &Sentence,
    verb: TokenId,
    is_comma: &dyn Fn(TokenId) -> bool,
) -> Option<TokenId> {
    let subject = (sentence.tokens.start..verb.0).map(TokenId).find(|&t| {
        let list = || children(tokens, sentence, t).any(|c| tokens.deprel[c.index()] == Deprel::Cc);
        is_nominal(tokens, t)
            && matches!(tokens.deprel[t.index()], Deprel::Appos | Deprel::Conj)
            && is_in_fronted_phrase(tokens, t, verb)
            && !list()
            && is_behind_comma(tokens, sentence, t, is_comma)
    })?;
    // What tells who that is went to the phrase before, too.
    let phrase = tokens.head[subject.index()];
    let asides: Vec<TokenId> = children(tokens, sentence, phrase)
        .filter(|&c| c > subject && c < verb && matches!(tokens.deprel[c.index()], Deprel::Appos | Deprel::AclRelcl))
        .collect();
    for aside in asides {
        tokens.head[aside.index()] = subject;
    }
    Some(subject)
}

/// Whether `t` stands below a prepositional phrase or clause before `verb`.
fn is_in_fronted_phrase(tokens: &Tokens, t: TokenId, verb: TokenId) -> bool {
    let mut at = t;
    for _ in 0..MAX_CLIMB {
        let head = tokens.head[at.index()];
        if head == verb {
            return at != t && matches!(tokens.deprel[at.index()], Deprel::Obl | Deprel::OblUnmarked | Deprel::Advcl);
        }
        if head == at {
            return false;
        }
        at = head;
    }
    false
}

/// *On 23 April unknown men burned it down*, read as the men of 23 April.
fn behind_date(text: &str, tokens: &mut Tokens, sentence: &Sentence, verb: TokenId) -> Option<TokenId> {
    let noun = children(tokens, sentence, verb).find(|&c| {
        c < verb && tokens.deprel[c.index()] == Deprel::Obl && is_nominal(tokens, c) && !is_time(tokens, c)
    })?;
    let preposition =
        children(tokens, sentence, noun).find(|&c| tokens.deprel[c.index()] == Deprel::Case && c < noun)?;
    let is_date = |t: &TokenId| {
        let form = tokens.form(*t, text);
        let year = form.len() == 4 && form.bytes().all(|b| b.is_ascii_digit());
        let day = form.ends_with("day") && tokens.upos[t.index()] == Upos::Propn;
        is_month(form) || day || year && t.0 == preposition.0 + 1
    };
    let date = (preposition.0 + 1..noun.0).map(TokenId).rfind(is_date)?;
    if tokens.form(TokenId(date.0 + 1), text) == "," && date.0 + 1 < noun.0 || tokens.head[date.index()] >= verb {
        return None;
    }
    for t in (preposition.0..=date.0).map(TokenId) {
        if tokens.head[t.index()] == noun || t == date {
            tokens.head[t.index()] = date;
        }
    }
    hang(tokens, date, verb, Deprel::Obl);
    Some(noun)
}

/// *Read as a threat after Tunis came round*: the noun right before the verb, read as governed by the
/// conjunction.
fn behind_conjunction(tokens: &mut Tokens, sentence: &Sentence, verb: TokenId) -> Option<TokenId> {
    if children(tokens, sentence, verb).any(|c| tokens.deprel[c.index()] == Deprel::Mark) {
        return None;
    }
    let before = |t: TokenId| (t.0 > sentence.tokens.start).then(|| TokenId(t.0 - 1));
    let first = children(tokens, sentence, verb).filter(|&c| c < verb).min().unwrap_or(verb);
    let noun = before(first).filter(|&t| is_nominal(tokens, t))?;
    let mut subject = noun;
    for _ in 0..MAX_CLIMB {
        let marker = marker(tokens, sentence, subject);
        if let Some(marker) = marker.filter(|_| !is_time(tokens, subject) && !hangs_on(tokens, verb, subject)) {
            hang(tokens, marker, verb, Deprel::Mark);
            return Some(subject);
        }
        let head = tokens.head[subject.index()];
        if head == subject || head > noun {
            return None;
        }
        subject = head;
    }
    None
}

/// *Opened an inquiry after the forum, a group from Bonn, filed a complaint*: a verb that no *and* joins, behind an aside to
/// a noun behind a conjunction, is that noun's.
fn behind_aside(
    tokens: &mut Tokens,
    sentence: &Sentence,
    verb: TokenId,
    is_comma: &dyn Fn(TokenId) -> bool,
) -> Option<TokenId> {
    let outer = tokens.head[verb.index()];
    let joined = children(tokens, sentence, verb).any(|c| tokens.deprel[c.index()] == Deprel::Cc);
    if joined || outer > verb || !is_behind_comma(tokens, sentence, verb, is_comma) {
        return None;
    }
    // *opened an inquiry after the forum*, hung on the inquiry
    let of_verb = |c: TokenId| {
        let head = tokens.head[c.index()];
        head == outer || tokens.deprel[c.index()] == Deprel::Nmod && tokens.head[head.index()] == outer
    };
    let noun = (outer.0 + 1..verb.0).map(TokenId).find(|&c| {
        of_verb(c)
            && matches!(tokens.deprel[c.index()], Deprel::Obl | Deprel::Nmod)
            && is_nominal(tokens, c)
            && !is_time(tokens, c)
            && children(tokens, sentence, c).any(|aside| tokens.deprel[aside.index()] == Deprel::Appos)
            && marker(tokens, sentence, c).is_some()
    })?;
    let marker = marker(tokens, sentence, noun)?;
    hang(tokens, marker, verb, Deprel::Mark);
    tokens.deprel[verb.index()] = Deprel::Advcl;
    Some(noun)
}

/// *Blocked the road and set fire to a van*: what is conjoined to a past tense and has no *to* is one.
fn past_conjuncts(tokens: &mut Tokens, sentence: &Sentence) {
    for t in sentence.tokens.ids() {
        if tokens.deprel[t.index()] != Deprel::Conj || tokens.upos[t.index()] != Upos::Verb {
            continue;
        }
        // *Denied guilt and blamed others*: no verb with an object is conjoined to a noun.
        let noun = tokens.head[t.index()];
        let object = children(tokens, sentence, t).any(|c| tokens.deprel[c.index()] == Deprel::Obj && c > t);
        let outer = tokens.head[noun.index()];
        if object
            && tokens.deprel[noun.index()] == Deprel::Obj
            && tokens.xpos[outer.index()] == Xpos::Vbd
            && outer < noun
        {
            tokens.head[t.index()] = outer;
        }
        let head = tokens.head[t.index()];
        let alone = || {
            !children(tokens, sentence, t).any(|c| {
                matches!(
                    tokens.deprel[c.index()],
                    Deprel::Mark | Deprel::Aux | Deprel::AuxPass | Deprel::Cop | Deprel::Nsubj | Deprel::NsubjPass
                )
            })
        };
        if matches!(tokens.xpos[t.index()], Xpos::Vb | Xpos::Vbp | Xpos::Vbn)
            && tokens.xpos[head.index()] == Xpos::Vbd
            && !children(tokens, sentence, head).any(|c| tokens.deprel[c.index()] == Deprel::AuxPass)
            && head < t
            && alone()
        {
            tokens.xpos[t.index()] = Xpos::Vbd;
        }
    }
}

/// *Raided the office, carried off two laptops and …*: a participle with an object of its own is a past tense.
fn active_participles(tokens: &mut Tokens, sentence: &Sentence, is_comma: &dyn Fn(TokenId) -> bool) {
    for t in sentence.tokens.ids() {
        if tokens.xpos[t.index()] != Xpos::Vbn || tokens.upos[t.index()] != Upos::Verb {
            continue;
        }
        let head = tokens.head[t.index()];
        let object = children(tokens, sentence, t).any(|c| tokens.deprel[c.index()] == Deprel::Obj && c > t);
        let other = children(tokens, sentence, t).any(|c| {
            matches!(
                tokens.deprel[c.index()],
                Deprel::Aux | Deprel::AuxPass | Deprel::Mark | Deprel::OblAgent | Deprel::NsubjPass | Deprel::Nsubj
            )
        });
        if object
            && !other
            && matches!(tokens.deprel[t.index()], Deprel::Advcl | Deprel::Acl | Deprel::Parataxis)
            && is_behind_comma(tokens, sentence, t, is_comma)
            && !GIVING.contains(&tokens.lemma(t))
            && tokens.xpos[head.index()] == Xpos::Vbd
            && head < t
        {
            tokens.xpos[t.index()] = Xpos::Vbd;
            tokens.deprel[t.index()] = Deprel::Conj;
        }
    }
}

/// *Fell when a clerk, Juan Vega, testified*: a noun behind a conjunction is the subject of the clause that follows.
fn second_subjects(tokens: &mut Tokens, sentence: &Sentence) {
    for noun in sentence.tokens.ids() {
        let conjunction = tokens.head[noun.index()];
        let outer = tokens.head[conjunction.index()];
        let opens = tokens.deprel[noun.index()] == Deprel::Nsubj
            && conjunction < noun
            && tokens.upos[outer.index()] == Upos::Verb
            && matches!(tokens.lemma(conjunction), "when" | "after" | "as" | "while" | "because" | "where" | "until");
        if !opens {
            continue;
        }
        let clause = children(tokens, sentence, noun).find(|&c| {
            c > noun
                && tokens.upos[c.index()] == Upos::Verb
                && matches!(tokens.xpos[c.index()], Xpos::Vbn | Xpos::Vbd | Xpos::Vbz)
                && matches!(tokens.deprel[c.index()], Deprel::Acl | Deprel::Advcl)
                && !has_subject(tokens, sentence, c)
        });
        let Some(verb) = clause else { continue };
        if tokens.xpos[verb.index()] == Xpos::Vbn {
            tokens.xpos[verb.index()] = Xpos::Vbd;
        }
        hang(tokens, verb, outer, Deprel::Advcl);
        tokens.head[noun.index()] = verb;
        tokens.head[conjunction.index()] = verb;
    }
}

/// *Came to the house, told the woman to sit, then took her away*: past tenses in a row have one subject.
fn rows_of_verbs(tokens: &mut Tokens, sentence: &Sentence, is_comma: &dyn Fn(TokenId) -> bool) {
    for t in sentence.tokens.ids() {
        if tokens.deprel[t.index()] != Deprel::Parataxis || tokens.xpos[t.index()] != Xpos::Vbd {
            continue;
        }
        let head = tokens.head[t.index()];
        if tokens.xpos[head.index()] == Xpos::Vbd
            && head < t
            && is_behind_comma(tokens, sentence, t, is_comma)
            && is_finite(tokens, sentence, head)
            && !has_subject(tokens, sentence, t)
        {
            tokens.deprel[t.index()] = Deprel::Conj;
        }
    }
}
