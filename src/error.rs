//! Errors of the library. Each has a code to look up in `docs/errors.md`, and says what is wrong, where, and what to do.

use std::path::PathBuf;

/// A result with the library's [`Error`].
pub type Result<T> = std::result::Result<T, Error>;

/// What can go wrong. The leading code is stable.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A file could not be read.
    #[error("A001 cannot read {path}: {cause}", path = path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// The system's word.
        cause: std::io::Error,
    },
    /// A row of a gazetteer is wrong.
    #[error("A010 {file}:{line}:{column}: {message}")]
    Gazetteer {
        /// The file.
        file: String,
        /// Line, counted from 1.
        line: usize,
        /// Column in characters, counted from 1.
        column: usize,
        /// What is wrong and what to do.
        message: String,
    },
    /// A rule file is wrong.
    #[error("A020 {file}: {message}")]
    Rules {
        /// The file.
        file: String,
        /// What is wrong, where, and what to do.
        message: String,
    },
    /// A compiled file (gazetteer, model) is damaged, of another kind or of another version.
    #[error("A030 {what}: {message}")]
    Compiled {
        /// Which file.
        what: String,
        /// What is wrong and what to do.
        message: String,
    },
    /// A line is no output of `advocoder extract`.
    #[error("A040 {file}:{line}:{column}: {message}")]
    Line {
        /// The file.
        file: String,
        /// Line, counted from 1.
        line: usize,
        /// Column in bytes, counted from 1.
        column: usize,
        /// What is wrong and what to do.
        message: String,
    },
}
