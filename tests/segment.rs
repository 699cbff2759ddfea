//! Sentences and tokens: a table of cases, properties that hold for any text, and a page as a snapshot.

use std::fmt::Write;

use advocoder::doc::{Document, SentenceKind};
use advocoder::segment::segment;
use proptest::prelude::*;

/// One line a sentence, as `tests/segment/cases.txt` explains.
fn render(text: &str) -> String {
    let mut doc = Document::default();
    segment(text, &mut doc);
    let mut out = String::new();
    for sentence in &doc.sentences {
        let kind = match sentence.kind {
            SentenceKind::Prose => 'P',
            SentenceKind::Heading => 'H',
            SentenceKind::Boilerplate => 'B',
        };
        let forms: Vec<_> = sentence.tokens.ids().map(|token| doc.tokens.form(token, text)).collect();
        let (dateline, rest) = forms.split_at(sentence.dateline.len());
        out.push(if sentence.starts_paragraph { '¶' } else { ' ' });
        let _ = write!(out, "{kind} ");
        if !dateline.is_empty() {
            let _ = write!(out, "[{}] ", dateline.join("|"));
        }
        out.push_str(&rest.join("|"));
        out.push('\n');
    }
    out
}

/// The text of a case, its escapes resolved.
fn unescape(escaped: &str) -> String {
    let mut text = String::new();
    let mut rest = escaped;
    while let Some((before, after)) = rest.split_once('\\') {
        text.push_str(before);
        if let Some((code, after)) = after.strip_prefix("u{").and_then(|after| after.split_once('}')) {
            text.extend(u32::from_str_radix(code, 16).ok().and_then(char::from_u32));
            rest = after;
        } else {
            text.push(match after.chars().next() {
                Some('n') => '\n',
                Some('r') => '\r',
                Some('t') => '\t',
                other => panic!("unknown escape {other:?} in {escaped}"),
            });
            rest = &after[1..];
        }
    }
    text + rest
}

#[test]
fn cases_come_apart_as_written() {
    let cases = include_str!("segment/cases.txt");
    let mut failures = String::new();
    let mut count = 0;
    let mut lines = cases.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).peekable();
    while let Some(line) = lines.next() {
        let text = unescape(line.strip_prefix("> ").unwrap_or_else(|| panic!("no text: {line}")));
        let mut expected = String::new();
        while let Some(sentence) = lines.next_if(|line| !line.starts_with('>')) {
            expected.push_str(&unescape(sentence));
            expected.push('\n');
        }
        let found = render(&text);
        if found != expected {
            let _ = writeln!(failures, "{text}\nexpected\n{expected}found\n{found}");
        }
        count += 1;
    }
    assert!(count > 50, "the table was not read");
    assert!(failures.is_empty(), "\n{failures}");
}

#[test]
fn a_page_comes_apart() {
    insta::assert_snapshot!(render(include_str!("segment/page.txt")));
}

#[test]
fn nothing_comes_of_nothing() {
    for text in ["", " \n\t\r\n", "\u{feff}", "\u{200b}\u{a0}\u{2029}"] {
        assert_eq!(render(text), "", "{text:?}");
    }
}

#[test]
fn long_runs_end() {
    // Quadratic time or deep recursion would keep this test from ending.
    for part in [
        "'s", "a.", "a-", "1-", "1/", "a@", "((", "\u{301}", "U.", ")", ". (", "a\n", "Home | ", "\u{200d}", "\"",
        "[1", "x's",
    ] {
        for start in ["", "http://", "Mr. ", "1"] {
            let text = start.to_owned() + &part.repeat(100_000);
            check(&text).unwrap_or_else(|error| panic!("{part:?} repeated: {error}"));
        }
    }
}

/// A character that parts tokens without being in one.
fn is_blank(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
}

