//! What the name tagger sees of a word: its form, its neighbours, the run of capitalised words around it, the gazetteer
//! and the rest of the article.

use crate::doc::{Document, EntityType, Sentence, SentenceKind, Span, Token, TokenId, Upos};
use crate::gazetteer::Gazetteer;
use crate::net::memo::{Hashed, key};
use crate::net::{hash, mix};
use crate::resolve::{Lexicon as Nouns, is_calendar_word};
use crate::tag::features::{Casing, shape};
use crate::tag::lexicon::Lexicon;
use std::collections::HashMap;

/// The word lists that features look into.
#[derive(Clone, Copy, Debug)]
pub struct Knowledge<'a> {
    /// Clusters and inflections.
    pub words: &'a Lexicon,
    /// Given names, titles, offices, heads of organisations and places.
    pub nouns: &'a Nouns,
    /// Names.
    pub gazetteer: &'a Gazetteer,
}

/// Bits of [`View::lists`]: lists that a word stands in.
mod list {
    pub const GIVEN: u16 = 1;
    pub const ORG_HEAD: u16 = 2;
    pub const PLACE_HEAD: u16 = 4;
    pub const HONORIFIC: u16 = 8;
    pub const OFFICE: u16 = 16;
    pub const ROLE: u16 = 32;
    pub const DEMONYM: u16 = 64;
    pub const CALENDAR: u16 = 128;
    pub const COMMON: u16 = 256;
    pub const SPEECH: u16 = 512;
    pub const LOCATIVE: u16 = 1024;
}

/// Bits of [`View::elsewhere`]: what other places of the article show of a word.
mod elsewhere {
    pub const LOWER: u16 = 1;
    pub const INSIDE: u16 = 2;
    pub const TITLED: u16 = 4;
    pub const GIVEN_BEFORE: u16 = 8;
    pub const LOCATIVE: u16 = 16;
    pub const ORG: u16 = 32;
    pub const LOC: u16 = 64;
    pub const PER: u16 = 128;
    pub const ORG_HEAD: u16 = 256;
    pub const BRACKETS: u16 = 512;
    pub const SPEAKS: u16 = 1024;
    pub const COMMA_PLACE: u16 = 2048;
    pub const ARTICLE: u16 = 4096;
    pub const ALL: [u16; 13] = [
        LOWER,
        INSIDE,
        TITLED,
        GIVEN_BEFORE,
        LOCATIVE,
        ORG,
        LOC,
        PER,
        ORG_HEAD,
        BRACKETS,
        SPEAKS,
        COMMA_PLACE,
        ARTICLE,
    ];
}

/// What is known of one token.
#[derive(Clone, Copy, Debug, Default)]
struct View {
    lower: u64,
    shape: u64,
    cluster: u64,
    branches: [u64; 3],
    endings: [u64; 3],
    beginnings: [u64; 2],
    lists: u16,
    capital: bool,
    connects: bool,
    upos: u64,
    gazetteer: u64,
    elsewhere: u16,
}

/// The tokens of an article as the tagger sees them.
#[derive(Debug, Default)]
pub struct Views {
    by_token: Vec<View>,
    /// By the hash of form and casing.
    known: HashMap<u64, View, Hashed>,
    /// What other places show of a word, by the hash of its lower-case form.
    shown: HashMap<u64, u16, Hashed>,
    sights: Vec<Sight>,
    /// Runs of tokens that may hold names: capitalised words, gazetteer names, and few words between them.
    runs: Vec<(Span<Token>, Sight)>,
}

/// How the sentence of a run is written, and where it starts and ends.
#[derive(Clone, Copy, Debug)]
pub struct Sight {
    casing: Casing,
    tokens: Span<Token>,
    dateline: Span<Token>,
}

/// Lower-case words between two capitalised ones that may still belong to a name.
const GAP: u32 = 3;
/// Words of which views are kept between articles.
const KEPT: usize = 20_000;

