//! Offices and roles: *Foreign Minister X*, *X, director of Y*, *Y's spokesperson X*, *X (the president of Y)*.

use super::lexicon::Lexicon;
use super::names::Name;
use crate::doc::{Deprel, Document, EntityId, EntityType, Mention, MentionKind, Role, Span, Token, TokenId, Upos};

/// How many words an apposition may have.
const MAX_WORDS: u32 = 14;

/// Fills the roles of named people. `names` are the names behind `doc.mentions`, in the same order. Gives the titles right
/// before names, with what stands between (*Ambassador to Peru* Ana Roth), and the index of each one's mention.
pub fn fill(text: &str, doc: &mut Document, names: &[Name], lexicon: &Lexicon) -> Vec<(Span<Token>, usize)> {
    let roles = Roles { text, doc, lexicon };
    let mut found = Vec::new();
    let mut titles = Vec::new();
    for (index, name) in names.iter().enumerate() {
        if name.etype == EntityType::Per {
            found.extend(roles.before(name).map(|role| (index, role)));
            found.extend(roles.after(name).map(|role| (index, role)));
            titles.extend(roles.title(name).map(|(start, _)| (Span::new(start, name.tokens.start), index)));
        }
    }
    for (index, role) in found {
        let entity = doc.mentions[index].entity;
        let entry = &mut doc.entities[entity.index()];
        let of = role.of.filter(|of| *of != entity);
        if !entry.roles.iter().any(|known| known.title.eq_ignore_ascii_case(&role.title) && known.of == of) {
            entry.roles.push(Role { of, ..role });
        }
    }
    titles
}

struct Roles<'a> {
    text: &'a str,
    doc: &'a Document,
    lexicon: &'a Lexicon,
}

