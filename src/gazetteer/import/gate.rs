//! Gazetteer lists of GATE: an index `lists.def` of `file.lst:major:minor:language`, or one list `x.lst`.

use std::{
    fs::File,
    io::{self, BufReader},
    path::Path,
};

use super::{Format, Options, Sink, Source, lines};
use crate::{doc::EntityType, gazetteer::entry::Entry};

/// The format.
pub(super) const FORMAT: Format = Format {
    name: "gate",
    about: "GATE lists.def with its .lst files beside it, or one .lst with --type; what follows & or a tab is left out",
    header: "",
    import,
};

/// Major type, start of the minor type, type and subtype; the first that fits counts.
const MAJOR_TYPES: &[(&str, &str, EntityType, &str)] = &[
    ("location", "country", EntityType::Loc, "country"),
    ("location", "city", EntityType::Loc, "city"),
    ("location", "province", EntityType::Loc, "region"),
    ("location", "region", EntityType::Loc, "region"),
    ("location", "airport", EntityType::Loc, "facility"),
    ("location", "", EntityType::Loc, ""),
    ("facility", "", EntityType::Loc, "facility"),
    ("organization", "company", EntityType::Org, "company"),
    ("organization", "newspaper", EntityType::Org, "media"),
    ("organization", "", EntityType::Org, ""),
    ("company", "", EntityType::Org, "company"),
    ("government", "", EntityType::Org, "government"),
    ("person_full", "", EntityType::Per, ""),
];

fn import(source: Source<'_>, options: &Options, sink: &mut Sink<'_>) -> io::Result<()> {
    let Some(path) = source.path.filter(|p| p.extension().is_some_and(|e| e == "def")) else {
        let etype = options.etype.ok_or_else(|| {
            io::Error::new(io::ErrorKind::InvalidInput, "a list does not tell the type of its names; give --type")
        })?;
        let name = source.path.and_then(Path::file_stem).unwrap_or_default().to_string_lossy().into_owned();
        return list(source, &name, etype, &options.subtype, options, sink);
    };
    let mut lists = Vec::new();
    lines(source.bytes, sink, |number, line, sink| {
        let mut parts = line.trim().split(':');
        let (file, major, minor) =
            (parts.next().unwrap_or_default(), parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        let fits = MAJOR_TYPES.iter().find(|(m, start, ..)| *m == major && minor.starts_with(start));
        match fits {
            _ if file.is_empty() => {}
            Some(&(_, _, etype, subtype)) => lists.push((number, file.to_owned(), etype, subtype)),
            None => sink.skip(number, format!("list of the major type {major}")),
        }
        Ok(())
    })?;
    for (number, file, etype, subtype) in lists {
        let path = path.with_file_name(&file);
        let Ok(opened) = File::open(&path) else {
            sink.skip(number, format!("list {file}, which cannot be read"));
            continue;
        };
        let name = Path::new(&file).file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let source = Source { bytes: &mut BufReader::new(opened), path: Some(&path) };
        list(source, &name, etype, subtype, options, sink)?;
    }
    Ok(())
}

fn list(
    source: Source<'_>,
    name: &str,
    etype: EntityType,
    subtype: &str,
    options: &Options,
    sink: &mut Sink<'_>,
) -> io::Result<()> {
    lines(source.bytes, sink, |number, line, sink| {
        let word = line.split(['&', '\t']).next().unwrap_or_default().trim();
        if word.is_empty() {
            return Ok(());
        }
        let entry = Entry {
            id: format!("{name}/{number}"),
            etype,
            subtype: subtype.to_owned(),
            name: word.to_owned(),
            source: options.source.clone(),
            ..Entry::default()
        };
        sink.entry(entry, number)
    })
}
