//! Copies a line with `event_group` added to its events. All else stays as it was, to the byte.

use std::fmt;
use std::io::{self, Write};

use serde::de::{Deserializer, MapAccess, Visitor};
use serde::ser::SerializeMap as _;
use serde::{Deserialize, Serialize, Serializer};
use serde_json::value::{RawValue, to_raw_value};

/// The field that is added.
const FIELD: &str = "event_group";

/// Why a line was not written.
pub enum Failure {
    /// It is broken.
    Json(serde_json::Error),
    /// The output failed.
    Write(io::Error),
    /// It has more events than before.
    Changed,
}

impl From<serde_json::Error> for Failure {
    fn from(cause: serde_json::Error) -> Self {
        if cause.is_io() { Self::Write(cause.into()) } else { Self::Json(cause) }
    }
}

/// Writes `line` to `out`, its events with the `groups` that come next.
///
/// # Errors
/// What is wrong with the line, and what writing fails with.
pub fn line<'g>(line: &str, groups: &mut impl Iterator<Item = &'g u64>, out: &mut dyn Write) -> Result<(), Failure> {
    let mut fields: Object = serde_json::from_str(line)?;
    match fields.0.iter().position(|(name, _)| name == "events") {
        None => fields.add(groups.next().ok_or(Failure::Changed)?)?,
        Some(at) => {
            let mut events: Vec<Object> = serde_json::from_str(fields.0[at].1.get())?;
            for event in &mut events {
                event.add(groups.next().ok_or(Failure::Changed)?)?;
            }
            fields.0[at].1 = to_raw_value(&events)?;
        }
    }
    serde_json::to_writer(&mut *out, &fields)?;
    out.write_all(b"\n").map_err(Failure::Write)
}

/// The fields of an object in their order, their values as they were written.
struct Object(Vec<(String, Box<RawValue>)>);

impl Object {
    /// Sets the group, also where the object has one of an earlier run.
    fn add(&mut self, group: &u64) -> serde_json::Result<()> {
        self.0.retain(|(name, _)| name != FIELD);
        self.0.push((FIELD.to_owned(), to_raw_value(&format!("G{group:016x}"))?));
        Ok(())
    }
}

impl Serialize for Object {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        self.0.iter().try_for_each(|(name, value)| map.serialize_entry(name, value))?;
        map.end()
    }
}

impl<'de> Deserialize<'de> for Object {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Fields;
        impl<'de> Visitor<'de> for Fields {
            type Value = Object;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Object, A::Error> {
                let mut fields = Vec::new();
                while let Some(field) = map.next_entry()? {
                    fields.push(field);
                }
                Ok(Object(fields))
            }
        }
        deserializer.deserialize_map(Fields)
    }
}
