//! JSON Lines for spaCy and Prodigy: text, tokens and named spans, with offsets in code points.

use std::io::{self, Write};

use serde_json::json;

use super::format::Format;
use super::{Offsets, Unit, View, spans};
use crate::doc::Analysis;

/// spaCy and Prodigy.
pub const FORMAT: Format = Format {
    name: "spacy",
    about: "texts with tokens and names, also for Prodigy",
    article,
    frame: ["", "", ""],
    finish: None,
};

fn article(analysis: Analysis<'_>, _: &View, out: &mut dyn Write) -> io::Result<()> {
    let Analysis { article, doc } = analysis;
    let offsets = Offsets::new(Unit::Chars, &article.text);
    let tokens: Vec<_> = doc
        .tokens
        .span
        .iter()
        .enumerate()
        .map(|(id, span)| {
            let next = doc.tokens.span.get(id + 1).map_or(article.text.len() as u32, |next| next.start);
            json!({
                "text": span.of(&article.text), "start": offsets.at(span.start), "end": offsets.at(span.end), "id": id,
                "ws": next > span.end
            })
        })
        .collect();
    let spans: Vec<_> = spans::named(doc)
        .into_iter()
        .map(|name| {
            json!({
                "start": offsets.at(name.bytes.start), "end": offsets.at(name.bytes.end), "label": name.etype.as_str(),
                "token_start": name.tokens.start, "token_end": name.tokens.end - 1
            })
        })
        .collect();
    let meta = json!({ "id": article.id, "title": article.title, "file": article.source.file, "record": article.source.record });
    let line = json!({ "text": article.text, "tokens": tokens, "spans": spans, "meta": meta });
    serde_json::to_writer(&mut *out, &line)?;
    writeln!(out)
}
