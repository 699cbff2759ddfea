//! `advocoder analyse`: sentences, tokens, tags and trees.

use std::process::ExitCode;

use super::input::InputArgs;
use super::model::ModelArgs;
use super::output::{OutputArgs, batch};
use crate::pipeline::Worker;
use crate::write::conllu;

/// Arguments of `analyse`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    input: InputArgs,
    #[command(flatten)]
    model: ModelArgs,
    #[command(flatten)]
    output: OutputArgs,
    /// Format of the output
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t, help_heading = "Output")]
    format: Format,
}

/// Format of the output.
#[derive(Clone, Copy, Debug, Default, clap::ValueEnum)]
enum Format {
    #[default]
    Conllu,
}

pub(super) fn run(args: Args) -> anyhow::Result<ExitCode> {
    let model = args.model.open()?;
    let write = match args.format {
        Format::Conllu => conllu::article,
    };
    let work = |worker: &mut Worker<'_>, article: &_, out: &mut dyn std::io::Write| write(worker.analyse(article), out);
    batch(args.input, args.output, || Worker::new(model), work)
}
