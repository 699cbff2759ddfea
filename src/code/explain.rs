//! Why an event was coded, or was not: sentence by sentence, for `advocoder explain`.

use std::io::{self, Write};

use super::{Coder, Outcome, trigger};
use crate::doc::{Article, Document, Entity, EntityId, SentenceId, SentenceKind};
use crate::pipeline::{Model, Worker};

/// Writes to `out` what every layer saw in `article`, and what became of each possible trigger.
///
/// # Errors
/// Those of `out`.
pub fn explain(model: &Model, article: &Article, out: &mut dyn Write) -> io::Result<()> {
    let mut worker = Worker::new(model);
    let coded = worker.analyse(article);
    entities(article, coded.doc, out)?;
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

/// Who is who, with what speaks for each link and each mention.
fn entities(article: &Article, doc: &Document, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "Entities")?;
    if let Some(focus) = &doc.focus {
        writeln!(out, "  most names are of {}", focus.as_str())?;
    }
    let name = |id: EntityId| doc.entities.get(id.index()).map_or("–", |e| e.name.as_str());
    for (index, entity) in doc.entities.iter().enumerate() {
        let country = entity.country.as_ref().map_or("no country", |c| c.as_str());
        let subtype = if entity.subtype.is_empty() { String::new() } else { format!("/{}", entity.subtype) };
        writeln!(out, "  E{} {}{subtype} {} · {country}", index + 1, entity.etype.as_str(), entity.name)?;
        link(entity, out)?;
        if let Some(within) = entity.within {
            writeln!(out, "     within: {}", name(within))?;
        }
        for role in &entity.roles {
            writeln!(out, "     role: {} of {}", role.title, role.of.map_or("–", name))?;
        }
        for mention in entity.mentions.iter().filter_map(|id| doc.mentions.get(id.0 as usize)) {
            let words: Vec<&str> = mention.bytes.of(&article.text).split_whitespace().collect();
            writeln!(
                out,
                "     [{}] “{}” {} by {}: {}",
                doc.sentences.partition_point(|s| s.tokens.end <= mention.head.0) + 1,
                words.join(" "),
                mention.kind.as_str(),
                mention.by.as_str(),
                mention.why.as_str()
            )?;
        }
    }
    Ok(())
}

fn link(entity: &Entity, out: &mut dyn Write) -> io::Result<()> {
    match (&entity.link.gazetteer, entity.link.candidates.is_empty()) {
        (Some(row), true) => writeln!(out, "     link: {row}, the only entry of that name")?,
        (Some(row), false) => writeln!(out, "     link: {row}")?,
        (None, false) => writeln!(out, "     link: open, no candidate is far enough ahead")?,
        (None, true) => {}
    }
    for candidate in &entity.link.candidates {
        let country = candidate.country.as_ref().map_or("no country", |c| c.as_str());
        let clues: Vec<&str> = candidate.clues.iter().map(|clue| clue.as_str()).collect();
        writeln!(
            out,
            "       {:>4} {} {} ({country}): {}",
            candidate.score,
            candidate.gazetteer,
            candidate.name,
            clues.join("; ")
        )?;
    }
    if let Some(holder) = &entity.link.holder {
        writeln!(out, "     held on that date by {}, {} ({})", holder.name, holder.role, holder.gazetteer)?;
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
