//! What holds for every output, whatever the articles: it is valid by the published schema, its offsets slice the text,
//! and no byte of it depends on the number of threads.

use std::num::NonZeroUsize;
use std::sync::LazyLock;

use advocoder::doc::Article;
use advocoder::read::{Inputs, Options, Record};
use advocoder::write::{FORMATS, Format, Unit, View, event, jsonl, plover, record};
use advocoder::{Model, Worker, run};
use proptest::prelude::*;
use serde_json::Value;

static MODEL: LazyLock<Model> = LazyLock::new(|| Model::embedded().unwrap());

const EXAMPLES: [&str; 2] = ["examples/articles", "examples/articles.jsonl"];

fn examples() -> Vec<Article> {
    Inputs::new(EXAMPLES, Options::default()).map(|record| record.unwrap().article).collect()
}

fn articles(worker: &mut Worker<'_>, article: &Article, unit: Unit) -> Value {
    let mut out = Vec::new();
    let view = View { unit, ..View::default() };
    jsonl::article(worker.analyse(article), &view, jsonl::Layout::Lines, &mut out).unwrap();
    serde_json::from_slice(&out).unwrap()
}

fn rows(worker: &mut Worker<'_>, article: &Article, unit: Unit) -> Vec<Value> {
    let mut out = Vec::new();
    let view = View { unit, ..View::default() };
    jsonl::events(worker.analyse(article), &view, jsonl::Layout::Lines, &mut out).unwrap();
    String::from_utf8(out).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The stretch of `text` from `start` to `end` in `unit`.
fn slice(text: &str, unit: Unit, start: &Value, end: &Value) -> String {
    let range = start.as_u64().unwrap() as usize..end.as_u64().unwrap() as usize;
    match unit {
        Unit::Bytes => text[range].to_owned(),
        Unit::Chars => text.chars().skip(range.start).take(range.len()).collect(),
        Unit::Utf16 => String::from_utf16(&text.encode_utf16().collect::<Vec<_>>()[range]).unwrap(),
    }
}

/// Checks every `text` with `start` and `end` beside it, anywhere in `value`; gives their number.
fn check_passages(value: &Value, text: &str, unit: Unit) -> usize {
    match value {
        Value::Array(values) => values.iter().map(|value| check_passages(value, text, unit)).sum(),
        Value::Object(fields) => {
            let own = fields.get("start").and(fields.get("text")).map_or(0, |words| {
                assert_eq!(words, &slice(text, unit, &fields["start"], &fields["end"]));
                1
            });
            own + fields.values().map(|value| check_passages(value, text, unit)).sum::<usize>()
        }
        _ => 0,
    }
}

fn check_rows(rows: &[Value], text: &str, unit: Unit) {
    for row in rows {
        for field in ["trigger", "sentence"] {
            let [start, end] = ["start", "end"].map(|side| &row[format!("{field}_{side}")]);
            assert_eq!(row[field], slice(text, unit, start, end));
        }
    }
}

#[test]
fn all_examples_are_valid_and_their_offsets_right() {
    let mut worker = Worker::new(&MODEL);
    let article_schema = jsonschema::validator_for(record::schema().as_value()).unwrap();
    let row_schema = jsonschema::validator_for(event::schema().as_value()).unwrap();
    let examples = examples();
    assert_eq!(examples.len(), 13);
    for article in &examples {
        for &unit in Unit::ALL {
            let record = articles(&mut worker, article, unit);
            let rows = rows(&mut worker, article, unit);
            for (schema, value) in
                std::iter::once((&article_schema, &record)).chain(rows.iter().map(|row| (&row_schema, row)))
            {
                let errors: Vec<_> = schema.iter_errors(value).map(|e| format!("{}: {e}", e.instance_path())).collect();
                assert!(errors.is_empty(), "{}: {errors:#?}", article.id);
            }
            assert_eq!(record["events"].as_array().unwrap().len(), rows.len());
            check_passages(&record, &article.text, unit);
            check_rows(&rows, &article.text, unit);
        }
    }
}

#[test]
fn published_schemas_are_those_of_the_program() {
    for (file, schema) in [("article", record::schema()), ("event", event::schema()), ("plover", plover::schema())] {
        let path = format!("docs/{file}.schema.json");
        let form = if file == "plover" { file.to_owned() } else { format!("{file}s") };
        let published: Value = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
        let command = format!("advocoder schema --emit {form} > {path}");
        assert_eq!(&published, schema.as_value(), "{path} is old; run: {command}");
    }
}

fn batch(articles: &[Article], threads: usize) -> String {
    let records = articles.iter().cloned().map(|article| Ok(Record { article, warning: None }));
    let options = run::Options { threads: NonZeroUsize::new(threads).unwrap(), strict: false, prompt: false };
    let view = View::default();
    let work = |worker: &mut Worker<'_>, article: &Article, out: &mut dyn std::io::Write| {
        jsonl::article(worker.analyse(article), &view, jsonl::Layout::Lines, out)
    };
    let mut out = Vec::new();
    run::batch(records, options, || Worker::new(&MODEL), work, &mut out, |problem, _| panic!("{problem}")).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn output_is_the_same_for_any_number_of_threads() {
    let many: Vec<_> = (0..5).flat_map(|_| examples()).collect();
    let one = batch(&many, 1);
    let ids: Vec<_> =
        one.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()["doc"]["id"].clone()).collect();
    assert_eq!(ids, many.iter().map(|article| article.id.clone()).collect::<Vec<_>>());
    for threads in [2, 3, 7] {
        assert_eq!(batch(&many, threads), one, "{threads} threads");
    }
}

