//! Texts for benches: news that nobody wrote, with the statistics of news, the same on every machine.
//!
//! A small grammar makes sentences of common words, made-up words and names. Words and names are drawn by Zipf's law;
//! lengths of sentences, shares of capitalised words and numbers, and the density of names and triggers are meant to be
//! those of news, and were not held against any.
#![allow(dead_code, reason = "each bench uses a part of it")]

use advocoder::doc::EntityType;
use advocoder::gazetteer::Entry;
use criterion::measurement::{Measurement, ValueFormatter, WallTime};
use std::collections::HashSet;
use std::time::Duration;

/// Numbers that look random (SplitMix64).
#[derive(Clone, Debug)]
pub struct Random(pub u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// From 0 to 1.
    fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn chance(&mut self, share: f64) -> bool {
        self.share() < share
    }

    fn below(&mut self, count: usize) -> usize {
        (self.next() % count as u64) as usize
    }

    /// A rank below `count` that is drawn half as often as the one at half of it (Zipf's law).
    ///
    /// By bisection in whole numbers and square roots, which every machine rounds alike.
    fn zipf(&mut self, count: usize) -> usize {
        let (mut low, mut high) = (1.0, (count + 1) as f64);
        for _ in 0..24 {
            let middle = f64::sqrt(low * high);
            if self.next() & 1 == 0 { high = middle } else { low = middle }
        }
        (low as usize - 1).min(count - 1)
    }

    fn pick<'t>(&mut self, words: &[&'t str]) -> &'t str {
        words[self.zipf(words.len())]
    }

    /// A word of so many syllables.
    fn word(&mut self, syllables: usize) -> String {
        const ONSETS: [&str; 20] =
            ["b", "d", "k", "l", "m", "n", "r", "s", "t", "v", "f", "g", "h", "p", "z", "sh", "tr", "kr", "br", "st"];
        const VOWELS: [&str; 7] = ["a", "e", "i", "o", "u", "ai", "ou"];
        const CODAS: [&str; 9] = ["", "", "", "n", "r", "l", "s", "m", "k"];
        let mut word = String::new();
        for _ in 0..syllables {
            for parts in [&ONSETS[..], &VOWELS, &CODAS] {
                word.push_str(parts[self.below(parts.len())]);
            }
        }
        word
    }

    fn capitalised(&mut self, syllables: usize) -> String {
        let word = self.word(syllables);
        word[..1].to_uppercase() + &word[1..]
    }
}

/// So many different made-up names of people, organisations and places. The first of more names are those of fewer.
pub fn names(count: usize) -> Vec<Entry> {
    const HEADS: [&str; 10] = [
        "Institute",
        "Ministry",
        "Council",
        "Union",
        "Foundation",
        "Party",
        "Network",
        "Court",
        "Association",
        "Front",
    ];
    const CAUSES: [&str; 10] = [
        "Justice",
        "Water",
        "Human Rights",
        "Press Freedom",
        "Health",
        "Peace",
        "Labour",
        "Women",
        "Land",
        "Education",
    ];
    let mut random = Random(7);
    let given: Vec<_> = (0..3_000).map(|_| random.capitalised(2)).collect();
    let surnames: Vec<_> = (0..60_000).map(|i| random.capitalised(2 + i % 2)).collect();
    let (mut seen, mut entries) = (HashSet::new(), Vec::with_capacity(count));
    while entries.len() < count {
        let (etype, name) = match random.below(10) {
            0..4 => {
                let given = &given[random.zipf(given.len())];
                (EntityType::Per, format!("{given} {}", surnames[random.below(surnames.len())]))
            }
            4..6 => (EntityType::Loc, random.capitalised(3)),
            6..8 => (EntityType::Loc, format!("{} {}", random.capitalised(2), random.capitalised(2))),
            _ => {
                let (head, cause) = (HEADS[random.below(10)], CAUSES[random.below(10)]);
                (EntityType::Org, format!("{} {head} for {cause}", random.capitalised(3)))
            }
        };
        if seen.insert(name.clone()) {
            entries.push(Entry { id: format!("bench/{}", entries.len()), etype, name, ..Entry::default() });
        }
    }
    entries
}

/// Least bytes of an article.
pub const ARTICLE: usize = 3_000;
/// Names that an article may speak of, those that no list knows left aside.
const CAST: usize = 12;

/// What a text is like.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    /// Share of clauses whose verb may be an event's.
    pub triggers: f64,
    /// Share of noun phrases that are names.
    pub names: f64,
}

/// Political news: names and events in every other sentence.
pub const DENSE: Style = Style { triggers: 0.4, names: 0.3 };
/// Text of other matters, in which names are few and events rare.
pub const SPARSE: Style = Style { triggers: 0.03, names: 0.06 };