fn check(text: &str) -> Result<(), TestCaseError> {
    let mut doc = Document::default();
    segment(text, &mut doc);
    let mut token = 0;
    let mut byte = 0;
    let gap = |from: usize, to: usize| text.get(from..to).is_some_and(|gap| gap.chars().all(is_blank));
    for sentence in &doc.sentences {
        prop_assert_eq!(sentence.tokens.start, token, "tokens are left out or held twice");
        prop_assert!(!sentence.tokens.is_empty());
        prop_assert_eq!(sentence.bytes, doc.tokens.bytes(sentence.tokens));
        let dateline = sentence.dateline;
        prop_assert!(
            dateline.is_empty() || dateline.start == sentence.tokens.start && sentence.tokens.covers(dateline)
        );
        for id in sentence.tokens.ids() {
            let span = doc.tokens.span[id.index()];
            prop_assert!(gap(byte, span.start as usize), "text is left out before {:?}", span);
            let form = text.get(span.range());
            prop_assert!(form.is_some_and(|form| !form.is_empty()), "{:?} is off the characters", span);
            prop_assert!(!form.is_some_and(|form| form.contains(is_space)), "white space in {:?}", form);
            byte = span.end as usize;
        }
        token = sentence.tokens.end;
    }
    prop_assert_eq!(token as usize, doc.tokens.len());
    prop_assert!(gap(byte, text.len()), "text is left out at the end");
    prop_assert!(doc.sentences.first().is_none_or(|first| first.starts_paragraph));
    Ok(())
}

fn is_space(c: char) -> bool {
    c.is_whitespace() || c.is_control()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_500))]

    #[test]
    fn any_text_is_tiled(text in any::<String>()) {
        check(&text)?;
    }

    #[test]
    fn text_of_awkward_parts_is_tiled(parts in prop::collection::vec(prop::sample::select(PARTS), 0..60)) {
        check(&parts.concat())?;
    }

    #[test]
    fn a_blank_line_parts_any_two_texts(left in "[a-zA-Z .,'!?-]{0,60}", right in "[a-zA-Z .,'!?-]{0,60}") {
        let joined = render(&format!("{left}\n\n{right}"));
        let count = |text: &str| render(text).lines().count();
        prop_assert_eq!(joined.lines().count(), count(&left) + count(&right));
    }
}

/// Pieces whose boundaries the rules look at.
const PARTS: &[&str] = &[
    " ",
    " ",
    " ",
    "\n",
    "\n\n",
    "\r\n",
    "\u{a0}",
    "\u{200b}",
    "\u{feff}",
    "\u{ad}",
    "\u{301}",
    "\u{2028}",
    "\u{85}",
    "\0",
    ".",
    "..",
    "...",
    "…",
    "!",
    "?",
    ",",
    ":",
    ";",
    "'",
    "’",
    "‘",
    "''",
    "\"",
    "“",
    "”",
    "(",
    ")",
    "[",
    "]",
    "-",
    "--",
    "–",
    "—",
    "‑",
    "/",
    "//",
    "&",
    "@",
    "#",
    "$",
    "%",
    "*",
    "_",
    "|",
    ">",
    "=",
    "`",
    "©",
    "Mr.",
    "U.S.",
    "a.m.",
    "No.",
    "etc.",
    "Inc",
    "Ph.D",
    "n't",
    "can't",
    "cannot",
    "O'",
    "'s",
    "'d",
    "al-",
    "anti-",
    "GENEVA",
    "Home",
    "Leave a comment",
    "Read",
    "more",
    "said",
    "The",
    "the",
    "I",
    "A",
    "x",
    "é",
    "É",
    "ß",
    "日本",
    "العربية",
    "한국어",
    "😀",
    "👨\u{200d}👩",
    "🇸🇾",
    "❤\u{fe0f}",
    "1",
    "12",
    "2014",
    "1/2",
    "9/11/2001",
    "1,000",
    "3.5",
    "10:30",
    "5pm",
    ".5",
    "http://",
    "https://a.b/c",
    "www.",
    "mailto:",
    "a@b.org",
    "@b",
    "#c",
    ".com",
    ".pdf",
    ":-)",
    "June",
    "•",
    "- ",
    "1. ",
    "a) ",
];

#[test]
fn a_sentence_without_end_is_cut() {
    for (text, piece) in
        [("[".repeat(2_000), "["), ("rain, ".repeat(900), ","), ("e\u{301}\u{302} ".repeat(1_200), "e\u{301}\u{302}")]
    {
        let mut doc = Document::default();
        segment(&text, &mut doc);
        assert!(doc.sentences.iter().all(|sentence| sentence.tokens.len() <= 500), "{} sentences", doc.sentences.len());
        let covered: usize = doc.sentences.iter().map(|sentence| sentence.tokens.len()).sum();
        assert_eq!(covered, doc.tokens.len());
        let last = doc.tokens.form(advocoder::doc::TokenId(doc.sentences[0].tokens.end - 1), &text);
        assert_eq!(last, piece, "a cut falls behind a comma where there is one");
    }
}
