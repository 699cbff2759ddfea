//! Entities against gold: who was found, under one id, and which unnamed groups and office-holders.
//!
//! The gold lists entities by their strings, without offsets. A string of the gold and one of the output are the same
//! when they agree after articles, titles, case and possessives are left out.

use std::collections::BTreeSet;
use std::fmt;

use serde::Deserialize;

use super::Counts;

/// Words that say nothing about who is meant, and titles.
const EMPTY: &[&str] = &[
    "a",
    "an",
    "the",
    "of",
    "in",
    "on",
    "at",
    "to",
    "for",
    "by",
    "from",
    "with",
    "and",
    "or",
    "s",
    "his",
    "her",
    "its",
    "their",
    "our",
    "this",
    "that",
    "these",
    "those",
    "mr",
    "mrs",
    "ms",
    "miss",
    "dr",
    "sir",
    "lord",
    "lady",
    "president",
    "prime",
    "minister",
    "ambassador",
    "general",
    "colonel",
    "judge",
    "prof",
    "professor",
    "sheikh",
];

/// The share of content words (F1) from which two strings name the same.
const ALIKE: f64 = 0.5;

/// An entity of the gold annotation or of the output: its type, whether it is named, its strings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entity {
    /// `PER`, `ORG` or `LOC`.
    pub etype: String,
    /// Whether the text names it.
    pub named: bool,
    /// Its mentions; pronouns only where it has no other.
    pub strings: Vec<String>,
}

/// The entities of one article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Article {
    /// The article's id.
    pub id: String,
    /// Its entities.
    pub entities: Vec<Entity>,
}

#[derive(Deserialize)]
struct GoldLine {
    id: String,
    entities: Vec<GoldEntity>,
}

#[derive(Deserialize)]
struct GoldEntity {
    #[serde(rename = "type")]
    etype: String,
    name: String,
    named: bool,
    #[serde(default)]
    mentions: Vec<String>,
}

#[derive(Deserialize)]
struct FoundLine {
    doc: FoundDoc,
    entities: Vec<FoundEntity>,
}

#[derive(Deserialize)]
struct FoundDoc {
    id: String,
}

#[derive(Deserialize)]
struct FoundEntity {
    #[serde(rename = "type")]
    etype: String,
    named: bool,
    mentions: Vec<FoundMention>,
}

#[derive(Deserialize)]
struct FoundMention {
    text: String,
    kind: String,
}

impl Article {
    /// Reads a line of gold: `{"id", "entities": [{"type", "name", "named", "mentions": [string, …]}]}`.
    ///
    /// # Errors
    /// What is wrong with the line.
    pub fn gold(line: &str) -> Result<Self, String> {
        let GoldLine { id, entities } = serde_json::from_str(line).map_err(|e| e.to_string())?;
        let entities = entities.into_iter().map(|GoldEntity { etype, name, named, mentions }| {
            let strings = if mentions.is_empty() { vec![name] } else { mentions };
            Entity { etype, named, strings }
        });
        Ok(Self { id, entities: entities.collect() })
    }

    /// Reads a line that `advocoder extract` wrote.
    ///
    /// # Errors
    /// What is wrong with the line.
    pub fn found(line: &str) -> Result<Self, String> {
        let FoundLine { doc, entities } = serde_json::from_str(line).map_err(|e| e.to_string())?;
        let entities = entities.into_iter().map(|FoundEntity { etype, named, mentions }| {
            let (pronouns, others): (Vec<_>, Vec<_>) = mentions.into_iter().partition(|m| m.kind == "pronoun");
            // The *I* and *we* of an article may have no other name.
            let strings = if others.is_empty() { pronouns } else { others };
            Entity { etype, named, strings: strings.into_iter().map(|m| m.text).collect() }
        });
        Ok(Self { id: doc.id, entities: entities.collect() })
    }
}

/// The content words of a string in lower case; all its words where it has no others.
fn content(string: &str) -> BTreeSet<String> {
    let plain = string.replace('’', "'").replace("'s", " ");
    let words: BTreeSet<String> =
        plain.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect();
    let content: BTreeSet<String> = words.iter().filter(|word| !EMPTY.contains(&word.as_str())).cloned().collect();
    if content.is_empty() { words } else { content }
}

fn alike(a: &BTreeSet<String>, b: &BTreeSet<String>) -> f64 {
    2.0 * a.intersection(b).count() as f64 / (a.len() + b.len()).max(1) as f64
}

/// An entity with the content words of its strings.
struct Bag<'a> {
    entity: &'a Entity,
    strings: BTreeSet<BTreeSet<String>>,
}

