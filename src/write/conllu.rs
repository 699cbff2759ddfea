//! CoNLL-U: one token a line, with tags, lemma, head and relation
//! ([format](https://universaldependencies.org/format.html)).

use std::io::{self, Write};

use crate::doc::{Analysis, Deprel, Sentence, SentenceKind, Tokens};

/// Writes the tokens of one article. Heads are left open (`_`) in sentences that were not parsed.
///
/// # Errors
/// What writing to `out` fails with.
pub fn article(analysis: Analysis<'_>, out: &mut dyn Write) -> io::Result<()> {
    let Analysis { article, doc } = analysis;
    writeln!(out, "# newdoc id = {}", OneLine(&article.id))?;
    for (at, sentence) in doc.sentences.iter().enumerate() {
        if sentence.starts_paragraph {
            writeln!(out, "# newpar")?;
        }
        writeln!(out, "# sent_id = {}-{}", OneLine(&article.id), at + 1)?;
        match sentence.kind {
            SentenceKind::Prose => {}
            SentenceKind::Heading => writeln!(out, "# kind = heading")?,
            SentenceKind::Boilerplate => writeln!(out, "# kind = boilerplate")?,
        }
        writeln!(out, "# text = {}", OneLine(sentence.bytes.of(&article.text)))?;
        tokens(sentence, &doc.tokens, &article.text, out)?;
        writeln!(out)?;
    }
    Ok(())
}

fn tokens(sentence: &Sentence, tokens: &Tokens, text: &str, out: &mut dyn Write) -> io::Result<()> {
    let parsed = sentence.tokens.ids().any(|id| tokens.deprel[id.index()] == Deprel::Root);
    for (number, id) in (1..).zip(sentence.tokens.ids()) {
        let at = id.index();
        let (form, lemma) = (OneLine(tokens.form(id, text)), OneLine(tokens.lemma(id)));
        write!(out, "{number}\t{form}\t{lemma}\t{}\t{}\t_\t", tokens.upos[at].as_str(), tokens.xpos[at].as_str())?;
        if parsed {
            let head = tokens.head[at];
            let head = if head == id { 0 } else { head.0.saturating_sub(sentence.tokens.start) + 1 };
            write!(out, "{head}\t{}", tokens.deprel[at].as_str())?;
        } else {
            write!(out, "_\t_")?;
        }
        let next = tokens.span.get(at + 1).filter(|_| id.0 + 1 < sentence.tokens.end);
        let touches = next.is_some_and(|next| next.start == tokens.span[at].end);
        writeln!(out, "\t_\t{}", if touches { "SpaceAfter=No" } else { "_" })?;
    }
    Ok(())
}

/// Text with each run of white space as one space: a field holds no tab or line break. Nothing is `_`.
struct OneLine<'a>(&'a str);

impl std::fmt::Display for OneLine<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut words = self.0.split_whitespace();
        f.write_str(words.next().unwrap_or("_"))?;
        words.try_for_each(|word| write!(f, " {word}"))
    }
}

#[cfg(test)]
mod tests {
    use super::super::example;
    use super::*;

    fn written(doc: &crate::doc::Document) -> String {
        let (article, _) = example::analysis();
        let mut out = Vec::new();
        super::article(Analysis { article: &article, doc }, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn tokens_with_tags_and_heads() {
        let (_, doc) = example::analysis();
        let expected = "\
# newdoc id = letter 7
# newpar
# sent_id = letter 7-1
# text = José Pérez 😀 met FFF in Geneva.
1	José	José	PROPN	NNP	_	4	nsubj	_	_
2	Pérez	Pérez	PROPN	NNP	_	1	flat	_	_
3	😀	😀	SYM	NFP	_	4	discourse	_	_
4	met	meet	VERB	VBD	_	0	root	_	_
5	FFF	FFF	PROPN	NNP	_	4	obj	_	_
6	in	in	ADP	IN	_	7	case	_	_
7	Geneva	Geneva	PROPN	NNP	_	4	obl	_	SpaceAfter=No
8	.	.	PUNCT	.	_	4	punct	_	_

# sent_id = letter 7-2
# kind = boilerplate
# text = Share this
1	Share	_	X	FW	_	_	_	_	_
2	this	_	X	FW	_	_	_	_	_

";
        assert_eq!(written(&doc), expected);
    }

    #[test]
    fn an_article_without_sentences() {
        assert_eq!(written(&crate::doc::Document::default()), "# newdoc id = letter 7\n");
    }
}
