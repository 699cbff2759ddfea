//! HTTP/1 responses as web archives keep them.

use std::io::Read;

use encoding_rs::Encoding;

use super::{MAX_RECORD, Trouble};

/// The head of a response.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Head<'a> {
    pub(super) status: u16,
    fields: Vec<(&'a [u8], &'a [u8])>,
}

/// Parses a response: its head, and the body as it was sent. `None` when it is none.
pub(super) fn parse(response: &[u8]) -> Option<(Head<'_>, &[u8])> {
    let (line, mut rest) = cut_line(response)?;
    let mut words = line.split(|&byte| byte == b' ').filter(|word| !word.is_empty());
    if !words.next()?.starts_with(b"HTTP/") {
        return None;
    }
    let status = str::from_utf8(words.next()?).ok()?.parse().ok()?;
    let mut fields = Vec::new();
    loop {
        // A head without an end is a response without a body.
        let Some((line, behind)) = cut_line(rest) else { return Some((Head { status, fields }, b"")) };
        rest = behind;
        if line.is_empty() {
            return Some((Head { status, fields }, rest));
        }
        if let Some(at) = line.iter().position(|&byte| byte == b':') {
            fields.push((line[..at].trim_ascii(), line[at + 1..].trim_ascii()));
        }
    }
}

/// The first line without its end, and what is behind it.
pub(super) fn cut_line(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let at = bytes.iter().position(|&byte| byte == b'\n')?;
    let line = &bytes[..at];
    Some((line.strip_suffix(b"\r").unwrap_or(line), &bytes[at + 1..]))
}

impl Head<'_> {
    pub(super) fn field(&self, name: &str) -> Option<&str> {
        let (_, value) = self.fields.iter().find(|(key, _)| key.eq_ignore_ascii_case(name.as_bytes()))?;
        str::from_utf8(value).ok()
    }

    /// Whether the response says to be HTML, or says nothing and looks like it.
    pub(super) fn is_html(&self, body: &[u8]) -> bool {
        match self.field("content-type") {
            Some(kind) => is_html(kind),
            None => (super::html::FORMAT.fits)(&body[..body.len().min(1024)]),
        }
    }

    pub(super) fn charset(&self) -> Option<&'static Encoding> {
        let kind = self.field("content-type")?.to_ascii_lowercase();
        let (_, label) = kind.split_once("charset=")?;
        super::encoding(label.split(';').next()?.trim_matches(['"', '\'', ' ']))
    }

    /// The body without chunks and compression; at most [`MAX_RECORD`] bytes and one, of one that is cut short what there is.
    pub(super) fn content(&self, body: &[u8]) -> Result<Vec<u8>, Trouble> {
        let chunked = self.field("transfer-encoding").is_some_and(|how| how.to_ascii_lowercase().contains("chunked"));
        let body = if chunked { unchunked(body) } else { body.to_vec() };
        let how = self.field("content-encoding").unwrap_or_default().trim().to_ascii_lowercase();
        let mut reader: Box<dyn Read + '_> = match how.as_str() {
            // Crawlers that unpack the body often leave the field as it was.
            "gzip" | "x-gzip" if body.starts_with(b"\x1f\x8b") => Box::new(flate2::read::MultiGzDecoder::new(&*body)),
            "deflate" if body.first().is_some_and(|byte| byte & 0x0F == 8) => {
                Box::new(flate2::read::ZlibDecoder::new(&*body))
            }
            "zstd" if body.starts_with(b"\x28\xb5\x2f\xfd") => {
                let decoder = zstd::stream::read::Decoder::new(&*body);
                Box::new(decoder.map_err(|error| Trouble::Unreadable(error.to_string()))?)
            }
            "" | "identity" | "gzip" | "x-gzip" | "deflate" | "zstd" => return Ok(body),
            // Brotli has no mark of its own: what is markup was unpacked.
            _ if body.trim_ascii_start().starts_with(b"<") => return Ok(body),
            other => return Err(Trouble::ContentEncoding(other.chars().take(40).collect())),
        };
        let mut out = Vec::new();
        match reader.by_ref().take(MAX_RECORD as u64 + 1).read_to_end(&mut out) {
            Err(error) if out.is_empty() => Err(Trouble::Unreadable(error.to_string())),
            _ => Ok(out),
        }
    }
}

/// Whether a media type is that of HTML.
pub(super) fn is_html(kind: &str) -> bool {
    let kind = kind.trim_start().to_ascii_lowercase();
    kind.starts_with("text/html") || kind.starts_with("application/xhtml")
}

/// Puts chunks together. What is not chunked after all is kept as it is.
fn unchunked(body: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut rest = body;
    loop {
        let Some((line, behind)) = cut_line(rest) else {
            return if out.is_empty() { body.to_vec() } else { out };
        };
        let size = line.split(|&byte| byte == b';').next().unwrap_or_default().trim_ascii();
        let size = str::from_utf8(size).ok().and_then(|size| usize::from_str_radix(size, 16).ok());
        match size {
            None if out.is_empty() => return body.to_vec(),
            None | Some(0) => return out,
            Some(size) => {
                let size = size.min(behind.len());
                out.extend_from_slice(&behind[..size]);
                rest = &behind[size..];
                rest = rest.strip_prefix(b"\r\n").or(rest.strip_prefix(b"\n")).unwrap_or(rest);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn head_and_body() {
        let (head, body) =
            parse(b"HTTP/1.1 200 OK\r\nContent-Type: Text/HTML; charset=\"koi8-r\"\r\nX: \xff\r\n\r\n<p>").unwrap();
        assert_eq!((head.status, body), (200, &b"<p>"[..]));
        assert_eq!(head.charset().map(Encoding::name), Some("KOI8-R"));
        assert!(head.is_html(body));
        assert_eq!(parse(b"WARC/1.0\r\n\r\n"), None);
        assert_eq!(parse(b"HTTP/1.1 200").map(|(head, _)| head.status), None);
        assert!(!parse(b"HTTP/1.0 404 No\nContent-Type: image/png\n\n").unwrap().0.is_html(b""));
    }

    #[test]
    fn chunks_and_compression() {
        let mut gz = flate2::read::GzEncoder::new(&b"<p>Rain."[..], flate2::Compression::fast());
        let mut packed = Vec::new();
        gz.read_to_end(&mut packed).unwrap();
        let chunks = [format!("{:x};x=1\r\n", packed.len()).as_bytes(), &packed, b"\r\n0\r\n\r\n"].concat();
        let response =
            [b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n\r\n".as_slice(), &chunks]
                .concat();
        let (head, body) = parse(&response).unwrap();
        assert_eq!(head.content(body), Ok(b"<p>Rain.".to_vec()));
        assert_eq!(head.content(b"<p>unpacked"), Ok(b"<p>unpacked".to_vec()));
        let (head, body) = parse(b"HTTP/1.1 200 OK\r\nContent-Encoding: br\r\n\r\n\x0b\x02").unwrap();
        assert_eq!(head.content(body), Err(Trouble::ContentEncoding("br".into())));
    }

    proptest! {
        #[test]
        fn foreign_bytes_are_no_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300), chunked: bool) {
            let how = if chunked { "Transfer-Encoding: chunked" } else { "Content-Encoding: gzip" };
            for head in [String::new(), format!("HTTP/1.1 200 OK\r\n{how}\r\n\r\n")] {
                let response = [head.as_bytes(), &bytes].concat();
                if let Some((head, body)) = parse(&response) {
                    let _ = (head.is_html(body), head.charset(), head.content(body));
                }
            }
        }
    }
}
