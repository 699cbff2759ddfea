//! The command line: one subcommand a file.
//!
//! Results go to standard output and all else to standard error. Exit codes: 0 done, 1 done but some records were
//! skipped, 2 wrong usage or a failure that ended the run. A reader who closes the pipe ends the program without a word.

mod actors;
mod analyse;
mod dedup;
mod eval;
mod explain;
mod extract;
mod gazetteer;
mod input;
mod model;
mod output;
mod schema;

use std::io::{self, Write};
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Reads news and NGO texts and writes the people, organisations, places and advocacy events in them as JSON.
#[derive(Debug, Parser)]
#[command(version, max_term_width = 100, after_help = EXIT_CODES)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

const EXIT_CODES: &str = "Exit codes: 0 done; 1 done, but some records were skipped; 2 wrong usage or failure.";

#[derive(Debug, Subcommand)]
enum Command {
    /// Write entities and events of articles as JSON Lines
    #[command(after_help = EXIT_CODES)]
    Extract(extract::Args),
    /// Write sentences, tokens, tags, lemmas and dependency trees
    #[command(after_help = EXIT_CODES)]
    Analyse(analyse::Args),
    /// Tell why events were or were not coded
    #[command(after_help = EXIT_CODES)]
    Explain(explain::Args),
    /// Merge the entities of many articles into a table of actors
    #[command(after_help = EXIT_CODES)]
    Actors(actors::Args),
    /// Tell which events of several articles are one
    #[command(after_help = "Exit codes: 0 done; 2 wrong usage, a line that is wrong, or another failure.")]
    Dedup(dedup::Args),
    /// Check, compile, search and import lists of names
    Gazetteer(gazetteer::Args),
    /// Print figures against gold annotation
    Eval(eval::Args),
    /// Print the JSON Schema of the output
    Schema(schema::Args),
}

/// Runs the program on the arguments of the process.
pub fn main() -> ExitCode {
    crate::run::record_panics();
    let done = match Cli::parse().command {
        Command::Extract(args) => extract::run(args),
        Command::Analyse(args) => analyse::run(args),
        Command::Explain(args) => explain::run(args),
        Command::Actors(args) => actors::run(args),
        Command::Dedup(args) => dedup::run(args),
        Command::Gazetteer(args) => gazetteer::run(args),
        Command::Eval(args) => eval::run(args),
        Command::Schema(args) => schema::run(&args),
    };
    done.unwrap_or_else(|error| {
        if closed_pipe(&error) {
            return ExitCode::SUCCESS;
        }
        complain(format_args!("{error:#}"));
        ExitCode::from(2)
    })
}

/// Whether `error` says that the reader of the output has gone, as in `advocoder extract … | head`.
fn closed_pipe(error: &anyhow::Error) -> bool {
    let io = error.chain().find_map(|cause| cause.downcast_ref::<io::Error>());
    io.is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}

/// Writes a line to standard error. Where that is closed there is no one left to tell.
fn complain(message: impl std::fmt::Display) {
    let _ = writeln!(io::stderr(), "advocoder: {message}");
}
