//! `advocoder gazetteer import`: rows from lists in foreign formats.

use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use super::super::complain;
use crate::doc::EntityType;
use crate::gazetteer::Gazetteer;
use crate::gazetteer::entry::{Column, subtypes};
use crate::gazetteer::import::{FORMATS, Format, Options, Sink, Source};

/// Arguments of `gazetteer import`.
#[derive(Debug, clap::Args)]
#[command(after_help = "What is left out is told on standard error and does not change the exit code.")]
pub(super) struct Args {
    /// Format of the file
    #[arg(value_name = "FORMAT", value_parser = formats())]
    format: &'static Format,
    /// File to read; `-` for standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Type of records that the format does not tell the type of
    #[arg(long = "type", value_name = "TYPE", ignore_case = true, value_parser = types())]
    etype: Option<EntityType>,
    /// Subtype of records of that type
    #[arg(long, value_name = "SUBTYPE", default_value = "", requires = "etype")]
    subtype: String,
    /// Column `source` of the rows [default: the format]
    #[arg(long, value_name = "TEXT")]
    source: Option<String>,
    /// Language of names in formats with several
    #[arg(long, value_name = "CODE", default_value = "en")]
    language: String,
    /// Which field of a table goes into which column; may be repeated
    #[arg(long = "field", value_name = "COLUMN=FIELD", value_parser = field)]
    fields: Vec<(Column, String)>,
    /// File to write in place of standard output
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

fn formats() -> impl TypedValueParser<Value = &'static Format> {
    PossibleValuesParser::new(FORMATS.iter().map(|format| PossibleValue::new(format.name).help(format.about)))
        .map(|name| Format::named(&name).unwrap_or(&FORMATS[0]))
}

fn types() -> impl TypedValueParser<Value = EntityType> {
    PossibleValuesParser::new(EntityType::ALL.iter().map(|etype| etype.as_str()))
        .map(|name| EntityType::parse(&name.to_ascii_uppercase()).unwrap_or_default())
}

fn field(text: &str) -> Result<(Column, String), String> {
    let (column, name) = text.split_once('=').ok_or("write COLUMN=FIELD, as name=Label")?;
    let known = || Column::ALL.map(|(name, _)| name).join(", ");
    let column = Column::parse(column).ok_or_else(|| format!("no column `{column}`; the columns are {}", known()))?;
    Ok((column, name.to_owned()))
}

pub(super) fn run(args: Args) -> anyhow::Result<ExitCode> {
    if let Some(etype) = args.etype {
        let known = subtypes(etype);
        let good = args.subtype.is_empty() || known.contains(&args.subtype.as_str());
        anyhow::ensure!(good, "{} has no subtype `{}`; use {}", etype.as_str(), args.subtype, known.join(", "));
    }
    let places = Gazetteer::embedded()?;
    let countries = places.entries().filter(|e| e.subtype() == "country");
    let options = Options {
        etype: args.etype,
        subtype: args.subtype,
        source: args.source.unwrap_or_else(|| args.format.name.to_owned()),
        fields: args.fields,
        language: args.language,
        countries: countries.filter_map(|e| Some((e.wikidata()?, e.country()?))).collect(),
    };
    let path = Some(args.file.as_path()).filter(|path| *path != Path::new("-"));
    let mut bytes: Box<dyn BufRead> = match path {
        Some(path) => {
            Box::new(BufReader::new(File::open(path).with_context(|| format!("cannot read {}", path.display()))?))
        }
        None => Box::new(io::stdin().lock()),
    };
    let mut out: Box<dyn Write> = match &args.output {
        Some(path) => Box::new(File::create(path).with_context(|| format!("cannot write {}", path.display()))?),
        None => Box::new(io::stdout().lock()),
    };
    let mut out = BufWriter::new(&mut out);
    let mut sink = Sink::new(&mut out, args.format.header);
    let source = Source { bytes: &mut *bytes, path };
    (args.format.import)(source, &options, &mut sink).with_context(|| args.file.display().to_string())?;
    sink.finish()?;
    for skipped in sink.skipped() {
        complain(format_args!("{} left out, first at {}: {}", skipped.count, skipped.first, skipped.reason));
    }
    complain(format_args!("rows written: {}", sink.written()));
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}
