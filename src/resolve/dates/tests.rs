//! Expressions on a Tuesday, 14 March 2023.

use super::*;

fn found(words: &str, today: Option<&str>) -> Vec<When> {
    let words: Vec<&str> = words.split_whitespace().collect();
    let reference = Reference::on(today.map(|t| t.parse().unwrap()));
    let (mut at, mut found) = (0, Vec::new());
    while at < words.len() {
        match at_start(&words[at..], at.checked_sub(1).map(|i| words[i]), reference) {
            Some((len, when)) => {
                found.push(when);
                at += len;
            }
            None => at += 1,
        }
    }
    found
}

/// The value of the only date expression, for an event on `side`, with 10 March 2023 told last.
fn one(words: &str, side: Side) -> Option<String> {
    let all = found(words, Some("2023-03-14"));
    assert_eq!(all.len(), 1, "{words}: {all:?}");
    let mention = DateMention { tokens: Span::new(0, 1), when: all[0].clone() };
    mention.value(side, Some("2023-03-10".parse().unwrap()))?.iso()
}

#[test]
fn expressions_resolve_against_a_tuesday() {
    for (words, value) in [
        ("on Monday", "2023-03-13"),
        ("on Tuesday", "2023-03-14"),
        ("on Wednesday", "2023-03-08"),
        ("last Tuesday", "2023-03-07"),
        ("next Friday", "2023-03-17"),
        ("yesterday", "2023-03-13"),
        ("the day before yesterday", "2023-03-12"),
        ("last night", "2023-03-13"),
        ("three days ago", "2023-03-11"),
        ("two months ago", "2023-01"),
        ("ten years ago", "2013"),
        ("on 14 June 2021", "2021-06-14"),
        ("on June 14 , 2021", "2021-06-14"),
        ("on 16 and 17 June 2021", "2021-06-16"),
        ("from 5-6 April 2016", "2016-04-05"),
        ("the 3rd of May 2019", "2019-05-03"),
        ("on 20 December", "2022-12-20"),
        ("on 2 April", "2023-04-02"),
        ("on 2 July", "2022-07-02"),
        ("in March 2012", "2012-03"),
        ("in March", "2023-03"),
        ("last March", "2022-03"),
        ("in November", "2022-11"),
        ("in mid-February", "2023-02"),
        ("in May", "2022-05"),
        ("this May", "2023-05"),
        ("last year", "2022"),
        ("last month", "2023-02"),
        ("last summer", "2022"),
        ("this spring", "2023"),
        ("in 2012", "2012"),
        ("2020-02-03", "2020-02-03"),
        ("the same afternoon", "2023-03-10"),
        ("a day later", "2023-03-11"),
        ("two weeks earlier", "2023-02-24"),
        ("the next morning", "2023-03-11"),
        ("the day before", "2023-03-09"),
    ] {
        assert_eq!(one(words, Side::Past).as_deref(), Some(value), "{words}");
    }
}

#[test]
fn what_is_to_come_lies_ahead() {
    for (words, value) in [
        ("on Wednesday", "2023-03-15"),
        ("on Tuesday", "2023-03-14"),
        ("on 2 July", "2023-07-02"),
        ("in May", "2023-05"),
        ("in January", "2024-01"),
        ("next spring", "2024"),
        ("next summer", "2023"),
        ("last Friday", "2023-03-10"),
    ] {
        assert_eq!(one(words, Side::Ahead).as_deref(), Some(value), "{words}");
    }
}

#[test]
fn what_tells_no_day_has_no_date() {
    for words in ["last week", "since 2011", "every Thursday", "two days after", "until 5 May"] {
        assert_eq!(one(words, Side::Past), None, "{words}");
    }
    assert_eq!(found("on Monday", None), [When::Open]);
    assert!(found("they may march in great numbers", Some("2023-03-14")).is_empty());
    assert!(found("room 2012 b", Some("2023-03-14")).is_empty());
}

/// First day, last day and precision of the only date expression.
fn days(words: &str, side: Side) -> String {
    let all = found(words, Some("2023-03-14"));
    assert_eq!(all.len(), 1, "{words}: {all:?}");
    let mention = DateMention { tokens: Span::new(0, 1), when: all[0].clone() };
    let Some(period) = mention.value(side, None) else { return "open".into() };
    let day = |date: Option<Date>| date.map_or("–".into(), |date| date.to_string());
    format!("{} {} {}", day(period.start), day(period.end), period.precision.as_str())
}

