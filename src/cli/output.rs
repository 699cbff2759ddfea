//! Where results go, and what is told about a batch.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::atomic::Ordering;
use std::time::{Duration, UNIX_EPOCH};

use anyhow::{Context, ensure};
use serde::Serialize;
use serde_json::json;

use super::complain;
use super::input::InputArgs;
use super::progress::{self, Progress};
use crate::container::checksum;
use crate::doc::Article;
use crate::read::{Draft, Drafts, Found, Inputs, Problem, Sample, Walk};
use crate::run::{self, Effect, Files, Fingerprint, Frame, Outcome, Tally, Target};

/// Where to write.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Output")]
pub(super) struct OutputArgs {
    /// File to write in place of standard output
    #[arg(long, short, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
    /// File for the records that could not be used, as JSON Lines
    #[arg(long, value_name = "FILE", help_heading = "Run")]
    rejects: Option<PathBuf>,
    /// File for the counts of the run, as JSON
    #[arg(long, value_name = "FILE", help_heading = "Run")]
    summary: Option<PathBuf>,
    /// Begin anew where an interrupted run could be gone on with
    #[arg(long, help_heading = "Run")]
    restart: bool,
    /// Seconds between two notes of how far a run with --output is
    #[arg(long, value_name = "SECONDS", default_value = "5", value_parser = seconds, help_heading = "Run")]
    checkpoint: Duration,
    /// How to tell how far the run is: auto shows a bar at a terminal, plain writes a line every ten seconds
    #[arg(long, value_name = "HOW", value_enum, default_value_t, help_heading = "Run")]
    progress: progress::Choice,
}

impl OutputArgs {
    /// The files that are named.
    pub(super) fn files(&self) -> impl Iterator<Item = &PathBuf> {
        self.output.iter().chain(&self.rejects).chain(&self.summary)
    }
}

fn seconds(text: &str) -> Result<Duration, &'static str> {
    let seconds = text.parse().ok().and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
    seconds.ok_or("no number of seconds")
}

/// What the output of a run depends on, beside its input.
#[derive(Debug, Default)]
pub(super) struct Settings {
    /// Files to write, beside the rejects.
    pub(super) targets: Vec<Target>,
    /// Options that change what is written.
    pub(super) options: String,
    /// Files that change what is found.
    pub(super) models: Vec<PathBuf>,
}

/// What is written of one article: a piece for each target, and what to count.
#[derive(Debug, Default)]
pub(super) struct Written {
    pub(super) pieces: Vec<Vec<u8>>,
    pub(super) entities: u64,
    pub(super) events: u64,
}

/// Runs the articles of `input` through `work` and writes what it writes as it is.
pub(super) fn batch<S>(
    input: InputArgs,
    output: OutputArgs,
    models: Vec<PathBuf>,
    make: impl Fn() -> S + Sync,
    work: impl Fn(&mut S, &Article, &mut dyn Write) -> io::Result<()> + Sync,
) -> anyhow::Result<ExitCode> {
    let target = Target { path: output.output.clone(), frame: Frame::default(), finish: None };
    let settings = Settings { targets: vec![target], options: String::new(), models };
    run(input, output, settings, make, |state, article| {
        let mut piece = Vec::new();
        work(state, article, &mut piece)?;
        Ok(Written { pieces: vec![piece], ..Written::default() })
    })
}

