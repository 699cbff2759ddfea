//! Input: files, directories and standard input become a stream of articles.
//!
//! Each format is one file with a [`Format`] in it and one line in [`FORMATS`]. A reader cuts one record after the other
//! out of its input ([`Draft`]); what takes time, such as finding the text of a page, is done where the draft is finished.
//! What is wrong with a record is a [`Problem`] with its place; it never stops the stream. Texts are decoded to UTF-8 and
//! unwrapped from HTML or wiki markup, and otherwise never changed: offsets count in the text of the [`Article`].

mod compress;
pub mod csv;
mod date;
mod draft;
mod encoding;
mod fields;
pub mod html;
mod http;
pub mod json;
pub mod jsonl;
mod lang;
mod limit;
#[cfg(feature = "html")]
mod main_text;
pub mod mediawiki;
pub mod parquet;
mod problem;
mod sample;
#[cfg(test)]
mod testing;
pub mod text;
mod walk;
pub mod warc;
mod wikitext;

use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use crate::doc::Article;
use crate::panics;
use compress::{Compression, Counted};
pub use date::iso_date;
pub use draft::{Draft, Finished};
pub use encoding::named as encoding;
pub use fields::Fields;
pub use lang::foreign;
pub use problem::{Place, Problem, Trouble};
pub use sample::Sample;
pub use walk::{Found, Walk};

/// All input formats. The first whose [`Format::fits`] says yes is taken for content of unknown extension; `text`, which
/// fits everything, is last.
pub const FORMATS: &[Format] = &[
    parquet::FORMAT,
    warc::FORMAT,
    mediawiki::FORMAT,
    html::FORMAT,
    json::FORMAT,
    jsonl::FORMAT,
    csv::CSV,
    csv::TSV,
    text::FORMAT,
];

/// The largest record that is read, in bytes: 16 MiB, some five times *War and Peace*. What is larger is no article but
/// a file of another format, and would break the promise of flat memory.
pub const MAX_RECORD: usize = 16 << 20;

/// The length that articles are cut to unless the user says otherwise, in bytes.
pub const MAX_ARTICLE: usize = 4_000_000;

/// How many leading bytes are looked at to tell formats apart and to recognise binary files.
const PEEK: usize = 8192;

/// An input format.
pub struct Format {
    /// Its name on the command line.
    pub name: &'static str,
    /// File extensions it is known by, in lower case.
    pub extensions: &'static [&'static str],
    /// Whether content that starts with these bytes (at most 8 KiB, a byte order mark left out) is of this format.
    pub fits: fn(&[u8]) -> bool,
    /// Whether it takes the bytes as they are and finds out their encoding by itself. Other formats get UTF-8, where the
    /// input starts with the byte order mark of UTF-16 or the user names its encoding.
    pub bytes: bool,
    /// Reads records.
    pub open: fn(Input, &Arc<Options>) -> Records,
}

impl std::fmt::Debug for Format {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

impl Format {
    /// The format called `name` on the command line.
    pub fn named(name: &str) -> Option<&'static Self> {
        FORMATS.iter().find(|format| format.name == name)
    }

    /// By the extension, behind which that of a compression may stand: `news.jsonl.gz`.
    fn by_extension(path: &Path) -> Option<&'static Self> {
        let extension = path.extension()?.to_str()?.to_ascii_lowercase();
        if Compression::is_extension(&extension) {
            return Self::by_extension(Path::new(path.file_stem()?));
        }
        FORMATS.iter().find(|format| format.extensions.contains(&extension.as_str()))
    }

    fn by_content(head: &[u8]) -> Option<&'static Self> {
        let head = head.strip_prefix(BOM).unwrap_or(head);
        FORMATS.iter().find(|format| (format.fits)(head))
    }
}

/// The byte order mark of UTF-8.
const BOM: &[u8] = "\u{feff}".as_bytes();

/// An article that was read, with what was wrong with its lesser fields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// The article.
    pub article: Article,
    /// A field that was left out because it is not what it should be.
    pub warning: Option<Problem>,
}

/// The records of one input.
pub type Records = Box<dyn Iterator<Item = Draft> + Send>;

