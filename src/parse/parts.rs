//! Cuts a sentence into parts that are parsed one by one, so that what stands between does not come in the way.
//!
//! A greedy parser loses its way in what edited prose puts between subject and verb: *The Alliance of Port Workers (APW),
//! …*. The dateline, what stands in short brackets, the time before a verb and the clauses behind a semicolon are parsed on their own and hung
//! on what they belong to; a name that the gazetteer knows counts as one word, and *at least twenty* as one number.

use super::clauses::is_time;
use super::when;
use crate::doc::{Deprel, Hit, Sentence, Span, Token, TokenId, Tokens, Upos, Xpos};
use crate::tag::hyphens;

/// Most tokens between two brackets that are taken out.
const LONGEST_ASIDE: u32 = 12;
/// Fewest tokens of a clause behind a semicolon.
const SHORTEST_CLAUSE: usize = 4;

/// Words before a number that bound it. To the parser the preposition in them governs what is counted: *held up to 20 men*.
const BOUNDS: [&[&str]; 13] = [
    &["over"],
    &["at", "least"],
    &["at", "most"],
    &["up", "to"],
    &["more", "than"],
    &["less", "than"],
    &["fewer", "than"],
    &["close", "to"],
    &["upwards", "of"],
    &["as", "many", "as"],
    &["as", "few", "as"],
    &["no", "fewer", "than"],
    &["in", "excess", "of"],
];

/// A token that is not parsed, and how it hangs on the one that stands for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LeftOut {
    pub token: TokenId,
    pub head: TokenId,
    pub deprel: Deprel,
}

/// How the root of a part joins the rest of the sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Join {
    /// It is the root of the sentence.
    Main,
    /// It hangs on the root of the sentence.
    Root(Deprel),
    /// It hangs on another token.
    Token(TokenId, Deprel),
}

/// Tokens that are parsed together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// In text order, at least one.
    pub tokens: Vec<TokenId>,
    /// Where its root goes.
    pub join: Join,
}

