//! What the finished entities tell of each other: countries of people and bodies, the place that a place lies in, the
//! office of an unnamed person and who holds it.

use super::lexicon::Lexicon;
use crate::doc::{
    Article, Country, Document, Entity, EntityId, EntityType, Holder, Mention, MentionKind, Role, Span, Token, TokenId,
    Upos,
};
use crate::gazetteer::Gazetteer;
use crate::gazetteer::offices::Of;

/// Words of a noun phrase that make another office of it or none.
const NOT_IN_OFFICE: &[&str] = &["former", "ex", "late", "then", "next", "future", "would-be", "deposed", "ousted"];
/// Words that leave the office as it is.
const IDLE: &[&str] =
    &["the", "a", "an", "current", "new", "newly", "appointed", "veteran", "'s", "’s", "its", "their"];

/// Fills in what the entities of `doc` tell of each other.
pub fn settle(article: &Article, doc: &mut Document, gazetteer: &Gazetteer, lexicon: &Lexicon) {
    let mut settler = Settler { article, doc, gazetteer, lexicon };
    settler.containers();
    settler.offices();
    settler.countries();
    settler.holders();
}

struct Settler<'a> {
    article: &'a Article,
    doc: &'a mut Document,
    gazetteer: &'a Gazetteer,
    lexicon: &'a Lexicon,
}

