//! `advocoder gazetteer suggest`: rows for names that a corpus often has and no gazetteer knows.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use clap::builder::{PossibleValuesParser, TypedValueParser};

use super::super::complain;
use super::super::input::InputArgs;
use super::super::model::ModelArgs;
use super::super::output::gather;
use crate::doc::EntityType;
use crate::gazetteer::rows;
use crate::gazetteer::suggest::{self, Suggestion, Suggestions};
use crate::pipeline::Worker;

/// Arguments of `gazetteer suggest`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "The rows are guesses: read them, mend or delete, then use the file with --gazetteer. The columns \
                        that start with # are there for your eyes and are ignored."
)]
pub(super) struct Args {
    #[command(flatten)]
    input: InputArgs,
    #[command(flatten)]
    model: ModelArgs,
    /// Only names of these types
    #[arg(
        long = "type", value_name = "TYPE,…", value_delimiter = ',', ignore_case = true, value_parser = types(),
        default_value = "PER,ORG", help_heading = "Output"
    )]
    types: Vec<EntityType>,
    /// Only names in at least so many articles
    #[arg(long, value_name = "N", default_value_t = 3, help_heading = "Output")]
    min_articles: u64,
    /// At most so many rows, the most frequent names [default: all]
    #[arg(long, value_name = "N", help_heading = "Output")]
    limit: Option<usize>,
    /// File to write in place of standard output
    #[arg(long, short, value_name = "FILE", help_heading = "Output")]
    output: Option<PathBuf>,
}

fn types() -> impl TypedValueParser<Value = EntityType> {
    PossibleValuesParser::new(EntityType::ALL.iter().map(|etype| etype.as_str()))
        .map(|name| EntityType::parse(&name.to_ascii_uppercase()).unwrap_or_default())
}

pub(super) fn run(args: Args) -> anyhow::Result<ExitCode> {
    let Args { input, model, types, min_articles, limit, output } = args;
    let mut out: Box<dyn Write> = match &output {
        Some(path) => Box::new(File::create(path).with_context(|| format!("cannot write {}", path.display()))?),
        None => Box::new(io::stdout().lock()),
    };
    let mut out = BufWriter::new(&mut out);
    let model = model.open()?;
    let mut suggestions = Suggestions::default();
    let work = |worker: &mut Worker<'_>, article: &_| suggest::unknown(worker.analyse(article));
    let code = gather(input, || Worker::new(model), work, |found| suggestions.add(found))?;
    if suggestions.forgotten() > 0 {
        complain(format_args!(
            "{} names seen in a single article were forgotten to stay within memory; their counts may be too low by one",
            suggestions.forgotten()
        ));
    }
    writeln!(out, "{}\t#articles\t#mentions\t#events\t#agreement\t#contexts", rows::header())?;
    for suggestion in suggestions.rows(&types, min_articles).into_iter().take(limit.unwrap_or(usize::MAX)) {
        let Suggestion { entry, articles, mentions, acts, agreement, contexts } = suggestion;
        let contexts = contexts.join(" ‖ ");
        writeln!(out, "{}\t{articles}\t{mentions}\t{acts}\t{agreement:.2}\t{contexts}", rows::row(&entry))?;
    }
    out.flush()?;
    Ok(code)
}
