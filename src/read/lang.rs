//! Which language a text is in: English, or one that the model does not read.

use std::collections::HashMap;
use std::sync::LazyLock;

/// How much of a text is looked at, in bytes.
const SAMPLE: usize = 2000;

/// Fewer words than this tell nothing.
const FEWEST: usize = 8;

/// Words of which English prose has one in four or five, and other languages hardly any.
const ENGLISH: [&str; 15] = [
    "the", "of", "and", "that", "with", "from", "have", "said", "were", "they", "which", "this", "their", "who", "been",
];

/// A text with more than one of them in so many words is English.
const ENGLISH_ONE_IN: usize = 30;

/// ISO 639-3 to ISO 639-1, for the languages that `whatlang` tells.
static SHORT: LazyLock<HashMap<&str, &str>> =
    LazyLock::new(|| include_str!("languages.tsv").lines().skip(1).filter_map(|row| row.split_once('\t')).collect());

/// The language of `text` (ISO 639-1, or 639-3 where it has none) if that is surely not English.
///
/// ```
/// use advocoder::read::foreign;
/// assert_eq!(foreign("Die Polizei hat am Montag in Berlin drei Journalisten festgenommen, sagte eine Sprecherin."), Some("de"));
/// assert_eq!(foreign("Police arrested three journalists in Berlin on Monday, a spokeswoman said."), None);
/// assert_eq!(foreign("Señora Pérez"), None);
/// ```
pub fn foreign(text: &str) -> Option<&'static str> {
    let sample = &text[..text.floor_char_boundary(SAMPLE)];
    let (mut count, mut english, mut left) = (0, 0, sample.len());
    for word in sample.split(|c: char| !c.is_alphabetic()) {
        left = left.saturating_sub(word.len() + 1);
        if word.is_empty() {
            continue;
        }
        count += 1;
        english += usize::from(ENGLISH.iter().any(|common| common.eq_ignore_ascii_case(word)));
        // Each word that may still come takes two bytes at least.
        if english * ENGLISH_ONE_IN > count + left.div_ceil(2) {
            return None;
        }
    }
    // Scripts without spaces have few words, so letters count as well.
    if english * ENGLISH_ONE_IN > count || count < FEWEST && sample.len() < 120 {
        return None;
    }
    let found = whatlang::detect(sample)?;
    if found.lang() == whatlang::Lang::Eng || found.script() == whatlang::Script::Latin && !found.is_reliable() {
        return None;
    }
    let code = found.lang().code();
    Some(SHORT.get(code).copied().unwrap_or(code))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_of_the_press() {
        for (lang, text) in [
            (
                "fr",
                "Le ministre des Affaires étrangères a rencontré mardi les familles des personnes disparues à Paris.",
            ),
            ("es", "La policía detuvo el lunes a tres periodistas que cubrían una manifestación frente al congreso."),
            (
                "ru",
                "Полиция задержала трёх журналистов во время акции протеста в центре города. Об этом сообщил их адвокат, который был на месте событий и видел, что они только снимали.",
            ),
            ("ar", "التقى وزير الخارجية عائلات المفقودين يوم الثلاثاء في باريس وناقش معهم مصير أبنائهم المعتقلين"),
            (
                "zh",
                "外交部长周二在巴黎会见了失踪者家属，并讨论了被拘留者的命运。警方周一逮捕了三名记者。他们在国会前报道示威活动。",
            ),
        ] {
            assert_eq!(foreign(text), Some(lang), "{text}");
        }
    }

    #[test]
    fn english_with_foreign_names_is_english() {
        for text in [
            "Médecins Sans Frontières and Fédération internationale pour les droits humains met Señora Núñez in São Paulo.",
            "PARIS — Macron, Scholz, Tusk, Rutte.",
            "",
            "404",
            "Arrested: Ahmad Khalil, Mohammed Darwish, Fatima al-Zahra, Yusuf Haddad, Layla Mansour, Omar Qabbani.",
        ] {
            assert_eq!(foreign(text), None, "{text}");
        }
    }
}
