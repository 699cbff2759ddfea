//! Parquet: events as a flat table, or whole articles with their nested lists. The columns and their types are those of the
//! published JSON Schemas.
//!
//! A Parquet file cannot be written to after it was cut off, so articles are first written as JSON Lines, and the file is
//! made of these at the end, [`ROWS`] rows at a time.

use std::io::{self, Write};
use std::path::Path;

use super::View;
use super::format::Format;
use super::jsonl::{self, Layout};
use crate::doc::Analysis;

/// Events, one a row.
pub const EVENTS: Format = Format {
    name: "parquet",
    about: "events, one a row",
    article: events,
    frame: ["", "", ""],
    finish: Some(finish_events),
};

/// Articles, one a row, with nested lists.
pub const ARTICLES: Format = Format {
    name: "parquet-articles",
    about: "articles with nested entities and events",
    article: articles,
    frame: ["", "", ""],
    finish: Some(finish_articles),
};

fn events(analysis: Analysis<'_>, view: &View, out: &mut dyn Write) -> io::Result<()> {
    jsonl::events(analysis, view, Layout::Lines, out)
}

fn articles(analysis: Analysis<'_>, view: &View, out: &mut dyn Write) -> io::Result<()> {
    jsonl::article(analysis, view, Layout::Lines, out)
}

#[cfg(not(feature = "parquet"))]
fn finish_events(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::Error::other("this program was built without Parquet; build it with --features parquet"))
}

#[cfg(not(feature = "parquet"))]
fn finish_articles(staged: &Path, made: &Path) -> io::Result<()> {
    finish_events(staged, made)
}

#[cfg(feature = "parquet")]
fn finish_events(staged: &Path, made: &Path) -> io::Result<()> {
    file::write(super::event::schema().as_value(), staged, made)
}

#[cfg(feature = "parquet")]
fn finish_articles(staged: &Path, made: &Path) -> io::Result<()> {
    file::write(super::record::schema().as_value(), staged, made)
}

#[cfg(feature = "parquet")]
mod file {
    use std::fs::File;
    use std::io::{self, BufRead, BufReader};
    use std::path::Path;
    use std::sync::Arc;

