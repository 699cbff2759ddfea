//! Holders of offices: who was *Minister of Foreign Affairs* of a country on a day.

use std::collections::HashMap;

use super::{EntryView, Gazetteer};
use crate::doc::{Country, EntityType};

/// Ids of people's rows by the words of their office.
pub(super) type Offices = HashMap<String, Vec<String>>;

/// Words that an office is told with or without: *Minister of Foreign Affairs*, *foreign minister*.
const EMPTY: &[&str] = &["of", "the", "for", "and", "on", "to", "in", "affairs", "s"];

/// What an office is one of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of<'a> {
    /// A country: *the French foreign minister*.
    Country(Country),
    /// A body, by the id of its row: *the president of the court*.
    Body(&'a str),
}

impl Gazetteer {
    /// Who held the office that `words` name on `date`; none where nobody or several people did.
    pub fn holder(&self, words: &str, of: Of<'_>, date: jiff::civil::Date) -> Option<EntryView<'_>> {
        let offices = self.offices.get_or_init(|| self.index_offices());
        let rows = offices.get(&office_key(words, &[]))?.iter().filter_map(|id| self.entry(id));
        let mut holders = rows.filter(|row| {
            row.holds_on(date)
                && match of {
                    Of::Country(country) => row.country() == Some(country) && row.of().is_empty(),
                    Of::Body(id) => row.of() == id,
                }
        });
        let holder = holders.next()?;
        holders.all(|other| other.name() == holder.name()).then_some(holder)
    }

    fn index_offices(&self) -> Offices {
        let mut offices = Offices::new();
        for row in self.entries().filter(|row| row.etype() == EntityType::Per && !row.role().is_empty()) {
            let mut add = |key: String| {
                let rows = offices.entry(key).or_default();
                if !rows.iter().any(|id| id == row.id()) {
                    rows.push(row.id().to_owned());
                }
            };
            add(office_key(row.role(), &[]));
            // *ICJ President* is *the president of the ICJ* too.
            if let Some(acronym) =
                row.role().split(' ').next().filter(|w| w.len() > 1 && w.chars().all(char::is_uppercase))
            {
                add(office_key(row.role(), &[acronym]));
            }
        }
        offices
    }
}

/// The words of an office in alphabetical order, without those of `without`.
fn office_key(words: &str, without: &[&str]) -> String {
    let mut words: Vec<String> = words
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty() && !without.contains(word))
        .map(str::to_lowercase)
        .filter(|word| !EMPTY.contains(&word.as_str()))
        .map(|word| if word == "defense" { "defence".to_owned() } else { word })
        .collect();
    words.sort();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offices_are_found_however_they_are_told() {
        assert_eq!(office_key("Minister of Foreign Affairs", &[]), office_key("foreign minister", &[]));
        assert_eq!(office_key("Minister of Defence", &[]), office_key("defense minister", &[]));
        assert_ne!(office_key("deputy foreign minister", &[]), office_key("foreign minister", &[]));
    }

    #[test]
    fn the_holder_is_who_held_the_office_on_that_day() {
        let gazetteer = Gazetteer::embedded().unwrap();
        let france = Of::Country(Country::parse("FR").unwrap());
        let on = |day: &str| gazetteer.holder("defence minister", france, day.parse().unwrap()).map(|e| e.name());
        assert_eq!(on("2015-03-01"), Some("Jean-Yves Le Drian"));
        assert_eq!(on("1815-03-01"), None);
    }
}
