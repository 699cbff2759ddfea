//! Reads MASC, a corpus with Penn part-of-speech tags: `form_TAG` tokens, a sentence a line, in a zip archive.

use advocoder::doc::{Upos, Xpos};
use advocoder::eval::conllu::Word;
use anyhow::{Context, Result};
use std::collections::HashMap;
use std::path::Path;
use std::process::Command;

/// The sentences of the written part, with the universal tags that `treebank` gives the same words.
pub fn read(archive: &Path, treebank: &[Vec<Word>]) -> Result<Vec<Vec<Word>>> {
    let output = Command::new("unzip").arg("-p").arg(archive).arg("*/written/*.txt").output();
    let text = output.context("cannot run unzip, which reads the MASC archive")?.stdout;
    let universal = Universal::of(treebank);
    Ok(String::from_utf8_lossy(&text).lines().filter_map(|line| sentence(line, &universal)).collect())
}

/// A line's words; `None` where it holds a tag that the treebank has not, or is no sentence.
fn sentence(line: &str, universal: &Universal) -> Option<Vec<Word>> {
    let words: Option<Vec<Word>> = line
        .split_whitespace()
        .map(|token| {
            let (form, tag) = token.rsplit_once('_')?;
            let xpos = match tag {
                "(" => Xpos::LeftBracket,
                ")" => Xpos::RightBracket,
                _ => Xpos::parse(tag)?,
            };
            Some(universal.word(form, xpos))
        })
        .collect();
    words.filter(|words| words.len() >= 4)
}

/// The usual universal tag of a word with a Penn tag.
struct Universal {
    by_word: HashMap<(String, Xpos), HashMap<Upos, usize>>,
    by_tag: HashMap<Xpos, HashMap<Upos, usize>>,
}

impl Universal {
    fn of(treebank: &[Vec<Word>]) -> Self {
        let mut tags = Self { by_word: HashMap::new(), by_tag: HashMap::new() };
        for word in treebank.iter().flatten() {
            let key = (word.form.to_lowercase(), word.xpos);
            *tags.by_word.entry(key).or_default().entry(word.upos).or_default() += 1;
            *tags.by_tag.entry(word.xpos).or_default().entry(word.upos).or_default() += 1;
        }
        tags
    }

    fn word(&self, form: &str, xpos: Xpos) -> Word {
        let known = self.by_word.get(&(form.to_lowercase(), xpos)).or_else(|| self.by_tag.get(&xpos));
        let upos = known.and_then(|counts| counts.iter().max_by_key(|(upos, n)| (**n, **upos))).map(|(upos, _)| *upos);
        Word { form: form.to_owned(), xpos, upos: upos.unwrap_or_default(), ..Word::default() }
    }
}
