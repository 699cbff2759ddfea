//! `advocoder explain`: why events were or were not coded.

use std::process::ExitCode;

use super::input::InputArgs;
use super::output::{OutputArgs, batch};
use crate::code::explain;
use crate::pipeline::Model;

/// Arguments of `explain`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    input: InputArgs,
    #[command(flatten)]
    output: OutputArgs,
}

pub(super) fn run(args: Args) -> anyhow::Result<ExitCode> {
    let model = Model::embedded()?;
    batch(args.input, args.output, || (), |(), article, out| explain(&model, article, out))
}