/// How to read.
#[derive(Clone, Debug)]
pub struct Options {
    /// The format of all inputs; `None` finds it out for each, by extension, then by content.
    pub format: Option<&'static Format>,
    /// Names of fields.
    pub fields: Fields,
    /// Date of the articles that have none.
    pub date: Option<jiff::civil::Date>,
    /// Encoding of all inputs; `None` finds it out.
    pub encoding: Option<&'static encoding_rs::Encoding>,
    /// Bytes that longer articles are cut to.
    pub max_article: usize,
    /// Whether articles in other languages than English are analysed all the same.
    pub any_language: bool,
    /// Files that directories are read without: those that are being written.
    pub skip: Vec<PathBuf>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            format: None,
            fields: Fields::default(),
            date: None,
            encoding: None,
            max_article: MAX_ARTICLE,
            any_language: false,
            skip: Vec::new(),
        }
    }
}

/// One opened input: its bytes and its name.
pub struct Input {
    /// The bytes, unpacked.
    pub bytes: Box<dyn BufRead + Send>,
    /// Path as given on the command line, `-` for standard input.
    pub file: Arc<str>,
    /// The extension of the file, in lower case, without that of a compression.
    pub extension: String,
    /// The file itself, where there is one and it is not compressed: for formats that are read at several places.
    pub path: Option<PathBuf>,
}

impl Input {
    /// Bytes of no file.
    pub fn new(bytes: Box<dyn BufRead + Send>, name: &str) -> Self {
        Self { bytes, file: name.into(), extension: String::new(), path: None }
    }
}

impl std::fmt::Debug for Input {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Input").field("file", &self.file).finish_non_exhaustive()
    }
}

/// The articles of files, directories and standard input, in the order given; directories in the order of their file
/// names, with all below them. Memory is bounded by the largest record and by the listings of the directories on the way.
///
/// ```
/// use advocoder::read::{Inputs, Options};
/// for record in Inputs::new(["examples/articles.jsonl"], Options::default()) {
///     println!("{}", record?.article.id);
/// }
/// # Ok::<(), advocoder::read::Problem>(())
/// ```
pub struct Inputs {
    drafts: Drafts,
}

impl std::fmt::Debug for Inputs {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Inputs").field("options", &self.drafts.options).finish_non_exhaustive()
    }
}

impl Inputs {
    /// Reads `paths`; `-` is standard input.
    pub fn new(paths: impl IntoIterator<Item = impl Into<PathBuf>>, options: Options) -> Self {
        let walk = Walk::new(paths.into_iter().map(Into::into), &options.skip);
        let drafts = Drafts { walk, options: Arc::new(options), current: None, bytes: Arc::default(), files: 0 };
        Self { drafts }
    }

    /// What each input is, without reading more of it than tells the format. Standard input is not touched.
    pub fn looks(self) -> impl Iterator<Item = Result<Look, Problem>> {
        let Drafts { walk, options, bytes, .. } = self.drafts;
        walk.map(move |found| {
            let found = found?;
            let look = |opened: &Opened| (Some(opened.format), opened.packed.map(Compression::extension));
            let (format, packed) = match &found {
                Found::StandardInput => (options.format, None),
                Found::File(_) => match Opened::open(&found, &options, &bytes) {
                    Ok(opened) => look(&opened),
                    Err(error) => return Err(unreadable(&found, &error)),
                },
            };
            let size = match &found {
                Found::File(path) => path.metadata().ok().filter(std::fs::Metadata::is_file).map(|data| data.len()),
                Found::StandardInput => None,
            };
            Ok(Look { file: found.name(), format, packed, size })
        })
    }

    /// The records before they are parsed, for programs that finish them on several threads.
    pub fn drafts(self) -> Drafts {
        self.drafts
    }
}

impl Iterator for Inputs {
    type Item = Result<Record, Problem>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            match self.drafts.next()?.finish() {
                Finished::Record(record) => return Some(Ok(*record)),
                Finished::Rejected(problem) => return Some(Err(problem)),
                Finished::Passed(_) => {}
            }
        }
    }
}

