//! What is kept of an event for comparing it: hashes of its names, its place and its day.

use std::borrow::Cow;
use std::collections::HashMap;

use serde::Deserialize;
use serde::de::Error as _;
use unicode_normalization::UnicodeNormalization as _;

use super::Settings;
use crate::write::minhash::{BINS, hash};
use crate::write::{event, record};

/// One event of one article.
#[derive(Clone, Debug)]
pub struct Telling {
    /// Number of its article.
    pub article: u32,
    /// Hash of all that is told of it: its name where it is the first of a group.
    pub key: u64,
    /// Hash of what a reprint tells alike: all but the day.
    pub unit: u64,
    /// Hash of type and of whether it happened.
    kind: u64,
    act: u64,
    /// Whether the sides may change places.
    mutual: bool,
    actors: Box<[Name]>,
    recipients: Box<[Name]>,
    place: Option<u64>,
    country: Option<u64>,
    /// Its day, as far as it is known.
    pub day: Option<Day>,
    /// The earlier event of its article that it repeats.
    pub same_as: Option<u32>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Name {
    hash: u64,
    /// Whether it tells one actor from others.
    tells: bool,
}

/// A day, counted from 1970-01-01.
#[derive(Clone, Copy, Debug)]
pub struct Day {
    /// Its number.
    pub at: i32,
    /// Whether the text tells it, and not only the article's date.
    told: bool,
}

impl Telling {
    /// How much speaks for both being one event; `None` where something speaks against it.
    pub fn likeness(&self, other: &Self, settings: &Settings) -> Option<f64> {
        let (a, b) = (self.day?, other.day?);
        let window = if a.told && b.told { settings.told_window } else { settings.window };
        if self.kind != other.kind || (a.at - b.at).abs() > window {
            return None;
        }
        let weight = &settings.weight;
        let people = if self.mutual {
            let all = |t: &Self| t.actors.iter().chain(&*t.recipients).copied().collect::<Vec<_>>();
            shared(&all(self), &all(other), settings)?
        } else {
            shared(&self.actors, &other.actors, settings)? + shared(&self.recipients, &other.recipients, settings)?
        };
        if self.country.is_some() && other.country.is_some() && self.country != other.country {
            return None;
        }
        let place = match (self.place, other.place) {
            (Some(a), Some(b)) if a == b => weight.place,
            (Some(_), Some(_)) => weight.other_place,
            _ => 0.0,
        };
        let act = if self.act == other.act { weight.act } else { 0.0 };
        let day = if a.at == b.at { weight.day } else { 0.0 };
        Some(people + place + act + day)
    }

    /// The keys under which others find it: of each name that tells, and of each other with the place, by day.
    pub fn blocks(&self) -> Vec<u64> {
        self.day.map_or_else(Vec::new, |day| self.blocks_on(day.at))
    }

    /// The keys of those that it may be like.
    pub fn blocks_around(&self, window: i32) -> Vec<u64> {
        let days = self.day.map_or(0..0, |day| day.at.saturating_sub(window)..day.at.saturating_add(window + 1));
        let mut all: Vec<u64> = days.flat_map(|day| self.blocks_on(day)).collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    fn blocks_on(&self, day: i32) -> Vec<u64> {
        let block = |name: &Name| {
            let place = if name.tells { Some(0) } else { self.place };
            place.map(|place| hash([self.kind, name.hash, place, day as u64].into_iter()))
        };
        let mut all: Vec<u64> = self.actors.iter().chain(&*self.recipients).filter_map(block).collect();
        all.sort_unstable();
        all.dedup();
        all
    }
}

/// The score of the names that both sides have; `None` where both name somebody and nobody is the same.
fn shared(a: &[Name], b: &[Name], settings: &Settings) -> Option<f64> {
    let weight = |name: &Name| if name.tells { settings.weight.telling } else { settings.weight.generic };
    let score: f64 = a.iter().filter(|name| b.contains(name)).map(weight).sum();
    let tell = |names: &[Name]| names.iter().any(|name| name.tells);
    (score > 0.0 || !tell(a) || !tell(b)).then_some(score)
}

/// An article's line.
#[derive(Deserialize)]
struct ArticleLine<'a> {
    #[serde(borrow)]
    doc: Doc<'a>,
    entities: Vec<Entity<'a>>,
    events: Vec<ArticleEvent<'a>>,
}

#[derive(Deserialize)]
struct Doc<'a> {
    #[serde(borrow)]
    id: Cow<'a, str>,
    date: Option<Cow<'a, str>>,
    minhash: Option<Cow<'a, str>>,
}

#[derive(Deserialize)]
struct Entity<'a> {
    #[serde(borrow)]
    id: Cow<'a, str>,
    name: Cow<'a, str>,
    country: Option<Cow<'a, str>>,
}

#[derive(Deserialize)]
struct ArticleEvent<'a> {
    #[serde(borrow, flatten)]
    act: Common<'a>,
    actors: Vec<Cow<'a, str>>,
    recipients: Vec<Cow<'a, str>>,
    place: Option<Cow<'a, str>>,
    trigger: Trigger<'a>,
}

