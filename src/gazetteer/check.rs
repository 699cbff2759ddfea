//! Looks for what is allowed in gazetteer files but seldom meant.

use std::{collections::HashMap, path::Path};

use super::{
    Gazetteer,
    compile::is_common_word,
    entry::Entry,
    format,
    layer::Bytes,
    load::Loader,
    words::{self, Normal},
};
use crate::{doc::EntityType, error::Error};

/// Something that may be meant, but should be looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// The file.
    pub file: String,
    /// Line, counted from 1.
    pub line: usize,
    /// What, and what to do.
    pub message: String,
}

/// What was found in the files that were checked.
#[derive(Debug, Default)]
pub struct Report {
    /// Faults, in the order of files and lines.
    pub errors: Vec<Error>,
    /// What should be looked at, in the order of files and lines.
    pub warnings: Vec<Warning>,
    /// Number of good rows.
    pub entries: usize,
    /// Number of names of the good rows.
    pub names: usize,
}

impl Report {
    /// Looks whether a compiled file is whole, and counts its entries and names.
    fn compiled(&mut self, name: &str, bytes: Bytes) {
        let opened = Gazetteer::default().under(bytes, name).and_then(|gazetteer| {
            gazetteer.verify(name)?;
            Ok(gazetteer)
        });
        match opened {
            Ok(gazetteer) => {
                self.entries += gazetteer.entries().count();
                self.names += gazetteer.names();
            }
            Err(error) => self.errors.push(error),
        }
    }
}

/// Checks the files at `paths` together, as they would be compiled.
///
/// A compiled file is only compared with its checksum. Of rows, warned of are aliases and acronyms that another entry has too (two rows of one person, or with one Wikidata id,
/// are one entry), and one-word names that are frequent English words in rows without a gate.
pub fn check<P: AsRef<Path>>(paths: &[P]) -> Report {
    let mut loader = Loader::default();
    let mut report = Report::default();
    let mut entries: Vec<Known> = Vec::new();
    let mut found: Vec<(usize, usize, String)> = Vec::new();
    for (file, path) in paths.iter().enumerate() {
        let bytes = match Bytes::map(path.as_ref()) {
            Ok(bytes) => bytes,
            Err(error) => {
                report.errors.push(error);
                continue;
            }
        };
        let name = path.as_ref().display().to_string();
        if bytes.starts_with(format::MAGIC) {
            report.compiled(&name, bytes);
            continue;
        }
        let before = entries.len();
        let known = |entry: &Entry, line| entries.push(Known { entry: entry.clone(), file, line });
        let mut errors = Vec::new();
        if let Err(error) = loader.bytes(&name, &bytes, known, |fault| errors.push(fault)) {
            errors.push(error);
        }
        if errors.is_empty() && entries.len() == before {
            found.push((file, 1, "has a header and no rows".to_owned()));
        }
        report.errors.append(&mut errors);
    }
    report.entries += entries.len();
    let mut owners: HashMap<(Vec<u8>, bool), Owners> = HashMap::new();
    for (index, known) in entries.iter().enumerate() {
        for (name, acronym, alias) in known.names() {
            report.names += 1;
            let key = normal_words(name);
            let one_word = !key.contains(&b' ');
            let acronym = acronym || one_word && words::is_all_capitals(name);
            if one_word && !acronym && !known.entry.gate && known.entry.subtype != "country" && is_common_word(&key) {
                let what = if alias { "alias" } else { "name" };
                let advice = "every hit will need a cue; set `gate` to 1 to agree";
                let advice = if alias { format!("{advice}, or remove the alias") } else { advice.to_owned() };
                found.push((
                    known.file,
                    known.line,
                    format!("{what} `{name}` is also an English word, so that {advice}"),
                ));
            }
            owners.entry((key, acronym)).or_default().push((index, alias));
        }
    }
    let file = |index: usize| paths.get(index).map(|p| p.as_ref().display().to_string()).unwrap_or_default();
    for group in owners.into_values() {
        found.extend(shared(&entries, &group, file));
    }
    found.sort();
    found.dedup();
    report.warnings =
        found.into_iter().map(|(index, line, message)| Warning { file: file(index), line, message }).collect();
    report
}