/// Texts in which offsets go wrong first: marks, emoji, combining marks, line ends and spaces of all kinds between names
/// and triggers.
fn hard_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("\u{feff}"),
        Just("\r\n"),
        Just("\n\n"),
        Just("\u{a0}"),
        Just("\u{202f}"),
        Just("👩\u{200d}👧"),
        Just("e\u{301}"),
        Just("🇸🇾"),
        Just("İ"),
        Just("ß"),
        Just("“"),
        Just("”"),
        Just("’s"),
        Just(". "),
        Just(", "),
        Just(" "),
        Just("\t"),
        Just("(AI)"),
        Just("Amnesty International"),
        Just("the French president"),
        Just("José Pérez"),
        Just("Syria"),
        Just("urged"),
        Just("met"),
        Just("was arrested"),
        Just("condemned"),
        Just("to release"),
        Just("detainees"),
        Just("in Geneva"),
        Just("on 14 June"),
        Just("said"),
        Just("will"),
        Just("not"),
        Just("and"),
    ];
    proptest::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

/// What the format `name` gives of `article`.
fn formatted(worker: &mut Worker<'_>, article: &Article, name: &str) -> String {
    let format = Format::named(name).unwrap();
    let mut out = Vec::new();
    (format.article)(worker.analyse(article), &View::default(), &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// Offsets of the formats that count code points.
fn check_formats(worker: &mut Worker<'_>, article: &Article) {
    let text = &article.text;
    let chars = |start: &Value, end: &Value| slice(text, Unit::Chars, start, end);
    let spacy: Value = serde_json::from_str(&formatted(worker, article, "spacy")).unwrap();
    let tokens = spacy["tokens"].as_array().unwrap();
    for token in tokens {
        assert_eq!(token["text"], chars(&token["start"], &token["end"]));
    }
    let mut last = 0;
    for span in spacy["spans"].as_array().unwrap() {
        let [first, final_token] = ["token_start", "token_end"].map(|at| span[at].as_u64().unwrap() as usize);
        assert_eq!((&tokens[first]["start"], &tokens[final_token]["end"]), (&span["start"], &span["end"]));
        assert!(span["start"].as_u64().unwrap() >= last, "names overlap");
        last = span["end"].as_u64().unwrap();
    }
    let doccano: Value = serde_json::from_str(&formatted(worker, article, "doccano")).unwrap();
    assert_eq!(doccano["label"].as_array().unwrap().len(), spacy["spans"].as_array().unwrap().len());
    for (label, span) in doccano["label"].as_array().unwrap().iter().zip(spacy["spans"].as_array().unwrap()) {
        assert_eq!((&label[0], &label[1]), (&span["start"], &span["end"]));
    }
    let brat: Value = serde_json::from_str(&formatted(worker, article, "brat")).unwrap();
    for line in brat["ann"].as_str().unwrap().lines().filter(|line| line.starts_with('T')) {
        let [_, place, words] = line.split('\t').collect::<Vec<_>>()[..] else { panic!("{line:?}") };
        let (_, spans) = place.split_once(' ').unwrap();
        let piece = |span: &str| {
            let (start, end) = span.split_once(' ').unwrap();
            let number = |text: &str| Value::from(text.parse::<u64>().unwrap());
            chars(&number(start), &number(end))
        };
        assert_eq!(spans.split(';').map(piece).collect::<Vec<_>>().join(" "), words);
    }
    let conll = formatted(worker, article, "conll2003");
    let rows = conll.lines().skip(2).filter(|line| !line.is_empty());
    assert_eq!(rows.clone().count(), tokens.len());
    assert!(rows.clone().all(|line| line.split(' ').count() == 4), "{conll}");
}

#[test]
fn formats_of_examples_have_right_offsets() {
    let mut worker = Worker::new(&MODEL);
    examples().iter().for_each(|article| check_formats(&mut worker, article));
}

#[test]
fn every_format_takes_an_article_without_anything() {
    let mut worker = Worker::new(&MODEL);
    let article = Article { id: "x".into(), text: " ".into(), ..Article::default() };
    for format in FORMATS {
        formatted(&mut worker, &article, format.name);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn offsets_slice_any_text(text in hard_text()) {
        let article = Article { id: "x".into(), text, ..Article::default() };
        let mut worker = Worker::new(&MODEL);
        for &unit in Unit::ALL {
            check_passages(&articles(&mut worker, &article, unit), &article.text, unit);
            check_rows(&rows(&mut worker, &article, unit), &article.text, unit);
        }
        check_formats(&mut worker, &article);
        for span in &worker.analyse(&article).doc.tokens.span {
            let form = span.of(&article.text);
            prop_assert!(!form.is_empty());
            prop_assert!(!form.starts_with('\u{feff}') && !form.contains('\n'), "{form:?}");
        }
    }

    #[test]
    fn any_batch_is_the_same_for_any_number_of_threads(texts in proptest::collection::vec(hard_text(), 0..40)) {
        let article = |(n, text)| Article { id: format!("{n}"), text, ..Article::default() };
        let articles: Vec<_> = texts.into_iter().enumerate().map(article).collect();
        prop_assert_eq!(batch(&articles, 3), batch(&articles, 1));
    }
}
