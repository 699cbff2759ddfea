//! Web archives (WARC 0.17 to 1.1, ISO 28500): HTML pages among the responses, and the plain texts of WET files. A page's
//! id is its address. Requests, metadata and the like are no records of the input; responses that are no HTML, or no 200,
//! are passed over and counted.

use std::io::{self, BufRead, Read};
use std::sync::Arc;

use super::{
    Draft, Format, Input, MAX_RECORD, Options, Place, Problem, Record, Records, Trouble, encoding, html, http,
};
use crate::doc::{Article, Source};

/// Web archives.
pub const FORMAT: Format =
    Format { name: "warc", extensions: &["warc", "wet"], fits: |head| head.starts_with(b"WARC/"), bytes: true, open };

/// The longest head of a record, in bytes.
const HEAD: u64 = 64 << 10;

fn open(input: Input, options: &Arc<Options>) -> Records {
    Box::new(Archive { input, options: Arc::clone(options), number: 0, offset: 0, lost: false, ended: false })
}

struct Archive {
    input: Input,
    options: Arc<Options>,
    number: u64,
    offset: u64,
    /// Whether the last record was damaged, so that the next one is to be looked for.
    lost: bool,
    ended: bool,
}

/// What the head of a record says.
#[derive(Default)]
struct Head {
    kind: String,
    uri: Option<String>,
    content_type: String,
    length: Option<u64>,
}

enum Next {
    End,
    Damaged(&'static str),
    Record(Head),
}

impl Iterator for Archive {
    type Item = Draft;

    fn next(&mut self) -> Option<Draft> {
        while !self.ended {
            let draft = self.record();
            match draft {
                Ok(None) => {}
                Ok(Some(draft)) => return Some(draft),
                Err(error) => {
                    self.ended = true;
                    let trouble = match error.kind() {
                        io::ErrorKind::UnexpectedEof => Trouble::Archive("the archive ends within a record".to_owned()),
                        _ => Trouble::Unreadable(error.to_string()),
                    };
                    return Some(self.wrong(self.offset, trouble));
                }
            }
        }
        None
    }
}

impl Archive {
    fn wrong(&self, offset: u64, trouble: Trouble) -> Draft {
        Draft::rejected(Problem { place: Place::line(&self.input.file, self.number.max(1)).at(offset), trouble })
    }

    /// Reads the next record; `None` for one that is no record of the input, and at the end.
    fn record(&mut self) -> io::Result<Option<Draft>> {
        let (start, next) = self.head()?;
        let head = match next {
            Next::End => {
                self.ended = true;
                return Ok(None);
            }
            Next::Damaged(what) => {
                self.number += 1;
                self.lost = true;
                return Ok(Some(self.wrong(start, Trouble::Archive(what.to_owned()))));
            }
            Next::Record(head) => head,
        };
        self.number += 1;
        let length = head.length.unwrap_or_default();
        let wanted = match head.kind.as_str() {
            "response" => head.content_type.is_empty() || head.content_type.starts_with("application/http"),
            "resource" | "conversion" => true,
            _ => false,
        };
        if !wanted {
            self.pass(length)?;
            return Ok(None);
        }
        let plain = head.content_type.starts_with("text/plain");
        if head.kind != "response" && !plain && !http::is_html(&head.content_type) {
            self.pass(length)?;
            return Ok(Some(Draft::passed("not-html")));
        }
        if length > MAX_RECORD as u64 {
            self.pass(length)?;
            return Ok(Some(self.wrong(start, Trouble::TooLarge)));
        }
        let mut block = Vec::new();
        self.input.bytes.by_ref().take(length).read_to_end(&mut block)?;
        self.offset += block.len() as u64;
        if (block.len() as u64) < length {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        Ok(Some(self.draft(head, block, plain, start)))
    }

    /// Passes over the content of a record.
    fn pass(&mut self, length: u64) -> io::Result<()> {
        let passed = io::copy(&mut self.input.bytes.by_ref().take(length), &mut io::sink())?;
        self.offset += passed;
        if passed < length { Err(io::ErrorKind::UnexpectedEof.into()) } else { Ok(()) }
    }

    fn line(&mut self, line: &mut Vec<u8>) -> io::Result<()> {
        line.clear();
        self.input.bytes.by_ref().take(HEAD).read_until(b'\n', line)?;
        self.offset += line.len() as u64;
        Ok(())
    }

    /// Reads the head of the next record, behind empty lines and, after a damaged one, whatever is before it.
    fn head(&mut self) -> io::Result<(u64, Next)> {
        let mut line = Vec::new();
        let start = loop {
            let start = self.offset;
            self.line(&mut line)?;
            if line.is_empty() {
                return Ok((start, Next::End));
            }
            if line.starts_with(b"WARC/") {
                break start;
            }
            if !self.lost && !line.trim_ascii().is_empty() {
                return Ok((start, Next::Damaged("a record does not start with WARC/")));
            }
        };
        self.lost = false;
        let mut head = Head::default();
        loop {
            self.line(&mut line)?;
            if line.is_empty() || self.offset - start > HEAD {
                return Ok((start, Next::Damaged("the head of a record has no end")));
            }
            let text = String::from_utf8_lossy(&line);
            let text = text.trim();
            if text.is_empty() {
                break;
            }
            let Some((name, value)) = text.split_once(':') else { continue };
            let value = value.trim();
            match name.trim().to_ascii_lowercase().as_str() {
                "warc-type" => head.kind = value.to_ascii_lowercase(),
                "warc-target-uri" => head.uri = Some(value.trim_matches(['<', '>']).to_owned()),
                "content-type" => head.content_type = value.to_ascii_lowercase(),
                "content-length" => head.length = value.parse().ok(),
                _ => {}
            }
        }
        if head.length.is_none() {
            return Ok((start, Next::Damaged("a record has no Content-Length")));
        }
        Ok((start, Next::Record(head)))
    }

    fn draft(&self, head: Head, block: Vec<u8>, plain: bool, offset: u64) -> Draft {
        let place = Place::line(&self.input.file, self.number).at(offset);
        if head.kind == "response" {
            match http::parse(&block) {
                None => {
                    return Draft::rejected(Problem {
                        place,
                        trouble: Trouble::Archive("it is no HTTP response".to_owned()),
                    });
                }
                Some((answer, _)) if answer.status != 200 => return Draft::passed("http-status"),
                Some((answer, body)) if !answer.is_html(body) => return Draft::passed("not-html"),
                Some(_) => {}
            }
        }
        let options = Arc::clone(&self.options);
        let article = Article {
            id: head.uri.clone().unwrap_or_else(|| format!("{}:{}", place.file, self.number)),
            source: Source {
                file: Some(place.file.to_string()),
                record: place.line,
                url: head.uri,
                ..Source::default()
            },
            ..Article::default()
        };
        Draft::later(move || {
            content(block, head.kind == "response", plain, article, &options)
                .map_err(|trouble| Problem { place, trouble })
        })
    }
}

fn content(
    block: Vec<u8>,
    response: bool,
    plain: bool,
    mut article: Article,
    options: &Options,
) -> Result<Record, Trouble> {
    if plain {
        (article.text, article.source.encoding) = encoding::decode(block, options.encoding);
        article.date = options.date;
        return if article.text.trim().is_empty() {
            Err(Trouble::Empty)
        } else {
            Ok(Record { article, warning: None })
        };
    }
    match http::parse(&block).filter(|_| response) {
        None => html::page(block, options.encoding, article, options),
        Some((head, body)) => html::page(head.content(body)?, options.encoding.or(head.charset()), article, options),
    }
}

#[cfg(all(test, feature = "html"))]
mod tests {
    use super::super::testing::{all, texts};
    use super::*;
    use proptest::prelude::*;

