//! Sentences and words of raw text against a treebank, as the CoNLL 2018 shared task scores them (Zeman et al. 2018):
//! a sentence or word is right when it covers the same characters, white space aside.

use std::collections::BTreeSet;
use std::fmt;

use super::Counts;
use crate::doc::Document;
use crate::segment;

/// Sentences and words found in raw text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// Sentences.
    pub sentences: Counts,
    /// Words. Where a treebank's words are not the parts of the form that they are written as (French *du* for *de le*),
    /// the form counts as one word.
    pub words: Counts,
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "sentences {}", self.sentences)?;
        writeln!(f, "words     {}", self.words)
    }
}

/// The raw text of one document of a treebank, and the non-white characters at which its sentences and words end.
#[derive(Debug, Default)]
struct Raw {
    text: String,
    ends: Ends,
}

#[derive(Debug, Default)]
struct Ends {
    sentences: Vec<usize>,
    words: Vec<usize>,
}

/// Segments the raw text of the CoNLL-U file `conllu`, document by document, and compares. The text is put together from
/// forms and `SpaceAfter=No`; paragraphs are set apart by an empty line.
pub fn evaluate(conllu: &str) -> Figures {
    let mut figures = Figures::default();
    let mut doc = Document::default();
    for raw in read(conllu) {
        doc.clear();
        segment::segment(&raw.text, &mut doc);
        let place = places(&raw.text);
        let sentences = doc.sentences.iter().map(|s| (place[s.bytes.start as usize], place[s.bytes.end as usize]));
        figures.sentences += compare(&raw.ends.sentences, sentences.collect());
        let words = doc.tokens.span.iter().map(|s| (place[s.start as usize], place[s.end as usize]));
        figures.words += compare(&raw.ends.words, words.collect());
    }
    figures
}

/// The number of non-white characters before each byte of `text`, and before its end.
fn places(text: &str) -> Vec<usize> {
    let mut places = vec![0; text.len() + 1];
    let mut count = 0;
    for (at, c) in text.char_indices() {
        places[at..at + c.len_utf8()].fill(count);
        count += usize::from(!c.is_whitespace());
    }
    places[text.len()] = count;
    places
}

fn compare(ends: &[usize], found: BTreeSet<(usize, usize)>) -> Counts {
    let starts = std::iter::once(0).chain(ends.iter().copied());
    let gold: BTreeSet<(usize, usize)> = starts.zip(ends.iter().copied()).collect();
    Counts { gold: gold.len(), found: found.len(), right: gold.intersection(&found).count() }
}

fn read(conllu: &str) -> Vec<Raw> {
    let mut texts = Vec::new();
    let mut raw = Raw::default();
    let mut length = 0;
    // The last word of a multiword form, and the words' length so far.
    let mut joint: Option<(usize, Vec<usize>)> = None;
    let mut in_sentence = false;
    for line in conllu.lines().map(|line| line.trim_end_matches('\r')).chain([""]) {
        if line.is_empty() {
            if std::mem::take(&mut in_sentence) {
                raw.ends.sentences.push(length);
            }
        } else if line.starts_with("# newdoc") {
            texts.push(std::mem::take(&mut raw));
            length = 0;
        } else if line.starts_with("# newpar") && !raw.text.is_empty() {
            raw.text.push_str("\n\n");
        } else if !line.starts_with('#') {
            in_sentence = true;
            let fields: Vec<&str> = line.split('\t').collect();
            let [id, form, .., misc] = fields[..] else { continue };
            let size = form.chars().filter(|c| !c.is_whitespace()).count();
            if let Some((_, last)) = id.split_once('-') {
                joint = last.parse().ok().map(|last| (last, Vec::new()));
            } else if let Some((last, sizes)) = &mut joint {
                sizes.push(size);
                if id.parse().is_ok_and(|id: usize| id < *last) {
                    continue;
                }
                let whole = length - raw.ends.words.last().copied().unwrap_or(0);
                let sizes = std::mem::take(sizes);
                joint = None;
                if sizes.iter().sum::<usize>() == whole {
                    let mut end = length - whole;
                    raw.ends.words.extend(sizes.iter().map(|size| {
                        end += size;
                        end
                    }));
                } else {
                    raw.ends.words.push(length);
                }
                continue;
            } else if !id.bytes().all(|b| b.is_ascii_digit()) {
                continue;
            }
            raw.text.push_str(form);
            length += size;
            if joint.is_none() {
                raw.ends.words.push(length);
            }
            if !misc.split('|').any(|feature| feature == "SpaceAfter=No") {
                raw.text.push(' ');
            }
        }
    }
    texts.push(raw);
    texts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(id: &str, form: &str, misc: &str) -> String {
        format!("{id}\t{form}\t_\t_\t_\t_\t0\t_\t_\t{misc}\n")
    }

    #[test]
    fn words_and_sentences_are_compared_without_white_space() {
        let treebank = [
            "# newdoc id = a\n# newpar\n".to_owned(),
            row("1-2", "don't", "_") + &row("1", "do", "_") + &row("2", "n't", "_"),
            row("3", "go", "SpaceAfter=No") + &row("4", ".", "_") + "\n# newpar\n",
            row("1", "Stay", "_") + &row("2", "here", "SpaceAfter=No") + &row("2.1", "x", "_") + &row("3", "!", "_"),
            "\n# newdoc id = b\n".to_owned() + &row("1", "Wait", "SpaceAfter=No") + &row("2", ".", "_"),
        ]
        .concat();
        let texts = read(&treebank);
        assert_eq!(
            texts.iter().map(|raw| raw.text.as_str()).collect::<Vec<_>>(),
            ["", "don't go. \n\nStay here! ", "Wait. "]
        );
        assert_eq!(texts[1].ends.words, [2, 5, 7, 8, 12, 16, 17]);
        let all = |n| Counts { gold: n, found: n, right: n };
        assert_eq!(evaluate(&treebank), Figures { sentences: all(3), words: all(9) });
    }

    #[test]
    fn a_form_that_is_not_its_words_counts_once() {
        let treebank = row("1-2", "du", "_") + &row("1", "de", "_") + &row("2", "le", "_") + &row("3", "Nil", "_");
        assert_eq!(read(&treebank)[0].ends.words, [2, 5]);
    }

    #[test]
    fn what_is_wrong_lowers_both() {
        let treebank = row("1", "New-", "SpaceAfter=No") + &row("2", "York", "_");
        let figures = evaluate(&treebank);
        assert_eq!((figures.words.gold, figures.words.right), (2, 1));
        assert!(figures.words.f1() < 1.0);
    }
}
