//! Event rules: what the files in `rules/` say, indexed by the lemma that triggers them.

pub mod file;
pub mod path;
mod present;

use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::HashMap;
use std::path::Path;
use std::str::FromStr as _;
use std::sync::Arc;

use crate::doc::{EventType, Label, Status};
use crate::error::{Error, Result};
use file::{ActRule, ConfidenceFile, ModalityFile, QuantityFile, RuleSet, TriggerRule};
use path::Paths;
pub use present::Present;

/// All event rules, indexed by trigger lemma.
#[derive(Debug)]
pub struct Rules {
    acts: Vec<Act>,
    triggers: Vec<Trigger>,
    /// For each [`TriggerKind`], the triggers by first word.
    index: [FxHashMap<String, Vec<u32>>; 4],
    contexts: Vec<Context>,
    modality: ModalityFile,
    quantities: QuantityFile,
    confidence: ConfidenceFile,
    /// Seats of government by name.
    capitals: FxHashSet<String>,
    /// Nouns for kinds of places: *city*, *province*.
    place_kinds: FxHashSet<String>,
}

/// An act: what it is called and how it reads.
#[derive(Debug)]
pub struct Act {
    /// Event type.
    pub etype: EventType,
    /// Name in the output.
    pub name: Label,
    /// `file/act`, the rule's name in the output.
    pub rule: Label,
    /// CAMEO code.
    pub cameo: Label,
    /// PLOVER mode.
    pub mode: Option<Label>,
    /// Summary template.
    pub summary: String,
    /// Whether it can be done to a building or site.
    pub sites: bool,
    /// Whether what it is about lends no recipient.
    pub no_lending: bool,
}

/// A PLOVER context and the words that show it.
#[derive(Debug)]
pub struct Context {
    /// Name in the output.
    pub name: Label,
    /// Phrases, as lemmas, and whether each is enough by itself.
    pub phrases: Vec<(Vec<String>, bool)>,
    /// Subtypes of participants that hint at it.
    pub actors: Vec<Label>,
}

/// Part of speech of a trigger's first word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TriggerKind {
    /// A verb.
    Verb,
    /// A noun.
    Noun,
    /// A predicate adjective.
    Adj,
    /// A word of obligation.
    Modal,
}

/// What an object or a subject must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A person, group, organisation or country.
    Agent,
    /// A person.
    Person,
    /// An unnamed group.
    Group,
    /// An organisation or group.
    Org,
    /// A country.
    Country,
    /// A place.
    Place,
    /// A building or site without a name.
    Site,
    /// No agent.
    Thing,
    /// A report, statement or other text, in whose author's name it speaks.
    Text,
    /// Anything.
    Any,
}

/// A kind of complement clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClauseKind {
    /// Infinitive with *to*.
    Inf,
    /// Finite.
    That,
    /// Gerund.
    Ing,
    /// Any of them.
    Any,
}

/// Voice of a verb.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Voice {
    /// *arrested*
    Active,
    /// *was arrested*
    Passive,
}

/// A list of lemmas and of phrases of lemmas.
#[derive(Debug, Default)]
pub struct Words {
    lemmas: FxHashSet<String>,
    /// Phrases by their first and by their last word.
    phrases: FxHashMap<String, Vec<Arc<[String]>>>,
}

impl Words {
    fn insert(&mut self, entry: &str) {
        let words: Arc<[String]> = words_of(entry).into();
        if let [first, .., last] = &*words {
            let mut insert = |word: &String| self.phrases.entry(word.clone()).or_default().push(words.clone());
            insert(first);
            if first != last {
                insert(last);
            }
        } else {
            self.lemmas.insert(entry.to_owned());
        }
    }

    /// Whether the word with this lemma is in the list.
    pub fn has_lemma(&self, lemma: &str) -> bool {
        self.lemmas.contains(lemma)
    }

    /// The phrases of more than one word that start or end with the word with this lemma.
    pub fn phrases(&self, lemma: &str) -> &[Arc<[String]>] {
        self.phrases.get(lemma).map_or(&[], Vec::as_slice)
    }
}

/// The words of a phrase as the tokenizer splits them: a hyphen is a word of its own.
fn words_of(phrase: &str) -> Vec<String> {
    phrase.replace('-', " - ").split_whitespace().map(str::to_owned).collect()
}

