//! Surnames that are also names of places: *Paris* behind *Clara Paris* is the person.

use std::collections::HashSet;

use super::lexicon::Lexicon;
use super::names::Name;
use super::short::name_words;
use crate::doc::{Document, EntityType, MentionBy, MentionKind, TokenId};

/// Words before a name that show a place.
const LOCATIVE: &[&str] = &["in", "near", "at", "from", "outside", "around", "to", "into", "across", "of", "toward"];

/// Words behind the name of a ruler.
const RULE: &[&str] = &["regime", "dictatorship", "loyalists", "presidency"];

/// Reads names of places as people where the article has a person of that surname and nothing before the name shows a
/// place. A name that the article has in front of its country (*Paris, France*) stays a place.
pub fn reread(text: &str, doc: &Document, names: &mut [Name], lexicon: &Lexicon) {
    let words = |name: &Name| name_words(doc.tokens.bytes(name.tokens).of(text));
    let people: Vec<Vec<String>> =
        names.iter().filter(|n| n.etype == EntityType::Per).map(words).filter(|words| words.len() > 1).collect();
    let mut surnames: HashSet<&[String]> = HashSet::new();
    for full in &people {
        let last_small = full.iter().rposition(|word| matches!(word.as_str(), "of" | "the" | "from" | "in"));
        surnames
            .extend((1..full.len()).filter(|from| last_small.is_none_or(|at| at >= *from)).map(|from| &full[from..]));
    }
    // What only the tagger takes for a place is the person of that name whom it sees elsewhere.
    let singles: HashSet<Vec<String>> =
        names.iter().filter(|n| n.etype == EntityType::Per).map(words).filter(|words| words.len() == 1).collect();
    let form = |t: u32| doc.tokens.form(TokenId(t), text);
    for i in 0..names.len() {
        let name = &names[i];
        let place = name.etype == EntityType::Loc;
        // *the Ozal regime*: cities have none.
        let city = !matches!(name.subtype.as_deref(), Some("country" | "region"));
        let rules = city && (name.tokens.end as usize) < doc.tokens.len() && RULE.contains(&form(name.tokens.end));
        let capital = || lexicon.capital(doc.tokens.bytes(name.tokens).of(text)).is_some();
        let own = words(name);
        let person = surnames.contains(&*own) || name.by == MentionBy::Model && singles.contains(&own);
        if !place || !person && (!rules || capital()) {
            continue;
        }
        let before = name.tokens.start.checked_sub(1).map(|t| form(t).to_lowercase());
        let shown = before.is_some_and(|before| LOCATIVE.contains(&before.as_str()));
        let contained = names.get(i + 1).is_some_and(|next| {
            next.etype == EntityType::Loc && next.tokens.start == name.tokens.end + 1 && form(name.tokens.end) == ","
        });
        let sentence = doc.sentences.get(doc.sentences.partition_point(|s| s.tokens.end <= name.tokens.start));
        let in_dateline = sentence.is_some_and(|s| s.dateline.contains(name.tokens.start));
        if !shown && !contained && !in_dateline {
            let name = &mut names[i];
            (name.etype, name.subtype, name.hit) = (EntityType::Per, None, None);
            (name.kind, name.by) = (MentionKind::Surname, MentionBy::Rule);
        }
    }
}
