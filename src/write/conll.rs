//! CoNLL-2003: one token a line with its tag, and names as IOB2 (`B-PER`, `I-PER`, `O`). Articles are told apart by
//! `-DOCSTART-`, sentences by empty lines. The third column, chunks, is left open.

use std::io::{self, Write};

use super::format::Format;
use super::{View, spans};
use crate::doc::Analysis;

/// CoNLL-2003.
pub const FORMAT: Format =
    Format { name: "conll2003", about: "tokens with names as IOB2", article, frame: ["", "", ""], finish: None };

fn article(analysis: Analysis<'_>, _: &View, out: &mut dyn Write) -> io::Result<()> {
    let Analysis { article, doc } = analysis;
    writeln!(out, "-DOCSTART- -X- -X- O\n")?;
    let mut names = spans::named(doc).into_iter().peekable();
    for sentence in &doc.sentences {
        for id in sentence.tokens.ids() {
            while names.next_if(|name| name.tokens.end <= id.0).is_some() {}
            let form = doc.tokens.form(id, &article.text);
            // A token holds no white space but in odd scripts; a column may hold none at all.
            for part in form.split_whitespace() {
                write!(out, "{part}")?;
            }
            write!(out, " {} _ ", doc.tokens.xpos[id.index()].as_str())?;
            match names.peek() {
                Some(name) if name.tokens.start <= id.0 => {
                    let place = if name.tokens.start == id.0 || sentence.tokens.start == id.0 { "B" } else { "I" };
                    writeln!(out, "{place}-{}", name.etype.as_str())?;
                }
                _ => writeln!(out, "O")?,
            }
        }
        writeln!(out)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::example;
    use super::*;

    #[test]
    fn names_in_sentences() {
        let (article, doc) = example::analysis();
        let mut out = Vec::new();
        super::article(Analysis { article: &article, doc: &doc }, &View::default(), &mut out).unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "-DOCSTART- -X- -X- O\n\nJosé NNP _ B-PER\nPérez NNP _ I-PER\n😀 NFP _ O\nmet VBD _ O\nFFF NNP _ B-ORG\n\
             in IN _ O\nGeneva NNP _ B-LOC\n. . _ O\n\nShare FW _ O\nthis FW _ O\n\n"
        );
    }
}