/// The records of all inputs, in order, before they are parsed.
pub struct Drafts {
    walk: Walk,
    options: Arc<Options>,
    current: Option<(Arc<str>, Records)>,
    bytes: Arc<AtomicU64>,
    files: u64,
}

impl std::fmt::Debug for Drafts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Drafts").field("files", &self.files).finish_non_exhaustive()
    }
}

impl Drafts {
    /// Counts the bytes read of all files so far, compressed as they are.
    pub fn bytes(&self) -> Arc<AtomicU64> {
        Arc::clone(&self.bytes)
    }

    /// The records of `found`.
    fn open(&self, found: &Found) -> io::Result<Records> {
        let Opened { format, packed, bytes } = Opened::open(found, &self.options, &self.bytes)?;
        let path = match found {
            Found::StandardInput => None,
            Found::File(path) => Some(path.as_path()),
        };
        let extension = path.map_or_else(String::new, extension);
        let path = path.filter(|_| packed.is_none()).map(Path::to_path_buf);
        Ok((format.open)(Input { bytes, file: found.name(), extension, path }, &self.options))
    }
}

fn unreadable(found: &Found, error: &io::Error) -> Problem {
    Problem { place: Place::file(found.name()), trouble: Trouble::Unreadable(error.to_string()) }
}

/// What an input is, before it is read.
#[derive(Debug)]
pub struct Look {
    /// Path as given on the command line, `-` for standard input.
    pub file: Arc<str>,
    /// What it would be read as; `None` where only reading tells.
    pub format: Option<&'static Format>,
    /// The extension that tells how it is compressed: `gz`, `zst`, `bz2`, `xz`.
    pub packed: Option<&'static str>,
    /// Size in bytes, packed as it is; `None` of pipes.
    pub size: Option<u64>,
}

/// An input whose format is known.
struct Opened {
    format: &'static Format,
    packed: Option<Compression>,
    /// The bytes, unpacked, and decoded where the format wants that.
    bytes: Box<dyn BufRead + Send>,
}

impl Opened {
    /// Opens `found`; `count` counts the bytes that are read, compressed as they are.
    fn open(found: &Found, options: &Options, count: &Arc<AtomicU64>) -> io::Result<Self> {
        let (file, path): (Box<dyn Read + Send>, _) = match found {
            Found::StandardInput => (Box::new(io::stdin()), Path::new("-")),
            Found::File(path) => (Box::new(File::open(path)?), path.as_path()),
        };
        let bytes: Box<dyn BufRead + Send> = buffered(Counted { inner: file, count: Arc::clone(count) });
        let (mut head, mut bytes) = peeked(bytes)?;
        let packed = Compression::of(&head);
        if let Some(way) = packed {
            (head, bytes) = peeked(buffered(way.unpack(bytes)?))?;
        }
        let wide = encoding::utf16(&head);
        let format = options.format.or_else(|| Format::by_extension(path)).unwrap_or_else(|| {
            let format = if wide.is_some() { None } else { Format::by_content(&head) };
            format.unwrap_or(&text::FORMAT)
        });
        if !format.bytes
            && let Some(encoding) = options.encoding.or(wide)
        {
            bytes = buffered(encoding::stream(bytes, encoding)?);
        }
        Ok(Self { format, packed, bytes })
    }
}

/// The extension of `path` in lower case, without that of a compression.
fn extension(path: &Path) -> String {
    let of = |path: &Path| path.extension().map(|text| text.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
    match of(path) {
        packed if Compression::is_extension(&packed) => path.file_stem().map(Path::new).map(of).unwrap_or_default(),
        other => other,
    }
}

fn buffered(bytes: impl Read + Send + 'static) -> Box<dyn BufRead + Send> {
    Box::new(BufReader::with_capacity(PEEK * 8, bytes))
}

/// The first bytes, which tell the format, and all bytes with them.
fn peeked(mut bytes: Box<dyn BufRead + Send>) -> io::Result<(Vec<u8>, Box<dyn BufRead + Send>)> {
    let head = peek(&mut bytes)?;
    let all = Cursor::new(head.clone()).chain(bytes);
    Ok((head, Box::new(all)))
}

/// Takes the bytes up to the first one that is not blank, and what else has come with them; at most [`PEEK`] of blanks.
fn peek(bytes: &mut dyn BufRead) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    let blank = |head: &[u8]| {
        BOM.starts_with(head) || head.strip_prefix(BOM).unwrap_or(head).iter().all(u8::is_ascii_whitespace)
    };
    while head.len() < PEEK && (blank(&head) || Compression::may_follow(&head)) {
        let new = match bytes.fill_buf() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            other => other?,
        };
        if new.is_empty() {
            break;
        }
        let taken = new.len().min(PEEK);
        head.extend_from_slice(&new[..taken]);
        bytes.consume(taken);
    }
    Ok(head)
}

