//! SKOS thesauri in Turtle or N-Triples.
//!
//! Of each subject `skos:prefLabel` in the chosen language is the name; `skos:prefLabel` in other languages and
//! `skos:altLabel` in any, in Latin letters, are other names; links to Wikidata (`skos:exactMatch`, `owl:sameAs`) and
//! `geo:lat`, `geo:long` are kept. Statements on one subject must stand together. RDF/XML is not read: convert it, for
//! example with `rapper -o turtle`.

use std::io;

use oxrdf::{NamedOrBlankNode, Term};
use oxttl::{TurtleParseError, TurtleParser};

use super::{Format, Options, Sink, Source, is_latin, sink::add_names, wikidata_number};
use crate::gazetteer::entry::Entry;

/// The format.
pub(super) const FORMAT: Format = Format {
    name: "skos",
    about: "SKOS in Turtle or N-Triples, with --type: preferred and alternative labels, exact matches in Wikidata",
    header: "",
    import,
};

const SKOS: &str = "http://www.w3.org/2004/02/skos/core#";
const GEO: &str = "http://www.w3.org/2003/01/geo/wgs84_pos#";
const SAME_AS: &str = "http://www.w3.org/2002/07/owl#sameAs";

fn import(source: Source<'_>, options: &Options, sink: &mut Sink<'_>) -> io::Result<()> {
    let Some(etype) = options.etype else {
        let message = "SKOS does not tell people, organisations and places apart; give --type";
        return Err(io::Error::new(io::ErrorKind::InvalidInput, message));
    };
    let new = |id: &str| Entry {
        id: id.to_owned(),
        etype,
        subtype: options.subtype.clone(),
        source: options.source.clone(),
        ..Entry::default()
    };
    let mut entry = Entry::default();
    let mut others = Vec::new();
    let mut subjects = 0;
    for triple in TurtleParser::new().for_reader(source.bytes) {
        let triple = match triple {
            Ok(triple) => triple,
            Err(TurtleParseError::Io(error)) => return Err(error),
            Err(TurtleParseError::Syntax(error)) => {
                let line = error.location().start.line as usize + 1;
                sink.skip(line, format!("a statement that is no Turtle: {}", error.message()));
                continue;
            }
        };
        let NamedOrBlankNode::NamedNode(subject) = &triple.subject else { continue };
        let subject = subject.as_str();
        if subject != entry.id {
            flush(std::mem::replace(&mut entry, new(subject)), &mut others, subjects, sink)?;
            subjects += 1;
        }
        read(&mut entry, &mut others, triple.predicate.as_str(), &triple.object, options);
    }
    flush(entry, &mut others, subjects, sink)
}

fn flush(mut entry: Entry, others: &mut Vec<String>, record: usize, sink: &mut Sink<'_>) -> io::Result<()> {
    add_names(&mut entry, others.iter().map(String::as_str));
    others.clear();
    match (entry.id.is_empty(), entry.name.is_empty()) {
        (true, _) => Ok(()),
        (_, true) => {
            sink.skip(record, "no preferred label in the language");
            Ok(())
        }
        _ => sink.entry(entry, record),
    }
}

fn read(entry: &mut Entry, others: &mut Vec<String>, predicate: &str, object: &Term, options: &Options) {
    match object {
        Term::Literal(literal) => {
            let value = literal.value();
            let degrees = || value.parse().ok();
            match (predicate.strip_prefix(SKOS), predicate.strip_prefix(GEO)) {
                (Some(kind @ ("prefLabel" | "altLabel")), _) => {
                    let language = literal.language().map(|l| l.split('-').next().unwrap_or_default());
                    let chosen = language.is_none_or(|l| l == options.language);
                    if kind == "prefLabel" && chosen && entry.name.is_empty() {
                        value.clone_into(&mut entry.name);
                    } else if is_latin(value) {
                        others.push(value.to_owned());
                    }
                }
                (_, Some("lat")) => entry.lat = degrees(),
                (_, Some("long")) => entry.lon = degrees(),
                _ => {}
            }
        }
        Term::NamedNode(node) => {
            let same = predicate == SAME_AS || predicate.strip_prefix(SKOS) == Some("exactMatch");
            if same && node.as_str().contains("wikidata.org/") {
                entry.wikidata = entry.wikidata.or_else(|| wikidata_number(node.as_str()));
            }
        }
        Term::BlankNode(_) => {}
    }
}
