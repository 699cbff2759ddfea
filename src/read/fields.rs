//! Which fields of a structured record hold what, and how they make an article: for JSON, CSV and Parquet alike.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, LazyLock};

use jiff::civil::Date;
use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::Value;

use super::{Options, Place, Problem, Record, Trouble, iso_date};
use crate::doc::{Article, Source};

/// Names of the fields of structured formats. A name that the record does not have goes into objects at its dots:
/// `fields.body` is `body` of `fields`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct Fields {
    /// Field of the text. Required, a string.
    pub text: String,
    /// Field of the article's id: a string or a number.
    pub id: String,
    /// Field of the headline: a string.
    pub title: String,
    /// Field of the publication date.
    pub date: String,
    /// Field of the address.
    pub url: String,
    /// Field of the author: a string or a list of strings.
    pub byline: String,
    /// How dates are written, in the notation of strftime; without it see [`iso_date`].
    pub date_format: Option<String>,
}

impl Default for Fields {
    fn default() -> Self {
        let [text, id, title, date, url, byline] = ["text", "id", "title", "date", "url", "byline"].map(str::to_owned);
        Self { text, id, title, date, url, byline, date_format: None }
    }
}

static PRESETS: LazyLock<BTreeMap<String, Fields>> =
    LazyLock::new(|| toml::from_str(include_str!("presets.toml")).unwrap_or_default());

impl Fields {
    /// The names of well-known sources whose fields are known.
    pub fn presets() -> impl Iterator<Item = &'static str> {
        PRESETS.keys().map(String::as_str)
    }

    /// The fields of a well-known source.
    pub fn preset(name: &str) -> Option<&'static Self> {
        PRESETS.get(name)
    }

    /// All names, without those that are asked for twice.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        [&self.text, &self.id, &self.title, &self.date, &self.url, &self.byline].into_iter().map(String::as_str)
    }

    fn date(&self, text: &str) -> Option<Date> {
        match &self.date_format {
            None => iso_date(text),
            Some(format) => Date::strptime(format, text.trim()).ok(),
        }
    }
}

/// The fields of one record that matter.
#[derive(Default)]
pub(super) struct Found(BTreeMap<String, Value>);

impl Found {
    pub(super) fn put(&mut self, name: &str, value: Value) {
        self.0.insert(name.to_owned(), value);
    }

    /// Parses one JSON object; all fields but those of `fields` are passed over. The error comes with the byte it stands
    /// at, where that is known.
    pub(super) fn parse(json: &str, fields: &Fields) -> Result<Self, (Option<usize>, Trouble)> {
        let first = json.trim_start();
        if !first.starts_with('{')
            && let Ok(other) = serde_json::from_str::<Value>(first)
        {
            return Err((None, Trouble::NotObject(kind(&other))));
        }
        let mut parser = serde_json::Deserializer::from_str(json);
        let found = parser.deserialize_map(Pick(fields)).and_then(|found| parser.end().map(|()| found));
        found.map_err(|error| {
            let message = error.to_string();
            let mut message = message.split(" at line ").next().unwrap_or(&message).to_owned();
            if error.is_eof() {
                message.push_str("; each line must be a whole object (jq -c . puts each on one line)");
            }
            let line = json.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum::<usize>();
            (Some(json.floor_char_boundary(line + error.column().saturating_sub(1))), Trouble::NotJson(message))
        })
    }

    /// The value of the field `name`, which may be a path.
    fn take(&mut self, name: &str) -> Option<Value> {
        if let Some(value) = self.0.get(name) {
            return Some(value.clone()).filter(|value| !value.is_null());
        }
        let dots = name.match_indices('.').map(|(at, _)| at);
        let mut found = dots.filter_map(|at| {
            let value = self.0.get(&name[..at])?;
            name[at + 1..].split('.').try_fold(value, |value, key| match value {
                Value::Array(values) => values.get(key.parse::<usize>().ok()?),
                other => other.get(key),
            })
        });
        found.next_back().cloned().filter(|value| !value.is_null())
    }

    /// Makes the article; `place` is the record's, with its number.
    pub(super) fn into_record(mut self, place: &Place, options: &Options) -> Result<Record, Problem> {
        let fields = &options.fields;
        let wrong = |trouble| Problem { place: place.clone(), trouble };
        let text = match self.0.remove(&fields.text).or_else(|| self.take(&fields.text)) {
            None => return Err(wrong(Trouble::NoText(fields.text.clone()))),
            Some(Value::String(text)) => text,
            Some(other) => return Err(wrong(Trouble::TextType { field: fields.text.clone(), found: kind(&other) })),
        };
        let mut warnings = Vec::new();
        let mut string = |name: &str| match self.take(name)? {
            Value::String(text) => Some(text).filter(|text| !text.is_empty()),
            Value::Number(number) if name == fields.id => Some(number.to_string()),
            Value::Array(values) if name == fields.byline && values.iter().all(Value::is_string) => {
                Some(values.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(", "))
                    .filter(|all| !all.is_empty())
            }
            other => {
                warnings.push(Trouble::FieldType { field: name.to_owned(), found: kind(&other) });
                None
            }
        };
        let [id, title, url, byline] =
            [&fields.id, &fields.title, &fields.url, &fields.byline].map(|name| string(name));
        let date = match self.take(&fields.date) {
            None => options.date,
            Some(Value::String(blank)) if blank.trim().is_empty() => options.date,
            Some(value) => {
                let date = value.as_str().and_then(|text| fields.date(text));
                if date.is_none() {
                    warnings.push(Trouble::Date { field: fields.date.clone(), found: shown(&value) });
                }
                date
            }
        };
        let (file, record) = (place.file.to_string(), place.line);
        let id = id.unwrap_or_else(|| format!("{file}:{}", record.unwrap_or_default()));
        let source = Source { file: Some(file), record, url, byline, ..Source::default() };
        let warning = warnings.into_iter().next().map(wrong);
        Ok(Record { article: Article { id, title, date, text, source, ..Article::default() }, warning })
    }
}