impl Iterator for Drafts {
    type Item = Draft;

    fn next(&mut self) -> Option<Draft> {
        loop {
            if let Some((file, records)) = &mut self.current {
                match panics::catch(|| records.next()) {
                    Ok(Some(draft)) => return Some(draft.with(&self.options)),
                    Ok(None) => {}
                    Err(message) => {
                        let problem =
                            Problem { place: Place::file(Arc::clone(file)), trouble: Trouble::Failed(message) };
                        self.current = None;
                        return Some(Draft::rejected(problem));
                    }
                }
            }
            self.current = None;
            match self.walk.next()? {
                Err(problem) => return Some(Draft::rejected(problem)),
                Ok(found) => match self.open(&found) {
                    Ok(records) => {
                        self.files += 1;
                        self.current = Some((found.name(), records));
                    }
                    Err(error) => return Some(Draft::rejected(unreadable(&found, &error))),
                },
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn format_by_content() {
        let name = |head: &[u8]| Format::by_content(head).map(|f| f.name);
        assert_eq!(name(b" \r\n {\"text\""), Some("jsonl"));
        assert_eq!(name(b"\xef\xbb\xbf{"), Some("jsonl"));
        assert_eq!(name(b"The {brace} comes later"), Some("text"));
        assert_eq!(name(b""), Some("text"));
        assert_eq!(name(b"[{\"text\""), Some("json"));
        assert_eq!(name(b"{\n  \"text\""), Some("json"));
        assert_eq!(name(b"WARC/1.0\r\n"), Some("warc"));
        assert_eq!(name(b"PAR1\x15\x04"), Some("parquet"));
        assert_eq!(name(b"\n<!DOCTYPE html>"), Some("html"));
        assert_eq!(name(b"<mediawiki xmlns"), Some("mediawiki"));
    }

    #[test]
    fn extension_goes_before_content() {
        assert_eq!(Format::by_extension(Path::new("a/B.TXT")).map(|f| f.name), Some("text"));
        assert_eq!(Format::by_extension(Path::new("a.ndjson")).map(|f| f.name), Some("jsonl"));
        assert_eq!(Format::by_extension(Path::new("a.warc.gz")).map(|f| f.name), Some("warc"));
        assert!(Format::by_extension(Path::new("a.gz")).is_none());
        assert!(Format::by_extension(Path::new("a.b/c")).is_none());
        assert_eq!(extension(Path::new("a/b.TSV.zst")), "tsv");
    }

    /// A pipe that hands out one byte at a time.
    struct Drip(Cursor<Vec<u8>>);

    impl Read for Drip {
        fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
            self.0.read(&mut buf[..1])
        }
    }

    #[test]
    fn peek_waits_for_the_first_byte_that_tells() {
        let mut drip = BufReader::new(Drip(Cursor::new(b"\xef\xbb\xbf\n {\"text\":1}".to_vec())));
        let head = peek(&mut drip).unwrap();
        assert_eq!(head, b"\xef\xbb\xbf\n {");
        let mut rest = String::new();
        drip.read_to_string(&mut rest).unwrap();
        assert_eq!(rest, "\"text\":1}");
    }

    #[test]
    fn peek_gives_up_on_endless_blanks() {
        let mut blanks = BufReader::new(io::repeat(b' '));
        assert!(peek(&mut blanks).unwrap().len() < 2 * PEEK + 1);
    }
}
