//! Tables: any CSV with a map from its fields to columns, and the CSV of Wikidata's query service.

use std::io;

use super::{Format, Options, Sink, Source, sink::add_names, wikidata_number};
use crate::{
    doc::EntityType,
    gazetteer::{
        country,
        entry::{Column, Entry, PartialDate},
    },
};

/// Any table.
pub(super) const FORMAT: Format = Format {
    name: "csv",
    about: "CSV or, named .tsv, tab-separated, first row the field names: --field name=LABEL says what goes where; | or ; part lists",
    header: "",
    import,
};

/// The download of a query.
pub(super) const WIKIDATA_CSV: Format = Format {
    name: "wikidata-csv",
    about: "CSV of the Wikidata query service, with --type: item, itemLabel, itemAltLabel, country (code), coord, …",
    header: "",
    import: import_query,
};

/// What a field of a query is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    /// A column of ours.
    Column(Column),
    /// Other names between commas.
    AltLabels,
    /// `Point(longitude latitude)`.
    Point,
}

/// Fields of queries by their usual names.
pub(super) const QUERY_FIELDS: &[(Field, &str)] = &[
    (Field::Column(Column::Id), "item"),
    (Field::Column(Column::Name), "itemLabel"),
    (Field::AltLabels, "itemAltLabel"),
    (Field::Column(Column::Aliases), "alias"),
    (Field::Column(Column::Acronyms), "shortName"),
    (Field::Column(Column::Country), "country"),
    (Field::Column(Column::Country), "countryCode"),
    (Field::Column(Column::Population), "population"),
    (Field::Column(Column::ValidFrom), "inception"),
    (Field::Column(Column::ValidTo), "dissolved"),
    (Field::Column(Column::Geonames), "geonames"),
    (Field::Column(Column::Role), "roleLabel"),
    (Field::Point, "coord"),
];

fn import(source: Source<'_>, options: &Options, sink: &mut Sink<'_>) -> io::Result<()> {
    if !options.fields.iter().any(|(column, _)| *column == Column::Name) {
        return Err(invalid("no field of the table is the name; give --field name=LABEL"));
    }
    let fields: Vec<_> = options.fields.iter().map(|(column, name)| (Field::Column(*column), name.as_str())).collect();
    table(source, &fields, true, options, sink)
}

fn import_query(source: Source<'_>, options: &Options, sink: &mut Sink<'_>) -> io::Result<()> {
    table(source, QUERY_FIELDS, false, options, sink)
}

fn table(
    source: Source<'_>,
    fields: &[(Field, &str)],
    all_needed: bool,
    options: &Options,
    sink: &mut Sink<'_>,
) -> io::Result<()> {
    let tabs = source.path.is_some_and(|p| p.extension().is_some_and(|e| e == "tsv"));
    let delimiter = if tabs { b'\t' } else { b',' };
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(source.bytes);
    let header = reader.headers().map_err(io::Error::from)?.clone();
    let place = |name: &str| header.iter().position(|h| h.trim_start_matches('\u{feff}') == name);
    let missing = fields.iter().find(|(_, name)| all_needed && place(name).is_none());
    if let Some((_, name)) = missing {
        let known = header.iter().collect::<Vec<_>>().join(", ");
        return Err(invalid(&format!("the table has no field `{name}`; it has {known}")));
    }
    let places: Vec<_> = fields.iter().filter_map(|(field, name)| Some((*field, place(name)?))).collect();
    let mut merge = Merge::new(options)?;
    for record in reader.records() {
        let record = match record {
            Ok(record) => record,
            Err(error) if error.is_io_error() => return Err(error.into()),
            Err(error) => {
                let line = error.position().map_or(0, |p| p.line() as usize);
                sink.skip(line, "a record that is no CSV in UTF-8");
                continue;
            }
        };
        let line = record.position().map_or(0, |p| p.line() as usize);
        let cells = places.iter().filter_map(|(field, place)| Some((*field, record.get(*place)?)));
        merge.add(cells, line, sink)?;
    }
    merge.finish(sink)
}

/// Makes one entry of records with the same id that follow each other, as queries with several aliases give them.
pub(super) struct Merge<'o> {
    options: &'o Options,
    last: Option<(Entry, usize)>,
}

impl<'o> Merge<'o> {
    /// Refuses options by which no record would have a type.
    pub(super) fn new(options: &'o Options) -> io::Result<Self> {
        let typed = options.etype.is_some() || options.fields.iter().any(|(column, _)| *column == Column::Type);
        if typed { Ok(Self { options, last: None }) } else { Err(invalid("the table tells no types; give --type")) }
    }

