//! Words that tell what a name or a noun phrase is: titles, offices, groups, heads of organisations, demonyms.
//!
//! The lists are `gazetteers/*.tsv`; one row adds a word. All look-ups are by lower-case lemma or form.

use rustc_hash::{FxHashMap, FxHashSet};
use std::borrow::Cow;
use std::sync::Arc;

use crate::doc::{Country, EntityType, Label};
use crate::error::{Error, Result};

/// Whom the name of a seat of government means where it acts.
#[derive(Debug)]
pub struct Capital {
    /// The state.
    pub country: Country,
    /// The id of the body that is meant before the state: *Brussels fined Apple*.
    pub body: Option<Label>,
}

/// The lists of words, each in its own map.
#[derive(Debug)]
pub struct Lexicon {
    /// Offices and roles of one person (*prosecutor*, *special envoy*), by the words of the singular.
    roles: Phrases<Noun>,
    /// Groups: collectives (*delegation*) and members (*protester*), by lemma.
    groups: FxHashMap<String, Group>,
    people: FxHashSet<String>,
    /// Nouns for buildings and sites.
    sites: FxHashSet<String>,
    /// Titles before names (*Mrs.*, *Gen.*, *President*).
    titles: FxHashMap<String, Title>,
    /// Head words of organisation names.
    org_heads: FxHashMap<String, Label>,
    /// Head words of places' names.
    place_heads: FxHashMap<String, Label>,
    /// Demonyms by form as written.
    demonyms: FxHashMap<String, Demonym>,
    /// Seats of government.
    capitals: FxHashMap<String, Capital>,
    /// Lemmas of verbs of saying.
    speech: FxHashSet<String>,
    /// Nouns of sources and documents that report, and whether they are documents.
    reporters: FxHashMap<String, bool>,
    /// Given names.
    given_names: FxHashMap<String, Gender>,
    /// Frequent words of English.
    common: FxHashSet<&'static str>,
    /// Singular of every plural in the lists, for words whose lemma the tagger does not know.
    plurals: FxHashMap<String, String>,
    /// Nouns that count what follows (*a number of*, *dozens of*).
    quantities: FxHashMap<String, ()>,
    /// Lemmas of things that end like doers.
    things: FxHashSet<&'static str>,
    /// Last words of names of laws, plans and the like.
    thing_heads: FxHashSet<&'static str>,
    agent_verbs: FxHashSet<&'static str>,
}

/// A noun that denotes a person.
#[derive(Clone, Debug)]
pub struct Noun {
    /// Finer type of the person.
    pub subtype: Label,
    /// Gender where the noun has one.
    pub gender: Gender,
    /// Whether it is an office of a body or country (*minister*); *mother* is none.
    pub is_office: bool,
}

/// A noun that denotes a group, in the singular or in the plural only.
#[derive(Clone, Debug)]
pub struct Group {
    /// Finer type of the organisation or group.
    pub subtype: Label,
    /// Whether the singular denotes the group (*delegation*); else one person (*protester*).
    pub collective: bool,
}

/// A word before a name.
#[derive(Clone, Debug)]
pub struct Title {
    /// Gender where the title has one.
    pub gender: Gender,
    /// Whether it is an office or a rank and so becomes a role; honorifics do not.
    pub is_office: bool,
}

/// Adjective or noun for people of a country.
#[derive(Clone, Debug)]
pub struct Demonym {
    /// The country; none for peoples without a state.
    pub country: Option<Country>,
    /// Whether the form is a noun for one person (*Frenchman*) or for people (*Syrians*).
    pub is_noun: bool,
    /// Whether the form also means something else.
    pub ambiguous: bool,
}

/// Grammatical gender of a person.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Gender {
    /// Not known.
    #[default]
    Unknown,
    /// *she*
    Female,
    /// *he*
    Male,
}

/// The word in lower case, in place where it is so already.
pub fn lower(word: &str) -> Cow<'_, str> {
    if word.bytes().all(|b| b.is_ascii() && !b.is_ascii_uppercase()) {
        Cow::Borrowed(word)
    } else {
        Cow::Owned(word.to_lowercase())
    }
}

