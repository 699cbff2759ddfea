//! Reads gazetteer files: tab-separated, UTF-8, the first row names the columns.
//!
//! Any subset of the columns of [`Entry`] in any order; `type` and `name` are needed. A line that starts with `#` is a
//! comment, and so is a column whose name starts with `#`. Lists inside a cell are joined by `|`. An empty cell is unknown. There are no quotes.

use std::{collections::HashMap, hash::BuildHasherDefault, path::Path};

use super::{
    country,
    entry::{Column, Entry, PartialDate, subtypes},
    format::{HashOfHash, MAGIC, word_hash},
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
    ids: Ids,
}

impl Loader {
    /// Reads the file at `path` and hands every good row to `entry`, with its line counted from 1, and every fault to
    /// `fault`.
    ///
    /// # Errors
    /// [`Error::Read`] when the file cannot be read, else those of [`Loader::bytes`].
    pub fn file(&mut self, path: &Path, entry: impl FnMut(&Entry, usize), fault: impl FnMut(Error)) -> Result<()> {
        let bytes = std::fs::read(path).map_err(|cause| Error::Read { path: path.to_owned(), cause })?;
        self.bytes(&path.display().to_string(), &bytes, entry, fault)
    }

    /// As [`Loader::file`], from the content `bytes` of a file called `file`.
    ///
    /// # Errors
    /// [`Error::Compiled`] when it is a compiled gazetteer, [`Error::Gazetteer`] when it is not UTF-8.
    pub fn bytes(
        &mut self,
        file: &str,
        bytes: &[u8],
        entry: impl FnMut(&Entry, usize),
        fault: impl FnMut(Error),
    ) -> Result<()> {
        if bytes.starts_with(MAGIC) {
            let message = "is a compiled gazetteer; give the files of rows that it was compiled from".to_owned();
            return Err(Error::Compiled { what: file.to_owned(), message });
        }
        let text = std::str::from_utf8(bytes).map_err(|cause| {
            let (before, _) = bytes.split_at(cause.valid_up_to());
            let start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
            let column = String::from_utf8_lossy(&before[start..]).chars().count() + 1;
            let line = before.split(|byte| *byte == b'\n').count();
            error(
                file,
                line,
                column,
                "is not UTF-8 from here on; save it as UTF-8, if it is a table of rows".to_owned(),
            )
        })?;
        self.text(file, text, entry, fault);
        Ok(())
    }

    /// As [`Loader::file`], from the content `text` of a file called `file`.
    pub fn text(&mut self, file: &str, text: &str, mut entry: impl FnMut(&Entry, usize), mut fault: impl FnMut(Error)) {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut lines = text.lines().enumerate().filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
        let Some((number, header)) = lines.next() else {
            fault(error(file, 1, 1, "is empty; the first row names the columns, `type` and `name` among them".into()));
            return;
        };
        let Some(columns) = header_columns(file, number + 1, header, &mut fault) else { return };
        self.files.push(file.to_owned());
        self.ids.reserve(text.lines().count());
        let stem = Path::new(file).file_stem().unwrap_or_default().to_string_lossy().into_owned();
        // One entry and one row serve all lines, so that a good row costs no allocation of its own.
        let mut read = Entry::default();
        let mut row = Row { file, line: 0, text: "", faults: Vec::new() };
        for (number, line) in lines {
            (row.line, row.text) = (number + 1, line);
            if row.read(&columns, &mut read) && self.has_own_id(&stem, &mut read, &columns, &mut row) {
                entry(&read, row.line);
            }
            row.faults.drain(..).for_each(&mut fault);
        }
    }

    /// Gives an entry without an id one; false with a fault when another row has the same.
    fn has_own_id(&mut self, stem: &str, entry: &mut Entry, columns: &[Option<Column>], row: &mut Row<'_>) -> bool {
        if entry.id.is_empty() {
            entry.id.push_str(stem);
            entry.id.push('/');
            entry.id.push_str(&row.line.to_string());
        }
        let place = (self.files.len() as u32 - 1, row.line as u32);
        let Err((file, line)) = self.ids.insert(&entry.id, place) else { return true };
        let cell = columns.iter().position(|column| *column == Some(Column::Id)).unwrap_or(0);
        let file = &self.files[file as usize];
        row.wrong(cell, format!("id `{}` is taken by {file}:{line}; give this row another", entry.id));
        false
    }
}

/// Where each id was seen. The ids stand one behind the other in one text, so that none is allocated by itself.
#[derive(Debug, Default)]
struct Ids {
    /// The last id of each hash.
    by_hash: HashMap<u64, u32, BuildHasherDefault<HashOfHash>>,
    seen: Vec<Seen>,
    text: String,
}

