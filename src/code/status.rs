//! Whether an event happened: negation, future, condition, background.

use super::grammar::{Grammar, SUBJECTS};
use super::rules::Voice;
use super::rules::file::ModalityFile;
use crate::doc::{Deprel, Status, TokenId, Upos, Xpos};

/// How many governing verbs are asked.
const MAX_CLIMB: u32 = 4;

/// What the words around a trigger say of its event's truth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Modality {
    /// Actual, future, hypothetical, negated or historical.
    pub status: Status,
    /// Told with a reserve: *allegedly*.
    pub hedged: bool,
    /// Only wished, feared or imagined: no event.
    pub imagined: bool,
}

impl Modality {
    /// What is told as a fact.
    pub const ACTUAL: Self = Self { status: Status::Actual, hedged: false, imagined: false };
}

/// The verb that the word of obligation `modal` makes a duty: *must free*, *needs to free*.
pub fn obliged(grammar: &Grammar<'_>, words: &ModalityFile, modal: TokenId) -> Option<TokenId> {
    let reader = Reader { grammar, words };
    if !reader.governs_as(&words.obligation, grammar.lemma(modal)) {
        return None;
    }
    match grammar.xpos(modal) {
        Xpos::Md => {
            let verb = grammar.head(modal).filter(|_| grammar.deprel(modal) == Deprel::Aux)?;
            // *Should the army attack, …* is a condition.
            let inverted = grammar.child(verb, SUBJECTS).is_some_and(|subject| modal < subject && subject < verb);
            (!inverted).then_some(verb)
        }
        // *Have yet to free* is no duty.
        Xpos::Vbz | Xpos::Vbp => grammar.child(modal, &[Deprel::Xcomp]).filter(|&verb| {
            let yet = |t| grammar.has(t, &[Deprel::Advmod], &["yet"]);
            grammar.has(verb, &[Deprel::Mark, Deprel::Aux], &["to"]) && !yet(modal) && !yet(verb)
        }),
        _ => None,
    }
}

/// Reads the modality of the trigger at `v` (of a light verb: the verb).
pub fn modality(
    grammar: &Grammar<'_>,
    words: &ModalityFile,
    v: TokenId,
    object: Option<TokenId>,
    heading: bool,
) -> Modality {
    let reader = Reader { grammar, words };
    let is_noun = grammar.upos(v) == Upos::Noun;
    // An event noun takes the modality of the verb it depends on: *did not hold a meeting*, *will visit*.
    let own = reader.clause(v, object, heading);
    let mut status = own;
    let mut hedged = reader.hedged(v);
    let mut imagined = reader.is_duty(v);
    let mut at = v;
    for _ in 0..MAX_CLIMB {
        let Some(governor) = reader.governor(at) else {
            break;
        };
        hedged |= reader.hedged(governor) || reader.hedges(governor);
        let lemma = grammar.lemma(governor);
        // *plans a visit* tells of no plan to do what *visit* tells; *a visit is planned* does.
        let through_noun = is_noun && at == v && grammar.deprel(v) != Deprel::NsubjPass;
        let achieved = || reader.governs_as(&words.achieved, lemma) && reader.is_told_as_fact(governor);
        let only_wished = || reader.governs_as(&words.imagined, lemma) && !achieved();
        if (only_wished() || reader.is_duty(governor)) && !through_noun {
            imagined = true;
        }
        // *stopped them from tearing down the houses*
        imagined |= reader.governs_as(&words.preventing, lemma)
            && grammar.has(at, &[Deprel::Mark, Deprel::Case], &["from"])
            && grammar.xpos(at) == Xpos::Vbg;
        // *was urged to release them*
        let asked = reader.governs_as(&words.directive, lemma) && grammar.voice(governor) == Voice::Passive;
        imagined |= asked && matches!(grammar.deprel(at), Deprel::Xcomp | Deprel::Advcl | Deprel::Ccomp);
        // *does not think that the army attacked*
        let disbelieved = grammar.deprel(at) == Deprel::Ccomp && reader.disbelieves(governor);
        let kept = grammar.has(at, &[Deprel::Mark], &["from"]) && matches!(lemma, "stop" | "keep" | "discourage");
        let inner = if reader.governs_as(&words.negating, lemma) || kept || disbelieved {
            Status::Negated
        } else if reader.governs_as(&words.doubtful, lemma) {
            Status::Hypothetical
        } else if reader.governs_as(&words.future, lemma) && !through_noun && !reader.is_told_as_fact(at) {
            match reader.clause(governor, None, heading) {
                Status::Actual => Status::Future,
                other => other,
            }
        } else {
            reader.clause(governor, None, heading)
        };
        // *failed to meet* is negated once; *did not fail to meet* is left as it is.
        if status == Status::Actual && (disbelieved || !(inner == Status::Negated && reader.is_speech(governor))) {
            status = inner;
        }
        at = governor;
    }
    hedged |= reader.is_reported_with_reserve(v);
    if status == Status::Hypothetical && reader.is_future_told_in_the_past(v) {
        status = Status::Future;
    }
    if status == Status::Hypothetical && reader.is_fate(v) {
        status = Status::Actual;
    }
    if status == Status::Actual && reader.is_ahead(v) {
        status = Status::Future;
    }
    if status == Status::Actual && reader.is_long_ago(v) {
        status = Status::Historical;
    }
    Modality { status, hedged, imagined }
}

