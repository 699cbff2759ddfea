//! Event rules: what the files in `rules/` say, indexed by the lemma that triggers them.

pub mod file;
pub mod path;
mod present;
mod words;

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
pub use words::{ListedWord, Outline, Words};
use words::{ListedWords, words_of};

/// All event rules, indexed by trigger lemma.
#[derive(Debug)]
pub struct Rules {
    acts: Vec<Act>,
    triggers: Vec<Trigger>,
    /// For each [`TriggerKind`], the patterns by first word.
    patterns: [FxHashMap<String, Vec<Pattern>>; 4],
    listed: ListedWords,
    contexts: Vec<Context>,
    /// Their phrases by first word, ASCII letters small.
    context_phrases: FxHashMap<String, Vec<PhraseId>>,
    modality: ModalityFile,
    quantities: QuantityFile,
    confidence: ConfidenceFile,
    /// Seats of government by name.
    capitals: FxHashSet<String>,
    /// Nouns for kinds of places: *city*, *province*.
    place_kinds: FxHashSet<String>,
    /// What texts are called: *report*.
    texts: FxHashSet<String>,
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
    /// Paths to a recipient that what it is about lends, behind those of the events in it; `None` where it lends none.
    pub lent: Option<Arc<Paths>>,
}

/// A PLOVER context and the words that show it.
#[derive(Debug)]
pub struct Context {
    /// Name in the output.
    pub name: Label,
    /// Words that show it.
    pub phrases: Vec<Phrase>,
    /// Subtypes of participants that hint at it.
    pub actors: Vec<Label>,
}

/// Words that show a context.
#[derive(Debug)]
pub struct Phrase {
    /// Lemmas, at least one.
    pub words: Vec<String>,
    /// Whether it is enough by itself.
    pub enough: bool,
}

/// A phrase of a context, by the places of both in their lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PhraseId {
    /// Place of the context.
    pub context: u32,
    /// Place of the phrase in it.
    pub phrase: u32,
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
    /// Finite, with its verb in the bare form: *that the camp be closed*.
    Bare,
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

/// One of the words or phrases of a trigger, kept under its first word.
#[derive(Debug)]
pub struct Pattern {
    /// All fixed words.
    pub fixed: Present,
    /// Fixed words behind the first.
    pub words: Box<[String]>,
    /// The outline of the first of them, which tells most others apart without a look at the word, elsewhere in memory.
    pub next: Outline,
    /// Fixed words right before a noun.
    pub before: Box<[String]>,
    trigger: u32,
}

