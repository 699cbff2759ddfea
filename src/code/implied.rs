//! Who does it, where the trigger's own phrase does not say and something beside it does.

use super::rules::{self, Kind};
use super::trigger::{self, Match};
use super::{Coder, Outcome, arguments};
use crate::doc::{Deprel, EntityId, Event, EventType, TokenId, Upos, Xpos};

impl Coder<'_> {
    /// Who did the harm that an attack in the same sentence tells of: *launched an attack that killed nine*; *a raid in which
    /// nine died*; *were killed when soldiers opened fire*.
    pub(super) fn lend_actors(&self, tried: &mut [(Match<'_>, Result<Event, Outcome>)]) {
        for harm in 0..tried.len() {
            let (found, Ok(event)) = &tried[harm] else {
                continue;
            };
            if event.etype != EventType::Assault || !event.actors.is_empty() {
                continue;
            }
            let causes = self.causes(found.anchor.head);
            let lent = tried.iter().find_map(|(inner, attack)| {
                let Ok(attack) = attack else { return None };
                let tells =
                    causes.contains(&inner.anchor.head) || inner.anchor.object.is_some_and(|o| causes.contains(&o));
                let other = inner.anchor.head != found.anchor.head && attack.etype == EventType::Assault;
                (tells && other && !attack.actors.is_empty()).then(|| attack.actors.clone())
            });
            if let (Some(mut ids), (_, Ok(event))) = (lent, &mut tried[harm]) {
                ids.retain(|id| !event.recipients.contains(id));
                event.actors = ids;
            }
        }
    }

    /// *Stormed the base, killing nine*: that those who stormed it killed them is no surer than that they stormed it.
    pub(super) fn doubt_results(&self, tried: &mut [(Match<'_>, Result<Event, Outcome>)]) {
        for result in 0..tried.len() {
            let head = tried[result].0.anchor.head;
            let participle = self.grammar.deprel(head) == Deprel::Advcl && self.grammar.xpos(head) == Xpos::Vbg;
            let Some(main) = self.grammar.head(head).filter(|_| participle) else { continue };
            let surest = tried.iter().find_map(|(found, event)| {
                let event = event.as_ref().ok()?;
                (found.anchor.head == main).then_some(event.confidence)
            });
            if let (Some(surest), (_, Ok(event))) = (surest, &mut tried[result]) {
                event.confidence = event.confidence.min(surest);
            }
        }
    }

    /// The words that may tell of the attack by which the harm of `verb` was done.
    fn causes(&self, verb: TokenId) -> Vec<TokenId> {
        let grammar = &self.grammar;
        let mut causes = Vec::new();
        // What the relative clause hangs on, and the nouns that this hangs on: *an attack on the barracks that killed*.
        let mut noun = if grammar.voice(verb) == rules::Voice::Active { grammar.deep_subject(verb) } else { None };
        if grammar.deprel(verb) == Deprel::AclRelcl {
            noun = noun.or_else(|| grammar.head(verb));
        }
        for _ in 0..3 {
            let Some(t) = noun else { break };
            causes.push(t);
            noun = grammar.head(t).filter(|_| grammar.deprel(t) == Deprel::Nmod);
        }
        // *were killed when soldiers opened fire*
        let when = |c: &TokenId| grammar.has(*c, &[Deprel::Mark, Deprel::Advmod], &["when", "as", "after"]);
        causes.extend(grammar.all(verb, &[Deprel::Advcl]).filter(when));
        causes
    }

    /// *I want to thank the nurses*: who says so thanks them.
    pub(super) fn is_said_by_wishing(&self, head: TokenId, etype: EventType) -> bool {
        let said = matches!(etype, EventType::Support | EventType::Accuse | EventType::Request);
        let wish = self.grammar.head(head).filter(|_| said && self.grammar.deprel(head) == Deprel::Xcomp);
        let performs = || self.model.rules.modality().performative.iter().any(|w| w == self.grammar.lemma(head));
        let wishes = wish.is_some_and(|w| {
            let first_person = self.grammar.subject(w).is_some_and(|t| self.grammar.is_first_person(t));
            match self.grammar.lemma(w) {
                "want" | "need" | "have" => first_person,
                // *Let me thank them*
                "let" | "Let" => {
                    let me = |o| self.grammar.is_first_person(o);
                    performs() && self.grammar.child(w, &[Deprel::Obj]).is_some_and(me)
                }
                // *The mayor wishes to encourage*: what one wishes for today and does by saying so.
                "wish" | "like" => first_person || performs() && self.grammar.xpos(w) != Xpos::Vbd,
                _ => false,
            }
        });
        // *We must condemn the attack*
        let modal = |a: TokenId| matches!(self.grammar.lemma(a), "must" | "should");
        let ought = || {
            self.grammar.auxiliaries(head).into_iter().any(modal)
                && self.grammar.subject(head).is_some_and(|t| self.grammar.is_first_person(t))
        };
        wishes || said && ought()
    }

    /// *Calls for his release came from the bishops*.
    fn sender(&self, noun: TokenId) -> Option<TokenId> {
        let arriving = &self.model.rules.modality().arriving;
        let verb = self.grammar.head(noun).filter(|_| self.grammar.deprel(noun) == Deprel::Nsubj)?;
        arriving.iter().any(|w| w == self.grammar.lemma(verb)).then(|| self.grammar.governed(verb, "from").next())?
    }

    /// Who does it where the trigger's own phrase does not say: the subject of the verb that carries out an event noun
    /// (*launched a raid*), or in whose name the text speaks that is the subject.
    pub(super) fn doer_behind(&self, found: &Match<'_>) -> Vec<EntityId> {
        let words = self.model.rules.modality();
        let head = found.anchor.head;
        let subject = match self.grammar.upos(head) {
            Upos::Noun if self.model.rules.act(found.rule).etype == EventType::Consult => {
                // *During the meeting* means one that was told before.
                let told_before = self.grammar.has(head, &[Deprel::Det], &["the", "this", "that"]);
                arguments::subject_of_occasion(&self.grammar, head).filter(|_| !told_before)
            }
            Upos::Noun => self
                .grammar
                .head(head)
                .filter(|&verb| words.performing.iter().any(|w| w == self.grammar.lemma(verb)))
                .and_then(|_| arguments::subject_of_governor(&self.grammar, head).first().copied())
                .or_else(|| self.sender(head)),
            _ => self
                .grammar
                .deep_subject(head)
                .and_then(|subject| trigger::author(&self.grammar, &self.entities, subject)),
        };
        let all = subject.map(|subject| self.grammar.conjuncts(subject)).unwrap_or_default();
        let mut ids: Vec<EntityId> = all
            .into_iter()
            .filter(|&t| self.entities.is(t, Kind::Agent, &self.grammar))
            .filter_map(|t| self.entities.at(t))
            .collect();
        ids.dedup();
        ids
    }
}
