//! `advocoder gazetteer compile`: one file that opens at once, whatever its size.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, ensure};

use super::super::complain;
use crate::gazetteer::{compile::Compiler, load};

/// Arguments of `gazetteer compile`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Files of rows, compiled together
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// File to write
    #[arg(long, short, value_name = "FILE")]
    output: PathBuf,
}

pub(super) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let same = |file: &PathBuf| file.canonicalize().ok().is_some_and(|f| Some(f) == args.output.canonicalize().ok());
    ensure!(!args.files.iter().any(same), "{} is both input and output", args.output.display());
    let mut compiler = Compiler::default();
    let mut entries = 0_u64;
    load::load(&args.files, |entry| {
        compiler.add(entry);
        entries += 1;
    })?;
    let bytes = compiler.finish()?;
    replace(&args.output, &bytes).with_context(|| format!("cannot write {}", args.output.display()))?;
    complain(format_args!("{entries} entries, {:.1} MB", bytes.len() as f64 / 1e6));
    Ok(ExitCode::SUCCESS)
}

/// Writes another file and renames it: a process that has the old one mapped keeps it.
fn replace(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.part", std::process::id()));
    let part = path.with_file_name(name);
    let written = std::fs::File::create(&part).and_then(|mut file| file.write_all(bytes));
    let done = written.and_then(|()| std::fs::rename(&part, path));
    if done.is_err() {
        // The first error is the one to tell of.
        let _ = std::fs::remove_file(&part);
    }
    done
}