/// Names that the built-in gazetteer knows.
pub const KNOWN: [&str; 40] = [
    "Syria",
    "United Nations",
    "France",
    "Human Rights Watch",
    "Russia",
    "Amnesty International",
    "Turkey",
    "Paris",
    "European Union",
    "Colombia",
    "Geneva",
    "Nigeria",
    "Germany",
    "Security Council",
    "Myanmar",
    "Damascus",
    "Kenya",
    "Red Cross",
    "Bogota",
    "Egypt",
    "Peru",
    "International Criminal Court",
    "Lebanon",
    "Nairobi",
    "Brazil",
    "Cairo",
    "African Union",
    "Mexico",
    "Iraq",
    "Berlin",
    "Hamas",
    "Sudan",
    "Greenpeace",
    "Lima",
    "Honduras",
    "Moscow",
    "World Health Organization",
    "Yangon",
    "Ukraine",
    "Oxfam",
];

const NOUNS: [&str; 72] = [
    "government",
    "people",
    "year",
    "report",
    "group",
    "country",
    "case",
    "week",
    "police",
    "court",
    "city",
    "law",
    "president",
    "state",
    "family",
    "official",
    "work",
    "day",
    "attack",
    "company",
    "time",
    "school",
    "right",
    "leader",
    "member",
    "security",
    "war",
    "month",
    "party",
    "house",
    "election",
    "decision",
    "system",
    "woman",
    "child",
    "letter",
    "programme",
    "minister",
    "road",
    "market",
    "hospital",
    "village",
    "law firm",
    "price",
    "player",
    "river",
    "season",
    "budget",
    "food",
    "border",
    "prison",
    "lawyer",
    "statement",
    "violence",
    "investigation",
    "camp",
    "student",
    "worker",
    "farmer",
    "judge",
    "committee",
    "border guard",
    "church",
    "harvest",
    "museum",
    "engine",
    "result",
    "bank",
    "factory",
    "teacher",
    "winter",
    "bridge",
];
const VERBS: [&str; 36] = [
    "said", "had", "made", "took", "saw", "became", "left", "began", "found", "gave", "knew", "kept", "held", "used",
    "showed", "moved", "brought", "built", "lost", "reached", "opened", "passed", "won", "grew", "bought", "led",
    "spent", "sold", "closed", "drew", "carried", "followed", "changed", "included", "covered", "measured",
];
const ADJECTIVES: [&str; 30] = [
    "new",
    "first",
    "last",
    "other",
    "local",
    "public",
    "former",
    "political",
    "young",
    "large",
    "small",
    "national",
    "long",
    "recent",
    "foreign",
    "old",
    "senior",
    "economic",
    "early",
    "human",
    "high",
    "several",
    "military",
    "legal",
    "free",
    "northern",
    "civil",
    "heavy",
    "common",
    "dry",
];
const PREPOSITIONS: [&str; 12] =
    ["of", "in", "to", "for", "with", "on", "at", "from", "by", "about", "after", "against"];
const DETERMINERS: [&str; 8] = ["the", "a", "its", "their", "his", "this", "some", "her"];
const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
/// Verb phrases of events; `@` is a noun phrase.
const TRIGGERS: [&str; 20] = [
    "condemned @",
    "met @ in @",
    "urged @ to release @",
    "arrested @",
    "called for @",
    "accused @ of torture",
    "sued @ over @",
    "signed an agreement with @",
    "criticised @",
    "demanded the release of @",
    "protested against @",
    "sentenced @ to five years in prison",
    "visited @",
    "threatened @ with sanctions",
    "killed @ in @",
    "praised @",
    "launched an investigation into @",
    "warned @ about @",
    "rejected @",
    "published a report on @",
];

/// A maker of texts.
#[derive(Debug)]
pub struct News {
    random: Random,
    style: Style,
    names: Vec<String>,
    /// Those that the article at hand speaks of: names come back within an article.
    cast: Vec<usize>,
    /// Made-up nouns and surnames, the tail of Zipf's law.
    rare: Vec<String>,
    unknown: Vec<String>,
}

impl News {
    /// A maker of texts with mentions of `names`, the first most often, and of as many names that no list knows.
    pub fn new(style: Style, names: Vec<String>) -> Self {
        let mut random = Random(1);
        let endings = ["", "s", "tion", "ing", "ment", "er", "ity", "ers"];
        let rare = (0..12_000).map(|i| random.word(1 + i % 3) + endings[random.below(8)]).collect();
        let unknown = (0..6_000).map(|_| format!("{} {}", random.capitalised(2), random.capitalised(2))).collect();
        Self { random, style, names, cast: Vec::new(), rare, unknown }
    }

    /// Articles of at least [`ARTICLE`] bytes, together of at least so many.
    pub fn articles(&mut self, bytes: usize) -> Vec<String> {
        (0..bytes.div_ceil(ARTICLE)).map(|_| self.article()).collect()
    }

    /// Articles as one text.
    pub fn text(&mut self, bytes: usize) -> String {
        self.articles(bytes).concat()
    }