#[derive(Debug)]
struct Seen {
    end: usize,
    /// File and line.
    place: (u32, u32),
    /// Another id of the same hash.
    other: Option<u32>,
}

impl Ids {
    fn reserve(&mut self, ids: usize) {
        self.by_hash.reserve(ids);
        self.seen.reserve(ids);
    }

    /// Takes in `id`, or says where it was seen before.
    fn insert(&mut self, id: &str, place: (u32, u32)) -> std::result::Result<(), (u32, u32)> {
        let hash = word_hash(id.as_bytes());
        let other = self.by_hash.insert(hash, self.seen.len() as u32);
        let mut next = other;
        while let Some(index) = next {
            let seen = &self.seen[index as usize];
            let start = (index as usize).checked_sub(1).map_or(0, |before| self.seen[before].end);
            if self.text[start..seen.end] == *id {
                let place = seen.place;
                self.by_hash.extend(other.map(|other| (hash, other)));
                return Err(place);
            }
            next = seen.other;
        }
        self.text.push_str(id);
        self.seen.push(Seen { end: self.text.len(), place, other });
        Ok(())
    }
}

/// Reads the files at `paths` up to the first fault.
///
/// # Errors
/// [`Error::Read`], or [`Error::Gazetteer`] with the first fault.
pub fn load<P: AsRef<Path>>(paths: &[P], mut entry: impl FnMut(&Entry)) -> Result<()> {
    let mut loader = Loader::default();
    for path in paths {
        let mut first = None;
        let fault = |fault| {
            first.get_or_insert(fault);
        };
        loader.file(path.as_ref(), |e, _| entry(e), fault)?;
        first.map_or(Ok(()), Err)?;
    }
    Ok(())
}

/// As [`load()`], from the content `bytes` of one file called `file`.
///
/// # Errors
/// [`Error::Compiled`], or [`Error::Gazetteer`] with the first fault.
pub fn load_bytes(file: &str, bytes: &[u8], mut entry: impl FnMut(&Entry)) -> Result<()> {
    let mut first = None;
    let fault = |fault| {
        first.get_or_insert(fault);
    };
    Loader::default().bytes(file, bytes, |e, _| entry(e), fault)?;
    first.map_or(Ok(()), Err)
}

/// Whether a file with this text holds entries: its header names `type` and `name`.
pub fn has_entries(text: &str) -> bool {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let header = text.lines().find(|line| !line.is_empty() && !line.starts_with('#')).unwrap_or_default();
    ["type", "name"].iter().all(|needed| header.split('\t').any(|column| column == *needed))
}

/// A cell as a message quotes it.
fn shown(cell: &str) -> String {
    match cell.char_indices().nth(60) {
        Some((end, _)) => format!("{}…", &cell[..end]),
        None => cell.to_owned(),
    }
}

fn error(file: &str, line: usize, column: usize, message: String) -> Error {
    Error::Gazetteer { file: file.to_owned(), line, column, message }
}

/// The column that each cell of a row belongs to; none for a comment's.
fn header_columns(file: &str, line: usize, header: &str, fault: &mut impl FnMut(Error)) -> Option<Vec<Option<Column>>> {
    if !header.contains('\t') && header.contains([',', ';']) {
        let message = "has no tab; cells are separated by tabs, and `gazetteer import csv` reads other tables";
        fault(error(file, line, 1, message.to_owned()));
        return None;
    }
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
                let name = shown(name);
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
    /// Fills `entry`; false with faults when a cell is wrong.
    fn read(&mut self, columns: &[Option<Column>], entry: &mut Entry) -> bool {
        entry.clear();
        let mut cells = 0;
        for (index, cell) in self.text.split('\t').enumerate() {
            cells += 1;
            if let Some(Err(message)) = columns.get(index).copied().flatten().map(|column| set(entry, column, cell)) {
                self.wrong(index, message);
            }
        }
        if cells != columns.len() {
            self.faults.clear();
            self.wrong(
                0,
                format!("has {cells} cells and the header {}; separate cells by one tab each", columns.len()),
            );
        }
        let known = subtypes(entry.etype);
        if !entry.subtype.is_empty() && !known.contains(&entry.subtype.as_str()) && self.faults.is_empty() {
            let (subtype, etype) = (shown(&entry.subtype), entry.etype.as_str());
            let cell = columns.iter().position(|column| *column == Some(Column::Subtype)).unwrap_or(0);
            self.wrong(
                cell,
                format!("unknown {etype} subtype `{subtype}`; use {} or leave it empty", known.join(", ")),
            );
        }
        self.faults.is_empty()
    }

    /// A fault in the cell with this index.
    fn wrong(&mut self, cell: usize, message: String) {
        let before = self.text.split('\t').take(cell).map(|cell| cell.chars().count() + 1).sum::<usize>();
        self.faults.push(error(self.file, self.line, before + 1, message));
    }
}

