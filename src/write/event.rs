//! One event a row, with names in place of ids and no nesting, as `--emit events` writes it: for jq, `DuckDB` and pandas.

use schemars::{JsonSchema, Schema, generate::SchemaSettings};
use serde::Serialize;

use super::record::{EventRef, Stretch, Text, names};
use super::{Offsets, View, confidence, minhash};
use crate::doc::{Analysis, Counted, Country, EntityId, EventType, Precision, Status};

/// Name and version of the form. The number changes when a field goes or changes its meaning, not when one comes.
pub const SCHEMA: &str = "advocoder-event/1";

/// One event that advocoder found, complete in itself.
///
/// Offsets (`…_start`, `…_end`) are half-open, count from 0 in the article's text, and count UTF-8 bytes unless the
/// program was asked for Unicode code points or UTF-16 code units. No field is ever left out: what is unknown is null or
/// an empty list.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(title = "advocoder event row")]
pub struct Row<'a> {
    /// Name and version of this form.
    #[schemars(extend("const" = SCHEMA))]
    pub schema: &'static str,
    /// Id of the article: what the input gives, or the path of a text file, or `file:line`.
    pub doc_id: &'a str,
    /// Headline of the article, where the input keeps it apart from the text.
    pub doc_title: Option<&'a str>,
    /// Date of publication, ISO 8601.
    #[schemars(extend("format" = "date"))]
    pub doc_date: Option<&'a str>,
    /// Fingerprint of the article's text, as in the record of an article.
    #[schemars(extend("pattern" = "^[0-9a-f]{64}$"))]
    pub doc_minhash: Option<&'a str>,
    /// Id of the event within its article.
    pub id: EventRef,
    /// Event type: the sixteen of PLOVER, and STATE, PUBLISH, CAMPAIGN, CONVENE.
    #[schemars(extend("enum" = names(EventType::ALL, EventType::as_str)))]
    pub r#type: &'static str,
    /// PLOVER mode, where the type has modes.
    pub mode: Option<&'a str>,
    /// The finer word for what was done: meet, urge, arrest, …
    pub act: &'a str,
    /// CAMEO code of the act.
    pub cameo: Option<&'a str>,
    /// One English sentence that tells the event.
    pub summary: &'a str,
    /// Names of those who did it.
    pub actors: Vec<&'a str>,
    /// Names of those to, with or against whom it was done.
    pub recipients: Vec<&'a str>,
    /// What was demanded, promised, discussed or condemned, in the words of the text.
    pub about: Option<&'a str>,
    /// Name of the place where it happened.
    pub place: Option<&'a str>,
    /// Country of that place, ISO 3166-1 alpha-2 (XK for Kosovo).
    #[schemars(extend("pattern" = "^[A-Z]{2}$"))]
    pub country: Option<&'a str>,
    /// When it happened, as precisely as is known: year, month or day, ISO 8601.
    #[schemars(extend("pattern" = "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"))]
    pub date: Option<&'a str>,
    /// First day of that time, also where no single date can be told; null where only an end is told (*until May*).
    #[schemars(extend("format" = "date"))]
    pub date_start: Option<String>,
    /// Last day of that time; null where only a beginning is told (*since May*).
    #[schemars(extend("format" = "date"))]
    pub date_end: Option<String>,
    /// How exactly the text tells when: some day of a week, month or year, or a range from one day to another.
    #[schemars(extend("enum" = precisions()))]
    pub date_precision: Option<&'static str>,
    /// Whether it happened.
    #[schemars(extend("enum" = names(Status::ALL, Status::as_str)))]
    pub status: &'static str,
    /// Whether the text tells it as alleged or reported.
    pub hedged: bool,
    /// Name of who reports it, where the text says so.
    pub attributed_to: Option<&'a str>,
    /// PLOVER contexts: `human_rights`, legal, repression, diplomatic, migration, …
    pub contexts: Vec<&'a str>,
    /// How many people took part or were affected, in the words of the text.
    pub size: Option<&'a str>,
    /// Whether `size` counts the actors or the recipients.
    #[schemars(extend("enum" = size_of()))]
    pub size_of: Option<&'static str>,
    /// The lowest number of people that these words allow: 200 for hundreds.
    pub size_lowest: Option<u64>,
    /// The highest number of people that these words allow.
    pub size_highest: Option<u64>,
    /// Of an ASSAULT: the lowest number of people it killed.
    pub deaths_lowest: Option<u64>,
    /// Of an ASSAULT: the highest number of people it killed.
    pub deaths_highest: Option<u64>,
    /// Of an ASSAULT: the lowest number of people it hurt.
    pub injuries_lowest: Option<u64>,
    /// Of an ASSAULT: the highest number of people it hurt.
    pub injuries_highest: Option<u64>,
    /// The words that tell it.
    pub trigger: &'a str,
    /// First position of the trigger.
    pub trigger_start: u32,
    /// First position behind the trigger.
    pub trigger_end: u32,
    /// The sentence.
    pub sentence: &'a str,
    /// First position of the sentence.
    pub sentence_start: u32,
    /// First position behind the sentence.
    pub sentence_end: u32,
    /// The first row of this article that it repeats.
    pub same_as: Option<EventRef>,
    /// How sure the program is, two decimals.
    #[schemars(range(min = 0, max = 1))]
    pub confidence: f64,
    /// The rule that coded it: file and act.
    pub rule: &'a str,
    /// Path of the input as given on the command line, `-` for standard input.
    pub file: Option<&'a str>,
    /// Line of a JSON Lines file or record of another, counted from 1.
    #[schemars(range(min = 1))]
    pub record: Option<u64>,
}