/// Phrases of words, found longest first.
#[derive(Debug)]
struct Phrases<T> {
    by_first: FxHashMap<String, Vec<(Vec<String>, T)>>,
}

impl<T> Phrases<T> {
    fn new() -> Self {
        Self { by_first: FxHashMap::default() }
    }

    fn insert(&mut self, phrase: &str, value: T) {
        let words: Vec<String> = phrase.split_whitespace().map(str::to_lowercase).collect();
        if let Some(first) = words.first() {
            let list = self.by_first.entry(first.clone()).or_default();
            list.push((words, value));
            list.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
        }
    }

    /// The longest phrase at the start of `words`, whatever their case, with its length.
    fn longest<'w>(&self, words: impl Iterator<Item = &'w str> + Clone) -> Option<(usize, &T)> {
        let list = self.by_first.get(&*lower(words.clone().next()?))?;
        let starts = |phrase: &[String]| {
            let mut words = words.clone();
            phrase.iter().all(|word| words.next().is_some_and(|w| *word == lower(w)))
        };
        list.iter().find(|(phrase, _)| starts(phrase)).map(|(phrase, value)| (phrase.len(), value))
    }
}

/// The built-in lists: file name and text.
const FILES: &[(&str, &str)] = &[
    ("roles.tsv", include_str!("../../gazetteers/roles.tsv")),
    ("groups.tsv", include_str!("../../gazetteers/groups.tsv")),
    ("people.tsv", include_str!("../../gazetteers/people.tsv")),
    ("titles.tsv", include_str!("../../gazetteers/titles.tsv")),
    ("org_heads.tsv", include_str!("../../gazetteers/org_heads.tsv")),
    ("facility_heads.tsv", include_str!("../../gazetteers/facility_heads.tsv")),
    ("sites.tsv", include_str!("../../gazetteers/sites.tsv")),
    ("demonyms.tsv", include_str!("../../gazetteers/demonyms.tsv")),
    ("given_names.tsv", include_str!("../../gazetteers/given_names.tsv")),
    ("reporters.tsv", include_str!("../../gazetteers/reporters.tsv")),
    ("speech_verbs.tsv", include_str!("../../gazetteers/speech_verbs.tsv")),
    ("capitals.tsv", include_str!("../../gazetteers/capitals.tsv")),
    ("quantities.tsv", include_str!("../../gazetteers/quantities.tsv")),
];

impl Lexicon {
    /// The lists that are built into the program.
    ///
    /// # Errors
    /// [`Error::Gazetteer`] with file, line and column of the first wrong row.
    pub fn embedded() -> Result<Self> {
        let mut labels = Labels::default();
        let mut lexicon = Self {
            roles: Phrases::new(),
            groups: FxHashMap::default(),
            people: FxHashSet::default(),
            sites: FxHashSet::default(),
            titles: FxHashMap::default(),
            org_heads: FxHashMap::default(),
            place_heads: FxHashMap::default(),
            demonyms: FxHashMap::default(),
            capitals: FxHashMap::default(),
            speech: FxHashSet::default(),
            reporters: FxHashMap::default(),
            given_names: FxHashMap::default(),
            common: include_str!("../../gazetteers/common_words.txt").lines().filter(|l| !l.starts_with('#')).collect(),
            plurals: FxHashMap::default(),
            quantities: FxHashMap::default(),
            agent_verbs: include_str!("../../gazetteers/agent_verbs.txt")
                .lines()
                .filter(|l| !l.starts_with('#'))
                .collect(),
            thing_heads: include_str!("../../gazetteers/thing_heads.txt")
                .lines()
                .filter(|l| !l.starts_with('#'))
                .collect(),
            things: include_str!("../../gazetteers/things.txt").lines().filter(|l| !l.starts_with('#')).collect(),
        };
        for (file, text) in FILES {
            for row in Rows::new(file, text)? {
                lexicon.add(file, &row?, &mut labels)?;
            }
        }
        Ok(lexicon)
    }

