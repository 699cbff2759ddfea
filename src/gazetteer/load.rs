//! Reads gazetteer files: tab-separated, UTF-8, the first row names the columns.
//!
//! Any subset of the columns of [`Entry`] in any order; `type` and `name` are needed. A line that starts with `#` is a
//! comment, and so is a column whose name starts with `#`. Lists inside a cell are joined by `|`. An empty cell is unknown. There are no quotes.

use std::{collections::HashMap, path::Path};

use super::{
    country,
    entry::{Column, Entry, PartialDate, subtypes},
    words,
};
use crate::{
    doc::EntityType,
    error::{Error, Result},
};

/// What a cell says, or what is wrong with it.
type Cell<T> = std::result::Result<T, String>;

/// Reads files one after the other, and knows the ids of all of them.
#[derive(Debug, Default)]
pub struct Loader {
    files: Vec<String>,
    /// File and line of each id.
    ids: HashMap<Box<str>, (u32, u32)>,
}

impl Loader {
    /// Reads the file at `path` and hands every good row to `entry` and every fault to `fault`.
    ///
    /// # Errors
    /// [`Error::Read`] when the file cannot be read or is not UTF-8.
    pub fn file(&mut self, path: &Path, entry: impl FnMut(Entry, usize), fault: impl FnMut(Error)) -> Result<()> {
        let text = std::fs::read_to_string(path).map_err(|cause| Error::Read { path: path.to_owned(), cause })?;
        self.text(&path.display().to_string(), &text, entry, fault);
        Ok(())
    }

    /// As [`Loader::file`], from the content `text` of a file called `file`. `entry` is given the line too, counted
    /// from 1.
    pub fn text(&mut self, file: &str, text: &str, mut entry: impl FnMut(Entry, usize), mut fault: impl FnMut(Error)) {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut lines = text.lines().enumerate().filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
        let Some((number, header)) = lines.next() else {
            fault(error(file, 1, 1, "is empty; the first row names the columns, `type` and `name` among them".into()));
            return;
        };
        let Some(columns) = header_columns(file, number + 1, header, &mut fault) else { return };
        self.files.push(file.to_owned());
        for (number, line) in lines {
            let mut row = Row { file, line: number + 1, text: line, faults: Vec::new() };
            let read = row.read(&columns);
            if let Some((read, id_column)) = read {
                self.check_id(read, id_column, &mut row, &mut entry);
            }
            row.faults.into_iter().for_each(&mut fault);
        }
    }

    fn check_id(&mut self, mut read: Entry, id_column: usize, row: &mut Row<'_>, entry: &mut impl FnMut(Entry, usize)) {
        if read.id.is_empty() {
            let stem = Path::new(row.file).file_stem().unwrap_or_default().to_string_lossy();
            read.id = format!("{stem}/{}", row.line);
        }
        if let Some((file, line)) = self.ids.get(read.id.as_str()) {
            let file = &self.files[*file as usize];
            let message = format!("id `{}` is taken by {file}:{line}; give this row another", read.id);
            row.faults.push(error(row.file, row.line, id_column, message));
        } else {
            let place = (self.files.len() as u32 - 1, row.line as u32);
            self.ids.insert(read.id.as_str().into(), place);
            entry(read, row.line);
        }
    }
}

/// Reads the files at `paths` up to the first fault.
///
/// # Errors
/// [`Error::Read`], or [`Error::Gazetteer`] with the first fault.
pub fn load<P: AsRef<Path>>(paths: &[P], mut entry: impl FnMut(Entry)) -> Result<()> {
    let mut loader = Loader::default();
    for path in paths {
        let mut first = None;
        loader.file(
            path.as_ref(),
            |e, _| entry(e),
            |fault| {
                first.get_or_insert(fault);
            },
        )?;
        if let Some(fault) = first {
            return Err(fault);
        }
    }
    Ok(())
}

/// Whether a file with this text holds entries: its header names `type` and `name`.
pub fn has_entries(text: &str) -> bool {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let header = text.lines().find(|line| !line.is_empty() && !line.starts_with('#')).unwrap_or_default();
    ["type", "name"].iter().all(|needed| header.split('\t').any(|column| column == *needed))
}

fn error(file: &str, line: usize, column: usize, message: String) -> Error {
    Error::Gazetteer { file: file.to_owned(), line, column, message }
}

/// The column that each cell of a row belongs to; none for a comment's.
fn header_columns(file: &str, line: usize, header: &str, fault: &mut impl FnMut(Error)) -> Option<Vec<Option<Column>>> {
    let mut columns = Vec::new();
    let mut wrong = Vec::new();
    let mut at = 1;
    for name in header.split('\t') {
        match Column::parse(name) {
            None if name.starts_with('#') => columns.push(None),
            column @ Some(_) if columns.contains(&column) => {
                wrong.push((at, format!("column `{name}` stands twice; remove one")));
            }
            column @ Some(_) => columns.push(column),
            None => {
                let name: String = name.chars().take(40).collect();
                let known = Column::ALL.map(|(name, _)| name).join(", ");
                wrong.push((at, format!("unknown column `{name}`; the columns are {known}")));
            }
        }
        at += name.chars().count() + 1;
    }
    for (name, column) in [("type", Column::Type), ("name", Column::Name)] {
        if wrong.is_empty() && !columns.contains(&Some(column)) {
            wrong.push((1, format!("has no column `{name}`; add it")));
        }
    }
    let good = wrong.is_empty();
    for (at, message) in wrong {
        fault(error(file, line, at, message));
    }
    good.then_some(columns)
}

