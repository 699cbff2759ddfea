//! Dictionaries of TABARI and PETRARCH: actors (names with dated codes) and agents (nouns with codes).
//!
//! Names are in capitals with `_` for spaces. The words get capitals at their start only; a name of one word of up to
//! four letters is taken for an acronym. Of an actor's codes the last dated one of a government counts, else the last.

use std::io;

use super::{Format, Options, Sink, Source, lines};
use crate::{
    doc::{Country, EntityType},
    gazetteer::{
        country,
        entry::{Entry, PartialDate},
    },
};

/// The actors.
pub(super) const ACTORS: Format = Format {
    name: "petrarch",
    about: "PETRARCH actors: names with a role code; a government code with dates is a person, nationality alone is left out",
    header: "",
    import: import_actors,
};

/// The agents.
pub(super) const AGENTS: Format = Format {
    name: "petrarch-agents",
    about: "PETRARCH agents: nouns, as rows of a groups.tsv",
    header: "noun\tplural\tsubtype\tnumber",
    import: import_agents,
};

/// Role code, and the subtype of an organisation.
const ROLES: &[(&str, &str)] = &[
    ("GOV", "government"),
    ("MIL", "military"),
    ("SPY", "government"),
    ("COP", "police"),
    ("JUD", "court"),
    ("LEG", "parliament"),
    ("PTY", "party"),
    ("OPP", "party"),
    ("REB", "armed_group"),
    ("INS", "armed_group"),
    ("SEP", "armed_group"),
    ("UAF", "armed_group"),
    ("RAD", "armed_group"),
    ("IMG", "armed_group"),
    ("MED", "media"),
    ("BUS", "company"),
    ("MNC", "company"),
    ("EDU", "university"),
    ("NGO", "ngo"),
    ("NGM", "ngo"),
    ("IGO", "igo"),
    ("INT", "igo"),
    ("IGM", "igo"),
    ("CVL", "group"),
    ("LAB", "group"),
    ("REL", "group"),
    ("ELI", "group"),
    ("SET", "group"),
    ("HLH", "group"),
    ("AGR", "group"),
    ("CRM", "group"),
    ("REF", "group"),
];

#[derive(Default)]
struct Actor {
    name: String,
    line: usize,
    aliases: Vec<String>,
    /// Code, first and last day.
    codes: Vec<(String, Option<PartialDate>, Option<PartialDate>)>,
}

fn import_actors(source: Source<'_>, options: &Options, sink: &mut Sink<'_>) -> io::Result<()> {
    let mut actor = Actor::default();
    lines(source.bytes, sink, |number, line, sink| {
        let line = line.split(['#', ';']).next().unwrap_or_default();
        let indented = line.starts_with(char::is_whitespace);
        let line = line.trim();
        if let Some(alias) = line.strip_prefix('+') {
            actor.aliases.push(name_of(alias));
        } else if indented && line.starts_with('[') {
            actor.codes.extend(code(line));
        } else if !line.is_empty() {
            let (name, codes) = line.split_at(line.find('[').unwrap_or(line.len()));
            let next = Actor {
                name: name_of(name),
                line: number,
                codes: code(codes).into_iter().collect(),
                ..Actor::default()
            };
            write(std::mem::replace(&mut actor, next), options, sink)?;
        }
        Ok(())
    })?;
    write(actor, options, sink)
}

fn write(actor: Actor, options: &Options, sink: &mut Sink<'_>) -> io::Result<()> {
    let Actor { name, line, aliases, codes } = actor;
    if line == 0 {
        return Ok(());
    }
    let Some(last) = codes.last() else {
        sink.skip(line, "no code");
        return Ok(());
    };
    // Bodies keep their code; a government's that comes and goes is an office holder's.
    let office = codes.iter().rev().find(|(code, from, to)| from.or(*to).is_some() && parts(code).1.contains(&"GOV"));
    let (code, from, to) = office.unwrap_or(last);
    let (country, roles) = parts(code);
    let role = roles.iter().find_map(|role| ROLES.iter().find(|(code, _)| code == role));
    let (etype, subtype) = match (role, options.etype) {
        _ if office.is_some() => (EntityType::Per, "official"),
        (Some((_, subtype)), _) => (EntityType::Org, *subtype),
        (None, Some(etype)) => (etype, options.subtype.as_str()),
        (None, None) => {
            sink.skip(line, "a code without a known role: a place, a nationality or a person; --type takes it");
            return Ok(());
        }
    };
    let mut entry = Entry {
        id: format!("petrarch/{line}"),
        etype,
        subtype: subtype.to_owned(),
        country,
        valid_from: *from,
        valid_to: *to,
        source: options.source.clone(),
        ..Entry::default()
    };
    for alias in aliases {
        let list = if is_short(&alias) { &mut entry.acronyms } else { &mut entry.aliases };
        list.push(if is_short(&alias) { alias.to_uppercase() } else { alias });
    }
    entry.name = if is_short(&name) { name.to_uppercase() } else { name };
    sink.entry(entry, line)
}

