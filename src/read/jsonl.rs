//! JSON Lines: one object a line, one article an object. Blank lines are passed over. An article without an id gets
//! `file:line`.

use std::fmt;
use std::io::{self, BufRead, Read};
use std::sync::Arc;

use serde::de::{Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::Value;

use super::text::not_utf8;
use super::{BOM, Fields, Format, Input, MAX_RECORD, Options, Place, Problem, Record, Records, Trouble, iso_date};
use crate::doc::{Article, Source};

/// JSON Lines.
pub const FORMAT: Format = Format {
    name: "jsonl",
    extensions: &["jsonl", "ndjson", "json"],
    fits: |head| head.trim_ascii_start().starts_with(b"{"),
    open,
};

fn open(input: Input, options: &Arc<Options>) -> Records {
    Box::new(Lines { input, options: Arc::clone(options), number: 0, line: Vec::new(), ended: false })
}

struct Lines {
    input: Input,
    options: Arc<Options>,
    number: u64,
    line: Vec<u8>,
    ended: bool,
}

impl Iterator for Lines {
    type Item = Result<Record, Problem>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.ended {
            self.number += 1;
            match read_line(&mut self.input.bytes, &mut self.line) {
                Ok(Line::End) => self.ended = true,
                Ok(Line::TooLarge) => return Some(Err(self.wrong(Trouble::TooLarge))),
                Ok(Line::Whole) => {
                    let start = if self.number == 1 && self.line.starts_with(BOM) { BOM.len() } else { 0 };
                    if !self.line[start..].trim_ascii().is_empty() {
                        return Some(self.record(start));
                    }
                }
                Err(error) => {
                    self.ended = true;
                    return Some(Err(self.wrong(Trouble::Unreadable(error.to_string()))));
                }
            }
        }
        None
    }
}

impl Lines {
    fn wrong(&self, trouble: Trouble) -> Problem {
        Problem { place: Place::line(&self.input.file, self.number), trouble }
    }

    fn record(&self, start: usize) -> Result<Record, Problem> {
        let (file, line) = (&self.input.file, &self.line[start..]);
        let line = std::str::from_utf8(line).map_err(|_| not_utf8(line, file, self.number))?;
        let found = Found::parse(line, &self.options.fields).map_err(|(column, trouble)| {
            let place = column.map(|bytes| Place::behind(file, self.number, &line.as_bytes()[..bytes]));
            Problem { place: place.unwrap_or_else(|| Place::line(file, self.number)), trouble }
        })?;
        let mut record = found.into_record(file, self.number, &self.options).map_err(|trouble| self.wrong(trouble))?;
        if let Some(warning) = &mut record.warning {
            warning.place = Place::line(file, self.number);
        }
        Ok(record)
    }
}

enum Line {
    End,
    Whole,
    TooLarge,
}

/// Reads the next line into `line`, without more than [`MAX_RECORD`] bytes of it in memory.
fn read_line(bytes: &mut dyn BufRead, line: &mut Vec<u8>) -> io::Result<Line> {
    line.clear();
    let limit = MAX_RECORD as u64 + 1;
    if bytes.take(limit).read_until(b'\n', line)? == 0 {
        return Ok(Line::End);
    }
    if line.len() <= MAX_RECORD || line.ends_with(b"\n") {
        return Ok(Line::Whole);
    }
    bytes.skip_until(b'\n')?;
    *line = Vec::new();
    Ok(Line::TooLarge)
}

/// The fields of one object that matter; all others are passed over unparsed.
#[derive(Default)]
struct Found {
    text: Option<Value>,
    id: Option<Value>,
    title: Option<Value>,
    date: Option<Value>,
}

impl Found {
    /// Parses `line`; the error comes with the byte it stands at, where that is known.
    fn parse(line: &str, fields: &Fields) -> Result<Self, (Option<usize>, Trouble)> {
        let first = line.trim_start();
        if !first.starts_with('{')
            && let Ok(other) = serde_json::from_str::<Value>(first)
        {
            return Err((None, Trouble::NotObject(kind(&other))));
        }
        let mut json = serde_json::Deserializer::from_str(line);
        let found = json.deserialize_map(Pick(fields)).and_then(|found| json.end().map(|()| found));
        found.map_err(|error| {
            let message = error.to_string();
            let mut message = message.split(" at line ").next().unwrap_or(&message).to_owned();
            if error.is_eof() {
                message.push_str("; each line must be a whole object (jq -c . puts each on one line)");
            }
            let column = error.column().saturating_sub(1);
            (Some(line.floor_char_boundary(column)), Trouble::NotJson(message))
        })
    }

