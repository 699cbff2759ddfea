//! brat standoff: a folder with a `.txt` and an `.ann` for each article, and the `annotation.conf` of the event types.
//! Offsets count code points, as brat's do.
//!
//! Mentions are text-bound annotations (`T`), links are normalizations (`N`), events (`E`) take the mention of each
//! participant that is nearest to the trigger, and status is an attribute (`A`).

use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Write};
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::format::Format;
use super::{Offsets, Unit, View};
use crate::doc::{Analysis, Byte, EntityId, EntityType, EventType, Span, Status};

/// brat standoff.
pub const FORMAT: Format = Format {
    name: "brat",
    about: "a folder of texts and standoff annotation",
    article,
    frame: ["", "", ""],
    finish: Some(unfold),
};

/// One article on its way to its two files.
#[derive(Serialize, Deserialize)]
struct Pair {
    id: String,
    txt: String,
    ann: String,
}

fn article(analysis: Analysis<'_>, view: &View, out: &mut dyn Write) -> io::Result<()> {
    let pair =
        Pair { id: analysis.article.id.clone(), txt: analysis.article.text.clone(), ann: annotation(analysis, view) };
    serde_json::to_writer(&mut *out, &pair)?;
    writeln!(out)
}

fn annotation(analysis: Analysis<'_>, view: &View) -> String {
    let Analysis { article, doc } = analysis;
    let offsets = Offsets::new(Unit::Chars, &article.text);
    let mut out = String::new();
    for (at, mention) in doc.mentions.iter().enumerate() {
        push_span(&mut out, at + 1, mention.etype.as_str(), mention.bytes, &article.text, &offsets);
        let link = doc
            .entities
            .get(mention.entity.index())
            .and_then(|entity| Some((entity.link.wikidata.as_ref()?, &entity.name)));
        if let Some((wikidata, name)) = link {
            let _ = writeln!(out, "N{0}\tReference T{0} Wikidata:{wikidata}\t{1}", at + 1, one_line(name));
        }
    }
    let nearest = |entity: EntityId, trigger: Span<Byte>| {
        let mentions = doc.mentions.iter().enumerate().filter(|(_, mention)| mention.entity == entity);
        mentions.min_by_key(|(_, mention)| mention.bytes.start.abs_diff(trigger.start)).map(|(at, _)| at + 1)
    };
    for (number, (_, event, _)) in (1..).zip(view.events(doc)) {
        let trigger = doc.mentions.len() + number;
        push_span(&mut out, trigger, event.etype.as_str(), event.trigger, &article.text, &offsets);
        let _ = write!(out, "E{number}\t{}:T{trigger}", event.etype.as_str());
        for (role, who) in
            [("Actor", &event.actors[..]), ("Recipient", &event.recipients), ("Place", event.place.as_slice())]
        {
            let mentions = who.iter().filter_map(|&entity| nearest(entity, event.trigger));
            for (at, mention) in (1..).zip(mentions) {
                let _ = match at {
                    1 => write!(out, " {role}:T{mention}"),
                    _ => write!(out, " {role}{at}:T{mention}"),
                };
            }
        }
        let _ = write!(out, "\nA{number}\tStatus E{number} {}\n", event.status.as_str());
        let _ = writeln!(out, "#{number}\tAnnotatorNotes E{number}\t{}", one_line(&event.summary));
    }
    out
}

