//! The record of an article: its entities and events, as `--emit articles` writes them.
//!
//! The field docs are the descriptions of the published JSON Schema.

use std::fmt;

use schemars::{JsonSchema, Schema, generate::SchemaSettings};
use serde::{Serialize, Serializer};

use super::{Offsets, View, confidence, minhash};
use crate::doc::{
    self, Analysis, Byte, Counted, EntityId, EntityType, EventId, EventType, MentionBy, MentionKind, Precision, Span,
    Status,
};

/// Name and version of the form. The number changes when a field goes or changes its meaning, not when one comes.
pub const SCHEMA: &str = "advocoder/1";

/// What advocoder found in one article.
///
/// Offsets (`start`, `end`) are half-open, count from 0 in the article's text, and count UTF-8 bytes unless the program
/// was asked for Unicode code points or UTF-16 code units. No field is ever left out: what is unknown is null or an
/// empty list.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(title = "advocoder article record")]
pub struct Record<'a> {
    /// Name and version of this form.
    #[schemars(extend("const" = SCHEMA))]
    pub schema: &'static str,
    /// The article.
    pub doc: Doc<'a>,
    /// Why the article was passed through without being analysed: `lang`, it is in another language.
    pub skipped: Option<&'a str>,
    /// People, organisations and places, in order of their first mention.
    pub entities: Vec<Entity<'a>>,
    /// Who did what to whom, in order of the triggers.
    pub events: Vec<Event<'a>>,
}

/// An article.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Doc<'a> {
    /// The id that the input gives, or the path of a text file, or `file:line`.
    pub id: &'a str,
    /// Headline, where the input keeps it apart from the text.
    pub title: Option<&'a str>,
    /// Date of publication, ISO 8601.
    #[schemars(extend("format" = "date"))]
    pub date: Option<String>,
    /// Where the date is from: the input, or the head of the text (*Geneva, 14 March 2024*).
    #[schemars(extend("enum" = ["input", "text", null]))]
    pub date_from: Option<&'static str>,
    /// Language of the text, ISO 639-1 or, where that has none, 639-3.
    pub lang: &'static str,
    /// The country that most names of the text are of, ISO 3166-1 alpha-2; null where none prevails.
    #[schemars(extend("pattern" = "^[A-Z]{2}$"))]
    pub focus: Option<&'a str>,
    /// Who wrote it, as the input says.
    pub byline: Option<&'a str>,
    /// Address, where the input gives one.
    pub url: Option<&'a str>,
    /// The text, where the program was asked for it: the one in which offsets count.
    pub text: Option<&'a str>,
    /// Where the article was read.
    pub source: Source<'a>,
    /// Fingerprint of the text: 32 bytes in hexadecimal. The share of equal bytes of two articles estimates how much of
    /// their texts is the same; null for a text without words.
    #[schemars(extend("pattern" = "^[0-9a-f]{64}$"))]
    pub minhash: Option<String>,
}

/// Where an article was read.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Source<'a> {
    /// Path as given on the command line, `-` for standard input.
    pub file: Option<&'a str>,
    /// Line of a JSON Lines file or record of another, counted from 1.
    #[schemars(range(min = 1))]
    pub record: Option<u64>,
    /// Encoding that the text was decoded from, where it was not UTF-8. Offsets count in the decoded text.
    pub encoding: Option<&'static str>,
    /// Length in bytes of the whole text, where only its beginning was analysed.
    pub truncated: Option<u64>,
}

