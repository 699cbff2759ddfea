//! `advocoder explain`: why events were or were not coded.

use std::process::ExitCode;

use super::input::InputArgs;
use super::model::ModelArgs;
use super::output::{OutputArgs, batch};
use crate::code::explain;

/// Arguments of `explain`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    input: InputArgs,
    #[command(flatten)]
    model: ModelArgs,
    #[command(flatten)]
    output: OutputArgs,
}

pub(super) fn run(args: Args) -> anyhow::Result<ExitCode> {
    let model = args.model.open()?;
    batch(args.input, args.output, || (), |(), article, out| explain(model, article, out))
}
