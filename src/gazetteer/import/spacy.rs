//! Patterns of spaCy's `EntityRuler`, one JSON object a line.

use std::io;

use serde::Deserialize;
use serde_json::Value;

use super::{Format, Options, Sink, Source, lines, sink::add_names};
use crate::{doc::EntityType, gazetteer::entry::Entry};

/// The format.
pub(super) const FORMAT: Format = Format {
    name: "spacy",
    about: "spaCy EntityRuler patterns.jsonl: phrases, and token patterns of TEXT, ORTH or LOWER alone; one id in a row is one entry",
    header: "",
    import,
};

/// Labels of the English pipelines that are read.
const LABELS: &[(&str, EntityType, &str)] = &[
    ("PERSON", EntityType::Per, ""),
    ("PER", EntityType::Per, ""),
    ("ORG", EntityType::Org, ""),
    ("GPE", EntityType::Loc, ""),
    ("LOC", EntityType::Loc, ""),
    ("FAC", EntityType::Loc, "facility"),
];

#[derive(Deserialize)]
struct Pattern {
    label: String,
    #[serde(rename = "pattern")]
    phrase: Value,
    #[serde(default)]
    id: Option<String>,
}

fn import(source: Source<'_>, options: &Options, sink: &mut Sink<'_>) -> io::Result<()> {
    let mut last: Option<(Entry, usize)> = None;
    lines(source.bytes, sink, |number, line, sink| {
        if line.trim().is_empty() {
            return Ok(());
        }
        let Ok(Pattern { label, phrase: words, id }) = serde_json::from_str(line) else {
            sink.skip(number, "no pattern of an EntityRuler");
            return Ok(());
        };
        let Some(&(_, etype, subtype)) = LABELS.iter().find(|(name, ..)| *name == label) else {
            sink.skip(number, format!("label {label}"));
            return Ok(());
        };
        let Some(name) = phrase(&words) else {
            sink.skip(number, "a pattern with more than words");
            return Ok(());
        };
        let id = id.unwrap_or_default();
        if let Some((entry, _)) = last.as_mut().filter(|(e, _)| !id.is_empty() && e.id == id && e.etype == etype) {
            add_names(entry, [name.as_str()]);
            return Ok(());
        }
        let subtype = if subtype.is_empty() && options.etype == Some(etype) { &options.subtype } else { subtype };
        let entry =
            Entry { id, etype, subtype: subtype.to_owned(), name, source: options.source.clone(), ..Entry::default() };
        match last.replace((entry, number)) {
            Some((entry, line)) => sink.entry(entry, line),
            None => Ok(()),
        }
    })?;
    last.map_or(Ok(()), |(entry, line)| sink.entry(entry, line))
}

/// The words of a phrase or of a pattern of plain tokens. Lower-case ones, whose capitals the pattern does not tell,
/// are capitalised.
fn phrase(pattern: &Value) -> Option<String> {
    if let Value::String(phrase) = pattern {
        return Some(phrase.clone());
    }
    let words = pattern.as_array()?.iter().map(|token| {
        let token = token.as_object().filter(|t| t.len() == 1)?;
        let (kind, word) = token.iter().next()?;
        let word = word.as_str()?;
        match kind.as_str() {
            "TEXT" | "ORTH" => Some(word.to_owned()),
            "LOWER" => {
                let mut letters = word.chars();
                let first = letters.next()?;
                Some(first.to_uppercase().chain(letters).collect())
            }
            _ => None,
        }
    });
    Some(words.collect::<Option<Vec<_>>>()?.join(" "))
}