/// Runs the articles of `input` through `work`, writes what it gives to the targets of `settings`, in order, and tells of
/// problems and of their number.
pub(super) fn run<S>(
    input: InputArgs,
    output: OutputArgs,
    settings: Settings,
    make: impl Fn() -> S + Sync,
    work: impl Fn(&mut S, &Article) -> io::Result<Written> + Sync,
) -> anyhow::Result<ExitCode> {
    let Settings { mut targets, options, models } = settings;
    let to_file = targets.iter().any(|target| target.path.is_some());
    let prompt = !to_file && io::stdout().is_terminal();
    targets.extend(output.rejects.clone().map(|path| Target {
        path: Some(path),
        frame: Frame::default(),
        finish: None,
    }));
    for path in targets.iter().filter(|target| target.finish.is_some()).filter_map(|target| target.path.as_ref()) {
        ensure!(!path.is_dir(), "{} is a folder already; name a new one", path.display());
    }
    for path in targets.iter().filter_map(|target| target.path.as_ref()).chain(&output.summary) {
        let same = |input: &PathBuf| input.is_file() && input.canonicalize().ok() == path.canonicalize().ok();
        ensure!(!input.inputs.iter().any(same), "{} is both input and output", path.display());
    }
    // Standard input cannot be read twice, so such a run begins anew.
    let again = to_file && !input.inputs.iter().any(|path| path.as_os_str() == "-");
    let own: Vec<_> = targets.iter().filter_map(|target| target.path.clone()).collect();
    let survey = again.then(|| survey(&input.inputs, &own));
    let fingerprint = survey.as_ref().map(|survey| -> anyhow::Result<_> {
        let options = format!("{:?} {options} {:?}", input.options(Vec::new()), (&own, input.strict, input.sample()));
        Ok(Fingerprint {
            program: hash_file(&std::env::current_exe()?)?,
            model: models.iter().map(hash_model).collect::<Result<Vec<_>, _>>()?.join(" "),
            options: hash(options.as_bytes()),
            inputs: survey.hash.clone(),
        })
    });
    let rejects = output.rejects.is_some();
    let mut files = Files::open(targets, fingerprint.transpose()?, output.restart, output.checkpoint)?;
    let before = files.resumed().clone();
    if before.records > 0 {
        complain(format_args!("going on behind record {} (--restart begins anew)", before.records));
    }
    let mut skip = files.own();
    skip.extend(output.summary.clone());
    let read = input.options(skip);
    let options = run::Options { threads: input.threads(), strict: input.strict, prompt };
    let sample = input.sample();
    let drafts = Inputs::new(input.inputs, read).drafts();
    let mut progress = Progress::new(output.progress, to_file, drafts.bytes(), survey.map(|survey| survey.bytes));
    let bytes = drafts.bytes();
    let (mut stopped, mut entities, mut events) = (false, 0, 0);
    let mut tally = before.clone();
    if !files.is_finished() {
        let mut drafts = drawn(drafts, sample, || progress.tick(&tally, 0));
        if before.records > 0 {
            let passed = drafts.by_ref().take(before.records as usize).count() as u64;
            ensure!(
                passed == before.records,
                "the input has {passed} records, fewer than the {} that are done",
                before.records
            );
        }
        let sink = |outcome: Outcome<Written>, tally: &Tally| {
            outcome.tell(&mut report(&mut stopped, |message| progress.say(message)));
            let pieces = match outcome {
                Outcome::Done(written, _) => {
                    entities += written.entities;
                    events += written.events;
                    written.pieces
                }
                Outcome::Rejected(problem) | Outcome::Stopped(problem) if rejects => {
                    (1..files.len()).map(|_| Vec::new()).chain([reject(&problem, tally.records)]).collect()
                }
                _ => Vec::new(),
            };
            files.write(&pieces)?;
            if prompt {
                files.flush()?;
            }
            progress.tick(tally, events);
            files.checkpoint(tally)
        };
        tally = match run::gather(drafts, options, before.clone(), make, work, sink) {
            Ok(tally) => tally,
            Err(error) => return Err(error).with_context(|| cannot_write(files.failing())),
        };
    }
    if stopped {
        files.flush().with_context(|| cannot_write(files.failing()))?;
    } else {
        files.finish(&tally).with_context(|| cannot_write(files.failing()))?;
    }
    progress.end(&tally, events);
    debug_assert!(tally.adds_up());
    if let Some(path) = &output.summary {
        let summary = Summary {
            schema: "advocoder-run/1",
            program: env!("CARGO_PKG_VERSION"),
            complete: !stopped,
            tally: &tally,
            adds_up: tally.adds_up(),
            resumed_behind: before.records,
            entities,
            events,
            bytes: bytes.load(Ordering::Relaxed),
            seconds: (progress.seconds() * 1000.0).round() / 1000.0,
            threads: options.threads.get(),
            outputs: own.iter().map(|path| (path.display().to_string(), size(path))).collect(),
        };
        write_summary(path, &summary).with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(end(&tally, stopped))
}

/// `drafts`, or the sample of them where there is one; `each` is called behind every draft that may be drawn.
fn drawn(drafts: Drafts, sample: Option<Sample>, each: impl FnMut()) -> Box<dyn Iterator<Item = Draft> + Send> {
    match sample {
        Some(sample) => Box::new(sample.draw(drafts, each)),
        None => Box::new(drafts),
    }
}

fn cannot_write(path: Option<&Path>) -> String {
    match path {
        Some(path) => format!("cannot write {}", path.display()),
        None => "cannot write standard output".to_owned(),
    }
}

/// A record that could not be used, as a line of the rejects.
fn reject(problem: &Problem, record: u64) -> Vec<u8> {
    let place = &problem.place;
    let message = problem.trouble.to_string();
    let line = json!({
        "record": record, "file": &*place.file, "line": place.line, "column": place.column, "offset": place.offset,
        "code": problem.trouble.code(), "message": message.get(5..).unwrap_or(&message),
    });
    format!("{line}\n").into_bytes()
}

/// The counts of a run.
#[derive(Serialize)]
struct Summary<'a> {
    schema: &'static str,
    program: &'static str,
    /// Whether the run went to the end of its input.
    complete: bool,
    #[serde(flatten)]
    tally: &'a Tally,
    adds_up: bool,
    /// Records that an earlier, interrupted run had done.
    resumed_behind: u64,
    /// Of this run alone, as are the fields below.
    entities: u64,
    events: u64,
    bytes: u64,
    seconds: f64,
    threads: usize,
    outputs: BTreeMap<String, u64>,
}

