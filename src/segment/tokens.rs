//! Tokens after the rules of Universal Dependencies English EWT.
//!
//! The text is taken in chunks between white space. Most chunks are letters alone and go through at once; the others
//! are read from left to right, one word or mark at a time.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::chars::{
    self, is_apostrophe, is_closer, is_hyphen, is_ideograph, is_ignorable, is_opener, is_terminal, is_word,
};
use super::lexicon::{Abbreviation, Lexicon};
use crate::doc::{Span, Tokens};

/// Most clitics of a word (*couldn't've*).
const MOST_CLITICS: usize = 3;
/// Longest chunk, in bytes, within which addresses are looked for, so that no text takes quadratic time.
const LONGEST_ADDRESS: usize = 2_048;
/// Longest numeral with hyphens or slashes, in bytes.
const LONGEST_NUMERAL: usize = 32;

/// Adds the tokens of `text[passage]` to `tokens`.
pub(super) fn scan(text: &str, passage: Range<usize>, lexicon: &Lexicon, tokens: &mut Tokens) {
    let mut scanner = Scanner { text, passage: passage.clone(), chunk: passage.clone(), fixed: false, lexicon, tokens };
    let mut at = passage.start;
    loop {
        at = chars::skip_space(text, at, passage.end);
        let chunk = chars::chunk(text, at, passage.end);
        if chunk.end == at {
            return;
        }
        scanner.chunk = at..chunk.end;
        scanner.fixed = chunk.fixed && chunk.end - at <= LONGEST_ADDRESS;
        if chunk.letters {
            scanner.letters(at, chunk.end);
        } else {
            scanner.mixed();
        }
        at = chunk.end;
    }
}

struct Scanner<'a> {
    text: &'a str,
    passage: Range<usize>,
    /// What lies between the white space around.
    chunk: Range<usize>,
    /// Whether the chunk may hold an address or another form that is listed as a whole.
    fixed: bool,
    lexicon: &'a Lexicon,
    tokens: &'a mut Tokens,
}

impl<'a> Scanner<'a> {
    fn push(&mut self, start: usize, end: usize) {
        if start < end {
            self.tokens.push(Span::new(start as u32, end as u32));
        }
    }

