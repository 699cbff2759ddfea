//! Noun phrases and pronouns that stand for people and groups: *the delegation*, *a French prosecutor*, *she*.
//!
//! Each phrase joins the entity it refers back to, or becomes an unnamed entity of its own. A pronoun without a clear
//! antecedent is left out: no antecedent is better than a wrong one.

use super::cluster::{Number, Traits};
use super::lexicon::{Gender, Lexicon};
use crate::doc::{
    Deprel, Document, Entity, EntityId, EntityType, Link, Mention, MentionBy, MentionId, MentionKind, Sentence,
    SentenceKind, Span, Token, TokenId, Upos, Xpos,
};

use crate::gazetteer::Gazetteer;

/// How many sentences back a pronoun or a definite noun phrase may look.
const WINDOW: usize = 3;

/// Adds mentions of noun phrases and pronouns, and the unnamed entities they introduce, to `doc`.
pub fn find(text: &str, doc: &mut Document, traits: &mut Vec<Traits>, lexicon: &Lexicon, gazetteer: &Gazetteer) {
    let named = doc.mentions.len();
    let mut nominals = Nominals { text, doc, traits, lexicon, gazetteer, named, at_head: Vec::new() };
    nominals.at_head = vec![None; nominals.doc.tokens.len()];
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
}