    fn into_record(self, file: &Arc<str>, number: u64, options: &Options) -> Result<Record, Trouble> {
        let Fields { text: text_field, id: id_field, title: title_field, date: date_field } = &options.fields;
        let text = match self.text {
            None => return Err(Trouble::NoText(text_field.clone())),
            Some(Value::String(text)) => text,
            Some(other) => return Err(Trouble::TextType { field: text_field.clone(), found: kind(&other) }),
        };
        let mut wrong = Vec::new();
        let id = match self.id {
            None | Some(Value::Null) => None,
            Some(Value::String(id)) => Some(id).filter(|id| !id.is_empty()),
            Some(Value::Number(number)) => Some(number.to_string()),
            Some(other) => {
                wrong.push(Trouble::FieldType { field: id_field.clone(), found: kind(&other) });
                None
            }
        };
        let title = match self.title {
            None | Some(Value::Null) => None,
            Some(Value::String(title)) => Some(title),
            Some(other) => {
                wrong.push(Trouble::FieldType { field: title_field.clone(), found: kind(&other) });
                None
            }
        };
        let date = match self.date {
            None | Some(Value::Null) => options.date,
            Some(value) => {
                let date = value.as_str().and_then(iso_date);
                if date.is_none() {
                    wrong.push(Trouble::Date { field: date_field.clone(), found: shown(&value) });
                }
                date
            }
        };
        let id = id.unwrap_or_else(|| format!("{file}:{number}"));
        let source = Source { file: Some(file.to_string()), record: Some(number) };
        let warning = wrong.into_iter().next().map(|trouble| Problem { place: Place::default(), trouble });
        Ok(Record { article: Article { id, title, date, text, source }, warning })
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
            let slot = match &key {
                key if *key == self.0.text => &mut found.text,
                key if *key == self.0.id => &mut found.id,
                key if *key == self.0.title => &mut found.title,
                key if *key == self.0.date => &mut found.date,
                _ => {
                    map.next_value::<IgnoredAny>()?;
                    continue;
                }
            };
            *slot = Some(map.next_value()?);
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

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{BufReader, Cursor};

    fn read(content: impl Into<Vec<u8>>) -> Vec<Result<Record, String>> {
        let input = Input { bytes: Box::new(Cursor::new(content.into())), file: "f".into() };
        open(input, &Arc::default()).map(|record| record.map_err(|problem| problem.to_string())).collect()
    }

    fn code(line: &str) -> String {
        let problem = read(line).remove(0).unwrap_err();
        problem.split(' ').take(2).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn fields_of_an_article() {
        let records = read(
            "\u{feff}{\"id\":7,\"text\":\"A.\\nB\",\"more\":{\"text\":0},\"date\":\"2021-06-14\"}\n\n{\"text\":\"\"}",
        );
        let articles: Vec<_> = records.into_iter().map(|r| r.unwrap().article).collect();
        assert_eq!(articles.len(), 2);
        assert_eq!((&*articles[0].id, &*articles[0].text), ("7", "A.\nB"));
        assert_eq!(articles[0].date, iso_date("2021-06-14"));
        assert_eq!(articles[0].source, Source { file: Some("f".into()), record: Some(1) });
        assert_eq!((&*articles[1].id, &*articles[1].text, articles[1].date), ("f:3", "", None));
    }

    #[test]
    fn a_bad_line_leaves_the_others() {
        let records = read("{\"text\":\"a\"}\n{\"text\":\n{\"text\":\"c\"}\r\n");
        assert_eq!(records.len(), 3);
        assert!(records[0].is_ok() && records[2].is_ok());
        assert!(records[1].as_ref().unwrap_err().starts_with("f:2:"), "{:?}", records[1]);
    }

    #[test]
    fn what_is_no_record() {
        assert_eq!(code("{\"text\": tru}"), "f:1:13: A110");
        assert_eq!(code("{\"é\": 1, \"text\" \"a\"}"), "f:1:17: A110");
        assert_eq!(code("{\"text\":\"a\"} {\"text\":\"b\"}"), "f:1:14: A110");
        assert_eq!(code("{\"text\":\"\\ud800\"}").split(' ').nth(1), Some("A110"));
        assert_eq!(code("[{\"text\":\"a\"}]"), "f:1: A111");
        assert_eq!(code("\"text\""), "f:1: A111");
        assert_eq!(code("{}"), "f:1: A112");
        assert_eq!(code("{\"Text\":\"a\"}"), "f:1: A112");
        assert_eq!(code("{\"text\":null}"), "f:1: A113");
        assert_eq!(code("{\"text\":[\"a\"]}"), "f:1: A113");
        assert_eq!(code(&"[".repeat(100_000)).split(' ').nth(1), Some("A110"));
        assert_eq!(code(&format!("{{\"x\":{}", "[".repeat(100_000))).split(' ').nth(1), Some("A110"));
        assert_eq!(read(b"{\"text\":\"a\xff\"}".to_vec())[0].as_ref().unwrap_err().split(' ').next(), Some("f:1:11:"));
    }

    #[test]
    fn wrong_lesser_fields_are_warnings() {
        for (line, code) in [
            ("{\"text\":\"a\",\"date\":\"June 14\"}", "f:1: A120"),
            ("{\"text\":\"a\",\"date\":20210614}", "f:1: A120"),
            ("{\"text\":\"a\",\"title\":[]}", "f:1: A121"),
            ("{\"text\":\"a\",\"id\":{}}", "f:1: A121"),
        ] {
            let record = read(line).remove(0).unwrap();
            assert!(record.warning.unwrap().to_string().starts_with(code), "{line}");
            assert_eq!((record.article.id.as_str(), record.article.title, record.article.date), ("f:1", None, None));
        }
        let null = "{\"text\":\"a\",\"date\":null,\"title\":null,\"id\":null}";
        assert_eq!(read(null).remove(0).unwrap().warning, None);
    }

    #[test]
    fn a_date_for_articles_that_have_none() {
        let options = Arc::new(Options { date: iso_date("2020-01-01"), ..Options::default() });
        let lines = "{\"text\":\"a\"}\n{\"text\":\"a\",\"date\":\"2021-06-14\"}\n{\"text\":\"a\",\"date\":\"?\"}";
        let input = Input { bytes: Box::new(Cursor::new(lines)), file: "f".into() };
        let dates: Vec<_> = open(input, &options).map(|r| r.unwrap().article.date).collect();
        assert_eq!(dates, [iso_date("2020-01-01"), iso_date("2021-06-14"), None]);
    }

    #[test]
    fn a_huge_line_is_passed_over_and_not_held() {
        let huge = io::repeat(b'x').take(50_000_000);
        let all =
            BufReader::new(Cursor::new("{\"text\":\"").chain(huge).chain(Cursor::new("\"}\n{\"text\":\"next\"}\n")));
        let mut lines = Lines {
            input: Input { bytes: Box::new(all), file: "f".into() },
            options: Arc::default(),
            number: 0,
            line: Vec::new(),
            ended: false,
        };
        assert!(lines.next().unwrap().unwrap_err().to_string().starts_with("f:1: A107"));
        assert_eq!(lines.line.capacity(), 0);
        assert_eq!(lines.next().unwrap().unwrap().article.id, "f:2");
        assert!(lines.next().is_none());
    }

    #[test]
    fn a_line_at_the_limit_is_read() {
        let frame = "{\"text\":\"\"}".len();
        let line = format!("{{\"text\":\"{}\"}}\n", "x".repeat(MAX_RECORD - frame));
        assert!(read(line)[0].is_ok());
    }

    struct Broken;

    impl Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::Error::other("the disk is gone"))
        }
    }

    #[test]
    fn a_failing_disk_ends_the_input() {
        let all = BufReader::new(Cursor::new("{\"text\":\"a\"}\n{\"te").chain(Broken));
        let input = Input { bytes: Box::new(all), file: "f".into() };
        let found: Vec<_> = open(input, &Arc::default()).map(|r| r.map_err(|p| p.to_string())).collect();
        assert_eq!(found.len(), 2);
        assert_eq!(found[1], Err("f:2: A101 cannot read it: the disk is gone".into()));
    }
}
