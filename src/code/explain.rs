//! Why an event was coded, or was not: sentence by sentence, for `advocoder explain`.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::rules::path::{Paths, Step};
use super::trigger::{self, Match, Miss, Word};
use super::{Coder, Outcome, duplicates, follow};
use crate::doc::{
    Article, Document, Entity, EntityId, Event, Precision, Sentence, SentenceId, SentenceKind, Span, TokenId,
};
use crate::gazetteer::Gazetteer;
use crate::pipeline::{Model, Worker};

/// How many rules that do not match are told of one word.
const MAX_MISSES: usize = 8;

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
    let teller = Teller { coder: Coder::new(model, article, doc), article, doc };
    let mut events = Vec::new();
    for (index, sentence) in doc.sentences.iter().enumerate() {
        let kind = match sentence.kind {
            SentenceKind::Prose => "",
            SentenceKind::Heading => " (heading)",
            SentenceKind::Boilerplate => " (page furniture, not read)",
        };
        writeln!(out, "\n[{}]{kind} {}", index + 1, one_line(sentence.bytes.of(&article.text)))?;
        if sentence.kind != SentenceKind::Boilerplate {
            teller.tokens(sentence, out)?;
            teller.hits(&model.gazetteer, sentence, out)?;
            teller.triggers(SentenceId(index as u32), &mut events, out)?;
        }
    }
    duplicates::link(&mut events, &teller.coder.grammar, doc);
    for (number, event) in (1..).zip(&events) {
        if let Some(first) = event.same_as {
            writeln!(out, "\nV{number} “{}” repeats V{}", event.trigger.of(&article.text), first.0 + 1)?;
        }
    }
    Ok(())
}