impl Roles<'_> {
    fn form(&self, t: u32) -> &str {
        self.doc.tokens.form(TokenId(t), self.text)
    }

    /// An office before the name: *its president Mrs. X*, *French Foreign Minister X*, *Amnesty's spokesperson X*.
    fn before(&self, name: &Name) -> Option<Role> {
        let end = self.before_honorifics(name);
        let floor = name.tokens.start.saturating_sub(MAX_WORDS);
        // *the president of Y, X*; *the governor, Maj. Gen. X*
        let ranks = (floor..end).rev().take_while(|&t| self.lexicon.title(self.form(t)).is_some()).count() as u32;
        if end - ranks > floor && self.form(end - ranks - 1) == "," {
            let comma = end - ranks - 1;
            return (floor..comma)
                .find_map(|start| self.office_phrase(start, comma).filter(|(_, to)| *to == comma))
                .and_then(|(role, _)| {
                    let before = role.0.checked_sub(1).map(|t| self.form(t).to_lowercase());
                    let ok = matches!(before.as_deref(), Some("the" | "'s" | "’s" | "its" | "their") | None)
                        || before.is_some_and(|w| self.lexicon.demonym(&capitalised(&w)).is_some());
                    ok.then(|| self.role(role.0, role.1, comma)).flatten()
                });
        }
        let (start, to) = self.title(name)?;
        self.role(start, to, end)
    }

    /// The first token of the honorifics right before the name; that of the name where there are none.
    fn before_honorifics(&self, name: &Name) -> u32 {
        let mut end = name.tokens.start;
        let floor = end.saturating_sub(MAX_WORDS);
        while end > floor && self.lexicon.title(self.form(end - 1)).is_some_and(|t| !t.is_office) {
            end -= 1;
        }
        end
    }

    /// Where the title of a name starts and ends that stands right before it, or before what it is an office of: *Secretary
    /// of State* Ana Roth, *Ambassador* to Peru Ana Roth.
    fn title(&self, name: &Name) -> Option<(u32, u32)> {
        let end = self.before_honorifics(name);
        let floor = name.tokens.start.saturating_sub(MAX_WORDS);
        let right_before = || {
            (floor..end).find_map(|start| {
                let len = self.role_len(start, end)?;
                (start + len == end).then_some((start, end))
            })
        };
        right_before().or_else(|| (floor..end).rev().find_map(|start| self.title_with_body(start, end)))
    }

    /// *Amir of Kuwait* before a name at `end`: an office at `start`, and capitalised words of what it is an office of.
    fn title_with_body(&self, start: u32, end: u32) -> Option<(u32, u32)> {
        let (len, noun) = self.lexicon.role((start..end).map(|t| self.form(t)))?;
        let to = start + len as u32;
        let body = to + 1..end;
        let is_capital = |t: u32| self.form(t).starts_with(char::is_uppercase);
        let is_small = |t: u32| matches!(self.form(t), "the" | "of" | "and" | "for" | "&");
        let of = noun.is_office && to < end && matches!(self.form(to), "of" | "for" | "to");
        let closed = body.end > body.start && is_capital(end - 1) && self.lexicon.demonym(self.form(end - 1)).is_none();
        (of && closed && is_capital(start) && body.into_iter().all(|t| is_capital(t) || is_small(t)))
            .then_some((start, to))
    }

    /// An apposition behind the name: *X, director of Y,* or *X (the president of Y)*.
    fn after(&self, name: &Name) -> Option<Role> {
        let limit = self.doc.tokens.len() as u32;
        let mut start = name.tokens.end;
        if start >= limit || !matches!(self.form(start), "," | "(") {
            return None;
        }
        start += 1;
        while start < limit && matches!(self.form(start), "the" | "a" | "an" | "who" | "is" | "then" | "former") {
            start += 1;
        }
        // Modifiers before the office: *a human-rights lawyer at Y*, *Amnesty's Libya researcher*.
        let ((from, to), end) = (start..limit.min(start + 6)).find_map(|at| {
            let clear = (start..at)
                .all(|t| matches!(self.upos(t), Upos::Adj | Upos::Noun | Upos::Propn | Upos::Punct | Upos::Part));
            let stops = (start..at).any(|t| matches!(self.form(t), "," | ")" | ";"));
            (clear && !stops && self.upos(at) != Upos::Verb).then(|| self.office_phrase(at, limit)).flatten()
        })?;
        // *According to X, the judge freed them*: the office of a new clause's subject is not X's.
        let finite = |t: u32| self.doc.tokens.xpos[t as usize].is_finite();
        let relative = (to..limit.min(end + 1)).any(|t| matches!(self.form(t), "who" | "which" | "that" | "whose"));
        let new_clause = self.form(name.tokens.end) == "," && !relative && (to..limit.min(end + 1)).any(finite);
        if new_clause {
            return None;
        }
        self.role(from, to, limit.min(to + MAX_WORDS))
    }

    fn upos(&self, t: u32) -> Upos {
        self.doc.tokens.upos[t as usize]
    }

    fn role_len(&self, start: u32, end: u32) -> Option<u32> {
        self.lexicon.role((start..end).map(|t| self.form(t))).map(|(len, _)| len as u32)
    }

    /// The office at `start` and where its phrase (*… of Y*) ends: at a comma, bracket or verb.
    fn office_phrase(&self, start: u32, limit: u32) -> Option<((u32, u32), u32)> {
        let len = self.role_len(start, limit)?;
        let mut end = start + len;
        while end < limit
            && !matches!(self.form(end), "," | ")" | "(" | ";" | "." | ":")
            && self.upos(end) != Upos::Verb
        {
            end += 1;
        }
        Some(((start, start + len), end))
    }

    /// The role at `from..to`, with the body that it is an office of: the possessor or demonym before it, or what *of*,
    /// *for* or *at* governs up to `limit`.
    fn role(&self, from: u32, to: u32, limit: u32) -> Option<Role> {
        let span: Span<Token> = Span::new(from, to);
        let behind = (to < limit && matches!(self.form(to), "of" | "for" | "at" | "in" | "with" | "to"))
            .then(|| self.entity_within(Span::new(to + 1, self.phrase_end(to + 1, limit))))
            .flatten();
        let before = || {
            let start = from.saturating_sub(4);
            (start..from).rev().find_map(|t| self.entity_ending_at(t + 1).filter(|_| self.leads_to(t + 1, from)))
        };
        let bytes = self.doc.tokens.bytes(span);
        let of = behind.or_else(before).or_else(|| self.owner(from));
        Some(Role { title: bytes.of(self.text).to_owned(), of, bytes })
    }

    /// The organisation that *its* or *their* before the office means: the subject of the sentences before, else the last
    /// one named.
    fn owner(&self, from: u32) -> Option<EntityId> {
        let possessive = (from.saturating_sub(3)..from)
            .rev()
            .find(|&t| matches!(self.form(t), "its" | "their" | "Its" | "Their"))?;
        let index = self.doc.sentences.partition_point(|s| s.tokens.end <= possessive);
        let near = self.doc.sentences.get(index.saturating_sub(2)).map_or(0, |s| s.tokens.start);
        let bodies =
            || self.doc.mentions.iter().rev().filter(|m| m.tokens.end <= possessive && m.etype == EntityType::Org);
        let subject = |m: &&Mention| m.tokens.start >= near && self.doc.tokens.deprel[m.head.index()] == Deprel::Nsubj;
        bodies().find(subject).or_else(|| bodies().next()).map(|m| m.entity)
    }

    fn phrase_end(&self, start: u32, limit: u32) -> u32 {
        (start..limit).find(|&t| matches!(self.form(t), "," | ")" | "(" | ";" | "." | "who")).unwrap_or(limit)
    }

    /// Whether only possessive marks, adjectives and nouns stand between a possessor and the office.
    fn leads_to(&self, from: u32, to: u32) -> bool {
        (from..to).all(|t| matches!(self.upos(t), Upos::Part | Upos::Adj | Upos::Noun | Upos::Propn))
    }

    fn entity_within(&self, span: Span<Token>) -> Option<EntityId> {
        self.doc.mentions.iter().find(|m| span.covers(m.tokens) && m.etype != EntityType::Per).map(|m| m.entity)
    }

    fn entity_ending_at(&self, end: u32) -> Option<EntityId> {
        let mention = self.doc.mentions.iter().find(|m| m.tokens.end == end)?;
        let body = mention.etype != EntityType::Per || mention.kind == MentionKind::Pronoun;
        body.then_some(mention.entity)
    }
}

fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map(|c| c.to_uppercase().chain(chars).collect()).unwrap_or_default()
}
