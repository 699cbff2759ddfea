//! Who did what to whom.
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
