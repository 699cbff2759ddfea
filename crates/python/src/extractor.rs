//! The classes that `python/advocoder/` is built upon.

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::sync::Arc;

use advocoder::doc::EventType;
use advocoder::read::{self, Options, iso_date};
use advocoder::run::record_panics;
use advocoder::write::{Unit, View};
use arrow_array::RecordBatch;
use arrow_pyarrow::PyArrowType;
use arrow_schema::{ArrowError, Schema};
use pyo3::exceptions::{PyOSError, PyValueError};
use pyo3::prelude::*;

use crate::columns::Columns;
use crate::engine::{self, Emit, Engine, Result};
use crate::names::{Names, Origin};
use crate::rows;
use crate::table::Table;

/// Articles of an Arrow batch that are analysed at a time, so that a large batch does not need memory for all its results.
const ROWS: usize = 256;

/// Bytes of text that are analysed at a time, with the article that goes beyond.
const BYTES: usize = 4 << 20;

/// The model with its settings.
#[pyclass(frozen, module = "advocoder._native")]
pub struct Extractor {
    engine: Arc<Engine>,
}

/// JSON, error, warning and id of an article.
type Told = (Option<String>, Option<String>, Option<String>, Option<String>);

#[pymethods]
impl Extractor {
    #[new]
    #[pyo3(signature = (*, gazetteers, default_gazetteer, rules, types, min_confidence, offsets, with_text, any_language,
        max_article_bytes, date, threads))]
    #[allow(clippy::too_many_arguments, reason = "the settings, by name")]
    fn new(
        py: Python<'_>,
        gazetteers: Vec<PathBuf>,
        default_gazetteer: bool,
        rules: Option<PathBuf>,
        types: Option<Vec<String>>,
        min_confidence: f64,
        offsets: &str,
        with_text: bool,
        any_language: bool,
        max_article_bytes: usize,
        date: Option<&str>,
        threads: Option<usize>,
    ) -> PyResult<Self> {
        record_panics();
        let unit = Unit::ALL.iter().copied().find(|unit| unit.as_str() == offsets);
        let unit = unit.ok_or_else(|| {
            let units: Vec<_> = Unit::ALL.iter().map(|unit| unit.as_str()).collect();
            PyValueError::new_err(format!("offsets count {}, not {offsets:?}", units.join(", ")))
        })?;
        let parse = |name: String| {
            EventType::parse(&name.to_ascii_uppercase()).ok_or_else(|| {
                let types: Vec<_> = EventType::ALL.iter().map(|etype| etype.as_str()).collect();
                PyValueError::new_err(format!("no event type {name:?}; the types are {}", types.join(", ")))
            })
        };
        let types = types.map(|names| names.into_iter().map(parse).collect::<PyResult<Vec<_>>>()).transpose()?;
        if !(0.0..=1.0).contains(&min_confidence) {
            return Err(PyValueError::new_err(format!("min_confidence is from 0 to 1, not {min_confidence}")));
        }
        let date = match date {
            None => None,
            Some(text) => Some(
                iso_date(text)
                    .ok_or_else(|| PyValueError::new_err(format!("date {text:?} is no ISO 8601 date (2021-06-14)")))?,
            ),
        };
        let threads = match threads.map(NonZeroUsize::new) {
            None => std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN),
            Some(threads) => threads.ok_or_else(|| PyValueError::new_err("threads must be at least 1"))?,
        };
        let view = View { unit, types, min_confidence, extensions: false, with_text };
        let options = Options { date, any_language, max_article: max_article_bytes, ..Options::default() };
        let model = py.detach(|| engine::model(&gazetteers, default_gazetteer, rules.as_deref()));
        let model = model.map_err(|error| match error {
            advocoder::Error::Read { .. } => PyOSError::new_err(error.to_string()),
            _ => PyValueError::new_err(error.to_string()),
        })?;
        Ok(Self { engine: Arc::new(Engine::new(model, view, options, threads)) })
    }

    /// JSON, error, warning and id of each of `articles`: strings, or mappings with the fields `names`.
    fn extract(&self, py: Python<'_>, articles: Vec<Bound<'_, PyAny>>, names: Names) -> PyResult<Vec<Told>> {
        let date = names.date.as_deref().unwrap_or("date");
        let found = |item| rows::article(item, &names);
        let found: Vec<_> = articles.iter().map(found).collect::<PyResult<_>>()?;
        let ids: Vec<_> = found.iter().map(|found| found.id.clone()).collect();
        let drafts = found.into_iter().map(|found| found.draft(date, &self.engine.options));
        let results = py.detach(|| self.engine.run(drafts, Emit::Articles))?;
        results.into_iter().zip(ids).map(|(result, id)| told(result, id)).collect()
    }

    /// As `extract`, as one Arrow batch with what is wrong with its articles.
    fn batch(&self, py: Python<'_>, articles: Vec<Bound<'_, PyAny>>, names: Names, events: bool) -> PyResult<Batch> {
        let date = names.date.as_deref().unwrap_or("date");
        let found: Vec<_> = articles.iter().map(|item| rows::article(item, &names)).collect::<PyResult<_>>()?;
        let origins: Vec<_> = found.iter().map(|found| (found.id.clone(), found.file.clone(), found.record)).collect();
        let drafts = found.into_iter().map(|found| found.draft(date, &self.engine.options));
        let table = Table::new(emit(events), kept(&RecordBatch::new_empty(Arc::new(Schema::empty())), &[])?);
        let table = table.map_err(wrong)?;
        py.detach(|| {
            let origin = |row: usize| {
                let (id, file, record) = &origins[row];
                Origin { id: id.as_deref(), file: file.as_deref(), record: *record }
            };
            made(self.engine.run(drafts, emit(events))?, &table, 0, origin)
        })
    }

    /// What becomes of the articles of an Arrow batch, part by part; the columns `keep` are passed on.
    fn parts(&self, batch: PyArrowType<RecordBatch>, names: Names, keep: Vec<String>, events: bool) -> PyResult<Parts> {
        let columns = Columns::new(&batch.0, names)?;
        let table = Table::new(emit(events), kept(&batch.0, &keep)?).map_err(wrong)?;
        let (engine, rows) = (Arc::clone(&self.engine), batch.0.num_rows());
        Ok(Parts { engine, columns, table, emit: emit(events), rows, at: 0 })
    }

    /// The columns of what `parts` gives for batches with the columns of `input`.
    #[staticmethod]
    fn schema(input: PyArrowType<Schema>, keep: Vec<String>, events: bool) -> PyResult<PyArrowType<Schema>> {
        let empty = RecordBatch::new_empty(Arc::new(input.0));
        let table = Table::new(emit(events), kept(&empty, &keep)?).map_err(wrong)?;
        Ok(PyArrowType(table.schema().as_ref().clone()))
    }

    /// The length that articles are cut to unless the user says otherwise, in bytes.
    #[classattr]
    const MAX_ARTICLE: usize = read::MAX_ARTICLE;
}

