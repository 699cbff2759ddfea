//! Acronyms and their long forms.

use std::collections::HashMap;

use super::names::Name;
use crate::doc::{Document, EntityType};

/// Whether `acronym` is made of the initials of `words`, with or without the small words.
pub fn is_initials(acronym: &str, words: &[String]) -> bool {
    let letters: String = acronym.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect();
    let small =
        |w: &&String| !matches!(w.as_str(), "of" | "for" | "and" | "the" | "in" | "on" | "de" | "des" | "del" | "la");
    let initials: String = words.iter().filter(small).filter_map(|w| w.chars().next()).collect();
    let all: String = words.iter().filter_map(|w| w.chars().next()).collect();
    words.len() >= 2 && (letters == initials || letters == all)
}

/// Acronyms defined in the text, as (index of the acronym's name → index of the long form's name): *Long Form (LF)*.
///
/// What stands alone in brackets behind a name is its acronym, whatever the letters: *Reporters Without Borders (RSF)*.
/// Elsewhere the test of a long form is that of Schwartz & Hearst (2003): the acronym's letters occur in it in order,
/// the first one at its start.
pub fn definitions(text: &str, doc: &Document, names: &[Name]) -> HashMap<usize, usize> {
    let mut definitions = HashMap::new();
    for (i, pair) in names.windows(2).enumerate() {
        let (long, short) = (doc.tokens.bytes(pair[0].tokens), doc.tokens.bytes(pair[1].tokens));
        let (long_form, acronym) = (long.of(text), short.of(text));
        let between = text.get(long.end as usize..short.start as usize).unwrap_or_default().trim();
        let behind = text.get(short.end as usize..).unwrap_or_default();
        let bracketed = matches!(between, "(" | "(the" | "[" | "(“" | "(\"");
        let alone = between == "(" && behind.starts_with(')') && pair[0].etype == EntityType::Org;
        let fits = is_acronym_like(acronym)
            && !is_acronym_like(long_form)
            && (explains(acronym, long_form) || alone && long_form.contains(' '));
        if (bracketed || between.is_empty()) && pair[1].etype == EntityType::Org && fits {
            definitions.insert(i + 1, i);
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
}