fn set(entry: &mut Entry, column: Column, cell: &str) -> Cell<()> {
    if cell.trim() != cell {
        return Err(format!("`{}` has white space around it; remove it", shown(cell)));
    }
    match column {
        Column::Type => {
            entry.etype = EntityType::parse(cell)
                .ok_or_else(|| format!("unknown type `{}`; use PER, ORG or LOC", shown(cell)))?;
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
            let unknown =
                || format!("unknown country `{}`; use ISO 3166-1 alpha-2 (GB, XK), or leave it empty", shown(cell));
            entry.country = Some(country::parse(cell).ok_or_else(unknown)?);
        }
        Column::Lat => entry.lat = Some(degrees(cell, 90.0)?),
        Column::Lon => entry.lon = Some(degrees(cell, 180.0)?),
        Column::Population => entry.population = Some(number(cell)?),
        Column::ValidFrom => entry.valid_from = Some(date(cell)?),
        Column::ValidTo => entry.valid_to = Some(date(cell)?),
        Column::Wikidata => {
            let unknown = || format!("`{}` is no Wikidata id; write Q and a number, as Q458", shown(cell));
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
                        "`{}` is no gate; write 1 when the names are also ordinary words, else 0 or nothing",
                        shown(cell)
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
        return Err(format!(
            "the list has an empty name or white space around `{}`; join names by one | each",
            shown(name)
        ));
    }
    let (mut normal, mut at, mut count) = (words::Normal::default(), 0, 0);
    while let Some(word) = words::next(name, at, &mut normal) {
        at = word.full_end;
        count += 1;
    }
    if name[at..].contains(words::is_start) {
        return Err(format!("`{}` has a word of over {} letters; shorten it", shown(name), words::MAX_WORD));
    }
    match count {
        0 => Err(format!("`{}` has no letter or digit; it can never be found", shown(name))),
        1..=words::MAX_WORDS => Ok(out),
        _ => Err(format!("`{}` has {count} words, at most {} are possible; shorten it", shown(name), words::MAX_WORDS)),
    }
}

fn degrees(cell: &str, most: f64) -> Cell<f64> {
    let value = cell.parse::<f64>().ok().filter(|v| v.abs() <= most);
    value.ok_or_else(|| format!("`{}` is no number of degrees from -{most} to {most}", shown(cell)))
}

fn number<T: std::str::FromStr>(cell: &str) -> Cell<T> {
    cell.parse().map_err(|_| format!("`{}` is no whole number; write digits only", shown(cell)))
}

fn date(cell: &str) -> Cell<PartialDate> {
    PartialDate::parse(cell).ok_or_else(|| format!("`{}` is no date; write 2005, 2005-11 or 2005-11-22", shown(cell)))
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
        Loader::default().text("t.tsv", text, |e, line| found.push((e.clone(), line)), |e| panic!("{e}"));
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
        assert!(faults("type,name\n")[0].contains("has no tab"));
        assert!(faults(&format!("type\tname\nX\t{}\n", "long ".repeat(100))).iter().all(|fault| fault.len() < 200));
        assert!(faults("type\tnames\n")[0].contains(":1:6: unknown column `names`"));
        assert!(faults("type\tid\n")[0].contains("has no column `name`"));
        assert!(faults("id\ttype\tname\na\tORG\tA\na\tORG\tB\n")[0].contains(":3:1: id `a` is taken by t.tsv:2"));
        assert!(faults("type\tname\tsubtype\nORG\tA\tcity\n")[0].contains(":2:7: unknown ORG subtype `city`"));
        assert!(faults("type\tname\taliases\nORG\tA\tB||C\n")[0].contains("join names by one |"));
    }

    #[test]
    fn bytes_that_are_no_rows_are_told_by_their_place() {
        let message = |bytes: &[u8]| load_bytes("t.tsv", bytes, |_| ()).unwrap_err().to_string();
        assert!(message(b"type\tname\nLOC\t\xc3\x89\xe9\n").contains("t.tsv:2:6: is not UTF-8"));
        assert!(message(b"ADVGAZET\0\0").contains("is a compiled gazetteer"));
    }

    #[test]
    fn only_files_with_type_and_name_hold_entries() {
        assert!(has_entries("# x\nid\ttype\tname\n"));
        assert!(!has_entries("name\tgender\n"));
        assert!(!has_entries(""));
    }
}
