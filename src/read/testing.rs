//! What the tests of the formats share.

use std::io::Cursor;
use std::sync::Arc;

use super::{Finished, Format, Input, Options, Record};

/// All records of `content`; a problem as its message, a record that is passed over as its reason behind `-`.
pub(super) fn all(format: &Format, content: impl Into<Vec<u8>>) -> Vec<Result<Record, String>> {
    all_with(format, content, Options::default())
}

pub(super) fn all_with(format: &Format, content: impl Into<Vec<u8>>, options: Options) -> Vec<Result<Record, String>> {
    let input = Input::new(Box::new(Cursor::new(content.into())), "f");
    (format.open)(input, &Arc::new(options))
        .map(|draft| match draft.finish() {
            Finished::Record(record) => Ok(*record),
            Finished::Rejected(problem) => Err(problem.to_string()),
            Finished::Passed(reason) => Err(format!("- {reason}")),
        })
        .collect()
}

/// The texts of all records.
pub(super) fn texts(format: &Format, content: impl Into<Vec<u8>>) -> Vec<Result<String, String>> {
    all(format, content).into_iter().map(|record| record.map(|record| record.article.text)).collect()
}