/// The entries that have a name, and whether as an alias.
type Owners = Vec<(usize, bool)>;

struct Known {
    entry: Entry,
    file: usize,
    line: usize,
}

impl Known {
    /// Name, whether it is an acronym, whether it is not the main name.
    fn names(&self) -> impl Iterator<Item = (&str, bool, bool)> {
        let Entry { name, aliases, acronyms, .. } = &self.entry;
        let aliases = aliases.iter().map(|n| (n.as_str(), false, true));
        std::iter::once((name.as_str(), false, false))
            .chain(aliases)
            .chain(acronyms.iter().map(|n| (n.as_str(), true, true)))
    }

    fn is_same(&self, other: &Self) -> bool {
        let (a, b) = (&self.entry, &other.entry);
        a.id == b.id
            || a.wikidata.is_some() && a.wikidata == b.wikidata
            || a.etype == EntityType::Per && b.etype == EntityType::Per && a.name == b.name
    }
}

/// A warning for each alias in a group of entries with a common name, that tells of one other entry.
fn shared(entries: &[Known], group: &[(usize, bool)], file: impl Fn(usize) -> String) -> Vec<(usize, usize, String)> {
    let mut out = Vec::new();
    for &(index, _) in group.iter().filter(|(_, alias)| *alias) {
        let known = &entries[index];
        let other = group.iter().map(|(other, _)| &entries[*other]).find(|other| !known.is_same(other));
        let Some(other) = other else { continue };
        let key = normal_words(&entries[index].entry.name);
        let alias = known.names().filter(|n| n.2).map(|n| n.0).find(|alias| {
            let alias = normal_words(alias);
            alias != key && other.names().any(|(name, _, _)| normal_words(name) == alias)
        });
        if let Some(alias) = alias {
            let (id, place) = (&other.entry.id, format!("{}:{}", file(other.file), other.line));
            let message = format!("alias `{alias}` is a name of `{id}` too ({place}); remove it unless both are meant");
            out.push((known.file, known.line, message));
        }
    }
    out
}

fn normal_words(name: &str) -> Vec<u8> {
    let (mut normal, mut at, mut out) = (Normal::default(), 0, Vec::new());
    while let Some(word) = words::next(name, at, &mut normal) {
        if !out.is_empty() {
            out.push(b' ');
        }
        out.extend_from_slice(normal.full());
        at = word.full_end;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shared_aliases_and_common_words_are_warned_of() {
        let rows = "id\ttype\tsubtype\tname\taliases\tacronyms\tgate\twikidata\n\
                    a\tORG\tngo\tBlue Star\tStar Group\tBS\t\t\n\
                    b\tORG\tparty\tStar Group\t\tBS\t\t\n\
                    c\tLOC\tcity\tReading\t\t\t\t\n\
                    d\tLOC\tcity\tNice\t\t\t1\t\n\
                    e\tPER\t\tJo Zorin\tZorin\t\t\t\n\
                    f\tPER\t\tJo Zorin\tZorin\t\t\t\n\
                    g\tORG\t\tOld Name\tNew Name\t\t\tQ1\n\
                    h\tORG\t\tNew Name\t\t\t\tQ1\n\
                    i\tLOC\tcity\tSan Juan\t\t\t\t\n\
                    j\tLOC\tcity\tSan Juan\t\t\t\t\n";
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("t.tsv");
        std::fs::write(&path, rows).unwrap();
        let report = check(&[path]);
        assert!(report.errors.is_empty());
        assert_eq!((report.entries, report.names), (10, 16));
        assert!(check(&[folder.path()]).errors[0].to_string().starts_with("A001"));
        let warnings: Vec<_> = report.warnings.iter().map(|w| (w.line, w.message.as_str())).collect();
        assert_eq!(warnings.iter().map(|w| w.0).collect::<Vec<_>>(), [2, 3, 4], "{warnings:?}");
        assert!(warnings[0].1.contains("`Star Group` is a name of `b` too ("), "{warnings:?}");
        assert!(warnings[0].1.contains("t.tsv:3)"), "{warnings:?}");
        assert!(warnings[1].1.contains("`BS` is a name of `a`"), "{warnings:?}");
        assert!(warnings[2].1.contains("`Reading` is also an English word"), "{warnings:?}");
    }
}