    fn add(&mut self, file: &str, row: &Row<'_>, labels: &mut Labels) -> Result<()> {
        let plural = row.cell("plural");
        if !plural.is_empty() && !plural.contains(' ') {
            self.plurals.insert(plural.to_lowercase(), row.cell("noun").to_lowercase());
        }
        match file {
            "roles.tsv" => {
                let noun = Noun {
                    subtype: labels.get(row.cell("subtype")),
                    gender: row.gender(),
                    is_office: !matches!(row.cell("of"), "" | "none"),
                };
                // *special rapporteur on* `*`: the office is named by the words before the preposition.
                let phrase = match row.cell("noun").strip_suffix('*') {
                    Some(open) => open.trim_end().rsplit_once(' ').map_or(open, |(office, _)| office),
                    None => row.cell("noun"),
                };
                self.roles.insert(phrase, noun);
            }
            "groups.tsv" => {
                let group =
                    Group { subtype: labels.get(row.cell("subtype")), collective: row.cell("number") == "collective" };
                self.groups.insert(row.cell("noun").to_lowercase(), group);
            }
            "people.tsv" => {
                self.people.insert(row.cell("noun").to_owned());
            }
            "titles.tsv" => {
                let title = Title { gender: row.gender(), is_office: row.cell("kind") != "honorific" };
                self.titles.insert(row.cell("title").to_owned(), title);
            }
            "org_heads.tsv" => {
                self.org_heads.insert(row.cell("head").to_owned(), labels.get(row.cell("subtype")));
            }
            "sites.tsv" => {
                self.sites.insert(row.cell("noun").to_owned());
            }
            "facility_heads.tsv" => {
                self.place_heads.insert(row.cell("head").to_owned(), labels.get(row.cell("subtype")));
            }
            "demonyms.tsv" => {
                let code = row.cell("country");
                let country = if code.is_empty() {
                    None
                } else {
                    Some(Country::parse(code).ok_or_else(|| row.error("country", "is no ISO 3166-1 alpha-2 code"))?)
                };
                let demonym = Demonym {
                    country,
                    is_noun: row.cell("kind") != "adjective",
                    ambiguous: row.cell("ambiguous") == "1",
                };
                // The adjective wins where one form is both (*Iraqi*).
                let slot = self.demonyms.entry(row.cell("form").to_owned());
                slot.and_modify(|d| d.is_noun &= demonym.is_noun).or_insert(demonym);
            }
            "capitals.tsv" => {
                let country = Country::parse(row.cell("country"));
                let country = country.ok_or_else(|| row.error("country", "is no ISO 3166-1 alpha-2 code"))?;
                let body = Some(row.cell("body")).filter(|id| !id.is_empty()).map(Label::from);
                self.capitals.insert(row.cell("form").to_lowercase(), Capital { country, body });
            }
            "speech_verbs.tsv" => {
                self.speech.insert(row.cell("verb").to_owned());
            }
            "reporters.tsv" => {
                self.reporters.insert(row.cell("noun").to_owned(), row.cell("kind") == "document");
            }
            "given_names.tsv" => {
                self.given_names.insert(row.cell("name").to_owned(), row.gender());
            }
            _ => {
                self.quantities.insert(row.cell("noun").to_owned(), ());
            }
        }
        Ok(())
    }

