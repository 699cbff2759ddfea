//! One event told by several articles: groups the events of `advocoder extract`'s output, for `advocoder dedup`.
//!
//! Two passes over the files. The first reads of each event a [`Telling`], some hashes (0.4 kB with all tables), so that memory grows
//! with the number of events and not with the texts; the second copies the lines and adds `event_group`. Groups depend
//! on the set of events alone: the order of articles changes nothing.
//!
//! 1. Near-identical articles (reprints) are found by the fingerprints that `extract` wrote; the same event at the same
//!    place of two of them is one.
//! 2. Of the others, taken by day, each joins the first telling of an event that is like enough to it, by type, actors,
//!    recipients, place and day ([`rules/dedup.toml`](Settings)), or is the first of its own. No chains form: all of a group
//!    are like its first.
//! 3. What repeats an event of its article (`same_as`) has the group of that one.

mod copy;
mod reprints;
mod telling;

use std::collections::HashMap;
use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::num::NonZeroU32;
use std::path::{Path, PathBuf};

use serde::Deserialize;

pub use telling::Telling;

use crate::error::{Error, Result};
use crate::write::minhash::{BINS, hash};
use telling::Reader;

/// When two tellings are of one event: `rules/dedup.toml`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Days that two tellings may lie apart where one has only its article's date.
    pub window: i32,
    told_window: i32,
    near_identical: f64,
    enough: f64,
    weight: Weights,
    sides: Sides,
    words: Words,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Weights {
    telling: f64,
    generic: f64,
    act: f64,
    day: f64,
    place: f64,
    other_place: f64,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Sides {
    mutual: Vec<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    generic: Vec<String>,
}

impl Settings {
    /// The settings that are built into the program.
    ///
    /// # Errors
    /// [`Error::Rules`] when they are damaged.
    pub fn embedded() -> Result<Self> {
        toml::from_str(include_str!("../../rules/dedup.toml"))
            .map_err(|cause| Error::Rules { file: "rules/dedup.toml".into(), message: cause.to_string() })
    }
}

/// A file to read, twice.
#[derive(Clone, Debug)]
pub struct Source {
    /// Where its bytes are.
    pub path: PathBuf,
    /// What it is called in errors: `-` for standard input.
    pub name: PathBuf,
}

/// How many events and groups there were.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Events read.
    pub events: usize,
    /// Groups they fall into.
    pub groups: usize,
}

/// Writes the lines of `files` to `out`, each event with its `event_group`.
///
/// # Errors
/// A file that cannot be read ([`Error::Read`]), a line that is no output of `extract` ([`Error::Line`]), and what writing
/// fails with.
pub fn dedup(files: &[Source], settings: &Settings, out: &mut dyn Write) -> anyhow::Result<Tally> {
    let mut reader = Reader::new(settings);
    lines(files, |path, number, line| reader.read(line).map_err(|cause| wrong(path, number, &cause)))?;
    let (tellings, fingerprints) = reader.finish();
    let groups = group(&tellings, &fingerprints, settings);
    let mut next = groups.iter();
    lines(files, |path, number, line| {
        copy::line(line, &mut next, out).map_err(|cause| match cause {
            copy::Failure::Json(cause) => wrong(path, number, &cause).into(),
            copy::Failure::Write(cause) => anyhow::Error::from(cause),
            copy::Failure::Changed => wrong_message(path, number, 1, "the file changed while it was read").into(),
        })
    })?;
    let mut ids = groups.clone();
    ids.sort_unstable();
    ids.dedup();
    Ok(Tally { events: groups.len(), groups: ids.len() })
}

