//! Plain text: one file, one article. Its id is the path.

use std::io::Read;
use std::sync::Arc;

use super::encoding::{self, Decoded};
use super::{Draft, Format, Input, MAX_RECORD, Options, PEEK, Place, Problem, Record, Records, Trouble};
use crate::doc::{Article, Source};

/// Plain text.
pub const FORMAT: Format = Format { name: "text", extensions: &["txt", "text"], fits: |_| true, bytes: true, open };

fn open(mut input: Input, options: &Arc<Options>) -> Records {
    let options = Arc::clone(options);
    Box::new(std::iter::once_with(move || {
        let file = input.file;
        let whole = |trouble| Problem { place: Place::file(Arc::clone(&file)), trouble };
        let bytes = match read(&mut input.bytes) {
            Ok(bytes) => bytes,
            Err(trouble) => return Draft::rejected(whole(trouble)),
        };
        Draft::later(move || {
            let whole = |trouble| Problem { place: Place::file(Arc::clone(&file)), trouble };
            let (text, encoding) = decode(bytes, options.encoding).map_err(whole)?;
            let source = Source { file: Some(file.to_string()), record: Some(1), encoding, ..Source::default() };
            let article = Article { id: file.to_string(), date: options.date, text, source, ..Article::default() };
            Ok(Record { article, warning: None })
        })
    }))
}

/// The bytes of a whole input of at most [`MAX_RECORD`].
pub(super) fn read(bytes: impl Read) -> Result<Vec<u8>, Trouble> {
    let mut content = Vec::new();
    let limit = MAX_RECORD as u64 + 1;
    bytes.take(limit).read_to_end(&mut content).map_err(|error| Trouble::Unreadable(error.to_string()))?;
    let utf16 = encoding::utf16(&content).is_some();
    if !utf16 && (content.iter().take(PEEK).any(|&b| b == 0) || content.starts_with(b"%PDF-")) {
        return Err(Trouble::Binary);
    }
    if content.len() > MAX_RECORD {
        return Err(Trouble::TooLarge);
    }
    Ok(content)
}

fn decode(content: Vec<u8>, declared: Option<&'static encoding_rs::Encoding>) -> Result<Decoded, Trouble> {
    let decoded = encoding::decode(content, declared);
    if decoded.0.trim_start_matches('\u{feff}').trim().is_empty() {
        return Err(Trouble::Empty);
    }
    Ok(decoded)
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
        let decoded = read(bytes).and_then(|content| decode(content, None));
        decoded.map(|(text, _)| text).map_err(|trouble| trouble.code())
    }

    fn trouble(bytes: &[u8]) -> String {
        outcome(bytes).unwrap_err()
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
        assert_eq!(trouble(b""), "A103");
        assert_eq!(trouble(b" \r\n\t"), "A103");
        assert_eq!(trouble("\u{feff}\n".as_bytes()), "A103");
        assert_eq!(trouble(b"\x7fELF\x00\x01"), "A104");
        assert_eq!(trouble(b"%PDF-1.7\n%abc"), "A104");
        assert_eq!(outcome(b"\xff\xfeA\x00"), Ok("A".into()));
        assert_eq!(outcome(b"\xfe\xff\x00A"), Ok("A".into()));
        assert_eq!(outcome(b"na\xefve caf\xe9"), Ok("na\u{ef}ve caf\u{e9}".into()));
    }

    #[test]
    fn where_bytes_are_no_utf8() {
        let at = |bytes: &[u8]| not_utf8(bytes, &Arc::from("f"), 1).to_string();
        let bytes = "Grüße\nna\u{ef}ve caf".bytes().chain([0xE9]).collect::<Vec<_>>();
        assert!(at(&bytes).starts_with("f:2:10: A106 byte 0xE9"));
        assert!(at(b"cut short \xf0\x9f\x98").starts_with("f:1:11: A106"));
    }

    #[test]
    fn the_limit_is_exact() {
        let mut content = vec![b'a'; MAX_RECORD];
        assert!(outcome(&content).is_ok());
        content.push(b'a');
        assert_eq!(trouble(&content), "A107");
    }
}