    /// The longest role at the start of `words`, whatever their case, with the number of its words.
    pub fn role<'w>(&self, words: impl IntoIterator<Item = &'w str, IntoIter: Clone>) -> Option<(usize, &Noun)> {
        self.roles.longest(words.into_iter())
    }

    /// What group the noun with this lemma denotes.
    pub fn group(&self, lemma: &str) -> Option<&Group> {
        self.groups.get(lemma)
    }

    /// The title with this form.
    pub fn title(&self, form: &str) -> Option<&Title> {
        self.titles.get(form)
    }

    /// The subtype of organisations whose name has this head.
    pub fn org_head(&self, form: &str) -> Option<&Label> {
        self.org_heads.get(form)
    }

    /// Whether the word (lower case) names a kind of body: *coalition*.
    pub fn is_head_word(&self, word: &str) -> bool {
        let mut letters = word.chars();
        let capitalised: String = letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
        self.org_heads.contains_key(&capitalised)
    }

    /// Whether the noun with this lemma is a source or document that reports: *source*, *affidavit*.
    pub fn is_reporter(&self, lemma: &str) -> bool {
        self.reporters.contains_key(lemma)
    }

    /// Whether the noun with this lemma is a document that reports.
    pub fn is_document(&self, lemma: &str) -> bool {
        self.reporters.get(lemma).is_some_and(|&document| document)
    }

    /// Whether the noun with this lemma is a building or site that can be attacked.
    pub fn is_site(&self, lemma: &str) -> bool {
        self.sites.contains(lemma)
    }

    /// Whether the noun with this lemma is a body that has arms: *army*, *regime*, *rebel*.
    pub fn is_force(&self, lemma: &str) -> bool {
        self.groups.get(lemma).is_some_and(|group| {
            matches!(&*group.subtype, "military" | "armed_group" | "police" | "intelligence")
                || matches!(lemma, "government" | "regime" | "coalition" | "junta")
        })
    }

    /// The subtype of places whose name has this head.
    pub fn place_head(&self, form: &str) -> Option<&Label> {
        self.place_heads.get(form)
    }

    /// The demonym with this form.
    pub fn demonym(&self, form: &str) -> Option<&Demonym> {
        self.demonyms.get(form)
    }

    /// The seat of government with this name.
    pub fn capital(&self, name: &str) -> Option<&Capital> {
        self.capitals.get(&name.to_lowercase())
    }

    /// Whether the verb with this lemma tells what someone says.
    pub fn is_speech(&self, lemma: &str) -> bool {
        self.speech.contains(lemma)
    }

    /// The gender of a given name; `None` where it is no given name that the list knows.
    pub fn given_name(&self, form: &str) -> Option<Gender> {
        self.given_names.get(form).copied()
    }

    /// Whether the noun counts what follows it: *a number of*, *dozens of*.
    pub fn is_quantity(&self, lemma: &str) -> bool {
        self.quantities.contains_key(lemma)
    }

    /// Whether the noun denotes a thing though it ends like a doer: *letter*, *factor*.
    pub fn is_thing(&self, lemma: &str) -> bool {
        self.things.contains(lemma)
    }

    /// Whether the subject of the verb with this lemma is somebody.
    pub fn is_agents(&self, lemma: &str) -> bool {
        self.agent_verbs.contains(lemma)
    }

    /// Whether a capitalised phrase with this last word names a law, plan or the like, which acts nowhere: *Criminal Code*.
    pub fn is_thing_head(&self, form: &str) -> bool {
        self.thing_heads.contains(form)
    }

    /// Whether the word (lower case) is among the frequent words of English.
    pub fn is_common(&self, word: &str) -> bool {
        self.common.contains(word)
    }

    /// The singular of a plural form that the lists have.
    pub fn singular(&self, form: &str) -> Option<&str> {
        self.plurals.get(form).map(String::as_str)
    }

    /// What a noun phrase with this head lemma denotes: a person or a group, and of what finer type.
    pub fn noun(&self, lemma: &str, plural: bool) -> Option<(EntityType, Label)> {
        let lemma = lemma.strip_prefix("ex-").unwrap_or(lemma);
        if let Some(group) = self.groups.get(lemma) {
            return Some(if group.collective || plural {
                (EntityType::Org, group.subtype.clone())
            } else {
                (EntityType::Per, Arc::from("other"))
            });
        }
        let subtype = match self.roles.longest([lemma].into_iter()) {
            Some((_, noun)) => noun.subtype.clone(),
            None => self.people.get(lemma).map(|_| Arc::from("other"))?,
        };
        Some(if plural { (EntityType::Org, Arc::from("group")) } else { (EntityType::Per, subtype) })
    }
}

