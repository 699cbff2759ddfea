//! Tables with a header row: CSV and TSV. The names of the columns are those of the fields. One row is one article; one
//! without an id gets `file:row`, where the header is row 0.

use std::io::BufRead;
use std::sync::Arc;

use csv::{ByteRecord, Reader, ReaderBuilder};
use serde_json::Value;

use super::fields::Found;
use super::limit::{Limit, Limited};
use super::{BOM, Draft, Format, Input, Options, Place, Problem, Record, Records, Trouble};

/// Comma-separated values; also with semicolons, tabs or bars, whichever the header has most of.
pub const CSV: Format = Format {
    name: "csv",
    extensions: &["csv"],
    fits: |_| false,
    bytes: false,
    open: |input, options| open(input, options, None),
};

/// Tab-separated values.
pub const TSV: Format = Format {
    name: "tsv",
    extensions: &["tsv", "tab"],
    fits: |_| false,
    bytes: false,
    open: |input, options| open(input, options, Some(b'\t')),
};

fn open(mut input: Input, options: &Arc<Options>, delimiter: Option<u8>) -> Records {
    let head = input.bytes.fill_buf().unwrap_or_default();
    let mark = if head.starts_with(BOM) { BOM.len() } else { 0 };
    let delimiter = delimiter.unwrap_or_else(|| most(&head[mark..]));
    input.bytes.consume(mark);
    let limit = Limit::default();
    let reader = ReaderBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .has_headers(false)
        .from_reader(limit.over(input.bytes));
    Box::new(Rows {
        reader,
        limit,
        file: input.file,
        options: Arc::clone(options),
        names: None,
        number: 0,
        ended: false,
    })
}

/// The delimiter that the first row has most of, outside of quotes.
fn most(head: &[u8]) -> u8 {
    let row = head.split(|&byte| byte == b'\n' || byte == b'\r').next().unwrap_or_default();
    let count = |delimiter: u8| {
        let mut quoted = false;
        row.iter()
            .filter(|&&byte| {
                quoted ^= byte == b'"';
                byte == delimiter && !quoted
            })
            .count()
    };
    // Of equally many the first, so a header of one column is one of commas.
    b",;\t|".iter().copied().rev().max_by_key(|&delimiter| count(delimiter)).unwrap_or(b',')
}

type Bytes = Limited<Box<dyn BufRead + Send>>;

struct Rows {
    reader: Reader<Bytes>,
    limit: Limit,
    file: Arc<str>,
    options: Arc<Options>,
    names: Option<Arc<[String]>>,
    number: u64,
    ended: bool,
}

impl Iterator for Rows {
    type Item = Draft;

    fn next(&mut self) -> Option<Draft> {
        while !self.ended {
            let mut row = ByteRecord::new();
            self.limit.next();
            let read = self.reader.read_byte_record(&mut row);
            let position = row.position().or(Some(self.reader.position())).map_or((0, 0), |at| (at.line(), at.byte()));
            let wrong = |trouble| Problem { place: Place::line(&self.file, position.0).at(position.1), trouble };
            match read {
                Ok(false) => self.ended = true,
                Err(error) => {
                    self.ended = true;
                    let trouble = if self.limit.reached() {
                        Trouble::Table("the row is larger than 16 MiB; most likely a quote is not closed".to_owned())
                    } else {
                        Trouble::Unreadable(error.to_string())
                    };
                    return Some(Draft::rejected(wrong(trouble)));
                }
                Ok(true) => match &self.names {
                    None => match header(&row) {
                        Ok(names) => self.names = Some(names),
                        Err(trouble) => {
                            self.ended = true;
                            return Some(Draft::rejected(wrong(trouble)));
                        }
                    },
                    Some(names) => {
                        self.number += 1;
                        let (number, names) = (self.number, Arc::clone(names));
                        let (file, options) = (Arc::clone(&self.file), Arc::clone(&self.options));
                        return Some(Draft::later(move || {
                            article(&row, &names, &file, (number, position.0), &options)
                                .map_err(|problem| problem.at(position.1))
                        }));
                    }
                },
            }
        }
        None
    }
}

fn header(row: &ByteRecord) -> Result<Arc<[String]>, Trouble> {
    if row.iter().any(|cell| cell.iter().take(100).any(|&byte| byte == 0)) {
        return Err(Trouble::Binary);
    }
    Ok(row.iter().map(|cell| String::from_utf8_lossy(cell).trim().to_owned()).collect())
}