/// A trigger with its conditions and argument paths.
#[derive(Debug)]
pub struct Trigger {
    /// Index of its act.
    act: u32,
    /// Fixed words behind the first.
    pub words: Vec<String>,
    /// Fixed words right before a noun.
    pub before: Vec<String>,
    /// All fixed words.
    pub fixed: Present,
    /// Lemmas of which one must follow.
    pub then: Option<Arc<Words>>,
    /// Lemmas the object must be among.
    pub object: Option<Arc<Words>>,
    /// Lemmas the object must not be among.
    pub not_object: Option<Arc<Words>>,
    /// Lemmas the subject must be among.
    pub subject: Option<Arc<Words>>,
    /// What the object must be.
    pub object_is: Option<Arc<[Kind]>>,
    /// What the subject must be.
    pub subject_is: Option<Arc<[Kind]>>,
    /// Complement clause it needs.
    pub clause: Option<ClauseKind>,
    /// It must have no complement clause.
    pub no_clause: bool,
    /// It must have no object.
    pub no_object: bool,
    /// It must be refused for the time to come: *will not lift*.
    pub refused: bool,
    /// Voice it needs.
    pub voice: Option<Voice>,
    /// It needs one of these prepositions.
    pub prep: Arc<[String]>,
    /// It must have none of these.
    pub prep_not: Arc<[String]>,
    /// The actor must be filled.
    pub needs_actor: bool,
    /// The recipient must be filled.
    pub needs_recipient: bool,
    /// The content must be filled.
    pub needs_about: bool,
    /// Lemmas that must not stand in the sentence.
    pub not_with: Option<Arc<Words>>,
    /// Paths of the actor.
    pub actor: Arc<Paths>,
    /// Paths of the recipient.
    pub recipient: Arc<Paths>,
    /// Paths of the content.
    pub about: Arc<Paths>,
    /// Paths of the place.
    pub place: Arc<Paths>,
    /// PLOVER mode, over the act's.
    pub mode: Option<Label>,
    /// CAMEO code, over the act's.
    pub cameo: Option<Label>,
    /// How sure the trigger is, 0..=1.
    pub confidence: f32,
    /// Forces a status.
    pub status: Option<Status>,
}

/// The compiled rule files, written by the build script.
static EMBEDDED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/rules.json"));

impl Rules {
    /// The rules that are built into the program.
    ///
    /// # Errors
    /// [`Error::Rules`] when the built-in data are damaged.
    pub fn embedded() -> Result<Self> {
        let set: RuleSet = serde_json::from_slice(EMBEDDED)
            .map_err(|e| Error::Rules { file: "built-in rules".into(), message: e.to_string() })?;
        Self::new(&set)
    }

    /// The rules in a folder of one's own, which has all the files that `rules/` has.
    ///
    /// # Errors
    /// [`Error::Rules`] with the first file that cannot be read or has a mistake.
    pub fn open(folder: &Path) -> Result<Self> {
        let set = RuleSet::read(folder).map_err(|(file, message)| Error::Rules { file, message })?;
        if set.files.is_empty() {
            let message = "holds no rule file; copy advocoder's rules/ and change the copy".into();
            return Err(Error::Rules { file: folder.display().to_string(), message });
        }
        Self::new(&set)
    }

    /// Indexes a set of rule files.
    ///
    /// # Errors
    /// [`Error::Rules`] with file, act and trigger of the first mistake.
    pub fn new(set: &RuleSet) -> Result<Self> {
        let contexts = set.contexts.context.iter().map(|c| Context {
            name: Arc::from(c.name.as_str()),
            phrases: c.words.iter().map(|w| (words_of(w), !c.weak.contains(w))).collect(),
            actors: c.actors.iter().map(|a| Arc::from(a.as_str())).collect(),
        });
        let mut rules = Self {
            acts: Vec::new(),
            triggers: Vec::new(),
            index: Default::default(),
            contexts: contexts.collect(),
            modality: set.modality.clone(),
            quantities: set.quantities.clone(),
            confidence: set.confidence.clone(),
            capitals: set.classes.class.get("capital").into_iter().flatten().cloned().collect(),
            place_kinds: set.classes.class.get("place_kind").into_iter().flatten().cloned().collect(),
        };
        let mut shared = Shared::default();
        for (name, file) in &set.files {
            let fail = |message: String| Error::Rules { file: format!("rules/{name}.toml"), message };
            let etype = EventType::parse(&file.etype)
                .ok_or_else(|| fail(format!("`{}` is no event type; see docs/ontology.md", file.etype)))?;
            for act in &file.act {
                rules.acts.push(Act {
                    etype,
                    name: Arc::from(act.name.as_str()),
                    rule: Arc::from(format!("{name}/{}", act.name)),
                    cameo: Arc::from(act.cameo.as_str()),
                    mode: act.mode.as_deref().map(Arc::from),
                    summary: act.summary.clone(),
                    sites: act.sites,
                    no_lending: act.no_lending,
                });
                for (number, trigger) in act.triggers.iter().enumerate() {
                    rules
                        .add(act, trigger, set, &mut shared)
                        .map_err(|message| fail(format!("act `{}`, trigger {}: {message}", act.name, number + 1)))?;
                }
            }
        }
        Ok(rules)
    }

