//! HTML pages, in any encoding. One page, one article; its id is the path. What of it is text, `main_text.rs` finds.

use std::sync::Arc;

use encoding_rs::Encoding;

#[cfg(feature = "html")]
use super::main_text;
use super::{Draft, Format, Input, MAX_RECORD, Options, Place, Problem, Record, Records, Trouble, encoding, text};
use crate::doc::{Article, Source};

/// HTML pages.
pub const FORMAT: Format = Format { name: "html", extensions: &["html", "htm", "xhtml"], fits, bytes: true, open };

/// The largest page that is read, in bytes. Pages of newspapers have 0.05 to 1 MB.
const LARGEST: usize = 4 << 20;

/// The deepest that elements may lie in each other. Readability looks at all that is around an element, so time grows with
/// the square of it.
const DEPTH: usize = 500;

fn fits(head: &[u8]) -> bool {
    let head = head.trim_ascii_start();
    let starts = |tag: &[u8]| head.get(..tag.len()).is_some_and(|start| start.eq_ignore_ascii_case(tag));
    starts(b"<!doctype html") || starts(b"<html")
}

fn open(mut input: Input, options: &Arc<Options>) -> Records {
    let options = Arc::clone(options);
    Box::new(std::iter::once_with(move || {
        let place = Place::file(Arc::clone(&input.file));
        match text::read(&mut input.bytes) {
            Err(trouble) => Draft::rejected(Problem { place, trouble }),
            Ok(bytes) => Draft::later(move || {
                let source = Source { file: Some(place.file.to_string()), record: Some(1), ..Source::default() };
                let article = Article { id: place.file.to_string(), source, ..Article::default() };
                page(bytes, options.encoding, article, &options).map_err(|trouble| Problem { place, trouble })
            }),
        }
    }))
}

/// Adds to `article` what the page `bytes` holds. Its encoding is that of a byte order mark, else `declared` (the user's or
/// the server's word), else the one that the page declares, else a guess.
pub(super) fn page(
    bytes: Vec<u8>,
    declared: Option<&'static Encoding>,
    mut article: Article,
    options: &Options,
) -> Result<Record, Trouble> {
    if bytes.len() > LARGEST.min(MAX_RECORD) {
        return Err(Trouble::TooLarge);
    }
    let declared = declared.or_else(|| own_declaration(&bytes));
    let (html, encoding) = encoding::decode(bytes, declared);
    if html.trim_start_matches('\u{feff}').trim().is_empty() {
        return Err(Trouble::Empty);
    }
    if depth(&html) > DEPTH {
        return Err(Trouble::NoMainText);
    }
    let found = main_text::read(&html)?;
    let text = tidy(&found.text);
    if text.is_empty() {
        return Err(Trouble::NoMainText);
    }
    let some = |text: Option<String>| text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    article.text = text;
    article.title = some(found.title);
    article.date = found.date.or(options.date);
    article.source.byline = some(found.byline);
    article.source.url = article.source.url.take().or_else(|| some(found.url));
    article.source.encoding = encoding;
    Ok(Record { article, warning: None })
}

#[cfg(not(feature = "html"))]
mod main_text {
    use super::Trouble;

    /// What is found in a page.
    pub(super) struct Found {
        pub(super) text: String,
        pub(super) title: Option<String>,
        pub(super) byline: Option<String>,
        pub(super) date: Option<jiff::civil::Date>,
        pub(super) url: Option<String>,
    }

    pub(super) fn read(_: &str) -> Result<Found, Trouble> {
        Err(Trouble::NotBuilt("html"))
    }
}

/// The encoding that the page's own head declares, in `<meta charset=…>` or the XML declaration.
fn own_declaration(bytes: &[u8]) -> Option<&'static Encoding> {
    let head: String = bytes.iter().take(1024).map(|&byte| char::from(byte).to_ascii_lowercase()).collect();
    ["charset=", "encoding="].iter().find_map(|key| {
        let label = head[head.find(key)? + key.len()..].trim_start_matches(['"', '\'', ' ']);
        let end = label.find(|c: char| !c.is_ascii_alphanumeric() && !"-_.:".contains(c)).unwrap_or(label.len());
        super::encoding(&label[..end])
    })
}

/// How deep elements lie in each other at most, roughly: by counting tags that open and close.
fn depth(html: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    let bytes = html.as_bytes();
    for (at, _) in html.match_indices('<') {
        match bytes.get(at + 1) {
            Some(b'/') => depth = depth.saturating_sub(1),
            Some(letter) if letter.is_ascii_alphabetic() && !is_void(&html[at + 1..]) => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            _ => {}
        }
    }
    deepest
}

/// Whether the tag is of an element that is never closed, or often not.
fn is_void(tag: &str) -> bool {
    const VOID: [&str; 20] = [
        "area", "base", "br", "col", "dd", "dt", "embed", "hr", "img", "input", "li", "link", "meta", "option", "p",
        "source", "td", "tr", "track", "wbr",
    ];
    let name = &tag[..tag.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(tag.len())];
    VOID.iter().any(|void| void.eq_ignore_ascii_case(name))
}

