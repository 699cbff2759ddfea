//! How sure a link of a pronoun or noun phrase to its entity is, and what people do to whom: `rules/coreference.toml`.

use std::collections::{BTreeMap, HashSet};

use serde::Deserialize;

use crate::doc::Why;
use crate::error::{Error, Result};

/// Confidence of each way to link, and the least that counts.
#[derive(Debug)]
pub struct Links {
    /// In hundredths, by the number of the reason; none for reasons that weigh nothing.
    by_reason: Vec<Option<u8>>,
    threshold: u8,
    in_view: Vec<InView>,
    body: Body,
    acting: Acting,
    people: People,
    office: Office,
    also: Also,
    /// What is done to people, and what follows.
    pub(super) fates: Fates,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    threshold: f32,
    confidence: BTreeMap<String, f32>,
    body: Body,
    acting: Acting,
    people: People,
    office: Office,
    also: Also,
    in_view: Vec<InView>,
    fates: Fates,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Body {
    kinds: HashSet<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Acting {
    nouns: HashSet<String>,
    verbs: HashSet<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct People {
    adjectives: HashSet<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Office {
    lesser: HashSet<String>,
    also_abstract: HashSet<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Also {
    points: i32,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct InView {
    margin: i32,
    confidence: f32,
}

/// Verbs of what is done to people, and of what they and those who did it do next.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Fates {
    pub(super) points: i32,
    pub(super) forces: HashSet<String>,
    pub(super) harm: HashSet<String>,
    pub(super) harm_at: HashSet<String>,
    pub(super) at: HashSet<String>,
    pub(super) counted: HashSet<String>,
    pub(super) only_people: HashSet<String>,
    pub(super) endured: HashSet<String>,
    pub(super) wielded: HashSet<String>,
    pub(super) belongings: HashSet<String>,
}

/// The names of reasons in the file.
const REASONS: &[(&str, Why)] = &[
    ("apposition", Why::Apposition),
    ("beside", Why::Beside),
    ("same_noun", Why::SameNoun),
    ("same_count", Why::SameCount),
    ("members", Why::Members),
    ("state_body", Why::StateBody),
    ("whole", Why::Whole),
    ("name_word", Why::NameWord),
    ("office", Why::Office),
    ("kind", Why::Kind),
    ("adjective", Why::Adjective),
    ("speaker", Why::Speaker),
    ("speaker_body", Why::SpeakerBody),
    ("author", Why::Author),
];

fn hundredths(confidence: f32) -> u8 {
    (confidence.clamp(0.0, 1.0) * 100.0).round() as u8
}

impl Links {
    /// What is built into the program.
    ///
    /// # Errors
    /// [`Error::Rules`] when it is damaged.
    pub fn embedded() -> Result<Self> {
        let wrong = |message| Error::Rules { file: "rules/coreference.toml".into(), message };
        let File { threshold, mut confidence, body, acting, people, office, also, in_view, fates } =
            toml::from_str(include_str!("../../rules/coreference.toml")).map_err(|cause| wrong(cause.to_string()))?;
        let mut by_reason = vec![None; Why::ALL.len()];
        for &(name, why) in REASONS {
            let known = confidence.remove(name).ok_or_else(|| wrong(format!("[confidence] has no {name}")))?;
            by_reason[why as usize] = Some(hundredths(known));
        }
        if let Some(name) = confidence.keys().next() {
            return Err(wrong(format!("[confidence] has {name}, which is no reason for a link")));
        }
        Ok(Self { by_reason, threshold: hundredths(threshold), in_view, body, acting, people, office, also, fates })
    }

    /// How sure a link for that reason is, in hundredths.
    pub(super) fn confidence(&self, why: Why) -> Option<u8> {
        self.by_reason[why as usize]
    }

    /// Whether the word makes a lesser or a past office of the one it stands before: *vice*, *former*.
    pub(super) fn is_lesser(&self, word: &str) -> bool {
        self.office.lesser.contains(word)
    }

    /// Whether the noun means people where it does what people do: *the centre*.
    pub(super) fn is_acting(&self, lemma: &str) -> bool {
        self.acting.nouns.contains(lemma)
    }

    /// Whether people alone do this to an object: *organise*.
    pub(super) fn is_act_of_people(&self, verb: &str) -> bool {
        self.acting.verbs.contains(verb)
    }

    /// Whether the adjective tells what people are: *willing*.
    pub(super) fn is_of_people(&self, adjective: &str) -> bool {
        self.people.adjectives.contains(adjective)
    }

    /// Whether the noun of a person also names what is no person: *justice*.
    pub(super) fn is_also_abstract(&self, lemma: &str) -> bool {
        self.office.also_abstract.contains(lemma)
    }

    /// How much more in view *also* beside a pronoun puts those who were subjects.
    pub(super) fn also(&self) -> i32 {
        self.also.points
    }

    /// Whether the noun with a body's name means the body: *the Taliban movement*.
    pub(super) fn is_kind_of_body(&self, lemma: &str) -> bool {
        self.body.kinds.contains(lemma)
    }

    /// Whether links for that reason are made.
    pub(super) fn holds(&self, why: Why) -> bool {
        self.confidence(why).is_none_or(|confidence| confidence >= self.threshold)
    }

    /// How sure it is that a pronoun means who is that much more in view than the next candidate; none below the threshold.
    pub(super) fn in_view(&self, margin: i32) -> Option<u8> {
        let level = self.in_view.iter().rev().find(|level| margin >= level.margin)?;
        Some(hundredths(level.confidence)).filter(|&confidence| confidence >= self.threshold)
    }
}
