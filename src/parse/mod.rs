//! Dependency trees.
use crate::{Result, doc::Document};
/// Dependency parser.
#[derive(Debug)]
pub struct Parser;
impl Parser {
    /// The built-in parser.
    pub fn embedded() -> Result<Self> {
        Ok(Self)
    }
    /// Fills `head` and `deprel` of `doc.tokens`.
    pub fn parse(&self, _text: &str, _doc: &mut Document) {}
}
