//! Short and other forms of names: which name can stand for which.

/// The lower-case words of a name, without a leading article and possessives.
pub fn name_words(surface: &str) -> Vec<String> {
    let words: Vec<String> = surface
        .split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’' && c != '.')
        .map(|w| w.trim_matches(['\'', '’', '.']).trim_end_matches("'s").trim_end_matches("’s").to_lowercase())
        .filter(|w| !w.is_empty())
        .collect();
    let article = usize::from(words.len() > 1 && words[0] == "the");
    words[article..].to_vec()
}

/// *Alhallak* or *al-Khatib* for a full name that ends in it; a first name alone for one that starts with it.
pub fn is_short_person(short: &[String], long: &[String]) -> bool {
    if short.is_empty() || short.len() >= long.len() {
        return false;
    }
    // *Ali Bagheri* for *Ali Bagheri Kani*
    long.ends_with(short) || long.starts_with(short) || {
        // First and last name of a longer name: *Maria Ressa* for *Maria Angelita Ressa*.
        short.len() >= 2 && short.first() == long.first() && short.last() == long.last()
    }
}

/// Whether two names of people may be one person's: not two full names with different given names, *Ana Roth* and *Lena
/// Roth*.
pub fn could_be_one_person(a: &[String], b: &[String]) -> bool {
    let ([first, .., last], [other_first, .., other_last]) = (a, b) else { return true };
    let initial = |short: &str, long: &str| short.chars().count() == 1 && long.starts_with(short);
    let given = first == other_first || initial(first, other_first) || initial(other_first, first);
    given && last == other_last || a == b || is_short_person(a, b) || is_short_person(b, a) || is_misspelling(a, b)
}

/// Words of names that tell nobody apart.
const SMALL: &[&str] = &["of", "for", "and", "the", "in", "on", "to", "de", "du", "des", "del", "la"];

/// *Syrian Network* for *Syrian Network for Human Rights*: the first words of a name, at least two. *Counter ISIL
/// Coalition* for *Global Coalition to Counter ISIL*: some of its words, two or more beside the head of such names, which
/// `is_head` knows.
pub fn is_short_organization(short: &[String], long: &[String], is_head: &dyn Fn(&str) -> bool) -> bool {
    if short.len() < 2 || short.len() >= long.len() {
        return false;
    }
    let mut content = short.iter().filter(|w| !SMALL.contains(&w.as_str()));
    let turned = content.clone().all(|w| long.contains(w))
        && content.clone().count() >= 3
        && content.any(|w| is_head(w))
        && long.iter().any(|w| is_head(w) && short.contains(w));
    long.starts_with(short) || turned
}

/// *the Bar* for *Harare Bar Association*, *Palace* for *Crystal Palace*: one word of the name that is a kind of body, or
/// the last word of a name that has no such word.
pub fn is_word_of_organization(short: &[String], long: &[String], is_head: &dyn Fn(&str) -> bool) -> bool {
    let [word] = short else { return false };
    if long.len() < 2 || !long.contains(word) {
        return false;
    }
    is_head(word) || long.len() == 2 && long.last() == Some(word) && !long.iter().any(|w| is_head(w))
}

/// Whether two full names of as many words differ by no more than a spelling: one letter, or two in long names.
pub fn is_misspelling(a: &[String], b: &[String]) -> bool {
    if a.len() != b.len() || a.len() < 2 || a.iter().zip(b).any(|(a, b)| a.chars().next() != b.chars().next()) {
        return false;
    }
    let letters: usize = a.iter().map(|word| word.chars().count()).sum();
    let allowed = if letters >= 16 { 2 } else { 1 };
    let differing = a.iter().zip(b).filter(|(a, b)| a != b);
    let long_enough = differing.clone().all(|(a, b)| a.chars().count().min(b.chars().count()) >= 6);
    long_enough && differing.map(|(a, b)| edits(a, b)).sum::<usize>() <= allowed
}

/// The number of letters to insert, leave out or change (Levenshtein).
fn edits(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let changed = diagonal + usize::from(x != *y);
            diagonal = row[j + 1];
            row[j + 1] = changed.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_forms_of_names() {
        let words = name_words;
        assert!(is_short_person(&words("al-Khatib"), &words("Yasmin al-Khatib")));
        assert!(is_short_person(&words("Ressa"), &words("Maria Ressa")));
        assert!(!is_short_person(&words("Maria Ressa"), &words("Maria Ressa")));
        assert!(is_short_person(&words("Ali Kamari"), &words("Ali Kamari Tani")));
    }

    #[test]
    fn two_given_names_are_two_people() {
        let one = |a: &str, b: &str| could_be_one_person(&name_words(a), &name_words(b));
        assert!(one("Roth", "Ana Roth"));
        assert!(one("A. Roth", "Ana Maria Roth"));
        assert!(one("Ana Roth", "Ana M. Roth"));
        assert!(one("Kamari Tani", "Ali Kamari Tani"));
        assert!(!one("Ana Roth", "Lena Roth"));
        assert!(!one("Ana Roth", "Ana Weiss"));
    }

    #[test]
    fn short_forms_of_organizations() {
        let is_head = |word: &str| matches!(word, "network" | "coalition" | "bar" | "association");
        let short = |a: &str, b: &str| is_short_organization(&name_words(a), &name_words(b), &is_head);
        assert!(short("the Lagos Network", "Lagos Network for Prison Reform"));
        assert!(short("Prison Reform Network", "Lagos Network for Prison Reform"));
        assert!(!short("Lagos", "Lagos Network for Prison Reform"));
        assert!(!short("Prison Reform", "Lagos Network for Prison Reform"));
        let word = |a: &str, b: &str| is_word_of_organization(&name_words(a), &name_words(b), &is_head);
        assert!(word("Bar", "Harare Bar Association"));
        assert!(word("Rovers", "Albion Rovers"));
        assert!(!word("Harare", "Harare Bar Association"));
        assert!(!word("Albion", "Albion Rovers"));
    }

    #[test]
    fn misspellings_differ_by_a_letter_or_two_of_long_words() {
        let alike = |a: &str, b: &str| is_misspelling(&name_words(a), &name_words(b));
        assert!(alike("Henrik Andersen", "Henrik Anderson"));
        assert!(alike("Mohammed Bellamine", "Muhammed Bellamine"));
        assert!(!alike("Omar Said", "Omar Saad"), "short words differ by a letter and are other names");
        assert!(!alike("Maria Ressner", "Marta Ressner"), "a letter of a short word makes another name");
        assert!(!alike("Andersen", "Anderson"), "one word says too little");
    }
}