/// Country and role codes of `SYRGOVMIL` or `IGOUNO`.
fn parts(code: &str) -> (Option<Country>, Vec<&str>) {
    let parts: Vec<&str> = (0..code.len() / 3).filter_map(|i| code.get(i * 3..i * 3 + 3)).collect();
    (parts.first().and_then(|first| country::of_alpha3(first)), parts)
}

/// The content of `[LBYGOV >690901]`.
fn code(text: &str) -> Option<(String, Option<PartialDate>, Option<PartialDate>)> {
    let inside = text.trim().strip_prefix('[')?.split(']').next()?;
    let mut words = inside.split_whitespace();
    let code = words.next()?.trim_start_matches('~').to_owned();
    let (from, to) = match words.next() {
        None => (None, None),
        Some(dates) => match dates.split_at(1) {
            (">", date) => (day(date), None),
            ("<", date) => (None, day(date)),
            _ => dates.split_once('-').map_or((None, None), |(from, to)| (day(from), day(to))),
        },
    };
    Some((code, from, to))
}

/// `YYYYMMDD`, or `YYMMDD` of 1930 to 2029.
fn day(date: &str) -> Option<PartialDate> {
    let date = match date.len() {
        6 if date.get(..2)? >= "30" => format!("19{date}"),
        6 => format!("20{date}"),
        _ => date.to_owned(),
    };
    PartialDate::parse(&format!("{}-{}-{}", date.get(..4)?, date.get(4..6)?, date.get(6..8)?))
}

/// `SECURITY_COUNCIL_OF_` as *Security Council of*.
fn name_of(text: &str) -> String {
    let words = text.split(|c: char| c == '_' || c.is_whitespace()).filter(|w| !w.is_empty());
    let words = words.enumerate().map(|(index, word)| {
        let lower = word.to_lowercase();
        if index > 0 && matches!(lower.as_str(), "of" | "and" | "the" | "for" | "in" | "on" | "to" | "de" | "du" | "la")
        {
            return lower;
        }
        let mut start = true;
        let letters = lower.chars().flat_map(|c| {
            let upper = start;
            start = c == '-';
            if upper { c.to_uppercase().collect::<Vec<_>>() } else { vec![c] }
        });
        letters.collect()
    });
    words.collect::<Vec<String>>().join(" ")
}

fn is_short(name: &str) -> bool {
    name.chars().count() <= 4 && name.chars().all(char::is_alphabetic)
}

fn import_agents(source: Source<'_>, _: &Options, sink: &mut Sink<'_>) -> io::Result<()> {
    lines(source.bytes, sink, |number, line, sink| {
        let line = line.split('#').next().unwrap_or_default().trim();
        if line.is_empty() || line.starts_with('!') {
            return Ok(());
        }
        let (words, codes) = line.split_at(line.find('[').unwrap_or(line.len()));
        let (noun, plural) = match words.split_once('{') {
            Some((noun, plural)) => (noun, plural.split('}').next().unwrap_or_default()),
            None => (words, ""),
        };
        let text = |word: &str| word.replace('_', " ").split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        let Some((code, ..)) = code(codes) else {
            sink.skip(number, "no code");
            return Ok(());
        };
        let (_, roles) = parts(&code);
        let Some((_, subtype)) = roles.iter().find_map(|role| ROLES.iter().find(|(code, _)| code == role)) else {
            sink.skip(number, format!("code {code}"));
            return Ok(());
        };
        let (noun, plural) = (text(noun), text(plural));
        let plural = if plural.is_empty() { format!("{noun}s") } else { plural };
        sink.row(&format!("{noun}\t{plural}\t{subtype}\tmember"))
    })
}
