//! Encodings: bytes become UTF-8, by byte order mark, declaration or guess.
//!
//! Offsets then count in the decoded text, and the record tells the encoding.

use std::io::{self, Read};

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8};
use encoding_rs_io::DecodeReaderBytesBuilder;

/// A text and the encoding it was decoded from, `None` for UTF-8.
pub(super) type Decoded = (String, Option<&'static str>);

/// The encoding that a user, a page or a server calls `label`.
pub fn named(label: &str) -> Option<&'static Encoding> {
    Encoding::for_label(label.trim().as_bytes())
}

/// Decodes a whole file. What is valid UTF-8 is kept to the byte, with a byte order mark. Otherwise the encoding is that
/// of the byte order mark, else `declared`, else the likeliest by the frequencies of letters (`chardetng`). Bytes that
/// the encoding does not have become U+FFFD.
pub(super) fn decode(bytes: Vec<u8>, declared: Option<&'static Encoding>) -> Decoded {
    let bytes = match String::from_utf8(bytes) {
        Ok(text) if declared.is_none_or(|declared| declared == UTF_8 || text.is_ascii()) => return (text, None),
        Ok(text) => text.into_bytes(),
        Err(error) => error.into_bytes(),
    };
    let encoding = Encoding::for_bom(&bytes).map(|(encoding, _)| encoding).or(declared);
    let encoding = encoding.unwrap_or_else(|| guess(&bytes));
    let (text, encoding, _) = encoding.decode(&bytes);
    (text.into_owned(), Some(encoding.name()).filter(|_| encoding != UTF_8))
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Allow)
}

/// The encoding that `head` starts with the byte order mark of, if that is UTF-16.
pub(super) fn utf16(head: &[u8]) -> Option<&'static Encoding> {
    Encoding::for_bom(head).map(|(encoding, _)| encoding).filter(|&encoding| encoding != UTF_8)
}

/// Decodes a stream while it is read.
pub(super) fn stream(
    bytes: impl Read + Send + 'static,
    encoding: &'static Encoding,
) -> io::Result<Box<dyn Read + Send>> {
    Ok(Box::new(DecodeReaderBytesBuilder::new().encoding(Some(encoding)).build(bytes)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn utf8_is_kept_to_the_byte() {
        let text = "\u{feff}e\u{301} \u{1f468}\u{200d}\u{1f469}\r\n";
        assert_eq!(decode(text.into(), None), (text.to_owned(), None));
        assert_eq!(decode(text.into(), Some(UTF_8)), (text.to_owned(), None));
    }

    #[test]
    fn by_mark_declaration_and_guess() {
        let utf16: Vec<u8> = "\u{feff}Señora 😀".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(decode(utf16, None), ("Señora 😀".into(), Some("UTF-16LE")));
        let french = b"Le pr\xe9sident a rencontr\xe9 les familles \x93 hier \x94 \xe0 Paris.".to_vec();
        let expected = "Le président a rencontré les familles “ hier ” à Paris.";
        assert_eq!(decode(french.clone(), None), (expected.into(), Some("windows-1252")));
        assert_eq!(decode(french, named(" ISO-8859-1 ")), (expected.into(), Some("windows-1252")));
        let (russian, _, _) = encoding_rs::WINDOWS_1251.encode("Полиция задержала журналистов в Москве.");
        assert_eq!(decode(russian.into_owned(), None).1, Some("windows-1251"));
    }

    #[test]
    fn a_declaration_goes_before_what_happens_to_be_valid() {
        let (text, encoding) = decode(vec![0xC3, 0xA9], named("latin1"));
        assert_eq!((text.as_str(), encoding), ("Ã©", Some("windows-1252")));
    }

    #[test]
    fn a_stream_is_decoded_across_its_pieces() {
        let text = "Señora 😀 ".repeat(5000);
        let bytes: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let mut out = String::new();
        stream(io::Cursor::new(bytes), encoding_rs::UTF_16BE).unwrap().read_to_string(&mut out).unwrap();
        assert_eq!(out, text);
    }
}