/// Takes the named fields out of an object.
struct Pick<'a>(&'a Fields);

impl<'de> Visitor<'de> for Pick<'_> {
    type Value = Found;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Found, A::Error> {
        let mut found = Found::default();
        while let Some(key) = map.next_key::<String>()? {
            let on_the_way = |name: &str| name.strip_prefix(&*key).is_some_and(|rest| rest.starts_with('.'));
            if self.0.names().any(|name| name == key || on_the_way(name)) {
                found.0.insert(key, map.next_value()?);
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(found)
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

/// `value` as JSON, cut after 40 characters.
fn shown(value: &Value) -> String {
    let json = value.to_string();
    match json.char_indices().nth(40) {
        Some((cut, _)) => format!("{}…", &json[..cut]),
        None => json,
    }
}

/// The record of the JSON object `json`, number `number` of `file`, which begins on line `line` behind `before` characters.
pub(super) fn json_record(
    json: &[u8],
    file: &Arc<str>,
    number: u64,
    (line, before): (u64, u64),
    options: &Options,
) -> Result<Record, Problem> {
    let shift = |problem: Problem| {
        let on_first = problem.place.line == Some(line);
        let column = problem.place.column.map(|column| if on_first { column + before } else { column });
        Problem { place: Place { column, ..problem.place }, trouble: problem.trouble }
    };
    let text = std::str::from_utf8(json).map_err(|_| shift(super::text::not_utf8(json, file, line)))?;
    let place = Place::line(file, number);
    Found::parse(text, &options.fields)
        .map_err(|(column, trouble)| {
            let place = column.map(|bytes| Place::behind(file, line, &json[..bytes]));
            shift(Problem { place: place.unwrap_or_else(|| Place::line(file, line)), trouble })
        })?
        .into_record(&place, options)
        .map_err(|problem| Problem { place: Place::line(file, line), ..problem })
        .map(|mut record| {
            if let Some(warning) = &mut record.warning {
                warning.place.line = Some(line);
            }
            record
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(json: &str, fields: &Fields) -> Record {
        let options = Options { fields: fields.clone(), ..Options::default() };
        json_record(json.as_bytes(), &"f".into(), 1, (1, 0), &options).unwrap()
    }

    #[test]
    fn presets_are_valid() {
        let file: BTreeMap<String, Fields> = toml::from_str(include_str!("presets.toml")).unwrap();
        assert_eq!(file.len(), Fields::presets().count());
        assert!(Fields::presets().any(|name| name == "news-please"));
    }

    #[test]
    fn paths_go_into_objects() {
        let guardian = Fields::preset("guardian").unwrap();
        let json = r#"{"id":"world/1","webTitle":"T","webPublicationDate":"2021-06-14T08:00:00Z","webUrl":"https://a.example/1",
            "fields":{"bodyText":"Rain fell.","byline":"A. Writer"},"tags":[1,[2]]}"#;
        let article = record(json, guardian).article;
        assert_eq!((&*article.text, article.title.as_deref()), ("Rain fell.", Some("T")));
        assert_eq!(article.date, iso_date("2021-06-14"));
        assert_eq!(article.source.byline.as_deref(), Some("A. Writer"));
        let dotted = Fields { text: "a.b".into(), ..Fields::default() };
        assert_eq!(record(r#"{"a.b":"literal","a":{"b":"inside"}}"#, &dotted).article.text, "literal");
        let third = Fields { text: "pages.1.text".into(), ..Fields::default() };
        assert_eq!(record(r#"{"pages":[{"text":"0"},{"text":"1"}]}"#, &third).article.text, "1");
    }

    #[test]
    fn dates_of_other_forms_and_lists_of_authors() {
        let json = r#"{"url":"u","text":"t","publish_date":"04-03-2019","authors":["A","B"]}"#;
        let record = record(json, Fields::preset("realnews").unwrap());
        assert_eq!(record.article.date, iso_date("2019-04-03"));
        assert_eq!(record.article.id, "u");
        assert_eq!(record.article.source.byline.as_deref(), Some("A, B"));
        assert_eq!(record.warning, None);
    }
}