/// Lines without white space around them, at most one empty one between two.
fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut gap = false;
    for line in text.lines() {
        let mut words = line.split_whitespace();
        let Some(first) = words.next() else {
            gap = true;
            continue;
        };
        if !out.is_empty() {
            out.push_str(if gap { "\n\n" } else { "\n" });
        }
        gap = false;
        out.push_str(first);
        words.for_each(|word| {
            out.push(' ');
            out.push_str(word);
        });
    }
    out
}

#[cfg(all(test, feature = "html"))]
mod tests {
    use super::super::iso_date;
    use super::super::testing::{all, texts};
    use super::*;
    use proptest::prelude::*;

    const PAGE: &str = r#"<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Teachers march | The Valley Post</title>
        <meta property="og:title" content="Teachers march in the valley"><meta name="author" content="Ada Quispe">
        <meta property="article:published_time" content="2021-06-14T09:30:00Z"></head><body>
        <nav><ul><li><a href="/">Home</a></li><li><a href="/world">World</a></li><li><a href="/login">Log in</a></li></ul></nav>
        <div class="cookie">We use cookies to improve your visit. <button>Accept all</button></div>
        <main><article><h1>Teachers march in the valley</h1><p class="byline">By Ada Quispe</p>
        <p>Some four hundred teachers marched through the old town on Monday and demanded that the ministry pay the wages of the
        last three months, the union of the valley’s teachers said in a statement.</p>
        <p>The minister of education, Rosa Mamani, met the union’s delegates in the evening. “We heard them, and we will
        answer by Friday,” she told reporters in front of the town hall&nbsp;– in the rain.</p>
        <aside><h3>Related</h3><a href="/a">Bus drivers strike</a></aside>
        <p>Police detained two students near the bridge, according to their lawyer, and released them an hour later without
        charge. The march ended peacefully, and the teachers announced another one for the coming week.</p></article></main>
        <footer>Copyright 2021 The Valley Post. All rights reserved. <a href="/privacy">Privacy</a></footer>
        <script>var tracking = "do not read me";</script></body></html>"#;

    #[test]
    fn the_article_of_a_page() {
        let record = all(&FORMAT, PAGE).remove(0).unwrap();
        let article = record.article;
        assert!(article.text.starts_with("Some four hundred teachers") || article.text.contains("\nSome four hundred"));
        for part in [
            "wages of the last three months",
            "“We heard them, and we will answer by Friday,” she told",
            "coming week.",
        ] {
            assert!(article.text.contains(part), "{part}: {}", article.text);
        }
        for part in ["cookies", "Log in", "Copyright", "tracking", "\u{a0}", "  "] {
            assert!(!article.text.contains(part), "{part}: {}", article.text);
        }
        assert_eq!(article.title.as_deref(), Some("Teachers march in the valley"));
        assert_eq!(article.date, iso_date("2021-06-14"));
        assert_eq!(article.source.byline.as_deref(), Some("Ada Quispe"));
        assert_eq!(article.source.encoding, None);
    }

    #[test]
    fn the_declared_encoding_is_used() {
        let page = PAGE.replace("utf-8", "iso-8859-1").replace('’', "\u{e9}");
        let (bytes, _, _) = encoding_rs::WINDOWS_1252.encode(&page);
        let article = all(&FORMAT, bytes.into_owned()).remove(0).unwrap().article;
        assert_eq!(article.source.encoding, Some("windows-1252"));
        assert!(article.text.contains("valley\u{e9}s"), "{}", article.text);
    }

    #[test]
    fn what_has_no_text_is_a_reject() {
        let code = |html: &str| texts(&FORMAT, html)[0].clone().unwrap_err().split(' ').nth(1).map(str::to_owned);
        assert_eq!(code(" \n").as_deref(), Some("A103"));
        assert_eq!(code("<html><body></body></html>").as_deref(), Some("A115"));
        assert_eq!(code(&"<div>".repeat(200_000)).as_deref(), Some("A115"));
        assert_eq!(code(&"<b>x".repeat(800_000)).as_deref(), Some("A115"));
        assert_eq!(code(&format!("<p>{}", "x".repeat(LARGEST))).as_deref(), Some("A107"));
        assert_eq!(code(&"<img>".repeat(100_000)).as_deref(), Some("A115"));
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

        #[test]
        fn foreign_bytes_are_no_panic(bytes in proptest::collection::vec(any::<u8>(), 0..500)) {
            let _ = texts(&FORMAT, bytes);
        }

        #[test]
        fn broken_markup_is_no_panic(text in "(<(/?(p|div|table|td|a|meta|title|svg|script|template|b)| |=|\"|>|!--)|-->|&(amp|#x?[0-9a-f]{0,9});?|[a-zé😀 .]{1,30}){0,60}") {
            let _ = texts(&FORMAT, text);
        }
    }
}
