//! Names that a corpus often has and no gazetteer knows, as rows to be reviewed.
//!
//! [`unknown`] picks them out of an analysed article, [`Suggestions`] counts them over a corpus. Spellings that the
//! gazetteer would match alike are one name. Type, subtype and country go by majority.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{entry::Entry, words};
use crate::doc::{Analysis, Country, EntityType, MentionKind};

/// How many names are counted at once. When there are more, those seen in one article are forgotten, the memory being
/// better spent on frequent ones: some 1 GB at most.
const MOST_NAMES: usize = 1 << 20;
/// Contexts that are kept of a name.
const CONTEXTS: usize = 3;
/// Longest context in characters.
const CONTEXT_LENGTH: usize = 200;
/// Weight of a country that the article gives the name (*the Malian group*) against one that stands in its sentence.
const OWN_COUNTRY: u32 = 3;

/// A name that no gazetteer knows, in one article.
#[derive(Clone, Debug)]
pub struct Unknown {
    name: String,
    etype: EntityType,
    subtype: String,
    aliases: BTreeSet<String>,
    acronym: Option<String>,
    countries: Vec<(Country, u32)>,
    mentions: u64,
    acts: u64,
    context: String,
}

/// The named entities of an article that are linked to no gazetteer entry.
pub fn unknown(analysis: Analysis<'_>) -> Vec<Unknown> {
    let Analysis { article, doc } = analysis;
    let text = article.text.as_str();
    let named = |kind| matches!(kind, MentionKind::Name | MentionKind::Acronym | MentionKind::Alias);
    let mut found = Vec::new();
    for (index, entity) in doc.entities.iter().enumerate() {
        let mentions = || entity.mentions.iter().filter_map(|id| doc.mentions.get(id.0 as usize));
        if !entity.named || entity.link.gazetteer.is_some() || fold(&entity.name).is_empty() {
            continue;
        }
        let Some(first) = mentions().find(|m| named(m.kind)) else { continue };
        let forms = mentions().filter(|m| named(m.kind) && m.kind != MentionKind::Acronym);
        let sentence = doc.sentences.partition_point(|s| s.tokens.end <= first.tokens.start);
        let sentence = doc.sentences.get(sentence);
        let mut countries: Vec<(Country, u32)> = entity.country.map(|c| (c, OWN_COUNTRY)).into_iter().collect();
        let beside = doc.mentions.iter().filter(|m| sentence.is_some_and(|s| s.tokens.contains(m.tokens.start)));
        let places = beside.filter_map(|m| doc.entities.get(m.entity.index()));
        countries.extend(places.filter(|e| e.etype == EntityType::Loc).filter_map(|e| Some((e.country?, 1))));
        let id = crate::doc::EntityId(index as u32);
        let acts = doc.events.iter().filter(|e| e.actors.contains(&id) || e.recipients.contains(&id)).count();
        found.push(Unknown {
            name: one_line(&entity.name),
            etype: entity.etype,
            subtype: entity.subtype.to_string(),
            aliases: forms.map(|m| one_line(m.bytes.of(text))).collect(),
            acronym: entity.acronym.clone(),
            countries,
            mentions: mentions().count() as u64,
            acts: acts as u64,
            context: sentence.map_or_else(String::new, |s| context(s.bytes.of(text))),
        });
    }
    found
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn context(sentence: &str) -> String {
    let mut line = one_line(sentence);
    if let Some((at, _)) = line.char_indices().nth(CONTEXT_LENGTH) {
        line.truncate(at);
        line.push('…');
    }
    line
}

/// The words of a name as the gazetteer compares them.
fn fold(name: &str) -> String {
    let mut normal = words::Normal::default();
    let (mut out, mut at) = (String::new(), 0);
    while let Some(word) = words::next(name, at, &mut normal) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(&String::from_utf8_lossy(normal.bare()));
        at = word.full_end;
    }
    out
}

/// Counts of the unknown names of a corpus.
#[derive(Debug, Default)]
pub struct Suggestions {
    names: HashMap<String, Counted>,
    forgotten: u64,
}

#[derive(Clone, Debug, Default)]
struct Counted {
    articles: u64,
    mentions: u64,
    acts: u64,
    names: BTreeMap<String, u64>,
    aliases: BTreeSet<String>,
    acronyms: BTreeMap<String, u64>,
    types: BTreeMap<(&'static str, String), u64>,
    countries: BTreeMap<Country, u32>,
    contexts: Vec<String>,
}

/// A name with the row that it may become, and why.
#[derive(Clone, Debug)]
pub struct Suggestion {
    /// The row.
    pub entry: Entry,
    /// Articles with the name.
    pub articles: u64,
    /// Its mentions, pronouns included.
    pub mentions: u64,
    /// Events with it as actor or recipient.
    pub acts: u64,
    /// Share of the articles in which it was taken for the row's type, in 0..=1.
    pub agreement: f64,
    /// The sentences of its first mention in the first articles, at most three.
    pub contexts: Vec<String>,
}

impl Suggestions {
    /// Counts the names of one article.
    pub fn add(&mut self, article: Vec<Unknown>) {
        let mut seen = BTreeSet::new();
        for name in article {
            let key = fold(&name.name);
            let first = seen.insert(key.clone());
            self.names.entry(key).or_default().add(name, first);
        }
        if self.names.len() > MOST_NAMES {
            let before = self.names.len();
            self.names.retain(|_, counted| counted.articles > 1);
            self.forgotten += (before - self.names.len()) as u64;
        }
    }