fn emit(events: bool) -> Emit {
    if events { Emit::Events } else { Emit::Articles }
}

fn wrong(error: ArrowError) -> PyErr {
    PyValueError::new_err(match error {
        ArrowError::SchemaError(message) => message,
        other => other.to_string(),
    })
}

/// The columns of `batch` that are passed on.
fn kept(batch: &RecordBatch, keep: &[String]) -> PyResult<RecordBatch> {
    let columns = keep.iter().map(|name| batch.schema_ref().index_of(name)).collect::<std::result::Result<Vec<_>, _>>();
    columns.and_then(|columns| batch.project(&columns)).map_err(wrong)
}

fn told(result: Result, id: Option<String>) -> PyResult<Told> {
    Ok(match result {
        Result::Rejected(error) => (None, Some(error), None, id),
        Result::Done { mut json, warning } => {
            json.pop_if(|last| *last == b'\n');
            let json = String::from_utf8(json).map_err(|error| PyValueError::new_err(error.to_string()))?;
            (Some(json), None, warning, id)
        }
    })
}

/// What is wrong with an article: its row, its id, what, and whether it was rejected.
type Problem = (usize, Option<String>, String, bool);

/// An Arrow batch with what is wrong with its articles.
type Batch = (PyArrowType<RecordBatch>, Vec<Problem>);

/// The batch of `results`, which are those of the rows from `first` on.
fn made<'a>(
    results: Vec<Result>,
    table: &Table,
    first: usize,
    origin: impl Fn(usize) -> Origin<'a>,
) -> PyResult<Batch> {
    let batch = table.batch(&results, first, &origin).map_err(wrong)?;
    let problems = results.into_iter().zip(first..).filter_map(|(result, row)| {
        let id = origin(row).id.map(str::to_owned);
        match result {
            Result::Rejected(error) => Some((row, id, error, true)),
            Result::Done { warning, .. } => Some((row, id, warning?, false)),
        }
    });
    Ok((PyArrowType(batch), problems.collect()))
}

/// An iterator over what becomes of the articles of an Arrow batch: part after part with its problems.
#[pyclass(module = "advocoder._native")]
pub struct Parts {
    engine: Arc<Engine>,
    columns: Columns,
    table: Table,
    emit: Emit,
    rows: usize,
    at: usize,
}

#[pymethods]
impl Parts {
    fn __iter__(this: PyRef<'_, Self>) -> PyRef<'_, Self> {
        this
    }

    fn __next__(&mut self, py: Python<'_>) -> PyResult<Option<Batch>> {
        if self.at >= self.rows {
            return Ok(None);
        }
        let first = self.at;
        let mut bytes = 0;
        while self.at < self.rows && self.at - first < ROWS && bytes < BYTES {
            bytes += self.columns.length(self.at);
            self.at += 1;
        }
        let Self { engine, columns, table, emit, at, .. } = self;
        py.detach(|| {
            let date = columns.date_name();
            let drafts = (first..*at).map(|row| columns.article(row).draft(date, &engine.options));
            made(engine.run(drafts, *emit)?, table, first, |row| columns.origin(row)).map(Some)
        })
    }
}