/// Writes a text-bound annotation. One over a line end is in pieces, as brat wants it, and so is one over a
/// tab, which parts the columns.
fn push_span(out: &mut String, id: usize, label: &str, bytes: Span<Byte>, text: &str, offsets: &Offsets<'_>) {
    let words = bytes.of(text);
    let mut pieces = Vec::new();
    let mut start = 0;
    for (at, line_end) in words.match_indices(['\n', '\r', '\t']) {
        pieces.push((start, at));
        start = at + line_end.len();
    }
    pieces.push((start, words.len()));
    pieces.retain(|&(start, end)| !words[start..end].trim().is_empty());
    let at = |byte: usize| offsets.at(bytes.start + byte as u32);
    let spans: Vec<_> = pieces.iter().map(|&(start, end)| format!("{} {}", at(start), at(end))).collect();
    let shown: Vec<_> = pieces.iter().map(|&(start, end)| &words[start..end]).collect();
    let _ = writeln!(out, "T{id}\t{label} {}\t{}", spans.join(";"), shown.join(" "));
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Writes the folder `made` from the pairs in `staged`.
fn unfold(staged: &Path, made: &Path) -> io::Result<()> {
    match fs::remove_dir_all(made) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => fs::create_dir(made)?,
    }
    fs::write(made.join("annotation.conf"), configuration())?;
    for (number, line) in (1..).zip(BufReader::new(File::open(staged)?).lines()) {
        let pair: Pair = serde_json::from_str(&line?)?;
        let name = file_name(number, &pair.id);
        fs::write(made.join(format!("{name}.txt")), pair.txt)?;
        fs::write(made.join(format!("{name}.ann")), pair.ann)?;
    }
    Ok(())
}

/// A name that every file system takes and that sorts in the order of the articles.
fn file_name(number: u64, id: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() || c == '-' { c } else { '_' };
    let id: String = id.rsplit('/').next().unwrap_or(id).chars().map(plain).take(60).collect();
    format!("{number:07}-{id}")
}

fn configuration() -> String {
    let entities: Vec<_> = EntityType::ALL.iter().map(|etype| etype.as_str()).collect();
    let roles = "Actor*:<ENTITY>, Recipient*:<ENTITY>, Place?:LOC";
    let events: Vec<_> = EventType::ALL.iter().map(|etype| format!("{}\t{roles}", etype.as_str())).collect();
    let status: Vec<_> = Status::ALL.iter().map(|status| status.as_str()).collect();
    format!(
        "[entities]\n{}\n\n[relations]\n\n[events]\n{}\n\n[attributes]\nStatus\tArg:<EVENT>, Value:{}\n",
        entities.join("\n"),
        events.join("\n"),
        status.join("|")
    )
}

#[cfg(test)]
mod tests {
    use super::super::example;
    use super::*;

    #[test]
    fn mentions_events_and_attributes() {
        let (article, doc) = example::analysis();
        let expected = "T1\tPER 1 11\tJosé Pérez\nT2\tORG 19 22\tFFF\nT3\tLOC 26 32\tGeneva\nN3\tReference T3 Wikidata:Q71\tGeneva\n\
            T4\tCONSULT 15 18\tmet\nE1\tCONSULT:T4 Actor:T1 Recipient:T2 Place:T3\nA1\tStatus E1 actual\n\
            #1\tAnnotatorNotes E1\tJosé Pérez met FFF in Geneva.\n";
        assert_eq!(annotation(Analysis { article: &article, doc: &doc }, &View::default()), expected);
    }

    #[test]
    fn a_span_over_lines_is_in_pieces() {
        let text = "é José\r\nPérez";
        let mut out = String::new();
        push_span(&mut out, 1, "PER", Span::new(3, text.len() as u32), text, &Offsets::new(Unit::Chars, text));
        assert_eq!(out, "T1\tPER 2 6;8 13\tJosé Pérez\n");
    }

    #[test]
    fn a_folder_of_pairs() {
        let dir = tempfile::tempdir().unwrap();
        let (article, doc) = example::analysis();
        let mut staged = Vec::new();
        super::article(Analysis { article: &article, doc: &doc }, &View::default(), &mut staged).unwrap();
        fs::write(dir.path().join("staged"), staged).unwrap();
        unfold(&dir.path().join("staged"), &dir.path().join("made")).unwrap();
        let mut names: Vec<_> =
            fs::read_dir(dir.path().join("made")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        names.sort();
        assert_eq!(names, ["0000001-letter_7.ann", "0000001-letter_7.txt", "annotation.conf"]);
        assert_eq!(fs::read_to_string(dir.path().join("made/0000001-letter_7.txt")).unwrap(), article.text);
    }
}
