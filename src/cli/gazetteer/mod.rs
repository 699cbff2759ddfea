//! `advocoder gazetteer`: look after lists of names.

mod check;
mod compile;
mod import;
mod lookup;
mod stats;
mod suggest;

use std::process::ExitCode;

use clap::Subcommand;

/// Arguments of `gazetteer`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Report everything that is wrong or doubtful in gazetteer files
    Check(check::Args),
    /// Compile gazetteer files into one that opens at once
    Compile(compile::Args),
    /// Count entries by type, subtype, country and file
    Stats(stats::Args),
    /// Show what a name stands for, and why in this order
    Lookup(lookup::Args),
    /// Write rows for the frequent names of a corpus that no gazetteer knows, for review
    Suggest(Box<suggest::Args>),
    /// Write rows from a list in a foreign format, for review
    Import(import::Args),
}

/// Runs the subcommand.
///
/// # Errors
/// What ends the run: see the subcommands.
pub fn run(args: Args) -> anyhow::Result<ExitCode> {
    match args.command {
        Command::Check(args) => check::run(&args),
        Command::Compile(args) => compile::run(&args),
        Command::Stats(args) => stats::run(&args),
        Command::Lookup(args) => lookup::run(&args),
        Command::Suggest(args) => suggest::run(*args),
        Command::Import(args) => import::run(args),
    }
}