fn write_summary(path: &Path, summary: &Summary<'_>) -> io::Result<()> {
    let mut file = File::create(path)?;
    serde_json::to_writer_pretty(&mut file, summary)?;
    file.write_all(b"\n")
}

fn size(path: &Path) -> u64 {
    fs::metadata(path).map_or(0, |data| data.len())
}

/// The input files before the run.
struct Survey {
    bytes: u64,
    hash: String,
}

/// `own`, the files that are written, with those that stand beside them during a run.
pub(super) fn with_parts(own: &[PathBuf]) -> Vec<PathBuf> {
    own.iter()
        .flat_map(|path| {
            ["", ".part", ".journal", ".tmp"].map(|end| {
                let mut name = path.as_os_str().to_owned();
                name.push(end);
                PathBuf::from(name)
            })
        })
        .collect()
}

/// Looks at names, sizes and times of all input files but those that are written.
fn survey(inputs: &[PathBuf], own: &[PathBuf]) -> Survey {
    let own = with_parts(own);
    let (mut bytes, mut sum) = (0, 0_u64);
    for found in Walk::new(inputs.iter().cloned(), &own) {
        let line = match found {
            Ok(Found::File(path)) => {
                let data = fs::metadata(&path).ok();
                let time = data.as_ref().and_then(|data| data.modified().ok()?.duration_since(UNIX_EPOCH).ok());
                let size = data.map_or(0, |data| data.len());
                bytes += size;
                format!("{sum} {} {size} {}", path.display(), time.map_or(0, |time| time.as_nanos()))
            }
            Ok(Found::StandardInput) => format!("{sum} -"),
            Err(problem) => format!("{sum} {problem}"),
        };
        sum = checksum(line.as_bytes());
    }
    Survey { bytes, hash: format!("{sum:016x}") }
}

