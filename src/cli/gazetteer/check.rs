//! `advocoder gazetteer check`: everything that is wrong or doubtful in gazetteer files.

use std::io::{self, BufWriter, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use super::super::complain;
use crate::gazetteer::check;

/// Arguments of `gazetteer check`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Exit codes: 0 no errors, warnings or not; 1 errors; 2 wrong usage or failure.")]
pub(super) struct Args {
    /// Files to check together
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Leave out the warnings
    #[arg(long)]
    errors_only: bool,
}

pub(super) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let report = check::check(&args.files);
    let mut out = BufWriter::new(io::stdout().lock());
    for error in &report.errors {
        writeln!(out, "error: {error}")?;
    }
    if !args.errors_only {
        for check::Warning { file, line, message } in &report.warnings {
            writeln!(out, "warning: {file}:{line}: {message}")?;
        }
    }
    out.flush()?;
    let (errors, warnings) = (report.errors.len(), report.warnings.len());
    complain(format_args!(
        "{} rows with {} names are good; errors: {errors}; warnings: {warnings}",
        report.entries, report.names
    ));
    Ok(ExitCode::from(u8::from(errors > 0)))
}
