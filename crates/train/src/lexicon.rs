//! Makes the lexicon of clusters and inflections, and the list of clusters that it is made of.

use advocoder::tag::lexicon::{Entry, Inflection, Lexicon};
use anyhow::{Context, Result};
use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;
use std::path::Path;

/// One cluster a line: path in the tree, TAB, its words with blanks between them. See `data/clusters.LICENSE`.
const CLUSTERS: &str = include_str!("../data/clusters.tsv");
/// Inflected forms of English verbs, nouns and adjectives, after the base form and its kind; several forms of one
/// inflection have slashes between them. See `data/inflections.LICENSE`.
pub const INFLECTIONS: &str = include_str!("../data/inflections.csv");

/// How many of the most frequent words get their cluster.
const WORDS: usize = 90_000;

/// The list of clusters from the files `en_lexeme_cluster.json` and `en_lexeme_prob.json` in the folder `lookups`,
/// unpacked from the package spacy-lookups-data.
pub fn clusters(lookups: &Path) -> Result<String> {
    let read = |name: &str| {
        let path = lookups.join(name);
        std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))
    };
    let clusters: HashMap<String, u64> = serde_json::from_str(&read("en_lexeme_cluster.json")?)?;
    let logs: HashMap<String, f64> = serde_json::from_str(&read("en_lexeme_prob.json")?)?;
    let plain =
        |word: &str| !word.is_empty() && !word.contains(char::is_whitespace) && !word.contains(char::is_control);
    let mut words: Vec<(&String, u64)> =
        clusters.iter().filter(|(word, cluster)| **cluster > 0 && plain(word)).map(|(w, c)| (w, *c)).collect();
    let frequency = |word: &str| logs.get(word).copied().unwrap_or(-99.0);
    words.sort_by(|a, b| frequency(b.0).total_cmp(&frequency(a.0)).then(a.0.cmp(b.0)));
    // A capital says nothing where the word in small letters is of the same cluster.
    words.retain(|(word, cluster)| {
        let lower = word.to_lowercase();
        lower == **word || clusters.get(&lower) != Some(cluster)
    });
    words.truncate(WORDS);
    let mut groups: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for (word, cluster) in words {
        // The number is the path with its first turn in the lowest bit, so that final zeros are lost.
        let path: String = format!("{cluster:b}").chars().rev().collect();
        groups.entry(path).or_default().push(word);
    }
    let mut out = String::new();
    for (path, mut words) in groups {
        words.sort_unstable();
        let _ = writeln!(out, "{path}\t{}", words.join(" "));
    }
    Ok(out)
}

/// The lexicon file's bytes.
pub fn lexicon() -> Vec<u8> {
    let mut entries: BTreeMap<String, Entry> = BTreeMap::new();
    let mut paths = Vec::new();
    for (path, words) in CLUSTERS.lines().filter_map(|line| line.split_once('\t')) {
        paths.push(path.to_owned());
        for word in words.split(' ') {
            entries.entry(word.to_owned()).or_default().cluster = paths.len() as u16;
        }
    }
    let mut classes: BTreeMap<&str, u8> = BTreeMap::new();
    for line in INFLECTIONS.lines() {
        let mut fields = line.split(',');
        let (Some(base), Some(kind)) = (fields.next(), fields.next()) else { continue };
        use Inflection::{
            Adjective, NounPlural, NounSingular, VerbBase, VerbGerund, VerbParticiple, VerbPast, VerbThird,
        };
        let bits: &[Inflection] = match kind {
            "verb" => &[VerbBase, VerbPast, VerbParticiple, VerbGerund, VerbThird],
            "noun" => &[NounSingular, NounPlural],
            _ => &[Adjective, Adjective, Adjective],
        };
        let forms: Vec<&str> = fields.collect();
        let past = forms.first().copied().unwrap_or_default();
        for (i, bit) in bits.iter().enumerate() {
            let of_bit = match i.checked_sub(1).map(|i| forms.get(i).copied().unwrap_or_default()) {
                None => base,
                // The table leaves out a participle that is like the past tense.
                Some("") if matches!(bit, VerbParticiple) => past,
                Some(forms) => forms,
            };
            for form in of_bit.split('/').filter(|form| !form.is_empty()) {
                *classes.entry(form).or_default() |= *bit as u8;
            }
        }
    }
    for (form, bits) in classes {
        entries.entry(form.to_owned()).or_default().classes = bits;
    }
    // A capital that changes the cluster leaves the inflections as they are.
    let of_lower: Vec<(String, u8)> = entries
        .keys()
        .filter_map(|word| {
            let lower = word.to_lowercase();
            let entry = entries.get(&lower)?;
            (lower != *word).then(|| (word.clone(), entry.classes))
        })
        .collect();
    for (word, bits) in of_lower {
        entries.entry(word).or_default().classes |= bits;
    }
    Lexicon::write(&paths, &entries.into_iter().collect::<Vec<_>>())
}
