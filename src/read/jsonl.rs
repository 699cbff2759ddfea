//! JSON Lines: one object a line, one article an object. Blank lines are passed over. An article without an id gets
//! `file:line`.

use std::io::{self, BufRead, Read};
use std::sync::Arc;

use super::fields::json_record;
use super::{BOM, Draft, Format, Input, MAX_RECORD, Options, Place, Problem, Records, Trouble};

/// JSON Lines.
pub const FORMAT: Format = Format {
    name: "jsonl",
    extensions: &["jsonl", "ndjson"],
    fits: |head| head.trim_ascii_start().starts_with(b"{"),
    bytes: false,
    open,
};

fn open(input: Input, options: &Arc<Options>) -> Records {
    Box::new(Lines { input, options: Arc::clone(options), number: 0, offset: 0, line: Vec::new(), ended: false })
}

struct Lines {
    input: Input,
    options: Arc<Options>,
    number: u64,
    /// Bytes before the current line.
    offset: u64,
    line: Vec<u8>,
    ended: bool,
}

impl Iterator for Lines {
    type Item = Draft;

    fn next(&mut self) -> Option<Draft> {
        while !self.ended {
            self.number += 1;
            let offset = self.offset;
            match read_line(&mut self.input.bytes, &mut self.line) {
                Ok(Line::End) => self.ended = true,
                Ok(Line::TooLarge(length)) => {
                    self.offset += length;
                    return Some(self.wrong(offset, Trouble::TooLarge));
                }
                Ok(Line::Whole) => {
                    self.offset += self.line.len() as u64;
                    let start = if self.number == 1 && self.line.starts_with(BOM) { BOM.len() } else { 0 };
                    if !self.line[start..].trim_ascii().is_empty() {
                        return Some(self.record(start, offset));
                    }
                }
                Err(error) => {
                    self.ended = true;
                    return Some(self.wrong(offset, Trouble::Unreadable(error.to_string())));
                }
            }
        }
        None
    }
}

impl Lines {
    fn wrong(&self, offset: u64, trouble: Trouble) -> Draft {
        Draft::rejected(Problem { place: Place::line(&self.input.file, self.number).at(offset), trouble })
    }

    fn record(&self, start: usize, offset: u64) -> Draft {
        let (line, number) = (self.line[start..].trim_ascii_end().to_vec(), self.number);
        let (file, options) = (Arc::clone(&self.input.file), Arc::clone(&self.options));
        Draft::later(move || {
            json_record(&line, &file, number, (number, 0), &options).map_err(|problem| problem.at(offset))
        })
    }
}

enum Line {
    End,
    Whole,
    /// With its length in bytes.
    TooLarge(u64),
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
    let length = line.len() as u64 + bytes.skip_until(b'\n')? as u64;
    *line = Vec::new();
    Ok(Line::TooLarge(length))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{all, all_with};
    use super::super::{Finished, Record, iso_date};
    use super::*;
    use crate::doc::Source;
    use std::io::{BufReader, Cursor};

    fn read(content: impl Into<Vec<u8>>) -> Vec<Result<Record, String>> {
        all(&FORMAT, content)
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
        assert_eq!(articles[0].source, Source { file: Some("f".into()), record: Some(1), ..Source::default() });
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
        let options = Options { date: iso_date("2020-01-01"), ..Options::default() };
        let lines = "{\"text\":\"a\"}\n{\"text\":\"a\",\"date\":\"2021-06-14\"}\n{\"text\":\"a\",\"date\":\"?\"}";
        let dates: Vec<_> = all_with(&FORMAT, lines, options).into_iter().map(|r| r.unwrap().article.date).collect();
        assert_eq!(dates, [iso_date("2020-01-01"), iso_date("2021-06-14"), None]);
    }

    #[test]
    fn a_huge_line_is_passed_over_and_not_held() {
        let huge = io::repeat(b'x').take(50_000_000);
        let all =
            BufReader::new(Cursor::new("{\"text\":\"").chain(huge).chain(Cursor::new("\"}\n{\"text\":\"next\"}\n")));
        let mut lines = Lines {
            input: Input::new(Box::new(all), "f"),
            options: Arc::default(),
            number: 0,
            offset: 0,
            line: Vec::new(),
            ended: false,
        };
        let Finished::Rejected(problem) = lines.next().unwrap().finish() else { panic!("no reject") };
        assert!(problem.to_string().starts_with("f:1: A107"));
        assert_eq!(lines.line.capacity(), 0);
        assert_eq!(lines.offset, 50_000_012);
        let Finished::Record(record) = lines.next().unwrap().finish() else { panic!("no record") };
        assert_eq!(record.article.id, "f:2");
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
        let found: Vec<_> = open(Input::new(Box::new(all), "f"), &Arc::default())
            .map(|draft| match draft.finish() {
                Finished::Rejected(problem) => Err(problem.to_string()),
                _ => Ok(()),
            })
            .collect();
        assert_eq!(found.len(), 2);
        assert_eq!(found[1], Err("f:2: A101 cannot read it: the disk is gone".into()));
    }
}
