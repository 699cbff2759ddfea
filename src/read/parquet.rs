//! Parquet: one row, one article. The names of the columns are those of the fields.

use std::sync::Arc;

use super::{Format, Input, Options, Records};

/// Parquet files.
pub const FORMAT: Format = Format {
    name: "parquet",
    extensions: &["parquet", "pq"],
    fits: |head| head.starts_with(b"PAR1"),
    bytes: true,
    open,
};

#[cfg(not(feature = "parquet"))]
fn open(input: Input, _: &Arc<Options>) -> Records {
    use super::{Draft, Place, Problem, Trouble};
    let problem = Problem { place: Place::file(input.file), trouble: Trouble::NotBuilt("parquet") };
    Box::new(std::iter::once(Draft::rejected(problem)))
}

#[cfg(feature = "parquet")]
fn open(input: Input, options: &Arc<Options>) -> Records {
    rows::open(input, options)
}

#[cfg(feature = "parquet")]
mod rows {
    use std::fs::File;
    use std::iter;
    use std::sync::Arc;

    use parquet::errors::ParquetError;
    use parquet::file::reader::{FileReader, SerializedFileReader};
    use parquet::record::Row;
    use parquet::record::reader::RowIter;
    use parquet::schema::types::Type;

    use super::super::fields::Found;
    use super::super::{Draft, Input, MAX_RECORD, Options, Place, Problem, Records, Trouble};

    pub(super) fn open(input: Input, options: &Arc<Options>) -> Records {
        let file = Arc::clone(&input.file);
        let whole = move |trouble| -> Records {
            Box::new(iter::once(Draft::rejected(Problem { place: Place::file(Arc::clone(&file)), trouble })))
        };
        let Some(path) = &input.path else { return whole(Trouble::NeedsFile("Parquet")) };
        let opened = File::open(path).map_err(|error| Trouble::Unreadable(error.to_string()));
        let rows = opened.and_then(|file| iterate(file, options).map_err(|error| Trouble::Parquet(plain(&error))));
        match rows {
            Err(trouble) => whole(trouble),
            Ok(rows) => {
                let (file, options) = (input.file, Arc::clone(options));
                let mut ended = false;
                Box::new((1..).zip(rows).map_while(move |(number, row)| {
                    if ended {
                        return None;
                    }
                    let place = Place::line(&file, number);
                    Some(match row {
                        // Where one page is damaged, the next row is not to be found.
                        Err(error) => {
                            ended = true;
                            Draft::rejected(Problem { place, trouble: Trouble::Parquet(plain(&error)) })
                        }
                        Ok(row) => draft(row, place, &options),
                    })
                }))
            }
        }
    }

    /// The rows, of which only the columns of the fields are read.
    fn iterate(file: File, options: &Options) -> Result<RowIter<'static>, ParquetError> {
        let reader = SerializedFileReader::new(file)?;
        let schema = reader.metadata().file_metadata().schema().clone();
        let wanted = |column: &str| {
            options
                .fields
                .names()
                .any(|name| name == column || name.strip_prefix(column).is_some_and(|rest| rest.starts_with('.')))
        };
        let fields = schema.get_fields().iter().filter(|field| wanted(field.name())).cloned().collect();
        let projection = Type::group_type_builder(schema.name()).with_fields(fields).build()?;
        RowIter::from_file_into(Box::new(reader)).project(Some(projection))
    }

    fn draft(row: Row, place: Place, options: &Arc<Options>) -> Draft {
        let options = Arc::clone(options);
        Draft::later(move || {
            let mut found = Found::default();
            for (name, field) in row.into_columns() {
                found.put(&name, value(&field));
            }
            let record = found.into_record(&place, &options)?;
            if record.article.text.len() > MAX_RECORD {
                return Err(Problem { place, trouble: Trouble::TooLarge });
            }
            Ok(record)
        })
    }

    /// Dates and timestamps become ISO 8601, all else what it is in JSON.
    fn value(field: &parquet::record::Field) -> serde_json::Value {
        use parquet::record::Field;
        match field {
            Field::Bytes(bytes) => String::from_utf8(bytes.data().to_vec()).map_or(serde_json::Value::Null, Into::into),
            Field::Date(days) => epoch(i64::from(*days) * 86_400),
            Field::TimestampMillis(millis) => epoch(millis.div_euclid(1000)),
            Field::TimestampMicros(micros) => epoch(micros.div_euclid(1_000_000)),
            Field::Null => serde_json::Value::Null,
            Field::Bool(yes) => (*yes).into(),
            Field::Byte(n) => (*n).into(),
            Field::Short(n) => (*n).into(),
            Field::Int(n) => (*n).into(),
            Field::Long(n) => (*n).into(),
            Field::UByte(n) => (*n).into(),
            Field::UShort(n) => (*n).into(),
            Field::UInt(n) => (*n).into(),
            Field::ULong(n) => (*n).into(),
            Field::Float(x) => (*x).into(),
            Field::Double(x) => (*x).into(),
            Field::Str(text) => text.clone().into(),
            Field::Group(row) => row.get_column_iter().map(|(name, field)| (name.clone(), value(field))).collect(),
            Field::ListInternal(list) => list.elements().iter().map(value).collect(),
            // Maps, decimals and half floats hold no field of an article.
            other => other.to_string().into(),
        }
    }

    fn epoch(seconds: i64) -> serde_json::Value {
        let time = jiff::Timestamp::from_second(seconds).ok();
        time.map_or(serde_json::Value::Null, |time| time.to_string().into())
    }

    /// The message on one line.
    fn plain(error: &ParquetError) -> String {
        error.to_string().split_whitespace().collect::<Vec<_>>().join(" ").chars().take(200).collect()
    }
}