/// A row of the rule files: conditions and argument paths.
#[derive(Debug)]
pub struct Trigger {
    /// Index of its act.
    act: u32,
    /// Lemmas of which one must follow.
    pub then: Option<Arc<Words>>,
    /// Lemmas the object must be among.
    pub object: Option<Arc<Words>>,
    /// Lemmas the object must not be among.
    pub not_object: Option<Arc<Words>>,
    /// Lemmas the subject must be among.
    pub subject: Option<Arc<Words>>,
    /// What the object must be.
    pub object_is: Option<Vec<Kind>>,
    /// What the subject must be.
    pub subject_is: Option<Vec<Kind>>,
    /// Complement clause it needs.
    pub clause: Option<ClauseKind>,
    /// It must have no complement clause.
    pub no_clause: bool,
    /// It must have no object.
    pub no_object: bool,
    /// The predicate judges, and who says so is the actor.
    pub by_speaker: bool,
    /// It must be refused for the time to come: *will not lift*.
    pub refused: bool,
    /// Voice it needs.
    pub voice: Option<Voice>,
    /// It needs one of these prepositions.
    pub prep: Vec<String>,
    /// It must have none of these.
    pub prep_not: Vec<String>,
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
            phrases: c.words.iter().map(|w| Phrase { words: words_of(w), enough: !c.weak.contains(w) }).collect(),
            actors: c.actors.iter().map(|a| Arc::from(a.as_str())).collect(),
        });
        let contexts: Vec<_> = contexts.collect();
        let mut rules = Self {
            acts: Vec::new(),
            triggers: Vec::new(),
            patterns: Default::default(),
            listed: ListedWords::default(),
            context_phrases: by_first_word(&contexts),
            contexts,
            texts: set.modality.authored.iter().cloned().collect(),
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
                let lent = match act.lent.as_deref() {
                    Some("-") => None,
                    paths => {
                        let read = paths.map_or_else(|| Ok(Paths::new()), path::parse);
                        Some(Arc::new(read.map_err(|message| fail(format!("act `{}`: {message}", act.name)))?))
                    }
                };
                rules.acts.push(Act {
                    etype,
                    name: Arc::from(act.name.as_str()),
                    rule: Arc::from(format!("{name}/{}", act.name)),
                    cameo: Arc::from(act.cameo.as_str()),
                    mode: act.mode.as_deref().map(Arc::from),
                    summary: act.summary.clone(),
                    sites: act.sites,
                    lent,
                });
                for (number, trigger) in act.triggers.iter().enumerate() {
                    rules.add(act, trigger, set, &mut shared).map_err(|message| {
                        let (act, number, lemma) = (&act.name, number + 1, trigger.first_lemma());
                        fail(format!("act `{act}`, trigger {number} ({lemma} …): {message}"))
                    })?;
                }
            }
        }
        rules.listed = shared.listed;
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
        let object_is: Option<Vec<Kind>> = rule.object_is.as_deref().map(kinds).transpose()?;
        let subject_is: Option<Vec<Kind>> = rule.subject_is.as_deref().map(kinds).transpose()?;
        let (prep, prep_not) = (list(&rule.prep), list(&rule.prep_not));
        let mut paths = |own: &'s Option<String>, acts: &'s Option<String>, default| {
            shared.paths(own.as_deref().or(acts.as_deref()).unwrap_or(default))
        };
        let actor = paths(&rule.actor, &act.actor, default_actor)?;
        let recipient = paths(&rule.recipient, &act.recipient, "-")?;
        let about = paths(&rule.about, &act.about, "-")?;
        let place = paths(&rule.place, &None, "-")?;
        self.triggers.push(Trigger {
            act: self.acts.len() as u32 - 1,
            then,
            object,
            not_object,
            subject,
            object_is,
            subject_is,
            clause: rule.clause.as_deref().map(ClauseKind::from_str).transpose()?,
            no_clause: rule.no_clause,
            no_object: rule.no_object,
            by_speaker: rule.by_speaker,
            refused: rule.refused,
            voice: rule.voice.as_deref().map(Voice::from_str).transpose()?,
            prep,
            prep_not,
            needs_actor: needs.iter().any(|w| w == "actor"),
            needs_recipient: needs.iter().any(|w| w == "recipient"),
            needs_about: needs.iter().any(|w| w == "about"),
            not_with,
            actor,
            recipient,
            about,
            place,
            mode: rule.mode.as_deref().map(Arc::from),
            cameo: rule.cameo.as_deref().map(Arc::from),
            confidence: rule.confidence.unwrap_or(0.8),
            status: match rule.status.as_deref() {
                None => None,
                Some(word) => Some(Status::parse(word).ok_or_else(|| format!("`{word}` is no status"))?),
            },
        });
        for pattern in lemmas.split('|') {
            let mut words = words_of(pattern);
            // The head of a noun phrase is its last word, unless a prepositional phrase follows: *state of emergency*.
            let head_last = kind == TriggerKind::Noun
                && !words.iter().any(|w| matches!(w.as_str(), "of" | "for" | "in" | "on" | "to" | "-"));
            let mut before = Vec::new();
            let first = if head_last {
                let head = words.pop().ok_or("an empty lemma")?;
                before = std::mem::take(&mut words);
                head
            } else if words.is_empty() {
                return Err("an empty lemma".into());
            } else {
                words.remove(0)
            };
            let mut fixed = Present::default();
            words.iter().chain(&before).for_each(|word| fixed.insert(word));
            let trigger = self.triggers.len() as u32 - 1;
            let next = words.first().map_or_else(Outline::default, |word| Outline::of(word));
            let pattern = Pattern { fixed, words: words.into(), next, before: before.into(), trigger };
            self.patterns[kind as usize].entry(first).or_default().push(pattern);
        }
        Ok(())
    }

    /// The triggers that start with `lemma`, in the order of the rule files, each by the pattern that does.
    pub fn triggers(&self, kind: TriggerKind, lemma: &str) -> impl Iterator<Item = (&Pattern, &Trigger)> {
        let patterns = self.patterns[kind as usize].get(lemma).into_iter().flatten();
        patterns.map(|pattern| (pattern, &self.triggers[pattern.trigger as usize]))
    }

    /// The word, if some list has it.
    pub fn listed(&self, word: &str) -> Option<ListedWord> {
        self.listed.get(word)
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

    /// Whether the noun with this lemma is a text that somebody wrote: *report*.
    pub fn is_text(&self, lemma: &str) -> bool {
        self.texts.contains(lemma)
    }

    /// Whether a place of this name stands for its government when it acts: *Tbilisi rejected the offer*.
    pub fn is_capital(&self, name: &str) -> bool {
        self.capitals.contains(name)
    }

    /// All contexts.
    pub fn contexts(&self) -> &[Context] {
        &self.contexts
    }

    /// The phrases of contexts that begin with the word, ASCII letters small.
    pub fn context_phrases(&self, word: &str) -> &[PhraseId] {
        self.context_phrases.get(word).map_or(&[], Vec::as_slice)
    }
}