    use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
    use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DoubleType, Int64Type};
    use parquet::errors::ParquetError;
    use parquet::file::properties::WriterProperties;
    use parquet::file::writer::SerializedFileWriter;
    use parquet::schema::types::{Type, TypePtr};
    use serde_json::Value;

    use crate::write::shape::Shape;

    /// Rows in a row group: what is held in memory at a time.
    const ROWS: usize = 2000;

    fn parquet_type(name: &str, shape: &Shape) -> Result<TypePtr, ParquetError> {
        let leaf = |physical| Type::primitive_type_builder(name, physical).with_repetition(Repetition::OPTIONAL);
        Ok(Arc::new(match shape {
            Shape::Text => leaf(Physical::BYTE_ARRAY).with_logical_type(Some(LogicalType::String)).build()?,
            Shape::Integer => leaf(Physical::INT64).build()?,
            Shape::Number => leaf(Physical::DOUBLE).build()?,
            Shape::Truth => leaf(Physical::BOOLEAN).build()?,
            Shape::List(of) => {
                let list = Type::group_type_builder("list").with_repetition(Repetition::REPEATED);
                let list = list.with_fields(vec![parquet_type("element", of)?]).build()?;
                let group = Type::group_type_builder(name).with_repetition(Repetition::OPTIONAL);
                group.with_logical_type(Some(LogicalType::List)).with_fields(vec![Arc::new(list)]).build()?
            }
            Shape::Group(fields) => {
                let fields = fields.iter().map(|(name, of)| parquet_type(name, of)).collect::<Result<_, _>>()?;
                Type::group_type_builder(name).with_repetition(Repetition::OPTIONAL).with_fields(fields).build()?
            }
        }))
    }

    /// A column: its values, and for each its levels in Dremel's encoding (Melnik et al., VLDB 2010).
    #[derive(Default)]
    struct Column {
        values: Vec<Value>,
        definition: Vec<i16>,
        repetition: Vec<i16>,
    }

    /// Puts `value` into `columns`, the leaves of `shape` in order; gives the number of leaves.
    fn shred(value: &Value, shape: &Shape, defined: i16, repeated: i16, depth: i16, columns: &mut [Column]) -> usize {
        match shape {
            Shape::Group(fields) => {
                let defined = if value.is_object() { defined + 1 } else { defined };
                let mut at = 0;
                for (name, of) in fields {
                    let field = if value.is_object() { &value[name.as_str()] } else { &Value::Null };
                    // Behind a null, deeper levels are never reached.
                    at += if value.is_object() {
                        shred(field, of, defined, repeated, depth, &mut columns[at..])
                    } else {
                        absent(of, defined, repeated, &mut columns[at..])
                    };
                }
                at
            }
            Shape::List(of) => match value.as_array() {
                None => absent(of, defined, repeated, columns),
                Some(items) if items.is_empty() => absent(of, defined + 1, repeated, columns),
                Some(items) => {
                    let mut leaves = 0;
                    for (at, item) in items.iter().enumerate() {
                        let repeated = if at == 0 { repeated } else { depth + 1 };
                        leaves = shred(item, of, defined + 2, repeated, depth + 1, columns);
                    }
                    leaves
                }
            },
            leaf => {
                let fits = match leaf {
                    Shape::Text => value.is_string(),
                    Shape::Integer => value.is_i64() || value.is_u64(),
                    Shape::Number => value.is_number(),
                    _ => value.is_boolean(),
                };
                columns[0].repetition.push(repeated);
                columns[0].definition.push(if fits { defined + 1 } else { defined });
                if fits {
                    columns[0].values.push(value.clone());
                }
                1
            }
        }
    }

    /// Notes in every leaf of `shape` that there is nothing.
    fn absent(shape: &Shape, defined: i16, repeated: i16, columns: &mut [Column]) -> usize {
        match shape {
            Shape::Group(fields) => {
                fields.iter().fold(0, |at, (_, of)| at + absent(of, defined, repeated, &mut columns[at..]))
            }
            Shape::List(of) => absent(of, defined, repeated, columns),
            _ => {
                columns[0].repetition.push(repeated);
                columns[0].definition.push(defined);
                1
            }
        }
    }

    fn leaves(shape: &Shape) -> usize {
        match shape {
            Shape::Group(fields) => fields.iter().map(|(_, of)| leaves(of)).sum(),
            Shape::List(of) => leaves(of),
            _ => 1,
        }
    }

    pub(super) fn write(schema: &Value, staged: &Path, made: &Path) -> io::Result<()> {
        let shape = Shape::of(schema).ok_or_else(|| io::Error::other("the schema has no columns"))?;
        let Shape::Group(fields) = &shape else { return Err(io::Error::other("the schema is no object")) };
        let columns = fields.iter().map(|(name, of)| parquet_type(name, of)).collect::<Result<Vec<_>, _>>()?;
        let root = Type::group_type_builder("advocoder").with_fields(columns).build()?;
        let properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .set_created_by(concat!("advocoder ", env!("CARGO_PKG_VERSION")).to_owned())
            .build();
        let file = File::create(made)?;
        let mut writer = SerializedFileWriter::new(file.try_clone()?, Arc::new(root), Arc::new(properties))?;
        let mut lines = BufReader::new(File::open(staged)?).lines();
        loop {
            let rows = lines.by_ref().take(ROWS).map(|line| Ok(serde_json::from_str::<Value>(&line?)?));
            let rows = rows.collect::<io::Result<Vec<_>>>()?;
            if rows.is_empty() {
                break;
            }
            let mut columns: Vec<_> = (0..leaves(&shape)).map(|_| Column::default()).collect();
            for row in &rows {
                let mut at = 0;
                for (name, of) in fields {
                    at += shred(&row[name.as_str()], of, 0, 0, 0, &mut columns[at..]);
                }
            }
            write_group(&mut writer, columns)?;
        }
        writer.close()?;
        file.sync_all()
    }

    fn write_group(writer: &mut SerializedFileWriter<File>, columns: Vec<Column>) -> Result<(), ParquetError> {
        let descriptors = writer.schema_descr().columns().to_vec();
        let mut group = writer.next_row_group()?;
        for (descriptor, column) in descriptors.iter().zip(columns) {
            let Column { values, definition, repetition } = column;
            let Some(mut column) = group.next_column()? else { break };
            let levels = (Some(&*definition), Some(&*repetition));
            let levels = (
                levels.0.filter(|_| descriptor.max_def_level() > 0),
                levels.1.filter(|_| descriptor.max_rep_level() > 0),
            );
            match descriptor.physical_type() {
                Physical::BYTE_ARRAY => {
                    let values: Vec<_> = values.iter().filter_map(Value::as_str).map(ByteArray::from).collect();
                    column.typed::<ByteArrayType>().write_batch(&values, levels.0, levels.1)?;
                }
                Physical::INT64 => {
                    let values: Vec<_> = values.iter().filter_map(Value::as_i64).collect();
                    column.typed::<Int64Type>().write_batch(&values, levels.0, levels.1)?;
                }
                Physical::DOUBLE => {
                    let values: Vec<_> = values.iter().filter_map(Value::as_f64).collect();
                    column.typed::<DoubleType>().write_batch(&values, levels.0, levels.1)?;
                }
                _ => {
                    let values: Vec<_> = values.iter().filter_map(Value::as_bool).collect();
                    column.typed::<BoolType>().write_batch(&values, levels.0, levels.1)?;
                }
            }
            column.close()?;
        }
        group.close()?;
        Ok(())
    }
}

