//! Articles of Python objects: a string, or a mapping with the fields of one.

use advocoder::read::Trouble;
use pyo3::exceptions::{PyKeyError, PyTypeError};
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDate, PyFloat, PyInt, PyList, PyMapping, PyString};

use crate::names::{Day, Found, Names};

/// Reads one article.
///
/// # Errors
/// `TypeError` for what is neither a string nor a mapping. What is wrong with a field is the article's trouble.
pub fn article(item: &Bound<'_, PyAny>, names: &Names) -> PyResult<Found> {
    let mut found = Found {
        id: None,
        title: None,
        date: Day::Missing,
        text: Err(Trouble::NoText(names.text.clone())),
        url: None,
        byline: None,
        file: None,
        record: None,
        trouble: None,
    };
    if let Ok(text) = item.cast::<PyString>() {
        found.text = string(text, &names.text);
        return Ok(found);
    }
    let Ok(mapping) = item.cast::<PyMapping>() else {
        let message = format!("an article is a str or a mapping with its fields, not {}", item.get_type().name()?);
        return Err(PyTypeError::new_err(message));
    };
    if let Some(value) = get(mapping, &names.text)? {
        found.text = match value.cast::<PyString>() {
            Ok(text) => string(text, &names.text),
            Err(_) => Err(Trouble::TextType { field: names.text.clone(), found: kind(&value) }),
        };
    }
    let mut trouble = None;
    let mut text = |name: &Option<String>, whole: bool, list: bool| -> PyResult<Option<String>> {
        let Some((name, value)) = named(mapping, name.as_ref())? else { return Ok(None) };
        let read = match value.cast::<PyString>() {
            Ok(text) => string(text, name),
            Err(_) if whole && is_number(&value) => Ok(value.str()?.to_string()),
            Err(_) => match value.cast::<PyList>().ok().filter(|_| list).map(|list| list.extract::<Vec<String>>()) {
                Some(Ok(parts)) => Ok(parts.join(", ")),
                _ => Err(Trouble::FieldType { field: name.to_owned(), found: kind(&value) }),
            },
        };
        match read {
            Ok(text) => Ok(Some(text).filter(|text| !text.is_empty())),
            Err(wrong) => {
                trouble.get_or_insert(wrong);
                Ok(None)
            }
        }
    };
    found.id = text(&names.id, true, false)?;
    found.title = text(&names.title, false, false)?;
    found.url = text(&names.url, false, false)?;
    found.byline = text(&names.byline, false, true)?;
    found.file = text(&names.file, false, false)?;
    found.trouble = trouble;
    if let Some((_, value)) = named(mapping, names.record.as_ref())? {
        found.record = value.extract().ok();
    }
    if let Some((_, value)) = named(mapping, names.date.as_ref())? {
        found.date = day(&value)?;
    }
    Ok(found)
}

/// The value of a field that may have no name, may be missing, `None` or not a number.
fn named<'n, 'py>(
    mapping: &Bound<'py, PyMapping>,
    name: Option<&'n String>,
) -> PyResult<Option<(&'n str, Bound<'py, PyAny>)>> {
    let Some(name) = name else { return Ok(None) };
    let value = get(mapping, name)?.filter(|value| !is_missing(value));
    Ok(value.map(|value| (name.as_str(), value)))
}

/// Whether `value` is `None`, or what pandas writes for what is missing: NaN and NaT, which do not equal themselves, and NA,
/// which cannot be asked.
fn is_missing(value: &Bound<'_, PyAny>) -> bool {
    let na = || value.get_type().name().is_ok_and(|name| name == "NAType");
    value.is_none() || (value.cast::<PyString>().is_err() && value.ne(value).unwrap_or_else(|_| na()))
}

fn get<'py>(mapping: &Bound<'py, PyMapping>, name: &str) -> PyResult<Option<Bound<'py, PyAny>>> {
    match mapping.get_item(name) {
        Ok(value) => Ok(Some(value)),
        Err(error) if error.is_instance_of::<PyKeyError>(mapping.py()) => Ok(None),
        Err(error) => Err(error),
    }
}

/// A string as UTF-8, which half a surrogate pair has no form in.
fn string(text: &Bound<'_, PyString>, name: &str) -> Result<String, Trouble> {
    let found = "a string with half a surrogate pair";
    text.extract().map_err(|_| Trouble::TextType { field: name.to_owned(), found })
}

fn day(value: &Bound<'_, PyAny>) -> PyResult<Day> {
    if let Ok(text) = value.cast::<PyString>() {
        return Ok(text.extract().map_or(Day::Wrong("a string with half a surrogate pair"), Day::Written));
    }
    // A date-time is a date as well.
    if value.cast::<PyDate>().is_ok() {
        return Ok(Day::Written(value.call_method0("isoformat")?.extract()?));
    }
    Ok(Day::Wrong(kind(value)))
}

fn is_number(value: &Bound<'_, PyAny>) -> bool {
    !value.is_instance_of::<PyBool>()
        && (value.is_instance_of::<PyInt>()
            || value.is_instance_of::<PyFloat>()
            // Of NumPy.
            || value.hasattr("__index__").unwrap_or(false))
}

/// What `value` is, in JSON's words.
fn kind(value: &Bound<'_, PyAny>) -> &'static str {
    if value.is_none() {
        "null"
    } else if value.is_instance_of::<PyBool>() {
        "a boolean"
    } else if value.is_instance_of::<PyInt>() || value.is_instance_of::<PyFloat>() {
        "a number"
    } else if value.is_instance_of::<PyString>() {
        "a string"
    } else if value.is_instance_of::<PyList>() {
        "an array"
    } else {
        "an object"
    }
}
