//! Named mentions: gazetteer hits, runs of capitalised words with an organisation's head, names behind titles and
//! offices, acronyms.

use super::cues::Cues;
use super::dates;
use super::lexicon::{Gender, Lexicon};
use crate::doc::{
    Deprel, Document, EntityType, Hit, Label, MentionBy, MentionKind, Sentence, SentenceKind, Span, Token, TokenId,
    Upos,
};
use crate::gazetteer::Gazetteer;
use crate::segment::is_given_name_of_syllables;

/// A name found in the text, before it is known which entity it belongs to.
#[derive(Clone, Debug)]
pub struct Name {
    /// Its tokens, without titles.
    pub tokens: Span<Token>,
    /// What it names.
    pub etype: EntityType,
    /// Finer type, where known.
    pub subtype: Option<Label>,
    /// The gazetteer name it is, where it is one.
    pub hit: Option<u32>,
    /// Full name or acronym.
    pub kind: MentionKind,
    /// What found it.
    pub by: MentionBy,
    /// Gender that a title or given name shows.
    pub gender: Gender,
    /// The office before the name (*Foreign Minister*), to become a role.
    pub title: Option<Span<Token>>,
}

/// Whether no token of `span` belongs to one of the `names`, which are in text order.
pub fn is_free(names: &[Name], span: Span<Token>) -> bool {
    let next = names.partition_point(|name| name.tokens.end <= span.start);
    names.get(next).is_none_or(|name| name.tokens.start >= span.end)
}

impl Name {
    /// A name that a rule finds and no list has.
    pub fn by_rule(tokens: Span<Token>, etype: EntityType) -> Self {
        Self {
            tokens,
            etype,
            subtype: None,
            hit: None,
            kind: MentionKind::Name,
            by: MentionBy::Rule,
            gender: Gender::Unknown,
            title: None,
        }
    }
}

/// Finds the names of an article, in text order and not overlapping.
pub fn find(text: &str, doc: &Document, gazetteer: &Gazetteer, lexicon: &Lexicon) -> Vec<Name> {
    let cues = Cues::new(text, doc, gazetteer, lexicon);
    let mut finder = Finder { text, doc, gazetteer, lexicon, cues, names: Vec::new() };
    for sentence in &doc.sentences {
        if sentence.kind != SentenceKind::Boilerplate {
            finder.sentence(sentence);
        }
    }
    finder.names
}

struct Finder<'a> {
    text: &'a str,
    doc: &'a Document,
    gazetteer: &'a Gazetteer,
    lexicon: &'a Lexicon,
    cues: Cues<'a>,
    names: Vec<Name>,
}

/// A stretch of a run of capitalised words.
enum Piece {
    Role(Span<Token>),
    Rest(Span<Token>),
}