impl<'a> Bag<'a> {
    fn of(entity: &'a Entity) -> Self {
        Self { entity, strings: entity.strings.iter().map(|s| content(s)).collect() }
    }

    fn likeness(&self, other: &Self) -> f64 {
        let pairs = self.strings.iter().flat_map(|a| other.strings.iter().map(move |b| alike(a, b)));
        pairs.fold(0.0, f64::max)
    }
}

/// Figures over all articles.
#[derive(Clone, Debug, Default)]
pub struct Figures {
    /// Named entities, paired one to one with named entities of the same type.
    pub typed: Counts,
    /// The same, whatever the type.
    pub untyped: Counts,
    /// Gold entities with two or more strings, all of which fall in one entity of the output that holds no string of
    /// another gold entity. A string falls in the entity with the mention most like it. `found` counts as many as
    /// `gold`.
    pub whole: Counts,
    /// Unnamed people and groups with an entity of the same type. `found` counts all unnamed ones of the output.
    pub unnamed: Counts,
    /// What went wrong: the article's id, the figure, the entity's strings.
    pub errors: Vec<(String, &'static str, String)>,
}

impl Figures {
    /// Adds an article. `found` is empty where the output has none.
    pub fn add(&mut self, gold: &Article, found: &[Entity]) {
        let wanted: Vec<Bag<'_>> = gold.entities.iter().map(Bag::of).collect();
        let found: Vec<Bag<'_>> = found.iter().map(Bag::of).collect();
        let named = |bag: &&Bag<'_>| bag.entity.named;
        let (gold_named, found_named): (Vec<_>, Vec<_>) =
            (wanted.iter().filter(named).collect(), found.iter().filter(named).collect());
        let typed = pairs(&gold_named, &found_named, true);
        self.typed += Counts { gold: gold_named.len(), found: found_named.len(), right: typed.len() };
        let untyped = pairs(&gold_named, &found_named, false).len();
        self.untyped += Counts { gold: gold_named.len(), found: found_named.len(), right: untyped };
        for (_, bag) in gold_named.iter().enumerate().filter(|(i, _)| !typed.iter().any(|(g, _)| g == i)) {
            self.error(gold, "missed", bag.entity);
        }
        for (_, bag) in found_named.iter().enumerate().filter(|(j, _)| !typed.iter().any(|(_, f)| f == j)) {
            self.error(gold, "invented", bag.entity);
        }
        self.whole(gold, &wanted, &found);
        let others = |bag: &&Bag<'_>| !bag.entity.named && bag.entity.etype != "LOC";
        let unnamed: Vec<_> = wanted.iter().filter(others).collect();
        // A group or office-holder may be found under an entity that the text names elsewhere.
        let candidates: Vec<_> = found.iter().collect();
        let right = pairs(&unnamed, &candidates, true);
        self.unnamed += Counts { gold: unnamed.len(), found: found.iter().filter(others).count(), right: right.len() };
        for (_, bag) in unnamed.iter().enumerate().filter(|(i, _)| !right.iter().any(|(g, _)| g == i)) {
            self.error(gold, "unnamed", bag.entity);
        }
    }

    fn whole(&mut self, gold: &Article, wanted: &[Bag<'_>], found: &[Bag<'_>]) {
        for (i, bag) in wanted.iter().enumerate().filter(|(_, bag)| bag.strings.len() >= 2) {
            let is_foreign = |string: &BTreeSet<String>| {
                let mut others = wanted.iter().enumerate().filter(|(j, _)| *j != i);
                others.any(|(_, other)| other.strings.contains(string)) && !bag.strings.contains(string)
            };
            let mut homes = bag.strings.iter().map(|string| homes(string, found));
            let first = homes.next().unwrap_or_default();
            let common = homes.fold(first, |common, next| common.intersection(&next).copied().collect());
            let right = common.iter().any(|&f| !found[f].strings.iter().any(is_foreign));
            self.whole += Counts { gold: 1, found: 1, right: usize::from(right) };
            if !right {
                self.error(gold, "split", bag.entity);
            }
        }
    }

