//! CAMEO event data as PETRARCH2 writes them, for `--emit cameo`: one line a pair of source and target, separated by
//! tabs: date (`YYYYMMDD`), source code, target code, event code, contexts with their numbers, article and sentence,
//! source of the story.
//!
//! Actors are coded by country (ISO 3166-1 alpha-3) and role (`rules/cameo.toml`); `---` stands for what is not known.
//! Left out are repetitions, and what did not happen: negated and hypothetical events, and background without a day.
//! Cooperation that is still to come has the code of the intent to it (03x).

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::sync::LazyLock;

use serde::Deserialize;

use super::View;
use crate::doc::{Analysis, Document, Entity, EntityId, EntityType, Event, Status};
use crate::gazetteer::country;

/// What PETRARCH writes where nobody is known.
const NOBODY: &str = "---";

/// The table of codes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Codes {
    agent: BTreeMap<String, String>,
    body: BTreeMap<String, String>,
    intent: BTreeMap<String, String>,
    mutual: Mutual,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Mutual {
    acts: Vec<String>,
}

static CODES: LazyLock<Codes> = LazyLock::new(|| {
    toml::from_str(include_str!("../../rules/cameo.toml")).expect("the build checks rules/cameo.toml by a test")
});

/// Writes the events of one article that `view` shows.
///
/// # Errors
/// What writing to `out` fails with.
pub fn rows(analysis: Analysis<'_>, view: &View, out: &mut dyn Write) -> io::Result<()> {
    let doc = analysis.doc;
    for (_, event, same_as) in view.events(doc) {
        let happens = !matches!(event.status, Status::Negated | Status::Hypothetical);
        let day = event.date.as_deref().filter(|date| date.len() == 10);
        let foreign = event.etype.is_extension() && !view.extensions;
        let (true, None, false, Some(code)) = (happens, same_as, foreign, code(event)) else { continue };
        let published = analysis.date().map(|date| date.to_string()).filter(|_| event.status != Status::Historical);
        let Some(date) = day.map(str::to_owned).or(published) else {
            if event.status == Status::Historical {
                continue;
            }
            write_pairs(analysis, event, NOBODY, code, out)?;
            continue;
        };
        write_pairs(analysis, event, &date.replace('-', ""), code, out)?;
    }
    Ok(())
}

fn write_pairs(analysis: Analysis<'_>, event: &Event, date: &str, code: &str, out: &mut dyn Write) -> io::Result<()> {
    let Analysis { article, doc } = analysis;
    let contexts: Vec<String> =
        event.contexts.iter().map(|context| format!("{},{}", context.name, context.evidence.len())).collect();
    let file = article.source.file.as_deref().unwrap_or("NULL");
    for (source, target) in pairs(event, doc) {
        writeln!(
            out,
            "{date}\t{source}\t{target}\t{code}\t{}\t{}_{}\t{}",
            contexts.join(";"),
            plain(&article.id),
            event.sentence.0 + 1,
            plain(file),
        )?;
    }
    Ok(())
}

/// A field may hold no tab and no line end.
fn plain(text: &str) -> String {
    text.split(['\t', '\n', '\r']).collect::<Vec<_>>().join(" ")
}

/// The event's code; of cooperation that is still to come the code of the intent.
fn code(event: &Event) -> Option<&str> {
    let intent = CODES.intent.get(event.etype.as_str()).filter(|_| event.status == Status::Future);
    intent.map(String::as_str).or(event.cameo.as_deref())
}

/// The pairs of source and target, each once and in text order.
fn pairs(event: &Event, doc: &Document) -> Vec<(String, String)> {
    let codes = |ids: &[EntityId]| -> Vec<String> {
        ids.iter().filter_map(|id| doc.entities.get(id.index())).map(|entity| actor(entity, doc)).collect()
    };
    let (mut sources, mut targets) = (codes(&event.actors), codes(&event.recipients));
    let mutual = targets.is_empty() && sources.len() > 1 && CODES.mutual.acts.iter().any(|act| **act == *event.rule);
    let mut all: Vec<(String, String)> = Vec::new();
    let mut push = |source: &String, target: &String| {
        let pair = (source.clone(), target.clone());
        if !all.contains(&pair) {
            all.push(pair);
        }
    };
    if mutual {
        for (i, source) in sources.iter().enumerate() {
            sources.iter().enumerate().filter(|(j, _)| i != *j).for_each(|(_, target)| push(source, target));
        }
        return all;
    }
    for side in [&mut sources, &mut targets] {
        if side.is_empty() {
            side.push(NOBODY.to_owned());
        }
    }
    sources.iter().for_each(|source| targets.iter().for_each(|target| push(source, target)));
    all
}