    /// How many names seen in one article had to be forgotten to stay within memory.
    pub fn forgotten(&self) -> u64 {
        self.forgotten
    }

    /// The names of `types` in at least `articles` articles, the most frequent first. An acronym or a surname that
    /// belongs to one longer name counts to it.
    pub fn rows(mut self, types: &[EntityType], articles: u64) -> Vec<Suggestion> {
        self.join_short_names();
        let mut found: Vec<(String, Counted)> =
            self.names.into_iter().filter(|(_, counted)| counted.articles >= articles).collect();
        found.sort_by(|(a, x), (b, y)| (y.articles, y.mentions).cmp(&(x.articles, x.mentions)).then(a.cmp(b)));
        let mut ids = BTreeSet::new();
        found
            .into_iter()
            .map(|(key, counted)| counted.suggestion(&key))
            .filter(|suggestion| types.contains(&suggestion.entry.etype))
            .map(|mut suggestion| {
                let stem = suggestion.entry.id.clone();
                let mut number = 2;
                while !ids.insert(suggestion.entry.id.clone()) {
                    suggestion.entry.id = format!("{stem}-{number}");
                    number += 1;
                }
                suggestion
            })
            .collect()
    }

    fn join_short_names(&mut self) {
        let mut longer: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
        for (key, counted) in &self.names {
            for acronym in counted.acronyms.keys() {
                longer.entry(fold(acronym)).or_default().insert(key);
            }
            if counted.etype() == EntityType::Per
                && let Some((_, surname)) = key.rsplit_once(' ')
            {
                longer.entry(surname.to_owned()).or_default().insert(key);
            }
        }
        let joins: Vec<(String, String)> = longer
            .into_iter()
            .filter(|(short, long)| !long.contains(short.as_str()) && self.names.contains_key(short))
            .filter_map(|(short, long)| match long.iter().collect::<Vec<_>>()[..] {
                [only] => Some((short, (*only).to_owned())),
                _ => None,
            })
            .collect();
        for (short, long) in joins {
            if let Some(part) = self.names.remove(&short)
                && let Some(whole) = self.names.get_mut(&long)
            {
                whole.articles += part.articles;
                whole.mentions += part.mentions;
                whole.acts += part.acts;
            }
        }
    }
}

impl Counted {
    fn add(&mut self, name: Unknown, first: bool) {
        self.articles += u64::from(first);
        self.mentions += name.mentions;
        self.acts += name.acts;
        *self.types.entry((name.etype.as_str(), name.subtype)).or_default() += 1;
        for (country, weight) in name.countries {
            *self.countries.entry(country).or_default() += weight;
        }
        if let Some(acronym) = name.acronym {
            *self.acronyms.entry(acronym).or_default() += 1;
        }
        self.aliases.extend(name.aliases);
        *self.names.entry(name.name).or_default() += 1;
        if self.contexts.len() < CONTEXTS && !name.context.is_empty() && !self.contexts.contains(&name.context) {
            self.contexts.push(name.context);
        }
    }

    fn votes(&self) -> BTreeMap<&'static str, u64> {
        let mut votes = BTreeMap::new();
        for ((etype, _), count) in &self.types {
            *votes.entry(*etype).or_default() += count;
        }
        votes
    }

    fn etype(&self) -> EntityType {
        most(self.votes()).and_then(EntityType::parse).unwrap_or_default()
    }

