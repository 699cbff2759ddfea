//! Linking: which gazetteer entry an ambiguous name means.
//!
//! Every candidate gets a score from what kind of place it is and how many live there, and from the article: what the text
//! says it lies in, the countries and regions of the other names, the article's date. The best one is taken when it is
//! [`MARGIN`] ahead of the next; else the link stays open, with its candidates.

use std::collections::{BTreeMap, HashMap};

use super::lexicon::Lexicon;
use super::names::Name;
use crate::doc::{Article, Candidate, Clue, Country, Document, EntityType, SentenceKind, TokenId};
use crate::gazetteer::{EntryView, Gazetteer};

/// How far ahead of the next candidate the best one must be.
const MARGIN: i32 = 40;
/// The most candidates that are kept of a name.
const KEPT: usize = 5;
/// What a country named by the text as the container counts.
const CONTAINED: i32 = 400;
/// The share of an article's names from which their country is its focus.
const FOCUS: f64 = 0.5;
/// Cities below so many inhabitants need more than a country in common.
const SMALL: u32 = 100_000;

/// What a name was linked to.
#[derive(Clone, Debug, Default)]
pub struct Choice {
    /// Id of the gazetteer row; none where the gazetteer knows none or the link stays open.
    pub row: Option<String>,
    /// The candidates of an ambiguous name, best first.
    pub candidates: Vec<Candidate>,
}

/// Links `names`; the choices are in their order. Also tells the country that most of them are of.
pub fn choose(
    names: &[Name],
    article: &Article,
    doc: &Document,
    gazetteer: &Gazetteer,
    lexicon: &Lexicon,
) -> (Vec<Choice>, Option<Country>) {
    let votes = Votes::count(names, article, doc, gazetteer, lexicon);
    let linker = Linker { names, article, doc, gazetteer, lexicon, votes };
    let containers: Vec<Option<usize>> = (0..names.len()).map(|i| linker.container(i)).collect();
    let mut said: HashMap<u32, Vec<String>> = HashMap::new();
    for (i, container) in containers.iter().enumerate() {
        if let (Some(hit), Some(container)) = (names[i].hit, container) {
            let inside = linker.candidates(i).filter(|e| linker.is_inside(e, *container));
            said.entry(hit).or_default().extend(inside.map(|e| e.id().to_owned()));
        }
    }
    let mut known: HashMap<(u32, EntityType), Choice> = HashMap::new();
    let choices = (0..names.len()).map(|i| {
        let Some(hit) = names[i].hit else { return Choice::default() };
        let contained =
            containers[i].is_some() || (0..i).any(|j| containers[j] == Some(i)) || linker.contains(i, &containers);
        if contained {
            return linker.link(i, &containers, &said);
        }
        known.entry((hit, names[i].etype)).or_insert_with(|| linker.link(i, &containers, &said)).clone()
    });
    (choices.collect(), linker.votes.focus())
}

struct Linker<'a> {
    names: &'a [Name],
    article: &'a Article,
    doc: &'a Document,
    gazetteer: &'a Gazetteer,
    lexicon: &'a Lexicon,
    votes: Votes,
}

/// The countries and regions that the names of an article speak for.
#[derive(Debug, Default)]
struct Votes {
    countries: BTreeMap<Country, u32>,
    regions: BTreeMap<(Country, String), u32>,
    /// Rows that the article names without doubt.
    rows: HashMap<String, u32>,
}

impl Votes {
    fn count(names: &[Name], article: &Article, doc: &Document, gazetteer: &Gazetteer, lexicon: &Lexicon) -> Self {
        let mut votes = Self::default();
        for name in names {
            let Some(hit) = name.hit else { continue };
            let mut candidates = gazetteer.candidates(hit).filter(|e| e.etype() == name.etype);
            let Some(first) = candidates.next() else { continue };
            let (mut alone, mut one_country, mut one_region) = (true, true, true);
            for other in candidates {
                alone = false;
                one_country &= other.country() == first.country();
                one_region &= one_country && other.admin1() == first.admin1();
            }
            let Some(country) = first.country().filter(|_| one_country) else { continue };
            *votes.countries.entry(country).or_default() += if name.etype == EntityType::Loc { 2 } else { 1 };
            if one_region && !first.admin1().is_empty() {
                *votes.regions.entry((country, first.admin1().to_owned())).or_default() += 1;
            }
            if alone {
                *votes.rows.entry(first.id().to_owned()).or_default() += 1;
            }
        }
        for sentence in doc.sentences.iter().filter(|s| s.kind != SentenceKind::Boilerplate) {
            for t in sentence.tokens.ids() {
                let form = doc.tokens.form(t, &article.text);
                let country = lexicon.demonym(form).filter(|d| !d.ambiguous).and_then(|d| d.country);
                if let Some(country) = country {
                    *votes.countries.entry(country).or_default() += 2;
                }
            }
        }
        votes
    }

