//! How many people take part in an event, and how many an attack kills and hurts.

use advocoder::doc::{Analysis, Count, Event};
use advocoder::{Article, Model, Worker};

/// `lowest..highest words`, with `~` where the number is not exact and `?` for a bound that is not known.
fn told(analysis: Analysis<'_>, count: Option<Count>) -> String {
    let bound = |n: Option<u64>| n.map_or_else(|| "?".to_owned(), |n| n.to_string());
    count.map_or_else(
        || "-".to_owned(),
        |c| {
            let rough = if c.approximate { "~" } else { "" };
            let words = c.bytes.of(&analysis.article.text);
            format!("{rough}{}..{} {words}", bound(c.lowest), bound(c.highest))
        },
    )
}

fn check(cases: &[(&str, &str)], tell: impl Fn(Analysis<'_>, &Event) -> String) {
    let model = Model::embedded().unwrap();
    let mut worker = Worker::new(&model);
    let mut wrong = Vec::new();
    for &(text, expected) in cases {
        let article = Article { text: text.into(), ..Article::default() };
        let analysis = worker.analyse(&article);
        let found = analysis.doc.events.first().map(|event| tell(analysis, event));
        if found.as_deref() != Some(expected) {
            wrong.push(format!("{text}\n    {found:?}, not {expected}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn numbers_of_people() {
    let cases = [
        ("Hundreds of protesters marched in Lyon on Friday.", "actors 200..? Hundreds of protesters"),
        ("Police arrested 14 journalists in Baku.", "recipients 14..14 14 journalists"),
        ("Police arrested a dozen activists in Baku.", "recipients 12..12 a dozen activists"),
        ("Some 2,000 people demonstrated in Lima.", "actors ~2000..2000 Some 2,000 people"),
        ("Tens of thousands of teachers went on strike in Chad.", "actors 20000..? Tens of thousands of teachers"),
        ("Twenty-five lawmakers visited Taipei.", "actors 25..25 Twenty-five lawmakers"),
        ("Two hundred and fifty nurses protested in Harare.", "actors 250..250 Two hundred and fifty nurses"),
        ("A crowd of 300 students marched in Quito.", "actors 300..300 300 students"),
        ("The government released two of the six prisoners.", "recipients 2..2 two of the six prisoners"),
        ("Up to 40 farmers marched in Lucknow.", "actors ?..40 Up to 40 farmers"),
        ("At least three dozen farmers marched in Lucknow.", "actors 36..? At least three dozen farmers"),
        ("Half a million people marched in Santiago.", "actors 500000..500000 Half a million people"),
        ("Gunmen abducted 14 students and three teachers.", "recipients 17..17 14 students and three teachers"),
        (
            "More than a hundred unarmed, masked men marched in Kano.",
            "actors 100..? More than a hundred unarmed, masked men",
        ),
        ("Police detained 14 on Friday.", "recipients 14..14 14"),
    ];
    check(&cases, |analysis, event| {
        let of = event.size.map_or("", |(of, _)| of.as_str());
        format!("{of} {}", told(analysis, event.size.map(|(_, count)| count)))
    });
}

#[test]
fn years_ages_sums_and_dates_are_no_people() {
    let cases = [
        ("In 2019 protesters marched in Beirut.", "-"),
        ("The 2019 protesters met the mayor.", "-"),
        ("Police arrested a 14-year-old boy in Cairo.", "-"),
        ("The court fined the editor $3,000.", "-"),
        ("Nurses held a two-day strike in Nairobi.", "-"),
        ("The governor met 14 organisations in Abuja.", "-"),
        ("On June 14 activists met the minister in Oslo.", "-"),
        ("The minister met the union.", "-"),
    ];
    check(&cases, |analysis, event| told(analysis, event.size.map(|(_, count)| count)));
}

#[test]
fn deaths_and_injuries() {
    let cases = [
        ("Soldiers killed 14 people and wounded 30 in the village.", "14..14 14 people | 30..30 30"),
        (
            "An air strike hit the market in Idlib, killing at least 14 people and injuring more than 30 others.",
            "14..? at least 14 people | 30..? more than 30 others",
        ),
        ("Soldiers killed a nurse in Goma.", "1..1 nurse | -"),
        ("Rebels left 14 people dead and 30 wounded in an attack on the town.", "14..14 14 people | 30..30 30"),
        ("The army shelled Homs, and 25 civilians died.", "25..25 25 civilians | -"),
        (
            "The bombing of the school by the army killed two teachers and hurt dozens.",
            "2..2 two teachers | 24..? dozens",
        ),
        ("Guards beat the two prisoners.", "- | -"),
        ("The army did not kill 14 people.", "- | -"),
        ("Police arrested 14 men.", "- | -"),
    ];
    check(&cases, |analysis, event| format!("{} | {}", told(analysis, event.deaths), told(analysis, event.injuries)));
}
