//! Triggers that are no events of their own: what is demanded, promised, condemned or told by another.

use super::rules::path::Step;
use super::trigger::Match;
use super::{Coder, rules};
use crate::doc::{Deprel, EventType, TokenId, Xpos};

impl Coder<'_> {
    /// Why a trigger is only the content of another: what is demanded, promised, threatened or refused did not happen
    /// by that, and what is condemned or welcomed is told elsewhere.
    pub(super) fn is_content(&self, candidate: &Match<'_>, all: &[&Match<'_>]) -> Option<&'static str> {
        let head = candidate.anchor.head;
        all.iter().filter(|m| m.anchor.head != head).find_map(|outer| {
            let act = self.model.rules.act(outer.rule);
            let same = self.model.rules.act(candidate.rule).etype == act.etype;
            // *Went on hunger strike to protest his dismissal*: the purpose tells the same once more.
            let purpose = same
                && self.grammar.head(head) == Some(outer.anchor.head)
                && matches!(self.grammar.deprel(head), Deprel::Advcl | Deprel::Xcomp)
                && self.grammar.has(head, &[Deprel::Mark], &["to"]);
            if purpose {
                return Some(act.etype.as_str());
            }
            let closed =
                matches!(act.etype, EventType::Request | EventType::Agree | EventType::Threaten | EventType::Reject);
            let stance = matches!(act.etype, EventType::Accuse | EventType::Support);
            if !closed && !stance {
                return None;
            }
            // *A complaint filed by the union accuses the mayor*: the verb tells it again, with whom it is against.
            let noun = candidate.anchor.object.unwrap_or(head);
            let told_again = same && self.grammar.head(noun) == Some(outer.anchor.head) && self.is_subject(noun);
            // The events of a clause that is finite and reported are their own: *condemned that police arrested*.
            (told_again || self.is_within_content(head, outer, stance)).then(|| act.etype.as_str())
        })
    }

    pub(super) fn is_statement(&self, found: &Match<'_>) -> bool {
        self.model.rules.act(found.rule).etype == EventType::State
    }

    /// The type of what a statement tells, where its clause is an event that is coded: *stressed that police had beaten
    /// them* is no more than the word on which the beating is told.
    pub(super) fn tells_only(&self, outer: &Match<'_>, all: &[&Match<'_>]) -> Option<&'static str> {
        let grammar = &self.grammar;
        let told_by_outer = |verb: TokenId| {
            let first = if grammar.deprel(verb) == Deprel::Conj { grammar.head(verb) } else { Some(verb) };
            let below = first.filter(|&t| grammar.deprel(t) == Deprel::Ccomp && grammar.is_finite(t));
            let above = below.and_then(|t| grammar.head(t));
            // *“…,” she stressed*, with the quotation on top
            let behind = grammar.deprel(outer.anchor.head) == Deprel::Parataxis
                && grammar.head(outer.anchor.head) == Some(verb)
                && verb < outer.anchor.head;
            // *made clear that*
            let complement = above.and_then(|t| grammar.head(t).filter(|_| grammar.deprel(t) == Deprel::Xcomp));
            let heads = [above, complement];
            behind || heads.iter().flatten().any(|&t| t == outer.anchor.head || Some(t) == outer.anchor.object)
        };
        let inner = || {
            all.iter()
                .find(|m| !self.is_statement(m) && m.anchor.head != outer.anchor.head && told_by_outer(m.anchor.head))
        };
        if self.is_statement(outer) { inner().map(|m| self.model.rules.act(m.rule).etype.as_str()) } else { None }
    }

    fn is_subject(&self, t: TokenId) -> bool {
        self.grammar.deprel(t) == Deprel::Nsubj
    }

    /// Whether `t` hangs on `outer` as its complement, object or prepositional phrase, and not in a relative clause, an
    /// adjunct clause or a conjoined clause.
    pub(super) fn is_within_content(&self, t: TokenId, outer: &Match<'_>, finite_is_own: bool) -> bool {
        let roots = [Some(outer.anchor.head), outer.anchor.object];
        let mut at = t;
        let mut steps = 0;
        while let Some(head) = self.grammar.head(at) {
            let relation = self.grammar.deprel(at);
            if self.is_done_by(at) {
                return false;
            }
            if roots.contains(&Some(head)) {
                let complement = matches!(relation, Deprel::Xcomp | Deprel::Ccomp | Deprel::Csubj | Deprel::Acl);
                let purpose = relation == Deprel::Advcl
                    && outer_takes_clause(outer)
                    && self.grammar.has(at, &[Deprel::Mark], &["to"]);
                let gerund = relation == Deprel::Advcl
                    && self
                        .grammar
                        .all(at, &[Deprel::Mark])
                        .any(|m| matches!(self.grammar.lemma(m), "of" | "for" | "over" | "against" | "from" | "about"));
                let nominal = matches!(
                    relation,
                    Deprel::Obj | Deprel::Obl | Deprel::Nmod | Deprel::NsubjPass | Deprel::Compound | Deprel::NmodPoss
                );
                let passive_subject =
                    relation != Deprel::NsubjPass || self.grammar.voice(outer.anchor.head) == rules::Voice::Passive;
                if finite_is_own && relation == Deprel::Ccomp && self.grammar.is_finite(at) {
                    return false;
                }
                let temporal = relation == Deprel::Obl
                    && matches!(
                        self.grammar.preposition(at),
                        Some("after" | "before" | "during" | "since" | "at" | "in" | "following")
                    );
                return complement || purpose || gerund || (nominal && passive_subject && !temporal);
            }
            if matches!(relation, Deprel::AclRelcl | Deprel::Parataxis) {
                return false;
            }
            at = head;
            steps += 1;
            if steps > 40 {
                return false;
            }
        }
        false
    }

    /// A participle that tells who did it reports a deed: *a petition signed by 300 people*.
    fn is_done_by(&self, t: TokenId) -> bool {
        self.grammar.deprel(t) == Deprel::Acl
            && self.grammar.xpos(t) == Xpos::Vbn
            && self.grammar.governed(t, "by").next().is_some()
    }
}

/// Whether the rule has a role for a complement clause, so that a *to* clause is content and not a purpose.
fn outer_takes_clause(outer: &Match<'_>) -> bool {
    let clause = |step: &Step| matches!(step, Step::Clause | Step::Inf | Step::That | Step::Ing);
    outer.rule.clause.is_some() || outer.rule.about.iter().flatten().flatten().any(clause)
}
