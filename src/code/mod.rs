//! Who did what to whom.
use std::io::{self, Write};

use crate::{
    Result,
    doc::{Article, Document},
    pipeline::Model,
};
/// Event rules.
#[derive(Debug)]
pub struct Rules;
impl Rules {
    /// The built-in rules.
    pub fn embedded() -> Result<Self> {
        Ok(Self)
    }
}
/// Fills `doc.events`.
pub fn code(_model: &Model, _article: &Article, _doc: &mut Document) {}

/// Tells why events of `article` were or were not coded.
///
/// # Errors
/// What writing to `out` fails with.
pub fn explain(_model: &Model, article: &Article, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}", article.id)
}
