//! Acronyms and their long forms.

use std::collections::HashMap;

use super::lexicon::Gender;
use super::names::{Name, is_acronym};
use crate::doc::{Document, EntityType, Label, MentionBy, MentionKind, SentenceKind, Span, Token, TokenId};

/// Whether `acronym` is made of the initials of `words`, with or without the small words.
pub fn is_initials(acronym: &str, words: &[String]) -> bool {
    let letters: String = acronym.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect();
    let small =
        |w: &&String| !matches!(w.as_str(), "of" | "for" | "and" | "the" | "in" | "on" | "de" | "des" | "del" | "la");
    let initials: String = words.iter().filter(small).filter_map(|w| w.chars().next()).collect();
    let all: String = words.iter().filter_map(|w| w.chars().next()).collect();
    words.len() >= 2 && (letters == initials || letters == all)
}

/// How many tokens a long form may have.
const MAX_LONG: u32 = 14;

/// Mends names by the acronyms that the text defines: what stands before *(CEPAD)* and explains its letters is one
/// name of an organisation, however it was cut and typed; the acronym is a name too.
///
/// The long form is the shortest one of Schwartz & Hearst (2003), *A Simple Algorithm for Identifying Abbreviation
/// Definitions in Biomedical Text*: its letters hold the acronym's in order, the first one at the start of a word.
pub fn mend(text: &str, doc: &Document, names: Vec<Name>) -> Vec<Name> {
    let form = |t: u32| doc.tokens.form(TokenId(t), text);
    let mut found: Vec<(Span<Token>, Span<Token>)> = Vec::new();
    for sentence in doc.sentences.iter().filter(|s| s.kind != SentenceKind::Boilerplate) {
        for open in sentence.tokens.start + 2..sentence.tokens.end.saturating_sub(2) {
            let bracketed = form(open) == "(" && form(open + 2) == ")" && is_acronym_like(form(open + 1));
            if !bracketed || form(open + 1).chars().filter(|c| c.is_alphabetic()).count() < 2 {
                continue;
            }
            let floor = sentence.tokens.start.max(sentence.dateline.end).max(open.saturating_sub(MAX_LONG));
            let start =
                long_form(form(open + 1), floor, open, &form).or_else(|| behind_apostrophe(&names, open, &form));
            if let Some(start) = start {
                found.push((Span::new(start, open), Span::new(open + 1, open + 2)));
            }
        }
    }
    let mut mended = Vec::with_capacity(names.len());
    for name in names {
        mended.extend(without_acronym(name, &form));
    }
    for (long, short) in found {
        let whole = mended.iter().any(|n| n.tokens.end == long.end && n.tokens.start <= long.start);
        if !whole {
            let cut: Vec<Name> = mended.iter().filter(|n| n.tokens.overlaps(long)).cloned().collect();
            let covered = cut.iter().all(|n| long.covers(n.tokens));
            let words = (long.start..long.end).filter(|&t| form(t).starts_with(char::is_uppercase)).count();
            if !covered || words < 2 {
                continue;
            }
            mended.retain(|n| !n.tokens.overlaps(long));
            mended.push(organization(long, MentionKind::Name, cut.into_iter().find_map(|n| n.subtype)));
        } else if let Some(name) = mended.iter_mut().find(|n| n.tokens.end == long.end && n.hit.is_none()) {
            name.etype = EntityType::Org;
        }
        match mended.iter_mut().find(|n| n.tokens.overlaps(short)) {
            Some(name) if name.hit.is_none() => name.etype = EntityType::Org,
            Some(_) => {}
            None => mended.push(organization(short, MentionKind::Acronym, None)),
        }
    }
    mended.sort_by_key(|n| n.tokens.start);
    mended
}

/// Where the organisation's name starts that goes on behind an apostrophe up to the bracket at `open`, with an acronym in
/// another language: *Association of Q'anjob'al' Women (AMQ)*.
fn behind_apostrophe<'t>(names: &[Name], open: u32, form: &impl Fn(u32) -> &'t str) -> Option<u32> {
    let name = names.iter().rfind(|n| n.tokens.end < open && n.etype == EntityType::Org && n.hit.is_none())?;
    let end = name.tokens.end;
    let goes_on = matches!(form(end), "'" | "’")
        && open - end <= 4
        && (end + 1..open).all(|t| form(t).starts_with(char::is_uppercase));
    (goes_on && open > end + 1).then_some(name.tokens.start)
}

/// A name that ends in its own acronym without brackets is two: *Lagos Network for Prison Reform LNPR*.
fn without_acronym<'t>(name: Name, form: &impl Fn(u32) -> &'t str) -> Vec<Name> {
    let last = name.tokens.end - 1;
    let words: Vec<String> = (name.tokens.start..last).map(|t| form(t).to_lowercase()).collect();
    let own = name.etype == EntityType::Org
        && name.hit.is_none()
        && words.len() >= 3
        && is_acronym(form(last))
        && form(last).chars().count() >= 3
        && long_form(form(last), name.tokens.start, last, form).is_some();
    if !own {
        return vec![name];
    }
    let short = organization(Span::new(last, last + 1), MentionKind::Acronym, name.subtype.clone());
    vec![Name { tokens: Span::new(name.tokens.start, last), kind: MentionKind::Name, ..name }, short]
}

fn organization(tokens: Span<Token>, kind: MentionKind, subtype: Option<Label>) -> Name {
    let known = subtype.filter(|s| !matches!(&**s, "city" | "country" | "region" | "facility" | "official"));
    Name {
        tokens,
        etype: EntityType::Org,
        subtype: known,
        hit: None,
        kind,
        by: MentionBy::Rule,
        gender: Gender::Unknown,
        title: None,
    }
}

