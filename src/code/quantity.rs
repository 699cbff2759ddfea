//! Numbers of people: *hundreds of protesters*, *some 2,000 people*, *killed 14 people and wounded 30*.
//!
//! A number belongs to a noun phrase when it stands before its head with nothing but adjectives and nouns between.
//! Years, ages, dates, sums and measures are told by their units and left out.

use super::grammar::Grammar;
use super::rules::file::{QuantityFile, QuantityWords};
use crate::doc::{Count, Deprel, Span, TokenId, Upos, Xpos};

/// How many words may stand between a number and its noun.
const REACH: u32 = 8;

/// Reads numbers by the words of `rules/quantities.toml`.
#[derive(Clone, Copy)]
pub struct Quantities<'a> {
    grammar: &'a Grammar<'a>,
    file: &'a QuantityFile,
}

/// A number in the text: tokens `first..=last`.
#[derive(Clone, Copy, Debug)]
struct Number {
    lowest: Option<u64>,
    highest: Option<u64>,
    approximate: bool,
    first: TokenId,
    last: TokenId,
}

impl<'a> Quantities<'a> {
    /// A reader of the article's numbers.
    pub fn new(grammar: &'a Grammar<'a>, file: &'a QuantityFile) -> Self {
        Self { grammar, file }
    }

