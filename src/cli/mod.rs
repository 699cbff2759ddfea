//! The command line: one subcommand a file.
//!
//! Results go to standard output and all else to standard error. Exit codes: 0 done, 1 done but some records were
//! rejected, 2 wrong usage or a failure that ended the run. A reader who closes the pipe ends the program without a word.

mod actors;
mod analyse;
mod completions;
mod config;
mod dedup;
mod dry_run;
mod eval;
mod explain;
mod extract;
mod gazetteer;
mod help;
mod input;
mod man;
mod model;
mod output;
mod progress;
mod schema;
mod settings;

use std::io::{self, Write};
use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

use settings::{Settings, Told};

/// Reads news and NGO texts and writes the people, organisations, places and advocacy events in them as JSON.
#[derive(Debug, Parser)]
#[command(version, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Write entities and events of articles as JSON Lines
    Extract(Box<extract::Args>),
    /// Write sentences, tokens, tags, lemmas and dependency trees
    Analyse(analyse::Args),
    /// Tell why events were or were not coded
    Explain(explain::Args),
    /// Merge the entities of many articles into a table of actors
    Actors(actors::Args),
    /// Tell which events of several articles are one
    Dedup(dedup::Args),
    /// Check, compile, search and import lists of names
    Gazetteer(gazetteer::Args),
    /// Print figures against gold annotation
    Eval(eval::Args),
    /// Print the JSON Schema of the output
    Schema(schema::Args),
    /// Show settings and where they come from
    Config(config::Args),
    /// Print the completions of a shell
    Completions(completions::Args),
    /// Print the manual page, or write those of all commands
    Man(man::Args),
}

/// Runs the program on the arguments of the process.
pub fn main() -> ExitCode {
    crate::run::record_panics();
    run().unwrap_or_else(|error| {
        if closed_pipe(&error) {
            return ExitCode::SUCCESS;
        }
        complain(format_args!("{error:#}"));
        ExitCode::from(2)
    })
}

/// The command line as a whole.
fn program() -> clap::Command {
    help::dress(Cli::command())
}

fn run() -> anyhow::Result<ExitCode> {
    // What is wrong on the command line is told first; then file and environment give the defaults of a second reading.
    let mut program = program();
    let matches = program.get_matches_mut();
    let settings = Settings::read(&program, &matches)?;
    let matches = settings.as_defaults(self::program()).get_matches();
    let told = Told { settings: &settings, matches: &matches };
    match Cli::from_arg_matches(&matches)?.command {
        Command::Extract(args) => extract::run(*args, &told),
        Command::Analyse(args) => analyse::run(args),
        Command::Explain(args) => explain::run(args),
        Command::Actors(args) => actors::run(args),
        Command::Dedup(args) => dedup::run(args),
        Command::Gazetteer(args) => gazetteer::run(args),
        Command::Eval(args) => eval::run(args),
        Command::Schema(args) => schema::run(&args),
        Command::Config(args) => config::run(&args, &told),
        Command::Completions(args) => completions::run(&args),
        Command::Man(args) => man::run(&args),
    }
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
