//! `advocoder gazetteer lookup`: the entries of a name, and why they stand in this order.

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use crate::doc::{Document, EntityType};
use crate::gazetteer::{EntryView, Gazetteer};

/// Arguments of `gazetteer lookup`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Exit codes: 0 found; 1 not found; 2 wrong usage or failure.")]
pub(super) struct Args {
    /// The name as a text would have it
    #[arg(value_name = "NAME")]
    name: String,
    /// Gazetteer to put over the built-in one, rows or compiled; may be repeated, the last is on top
    #[arg(long, value_name = "FILE")]
    gazetteer: Vec<PathBuf>,
}

pub(super) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let gazetteer = Gazetteer::embedded()?.with(&args.gazetteer)?;
    let mut out = io::stdout().lock();
    if write(&gazetteer, &args.name, false, &mut out)? {
        return Ok(ExitCode::SUCCESS);
    }
    let capitals = capitalised(&args.name);
    if capitals != args.name && write(&gazetteer, &capitals, true, &mut out)? {
        writeln!(out, "`{}` is not found in a text: it lacks the capitals", args.name)?;
        return Ok(ExitCode::SUCCESS);
    }
    writeln!(out, "no entry has the name `{}`", args.name)?;
    Ok(ExitCode::from(1))
}

/// Writes the names in `text` with their entries, or only a name that is all of it; false when there is none.
fn write(gazetteer: &Gazetteer, text: &str, whole: bool, out: &mut impl Write) -> io::Result<bool> {
    let mut doc = Document::default();
    gazetteer.find(text, &mut doc);
    doc.hits.retain(|hit| !whole || hit.bytes.len() == text.len());
    for hit in &doc.hits {
        let piece = hit.bytes.of(text);
        writeln!(out, "{piece}{}", if piece == text { "" } else { " (a part of the name)" })?;
        let mut best: Option<EntryView<'_>> = None;
        for (index, entry) in gazetteer.candidates(hit.name).enumerate() {
            writeln!(out, "{:>3}  {}", index + 1, describe(&entry))?;
            if let Some(best) = &best {
                writeln!(out, "     {}", reason(best, &entry))?;
            }
            best.get_or_insert(entry);
        }
    }
    Ok(!doc.hits.is_empty())
}

fn describe(entry: &EntryView<'_>) -> String {
    let country = entry.country();
    let place = country.as_ref().map_or("", |c| c.as_str());
    let words = [entry.id(), entry.etype().as_str(), entry.subtype(), place, entry.admin1(), entry.role()];
    let mut parts = vec![words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")];
    if entry.population() > 0 {
        parts.push(format!("population {}", entry.population()));
    }
    if entry.is_acronym() {
        parts.push(format!("acronym of {}", entry.name()));
    } else if entry.is_alias() {
        parts.push(format!("alias of {}", entry.name()));
    }
    if entry.gated() {
        parts.push("gated: counts only with a cue beside it".into());
    }
    parts.join(", ")
}

/// Why `entry` stands behind `best`: the first thing of the order of candidates in which they differ.
fn reason(best: &EntryView<'_>, entry: &EntryView<'_>) -> String {
    let place = |e: &EntryView<'_>| e.etype() == EntityType::Loc;
    if best.is_acronym() != entry.is_acronym() {
        "behind: the first is an acronym as written".into()
    } else if best.gated() != entry.gated() && entry.gated() {
        "behind: gated".into()
    } else if place(entry) && !place(best) {
        "behind: organisations and people go before places".into()
    } else if place(entry) && entry.subtype() != best.subtype() {
        "behind: countries go before regions before cities before facilities".into()
    } else if entry.population() < best.population() {
        "behind: fewer inhabitants".into()
    } else if entry.is_alias() && !best.is_alias() {
        "behind: an alias, the first is a main name".into()
    } else {
        "behind: by the order of files and ids alone".into()
    }
}

fn capitalised(text: &str) -> String {
    let mut out = String::new();
    let mut start = true;
    for c in text.chars() {
        if start {
            out.extend(c.to_uppercase());
        } else {
            out.push(c);
        }
        start = !c.is_alphanumeric();
    }
    out
}
