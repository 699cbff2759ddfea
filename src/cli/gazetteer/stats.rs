//! `advocoder gazetteer stats`: entries counted by type, subtype, country and file.

use std::collections::BTreeMap;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use crate::gazetteer::{EntryView, Gazetteer};

/// Arguments of `gazetteer stats`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Files of rows or compiled ones; none for the built-in gazetteer
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
}

pub(super) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let mut counts = BTreeMap::new();
    if args.files.is_empty() {
        count(&mut counts, "built-in", &Gazetteer::embedded()?);
    }
    for file in &args.files {
        let (name, gazetteer) = (file.display().to_string(), Gazetteer::open(file)?);
        gazetteer.verify(&name)?;
        count(&mut counts, &name, &gazetteer);
    }
    let mut out = BufWriter::new(io::stdout().lock());
    writeln!(out, "count\tby\tvalue")?;
    for ((by, value), count) in counts {
        writeln!(out, "{count}\t{}\t{value}", by.as_str())?;
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

/// What is counted, in the order of the output.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum By {
    File,
    Type,
    Subtype,
    Country,
}

impl By {
    const fn as_str(self) -> &'static str {
        match self {
            Self::File => "file",
            Self::Type => "type",
            Self::Subtype => "subtype",
            Self::Country => "country",
        }
    }
}

fn count(counts: &mut BTreeMap<(By, String), u64>, file: &str, gazetteer: &Gazetteer) {
    let mut add = |by, value: String| *counts.entry((by, value)).or_default() += 1;
    for entry in gazetteer.entries() {
        add(By::File, file.to_owned());
        add(By::Type, entry.etype().as_str().to_owned());
        add(By::Subtype, subtype(&entry));
        add(By::Country, entry.country().map_or_else(|| "-".to_owned(), |c| c.as_str().to_owned()));
    }
}

fn subtype(entry: &EntryView<'_>) -> String {
    let subtype = if entry.subtype().is_empty() { "-" } else { entry.subtype() };
    format!("{} {subtype}", entry.etype().as_str())
}