    fn record(kind: &str, content_type: &str, block: &str) -> String {
        format!(
            "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: <https://news.example/{}>\r\nContent-Type: {content_type}\r\n\
             Content-Length: {}\r\n\r\n{block}\r\n\r\n",
            block.len(),
            block.len()
        )
    }

    fn page(text: &str) -> String {
        let text = format!("{text} ").repeat(12);
        format!(
            "<html><head><title>News</title></head><body><article><p>{text}</p><p>{text}</p></article></body></html>"
        )
    }

    fn response(status: &str, kind: &str, body: &str) -> String {
        record(
            "response",
            "application/http; msgtype=response",
            &format!("HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n\r\n{body}"),
        )
    }

    fn archive() -> Vec<String> {
        vec![
            record("warcinfo", "application/warc-fields", "software: by hand\r\n"),
            record("request", "application/http; msgtype=request", "GET / HTTP/1.1\r\n\r\n"),
            response("200 OK", "text/html; charset=utf-8", &page("Rain fell all night, the mayor’s office said.")),
            response("404 Not Found", "text/html", &page("No such page.")),
            response("200 OK", "image/png", "\u{1}\u{2}"),
            record("conversion", "text/plain", "Snow fell."),
        ]
    }

    #[test]
    fn pages_and_texts() {
        let records = all(&FORMAT, archive().concat());
        assert_eq!(records.len(), 4);
        let first = &records[0].as_ref().unwrap().article;
        assert!(first.text.starts_with("Rain fell all night, the mayor’s office said."), "{}", first.text);
        assert!(first.id.starts_with("https://news.example/"));
        assert_eq!(first.source.record, Some(3));
        assert_eq!(records[1], Err("- http-status".into()));
        assert_eq!(records[2], Err("- not-html".into()));
        assert_eq!(records[3].as_ref().unwrap().article.text, "Snow fell.");
    }

    #[test]
    fn a_damaged_record_leaves_the_others() {
        let mut archive = archive();
        archive[3] = archive[3].replace("Content-Length", "Content-Lenght");
        archive.insert(5, "garbage\r\nmore\r\n".into());
        let found = texts(&FORMAT, archive.concat());
        let codes: Vec<_> = found
            .iter()
            .map(|one| {
                one.as_ref().map_or_else(|e| e.split(' ').take(2).collect::<Vec<_>>().join(" "), |_| "text".into())
            })
            .collect();
        assert_eq!(codes, ["text", "f:4: A116", "- not-html", "f:6: A116", "text"]);
    }

    #[test]
    fn an_archive_that_breaks_off() {
        let archive = archive().concat();
        let found = texts(&FORMAT, &archive[..archive.len() - 10]);
        assert_eq!(found.len(), 4);
        assert!(found[3].as_ref().unwrap_err().contains("A116 the archive ends within a record"), "{:?}", found[3]);
    }

    proptest! {
        #[test]
        fn foreign_bytes_are_no_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            let _ = texts(&FORMAT, [b"WARC/1.0\r\n".to_vec(), bytes].concat());
        }

        #[test]
        fn damage_is_no_panic(at in any::<prop::sample::Index>(), byte: u8) {
            let mut bytes = archive().concat().into_bytes();
            let at = at.index(bytes.len());
            bytes[at] = byte;
            let _ = texts(&FORMAT, bytes);
        }
    }
}
