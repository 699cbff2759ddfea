//! Who is who across articles: the entities of many records become actors.
//!
//! In: the records that `advocoder extract` wrote, one at a time. Out: a table of actors, and which entity of which article
//! is which actor. Memory grows with the number of distinct entities, not of articles. Nothing here looks at a text.

mod merge;
mod profile;
mod read;
mod table;

pub use merge::{Actor, Actors};
pub use profile::{Profiles, Span};
pub use read::{Article, Entity, Link, Records};
pub use table::{Format, write_actors, write_map_header, write_map_row};