    fn article(&mut self) -> String {
        self.cast = (0..CAST).map(|_| self.random.zipf(self.names.len())).collect();
        let mut out = String::with_capacity(ARTICLE + 1_000);
        while out.len() < ARTICLE {
            for _ in 0..=self.random.below(3) {
                self.sentence(&mut out);
                out.push(' ');
            }
            out.pop();
            out.push_str("\n\n");
        }
        out
    }

    fn sentence(&mut self, out: &mut String) {
        let start = out.len();
        let quoted = self.random.chance(0.08);
        if quoted {
            out.push('“');
        }
        if self.random.chance(0.15) {
            let day = DAYS[self.random.below(7)];
            *out += &format!("On {day}, ");
        }
        self.clause(out, 0);
        match self.random.below(10) {
            0..2 => {
                *out += ", which ";
                self.verb(out);
            }
            2..4 => {
                *out += " and ";
                self.verb(out);
            }
            4..6 => {
                *out += self.random.pick(&[" after ", " while ", " because ", " as "]);
                self.clause(out, 1);
            }
            _ => {}
        }
        if quoted {
            *out += ",” ";
            self.noun(out, 2);
            *out += " said";
        }
        out.push('.');
        let first = start + if quoted { '“'.len_utf8() } else { 0 };
        if let Some(letter) = out[first..].chars().next() {
            out.replace_range(first..first + letter.len_utf8(), &letter.to_uppercase().to_string());
        }
    }

    fn clause(&mut self, out: &mut String, depth: usize) {
        self.noun(out, depth);
        out.push(' ');
        self.verb(out);
        for _ in 0..self.random.below(4) {
            out.push(' ');
            *out += self.random.pick(&PREPOSITIONS);
            out.push(' ');
            self.noun(out, depth + 1);
        }
    }

    fn verb(&mut self, out: &mut String) {
        if self.random.chance(self.style.triggers) {
            let pattern = TRIGGERS[self.random.below(TRIGGERS.len())];
            for (i, part) in pattern.split('@').enumerate() {
                if i > 0 {
                    self.noun(out, 1);
                }
                *out += part;
            }
            return;
        }
        if self.random.chance(0.2) {
            *out += self.random.pick(&["was ", "is ", "were ", "has been "]);
            *out += self.random.pick(&ADJECTIVES);
            return;
        }
        if self.random.chance(0.15) {
            *out += self.random.pick(&["also ", "still ", "never ", "quickly "]);
        }
        *out += self.random.pick(&VERBS);
        out.push(' ');
        self.noun(out, 1);
    }

    fn noun(&mut self, out: &mut String, depth: usize) {
        if self.random.chance(self.style.names) {
            if self.random.chance(0.6) {
                *out += &self.names[self.cast[self.random.zipf(CAST)]];
            } else {
                *out += &self.unknown[self.random.zipf(self.unknown.len())];
            }
            if self.random.chance(0.06) {
                *out += "'s ";
                *out += self.random.pick(&NOUNS);
            }
            return;
        }
        if self.random.chance(0.1) {
            *out += &(self.random.zipf(3_000) + 2).to_string();
            out.push(' ');
            *out += self.random.pick(&NOUNS);
            out.push('s');
            return;
        }
        if self.random.chance(0.85) {
            *out += self.random.pick(&DETERMINERS);
            out.push(' ');
        }
        if self.random.chance(0.35) {
            *out += self.random.pick(&ADJECTIVES);
            out.push(' ');
        }
        let rank = self.random.zipf(NOUNS.len() + self.rare.len());
        *out += NOUNS.get(rank).copied().unwrap_or_else(|| &self.rare[rank - NOUNS.len()]);
        if depth < 2 && self.random.chance(0.12) {
            *out += " of ";
            self.noun(out, depth + 1);
        }
    }
}

/// Articles of `style` that speak of names of the built-in gazetteer, at least so many bytes.
pub fn news(style: Style, bytes: usize) -> Vec<String> {
    News::new(style, KNOWN.iter().map(|&name| name.to_owned()).collect()).articles(bytes)
}

/// Time that a thread computes. On a machine that others use too, it says more than the time that passes.
#[derive(Debug)]
pub struct ThreadTime;

impl Measurement for ThreadTime {
    type Intermediate = cpu_time::ThreadTime;
    type Value = Duration;

    fn start(&self) -> Self::Intermediate {
        cpu_time::ThreadTime::now()
    }
    fn end(&self, start: Self::Intermediate) -> Duration {
        start.elapsed()
    }
    fn add(&self, a: &Duration, b: &Duration) -> Duration {
        *a + *b
    }
    fn zero(&self) -> Duration {
        Duration::ZERO
    }
    fn to_f64(&self, value: &Duration) -> f64 {
        value.as_nanos() as f64
    }
    fn formatter(&self) -> &dyn ValueFormatter {
        WallTime.formatter()
    }
}