/// What `size` may count, or nothing.
fn size_of() -> Vec<Option<&'static str>> {
    names(Counted::ALL, Counted::as_str).into_iter().map(Some).chain([None]).collect()
}

/// What `date_precision` may be, or nothing.
fn precisions() -> Vec<Option<&'static str>> {
    names(Precision::ALL, Precision::as_str).into_iter().map(Some).chain([None]).collect()
}

/// Hands each event that `view` shows of `analysis` to `each`, as a row.
///
/// # Errors
/// The first error of `each`.
pub fn rows<E>(analysis: Analysis<'_>, view: &View, mut each: impl FnMut(&Row<'_>) -> Result<(), E>) -> Result<(), E> {
    let Analysis { article, doc } = analysis;
    let text = Text { text: &article.text, offsets: Offsets::new(view.unit, &article.text) };
    let doc_date = analysis.date().map(|date| date.to_string());
    let doc_minhash = minhash::fingerprint(analysis);
    let entity = |id: EntityId| doc.entities.get(id.index());
    let name = |id: EntityId| entity(id).map(|entity| &*entity.name);
    for (id, event, same_as) in view.events(doc) {
        let sentence = doc.sentences.get(event.sentence.index()).map_or(event.trigger, |sentence| sentence.bytes);
        let Stretch { start: trigger_start, end: trigger_end } = text.stretch(event.trigger);
        let Stretch { start: sentence_start, end: sentence_end } = text.stretch(sentence);
        each(&Row {
            schema: SCHEMA,
            doc_id: &article.id,
            doc_title: article.title.as_deref(),
            doc_date: doc_date.as_deref(),
            doc_minhash: doc_minhash.as_deref(),
            id: EventRef(id),
            r#type: event.etype.as_str(),
            mode: event.mode.as_deref(),
            act: &event.act,
            cameo: event.cameo.as_deref(),
            summary: &event.summary,
            actors: event.actors.iter().copied().filter_map(name).collect(),
            recipients: event.recipients.iter().copied().filter_map(name).collect(),
            about: event.about.map(|bytes| bytes.of(text.text)),
            place: event.place.and_then(name),
            country: event.place.and_then(entity).and_then(|place| place.country.as_ref()).map(Country::as_str),
            date: event.date.as_deref(),
            date_start: event.period.and_then(|p| p.start).map(|day| day.to_string()),
            date_end: event.period.and_then(|p| p.end).map(|day| day.to_string()),
            date_precision: event.period.map(|p| p.precision.as_str()),
            status: event.status.as_str(),
            hedged: event.hedged,
            attributed_to: event.attributed_to.and_then(name),
            contexts: event.contexts.iter().map(|context| &*context.name).collect(),
            size: event.size.map(|(_, count)| count.bytes.of(text.text)),
            size_of: event.size.map(|(of, _)| of.as_str()),
            size_lowest: event.size.and_then(|(_, count)| count.lowest),
            size_highest: event.size.and_then(|(_, count)| count.highest),
            deaths_lowest: event.deaths.and_then(|count| count.lowest),
            deaths_highest: event.deaths.and_then(|count| count.highest),
            injuries_lowest: event.injuries.and_then(|count| count.lowest),
            injuries_highest: event.injuries.and_then(|count| count.highest),
            trigger: event.trigger.of(text.text),
            trigger_start,
            trigger_end,
            sentence: sentence.of(text.text),
            sentence_start,
            sentence_end,
            same_as: same_as.map(EventRef),
            confidence: confidence(event),
            rule: &event.rule,
            file: article.source.file.as_deref(),
            record: article.source.record,
        })?;
    }
    Ok(())
}

/// The JSON Schema of [`Row`].
pub fn schema() -> Schema {
    SchemaSettings::draft2020_12().for_serialize().into_generator().into_root_schema_for::<Row>()
}
