//! GraphML: a network of actors and events for Gephi, Cytoscape, igraph and networkx. Edges go from actors to events and
//! from events to recipients. Actors of many articles are one node where a gazetteer or their name says so.

use std::collections::HashSet;
use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::path::Path;

use serde_json::{Value, json};

use super::format::Format;
use super::record::Record;
use super::{View, stable_hash};
use crate::doc::Analysis;

/// GraphML.
pub const FORMAT: Format = Format {
    name: "graphml",
    about: "a network of actors and events",
    article,
    frame: ["", "", ""],
    finish: Some(graph),
};

/// The attributes of nodes and edges.
const KEYS: [(&str, &str); 8] = [
    ("label", "node"),
    ("kind", "node"),
    ("type", "node"),
    ("country", "node"),
    ("date", "node"),
    ("status", "node"),
    ("doc", "node"),
    ("role", "edge"),
];

/// Writes nodes and edges as JSON Lines; [`graph`] makes the file of them.
fn article(analysis: Analysis<'_>, view: &View, out: &mut dyn Write) -> io::Result<()> {
    let record = serde_json::to_value(Record::new(analysis, view))?;
    let doc = record["doc"]["id"].as_str().unwrap_or_default();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let node_of = |entity: &Value| {
        let name = text(&entity["name"]);
        match (entity["link"]["wikidata"].as_str(), entity["link"]["gazetteer"].as_str(), entity["named"] == true) {
            (Some(wikidata), ..) => wikidata.to_owned(),
            (None, Some(row), _) => row.to_owned(),
            (None, None, true) => format!("{}/{name}", text(&entity["type"])),
            _ => format!("{doc}#{}", text(&entity["id"])),
        }
    };
    let mut write = |value: Value| -> io::Result<()> {
        serde_json::to_writer(&mut *out, &value)?;
        writeln!(out)
    };
    let entities = record["entities"].as_array();
    for event in record["events"].as_array().into_iter().flatten() {
        let id = format!("{doc}#{}", text(&event["id"]));
        write(json!({
            "node": id, "label": event["summary"], "kind": "event", "type": event["type"], "date": event["date"],
            "status": event["status"], "doc": doc
        }))?;
        for (role, list) in [("actor", "actors"), ("recipient", "recipients")] {
            for entity in event[list].as_array().into_iter().flatten() {
                let Some(entity) = entities.into_iter().flatten().find(|other| other["id"] == *entity) else {
                    continue;
                };
                let node = node_of(entity);
                write(json!({
                    "node": node, "label": entity["name"], "kind": "actor", "type": entity["type"], "country": entity["country"]
                }))?;
                let (source, target) = if role == "actor" { (&node, &id) } else { (&id, &node) };
                write(json!({ "source": source, "target": target, "role": role }))?;
            }
        }
    }
    Ok(())
}

/// Makes one graph of all nodes and edges in `staged`: each node once, as it was first seen.
fn graph(staged: &Path, made: &Path) -> io::Result<()> {
    let mut out = BufWriter::new(File::create(made)?);
    writeln!(
        out,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">"
    )?;
    for (name, of) in KEYS {
        writeln!(out, "  <key id=\"{name}\" for=\"{of}\" attr.name=\"{name}\" attr.type=\"string\"/>")?;
    }
    writeln!(out, "  <graph edgedefault=\"directed\">")?;
    let mut seen = HashSet::new();
    for line in BufReader::new(File::open(staged)?).lines() {
        let value: Value = serde_json::from_str(&line?)?;
        let field = |name: &str| value[name].as_str().map(escaped);
        let tag = match field("node") {
            Some(id) => {
                if !seen.insert(stable_hash(&id)) {
                    continue;
                }
                write!(out, "    <node id=\"{id}\">")?;
                "node"
            }
            None => {
                let end = |name| field(name).unwrap_or_default();
                write!(out, "    <edge source=\"{}\" target=\"{}\">", end("source"), end("target"))?;
                "edge"
            }
        };
        for (name, _) in KEYS.iter().filter(|(_, of)| *of == tag) {
            if let Some(text) = field(name) {
                write!(out, "<data key=\"{name}\">{text}</data>")?;
            }
        }
        writeln!(out, "</{tag}>")?;
    }
    writeln!(out, "  </graph>\n</graphml>")?;
    out.into_inner()?.sync_all()
}

/// `text` for XML 1.0: its five characters escaped, those that it does not have as U+FFFD.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\t' | '\r' => out.push(' '),
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::example;
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn one_graph_of_many_articles() {
        let dir = tempfile::tempdir().unwrap();
        let (article, doc) = example::analysis();
        let mut staged = Vec::new();
        for _ in 0..2 {
            super::article(Analysis { article: &article, doc: &doc }, &View::default(), &mut staged).unwrap();
        }
        let paths = ["staged", "made"].map(|name| dir.path().join(name));
        std::fs::write(&paths[0], staged).unwrap();
        graph(&paths[0], &paths[1]).unwrap();
        let graph = std::fs::read_to_string(&paths[1]).unwrap();
        assert_eq!(graph.matches("<node ").count(), 3);
        assert_eq!(graph.matches("<edge ").count(), 4);
        insta::assert_snapshot!(graph);
    }

    proptest! {
        #[test]
        fn any_text_is_well_formed(text in "[\\PC\0\u{1}\n<>&\"']{0,40}") {
            let xml = format!("<a b=\"{0}\">{0}</a>", escaped(&text));
            let mut reader = quick_xml::Reader::from_str(&xml);
            loop {
                match reader.read_event() {
                    Ok(quick_xml::events::Event::Eof) => break,
                    other => prop_assert!(other.is_ok(), "{xml}"),
                }
            }
        }
    }
}