    fn share(&self, country: Option<Country>) -> f64 {
        let all: u32 = self.countries.values().sum();
        let own = country.and_then(|c| self.countries.get(&c)).copied().unwrap_or_default();
        f64::from(own) / f64::from(all.max(1))
    }

    fn focus(&self) -> Option<Country> {
        let (country, votes) =
            self.countries.iter().max_by_key(|(country, votes)| (**votes, std::cmp::Reverse(**country)))?;
        (*votes >= 2 && self.share(Some(*country)) >= FOCUS).then_some(*country)
    }
}

impl Linker<'_> {
    fn candidates(&self, i: usize) -> impl Iterator<Item = EntryView<'_>> {
        let etype = self.names[i].etype;
        let hit = self.names[i].hit;
        hit.into_iter().flat_map(|hit| self.gazetteer.candidates(hit)).filter(move |e| e.etype() == etype)
    }

    /// The name behind a place that says what it lies in: *Aleppo, Syria*; *Lebanon (Pennsylvania)*.
    fn container(&self, i: usize) -> Option<usize> {
        let (place, next) = (&self.names[i], self.names.get(i + 1)?);
        let form = |t: u32| self.doc.tokens.form(TokenId(t), &self.article.text);
        let apart = matches!(form(place.tokens.end), "," | "(") && next.tokens.start == place.tokens.end + 1;
        let both = place.etype == EntityType::Loc && next.etype == EntityType::Loc && apart;
        (both && self.candidates(i).any(|e| self.is_inside(&e, i + 1))).then_some(i + 1)
    }

    fn contains(&self, i: usize, containers: &[Option<usize>]) -> bool {
        i > 0 && containers[i - 1] == Some(i)
    }

    /// Whether `entry` lies in what name `outer` may mean.
    fn is_inside(&self, entry: &EntryView<'_>, outer: usize) -> bool {
        self.candidates(outer).any(|o| lies_in(entry, &o))
    }

    fn link(&self, i: usize, containers: &[Option<usize>], said: &HashMap<u32, Vec<String>>) -> Choice {
        let name = &self.names[i];
        let entries: Vec<EntryView<'_>> = self.candidates(i).collect();
        let person = |e: &EntryView<'_>| person(e.id()).to_owned();
        let same = entries.windows(2).all(|w| match name.etype {
            EntityType::Per => person(&w[0]) == person(&w[1]),
            _ => false,
        });
        if entries.len() < 2 || same {
            let row = if name.etype == EntityType::Per { self.office(&entries) } else { entries.first() };
            return Choice { row: row.map(|e| e.id().to_owned()), candidates: Vec::new() };
        }
        let mut scored: Vec<Candidate> =
            entries.iter().enumerate().map(|(at, entry)| self.score(i, at, entry, containers, said)).collect();
        scored.sort_by_key(|c| std::cmp::Reverse(c.score));
        // The rows of one person are one candidate.
        if name.etype == EntityType::Per {
            let mut seen = Vec::new();
            scored.retain(|c| {
                let who = self::person(&c.gazetteer).to_owned();
                let new = !seen.contains(&who);
                seen.push(who);
                new
            });
        }
        let ahead = scored.get(1).is_none_or(|next| scored[0].score - next.score >= MARGIN);
        let row = scored.first().filter(|_| ahead).map(|c| c.gazetteer.clone());
        scored.truncate(KEPT);
        Choice { row, candidates: scored }
    }

    /// Of the rows of one person the office held on the article's date; else the last one begun before, else the first.
    fn office<'e, 'v>(&self, entries: &'e [EntryView<'v>]) -> Option<&'e EntryView<'v>> {
        let Some(date) = self.article.date.or(self.doc.dateline) else { return entries.first() };
        let day = (date.year() as u16, date.month() as u8, date.day() as u8);
        let begun = |e: &&EntryView<'_>| e.valid_from().is_some_and(|from| from.first_day() <= day);
        let begin = |e: &&EntryView<'_>| e.valid_from().map(|from| from.first_day());
        entries
            .iter()
            .find(|e| e.holds_on(date))
            .or_else(|| entries.iter().filter(begun).max_by_key(begin))
            .or_else(|| entries.first())
    }

    fn score(
        &self,
        i: usize,
        at: usize,
        entry: &EntryView<'_>,
        containers: &[Option<usize>],
        said: &HashMap<u32, Vec<String>>,
    ) -> Candidate {
        let mut clues = Vec::new();
        let mut score = match (entry.etype(), entry.subtype()) {
            (EntityType::Loc, "country") => 450,
            (EntityType::Loc, "region") => 250,
            // Ten times the inhabitants count 60.
            (EntityType::Loc, _) => (f64::from(entry.population().max(1000)).log10() * 60.0) as i32,
            _ => 100,
        };
        if entry.etype() == EntityType::Loc {
            clues.push(Clue::Prior);
        } else if at == 0 {
            score += 30;
            clues.push(Clue::First);
        }
        if entry.gated() && entry.subtype() != "country" {
            score -= 50;
        }
        let inner = |entry| containers[i].is_some_and(|outer| self.is_inside(entry, outer));
        let outer = |entry: &EntryView<'_>| {
            self.contains(i, containers) && self.candidates(i - 1).any(|inner| lies_in(&inner, entry))
        };
        if inner(entry) || outer(entry) {
            score += CONTAINED;
            clues.push(Clue::Container);
        } else if self.names[i]
            .hit
            .and_then(|hit| said.get(&hit))
            .is_some_and(|rows| rows.iter().any(|r| r == entry.id()))
        {
            score += CONTAINED / 2;
            clues.push(Clue::Elsewhere);
        }
        let share = self.votes.share(entry.country());
        if share > 0.0 {
            let weight = match entry.subtype() {
                "country" | "region" => 100.0,
                _ if entry.etype() == EntityType::Loc && entry.population() < SMALL => 100.0,
                _ => 150.0,
            };
            score += (weight * share) as i32;
            clues.push(Clue::Country);
            // The seat of the government is meant before other towns of the name.
            let seat =
                entry.subtype() == "city" && self.lexicon.capital(entry.name()).map(|c| c.country) == entry.country();
            score += if seat { 60 } else { 0 };
        }
        let region = entry.country().map(|c| (c, entry.admin1().to_owned())).filter(|(_, region)| !region.is_empty());
        if region.is_some_and(|region| self.votes.regions.contains_key(&region)) {
            score += 150;
            clues.push(Clue::Region);
        }
        if entry.etype() == EntityType::Per
            && self.article.date.or(self.doc.dateline).is_some_and(|date| entry.holds_on(date))
        {
            score += 100;
            clues.push(Clue::Date);
        }
        if entry.etype() == EntityType::Org && self.votes.rows.contains_key(entry.id()) {
            score += 200;
            clues.push(Clue::FullName);
        }
        Candidate {
            gazetteer: entry.id().to_owned(),
            name: entry.name().to_owned(),
            country: entry.country(),
            score,
            clues,
        }
    }
}

/// Whether `inner` lies in `outer`: in a country, or in a region of it.
fn lies_in(inner: &EntryView<'_>, outer: &EntryView<'_>) -> bool {
    if inner.id() == outer.id() || inner.country().is_none() || inner.country() != outer.country() {
        return false;
    }
    match outer.subtype() {
        "country" => inner.subtype() != "country",
        "region" => !matches!(inner.subtype(), "country" | "region") && inner.admin1() == outer.admin1(),
        _ => false,
    }
}

/// The person of a row for an office: `per/ada-eze` of `per/ada-eze/president-2001`.
pub fn person(row: &str) -> &str {
    match row.match_indices('/').nth(1) {
        Some((at, _)) if row.starts_with("per/") => &row[..at],
        _ => row,
    }
}