    pub(super) fn add<'c>(
        &mut self,
        cells: impl Iterator<Item = (Field, &'c str)>,
        line: usize,
        sink: &mut Sink<'_>,
    ) -> io::Result<()> {
        let mut entry = Entry {
            etype: self.options.etype.unwrap_or_default(),
            subtype: self.options.subtype.clone(),
            source: self.options.source.clone(),
            ..Entry::default()
        };
        for (field, cell) in cells.filter(|(_, cell)| !cell.trim().is_empty()) {
            if let Err(what) = set(&mut entry, field, cell.trim(), self.options) {
                sink.skip(line, format!("{what}; the record is kept without it"));
            }
        }
        if let Some((last, _)) = self.last.as_mut().filter(|(last, _)| !entry.id.is_empty() && last.id == entry.id) {
            let names: Vec<String> = std::mem::take(&mut entry.aliases);
            add_names(last, names.iter().map(String::as_str));
            add_names(last, entry.acronyms.iter().map(String::as_str));
            return Ok(());
        }
        match self.last.replace((entry, line)) {
            Some((entry, line)) => sink.entry(entry, line),
            None => Ok(()),
        }
    }

    pub(super) fn finish(self, sink: &mut Sink<'_>) -> io::Result<()> {
        self.last.map_or(Ok(()), |(entry, line)| sink.entry(entry, line))
    }
}

/// Sets what a cell says, or tells what it is when it cannot be read.
fn set(entry: &mut Entry, field: Field, cell: &str, options: &Options) -> Result<(), String> {
    let column = match field {
        Field::Column(column) => column,
        Field::AltLabels => {
            add_names(entry, cell.split(','));
            return Ok(());
        }
        Field::Point => {
            let mut numbers = cell.trim_start_matches("Point(").trim_end_matches(')').split(' ').map(str::parse);
            if let (Some(Ok(lon)), Some(Ok(lat))) = (numbers.next(), numbers.next()) {
                (entry.lat, entry.lon) = (Some(lat), Some(lon));
            }
            return Ok(());
        }
    };
    let number = |what: &str| cell.parse::<f64>().map_err(|_| format!("a {what} that is no number"));
    match column {
        Column::Id => {
            let own = cell.rsplit('/').next().unwrap_or(cell);
            entry.wikidata = entry.wikidata.or_else(|| wikidata_number(own));
            entry.id = if cell.contains("://") { own.to_owned() } else { cell.to_owned() };
        }
        Column::Type => {
            let etype = EntityType::parse(&cell.to_uppercase());
            entry.etype = etype.ok_or_else(|| format!("type {cell}, which is none of PER, ORG, LOC"))?;
        }
        Column::Subtype => cell.clone_into(&mut entry.subtype),
        Column::Name => cell.clone_into(&mut entry.name),
        Column::Aliases => add_names(entry, cell.split(['|', ';'])),
        Column::Acronyms => entry.acronyms = cell.split(['|', ';']).map(str::to_owned).collect(),
        Column::Country => {
            let item = || options.countries.get(&wikidata_number(cell)?).copied();
            entry.country = country::parse(cell).or_else(|| country::of_alpha3(cell)).or_else(item);
            entry.country.ok_or_else(|| format!("country {cell}, which is no ISO 3166-1 code"))?;
        }
        Column::Admin1 => cell.clone_into(&mut entry.admin1),
        Column::Lat => entry.lat = Some(number("latitude")?),
        Column::Lon => entry.lon = Some(number("longitude")?),
        Column::Population => entry.population = Some(number("population")?.max(0.0) as u64),
        Column::ValidFrom => entry.valid_from = Some(date(cell)?),
        Column::ValidTo => entry.valid_to = Some(date(cell)?),
        Column::Wikidata => entry.wikidata = wikidata_number(cell),
        Column::Geonames => entry.geonames = cell.parse().ok(),
        Column::Gate => entry.gate = matches!(cell, "1" | "true" | "yes"),
        Column::Source => cell.clone_into(&mut entry.source),
        Column::Role => cell.clone_into(&mut entry.role),
        Column::Of => cell.clone_into(&mut entry.of),
    }
    Ok(())
}

/// The date at the start of `2005-11-22T00:00:00Z`.
fn date(cell: &str) -> Result<PartialDate, String> {
    PartialDate::parse(cell.split('T').next().unwrap_or_default()).ok_or_else(|| "a date not in ISO 8601".into())
}

fn invalid(message: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, message)
}