    fn error(&mut self, gold: &Article, what: &'static str, entity: &Entity) {
        let mut strings = entity.strings.clone();
        strings.dedup();
        self.errors.push((gold.id.clone(), what, format!("{} {}", entity.etype, strings.join(" | "))));
    }
}

/// The entities that a string falls in: those with the mention that is most like it.
fn homes(string: &BTreeSet<String>, found: &[Bag<'_>]) -> BTreeSet<usize> {
    let likeness = |bag: &Bag<'_>| bag.strings.iter().map(|own| alike(string, own)).fold(0.0, f64::max);
    let all: Vec<f64> = found.iter().map(likeness).collect();
    let best = all.iter().copied().fold(ALIKE, f64::max);
    all.iter().enumerate().filter(|(_, likeness)| **likeness >= best).map(|(index, _)| index).collect()
}

/// One-to-one pairs of gold and found entities, the most alike first.
fn pairs(gold: &[&Bag<'_>], found: &[&Bag<'_>], same_type: bool) -> Vec<(usize, usize)> {
    let mut candidates = Vec::new();
    for (i, g) in gold.iter().enumerate() {
        for (j, f) in found.iter().enumerate() {
            let likeness = g.likeness(f);
            if likeness >= ALIKE && (!same_type || g.entity.etype == f.entity.etype) {
                candidates.push((likeness, i, j));
            }
        }
    }
    candidates.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let mut paired: Vec<(usize, usize)> = Vec::new();
    for (_, i, j) in candidates {
        if !paired.iter().any(|(g, f)| *g == i || *f == j) {
            paired.push((i, j));
        }
    }
    paired
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "named    {}", self.typed)?;
        writeln!(f, "untyped  {}", self.untyped)?;
        let Counts { gold, right, .. } = self.whole;
        writeln!(f, "whole    share {:.4}  gold {gold}  right {right}", self.whole.recall())?;
        let Counts { gold, found, right } = self.unnamed;
        writeln!(f, "unnamed  R {:.4}  gold {gold}  found {found}  right {right}", self.unnamed.recall())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entity(etype: &str, named: bool, strings: &[&str]) -> Entity {
        Entity { etype: etype.into(), named, strings: strings.iter().map(|s| (*s).to_owned()).collect() }
    }

    fn figures(gold: Vec<Entity>, found: &[Entity]) -> Figures {
        let mut figures = Figures::default();
        figures.add(&Article { id: "a".into(), entities: gold }, found);
        figures
    }

    #[test]
    fn names_pair_one_to_one_by_type() {
        let gold = vec![entity("ORG", true, &["Lagos Prison Network", "LPN"]), entity("PER", true, &["Ada Eze"])];
        let found =
            [entity("ORG", true, &["the LPN's"]), entity("ORG", true, &["Ada Eze"]), entity("LOC", true, &["Rome"])];
        let figures = figures(gold, &found);
        assert_eq!(figures.typed, Counts { gold: 2, found: 3, right: 1 });
        assert_eq!(figures.untyped, Counts { gold: 2, found: 3, right: 2 });
        let what: Vec<_> = figures.errors.iter().map(|e| e.1).collect();
        assert_eq!(what, ["missed", "invented", "invented", "split"]);
    }

    #[test]
    fn an_entity_is_whole_when_all_its_strings_and_no_others_are_together() {
        let gold = || vec![entity("PER", true, &["Ada Eze", "Eze"]), entity("PER", true, &["Uche Obi"])];
        let whole = |found: &[Entity]| figures(gold(), found).whole.right;
        assert_eq!(whole(&[entity("PER", true, &["Ms. Eze", "Ada Eze", "the lawyer"])]), 1);
        assert_eq!(whole(&[entity("PER", true, &["Ada Eze"]), entity("PER", true, &["Eze"])]), 0);
        assert_eq!(whole(&[entity("PER", true, &["Ada Eze", "Eze", "Uche Obi"])]), 0);
        assert_eq!(whole(&[entity("PER", true, &["Ada Eze"])]), 1, "the surname is most like the full name");
        assert_eq!(figures(gold(), &[]).whole, Counts { gold: 1, found: 1, right: 0 });
    }

    #[test]
    fn unnamed_groups_need_the_type_and_half_of_the_words() {
        let gold = || vec![entity("ORG", false, &["hundreds of dismissed teachers"])];
        let right = |etype, string| figures(gold(), &[entity(etype, false, &[string])]).unnamed.right;
        assert_eq!(right("ORG", "hundreds of teachers"), 1);
        assert_eq!(right("PER", "hundreds of teachers"), 0);
        assert_eq!(right("ORG", "the teachers of two villages by the lake"), 0);
    }

    #[test]
    fn lines_are_read_from_both_forms() {
        let gold = r#"{"id": "a", "text": "", "entities": [{"id": "E1", "type": "PER", "name": "Ada Eze", "named": true, "mentions": []}]}"#;
        let found = r#"{"doc": {"id": "a"}, "entities": [{"type": "PER", "named": true, "mentions": [{"text": "Ada Eze", "kind": "name"}, {"text": "she", "kind": "pronoun"}]}]}"#;
        assert_eq!(Article::gold(gold).unwrap(), Article::found(found).unwrap());
        assert!(Article::gold(found).is_err());
    }
}