impl Views {
    /// Looks at an article that has sentences, hits and tags.
    pub fn fill(&mut self, text: &str, doc: &Document, knowledge: Knowledge<'_>) {
        if self.known.len() > KEPT {
            self.known.clear();
        }
        self.by_token.clear();
        self.by_token.resize(doc.tokens.len(), View::default());
        self.runs.clear();
        self.sights.clear();
        for sentence in doc.sentences.iter().filter(|s| s.kind != SentenceKind::Boilerplate) {
            self.sentence(text, doc, sentence, knowledge);
        }
        for hit in &doc.hits {
            let Some(entry) = knowledge.gazetteer.candidates(hit.name).next() else { continue };
            let class = class_of(entry.etype(), entry.subtype()) * 4
                + u64::from(entry.gated()) * 2
                + u64::from(entry.is_acronym());
            let last = hit.tokens.end.saturating_sub(1);
            for t in hit.tokens.ids() {
                let place = 1 + u64::from(t.0 == hit.tokens.start) + 2 * u64::from(t.0 == last);
                if let Some(view) = self.by_token.get_mut(t.index()) {
                    view.gazetteer = class * 8 + place;
                }
            }
        }
        self.look_elsewhere(doc, knowledge);
        for i in 0..self.sights.len() {
            self.find_runs(self.sights[i]);
        }
    }

    fn sentence(&mut self, text: &str, doc: &Document, sentence: &Sentence, knowledge: Knowledge<'_>) {
        let casing = Casing::of(sentence.tokens.ids().map(|t| doc.tokens.form(t, text)));
        self.sights.push(Sight { casing, tokens: sentence.tokens, dateline: sentence.dateline });
        for t in sentence.tokens.ids() {
            let form = doc.tokens.form(t, text);
            let key = mix(key(form), casing as u64);
            let view = *self.known.entry(key).or_insert_with(|| view_of(form, casing, knowledge));
            self.by_token[t.index()] = View { upos: doc.tokens.upos[t.index()] as u64, ..view };
        }
    }

    fn find_runs(&mut self, sight: Sight) {
        let mut start: Option<u32> = None;
        let mut end = 0;
        for t in sight.tokens.ids() {
            let view = &self.by_token[t.index()];
            if !(view.capital || view.gazetteer != 0 || sight.casing == Casing::Lower) {
                continue;
            }
            let gap_connects = start.is_some()
                && t.0 - end <= GAP
                && (end..t.0).all(|i| self.by_token[i as usize].connects || t.0 - end <= 1);
            match start {
                Some(_) if gap_connects => {}
                Some(from) => {
                    self.runs.push((Span::new(from, end), sight));
                    start = Some(t.0);
                }
                None => start = Some(t.0),
            }
            end = t.0 + 1;
        }
        if let Some(from) = start {
            self.runs.push((Span::new(from, end), sight));
        }
    }

