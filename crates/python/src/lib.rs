//! The native half of the Python package `advocoder`: articles in, JSON or Arrow out.
//!
//! `engine.rs` runs articles through the library and knows nothing of Python; `rows.rs` makes articles of Python objects, and
//! `columns.rs` of Arrow columns; `table.rs` makes Arrow tables of records. What users see is in `python/advocoder/`.

mod columns;
mod engine;
mod extractor;
mod names;
mod rows;
mod table;

/// `advocoder._native`.
#[pyo3::pymodule]
mod _native {
    #[pymodule_export]
    use crate::extractor::{Extractor, Parts};
}