#[cfg(all(test, feature = "parquet"))]
mod tests {
    use std::fs;
    use std::path::Path;
    use std::sync::Arc;

    use parquet::data_type::{ByteArray, ByteArrayType, Int32Type};
    use parquet::file::properties::WriterProperties;
    use parquet::file::writer::SerializedFileWriter;
    use parquet::schema::parser::parse_message_type;
    use proptest::prelude::*;

    use super::super::{Inputs, Options, iso_date};

    /// A file of three rows.
    fn write(path: &Path) {
        let schema = "message news { required binary id (UTF8); optional binary text (UTF8); required int32 date (DATE); required int32 more; }";
        let schema = Arc::new(parse_message_type(schema).unwrap());
        let properties = Arc::new(WriterProperties::builder().build());
        let mut writer = SerializedFileWriter::new(fs::File::create(path).unwrap(), schema, properties).unwrap();
        let mut group = writer.next_row_group().unwrap();
        let bytes = |texts: &[&str]| texts.iter().map(|&text| ByteArray::from(text)).collect::<Vec<_>>();
        let mut column = group.next_column().unwrap().unwrap();
        column.typed::<ByteArrayType>().write_batch(&bytes(&["a", "b", "c"]), None, None).unwrap();
        column.close().unwrap();
        let mut column = group.next_column().unwrap().unwrap();
        column
            .typed::<ByteArrayType>()
            .write_batch(&bytes(&["Rain fell 😀.", "Snow fell."]), Some(&[1, 0, 1]), None)
            .unwrap();
        column.close().unwrap();
        for _ in 0..2 {
            let mut column = group.next_column().unwrap().unwrap();
            column.typed::<Int32Type>().write_batch(&[18_792, 18_793, 18_794], None, None).unwrap();
            column.close().unwrap();
        }
        group.close().unwrap();
        writer.close().unwrap();
    }

    #[test]
    fn rows_are_articles() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("news.parquet");
        write(&path);
        let records: Vec<_> = Inputs::new([&path], Options::default()).collect();
        assert_eq!(records.len(), 3);
        let first = &records[0].as_ref().unwrap().article;
        assert_eq!((&*first.id, &*first.text, first.date), ("a", "Rain fell 😀.", iso_date("2021-06-14")));
        assert!(records[1].as_ref().unwrap_err().to_string().contains(":2: A113"));
        assert_eq!(records[2].as_ref().unwrap().article.source.record, Some(3));
    }

    #[test]
    fn what_is_no_parquet_is_a_reject() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("news.parquet");
        for bytes in [&b"PAR1"[..], b"PAR1PAR1", b"", b"PAR1\xff\xff\xff\xffPAR1", b"text"] {
            fs::write(&path, bytes).unwrap();
            let records: Vec<_> = Inputs::new([&path], Options::default()).collect();
            assert_eq!(records.len(), 1);
            assert!(records[0].as_ref().unwrap_err().to_string().contains("A118"), "{records:?}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

        #[test]
        fn damage_stops_nothing(at in any::<prop::sample::Index>(), byte: u8) {
            crate::run::record_panics();
            let dir = tempfile::tempdir().unwrap();
            let path = dir.path().join("news.parquet");
            write(&path);
            let mut bytes = fs::read(&path).unwrap();
            let at = at.index(bytes.len());
            bytes[at] = byte;
            fs::write(&path, &bytes).unwrap();
            let text = dir.path().join("text.txt");
            fs::write(&text, "Rain fell.").unwrap();
            let records: Vec<_> = Inputs::new([&path, &text], Options::default()).collect();
            prop_assert!(records.last().unwrap().is_ok());
        }
    }
}
