//! Dumps of wikis (MediaWiki XML export, as of Wikinews and Wikipedia): one page, one article, its wiki markup taken off.
//! The id is the page's number. Talk pages, templates and the like (namespaces other than 0) and redirects are passed over.

use std::io::{BufReader, Read};
use std::sync::Arc;

use quick_xml::Reader;
use quick_xml::events::Event;

use super::limit::{Limit, Limited};
use super::{Draft, Format, Input, Options, Place, Problem, Record, Records, Trouble, iso_date, wikitext};
use crate::doc::{Article, Source};

/// Dumps of wikis.
pub const FORMAT: Format = Format {
    name: "mediawiki",
    extensions: &[],
    fits: |head| head.windows(10).take(2000).any(|window| window == b"<mediawiki"),
    bytes: false,
    open,
};

type Bytes = BufReader<Limited<Box<dyn Read + Send>>>;

fn open(input: Input, options: &Arc<Options>) -> Records {
    let limit = Limit::default();
    let bytes: Box<dyn Read + Send> = Box::new(input.bytes);
    let mut reader = Reader::from_reader(BufReader::with_capacity(1 << 16, limit.over(bytes)));
    reader.config_mut().allow_dangling_amp = true;
    reader.config_mut().check_end_names = false;
    reader.config_mut().allow_unmatched_ends = true;
    Box::new(Pages { reader, limit, file: input.file, options: Arc::clone(options), number: 0, ended: false })
}

struct Pages {
    reader: Reader<Bytes>,
    limit: Limit,
    file: Arc<str>,
    options: Arc<Options>,
    number: u64,
    ended: bool,
}

/// The elements of a page that matter.
#[derive(Default)]
struct Page {
    title: String,
    namespace: String,
    id: String,
    timestamp: String,
    text: String,
    redirect: bool,
}

impl Page {
    /// Where the text of an element goes.
    fn slot(&mut self, element: &[u8]) -> Option<&mut String> {
        match element {
            b"title" => Some(&mut self.title),
            b"ns" => Some(&mut self.namespace),
            // The page's own id comes before those of its revision and contributor.
            b"id" if self.id.is_empty() => Some(&mut self.id),
            b"timestamp" => {
                self.timestamp.clear();
                Some(&mut self.timestamp)
            }
            // Of several revisions the last counts.
            b"text" => {
                self.text.clear();
                Some(&mut self.text)
            }
            _ => None,
        }
    }
}

impl Iterator for Pages {
    type Item = Draft;

    fn next(&mut self) -> Option<Draft> {
        if self.ended {
            return None;
        }
        let mut buffer = Vec::new();
        let mut page: Option<Page> = None;
        let mut element: Vec<u8> = Vec::new();
        let mut content = String::new();
        let mut offset = self.reader.buffer_position();
        self.limit.next();
        loop {
            buffer.clear();
            let event = match self.reader.read_event_into(&mut buffer) {
                Ok(event) => event,
                Err(error) => {
                    self.ended = true;
                    self.number += 1;
                    let trouble = if self.limit.reached() {
                        Trouble::TooLarge
                    } else {
                        Trouble::Archive(format!("is no well-formed XML: {error}"))
                    };
                    let place = Place::line(&self.file, self.number).at(offset);
                    return Some(Draft::rejected(Problem { place, trouble }));
                }
            };
            match event {
                Event::Eof => {
                    self.ended = true;
                    return page.map(|_| {
                        self.number += 1;
                        let place = Place::line(&self.file, self.number).at(offset);
                        let trouble = Trouble::Archive("the dump ends within a page".to_owned());
                        Draft::rejected(Problem { place, trouble })
                    });
                }
                Event::Start(start) if start.local_name().as_ref() == "page" => {
                    offset = self.reader.buffer_position();
                    page = Some(Page::default());
                    self.limit.next();
                }
                Event::Empty(empty) if empty.local_name().as_ref() == "redirect" => {
                    if let Some(page) = &mut page {
                        page.redirect = true;
                    }
                }
                Event::Start(start) => {
                    element = start.local_name().as_ref().as_bytes().to_vec();
                    content.clear();
                }
                Event::Text(text) => content.push_str(&text.into_inner()),
                Event::CData(text) => content.push_str(&text.into_inner()),
                Event::GeneralRef(entity) => push_entity(&entity, &mut content),
                Event::End(end) if end.local_name().as_ref() == "page" => {
                    if let Some(page) = page.take() {
                        self.number += 1;
                        return Some(self.draft(page, offset));
                    }
                }
                Event::End(end) => {
                    if end.local_name().as_ref().as_bytes() == element
                        && let Some(slot) = page.as_mut().and_then(|page| page.slot(&element))
                    {
                        slot.push_str(&content);
                    }
                    element.clear();
                    content.clear();
                    if page.is_none() {
                        self.limit.next();
                    }
                }
                _ => {}
            }
        }
    }
}