    /// The text of the chunk from `at` on.
    fn rest(&self, at: usize) -> &'a str {
        &self.text[at..self.chunk.end]
    }

    fn peek(&self, at: usize) -> Option<char> {
        self.rest(at).chars().next()
    }

    /// The character before `at` within the chunk.
    fn before(&self, at: usize) -> Option<char> {
        self.text[self.chunk.start..at].chars().next_back()
    }

    /// The token added last, if it lies in this passage.
    fn previous(&self) -> &'a str {
        let last = self.tokens.span.last().filter(|last| last.start as usize >= self.passage.start);
        last.map_or("", |last| last.of(self.text))
    }

    /// Adds a word of letters, which may be two words written as one.
    fn letters(&mut self, start: usize, end: usize) {
        match self.lexicon.split(&self.text[start..end]) {
            Some(first) => {
                self.push(start, start + first);
                self.push(start + first, end);
            }
            None => self.push(start, end),
        }
    }

    fn mixed(&mut self) {
        let mut at = self.chunk.start;
        while let Some(c) = self.peek(at) {
            at = if is_ignorable(c) {
                at + c.len_utf8()
            } else if let Some(end) = self.fixed(at) {
                self.push(at, end);
                end
            } else if is_ideograph(c) {
                self.push(at, at + c.len_utf8());
                at + c.len_utf8()
            } else if is_word(c) {
                self.word(at)
            } else {
                let end = self.mark(at, c);
                self.push(at, end);
                end
            };
        }
    }

    /// End of an address, handle, emoticon or listed form that starts at `at`.
    fn fixed(&self, at: usize) -> Option<usize> {
        let rest = self.rest(at);
        if !self.fixed || self.before(at).is_some_and(is_word) {
            return None;
        }
        let length =
            link(rest).or_else(|| email(rest)).or_else(|| host(rest, self.lexicon)).or_else(|| handle(rest)).or_else(
                || {
                    let alone = at == self.chunk.start && emoticon(rest) == Some(rest.len());
                    if alone { Some(rest.len()) } else { self.lexicon.whole(rest) }
                },
            )?;
        Some(at + length)
    }

    /// Adds the word at `start` and returns its end.
    fn word(&mut self, start: usize) -> usize {
        if let Some(end) = self.numeral(start) {
            self.push(start, end);
            return end;
        }
        let mut at = self.run(start);
        // Where the part behind the last hyphen or full stop starts.
        let mut part = start;
        while let Some(c) = self.peek(at) {
            let behind = at + c.len_utf8();
            let next = self.peek(behind);
            let joins = next.is_some_and(|n| is_word(n) && !is_ideograph(n));
            let last = self.before(at);
            let digits = last.is_some_and(|l| l.is_ascii_digit()) && next.is_some_and(|n| n.is_ascii_digit());
            let goes_on = match c {
                '.' if joins => {
                    if digits || self.is_acronym(part, at, behind) {
                        true
                    } else if let Some(length) = self.lexicon.dotted(self.rest(start)) {
                        at = start + length + 1;
                        break;
                    } else {
                        if self.is_initial(part, at) && next.is_some_and(char::is_uppercase) {
                            at = behind;
                        }
                        break;
                    }
                }
                '.' => {
                    if self.keeps_stop(start, at) {
                        at = behind;
                    }
                    break;
                }
                ',' | ':' => digits,
                '_' => joins || next == Some('_'),
                '&' => joins && last.is_some_and(char::is_alphabetic),
                _ if is_apostrophe(c) => self.joins_apostrophe(start, at, c, next),
                _ if is_hyphen(c) => {
                    joins && (self.joins_hyphen(part, at, behind) || self.is_given_name(start, at, behind))
                }
                '$' => {
                    // US$5 is US$ and 5.
                    if at - start <= 3 && next.is_some_and(|n| n.is_ascii_digit()) && self.is_upper(start, at) {
                        at = behind;
                    }
                    break;
                }
                _ => false,
            };
            if !goes_on {
                break;
            }
            if is_hyphen(c) || c == '.' {
                part = behind;
            }
            at = self.run(behind);
        }
        self.part(start, at, MOST_CLITICS);
        at
    }

    /// The first byte behind the letters, digits and marks at `start`.
    fn run(&self, start: usize) -> usize {
        let rest = self.rest(start);
        let ascii = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
        let tail = &rest[ascii..];
        if tail.starts_with(|c: char| c.is_ascii()) {
            return start + ascii;
        }
        let mut end = start + ascii;
        for (at, c) in tail.char_indices() {
            if is_word(c) && !is_ideograph(c) {
                end = start + ascii + at + c.len_utf8();
            } else if !is_ignorable(c) {
                break;
            }
        }
        end
    }

    fn is_upper(&self, start: usize, end: usize) -> bool {
        self.text[start..end].bytes().all(|b| b.is_ascii_uppercase())
    }

    /// Whether `part..at` is one letter and the letter behind the full stop stands alone as well (*U.S*, *a.m*).
    fn is_acronym(&self, part: usize, at: usize, behind: usize) -> bool {
        let single = |range: Range<usize>| {
            let mut letters = self.text[range].chars();
            letters.next().is_some_and(char::is_alphabetic) && letters.next().is_none()
        };
        single(part..at) && single(behind..self.run(behind))
    }

    /// Whether `part..at` is one capital letter.
    fn is_initial(&self, part: usize, at: usize) -> bool {
        let mut letters = self.text[part..at].chars();
        letters.next().is_some_and(char::is_uppercase) && letters.next().is_none()
    }

    /// Whether the apostrophe `c` at `at` is inside a word: a name (*O'Brien*), a clitic (*don't*), a decade (*1990's*).
    fn joins_apostrophe(&self, start: usize, at: usize, c: char, next: Option<char>) -> bool {
        let Some(last) = self.before(at) else { return false };
        if last.is_alphabetic() || !last.is_numeric() {
            return next.is_some_and(char::is_alphabetic) && (c != '‘' || at > start);
        }
        let decade = self.rest(at + c.len_utf8());
        decade.starts_with(['s', 'S']) && !decade[1..].starts_with(is_word)
    }

    /// Whether the words on both sides of the hyphen at `at` are one token.
    fn joins_hyphen(&self, part: usize, at: usize, behind: usize) -> bool {
        self.lexicon.is_prefix(&self.text[part..at]) || self.lexicon.is_suffix(&self.text[behind..self.run(behind)])
    }

    /// *Park Ji-hyun*, *Ji-hyun Park*: whether the hyphen at `at` is inside a given name of two syllables, beside another
    /// word of the name.
    fn is_given_name(&self, start: usize, at: usize, behind: usize) -> bool {
        let end = self.run(behind);
        if !self.lexicon.is_given_name(&self.text[start..at], &self.text[behind..end]) {
            return false;
        }
        let previous = self.previous();
        let surname = previous.starts_with(char::is_uppercase) && !self.lexicon.is_starter(previous);
        let next = || self.text[end..self.passage.end].strip_prefix(' ').unwrap_or_default();
        surname || next().starts_with(char::is_uppercase)
    }

    /// Whether the full stop at `stop` belongs to the word `start..stop`.
    fn keeps_stop(&self, start: usize, stop: usize) -> bool {
        let form = &self.text[start..stop];
        let behind = &self.text[stop + 1..self.passage.end];
        if behind.starts_with("..") {
            return false;
        }
        if let Some(class) = self.lexicon.abbreviation(form) {
            return self.holds(class, behind);
        }
        if behind.starts_with('.') {
            return false;
        }
        if form.contains('.') {
            return form.chars().any(char::is_alphabetic) && form.rsplit('.').next().is_some_and(is_one_letter);
        }
        self.is_initial(start, stop) && self.stands_for_name(form, start, behind)
    }

    /// Whether an abbreviation of `class` is one before the text `behind`.
    fn holds(&self, class: Abbreviation, behind: &str) -> bool {
        match class {
            Abbreviation::Number => {
                let label = behind.trim_start().trim_start_matches(|c: char| is_opener(c) || matches!(c, '#' | '+'));
                label.starts_with(|c: char| c.is_numeric()) || is_roman(label)
            }
            Abbreviation::State => self.previous() == ",",
            _ => true,
        }
    }

    /// Whether the capital letter `form` before a full stop is an initial rather than the last word of a sentence
    /// (*vitamin C.*).
    fn stands_for_name(&self, form: &str, start: usize, behind: &str) -> bool {
        let next = behind.trim_start();
        if !behind.starts_with(char::is_whitespace) {
            return !next.is_empty() && !next.starts_with(|c| is_closer(c) || is_terminal(c));
        }
        let word = leading_word(next);
        if word.starts_with(char::is_lowercase) {
            // A name cut to its first letter: "when Y. called".
            return form != "I";
        }
        if word.is_empty() || self.lexicon.is_starter(word) && word.len() > 1 {
            return false;
        }
        // "So do I. Sara left": the pronoun is no initial, save behind a name.
        form != "I" || start == self.passage.start || self.previous().starts_with(char::is_uppercase)
    }

    /// End of the numeral at `start` whose hyphens and slashes belong to it: a date (*11/28/2000*), a telephone number.
    fn numeral(&self, start: usize) -> Option<usize> {
        let rest = self.rest(start).as_bytes();
        if !rest.first()?.is_ascii_digit() {
            return None;
        }
        let end = rest.iter().take(LONGEST_NUMERAL + 1).position(|b| !b.is_ascii_digit() && !matches!(b, b'-' | b'/'));
        let mut end = end.unwrap_or(rest.len().min(LONGEST_NUMERAL + 1));
        if end > LONGEST_NUMERAL {
            return None;
        }
        if rest.get(end).is_some_and(u8::is_ascii_alphabetic) {
            return None;
        }
        while !rest[end - 1].is_ascii_digit() {
            end -= 1;
        }
        let numeral = &rest[..end];
        let groups = || numeral.split(|b| !b.is_ascii_digit());
        if groups().any(<[u8]>::is_empty) || !numeral.iter().any(|b| matches!(b, b'-' | b'/')) {
            return None;
        }
        let lengths = groups().map(<[u8]>::len);
        let whole = match (groups().count(), numeral.contains(&b'/')) {
            (2, false) => lengths.eq([3, 4]),
            (2, true) => is_day(numeral),
            (_, _) => true,
        };
        whole.then_some(start + end)
    }

    /// Adds the word `start..end`, parted into number and unit, or stem and at most so many `clitics`.
    fn part(&mut self, start: usize, end: usize, clitics: usize) {
        let form = &self.text[start..end];
        let bytes = form.as_bytes();
        if bytes[0].is_ascii_digit() {
            let letters = bytes.iter().position(u8::is_ascii_alphabetic).unwrap_or(form.len());
            let unit = form[letters..].trim_end_matches('.');
            if letters < form.len() && self.lexicon.is_unit(unit) {
                self.push(start, start + letters);
                self.push(start + letters, end);
                return;
            }
            self.push(start, end);
        } else if bytes.iter().all(u8::is_ascii_alphabetic) {
            self.letters(start, end);
        } else {
            let stem = start + stem_length(form);
            if stem > start && stem < end && clitics > 0 {
                self.part(start, stem, clitics - 1);
                self.push(stem, end);
            } else {
                self.push(start, end);
            }
        }
    }

    /// End of the mark or run of marks `c` at `at`.
    fn mark(&self, at: usize, c: char) -> usize {
        let rest = self.rest(at);
        let behind = at + c.len_utf8();
        let run =
            |same: fn(char, char) -> bool| at + rest.len() - rest.trim_start_matches(|other| same(c, other)).len();
        match c {
            '.' => {
                let stops = run(|c, other| c == other);
                let fraction = stops == behind && at == self.chunk.start;
                let digits = rest[1..].bytes().take_while(u8::is_ascii_digit).count();
                let ends = !rest[1 + digits..].starts_with(|c: char| is_word(c) || c == '.');
                if fraction && digits > 0 && ends { behind + digits } else { stops }
            }
            '!' | '?' => run(|_, other| matches!(other, '!' | '?')),
            '-' | '*' | '=' | '_' | '~' | '+' | '<' | '>' | '#' | '…' | '–' | '—' | '^' | '|' | '\\' | '$' => {
                run(|c, other| c == other)
            }
            '"' | '(' | ')' | '[' | ']' | '{' | '}' | ',' | ';' | ':' | '/' | '%' | '@' | '&' | '“' | '”' => behind,
            _ if is_apostrophe(c) => self.apostrophe(at, c),
            _ => {
                // Symbols and emoji: a user-perceived character, with its marks and joiners.
                at + rest.graphemes(true).next().map_or(c.len_utf8(), str::len)
            }
        }
    }

    /// End of what the apostrophe or single quotation mark `c` at `at` starts, with no letter before it.
    fn apostrophe(&self, at: usize, c: char) -> usize {
        let behind = at + c.len_utf8();
        let word = self.run(behind);
        let form = &self.text[behind..word];
        let first = at == self.chunk.start || !self.before(at).is_some_and(char::is_alphanumeric);
        let year = form.strip_suffix('s').unwrap_or(form);
        if first && year.len() == 2 && year.bytes().all(|b| b.is_ascii_digit()) {
            return word;
        }
        let ends = !self.peek(word).is_some_and(|c| is_apostrophe(c) || is_hyphen(c));
        let clitic = ["s", "re", "ve", "ll", "d", "m"].iter().any(|clitic| form.eq_ignore_ascii_case(clitic));
        if c != '‘' && clitic && ends {
            return word;
        }
        if matches!(c, '\'' | '`' | '’') && self.peek(behind) == Some(c) {
            return behind + c.len_utf8();
        }
        behind
    }
}

