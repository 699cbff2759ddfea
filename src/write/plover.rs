//! One event a row with the fields of the PLOVER manual, as `--emit plover` writes it: for users of POLECAT, ICEWS and
//! PETRARCH data.
//!
//! PLOVER has no word for what is only planned or denied: a future act of cooperation becomes AGREE, negated events are
//! left out, and so are repetitions and the types that are not PLOVER's own.

use schemars::{JsonSchema, Schema, generate::SchemaSettings};
use serde::Serialize;

use super::View;
use super::record::EventRef;
use crate::doc::{Analysis, Country, Entity, EventType, Status};

/// An event in the words of the PLOVER manual.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(title = "PLOVER event")]
pub struct Row<'a> {
    /// Id of the article and of the event within it, joined by `#`.
    pub id: String,
    /// When it happened, else when the article was published, ISO 8601.
    pub date: Option<String>,
    /// Event type.
    pub event: &'static str,
    /// Mode, where the type has modes.
    pub mode: Option<&'a str>,
    /// Contexts.
    pub context: Vec<&'a str>,
    /// Who did it.
    pub source: Vec<Actor<'a>>,
    /// To, with or against whom.
    pub target: Vec<Actor<'a>>,
    /// Where.
    pub location: Option<Actor<'a>>,
    /// The words that tell it.
    #[serde(rename = "eventText")]
    pub event_text: &'a str,
    /// The sentence.
    pub text: &'a str,
    /// `historical` where the event is background, `hypothetical` or `future` where it has not happened.
    pub auxiliary: Option<&'static str>,
    /// CAMEO code of the act.
    pub cameo: Option<&'a str>,
}

/// Somebody who takes part, or a place.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Actor<'a> {
    /// Name, or the words of the text for those without one.
    #[serde(rename = "actorText")]
    pub text: &'a str,
    /// Country, ISO 3166-1 alpha-2.
    pub country: Option<&'a str>,
    /// Wikidata id.
    pub wikidata: Option<&'a str>,
}

impl<'a> Actor<'a> {
    fn new(entity: &'a Entity) -> Self {
        Actor {
            text: &entity.name,
            country: entity.country.as_ref().map(Country::as_str),
            wikidata: entity.link.wikidata.as_deref(),
        }
    }
}

/// Hands each event that `view` shows and PLOVER has a name for to `each`, as a row.
///
/// # Errors
/// The first error of `each`.
pub fn rows<E>(analysis: Analysis<'_>, view: &View, mut each: impl FnMut(&Row<'_>) -> Result<(), E>) -> Result<(), E> {
    let Analysis { article, doc } = analysis;
    let actor = |id: &crate::doc::EntityId| doc.entities.get(id.index()).map(Actor::new);
    for (id, event, same_as) in view.events(doc) {
        let foreign = event.etype.is_extension() && !view.extensions;
        if same_as.is_some() || event.status == Status::Negated || foreign {
            continue;
        }
        let etype = name(event.etype, event.status);
        let sentence = doc.sentences.get(event.sentence.index()).map_or(event.trigger, |sentence| sentence.bytes);
        each(&Row {
            id: format!("{}#{}", article.id, EventRef(id)),
            date: event.date.clone().or_else(|| analysis.date().map(|date| date.to_string())),
            event: etype.as_str(),
            mode: event.mode.as_deref(),
            context: event.contexts.iter().map(|context| &*context.name).collect(),
            source: event.actors.iter().filter_map(actor).collect(),
            target: event.recipients.iter().filter_map(actor).collect(),
            location: event.place.as_ref().and_then(actor),
            event_text: event.trigger.of(&article.text),
            text: sentence.of(&article.text),
            auxiliary: (event.status != Status::Actual).then(|| event.status.as_str()),
            // *Express intent to cooperate*, as what was an agreement to come has no code of its own.
            cameo: if etype == event.etype { event.cameo.as_deref() } else { Some("030") },
        })?;
    }
    Ok(())
}

/// PLOVER's name: cooperation that is still to come is an agreement to it.
fn name(etype: EventType, status: Status) -> EventType {
    match (etype, status) {
        (EventType::Consult | EventType::Support | EventType::Cooperate | EventType::Aid, Status::Future) => {
            EventType::Agree
        }
        _ => etype,
    }
}

/// The JSON Schema of [`Row`].
pub fn schema() -> Schema {
    SchemaSettings::draft2020_12().for_serialize().into_generator().into_root_schema_for::<Row>()
}
