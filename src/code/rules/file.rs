//! The rule files as they stand on disk: `rules/*.toml`. docs/rules.md describes the format.
//!
//! The build script includes this file too: a rule file with an unknown key, act or path does not build.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// One event type: its acts, and sentences that must and must not be coded as one of them.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct RuleFile {
    /// Event type, as in the output (`CONSULT`).
    #[serde(rename = "type")]
    pub etype: String,
    /// What the type covers and where its borders are.
    pub about: String,
    /// The type's acts.
    pub act: Vec<ActRule>,
    /// Sentences with the events of this type that they hold.
    #[serde(default, skip_serializing)]
    pub test: Vec<TestCase>,
    /// Sentences that hold no event of this type.
    #[serde(default, skip_serializing)]
    pub reject: Vec<RejectCase>,
}

/// An act: the finer word for what was done, and the triggers that tell it.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct ActRule {
    /// Name in the output (`meet`).
    pub name: String,
    /// CAMEO code.
    pub cameo: String,
    /// PLOVER mode.
    #[serde(default)]
    pub mode: Option<String>,
    /// Past-tense English with `{actors}` and `{recipients}` (or `{recipients|place}`).
    pub summary: String,
    /// Default paths of the actor for all triggers.
    #[serde(default)]
    pub actor: Option<String>,
    /// Default paths of the recipient for all triggers.
    #[serde(default)]
    pub recipient: Option<String>,
    /// Default paths of the content for all triggers.
    #[serde(default)]
    pub about: Option<String>,
    /// Paths to whom it is where neither the trigger nor an event in what it is about tells: *agreed to send tents to Peru*.
    /// `-`: what it is about has no part in that (*denied that officers beat the student*).
    #[serde(default)]
    pub lent: Option<String>,
    /// Whether buildings and sites count as recipients, too: *bombed a school*.
    #[serde(default)]
    pub sites: bool,
    /// The words that tell the act.
    pub triggers: Vec<TriggerRule>,
}

/// A trigger: one of `verb`, `noun`, `adj`, with conditions and the paths of the arguments.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct TriggerRule {
    /// Lemmas of a verb, each with fixed words behind it, joined by `|`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verb: Option<String>,
    /// Lemmas of an event noun.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub noun: Option<String>,
    /// Predicate adjectives.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub adj: Option<String>,
    /// Words of obligation (`obligation` in `modality.toml`); who says so is the actor.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub modal: Option<String>,
    /// Behind the lemma and its fixed words one of these words must follow.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub then: Option<String>,
    /// The deep object's head lemma must be one of these.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub object: Option<String>,
    /// The deep object's head lemma must be none of these.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_object: Option<String>,
    /// The deep subject's head lemma must be one of these.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// What the object must be.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub object_is: Option<String>,
    /// What the subject must be.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject_is: Option<String>,
    /// A complement clause it needs: `to`, `that`, `ing` or `any`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clause: Option<String>,
    /// It must have no complement clause.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub no_clause: bool,
    /// It must have no object.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub no_object: bool,
    /// The predicate judges, and who says so is the actor: *the union said the law was unfair*.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub by_speaker: bool,
    /// It must be refused for the time to come: *will not lift*, *would never accept*.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub refused: bool,
    /// `active` or `passive`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub voice: Option<String>,
    /// It needs a phrase with one of these prepositions.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prep: Option<String>,
    /// It must have no phrase with one of these prepositions.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prep_not: Option<String>,
    /// Roles that must be filled.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub needs: Option<String>,
    /// No event when one of these lemmas stands in the sentence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_with: Option<String>,
    /// Paths of the actor.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub actor: Option<String>,
    /// Paths of the recipient.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recipient: Option<String>,
    /// Paths of the content.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub about: Option<String>,
    /// Paths of the place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// PLOVER mode, over the act's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mode: Option<String>,
    /// CAMEO code, over the act's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cameo: Option<String>,
    /// How sure the trigger is, 0..=1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confidence: Option<f32>,
    /// Forces a status.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
}

impl TriggerRule {
    /// The first of its lemmas, to find it by in the file.
    pub fn first_lemma(&self) -> &str {
        let lemmas = [&self.verb, &self.noun, &self.adj, &self.modal].into_iter().find_map(Option::as_deref);
        lemmas.and_then(|list| list.split('|').next()).unwrap_or_default()
    }
}

/// A sentence and the events of the file's type in it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TestCase {
    /// One or more sentences.
    pub text: String,
    /// Article date.
    #[serde(default)]
    pub date: Option<String>,
    /// Each `act | role=name; name | …`.
    pub events: Vec<String>,
    /// What the case shows.
    #[serde(default)]
    #[allow(dead_code, reason = "a note for the reader of the rule file")]
    pub why: Option<String>,
    /// The program does not get it right yet; the case must fail until then.
    #[serde(default)]
    #[allow(dead_code, reason = "read by the tests")]
    pub known_miss: bool,
}

