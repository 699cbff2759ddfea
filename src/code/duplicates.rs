//! One event told twice: headline and lead, noun and verb.

use crate::doc::{Document, Event, EventId, SentenceKind};

/// How many sentences apart two tellings may stand.
const WINDOW: u32 = 3;

/// Sets `same_as` of events that repeat an earlier one: same act and status, shared actor, no recipient, place or date
/// that speaks against it.
pub fn link(events: &mut [Event], doc: &Document) {
    for later in 1..events.len() {
        let twin = (0..later).find(|&earlier| {
            let (a, b) = (&events[earlier], &events[later]);
            let heading = doc.sentences[a.sentence.index()].kind == SentenceKind::Heading;
            let near = b.sentence.0 - a.sentence.0 <= WINDOW && a.sentence != b.sentence;
            a.same_as.is_none() && near && heading && repeats(a, b)
        });
        if let Some(earlier) = twin {
            events[later].same_as = Some(EventId(earlier as u32));
        }
    }
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
