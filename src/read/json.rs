//! JSON that is not one object a line: an array of objects, or objects laid out over many lines.
//!
//! Objects are cut out by their brackets, one at a time, so that an array of any length is read in little memory.

use std::io::{self, BufRead};
use std::sync::Arc;

use super::fields::json_record;
use super::{BOM, Draft, Format, Input, MAX_RECORD, Options, Place, Problem, Records, Trouble};

/// A JSON array of objects, or JSON objects one after the other.
pub const FORMAT: Format = Format {
    name: "json",
    extensions: &["json"],
    fits: |head| match head.trim_ascii_start() {
        [b'[', ..] => true,
        [b'{', second, ..] => second.is_ascii_whitespace(),
        _ => false,
    },
    bytes: false,
    open,
};

fn open(input: Input, options: &Arc<Options>) -> Records {
    Box::new(Values {
        input,
        options: Arc::clone(options),
        number: 0,
        offset: 0,
        line: 1,
        column: 0,
        inside: false,
        ended: false,
    })
}

struct Values {
    input: Input,
    options: Arc<Options>,
    number: u64,
    offset: u64,
    line: u64,
    /// Characters before the next byte on its line.
    column: u64,
    /// Whether the array's bracket was seen.
    inside: bool,
    ended: bool,
}

/// A stretch of bytes that may be a value.
struct Cut {
    bytes: Vec<u8>,
    offset: u64,
    line: u64,
    column: u64,
    too_large: bool,
}

impl Iterator for Values {
    type Item = Draft;

    fn next(&mut self) -> Option<Draft> {
        if self.ended {
            return None;
        }
        match self.cut() {
            Ok(Some(cut)) => {
                self.number += 1;
                Some(self.record(cut))
            }
            Ok(None) => {
                self.ended = true;
                None
            }
            Err(error) => {
                self.ended = true;
                let place = Place::line(&self.input.file, self.line).at(self.offset);
                Some(Draft::rejected(Problem { place, trouble: Trouble::Unreadable(error.to_string()) }))
            }
        }
    }
}

impl Values {
    fn record(&self, cut: Cut) -> Draft {
        let (file, options, number) = (Arc::clone(&self.input.file), Arc::clone(&self.options), self.number);
        if cut.too_large {
            let place = Place::line(&file, cut.line).at(cut.offset);
            return Draft::rejected(Problem { place, trouble: Trouble::TooLarge });
        }
        Draft::later(move || {
            json_record(&cut.bytes, &file, number, (cut.line, cut.column), &options)
                .map_err(|problem| problem.at(cut.offset))
        })
    }

    /// The next value at the top or in the array: from its first byte to the bracket that closes it or, outside of
    /// brackets, to the next comma, bracket or line end.
    fn cut(&mut self) -> io::Result<Option<Cut>> {
        let mut scan = Scan::default();
        let mut cut: Option<Cut> = None;
        loop {
            let buffer = match self.input.bytes.fill_buf() {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                other => other?,
            };
            if buffer.is_empty() {
                return Ok(cut);
            }
            let (mut used, mut done) = (0, false);
            for &byte in buffer {
                if let Some(cut) = &mut cut {
                    let ended = scan.step(byte);
                    if ended == Some(End::Before) {
                        done = true;
                        break;
                    }
                    if cut.bytes.len() < MAX_RECORD {
                        cut.bytes.push(byte);
                    } else if !cut.too_large {
                        cut.too_large = true;
                    }
                    done = ended.is_some();
                } else if !between(byte, self.offset + used as u64, &mut self.inside) {
                    scan.step(byte);
                    let offset = self.offset + used as u64;
                    cut =
                        Some(Cut { bytes: vec![byte], offset, line: self.line, column: self.column, too_large: false });
                }
                used += 1;
                if byte == b'\n' {
                    (self.line, self.column) = (self.line + 1, 0);
                } else {
                    self.column += u64::from(byte & 0xC0 != 0x80);
                }
                if done {
                    break;
                }
            }
            self.offset += used as u64;
            self.input.bytes.consume(used);
            if done {
                return Ok(cut);
            }
        }
    }
}

