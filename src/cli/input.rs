//! Arguments that say what is read.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use jiff::civil::Date;

use crate::read::{self, Fields, Format, Sample};

/// What to read, and how.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Input")]
pub(super) struct InputArgs {
    /// Files and directories to read; `-` or none for standard input
    #[arg(value_name = "FILE|DIR|-", default_value = "-", hide_default_value = true, help_heading = None::<&str>)]
    pub(super) inputs: Vec<PathBuf>,
    /// Format of the input; auto looks at the file's extension, then at its content
    #[arg(long, value_name = "FORMAT", default_value = "auto", value_parser = formats())]
    input_format: Choice,
    /// Fields of a well-known source; the options below go over it
    #[arg(long, value_name = "SOURCE", value_parser = PossibleValuesParser::new(Fields::presets()))]
    preset: Option<String>,
    /// Field or column that holds the text [default: text]
    #[arg(long, value_name = "NAME")]
    text_field: Option<String>,
    /// Field that holds the id [default: id]
    #[arg(long, value_name = "NAME")]
    id_field: Option<String>,
    /// Field that holds the headline [default: title]
    #[arg(long, value_name = "NAME")]
    title_field: Option<String>,
    /// Field that holds the date of publication [default: date]
    #[arg(long, value_name = "NAME")]
    date_field: Option<String>,
    /// How that field writes dates, as in `%d.%m.%Y` [default: ISO 8601]
    #[arg(long, value_name = "STRFTIME")]
    date_format: Option<String>,
    /// Field that holds the address [default: url]
    #[arg(long, value_name = "NAME")]
    url_field: Option<String>,
    /// Date of publication of articles that have none
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date)]
    date: Option<Date>,
    /// Encoding of the input, as in `windows-1252` [default: found out for texts and pages, UTF-8 for all else]
    #[arg(long, value_name = "NAME", value_parser = encoding)]
    encoding: Option<&'static encoding_rs::Encoding>,
    /// Analyse articles in other languages as well; else they are passed through as skipped
    #[arg(long)]
    any_language: bool,
    /// Cut longer articles at a sentence
    #[arg(long, value_name = "BYTES", default_value_t = read::MAX_ARTICLE)]
    max_article_bytes: usize,
    /// Only N records, drawn by chance from all inputs; the same ones each time, for any number of threads
    #[arg(long, value_name = "N")]
    sample: Option<usize>,
    /// Draws another sample
    #[arg(long, value_name = "S", default_value_t = 0)]
    seed: u64,
    /// Stop at the first record that is wrong
    #[arg(long)]
    pub(super) strict: bool,
    /// Number of threads [default: as many as there are cores]
    #[arg(long, value_name = "N")]
    threads: Option<NonZeroUsize>,
}

/// A format, or none to find it out.
type Choice = Option<&'static Format>;

fn formats() -> impl TypedValueParser<Value = Choice> {
    let names = std::iter::once("auto").chain(read::FORMATS.iter().map(|format| format.name));
    PossibleValuesParser::new(names).map(|name| Format::named(&name))
}

fn date(text: &str) -> Result<Date, &'static str> {
    read::iso_date(text).ok_or("no ISO 8601 date (2021-06-14)")
}

fn encoding(name: &str) -> Result<&'static encoding_rs::Encoding, &'static str> {
    read::encoding(name).ok_or("no encoding of that name (utf-8, windows-1252, gb18030, …)")
}

impl InputArgs {
    pub(super) fn threads(&self) -> NonZeroUsize {
        self.threads.or_else(|| std::thread::available_parallelism().ok()).unwrap_or(NonZeroUsize::MIN)
    }

    /// The sample to draw, where one is asked for.
    pub(super) fn sample(&self) -> Option<Sample> {
        self.sample.map(|size| Sample { size, seed: self.seed })
    }

    /// How to read, without the files `skip` in directories.
    pub(super) fn options(&self, skip: Vec<PathBuf>) -> read::Options {
        let mut fields = self.preset.as_deref().and_then(Fields::preset).cloned().unwrap_or_default();
        for (slot, name) in [
            (&mut fields.text, &self.text_field),
            (&mut fields.id, &self.id_field),
            (&mut fields.title, &self.title_field),
            (&mut fields.date, &self.date_field),
            (&mut fields.url, &self.url_field),
        ] {
            if let Some(name) = name {
                slot.clone_from(name);
            }
        }
        if self.date_format.is_some() {
            fields.date_format.clone_from(&self.date_format);
        }
        read::Options {
            format: self.input_format,
            fields,
            date: self.date,
            encoding: self.encoding,
            max_article: self.max_article_bytes,
            any_language: self.any_language,
            skip,
        }
    }
}