fn hash(bytes: &[u8]) -> String {
    format!("{:016x}", checksum(bytes))
}

/// The content of a gazetteer, or names, sizes and times of the files of a folder of rules.
fn hash_model(path: &PathBuf) -> anyhow::Result<String> {
    if path.is_dir() { Ok(survey(std::slice::from_ref(path), &[]).hash) } else { hash_file(path) }
}

/// Bytes of a file that are in memory at once to be hashed.
const PIECE: usize = 1 << 16;

/// Piece by piece, as the program itself is larger than what a small run needs.
fn hash_file(path: &Path) -> anyhow::Result<String> {
    let mut pieces = Vec::new();
    let mut read = || -> io::Result<()> {
        let mut file = File::open(path)?;
        let mut piece = Vec::with_capacity(PIECE);
        while Read::by_ref(&mut file).take(PIECE as u64).read_to_end(&mut piece)? > 0 {
            pieces.extend(checksum(&piece).to_le_bytes());
            piece.clear();
        }
        Ok(())
    };
    read().with_context(|| format!("cannot read {}", path.display()))?;
    Ok(hash(&pieces))
}

/// Runs the articles of `input` through `work` and hands what it makes of them to `sink`, in order; tells of problems and
/// of their number.
pub(super) fn gather<S, T: Send>(
    input: InputArgs,
    make: impl Fn() -> S + Sync,
    work: impl Fn(&mut S, &Article) -> T + Sync,
    mut sink: impl FnMut(T) + Send,
) -> anyhow::Result<ExitCode> {
    let options = run::Options { threads: input.threads(), strict: input.strict, prompt: false };
    let mut stopped = false;
    let read = input.options(Vec::new());
    let sample = input.sample();
    let drafts = Inputs::new(input.inputs, read).drafts();
    let drafts = drawn(drafts, sample, || ());
    let work = |state: &mut S, article: &Article| Ok(work(state, article));
    let each = |outcome: Outcome<T>, _: &Tally| {
        outcome.tell(&mut report(&mut stopped, complain));
        if let Outcome::Done(result, _) = outcome {
            sink(result);
        }
        Ok(())
    };
    let tally = run::gather(drafts, options, Tally::default(), make, work, each)?;
    Ok(end(&tally, stopped))
}

/// Tells of a problem, and notes when it ended the run.
fn report(stopped: &mut bool, say: impl Fn(String)) -> impl FnMut(&Problem, Effect) {
    move |problem, effect| match effect {
        Effect::Rejected => say(format!("{problem}; rejected")),
        Effect::Warned => say(format!("{problem}; analysed without it")),
        Effect::Stopped => {
            *stopped = true;
            say(format!("{problem}; stopped (--strict)"));
        }
    }
}

fn end(tally: &Tally, stopped: bool) -> ExitCode {
    if tally.all_skipped() + tally.all_rejected() + tally.all_warnings() > 0 {
        complain(summary(tally));
    }
    ExitCode::from(if stopped { 2 } else { u8::from(tally.all_rejected() > 0) })
}

fn summary(tally: &Tally) -> String {
    let counted = |n: u64, noun: &str| format!("{n} {noun}{}", if n == 1 { "" } else { "s" });
    let mut parts = vec![format!("{} analysed", counted(tally.analysed, "article"))];
    if tally.all_warnings() > 0 {
        parts.push(format!("{} of them without a field that was wrong", tally.all_warnings()));
    }
    if tally.all_skipped() > 0 {
        let reasons: Vec<_> = tally.skipped.iter().map(|(reason, count)| format!("{reason} {count}")).collect();
        parts.push(format!("{} skipped ({})", counted(tally.all_skipped(), "record"), reasons.join(", ")));
    }
    parts.push(format!("{} rejected", counted(tally.all_rejected(), "record")));
    parts.join(", ")
}
