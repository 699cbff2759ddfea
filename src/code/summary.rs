//! The English sentence that tells an event: *CFA met French war-crimes prosecutor in Paris.*

use super::rules::Rules;
use crate::doc::{Document, Entity, Event, Status};

/// How long a content phrase may be before it is left out, in characters.
const MAX_ABOUT: usize = 120;

/// Fills the summary of every event.
pub fn write(doc: &mut Document, text: &str, rules: &Rules) {
    let summaries: Vec<String> = doc.events.iter().map(|event| summary(event, doc, text, rules)).collect();
    for (event, summary) in doc.events.iter_mut().zip(summaries) {
        event.summary = summary;
    }
}

fn summary(event: &Event, doc: &Document, text: &str, rules: &Rules) -> String {
    let template =
        rules.acts().iter().find(|act| act.rule == event.rule).map_or("{actors}", |act| act.summary.as_str());
    let actors = list(event.actors.iter().map(|id| short_name(&doc.entities[id.index()])));
    let recipients = list(event.recipients.iter().map(|id| object_form(short_name(&doc.entities[id.index()]))));
    let about = event.about.map(|span| one_line(span.of(text))).filter(|a| a.chars().count() <= MAX_ABOUT);
    let mut sentence = template.replace("{actors}", if actors.is_empty() { "somebody" } else { &actors });
    // *visited Goma*: where nobody is visited, the place is.
    let place_for_recipient = recipients.is_empty() && event.place.is_some() && sentence.contains("{recipients|place}");
    if let Some(place) = event.place.filter(|_| place_for_recipient) {
        sentence = sentence.replace("{recipients|place}", short_name(&doc.entities[place.index()]));
    }
    sentence = sentence.replace("{recipients|place}", "{recipients}");
    sentence = if recipients.is_empty() {
        without_recipients(&sentence)
    } else {
        sentence.replace("{recipients}", &recipients)
    };
    let mut tail = String::new();
    if let Some(about) = about.filter(|_| event.recipients.is_empty() || !sentence.contains(':')) {
        tail.push_str(": ");
        tail.push_str(&about);
    }
    if let Some(place) = event.place.filter(|p| !place_for_recipient && !event.recipients.contains(p)) {
        sentence.push_str(" in ");
        sentence.push_str(short_name(&doc.entities[place.index()]));
    }
    if let Some(date) = &event.date {
        sentence.push_str(if date.len() == 10 { " on " } else { " in " });
        sentence.push_str(date);
    }
    sentence.push_str(&tail);
    let note = match event.status {
        Status::Actual => "",
        Status::Future => " (planned)",
        Status::Hypothetical => " (hypothetical)",
        Status::Negated => " (did not happen)",
        Status::Historical => " (background)",
    };
    sentence.push_str(note);
    if event.hedged {
        sentence.push_str(" (alleged)");
    }
    capitalised(sentence.trim()) + "."
}

/// Leaves out the placeholder and the preposition before it.
fn without_recipients(template: &str) -> String {
    let Some((before, after)) = template.split_once("{recipients}") else {
        return template.to_owned();
    };
    let mut words: Vec<&str> = before.split_whitespace().collect();
    let prepositions = ["with", "to", "against", "on", "by", "of", "from", "for", "at", "between", "in", "into"];
    while words.last().is_some_and(|w| prepositions.contains(w)) {
        words.pop();
    }
    format!("{}{after}", words.join(" "))
}

fn list<'n>(names: impl Iterator<Item = &'n str>) -> String {
    let names: Vec<&str> = names.collect();
    match names.as_slice() {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [all @ .., last] => format!("{} and {last}", all.join(", ")),
    }
}

/// *us* of *we*: what stands behind the verb.
fn object_form(name: &str) -> &str {
    match name.to_lowercase().as_str() {
        "we" => "us",
        "i" => "me",
        "he" => "him",
        "she" => "her",
        "they" => "them",
        _ => name,
    }
}

fn short_name(entity: &Entity) -> &str {
    match &entity.acronym {
        Some(acronym) => acronym,
        None if entity.named => &entity.name,
        None => ["the ", "The ", "a ", "A ", "an ", "An "]
            .iter()
            .find_map(|article| entity.name.strip_prefix(article))
            .unwrap_or(&entity.name),
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|c| c.to_uppercase().chain(chars).collect()).unwrap_or_default()
}
