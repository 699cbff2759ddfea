//! Learns lemma rules: for each group of tags the shortest endings that tell how to cut and add.

use crate::lexicon::INFLECTIONS;
use advocoder::doc::{Upos, Xpos};
use advocoder::eval::conllu::Word;
use advocoder::tag::{Group, LONGEST};
use std::collections::BTreeMap;

/// How many characters to cut off, and what to add.
type Edit = (usize, String);

/// The rules' text, as `advocoder::tag` reads it, from the lexicon and the treebank's `sentences`.
pub fn rules(sentences: &[Vec<Word>]) -> String {
    let mut lemmas: BTreeMap<(u8, String), String> = BTreeMap::new();
    for line in INFLECTIONS.lines() {
        add_line(line, &mut lemmas);
    }
    // What the treebank says of a word goes before what the lexicon says.
    for (key, lemma) in treebank(sentences) {
        lemmas.insert(key, lemma);
    }
    let mut groups: BTreeMap<u8, Vec<(String, Edit)>> = BTreeMap::new();
    for ((group, form), lemma) in lemmas {
        let edit = edit(&form, &lemma);
        groups.entry(group).or_default().push((form, edit));
    }
    let mut out = String::new();
    for (group, words) in groups {
        for (ending, (cut, added)) in learn(&words) {
            out.push_str(&format!("{group}\t{ending}\t{cut}\t{added}\n"));
        }
    }
    out
}

fn add_line(line: &str, lemmas: &mut BTreeMap<(u8, String), String>) {
    let fields: Vec<&str> = line.split(',').collect();
    let [lemma, kind, forms @ ..] = fields.as_slice() else { return };
    if lemma.chars().any(|c| !c.is_alphabetic()) {
        return;
    }
    let tags: &[Xpos] = match *kind {
        "verb" => &[Xpos::Vbd, Xpos::Vbd, Xpos::Vbg, Xpos::Vbz],
        "noun" => &[Xpos::Nns],
        "adj" | "adv" => &[Xpos::Jjr, Xpos::Jjs],
        _ => return,
    };
    for (tag, forms) in tags.iter().zip(forms) {
        for form in forms.split('/').filter(|form| !form.is_empty()) {
            let key = (Group::of(*tag).number(), form.to_string());
            // "found" is rather a form of "find" than of "found": a lemma that differs wins, then the shorter one.
            let old = lemmas.get(&key);
            let better = old.is_none_or(|old| (*old == form, old.len()) > (*lemma == form, lemma.len()));
            if better {
                lemmas.insert(key, (*lemma).to_string());
            }
        }
    }
}

/// The most frequent lemma of each word of the treebank.
fn treebank(sentences: &[Vec<Word>]) -> BTreeMap<(u8, String), String> {
    let mut counts: BTreeMap<(u8, String), BTreeMap<String, usize>> = BTreeMap::new();
    for word in sentences.iter().flatten() {
        let skip = word.upos == Upos::Propn
            || matches!(word.xpos, Xpos::Nnp | Xpos::Nnps | Xpos::Add | Xpos::Gw | Xpos::Fw | Xpos::Nfp);
        // Forms with a missing letter ("acess") have a corrected lemma: no rule to learn from.
        if skip || word.lemma == "_" || word.form.starts_with('\'') && word.xpos == Xpos::Cd {
            continue;
        }
        let form = word.form.to_lowercase().replace('’', "'");
        let lemma = word.lemma.to_lowercase();
        *counts.entry((Group::of(word.xpos).number(), form)).or_default().entry(lemma).or_default() += 1;
    }
    counts
        .into_iter()
        .filter_map(|(key, lemmas)| {
            let (lemma, _) = lemmas.into_iter().rev().max_by_key(|(_, count)| *count)?;
            Some((key, lemma))
        })
        .collect()
}

fn edit(form: &str, lemma: &str) -> Edit {
    let common = form.chars().zip(lemma.chars()).take_while(|(a, b)| a == b).count();
    (form.chars().count() - common, lemma.chars().skip(common).collect())
}

/// Endings and edits: an ending is kept where its words' most frequent edit differs from that of the next shorter one.
fn learn(words: &[(String, Edit)]) -> BTreeMap<String, Edit> {
    let mut endings: BTreeMap<String, BTreeMap<&Edit, usize>> = BTreeMap::new();
    for (form, edit) in words {
        let starts: Vec<usize> = form.char_indices().map(|(i, _)| i).collect();
        for &start in starts.iter().rev().take(LONGEST).chain([&form.len()]) {
            *endings.entry(form[start..].to_string()).or_default().entry(edit).or_default() += 1;
        }
    }
    let mut by_length: Vec<_> = endings.into_iter().collect();
    by_length.sort_by_key(|(ending, _)| ending.chars().count());
    let mut rules = BTreeMap::new();
    for (ending, edits) in by_length {
        let total: usize = edits.values().sum();
        let Some((&edit, count)) = edits.iter().rev().max_by_key(|(_, count)| **count) else { continue };
        // A general rule needs several witnesses of one mind; the rest are exceptions.
        let sure = ending.is_empty() || total >= 3 && *count * 3 >= total * 2;
        if sure && (ending.is_empty() || lookup(&rules, &ending) != Some(edit)) {
            rules.insert(ending, edit.clone());
        }
    }
    for (form, edit) in words {
        if lookup(&rules, form) != Some(edit) {
            rules.insert(format!("^{form}"), edit.clone());
        }
    }
    rules
}

fn lookup<'r>(rules: &'r BTreeMap<String, Edit>, form: &str) -> Option<&'r Edit> {
    let starts: Vec<usize> = form.char_indices().map(|(i, _)| i).collect();
    let longest = starts.len().saturating_sub(LONGEST);
    starts[longest..].iter().chain([&form.len()]).find_map(|&start| rules.get(&form[start..]))
}
