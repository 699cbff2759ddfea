//! Names against gold: reading the gold, and precision and recall under four readings of *the same name*.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::ops::AddAssign;

use serde::Deserialize;

use super::Counts;
use crate::doc::{Document, EntityType, MentionKind};

/// A text with its names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Gold {
    /// The text's id.
    pub id: String,
    /// Date of publication.
    pub date: Option<jiff::civil::Date>,
    /// The text.
    pub text: String,
    /// Its names, in order.
    pub names: BTreeSet<Name>,
    /// Stretches (byte offsets) in which a name that was found counts neither as right nor as wrong.
    pub ignored: Vec<(usize, usize)>,
}

/// A name: first byte, byte behind the last, type.
pub type Name = (usize, usize, EntityType);

#[derive(Deserialize)]
struct Line {
    #[serde(alias = "id")]
    doc: String,
    #[serde(default)]
    date: Option<String>,
    text: String,
    entities: Vec<Stretch>,
    #[serde(default)]
    ignore: Vec<Stretch>,
}

#[derive(Deserialize)]
struct Stretch {
    start: usize,
    end: usize,
    #[serde(default, rename = "type")]
    kind: String,
}

/// Names of types in the schemes of other corpora. Types that are not here (nationalities, dates, …) are left out.
const TYPES: &[(&str, EntityType)] = &[
    ("PER", EntityType::Per),
    ("PERSON", EntityType::Per),
    ("ORG", EntityType::Org),
    ("ORGANIZATION", EntityType::Org),
    ("ORGANISATION", EntityType::Org),
    ("LOC", EntityType::Loc),
    ("LOCATION", EntityType::Loc),
    ("GPE", EntityType::Loc),
    ("FAC", EntityType::Loc),
    ("FACILITY", EntityType::Loc),
    ("PLACE", EntityType::Loc),
];

impl Gold {
    /// Reads a line of JSON: `{"doc": id, "text": …, "entities": [{"start", "end", "type"}]}`, offsets in Unicode code
    /// points.
    ///
    /// # Errors
    /// What is wrong with the line.
    pub fn parse(line: &str) -> Result<Self, String> {
        let Line { doc, date, text, entities, ignore } = serde_json::from_str(line).map_err(|e| e.to_string())?;
        let bytes: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let stretch = |s: &Stretch| match (bytes.get(s.start), bytes.get(s.end)) {
            (Some(&start), Some(&end)) if start < end => Ok((start, end)),
            _ => Err(format!("{}..{} is no stretch of a text of {} characters", s.start, s.end, bytes.len() - 1)),
        };
        let etype = |s: &Stretch| {
            let kind = s.kind.to_ascii_uppercase();
            TYPES.iter().find(|(name, _)| *name == kind).map(|(_, etype)| *etype)
        };
        let names = entities.iter().filter_map(|s| Some((s, etype(s)?)));
        let names = names.map(|(s, etype)| stretch(s).map(|(start, end)| (start, end, etype)));
        Ok(Self {
            names: names.collect::<Result<_, _>>()?,
            ignored: ignore.iter().map(stretch).collect::<Result<_, _>>()?,
            date: date.as_deref().and_then(crate::read::iso_date),
            id: doc,
            text,
        })
    }
}

/// The names that were found: mentions by name, acronym, alias or surname.
pub fn found(doc: &Document) -> BTreeSet<Name> {
    let named = doc.mentions.iter().filter(|m| !matches!(m.kind, MentionKind::Nominal | MentionKind::Pronoun));
    let etype = |m: &crate::doc::Mention| doc.entities.get(m.entity.index()).map_or(m.etype, |e| e.etype);
    named.map(|m| (m.bytes.start as usize, m.bytes.end as usize, etype(m))).collect()
}

/// Figures over all texts.
#[derive(Clone, Debug, Default)]
pub struct Figures {
    /// Same boundaries and type.
    pub exact: ByType,
    /// Same boundaries and type once articles, quotation marks, brackets, a possessive and, of a person, titles before the
    /// name are trimmed on both sides: schemes differ on them.
    pub norm: ByType,
    /// Any common character and the same type, one to one.
    pub overlap: ByType,
    /// As `norm`, whatever the type.
    pub untyped: Counts,
    /// Names missed (false) and invented (true) under `norm`, with their number.
    pub errors: BTreeMap<(bool, EntityType, String), usize>,
}

/// Counts for people, organisations and places.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ByType([Counts; EntityType::ALL.len()]);

impl ByType {
    /// The counts of one type.
    pub fn of(&self, etype: EntityType) -> Counts {
        self.0[etype as usize]
    }

    /// The counts of all types together.
    pub fn micro(&self) -> Counts {
        self.0.iter().fold(Counts::default(), |mut sum, counts| {
            sum += *counts;
            sum
        })
    }

    fn add(&mut self, gold: &BTreeSet<Name>, found: &BTreeSet<Name>) {
        gold.iter().for_each(|name| self.0[name.2 as usize].gold += 1);
        found.iter().for_each(|name| self.0[name.2 as usize].found += 1);
        gold.intersection(found).for_each(|name| self.0[name.2 as usize].right += 1);
    }
}