    /// The runs of tokens outside of which there are no names, in text order.
    pub fn runs(&self) -> impl Iterator<Item = (Span<Token>, Sight)> + '_ {
        self.runs.iter().copied()
    }

    /// Whether the token is written with a capital.
    pub fn is_capital(&self, t: TokenId) -> bool {
        self.by_token.get(t.index()).is_some_and(|view| view.capital)
    }

    /// Gathers what the article shows of each capitalised word.
    fn look_elsewhere(&mut self, doc: &Document, knowledge: Knowledge<'_>) {
        let [the, open, close, comma] = ["the", "(", ")", ","].map(hash);
        let shown = &mut self.shown;
        shown.clear();
        for &Sight { casing, tokens, .. } in &self.sights {
            if matches!(casing, Casing::Upper | Casing::Lower) {
                continue;
            }
            let mut run_start = tokens.start;
            let mut org_head = false;
            for t in tokens.start..tokens.end {
                let view = &self.by_token[t as usize];
                if !view.capital {
                    if view.upos != Upos::Punct as u64 {
                        *shown.entry(view.lower).or_default() |= elsewhere::LOWER;
                    }
                    run_start = t + 1;
                    org_head = false;
                    continue;
                }
                if run_start == t {
                    org_head = (t..tokens.end)
                        .take_while(|&i| self.by_token[i as usize].capital)
                        .any(|i| self.by_token[i as usize].lists & list::ORG_HEAD != 0);
                }
                let nothing = View::default();
                let before = if t > tokens.start { &self.by_token[t as usize - 1] } else { &nothing };
                let after = if t + 1 < tokens.end { &self.by_token[t as usize + 1] } else { &nothing };
                let mut bits = 0;
                let mut set = |bit: u16, holds: bool| bits |= if holds { bit } else { 0 };
                set(elsewhere::INSIDE, t > tokens.start);
                set(elsewhere::TITLED, before.lists & (list::HONORIFIC | list::OFFICE) != 0 && before.capital);
                let first = &self.by_token[run_start as usize];
                set(elsewhere::GIVEN_BEFORE, t > run_start && t - run_start <= 3 && first.lists & list::GIVEN != 0);
                let last_of_run = !after.capital;
                set(elsewhere::LOCATIVE, run_start == t && before.lists & list::LOCATIVE != 0 && last_of_run);
                set(elsewhere::ORG_HEAD, org_head && t > run_start);
                set(elsewhere::ARTICLE, run_start == t && before.lower == the);
                set(elsewhere::BRACKETS, before.lower == open && after.lower == close);
                set(elsewhere::SPEAKS, after.lists & list::SPEECH != 0);
                let comma_place = after.lower == comma
                    && t + 2 < tokens.end
                    && matches!(self.by_token[t as usize + 2].gazetteer / 32, 1 | 2);
                set(elsewhere::COMMA_PLACE, comma_place);
                *shown.entry(view.lower).or_default() |= bits;
            }
        }
        for hit in &doc.hits {
            let Some(entry) = knowledge.gazetteer.candidates(hit.name).next().filter(|e| !e.gated()) else { continue };
            let bit = match entry.etype() {
                EntityType::Org => elsewhere::ORG,
                EntityType::Loc => elsewhere::LOC,
                EntityType::Per => elsewhere::PER,
            };
            for t in hit.tokens.ids() {
                *shown.entry(self.by_token[t.index()].lower).or_default() |= bit;
            }
        }
        for view in self.by_token.iter_mut().filter(|view| view.capital) {
            view.elsewhere = shown.get(&view.lower).copied().unwrap_or_default();
        }
    }

    /// Calls `emit` with the features of token `t` of the run `run`.
    pub fn features(&self, t: u32, run: Span<Token>, sight: Sight, mut emit: impl FnMut(u64)) {
        let outside = View { lower: 3, shape: 3, upos: 99, ..View::default() };
        let at = |distance: i64| -> &View {
            let index = i64::from(t) + distance;
            let inside = index >= i64::from(sight.tokens.start) && index < i64::from(sight.tokens.end);
            if inside { &self.by_token[index as usize] } else { &outside }
        };
        let word = at(0);
        let (p2, p1, n1, n2) = (at(-2), at(-1), at(1), at(2));
        let casing = sight.casing as u64;
        let first = t == sight.tokens.start;
        let mut number = 0;
        let mut f = |value: u64| {
            number += 1;
            emit(mix(number, value));
        };
        let lists = |view: &View| u64::from(view.lists);

        f(word.lower);
        f(p1.lower);
        f(n1.lower);
        f(p2.lower);
        f(n2.lower);
        f(mix(word.shape, casing));
        f(mix(word.shape, u64::from(first)));
        f(mix(p1.shape, word.shape));
        f(mix(word.shape, n1.shape));
        f(mix(mix(p1.shape, word.shape), n1.shape));
        f(word.cluster);
        f(p1.cluster);
        f(n1.cluster);
        f(p2.cluster);
        f(n2.cluster);
        for i in 0..3 {
            f(word.branches[i]);
            f(p1.branches[i]);
            f(n1.branches[i]);
        }
        f(p2.branches[1]);
        f(n2.branches[1]);
        f(mix(p1.branches[2], word.branches[2]));
        f(mix(word.branches[2], n1.branches[2]));
        for ending in word.endings {
            f(mix(ending, u64::from(word.capital)));
        }
        f(p1.endings[1]);
        f(n1.endings[1]);
        for beginning in word.beginnings {
            f(beginning);
        }
        f(lists(word));
        f(lists(p1));
        f(lists(n1));
        f(lists(p2));
        f(lists(n2));
        f(mix(lists(p1), lists(word)));
        f(mix(lists(word), lists(n1)));
        f(mix(lists(word), word.shape));
        f(word.gazetteer);
        f(p1.gazetteer);
        f(n1.gazetteer);
        f(mix(word.gazetteer, word.shape));
        f(mix(word.gazetteer, word.lower));
        f(mix(word.gazetteer, n1.gazetteer));
        f(mix(p1.gazetteer, word.gazetteer));
        f(mix(word.gazetteer, lists(word)));
        f(mix(word.gazetteer, p1.lower));
        f(mix(word.gazetteer, n1.lower));
        f(word.upos);
        f(mix(p1.upos, word.upos));
        f(mix(word.upos, n1.upos));
        f(mix(mix(p1.upos, word.upos), n1.upos));
        f(mix(p1.lower, word.shape));
        f(mix(n1.lower, word.shape));
        f(mix(p1.lower, word.lower));
        f(mix(word.lower, n1.lower));
        f(mix(p1.lower, n1.lower));
        f(mix(p1.cluster, word.cluster));
        f(mix(word.cluster, n1.cluster));
        f(u64::from(sight.dateline.contains(t)));

        // The stretch of capitalised words around the token, as a whole.
        let (mut start, mut end) = (t, t + 1);
        if word.capital {
            while start > run.start && self.by_token[start as usize - 1].capital {
                start -= 1;
            }
            while end < run.end && self.by_token[end as usize].capital {
                end += 1;
            }
        }
        let stretch = |index: i64| at(index - i64::from(t));
        let before = stretch(i64::from(start) - 1);
        let after = stretch(i64::from(end));
        let (head, tail) = (stretch(i64::from(start)), stretch(i64::from(end) - 1));
        let len = u64::from((end - start).min(4));
        let place = u64::from((t - start).min(3)) * 4 + u64::from((end - 1 - t).min(3));
        f(place);
        f(mix(before.lower, len));
        f(mix(after.lower, len));
        f(mix(before.cluster, len));
        f(mix(after.cluster, len));
        f(mix(before.branches[1], place));
        f(mix(after.branches[1], place));
        f(mix(lists(before), len));
        f(mix(lists(after), len));
        f(mix(tail.lower, place));
        f(mix(lists(tail), place));
        f(mix(tail.cluster, place));
        f(mix(lists(head), place));
        f(mix(head.cluster, place));
        f(mix(mix(before.branches[1], after.branches[1]), len));
        f(mix(u64::from(start == sight.tokens.start), len));
        f(mix(after.upos, before.upos));
        let has_head = |from: u32, to: u32| {
            (from..to)
                .any(|i| self.by_token[i as usize].capital && self.by_token[i as usize].lists & list::ORG_HEAD != 0)
        };
        let heads = u64::from(has_head(run.start, t)) * 2 + u64::from(has_head(t + 1, run.end));
        f(mix(heads, word.shape));
        f(mix(heads, word.upos));
        let honorific = [p1, p2].iter().any(|view| view.lists & list::HONORIFIC != 0);
        f(mix(u64::from(honorific), len));

        for (i, bit) in elsewhere::ALL.into_iter().enumerate() {
            if word.elsewhere & bit != 0 {
                emit(mix(200, mix(i as u64, len)));
                emit(mix(201, mix(i as u64, u64::from(first))));
            }
        }
        emit(mix(202, mix(u64::from(word.elsewhere & !elsewhere::INSIDE), u64::from(first))));
        emit(mix(203, mix(u64::from(tail.elsewhere), place)));
    }
}

