//! `advocoder actors`: the actors of a corpus.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, ensure};
use clap::builder::{PossibleValuesParser, TypedValueParser};

use super::complain;
use crate::actors::{Actors, Format, Profiles, Records, write_actors, write_map_header, write_map_row};
use crate::doc::EntityType;

/// Arguments of `actors`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// What `advocoder extract` wrote; `-` or none for standard input
    #[arg(value_name = "OUT.jsonl|-", default_value = "-", hide_default_value = true)]
    inputs: Vec<PathBuf>,
    /// Only actors of these types
    #[arg(long, value_name = "TYPE,…", value_delimiter = ',', ignore_case = true, value_parser = types())]
    types: Vec<EntityType>,
    /// Only actors in at least so many articles
    #[arg(long, value_name = "N", default_value_t = 1)]
    min_articles: u64,
    /// Form of both tables
    #[arg(long, value_name = "FORMAT", default_value = "tsv", value_parser = formats())]
    format: Format,
    /// Also write which entity of which article is which actor; reads the input twice, so it must be files
    #[arg(long, value_name = "FILE")]
    map: Option<PathBuf>,
    /// File to write in place of standard output
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

fn types() -> impl TypedValueParser<Value = EntityType> {
    PossibleValuesParser::new(EntityType::ALL.iter().map(|etype| etype.as_str()))
        .map(|name| EntityType::parse(&name.to_ascii_uppercase()).unwrap_or_default())
}

fn formats() -> impl TypedValueParser<Value = Format> {
    PossibleValuesParser::new(["tsv", "csv", "jsonl"]).map(|name| Format::named(&name).unwrap_or_default())
}

pub(super) fn run(args: Args) -> anyhow::Result<ExitCode> {
    let stdin = args.inputs.iter().any(|path| path == Path::new("-"));
    ensure!(args.map.is_none() || !stdin, "--map reads the input twice; write it to a file first");
    for out in args.map.iter().chain(&args.output) {
        let same =
            |input: &PathBuf| input.canonicalize().is_ok_and(|own| out.canonicalize().is_ok_and(|out| out == own));
        ensure!(!args.inputs.iter().any(same), "{} is both input and output", out.display());
    }
    let mut profiles = Profiles::default();
    let mut skipped = 0_u64;
    for path in &args.inputs {
        for record in open(path)? {
            match record {
                Ok(article) => profiles.add(&article),
                Err(problem) => {
                    complain(format_args!("{problem}; skipped"));
                    skipped += 1;
                }
            }
        }
    }
    let actors = Actors::new(profiles);
    let wanted = |etype: EntityType, articles: u64| {
        (args.types.is_empty() || args.types.contains(&etype)) && articles >= args.min_articles
    };
    let mut out: Box<dyn Write> = match &args.output {
        Some(path) => Box::new(create(path)?),
        None => Box::new(BufWriter::new(io::stdout().lock())),
    };
    write_actors(actors.all.iter().filter(|a| wanted(a.etype, a.articles)), args.format, &mut out)?;
    out.flush()?;
    if let Some(map) = &args.map {
        let mut out = create(map)?;
        write_map_header(args.format, &mut out)?;
        for path in &args.inputs {
            for article in open(path)?.flatten() {
                for entity in &article.entities {
                    let actor = actors.of(entity, &article.id).filter(|a| wanted(a.etype, a.articles));
                    if let Some(actor) = actor {
                        write_map_row(args.format, &article.id, &entity.id, &actor.id, &mut out)?;
                    }
                }
            }
        }
        out.flush()?;
    }
    Ok(ExitCode::from(u8::from(skipped > 0)))
}

fn open(path: &Path) -> anyhow::Result<Records> {
    Records::open(path).with_context(|| format!("cannot read {}", path.display()))
}

fn create(path: &Path) -> anyhow::Result<BufWriter<File>> {
    Ok(BufWriter::new(File::create(path).with_context(|| format!("cannot write {}", path.display()))?))
}
