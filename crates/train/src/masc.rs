//! Reads the Manually Annotated Sub-Corpus: words with Penn tags, `form_TAG`, a sentence a line.

use advocoder::doc::{Document, Xpos};
use advocoder::eval::conllu;
use advocoder::tag::Tagger;
use anyhow::{Context, Result, bail};
use std::path::Path;
use std::process::Command;

/// A word and the tags that it may have in the treebank's scheme.
pub type Tagged = (String, Vec<Xpos>);

/// The sentences of a file of the corpus.
pub struct File {
    /// Its name in the archive.
    pub name: String,
    /// Its sentences.
    pub sentences: Vec<Vec<Tagged>>,
}

/// The written and spoken files of the archive in the folder `corpora`, by name.
pub fn read(corpora: &Path) -> Result<Vec<File>> {
    let archive = corpora.join("masc/masc_tagged.zip");
    let unzip = |arguments: &[&str]| -> Result<String> {
        let output = Command::new("unzip").args(arguments).output().context("cannot run unzip")?;
        if !output.status.success() {
            bail!("unzip cannot read {}", archive.display());
        }
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    };
    let path = archive.to_string_lossy();
    let mut names: Vec<String> = unzip(&["-Z1", &path])?
        .lines()
        .filter(|name| Path::new(name).extension().is_some_and(|end| end == "txt"))
        .map(str::to_owned)
        .collect();
    names.sort();
    names
        .into_iter()
        .filter(|name| name.contains("/written/") || name.contains("/spoken/"))
        .map(|name| Ok(File { sentences: sentences(&unzip(&["-p", &path, &name])?), name }))
        .collect()
}

fn sentences(text: &str) -> Vec<Vec<Tagged>> {
    text.lines()
        .map(|line| line.split_whitespace().flat_map(tagged).collect::<Vec<_>>())
        .filter(|sentence| (2..=120).contains(&sentence.len()))
        .collect()
}

/// The treebank's words of one word of the corpus: it takes compounds apart at hyphens, which the corpus does not.
fn tagged(word: &str) -> Vec<Tagged> {
    let Some((form, tag)) = word.rsplit_once('_') else { return Vec::new() };
    let tags = tags(form, tag);
    let parts: Vec<&str> = form.split('-').collect();
    let is_compound =
        parts.len() > 1 && parts.iter().all(|part| part.chars().all(char::is_alphanumeric) && !part.is_empty());
    if !is_compound {
        return vec![(form.to_owned(), tags)];
    }
    let last = parts.len() - 1;
    let mut out = Vec::new();
    for (i, part) in parts.into_iter().enumerate() {
        if i > 0 {
            out.push(("-".to_owned(), vec![Xpos::Hyph]));
        }
        // What the parts are is known for names alone; an empty set teaches nothing.
        let known = tag == "NNP" || (i == last && matches!(tag, "NN" | "NNS"));
        out.push((part.to_owned(), if known { tags.clone() } else { Vec::new() }));
    }
    out
}

fn tags(form: &str, tag: &str) -> Vec<Xpos> {
    match tag {
        "(" => vec![Xpos::LeftBracket],
        ")" => vec![Xpos::RightBracket],
        // The treebank has TO before infinitives only.
        "TO" => vec![Xpos::To, Xpos::In],
        ":" if matches!(form, "-" | "–") => vec![Xpos::Colon, Xpos::Comma, Xpos::Hyph],
        "``" | "''" | "\"" => vec![Xpos::OpenQuote, Xpos::CloseQuote],
        "SYM" | "LS" | "FW" => Vec::new(),
        _ => Xpos::parse(tag).into_iter().collect(),
    }
}

/// Share of the words with known tags for which `tagger` finds one of these.
pub fn accuracy(sentences: &[Vec<Tagged>], tagger: &Tagger) -> f64 {
    let mut doc = Document::default();
    let (mut right, mut all) = (0_u32, 0_u32);
    for sentence in sentences {
        let text = conllu::document(sentence.iter().map(|(form, _)| form.as_str()), &mut doc);
        tagger.tag(&text, &mut doc);
        for ((_, tags), found) in sentence.iter().zip(&doc.tokens.xpos).filter(|((_, tags), _)| !tags.is_empty()) {
            all += 1;
            right += u32::from(tags.contains(found));
        }
    }
    f64::from(right) / f64::from(all.max(1_u32))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_compounds() {
        let words = sentences("A_DT well-known_JJ ex-minister_NN went_VBD to_TO jail_NN ._. \n");
        let shown: Vec<String> = words[0].iter().map(|(form, tags)| format!("{form}{tags:?}")).collect();
        let want = "A[Dt] well[] -[Hyph] known[] ex[] -[Hyph] minister[Nn] went[Vbd] to[To, In] jail[Nn] .[Period]";
        assert_eq!(shown.join(" "), want);
    }
}
