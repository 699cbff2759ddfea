//! Names of organisations, people and places.
use crate::{
    Result,
    doc::{Country, Document, EntityType},
};
/// A compiled gazetteer.
#[derive(Debug)]
pub struct Gazetteer;
/// Row.
pub struct EntryView;
#[allow(missing_docs)]
impl EntryView {
    pub fn id(&self) -> &str {
        ""
    }
    pub fn name(&self) -> &str {
        ""
    }
    pub fn etype(&self) -> EntityType {
        EntityType::Loc
    }
    pub fn subtype(&self) -> &str {
        ""
    }
    pub fn country(&self) -> Option<Country> {
        None
    }
    pub fn wikidata(&self) -> Option<&str> {
        None
    }
    pub fn geonames(&self) -> Option<u32> {
        None
    }
    pub fn gated(&self) -> bool {
        false
    }
}
impl Gazetteer {
    /// The built-in gazetteer.
    pub fn embedded() -> Result<Self> {
        Ok(Self)
    }
    /// c
    pub fn candidates(&self, _name: u32) -> impl Iterator<Item = EntryView> {
        std::iter::empty()
    }
    /// Fills `doc.hits`.
    pub fn find(&self, _text: &str, _doc: &mut Document) {}
}
