//! Arrow tables of records. Their columns are those of the published JSON Schemas, so that a new field reaches them by itself.

use std::sync::Arc;

use advocoder::write::shape::Shape;
use advocoder::write::{event, record};
use arrow_array::{ArrayRef, RecordBatch, StringArray, UInt32Array};
use arrow_json::ReaderBuilder;
use arrow_schema::{ArrowError, DataType, Field, Schema, SchemaRef};

use crate::engine::{Emit, Result};
use crate::names::Origin;

/// What becomes of the articles of a batch, as a table.
pub struct Table {
    emit: Emit,
    records: SchemaRef,
    /// Columns of the input that are passed on, before those of the records.
    keep: RecordBatch,
    schema: SchemaRef,
}

impl Table {
    /// The table of `emit`, behind the columns of `keep`.
    ///
    /// # Errors
    /// Where a column of `keep` has the name of one of the table's.
    pub fn new(emit: Emit, keep: RecordBatch) -> std::result::Result<Self, ArrowError> {
        let schema = match emit {
            Emit::Articles => record::schema(),
            Emit::Events => event::schema(),
        };
        let Some(Shape::Group(columns)) = Shape::of(schema.as_value()) else {
            return Err(ArrowError::SchemaError("the schema of the records is no table's".into()));
        };
        let records: Vec<_> = columns.iter().map(|(name, shape)| field(name, shape)).collect();
        let told = match emit {
            Emit::Articles => &["error", "warning"][..],
            Emit::Events => &[],
        };
        let told = told.iter().map(|name| Field::new(*name, DataType::Utf8, true));
        let own: Vec<_> = records.iter().cloned().chain(told).collect();
        let kept = keep.schema_ref().fields().iter().map(|field| field.as_ref().clone());
        if let Some(twice) = kept.clone().find(|field| own.iter().any(|column| column.name() == field.name())) {
            let message =
                format!("column {:?} cannot be kept: the result has one of that name; rename it", twice.name());
            return Err(ArrowError::SchemaError(message));
        }
        let schema = Arc::new(Schema::new(kept.chain(own).collect::<Vec<_>>()));
        Ok(Self { emit, records: Arc::new(Schema::new(records)), keep, schema })
    }

    /// The columns.
    pub fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    /// The rows of `results`, which are those of the input from `first` on; `origin` tells where one comes from.
    ///
    /// # Errors
    /// Where a record does not fit the columns, which the test of the schemas rules out.
    pub fn batch<'a>(
        &self,
        results: &[Result],
        first: usize,
        origin: impl Fn(usize) -> Origin<'a>,
    ) -> std::result::Result<RecordBatch, ArrowError> {
        let (mut json, mut from) = (Vec::new(), Vec::new());
        for (result, row) in results.iter().zip(first..) {
            let before = json.len();
            match (result, self.emit) {
                (Result::Done { json: lines, .. }, _) => json.extend_from_slice(lines),
                (Result::Rejected(_), Emit::Articles) => json.extend(stub(origin(row))),
                (Result::Rejected(_), Emit::Events) => {}
            }
            let lines = json[before..].split(|&byte| byte == b'\n').count() - 1;
            from.extend(std::iter::repeat_n(row as u32, lines));
        }
        let records = decode(&self.records, &json, from.len())?;
        let rows = UInt32Array::from(from);
        let kept = self.keep.columns().iter().map(|column| arrow_select::take::take(column, &rows, None));
        let mut all = kept.collect::<std::result::Result<Vec<_>, _>>()?;
        all.extend_from_slice(records.columns());
        if self.emit == Emit::Articles {
            let [errors, warnings]: [Vec<_>; 2] = [
                results
                    .iter()
                    .map(|result| if let Result::Rejected(error) = result { Some(error) } else { None })
                    .collect(),
                results
                    .iter()
                    .map(|result| if let Result::Done { warning, .. } = result { warning.as_ref() } else { None })
                    .collect(),
            ];
            all.extend([errors, warnings].map(|told| Arc::new(StringArray::from_iter(told)) as ArrayRef));
        }
        RecordBatch::try_new(Arc::clone(&self.schema), all)
    }
}

/// What is known of an article that was rejected.
fn stub(origin: Origin<'_>) -> Vec<u8> {
    let Origin { id, file, record } = origin;
    let doc = serde_json::json!({ "id": id.unwrap_or_default(), "source": { "file": file, "record": record } });
    format!("{}\n", serde_json::json!({ "doc": doc })).into_bytes()
}

/// Makes a batch of `rows` lines of JSON.
fn decode(schema: &SchemaRef, json: &[u8], rows: usize) -> std::result::Result<RecordBatch, ArrowError> {
    // One more than there are, so that the decoder never stops to hand over a batch.
    let mut decoder = ReaderBuilder::new(Arc::clone(schema)).with_batch_size(rows + 1).build_decoder()?;
    decoder.decode(json)?;
    Ok(decoder.flush()?.unwrap_or_else(|| RecordBatch::new_empty(Arc::clone(schema))))
}

fn field(name: &str, shape: &Shape) -> Field {
    Field::new(name, data_type(shape), true)
}

fn data_type(shape: &Shape) -> DataType {
    match shape {
        Shape::Text => DataType::Utf8,
        Shape::Integer => DataType::Int64,
        Shape::Number => DataType::Float64,
        Shape::Truth => DataType::Boolean,
        Shape::List(of) => DataType::List(Arc::new(field("item", of))),
        Shape::Group(fields) => DataType::Struct(fields.iter().map(|(name, of)| field(name, of)).collect()),
    }
}
