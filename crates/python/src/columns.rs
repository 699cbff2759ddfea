//! Articles of Arrow columns, read in place: a text is copied only once, into the article that is analysed.

use advocoder::read::Trouble;
use arrow_array::{
    Array, ArrayRef, Date32Array, Int64Array, LargeStringArray, RecordBatch, StringArray, StringViewArray,
};
use arrow_cast::cast;
use arrow_schema::DataType;
use jiff::civil::Date;
use pyo3::exceptions::{PyKeyError, PyTypeError};
use pyo3::prelude::*;

use crate::names::{Day, Found, Names, Origin};

/// The columns of a batch that articles are made of.
pub struct Columns {
    names: Names,
    text: Strings,
    id: Option<Strings>,
    title: Option<Strings>,
    date: Option<Days>,
    url: Option<Strings>,
    byline: Option<Strings>,
    file: Option<Strings>,
    record: Option<Int64Array>,
}

enum Strings {
    Utf8(StringArray),
    Large(LargeStringArray),
    View(StringViewArray),
}

enum Days {
    Written(Strings),
    Dates(Date32Array),
}

impl Strings {
    /// The strings of a column; dictionaries are spelled out, and numbers where `numbers` says so.
    fn of(column: &ArrayRef, name: &str, numbers: bool) -> PyResult<Self> {
        let column = match column.data_type() {
            DataType::Dictionary(_, _) | DataType::Null => cast(column, &DataType::Utf8).map_err(wrong)?,
            number if numbers && number.is_integer() => cast(column, &DataType::Utf8).map_err(wrong)?,
            _ => column.clone(),
        };
        let any = column.as_any();
        if let Some(strings) = any.downcast_ref::<StringArray>() {
            return Ok(Self::Utf8(strings.clone()));
        }
        if let Some(strings) = any.downcast_ref::<LargeStringArray>() {
            return Ok(Self::Large(strings.clone()));
        }
        if let Some(strings) = any.downcast_ref::<StringViewArray>() {
            return Ok(Self::View(strings.clone()));
        }
        Err(type_error(name, column.data_type(), "strings"))
    }

    fn get(&self, row: usize) -> Option<&str> {
        match self {
            Self::Utf8(strings) => strings.is_valid(row).then(|| strings.value(row)),
            Self::Large(strings) => strings.is_valid(row).then(|| strings.value(row)),
            Self::View(strings) => strings.is_valid(row).then(|| strings.value(row)),
        }
    }
}

impl Days {
    fn of(column: &ArrayRef, name: &str) -> PyResult<Self> {
        let plain = match column.data_type() {
            DataType::Date32 | DataType::Date64 => column.clone(),
            DataType::Timestamp(_, None) => column.clone(),
            // Which day an instant is on depends on where the reader stands: only Greenwich needs no table of zones.
            DataType::Timestamp(unit, Some(zone)) if matches!(&**zone, "UTC" | "Etc/UTC" | "Z" | "+00:00") => {
                let column = cast(column, &DataType::Int64).map_err(wrong)?;
                cast(&column, &DataType::Timestamp(*unit, None)).map_err(wrong)?
            }
            zoned @ DataType::Timestamp(_, Some(_)) => {
                return Err(type_error(name, zoned, "dates; cast it to dates first"));
            }
            _ => return Strings::of(column, name, false).map(Self::Written),
        };
        let dates = cast(&plain, &DataType::Date32).map_err(wrong)?;
        let dates = dates.as_any().downcast_ref::<Date32Array>();
        dates.map(|dates| Self::Dates(dates.clone())).ok_or_else(|| type_error(name, plain.data_type(), "dates"))
    }

    fn get(&self, row: usize) -> Day {
        match self {
            Self::Written(strings) => strings.get(row).map_or(Day::Missing, |text| Day::Written(text.to_owned())),
            Self::Dates(dates) if dates.is_null(row) => Day::Missing,
            Self::Dates(dates) => {
                let day = jiff::Span::new().try_days(dates.value(row));
                let date = day.and_then(|days| Date::constant(1970, 1, 1).checked_add(days));
                date.map_or(Day::Wrong("a day after the year 9999 or before -9999"), Day::Date)
            }
        }
    }
}

impl Columns {
    /// Finds the columns of `batch`.
    ///
    /// # Errors
    /// `KeyError` for a column that is not there, `TypeError` for one of another type.
    pub fn new(batch: &RecordBatch, names: Names) -> PyResult<Self> {
        let column = |name: &str| {
            batch.column_by_name(name).ok_or_else(|| {
                let columns: Vec<_> = batch.schema_ref().fields().iter().map(|field| field.name().clone()).collect();
                PyKeyError::new_err(format!("no column {name:?}; the columns are {}", columns.join(", ")))
            })
        };
        let strings = |name: &Option<String>, numbers| match name {
            Some(name) => Strings::of(column(name)?, name, numbers).map(Some),
            None => Ok(None),
        };
        let text = Strings::of(column(&names.text)?, &names.text, false)?;
        let [title, url, byline, file] = [
            strings(&names.title, false)?,
            strings(&names.url, false)?,
            strings(&names.byline, false)?,
            strings(&names.file, false)?,
        ];
        let id = strings(&names.id, true)?;
        let date = match &names.date {
            Some(name) => Some(Days::of(column(name)?, name)?),
            None => None,
        };
        let record = match &names.record {
            Some(name) => {
                let numbers = column(name)?;
                let whole = numbers.data_type().is_integer();
                let numbers = cast(numbers, &DataType::Int64).map_err(wrong)?;
                let numbers = numbers.as_any().downcast_ref::<Int64Array>().filter(|_| whole).cloned();
                Some(numbers.ok_or_else(|| type_error(name, &DataType::Int64, "whole numbers"))?)
            }
            None => None,
        };
        Ok(Self { names, text, id, title, date, url, byline, file, record })
    }

    /// Length of a text in bytes.
    pub fn length(&self, row: usize) -> usize {
        self.text.get(row).map_or(0, str::len)
    }

    /// Name of the date's column.
    pub fn date_name(&self) -> &str {
        self.names.date.as_deref().unwrap_or("date")
    }

    /// Where an article comes from.
    pub fn origin(&self, row: usize) -> Origin<'_> {
        let record = self.record.as_ref().filter(|numbers| numbers.is_valid(row)).map(|numbers| numbers.value(row));
        Origin {
            id: self.id.as_ref().and_then(|ids| ids.get(row)),
            file: self.file.as_ref().and_then(|files| files.get(row)),
            record: record.and_then(|record| record.try_into().ok()),
        }
    }

    /// The article of a row.
    pub fn article(&self, row: usize) -> Found {
        let get = |strings: &Option<Strings>| {
            strings.as_ref().and_then(|strings| strings.get(row)).filter(|text| !text.is_empty()).map(str::to_owned)
        };
        let missing = || Trouble::TextType { field: self.names.text.clone(), found: "null" };
        Found {
            id: get(&self.id),
            title: get(&self.title),
            date: self.date.as_ref().map_or(Day::Missing, |days| days.get(row)),
            text: self.text.get(row).map(str::to_owned).ok_or_else(missing),
            url: get(&self.url),
            byline: get(&self.byline),
            file: get(&self.file),
            record: self.origin(row).record,
            trouble: None,
        }
    }
}

fn type_error(name: &str, found: &DataType, wanted: &str) -> PyErr {
    PyTypeError::new_err(format!("column {name:?} is of type {found}, but must hold {wanted}"))
}

fn wrong(error: arrow_schema::ArrowError) -> PyErr {
    PyTypeError::new_err(error.to_string())
}
