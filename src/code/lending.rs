//! To whom it is done, where the trigger's own phrase does not say: what it is about lends its recipient.

use super::rules::{self, Kind};
use super::trigger::Match;
use super::{Coder, Outcome};
use crate::doc::{Deprel, EntityId, Event, EventType, Upos};

/// A trigger that was tried, with its event.
type Tried<'m> = (Match<'m>, Result<Event, Outcome>);

impl Coder<'_> {
    /// Whom a promise, a refusal, a stance or aid without a recipient of its own is to: what it is about tells them. *Agreed
    /// to lend a billion to Peru* is to Peru, *welcomed the release of the nurses by Chad* to Chad.
    pub(super) fn lend_recipients(&self, tried: &mut [Tried<'_>]) {
        for outer in 0..tried.len() {
            let (found, Ok(event)) = &tried[outer] else { continue };
            if event.recipients.is_empty() {
                let lent = self.lent(found, event, tried);
                if let (_, Ok(event)) = &mut tried[outer] {
                    event.recipients = lent;
                }
            }
        }
    }

    /// The recipients that what `event` is about lends it, of the first kind that there are.
    fn lent(&self, found: &Match<'_>, event: &Event, tried: &[Tried<'_>]) -> Vec<EntityId> {
        let Some(paths) = &self.model.rules.act(found.rule).lent else { return Vec::new() };
        let others = |mut ids: Vec<EntityId>| {
            ids.retain(|&id| !event.actors.contains(&id) && self.can_receive(id, event.etype));
            Some(ids).filter(|ids| !ids.is_empty())
        };
        let events = || {
            let inner = tried.iter().map(|(inner, _)| inner).filter(|inner| self.is_told_in(inner, found, event.etype));
            inner.into_iter().find_map(|inner| {
                let done = matches!(event.etype, EventType::Agree | EventType::Reject | EventType::Threaten);
                others(self.participants(inner, if done { &inner.rule.recipient } else { &inner.rule.actor }))
            })
        };
        let phrases = || others(self.participants(found, paths));
        let lent = match event.etype {
            EventType::Agree => events().or_else(phrases),
            EventType::Reject | EventType::Threaten => {
                events().or_else(phrases).or_else(|| others(self.conditioned(found.anchor.head)))
            }
            EventType::Accuse => others(self.claimants(found)).or_else(events),
            EventType::Support | EventType::Request => events(),
            EventType::Aid => phrases(),
            _ => None,
        };
        lent.unwrap_or_default()
    }

    /// Whether `inner` is what the event of `found` is about.
    fn is_told_in(&self, inner: &Match<'_>, found: &Match<'_>, etype: EventType) -> bool {
        // Of a demand only the clause tells who is to act: a petition *signed by 300 people* is not to them.
        let own_clause = etype != EventType::Request || self.grammar.deprel(inner.anchor.head) == Deprel::Ccomp;
        own_clause && inner.anchor.head != found.anchor.head && self.is_within_content(inner.anchor.head, found, false)
    }

    /// Who owned up to what is condemned: *condemned the attack, which was claimed by the militia*; *for which the militia
    /// claimed responsibility*.
    fn claimants(&self, found: &Match<'_>) -> Vec<EntityId> {
        let Some(object) = found.anchor.object.or_else(|| self.grammar.deep_object(found.anchor.head)) else {
            return Vec::new();
        };
        let mut below = vec![object];
        let mut next = 0;
        while let Some(&t) = below.get(next) {
            next += 1;
            below.extend(self.grammar.children(t));
        }
        let claims =
            below.into_iter().filter(|&t| self.grammar.lemma(t) == "claim" && self.grammar.upos(t) == Upos::Verb);
        let owned_up = claims.filter(|&t| {
            self.grammar.voice(t) == rules::Voice::Passive
                || self.grammar.has(t, &[Deprel::Obj], &["responsibility", "credit"])
        });
        owned_up
            .filter_map(|t| self.grammar.deep_subject(t))
            .filter(|&t| self.entities.is(t, Kind::Agent, &self.grammar))
            .filter_map(|t| self.entities.at(t))
            .take(1)
            .collect()
    }
}
