//! Threats that no word calls so: *Rebels said they would shell the port unless the ships left*.

use super::Coder;
use super::arguments;
use super::rules::Kind;
use crate::doc::{Deprel, EntityId, Event, EventType, Status, TokenId};

/// Words that open a condition.
const CONDITIONS: [&str; 2] = ["if", "unless"];
/// Words up to which something will not be done.
const DEADLINES: [&str; 3] = ["until", "unless", "before"];

impl Coder<'_> {
    /// Makes a threat of the `event` at `head` that one of its actors says will follow on a condition: harm that one
    /// announces oneself is a threat.
    pub(super) fn as_threat(&self, head: TokenId, mut event: Event, speaker: Option<EntityId>) -> Event {
        let harm = matches!(
            event.etype,
            EventType::Sanction | EventType::Coerce | EventType::Assault | EventType::Protest | EventType::Mobilize
        );
        let ahead = matches!(event.status, Status::Future | Status::Hypothetical);
        let own = speaker.is_some_and(|speaker| event.actors.contains(&speaker));
        if !(harm && ahead && own && self.is_conditional(head)) {
            return event;
        }
        let threat = |act: &&super::rules::Act| act.etype == EventType::Threaten && &*act.name == "threaten";
        if let Some(act) = self.model.rules.acts().iter().find(threat) {
            event.etype = act.etype;
            event.act = act.name.clone();
            event.mode.clone_from(&act.mode);
            event.cameo = Some(act.cameo.clone());
            event.rule = act.rule.clone();
            event.status = Status::Actual;
            event.about = Some(arguments::content(&self.grammar, head, self.doc)).filter(|s| !s.is_empty());
        }
        event
    }

    /// Whether a condition stands with the verb, or with the verb that reports it.
    fn is_conditional(&self, verb: TokenId) -> bool {
        let reporting = self.grammar.head(verb).filter(|_| self.grammar.deprel(verb) == Deprel::Ccomp);
        let opens = |c: TokenId| self.grammar.has(c, &[Deprel::Mark], &CONDITIONS);
        [Some(verb), reporting].into_iter().flatten().any(|v| self.grammar.all(v, &[Deprel::Advcl]).any(opens))
    }

    /// Who could end what is refused: *will not end the strike until the company pays*.
    pub(super) fn conditioned(&self, verb: TokenId) -> Vec<EntityId> {
        let grammar = &self.grammar;
        let deadline = |c: &TokenId| grammar.has(*c, &[Deprel::Mark], &DEADLINES);
        // *Threatens to stay away until the company pays* hangs on what is threatened.
        let verbs = [verb].into_iter().chain(grammar.all(verb, &[Deprel::Xcomp]));
        let clause = verbs.flat_map(|v| grammar.all(v, &[Deprel::Advcl])).find(deadline);
        let doer = clause.and_then(|clause| grammar.deep_subject(clause));
        let doer = doer.filter(|&t| self.entities.is(t, Kind::Agent, grammar));
        doer.and_then(|t| self.entities.at(t)).into_iter().collect()
    }
}
