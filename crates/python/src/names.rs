//! Which field, key or column holds what.

use advocoder::doc::{Article, Source};
use advocoder::read::{Draft, Options, Place, Problem, Record, Trouble, iso_date};
use pyo3::prelude::*;
use std::sync::Arc;

/// Names of what an article is made of. `None` where there is no such field.
#[derive(Clone, Debug, FromPyObject)]
pub struct Names {
    /// The text: the only one that has to be there.
    pub text: String,
    /// The id: a string or a whole number.
    pub id: Option<String>,
    /// The headline.
    pub title: Option<String>,
    /// The date of publication.
    pub date: Option<String>,
    /// The address.
    pub url: Option<String>,
    /// The author.
    pub byline: Option<String>,
    /// The file that it was read from.
    pub file: Option<String>,
    /// The line or record of that file.
    pub record: Option<String>,
}

/// A date as it was found.
pub enum Day {
    /// There is none.
    Missing,
    /// It is written out.
    Written(String),
    /// It is a date.
    Date(jiff::civil::Date),
    /// It is something else.
    Wrong(&'static str),
}

/// Where an article comes from.
#[derive(Clone, Copy)]
pub struct Origin<'a> {
    pub id: Option<&'a str>,
    pub file: Option<&'a str>,
    /// Line or record of the file, from 1.
    pub record: Option<u64>,
}

/// An article as it was found, with what is wrong with it.
pub struct Found {
    pub id: Option<String>,
    pub title: Option<String>,
    pub date: Day,
    pub text: Result<String, Trouble>,
    pub url: Option<String>,
    pub byline: Option<String>,
    pub file: Option<String>,
    pub record: Option<u64>,
    /// The first lesser field that is not what it should be.
    pub trouble: Option<Trouble>,
}

impl Found {
    /// The draft of this article, with the warnings that the command-line tool gives for JSON Lines.
    pub fn draft(self, date_field: &str, options: &Arc<Options>) -> Draft {
        let place = Place { line: self.record, ..Place::file(self.file.clone().unwrap_or_default()) };
        let problem = |trouble| Problem { place: place.clone(), trouble };
        let text = match self.text {
            Ok(text) if text.len() > advocoder::read::MAX_RECORD => return Err(problem(Trouble::TooLarge)).into(),
            Ok(text) => text,
            Err(trouble) => return Err(problem(trouble)).into(),
        };
        let wrong_date = |found: String| Trouble::Date { field: date_field.to_owned(), found };
        let (date, trouble) = match self.date {
            Day::Missing => (options.date, None),
            Day::Date(date) => (Some(date), None),
            Day::Written(blank) if blank.trim().is_empty() => (options.date, None),
            Day::Written(text) => match iso_date(&text) {
                Some(date) => (Some(date), None),
                None => (None, Some(wrong_date(shown(&text)))),
            },
            Day::Wrong(what) => (None, Some(wrong_date(what.to_owned()))),
        };
        let source =
            Source { file: self.file, record: self.record, url: self.url, byline: self.byline, ..Source::default() };
        let id = self.id.unwrap_or_default();
        let article = Article { id, title: self.title, date, text, source, ..Article::default() };
        let warning = self.trouble.or(trouble).map(problem);
        Draft::from(Ok(Record { article, warning })).with(options)
    }
}

/// `text` as JSON, cut after 40 characters.
fn shown(text: &str) -> String {
    let json = serde_json::Value::from(text).to_string();
    match json.char_indices().nth(40) {
        Some((cut, _)) => format!("{}…", &json[..cut]),
        None => json,
    }
}