impl Figures {
    /// Adds a text.
    pub fn add(&mut self, gold: &Gold, found: &BTreeSet<Name>) {
        let touches = |a: (usize, usize), b: (usize, usize)| a.0 < b.1 && b.0 < a.1;
        let counts = |name: &&Name| {
            gold.names.iter().any(|g| touches((g.0, g.1), (name.0, name.1)))
                || !gold.ignored.iter().any(|&stretch| touches(stretch, (name.0, name.1)))
        };
        let found: BTreeSet<Name> = found.iter().filter(counts).copied().collect();
        self.exact.add(&gold.names, &found);
        let trimmed = |names: &BTreeSet<Name>| -> BTreeSet<Name> {
            names.iter().filter_map(|&name| trim(&gold.text, name)).collect()
        };
        let (wanted, found) = (trimmed(&gold.names), trimmed(&found));
        self.norm.add(&wanted, &found);
        let plain = |names: &BTreeSet<Name>| -> BTreeSet<(usize, usize)> { names.iter().map(|n| (n.0, n.1)).collect() };
        let (wanted_plain, found_plain) = (plain(&wanted), plain(&found));
        self.untyped += Counts {
            gold: wanted_plain.len(),
            found: found_plain.len(),
            right: wanted_plain.intersection(&found_plain).count(),
        };
        for &etype in EntityType::ALL {
            self.overlap.0[etype as usize] += overlap(&wanted, &found, etype);
        }
        for (invented, name) in
            wanted.difference(&found).map(|n| (false, n)).chain(found.difference(&wanted).map(|n| (true, n)))
        {
            let text = gold.text[name.0..name.1].to_owned();
            self.errors.entry((invented, name.2, text)).or_default().add_assign(1);
        }
    }
}

/// Pairs names of one type that have a character in common: the same ones first, then each with the first that is free.
fn overlap(gold: &BTreeSet<Name>, found: &BTreeSet<Name>, etype: EntityType) -> Counts {
    let mut free: BTreeSet<Name> = found.iter().filter(|n| n.2 == etype).copied().collect();
    let mut counts = Counts { found: free.len(), ..Counts::default() };
    let mut rest = Vec::new();
    for name in gold.iter().filter(|n| n.2 == etype) {
        counts.gold += 1;
        if free.remove(name) {
            counts.right += 1;
        } else {
            rest.push(name);
        }
    }
    for name in rest {
        let partner = free.iter().find(|f| f.0 < name.1 && name.0 < f.1).copied();
        counts.right += usize::from(partner.is_some_and(|partner| free.remove(&partner)));
    }
    counts
}

/// Titles and offices that some schemes count to a person's name.
const TITLES: &[&str] = &[
    "admiral",
    "adm",
    "ambassador",
    "archbishop",
    "attorney",
    "ayatollah",
    "bishop",
    "brig",
    "brigadier",
    "captain",
    "capt",
    "cardinal",
    "chairman",
    "chancellor",
    "chief",
    "cmdr",
    "col",
    "colonel",
    "commander",
    "congressman",
    "congresswoman",
    "defence",
    "defense",
    "deputy",
    "director",
    "dr",
    "envoy",
    "ex-president",
    "father",
    "field",
    "finance",
    "foreign",
    "former",
    "gen",
    "general",
    "gov",
    "governor",
    "hajj",
    "imam",
    "interior",
    "judge",
    "justice",
    "king",
    "lady",
    "leader",
    "lieutenant",
    "lord",
    "lt",
    "maj",
    "major",
    "marshal",
    "mayor",
    "minister",
    "minister-president",
    "miss",
    "mp",
    "mr",
    "mrs",
    "ms",
    "of",
    "pope",
    "premier",
    "president",
    "prime",
    "prince",
    "princess",
    "prof",
    "professor",
    "queen",
    "rep",
    "representative",
    "rev",
    "reverend",
    "secretary",
    "secretary-general",
    "sen",
    "senator",
    "sergeant",
    "sgt",
    "shaikh",
    "sheik",
    "sheikh",
    "sir",
    "speaker",
    "spokesman",
    "spokeswoman",
    "st",
    "state",
    "vice",
    "vice-president",
];