/// Whether the subject of `v` will not do it: *will not lift*, *would never accept*.
pub fn is_refused(grammar: &Grammar<'_>, words: &ModalityFile, v: TokenId) -> bool {
    let reader = Reader { grammar, words };
    let is_will = |a: TokenId| {
        grammar.xpos(a) == Xpos::Md
            && (grammar.lemma(a) == "would"
                || reader.governs_as(&words.future_auxiliary, &grammar.lemma(a).to_lowercase())
                || reader.governs_as(&words.future_auxiliary, grammar.form(a)))
    };
    reader.negated(v, None) && grammar.auxiliaries(v).into_iter().any(is_will)
}

struct Reader<'a> {
    grammar: &'a Grammar<'a>,
    words: &'a ModalityFile,
}

impl Reader<'_> {
    fn governs_as(&self, list: &[String], lemma: &str) -> bool {
        list.iter().any(|w| w == lemma)
    }

    /// Whether `v` ought to be done.
    fn is_duty(&self, v: TokenId) -> bool {
        let grammar = self.grammar;
        let modal = || grammar.auxiliaries(v).into_iter().find(|&a| grammar.xpos(a) == Xpos::Md);
        let governor = || grammar.head(v).filter(|_| grammar.deprel(v) == Deprel::Xcomp);
        let obliged = |modal| obliged(grammar, self.words, modal).is_some();
        modal().is_some_and(obliged) || governor().is_some_and(obliged)
    }

    /// *does not think*: whoever does not hold something of that holds that it is not so.
    fn disbelieves(&self, t: TokenId) -> bool {
        self.governs_as(&self.words.opinion, self.grammar.lemma(t)) && self.negated(t, None)
    }

    /// A finite clause in the past: *it was decided that police had broken the law*.
    fn is_told_as_fact(&self, t: TokenId) -> bool {
        let past = |t: TokenId| matches!(self.grammar.xpos(t), Xpos::Vbd);
        past(t) || self.grammar.all(t, &[Deprel::Aux, Deprel::AuxPass, Deprel::Cop]).any(past)
    }

    /// What was to come for someone of whom the past is told, and came: *met the pilot who would drop the bomb*, *would
    /// later arrest him*.
    fn is_fate(&self, v: TokenId) -> bool {
        let grammar = self.grammar;
        let auxiliaries = grammar.auxiliaries(v);
        let would = auxiliaries.iter().any(|&a| grammar.form(a).eq_ignore_ascii_case("would"));
        let perfect = auxiliaries.iter().any(|&a| grammar.lemma(a) == "have");
        let condition = grammar.all(v, &[Deprel::Advcl]).any(|c| self.conditional(c));
        if !would || perfect || condition || self.negated(v, None) || self.conditional(v) {
            return false;
        }
        let who = grammar.deprel(v) == Deprel::AclRelcl && grammar.has(v, &[Deprel::Nsubj], &["who"]);
        let mut above = grammar.head(v).filter(|_| who);
        while let Some(noun) = above.filter(|&t| grammar.upos(t) != Upos::Verb) {
            above = grammar.head(noun);
        }
        let of_the_past = above.is_some_and(|verb| grammar.xpos(verb) == Xpos::Vbd);
        of_the_past || grammar.has(v, &[Deprel::Advmod], &["later", "late", "eventually", "subsequently"])
    }

    fn is_speech(&self, t: TokenId) -> bool {
        self.governs_as(&self.words.speech, self.grammar.lemma(t))
    }

    /// The verb, adjective or noun whose complement `t` is; none for main clauses, relative clauses and reported speech.
    fn governor(&self, t: TokenId) -> Option<TokenId> {
        let grammar = self.grammar;
        let head = grammar.head(t)?;
        match grammar.deprel(t) {
            Deprel::Xcomp => Some(head),
            Deprel::Ccomp | Deprel::Csubj => (!self.is_speech(head) || self.disbelieves(head)).then_some(head),
            Deprel::Advcl if grammar.has(t, &[Deprel::Mark], &["to"]) && !grammar.is_finite(t) => {
                // *is due to visit*: a clause under an adjective or passive; a purpose clause keeps its own truth.
                let lemma = grammar.lemma(head);
                let lists = [&self.words.future, &self.words.negating, &self.words.imagined, &self.words.directive];
                lists.iter().any(|list| self.governs_as(list, lemma)).then_some(head)
            }
            // *barred them from holding a rally*, *succeeded in holding one*
            Deprel::Advcl if grammar.has(t, &[Deprel::Mark], &["from"]) => Some(head),
            Deprel::Advcl if grammar.xpos(t) == Xpos::Vbg && grammar.preposition(t) == Some("in") => Some(head),
            // *are accused of torturing*
            Deprel::Advcl if grammar.has(t, &[Deprel::Mark], &["of"]) && self.hedges(head) => Some(head),
            Deprel::Acl if grammar.has(t, &[Deprel::Mark], &["to"]) => Some(head),
            Deprel::Conj => {
                // Shares what governs the first verb: *plans to march and strike*.
                grammar.shares_auxiliaries(t).and_then(|first| self.governor(first))
            }
            // *Suspended its work after the murder of …*: what came before keeps its own truth.
            Deprel::Obl
                if grammar.preposition(t).is_some_and(|p| {
                    matches!(p, "after" | "since" | "following" | "despite" | "amid" | "over" | "during")
                }) =>
            {
                None
            }
            Deprel::Obj | Deprel::Obl | Deprel::Nsubj | Deprel::NsubjPass if grammar.upos(t) == Upos::Noun => {
                Some(head)
            }
            _ => None,
        }
    }

    fn hedged(&self, t: TokenId) -> bool {
        self.grammar.children(t).iter().any(|&c| {
            matches!(self.grammar.deprel(c), Deprel::Advmod | Deprel::Amod)
                && (self.governs_as(&self.words.hedge, self.grammar.lemma(c))
                    || self.governs_as(&self.words.hedge, &self.grammar.form(c).to_lowercase()))
        })
    }

    /// Whether what `governor` governs is told with a reserve: *is said to*, *is accused of*, *appears to*.
    fn hedges(&self, governor: TokenId) -> bool {
        let grammar = self.grammar;
        let lemma = grammar.lemma(governor);
        self.governs_as(&self.words.seeming, lemma)
            || self.governs_as(&self.words.hedging, lemma)
                && grammar.upos(governor) == Upos::Verb
                && grammar.child(governor, &[Deprel::AuxPass]).is_some()
    }

    /// *It is alleged that …*, *there are reports that …*
    fn is_reported_with_reserve(&self, v: TokenId) -> bool {
        let grammar = self.grammar;
        let Some(head) = grammar.head(v) else { return false };
        match grammar.deprel(v) {
            Deprel::Ccomp | Deprel::Csubj | Deprel::CsubjPass => self.hedges(head),
            Deprel::Acl => self.governs_as(&self.words.hedging, grammar.lemma(head)) && grammar.is_finite(v),
            _ => false,
        }
    }

    /// *said he would meet them*: what was to come then, and no condition.
    fn is_future_told_in_the_past(&self, v: TokenId) -> bool {
        let grammar = self.grammar;
        let Some(head) = grammar.head(v).filter(|_| grammar.deprel(v) == Deprel::Ccomp) else { return false };
        let would = grammar.auxiliaries(v);
        let would = would.iter().any(|&a| grammar.form(a).eq_ignore_ascii_case("would"));
        let perfect = grammar.has(v, &[Deprel::Aux], &["have"]);
        let condition = grammar.all(v, &[Deprel::Advcl]).any(|c| self.conditional(c));
        would
            && !perfect
            && !condition
            && self.is_speech(head)
            && grammar.xpos(head) == Xpos::Vbd
            && !self.negated(v, None)
    }

    /// *is meeting them tomorrow*
    fn is_ahead(&self, v: TokenId) -> bool {
        let grammar = self.grammar;
        let present = |t: TokenId| matches!(grammar.xpos(t), Xpos::Vbp | Xpos::Vbz);
        let progressive = grammar.xpos(v) == Xpos::Vbg
            && grammar.all(v, &[Deprel::Aux]).any(|a| grammar.lemma(a) == "be" && present(a));
        let points = |t: TokenId| {
            self.governs_as(&self.words.ahead, grammar.lemma(t))
                || grammar.all(t, &[Deprel::Amod]).any(|a| self.governs_as(&self.words.ahead, grammar.lemma(a)))
        };
        let times = [Deprel::Obl, Deprel::OblUnmarked, Deprel::NmodUnmarked, Deprel::Advmod];
        (progressive || present(v)) && grammar.all(v, &times).any(points)
    }

    /// *decades earlier*, *ten years ago*
    fn is_long_ago(&self, v: TokenId) -> bool {
        let grammar = self.grammar;
        let is_back = |t: TokenId| matches!(grammar.lemma(t), "ago" | "earlier" | "before" | "early" | "previously");
        let is_unit =
            |t: TokenId| self.governs_as(&self.words.long_ago, grammar.lemma(t)) && grammar.xpos(t) == Xpos::Nns;
        // Unit and adverb hang on each other or both on the verb, at times as its subject: they stand side by side.
        grammar.children(v).iter().any(|&t| {
            let (unit, back) =
                if is_back(t) { (t.0.checked_sub(1).map(TokenId), t) } else { (Some(t), TokenId(t.0 + 1)) };
            back.index() < grammar.tokens.len() && is_back(back) && unit.is_some_and(is_unit)
        })
    }

    /// The status that the clause of `v` shows by itself.
    fn clause(&self, v: TokenId, object: Option<TokenId>, heading: bool) -> Status {
        let grammar = self.grammar;
        // *If he does not resign* tells neither that he will nor that he will not.
        if self.conditional(v) {
            return Status::Hypothetical;
        }
        if self.negated(v, object) {
            return Status::Negated;
        }
        let auxiliaries = grammar.auxiliaries(v);
        let has = |list: &[String]| {
            auxiliaries.iter().any(|&a| {
                self.governs_as(list, &grammar.lemma(a).to_lowercase()) || self.governs_as(list, grammar.form(a))
            })
        };
        if has(&self.words.future_auxiliary) {
            return Status::Future;
        }
        // *'d* is *had* as often as *would*: only a modal counts.
        let modal = auxiliaries.iter().any(|&a| grammar.xpos(a) == Xpos::Md);
        if modal && has(&self.words.hypothetical_auxiliary) {
            return Status::Hypothetical;
        }
        let infinitive = grammar.has(v, &[Deprel::Mark, Deprel::Aux], &["to"])
            || grammar.children(v).iter().any(|&c| grammar.xpos(c) == Xpos::To);
        let is_to = infinitive
            && grammar
                .all(v, &[Deprel::Cop, Deprel::Aux, Deprel::AuxPass])
                .any(|a| grammar.lemma(a) == "be" && grammar.is_finite(a));
        // Headline: *Ministers to visit Nairobi*.
        let headline = heading && infinitive && grammar.deprel(v) == Deprel::Root;
        if is_to && grammar.deprel(v) != Deprel::Xcomp
            || headline
            || (infinitive && grammar.deprel(v) == Deprel::Root && grammar.child(v, SUBJECTS).is_some())
        {
            return Status::Future;
        }
        Status::Actual
    }

    fn negated(&self, v: TokenId, object: Option<TokenId>) -> bool {
        let grammar = self.grammar;
        let negates = |t: TokenId| {
            let lemma = grammar.lemma(t).to_lowercase();
            let form = grammar.form(t).to_lowercase();
            let next = TokenId(t.0 + 1);
            // *not only arrested him but …*
            let cancelled = next.index() < grammar.tokens.len()
                && self.governs_as(&self.words.negation_cancelled_by, &grammar.form(next).to_lowercase());
            !cancelled
                && (self.governs_as(&self.words.negation, &lemma) || self.governs_as(&self.words.negation, &form))
        };
        // *have yet to release*
        let yet = |mark: TokenId| mark.0 > 0 && grammar.form(TokenId(mark.0 - 1)).eq_ignore_ascii_case("yet");
        if grammar.all(v, &[Deprel::Mark]).any(|m| grammar.lemma(m) == "to" && yet(m)) {
            return true;
        }
        let own = grammar.children(v).iter().any(|&c| {
            matches!(
                grammar.deprel(c),
                Deprel::Advmod
                    | Deprel::Det
                    | Deprel::Mark
                    | Deprel::Case
                    | Deprel::Cc
                    | Deprel::CcPreconj
                    | Deprel::Aux
            ) && negates(c)
        });
        let shared = || {
            grammar.shares_auxiliaries(v).is_some_and(|first| {
                let disjoint = grammar.has(v, &[Deprel::Cc], &["or", "nor"]);
                (disjoint || grammar.child(v, &[Deprel::Aux]).is_none())
                    && !grammar.has(v, &[Deprel::Cc], &["but"])
                    && self.negated(first, None)
            })
        };
        // *nobody*, *no journalist*, *neither the mayor nor the governor*
        let empty = |t: TokenId| {
            negates(t) && matches!(grammar.upos(t), Upos::Pron | Upos::Noun)
                || grammar.all(t, &[Deprel::Det, Deprel::CcPreconj]).any(negates)
                || grammar.all(t, &[Deprel::Conj]).any(|c| grammar.has(c, &[Deprel::Cc], &["nor"]))
        };
        own || shared()
            || grammar.all(v, SUBJECTS).any(empty)
            || object.or_else(|| grammar.child(v, &[Deprel::Obj])).is_some_and(empty)
    }

    /// A clause of condition, or a main clause that is only true under one.
    fn conditional(&self, v: TokenId) -> bool {
        let grammar = self.grammar;
        let mut at = v;
        for _ in 0..MAX_CLIMB {
            if grammar.all(at, &[Deprel::Mark, Deprel::Advmod]).any(|m| {
                self.governs_as(&self.words.condition, grammar.lemma(m))
                        && grammar.upos(m) != Upos::Aux
                        // *Whenever he came they met him*: they did.
                        && !(grammar.lemma(m) == "whenever" && self.is_told_as_fact(at))
            }) {
                return true;
            }
            if self.is_inverted(at) || self.is_awaited(at) {
                return true;
            }
            match (grammar.deprel(at), grammar.head(at)) {
                (Deprel::Conj, Some(head)) if grammar.child(at, SUBJECTS).is_none() => at = head,
                _ => return false,
            }
        }
        false
    }

    /// *Will not return until the army withdraws*: that may never be.
    fn is_awaited(&self, v: TokenId) -> bool {
        let grammar = self.grammar;
        let awaited = grammar.has(v, &[Deprel::Mark], &["until", "till", "once"]);
        let main = grammar.head(v).filter(|_| awaited && grammar.deprel(v) == Deprel::Advcl);
        main.is_some_and(|main| grammar.auxiliaries(main).into_iter().any(|a| grammar.xpos(a) == Xpos::Md))
    }

    /// *Had the police arrested him, …*, *Should the army attack, …*: the auxiliary opens a clause that is no question.
    fn is_inverted(&self, v: TokenId) -> bool {
        let grammar = self.grammar;
        let Some(subject) = grammar.child(v, SUBJECTS) else { return false };
        let opens = |a: TokenId| {
            a < subject
                && matches!(grammar.form(a).to_lowercase().as_str(), "had" | "should" | "were")
                && a.0 + 4 > subject.0
        };
        let auxiliary = grammar.all(v, &[Deprel::Aux, Deprel::AuxPass]).any(opens);
        // *Had* is also read as the verb above.
        let governor = grammar.head(v).filter(|&h| grammar.deprel(v) == Deprel::Ccomp && opens(h));
        let main = matches!(grammar.deprel(v), Deprel::Advcl)
            || governor.is_some_and(|h| grammar.child(h, SUBJECTS).is_none());
        (auxiliary || governor.is_some()) && main
    }
}
