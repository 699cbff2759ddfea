//! Events: who did what to whom.

use super::{Byte, EntityId, Label, Period, SentenceId, Span, relation::notation};

/// An event's place in the article's list of events, counted from 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EventId(pub u32);

notation! {
    /// Event type: the sixteen of PLOVER and four of advocacy (`STATE`, `PUBLISH`, `CAMPAIGN`, `CONVENE`).
    EventType {
        Consult "CONSULT", Support "SUPPORT", Agree "AGREE", Concede "CONCEDE", Cooperate "COOPERATE", Aid "AID",
        Retreat "RETREAT", Request "REQUEST", Accuse "ACCUSE", Reject "REJECT", Threaten "THREATEN",
        Protest "PROTEST", Sanction "SANCTION", Mobilize "MOBILIZE", Coerce "COERCE", Assault "ASSAULT",
        State "STATE", Publish "PUBLISH", Campaign "CAMPAIGN", Convene "CONVENE",
    }
}

impl EventType {
    /// Whether the type is none of PLOVER's sixteen.
    pub const fn is_extension(self) -> bool {
        matches!(self, Self::State | Self::Publish | Self::Campaign | Self::Convene)
    }
}

notation! {
    /// Whether an event happened (PLOVER's auxiliaries).
    Status {
        Actual "actual", Future "future", Hypothetical "hypothetical", Negated "negated", Historical "historical",
    }
}

notation! {
    /// Whose number an event's size is.
    Counted {
        Actors "actors", Recipients "recipients",
    }
}

/// A number of people, as far as the text tells it: *14* is 14 to 14, *at least 14* is 14 to unknown, *hundreds* is 200
/// to unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Count {
    /// The lowest number that the words allow.
    pub lowest: Option<u64>,
    /// The highest number that the words allow.
    pub highest: Option<u64>,
    /// Told as not exact: *about*, *some*.
    pub approximate: bool,
    /// The words, from the number to the noun.
    pub bytes: Span<Byte>,
}

/// A PLOVER context with what shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct Context {
    /// Its name.
    pub name: Label,
    /// The sum of its evidence: 1 for a word that is enough by itself, ½ for one that is common elsewhere and for a kind
    /// of participant.
    pub score: f32,
    /// The words of the evidence, in text order.
    pub evidence: Vec<Span<Byte>>,
}

/// Something that an actor did or said, told by one trigger in one clause.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// Event type.
    pub etype: EventType,
    /// PLOVER mode, where the type has modes.
    pub mode: Option<Label>,
    /// The finer word: `meet`, `sit_in`, …
    pub act: Label,
    /// CAMEO code of the act.
    pub cameo: Option<Label>,
    /// Who did it, in text order.
    pub actors: Vec<EntityId>,
    /// To or against whom, in text order.
    pub recipients: Vec<EntityId>,
    /// What was demanded, promised, discussed, condemned.
    pub about: Option<Span<Byte>>,
    /// Where it happened.
    pub place: Option<EntityId>,
    /// ISO 8601 date at the precision that is known: `2021-06-14`, `2021-06`, `2021`.
    pub date: Option<String>,
    /// The first and last day that it may have happened on, also where `date` can tell none.
    pub period: Option<Period>,
    /// Whether it happened.
    pub status: Status,
    /// Told as alleged or reported (*allegedly*, *reportedly*).
    pub hedged: bool,
    /// Who reports it, where the text says so.
    pub attributed_to: Option<EntityId>,
    /// PLOVER contexts.
    pub contexts: Vec<Context>,
    /// How many people took part, or how many it was done to.
    pub size: Option<(Counted, Count)>,
    /// Of an ASSAULT: how many people died.
    pub deaths: Option<Count>,
    /// Of an ASSAULT: how many people were hurt.
    pub injuries: Option<Count>,
    /// The trigger words, from the first to the last.
    pub trigger: Span<Byte>,
    /// The sentence.
    pub sentence: SentenceId,
    /// The earlier event of the article that this one repeats.
    pub same_as: Option<EventId>,
    /// In 0..=1.
    pub confidence: f32,
    /// Rule that coded it, `file/act`.
    pub rule: Label,
    /// One English sentence that tells the event.
    pub summary: String,
}