impl Settler<'_> {
    fn form(&self, t: u32) -> &str {
        if (t as usize) < self.doc.tokens.len() { self.doc.tokens.form(TokenId(t), &self.article.text) } else { "" }
    }

    fn upos(&self, t: u32) -> Upos {
        self.doc.tokens.upos[t as usize]
    }

    fn entity(&self, id: EntityId) -> &Entity {
        &self.doc.entities[id.index()]
    }

    fn named_mentions(&self) -> impl Iterator<Item = &Mention> {
        self.doc.mentions.iter().filter(|m| !matches!(m.kind, MentionKind::Nominal | MentionKind::Pronoun))
    }

    /// The place that a place or body lies in: what the text names behind it (*Aleppo, Syria*; *the prison in Taiz*), what
    /// its own name holds (*Lahore Press Club*), else its country where the article names that.
    fn containers(&mut self) {
        let mut found: Vec<(EntityId, EntityId)> = Vec::new();
        for mention in self.named_mentions() {
            let entity = self.entity(mention.entity);
            let facility =
                entity.etype == EntityType::Loc && !matches!(&*entity.subtype, "country" | "region" | "city");
            let place = entity.etype == EntityType::Loc && &*entity.subtype != "country";
            if !place && entity.etype != EntityType::Org {
                continue;
            }
            let next = match self.form(mention.tokens.end) {
                "," | "(" if place => true,
                "in" | "near" | "of" if facility => true,
                "in" => entity.etype == EntityType::Org,
                _ => false,
            };
            let behind = next.then(|| self.place_at(mention.tokens.end + 1)).flatten();
            let within = behind.filter(|&outer| outer != mention.entity && self.can_hold(outer, mention.entity));
            found.extend(within.map(|outer| (mention.entity, outer)));
        }
        for (inner, outer) in found {
            self.doc.entities[inner.index()].within.get_or_insert(outer);
        }
        for index in 0..self.doc.entities.len() {
            let within = self.inside_name(index).or_else(|| self.own_country(index));
            if self.doc.entities[index].within.is_none() {
                self.doc.entities[index].within = within.filter(|outer| outer.index() != index);
            }
        }
    }

    fn place_at(&self, t: u32) -> Option<EntityId> {
        let at = t + u32::from(matches!(self.form(t), "the" | "central" | "downtown"));
        let mention = self.named_mentions().find(|m| m.tokens.start == at)?;
        (self.entity(mention.entity).etype == EntityType::Loc).then_some(mention.entity)
    }

    /// Whether a place can lie in another: in a larger kind of place, of the same country where both are known.
    fn can_hold(&self, outer: EntityId, inner: EntityId) -> bool {
        let size = |e: &Entity| match (e.etype, &*e.subtype) {
            (EntityType::Loc, "country") => 3,
            (EntityType::Loc, "region") => 2,
            (EntityType::Loc, "city") => 1,
            _ => 0,
        };
        let (outer, inner) = (self.entity(outer), self.entity(inner));
        let agree = outer.country.is_none() || inner.country.is_none() || outer.country == inner.country;
        agree && size(outer) > size(inner) && outer.within.is_none_or(|id| *self.entity(id) != *inner)
    }

    /// The city of the article that a body's or facility's own name begins with.
    fn inside_name(&self, index: usize) -> Option<EntityId> {
        let entity = &self.doc.entities[index];
        let cities = self.doc.entities.iter().enumerate().filter(|(_, e)| {
            e.etype == EntityType::Loc && matches!(&*e.subtype, "city" | "region") && !e.name.is_empty()
        });
        let is_body = entity.named && (entity.etype == EntityType::Org || &*entity.subtype == "facility");
        let starts = |city: &str| {
            let name = entity.name.strip_prefix("the ").unwrap_or(&entity.name);
            name.strip_prefix(city).is_some_and(|rest| rest.starts_with(' '))
        };
        cities.filter(|_| is_body).find(|(_, city)| starts(&city.name)).map(|(i, _)| EntityId(i as u32))
    }

    fn own_country(&self, index: usize) -> Option<EntityId> {
        let entity = &self.doc.entities[index];
        let country = entity.country.filter(|_| entity.etype == EntityType::Loc && &*entity.subtype != "country")?;
        let is_it = |e: &Entity| e.etype == EntityType::Loc && &*e.subtype == "country" && e.country == Some(country);
        self.doc.entities.iter().position(is_it).map(|i| EntityId(i as u32))
    }

    /// The office that an unnamed person is called by, with the body or country that its noun phrase names.
    fn offices(&mut self) {
        for index in 0..self.doc.entities.len() {
            let entity = &self.doc.entities[index];
            if entity.named || entity.etype != EntityType::Per {
                continue;
            }
            let nominal = entity.mentions.iter().map(|id| self.doc.mentions[id.0 as usize]);
            let Some(mention) = nominal.into_iter().find(|m| m.kind == MentionKind::Nominal) else { continue };
            let Some(title) = self.title(mention) else { continue };
            let inside = self
                .named_mentions()
                .find(|m| mention.tokens.covers(m.tokens) && m.etype != EntityType::Per && m.entity.index() != index);
            let of = inside.map(|m| m.entity).or_else(|| self.possessor(mention));
            let bytes = self.doc.tokens.bytes(title);
            let role = Role { title: bytes.of(&self.article.text).to_owned(), of, bytes };
            self.doc.entities[index].roles.push(role);
        }
    }

    /// The words of the office: those before the head that belong to it, and the head.
    fn title(&self, mention: Mention) -> Option<Span<Token>> {
        let end = mention.head.0 + 1;
        (mention.tokens.start..end).find_map(|start| {
            let words = (start..end).map(|t| self.form(t));
            let office =
                self.lexicon.role(words).is_some_and(|(len, noun)| len as u32 == end - start && noun.is_office);
            office.then_some(Span::new(start, end))
        })
    }

    /// *its* and *their* before the office.
    fn possessor(&self, mention: Mention) -> Option<EntityId> {
        let first = mention.tokens.start;
        let pronoun = self.doc.mentions.iter().find(|m| m.tokens.start == first && m.kind == MentionKind::Pronoun)?;
        Some(pronoun.entity).filter(|&id| self.entity(id).etype != EntityType::Per)
    }

    /// Countries of people and bodies that have none: by the adjective before or behind the name, the seat that the text
    /// names, what the office is one of.
    fn countries(&mut self) {
        for index in 0..self.doc.entities.len() {
            let entity = &self.doc.entities[index];
            if entity.country.is_some() || entity.etype == EntityType::Loc && &*entity.subtype == "country" {
                continue;
            }
            let mentions = entity.mentions.iter().map(|id| self.doc.mentions[id.0 as usize]);
            let told = mentions
                .filter(|m| m.kind != MentionKind::Pronoun)
                .find_map(|m| self.adjective_before(m).or_else(|| self.apposition(m)));
            let seat = || entity.within.and_then(|id| self.entity(id).country);
            let office = || entity.roles.iter().filter_map(|r| r.of).find_map(|of| self.entity(of).country);
            self.doc.entities[index].country = told.or_else(seat).or_else(office);
        }
        // A body may have got its country only now.
        for index in 0..self.doc.entities.len() {
            let entity = &self.doc.entities[index];
            if entity.country.is_none() && entity.etype == EntityType::Per {
                let office = entity.roles.iter().filter_map(|r| r.of).find_map(|of| self.entity(of).country);
                self.doc.entities[index].country = office;
            }
        }
    }

    fn demonym(&self, t: u32) -> Option<Country> {
        self.lexicon.demonym(self.form(t)).and_then(|d| d.country)
    }

    /// *the Kenyan lawyer X*, *Nairobi-based X*: among the nouns and adjectives right before the name.
    fn adjective_before(&self, mention: Mention) -> Option<Country> {
        let sentence = self.doc.sentences.partition_point(|s| s.tokens.end <= mention.tokens.start);
        let floor = self.doc.sentences.get(sentence)?.tokens.start.max(mention.tokens.start.saturating_sub(6));
        let phrase = (floor..mention.tokens.start).rev().take_while(|&t| {
            matches!(self.upos(t), Upos::Adj | Upos::Noun | Upos::Propn) || matches!(self.form(t), "-" | "based")
        });
        phrase.into_iter().find_map(|t| {
            let based = self.form(t + 1) == "-based" || self.form(t + 1) == "-" && self.form(t + 2) == "based";
            let seat = || self.place_at(t).and_then(|id| self.entity(id).country);
            self.demonym(t).or_else(|| based.then(seat).flatten())
        })
    }

    /// *X, a Kenyan lawyer*; *X, a group based in Nairobi*.
    fn apposition(&self, mention: Mention) -> Option<Country> {
        let end = mention.tokens.end;
        if !matches!(self.form(end), "," | "(") || !matches!(self.form(end + 1), "a" | "an" | "the") {
            return None;
        }
        let limit = (end + 12).min(self.doc.tokens.len() as u32);
        let phrase = (end + 2..limit).take_while(|&t| !matches!(self.form(t), "," | ")" | ";" | "." | "who" | "which"));
        phrase.into_iter().enumerate().find_map(|(i, t)| {
            let noun_follows =
                i < 4 && (t + 1) < limit && matches!(self.upos(t + 1), Upos::Noun | Upos::Adj | Upos::Propn);
            let based = self.form(t) == "based" && matches!(self.form(t + 1), "in" | "at");
            let seat = || self.place_at(t + 2).and_then(|id| self.entity(id).country);
            self.demonym(t).filter(|_| noun_follows).or_else(|| based.then(seat).flatten())
        })
    }

    /// Who holds the offices of the unnamed, where the article has a date and the gazetteer knows one holder.
    fn holders(&mut self) {
        let Some(date) = self.article.date.or(self.doc.dateline) else { return };
        for index in 0..self.doc.entities.len() {
            let entity = &self.doc.entities[index];
            let office = entity.roles.first().filter(|_| !entity.named && entity.etype == EntityType::Per);
            let Some(holder) = office.and_then(|role| self.holder(entity, role, date)) else { continue };
            self.doc.entities[index].link.holder = Some(holder);
        }
    }

    fn holder(&self, entity: &Entity, role: &Role, date: jiff::civil::Date) -> Option<Holder> {
        let mention = entity
            .mentions
            .iter()
            .map(|id| self.doc.mentions[id.0 as usize])
            .find(|m| m.kind == MentionKind::Nominal)?;
        let body = role.of.map(|of| self.entity(of));
        let body_tokens = self.named_mentions().find(|m| Some(m.entity) == role.of && mention.tokens.covers(m.tokens));
        let in_body = |t: u32| body_tokens.is_some_and(|m| m.tokens.contains(t));
        let words: Vec<String> = mention
            .tokens
            .ids()
            .map(|t| (t.0, self.form(t.0).to_lowercase()))
            .filter(|(t, word)| !in_body(*t) && self.demonym(*t).is_none() && !IDLE.contains(&word.as_str()))
            .map(|(_, word)| word)
            .collect();
        if words.iter().any(|word| NOT_IN_OFFICE.contains(&word.as_str())) {
            return None;
        }
        let whole: Vec<&str> = mention.tokens.ids().map(|t| self.form(t.0)).collect();
        let by_country = || self.gazetteer.holder(&words.join(" "), Of::Country(entity.country?), date);
        let by_body = || {
            let of = Of::Body(body?.link.gazetteer.as_deref()?);
            let find = |words: &str| self.gazetteer.holder(words, of, date);
            find(&words.join(" ")).or_else(|| find(&whole.join(" ")))
        };
        let is_country = body.is_none_or(|b| b.etype == EntityType::Loc);
        let row = if is_country { by_country() } else { by_body() }?;
        Some(Holder {
            gazetteer: row.id().to_owned(),
            wikidata: row.wikidata().map(|number| format!("Q{number}")),
            name: row.name().to_owned(),
            role: row.role().to_owned(),
        })
    }
}
