//! Noun phrases and pronouns that stand for people and groups: *the delegation*, *a French prosecutor*, *she*.
//!
//! Each phrase joins the entity it refers back to, or becomes an unnamed entity of its own. A pronoun without a clear
//! antecedent is left out: no antecedent is better than a wrong one.

use super::cluster::{Number, Traits};
use super::lexicon::{Gender, Lexicon, lower};
use super::links::Links;
use crate::doc::{
    Deprel, Document, Entity, EntityId, EntityType, Link, Mention, MentionBy, MentionId, MentionKind, Sentence,
    SentenceKind, Span, Token, TokenId, Upos, Why, Xpos,
};

use crate::gazetteer::Gazetteer;
use crate::pipeline::Model;
use std::borrow::Cow;

/// How many sentences back a pronoun or a definite noun phrase may look.
pub(super) const WINDOW: usize = 3;

/// Adds mentions of noun phrases and pronouns, and the unnamed entities they introduce, to `doc`. `titles` are those before
/// names, with the index of each name's mention.
pub fn find(
    text: &str,
    doc: &mut Document,
    traits: &mut Vec<Traits>,
    titles: Vec<(Span<Token>, usize)>,
    model: &Model,
) {
    let named = doc.mentions.len();
    let mut nominals = Nominals {
        text,
        doc,
        traits,
        lexicon: &model.lexicon,
        gazetteer: &model.gazetteer,
        links: &model.links,
        named,
        titles,
        at_head: Vec::new(),
        quotes: Vec::new(),
        first_persons: Vec::new(),
    };
    nominals.at_head = vec![None; nominals.doc.tokens.len()];
    nominals.quotes = super::pronouns::quotations(text, nominals.doc);
    for i in 0..named {
        let mention = nominals.doc.mentions[i];
        for t in mention.tokens.ids() {
            nominals.at_head[t.index()] = Some(MentionId(i as u32));
        }
    }
    for index in 0..nominals.doc.sentences.len() {
        let sentence = nominals.doc.sentences[index];
        if sentence.kind != SentenceKind::Boilerplate {
            for t in sentence.tokens.ids() {
                nominals.token(t, index, &sentence);
            }
        }
    }
    for (t, index) in std::mem::take(&mut nominals.first_persons) {
        nominals.first_person(t, index);
    }
    nominals.counted();
    nominals.sites();
    nominals.wielders();
    nominals.reporters();
}

pub(super) struct Nominals<'a> {
    pub(super) text: &'a str,
    pub(super) doc: &'a mut Document,
    pub(super) traits: &'a mut Vec<Traits>,
    pub(super) lexicon: &'a Lexicon,
    pub(super) gazetteer: &'a Gazetteer,
    pub(super) links: &'a Links,
    /// Number of named mentions; those behind are in text order too.
    pub(super) named: usize,
    /// Titles before names, with the index of each name's mention.
    titles: Vec<(Span<Token>, usize)>,
    /// The mention that each token belongs to: of named mentions every token, of others the head.
    pub(super) at_head: Vec<Option<MentionId>>,
    /// Which quotation each token stands in.
    pub(super) quotes: Vec<Option<u32>>,
    /// *I* and *we* with their sentences: their speakers may be named behind them.
    pub(super) first_persons: Vec<(TokenId, usize)>,
}