/// A person, organisation or place.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Entity<'a> {
    /// Id within the article.
    pub id: EntityRef,
    /// Person, organisation or place.
    #[schemars(extend("enum" = names(EntityType::ALL, EntityType::as_str)))]
    pub r#type: &'static str,
    /// Finer type: for PER official, activist, journalist, military, jurist, other; for ORG ngo, igo, government,
    /// ministry, parliament, court, prosecution, party, `armed_group`, military, police, media, company, university, group;
    /// for LOC country, region, city, facility, other.
    pub subtype: Option<&'a str>,
    /// The best name: the gazetteer's or the longest in the text; of an unnamed entity the noun phrase.
    pub name: &'a str,
    /// Whether the text names it. *The French prosecutor* is unnamed.
    pub named: bool,
    /// Acronym that the text uses for it.
    pub acronym: Option<&'a str>,
    /// Entries of public registers that it was identified with.
    pub link: Link<'a>,
    /// Country it belongs to, ISO 3166-1 alpha-2 (XK for Kosovo).
    #[schemars(extend("pattern" = "^[A-Z]{2}$"))]
    pub country: Option<&'a str>,
    /// Where a place lies, by the gazetteer.
    pub coordinates: Option<Coordinates>,
    /// The place of this record that it lies in: *Aleppo, Syria*; *the prison in Taiz*; a body's seat.
    pub within: Option<EntityRef>,
    /// Offices and roles that the text gives a person.
    pub roles: Vec<Role<'a>>,
    /// Where the text refers to it, in text order.
    pub mentions: Vec<Mention<'a>>,
}

/// Entries of registers that an entity was identified with.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Link<'a> {
    /// Id of the row in advocoder's gazetteer.
    pub gazetteer: Option<&'a str>,
    /// Wikidata id.
    #[schemars(extend("pattern" = "^Q[0-9]+$"))]
    pub wikidata: Option<&'a str>,
    /// `GeoNames` id.
    pub geonames: Option<u32>,
    /// Of an ambiguous name that the article does not settle, the entries it may mean, best first; else empty.
    pub candidates: Vec<Candidate<'a>>,
    /// Of an unnamed office-holder (*the French foreign minister*), who held the office on the article's date by the
    /// gazetteer. A candidate: the text does not name them.
    pub holder: Option<Holder<'a>>,
}

/// A gazetteer entry that a name may mean.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Candidate<'a> {
    /// Id of the row in advocoder's gazetteer.
    pub gazetteer: &'a str,
    /// Its usual name.
    pub name: &'a str,
    /// Country it belongs to.
    #[schemars(extend("pattern" = "^[A-Z]{2}$"))]
    pub country: Option<&'a str>,
    /// How well it fits the article; comparable among the candidates of one name only.
    pub score: i32,
}

/// Who holds an office by the gazetteer.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Holder<'a> {
    /// Id of the row in advocoder's gazetteer.
    pub gazetteer: &'a str,
    /// Wikidata id.
    #[schemars(extend("pattern" = "^Q[0-9]+$"))]
    pub wikidata: Option<&'a str>,
    /// The holder's name.
    pub name: &'a str,
    /// The office as the gazetteer writes it.
    pub role: &'a str,
}

/// A point on the earth.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
pub struct Coordinates {
    /// Latitude in degrees, north positive.
    #[schemars(range(min = -90, max = 90))]
    pub lat: f64,
    /// Longitude in degrees, east positive.
    #[schemars(range(min = -180, max = 180))]
    pub lon: f64,
}

/// An office or role of a person.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Role<'a> {
    /// The title as the text has it.
    pub title: &'a str,
    /// The organisation or country that it is an office of.
    pub of: Option<EntityRef>,
    /// First position of the words that say so.
    pub start: u32,
    /// First position behind them.
    pub end: u32,
}

/// A stretch of text that refers to an entity.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Mention<'a> {
    /// First position inside.
    pub start: u32,
    /// First position behind.
    pub end: u32,
    /// The words.
    pub text: &'a str,
    /// How it refers: by the full name, an acronym, another name, a surname, a noun phrase or a pronoun.
    #[schemars(extend("enum" = names(MentionKind::ALL, MentionKind::as_str)))]
    pub kind: &'static str,
    /// What found it: a gazetteer entry, a rule or the learned model.
    #[schemars(extend("enum" = names(MentionBy::ALL, MentionBy::as_str)))]
    pub by: &'static str,
    /// How sure it is that a pronoun or noun phrase means this entity, two decimals; null for names and for what refers
    /// back to nothing.
    #[schemars(range(min = 0, max = 1))]
    pub confidence: Option<f64>,
}

