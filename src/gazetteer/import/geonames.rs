//! The main table of `GeoNames` (`allCountries.txt`, `cities500.txt`, `XX.txt`): 19 cells between tabs, no header.

use std::io;

use super::{Format, Options, Sink, Source, is_latin, lines, sink::add_names};
use crate::{
    doc::EntityType,
    gazetteer::{country, entry::Entry, words},
};

/// The format.
pub(super) const FORMAT: Format = Format {
    name: "geonames",
    about: "GeoNames dump; alternate names in Latin letters become aliases, capitals (airport codes) are left out",
    header: "",
    import,
};

/// Feature class, start of the feature code, and the subtype they stand for; the first that fits counts.
const FEATURES: &[(&str, &str, &str)] = &[
    ("A", "PCL", "country"),
    ("A", "TERR", "region"),
    ("A", "ADM", "region"),
    ("P", "", "city"),
    ("L", "RGN", "region"),
    ("L", "CONT", "region"),
    ("S", "", "facility"),
];

fn import(source: Source<'_>, options: &Options, sink: &mut Sink<'_>) -> io::Result<()> {
    lines(source.bytes, sink, |number, line, sink| {
        if line.is_empty() {
            return Ok(());
        }
        let cells: Vec<&str> = line.split('\t').collect();
        let &[id, name, _, alternate, lat, lon, class, code, country, _, admin1, _, _, _, population, ..] = &cells[..]
        else {
            sink.skip(number, format!("{} cells in place of 19", cells.len()));
            return Ok(());
        };
        let Ok(geonames) = id.parse() else {
            sink.skip(number, "an id that is no number");
            return Ok(());
        };
        let Some((_, _, subtype)) = FEATURES.iter().find(|(c, start, _)| *c == class && code.starts_with(start)) else {
            sink.skip(number, format!("feature class {class}"));
            return Ok(());
        };
        if matches!(class, "A" | "P") && code.ends_with('H') {
            sink.skip(number, "a place of the past");
            return Ok(());
        }
        let mut entry = Entry {
            id: format!("geo/{geonames}"),
            etype: EntityType::Loc,
            subtype: (*subtype).to_owned(),
            name: name.to_owned(),
            country: country::parse(country),
            admin1: if matches!(admin1, "" | "00") { String::new() } else { admin1.to_owned() },
            lat: lat.parse().ok(),
            lon: lon.parse().ok(),
            population: population.parse().ok().filter(|n| *n > 0),
            geonames: Some(geonames),
            source: options.source.clone(),
            ..Entry::default()
        };
        let wanted = |name: &&str| is_latin(name) && words::is_capitalised(name) && !words::is_all_capitals(name);
        add_names(&mut entry, alternate.split(',').filter(wanted));
        sink.entry(entry, number)
    })
}
