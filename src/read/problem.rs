//! What can be wrong with a record, and where.

use std::fmt;
use std::sync::Arc;

use super::MAX_RECORD;

/// Where something is wrong: `file:line:column`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// Path as given on the command line, `-` for standard input.
    pub file: Arc<str>,
    /// Line, counted from 1.
    pub line: Option<u64>,
    /// Column in characters, counted from 1.
    pub column: Option<u64>,
}

impl Place {
    /// A whole file.
    pub fn file(file: impl Into<Arc<str>>) -> Self {
        Self { file: file.into(), line: None, column: None }
    }

    /// Line `line` of a file.
    pub fn line(file: &Arc<str>, line: u64) -> Self {
        Self { file: Arc::clone(file), line: Some(line), column: None }
    }

    /// The place behind `before`, which starts at the first column of line `line`. Bytes that are no UTF-8 count as one
    /// column each.
    pub fn behind(file: &Arc<str>, line: u64, before: &[u8]) -> Self {
        let (lines, last) =
            before.split(|&b| b == b'\n').enumerate().last().map_or((0, before), |(at, line)| (at as u64, line));
        let columns: usize = last.utf8_chunks().map(|c| c.valid().chars().count() + c.invalid().len()).sum();
        Self { file: Arc::clone(file), line: Some(line + lines), column: Some(columns as u64 + 1) }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if &*self.file == "-" { "<stdin>" } else { &self.file })?;
        for number in [self.line, self.column].into_iter().flatten() {
            write!(f, ":{number}")?;
        }
        Ok(())
    }
}

/// Something that is wrong with a record, at its place.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {trouble}")]
pub struct Problem {
    /// Where.
    pub place: Place,
    /// What.
    pub trouble: Trouble,
}

/// What can be wrong with a record. The leading code is stable and explained in `docs/errors.md`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Trouble {
    /// The system does not give the file, or stopped giving it.
    #[error("A101 cannot read it: {0}")]
    Unreadable(String),
    /// A socket, device or the like in a directory.
    #[error("A102 is no regular file")]
    NotRegular,
    /// No byte but white space.
    #[error("A103 is empty")]
    Empty,
    /// Zero bytes: no text.
    #[error("A104 is a binary file; convert it to UTF-8 text first")]
    Binary,
    /// UTF-16 or UTF-32.
    #[error("A105 is UTF-16; convert it first: iconv -f UTF-16 -t UTF-8")]
    Utf16,
    /// Bytes that are no UTF-8.
    #[error("A106 byte 0x{0:02X} is no UTF-8; convert the file first, for example: iconv -f WINDOWS-1252 -t UTF-8")]
    NotUtf8(u8),
    /// Larger than [`MAX_RECORD`].
    #[error("A107 is larger than {} MiB, too large for one article; split it", MAX_RECORD >> 20)]
    TooLarge,
    /// Not JSON.
    #[error("A110 is no JSON: {0}")]
    NotJson(String),
    /// JSON, but no object.
    #[error("A111 is {0}, but each line must be one JSON object (jq -c '.[]' turns an array into lines)")]
    NotObject(&'static str),
    /// No field of that name.
    #[error("A112 has no field {0:?}; --text-field names the field of the text")]
    NoText(String),
    /// The text's field is no string.
    #[error("A113 field {field:?} is {found}, but the text must be a string")]
    TextType {
        /// Name of the field.
        field: String,
        /// What it is.
        found: &'static str,
    },
    /// A date that is none. The article is analysed without a date.
    #[error("A120 field {field:?}: {found} is no ISO 8601 date (2021-06-14)")]
    Date {
        /// Name of the field.
        field: String,
        /// What it holds, as JSON, cut after some characters.
        found: String,
    },
    /// An id or title that is no string. The article is analysed without it.
    #[error("A121 field {field:?} is {found}, but must be a string")]
    FieldType {
        /// Name of the field.
        field: String,
        /// What it is.
        found: &'static str,
    },
    /// No record that `advocoder extract` wrote.
    #[error("A122 is no article record: {0}; give what `advocoder extract` wrote without --emit")]
    NotRecord(String),
    /// The program failed on this article.
    #[error("A130 the program failed on this article ({0}); please report it with the article")]
    Failed(String),
}

impl Trouble {
    /// The stable code: `A` and three digits.
    pub fn code(&self) -> String {
        self.to_string().chars().take(4).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_count_lines_and_characters_from_one() {
        let file = Arc::from("f");
        assert_eq!(Place::behind(&file, 1, b"").to_string(), "f:1:1");
        assert_eq!(Place::behind(&file, 3, "één\r\nß".as_bytes()).to_string(), "f:4:2");
        assert_eq!(Place::behind(&file, 1, b"a\xff\xfeb").to_string(), "f:1:5");
        assert_eq!(Place::line(&Arc::from("-"), 9).to_string(), "<stdin>:9");
    }
}
