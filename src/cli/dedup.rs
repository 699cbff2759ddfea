//! `advocoder dedup`: which events of several articles are one.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, ensure};

use super::complain;
use crate::dedup::{Settings, Source, dedup};

/// Arguments of `dedup`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Files that `advocoder extract` wrote with --emit articles or events; `-` or none for standard input
    #[arg(value_name = "FILE|-", default_value = "-", hide_default_value = true)]
    inputs: Vec<PathBuf>,
    /// Write to this file
    #[arg(short, long, value_name = "FILE", help_heading = "Output")]
    output: Option<PathBuf>,
    /// Days that two tellings may lie apart where one of them has only its article's date
    #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(u16).range(0..=366))]
    window: Option<u16>,
}

pub(super) fn run(args: Args) -> anyhow::Result<ExitCode> {
    let mut settings = Settings::embedded()?;
    if let Some(days) = args.window {
        settings.window = i32::from(days);
    }
    // Two passes need a file: standard input is kept in one until the end.
    let mut kept = None;
    let mut files = Vec::with_capacity(args.inputs.len());
    for input in args.inputs {
        if input == Path::new("-") {
            ensure!(kept.is_none(), "standard input can be read only once");
            let mut file = tempfile::NamedTempFile::new().context("cannot keep standard input in a file")?;
            io::copy(&mut io::stdin().lock(), &mut file).context("cannot keep standard input in a file")?;
            files.push(Source { path: file.path().to_owned(), name: input });
            kept = Some(file);
        } else {
            files.push(Source { path: input.clone(), name: input });
        }
    }
    if let Some(path) = &args.output {
        let same = |input: &Source| input.path.is_file() && input.path.canonicalize().ok() == path.canonicalize().ok();
        ensure!(!files.iter().any(same), "{} is both input and output", path.display());
    }
    let mut out: Box<dyn Write> = match &args.output {
        None => Box::new(io::stdout().lock()),
        Some(path) => Box::new(File::create(path).with_context(|| format!("cannot write {}", path.display()))?),
    };
    let mut buffered = BufWriter::with_capacity(1 << 16, &mut out);
    let tally = dedup(&files, &settings, &mut buffered)?;
    buffered.flush()?;
    let counted = |n: usize, noun: &str| format!("{n} {noun}{}", if n == 1 { "" } else { "s" });
    complain(format_args!("{} in {}", counted(tally.events, "event"), counted(tally.groups, "group")));
    Ok(ExitCode::SUCCESS)
}
