//! JSON Lines for doccano's sequence labelling: text and named spans, with offsets in code points.

use std::io::{self, Write};

use serde_json::json;

use super::format::Format;
use super::{Offsets, Unit, View, spans};
use crate::doc::Analysis;

/// doccano.
pub const FORMAT: Format = Format {
    name: "doccano",
    about: "texts with names to correct by hand",
    article,
    frame: ["", "", ""],
    finish: None,
};

fn article(analysis: Analysis<'_>, _: &View, out: &mut dyn Write) -> io::Result<()> {
    let Analysis { article, doc } = analysis;
    let offsets = Offsets::new(Unit::Chars, &article.text);
    let label: Vec<_> = spans::named(doc)
        .into_iter()
        .map(|name| json!([offsets.at(name.bytes.start), offsets.at(name.bytes.end), name.etype.as_str()]))
        .collect();
    let line = json!({ "text": article.text, "label": label, "doc_id": article.id, "title": article.title });
    serde_json::to_writer(&mut *out, &line)?;
    writeln!(out)
}
