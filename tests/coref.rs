//! Pronouns and noun phrases of own sentences against the antecedents that a reader names.

use advocoder::doc::{Document, MentionKind};
use advocoder::{Article, Model, Worker};

/// A marked place: byte offset, the words, and what they mean; `-` for something that is no entity.
struct Mark<'a> {
    at: usize,
    words: &'a str,
    antecedent: &'a str,
}

/// The plain text of an article and its marks.
fn unmark(marked: &str) -> (String, Vec<Mark<'_>>) {
    let (mut text, mut marks) = (String::new(), Vec::new());
    let mut rest = marked;
    while let Some((before, behind)) = rest.split_once('{') {
        let (inside, after) = behind.split_once('}').expect("a mark ends");
        let (words, antecedent) = inside.split_once('|').expect("a mark names its antecedent");
        text.push_str(before);
        marks.push(Mark { at: text.len(), words, antecedent });
        text.push_str(words);
        rest = after;
    }
    text.push_str(rest);
    (text, marks)
}

#[derive(Debug, PartialEq, Eq)]
enum Found {
    Right,
    Wrong(String),
    Open,
}

fn judge(text: &str, doc: &Document, mark: &Mark<'_>) -> Found {
    let last = mark.at + mark.words.len();
    let here = doc.mentions.iter().filter(|m| m.bytes.start as usize <= mark.at && last <= m.bytes.end as usize);
    let Some(mention) = here.min_by_key(|m| m.bytes.len()) else {
        return if mark.antecedent == "-" { Found::Right } else { Found::Open };
    };
    let others = doc
        .mentions
        .iter()
        .filter(|m| m.entity == mention.entity && m.bytes != mention.bytes && m.kind != MentionKind::Pronoun);
    let plain = |s: &str| s.trim_start_matches("The ").trim_start_matches("the ").to_lowercase();
    let strings: Vec<String> = others.map(|m| plain(m.bytes.of(text))).collect();
    let wanted = plain(mark.antecedent);
    // The head of the antecedent's phrase may stand for it: *two guards* for *two guards of the mine*.
    let is_it =
        |s: &String| *s == wanted || wanted.starts_with(&format!("{s} ")) || s.starts_with(&format!("{wanted} "));
    if strings.iter().any(is_it) {
        Found::Right
    } else if strings.is_empty() {
        Found::Open
    } else {
        Found::Wrong(strings.join(" | "))
    }
}

/// Runs the articles of a file of cases and checks the shares of right and wrong antecedents.
fn check(name: &str, cases: &str, least: usize) {
    let model = Model::embedded().expect("the built-in model");
    let mut worker = Worker::new(&model);
    let (mut right, mut wrong, mut all, mut report) = (0, 0, 0, String::new());
    for article in cases.split("\n---\n").skip(1) {
        let (text, marks) = unmark(article.trim());
        let article = Article { text: text.clone(), ..Article::default() };
        let doc = worker.understand(&article);
        for mark in &marks {
            all += 1;
            let found = judge(&text, doc, mark);
            match found {
                Found::Right => right += 1,
                Found::Wrong(_) => wrong += 1,
                Found::Open => {}
            }
            if found != Found::Right {
                report.push_str(&format!("{} → {}: {found:?}\n", mark.words, mark.antecedent));
            }
        }
    }
    assert!(all >= least, "{all} marks");
    eprintln!("{name}: {right} right, {wrong} wrong of {all}\n{report}");
    assert!(right * 100 >= all * 80, "{name}: {right} of {all} right\n{report}");
    assert!(wrong * 100 <= all * 10, "{name}: {wrong} of {all} wrong\n{report}");
}

#[test]
fn pronouns_and_noun_phrases_mean_whom_a_reader_names() {
    check("first", include_str!("coref/cases.txt"), 60);
}

#[test]
fn they_do_in_sentences_that_were_written_before_the_program_saw_them() {
    check("second", include_str!("coref/second.txt"), 30);
}

#[test]
fn what_was_done_to_whom_tells_whom_a_pronoun_means() {
    check("fates", include_str!("coref/fates.txt"), 16);
}