fn by_first_word(contexts: &[Context]) -> FxHashMap<String, Vec<PhraseId>> {
    let mut phrases: FxHashMap<String, Vec<PhraseId>> = FxHashMap::default();
    for (context, of) in (0..).zip(contexts) {
        for (phrase, of) in (0..).zip(&of.phrases) {
            if let Some(first) = of.words.first() {
                phrases.entry(first.to_ascii_lowercase()).or_default().push(PhraseId { context, phrase });
            }
        }
    }
    phrases
}

/// What triggers have in common: most name the same few classes and paths.
#[derive(Default)]
struct Shared<'s> {
    words: HashMap<&'s str, Arc<Words>>,
    classes: HashMap<&'s str, Arc<Words>>,
    paths: HashMap<&'s str, Arc<Paths>>,
    listed: ListedWords,
}

impl<'s> Shared<'s> {
    fn words(&mut self, list: Option<&'s str>, set: &RuleSet) -> std::result::Result<Option<Arc<Words>>, String> {
        let Some(list) = list else { return Ok(None) };
        if let Some(known) = self.words.get(list) {
            return Ok(Some(known.clone()));
        }
        let mut words = Words::default();
        let (classes, lemmas): (Vec<_>, Vec<_>) =
            list.split('|').map(str::trim).partition(|word| word.starts_with('@'));
        lemmas.iter().for_each(|lemma| words.insert(lemma, &mut self.listed));
        for class in classes {
            words.add_class(self.class(&class[1..], set)?);
        }
        let words = Arc::new(words);
        self.words.insert(list, words.clone());
        Ok(Some(words))
    }

    fn class(&mut self, name: &'s str, set: &RuleSet) -> std::result::Result<Arc<Words>, String> {
        if let Some(known) = self.classes.get(name) {
            return Ok(known.clone());
        }
        let lemmas = set.classes.class.get(name).ok_or_else(|| {
            format!("class `@{name}` is not in rules/classes.toml; it has {:?}", set.classes.class.keys())
        })?;
        let mut words = Words::class(self.classes.len());
        lemmas.iter().for_each(|lemma| words.insert(lemma, &mut self.listed));
        let words = Arc::new(words);
        self.classes.insert(name, words.clone());
        Ok(words)
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
            "bare" => Ok(Self::Bare),
            "any" => Ok(Self::Any),
            _ => Err(format!("`clause` is to, that, bare, ing or any, not `{word}`")),
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