fn is_one_letter(form: &str) -> bool {
    let mut letters = form.chars();
    letters.next().is_some_and(char::is_alphabetic) && letters.next().is_none()
}

/// The letters that `text` starts with.
fn leading_word(text: &str) -> &str {
    &text[..text.len() - text.trim_start_matches(char::is_alphabetic).len()]
}

/// Whether `text` starts with a Roman numeral in capitals other than one, which is mostly the pronoun.
fn is_roman(text: &str) -> bool {
    let word = leading_word(text);
    !matches!(word, "" | "I") && word.bytes().all(|b| matches!(b, b'I' | b'V' | b'X' | b'L' | b'C'))
}

/// Whether two numbers with a slash between are a day of the year rather than a fraction or a range.
fn is_day(numeral: &[u8]) -> bool {
    let mut numbers = numeral.split(|b| *b == b'/').map(|digits| {
        let value = digits.iter().try_fold(0_u32, |n, d| n.checked_mul(10)?.checked_add(u32::from(d - b'0')));
        (value.unwrap_or(u32::MAX), digits[0] == b'0')
    });
    match (numbers.next(), numbers.next(), numbers.next()) {
        (Some((month, padded)), Some((day, padded_day)), None) => {
            let fraction = !padded && !padded_day && month < day && day <= 10;
            (1..=12).contains(&month) && (1..=31).contains(&day) && !fraction
        }
        _ => false,
    }
}

