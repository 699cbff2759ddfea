//! Plain text: one file, one article. Its id is the path.

use std::io::Read;
use std::sync::Arc;

use super::{Format, Input, MAX_RECORD, Options, PEEK, Place, Problem, Record, Records, Trouble};
use crate::doc::{Article, Source};

/// Plain text.
pub const FORMAT: Format = Format { name: "text", extensions: &["txt", "text"], fits: |_| true, open };

fn open(input: Input, options: &Arc<Options>) -> Records {
    let date = options.date;
    Box::new(std::iter::once_with(move || {
        let file = input.file;
        let text = read(input.bytes, &file)?;
        let source = Source { file: Some(file.to_string()), record: Some(1) };
        Ok(Record { article: Article { id: file.to_string(), title: None, date, text, source }, warning: None })
    }))
}

fn read(bytes: impl Read, file: &Arc<str>) -> Result<String, Problem> {
    let whole = |trouble| Problem { place: Place::file(Arc::clone(file)), trouble };
    let mut content = Vec::new();
    let limit = MAX_RECORD as u64 + 1;
    bytes.take(limit).read_to_end(&mut content).map_err(|e| whole(Trouble::Unreadable(e.to_string())))?;
    if content.starts_with(b"\xff\xfe") || content.starts_with(b"\xfe\xff") {
        return Err(whole(Trouble::Utf16));
    }
    if content.iter().take(PEEK).any(|&b| b == 0) {
        return Err(whole(Trouble::Binary));
    }
    if content.len() > MAX_RECORD {
        return Err(whole(Trouble::TooLarge));
    }
    let text = String::from_utf8(content).map_err(|error| not_utf8(error.as_bytes(), file, 1))?;
    if text.trim_start_matches('\u{feff}').trim().is_empty() {
        return Err(whole(Trouble::Empty));
    }
    Ok(text)
}

/// The problem of `bytes`, which start at line `line` and are no UTF-8.
pub(super) fn not_utf8(bytes: &[u8], file: &Arc<str>, line: u64) -> Problem {
    let good = bytes.utf8_chunks().next().map_or(0, |chunk| chunk.valid().len());
    let bad = bytes.get(good).copied().unwrap_or_default();
    Problem { place: Place::behind(file, line, &bytes[..good]), trouble: Trouble::NotUtf8(bad) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(bytes: &[u8]) -> Result<String, String> {
        read(bytes, &Arc::from("f")).map_err(|problem| problem.to_string())
    }

    fn trouble(bytes: &[u8]) -> String {
        outcome(bytes).unwrap_err().split(' ').take(2).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn a_text_is_kept_to_the_byte() {
        for text in
            ["plain", "\u{feff}with a mark", "line\r\nline\r\n", "e\u{301} \u{a0}\u{1f468}\u{200d}\u{1f469}", "a\u{0}"]
        {
            let at_the_end = format!("{}{text}", "x".repeat(PEEK));
            assert_eq!(outcome(at_the_end.as_bytes()), Ok(at_the_end));
        }
    }

    #[test]
    fn what_is_no_text() {
        assert_eq!(trouble(b""), "f: A103");
        assert_eq!(trouble(b" \r\n\t"), "f: A103");
        assert_eq!(trouble("\u{feff}\n".as_bytes()), "f: A103");
        assert_eq!(trouble(b"\x7fELF\x00\x01"), "f: A104");
        assert_eq!(trouble(b"\xff\xfeA\x00"), "f: A105");
        assert_eq!(trouble(b"\xfe\xff\x00A"), "f: A105");
        assert_eq!(
            trouble("Grüße\nna\u{ef}ve caf".as_bytes().iter().chain(b"\xe9").copied().collect::<Vec<_>>().as_slice()),
            "f:2:10: A106"
        );
        assert_eq!(trouble(b"cut short \xf0\x9f\x98"), "f:1:11: A106");
    }

    #[test]
    fn the_limit_is_exact() {
        let mut content = vec![b'a'; MAX_RECORD];
        assert!(outcome(&content).is_ok());
        content.push(b'a');
        assert_eq!(trouble(&content), "f: A107");
    }
}