/// Something that an actor did or said, told by one trigger in one clause.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Event<'a> {
    /// Id within the article.
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
    /// Who did it.
    pub actors: Vec<EntityRef>,
    /// To, with or against whom.
    pub recipients: Vec<EntityRef>,
    /// What was demanded, promised, discussed or condemned.
    pub about: Option<Passage<'a>>,
    /// Where it happened.
    pub place: Option<EntityRef>,
    /// When it happened, as precisely as is known: year, month or day, ISO 8601.
    #[schemars(extend("pattern" = "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"))]
    pub date: Option<&'a str>,
    /// The first and last day of that time, also where no single date can be told: *last week*, *from 3 to 7 May*.
    pub period: Option<Period>,
    /// Whether it happened.
    #[schemars(extend("enum" = names(Status::ALL, Status::as_str)))]
    pub status: &'static str,
    /// Whether the text tells it as alleged or reported.
    pub hedged: bool,
    /// Who reports it, where the text says so.
    pub attributed_to: Option<EntityRef>,
    /// PLOVER contexts: `human_rights`, legal, repression, diplomatic, migration, …
    pub contexts: Vec<&'a str>,
    /// What shows each of these contexts, in the same order.
    pub context_evidence: Vec<Evidence<'a>>,
    /// How many people took part or were affected, where the text counts them.
    pub size: Option<Size<'a>>,
    /// Of an ASSAULT: how many people it killed, where the text tells it.
    pub deaths: Option<Count<'a>>,
    /// Of an ASSAULT: how many people it hurt, where the text tells it.
    pub injuries: Option<Count<'a>>,
    /// The words that tell it.
    pub trigger: Passage<'a>,
    /// The sentence.
    pub sentence: Stretch,
    /// The first event of this record that it repeats.
    pub same_as: Option<EventRef>,
    /// How sure the program is, two decimals.
    #[schemars(range(min = 0, max = 1))]
    pub confidence: f64,
    /// The rule that coded it: file and act.
    pub rule: &'a str,
}

/// The days that an event lies in, or that it lasts.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Period {
    /// First day, ISO 8601; null where only an end is told: *until May*.
    #[schemars(extend("format" = "date"))]
    pub start: Option<String>,
    /// Last day, ISO 8601; null where only a beginning is told: *since May*.
    #[schemars(extend("format" = "date"))]
    pub end: Option<String>,
    /// How exactly the text tells it: some day of a week, month or year, or a range from one day to another.
    #[schemars(extend("enum" = names(Precision::ALL, Precision::as_str)))]
    pub precision: &'static str,
}

/// What shows a context.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Evidence<'a> {
    /// Sum of the evidence: 1 for a word that is enough by itself, 0.5 for one that is common elsewhere and for a
    /// participant of a kind that hints at the context. A context holds from 1 on.
    #[schemars(range(min = 1))]
    pub score: f32,
    /// The words, in text order.
    pub words: Vec<Passage<'a>>,
}

/// A number of people that takes part in an event, or that it is done to.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Size<'a> {
    /// Whether the actors are counted or the recipients.
    #[schemars(extend("enum" = names(Counted::ALL, Counted::as_str)))]
    pub of: &'static str,
    /// The number.
    #[serde(flatten)]
    pub count: Count<'a>,
}

/// A number of people: *14* is 14 to 14, *at least 14* is 14 to null, *hundreds* is 200 to null.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Count<'a> {
    /// The lowest number that the words allow.
    pub lowest: Option<u64>,
    /// The highest number that the words allow.
    pub highest: Option<u64>,
    /// Whether the text tells it as not exact: *about*, *some*.
    pub approximate: bool,
    /// First position of the words.
    pub start: u32,
    /// First position behind the words.
    pub end: u32,
    /// The words.
    pub text: &'a str,
}

/// A stretch of the text with its words.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Passage<'a> {
    /// First position inside.
    pub start: u32,
    /// First position behind.
    pub end: u32,
    /// The words.
    pub text: &'a str,
}

