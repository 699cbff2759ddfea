//! Mends how clauses hang together where the parser typically goes wrong in edited prose. Like [`super::repair`], each
//! function states one fact of English and leaves a tree behind.

use super::tree::{children, hang, hang_subject};
use crate::doc::{Deprel, Sentence, TokenId, Tokens, Upos, Xpos};

/// How many heads a search climbs.
const MAX_CLIMB: u32 = 8;

const TIMES: [&str; 12] =
    ["second", "minute", "hour", "day", "week", "month", "year", "decade", "moment", "weekend", "morning", "night"];

/// A finite clause is never conjoined to an infinitive or a gerund: *We urge them to leave, and we call on …*, *voted to
/// condemn the law and called for …*, *denied taking bribes and turned down …*. It goes to the nearest finite verb above.
pub fn finite_conjuncts(tokens: &mut Tokens, sentence: &Sentence) {
    for t in sentence.tokens.ids() {
        if tokens.deprel[t.index()] != Deprel::Conj
            || !(has_subject(tokens, sentence, t) || is_past(tokens, t))
            || !is_finite(tokens, sentence, t)
        {
            continue;
        }
        let mut at = tokens.head[t.index()];
        let gerund = tokens.xpos[at.index()] == Xpos::Vbg && !is_finite(tokens, sentence, at);
        if !gerund && !is_infinitive(tokens, sentence, at) {
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

/// Verbs of which a passive keeps an object: *was arrested and denied access*.
const TWO_OBJECTS: [&str; 18] = [
    "allow", "ask", "award", "charge", "deny", "fine", "give", "grant", "hand", "offer", "order", "pay", "promise",
    "refuse", "send", "show", "teach", "tell",
];

/// *Denied that anyone had been beaten and accused the lawyers*: no passive has an object, so a verb with one is not
/// conjoined to a passive below another verb, but to that verb.
pub fn active_conjuncts(tokens: &mut Tokens, sentence: &Sentence) {
    for t in sentence.tokens.ids() {
        let passive = tokens.head[t.index()];
        let above = tokens.head[passive.index()];
        let joined = tokens.deprel[t.index()] == Deprel::Conj && tokens.deprel[passive.index()] == Deprel::Ccomp;
        if !joined || above > passive || !is_finite(tokens, sentence, above) {
            continue;
        }
        let has = |of: TokenId, wanted: &[Deprel]| {
            children(tokens, sentence, of).any(|c| wanted.contains(&tokens.deprel[c.index()]))
        };
        let object = children(tokens, sentence, t).any(|c| c > t && tokens.deprel[c.index()] == Deprel::Obj);
        let own = has(t, &[Deprel::Nsubj, Deprel::NsubjPass, Deprel::Aux, Deprel::AuxPass, Deprel::Mark]);
        let past = matches!(tokens.xpos[t.index()], Xpos::Vbd | Xpos::Vbn);
        if past && object && !own && has(passive, &[Deprel::AuxPass]) && !TWO_OBJECTS.contains(&tokens.lemma(t)) {
            tokens.head[t.index()] = above;
            tokens.xpos[t.index()] = Xpos::Vbd;
        }
    }
}

/// *Called on the city to act, condemn the raid and help them*: a bare verb form is no past tense, and is joined to the
/// infinitive before it.
pub fn infinitive_conjuncts(text: &str, tokens: &mut Tokens, sentence: &Sentence) {
    for t in sentence.tokens.ids() {
        let first = tokens.head[t.index()];
        let bare = tokens.deprel[t.index()] == Deprel::Conj
            && tokens.upos[t.index()] == Upos::Verb
            && matches!(tokens.xpos[t.index()], Xpos::Vb | Xpos::Vbp | Xpos::Vbd)
            && tokens.form(t, text) == tokens.lemma(t)
            && !UNCHANGED.contains(&tokens.lemma(t))
            && matches!(tokens.xpos[first.index()], Xpos::Vbd | Xpos::Vbz)
            && first < t;
        let own = |c: TokenId| {
            matches!(tokens.deprel[c.index()], Deprel::Nsubj | Deprel::NsubjPass | Deprel::Aux | Deprel::Mark)
        };
        if !bare || children(tokens, sentence, t).any(own) {
            continue;
        }
        let infinitive = (first.0 + 1..t.0).map(TokenId).find(|&i| {
            let head = tokens.head[i.index()];
            let hung = matches!(tokens.deprel[i.index()], Deprel::Xcomp | Deprel::Advcl | Deprel::Acl | Deprel::Ccomp);
            let near = head == first || head != t && tokens.head[head.index()] == first;
            hung && near && is_infinitive(tokens, sentence, i)
        });
        if let Some(infinitive) = infinitive {
            tokens.head[t.index()] = infinitive;
            tokens.xpos[t.index()] = Xpos::Vb;
        }
    }
}

/// Verbs whose past tense looks like the bare form.
const UNCHANGED: [&str; 22] = [
    "bet", "bid", "burst", "cast", "cost", "cut", "hit", "hurt", "let", "put", "quit", "read", "rid", "set", "shed",
    "shut", "split", "spread", "thrust", "upset", "wed", "beat",
];

/// Nor is a participle conjoined to an infinitive: *a letter urging them to go and deploring the raid*. It goes to the
/// nearest participle above.
pub fn participle_conjuncts(tokens: &mut Tokens, sentence: &Sentence) {
    for t in sentence.tokens.ids() {
        let participle = |t: TokenId| tokens.xpos[t.index()] == Xpos::Vbg && !is_finite(tokens, sentence, t);
        let mut at = tokens.head[t.index()];
        let conjoined = tokens.deprel[t.index()] == Deprel::Conj && participle(t);
        if !conjoined || has_subject(tokens, sentence, t) || !is_infinitive(tokens, sentence, at) {
            continue;
        }
        for _ in 0..MAX_CLIMB {
            at = tokens.head[at.index()];
            if participle(at) && at < t {
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
    hang(tokens, main, main, Deprel::Root);
    hang(tokens, subject, main, Deprel::Nsubj);
    hang(tokens, root, subject, Deprel::Acl);
}

/// *Police fired at striking dockers*, *shelters for displaced Afghans*: behind these prepositions a participle before a
/// bare noun modifies it and governs nothing.
pub fn participle_before_noun(tokens: &mut Tokens, sentence: &Sentence) {
    for verb in sentence.tokens.ids() {
        let participle = match tokens.xpos[verb.index()] {
            Xpos::Vbn => true,
            Xpos::Vbg => false,
            _ => continue,
        };
        if verb.0 == sentence.tokens.start || !matches!(tokens.deprel[verb.index()], Deprel::Advcl | Deprel::Acl) {
            continue;
        }
        let before = TokenId(verb.0 - 1);
        let marks = tokens.head[before.index()] == verb
            && matches!(tokens.deprel[before.index()], Deprel::Mark | Deprel::Case)
            && (matches!(tokens.lemma(before), "on" | "at" | "to" | "against" | "among" | "with" | "between")
                || participle && matches!(tokens.lemma(before), "for" | "of" | "from" | "by"));
        let object = children(tokens, sentence, verb).find(|&c| {
            c > verb
                && tokens.deprel[c.index()] == Deprel::Obj
                && matches!(tokens.upos[c.index()], Upos::Noun | Upos::Propn)
                && (verb.0 + 1..c.0).all(|t| matches!(tokens.upos[t as usize], Upos::Noun | Upos::Adj | Upos::Propn))
        });
        let Some(noun) = object.filter(|_| marks) else {
            continue;
        };
        let head = tokens.head[verb.index()];
        for t in sentence.tokens.ids() {
            if t != verb && tokens.head[t.index()] == verb {
                tokens.head[t.index()] = if t < noun || t == before { noun } else { head };
            }
        }
        let verbal = tokens.upos[head.index()] == Upos::Verb;
        hang(tokens, noun, head, if verbal { Deprel::Obl } else { Deprel::Nmod });
        hang(tokens, verb, noun, Deprel::Amod);
        tokens.deprel[before.index()] = Deprel::Case;
    }
}

/// No verb has a noun as its modifier: *arrested a man suspected of theft*, with *man* hung on *suspected*, or *arrested
/// ten union leaders*, with *leaders* as an apposition of the verb.
pub fn objects_misread(tokens: &mut Tokens, sentence: &Sentence) {
    let has_child = |tokens: &Tokens, verb: TokenId, deprel: Deprel| {
        children(tokens, sentence, verb).any(|c| tokens.deprel[c.index()] == deprel)
    };
    let has_object = |tokens: &Tokens, verb: TokenId| has_child(tokens, verb, Deprel::Obj);
    // A participle is active with *have* and without *be*.
    let is_active = |tokens: &Tokens, verb: TokenId| {
        tokens.xpos[verb.index()] != Xpos::Vbn
            || has_child(tokens, verb, Deprel::Aux) && !has_child(tokens, verb, Deprel::AuxPass)
    };
    for t in sentence.tokens.ids() {
        let verb = tokens.head[t.index()];
        if tokens.upos[t.index()] != Upos::Noun || tokens.upos[verb.index()] != Upos::Verb || verb == t {
            continue;
        }
        let above = tokens.head[verb.index()];
        match tokens.deprel[t.index()] {
            Deprel::Appos if verb < t && !has_object(tokens, verb) && is_active(tokens, verb) => {
                tokens.deprel[t.index()] = Deprel::Obj;
            }
            Deprel::Compound
                if verb.0 == t.0 + 1
                    && above < t
                    && tokens.upos[above.index()] == Upos::Verb
                    && !has_object(tokens, above)
                    && matches!(tokens.xpos[verb.index()], Xpos::Vbd | Xpos::Vbn) =>
            {
                hang(tokens, t, above, Deprel::Obj);
                hang(tokens, verb, t, Deprel::Acl);
                tokens.xpos[verb.index()] = Xpos::Vbn;
            }
            _ => {}
        }
    }
}

/// *To the potter Lina Haddad*: what marks the phrase marks its head, which is the name and not what it is called.
pub fn marks_of_names(tokens: &mut Tokens, sentence: &Sentence) {
    for t in sentence.tokens.ids() {
        let described = tokens.head[t.index()];
        let is_mark = matches!(tokens.deprel[t.index()], Deprel::Case | Deprel::Det | Deprel::NmodPoss);
        if is_mark && tokens.deprel[described.index()] == Deprel::NmodDesc && t < described {
            tokens.head[t.index()] = tokens.head[described.index()];
        }
    }
}

/// A word with an object is a verb, whatever its tag: *The members urge all parties to …* reads *urge* as a noun.
pub fn verb_by_object(tokens: &mut Tokens, sentence: &Sentence) {
    for t in sentence.tokens.ids() {
        if tokens.upos[t.index()] != Upos::Noun || tokens.deprel[t.index()] != Deprel::Root {
            continue;
        }
        let has = |deprel: Deprel| children(tokens, sentence, t).any(|c| tokens.deprel[c.index()] == deprel);
        if has(Deprel::Obj) && has(Deprel::Nsubj) && !has(Deprel::Cop) && !has(Deprel::Det) {
            tokens.upos[t.index()] = Upos::Verb;
            tokens.xpos[t.index()] = Xpos::Vbp;
        }
    }
}

/// Behind a modal stands a verb, whatever its tag: *will not free the hostages*, *did express unease*.
pub fn verb_by_auxiliary(tokens: &mut Tokens, sentence: &Sentence) {
    for t in sentence.tokens.ids() {
        if !matches!(tokens.upos[t.index()], Upos::Adj | Upos::Noun) {
            continue;
        }
        let has = |wanted: &dyn Fn(TokenId) -> bool| children(tokens, sentence, t).any(wanted);
        let modal = |c: TokenId| {
            (tokens.xpos[c.index()] == Xpos::Md || tokens.lemma(c) == "do")
                && tokens.deprel[c.index()] == Deprel::Aux
                && (c.0 + 1..t.0).all(|i| tokens.upos[i as usize] == Upos::Adv || tokens.xpos[i as usize] == Xpos::Rb)
        };
        let nominal = |c: TokenId| matches!(tokens.deprel[c.index()], Deprel::Cop | Deprel::Det | Deprel::Amod);
        if has(&modal) && !has(&nominal) {
            tokens.upos[t.index()] = Upos::Verb;
            tokens.xpos[t.index()] = Xpos::Vb;
        }
    }
}

/// No finite verb has a noun as its modifier: *Police arrest 12 activists*, with *police* as the first part of a compound.
pub fn subject_read_as_modifier(tokens: &mut Tokens, sentence: &Sentence) {
    for t in sentence.tokens.ids().skip(1) {
        let verb = tokens.head[t.index() - 1];
        let before = TokenId(t.0 - 1);
        let modifies = matches!(tokens.deprel[before.index()], Deprel::Compound | Deprel::NmodDesc | Deprel::Amod);
        let noun = matches!(tokens.upos[before.index()], Upos::Noun | Upos::Propn);
        let finite =
            tokens.upos[t.index()] == Upos::Verb && matches!(tokens.xpos[t.index()], Xpos::Vbp | Xpos::Vbz | Xpos::Vbd);
        if verb == t && modifies && noun && finite && !has_subject(tokens, sentence, t) {
            tokens.deprel[before.index()] = Deprel::Nsubj;
        }
    }
}

/// *That* before a plural is no article: *testified that guards had beaten them*. It opens the clause of that noun's verb.
pub fn that_before_plural(tokens: &mut Tokens, sentence: &Sentence) {
    for t in sentence.tokens.ids() {
        let noun = tokens.head[t.index()];
        let article = tokens.deprel[t.index()] == Deprel::Det && tokens.lemma(t) == "that";
        let plural = matches!(tokens.xpos[noun.index()], Xpos::Nns | Xpos::Nnps);
        let subject = matches!(tokens.deprel[noun.index()], Deprel::Nsubj | Deprel::NsubjPass);
        if article && plural && subject && t < noun {
            tokens.head[t.index()] = tokens.head[noun.index()];
            tokens.deprel[t.index()] = Deprel::Mark;
        }
    }
}

/// *Denied on Tuesday that guards had beaten him*: a clause with *that* which nothing like *so* points at is what the verb says.
pub fn that_clauses(tokens: &mut Tokens, sentence: &Sentence) {
    for t in sentence.tokens.ids() {
        let verb = tokens.head[t.index()];
        let adjunct = tokens.deprel[t.index()] == Deprel::Advcl && verb < t && tokens.upos[verb.index()] == Upos::Verb;
        if !adjunct {
            continue;
        }
        let that = children(tokens, sentence, t)
            .find(|&c| tokens.deprel[c.index()] == Deprel::Mark && c < t && tokens.lemma(c) == "that");
        let Some(that) = that.filter(|that| that.0 > verb.0) else { continue };
        let points = |c: TokenId| matches!(tokens.lemma(c), "so" | "such" | "now" | "provided" | "in");
        let pointed_at = (verb.0..that.0).map(TokenId).any(points);
        let told = |c: TokenId| matches!(tokens.deprel[c.index()], Deprel::Ccomp | Deprel::Obj);
        if !pointed_at && !children(tokens, sentence, verb).any(told) {
            tokens.deprel[t.index()] = Deprel::Ccomp;
        }
    }
}

/// *Testified before the inquiry that officers had beaten them*: a conjunction opens no relative clause. What it opens
/// is said to the one before it, and belongs to the verb of saying.
pub fn clause_told_to(tokens: &mut Tokens, sentence: &Sentence) {
    for t in sentence.tokens.ids() {
        let noun = tokens.head[t.index()];
        let verb = tokens.head[noun.index()];
        let told = tokens.deprel[t.index()] == Deprel::AclRelcl
            && matches!(tokens.deprel[noun.index()], Deprel::Obl | Deprel::Obj | Deprel::Iobj)
            && tokens.upos[verb.index()] == Upos::Verb
            && (verb < noun && noun < t);
        let opens = |c: TokenId| {
            tokens.deprel[c.index()] == Deprel::Mark
                && tokens.upos[c.index()] == Upos::Sconj
                && tokens.lemma(c) == "that"
        };
        let free = |c: TokenId| tokens.deprel[c.index()] != Deprel::Ccomp;
        if told
            && !is_time(tokens, noun)
            && has_subject(tokens, sentence, t)
            && children(tokens, sentence, t).any(opens)
            && children(tokens, sentence, verb).all(free)
        {
            hang(tokens, t, verb, Deprel::Ccomp);
        }
    }
}

/// *Protesters, some of whom threw stones, clashed*: the clause of *whom* tells of the noun before it.
pub fn some_of_whom(tokens: &mut Tokens, sentence: &Sentence) {
    for some in sentence.tokens.ids() {
        let verb = tokens.head[some.index()];
        if !matches!(tokens.deprel[some.index()], Deprel::Nsubj | Deprel::NsubjPass) || some > verb {
            continue;
        }
        let whose = children(tokens, sentence, some)
            .any(|c| tokens.deprel[c.index()] == Deprel::Nmod && matches!(tokens.lemma(c), "whom" | "which"));
        let whole = children(tokens, sentence, verb)
            .find(|&c| c < some && matches!(tokens.deprel[c.index()], Deprel::Nsubj | Deprel::Dislocated));
        let Some(whole) = whole.filter(|_| whose) else { continue };
        let top = tokens.head[verb.index()];
        tokens.head[whole.index()] = if top == verb { whole } else { top };
        tokens.deprel[whole.index()] = tokens.deprel[verb.index()];
        hang(tokens, verb, whole, Deprel::AclRelcl);
    }
}

/// *Thousands of teachers, many of them carrying banners, marched*: what is told of some of them stands aside.
pub fn some_of_them(tokens: &mut Tokens, sentence: &Sentence, is_comma: &dyn Fn(TokenId) -> bool) {
    for some in sentence.tokens.ids().skip(1) {
        let aside = tokens.head[some.index()];
        let whole = tokens.head[aside.index()];
        let of_them = tokens.deprel[some.index()] == Deprel::Nsubj
            && matches!(tokens.xpos[aside.index()], Xpos::Vbg | Xpos::Vbn)
            && is_comma(TokenId(some.0 - 1))
            && children(tokens, sentence, some).any(|c| matches!(tokens.lemma(c), "they" | "them"));
        let noun = matches!(tokens.upos[whole.index()], Upos::Noun | Upos::Propn) && whole < some;
        if !of_them || !noun || tokens.head[whole.index()] != whole {
            continue;
        }
        let verb = children(tokens, sentence, aside).find(|&c| {
            c > aside
                && is_finite(tokens, sentence, c)
                && !has_subject(tokens, sentence, c)
                && is_comma(TokenId(c.0 - 1))
        });
        if let Some(verb) = verb.filter(|&v| tokens.upos[v.index()] == Upos::Verb) {
            hang(tokens, verb, verb, Deprel::Root);
            hang_subject(tokens, sentence, whole, verb);
            hang(tokens, aside, whole, Deprel::Acl);
        }
    }
}

/// *Held a meeting entitled “…”, in which nurses took part*: what stands before *in which* is no subject of the verb behind it,
/// but what the clause tells of.
pub fn in_which(tokens: &mut Tokens, sentence: &Sentence) {
    for which in sentence.tokens.ids() {
        let verb = tokens.head[which.index()];
        let relative = tokens.deprel[which.index()] == Deprel::Obl && tokens.lemma(which) == "which" && which < verb;
        if !relative || tokens.deprel[verb.index()] != Deprel::Ccomp {
            continue;
        }
        let subjects = children(tokens, sentence, verb)
            .filter(|&c| matches!(tokens.deprel[c.index()], Deprel::Nsubj | Deprel::NsubjPass) && c < verb);
        let subjects: Vec<TokenId> = subjects.collect();
        let [noun, own] = subjects[..] else { continue };
        if noun < which && which < own {
            tokens.head[noun.index()] = tokens.head[verb.index()];
            tokens.deprel[noun.index()] = Deprel::Obj;
            hang(tokens, verb, noun, Deprel::AclRelcl);
        }
    }
}

/// *Held a sit-in on Thursday morning, which was dispersed*: no relative clause tells of a time; it tells of the object before.
pub fn relative_of_time(tokens: &mut Tokens, sentence: &Sentence) {
    for t in sentence.tokens.ids() {
        let time = tokens.head[t.index()];
        if tokens.deprel[t.index()] != Deprel::AclRelcl || !is_time(tokens, time) {
            continue;
        }
        let which = children(tokens, sentence, t).any(|c| {
            matches!(tokens.deprel[c.index()], Deprel::Nsubj | Deprel::NsubjPass)
                && matches!(tokens.lemma(c), "which" | "who" | "that")
        });
        let mut verb = time;
        for _ in 0..MAX_CLIMB {
            if tokens.upos[verb.index()] == Upos::Verb {
                break;
            }
            verb = tokens.head[verb.index()];
        }
        let object = children(tokens, sentence, verb)
            .filter(|&c| c < time && c != verb && matches!(tokens.deprel[c.index()], Deprel::Obj | Deprel::NsubjPass))
            .last();
        if let Some(object) = object.filter(|_| which) {
            tokens.head[t.index()] = object;
        }
    }
}

/// Whether a word that may open a clause was read as a preposition: *after the council met*.
pub(super) fn is_read_as_preposition(tokens: &Tokens, t: TokenId) -> bool {
    tokens.deprel[t.index()] == Deprel::Case
        && matches!(tokens.lemma(t), "after" | "before" | "since" | "as" | "until" | "while")
}

/// Whether the word names a time: *day*, *Thursday*.
pub(super) fn is_time(tokens: &Tokens, t: TokenId) -> bool {
    TIMES.contains(&tokens.lemma(t))
        || matches!(
            tokens.lemma(t),
            "afternoon" | "evening" | "midday" | "midnight" | "yesterday" | "today" | "tomorrow"
        )
        || tokens.lemma(t).ends_with("day") && tokens.upos[t.index()] == Upos::Propn
}

/// *Until a ransom is paid*: what has a finite auxiliary is a clause, and the noun before it its subject.
pub fn clause_behind_conjunction(tokens: &mut Tokens, sentence: &Sentence) {
    for marker in sentence.tokens.ids() {
        let subject = tokens.head[marker.index()];
        if !is_read_as_preposition(tokens, marker) || subject < marker {
            continue;
        }
        let finite = |c: TokenId| tokens.xpos[c.index()].is_finite() && c > subject;
        let auxiliary = |verb: TokenId| {
            children(tokens, sentence, verb)
                .find(|&c| matches!(tokens.deprel[c.index()], Deprel::Aux | Deprel::AuxPass) && finite(c) && c < verb)
        };
        let clause = children(tokens, sentence, subject).find(|&c| {
            c > subject
                && tokens.upos[c.index()] == Upos::Verb
                && tokens.deprel[c.index()] == Deprel::Acl
                && !has_subject(tokens, sentence, c)
                && auxiliary(c).is_some()
        });
        let Some(verb) = clause else { continue };
        // A fragment may be such a clause as a whole: *Until a ransom is paid*.
        let above = tokens.head[subject.index()];
        let is_root = above == subject;
        hang(tokens, verb, if is_root { verb } else { above }, if is_root { Deprel::Root } else { Deprel::Advcl });
        hang_subject(tokens, sentence, subject, verb);
        hang(tokens, marker, verb, Deprel::Mark);
    }
}

/// *The UN commission on Syria has today published a report*: a finite clause without subject right behind the noun that
/// begins the sentence is what that noun does.
pub fn clause_of_root(text: &str, tokens: &mut Tokens, sentence: &Sentence) {
    let Some(root) = sentence.tokens.ids().find(|&t| tokens.deprel[t.index()] == Deprel::Root) else {
        return;
    };
    let nominal = matches!(tokens.upos[root.index()], Upos::Noun | Upos::Propn);
    let copula = children(tokens, sentence, root).any(|c| tokens.deprel[c.index()] == Deprel::Cop);
    if !nominal || copula || has_subject(tokens, sentence, root) {
        return;
    }
    let clause = children(tokens, sentence, root).find(|&c| {
        c > root
            && tokens.upos[c.index()] == Upos::Verb
            && matches!(tokens.deprel[c.index()], Deprel::Parataxis | Deprel::Acl | Deprel::Advcl | Deprel::Dep)
            && is_finite(tokens, sentence, c)
            && !has_subject(tokens, sentence, c)
            && !children(tokens, sentence, c).any(|m| matches!(tokens.deprel[m.index()], Deprel::Mark | Deprel::Cc))
    });
    let Some(verb) = clause else {
        return;
    };
    let form = |t: u32| tokens.form(TokenId(t), text);
    let marks: Vec<u32> =
        (root.0 + 1..verb.0).filter(|&t| matches!(form(t), "," | ":" | "–" | "—" | "\"" | "“" | "-")).collect();
    // *President Mora, in a meeting with the premier, agreed to …*: between two commas stands an aside.
    let aside = matches!(marks[..], [open, close] if form(open) == "," && form(close) == ","
        && tokens.upos[open as usize + 1] == Upos::Adp
        && (close + 1..verb.0).all(|t| tokens.upos[t as usize] == Upos::Adv));
    if !marks.is_empty() && !aside {
        return;
    }
    hang(tokens, verb, verb, Deprel::Root);
    hang(tokens, root, verb, Deprel::Nsubj);
    let stop = sentence.tokens.end - 1;
    if tokens.head[stop as usize] == root && tokens.deprel[stop as usize] == Deprel::Punct {
        tokens.head[stop as usize] = verb;
    }
}

fn is_past(tokens: &Tokens, verb: TokenId) -> bool {
    tokens.xpos[verb.index()] == Xpos::Vbd
}

pub(super) fn has_subject(tokens: &Tokens, sentence: &Sentence, verb: TokenId) -> bool {
    children(tokens, sentence, verb).any(|c| matches!(tokens.deprel[c.index()], Deprel::Nsubj | Deprel::NsubjPass))
}

pub(super) fn is_finite(tokens: &Tokens, sentence: &Sentence, verb: TokenId) -> bool {
    let finite = |t: TokenId| tokens.xpos[t.index()].is_finite();
    finite(verb)
        || children(tokens, sentence, verb)
            .any(|c| matches!(tokens.deprel[c.index()], Deprel::Aux | Deprel::AuxPass | Deprel::Cop) && finite(c))
}

fn is_infinitive(tokens: &Tokens, sentence: &Sentence, verb: TokenId) -> bool {
    tokens.xpos[verb.index()] == Xpos::Vb
        && children(tokens, sentence, verb).any(|c| tokens.xpos[c.index()] == Xpos::To)
}