/// Length of `form` without its last clitic; the whole length where it has none.
fn stem_length(form: &str) -> usize {
    let Some((at, mark)) = form.char_indices().rfind(|(_, c)| is_apostrophe(*c)) else { return form.len() };
    let (stem, clitic) = (&form[..at], &form[at + mark.len_utf8()..]);
    if mark == '‘' || clitic.len() > 2 {
        return form.len();
    }
    let mut folded = [0; 2];
    let folded = &mut folded[..clitic.len()];
    folded.copy_from_slice(clitic.as_bytes());
    folded.make_ascii_lowercase();
    match &*folded {
        b"s" | b"m" | b"re" | b"ve" | b"ll" => at,
        // In names (Sa'd) the letter is no clitic.
        b"d" if stem.starts_with(char::is_lowercase) || is_pronoun(stem) => at,
        b"t" if stem.ends_with(['n', 'N']) => at - 1,
        _ => form.len(),
    }
}

fn is_pronoun(word: &str) -> bool {
    ["I", "you", "he", "she", "it", "we", "they", "who", "that", "there", "what", "where", "how", "this", "why"]
        .iter()
        .any(|pronoun| pronoun.eq_ignore_ascii_case(word))
}

/// Length of the web address that `text`, which holds no white space, starts with.
fn link(text: &str) -> Option<usize> {
    let start = ["http://", "https://", "ftp://", "www.", "mailto:"].iter().find(|start| {
        let bytes = text.as_bytes();
        bytes.len() > start.len() && bytes[..start.len()].eq_ignore_ascii_case(start.as_bytes())
    })?;
    let stop = text.find(['<', '>', '"', '“', '”', '«', '»', '|', '\u{200b}']).unwrap_or(text.len());
    let end = trim_link(&text[..stop]);
    (end > start.len()).then_some(end)
}