struct Row<'a> {
    file: &'a str,
    line: usize,
    text: &'a str,
    faults: Vec<Error>,
}

impl Row<'_> {
    /// The entry and the character column of its id; `None` with a fault when a cell is wrong.
    fn read(&mut self, columns: &[Option<Column>]) -> Option<(Entry, usize)> {
        let cells = self.text.split('\t').count();
        if cells != columns.len() {
            let message = format!("has {cells} cells and the header {}; separate cells by one tab each", columns.len());
            self.wrong(1, message);
            return None;
        }
        let mut entry = Entry::default();
        let (mut id_column, mut subtype_column, mut at) = (1, 1, 1);
        let text = self.text;
        for (&column, cell) in columns.iter().zip(text.split('\t')) {
            match column {
                Some(Column::Id) => id_column = at,
                Some(Column::Subtype) => subtype_column = at,
                _ => {}
            }
            if let Some(Err(message)) = column.map(|column| set(&mut entry, column, cell)) {
                self.wrong(at, message);
            }
            at += cell.chars().count() + 1;
        }
        let known = subtypes(entry.etype);
        if !entry.subtype.is_empty() && !known.contains(&entry.subtype.as_str()) && self.faults.is_empty() {
            let (subtype, etype) = (&entry.subtype, entry.etype.as_str());
            self.wrong(
                subtype_column,
                format!("unknown {etype} subtype `{subtype}`; use {} or leave it empty", known.join(", ")),
            );
        }
        self.faults.is_empty().then_some((entry, id_column))
    }

    fn wrong(&mut self, column: usize, message: String) {
        self.faults.push(error(self.file, self.line, column, message));
    }
}

fn set(entry: &mut Entry, column: Column, cell: &str) -> Cell<()> {
    if cell.trim() != cell {
        return Err(format!("`{cell}` has white space around it; remove it"));
    }
    match column {
        Column::Type => {
            entry.etype = EntityType::parse(cell).ok_or(format!("unknown type `{cell}`; use PER, ORG or LOC"))?;
        }
        Column::Name if cell.is_empty() => return Err("the name is empty; every row needs one".into()),
        Column::Name => check_name(&mut entry.name, cell)?.push_str(cell),
        Column::Aliases => entry.aliases = names(cell)?,
        Column::Acronyms => entry.acronyms = names(cell)?,
        _ if cell.is_empty() => {}
        Column::Id => cell.clone_into(&mut entry.id),
        Column::Subtype => cell.clone_into(&mut entry.subtype),
        Column::Admin1 => cell.clone_into(&mut entry.admin1),
        Column::Source => cell.clone_into(&mut entry.source),
        Column::Role => cell.clone_into(&mut entry.role),
        Column::Of => cell.clone_into(&mut entry.of),
        Column::Country => {
            let unknown = || format!("unknown country `{cell}`; use ISO 3166-1 alpha-2 (GB, XK), or leave it empty");
            entry.country = Some(country::parse(cell).ok_or_else(unknown)?);
        }
        Column::Lat => entry.lat = Some(degrees(cell, 90.0)?),
        Column::Lon => entry.lon = Some(degrees(cell, 180.0)?),
        Column::Population => entry.population = Some(number(cell)?),
        Column::ValidFrom => entry.valid_from = Some(date(cell)?),
        Column::ValidTo => entry.valid_to = Some(date(cell)?),
        Column::Wikidata => {
            let unknown = || format!("`{cell}` is no Wikidata id; write Q and a number, as Q458");
            let digits =
                cell.strip_prefix('Q').filter(|d| d.bytes().all(|b| b.is_ascii_digit())).ok_or_else(unknown)?;
            entry.wikidata = Some(digits.parse().map_err(|_| unknown())?);
        }
        Column::Geonames => entry.geonames = Some(number(cell)?),
        Column::Gate => {
            entry.gate = match cell {
                "1" => true,
                "0" => false,
                _ => {
                    return Err(format!(
                        "`{cell}` is no gate; write 1 when the names are also ordinary words, else 0 or nothing"
                    ));
                }
            };
        }
    }
    Ok(())
}

fn names(cell: &str) -> Cell<Vec<String>> {
    if cell.is_empty() {
        return Ok(Vec::new());
    }
    cell.split('|').map(|name| check_name(name, name).map(str::to_owned)).collect()
}