    fn words(&self) -> &'a QuantityWords {
        &self.file.words
    }

    /// How many people the noun phrases with these heads are, as far as the text counts them; the words run from the
    /// first number to the last noun.
    pub fn of_all(&self, heads: &[TokenId]) -> Option<Count> {
        heads.iter().filter_map(|&head| self.of(head)).reduce(add)
    }

    /// How many people the noun phrase with this head is.
    pub fn of(&self, head: TokenId) -> Option<Count> {
        let grammar = self.grammar;
        let form = grammar.form(head).to_lowercase();
        if self.is_number(&form) {
            // *hundreds of protesters*, *two of the officers*, *wounded 30*
            let counted = grammar.governed(head, "of").next();
            if counted.is_some_and(|noun| self.is_no_people(noun)) || self.is_unit_behind(head) {
                return None;
            }
            // *tens of thousands of teachers*
            let counted = counted.filter(|noun| noun.0 > head.0);
            if let Some(of) = counted.filter(|&noun| self.is_number(&grammar.form(noun).to_lowercase())) {
                return self.of(of);
            }
            let number = self.number_ending_at(head)?;
            return Some(self.count(number, counted.unwrap_or(head)));
        }
        let of = || grammar.governed(head, "of").find(|&noun| noun.0 > head.0);
        if self.words().crowd.iter().any(|w| w == grammar.lemma(head))
            && let Some(noun) = of()
        {
            return self.before(noun).map(|number| self.count(number, noun));
        }
        (!self.is_no_people(head)).then(|| self.before(head)).flatten().map(|number| self.count(number, head))
    }

    fn count(&self, number: Number, noun: TokenId) -> Count {
        let tokens = Span::new(number.first.0, number.last.max(noun).0 + 1);
        let Number { lowest, highest, approximate, .. } = number;
        Count { lowest, highest, approximate, bytes: self.grammar.tokens.bytes(tokens) }
    }

    /// The number that counts the noun at `head`.
    fn before(&self, head: TokenId) -> Option<Number> {
        let grammar = self.grammar;
        let mut at = head.0;
        let mut determined = false;
        for _ in 0..REACH {
            at = at.checked_sub(1)?;
            let t = TokenId(at);
            let form = grammar.form(t).to_lowercase();
            if self.is_number(&form) {
                // *the 2019 protesters*, *in 2019 protesters marched*
                return self.number_ending_at(t).filter(|n| !determined && !self.is_date(n));
            }
            if let Some(start) = self.age_before(at) {
                at = start;
                continue;
            }
            if self.is_unit(&form) || self.is_unit(grammar.lemma(t)) {
                return None;
            }
            match (grammar.upos(t), form.as_str()) {
                // *two of the officers*
                (Upos::Det | Upos::Pron, _) => {
                    let of = at.checked_sub(1).filter(|&b| grammar.form(TokenId(b)).eq_ignore_ascii_case("of"))?;
                    at = of + 1;
                    determined = false;
                }
                (_, "of") => {
                    let t = TokenId(at.checked_sub(1)?);
                    let counts = self.is_number(&grammar.form(t).to_lowercase());
                    return counts.then(|| self.number_ending_at(t)).flatten();
                }
                (Upos::Adj | Upos::Noun | Upos::Propn, _) => {}
                (Upos::Verb, _) if form.ends_with("ed") || form.ends_with("ing") => {}
                (Upos::Punct, "-" | ",") => {}
                _ => return None,
            }
        }
        None
    }

    /// Where *14-year-old* in front of `end` begins.
    fn age_before(&self, end: u32) -> Option<u32> {
        let start = end.checked_sub(4)?;
        let is = |back: u32, word: &str| self.grammar.form(TokenId(end - back)).eq_ignore_ascii_case(word);
        (is(0, "old") && is(1, "-") && is(2, "year") && is(3, "-")).then_some(start)
    }

    fn is_number(&self, form: &str) -> bool {
        let file = self.file;
        digits(form).is_some()
            || file.cardinal.contains_key(form)
            || file.multiplier.contains_key(form)
            || file.open.contains_key(form)
            || form.split_once('-').is_some_and(|(a, b)| file.cardinal.contains_key(a) && file.cardinal.contains_key(b))
    }

    fn is_unit(&self, word: &str) -> bool {
        self.words().unit.iter().any(|unit| unit.eq_ignore_ascii_case(word))
    }

    /// *30 per cent*, *14 years*
    fn is_unit_behind(&self, t: TokenId) -> bool {
        let next = TokenId(t.0 + 1);
        next.index() < self.grammar.tokens.len()
            && (self.is_unit(self.grammar.form(next)) || self.is_unit(self.grammar.lemma(next)))
    }

    fn is_no_people(&self, noun: TokenId) -> bool {
        let lemma = self.grammar.lemma(noun);
        self.words().not_people.iter().any(|w| w == lemma) || self.is_unit(lemma)
    }

    /// A year, or a day beside its month.
    fn is_date(&self, number: &Number) -> bool {
        let grammar = self.grammar;
        let before = number.first.0.checked_sub(1).map(TokenId);
        let word = before.map(|b| grammar.form(b).to_lowercase());
        if word.as_deref().is_some_and(|w| self.is_unit(w)) {
            return true;
        }
        let year = number.first == number.last
            && grammar.form(number.last).len() == 4
            && number.highest.is_some_and(|n| (1900..2100).contains(&n));
        year && matches!(word.as_deref(), Some("in" | "of" | "since" | "by" | "from" | "until" | "the" | "during"))
    }

    /// The number whose last word is `last`, with the words that make it a bound.
    fn number_ending_at(&self, last: TokenId) -> Option<Number> {
        let mut number = self.simple(last)?;
        if let Some(range) = self.range(&number) {
            number = range;
        }
        self.qualify(number)
    }

    /// A number without its qualifiers: digits or number words in a row.
    fn simple(&self, last: TokenId) -> Option<Number> {
        let grammar = self.grammar;
        let mut first = last.0;
        let form = |t: u32| grammar.form(TokenId(t)).to_lowercase();
        while let Some(before) = first.checked_sub(1) {
            let word = form(before);
            let joins = match word.as_str() {
                // *twenty-five*, *hundreds of thousands*, *two hundred and fifty*, *half a million*
                "-" | "of" | "and" | "a" => {
                    let left = before.checked_sub(1).map(form).unwrap_or_default();
                    let right = form(first);
                    match word.as_str() {
                        "-" => self.file.cardinal.get(&left).is_some_and(|n| n % 10 == 0 && *n >= 20),
                        "of" => {
                            self.file.open.contains_key(&left)
                                && (self.file.open.contains_key(&right) || self.file.multiplier.contains_key(&right))
                        }
                        "and" => self.file.multiplier.contains_key(&left) && self.file.cardinal.contains_key(&right),
                        _ => false,
                    }
                }
                // Digits stand alone or before a multiplier.
                _ => self.is_number(&word) && (digits(&form(first)).is_none()),
            };
            if !joins {
                break;
            }
            first = if matches!(word.as_str(), "-" | "of" | "and") { before - 1 } else { before };
        }
        let words: Vec<String> = (first..=last.0).map(form).collect();
        let (value, open) = self.value(&words)?;
        Some(Number {
            lowest: Some(value),
            highest: (!open).then_some(value),
            approximate: false,
            first: TokenId(first),
            last,
        })
    }

    /// What number words in a row come to, and whether it is only the lowest value.
    fn value(&self, words: &[String]) -> Option<(u64, bool)> {
        let (mut total, mut current, mut open) = (0.0_f64, 0.0_f64, false);
        let pieces = words.iter().flat_map(|w| if w.len() > 1 { w.split('-').collect() } else { vec![w.as_str()] });
        for word in pieces {
            if let Some(n) = digits(word) {
                current += n;
            } else if let Some(&n) = self.file.cardinal.get(word) {
                current += n as f64;
            } else if let Some(&n) = self.file.multiplier.get(word) {
                current = current.max(1.0) * n as f64;
                if n >= 1000 {
                    total += current;
                    current = 0.0;
                }
            } else if let Some(&n) = self.file.open.get(word) {
                // *hundreds of thousands*: 200 times a thousand.
                let of = if current > 0.0 { (n / 2) as f64 } else { n as f64 };
                current = current.max(1.0) * of;
                open = true;
            }
        }
        let value = total + current;
        ((1.0..1e10).contains(&value) && value.fract() == 0.0).then_some((value as u64, open))
    }

    /// *between 300 and 500*, *300 to 500*, *two or three*
    fn range(&self, upper: &Number) -> Option<Number> {
        let grammar = self.grammar;
        let joint = TokenId(upper.first.0.checked_sub(1)?);
        let before = TokenId(joint.0.checked_sub(1)?);
        let word = grammar.form(joint).to_lowercase();
        if !matches!(word.as_str(), "and" | "to" | "or" | "-" | "–")
            || !self.is_number(&grammar.form(before).to_lowercase())
        {
            return None;
        }
        let lower = self.simple(before)?;
        let start = lower.first.0.checked_sub(1).map(TokenId);
        let between = start.filter(|&b| grammar.form(b).eq_ignore_ascii_case("between"));
        if word == "and" && between.is_none() {
            return None;
        }
        let first = between.unwrap_or(lower.first);
        (lower.lowest <= upper.lowest).then_some(Number { lowest: lower.lowest, first, ..*upper })
    }

    /// Takes the words before a number to it: *at least*, *up to*, *some*, *a*.
    fn qualify(&self, mut number: Number) -> Option<Number> {
        let grammar = self.grammar;
        let words = self.words();
        // *an estimated*, *at least a dozen*, *well over a hundred*
        for _ in 0..3 {
            let before = |n: u32| number.first.0.checked_sub(n).map(TokenId);
            let stands = |phrase: &String| {
                let parts: Vec<&str> = phrase.split(' ').collect();
                let start = before(parts.len() as u32)?;
                let here = parts.iter().zip(start.0..).all(|(w, t)| grammar.form(TokenId(t)).eq_ignore_ascii_case(w));
                here.then_some(start)
            };
            let find = |list: &[String]| list.iter().filter_map(stands).min();
            if let Some(start) = find(&words.at_least) {
                number = Number { highest: None, first: start, ..number };
            } else if let Some(start) = find(&words.at_most) {
                number = Number { lowest: None, highest: number.highest.or(number.lowest), first: start, ..number };
            } else if let Some(start) = find(&words.about) {
                number = Number { approximate: true, first: start, ..number };
            } else if let Some(a) = before(1).filter(|&t| matches!(grammar.form(t), "a" | "A" | "an")) {
                number.first = a;
            } else if let Some(half) = before(1).filter(|&t| grammar.form(t).eq_ignore_ascii_case("half")) {
                let halve = |n: Option<u64>| n.map(|n| n / 2);
                number = Number { lowest: halve(number.lowest), highest: halve(number.highest), first: half, ..number };
            } else {
                break;
            }
        }
        // A sum of money or a number with a name: *$300*, *No. 10*.
        let before = number.first.0.checked_sub(1).map(TokenId);
        let measured = before.is_some_and(|b| matches!(grammar.form(b), "$" | "€" | "£" | "#" | "No." | "Article"));
        (!measured).then_some(number)
    }

    /// The deaths and the injuries that the clauses around the attack at `v` tell.
    pub fn casualties(&self, v: TokenId) -> (Option<Count>, Option<Count>) {
        let mut deaths = None;
        let mut injuries = None;
        for word in self.clause_heads(v) {
            let count = || self.victims(word);
            if self.tells(&self.words().death, word) {
                deaths = deaths.or_else(count);
            } else if self.tells(&self.words().injury, word) {
                injuries = injuries.or_else(count);
            }
        }
        (deaths, injuries)
    }

    /// Whether the word `t` itself tells of deaths, and of injuries.
    pub fn tells_casualties(&self, t: TokenId) -> (bool, bool) {
        (self.tells(&self.words().death, t), self.tells(&self.words().injury, t))
    }

    fn tells(&self, list: &[String], t: TokenId) -> bool {
        list.iter().any(|w| w == self.grammar.lemma(t))
    }

    /// How many die or are hurt by the word `t`: its object, the subject of a passive, or whom it describes.
    fn victims(&self, t: TokenId) -> Option<Count> {
        let grammar = self.grammar;
        let is_verb = grammar.upos(t) == Upos::Verb;
        let object = if is_verb { grammar.deep_object(t) } else { grammar.governed(t, "of").next() };
        // *left 14 dead and 30 wounded*: a bare number wounds nobody.
        let number = || grammar.child(t, &[Deprel::Nsubj]).is_some_and(|s| grammar.upos(s) == Upos::Num);
        let own_number = is_verb && number();
        let dies = own_number || matches!(grammar.lemma(t), "die" | "perish" | "dead" | "wounded" | "injured" | "hurt");
        let object = object.filter(|_| !own_number);
        let subject = || if dies { grammar.subject(t) } else { None };
        let left = || {
            // *left 14 people dead and 30 wounded*
            let head = grammar.head(t)?;
            grammar.all(head, &[Deprel::Obj]).filter(|o| o.0 < t.0).last()
        };
        let heads = object.or_else(subject).or_else(left);
        let counted = || heads.and_then(|head| self.of_all(&grammar.conjuncts(head)));
        let before = t.0.checked_sub(1).map(TokenId);
        let participle = !is_verb || grammar.xpos(t) == Xpos::Vbn;
        let front = before.filter(|&b| participle && self.is_number(&grammar.form(b).to_lowercase()));
        // *wounded 30 more*, *30 wounded*: the number is often read as the object's modifier or as a word of its own.
        let beside = || {
            let next = TokenId(t.0 + 1);
            let is = next.index() < grammar.tokens.len() && self.is_number(&grammar.form(next).to_lowercase());
            let behind = if is && is_verb { Some(next) } else { None };
            behind.or(front).and_then(|n| self.of(n))
        };
        if front.is_some() { beside().or_else(counted) } else { counted().or_else(beside) }
    }

    /// `v` and the predicates of the clauses conjoined with it, hung on it or above it, in text order.
    fn clause_heads(&self, v: TokenId) -> Vec<TokenId> {
        let grammar = self.grammar;
        let links = [
            Deprel::Conj,
            Deprel::Advcl,
            Deprel::AdvclRelcl,
            Deprel::AclRelcl,
            Deprel::Acl,
            Deprel::Xcomp,
            Deprel::Parataxis,
            Deprel::Obl,
            Deprel::Obj,
            Deprel::Amod,
        ];
        let mut top = v;
        for _ in 0..3 {
            let up = matches!(
                grammar.deprel(top),
                Deprel::Conj | Deprel::Advcl | Deprel::Xcomp | Deprel::Nsubj | Deprel::Obj
            );
            match grammar.head(top).filter(|_| up) {
                Some(head) => top = head,
                None => break,
            }
        }
        let mut found = vec![top];
        let mut next = 0;
        while let Some(&at) = found.get(next).filter(|_| next < 60) {
            next += 1;
            found.extend(grammar.all(at, &links));
        }
        found.sort();
        found
    }
}

/// Two numbers of one group together: *14 journalists and three lawyers*.
fn add(a: Count, b: Count) -> Count {
    let sum = |x: Option<u64>, y: Option<u64>| Some(x?.saturating_add(y?));
    Count {
        lowest: sum(a.lowest, b.lowest),
        highest: sum(a.highest, b.highest),
        approximate: a.approximate || b.approximate,
        bytes: a.bytes.join(b.bytes),
    }
}

/// A number in digits: *14*, *2,000*, *1.5*.
fn digits(form: &str) -> Option<f64> {
    if !form.starts_with(|c: char| c.is_ascii_digit())
        || !form.ends_with(|c: char| c.is_ascii_digit())
        || form.len() > 13
    {
        return None;
    }
    let groups: Vec<&str> = form.split(',').collect();
    let grouped = groups.len() == 1 || groups[1..].iter().all(|g| g.len() == 3);
    grouped.then(|| form.replace(',', "").parse().ok()).flatten()
}
