//! GeoJSON: the events whose place has coordinates, as points, for QGIS, kepler.gl and Leaflet. All other events are left
//! out, and counted in no place: `--format csv` has them all.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::format::Format;
use super::record::Record;
use super::{View, event};
use crate::doc::Analysis;

/// GeoJSON.
pub const FORMAT: Format = Format {
    name: "geojson",
    about: "events with coordinates, as points",
    article,
    frame: ["{\"type\":\"FeatureCollection\",\"features\":[\n", ",\n", "\n]}\n"],
    finish: None,
};

fn article(analysis: Analysis<'_>, view: &View, out: &mut dyn Write) -> io::Result<()> {
    let record = serde_json::to_value(Record::new(analysis, view))?;
    let mut rows = Vec::new();
    event::rows(analysis, view, |row| {
        rows.push(serde_json::to_value(row)?);
        Ok::<_, io::Error>(())
    })?;
    let features: Vec<_> = features(&record, rows).iter().map(Value::to_string).collect();
    out.write_all(features.join(",\n").as_bytes())
}

/// A point for each event whose place has coordinates.
fn features(record: &Value, rows: Vec<Value>) -> Vec<Value> {
    let events = record["events"].as_array().into_iter().flatten();
    let place = |event: &Value| {
        let entities = record["entities"].as_array()?;
        let place = entities.iter().find(|entity| entity["id"] == event["place"])?;
        Some((place["coordinates"]["lon"].as_f64()?, place["coordinates"]["lat"].as_f64()?))
    };
    let points = events.map(place).zip(rows);
    points
        .filter_map(|(point, row)| {
            let (lon, lat) = point?;
            Some(json!({ "type": "Feature", "geometry": { "type": "Point", "coordinates": [lon, lat] }, "properties": row }))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::example;
    use super::*;

    #[test]
    fn a_point_is_longitude_and_latitude() {
        let mut record = example::record();
        record["entities"][2]["coordinates"] = json!({ "lat": 46.2, "lon": 6.1 });
        let found = features(&record, vec![example::row()]);
        assert_eq!(found[0]["geometry"], json!({ "type": "Point", "coordinates": [6.1, 46.2] }));
        assert_eq!(found[0]["properties"], example::row());
        record["events"][0]["place"] = Value::Null;
        assert!(features(&record, vec![example::row()]).is_empty());
    }
}
