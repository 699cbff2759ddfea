//! What somebody says another ought to do: *Belarus must free them, the EU said* is a demand of the EU's, and nothing that
//! Belarus did.

use super::grammar::SUBJECTS;
use super::rules::{Kind, TriggerKind, Voice};
use super::trigger::{Match, kind_of};
use super::{Coder, Here, Outcome, Roles, arguments, status};
use crate::doc::{Byte, Deprel, EntityId, Event, EventType, Span, TokenId, Upos, Xpos};

/// Under which modal word the rules keep what an imperative tells, and one with *please*.
const COMMAND: &str = "must";
const PLEA: &str = "should";

/// Whether an act is done by commanding it: *thank God*, *note that*.
pub fn is_said_as_command(etype: EventType) -> bool {
    matches!(etype, EventType::Support | EventType::State | EventType::Consult | EventType::Request)
}

impl<'d> Coder<'d> {
    /// The demands and pleas that modal words tell. `told` are the events of the sentence's other triggers.
    pub(super) fn obligations(
        &self,
        here: Here<'_>,
        told: &[(Match<'d>, Result<Event, Outcome>)],
    ) -> Vec<(Match<'d>, Result<Event, Outcome>)> {
        let words = self.model.rules.modality();
        let mut found = Vec::new();
        for modal in here.sentence.tokens.ids() {
            let rule = self.model.rules.triggers(TriggerKind::Modal, self.grammar.lemma(modal)).next();
            let Some(((_, rule), verb)) = rule.zip(status::obliged(&self.grammar, words, modal)) else {
                continue;
            };
            let speaker = self.speaker(here, verb).or(self.introduced[here.id.index()]);
            let speaker = speaker.or_else(|| self.first_person(here));
            let Some((speaker, recipients)) = speaker.and_then(|s| Some((s, self.obliged_by(s, verb)?))) else {
                continue;
            };
            let anchor = arguments::Anchor { head: verb, object: None, preposition: None };
            let one = Match::fixed(rule, anchor, modal);
            if self.is_told_by_other(verb, told) || self.is_compared(verb) {
                continue;
            }
            let event = self.demand(&one, here, verb, speaker, recipients);
            found.push((one, Ok(event)));
        }
        found.extend(self.commands(here, told));
        found
    }

    /// *“Lift the siege,” the envoy said*: whoever says so demands it.
    fn commands(
        &self,
        here: Here<'_>,
        told: &[(Match<'d>, Result<Event, Outcome>)],
    ) -> Vec<(Match<'d>, Result<Event, Outcome>)> {
        let grammar = &self.grammar;
        let mut found = Vec::new();
        for verb in here.sentence.tokens.ids() {
            let first = grammar.is_imperative(verb) && grammar.deprel(verb) != Deprel::Conj;
            let is_deed = || {
                told.iter()
                    .any(|(m, _)| m.anchor.head == verb && !is_said_as_command(self.model.rules.act(m.rule).etype))
            };
            if !first || !is_deed() || self.is_told_by_other(verb, told) {
                continue;
            }
            let please = grammar.has(verb, &[Deprel::Discourse, Deprel::Advmod], &["please", "Please"]);
            let word = if please { PLEA } else { COMMAND };
            let rule = self.model.rules.triggers(TriggerKind::Modal, word).next();
            let speaker = self.speaker(here, verb).or(self.introduced[here.id.index()]);
            let Some(((_, rule), speaker)) = rule.zip(speaker) else { continue };
            let anchor = arguments::Anchor { head: verb, object: None, preposition: None };
            let one = Match::fixed(rule, anchor, verb);
            let event = self.demand(&one, here, verb, speaker, self.told_to(verb, speaker));
            found.push((one, Ok(event)));
        }
        found
    }

    /// To whom a command is said: *“Lift the siege,” the bishops told the general*.
    fn told_to(&self, verb: TokenId, speaker: EntityId) -> Vec<EntityId> {
        let grammar = &self.grammar;
        let related = |v| grammar.head(v).into_iter().chain(grammar.all(v, &[Deprel::Parataxis]));
        let tells = related(verb).find(|&t| matches!(grammar.lemma(t), "tell" | "urge" | "ask" | "order"));
        let hearer = tells.and_then(|t| grammar.child(t, &[Deprel::Obj, Deprel::Iobj]));
        let ids =
            hearer.map(|t| grammar.conjuncts(t)).unwrap_or_default().into_iter().filter_map(|t| self.entities.at(t));
        ids.filter(|&id| id != speaker).collect()
    }

    /// Who speaks of himself in the sentence: *We welcome the visit, but the government must close the camp.*
    fn first_person(&self, here: Here<'_>) -> Option<EntityId> {
        here.sentence.tokens.ids().filter(|&t| self.grammar.is_first_person(t)).find_map(|t| self.entities.at(t))
    }

    /// Whether `verb` is what another event of the sentence is about.
    fn is_told_by_other(&self, verb: TokenId, told: &[(Match<'d>, Result<Event, Outcome>)]) -> bool {
        told.iter()
            .filter(|(m, event)| event.is_ok() && !self.is_statement(m))
            .any(|(m, _)| self.is_within_content(verb, m, false))
    }

    fn demand(
        &self,
        one: &Match<'d>,
        here: Here<'_>,
        verb: TokenId,
        speaker: EntityId,
        recipients: Vec<EntityId>,
    ) -> Event {
        let about = Some(self.what_to_do(verb)).filter(|s| !s.is_empty());
        let roles = Roles { actors: vec![speaker], recipients, about, speaker: None };
        self.told(one, here, status::Modality::ACTUAL, roles)
    }

    /// *As any mayor should do*, *more than they should pay*: a comparison, and no demand.
    fn is_compared(&self, verb: TokenId) -> bool {
        let marks = [Deprel::Mark, Deprel::Advmod, Deprel::Case];
        let compares = |t: TokenId| self.grammar.has(t, &marks, &["as", "than"]);
        // *As* is often read as a preposition of the subject.
        compares(verb) || self.grammar.child(verb, SUBJECTS).is_some_and(compares)
    }

    /// Whether the clause of `verb` tells what somebody insists on: *argued that the price should be lower*.
    fn is_insisted_on(&self, verb: TokenId) -> bool {
        let words = self.model.rules.modality();
        let on = self.grammar.head(verb).filter(|_| self.grammar.deprel(verb) == Deprel::Ccomp);
        on.is_some_and(|on| words.insisting.iter().any(|w| w == self.grammar.lemma(on)))
    }

    /// Who ought to do what `verb` tells, if that is somebody other than `speaker`; nobody in particular where it ought to
    /// be done. `None` where it is no demand.
    fn obliged_by(&self, speaker: EntityId, verb: TokenId) -> Option<Vec<EntityId>> {
        let grammar = &self.grammar;
        // *They should have asked us* blames.
        if grammar.auxiliaries(verb).into_iter().any(|a| grammar.lemma(a) == "have" && grammar.xpos(a) == Xpos::Vb) {
            return None;
        }
        if grammar.voice(verb) == Voice::Passive && grammar.deep_subject(verb).is_none() {
            // *All prisoners must be released*: only of deeds, not *it must be said that*.
            let is_deed = kind_of(grammar, verb)
                .is_some_and(|kind| self.model.rules.triggers(kind, grammar.lemma(verb)).next().is_some());
            // *Anyone who covered it up must be held accountable*
            let anyone = |s: TokenId| {
                matches!(grammar.lemma(s), "anyone" | "anybody" | "everyone" | "everybody" | "those" | "all" | "both")
            };
            let subject = grammar
                .subject(verb)
                .filter(|&s| grammar.upos(s) != Upos::Pron || self.entities.at(s).is_some() || anyone(s));
            return (is_deed && subject.is_some()).then(Vec::new);
        }
        let subject = grammar.deep_subject(verb)?;
        let obliged: Vec<EntityId> = grammar
            .conjuncts(subject)
            .into_iter()
            .filter(|&t| self.entities.is(t, Kind::Agent, grammar))
            .filter_map(|t| self.entities.at(t))
            .collect();
        if obliged.is_empty() && self.is_insisted_on(verb) && !grammar.is_personal(subject) {
            return Some(obliged);
        }
        let others = !obliged.is_empty() && !obliged.contains(&speaker) && !grammar.is_first_person(subject);
        others.then_some(obliged)
    }

    /// The clause of `verb` without its subject and auxiliaries: *free all prisoners by May*.
    fn what_to_do(&self, verb: TokenId) -> Span<Byte> {
        let grammar = &self.grammar;
        let passive = grammar.voice(verb) == Voice::Passive;
        let span = self.doc.tree.extent(verb, &mut |t| match grammar.deprel(t) {
            Deprel::Parataxis | Deprel::Discourse => true,
            Deprel::Nsubj | Deprel::Aux | Deprel::Mark | Deprel::Punct | Deprel::Cc => grammar.head(t) == Some(verb),
            Deprel::Obl => grammar.has(t, &[Deprel::Case], &["accord", "according"]),
            Deprel::NsubjPass => !passive && grammar.head(t) == Some(verb),
            _ => false,
        });
        // *“All must be changed,” she said*: its marks are not what ought to be done.
        let mut words = span.ids().filter(|&t| grammar.upos(t) != Upos::Punct);
        let Some(first) = words.next() else { return self.doc.tokens.bytes(span) };
        let last = words.next_back().unwrap_or(first);
        self.doc.tokens.bytes(Span::new(first.0, last.0 + 1))
    }
}
