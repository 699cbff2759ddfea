//! Input: files, directories and standard input become a stream of articles.
//!
//! Each format is one file with a [`Format`] in it and one line in [`FORMATS`]. A reader holds one record in memory at a
//! time. What is wrong with a record is a [`Problem`] with its place; it never stops the stream. This module never
//! changes a text: offsets count in the text as it was given.

mod date;
pub mod jsonl;
mod problem;
pub mod text;
mod walk;

use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::doc::Article;
pub use date::iso_date;
pub use problem::{Place, Problem, Trouble};
use walk::{Found, Walk};

/// All input formats. The first whose [`Format::fits`] says yes is taken for content of unknown extension; `text`, which
/// fits everything, is last.
pub const FORMATS: &[Format] = &[jsonl::FORMAT, text::FORMAT];

/// The largest record that is read, in bytes: 16 MiB, some five times *War and Peace*. What is larger is no article but
/// a file of another format, and would break the promise of flat memory.
pub const MAX_RECORD: usize = 16 << 20;

/// How many leading bytes are looked at to tell formats apart and to recognise binary files.
const PEEK: usize = 8192;

/// An input format.
#[derive(Debug)]
pub struct Format {
    /// Its name on the command line.
    pub name: &'static str,
    /// File extensions it is known by, in lower case.
    pub extensions: &'static [&'static str],
    /// Whether content that starts with these bytes (at most 8 KiB, a byte order mark left out) is of this format.
    pub fits: fn(&[u8]) -> bool,
    /// Reads records.
    pub open: fn(Input, &Arc<Options>) -> Records,
}

impl Format {
    /// The format called `name` on the command line.
    pub fn named(name: &str) -> Option<&'static Self> {
        FORMATS.iter().find(|format| format.name == name)
    }

    fn by_extension(path: &Path) -> Option<&'static Self> {
        let extension = path.extension()?.to_str()?.to_ascii_lowercase();
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
pub type Records = Box<dyn Iterator<Item = Result<Record, Problem>> + Send>;

/// Names of the fields of structured formats.
#[derive(Clone, Debug)]
pub struct Fields {
    /// Field of the text. Required, a string.
    pub text: String,
    /// Field of the article's id: a string or a number.
    pub id: String,
    /// Field of the headline: a string.
    pub title: String,
    /// Field of the publication date: see [`iso_date`].
    pub date: String,
}

impl Default for Fields {
    fn default() -> Self {
        Self { text: "text".into(), id: "id".into(), title: "title".into(), date: "date".into() }
    }
}

/// How to read.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The format of all inputs; `None` finds it out for each, by extension, then by content.
    pub format: Option<&'static Format>,
    /// Names of fields.
    pub fields: Fields,
    /// Date of the articles that have none.
    pub date: Option<jiff::civil::Date>,
    /// A file that directories are read without: the one that is being written.
    pub skip: Option<PathBuf>,
}

/// One opened input: its bytes and its name.
pub struct Input {
    /// The bytes.
    pub bytes: Box<dyn BufRead + Send>,
    /// Path as given on the command line, `-` for standard input.
    pub file: Arc<str>,
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
    walk: Walk,
    options: Arc<Options>,
    current: Option<Records>,
}

impl std::fmt::Debug for Inputs {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Inputs").field("options", &self.options).finish_non_exhaustive()
    }
}

impl Inputs {
    /// Reads `paths`; `-` is standard input.
    pub fn new(paths: impl IntoIterator<Item = impl Into<PathBuf>>, options: Options) -> Self {
        let walk = Walk::new(paths.into_iter().map(Into::into), options.skip.clone());
        Self { walk, options: Arc::new(options), current: None }
    }

    fn open(&self, found: &Found) -> io::Result<Records> {
        let (mut bytes, path): (Box<dyn BufRead + Send>, _) = match found {
            Found::StandardInput => (Box::new(BufReader::with_capacity(PEEK * 8, io::stdin())), Path::new("-")),
            Found::File(path) => (Box::new(BufReader::with_capacity(PEEK * 8, File::open(path)?)), path.as_path()),
        };
        let format = if let Some(format) = self.options.format.or_else(|| Format::by_extension(path)) {
            format
        } else {
            let head = peek(&mut bytes)?;
            let format = Format::by_content(&head);
            bytes = Box::new(Cursor::new(head).chain(bytes));
            format.unwrap_or(&text::FORMAT)
        };
        Ok((format.open)(Input { bytes, file: path.to_string_lossy().into() }, &self.options))
    }
}

/// Takes the bytes up to the first one that is not blank, and what else has come with them; at most [`PEEK`] of blanks.
fn peek(bytes: &mut dyn BufRead) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    let blank = |head: &[u8]| {
        BOM.starts_with(head) || head.strip_prefix(BOM).unwrap_or(head).iter().all(u8::is_ascii_whitespace)
    };
    while head.len() < PEEK && blank(&head) {
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

impl Iterator for Inputs {
    type Item = Result<Record, Problem>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(record) = self.current.as_mut().and_then(Iterator::next) {
                return Some(record);
            }
            self.current = None;
            match self.walk.next()? {
                Err(problem) => return Some(Err(problem)),
                Ok(found) => match self.open(&found) {
                    Ok(records) => self.current = Some(records),
                    Err(error) => {
                        let place = Place::file(found.name());
                        return Some(Err(Problem { place, trouble: Trouble::Unreadable(error.to_string()) }));
                    }
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
    }

    #[test]
    fn extension_goes_before_content() {
        assert_eq!(Format::by_extension(Path::new("a/B.TXT")).map(|f| f.name), Some("text"));
        assert_eq!(Format::by_extension(Path::new("a.ndjson")).map(|f| f.name), Some("jsonl"));
        assert!(Format::by_extension(Path::new("a.b/c")).is_none());
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