impl Nominals<'_> {
    fn token(&mut self, t: TokenId, index: usize, sentence: &Sentence) {
        if self.at_head[t.index()].is_some() {
            return;
        }
        match self.doc.tokens.upos[t.index()] {
            Upos::Pron => self.pronoun(t, index, sentence),
            Upos::Noun | Upos::Propn | Upos::Adj | Upos::Num | Upos::X => self.noun(t, index, sentence),
            Upos::Det if self.is_part(t) => self.noun(t, index, sentence),
            _ => {}
        }
    }

    pub(super) fn lemma(&self, t: TokenId) -> Cow<'_, str> {
        match self.lexicon.singular(&lower(self.form(t))) {
            Some(singular) => Cow::Borrowed(singular),
            None => lower(self.doc.tokens.lemma(t)),
        }
    }

    pub(super) fn form(&self, t: TokenId) -> &str {
        self.doc.tokens.form(t, self.text)
    }

    pub(super) fn deprel(&self, t: TokenId) -> Deprel {
        self.doc.tokens.deprel[t.index()]
    }

    pub(super) fn is_plural(&self, t: TokenId) -> bool {
        matches!(self.doc.tokens.xpos[t.index()], Xpos::Nns | Xpos::Nnps)
            || self.lexicon.singular(&lower(self.form(t))).is_some_and(|s| s != lower(self.form(t)))
    }

    fn noun(&mut self, t: TokenId, index: usize, sentence: &Sentence) {
        let relation = self.deprel(t);
        let lemma = self.lemma(t).into_owned();
        if matches!(relation, Deprel::Amod | Deprel::Compound) && self.demonym(t) {
            return;
        }
        // *No minister came*, *none of the ministers came*: nobody acts. *No journalist was arrested* tells whom it could have hit.
        if self.is_nobody(t) {
            return;
        }
        if self.is_in_title(t) {
            return;
        }
        // A title before a name belongs to the name.
        if matches!(relation, Deprel::Compound | Deprel::NmodDesc | Deprel::Amod | Deprel::Flat) {
            return;
        }
        let plural = self.is_plural(t) || self.is_part(t);
        if !plural && self.links.is_also_abstract(&lemma) && self.is_unmarked(t) {
            return;
        }
        let Some((etype, subtype)) = self.denotes(t, &lemma, plural) else {
            if let Some(body) = self.capital_word(t).filter(|_| self.links.holds(Why::NameWord)) {
                self.push(t, self.phrase(t, sentence), EntityType::Org, MentionKind::Nominal, body, Why::NameWord);
            }
            return;
        };
        // *The developer, Albertine Holdings,*: a body may do what people do.
        let body = || if etype == EntityType::Per && !plural { self.body_beside(t) } else { None };
        let named =
            self.same_as_name(t, etype).map(|named| (named, etype)).or_else(|| Some((body()?, EntityType::Org)));
        if let Some((named, etype)) = named.filter(|_| self.links.holds(Why::Apposition)) {
            let span = if etype == EntityType::Per { Span::new(t.0, t.0 + 1) } else { self.phrase(t, sentence) };
            self.push(t, span, etype, MentionKind::Nominal, named, Why::Apposition);
            return;
        }
        if self.is_made_of(t) {
            return;
        }
        let phrase = self.phrase(t, sentence);
        if let Some(named) = self.name_behind(t, phrase, etype).filter(|_| !plural && self.links.holds(Why::Beside)) {
            self.push(t, phrase, etype, MentionKind::Nominal, named, Why::Beside);
            return;
        }
        if let Some(body) = self.whole_body(t, &lemma, plural, etype).filter(|_| self.links.holds(Why::Whole)) {
            self.push(t, phrase, etype, MentionKind::Nominal, body, Why::Whole);
            return;
        }
        if let Some(body) = self.body_of_whose(t, plural, etype).filter(|_| self.links.holds(Why::Whole)) {
            self.push(t, phrase, etype, MentionKind::Nominal, body, Why::Whole);
            return;
        }
        let antecedent = if self.is_definite(t) { self.antecedent(t, &lemma, etype, plural, index) } else { None };
        let antecedent = antecedent.or_else(|| self.told_by_heading(t, &lemma, etype, index));
        let (entity, why) =
            antecedent.unwrap_or_else(|| (self.introduce(t, phrase, etype, subtype, plural, lemma), Why::New));
        self.push(t, phrase, etype, MentionKind::Nominal, entity, why);
    }

    /// *Ambassador to Peru Ana Roth*, *Chief of Staff Ana Roth*: whether the capitalised noun is part of a name's title. The
    /// noun by which title and name hang together in the tree stands for the name.
    fn is_in_title(&mut self, t: TokenId) -> bool {
        // In the order of the names that they stand before.
        let next = self.titles.partition_point(|(span, _)| span.end <= t.0);
        let Some(&(span, index)) = self.titles.get(next).filter(|(span, _)| span.contains(t.0)) else { return false };
        if !self.form(t).starts_with(char::is_uppercase) {
            return false;
        }
        let tokens = &self.doc.tokens;
        let Some(name) = self.doc.mentions.get(index).copied() else { return false };
        let whole: Span<Token> = Span::new(span.start, name.tokens.end);
        let head = tokens.head[t.index()];
        if head == t || !whole.contains(head.0) {
            self.doc.mentions[index].head = t;
            self.at_head[t.index()] = Some(MentionId(index as u32));
        }
        true
    }

    /// *the French attack*, *an Israeli strike*: the country behind an adjective, as far as an event needs it.
    fn demonym(&mut self, t: TokenId) -> bool {
        let head = self.doc.tokens.head[t.index()];
        let acts = self.denotes(head, &self.lemma(head), self.is_plural(head)).is_some()
            || t.0 + 1 < head.0 && self.wields(TokenId(t.0 + 1));
        let Some(country) = self.lexicon.demonym(self.form(t)).and_then(|d| d.country).filter(|_| !acts) else {
            return false;
        };
        let is_country =
            |e: &Entity| e.etype == EntityType::Loc && &*e.subtype == "country" && e.country == Some(country);
        let entity = match self.doc.entities.iter().position(is_country) {
            Some(index) => EntityId(index as u32),
            None => {
                let id = EntityId(self.doc.entities.len() as u32);
                let row = self.gazetteer.country(country);
                self.doc.entities.push(Entity {
                    etype: EntityType::Loc,
                    subtype: "country".into(),
                    name: row.map_or_else(|| self.form(t).to_owned(), |r| r.name().to_owned()),
                    link: row.map_or_else(Link::default, |r| super::cluster::link(&r)),
                    country: Some(country),
                    ..Entity::default()
                });
                self.traits.push(Traits { number: Number::Body, ..Traits::default() });
                id
            }
        };
        self.push(t, Span::new(t.0, t.0 + 1), EntityType::Loc, MentionKind::Nominal, entity, Why::Adjective);
        true
    }

    fn is_nobody(&self, t: TokenId) -> bool {
        let no = |t: TokenId| matches!(&*lower(self.form(t)), "no" | "neither" | "none" | "nobody");
        let acts = matches!(self.deprel(t), Deprel::Nsubj | Deprel::OblAgent);
        acts && (no(t) || self.doc.tree.with(&self.doc.tokens, t, Deprel::Det).any(no))
    }

    /// *they want justice*: in small letters, without an article or owner.
    fn is_unmarked(&self, t: TokenId) -> bool {
        !self.has_article(t) && !self.is_owned(t) && !self.form(t).starts_with(char::is_uppercase)
    }

    pub(super) fn has_article(&self, t: TokenId) -> bool {
        self.doc.tree.child(&self.doc.tokens, t, Deprel::Det).is_some()
    }

    /// *any of the marchers*, *most of them*
    pub(super) fn is_part(&self, t: TokenId) -> bool {
        let of = |c: TokenId| self.doc.tree.with(&self.doc.tokens, c, Deprel::Case).any(|p| self.form(p) == "of");
        let whole = || self.doc.tree.with(&self.doc.tokens, t, Deprel::Nmod).any(of);
        self.lexicon.is_quantity(&lower(self.form(t))) && whole()
    }

    pub(super) fn is_plural_pronoun(&self, t: TokenId) -> bool {
        matches!(&*lower(self.form(t)), "them" | "us" | "whom")
    }

    /// The named person or body that an apposition or a title makes the noun refer to: *the minister, Ali Hassan*; *the
    /// food agency (WFP)*.
    fn same_as_name(&self, t: TokenId, etype: EntityType) -> Option<EntityId> {
        if etype == EntityType::Org && self.is_plural(t) {
            return None;
        }
        let tokens = &self.doc.tokens;
        // *a fourth defendant, the former police chief Hugo Brito*: the name may explain the explanation.
        let named = |c: TokenId| {
            let further = || self.doc.tree.with(tokens, c, Deprel::Appos).find_map(|c| self.name_at(c, etype));
            self.name_at(c, etype).or_else(further)
        };
        let below =
            [Deprel::Appos, Deprel::Flat].into_iter().find_map(|r| self.doc.tree.with(tokens, t, r).find_map(named));
        below.or_else(|| {
            let head = tokens.head[t.index()];
            (self.deprel(t) == Deprel::Appos && head != t).then(|| self.name_at(head, etype)).flatten()
        })
    }

    /// The named body that an apposition makes a doer refer to.
    fn body_beside(&self, t: TokenId) -> Option<EntityId> {
        let mut beside = self.doc.tree.with(&self.doc.tokens, t, Deprel::Appos).filter(|c| *c > t);
        beside.find_map(|c| self.name_at(c, EntityType::Org))
    }

    /// The name that stands right behind an office or a definite phrase, however the parser hung it: *Colonel X*; *the
    /// bishop of La Ceiba, X, …*.
    fn name_behind(&self, t: TokenId, phrase: Span<Token>, etype: EntityType) -> Option<EntityId> {
        let starting = |at: u32| {
            let name = self.doc.mentions[..self.named].iter().find(|m| m.tokens.start == at && m.etype == etype)?;
            Some((name.entity, name.tokens.end))
        };
        if etype == EntityType::Per
            && let Some((entity, _)) = starting(t.0 + 1)
        {
            return Some(entity);
        }
        // *our ally Turkey*, *its neighbour Chad*
        let countries = &self.doc.mentions[..self.named];
        if etype == EntityType::Per
            && self.is_owned(t)
            && let Some(country) = countries.iter().find(|m| m.tokens.start == t.0 + 1 && m.etype == EntityType::Loc)
        {
            return Some(country.entity);
        }
        let len = self.doc.tokens.len() as u32;
        let form = |at: u32| if at < len { self.form(TokenId(at)) } else { "" };
        if !self.is_definite(t) && !self.is_owned(t) || form(phrase.end) != "," {
            return None;
        }
        let titles = (1..4).take_while(|&i| self.lexicon.title(form(phrase.end + i)).is_some()).count() as u32;
        let (entity, end) = starting(phrase.end + 1 + titles)?;
        // A comma, a full stop or a verb closes the apposition; *and* would make a list.
        let closed = matches!(form(end), "," | "." | ";" | ")")
            || end < len && matches!(self.doc.tokens.upos[end as usize], Upos::Verb | Upos::Aux);
        closed.then_some(entity)
    }

    /// The body that the phrase stands for as a whole: *the members of the council*, *the Taliban movement*.
    fn whole_body(&self, t: TokenId, lemma: &str, plural: bool, etype: EntityType) -> Option<EntityId> {
        if etype != EntityType::Org || !self.is_definite(t) {
            return None;
        }
        let tokens = &self.doc.tokens;
        let body = |c: TokenId| self.name_at(c, EntityType::Org);
        let children = self.doc.tree.children(t);
        if plural {
            let only = children.iter().all(|&c| matches!(self.deprel(c), Deprel::Det | Deprel::Nmod | Deprel::Punct));
            let of = |c: &TokenId| self.doc.tree.with(tokens, *c, Deprel::Case).any(|p| self.form(p) == "of");
            let whole = self.doc.tree.with(tokens, t, Deprel::Nmod).find(of);
            return whole.filter(|_| only && lemma == "member").and_then(body);
        }
        // *the Taliban administration in Kabul*: where it is makes no other body of it.
        let place = |c: &TokenId| {
            self.doc.tree.child(tokens, *c, Deprel::Case).is_some_and(|case| matches!(tokens.lemma(case), "in" | "at"))
        };
        let mut others = children.iter().filter(|c| self.deprel(**c) != Deprel::Det && !place(c));
        let (only, None) = (others.next()?, others.next()) else { return None };
        let name = matches!(self.deprel(*only), Deprel::Compound | Deprel::NmodDesc);
        (self.links.is_kind_of_body(lemma) && name).then(|| body(*only)).flatten()
    }

    /// *the forest service, whose rangers burned the houses*: what its people do, the body does.
    fn body_of_whose(&self, t: TokenId, plural: bool, etype: EntityType) -> Option<EntityId> {
        let tokens = &self.doc.tokens;
        let owner = self.doc.tree.child(tokens, t, Deprel::NmodPoss)?;
        if !plural || etype != EntityType::Org || !self.form(owner).eq_ignore_ascii_case("whose") {
            return None;
        }
        let mut clause = t;
        for _ in 0..4 {
            clause = tokens.head[clause.index()];
            if self.deprel(clause) == Deprel::AclRelcl {
                let antecedent = tokens.head[clause.index()];
                let body = self.name_at(antecedent, EntityType::Org)?;
                let staffed = !matches!(&*self.doc.entities[body.index()].subtype, "group");
                return staffed.then_some(body);
            }
        }
        None
    }

    fn is_owned(&self, t: TokenId) -> bool {
        self.doc.tree.children(t).iter().any(|&c| self.deprel(c) == Deprel::NmodPoss)
    }

    pub(super) fn name_at(&self, t: TokenId, etype: EntityType) -> Option<EntityId> {
        let mention = self.doc.mentions.get(self.at_head[t.index()]?.0 as usize)?;
        (mention.etype == etype && mention.kind != MentionKind::Nominal).then_some(mention.entity)
    }

    /// The people that a group is made of are no mention beside it: *a delegation of mothers*.
    fn is_made_of(&self, t: TokenId) -> bool {
        let tokens = &self.doc.tokens;
        let head = tokens.head[t.index()];
        self.deprel(t) == Deprel::Nmod
            && self.doc.tree.child(tokens, t, Deprel::Case).is_some_and(|c| tokens.lemma(c) == "of")
            && self.at_head[head.index()].is_some()
            && self.is_plural(t)
            && (self.lexicon.is_quantity(&self.lemma(head))
                || matches!(self.lemma(head).as_ref(), "delegation" | "group" | "crowd" | "team" | "band" | "network"))
    }

    /// The noun phrase of `t`: its own words and what belongs to its name, without relative clauses, appositions and
    /// conjoined nouns.
    pub(super) fn phrase(&self, t: TokenId, sentence: &Sentence) -> Span<Token> {
        let doc = &*self.doc;
        let span = doc.tree.extent(t, &mut |child| {
            let tokens = &doc.tokens;
            let relation = tokens.deprel[child.index()];
            let of_head = tokens.head[child.index()] == t;
            match relation {
                Deprel::Punct => !matches!(tokens.form(child, self.text), "-" | "–" | "’" | "'"),
                Deprel::AclRelcl
                | Deprel::Acl
                | Deprel::Appos
                | Deprel::Parataxis
                | Deprel::Advcl
                | Deprel::Discourse => true,
                Deprel::Conj | Deprel::Cc => of_head,
                Deprel::Case
                | Deprel::Mark
                | Deprel::Cop
                | Deprel::Nsubj
                | Deprel::Aux
                | Deprel::Advmod
                | Deprel::CcPreconj
                | Deprel::Obl
                | Deprel::Vocative
                | Deprel::NsubjPass
                | Deprel::AuxPass => of_head,
                Deprel::Nmod => {
                    let case = doc.tree.child(tokens, child, Deprel::Case).map(|c| tokens.lemma(c));
                    let own = matches!(case, Some("for" | "from" | "against" | "on" | "to" | "at")) && of_head;
                    !(own || matches!(case, Some("of") | None))
                }
                _ => false,
            }
        });
        // A name behind a comma is an apposition, however the parser hung it: *the envoy for peace, Ms. X*.
        let named = &doc.mentions[..self.named];
        let behind = &named[named.partition_point(|m| m.tokens.start <= t.0 + 1)..];
        let beside = behind.iter().take_while(|m| m.tokens.start < span.end).find(|m| m.etype == EntityType::Per);
        let comma = beside.and_then(|m| {
            (t.0 + 1..m.tokens.start).rev().take(3).find(|&c| doc.tokens.form(TokenId(c), self.text) == ",")
        });
        let span = comma.map_or(span, |comma| Span::new(span.start, comma));
        // A name that the phrase cuts through belongs to it whole: *advisor for the Middle East and North Africa*.
        let cut = named.iter().find(|m| m.tokens.start < span.end && span.end < m.tokens.end);
        let end = cut.map_or(span.end, |m| m.tokens.end);
        let text_start = sentence.tokens.start.max(sentence.dateline.end);
        let mut start = span.start.max(text_start).min(t.0);
        // *how many people*, *whose son*
        let asks = |start: usize| matches!(doc.tokens.xpos[start], Xpos::WpPoss | Xpos::Wrb | Xpos::Wp | Xpos::Wdt);
        while start < t.0 && (doc.tokens.upos[start as usize] == Upos::Punct || asks(start as usize)) {
            start += 1;
        }
        Span::new(start, end.min(sentence.tokens.end))
    }

    pub(super) fn is_definite(&self, t: TokenId) -> bool {
        self.doc.tree.children(t).iter().any(|&c| {
            self.deprel(c) == Deprel::Det
                && matches!(self.lemma(c).as_ref(), "the" | "this" | "that" | "these" | "those")
        })
    }

    /// Whether the phrase says no more than *the group*: no modifier that could tell it from another group.
    pub(super) fn is_bare(&self, t: TokenId) -> bool {
        self.doc.tree.children(t).iter().all(|&c| {
            !matches!(
                self.deprel(c),
                Deprel::Amod
                    | Deprel::Compound
                    | Deprel::Nmod
                    | Deprel::NmodPoss
                    | Deprel::Nummod
                    | Deprel::Acl
                    | Deprel::AclRelcl
            )
        })
    }

    /// The last mentions before `t`, in text order.
    pub(super) fn before(&self, t: TokenId) -> Vec<Mention> {
        const LAST: usize = 60;
        let (named, others) = self.doc.mentions.split_at(self.named);
        let named = &named[..named.partition_point(|m| m.tokens.end <= t.0)];
        let mut all: Vec<Mention> = [named, others]
            .into_iter()
            .flat_map(|list| &list[list.len().saturating_sub(LAST)..])
            .filter(|m| m.tokens.end <= t.0)
            .copied()
            .collect();
        all.sort_by_key(|m| m.tokens.start);
        all
    }

    pub(super) fn introduce(
        &mut self,
        t: TokenId,
        phrase: Span<Token>,
        etype: EntityType,
        subtype: crate::doc::Label,
        plural: bool,
        lemma: String,
    ) -> EntityId {
        let country = phrase.ids().find_map(|c| self.lexicon.demonym(self.form(c)).and_then(|d| d.country));
        let gender = self.lexicon.role([lemma.as_str()]).map_or(Gender::Unknown, |(_, noun)| noun.gender);
        let id = EntityId(self.doc.entities.len() as u32);
        self.doc.entities.push(Entity {
            etype,
            subtype,
            name: self.doc.tokens.bytes(phrase).of(self.text).to_owned(),
            country,
            ..Entity::default()
        });
        let number = match etype {
            EntityType::Per => Number::One,
            _ if plural => Number::Many,
            _ => Number::Body,
        };
        debug_assert!(t.index() < self.at_head.len());
        self.traits.push(Traits { gender, number, head: Some(lemma), ..Traits::default() });
        id
    }

    /// Adds a mention that belongs to `entity` for that reason, as sure as reasons of that kind are.
    pub(super) fn push(
        &mut self,
        head: TokenId,
        tokens: Span<Token>,
        etype: EntityType,
        kind: MentionKind,
        entity: EntityId,
        why: Why,
    ) {
        // Who is mentioned for the first time refers back to nothing.
        let first = self.doc.entities[entity.index()].mentions.is_empty();
        let confidence = self.links.confidence(why).filter(|_| !first);
        self.push_sure(head, tokens, (etype, kind), entity, why, confidence);
    }

    /// Adds a mention that belongs to `entity` with that confidence.
    pub(super) fn push_sure(
        &mut self,
        head: TokenId,
        tokens: Span<Token>,
        (etype, kind): (EntityType, MentionKind),
        entity: EntityId,
        why: Why,
        confidence: Option<u8>,
    ) {
        let id = MentionId(self.doc.mentions.len() as u32);
        let bytes = self.doc.tokens.bytes(tokens);
        debug_assert!(id.0 as usize >= self.named, "named mentions come first");
        let by = MentionBy::Rule;
        self.doc.mentions.push(Mention { bytes, tokens, head, etype, kind, by, entity, why, confidence });
        self.doc.entities[entity.index()].mentions.push(id);
        self.at_head[head.index()] = Some(id);
    }
}
