//! Arguments that say what is read.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use jiff::civil::Date;

use crate::read::{self, Fields, Format, Inputs};

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
    /// Field that holds the text
    #[arg(long, value_name = "NAME", default_value = "text")]
    text_field: String,
    /// Field that holds the id
    #[arg(long, value_name = "NAME", default_value = "id")]
    id_field: String,
    /// Field that holds the headline
    #[arg(long, value_name = "NAME", default_value = "title")]
    title_field: String,
    /// Field that holds the date of publication
    #[arg(long, value_name = "NAME", default_value = "date")]
    date_field: String,
    /// Date of publication of articles that have none
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date)]
    date: Option<Date>,
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

impl InputArgs {
    pub(super) fn threads(&self) -> NonZeroUsize {
        self.threads.or_else(|| std::thread::available_parallelism().ok()).unwrap_or(NonZeroUsize::MIN)
    }

    /// The articles. Directories are read without the file `skip`.
    pub(super) fn records(self, skip: Option<PathBuf>) -> Inputs {
        let fields =
            Fields { text: self.text_field, id: self.id_field, title: self.title_field, date: self.date_field };
        Inputs::new(self.inputs, read::Options { format: self.input_format, fields, date: self.date, skip })
    }
}