/// Where the shortest long form of `acronym` before the bracket at `open` starts, not before `floor`.
fn long_form<'t>(acronym: &str, floor: u32, open: u32, form: &impl Fn(u32) -> &'t str) -> Option<u32> {
    let mut letters: Vec<char> = acronym.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    let mut at = open;
    let mut wanted = letters.pop()?;
    while at > floor {
        at -= 1;
        let word = form(at);
        if matches!(word, "," | ";" | ":" | "(" | ")" | "." | "\"" | "“" | "”" | "–" | "—") {
            return None;
        }
        for (position, letter) in word.char_indices().rev() {
            if letter.to_lowercase().next() != Some(wanted) {
                continue;
            }
            match letters.last().copied() {
                Some(next) => {
                    letters.pop();
                    wanted = next;
                }
                None if position == 0 && letter.is_uppercase() => return Some(at),
                None => {}
            }
        }
    }
    None
}

/// Acronyms and other names defined in brackets, as (index of a name → index of the one it stands for): *Long Form
/// (LF)*, *LF (Long Form)*, *Truth Commission (Comisión de la Verdad)*.
///
/// What stands alone in brackets behind a name is its acronym, whatever the letters: *Reporters Without Borders (RSF)*.
/// Elsewhere its letters must occur in the long form in order.
pub fn definitions(text: &str, doc: &Document, names: &[Name]) -> HashMap<usize, usize> {
    let mut definitions = HashMap::new();
    for (i, pair) in names.windows(2).enumerate() {
        let (first, second) = (doc.tokens.bytes(pair[0].tokens), doc.tokens.bytes(pair[1].tokens));
        let (outer, inner) = (first.of(text), second.of(text));
        if pair[1].etype != EntityType::Org {
            continue;
        }
        let between = text.get(first.end as usize..second.start as usize).unwrap_or_default().trim();
        let behind = text.get(second.end as usize..).unwrap_or_default();
        let bracketed = matches!(between, "(" | "(the" | "[" | "(“" | "(\"");
        let body = pair[0].etype == EntityType::Org;
        // *Humanitarian Law Centre (Fond za humanitarno pravo, FHP)*: the acronym behind the other name.
        let goes_on = || {
            let rest = behind.strip_prefix(", ").and_then(|rest| rest.split_once(')')).map(|(rest, _)| rest);
            rest.is_some_and(|rest| is_acronym_like(rest.trim_start_matches("or ")))
        };
        let defines = match (is_acronym_like(outer), is_acronym_like(inner)) {
            (false, true) => {
                let alone = between == "(" && behind.starts_with(')') && body && outer.contains(' ');
                let last = between == "," && behind.starts_with(')') && definitions.contains_key(&i);
                (bracketed || between.is_empty()) && explains(inner, outer) || alone || last
            }
            (true, false) => bracketed && explains(outer, inner),
            (false, false) => {
                bracketed
                    && body
                    && outer.contains(' ')
                    && (inner.contains(' ') || is_blend(inner))
                    && (behind.starts_with(')') || goes_on())
            }
            (true, true) => false,
        };
        if defines {
            let target = definitions.get(&i).copied().unwrap_or(i);
            definitions.insert(i + 1, target);
        }
    }
    definitions
}

/// Upper case for the most part: *FIDH*, *SoHR*, *M23*.
fn is_acronym_like(word: &str) -> bool {
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    let capitals = word.chars().filter(|c| c.is_uppercase()).count();
    (2..=10).contains(&word.chars().count()) && !word.contains(' ') && capitals * 2 > letters
}

/// One word with a capital inside, made of parts of others: *KontraS*.
fn is_blend(word: &str) -> bool {
    !word.contains(' ') && word.chars().skip(1).any(char::is_uppercase)
}

/// Whether the letters of `acronym` occur in order in `long`, the first one at the start of a word. A definition in
/// another language's order (*International Federation for Human Rights (FIDH)*) has at least half of them.
fn explains(acronym: &str, long: &str) -> bool {
    let letters: Vec<char> = acronym.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    let initials: Vec<char> =
        long.split([' ', '-']).filter_map(|w| w.chars().next()).flat_map(char::to_lowercase).collect();
    let in_order = {
        let mut rest = long.chars().flat_map(char::to_lowercase);
        letters.iter().all(|l| rest.any(|c| c == *l))
    };
    let mut unused = initials.clone();
    let shared =
        letters.iter().filter(|l| unused.iter().position(|c| c == *l).map(|at| unused.remove(at)).is_some()).count();
    (in_order && initials.first() == letters.first()) || shared * 4 >= letters.len() * 3
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn acronyms_are_explained_in_either_order_of_words() {
        assert!(explains("CFA", "Caesar Families Association"));
        assert!(explains("FIDH", "International Federation for Human Rights"));
        assert!(explains("SCM", "Syrian Center for Media and Freedom of Expression"));
        assert!(!explains("WHO", "Caesar Families Association"));
        let words: Vec<String> = ["lagos", "network", "for", "prison", "reform"].map(str::to_owned).into();
        assert!(is_initials("LNPR", &words));
        assert!(!is_initials("LPR", &words));
    }

    #[test]
    fn the_shortest_long_form_explains_an_acronym() {
        let start = |acronym: &str, words: &str| {
            let words: Vec<&str> = words.split(' ').collect();
            long_form(acronym, 0, words.len() as u32, &|t| words[t as usize])
        };
        assert_eq!(start("RVD", "said the River Valley Defenders"), Some(2));
        assert_eq!(start("CEPAR", "with Centro de Estudios para la Reparación"), Some(1));
        assert_eq!(start("AIR", "Ana , Indigo Rights"), None);
        assert_eq!(start("WHO", "the River Valley Defenders"), None);
    }
}