/// Class of a gazetteer name: countries and other places are told apart.
fn class_of(etype: EntityType, subtype: &str) -> u64 {
    match (etype, subtype) {
        (EntityType::Loc, "country") => 1,
        (EntityType::Loc, _) => 2,
        (EntityType::Org, _) => 3,
        _ => 4,
    }
}

fn view_of(form: &str, casing: Casing, knowledge: Knowledge<'_>) -> View {
    let mut lower = String::with_capacity(form.len());
    for c in form.chars() {
        lower.extend(c.to_lowercase().map(|c| if c.is_ascii_digit() { '0' } else { c }));
    }
    // In a sentence without small letters, or without capitals, lists are asked for the usual writing.
    let title;
    let usual = if matches!(casing, Casing::Upper | Casing::Lower) {
        let mut chars = lower.chars();
        title = chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect());
        title.as_str()
    } else {
        form
    };
    let entry =
        if casing == Casing::Normal { knowledge.words.get(form, &lower) } else { knowledge.words.get(&lower, usual) };
    let nouns = knowledge.nouns;
    let mut lists = 0;
    let mut set = |bit: u16, holds: bool| lists |= if holds { bit } else { 0 };
    let title = nouns.title(usual);
    set(list::GIVEN, nouns.given_name(usual).is_some());
    set(list::ORG_HEAD, nouns.org_head(usual).is_some());
    set(list::PLACE_HEAD, nouns.place_head(usual).is_some());
    set(list::HONORIFIC, title.is_some_and(|title| !title.is_office));
    set(list::OFFICE, title.is_some_and(|title| title.is_office));
    set(list::ROLE, nouns.role([lower.as_str()]).is_some());
    set(list::DEMONYM, nouns.demonym(usual).is_some());
    set(list::CALENDAR, is_calendar_word(usual));
    set(list::COMMON, nouns.is_common(&lower));
    set(list::SPEECH, is_speech(&lower));
    set(list::LOCATIVE, matches!(lower.as_str(), "in" | "near" | "at" | "from" | "outside" | "around"));
    let ending = |letters: usize| {
        let start = lower.char_indices().rev().nth(letters - 1).map_or(0, |(i, _)| i);
        hash(&lower[start..])
    };
    let beginning = |letters: usize| {
        let end = lower.char_indices().nth(letters).map_or(lower.len(), |(i, _)| i);
        hash(&lower[..end])
    };
    View {
        lower: hash(&lower),
        shape: shape(form),
        cluster: u64::from(entry.cluster),
        branches: [4, 6, 10].map(|turns| knowledge.words.prefix(entry.cluster, turns)),
        endings: [2, 3, 4].map(ending),
        beginnings: [2, 4].map(beginning),
        lists,
        capital: form.chars().next().is_some_and(char::is_uppercase)
            || form.chars().nth(1).is_some_and(char::is_uppercase)
            || form.starts_with(|c: char| c.is_ascii_digit()) && form.contains(char::is_alphabetic),
        connects: is_connector(&lower),
        ..View::default()
    }
}

fn is_speech(lower: &str) -> bool {
    matches!(lower, "said" | "says" | "told" | "added" | "stated" | "announced" | "warned" | "tweeted" | "wrote")
}

/// Words, hyphens and signs that stand inside names.
fn is_connector(lower: &str) -> bool {
    const CONNECTORS: &[&str] = &[
        "of", "and", "the", "for", "on", "in", "to", "against", "with", "at", "from", "by", "without", "&", "-", "–",
        "'", "’", ".", "/", "de", "la", "le", "les", "des", "du", "del", "da", "do", "dos", "das", "di", "van", "von",
        "der", "den", "el", "al", "ul", "bin", "ibn", "bint", "abu", "ben", "ould", "y", "e", "et", "und", "pour",
        "para", "a", "d", "l", "as", "ash", "an", "ad", "ar", "us", "'s", "’s",
    ];
    CONNECTORS.contains(&lower)
}
