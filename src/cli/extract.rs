//! `advocoder extract`: entities and events as JSON Lines.

use std::io;
use std::process::ExitCode;

use clap::builder::{PossibleValuesParser, TypedValueParser};

use super::input::InputArgs;
use super::model::ModelArgs;
use super::output::{OutputArgs, batch};
use crate::doc::{Analysis, EventType};
use crate::pipeline::Worker;
use crate::write::{Unit, View, cameo, jsonl};

/// Arguments of `extract`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    input: InputArgs,
    #[command(flatten)]
    model: ModelArgs,
    #[command(flatten)]
    output: OutputArgs,
    /// What a line holds: an article with all its entities and events, one event with names in place of ids, one event
    /// with the fields of the PLOVER manual, or tab-separated CAMEO codes of a pair of actors
    #[arg(long, value_name = "FORM", value_enum, default_value_t, help_heading = "Output")]
    emit: Emit,
    /// Lay the JSON out for a person to read
    #[arg(long, help_heading = "Output")]
    pretty: bool,
    /// What offsets count: UTF-8 bytes, Unicode code points or UTF-16 code units
    #[arg(long, value_name = "UNIT", default_value = "bytes", value_parser = units(), help_heading = "Output")]
    offsets: Unit,
    /// With `--emit plover` or `cameo`: also STATE, PUBLISH, CAMPAIGN and CONVENE, which PLOVER has no name for
    #[arg(long, help_heading = "Output")]
    extensions: bool,
    /// Only events of these types
    #[arg(
        long, value_name = "TYPE,…", value_delimiter = ',', ignore_case = true, value_parser = types(),
        help_heading = "Output", hide_possible_values = true
    )]
    types: Option<Vec<EventType>>,
    /// Only events of at least this confidence, from 0 to 1
    #[arg(long, value_name = "X", default_value = "0", value_parser = confidence, help_heading = "Output")]
    min_confidence: f64,
}

/// Writes one article in a form.
type Form = fn(Analysis<'_>, &View, jsonl::Layout, &mut dyn io::Write) -> io::Result<()>;

/// What a line of the output holds.
#[derive(Clone, Copy, Debug, Default, clap::ValueEnum)]
pub(super) enum Emit {
    #[default]
    Articles,
    Events,
    Plover,
    Cameo,
}

fn units() -> impl TypedValueParser<Value = Unit> {
    PossibleValuesParser::new(Unit::ALL.iter().map(|unit| unit.as_str()))
        .map(|name| Unit::ALL.iter().copied().find(|unit| unit.as_str() == name).unwrap_or_default())
}

fn types() -> impl TypedValueParser<Value = EventType> {
    PossibleValuesParser::new(EventType::ALL.iter().map(|etype| etype.as_str()))
        .map(|name| EventType::parse(&name.to_ascii_uppercase()).unwrap_or_default())
}

fn confidence(text: &str) -> Result<f64, &'static str> {
    text.parse().ok().filter(|x| (0.0..=1.0).contains(x)).ok_or("no number from 0 to 1")
}

pub(super) fn run(args: Args) -> anyhow::Result<ExitCode> {
    let model = args.model.open()?;
    let (unit, types, min_confidence, extensions) = (args.offsets, args.types, args.min_confidence, args.extensions);
    let view = View { unit, types, min_confidence, extensions };
    let layout = if args.pretty { jsonl::Layout::Pretty } else { jsonl::Layout::Lines };
    let write: Form = match args.emit {
        Emit::Articles => jsonl::article,
        Emit::Events => jsonl::events,
        Emit::Plover => jsonl::plover,
        Emit::Cameo => |analysis, view, _, out| cameo::rows(analysis, view, out),
    };
    let work = |worker: &mut Worker<'_>, article: &_, out: &mut dyn io::Write| {
        write(worker.analyse(article), &view, layout, out)
    };
    batch(args.input, args.output, || Worker::new(model), work)
}