impl Finder<'_> {
    fn sentence(&mut self, sentence: &Sentence) {
        let capitals_say_little = self.capitals_say_little(sentence);
        let mut at = sentence.tokens.start;
        while at < sentence.tokens.end {
            if !self.starts_name(at, sentence, capitals_say_little) {
                at += 1;
                continue;
            }
            let end = if capitals_say_little {
                self.hit_at(at).map_or(at + 1, |hit| hit.tokens.end)
            } else {
                self.extend(at, sentence)
            };
            self.carve(Span::new(at, end), sentence, capitals_say_little);
            at = end;
        }
    }

    /// Whether nearly all words of the sentence are capitalised, as in title-case or all-capitals headlines. These write
    /// verbs with capitals too: *Maria Santos met Amnesty International* is none.
    fn capitals_say_little(&self, sentence: &Sentence) -> bool {
        let words = sentence.tokens.ids().filter(|&t| self.form(t.0).chars().filter(|c| c.is_alphabetic()).count() > 3);
        if sentence.tokens.ids().any(|t| self.upos(t.0) == Upos::Verb && !self.is_capitalised(t.0)) {
            return false;
        }
        let (mut all, mut capital) = (0, 0);
        for word in words {
            all += 1;
            capital += u32::from(self.is_capitalised(word.0));
        }
        (all >= 4 && capital * 10 >= all * 8) || (all >= 2 && all == capital && self.is_upper(sentence))
    }

    fn is_upper(&self, sentence: &Sentence) -> bool {
        !sentence.bytes.of(self.text).chars().any(char::is_lowercase)
    }

    fn form(&self, t: u32) -> &str {
        self.doc.tokens.form(TokenId(t), self.text)
    }

    fn upos(&self, t: u32) -> Upos {
        self.doc.tokens.upos[t as usize]
    }

    fn is_capitalised(&self, t: u32) -> bool {
        self.form(t).chars().next().is_some_and(char::is_uppercase)
    }

    fn hit_at(&self, t: u32) -> Option<&Hit> {
        let index = self.doc.hits.partition_point(|hit| hit.tokens.start < t);
        self.doc.hits.get(index).filter(|hit| hit.tokens.start == t && !hit.tokens.is_empty())
    }

    /// Whether `t` touches the token before it, without a space.
    fn touches(&self, t: u32) -> bool {
        t > 0 && self.doc.tokens.span[t as usize - 1].end == self.doc.tokens.span[t as usize].start
    }

    fn is_honorific(&self, t: u32) -> bool {
        self.lexicon.title(self.form(t)).is_some_and(|title| !title.is_office)
    }

    fn starts_name(&self, t: u32, sentence: &Sentence, capitals_say_little: bool) -> bool {
        if self.hit_at(t).is_some_and(|hit| self.accepts(hit)) {
            return true;
        }
        if capitals_say_little
            || !self.is_capitalised(t)
            || self.is_honorific(t)
            || dates::is_calendar_word(self.form(t))
            || is_party_tag(self.text, self.doc, t)
        {
            return false;
        }
        let first =
            t == sentence.tokens.start || matches!(self.form(t - 1), "\"" | "“" | "‘" | ":" | "(" | "–" | "—" | "•");
        let next_capital = t + 1 < sentence.tokens.end && self.is_capitalised(t + 1) && !self.is_honorific(t + 1);
        // The capital of a sentence's first word says nothing: *Rain fell.*
        if first && !next_capital && self.lexicon.is_common(&self.form(t).to_lowercase()) {
            return false;
        }
        match self.upos(t) {
            Upos::Propn => true,
            Upos::Adj | Upos::Noun | Upos::X => !first || next_capital || self.lexicon.org_head(self.form(t)).is_some(),
            Upos::Verb | Upos::Intj | Upos::Adv => !first && next_capital,
            _ => false,
        }
    }

    fn continues_name(&self, t: u32, sentence: &Sentence) -> bool {
        t < sentence.tokens.end
            && self.is_capitalised(t)
            && !self.is_honorific(t)
            && !dates::is_calendar_word(self.form(t))
            && matches!(
                self.upos(t),
                Upos::Propn | Upos::Adj | Upos::Noun | Upos::X | Upos::Verb | Upos::Num | Upos::Intj
            )
    }

    /// The end of the run of name words that starts at `start`.
    fn extend(&self, start: u32, sentence: &Sentence) -> u32 {
        let mut end = self.hit_at(start).map_or(start + 1, |hit| hit.tokens.end);
        let mut inside_phrase = false;
        loop {
            if let Some(hit) = self.hit_at(end).filter(|hit| self.accepts(hit) && self.is_capitalised(end)) {
                end = hit.tokens.end;
            } else if self.continues_name(end, sentence) {
                end += 1;
            } else if end + 1 < sentence.tokens.end
                && matches!(self.form(end), "-" | "–")
                && self.touches(end)
                && self.touches(end + 1)
                && self.is_capitalised(end + 1)
            {
                end += 2;
            } else if is_particle(self.form(end.min(sentence.tokens.end - 1)))
                && end < sentence.tokens.end
                && self.particle_end(end, sentence).is_some()
            {
                end = self.particle_end(end, sentence).unwrap_or(end + 1);
            } else if let Some(next) = self.connected(start, end, inside_phrase, sentence) {
                inside_phrase = true;
                end = next;
            } else {
                return end.min(sentence.tokens.end);
            }
        }
    }

    /// Where a lower-case name particle at `t` (*al-Khatib*, *bin Salman*) leads to: behind the name word it introduces.
    fn particle_end(&self, t: u32, sentence: &Sentence) -> Option<u32> {
        let hyphen =
            t + 2 < sentence.tokens.end && self.form(t + 1) == "-" && self.touches(t + 1) && self.touches(t + 2);
        let name = if hyphen { t + 2 } else { t + 1 };
        (name < sentence.tokens.end && self.is_capitalised(name)).then_some(name + 1)
    }

    /// Where a connecting word at `end` (*Ministry of …*) leads to, when the run so far has the head of an organisation.
    fn connected(&self, start: u32, end: u32, inside_phrase: bool, sentence: &Sentence) -> Option<u32> {
        if end >= sentence.tokens.end {
            return None;
        }
        if !self.has_org_head(Span::new(start, end)) {
            return self.cause_end(end, sentence);
        }
        let word = self.form(end);
        let is_and = matches!(word, "and" | "&");
        let preposition = matches!(
            word,
            "of" | "for" | "against" | "on" | "de" | "des" | "du" | "del" | "di" | "da" | "pour" | "para" | "la"
        );
        if !(preposition || is_and && inside_phrase) {
            return None;
        }
        let mut next = end + 1;
        if !is_and && next < sentence.tokens.end && matches!(self.form(next), "the" | "la" | "los" | "las" | "les") {
            next += 1;
        }
        if !self.continues_name(next, sentence) {
            return None;
        }
        let own_name = self.lexicon.org_head(self.form(next)).is_some()
            || self.hit_at(next).is_some_and(|hit| self.best_type(hit) != Some(EntityType::Loc))
            || self.role_at(next, sentence.tokens.end).is_some();
        if is_and && own_name {
            return None;
        }
        Some(next + 1)
    }

    /// *Hope for Children Foundation*, *Justice for April Campaign*: where a cause in the name of a body ends, with its head.
    fn cause_end(&self, at: u32, sentence: &Sentence) -> Option<u32> {
        if !matches!(self.form(at), "for" | "against" | "without") {
            return None;
        }
        let limit = sentence.tokens.end.min(at + 5);
        let end = (at + 1..limit).take_while(|&t| self.is_capitalised(t)).last()?;
        (end > at + 1 && self.lexicon.org_head(self.form(end)).is_some()).then_some(end + 1)
    }

    fn has_org_head(&self, span: Span<Token>) -> bool {
        span.ids().any(|t| self.lexicon.org_head(self.form(t.0)).is_some())
    }

    /// The number of tokens of the office that starts at `t`.
    fn role_at(&self, t: u32, end: u32) -> Option<u32> {
        self.lexicon.role((t..end).map(|i| self.form(i))).map(|(len, _)| len as u32)
    }

    /// Splits a run into offices and the rest, and names what is in the rest.
    fn carve(&mut self, run: Span<Token>, sentence: &Sentence, capitals_say_little: bool) {
        let mut pieces = Vec::new();
        let (mut at, mut from) = (run.start, run.start);
        while at < run.end {
            let hit = self.hit_at(at).filter(|hit| self.accepts(hit)).map(|hit| hit.tokens.end);
            let role = self
                .role_at(at, run.end)
                .filter(|len| hit.is_none_or(|end| end < at + len) && !self.ends_phrase(run, Span::new(at, at + len)))
                .filter(|len| at + len >= run.end || !matches!(self.form(at + len), "for" | "against" | "without"))
                .filter(|len| self.is_title(Span::new(at, at + len), run.end));
            if let Some(len) = role.filter(|_| !capitals_say_little) {
                if from < at {
                    pieces.push(Piece::Rest(Span::new(from, at)));
                }
                pieces.push(Piece::Role(Span::new(at, at + len)));
                at += len;
                from = at;
            } else {
                at = hit.unwrap_or(at + 1).max(at + 1).min(run.end);
            }
        }
        if from < run.end {
            pieces.push(Piece::Rest(Span::new(from, run.end)));
        }
        let mut title: Option<Span<Token>> = None;
        for piece in pieces {
            match piece {
                Piece::Role(span) => {
                    title = Some(span);
                    // The body that an office is named by: *UN special envoy*.
                    let body = self.hit_at(span.start).filter(|hit| {
                        hit.tokens.end < span.end
                            && self.accepts(hit)
                            && self.best_type(hit) == Some(EntityType::Org)
                            && is_acronym(self.form(hit.tokens.start))
                    });
                    if let Some(hit) = body.copied() {
                        self.push_hit(&hit, None);
                    }
                }
                Piece::Rest(span) => {
                    self.name_rest(self.trim(span), title.take(), sentence);
                }
            }
        }
    }

    /// Whether a word for people before other words up to `end` is a title and no part of what they name: *Citizen Ana
    /// Roth*, and not *Citizen Revolution*, *National Advancement Program*, *Criminal Code*. Offices always are.
    fn is_title(&self, noun: Span<Token>, end: u32) -> bool {
        let words = noun.ids().map(|t| self.form(t.0));
        if noun.end >= end || self.lexicon.role(words).is_none_or(|(_, role)| role.is_office) {
            return true;
        }
        let last = self.form(end - 1);
        let given = self.lexicon.given_name(self.form(noun.end)).is_some();
        self.lexicon.org_head(last).is_none() && (given || !self.lexicon.is_common(&last.to_lowercase()))
    }

    /// Whether the word for an office closes a phrase inside an organisation's name: *Commission for Prison Justice and
    /// Reform*.
    fn ends_phrase(&self, run: Span<Token>, office: Span<Token>) -> bool {
        let before = Span::new(run.start, office.start);
        let connects = before.ids().any(|t| matches!(self.form(t.0), "of" | "for" | "on" | "against"));
        let closes = office.end == run.end || matches!(self.form(office.end), "and" | "&");
        office.len() == 1 && connects && closes && self.has_org_head(before)
    }

    /// Leaves out connectors and hyphens at the ends of a piece.
    fn trim(&self, mut span: Span<Token>) -> Span<Token> {
        let loose = |t: u32| {
            !self.is_capitalised(t) && !self.form(t).starts_with(char::is_alphanumeric) && self.hit_at(t).is_none()
                || matches!(self.form(t), "of" | "for" | "and" | "the" | "on" | "against" | "de" | "&")
        };
        while !span.is_empty() && loose(span.start) {
            span.start += 1;
        }
        while !span.is_empty() && loose(span.end - 1) {
            span.end -= 1;
        }
        span
    }

    fn name_rest(&mut self, span: Span<Token>, title: Option<Span<Token>>, sentence: &Sentence) {
        if span.is_empty() {
            return;
        }
        let whole_hit = self.hit_at(span.start).filter(|hit| hit.tokens.end >= span.end && self.accepts(hit)).copied();
        if let Some(hit) = whole_hit {
            self.push_hit(&hit, title);
            return;
        }
        if self.only_demonyms(span) {
            return;
        }
        if span.len() > 1 && has_given_name(self.text, self.doc, span) {
            self.unknown(span, title, sentence);
            return;
        }
        let last = self.form(span.end - 1);
        if let Some(subtype) = self.lexicon.place_head(last).filter(|_| span.len() > 1).cloned() {
            self.push(Name { subtype: Some(subtype), ..Name::by_rule(span, EntityType::Loc) });
            return;
        }
        let head = span.ids().rev().find_map(|t| {
            let inside_hit = self.doc.hits.iter().any(|h| h.tokens.contains(t.0) && self.accepts(h));
            self.lexicon.org_head(self.form(t.0)).filter(|_| !inside_hit).cloned()
        });
        if let Some(subtype) = head.filter(|_| span.len() > 1) {
            self.push(Name { subtype: Some(subtype), ..Name::by_rule(span, EntityType::Org) });
            return;
        }
        // Gazetteer names inside, and what is left between them.
        let (mut at, mut from) = (span.start, span.start);
        let mut title = title;
        while at < span.end {
            match self.hit_at(at).filter(|hit| self.accepts(hit)).copied() {
                Some(hit) => {
                    self.unknown(Span::new(from, at), title.take(), sentence);
                    self.push_hit(&hit, None);
                    at = hit.tokens.end.max(at + 1);
                    from = at;
                }
                None => at += 1,
            }
        }
        self.unknown(Span::new(from.min(span.end), span.end), title, sentence);
    }

    fn only_demonyms(&self, span: Span<Token>) -> bool {
        span.ids().all(|t| {
            let form = self.form(t.0);
            self.lexicon.demonym(form).is_some() || form == "-" || form.to_lowercase() == "non"
        })
    }

    /// Types a name that no gazetteer knows by what stands around it.
    fn unknown(&mut self, span: Span<Token>, title: Option<Span<Token>>, sentence: &Sentence) {
        let mut span = self.trim(span);
        while !span.is_empty() && self.lexicon.demonym(self.form(span.start)).is_some() && span.len() > 1 {
            span.start += 1;
        }
        if span.is_empty()
            || self.only_demonyms(span)
            || self.lexicon.org_head(self.form(span.start)).is_some() && span.len() == 1
        {
            return;
        }
        let first = self.form(span.start);
        let before = span.start.checked_sub(1).filter(|&t| t >= sentence.tokens.start);
        let honorific = before.and_then(|t| self.lexicon.title(self.form(t)));
        let given = self.lexicon.given_name(first);
        let gender = honorific.map(|t| t.gender).filter(|g| *g != Gender::Unknown).or(given).unwrap_or_default();
        let etype = if has_given_name(self.text, self.doc, span) {
            Some(EntityType::Per)
        } else if sentence.dateline.contains(span.start) {
            (!is_acronym(first)).then_some(EntityType::Loc)
        } else if title.is_some() || honorific.is_some() {
            Some(EntityType::Per)
        } else if span.len() == 1 && is_acronym(first) {
            Some(EntityType::Org)
        } else {
            self.guess(span, before, given.is_some(), sentence)
        };
        if let Some(etype) = etype {
            let kind = if etype == EntityType::Org { MentionKind::Acronym } else { MentionKind::Name };
            self.push(Name { gender, title, kind, ..Name::by_rule(span, etype) });
        }
    }

    fn guess(&self, span: Span<Token>, before: Option<u32>, given: bool, sentence: &Sentence) -> Option<EntityType> {
        if given && span.len() > 1 {
            return Some(EntityType::Per);
        }
        // *spokesman Ali Hassan*
        if before.is_some_and(|t| self.upos(t) == Upos::Noun && self.role_at(t, t + 1).is_some()) {
            return Some(EntityType::Per);
        }
        // *Ali Hassan, 36,* and *Ali Hassan, director of …*
        let after = span.end + 1;
        if after < sentence.tokens.end && matches!(self.form(span.end), "," | "(") {
            let article = u32::from(matches!(self.form(after), "the" | "a" | "an"));
            let age = self.form(after).len() == 2 && self.form(after).bytes().all(|b| b.is_ascii_digit());
            let office = (after..(after + article + 3).min(sentence.tokens.end))
                .any(|t| self.upos(t) == Upos::Noun && self.role_at(t, sentence.tokens.end).is_some());
            if age || office {
                return Some(EntityType::Per);
            }
        }
        let locative =
            before.is_some_and(|t| matches!(self.form(t), "in" | "near" | "at" | "from" | "outside" | "around"));
        if locative {
            return Some(EntityType::Loc);
        }
        let head = self.head_of(span);
        let subject = matches!(
            self.doc.tokens.deprel[head.index()],
            Deprel::Nsubj | Deprel::NsubjPass | Deprel::Obj | Deprel::OblAgent | Deprel::Iobj
        );
        match span.len() {
            1 if subject && self.upos(head.0) == Upos::Propn => Some(EntityType::Per),
            2 | 3 if !self.only_common_words(span) => Some(EntityType::Per),
            _ => None,
        }
    }

    /// Whether every word is an ordinary one in capitals (*Human Rights*), and so no person's name.
    fn only_common_words(&self, span: Span<Token>) -> bool {
        span.ids().all(|t| self.lexicon.is_common(&self.form(t.0).to_lowercase()))
    }

    /// The token of `span` whose head lies outside of it.
    fn head_of(&self, span: Span<Token>) -> TokenId {
        head_of(self.doc, span)
    }

    fn best_type(&self, hit: &Hit) -> Option<EntityType> {
        self.gazetteer.candidates(hit.name).next().map(|entry| entry.etype())
    }

    fn accepts(&self, hit: &Hit) -> bool {
        self.cues.accepts(hit) || self.is_body_that_acts(hit)
    }

    /// A gated organisation or country whose name stands alone and does something: *Amnesty condemned the law*.
    fn is_body_that_acts(&self, hit: &Hit) -> bool {
        let Some(entry) = self.gazetteer.candidates(hit.name).next() else {
            return false;
        };
        let body = entry.etype() == EntityType::Org || entry.subtype() == "country";
        body && hit.tokens.len() == 1
            && !dates::is_month(self.form(hit.tokens.start))
            && self.acts_alone(TokenId(hit.tokens.start))
    }

    /// Whether a capitalised word with no other beside it does or says something: *Amnesty condemned the law*; not *Amnesty
    /// was granted*.
    fn acts_alone(&self, t: TokenId) -> bool {
        let tokens = &self.doc.tokens;
        let verb = tokens.head[t.index()];
        let beside = |at: Option<u32>| {
            at.is_some_and(|at| (at as usize) < tokens.len() && self.upos(at) == Upos::Propn && self.is_capitalised(at))
        };
        let takes = || {
            let relations = [Deprel::Obj, Deprel::Ccomp, Deprel::Xcomp];
            relations.iter().any(|&relation| self.doc.tree.child(tokens, verb, relation).is_some())
        };
        self.is_capitalised(t.0)
            && tokens.deprel[t.index()] == Deprel::Nsubj
            && self.upos(verb.0) == Upos::Verb
            && (self.lexicon.is_speech(tokens.lemma(verb)) || takes())
            && !beside(t.0.checked_sub(1))
            && !beside(Some(t.0 + 1))
    }

    fn push_hit(&mut self, hit: &Hit, title: Option<Span<Token>>) {
        let Some(entry) = self.gazetteer.candidates(hit.name).next() else {
            return;
        };
        let text = self.doc.tokens.bytes(hit.tokens).of(self.text);
        let name = Name {
            tokens: hit.tokens,
            etype: if title.is_some() && entry.gated() { EntityType::Per } else { entry.etype() },
            subtype: Some(entry.subtype().into()),
            hit: Some(hit.name),
            kind: if is_acronym(text) { MentionKind::Acronym } else { MentionKind::Name },
            by: MentionBy::Gazetteer,
            gender: self.lexicon.given_name(self.form(hit.tokens.start)).unwrap_or_default(),
            title,
        };
        self.push(name);
    }

    fn push(&mut self, name: Name) {
        debug_assert!(self.names.last().is_none_or(|last| last.tokens.end <= name.tokens.start), "names overlap");
        self.names.push(name);
    }
}