/// The parts of `sentence`, the main one first, and the tokens of names, hyphened nouns and bounds of numbers that are left
/// out. Together they hold every token once.
pub fn split(text: &str, tokens: &Tokens, hits: &[Hit], sentence: &Sentence) -> (Vec<Part>, Vec<LeftOut>) {
    let all = sentence.tokens;
    let start = if sentence.dateline.is_empty() { all.start } else { sentence.dateline.end.min(all.end) };
    let mut stands_for: Vec<LeftOut> = Vec::new();
    let part_of = |head: TokenId| move |token: TokenId| LeftOut { token, head, deprel: Deprel::Compound };
    for hit in hits_within(hits, all) {
        let head = TokenId(hit.tokens.end - 1);
        if is_name(tokens, hit.tokens) {
            stands_for.extend(hit.tokens.ids().filter(|&t| t != head).map(part_of(head)));
        }
    }
    for t in all.ids() {
        let in_name = |t: TokenId| stands_for.iter().any(|left_out| left_out.token == t || left_out.head == t);
        let rest = hyphens::rest_of_noun(text, tokens, t, all.end);
        if let Some(rest) = rest.filter(|rest| !rest.iter().chain([&t]).any(|&t| in_name(t))) {
            stands_for.extend(rest.map(part_of(t)));
        }
        if let Some(number) = bounded(text, tokens, t, all.end) {
            let bound = |token| LeftOut { token, head: number, deprel: Deprel::Advmod };
            stands_for.extend((t.0..number.0).map(TokenId).map(bound));
        }
    }
    stands_for.sort_unstable();
    stands_for.dedup_by_key(|left_out| left_out.token);
    let is_left_out = |t: TokenId| stands_for.binary_search_by_key(&t, |left_out| left_out.token).is_ok();
    let mut parts = vec![Part { tokens: Vec::with_capacity(all.len()), join: Join::Main }];
    let mut current = 0;
    let mut at = start;
    while at < all.end {
        let t = TokenId(at);
        let form = tokens.form(t, text);
        if at == start
            && let Some(end) = when::opening(text, tokens, sentence, at)
        {
            let time = (at..end).map(TokenId).filter(|&t| !is_left_out(t)).collect();
            parts.push(Part { tokens: time, join: Join::Root(Deprel::Obl) });
            at = end;
            continue;
        }
        let before = parts[current].tokens.last().copied();
        if let (Some(before), true) = (before, matches!(form, "(" | "["))
            && let Some(close) = aside(text, tokens, at, all.end)
            && is_nominal(tokens, before)
        {
            let inside = (at..=close).map(TokenId).filter(|&t| !is_left_out(t)).collect();
            parts.push(Part { tokens: inside, join: Join::Token(before, Deprel::Appos) });
            at = close + 1;
            continue;
        }
        if let (Some(before), Some(end)) = (before, worth(text, tokens, at, all.end))
            && is_nominal(tokens, before)
        {
            let inside = (at..end).map(TokenId).filter(|&t| !is_left_out(t)).collect();
            parts.push(Part { tokens: inside, join: Join::Token(before, Deprel::Amod) });
            at = end;
            continue;
        }
        let clause = |tokens_of: &mut dyn Iterator<Item = TokenId>| {
            let (mut finite, mut count) = (false, 0);
            for t in tokens_of {
                finite |= is_finite(tokens, t);
                count += 1;
            }
            finite && count >= SHORTEST_CLAUSE
        };
        if form == ";" {
            let next = (at + 1..all.end).find(|&t| tokens.form(TokenId(t), text) == ";").unwrap_or(all.end);
            if clause(&mut parts[current].tokens.iter().copied()) && clause(&mut (at + 1..next).map(TokenId)) {
                parts.push(Part { tokens: Vec::new(), join: Join::Root(Deprel::Parataxis) });
                current = parts.len() - 1;
            }
        }
        if let Some(before) = before
            && is_nominal(tokens, before)
            && let Some((end, verb)) = when::before_verb(text, tokens, sentence, at)
        {
            let inside = (at..end).map(TokenId).filter(|&t| !is_left_out(t)).collect();
            parts.push(Part { tokens: inside, join: Join::Token(verb, Deprel::Obl) });
            at = end;
            continue;
        }
        if !is_left_out(t) {
            parts[current].tokens.push(t);
        }
        at += 1;
    }
    if start > all.start {
        let dateline = (all.start..start).map(TokenId).filter(|&t| !is_left_out(t)).collect();
        parts.push(Part { tokens: dateline, join: Join::Root(Deprel::Dep) });
    }
    parts.retain(|part| !part.tokens.is_empty());
    if let Some(first) = parts.first_mut() {
        first.join = Join::Main;
    }
    (parts, stands_for)
}

/// The number that the words from `t` on bound.
fn bounded(text: &str, tokens: &Tokens, t: TokenId, end: u32) -> Option<TokenId> {
    let is = |at: u32, word: &str| at < end && tokens.form(TokenId(at), text).eq_ignore_ascii_case(word);
    let bound = BOUNDS.iter().find(|bound| bound.iter().zip(t.0..).all(|(word, at)| is(at, word)))?;
    let number = t.0 + bound.len() as u32;
    // *Arrested over 20 miners*, but *arrested over 20 days*
    let counted = (number + 1..end.min(number + 4)).map(TokenId);
    let lasts = bound.len() == 1 && counted.into_iter().any(|t| is_time(tokens, t));
    (number < end && tokens.xpos[number as usize] == Xpos::Cd && !lasts).then_some(TokenId(number))
}

fn hits_within(hits: &[Hit], span: Span<Token>) -> impl Iterator<Item = &Hit> {
    let from = hits.partition_point(|hit| hit.tokens.start < span.start);
    hits[from..].iter().take_while(move |hit| hit.tokens.end <= span.end)
}

/// Whether every word that counts in it is tagged as a name, and it is more than one.
fn is_name(tokens: &Tokens, span: Span<Token>) -> bool {
    let proper = |t: TokenId| matches!(tokens.upos[t.index()], Upos::Propn);
    let last = TokenId(span.end - 1);
    span.len() > 1
        && proper(last)
        && !span.ids().any(|t| matches!(tokens.upos[t.index()], Upos::Verb | Upos::Aux | Upos::Pron))
}