/// Hands each line that is not blank to `each`, with its file and its number from 1.
fn lines<E>(
    files: &[Source],
    mut each: impl FnMut(&Path, usize, &str) -> std::result::Result<(), E>,
) -> anyhow::Result<()>
where
    anyhow::Error: From<E>,
{
    let mut line = String::new();
    for Source { path, name } in files {
        let failed = |cause| Error::Read { path: name.clone(), cause };
        let mut file = BufReader::with_capacity(1 << 16, File::open(path).map_err(failed)?);
        for number in 1.. {
            line.clear();
            if file.read_line(&mut line).map_err(failed)? == 0 {
                break;
            }
            if !line.trim().is_empty() {
                each(name, number, line.trim_end_matches(['\n', '\r']))?;
            }
        }
    }
    Ok(())
}

fn wrong(path: &Path, line: usize, cause: &serde_json::Error) -> Error {
    // The message of the library ends in its own line and column, which count within the line.
    let message = cause.to_string();
    let message = message.split(" at line ").next().unwrap_or_default();
    wrong_message(path, line, cause.column(), message)
}

fn wrong_message(path: &Path, line: usize, column: usize, message: &str) -> Error {
    Error::Line {
        file: path.display().to_string(),
        line,
        column: column.max(1),
        message: format!("{message}; give lines that `advocoder extract` wrote with --emit articles or events"),
    }
}

/// The group of each telling, by its number.
fn group(tellings: &[Telling], fingerprints: &[Option<[u8; BINS]>], settings: &Settings) -> Vec<u64> {
    let reprints = reprints::clusters(fingerprints, settings.near_identical);
    let mut order: Vec<usize> = (0..tellings.len()).filter(|&at| tellings[at].same_as.is_none()).collect();
    order.sort_by_key(|&at| (tellings[at].day.map_or(i32::MAX, |day| day.at), tellings[at].key));
    let mut groups = vec![0; tellings.len()];
    // Groups by the event's place in a cluster of reprints; first tellings by what they have in common and by day.
    let mut reprinted: HashMap<u64, u64> = HashMap::new();
    let mut firsts = Lists::default();
    for at in order {
        let telling = &tellings[at];
        let unit = reprints[telling.article as usize].map(|cluster| hash([cluster, telling.unit].into_iter()));
        let known = unit.and_then(|unit| reprinted.get(&unit).copied());
        let group = known.or_else(|| {
            let near = telling.blocks_around(settings.window).into_iter().flat_map(|block| firsts.get(block));
            let alike = near.filter_map(|first| Some((telling.likeness(&tellings[first], settings)?, first)));
            let enough = alike.filter(|(score, _)| *score >= settings.enough);
            let better = |a: &(f64, usize), b: &(f64, usize)| {
                a.0.total_cmp(&b.0).then_with(|| tellings[b.1].key.cmp(&tellings[a.1].key))
            };
            enough.max_by(better).map(|(_, first)| groups[first])
        });
        groups[at] = group.unwrap_or(telling.key);
        if group.is_none() {
            telling.blocks().into_iter().for_each(|block| firsts.push(block, at as u32));
        }
        if let Some(unit) = unit {
            reprinted.entry(unit).or_insert(groups[at]);
        }
    }
    // `same_as` points backwards, at an event that may itself repeat one.
    for at in 0..tellings.len() {
        if let Some(first) = tellings[at].same_as {
            groups[at] = groups[first as usize];
        }
    }
    groups
}

/// Lists of numbers by key, eight bytes a number: most lists hold one.
#[derive(Default)]
struct Lists {
    last: HashMap<u64, u32>,
    /// Each number with the place of the one before it in its list.
    links: Vec<(u32, Option<NonZeroU32>)>,
}

impl Lists {
    fn push(&mut self, key: u64, number: u32) {
        let place = self.links.len() as u32;
        let before = self.last.insert(key, place);
        // Places count from 1 in links.
        self.links.push((number, before.and_then(|place| NonZeroU32::new(place + 1))));
    }

    fn get(&self, key: u64) -> impl Iterator<Item = usize> {
        let mut next = self.last.get(&key).copied();
        std::iter::from_fn(move || {
            let (number, before) = self.links[next? as usize];
            next = before.map(|place| place.get() - 1);
            Some(number as usize)
        })
    }
}

#[cfg(test)]
mod tests;
