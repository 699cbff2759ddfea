//! advocoder reads news and NGO texts and codes who did what to whom: people, organisations, places and advocacy
//! events, with offsets, rule and evidence for each.

pub mod actors;
pub mod cli;
pub mod code;
pub mod container;
pub mod dedup;
pub mod doc;
pub mod error;
pub mod eval;
pub mod gazetteer;
pub mod net;
pub mod parse;
pub mod pipeline;
pub mod read;
pub mod resolve;
pub mod run;
pub mod segment;
pub mod tag;
pub mod write;

pub use doc::{Analysis, Article};
pub use error::{Error, Result};
pub use pipeline::{Model, Worker};

/// The Rust code of README.md is compiled and run with the tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
