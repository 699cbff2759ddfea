//! How sure an event is: a logistic function of what is known of it, with the weights of `rules/confidence.toml`.

use super::rules::file::ConfidenceFile;
use crate::doc::{Document, Event};

/// The longest sentence that makes a difference, in bytes.
const LONGEST: u32 = 400;

/// The probability that `event` is right, whose trigger's own confidence is `trigger`.
pub fn of(event: &Event, trigger: f32, doc: &Document, file: &ConfidenceFile) -> f32 {
    let weight = &file.weight;
    let flag = |holds: bool, weight: f32| if holds { weight } else { 0.0 };
    let odds = trigger.clamp(0.02, 0.98);
    let named = event.actors.iter().any(|id| doc.entities[id.index()].named);
    let length = (doc.sentences[event.sentence.index()].bytes.len() as u32).min(LONGEST) as f32 / 100.0;
    let z = weight.bias
        + weight.rule * (odds / (1.0 - odds)).ln()
        + flag(event.actors.is_empty(), weight.no_actor)
        + flag(!event.actors.is_empty() && !named, weight.unnamed_actor)
        + weight.length * length;
    1.0 / (1.0 + (-z).exp())
}