#[derive(Deserialize)]
struct Trigger<'a> {
    start: u64,
    #[serde(borrow)]
    text: Cow<'a, str>,
}

/// What both forms of a line have alike.
#[derive(Deserialize)]
struct Common<'a> {
    #[serde(borrow)]
    id: Cow<'a, str>,
    r#type: Cow<'a, str>,
    act: Cow<'a, str>,
    date: Option<Cow<'a, str>>,
    status: Cow<'a, str>,
    same_as: Option<Cow<'a, str>>,
}

/// An event's line.
#[derive(Deserialize)]
struct EventLine<'a> {
    #[serde(borrow, flatten)]
    act: Common<'a>,
    doc_id: Cow<'a, str>,
    doc_date: Option<Cow<'a, str>>,
    doc_minhash: Option<Cow<'a, str>>,
    file: Option<Cow<'a, str>>,
    record: Option<u64>,
    actors: Vec<Cow<'a, str>>,
    recipients: Vec<Cow<'a, str>>,
    place: Option<Cow<'a, str>>,
    country: Option<Cow<'a, str>>,
    trigger: Cow<'a, str>,
    trigger_start: u64,
}

#[derive(Deserialize)]
struct Form<'a> {
    #[serde(borrow)]
    schema: Cow<'a, str>,
}

/// Reads lines of both forms.
pub struct Reader<'s> {
    settings: &'s Settings,
    tellings: Vec<Telling>,
    fingerprints: Vec<Option<[u8; BINS]>>,
    /// The article of the rows read last.
    current: Option<(String, Option<String>, Option<u64>)>,
    /// Hash of the current article.
    content: u64,
    /// The events of the current article by their ids, and how often each unit occurred in it.
    ids: HashMap<String, u32>,
    units: HashMap<u64, u64>,
}

/// An event with its names in place of ids.
struct Named<'l, 'a> {
    act: &'l Common<'a>,
    doc_date: Option<&'l str>,
    actors: Vec<&'l str>,
    recipients: Vec<&'l str>,
    place: Option<&'l str>,
    country: Option<&'l str>,
    trigger: &'l str,
    start: u64,
}

impl<'s> Reader<'s> {
    /// Nothing read yet.
    pub fn new(settings: &'s Settings) -> Self {
        let (tellings, fingerprints) = (Vec::new(), Vec::new());
        Self { settings, tellings, fingerprints, current: None, content: 0, ids: HashMap::new(), units: HashMap::new() }
    }

    /// What was read: events, and the fingerprint of each article.
    pub fn finish(self) -> (Vec<Telling>, Vec<Option<[u8; BINS]>>) {
        (self.tellings, self.fingerprints)
    }

    /// Reads one line.
    ///
    /// # Errors
    /// JSON that is broken or of another form.
    pub fn read(&mut self, line: &str) -> serde_json::Result<()> {
        let form: Form<'_> = serde_json::from_str(line)?;
        match &*form.schema {
            record::SCHEMA => self.article(&serde_json::from_str(line)?),
            event::SCHEMA => self.row(&serde_json::from_str(line)?),
            other => Err(serde_json::Error::custom(format!("`{other}` is no form that can be read"))),
        }
    }