/// Whether a word of the name is a Korean or Chinese given name of two syllables (*Ji-hyun*), which only people have.
pub fn has_given_name(text: &str, doc: &Document, name: Span<Token>) -> bool {
    name.ids().any(|t| is_given_name_of_syllables(doc.tokens.form(t, text)))
}

/// *Sen. Ana Roth, D-Hawaii*; *(R-Ohio)*: whether the token at `t` begins the party and state of a member of Congress.
pub fn is_party_tag(text: &str, doc: &Document, t: u32) -> bool {
    let form = |t: u32| if (t as usize) < doc.tokens.len() { doc.tokens.form(TokenId(t), text) } else { "" };
    let letter = form(t).split('-').next().is_some_and(|letter| matches!(letter, "D" | "R" | "I"));
    let hyphen = form(t).contains('-') || form(t + 1) == "-";
    letter && hyphen && t > 0 && matches!(form(t - 1), "," | "(")
}

/// The token of `span` whose head lies outside of it; the last one where the tree has none.
pub fn head_of(doc: &Document, span: Span<Token>) -> TokenId {
    span.ids()
        .find(|t| {
            let head = doc.tokens.head[t.index()];
            head == *t || !span.contains(head.0)
        })
        .unwrap_or(TokenId(span.end.saturating_sub(1)))
}

/// Two to eight capitals, digits allowed behind the first: *UN*, *M23*, *UNHCR*.
pub fn is_acronym(word: &str) -> bool {
    let capitals = word.chars().filter(|c| c.is_uppercase()).count();
    let len = word.chars().filter(|c| *c != '.').count();
    capitals >= 2
        && len <= 8
        && word.starts_with(char::is_uppercase)
        && word.chars().all(|c| c.is_uppercase() || c.is_ascii_digit() || matches!(c, '.' | '-' | '&'))
}

/// Lower-case parts of names of people and places.
fn is_particle(word: &str) -> bool {
    matches!(
        word,
        "al" | "el"
            | "ul"
            | "as"
            | "ad"
            | "ash"
            | "an"
            | "bin"
            | "ibn"
            | "bint"
            | "ben"
            | "abu"
            | "ould"
            | "van"
            | "von"
            | "der"
            | "den"
            | "de"
            | "da"
            | "dos"
            | "di"
            | "du"
            | "del"
            | "della"
            | "la"
            | "le"
            | "ter"
            | "zu"
            | "y"
    ) || word.strip_prefix("al-").is_some_and(|rest| rest.starts_with(char::is_uppercase))
}
