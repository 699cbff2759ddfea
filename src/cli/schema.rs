//! `advocoder schema`: the JSON Schema of the output.

use std::io::{self, Write};
use std::process::ExitCode;

use anyhow::bail;

use super::extract::Emit;
use crate::write::{event, plover, record};

/// Arguments of `schema`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Form of the output
    #[arg(long, value_name = "FORM", value_enum, default_value_t)]
    emit: Emit,
}

pub(super) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let schema = match args.emit {
        Emit::Articles => record::schema(),
        Emit::Events => event::schema(),
        Emit::Plover => plover::schema(),
        Emit::Cameo => bail!("--emit cameo writes no JSON; its columns are described in README.md"),
    };
    let mut text = serde_json::to_string_pretty(&schema)?;
    text.push('\n');
    io::stdout().write_all(text.as_bytes())?;
    Ok(ExitCode::SUCCESS)
}
