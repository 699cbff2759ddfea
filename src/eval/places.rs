//! Places that the gazetteer finds by itself, without a tagger, against gold names.

use super::Counts;
use super::ner::{Gold, Name, trim};
use crate::doc::{Document, EntityType};
use crate::gazetteer::Gazetteer;
use crate::resolve::{Cues, Lexicon};
use crate::segment;

/// The places of a text by gazetteer and cues alone.
pub fn found(text: &str, doc: &mut Document, gazetteer: &Gazetteer, lexicon: &Lexicon) -> Vec<Name> {
    doc.clear();
    segment::segment(text, doc);
    gazetteer.find(text, doc);
    let cues = Cues::new(text, doc, gazetteer, lexicon);
    let places = doc.hits.iter().filter(|hit| {
        let best = gazetteer.candidates(hit.name).next();
        best.is_some_and(|entry| entry.etype() == EntityType::Loc) && cues.accepts(hit)
    });
    places.map(|hit| (hit.bytes.start as usize, hit.bytes.end as usize, EntityType::Loc)).collect()
}

/// Counts the places of a text. A match inside a longer name (*Geneva* in *University of Geneva*) is neither right nor
/// wrong: whoever has that name leaves it out.
pub fn counts(gold: &Gold, found: &[Name]) -> Counts {
    let wanted: Vec<Name> = gold.names.iter().filter_map(|&name| trim(&gold.text, name)).collect();
    let places = || wanted.iter().filter(|name| name.2 == EntityType::Loc);
    let mut counts = Counts { gold: places().count(), ..Counts::default() };
    for name in found.iter().filter_map(|&name| trim(&gold.text, name)) {
        let right = places().any(|place| *place == name);
        let inside = wanted.iter().any(|n| n.0 <= name.0 && name.1 <= n.1 && n.1 - n.0 > name.1 - name.0);
        counts.right += usize::from(right);
        counts.found += usize::from(right || !inside);
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_match_inside_a_longer_name_does_not_count() {
        let line = r#"{"doc": "d", "text": "The University of Geneva is in Geneva, not Paris or Rome.", "entities":
            [{"start": 4, "end": 24, "type": "ORG"}, {"start": 31, "end": 37, "type": "LOC"}, {"start": 43, "end": 48, "type": "LOC"}]}"#;
        let gold = Gold::parse(line).unwrap();
        let place = |start, end| (start, end, EntityType::Loc);
        let counts = counts(&gold, &[place(18, 24), place(31, 37), place(52, 56)]);
        assert_eq!(counts, Counts { gold: 2, found: 2, right: 1 });
    }
}