    fn add<'s>(
        &mut self,
        act: &'s ActRule,
        rule: &'s TriggerRule,
        set: &RuleSet,
        shared: &mut Shared<'s>,
    ) -> std::result::Result<(), String> {
        let (kind, lemmas) = match (&rule.verb, &rule.noun, &rule.adj, &rule.modal) {
            (Some(verb), None, None, None) => (TriggerKind::Verb, verb),
            (None, Some(noun), None, None) => (TriggerKind::Noun, noun),
            (None, None, Some(adj), None) => (TriggerKind::Adj, adj),
            (None, None, None, Some(modal)) => (TriggerKind::Modal, modal),
            _ => return Err("needs exactly one of `verb`, `noun`, `adj`, `modal`".into()),
        };
        let list = |list: &Option<String>| -> Vec<String> {
            list.iter().flat_map(|l| l.split('|')).map(|w| w.trim().to_owned()).collect()
        };
        let default_actor = if kind == TriggerKind::Noun { "by|poss" } else { "subj" };
        let needs = list(&rule.needs);
        if let Some(word) = needs.iter().find(|w| !["actor", "recipient", "about"].contains(&w.as_str())) {
            return Err(format!("`needs` knows actor, recipient and about, not `{word}`"));
        }
        let then = shared.words(rule.then.as_deref(), set)?;
        let object = shared.words(rule.object.as_deref(), set)?;
        let not_object = shared.words(rule.not_object.as_deref(), set)?;
        let subject = shared.words(rule.subject.as_deref(), set)?;
        let not_with = shared.words(rule.not_with.as_deref(), set)?;
        let object_is: Option<Arc<[Kind]>> = rule.object_is.as_deref().map(kinds).transpose()?.map(Arc::from);
        let subject_is: Option<Arc<[Kind]>> = rule.subject_is.as_deref().map(kinds).transpose()?.map(Arc::from);
        let prep: Arc<[String]> = list(&rule.prep).into();
        let prep_not: Arc<[String]> = list(&rule.prep_not).into();
        let mut paths = |own: &'s Option<String>, acts: &'s Option<String>, default| {
            shared.paths(own.as_deref().or(acts.as_deref()).unwrap_or(default))
        };
        let actor = paths(&rule.actor, &act.actor, default_actor)?;
        let recipient = paths(&rule.recipient, &act.recipient, "-")?;
        let about = paths(&rule.about, &act.about, "-")?;
        let place = paths(&rule.place, &None, "-")?;
        let mode: Option<Label> = rule.mode.as_deref().map(Arc::from);
        let cameo: Option<Label> = rule.cameo.as_deref().map(Arc::from);
        for pattern in lemmas.split('|') {
            let mut words_behind = words_of(pattern);
            // The head of a noun phrase is its last word, unless a prepositional phrase follows: *state of emergency*.
            let head_last = kind == TriggerKind::Noun
                && !words_behind.iter().any(|w| matches!(w.as_str(), "of" | "for" | "in" | "on" | "to" | "-"));
            let mut words_before = Vec::new();
            let first = if head_last {
                let head = words_behind.pop().ok_or("an empty lemma")?;
                words_before = std::mem::take(&mut words_behind);
                head
            } else if words_behind.is_empty() {
                return Err("an empty lemma".into());
            } else {
                words_behind.remove(0)
            };
            let mut fixed = Present::default();
            words_behind.iter().chain(&words_before).for_each(|word| fixed.insert(word));
            let trigger = Trigger {
                fixed,
                act: self.acts.len() as u32 - 1,
                words: words_behind,
                before: words_before,
                then: then.clone(),
                object: object.clone(),
                not_object: not_object.clone(),
                subject: subject.clone(),
                object_is: object_is.clone(),
                subject_is: subject_is.clone(),
                clause: rule.clause.as_deref().map(ClauseKind::from_str).transpose()?,
                no_clause: rule.no_clause,
                no_object: rule.no_object,
                refused: rule.refused,
                voice: rule.voice.as_deref().map(Voice::from_str).transpose()?,
                prep: prep.clone(),
                prep_not: prep_not.clone(),
                needs_actor: needs.iter().any(|w| w == "actor"),
                needs_recipient: needs.iter().any(|w| w == "recipient"),
                needs_about: needs.iter().any(|w| w == "about"),
                not_with: not_with.clone(),
                actor: actor.clone(),
                recipient: recipient.clone(),
                about: about.clone(),
                place: place.clone(),
                mode: mode.clone(),
                cameo: cameo.clone(),
                confidence: rule.confidence.unwrap_or(0.8),
                status: match rule.status.as_deref() {
                    None => None,
                    Some(word) => Some(Status::parse(word).ok_or_else(|| format!("`{word}` is no status"))?),
                },
            };
            self.index[kind as usize].entry(first).or_default().push(self.triggers.len() as u32);
            self.triggers.push(trigger);
        }
        Ok(())
    }

    /// The triggers that start with `lemma`, in the order of the rule files.
    pub fn triggers(&self, kind: TriggerKind, lemma: &str) -> impl Iterator<Item = &Trigger> {
        self.index[kind as usize].get(lemma).into_iter().flatten().map(|&i| &self.triggers[i as usize])
    }

    /// The act that a trigger tells.
    pub fn act(&self, trigger: &Trigger) -> &Act {
        &self.acts[trigger.act as usize]
    }

    /// All acts, in the order of the rule files.
    pub fn acts(&self) -> &[Act] {
        &self.acts
    }

    /// Words of modality and reporting.
    pub fn modality(&self) -> &ModalityFile {
        &self.modality
    }

    /// Words of numbers of people.
    pub fn quantities(&self) -> &QuantityFile {
        &self.quantities
    }

    /// Weights of confidence.
    pub fn confidence(&self) -> &ConfidenceFile {
        &self.confidence
    }

    /// Whether the noun with this lemma names a kind of place.
    pub fn is_place_kind(&self, lemma: &str) -> bool {
        self.place_kinds.contains(lemma)
    }

    /// Whether a place of this name stands for its government when it acts: *Tbilisi rejected the offer*.
    pub fn is_capital(&self, name: &str) -> bool {
        self.capitals.contains(name)
    }

    /// All contexts.
    pub fn contexts(&self) -> &[Context] {
        &self.contexts
    }
}