/// A stretch of the text.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
pub struct Stretch {
    /// First position inside.
    pub start: u32,
    /// First position behind.
    pub end: u32,
}

/// Id of an entity within its article: `E1`, `E2`, …
#[derive(Clone, Copy, Debug, PartialEq, Eq, JsonSchema)]
#[schemars(inline, extend("pattern" = "^E[1-9][0-9]*$"))]
pub struct EntityRef(#[schemars(with = "String")] pub EntityId);

/// Id of an event within its article: `V1`, `V2`, …
#[derive(Clone, Copy, Debug, PartialEq, Eq, JsonSchema)]
#[schemars(inline, extend("pattern" = "^V[1-9][0-9]*$"))]
pub struct EventRef(#[schemars(with = "String")] pub EventId);

impl fmt::Display for EntityRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "E{}", u64::from(self.0.0) + 1)
    }
}

impl fmt::Display for EventRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "V{}", u64::from(self.0.0) + 1)
    }
}

impl Serialize for EntityRef {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl Serialize for EventRef {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'a> Record<'a> {
    /// What `view` shows of `analysis`.
    pub fn new(analysis: Analysis<'a>, view: &View) -> Self {
        let Analysis { article, doc } = analysis;
        let text = Text { text: &article.text, offsets: Offsets::new(view.unit, &article.text) };
        Self {
            schema: SCHEMA,
            doc: Doc {
                id: &article.id,
                title: article.title.as_deref(),
                date: analysis.date().map(|date| date.to_string()),
                date_from: date_from(analysis),
                lang: article.lang.unwrap_or("en"),
                focus: doc.focus.as_ref().map(doc::Country::as_str),
                byline: article.source.byline.as_deref(),
                url: article.source.url.as_deref(),
                text: view.with_text.then_some(&*article.text),
                source: Source {
                    file: article.source.file.as_deref(),
                    record: article.source.record,
                    encoding: article.source.encoding,
                    truncated: article.source.truncated,
                },
                minhash: minhash::fingerprint(analysis),
            },
            skipped: article.skipped,
            entities: (0..).zip(&doc.entities).map(|(id, of)| entity(EntityId(id), of, doc, &text)).collect(),
            events: view.events(doc).into_iter().map(|(id, of, same_as)| event(id, of, same_as, doc, &text)).collect(),
        }
    }
}

fn date_from(analysis: Analysis<'_>) -> Option<&'static str> {
    match (analysis.article.date, analysis.doc.dateline) {
        (Some(_), _) => Some("input"),
        (None, Some(_)) => Some("text"),
        (None, None) => None,
    }
}

/// The article's text and its offsets.
pub(super) struct Text<'a> {
    pub(super) text: &'a str,
    pub(super) offsets: Offsets<'a>,
}

impl<'a> Text<'a> {
    pub(super) fn stretch(&self, bytes: Span<Byte>) -> Stretch {
        Stretch { start: self.offsets.at(bytes.start), end: self.offsets.at(bytes.end) }
    }

    fn passage(&self, bytes: Span<Byte>) -> Passage<'a> {
        let Stretch { start, end } = self.stretch(bytes);
        Passage { start, end, text: bytes.of(self.text) }
    }
}

fn entity<'a>(id: EntityId, entity: &'a doc::Entity, doc: &doc::Document, text: &Text<'a>) -> Entity<'a> {
    let role = |role: &'a doc::Role| {
        let Stretch { start, end } = text.stretch(role.bytes);
        Role { title: &role.title, of: role.of.map(EntityRef), start, end }
    };
    let mention = |mention: &doc::Mention| {
        let Passage { start, end, text } = text.passage(mention.bytes);
        let confidence = mention.confidence.map(|hundredths| f64::from(hundredths) / 100.0);
        Mention { start, end, text, kind: mention.kind.as_str(), by: mention.by.as_str(), confidence }
    };
    let open = entity.link.gazetteer.is_none();
    let candidates = entity.link.candidates.iter().filter(|_| open);
    Entity {
        id: EntityRef(id),
        r#type: entity.etype.as_str(),
        subtype: Some(&*entity.subtype).filter(|subtype| !subtype.is_empty()),
        name: &entity.name,
        named: entity.named,
        acronym: entity.acronym.as_deref(),
        link: Link {
            gazetteer: entity.link.gazetteer.as_deref(),
            wikidata: entity.link.wikidata.as_deref(),
            geonames: entity.link.geonames,
            candidates: candidates.map(candidate).collect(),
            holder: entity.link.holder.as_ref().map(holder),
        },
        country: entity.country.as_ref().map(doc::Country::as_str),
        coordinates: entity
            .coordinates
            .map(|doc::Coordinates { lat, lon }| Coordinates { lat: f64::from(lat) / 1e6, lon: f64::from(lon) / 1e6 }),
        within: entity.within.map(EntityRef),
        roles: entity.roles.iter().map(role).collect(),
        mentions: entity.mentions.iter().filter_map(|id| doc.mentions.get(id.0 as usize)).map(mention).collect(),
    }
}

