//! Where results go, and what is told about a batch.

use std::fs::File;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, ensure};

use super::complain;
use super::input::InputArgs;
use crate::doc::Article;
use crate::read::Problem;
use crate::run::{self, Effect, Tally};

/// Where to write.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Output")]
pub(super) struct OutputArgs {
    /// File to write in place of standard output
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// Runs the articles of `input` through `work` and writes what it writes, in order; tells of problems and of their number.
pub(super) fn batch<S>(
    input: InputArgs,
    output: OutputArgs,
    make: impl Fn() -> S + Sync,
    work: impl Fn(&mut S, &Article, &mut dyn Write) -> io::Result<()> + Sync,
) -> anyhow::Result<ExitCode> {
    let path = output.output;
    let prompt = path.is_none() && io::stdout().is_terminal();
    let mut out: Box<dyn Write + Send> = match &path {
        None => Box::new(io::stdout()),
        Some(path) => {
            let same = |input: &PathBuf| input.is_file() && input.canonicalize().ok() == path.canonicalize().ok();
            ensure!(!input.inputs.iter().any(same), "{} is both input and output", path.display());
            Box::new(File::create(path).with_context(|| format!("cannot write {}", path.display()))?)
        }
    };
    let mut out = BufWriter::with_capacity(1 << 16, &mut out);
    let options = run::Options { threads: input.threads(), strict: input.strict, prompt };
    let records = input.records(path.clone());
    let mut stopped = false;
    let tally = run::batch(records, options, make, work, &mut out, report(&mut stopped));
    let tally = tally.with_context(|| match &path {
        Some(path) => format!("cannot write {}", path.display()),
        None => "cannot write standard output".to_owned(),
    })?;
    Ok(end(tally, stopped))
}

/// Runs the articles of `input` through `work` and hands what it makes of them to `sink`, in order; tells of problems and
/// of their number.
pub(super) fn gather<S, T: Send>(
    input: InputArgs,
    make: impl Fn() -> S + Sync,
    work: impl Fn(&mut S, &Article) -> T + Sync,
    mut sink: impl FnMut(T) + Send,
) -> anyhow::Result<ExitCode> {
    let options = run::Options { threads: input.threads(), strict: input.strict, prompt: false };
    let mut stopped = false;
    let records = input.records(None);
    let work = |state: &mut S, article: &Article| Ok(work(state, article));
    let sink = |result| {
        sink(result);
        Ok(())
    };
    let tally = run::gather(records, options, make, work, sink, report(&mut stopped))?;
    Ok(end(tally, stopped))
}

/// Tells of a problem, and notes when it ended the run.
fn report(stopped: &mut bool) -> impl FnMut(&Problem, Effect) + Send {
    |problem, effect| match effect {
        Effect::Skipped => complain(format_args!("{problem}; skipped")),
        Effect::Warned => complain(format_args!("{problem}; analysed without it")),
        Effect::Stopped => {
            *stopped = true;
            complain(format_args!("{problem}; stopped (--strict)"));
        }
    }
}

fn end(tally: Tally, stopped: bool) -> ExitCode {
    if tally.skipped > 0 || tally.warnings > 0 {
        complain(summary(tally));
    }
    ExitCode::from(if stopped { 2 } else { u8::from(tally.skipped > 0) })
}

fn summary(tally: Tally) -> String {
    let Tally { written, skipped, warnings } = tally;
    let counted = |n: u64, noun: &str| format!("{n} {noun}{}", if n == 1 { "" } else { "s" });
    let (written, skipped) = (counted(written, "article"), counted(skipped, "record"));
    match warnings {
        0 => format!("{written} analysed, {skipped} skipped"),
        _ => format!("{written} analysed, {warnings} of them without a field that was wrong, {skipped} skipped"),
    }
}