/// Whether `byte` stands between values: white space, a comma, the array's own brackets, a byte order mark.
fn between(byte: u8, offset: u64, inside: &mut bool) -> bool {
    match byte {
        b'[' if !*inside => {
            *inside = true;
            true
        }
        b']' if *inside => {
            *inside = false;
            true
        }
        b',' => *inside,
        _ => byte.is_ascii_whitespace() || BOM.get(offset as usize) == Some(&byte),
    }
}

/// Where a value ends: with this byte, or before it.
#[derive(PartialEq)]
enum End {
    With,
    Before,
}

/// Brackets and strings that are open.
#[derive(Default)]
struct Scan {
    depth: u64,
    string: bool,
    escaped: bool,
}

impl Scan {
    fn step(&mut self, byte: u8) -> Option<End> {
        if self.string {
            match byte {
                _ if self.escaped => self.escaped = false,
                b'\\' => self.escaped = true,
                b'"' => self.string = false,
                _ => {}
            }
            return None;
        }
        match byte {
            b'"' => self.string = true,
            b'{' | b'[' => self.depth += 1,
            b'}' | b']' if self.depth > 0 => {
                self.depth -= 1;
                if self.depth == 0 {
                    return Some(End::With);
                }
            }
            b',' | b']' | b'}' | b'\n' if self.depth == 0 => return Some(End::Before),
            _ => {}
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{all, texts};
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn arrays_and_objects_over_lines() {
        for json in [
            "[{\"text\":\"a\"},{\"text\":\"b ] } \\\" ,\"}]",
            "\u{feff} [\n  {\"text\": \"a\"},\n\n  {\n    \"text\": \"b ] } \\\" ,\"\n  }\n]\n",
            "{\n\"text\":\"a\"}\n{\n\"text\":\"b ] } \\\" ,\"}",
            "{\"text\":\"a\"}{\"text\":\"b ] } \\\" ,\"}",
        ] {
            assert_eq!(texts(&FORMAT, json), [Ok("a".into()), Ok("b ] } \" ,".into())], "{json}");
        }
        assert!(texts(&FORMAT, "[]").is_empty());
        let records = all(&FORMAT, "[{\"text\":\"a\"}, {\"text\":\"b\"}]");
        assert_eq!(records[1].as_ref().unwrap().article.id, "f:2");
    }

    #[test]
    fn a_bad_value_leaves_the_others() {
        let found = texts(&FORMAT, "[{\"text\":\"a\"},\n7,{\"text\":}, {\"text\":\"c\"},\n \"x\", [1], {}");
        let codes: Vec<_> = found
            .iter()
            .map(|one| one.as_ref().map_or_else(|e| e.split(' ').take(2).collect::<Vec<_>>().join(" "), Clone::clone))
            .collect();
        assert_eq!(codes, ["a", "f:2: A111", "f:2:11: A110", "c", "f:3: A111", "f:3: A111", "f:3: A112"]);
    }

    #[test]
    fn what_never_closes_is_one_reject() {
        assert!(texts(&FORMAT, "[{\"text\":\"a\", \"b\":[[[")[0].as_ref().unwrap_err().contains("A110"));
        let deep = "[".repeat(1_000_000);
        assert_eq!(texts(&FORMAT, deep).len(), 1);
        let huge = format!("[{{\"text\":\"{}\"}},{{\"text\":\"b\"}}]", "x".repeat(MAX_RECORD));
        let found = texts(&FORMAT, huge);
        assert!(found[0].as_ref().unwrap_err().contains("A107"));
        assert_eq!(found[1], Ok("b".into()));
    }

    proptest! {
        #[test]
        fn foreign_bytes_are_no_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            let _ = texts(&FORMAT, bytes);
        }

        #[test]
        fn broken_json_is_no_panic(text in "[\\[\\]{}\",:\\\\a1 \n]{0,200}") {
            let _ = texts(&FORMAT, text);
        }

        #[test]
        fn every_article_of_an_array_is_found(articles in proptest::collection::vec("\\PC{0,20}", 0..10), pretty: bool) {
            let array: Vec<_> = articles.iter().map(|text| serde_json::json!({ "more": [{}, "]"], "text": text })).collect();
            let json = if pretty { serde_json::to_string_pretty(&array) } else { serde_json::to_string(&array) };
            let expected: Vec<_> = articles.into_iter().map(Ok).collect();
            prop_assert_eq!(texts(&FORMAT, json.unwrap()), expected);
        }
    }
}