/// What triggers have in common: most name the same few classes and paths.
#[derive(Default)]
struct Shared<'s> {
    words: HashMap<&'s str, Arc<Words>>,
    paths: HashMap<&'s str, Arc<Paths>>,
}

impl<'s> Shared<'s> {
    fn words(&mut self, list: Option<&'s str>, set: &RuleSet) -> std::result::Result<Option<Arc<Words>>, String> {
        let Some(list) = list else { return Ok(None) };
        if !self.words.contains_key(list) {
            self.words.insert(list, Arc::new(lemma_set(list, set)?));
        }
        Ok(self.words.get(list).cloned())
    }

    fn paths(&mut self, text: &'s str) -> std::result::Result<Arc<Paths>, String> {
        if let Some(known) = self.paths.get(text) {
            return Ok(known.clone());
        }
        let paths = Arc::new(path::parse(text)?);
        self.paths.insert(text, paths.clone());
        Ok(paths)
    }
}

fn lemma_set(list: &str, set: &RuleSet) -> std::result::Result<Words, String> {
    let mut words = Words::default();
    for word in list.split('|').map(str::trim) {
        if let Some(class) = word.strip_prefix('@') {
            let lemmas = set.classes.class.get(class).ok_or_else(|| {
                format!("class `@{class}` is not in rules/classes.toml; it has {:?}", set.classes.class.keys())
            })?;
            lemmas.iter().for_each(|lemma| words.insert(lemma));
        } else {
            words.insert(word);
        }
    }
    Ok(words)
}

fn kinds(list: &str) -> std::result::Result<Vec<Kind>, String> {
    list.split('|')
        .map(|word| match word.trim() {
            "agent" => Ok(Kind::Agent),
            "person" => Ok(Kind::Person),
            "group" => Ok(Kind::Group),
            "org" => Ok(Kind::Org),
            "country" => Ok(Kind::Country),
            "place" => Ok(Kind::Place),
            "site" => Ok(Kind::Site),
            "thing" => Ok(Kind::Thing),
            "text" => Ok(Kind::Text),
            "any" => Ok(Kind::Any),
            other => {
                Err(format!("`{other}` is none of agent, person, group, org, country, place, site, thing, text, any"))
            }
        })
        .collect()
}

impl std::str::FromStr for ClauseKind {
    type Err = String;
    fn from_str(word: &str) -> std::result::Result<Self, String> {
        match word {
            "to" => Ok(Self::Inf),
            "that" => Ok(Self::That),
            "ing" => Ok(Self::Ing),
            "any" => Ok(Self::Any),
            _ => Err(format!("`clause` is to, that, ing or any, not `{word}`")),
        }
    }
}

impl std::str::FromStr for Voice {
    type Err = String;
    fn from_str(word: &str) -> std::result::Result<Self, String> {
        match word {
            "active" => Ok(Self::Active),
            "passive" => Ok(Self::Passive),
            _ => Err(format!("`voice` is active or passive, not `{word}`")),
        }
    }
}