/// One shared string a distinct label.
#[derive(Default)]
struct Labels(FxHashMap<String, Label>);

impl Labels {
    fn get(&mut self, text: &str) -> Label {
        if let Some(label) = self.0.get(text) {
            return label.clone();
        }
        let label: Label = Arc::from(text);
        self.0.insert(text.to_owned(), label.clone());
        label
    }
}

/// The rows of a word list: tab-separated, the first row names the columns, `#` starts a comment.
struct Rows<'t> {
    file: &'t str,
    columns: Vec<&'t str>,
    lines: std::iter::Enumerate<std::str::Lines<'t>>,
}

/// One row of a word list.
struct Row<'t> {
    file: &'t str,
    line: usize,
    columns: Vec<&'t str>,
    cells: Vec<&'t str>,
}

impl<'t> Rows<'t> {
    fn new(file: &'t str, text: &'t str) -> Result<Self> {
        let mut lines = text.lines().enumerate();
        let header = lines.by_ref().map(|(_, line)| line).find(|line| !line.starts_with('#') && !line.is_empty());
        let header = header.ok_or_else(|| Error::Gazetteer {
            file: file.to_owned(),
            line: 1,
            column: 1,
            message: "is empty; its first row must name the columns".into(),
        })?;
        Ok(Self { file, columns: header.split('\t').collect(), lines })
    }
}

impl<'t> Iterator for Rows<'t> {
    type Item = Result<Row<'t>>;

    fn next(&mut self) -> Option<Self::Item> {
        let (number, line) = self.lines.by_ref().find(|(_, line)| !line.starts_with('#') && !line.is_empty())?;
        let cells: Vec<_> = line.split('\t').collect();
        let row = Row { file: self.file, line: number + 1, columns: self.columns.clone(), cells };
        Some(if row.cells.len() > row.columns.len() {
            Err(row
                .error(row.columns[0], &format!("row has {} cells for {} columns", row.cells.len(), row.columns.len())))
        } else {
            Ok(row)
        })
    }
}

impl Row<'_> {
    fn cell(&self, column: &str) -> &str {
        let index = self.columns.iter().position(|c| *c == column);
        index.and_then(|i| self.cells.get(i)).copied().unwrap_or_default()
    }

    fn gender(&self) -> Gender {
        match self.cell("gender") {
            "f" => Gender::Female,
            "m" => Gender::Male,
            _ => Gender::Unknown,
        }
    }

    fn error(&self, column: &str, message: &str) -> Error {
        let index = self.columns.iter().position(|c| *c == column).unwrap_or(0);
        let before: usize = self.cells.iter().take(index).map(|c| c.chars().count() + 1).sum();
        Error::Gazetteer {
            file: self.file.to_owned(),
            line: self.line,
            column: before + 1,
            message: format!("{column} `{}` {message}", self.cell(column)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nouns_denote_people_or_groups_by_number() {
        let lexicon = Lexicon::embedded().unwrap();
        assert_eq!(lexicon.noun("delegation", false).unwrap().0, EntityType::Org);
        assert_eq!(lexicon.noun("protester", true).unwrap().0, EntityType::Org);
        assert_eq!(lexicon.noun("protester", false).unwrap().0, EntityType::Per);
        assert_eq!(lexicon.noun("prosecutor", false).unwrap().0, EntityType::Per);
        assert!(lexicon.noun("rain", false).is_none());
    }

    #[test]
    fn the_longest_role_wins() {
        let lexicon = Lexicon::embedded().unwrap();
        assert_eq!(lexicon.role(["special", "Envoy", "for"]).unwrap().0, 2);
    }

    #[test]
    fn a_wrong_row_is_reported_by_place() {
        let error = Rows::new("x.tsv", "form\tkind\nA\tb\tc\n").unwrap().next().unwrap();
        assert!(error.err().unwrap().to_string().contains("x.tsv:2:1"));
    }
}