/// Who is who, with what speaks for each link and each mention.
fn entities(article: &Article, doc: &Document, out: &mut dyn Write) -> io::Result<()> {
    if let Some(date) = doc.dateline {
        writeln!(out, "Date {date}, which the head of the text tells")?;
    }
    writeln!(out, "Entities")?;
    if let Some(focus) = &doc.focus {
        writeln!(out, "  most names are of {}", focus.as_str())?;
    }
    let name = |id: EntityId| doc.entities.get(id.index()).map_or("–", |e| e.name.as_str());
    for (index, entity) in doc.entities.iter().enumerate() {
        let country = entity.country.as_ref().map_or("no country", |c| c.as_str());
        let subtype = if entity.subtype.is_empty() { String::new() } else { format!("/{}", entity.subtype) };
        writeln!(out, "  E{} {}{subtype} {} · {country}", index + 1, entity.etype.as_str(), one_line(&entity.name))?;
        link(entity, out)?;
        if let Some(within) = entity.within {
            writeln!(out, "     within: {}", name(within))?;
        }
        for role in &entity.roles {
            writeln!(out, "     role: {} of {}", one_line(&role.title), role.of.map_or("–", name))?;
        }
        for mention in entity.mentions.iter().filter_map(|id| doc.mentions.get(id.0 as usize)) {
            let words: Vec<&str> = mention.bytes.of(&article.text).split_whitespace().collect();
            let confidence = mention.confidence.map(|hundredths| f32::from(hundredths) / 100.0);
            let confidence = confidence.map_or_else(String::new, |confidence| format!(" · {confidence:.2}"));
            writeln!(
                out,
                "     [{}] “{}” {} by {}: {}{confidence}",
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

struct Teller<'d> {
    coder: Coder<'d>,
    article: &'d Article,
    doc: &'d Document,
}

impl Teller<'_> {
    /// A line a token: number, form, lemma, tag, number of the head, relation, and whom it stands for.
    fn tokens(&self, sentence: &Sentence, out: &mut dyn Write) -> io::Result<()> {
        let tokens = &self.doc.tokens;
        for t in sentence.tokens.ids() {
            let i = t.index();
            let head = tokens.head[i];
            let head = if head == t { 0 } else { head.0 - sentence.tokens.start + 1 };
            let line = format!(
                "    {:>3} {:<20} {:<16} {:<5} {head:>3} {:<12} {}",
                t.0 - sentence.tokens.start + 1,
                tokens.form(t, &self.article.text),
                tokens.lemma(t),
                tokens.xpos[i].as_str(),
                tokens.deprel[i].as_str(),
                self.coder.entities.at(t).map_or_else(String::new, |id| format!("= {}", self.name(id))),
            );
            writeln!(out, "{}", line.trim_end())?;
        }
        Ok(())
    }

    /// The names that the gazetteer knows, with the entries they may mean.
    fn hits(&self, gazetteer: &Gazetteer, sentence: &Sentence, out: &mut dyn Write) -> io::Result<()> {
        for hit in self.doc.hits.iter().filter(|hit| sentence.tokens.covers(hit.tokens)) {
            let ids: Vec<String> = gazetteer.candidates(hit.name).map(|entry| entry.id().to_owned()).collect();
            let more = if ids.len() > 3 { format!(" and {} more", ids.len() - 3) } else { String::new() };
            let shown = ids.iter().take(3).map(String::as_str).collect::<Vec<_>>().join(", ");
            writeln!(out, "  name “{}”: {shown}{more}", one_line(hit.bytes.of(&self.article.text)))?;
        }
        Ok(())
    }

    /// What became of each word that a rule knows.
    fn triggers(&self, id: SentenceId, events: &mut Vec<Event>, out: &mut dyn Write) -> io::Result<()> {
        let mut told = Vec::new();
        let mut paragraphs: Vec<(TokenId, String)> = Vec::new();
        let mut outcomes: Vec<(TokenId, String, Outcome)> = Vec::new();
        let mut report = |found: &Match<'_>, outcome: Outcome| {
            told.push(found.anchor.head);
            outcomes.push((found.anchor.head, self.chosen(found), outcome));
        };
        self.coder.sentence(id, events, Some(&mut report));
        for (head, mut text, outcome) in outcomes {
            let what = match outcome {
                Outcome::Coded(event) => self.coded(event.0, &events[event.0 as usize]),
                Outcome::Content(outer) => format!("not coded: it is what a {outer} event is about"),
                Outcome::Imagined => "not coded: only wished, feared or imagined".into(),
                Outcome::NoActor => "not coded: nobody who acts was found".into(),
                Outcome::NoRole(role) => format!("not coded: the rule needs its {role}"),
            };
            writeln!(text, "    → {what}").unwrap_or_default();
            paragraphs.push((head, text));
        }
        let sentence = &self.doc.sentences[id.index()];
        let unmatched = sentence.tokens.ids().filter(|t| !told.contains(t));
        paragraphs.extend(unmatched.filter_map(|t| Some((t, self.missed(sentence, t)?))));
        paragraphs.sort_by_key(|(head, _)| *head);
        if paragraphs.is_empty() {
            writeln!(out, "  no word that a rule knows")?;
        }
        paragraphs.iter().try_for_each(|(_, text)| out.write_all(text.as_bytes()))
    }

    /// The rule that was tried, and where its paths lead.
    fn chosen(&self, found: &Match<'_>) -> String {
        let act = self.coder.model.rules.act(found.rule);
        let words = self.doc.tokens.bytes(Span::new(found.first.0, found.last.0 + 1)).of(&self.article.text);
        let mut text = format!("  trigger “{}” rule {}\n", one_line(words), act.rule);
        let roles = [("actor", &found.rule.actor), ("recipient", &found.rule.recipient), ("about", &found.rule.about)];
        for (role, paths) in roles {
            if paths.is_empty() {
                continue;
            }
            let found = self.path(found, paths, role);
            let line = found.map_or_else(
                || format!("{} leads nowhere", paths.iter().map(|p| spelt(p)).collect::<Vec<_>>().join("|")),
                |(path, names)| format!("{path} → {names}"),
            );
            writeln!(text, "    {role}: {line}").unwrap_or_default();
        }
        text
    }

    /// The first alternative of `paths` that leads somewhere, and to what.
    fn path(&self, found: &Match<'_>, paths: &Paths, role: &str) -> Option<(String, String)> {
        paths.iter().find_map(|alternative| {
            let one: Paths = vec![alternative.clone()];
            let heads = match role {
                "about" => follow(&self.coder.grammar, found.anchor, &one, &|_| true),
                "recipient" => self.coder.recipient_heads(found, &one),
                _ => self.coder.heads(found, &one),
            };
            let entity = |t: TokenId| match role {
                "about" => None,
                "recipient" => self.coder.recipient_at(found, t),
                _ => self.coder.entities.at(t),
            };
            let name = |t: &TokenId| match entity(*t) {
                Some(id) => format!("“{}” = {}", self.coder.grammar.form(*t), self.name(id)),
                None => format!("“{}”", self.coder.grammar.form(*t)),
            };
            let names: Vec<String> = heads.iter().map(name).collect();
            (!names.is_empty()).then(|| (spelt(alternative), names.join(", ")))
        })
    }

    fn coded(&self, number: u32, event: &Event) -> String {
        let names = |ids: &[EntityId]| {
            let names: Vec<String> = ids.iter().map(|&id| self.name(id)).collect();
            if names.is_empty() { "–".to_owned() } else { names.join("; ") }
        };
        let mut line = format!(
            "V{} coded {} {} · actors: {} · recipients: {} · about: {} · {}{} · confidence {:.2}",
            number + 1,
            event.etype.as_str(),
            event.act,
            names(&event.actors),
            names(&event.recipients),
            event.about.map_or_else(|| "–".to_owned(), |a| one_line(a.of(&self.article.text))),
            event.status.as_str(),
            if event.hedged { ", hedged" } else { "" },
            event.confidence,
        );
        let text = |span: Span<crate::doc::Byte>| one_line(span.of(&self.article.text));
        if let Some(place) = event.place {
            write!(line, " · place: {}", self.name(place)).unwrap_or_default();
        }
        let day = |date: Option<jiff::civil::Date>| date.map_or_else(|| "…".to_owned(), |date| date.to_string());
        match (&event.date, event.period, self.undated(event)) {
            (date, Some(period), _) if period.precision == Precision::Range || date.is_none() => {
                write!(line, " · date: {} to {}", day(period.start), day(period.end)).unwrap_or_default();
            }
            (Some(date), ..) => write!(line, " · date: {date}").unwrap_or_default(),
            (None, _, Some(word)) => {
                write!(line, " · date: “{word}” stays open, the article has no date to count from").unwrap_or_default();
            }
            (None, _, None) => {}
        }
        if let Some(by) = event.attributed_to {
            write!(line, " · on the word of {}", self.name(by)).unwrap_or_default();
        }
        for (what, count) in
            [("size", event.size.map(|(_, c)| c)), ("deaths", event.deaths), ("injuries", event.injuries)]
        {
            if let Some(count) = count {
                write!(line, " · {what}: {}", text(count.bytes)).unwrap_or_default();
            }
        }
        for context in &event.contexts {
            let words: Vec<String> = context.evidence.iter().map(|&span| text(span)).collect();
            write!(line, "\n      context {} {:.1}: {}", context.name, context.score, words.join(", "))
                .unwrap_or_default();
        }
        line
    }

    /// A day that the sentence names and that nothing says the date of.
    fn undated(&self, event: &Event) -> Option<&str> {
        if self.coder.reference.today.is_some() {
            return None;
        }
        let sentence = &self.doc.sentences[event.sentence.index()];
        let days = ["today", "yesterday", "tomorrow"];
        let relative = |form: &&str| crate::resolve::is_calendar_word(form) || days.contains(form);
        sentence.tokens.ids().map(|t| self.doc.tokens.form(t, &self.article.text)).find(relative)
    }

    /// The rules that know the word `t` and do not hold there.
    fn missed(&self, sentence: &Sentence, t: TokenId) -> Option<String> {
        let coder = &self.coder;
        let word = Word::new(&coder.model.rules, &coder.grammar, &coder.entities, &coder.listed, sentence, t)?;
        let mut misses: Vec<String> = Vec::new();
        for rule in word.triggers() {
            let why = match trigger::matches(rule, &word) {
                Ok(_) => "it is part of another trigger",
                Err(miss) => reason(miss),
            };
            let line = format!("{}: {why}", coder.model.rules.act(rule.1).rule);
            if !misses.contains(&line) {
                misses.push(line);
            }
        }
        if misses.is_empty() {
            return None;
        }
        let more = misses.len().saturating_sub(MAX_MISSES);
        misses.truncate(MAX_MISSES);
        let mut text = format!("  no trigger “{}”\n", coder.grammar.form(t));
        for miss in misses {
            writeln!(text, "    {miss}").unwrap_or_default();
        }
        if more > 0 {
            writeln!(text, "    and {more} more").unwrap_or_default();
        }
        Some(text)
    }

    fn name(&self, id: EntityId) -> String {
        one_line(&self.doc.entities[id.index()].name)
    }
}

fn reason(miss: Miss) -> &'static str {
    match miss {
        Miss::Words => "its other words are not there",
        Miss::Object => "it takes another object",
        Miss::Subject => "its subject cannot act",
        Miss::Clause => "the complement clause is not what it takes",
        Miss::Voice => "it is active where it should be passive, or passive where active",
        Miss::Preposition => "the prepositions are not those it takes",
        Miss::Refusal => "it is not refused for the time to come",
        Miss::Sense => "a word beside it shows another sense",
    }
}

/// Paths as they stand in the rule files.
fn spelt(alternative: &[Vec<Step>]) -> String {
    let path = |steps: &Vec<Step>| steps.iter().map(Step::to_string).collect::<Vec<_>>().join(".");
    alternative.iter().map(path).collect::<Vec<_>>().join("+")
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