/// Length of `link` without the marks behind it that belong to the sentence.
fn trim_link(link: &str) -> usize {
    let mut link = link;
    loop {
        let closes = |open, close| link.ends_with(close) && link.matches(open).count() < link.matches(close).count();
        if link.ends_with(['.', ',', ';', ':', '!', '?', '\'', '’', '…', '*']) || closes('(', ')') || closes('[', ']')
        {
            let last = link.chars().next_back().map_or(1, char::len_utf8);
            link = &link[..link.len() - last];
        } else {
            return link.len();
        }
    }
}

/// Length of the electronic mail address that `text` starts with.
fn email(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let is_part = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-' | b'+' | b'%');
    let local = bytes.iter().take_while(|b| is_part(b)).count();
    if local == 0 || bytes.get(local) != Some(&b'@') || !bytes[0].is_ascii_alphanumeric() {
        return None;
    }
    let mut end = local + 1;
    end += bytes[end..].iter().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-')).count();
    while matches!(bytes[end - 1], b'.' | b'-') {
        end -= 1;
    }
    (end > local + 1).then_some(end)
}

/// Length of the host or file name that `text` starts with (*example.org/news*, *report.pdf*).
fn host(text: &str, lexicon: &Lexicon) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut end = bytes.iter().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_')).count();
    while end > 0 && !bytes[end - 1].is_ascii_alphanumeric() {
        end -= 1;
    }
    let name = &text[..end];
    let dot = name.rfind('.').filter(|dot| *dot > 0)?;
    let first = name.as_bytes()[0];
    if !first.is_ascii_alphanumeric() || !lexicon.is_domain(&name[dot + 1..]) || name.contains("..") {
        return None;
    }
    match bytes.get(end) {
        Some(b'/') => Some(trim_link(text)),
        Some(byte) if !byte.is_ascii() && text[end..].starts_with(is_word) => None,
        _ => Some(end),
    }
}

/// Length of the handle (*@name*) or tag (*#name*) that `text` starts with.
fn handle(text: &str) -> Option<usize> {
    let name = text.strip_prefix(['@', '#'])?;
    if !name.starts_with(char::is_alphabetic) {
        return None;
    }
    let length = name.len() - name.trim_start_matches(|c: char| is_word(c) || c == '_').len();
    Some(1 + length)
}

/// Length of the emoticon that `text` starts with.
fn emoticon(text: &str) -> Option<usize> {
    let mut marks = text.bytes().enumerate().peekable();
    marks.next_if(|(_, b)| *b == b'>');
    marks.next_if(|(_, b)| matches!(b, b':' | b';' | b'=' | b'8'))?;
    marks.next_if(|(_, b)| matches!(b, b'-' | b'\'' | b'o'));
    let (at, mouth) = marks.next()?;
    matches!(mouth, b')' | b'(' | b'D' | b'P' | b'p' | b'/' | b'|' | b']' | b'[' | b'O' | b'*').then_some(at + 1)
}