    fn suggestion(self, key: &str) -> Suggestion {
        let etype = self.etype();
        let votes = self.votes();
        let agreement =
            votes.get(etype.as_str()).copied().unwrap_or(0) as f64 / votes.values().sum::<u64>().max(1) as f64;
        let subtypes = self.types.into_iter().filter(|((t, subtype), _)| *t == etype.as_str() && !subtype.is_empty());
        let subtype = most(subtypes.map(|((_, subtype), count)| (subtype, count))).unwrap_or_default();
        let all: u32 = self.countries.values().sum();
        let country = most(self.countries.iter().map(|(c, n)| (*c, u64::from(*n))));
        let country = country.filter(|c| self.countries[c] >= 2 && self.countries[c] * 2 > all);
        let name = most(self.names.iter().map(|(name, count)| (name.clone(), *count))).unwrap_or_default();
        let acronyms: Vec<String> = self.acronyms.into_keys().filter(|a| *a != name).collect();
        let mut forms = BTreeSet::from([key.to_owned()]);
        // *Ruiz* for *Ana Ruiz* holds in her article; everywhere it would match others.
        let part = |alias: &str| !alias.contains(' ') && name.split(' ').any(|word| word == alias);
        let others = self.names.into_keys().chain(self.aliases).filter(|alias| !part(alias));
        let aliases = others.filter(|alias| !acronyms.contains(alias) && forms.insert(fold(alias))).collect();
        let entry = Entry {
            id: format!("{}/{}", etype.as_str().to_lowercase(), name.to_lowercase().replace(' ', "-")),
            etype,
            subtype,
            name,
            aliases,
            acronyms,
            country,
            source: "suggest".into(),
            ..Entry::default()
        };
        Suggestion {
            entry,
            articles: self.articles,
            mentions: self.mentions,
            acts: self.acts,
            agreement,
            contexts: self.contexts,
        }
    }
}

/// The key with the highest count; the first of several.
fn most<K>(counts: impl IntoIterator<Item = (K, u64)>) -> Option<K> {
    let mut best: Option<(K, u64)> = None;
    for (key, count) in counts {
        if best.as_ref().is_none_or(|(_, most)| count > *most) {
            best = Some((key, count));
        }
    }
    best.map(|(key, _)| key)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(name: &str, etype: EntityType) -> Unknown {
        Unknown {
            name: name.into(),
            etype,
            subtype: String::new(),
            aliases: BTreeSet::new(),
            acronym: None,
            countries: Vec::new(),
            mentions: 2,
            acts: 1,
            context: format!("{name} spoke."),
        }
    }

    fn rows(articles: Vec<Vec<Unknown>>, least: u64) -> Vec<Suggestion> {
        let mut suggestions = Suggestions::default();
        articles.into_iter().for_each(|article| suggestions.add(article));
        suggestions.rows(EntityType::ALL, least)
    }

    #[test]
    fn spellings_that_match_alike_are_one_name() {
        let found = rows(
            vec![
                vec![seen("Union de Sélibabi", EntityType::Org), seen("Union de Sélibabi", EntityType::Org)],
                vec![seen("Union de Selibabi", EntityType::Org)],
                vec![seen("Other", EntityType::Org)],
            ],
            2,
        );
        assert_eq!(found.len(), 1);
        let Suggestion { entry, articles, mentions, acts, agreement, contexts } = &found[0];
        assert_eq!((entry.name.as_str(), *articles, *mentions, *acts), ("Union de Sélibabi", 2, 6, 3));
        assert_eq!((entry.id.as_str(), entry.aliases.len()), ("org/union-de-sélibabi", 0));
        assert!((agreement - 1.0).abs() < 1e-9);
        assert_eq!(contexts.len(), 2);
    }

    #[test]
    fn acronyms_and_surnames_count_to_their_only_long_name() {
        let league = Unknown { acronym: Some("LPD".into()), ..seen("League of Port Dockers", EntityType::Org) };
        let people = ["Ana Ruiz", "Ruiz", "Bo Lind", "Eva Lind", "Lind"].map(|name| seen(name, EntityType::Per));
        let found = rows(vec![vec![league], vec![seen("LPD", EntityType::Org)], people.into()], 1);
        let counts: BTreeMap<&str, u64> = found.iter().map(|s| (s.entry.name.as_str(), s.articles)).collect();
        assert_eq!(
            counts,
            BTreeMap::from([
                ("League of Port Dockers", 2),
                ("Ana Ruiz", 2),
                ("Bo Lind", 1),
                ("Eva Lind", 1),
                ("Lind", 1),
            ])
        );
        let league = found.iter().find(|s| s.entry.etype == EntityType::Org).unwrap();
        assert_eq!(league.entry.acronyms, ["LPD"]);
    }

    #[test]
    fn type_and_country_go_by_majority() {
        let mali = Country::parse("ML").unwrap();
        let niger = Country::parse("NE").unwrap();
        let with =
            |countries: &[(Country, u32)], etype| Unknown { countries: countries.to_vec(), ..seen("Tilwat", etype) };
        let found = rows(
            vec![
                vec![with(&[(mali, 3), (niger, 1)], EntityType::Org)],
                vec![with(&[(niger, 1)], EntityType::Loc)],
                vec![with(&[], EntityType::Org)],
            ],
            1,
        );
        assert_eq!((found[0].entry.etype, found[0].entry.country), (EntityType::Org, Some(mali)));
        assert!((found[0].agreement - 2.0 / 3.0).abs() < 1e-9);
        let found = rows(vec![vec![with(&[(mali, 1), (niger, 1)], EntityType::Org)]], 1);
        assert_eq!(found[0].entry.country, None);
    }
}
