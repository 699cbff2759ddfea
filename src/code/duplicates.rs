//! One event told twice: headline and lead, noun and verb.

use super::grammar::Grammar;
use crate::doc::{Deprel, Document, Event, EventId, SentenceKind, Upos};

/// How many sentences apart two tellings may stand.
const WINDOW: u32 = 3;

/// Sets `same_as` of events that repeat an earlier one: same act and status, shared actor, no recipient, place or date
/// that speaks against it. The earlier one is a heading's, or the later one a definite noun, which points back: *the
/// meeting between them*, *his visit to Uganda*.
pub fn link(events: &mut [Event], grammar: &Grammar<'_>, doc: &Document) {
    for later in 1..events.len() {
        let twin = (0..later).find(|&earlier| {
            let (a, b) = (&events[earlier], &events[later]);
            let heading = doc.sentences[a.sentence.index()].kind == SentenceKind::Heading;
            let near = b.sentence.0 - a.sentence.0 <= WINDOW && a.sentence != b.sentence;
            a.same_as.is_none() && near && (heading || points_back(b, grammar, doc)) && repeats(a, b)
        });
        if let Some(earlier) = twin {
            events[later].same_as = Some(EventId(earlier as u32));
        }
    }
}

/// Whether the event is told by a definite noun with its participants.
fn points_back(event: &Event, grammar: &Grammar<'_>, doc: &Document) -> bool {
    doc.tokens.covering(event.trigger).ids().all(|t| {
        let definite = grammar.has(t, &[Deprel::Det], &["the", "this", "that", "these", "those"])
            || grammar.child(t, &[Deprel::NmodPoss]).is_some();
        let new = ["another", "other", "second", "third", "further", "new", "next", "last", "previous", "earlier"];
        grammar.upos(t) == Upos::Noun && definite && !grammar.has(t, &[Deprel::Amod, Deprel::Det], &new)
    })
}

fn repeats(a: &Event, b: &Event) -> bool {
    let shared = |x: &[crate::doc::EntityId], y: &[crate::doc::EntityId]| x.iter().any(|id| y.contains(id));
    let compatible =
        |x: &[crate::doc::EntityId], y: &[crate::doc::EntityId]| x.is_empty() || y.is_empty() || shared(x, y);
    let same_date = a.date.is_none() || b.date.is_none() || a.date == b.date;
    let same_place = a.place.is_none() || b.place.is_none() || a.place == b.place;
    a.act == b.act
        && a.status == b.status
        && (shared(&a.actors, &b.actors)
            || (a.actors.is_empty() && b.actors.is_empty() && shared(&a.recipients, &b.recipients)))
        && compatible(&a.recipients, &b.recipients)
        && same_date
        && same_place
}
