//! Times that stand between a subject and its verb: *Peru on Friday released two miners*; *the court late Monday
//! ordered a retrial*. News puts them there and web text, which the parser learned from, does not.

use crate::doc::{Sentence, TokenId, Tokens, Upos, Xpos};

const WEEKDAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const MONTHS: [&str; 24] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
    "Jan.",
    "Feb.",
    "Mar.",
    "Apr.",
    "Jun.",
    "Jul.",
    "Aug.",
    "Sept.",
    "Sep.",
    "Oct.",
    "Nov.",
    "Dec.",
];

/// Whether the word, as written, is a month or its short form.
pub(super) fn is_month(word: &str) -> bool {
    MONTHS.contains(&word)
}
const HOURS: [&str; 5] = ["morning", "afternoon", "evening", "night", "noon"];

/// The time that starts at `start` right behind a noun: the token behind its last, and the verb that it belongs to.
/// `None` where no time stands there or no verb follows it.
pub fn before_verb(text: &str, tokens: &Tokens, sentence: &Sentence, start: u32) -> Option<(u32, TokenId)> {
    let at = time_at(text, tokens, sentence, start)?;
    let verb = (at..(at + 4).min(sentence.tokens.end)).map(TokenId).find_map(|t| match tokens.upos[t.index()] {
        Upos::Adv | Upos::Aux => None,
        Upos::Verb => Some(Some(t)),
        _ => Some(None),
    })??;
    // *the attack on Monday killing six*: a participle without auxiliary modifies the noun.
    let first_is_verb = verb.0 == at || (at..verb.0).all(|t| tokens.upos[t as usize] == Upos::Adv);
    (!first_is_verb || tokens.xpos[verb.index()] != Xpos::Vbg).then_some((at, verb))
}

/// The token behind a time that starts at `start`.
fn time_at(text: &str, tokens: &Tokens, sentence: &Sentence, start: u32) -> Option<u32> {
    let form = |at: u32| if at < sentence.tokens.end { tokens.form(TokenId(at), text) } else { "" };
    let mut at = start;
    if matches!(form(at), "late" | "early" | "earlier" | "Late" | "Early") {
        at += 1;
    }
    let preposition = matches!(form(at), "on" | "in" | "by" | "On" | "In" | "By");
    at += u32::from(preposition);
    if matches!(form(at), "late" | "early") {
        at += 1;
    }
    let first = form(at);
    if WEEKDAYS.contains(&first) {
        at += 1;
        if HOURS.contains(&form(at)) {
            at += 1;
        }
        if form(at) == "," && MONTHS.contains(&form(at + 1)) {
            at = day(&form, at + 1)?;
            at += u32::from(form(at) == ",");
        }
    } else if preposition && (MONTHS.contains(&first) || is_number(first, 31)) {
        at = day(&form, at)?;
    } else if matches!(first, "last" | "this" | "next")
        && (matches!(form(at + 1), "week" | "month" | "year") || WEEKDAYS.contains(&form(at + 1)))
    {
        at += 2;
    } else if matches!(first, "today" | "yesterday") && !preposition {
        at += 1;
    } else {
        return None;
    }
    Some(at)
}

/// The token behind a time that opens the sentence right before its subject: *On Saturday riot police lobbed …*. With a
/// comma behind it the parser sees where the subject begins, but for a noun without a preposition: *The following night, a
/// lawyer was arrested*.
pub fn opening(text: &str, tokens: &Tokens, sentence: &Sentence, start: u32) -> Option<u32> {
    if let Some(end) = noun_of_time(text, tokens, sentence, start) {
        return Some(end);
    }
    let end = time_at(text, tokens, sentence, start).filter(|&end| end < sentence.tokens.end)?;
    let subject =
        matches!(tokens.upos[end as usize], Upos::Noun | Upos::Propn | Upos::Det | Upos::Num | Upos::Adj | Upos::Pron);
    subject.then_some(end)
}

/// The token behind *The next day,* and its like.
fn noun_of_time(text: &str, tokens: &Tokens, sentence: &Sentence, start: u32) -> Option<u32> {
    const WHICH: [&str; 8] = ["following", "next", "previous", "same", "last", "other", "first", "second"];
    const UNITS: [&str; 10] =
        ["night", "day", "week", "month", "year", "morning", "evening", "afternoon", "weekend", "summer"];
    let form = |t: u32| tokens.form(TokenId(t), text);
    let is_time = start + 4 < sentence.tokens.end
        && form(start) == "The"
        && WHICH.contains(&form(start + 1))
        && UNITS.contains(&form(start + 2))
        && form(start + 3) == ",";
    is_time.then_some(start + 4)
}

/// The token behind a day or month with an optional year: *14 June*, *June 14, 2021*, *June 2021*.
fn day<'t>(form: &impl Fn(u32) -> &'t str, start: u32) -> Option<u32> {
    let mut at = start;
    if MONTHS.contains(&form(at)) {
        at += 1;
        if is_number(form(at), 31) {
            at += 1;
        }
    } else {
        at += 1;
        if !MONTHS.contains(&form(at)) {
            return None;
        }
        at += 1;
    }
    if form(at) == "," && is_year(form(at + 1)) {
        at += 2;
        at += u32::from(form(at) == ",");
    } else if is_year(form(at)) {
        at += 1;
    }
    Some(at)
}

fn is_number(form: &str, most: u32) -> bool {
    form.len() <= 2 && form.parse().is_ok_and(|n: u32| (1..=most).contains(&n))
}

fn is_year(form: &str) -> bool {
    form.len() == 4 && form.bytes().all(|b| b.is_ascii_digit())
}