/// Appends the character that `entity` stands for; one that XML does not have stays as it is.
fn push_entity(entity: &quick_xml::events::BytesRef<'_>, content: &mut String) {
    let name = &**entity;
    match (entity.resolve_char_ref(), name) {
        (Ok(Some(c)), _) => content.push(c),
        (_, "amp") => content.push('&'),
        (_, "lt") => content.push('<'),
        (_, "gt") => content.push('>'),
        (_, "quot") => content.push('"'),
        (_, "apos") => content.push('\''),
        _ => {
            content.push('&');
            content.push_str(name);
            content.push(';');
        }
    }
}

impl Pages {
    fn draft(&self, page: Page, offset: u64) -> Draft {
        if page.redirect {
            return Draft::passed("redirect");
        }
        if !matches!(page.namespace.trim(), "" | "0") {
            return Draft::passed("namespace");
        }
        let (place, fallback) = (Place::line(&self.file, self.number).at(offset), self.options.date);
        Draft::later(move || {
            let text = wikitext::plain(&page.text);
            if text.is_empty() {
                return Err(Problem { place, trouble: Trouble::Empty });
            }
            let id = Some(page.id.trim().to_owned()).filter(|id| !id.is_empty());
            let article = Article {
                id: id.unwrap_or_else(|| format!("{}:{}", place.file, place.line.unwrap_or_default())),
                title: Some(page.title).filter(|title| !title.is_empty()),
                date: fallback.or_else(|| iso_date(&page.timestamp)),
                text,
                source: Source { file: Some(place.file.to_string()), record: place.line, ..Source::default() },
                ..Article::default()
            };
            Ok(Record { article, warning: None })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{all, texts};
    use super::*;
    use proptest::prelude::*;

    fn page(inside: &str) -> String {
        format!(
            "<mediawiki xmlns=\"http://www.mediawiki.org/xml/export-0.11/\"><siteinfo><sitename>W</sitename></siteinfo>{inside}</mediawiki>"
        )
    }

    const TWO: &str = "<page><title>Rain &amp; snow</title><ns>0</ns><id>7</id><revision><id>9</id><timestamp>2021-06-14T08:00:00Z</timestamp>\
        <contributor><username>A</username><id>3</id></contributor><text xml:space=\"preserve\">'''Rain''' fell &lt;ref&gt;x&lt;/ref&gt;in [[Lima|the capital]].</text></revision></page>\
        <page><title>Talk:Rain</title><ns>1</ns><id>8</id><revision><text>no</text></revision></page>\
        <page><title>Old</title><ns>0</ns><id>9</id><redirect title=\"Rain\" /><revision><text>#REDIRECT [[Rain]]</text></revision></page>\
        <page><title>Snow</title><ns>0</ns><id>10</id><revision><text>Snow fell.</text></revision></page>";

    #[test]
    fn pages_are_articles() {
        let records = all(&FORMAT, page(TWO));
        let first = &records[0].as_ref().unwrap().article;
        assert_eq!(
            (&*first.id, &*first.text, first.title.as_deref()),
            ("7", "Rain fell in the capital.", Some("Rain & snow"))
        );
        assert_eq!(first.date, iso_date("2021-06-14"));
        assert_eq!(records[1], Err("- namespace".into()));
        assert_eq!(records[2], Err("- redirect".into()));
        assert_eq!(records[3].as_ref().unwrap().article.text, "Snow fell.");
        assert_eq!(records.len(), 4);
    }

    #[test]
    fn a_dump_that_breaks_off() {
        let dump = page(TWO);
        let found = texts(&FORMAT, &dump[..dump.len() - 60]);
        assert_eq!(found.len(), 4);
        assert!(found[3].as_ref().unwrap_err().contains("A116"), "{:?}", found[3]);
    }

    #[test]
    fn a_page_without_end_is_one_reject() {
        let endless = page(&format!("<page><text>{}", "x".repeat(super::super::MAX_RECORD + 200_000)));
        let found = texts(&FORMAT, endless);
        assert!(found[0].as_ref().unwrap_err().contains("A107"), "{found:?}");
        assert_eq!(found.len(), 1);
    }

    proptest! {
        #[test]
        fn foreign_bytes_are_no_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            let _ = texts(&FORMAT, [b"<mediawiki>".to_vec(), bytes].concat());
        }

        #[test]
        fn broken_markup_is_no_panic(text in "(</?(page|title|ns|id|text|revision|redirect)/?>|<!\\[CDATA\\[|]]>|<!--|&#?[a-z0-9]{0,8};?|[a-zé ]{1,9}){0,40}") {
            let _ = texts(&FORMAT, text);
        }
    }
}