fn article(
    row: &ByteRecord,
    names: &[String],
    file: &Arc<str>,
    (number, line): (u64, u64),
    options: &Options,
) -> Result<Record, Problem> {
    let at_line = |trouble| Problem { place: Place::line(file, line), trouble };
    if row.len() > names.len() {
        let message =
            format!("the row has {} cells, the header {}; a cell with a comma needs quotes", row.len(), names.len());
        return Err(at_line(Trouble::Table(message)));
    }
    let mut found = Found::default();
    for (name, cell) in names.iter().zip(row) {
        if options.fields.names().any(|wanted| wanted == name) {
            let text = str::from_utf8(cell).map_err(|_| super::text::not_utf8(cell, file, line))?;
            found.put(name, Value::String(text.to_owned()));
        }
    }
    found.into_record(&Place::line(file, number), options).map_err(|problem| at_line(problem.trouble)).map(
        |mut record| {
            if let Some(warning) = &mut record.warning {
                warning.place.line = Some(line);
            }
            record
        },
    )
}

#[cfg(test)]
mod tests {
    use super::super::testing::{all, all_with, texts};
    use super::super::{Fields, iso_date};
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn rows_are_articles() {
        let table =
            "\u{feff}id,date,text,more\n7,2021-06-14,\"Rain fell, \"\"all\"\" night.\nThen snow.\",x\n,,Snow fell.\n";
        let records = all(&CSV, table);
        let first = &records[0].as_ref().unwrap().article;
        assert_eq!((&*first.id, &*first.text), ("7", "Rain fell, \"all\" night.\nThen snow."));
        assert_eq!(first.date, iso_date("2021-06-14"));
        let second = &records[1].as_ref().unwrap().article;
        assert_eq!((&*second.id, &*second.text, second.date), ("f:2", "Snow fell.", None));
    }

    #[test]
    fn the_delimiter_is_that_of_the_header() {
        for table in ["a;text;b\n1;Rain, snow;2\n", "a\ttext\n1\tRain, snow\n", "\"a,b,c\"|text\n1|Rain, snow\n"] {
            assert_eq!(texts(&CSV, table), [Ok("Rain, snow".into())], "{table}");
        }
        assert_eq!(texts(&CSV, "text\nRain; snow\n"), [Ok("Rain; snow".into())]);
        assert_eq!(texts(&TSV, "text\ta\nRain, snow\tb\n"), [Ok("Rain, snow".into())]);
    }

    #[test]
    fn columns_by_name() {
        let fields = Fields { text: "body".into(), date: "published".into(), ..Fields::default() };
        let options = Options { fields, ..Options::default() };
        let records = all_with(&CSV, "published,body\n14 June,Rain.\n", options);
        let record = records[0].as_ref().unwrap();
        assert_eq!(record.article.text, "Rain.");
        assert!(record.warning.as_ref().unwrap().to_string().starts_with("f:2: A120"));
    }

    #[test]
    fn what_is_wrong_has_its_line() {
        let found = texts(&CSV, b"id,text\n1,\"a\nb\"\n2,c,d\n3\n4,\xff\n5,e\n".to_vec());
        let start = |at: usize| found[at].as_ref().unwrap_err().split(' ').take(2).collect::<Vec<_>>().join(" ");
        assert_eq!((start(1), start(2), start(3)), ("f:4: A114".into(), "f:5: A112".into(), "f:6:1: A106".into()));
        assert_eq!((found[0].as_deref(), found[4].as_deref()), (Ok("a\nb"), Ok("e")));
        assert!(texts(&CSV, "id,body\n1,a\n")[0].as_ref().unwrap_err().contains("A112"));
    }

    #[test]
    fn an_open_quote_is_one_reject() {
        let table = format!("text\nfine\n\"open {}", "x,\n".repeat(super::super::MAX_RECORD / 2));
        let found = texts(&CSV, table);
        assert_eq!(found[0], Ok("fine".into()));
        assert!(found[1].as_ref().unwrap_err().contains("a quote is not closed"), "{found:?}");
        assert_eq!(found.len(), 2);
    }

    proptest! {
        #[test]
        fn foreign_bytes_are_no_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            let _ = texts(&CSV, [b"text,id\n".to_vec(), bytes.clone()].concat());
            let _ = texts(&TSV, bytes);
        }

        #[test]
        fn every_cell_is_kept(cells in proptest::collection::vec("[\\PC\n\r]{0,20}", 1..10)) {
            let mut table = csv::Writer::from_writer(Vec::new());
            table.write_record(["n", "text"]).unwrap();
            for cell in &cells {
                table.write_record(["1", cell.as_str()]).unwrap();
            }
            let expected: Vec<_> = cells.into_iter().map(Ok).collect();
            prop_assert_eq!(texts(&CSV, table.into_inner().unwrap()), expected);
        }
    }
}