fn period(period: doc::Period) -> Period {
    let day = |date: Option<jiff::civil::Date>| date.map(|date| date.to_string());
    Period { start: day(period.start), end: day(period.end), precision: period.precision.as_str() }
}

fn candidate(candidate: &doc::Candidate) -> Candidate<'_> {
    Candidate {
        gazetteer: &candidate.gazetteer,
        name: &candidate.name,
        country: candidate.country.as_ref().map(doc::Country::as_str),
        score: candidate.score,
    }
}

fn holder(holder: &doc::Holder) -> Holder<'_> {
    Holder {
        gazetteer: &holder.gazetteer,
        wikidata: holder.wikidata.as_deref(),
        name: &holder.name,
        role: &holder.role,
    }
}

fn event<'a>(
    id: EventId,
    event: &'a doc::Event,
    same_as: Option<EventId>,
    doc: &doc::Document,
    text: &Text<'a>,
) -> Event<'a> {
    let sentence = doc.sentences.get(event.sentence.index()).map_or(event.trigger, |sentence| sentence.bytes);
    let evidence = |context: &doc::Context| {
        let words = context.evidence.iter().map(|&bytes| text.passage(bytes)).collect();
        Evidence { score: context.score, words }
    };
    let count = |count: doc::Count| {
        let Passage { start, end, text } = text.passage(count.bytes);
        Count { lowest: count.lowest, highest: count.highest, approximate: count.approximate, start, end, text }
    };
    Event {
        id: EventRef(id),
        r#type: event.etype.as_str(),
        mode: event.mode.as_deref(),
        act: &event.act,
        cameo: event.cameo.as_deref(),
        summary: &event.summary,
        actors: event.actors.iter().copied().map(EntityRef).collect(),
        recipients: event.recipients.iter().copied().map(EntityRef).collect(),
        about: event.about.map(|bytes| text.passage(bytes)),
        place: event.place.map(EntityRef),
        date: event.date.as_deref(),
        period: event.period.map(period),
        status: event.status.as_str(),
        hedged: event.hedged,
        attributed_to: event.attributed_to.map(EntityRef),
        contexts: event.contexts.iter().map(|context| &*context.name).collect(),
        context_evidence: event.contexts.iter().map(evidence).collect(),
        size: event.size.map(|(of, number)| Size { of: of.as_str(), count: count(number) }),
        deaths: event.deaths.map(count),
        injuries: event.injuries.map(count),
        trigger: text.passage(event.trigger),
        sentence: text.stretch(sentence),
        same_as: same_as.map(EventRef),
        confidence: confidence(event),
        rule: &event.rule,
    }
}

/// The JSON Schema of [`Record`].
pub fn schema() -> Schema {
    SchemaSettings::draft2020_12().for_serialize().into_generator().into_root_schema_for::<Record>()
}

/// The names of all values of a closed vocabulary.
pub(super) fn names<T: Copy>(all: &[T], name: fn(T) -> &'static str) -> Vec<&'static str> {
    all.iter().map(|&value| name(value)).collect()
}