/// Hands back `out` when `name` can be matched.
pub(super) fn check_name<T>(out: T, name: &str) -> Cell<T> {
    if name.trim() != name || name.is_empty() {
        return Err(format!("the list has an empty name or white space around `{name}`; join names by one | each"));
    }
    let (mut normal, mut at, mut count) = (words::Normal::default(), 0, 0);
    while let Some(word) = words::next(name, at, &mut normal) {
        at = word.full_end;
        count += 1;
    }
    if name[at..].contains(words::is_start) {
        return Err(format!("`{name}` has a word of over {} letters; shorten it", words::MAX_WORD));
    }
    match count {
        0 => Err(format!("`{name}` has no letter or digit; it can never be found")),
        1..=words::MAX_WORDS => Ok(out),
        _ => Err(format!("`{name}` has {count} words, at most {} are possible; shorten it", words::MAX_WORDS)),
    }
}

fn degrees(cell: &str, most: f64) -> Cell<f64> {
    let value = cell.parse::<f64>().ok().filter(|v| v.abs() <= most);
    value.ok_or_else(|| format!("`{cell}` is no number of degrees from -{most} to {most}"))
}

fn number<T: std::str::FromStr>(cell: &str) -> Cell<T> {
    cell.parse().map_err(|_| format!("`{cell}` is no whole number; write digits only"))
}

fn date(cell: &str) -> Cell<PartialDate> {
    PartialDate::parse(cell).ok_or_else(|| format!("`{cell}` is no date; write 2005, 2005-11 or 2005-11-22"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(text: &str) -> Vec<String> {
        let mut out = Vec::new();
        Loader::default().text("t.tsv", text, |_, _| (), |e| out.push(e.to_string()));
        out
    }

    #[test]
    fn rows_in_any_column_order() {
        let text = "\u{feff}# a comment\nname\ttype\tcountry\taliases\tlat\tgate\tvalid_from\twikidata\tid\tacronyms\n\
                    Sana'a\tLOC\tYE\tSanaa|Sana\t15.35\t1\t1990-05\tQ2471\tx\tSA\n\nBlue Star\tORG\t\t\t\t\t\t\t\t\n";
        let mut found = Vec::new();
        Loader::default().text("t.tsv", text, |e, line| found.push((e, line)), |e| panic!("{e}"));
        let (first, line) = &found[0];
        assert_eq!((first.id.as_str(), first.aliases.len(), first.gate, *line), ("x", 2, true, 3));
        assert_eq!((first.lat, first.wikidata), (Some(15.35), Some(2471)));
        assert_eq!(first.valid_from.unwrap().to_string(), "1990-05");
        assert_eq!((found[1].0.id.as_str(), found[1].0.etype), ("t/5", EntityType::Org));
    }

    #[test]
    fn every_fault_says_where_and_what_to_do() {
        let head = "type\tname\tcountry\tlat\tpopulation\tvalid_to\n";
        for (row, place, message) in [
            ("ORGA\tA\t\t\t\t", ":2:1:", "use PER, ORG or LOC"),
            ("ORG\t\t\t\t\t", ":2:5:", "the name is empty"),
            ("ORG\t--\t\t\t\t", ":2:5:", "no letter or digit"),
            ("ORG\tÉA\tUK\t\t\t", ":2:8:", "ISO 3166-1"),
            ("ORG\tA\t\t95\t\t", ":2:8:", "-90 to 90"),
            ("ORG\tA\t\tnan\t\t", ":2:8:", "-90 to 90"),
            ("ORG\tA\t\t\t1,000\t", ":2:9:", "digits only"),
            ("ORG\tA\t\t\t\t2005-2", ":2:10:", "no date"),
            ("ORG\tA\t", ":2:1:", "has 3 cells and the header 6"),
            ("ORG\t A\t\t\t\t", ":2:5:", "white space"),
        ] {
            let found = faults(&format!("{head}{row}\n"));
            assert_eq!(found.len(), 1, "{row:?} {found:?}");
            assert!(found[0].contains(&format!("t.tsv{place}")) && found[0].contains(message), "{row:?} {found:?}");
        }
        assert_eq!(faults(&format!("{head}X\t\tYY\t\t\t\nORG\tA\t\t\t\t5\n")).len(), 4);
        assert!(faults("")[0].contains("is empty"));
        assert!(faults("type\tnames\n")[0].contains(":1:6: unknown column `names`"));
        assert!(faults("type\tid\n")[0].contains("has no column `name`"));
        assert!(faults("id\ttype\tname\na\tORG\tA\na\tORG\tB\n")[0].contains(":3:1: id `a` is taken by t.tsv:2"));
        assert!(faults("type\tname\tsubtype\nORG\tA\tcity\n")[0].contains(":2:7: unknown ORG subtype `city`"));
        assert!(faults("type\tname\taliases\nORG\tA\tB||C\n")[0].contains("join names by one |"));
    }

    #[test]
    fn only_files_with_type_and_name_hold_entries() {
        assert!(has_entries("# x\nid\ttype\tname\n"));
        assert!(!has_entries("name\tgender\n"));
        assert!(!has_entries(""));
    }
}
