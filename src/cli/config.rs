//! `advocoder config`: the settings of `extract` and where they come from.

use std::io::{self, Write};
use std::process::ExitCode;

use clap::Subcommand;

use super::settings::Told;
use super::{complain, extract};

/// Arguments of `config`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Write the settings of `extract` as advocoder.toml, each with its origin: file, variable, command line or default
    Show(Box<extract::Args>),
}

pub(super) fn run(args: &Args, told: &Told<'_>) -> anyhow::Result<ExitCode> {
    let Command::Show(_) = args.command;
    let mut text = Vec::new();
    told.write(&mut text)?;
    io::stdout().write_all(&text)?;
    for name in told.settings.unknown_variables() {
        complain(format_args!("{name} is set, but there is no such setting"));
    }
    Ok(ExitCode::SUCCESS)
}