/// An actor's code: the country, and the role in it where the actor is no country.
fn actor(entity: &Entity, doc: &Document) -> String {
    let body = entity.acronym.as_deref().or(Some(entity.name.as_str())).and_then(|name| CODES.body.get(name));
    if let Some(body) = body {
        return body.clone();
    }
    let offices = || entity.roles.iter().filter_map(|role| doc.entities.get(role.of?.index()));
    let land = entity.country.or_else(|| offices().find_map(|body| body.country));
    let land = land.and_then(country::alpha3);
    let own = (!entity.subtype.is_empty() && entity.etype != EntityType::Loc).then_some(&*entity.subtype);
    // A person without a kind of their own has that of the body whose office they hold.
    let subtype = own.filter(|subtype| *subtype != "other").or_else(|| {
        let body = offices().find(|body| body.etype == EntityType::Org).map(|body| &*body.subtype);
        body.or(own).or((entity.etype == EntityType::Per).then_some("other"))
    });
    let agent = subtype.and_then(|subtype| CODES.agent.get(subtype)).map_or("", String::as_str);
    match (land, agent) {
        (Some(land), agent) => format!("{land}{agent}"),
        (None, "") => NOBODY.to_owned(),
        // International bodies need no country.
        (None, agent @ ("IGO" | "NGO")) => agent.to_owned(),
        (None, agent) => format!("{NOBODY}{agent}"),
    }
}

#[cfg(test)]
mod tests {
    use super::super::example;
    use super::*;
    use crate::doc::{Country, EventType};

    fn lines(doc: &Document) -> Vec<String> {
        let (article, _) = example::analysis();
        let mut out = Vec::new();
        rows(Analysis { article: &article, doc }, &View::default(), &mut out).unwrap();
        String::from_utf8(out).unwrap().lines().map(str::to_owned).collect()
    }

    #[test]
    fn a_line_a_pair() {
        let (_, mut doc) = example::analysis();
        assert_eq!(lines(&doc), ["20210614\tNGO\tNGO\t040\tdiplomatic,1\tletter 7_1\tletters.jsonl"]);
        doc.entities[0].country = Country::parse("PE");
        doc.entities[0].subtype = "jurist".into();
        doc.events[0].recipients = vec![EntityId(1), EntityId(2)];
        doc.events[0].date = Some("2021-06-09".into());
        let pairs: Vec<_> =
            lines(&doc).iter().map(|line| line.split('\t').take(4).collect::<Vec<_>>().join(" ")).collect();
        assert_eq!(pairs, ["20210609 PERJUD NGO 040", "20210609 PERJUD CHE 040"]);
    }

    #[test]
    fn those_who_meet_are_coded_with_each_other() {
        let (_, mut doc) = example::analysis();
        doc.events[0].actors = vec![EntityId(1), EntityId(2)];
        doc.events[0].recipients.clear();
        let pairs: Vec<_> = lines(&doc).iter().map(|line| line[9..16].to_owned()).collect();
        assert_eq!(pairs, ["NGO\tCHE", "CHE\tNGO"]);
    }

    #[test]
    fn what_did_not_happen_is_left_out() {
        let (_, mut doc) = example::analysis();
        doc.events[0].status = Status::Future;
        assert!(lines(&doc)[0].contains("\t036\t"));
        for status in [Status::Negated, Status::Hypothetical, Status::Historical] {
            doc.events[0].status = status;
            assert!(lines(&doc).is_empty(), "{status:?}");
        }
        doc.events[0].status = Status::Actual;
        doc.events[0].etype = EventType::State;
        assert!(lines(&doc).is_empty());
    }
}