#[cfg(all(test, feature = "parquet"))]
mod tests {
    use std::fs;

    use parquet::file::reader::{FileReader, SerializedFileReader};
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::super::{event, example, record};
    use super::*;

    /// Writes rows and reads them back as JSON. In place of the crate's own JSON: lists and groups as they are.
    fn back(schema: &Value, rows: &[Value]) -> Vec<Value> {
        let dir = tempfile::tempdir().unwrap();
        let [staged, made] = ["staged", "made"].map(|name| dir.path().join(name));
        fs::write(&staged, rows.iter().map(Value::to_string).collect::<Vec<_>>().join("\n")).unwrap();
        file::write(schema, &staged, &made).unwrap();
        let reader = SerializedFileReader::new(fs::File::open(&made).unwrap()).unwrap();
        let row = |row: parquet::record::Row| {
            row.into_columns().into_iter().map(|(name, field)| (name, json(&field))).collect()
        };
        reader.get_row_iter(None).unwrap().map(|found| row(found.unwrap())).collect()
    }

    fn json(field: &parquet::record::Field) -> Value {
        use parquet::record::Field;
        match field {
            Field::Null => Value::Null,
            Field::Bool(yes) => (*yes).into(),
            Field::Long(n) => (*n).into(),
            Field::Double(x) => (*x).into(),
            Field::Str(text) => text.clone().into(),
            Field::Group(row) => row.get_column_iter().map(|(name, field)| (name.clone(), json(field))).collect(),
            Field::ListInternal(list) => list.elements().iter().map(json).collect(),
            other => panic!("{other}"),
        }
    }

    #[test]
    fn rows_are_read_back() {
        let mut bare = example::row();
        for (_, value) in bare.as_object_mut().unwrap().iter_mut().filter(|(_, value)| value.is_array()) {
            *value = json!([]);
        }
        let rows = vec![example::row(), bare, example::row()];
        assert_eq!(back(event::schema().as_value(), &rows), rows);
    }

    #[test]
    fn nested_articles_are_read_back() {
        let mut bare = example::record();
        bare["entities"] = json!([]);
        bare["events"] = json!([]);
        let rows = vec![example::record(), bare, example::record()];
        assert_eq!(back(record::schema().as_value(), &rows), rows);
    }

    fn nested() -> impl Strategy<Value = Value> {
        let text = || proptest::option::of("\\PC{0,6}");
        let group = (text(), proptest::option::of(any::<i32>()), proptest::collection::vec(text(), 0..3))
            .prop_map(|(a, b, c)| json!({ "a": a, "b": b, "c": c }));
        (proptest::collection::vec(group, 0..4), text()).prop_map(|(list, text)| json!({ "list": list, "text": text }))
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

        #[test]
        fn any_nested_rows_are_read_back(rows in proptest::collection::vec(nested(), 1..8)) {
            let text = json!({ "type": ["string", "null"] });
            let group = json!({ "type": "object", "properties": {
                "a": text, "b": { "type": ["integer", "null"] }, "c": { "type": "array", "items": text }
            } });
            let schema = json!({ "type": "object", "properties": { "list": { "type": "array", "items": group }, "text": text } });
            prop_assert_eq!(back(&schema, &rows), rows);
        }
    }
}
