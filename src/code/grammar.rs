//! Grammatical functions read off a dependency tree: deep subjects and objects through passives, relative clauses,
//! control and coordination.
//!
//! Relations are those of Universal Dependencies v2. Every walk up the tree is bounded, so that no input can make it
//! run long.

use super::rules::{ClauseKind, Voice};
use crate::doc::{Deprel, Document, TokenId, Tokens, Tree, Upos, Xpos};

/// How many heads a search for a shared or controlled subject climbs.
const MAX_CLIMB: u32 = 6;

/// A view of an article's trees.
#[derive(Clone, Copy)]
pub struct Grammar<'d> {
    /// The text.
    pub text: &'d str,
    /// Its tokens.
    pub tokens: &'d Tokens,
    tree: &'d Tree,
}

impl<'d> Grammar<'d> {
    /// A view of `doc`, whose text is `text`.
    pub fn new(text: &'d str, doc: &'d Document) -> Self {
        Self { text, tokens: &doc.tokens, tree: &doc.tree }
    }

    /// The lemma of `t`.
    pub fn lemma(&self, t: TokenId) -> &'d str {
        self.tokens.lemma(t)
    }

    /// Whether `t` is *I* or *we*.
    pub fn is_first_person(&self, t: TokenId) -> bool {
        matches!(self.lemma(t), "I" | "i" | "we" | "We")
    }

    /// The surface form of `t`.
    pub fn form(&self, t: TokenId) -> &'d str {
        self.tokens.form(t, self.text)
    }

    /// The relation of `t` to its head.
    pub fn deprel(&self, t: TokenId) -> Deprel {
        self.tokens.deprel[t.index()]
    }

    /// The universal part of speech of `t`.
    pub fn upos(&self, t: TokenId) -> Upos {
        self.tokens.upos[t.index()]
    }

    /// The Penn tag of `t`.
    pub fn xpos(&self, t: TokenId) -> Xpos {
        self.tokens.xpos[t.index()]
    }

    /// The head of `t`; `None` for a root.
    pub fn head(&self, t: TokenId) -> Option<TokenId> {
        Some(self.tokens.head[t.index()]).filter(|&h| h != t)
    }

    /// The dependents of `t` in text order.
    pub fn children(&self, t: TokenId) -> &'d [TokenId] {
        self.tree.children(t)
    }

    /// The first dependent of `t` whose relation is one of `deprels`.
    pub fn child(&self, t: TokenId, deprels: &[Deprel]) -> Option<TokenId> {
        self.children(t).iter().copied().find(|&c| deprels.contains(&self.deprel(c)))
    }

    /// All dependents of `t` whose relation is one of `deprels`.
    pub fn all<'a>(&'a self, t: TokenId, deprels: &'a [Deprel]) -> impl Iterator<Item = TokenId> + use<'a, 'd> {
        self.children(t).iter().copied().filter(move |&c| deprels.contains(&self.deprel(c)))
    }

    /// Whether `t` has a dependent with one of `deprels` and one of `lemmas`.
    pub fn has(&self, t: TokenId, deprels: &[Deprel], lemmas: &[&str]) -> bool {
        self.all(t, deprels).any(|c| lemmas.contains(&self.lemma(c)))
    }

    /// The auxiliaries that hold for `v`: its own, or those it shares with the verb it is conjoined to (*did not meet
    /// or call*; *was arrested and beaten*).
    pub fn auxiliaries(&self, v: TokenId) -> Vec<TokenId> {
        let mut at = v;
        for _ in 0..MAX_CLIMB {
            let own: Vec<_> = self.all(at, &[Deprel::Aux, Deprel::AuxPass]).collect();
            if !own.is_empty() {
                return own;
            }
            match self.shares_auxiliaries(at) {
                Some(head) => at = head,
                None => break,
            }
        }
        Vec::new()
    }

    /// The verb that `v` is conjoined to and shares its auxiliaries with: the same verb form, no subject of its own.
    pub fn shares_auxiliaries(&self, v: TokenId) -> Option<TokenId> {
        let head = self.head(v).filter(|_| self.deprel(v) == Deprel::Conj)?;
        let alike = self.xpos(v) == self.xpos(head) && matches!(self.xpos(v), Xpos::Vb | Xpos::Vbn | Xpos::Vbg);
        (alike && self.child(v, SUBJECTS).is_none()).then_some(head)
    }

    /// The voice of verb `v`.
    pub fn voice(&self, v: TokenId) -> Voice {
        // *I've shot*, with *'ve* read as the auxiliary of a passive
        let auxiliary = self.child(v, &[Deprel::AuxPass]);
        let perfect = auxiliary.is_some_and(|a| {
            matches!(self.lemma(a), "have" | "'ve" | "’ve") && self.all(v, &[Deprel::Aux, Deprel::AuxPass]).count() == 1
        });
        let passive = !perfect
            && (auxiliary.is_some() || self.child(v, &[Deprel::NsubjPass, Deprel::CsubjPass]).is_some())
            || (self.xpos(v) == Xpos::Vbn && self.is_bare_participle(v));
        // *Was disgusted by the verdict*, with an adjective for the participle, has the subject of *was angry at it*.
        if passive && self.upos(v) != Upos::Adj { Voice::Passive } else { Voice::Active }
    }

    /// A past participle without an auxiliary of its own, in a place where it is passive.
    fn is_bare_participle(&self, v: TokenId) -> bool {
        if self.child(v, &[Deprel::Aux]).is_some() {
            return false;
        }
        match self.deprel(v) {
            Deprel::Acl | Deprel::Amod | Deprel::Advcl | Deprel::Xcomp => self.child(v, &[Deprel::Obj]).is_none(),
            Deprel::Conj => {
                self.head(v).is_some_and(|h| self.is_passive_predicate(h))
                    && self.child(v, &[Deprel::Obj, Deprel::Nsubj]).is_none()
            }
            // Headline style: *Three journalists arrested in Cairo*.
            Deprel::Root | Deprel::Parataxis => {
                self.child(v, &[Deprel::Nsubj]).is_some() && self.child(v, &[Deprel::Obj]).is_none()
            }
            _ => false,
        }
    }

    /// What a participle conjoined to `t` shares the *be* of: *was arrested and*, *was a minister and*, *was found guilty and*.
    fn is_passive_predicate(&self, t: TokenId) -> bool {
        if self.upos(t) == Upos::Verb {
            return self.xpos(t) == Xpos::Vbn && self.voice(t) == Voice::Passive;
        }
        let found = || {
            self.head(t).is_some_and(|v| {
                self.deprel(t) == Deprel::Xcomp && self.upos(v) == Upos::Verb && self.is_passive_predicate(v)
            })
        };
        self.child(t, &[Deprel::Cop]).is_some() || found()
    }

    /// The grammatical subject of `v`: its own, or the one it shares, is controlled by, or modifies.
    pub fn subject(&self, v: TokenId) -> Option<TokenId> {
        self.subject_within(v, MAX_CLIMB)
    }

    fn subject_within(&self, v: TokenId, climb: u32) -> Option<TokenId> {
        if let Some(subject) = self.child(v, SUBJECTS) {
            return self.antecedent(subject, v);
        }
        let climb = climb.checked_sub(1)?;
        let head = self.head(v)?;
        match self.deprel(v) {
            Deprel::Conj => self.subject_within(head, climb),
            Deprel::Xcomp => self.controller(v, head, climb),
            Deprel::Advcl | Deprel::AdvclRelcl => {
                if self.is_finite(v) || self.has(v, &[Deprel::Mark], &["if", "because", "that", "although"]) {
                    return None;
                }
                // *kept the union from marching*
                let kept =
                    self.child(head, &[Deprel::Obj]).filter(|o| o.0 < v.0 && self.has(v, &[Deprel::Mark], &["from"]));
                if kept.is_some() {
                    return kept;
                }
                if self.is_predicate(head) { self.subject_of_clause(head, climb) } else { Some(head) }
            }
            Deprel::Acl => match self.xpos(v) {
                Xpos::Vb => self.subject_of_noun(head, climb),
                // *is among those urging*
                _ if self.lemma(head) == "those" && self.child(head, &[Deprel::Cop]).is_some() => {
                    self.subject_within(head, climb)
                }
                _ => Some(head),
            },
            Deprel::AclRelcl => {
                // Without an object gap the relative pronoun was the subject: *officers arresting*, *who arrested*.
                let relative = self.children(v).iter().any(|&c| self.is_relative(c));
                (relative || self.child(v, &[Deprel::Obj]).is_some()).then_some(head)
            }
            Deprel::Parataxis | Deprel::Dep if !self.is_finite(v) => self.subject_within(head, climb),
            // *considered launching*, tagged as a clausal complement
            Deprel::Ccomp if !self.is_finite(v) => self.controller(v, head, climb),
            Deprel::Obl | Deprel::Nmod if self.xpos(v) == Xpos::Vbg => self.subject_within(head, climb),
            _ => None,
        }
    }

    /// Whose action a participle or purpose clause under `head` is: the doer where the clause is passive and names
    /// one, the subject otherwise.
    fn subject_of_clause(&self, head: TokenId, climb: u32) -> Option<TokenId> {
        if self.voice(head) == Voice::Passive
            && let Some(agent) = self.agent(head)
        {
            return Some(agent);
        }
        self.subject_within(head, climb)
    }

    /// Who does what the infinitive `v` under `head` tells: the object of verbs of causing and asking, else the
    /// subject.
    fn controller(&self, v: TokenId, head: TokenId, climb: u32) -> Option<TokenId> {
        if self.upos(head) != Upos::Verb {
            return self.subject_within(head, climb);
        }
        let object = self.child(head, &[Deprel::Obj, Deprel::Iobj]).filter(|o| o.0 < v.0);
        match object {
            Some(object) if !SUBJECT_CONTROL.contains(&self.lemma(head)) => self.antecedent(object, head),
            _ => self.subject_within(head, climb),
        }
    }

    /// Whose plan, decision or attempt a noun with an infinitive is.
    fn subject_of_noun(&self, noun: TokenId, climb: u32) -> Option<TokenId> {
        if let Some(owner) = self.child(noun, &[Deprel::NmodPoss]) {
            return Some(owner);
        }
        let governor = self.head(noun)?;
        match self.deprel(noun) {
            Deprel::Obj | Deprel::Obl => self.subject_within(governor, climb),
            _ => None,
        }
    }

    /// What a relative pronoun stands for; any other token stands for itself.
    fn antecedent(&self, t: TokenId, v: TokenId) -> Option<TokenId> {
        if !self.is_relative(t) {
            return Some(t);
        }
        let mut at = v;
        for _ in 0..MAX_CLIMB {
            let head = self.head(at)?;
            match self.deprel(at) {
                // *a petition to the governor, Eva Roth, who …*, hung on the verb: the noun before the pronoun is meant.
                Deprel::AclRelcl if self.upos(head) == Upos::Verb => return self.noun_before(t),
                Deprel::AclRelcl | Deprel::Acl => return Some(head),
                _ => at = head,
            }
        }
        None
    }

    /// The noun that stands right before `t`, but for a comma and a preposition.
    fn noun_before(&self, t: TokenId) -> Option<TokenId> {
        let before = (t.0.saturating_sub(3)..t.0).rev().map(TokenId);
        before.take_while(|&b| self.upos(b) != Upos::Verb).find(|&b| self.is_nominal(b))
    }

    /// A relative pronoun.
    pub fn is_relative(&self, t: TokenId) -> bool {
        matches!(self.xpos(t), Xpos::Wdt | Xpos::Wp)
            || (self.lemma(t) == "that" && self.upos(t) == Upos::Pron && {
                self.head(t).is_some_and(|h| self.deprel(h) == Deprel::AclRelcl)
            })
    }

    /// The by-phrase of a passive.
    fn agent(&self, v: TokenId) -> Option<TokenId> {
        self.child(v, &[Deprel::OblAgent])
            .or_else(|| {
                // *were killed at the hands of the militia*
                let hands = self
                    .all(v, &[Deprel::Obl])
                    .find(|&c| self.lemma(c) == "hand" && self.preposition(c) == Some("at"))?;
                self.governed(hands, "of").next()
            })
            .or_else(|| self.all(v, &[Deprel::Obl, Deprel::Nmod]).find(|&c| self.preposition(c) == Some("by")))
            .or_else(|| {
                // *was received with honours by the president*, hung on the honours
                let setting =
                    |&c: &TokenId| matches!(self.preposition(c), Some("with" | "in" | "on" | "at" | "from" | "near"));
                self.all(v, &[Deprel::Obl]).filter(setting).find_map(|c| self.governed(c, "by").next())
            })
    }

    /// Who does what `v` tells.
    pub fn deep_subject(&self, v: TokenId) -> Option<TokenId> {
        // *The singer has been behind bars*: the subject is that of what it is.
        if self.deprel(v) == Deprel::Cop {
            return self.head(v).and_then(|predicate| self.subject(predicate));
        }
        match self.voice(v) {
            Voice::Active => self.subject(v),
            Voice::Passive => self.agent(v).or_else(|| self.shared_agent(v)),
        }
    }

    /// The by-phrase behind the last of conjoined passives belongs to all: *was arrested and beaten by police*.
    fn shared_agent(&self, v: TokenId) -> Option<TokenId> {
        let first = self.head(v).filter(|_| self.deprel(v) == Deprel::Conj).unwrap_or(v);
        let joined = |c: &TokenId| c.0 > v.0 && self.xpos(*c) == Xpos::Vbn && self.child(*c, SUBJECTS).is_none();
        self.all(first, &[Deprel::Conj]).filter(joined).find_map(|c| self.agent(c))
    }

    /// To whom or what it is done.
    pub fn deep_object(&self, v: TokenId) -> Option<TokenId> {
        if self.voice(v) == Voice::Passive {
            return self.subject(v);
        }
        if let Some(object) = self.child(v, &[Deprel::Obj]) {
            return self.antecedent(object, v);
        }
        // *asked Algeria to …* is often read as an object to which something is given.
        if let Some(object) = self.child(v, &[Deprel::Iobj]) {
            return self.antecedent(object, v);
        }
        match self.deprel(v) {
            // *the man (whom) police arrested*
            Deprel::AclRelcl if self.child(v, &[Deprel::Nsubj]).is_some_and(|s| !self.is_relative(s)) => self.head(v),
            // *a step that Norway hailed and Sweden condemned*
            Deprel::Conj if self.child(v, &[Deprel::Nsubj]).is_some() => {
                self.relative_before(v).or_else(|| self.shared_object(v))
            }
            _ => self.shared_object(v),
        }
    }

    /// *Condemned and denounced the attack*, *killed, raped and enslaved thousands*: the object of the last of verbs in a row
    /// belongs to all.
    fn shared_object(&self, v: TokenId) -> Option<TokenId> {
        let first = self.head(v).filter(|_| self.deprel(v) == Deprel::Conj).unwrap_or(v);
        let in_a_row = |c: TokenId| {
            (v.0 + 1..c.0).map(TokenId).all(|t| match self.upos(t) {
                Upos::Punct | Upos::Cconj | Upos::Adv => true,
                Upos::Verb => self.deprel(t) == Deprel::Conj,
                _ => false,
            })
        };
        self.all(first, &[Deprel::Conj]).filter(|&c| c > v).find_map(|c| {
            let shared = self.child(v, &[Deprel::Obl, Deprel::Xcomp, Deprel::Ccomp]).is_none()
                && self.child(c, SUBJECTS).is_none()
                && self.xpos(c) == self.xpos(v)
                && in_a_row(c);
            shared.then(|| self.child(c, &[Deprel::Obj])).flatten()
        })
    }

    /// What the relative clause that `v` goes on is about, where its own object is missing, too.
    fn relative_before(&self, v: TokenId) -> Option<TokenId> {
        let first = self.head(v).filter(|&h| self.deprel(h) == Deprel::AclRelcl && self.is_finite(v))?;
        let none = self.child(first, &[Deprel::Ccomp, Deprel::Xcomp]).is_none()
            && self.child(v, &[Deprel::Ccomp, Deprel::Xcomp]).is_none();
        self.deep_object(first).filter(|&o| none && Some(o) == self.head(first))
    }

    /// The direct objects of the active verb `v`: of two the first is the one to whom it is given.
    pub fn objects(&self, v: TokenId) -> Vec<TokenId> {
        if self.voice(v) == Voice::Passive { Vec::new() } else { self.all(v, &[Deprel::Obj]).collect() }
    }

    /// The preposition that marks `t`, as a lemma; of a fixed phrase the first word.
    pub fn preposition(&self, t: TokenId) -> Option<&'d str> {
        self.child(t, &[Deprel::Case]).or_else(|| self.child(t, &[Deprel::Mark])).map(|c| self.lemma(c))
    }

    /// What `preposition` governs under `t`: as oblique of a verb, as modifier of a noun.
    pub fn governed<'a>(&'a self, t: TokenId, preposition: &'a str) -> impl Iterator<Item = TokenId> + use<'a, 'd> {
        self.children(t).iter().copied().filter(move |&c| {
            matches!(
                self.deprel(c),
                Deprel::Obl | Deprel::OblAgent | Deprel::Nmod | Deprel::NmodDesc | Deprel::Advcl | Deprel::Acl
            ) && self.all(c, &[Deprel::Case, Deprel::Mark]).any(|m| self.lemma(m) == preposition)
        })
    }

    /// What `preposition` governs in the phrases below `t` that `deprels` lead to, the nearest to `t` first.
    pub fn below(&self, t: TokenId, deprels: &[Deprel], preposition: &str) -> Vec<TokenId> {
        let mut level: Vec<TokenId> = self.all(t, deprels).collect();
        let mut found = Vec::new();
        for _ in 0..MAX_CLIMB {
            found.extend(level.iter().flat_map(|&n| self.governed(n, preposition)));
            level = level.iter().flat_map(|&n| self.all(n, deprels)).filter(|&n| self.is_nominal(n)).collect();
        }
        found
    }

    /// `t` and the nouns conjoined with it.
    pub fn conjuncts(&self, t: TokenId) -> Vec<TokenId> {
        let mut all = vec![t];
        all.extend(self.all(t, &[Deprel::Conj]).filter(|&c| self.is_nominal(c)));
        all
    }

    /// Noun, name, pronoun or number.
    pub fn is_nominal(&self, t: TokenId) -> bool {
        matches!(self.upos(t), Upos::Noun | Upos::Propn | Upos::Pron | Upos::Num | Upos::X | Upos::Det)
            || (self.upos(t) == Upos::Adj && self.child(t, &[Deprel::Det]).is_some())
    }

    /// A pronoun that stands for people, whoever they are: *guards had beaten her*.
    pub fn is_personal(&self, t: TokenId) -> bool {
        let form = self.form(t);
        self.upos(t) == Upos::Pron
            && ["him", "her", "he", "she", "them", "they", "us", "we", "me", "i", "whom", "who"]
                .iter()
                .any(|w| form.eq_ignore_ascii_case(w))
    }

    /// A verb, or a word with a copula, also one that was read as the auxiliary of a passive.
    pub fn is_predicate(&self, t: TokenId) -> bool {
        self.upos(t) == Upos::Verb || self.child(t, &[Deprel::Cop, Deprel::AuxPass]).is_some()
    }

    /// *Lift the siege*, *do not deport them*: a verb in its bare form that has no subject and is not governed.
    pub fn is_imperative(&self, v: TokenId) -> bool {
        if self.upos(v) != Upos::Verb || self.xpos(v) != Xpos::Vb {
            return false;
        }
        let governed = self.children(v).iter().any(|&c| {
            SUBJECTS.contains(&self.deprel(c))
                || self.xpos(c) == Xpos::To
                || matches!(self.deprel(c), Deprel::Mark | Deprel::Cop | Deprel::AuxPass)
                || c < v && self.is_nominal(c)
                || self.deprel(c) == Deprel::Aux && self.lemma(c) != "do"
        });
        if governed {
            return false;
        }
        match self.deprel(v) {
            Deprel::Root | Deprel::Parataxis => true,
            Deprel::Ccomp => self.head(v).is_some_and(|verb| v < verb),
            Deprel::Conj => self.head(v).is_some_and(|first| self.is_imperative(first)),
            _ => false,
        }
    }

    /// A finite verb form, by its own tag or by an auxiliary that is finite.
    pub fn is_finite(&self, v: TokenId) -> bool {
        let finite = |t| self.xpos(t).is_finite();
        finite(v) || self.all(v, &[Deprel::Aux, Deprel::AuxPass, Deprel::Cop]).any(finite)
    }

    /// The complement clauses of `v` of a kind, by their heads.
    pub fn clauses(&self, v: TokenId, kind: ClauseKind) -> Vec<TokenId> {
        let complement = |c: TokenId| match self.deprel(c) {
            Deprel::Xcomp | Deprel::Ccomp => self.is_predicate(c),
            // A purpose clause behind an object is how trees often show *urged France to arrest*.
            // In front of the verb it is none: *to cut costs, they propose using old parts*.
            Deprel::Advcl => c > v && self.has(c, &[Deprel::Mark], &["to"]),
            Deprel::Acl => self.upos(v) == Upos::Noun || self.has(c, &[Deprel::Mark], &["to"]),
            _ => false,
        };
        let of_kind = |c: TokenId| match kind {
            ClauseKind::Any => true,
            ClauseKind::Inf => {
                let modal = || self.all(c, &[Deprel::Aux]).any(|a| self.xpos(a) == Xpos::Md);
                self.has(c, &[Deprel::Mark], &["to"]) || self.xpos(c) == Xpos::Vb && !modal()
            }
            ClauseKind::That => {
                self.deprel(c) != Deprel::Xcomp && (self.is_finite(c) || self.has(c, &[Deprel::Mark], &["that"]))
            }
            ClauseKind::Bare => {
                let bare = |t: TokenId| self.xpos(t) == Xpos::Vb;
                let first = self.child(c, &[Deprel::Aux, Deprel::AuxPass, Deprel::Cop]);
                self.deprel(c) == Deprel::Ccomp
                    && first.map_or(bare(c), bare)
                    && !self.has(c, &[Deprel::Mark], &["to"])
                    && self.child(c, SUBJECTS).is_some()
            }
            ClauseKind::Ing => self.xpos(c) == Xpos::Vbg && !self.is_finite(c),
        };
        let mut found: Vec<_> = self.children(v).iter().copied().filter(|&c| complement(c) && of_kind(c)).collect();
        if found.is_empty() && matches!(kind, ClauseKind::That | ClauseKind::Any) {
            found.extend(self.clause_before(v));
        }
        found
    }

    /// The clause that `v` tells from behind: *the senator broke the rules, the panel found*.
    fn clause_before(&self, v: TokenId) -> Option<TokenId> {
        let told = self.head(v).filter(|&h| self.deprel(v) == Deprel::Parataxis && h < v)?;
        let subject = self.child(v, &[Deprel::Nsubj]).filter(|&s| s < v)?;
        let comma = (told.0..subject.0).map(TokenId).any(|t| matches!(self.form(t), "," | "\"" | "”" | "''"));
        let bare = self.child(v, &[Deprel::Obj, Deprel::Ccomp, Deprel::Xcomp, Deprel::Obl]).is_none();
        (comma && bare && self.is_finite(told) && self.xpos(v).is_finite()).then_some(told)
    }
}

/// Relations of subjects.
pub const SUBJECTS: &[Deprel] = &[Deprel::Nsubj, Deprel::NsubjPass, Deprel::NsubjOuter];

/// Verbs whose infinitive is done by their subject although they have an object.
const SUBJECT_CONTROL: &[&str] = &[
    "promise", "vow", "pledge", "threaten", "use", "take", "hold", "make", "sign", "visit", "enter", "reach", "join",
    "cross",
];