/// A sentence without an event of the file's type.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RejectCase {
    /// One or more sentences.
    pub text: String,
    /// What the case shows.
    #[serde(default)]
    #[allow(dead_code, reason = "a note for the reader of the rule file")]
    pub why: Option<String>,
    /// The program does not get it right yet; the case must fail until then.
    #[serde(default)]
    #[allow(dead_code, reason = "read by the tests")]
    pub known_miss: bool,
}

/// `classes.toml`: word lists that rules use as `@name`.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct ClassFile {
    /// Lists of lemmas by name.
    pub class: BTreeMap<String, Vec<String>>,
}

/// `contexts.toml`: PLOVER contexts.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct ContextFile {
    /// The contexts.
    pub context: Vec<ContextRule>,
}

/// A PLOVER context and the words that show it.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct ContextRule {
    /// Name in the output.
    pub name: String,
    /// What it covers.
    #[serde(default)]
    pub about: String,
    /// Lemmas and phrases of lemmas.
    pub words: Vec<String>,
    /// Those of them that are common elsewhere, and count only beside another word of the context.
    #[serde(default)]
    pub weak: Vec<String>,
    /// Subtypes of participants that hint at it, as a weak word does.
    #[serde(default)]
    pub actors: Vec<String>,
}

/// `modality.toml`: the words that make an event negated, future, hypothetical, hedged or reported.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct ModalityFile {
    /// Adverbs and determiners that negate.
    pub negation: Vec<String>,
    /// What makes a negation before it none.
    pub negation_cancelled_by: Vec<String>,
    /// Verbs and adjectives whose complement did not happen.
    pub negating: Vec<String>,
    /// Auxiliaries of the future.
    pub future_auxiliary: Vec<String>,
    /// Verbs and adjectives whose complement is to come.
    pub future: Vec<String>,
    /// Adjectives whose complement is doubtful.
    pub doubtful: Vec<String>,
    /// Verbs of opinion, whose negation is that of their complement.
    pub opinion: Vec<String>,
    /// Verbs of what is done by saying so, also by saying that one wishes to.
    pub performative: Vec<String>,
    /// Verbs whose subject does what their object tells: *launched a raid*, *announced the release of*.
    pub performing: Vec<String>,
    /// Verbs that with *from* tell who is behind the event noun that is their subject: *calls came from the bishops*.
    pub arriving: Vec<String>,
    /// Works that tell what has not happened.
    pub fiction: Vec<String>,
    /// What such a work does as the subject of a sentence.
    pub telling: Vec<String>,
    /// Nouns for what is written or said in someone's name: *a report of the council accuses*.
    pub authored: Vec<String>,
    /// Auxiliaries of what is only possible.
    pub hypothetical_auxiliary: Vec<String>,
    /// Conjunctions of conditions.
    pub condition: Vec<String>,
    /// Adverbs that leave the truth open.
    pub hedge: Vec<String>,
    /// Whom one meets in private: *his mother*.
    pub relative: Vec<String>,
    /// Verbs whose infinitive was not done by that, also where they are passive: *was urged to*.
    pub directive: Vec<String>,
    /// Verbs, nouns and adjectives whose complement is only wished, feared or imagined: it is no event.
    pub imagined: Vec<String>,
    /// Lemmas of verbs that, with *from*, keep something from being done.
    pub preventing: Vec<String>,
    /// Lemmas of nouns that count what *of* names.
    pub counting: Vec<String>,
    /// Lemmas of words that, told of the past, mean that it was done.
    pub achieved: Vec<String>,
    /// Nouns for what may be done, is aimed at or to be feared: *efforts to free them*, *the threat of deportation*.
    pub aim: Vec<String>,
    /// Verbs whose purpose is done along with them: *used batons to beat them*.
    pub carried_out_by: Vec<String>,
    /// Words that make a duty of what they govern: it was not done by that.
    pub obligation: Vec<String>,
    /// Passive verbs and nouns whose complement is told with a reserve.
    pub hedging: Vec<String>,
    /// Verbs of appearance.
    pub seeming: Vec<String>,
    /// Words of coming days.
    pub ahead: Vec<String>,
    /// Units of time that make background, when there are many of them.
    pub long_ago: Vec<String>,
    /// Nouns of an account whose owner is the source.
    pub account: Vec<String>,
    /// Nouns of a text that a body issues.
    pub issue: Vec<String>,
    /// Verbs that tell who speaks where they stand behind a quotation.
    pub quoting: Vec<String>,
    /// Verbs and adjectives of which what ought to be is a demand, whoever ought to do it.
    pub insisting: Vec<String>,
    /// Verbs that report what somebody said.
    pub speech: Vec<String>,
}

