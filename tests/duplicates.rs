//! Which events of an article repeat an earlier one: headline and lead, verb and noun.

use advocoder::{Article, Model, Worker};

/// `later word = earlier word` of every event that repeats one.
fn repetitions(worker: &mut Worker<'_>, text: &str) -> Vec<String> {
    let article = Article { text: text.into(), ..Article::default() };
    let doc = worker.analyse(&article).doc;
    let word = |at: usize| doc.events[at].trigger.of(text);
    let pair = |at: usize| doc.events[at].same_as.map(|first| format!("{} = {}", word(at), word(first.0 as usize)));
    (0..doc.events.len()).filter_map(pair).collect()
}

#[test]
fn what_is_told_twice() {
    let cases: &[(&str, &[&str])] = &[
        (
            "Amnesty International condemns arrests in Lima\n\nAmnesty International condemned the arrests of two nurses in \
             Lima on Monday.",
            &["condemned the arrests = condemns arrests"],
        ),
        ("Amnesty International condemned the raid. Amnesty International condemned the arrests.", &[]),
        (
            "The Kenyan president visited Uganda on Monday. The Kenyan president's visit to Uganda was the first.",
            &["visit = visited"],
        ),
        ("The Kenyan president visited Uganda on Monday. The Kenyan president's visit to Ghana was shorter.", &[]),
        (
            "Tomas Reyes met Ana Roth in Geneva. The meeting between Tomas Reyes and Ana Roth lasted \
             an hour.",
            &["meeting = met"],
        ),
        (
            "Tomas Reyes met Ana Roth in Geneva. Another meeting between Tomas Reyes and Ana Roth \
             followed.",
            &[],
        ),
        (
            "Tomas Reyes did not meet Ana Roth. The meeting between Tomas Reyes and Ana Roth took \
             place later.",
            &[],
        ),
    ];
    let model = Model::embedded().unwrap();
    let mut worker = Worker::new(&model);
    let wrong: Vec<_> = cases
        .iter()
        .map(|(text, expected)| (text, repetitions(&mut worker, text), expected))
        .filter(|(_, found, expected)| found != *expected)
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}
