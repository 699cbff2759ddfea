//! Writes entries as the rows that [`super::load`] reads.

use std::fmt::Write;

use super::entry::{Column, Entry};

/// The header of a file with all columns.
pub fn header() -> String {
    Column::ALL.map(|(name, _)| name).join("\t")
}

/// The row of `entry` under [`header`]. A tab, a line break or, in a list, a `|` inside a text becomes a space.
pub fn row(entry: &Entry) -> String {
    let mut out = String::new();
    for (index, (_, column)) in Column::ALL.iter().enumerate() {
        if index > 0 {
            out.push('\t');
        }
        cell(entry, *column, &mut out);
    }
    out
}

fn cell(entry: &Entry, column: Column, out: &mut String) {
    match column {
        Column::Id => text(&entry.id, out),
        Column::Type => out.push_str(entry.etype.as_str()),
        Column::Subtype => text(&entry.subtype, out),
        Column::Name => text(&entry.name, out),
        Column::Aliases => list(&entry.aliases, out),
        Column::Acronyms => list(&entry.acronyms, out),
        Column::Country => out.push_str(entry.country.as_ref().map_or("", |c| c.as_str())),
        Column::Admin1 => text(&entry.admin1, out),
        Column::Lat => number(entry.lat, "", out),
        Column::Lon => number(entry.lon, "", out),
        Column::Population => number(entry.population, "", out),
        Column::ValidFrom => number(entry.valid_from, "", out),
        Column::ValidTo => number(entry.valid_to, "", out),
        Column::Wikidata => number(entry.wikidata, "Q", out),
        Column::Geonames => number(entry.geonames, "", out),
        Column::Gate => out.push_str(if entry.gate { "1" } else { "" }),
        Column::Source => text(&entry.source, out),
        Column::Role => text(&entry.role, out),
        Column::Of => text(&entry.of, out),
    }
}

fn number(value: Option<impl std::fmt::Display>, prefix: &str, out: &mut String) {
    if let Some(value) = value {
        // Writing to a string cannot fail.
        let _ = write!(out, "{prefix}{value}");
    }
}

fn text(value: &str, out: &mut String) {
    for (index, word) in value.split_whitespace().enumerate() {
        if index > 0 {
            out.push(' ');
        }
        out.push_str(word);
    }
}

fn list(values: &[String], out: &mut String) {
    for (index, value) in values.iter().enumerate() {
        if index > 0 {
            out.push('|');
        }
        text(&value.replace('|', " "), out);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gazetteer::load::Loader;

    #[test]
    fn rows_are_read_back() {
        let rows = "id\ttype\tsubtype\tname\taliases\tacronyms\tcountry\tlat\tvalid_from\twikidata\tgate\trole\tof\n\
                    a\tPER\tofficial\tJo Doe\tJo D|J. Doe\tJD\tFR\t-1.5\t2001-02\tQ42\t1\tMinister\torg/x\n";
        let read = |text: &str| {
            let mut out = Vec::new();
            Loader::default().text("t", text, |e, _| out.push(e.clone()), |e| panic!("{e}"));
            out.remove(0)
        };
        let entry = read(rows);
        assert_eq!(read(&format!("{}\n{}\n", header(), row(&entry))), entry);
        let odd = Entry { name: "A\tB\n C".into(), aliases: vec!["D|E".into()], ..Entry::default() };
        assert!(row(&odd).contains("\tA B C\tD E\t"));
    }
}