struct Nominals<'a> {
    text: &'a str,
    doc: &'a mut Document,
    traits: &'a mut Vec<Traits>,
    lexicon: &'a Lexicon,
    gazetteer: &'a Gazetteer,
    /// Number of named mentions; those behind are in text order too.
    named: usize,
    /// The mention that each token belongs to: of named mentions every token, of others the head.
    at_head: Vec<Option<MentionId>>,
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

    fn lemma(&self, t: TokenId) -> String {
        let form = self.form(t).to_lowercase();
        match self.lexicon.singular(&form) {
            Some(singular) => singular.to_owned(),
            None => self.doc.tokens.lemma(t).to_lowercase(),
        }
    }

    fn form(&self, t: TokenId) -> &str {
        self.doc.tokens.form(t, self.text)
    }

    fn deprel(&self, t: TokenId) -> Deprel {
        self.doc.tokens.deprel[t.index()]
    }

    fn is_plural(&self, t: TokenId) -> bool {
        matches!(self.doc.tokens.xpos[t.index()], Xpos::Nns | Xpos::Nnps)
            || self.lexicon.singular(&self.form(t).to_lowercase()).is_some_and(|s| s != self.form(t).to_lowercase())
    }

    fn noun(&mut self, t: TokenId, index: usize, sentence: &Sentence) {
        let relation = self.deprel(t);
        let lemma = self.lemma(t);
        if matches!(relation, Deprel::Amod | Deprel::Compound) && self.demonym(t) {
            return;
        }
        // A title before a name belongs to the name.
        if matches!(relation, Deprel::Compound | Deprel::NmodDesc | Deprel::Amod | Deprel::Flat) {
            return;
        }
        let plural = self.is_plural(t) || self.is_part(t);
        let Some((etype, subtype)) = self.denotes(t, &lemma, plural) else {
            return;
        };
        if let Some(person) = self.same_person(t) {
            self.push(t, Span::new(t.0, t.0 + 1), EntityType::Per, MentionKind::Nominal, person);
            return;
        }
        let phrase = self.phrase(t, sentence);
        let antecedent = if self.is_definite(t) { self.antecedent(t, &lemma, etype, plural, index) } else { None };
        let entity = antecedent.unwrap_or_else(|| self.introduce(t, phrase, etype, subtype, plural, lemma));
        self.push(t, phrase, etype, MentionKind::Nominal, entity);
    }

    /// *the French attack*, *an Israeli strike*: the country behind an adjective, as far as an event needs it.
    fn demonym(&mut self, t: TokenId) -> bool {
        let head = self.doc.tokens.head[t.index()];
        let acts = self.denotes(head, &self.lemma(head), self.is_plural(head)).is_some();
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
                    named: false,
                    acronym: None,
                    link: row.map_or_else(Link::default, |r| super::cluster::link(&r)),
                    country: Some(country),
                    roles: Vec::new(),
                    mentions: Vec::new(),
                });
                self.traits.push(Traits { number: Number::Body, ..Traits::default() });
                id
            }
        };
        self.push(t, Span::new(t.0, t.0 + 1), EntityType::Loc, MentionKind::Nominal, entity);
        true
    }

    /// What the noun denotes, if it is a person or a group.
    fn denotes(&self, t: TokenId, lemma: &str, plural: bool) -> Option<(EntityType, crate::doc::Label)> {
        let form = self.form(t);
        if let Some(found) = self.lexicon.noun(lemma, plural) {
            return Some(found);
        }
        if plural && self.lexicon.demonym(form).is_some_and(|d| d.is_noun || form.ends_with('s')) {
            return Some((EntityType::Org, "group".into()));
        }
        // *dozens were arrested*, *three of them*, *the wounded*
        let counts = self.lexicon.is_quantity(lemma) || self.doc.tokens.upos[t.index()] == Upos::Num;
        let acts = matches!(self.deprel(t), Deprel::Nsubj | Deprel::NsubjPass);
        let whole = self.doc.tree.with(&self.doc.tokens, t, Deprel::Nmod).next();
        if counts || self.is_part(t) {
            return match whole {
                Some(whole) if self.is_plural_pronoun(whole) => {
                    let one = lemma == "one";
                    Some(if one { (EntityType::Per, "other".into()) } else { (EntityType::Org, "group".into()) })
                }
                Some(whole) => self.denotes(whole, &self.lemma(whole), true).map(|_| (EntityType::Org, "group".into())),
                None if acts && self.doc.tokens.upos[t.index()] == Upos::Noun => {
                    Some((EntityType::Org, "group".into()))
                }
                None => None,
            };
        }
        // Nouns of doers that no list has: *campaigners*, *loyalists*.
        let doer = plural
            && ["ers", "ists", "ians", "ees", "ors", "men", "women", "people"]
                .iter()
                .any(|s| lemma_or_form_ends(form, s));
        (doer && acts && lemma.len() > 5).then(|| (EntityType::Org, "group".into()))
    }

    /// *any of the marchers*, *most of them*
    fn is_part(&self, t: TokenId) -> bool {
        let of = |c: TokenId| self.doc.tree.with(&self.doc.tokens, c, Deprel::Case).any(|p| self.form(p) == "of");
        let whole = || self.doc.tree.with(&self.doc.tokens, t, Deprel::Nmod).any(of);
        self.lexicon.is_quantity(&self.form(t).to_lowercase()) && whole()
    }

    fn is_plural_pronoun(&self, t: TokenId) -> bool {
        matches!(self.form(t).to_lowercase().as_str(), "them" | "us" | "whom")
    }

    /// The named person that an apposition or a title makes the noun refer to: *the minister, Ali Hassan*.
    fn same_person(&self, t: TokenId) -> Option<EntityId> {
        let tokens = &self.doc.tokens;
        let below = [Deprel::Appos, Deprel::Flat]
            .into_iter()
            .find_map(|r| self.doc.tree.with(tokens, t, r).find_map(|c| self.named_person(c)));
        below
            .or_else(|| {
                let head = tokens.head[t.index()];
                (self.deprel(t) == Deprel::Appos && head != t).then(|| self.named_person(head)).flatten()
            })
            .or_else(|| self.person_behind(t))
    }

    /// The person named between commas behind a long office: *the minister for the rivers of the south, Mrs. Eva Roth,*.
    fn person_behind(&self, t: TokenId) -> Option<EntityId> {
        const LONGEST_OFFICE: u32 = 10;
        let tokens = &self.doc.tokens;
        let office = self.lexicon.role(&[self.lemma(t).as_str()]).is_some() && !self.is_plural(t);
        let end = tokens.len() as u32;
        let near = (t.0 + 1..end.min(t.0 + LONGEST_OFFICE)).map(TokenId);
        let mut within = near.take_while(|&w| {
            !matches!(tokens.upos[w.index()], Upos::Verb | Upos::Aux | Upos::Cconj | Upos::Sconj | Upos::Pron)
        });
        let comma = within.find(|&w| self.form(w) == ",").filter(|_| office && self.is_definite(t))?;
        // *Mrs.* and *Maj. Gen.* may stand before the name.
        let first = (comma.0 + 1..end.min(comma.0 + 4)).map(TokenId).find(|&w| self.at_head[w.index()].is_some())?;
        let titles = (comma.0 + 1..first.0).all(|w| self.lexicon.title(self.form(TokenId(w))).is_some());
        let mention = self.doc.mentions.get(self.at_head[first.index()]?.0 as usize)?;
        let closed = tokens.upos.get(mention.tokens.end as usize).is_some_and(|upos| *upos == Upos::Punct);
        (titles && closed).then(|| self.named_person(first)).flatten()
    }

    fn named_person(&self, t: TokenId) -> Option<EntityId> {
        let mention = self.doc.mentions.get(self.at_head[t.index()]?.0 as usize)?;
        let person = mention.etype == EntityType::Per && mention.kind != MentionKind::Nominal;
        person.then_some(mention.entity)
    }

    /// The noun phrase of `t`: its own words and what belongs to its name, without relative clauses, appositions and
    /// conjoined nouns.
    fn phrase(&self, t: TokenId, sentence: &Sentence) -> Span<Token> {
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
                    !matches!(case, Some("of" | "for" | "from" | "against" | "on" | "to" | "at") | None)
                }
                _ => false,
            }
        });
        // A name that the phrase cuts through belongs to it whole: *advisor for the Middle East and North Africa*.
        let named = &doc.mentions[..self.named];
        let cut = named.iter().find(|m| m.tokens.start < span.end && span.end < m.tokens.end);
        let end = cut.map_or(span.end, |m| m.tokens.end);
        Span::new(span.start.max(sentence.tokens.start), end.min(sentence.tokens.end))
    }

    fn is_definite(&self, t: TokenId) -> bool {
        self.doc.tree.children(t).iter().any(|&c| {
            self.deprel(c) == Deprel::Det
                && matches!(self.lemma(c).as_str(), "the" | "this" | "that" | "these" | "those")
        })
    }

    /// Whether the phrase says no more than *the group*: no modifier that could tell it from another group.
    fn is_bare(&self, t: TokenId) -> bool {
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

    /// The entity that a definite noun phrase refers back to.
    fn antecedent(&self, t: TokenId, lemma: &str, etype: EntityType, plural: bool, index: usize) -> Option<EntityId> {
        let bare = self.is_bare(t);
        let modifiers = self.modifiers(t);
        let candidates = self.before(t);
        // The same noun again: *the delegation … the delegation*; with modifiers only the same ones.
        let same = candidates.iter().rev().find(|m| {
            let traits = &self.traits[m.entity.index()];
            m.kind == MentionKind::Nominal
                && m.etype == etype
                && traits.head.as_deref() == Some(lemma)
                && (bare || self.modifiers(m.head) == modifiers)
        });
        if let Some(mention) = same {
            return Some(mention.entity);
        }
        if !bare {
            return None;
        }
        // A word of its name or of its office: *the Association*, *the minister*.
        let word = candidates.iter().rev().find(|m| {
            let entity = &self.doc.entities[m.entity.index()];
            entity.named
                && entity.etype == etype
                && !plural
                && (entity.name.to_lowercase().split(' ').any(|w| w == lemma)
                    || entity.roles.iter().any(|role| role.title.to_lowercase().ends_with(lemma)))
        });
        if let Some(mention) = word {
            return Some(mention.entity);
        }
        // *the group*, *the delegation*: the last acting organisation nearby.
        let generic = matches!(
            lemma,
            "group"
                | "organisation"
                | "organization"
                | "association"
                | "delegation"
                | "body"
                | "agency"
                | "charity"
                | "ngo"
                | "movement"
                | "watchdog"
                | "newspaper"
                | "network"
                | "coalition"
                | "campaign"
                | "collective"
        );
        if etype != EntityType::Org || plural || !generic {
            return None;
        }
        let near = self.doc.sentences[index.saturating_sub(WINDOW)].tokens.start;
        let acting = |m: &&Mention| {
            m.etype == EntityType::Org && self.doc.entities[m.entity.index()].named && m.tokens.start >= near
        };
        let subject = |m: &&Mention| self.deprel(m.head) == Deprel::Nsubj;
        let last_subject = candidates.iter().rev().filter(acting).find(subject);
        last_subject.or_else(|| candidates.iter().rev().find(acting)).map(|m| m.entity)
    }

    fn modifiers(&self, t: TokenId) -> Vec<String> {
        let tree = &self.doc.tree;
        let content = [Deprel::Amod, Deprel::Compound, Deprel::Nmod, Deprel::NmodPoss, Deprel::Nummod];
        tree.children(t).iter().filter(|c| content.contains(&self.deprel(**c))).map(|&c| self.lemma(c)).collect()
    }

    /// The last mentions before `t`, in text order.
    fn before(&self, t: TokenId) -> Vec<Mention> {
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

    fn introduce(
        &mut self,
        t: TokenId,
        phrase: Span<Token>,
        etype: EntityType,
        subtype: crate::doc::Label,
        plural: bool,
        lemma: String,
    ) -> EntityId {
        let country = phrase.ids().find_map(|c| self.lexicon.demonym(self.form(c)).and_then(|d| d.country));
        let gender = self.lexicon.role(&[lemma.as_str()]).map_or(Gender::Unknown, |(_, noun)| noun.gender);
        let id = EntityId(self.doc.entities.len() as u32);
        self.doc.entities.push(Entity {
            etype,
            subtype,
            name: self.doc.tokens.bytes(phrase).of(self.text).to_owned(),
            named: false,
            acronym: None,
            link: Link::default(),
            country,
            roles: Vec::new(),
            mentions: Vec::new(),
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

    fn pronoun(&mut self, t: TokenId, index: usize, sentence: &Sentence) {
        let form = self.form(t).to_lowercase();
        let wanted: fn(&Entity, &Traits) -> bool = match form.as_str() {
            "he" | "him" | "his" | "himself" => |e, t| e.etype == EntityType::Per && t.gender != Gender::Female,
            "she" | "her" | "hers" | "herself" => |e, t| e.etype == EntityType::Per && t.gender != Gender::Male,
            "they" | "them" | "their" | "theirs" | "themselves" => {
                |e, t| e.etype == EntityType::Org || t.number == Number::Many
            }
            "it" | "its" | "itself" => |e, t| {
                t.number == Number::Body && e.etype == EntityType::Org
                    || e.etype == EntityType::Loc && &*e.subtype == "country"
            },
            "we" | "us" | "our" | "ours" | "i" | "me" | "my" => {
                self.first_person(t, &form);
                return;
            }
            _ => return,
        };
        if self.deprel(t) == Deprel::Expl {
            return;
        }
        let mut candidates = self.before(t);
        // *urged him*: who urges is somebody else.
        let doer = self.doer(t).and_then(|subject| self.at_head[subject.index()]);
        if let Some(doer) = doer.map(|id| self.doc.mentions[id.0 as usize].entity) {
            candidates.retain(|m| m.entity != doer);
        }
        let near = self.doc.sentences[index.saturating_sub(WINDOW - 1)].tokens.start;
        let best = candidates
            .iter()
            .filter(|m| m.tokens.start >= near)
            .filter(|m| wanted(&self.doc.entities[m.entity.index()], &self.traits[m.entity.index()]))
            .map(|m| (self.salience(m, sentence, index), m.entity))
            .max_by_key(|(salience, _)| *salience);
        if let Some((salience, entity)) = best
            && salience > 0
        {
            let etype = self.doc.entities[entity.index()].etype;
            self.push(t, Span::new(t.0, t.0 + 1), etype, MentionKind::Pronoun, entity);
        } else if !form.starts_with("it") {
            // Somebody acts, but the text does not say who: the pronoun stays an entity of its own.
            let plural = form.starts_with("the");
            let etype = if plural { EntityType::Org } else { EntityType::Per };
            self.open_pronoun(t, etype, plural, form);
        }
    }

    /// The subject of the verb whose object or complement the pronoun `t` is.
    fn doer(&self, t: TokenId) -> Option<TokenId> {
        let tokens = &self.doc.tokens;
        let reflexive =
            self.form(t).to_lowercase().ends_with("self") || self.form(t).to_lowercase().ends_with("selves");
        if reflexive || !matches!(self.deprel(t), Deprel::Obj | Deprel::Iobj | Deprel::Obl) {
            return None;
        }
        let mut verb = tokens.head[t.index()];
        loop {
            if let Some(subject) = self.doc.tree.with(tokens, verb, Deprel::Nsubj).next() {
                return Some(subject);
            }
            let above = tokens.head[verb.index()];
            if above == verb || self.deprel(verb) != Deprel::Conj {
                return None;
            }
            verb = above;
        }
    }

    /// *I* and *we*: the person or body that an apposition names, else one unnamed speaker for the whole article.
    fn first_person(&mut self, t: TokenId, form: &str) {
        let plural = matches!(form, "we" | "us" | "our" | "ours");
        let named = self.doc.tree.with(&self.doc.tokens, t, Deprel::Appos).find_map(|c| {
            let mention = self.doc.mentions.get(self.at_head[c.index()]?.0 as usize)?;
            Some(mention.entity)
        });
        let head = if plural { "we" } else { "i" };
        let known = self.traits.iter().position(|traits| traits.head.as_deref() == Some(head));
        let etype = if plural { EntityType::Org } else { EntityType::Per };
        match (named, known) {
            (Some(entity), _) => {
                self.push(t, Span::new(t.0, t.0 + 1), etype, MentionKind::Pronoun, entity);
                // Later *we* means the same body.
                self.traits[entity.index()].head.get_or_insert_with(|| head.to_owned());
            }
            (None, Some(entity)) => {
                self.push(t, Span::new(t.0, t.0 + 1), etype, MentionKind::Pronoun, EntityId(entity as u32));
            }
            (None, None) => self.open_pronoun(t, etype, plural, head.to_owned()),
        }
    }

    fn open_pronoun(&mut self, t: TokenId, etype: EntityType, plural: bool, lemma: String) {
        let subtype = if plural { "group" } else { "other" };
        let span = Span::new(t.0, t.0 + 1);
        let entity = self.introduce(t, span, etype, subtype.into(), plural, lemma);
        self.push(t, span, etype, MentionKind::Pronoun, entity);
    }

    /// How likely a pronoun in `sentence` means `mention`: subjects before objects before the rest, near before far.
    fn salience(&self, mention: &Mention, sentence: &Sentence, index: usize) -> i32 {
        let role = match self.deprel(mention.head) {
            Deprel::Nsubj | Deprel::NsubjPass | Deprel::NsubjOuter => 40,
            Deprel::Obj | Deprel::Iobj | Deprel::OblAgent => 18,
            Deprel::Root | Deprel::Appos | Deprel::Conj => 15,
            Deprel::Obl => 10,
            _ => 2,
        };
        let here = self.doc.sentences.partition_point(|s| s.tokens.end <= mention.tokens.start);
        let distance = index.saturating_sub(here) as i32;
        let inside = i32::from(sentence.tokens.contains(mention.tokens.start)) * 14;
        let pronoun = i32::from(mention.kind == MentionKind::Pronoun) * 5;
        role + inside + pronoun - 14 * distance
    }

    fn push(&mut self, head: TokenId, tokens: Span<Token>, etype: EntityType, kind: MentionKind, entity: EntityId) {
        let id = MentionId(self.doc.mentions.len() as u32);
        let bytes = self.doc.tokens.bytes(tokens);
        debug_assert!(id.0 as usize >= self.named, "named mentions come first");
        self.doc.mentions.push(Mention { bytes, tokens, head, etype, kind, by: MentionBy::Rule, entity });
        self.doc.entities[entity.index()].mentions.push(id);
        self.at_head[head.index()] = Some(id);
    }
}

fn lemma_or_form_ends(form: &str, suffix: &str) -> bool {
    form.len() > suffix.len() + 2 && form.ends_with(suffix)
}