/// `quantities.toml`: how texts give numbers of people. Words are in lower case, as they stand in the text.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct QuantityFile {
    /// Number words that add up.
    pub cardinal: BTreeMap<String, u64>,
    /// Number words that multiply what stands before.
    pub multiplier: BTreeMap<String, u64>,
    /// Plural number words, with their lowest value.
    pub open: BTreeMap<String, u64>,
    /// Words beside numbers.
    pub words: QuantityWords,
}

/// `confidence.toml`: what the confidence of an event is made of.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct ConfidenceFile {
    /// Weights of a logistic function.
    pub weight: ConfidenceWeights,
}

/// Weights of what is known of an event; the file says what each is times of.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "rules/confidence.toml tells them")]
pub struct ConfidenceWeights {
    pub bias: f32,
    pub rule: f32,
    pub no_actor: f32,
    pub unnamed_actor: f32,
    pub length: f32,
}

/// Words that stand beside numbers.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct QuantityWords {
    /// The number is not exact.
    pub about: Vec<String>,
    /// The number is the lowest.
    pub at_least: Vec<String>,
    /// The number is the highest.
    pub at_most: Vec<String>,
    /// Units of time, age, money and measure.
    pub unit: Vec<String>,
    /// Nouns of bodies and things, which are no people.
    pub not_people: Vec<String>,
    /// Nouns of a number of people.
    pub crowd: Vec<String>,
    /// Lemmas that tell of deaths.
    pub death: Vec<String>,
    /// Lemmas that tell of injuries.
    pub injury: Vec<String>,
}

/// All rule files together: what the build script writes and the program reads.
#[derive(Debug, Deserialize, Serialize)]
pub struct RuleSet {
    /// One file a type, with its name without `.toml`.
    pub files: Vec<(String, RuleFile)>,
    /// Word classes.
    pub classes: ClassFile,
    /// Contexts.
    pub contexts: ContextFile,
    /// Words of modality.
    pub modality: ModalityFile,
    /// Words of numbers.
    pub quantities: QuantityFile,
    /// Weights of confidence.
    pub confidence: ConfidenceFile,
}

impl RuleSet {
    /// Reads the rule files of a folder, given as (file name, text) pairs in any order.
    ///
    /// # Errors
    /// A message that names the file, and line and column where TOML knows them.
    pub fn parse(sources: &[(String, String)]) -> Result<Self, (String, String)> {
        let mut files = Vec::new();
        let mut classes = ClassFile { class: BTreeMap::new() };
        let mut modality = ModalityFile::default();
        let mut quantities = QuantityFile::default();
        let mut confidence = ConfidenceFile::default();
        let mut contexts = ContextFile { context: Vec::new() };
        let mut sorted: Vec<_> = sources.iter().collect();
        sorted.sort();
        for (name, text) in sorted {
            let fail = |e: toml::de::Error| (name.clone(), e.to_string());
            match name.as_str() {
                "classes.toml" => classes = toml::from_str(text).map_err(fail)?,
                "contexts.toml" => contexts = toml::from_str(text).map_err(fail)?,
                "modality.toml" => modality = toml::from_str(text).map_err(fail)?,
                "confidence.toml" => confidence = toml::from_str(text).map_err(fail)?,
                "quantities.toml" => quantities = toml::from_str(text).map_err(fail)?,
                // Read by `write`, `dedup` and `resolve` themselves.
                "cameo.toml" | "dedup.toml" | "datelines.toml" | "coreference.toml" => {}
                _ if name.starts_with('_') => {}
                _ => files.push((name.trim_end_matches(".toml").to_owned(), toml::from_str(text).map_err(fail)?)),
            }
        }
        Ok(Self { files, classes, contexts, modality, quantities, confidence })
    }

    /// Reads every `*.toml` of a folder.
    ///
    /// # Errors
    /// The file or folder and what is wrong with it.
    pub fn read(folder: &std::path::Path) -> Result<Self, (String, String)> {
        let fail = |e: std::io::Error| (folder.display().to_string(), e.to_string());
        let mut sources = Vec::new();
        for file in std::fs::read_dir(folder).map_err(fail)? {
            let path = file.map_err(fail)?.path();
            if path.extension().is_some_and(|e| e == "toml") {
                let text = std::fs::read_to_string(&path).map_err(|e| (path.display().to_string(), e.to_string()))?;
                sources.push((path.file_name().unwrap_or_default().to_string_lossy().into_owned(), text));
            }
        }
        Self::parse(&sources)
    }
}
