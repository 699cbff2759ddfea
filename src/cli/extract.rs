//! `advocoder extract`: entities and events, in the format of choice.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, ensure};
use clap::builder::{PossibleValuesParser, TypedValueParser};

use super::dry_run;
use super::input::InputArgs;
use super::model::ModelArgs;
use super::output::{self, OutputArgs, Settings, Written};
use super::settings::{ConfigArgs, Told};
use crate::doc::{Analysis, EventType};
use crate::pipeline::Worker;
use crate::run::{Frame, Target};
use crate::write::jsonl::{self, Layout};
use crate::write::{self, FORMATS, Format, Unit, View, cameo};

/// Arguments of `extract`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    input: InputArgs,
    #[command(flatten)]
    model: ModelArgs,
    #[command(flatten)]
    output: OutputArgs,
    #[command(flatten)]
    config: ConfigArgs,
    /// Tell settings, inputs and their formats, and write nothing
    #[arg(long, help_heading = "Run")]
    dry_run: bool,
    /// What a line holds: an article with all its entities and events, one event with names in place of ids, one event
    /// with the fields of the PLOVER manual, or tab-separated CAMEO codes of a pair of actors
    #[arg(long, value_name = "FORM", value_enum, default_value_t, help_heading = "Output")]
    emit: Emit,
    /// Format of the output. jsonl and json hold what --emit says; csv, tsv and parquet events; parquet-articles whole
    /// articles; docs/formats.md tells of the others
    #[arg(long, value_name = "FORMAT", default_value = "jsonl", value_parser = formats(), help_heading = "Output")]
    format: String,
    /// Only names that the gazetteer knows, and no events. Much faster, as nothing is tagged or parsed; a name that needs
    /// a word beside it to count (a city called Reading) is left out
    #[arg(long, help_heading = "Output")]
    names_only: bool,
    /// Folder for tables that can be joined: articles, events, participants, entities and mentions, as CSV
    #[arg(long, value_name = "DIR", help_heading = "Output")]
    tables: Option<PathBuf>,
    /// Lay the JSON out for a person to read
    #[arg(long, help_heading = "Output")]
    pretty: bool,
    /// What offsets count: UTF-8 bytes, Unicode code points or UTF-16 code units
    #[arg(long, value_name = "UNIT", default_value = "bytes", value_parser = units(), help_heading = "Output")]
    offsets: Unit,
    /// Put the text of each article into its record, for inputs that it was taken out of (pages, archives, wikis)
    #[arg(long, help_heading = "Output")]
    with_text: bool,
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

fn formats() -> PossibleValuesParser {
    PossibleValuesParser::new(["jsonl", "json"].into_iter().chain(FORMATS.iter().map(|format| format.name)))
}

/// Writes one article.
type Writer = fn(Analysis<'_>, &View, &mut dyn Write) -> io::Result<()>;

/// The file that `args` name, and what writes to it.
fn form(args: &Args) -> anyhow::Result<(Writer, Target)> {
    let path = args.output.output.clone();
    let frame = |[head, between, tail]: [&'static str; 3]| Frame { head: head.to_owned(), between, tail };
    if let Some(format) = Format::named(&args.format) {
        ensure!(
            !args.pretty && matches!(args.emit, Emit::Articles),
            "--format {} has a form of its own: leave out --emit and --pretty",
            format.name
        );
        ensure!(format.finish.is_none() || path.is_some(), "--format {} needs --output", format.name);
        let target = Target { path, frame: frame(format.frame), finish: format.finish };
        return Ok((format.article, target));
    }
    let json = args.format == "json";
    ensure!(!(json && args.pretty), "--format json is laid out as one array: leave out --pretty");
    let write: Writer = match (args.emit, args.pretty) {
        (Emit::Articles, false) => |analysis, view, out| jsonl::article(analysis, view, Layout::Lines, out),
        (Emit::Articles, true) => |analysis, view, out| jsonl::article(analysis, view, Layout::Pretty, out),
        (Emit::Events, false) => |analysis, view, out| jsonl::events(analysis, view, Layout::Lines, out),
        (Emit::Events, true) => |analysis, view, out| jsonl::events(analysis, view, Layout::Pretty, out),
        (Emit::Plover, false) => |analysis, view, out| jsonl::plover(analysis, view, Layout::Lines, out),
        (Emit::Plover, true) => |analysis, view, out| jsonl::plover(analysis, view, Layout::Pretty, out),
        (Emit::Cameo, _) => cameo::rows,
    };
    let frame = if json { frame(["[\n", ",\n", "\n]\n"]) } else { Frame::default() };
    Ok((write, Target { path, frame, finish: None }))
}

/// The files of `--tables`.
fn tables(folder: &Path) -> anyhow::Result<Vec<Target>> {
    fs::create_dir_all(folder).with_context(|| format!("cannot make the folder {}", folder.display()))?;
    let target = |(name, head): (String, String)| Target {
        path: Some(folder.join(name)),
        frame: Frame { head, ..Frame::default() },
        finish: None,
    };
    Ok(write::tables::files().into_iter().map(target).collect())
}

pub(super) fn run(args: Args, told: &Told<'_>) -> anyhow::Result<ExitCode> {
    ensure!(!args.names_only || matches!(args.emit, Emit::Articles), "--names-only finds no events: leave out --emit");
    let model = args.model.open()?;
    let (write, target) = form(&args)?;
    if args.dry_run {
        let tables =
            args.tables.iter().flat_map(|dir| write::tables::files().into_iter().map(|(name, _)| dir.join(name)));
        let own: Vec<_> = args.output.files().cloned().chain(tables).collect();
        return dry_run::run(args.input, output::with_parts(&own), told);
    }
    // With --tables alone, nothing goes to standard output.
    let main = target.path.is_some() || args.tables.is_none();
    let mut targets: Vec<_> = Some(target).into_iter().filter(|_| main).collect();
    if let Some(folder) = &args.tables {
        targets.extend(tables(folder)?);
    }
    let json = args.format == "json";
    let (unit, types, min_confidence, extensions) = (args.offsets, args.types, args.min_confidence, args.extensions);
    let view = View { unit, types, min_confidence, extensions, with_text: args.with_text };
    let names_only = args.names_only;
    let options = format!("{view:?} {} {:?} {} {names_only}", args.format, args.emit, args.pretty);
    let settings = Settings { targets, options, models: args.model.files() };
    let work = |worker: &mut Worker<'_>, article: &_| {
        let analysis = if names_only { worker.names(article) } else { worker.analyse(article) };
        let mut pieces = Vec::new();
        if main {
            let mut piece = Vec::new();
            write(analysis, &view, &mut piece)?;
            pieces.push(if json { items(&piece) } else { piece });
        }
        if args.tables.is_some() {
            pieces.extend(write::tables::article(analysis, &view)?);
        }
        let (entities, events) = (analysis.doc.entities.len() as u64, analysis.doc.events.len() as u64);
        Ok(Written { pieces, entities, events })
    };
    output::run(args.input, args.output, settings, || Worker::new(model), work)
}

/// Lines of JSON as items of an array.
fn items(lines: &[u8]) -> Vec<u8> {
    let lines: Vec<_> = lines.split(|&byte| byte == b'\n').filter(|line| !line.is_empty()).collect();
    lines.join(&b",\n"[..])
}