#[test]
fn a_period_has_its_first_and_its_last_day() {
    for (words, wanted) in [
        ("on 14 June 2021", "2021-06-14 2021-06-14 day"),
        ("in February", "2023-02-01 2023-02-28 month"),
        ("in 2012", "2012-01-01 2012-12-31 year"),
        ("from 3 to 7 May 2022", "2022-05-03 2022-05-07 range"),
        ("on 14 – 16 June 2022", "2022-06-14 2022-06-16 range"),
        ("on 14–16 June", "2022-06-14 2022-06-16 range"),
        ("on June 14 - 16 , 2022", "2022-06-14 2022-06-16 range"),
        ("between 3 and 7 January", "2023-01-03 2023-01-07 range"),
        ("from 28 May to 3 June 2022", "2022-05-28 2022-06-03 range"),
        ("between December 20 and January 4", "2022-12-20 2023-01-04 range"),
        ("between 2011 and 2014", "2011-01-01 2014-12-31 range"),
        ("from 2011 to 2014", "2011-01-01 2014-12-31 range"),
        ("in 2011 – 2014", "2011-01-01 2014-12-31 range"),
        ("from November to January", "2022-11-01 2023-01-31 range"),
        ("between March and May 2021", "2021-03-01 2021-05-31 range"),
        ("from Thursday to Saturday", "2023-03-09 2023-03-11 range"),
        ("from Friday until today", "2023-03-10 2023-03-14 range"),
        ("in the first week of June", "2022-06-01 2022-06-07 week"),
        ("the last week of February 2022", "2022-02-22 2022-02-28 week"),
        ("last week", "2023-03-06 2023-03-12 week"),
        ("this week", "2023-03-13 2023-03-19 week"),
        ("last weekend", "2023-03-11 2023-03-12 range"),
        ("the past three days", "2023-03-11 2023-03-14 range"),
        ("over the past month", "2023-02-14 2023-03-14 range"),
        ("in early March", "2023-03-01 2023-03-10 range"),
        ("in late February 2020", "2020-02-21 2020-02-29 range"),
        ("since January", "2023-01-01 – range"),
        ("since 2011", "2011-01-01 – range"),
        ("since Monday", "2023-03-13 – range"),
        ("until 2014", "– 2014-12-31 range"),
        ("from 7 to 3 May 2022", "2022-05-07 2022-05-07 day"),
        ("every Thursday", "open"),
    ] {
        assert_eq!(days(words, Side::Past), wanted, "{words}");
    }
}

#[test]
fn a_range_lies_ahead_as_a_whole() {
    for (words, wanted) in [
        ("from 3 to 7 May", "2023-05-03 2023-05-07 range"),
        ("from Thursday to Saturday", "2023-03-16 2023-03-18 range"),
        ("next week", "2023-03-20 2023-03-26 week"),
        ("until Friday", "– 2023-03-17 range"),
    ] {
        assert_eq!(days(words, Side::Ahead), wanted, "{words}");
    }
}

#[test]
fn a_distance_has_the_precision_of_its_unit() {
    let date = "2023-03-10".parse().unwrap();
    assert_eq!(
        Step { count: 9, unit: Unit::Year }.reversed().from(date).and_then(|p| p.iso()).as_deref(),
        Some("2014")
    );
    assert_eq!(Step { count: -2, unit: Unit::Day }.from(date).and_then(|p| p.iso()).as_deref(), Some("2023-03-08"));
}

proptest::proptest! {
    #[test]
    fn where_no_date_may_open_there_is_none(words in proptest::collection::vec(word(), 1..8), before in word()) {
        if !words::may_open(&words) {
            let reference = Reference::on(Some("2023-03-14".parse().unwrap()));
            proptest::prop_assert_eq!(at_start(&words, Some(before), reference), None);
        }
    }
}

/// A word of dates, or one that stands near them.
fn word() -> impl proptest::strategy::Strategy<Value = &'static str> {
    const WORDS: &str = "the The a an that this same next following previous preceding day days morning evening night first \
                         second third fourth last final past coming week weeks weekend month year of in from to and until \
                         since between before after ago later earlier yesterday today tomorrow June may May Mar. Monday \
                         mid-June early - – , 3 14th 2021 2023-03-02 5-6 one three summer police";
    proptest::sample::select(WORDS.split_whitespace().collect::<Vec<_>>())
}