/// The name without what schemes differ on; none when nothing is left.
pub(super) fn trim(text: &str, (mut start, mut end, etype): Name) -> Option<Name> {
    const OPENING: &[char] = &['"', '\'', '‘', '’', '“', '”', '(', '[', '{', '`'];
    const CLOSING: &[char] = &['"', '\'', '‘', '’', '“', '”', ')', ']', '}', ',', ';', ':', '`', '.'];
    loop {
        let piece = &text[start..end];
        let left = piece.trim_start_matches(|c: char| c.is_whitespace() || OPENING.contains(&c));
        let mut inner = left;
        while let Some(last) = inner.chars().next_back().filter(|c| c.is_whitespace() || CLOSING.contains(c)) {
            // A bracket that closes one inside the name is a part of it.
            if matches!(last, ')' | ']' | '}') && inner.contains(['(', '[', '{']) {
                break;
            }
            inner = &inner[..inner.len() - last.len_utf8()];
        }
        start += piece.len() - left.len();
        let first = inner.split_whitespace().next().unwrap_or_default();
        let is_title = || TITLES.contains(&first.trim_end_matches('.').to_lowercase().as_str());
        let is_article = ["the", "a", "an"].iter().any(|article| first.eq_ignore_ascii_case(article));
        let mut kept = inner;
        if is_article && first.len() < inner.len() || etype == EntityType::Per && is_title() {
            kept = inner[first.len()..].trim_start();
        }
        start += inner.len() - kept.len();
        let kept = kept.strip_suffix("'s").or_else(|| kept.strip_suffix("’s")).unwrap_or(kept);
        end = start + kept.len();
        if kept.is_empty() {
            return None;
        }
        if kept.len() == piece.len() {
            return Some((start, end, etype));
        }
    }
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, figures) in [("exact", &self.exact), ("norm", &self.norm), ("overlap", &self.overlap)] {
            for &etype in EntityType::ALL {
                writeln!(f, "{name:8} {:5} {}", etype.as_str(), figures.of(etype))?;
            }
            writeln!(f, "{name:8} micro {}", figures.micro())?;
        }
        writeln!(f, "{:8} {:5} {}", "untyped", "", self.untyped)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gold(text: &str, names: &[(&str, EntityType)]) -> Gold {
        let place = |name: &str| {
            let start = text.find(name).unwrap();
            (start, start + name.len())
        };
        let names = names.iter().map(|(name, etype)| (place(name).0, place(name).1, *etype)).collect();
        Gold { text: text.into(), names, ..Gold::default() }
    }

    fn norm(text: &str, wanted: (&str, EntityType), found: (&str, EntityType)) -> Counts {
        let mut figures = Figures::default();
        figures.add(&gold(text, &[wanted]), &gold(text, &[found]).names);
        figures.norm.micro()
    }

    #[test]
    fn schemes_that_differ_on_articles_titles_and_possessives_agree() {
        let text = "President Dr. Ana Ruiz's aide left \"the Hague (Netherlands)\" for the U.N.";
        let same = |wanted, found, etype| norm(text, (wanted, etype), (found, etype)).right == 1;
        assert!(same("President Dr. Ana Ruiz's", "Ana Ruiz", EntityType::Per));
        assert!(same("the U.N.", "U.N", EntityType::Org));
        assert!(same("\"the Hague (Netherlands)\"", "Hague (Netherlands)", EntityType::Loc));
        assert!(!same("Ana Ruiz", "Ruiz", EntityType::Per));
        assert!(!same("President Dr. Ana Ruiz's", "Ana Ruiz", EntityType::Org));
        assert_eq!(norm(text, ("Ana Ruiz", EntityType::Per), ("Ana Ruiz", EntityType::Org)).right, 0);
        assert_eq!(norm(text, ("Ana Ruiz", EntityType::Per), ("Dr.", EntityType::Per)).found, 0);
    }

    #[test]
    fn overlaps_pair_one_to_one() {
        let gold = BTreeSet::from([(0, 4, EntityType::Org), (5, 9, EntityType::Org)]);
        let found = BTreeSet::from([(0, 9, EntityType::Org)]);
        assert_eq!(overlap(&gold, &found, EntityType::Org), Counts { gold: 2, found: 1, right: 1 });
        let found = BTreeSet::from([(3, 6, EntityType::Org), (5, 9, EntityType::Org)]);
        assert_eq!(overlap(&gold, &found, EntityType::Org), Counts { gold: 2, found: 2, right: 2 });
    }

    #[test]
    fn offsets_are_read_as_code_points() {
        let line = r#"{"doc": "d", "text": "Zoë 🕊 Lomé", "entities": [{"start": 6, "end": 10, "type": "GPE"}, {"start": 0, "end": 3, "type": "NORP"}]}"#;
        let gold = Gold::parse(line).unwrap();
        assert_eq!(gold.names.iter().map(|n| &gold.text[n.0..n.1]).collect::<Vec<_>>(), ["Lomé"]);
        for wrong in ["", "{}", r#"{"doc": "d", "text": "é", "entities": [{"start": 0, "end": 2, "type": "PER"}]}"#] {
            assert!(Gold::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn what_is_ignored_is_neither_right_nor_wrong() {
        let mut gold = gold("Ana met Bo in Rio", &[("Ana", EntityType::Per)]);
        gold.ignored = vec![(8, 10)];
        let mut figures = Figures::default();
        figures.add(&gold, &BTreeSet::from([(8, 10, EntityType::Per), (14, 17, EntityType::Loc)]));
        assert_eq!(figures.norm.micro(), Counts { gold: 1, found: 1, right: 0 });
        assert_eq!(figures.errors.len(), 2);
    }
}
