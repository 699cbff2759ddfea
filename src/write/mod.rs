//! Output: one format a file. Reads the central data types and nothing of the stages.

mod acled;
mod brat;
pub mod cameo;
mod conll;
pub mod conllu;
mod csv;
mod doccano;
pub mod event;
#[cfg(test)]
mod example;
mod format;
mod ftm;
mod geojson;
mod graphml;
pub mod jsonl;
pub mod minhash;
mod offsets;
mod parquet;
pub mod plover;
pub mod record;
pub mod shape;
mod spacy;
mod spans;
pub mod tables;
mod uwazi;

pub use format::{FORMATS, Format};
pub use offsets::{Offsets, Unit};

use crate::doc::{self, Document, EventId, EventType};

/// What of an analysis is written, and in which unit.
#[derive(Clone, Debug, Default)]
pub struct View {
    /// What offsets count.
    pub unit: Unit,
    /// Types of the events to write; `None` for all.
    pub types: Option<Vec<EventType>>,
    /// The lowest confidence of the events to write, in 0..=1, compared with the two decimals that are written.
    pub min_confidence: f64,
    /// Whether the PLOVER form also holds the types that are not PLOVER's.
    pub extensions: bool,
    /// Whether records of articles hold the text.
    pub with_text: bool,
}

impl View {
    fn shows(&self, event: &doc::Event) -> bool {
        self.types.as_ref().is_none_or(|types| types.contains(&event.etype)) && confidence(event) >= self.min_confidence
    }

    /// The events to write. Each comes with the first one written that tells the same, where that is another one: so a
    /// reader who drops repetitions loses no event when the one that they repeat is not written.
    fn events<'a>(&self, doc: &'a Document) -> Vec<(EventId, &'a doc::Event, Option<EventId>)> {
        // By the number of an event: the one that it repeats, directly or by others; and the first written of these.
        let mut origin: Vec<usize> = Vec::with_capacity(doc.events.len());
        let mut written = vec![None; doc.events.len()];
        let mut events = Vec::new();
        for (at, event) in doc.events.iter().enumerate() {
            let earlier = event.same_as.and_then(|id| origin.get(id.0 as usize).copied());
            let of = earlier.unwrap_or(at);
            origin.push(of);
            if self.shows(event) {
                let id = EventId(at as u32);
                events.push((id, event, written[of]));
                written[of].get_or_insert(id);
            }
        }
        events
    }
}

/// A number that is always the same for `text`, for ids.
fn stable_hash(text: &str) -> u64 {
    crate::container::checksum(text.as_bytes())
}

/// Confidence at two decimals, which is as much as its calibration can tell.
fn confidence(event: &doc::Event) -> f64 {
    (f64::from(event.confidence.clamp(0.0, 1.0)) * 100.0).round() / 100.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn view(doc: &Document, view: &View) -> Vec<(u32, Option<u32>)> {
        view.events(doc).into_iter().map(|(id, _, same_as)| (id.0, same_as.map(|e| e.0))).collect()
    }

    fn event(etype: EventType, confidence: f32, same_as: Option<u32>) -> doc::Event {
        doc::Event { etype, confidence, same_as: same_as.map(EventId), ..example::event() }
    }

    #[test]
    fn repetitions_point_at_the_first_event_that_is_written() {
        use EventType::{Consult, Request};
        let events = vec![
            event(Consult, 0.4, None),
            event(Request, 0.896, None),
            event(Consult, 0.9, Some(0)),
            event(Consult, 0.8, Some(2)),
            event(Request, 0.2, Some(1)),
        ];
        let doc = Document { events, ..Document::default() };
        assert_eq!(view(&doc, &View::default()), [(0, None), (1, None), (2, Some(0)), (3, Some(0)), (4, Some(1))]);
        let sure = View { min_confidence: 0.5, ..View::default() };
        assert_eq!(view(&doc, &sure), [(1, None), (2, None), (3, Some(2))]);
        let requests = View { types: Some(vec![Request]), min_confidence: 0.9, ..View::default() };
        assert_eq!(view(&doc, &requests), [(1, None)]);
    }
}