    fn article(&mut self, line: &ArticleLine<'_>) -> serde_json::Result<()> {
        self.open(None, &line.doc.id, line.doc.minhash.as_deref())?;
        let entities: HashMap<&str, &Entity<'_>> = line.entities.iter().map(|entity| (&*entity.id, entity)).collect();
        let entity = |id: &str| {
            let known = entities.get(id).copied();
            known.ok_or_else(|| serde_json::Error::custom(format!("no entity has the id `{id}`")))
        };
        for event in &line.events {
            let names =
                |ids: &[Cow<'_, str>]| ids.iter().map(|id| Ok(&*entity(id)?.name)).collect::<serde_json::Result<_>>();
            let place = event.place.as_deref().map(entity).transpose()?;
            self.push(&Named {
                act: &event.act,
                doc_date: line.doc.date.as_deref(),
                actors: names(&event.actors)?,
                recipients: names(&event.recipients)?,
                place: place.map(|place| &*place.name),
                country: place.and_then(|place| place.country.as_deref()),
                trigger: &event.trigger.text,
                start: event.trigger.start,
            });
        }
        Ok(())
    }

    fn row(&mut self, line: &EventLine<'_>) -> serde_json::Result<()> {
        let article = (line.doc_id.to_string(), line.file.as_deref().map(str::to_owned), line.record);
        if self.current.as_ref() != Some(&article) {
            self.open(Some(article), &line.doc_id, line.doc_minhash.as_deref())?;
        }
        self.push(&Named {
            act: &line.act,
            doc_date: line.doc_date.as_deref(),
            actors: line.actors.iter().map(|name| &**name).collect(),
            recipients: line.recipients.iter().map(|name| &**name).collect(),
            place: line.place.as_deref(),
            country: line.country.as_deref(),
            trigger: &line.trigger,
            start: line.trigger_start,
        });
        Ok(())
    }

    /// Begins another article.
    fn open(
        &mut self,
        article: Option<(String, Option<String>, Option<u64>)>,
        id: &str,
        minhash: Option<&str>,
    ) -> serde_json::Result<()> {
        let fingerprint = minhash.map(|text| {
            fingerprint(text)
                .ok_or_else(|| serde_json::Error::custom(format!("`{text}` is no fingerprint of an article")))
        });
        let fingerprint = fingerprint.transpose()?;
        self.fingerprints.push(fingerprint);
        // The words name an article, wherever it is read; one without words goes by its id.
        self.content = fingerprint.map_or_else(|| text(id), |bytes| hash(bytes.into_iter().map(u64::from)));
        self.current = article;
        self.ids.clear();
        self.units.clear();
        Ok(())
    }

    fn push(&mut self, event: &Named<'_, '_>) {
        let Named { act, .. } = event;
        let names = |names: &[&str]| -> Box<[Name]> { names.iter().map(|name| self.name(name)).collect() };
        let (actors, recipients) = (names(&event.actors), names(&event.recipients));
        let happened = if act.status == "historical" { "actual" } else { &*act.status };
        let kind = hash([text(&act.r#type), text(happened)].into_iter());
        let (act_name, trigger) = (text(&act.act), text(event.trigger));
        let place = event.place.map(|place| text(&plain(place)));
        let people = |names: &[Name]| hash(names.iter().map(|name| name.hash));
        let parts = [kind, act_name, trigger, people(&actors), people(&recipients), place.unwrap_or(1)];
        let unit = hash(parts.into_iter());
        let repeat = self.units.entry(unit).or_insert(0);
        let unit = hash([unit, *repeat].into_iter());
        *repeat += 1;
        let told = act.date.as_deref().filter(|date| date.len() == 10).and_then(day);
        // Of background and of what is told by month or year alone the article's date says nothing.
        let dated = act.status != "historical" && act.date.is_none();
        let published = event.doc_date.filter(|_| dated).and_then(day);
        let day = told.map(|at| Day { at, told: true }).or(published.map(|at| Day { at, told: false }));
        let at = day.map_or(0, |day| day.at as u64);
        let same_as = act.same_as.as_deref().and_then(|id| self.ids.get(id).copied());
        self.ids.insert(act.id.to_string(), self.tellings.len() as u32);
        self.tellings.push(Telling {
            article: self.fingerprints.len().saturating_sub(1) as u32,
            key: hash([unit, self.content, at, event.start].into_iter()),
            unit,
            kind,
            act: act_name,
            mutual: self.settings.sides.mutual.iter().any(|etype| **etype == *act.r#type),
            actors,
            recipients,
            place,
            country: event.country.map(text),
            day,
            same_as,
        });
    }

    fn name(&self, name: &str) -> Name {
        let plain = plain(name);
        let words: Vec<&str> = name.split_whitespace().collect();
        let words = match words.split_first() {
            Some((first, rest)) if is_article(first) && !rest.is_empty() => rest,
            _ => &words[..],
        };
        let capital = |word: &str| word.chars().next().is_some_and(char::is_uppercase);
        // A capital at the start alone may be that of a sentence.
        let tells = match words {
            [one] => capital(one) && !self.settings.words.generic.contains(&plain),
            [_, rest @ ..] => rest.iter().any(|word| capital(word)),
            [] => false,
        };
        Name { hash: text(&plain), tells }
    }
}

fn is_article(word: &str) -> bool {
    ["the", "a", "an"].iter().any(|article| word.eq_ignore_ascii_case(article))
}

/// A name in lower case, without accents, punctuation and article.
fn plain(name: &str) -> String {
    let letters: String = name.nfd().filter(|c| !unicode_normalization::char::is_combining_mark(*c)).collect();
    let lower = letters.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    match words.split_first() {
        Some((first, rest)) if is_article(first) && !rest.is_empty() => rest.join(" "),
        _ => words.join(" "),
    }
}

fn text(text: &str) -> u64 {
    hash(text.bytes().map(u64::from))
}

/// Days since 1970-01-01.
fn day(date: &str) -> Option<i32> {
    let date: jiff::civil::Date = date.get(..10)?.parse().ok()?;
    date.since((jiff::Unit::Day, jiff::civil::date(1970, 1, 1))).ok().map(|span| span.get_days())
}

fn fingerprint(hex: &str) -> Option<[u8; BINS]> {
    let digits = hex.as_bytes();
    if digits.len() != 2 * BINS {
        return None;
    }
    let digit = |c: u8| char::from(c).to_digit(16);
    let mut bytes = [0; BINS];
    for (byte, pair) in bytes.iter_mut().zip(digits.chunks(2)) {
        *byte = (digit(pair[0])? * 16 + digit(pair[1])?) as u8;
    }
    Some(bytes)
}
