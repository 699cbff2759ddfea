//! Why an event was coded, or was not: sentence by sentence, for `advocoder explain`.

use std::io::{self, Write};

use super::{Coder, Outcome, trigger};
use crate::doc::{Article, Document, SentenceId, SentenceKind};
use crate::pipeline::{Model, Worker};

/// Writes to `out` what every layer saw in `article`, and what became of each possible trigger.
///
/// # Errors
/// Those of `out`.
pub fn explain(model: &Model, article: &Article, out: &mut dyn Write) -> io::Result<()> {
    let mut worker = Worker::new(model);
    let coded = worker.analyse(article);
    entities(coded.doc, out)?;
    // The coder runs once more, on the entities before the unneeded ones were left out, and reports its choices.
    let mut worker = Worker::new(model);
    let doc = worker.understand(article);
    let coder = Coder::new(model, article, doc);
    let mut events = Vec::new();
    for (index, sentence) in doc.sentences.iter().enumerate() {
        let kind = match sentence.kind {
            SentenceKind::Prose => "",
            SentenceKind::Heading => " (heading)",
            SentenceKind::Boilerplate => " (page furniture, not read)",
        };
        let line: Vec<&str> = sentence.bytes.of(&article.text).split_whitespace().collect();
        writeln!(out, "\n[{}]{kind} {}", index + 1, line.join(" "))?;
        if sentence.kind == SentenceKind::Boilerplate {
            continue;
        }
        tokens(article, doc, sentence, out)?;
        let mut lines = Vec::new();
        let mut report = |found: &trigger::Match<'_>, outcome: Outcome| {
            let act = model.rules.act(found.rule);
            let words = doc.tokens.bytes(crate::doc::Span::new(found.first.0, found.last.0 + 1)).of(&article.text);
            lines.push((format!("  trigger “{words}” rule {}", act.rule), outcome));
        };
        coder.sentence(SentenceId(index as u32), &mut events, Some(&mut report));
        for (line, outcome) in lines {
            let what = match outcome {
                Outcome::Coded(id) => {
                    let event = &events[id.0 as usize];
                    let names = |ids: &[crate::doc::EntityId]| {
                        ids.iter().map(|e| doc.entities[e.index()].name.as_str()).collect::<Vec<_>>().join("; ")
                    };
                    format!(
                        "coded {} {} · actors: {} · recipients: {} · about: {} · {}",
                        event.etype.as_str(),
                        event.act,
                        names(&event.actors),
                        names(&event.recipients),
                        event.about.map_or("–", |a| a.of(&article.text)),
                        event.status.as_str(),
                    )
                }
                Outcome::Content(outer) => format!("not coded: it is what a {outer} event is about"),
                Outcome::Imagined => "not coded: only wished, feared or imagined".into(),
                Outcome::NoActor => "not coded: nobody who acts was found".into(),
                Outcome::NoRole(role) => format!("not coded: the rule needs its {role}"),
            };
            writeln!(out, "{line}: {what}")?;
        }
    }
    Ok(())
}

fn entities(doc: &Document, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "Entities")?;
    for (index, entity) in doc.entities.iter().enumerate() {
        let link = entity.link.gazetteer.as_deref().unwrap_or("no link");
        let mentions = entity.mentions.len();
        writeln!(out, "  E{} {} {} · {mentions} mentions · {link}", index + 1, entity.etype.as_str(), entity.name)?;
        for role in &entity.roles {
            let of = role.of.and_then(|id| doc.entities.get(id.index())).map_or("–", |e| e.name.as_str());
            writeln!(out, "     role: {} of {of}", role.title)?;
        }
    }
    Ok(())
}

fn tokens(article: &Article, doc: &Document, sentence: &crate::doc::Sentence, out: &mut dyn Write) -> io::Result<()> {
    for t in sentence.tokens.ids() {
        let i = t.index();
        let head = doc.tokens.head[i];
        let head = if head == t { 0 } else { head.0 - sentence.tokens.start + 1 };
        writeln!(
            out,
            "    {:>3} {:<20} {:<16} {:<5} {:>3} {}",
            t.0 - sentence.tokens.start + 1,
            doc.tokens.form(t, &article.text),
            doc.tokens.lemma(t),
            doc.tokens.xpos[i].as_str(),
            head,
            doc.tokens.deprel[i].as_str(),
        )?;
    }
    Ok(())
}