/// The closing bracket of a short aside that opens at `open`.
fn aside(text: &str, tokens: &Tokens, open: u32, end: u32) -> Option<u32> {
    let close = if tokens.form(TokenId(open), text) == "(" { ")" } else { "]" };
    let last = end.min(open + 2 + LONGEST_ASIDE);
    let at = (open + 1..last).find(|&t| matches!(tokens.form(TokenId(t), text), "(" | "[" | ")" | "]"))?;
    (tokens.form(TokenId(at), text) == close && at > open + 1).then_some(at)
}

/// Where *worth two million naira* ends that begins at `at`.
fn worth(text: &str, tokens: &Tokens, at: u32, end: u32) -> Option<u32> {
    let sum = |t: &u32| matches!(tokens.upos[*t as usize], Upos::Num | Upos::Sym);
    let last = (at + 1..end).take_while(sum).last().filter(|_| tokens.form(TokenId(at), text) == "worth")?;
    let unit = last + 1 < end && tokens.upos[last as usize + 1] == Upos::Noun;
    Some(last + 1 + u32::from(unit))
}

fn is_nominal(tokens: &Tokens, t: TokenId) -> bool {
    matches!(tokens.upos[t.index()], Upos::Noun | Upos::Propn | Upos::Pron | Upos::Num | Upos::X | Upos::Adj)
}

fn is_finite(tokens: &Tokens, t: TokenId) -> bool {
    // A past tense is often taken for a participle.
    matches!(tokens.xpos[t.index()], Xpos::Vbd | Xpos::Vbn | Xpos::Vbz | Xpos::Vbp | Xpos::Md)
}

#[cfg(test)]
pub(super) mod tests {
    use crate::doc::Deprel;
    use crate::pipeline::{Model, Worker};

    /// Runs `check` with a function that gives a word's relation and the form of its head in `text`.
    pub fn parsed(text: &str, check: impl Fn(&dyn Fn(&str) -> (Deprel, String))) {
        let model = Model::embedded().expect("built-in model");
        let article = crate::doc::Article { text: text.into(), ..Default::default() };
        let mut worker = Worker::new(&model);
        let doc = worker.understand(&article);
        let relation = |word: &str| {
            let form = |t: crate::doc::TokenId| doc.tokens.form(t, text);
            let all = 0..doc.tokens.len() as u32;
            let t = all.map(crate::doc::TokenId).find(|&t| form(t) == word).expect("a word of the text");
            (doc.tokens.deprel[t.index()], form(doc.tokens.head[t.index()]).to_owned())
        };
        check(&relation);
    }

    #[test]
    fn dateline_and_brackets_do_not_come_between_subject_and_verb() {
        parsed("NAIROBI (AP) – The Alliance of Port Clerks (APC) marched on Monday.", |relation| {
            assert_eq!(relation("Alliance"), (Deprel::Nsubj, "marched".into()));
            assert_eq!(relation("APC").0, Deprel::Appos);
            assert_eq!(relation("NAIROBI").0, Deprel::Dep);
        });
    }

    #[test]
    fn time_before_the_verb_belongs_to_it() {
        for text in [
            "Peru on Friday released two miners.",
            "The port council late on Monday evening released its members.",
            "Chile on 14 June 2021 released them.",
            "Guards in March released the clerk.",
            "The mayor last week released a list.",
        ] {
            parsed(text, |relation| {
                assert_eq!(relation("released").0, Deprel::Root, "{text}");
                let subject = ["Peru", "council", "Chile", "Guards", "mayor"].into_iter().find(|w| text.contains(w));
                assert_eq!(relation(subject.expect("one of them")), (Deprel::Nsubj, "released".into()), "{text}");
            });
        }
    }

    #[test]
    fn clause_behind_semicolon_has_its_own_verb() {
        parsed("Peru closed the border; Chile and Bolivia rejected the move.", |relation| {
            assert_eq!(relation("closed").0, Deprel::Root);
            assert_eq!(relation("rejected"), (Deprel::Parataxis, "closed".into()));
            assert_eq!(relation("Chile"), (Deprel::Nsubj, "rejected".into()));
        });
    }

    #[test]
    fn list_with_semicolons_stays_whole() {
        parsed("They met Ana, a nurse; Luis, a clerk; and Eva, a cook.", |relation| {
            assert_ne!(relation("Luis").0, Deprel::Parataxis);
        });
    }
}
