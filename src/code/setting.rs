//! Where and when an event happened.

use super::arguments::{Anchor, Entities};
use super::grammar::{Grammar, SUBJECTS};
use super::rules::Kind;
use crate::doc::{
    Byte, Deprel, Document, EntityId, EntityType, Event, EventType, MentionKind, Period, Sentence, SentenceId, Span,
    Status, TokenId, Upos, Xpos,
};
use crate::resolve::Lexicon;
use crate::resolve::dates::{self, DateMention, Reference, Side, When};

/// Prepositions of places.
const LOCATIVE: &[&str] = &[
    "in",
    "at",
    "near",
    "outside",
    "inside",
    "across",
    "around",
    "on",
    "throughout",
    "over",
    "within",
    "along",
    "into",
    "through",
    "via",
    "before",
    "off",
];

/// Prepositions that tell a place inside a phrase: *a checkpoint near Homs*, *the prison of Taiz*.
const INSIDE: &[&str] = &["in", "near", "of", "outside", "at", "on"];

/// How many clauses up a shared place or date is looked for.
const MAX_CLAUSES: u32 = 4;

/// How many sentences back *there* and *the same day* reach.
const WINDOW: u32 = 4;

/// What is around an event of one sentence.
pub struct Scene<'a> {
    /// The text's trees.
    pub grammar: &'a Grammar<'a>,
    /// Words that name buildings and squares.
    pub lexicon: &'a Lexicon,
    /// Who stands where.
    pub entities: &'a Entities<'a>,
    /// The article.
    pub doc: &'a Document,
    /// The sentence.
    pub sentence: SentenceId,
    /// Its date expressions.
    pub dates: &'a [DateMention],
    /// What the article's dates are counted from.
    pub reference: Reference,
    /// The events of the sentences before.
    pub before: &'a [Event],
}

impl Scene<'_> {
    /// The most specific place that a locative phrase of the event names. Words happen where the verb says, not where
    /// what they are about (`about`) happened.
    pub fn place(&self, anchor: Anchor, etype: EventType, about: Option<Span<Byte>>) -> Option<EntityId> {
        let words = matches!(
            etype,
            EventType::Accuse
                | EventType::Request
                | EventType::Support
                | EventType::Reject
                | EventType::Threaten
                | EventType::Agree
                | EventType::Consult
                | EventType::State
        );
        let is_content = |t: TokenId| words && about.is_some_and(|a| a.covers(self.doc.tokens.span[t.index()]));
        let talks = words && etype != EventType::Consult;
        let own = self.own_places(anchor, talks).into_iter().filter(|&t| !is_content(t));
        let own = own.max_by_key(|&t| (self.specificity(t), std::cmp::Reverse(t)));
        let nearby = || if talks { None } else { self.nearby_place(anchor, etype).filter(|&t| !is_content(t)) };
        own.or_else(nearby)
            .and_then(|t| self.entities.at(t))
            .or_else(|| self.pointed_place(anchor))
            .or_else(|| self.site(anchor))
    }

    /// The places of locative phrases on the trigger, of deeds also on its object; else of its governor.
    fn own_places(&self, anchor: Anchor, talks: bool) -> Vec<TokenId> {
        let grammar = self.grammar;
        let v = anchor.head;
        let object = grammar.child(v, &[Deprel::Obj, Deprel::NsubjPass]);
        let mut own: Vec<TokenId> = [anchor.object, object].into_iter().flatten().filter(|_| !talks).collect();
        own.push(v);
        own.sort();
        own.dedup();
        let places: Vec<TokenId> = own.into_iter().flat_map(|t| self.locatives(t)).collect();
        if !places.is_empty() {
            return places;
        }
        let governor = grammar
            .head(v)
            .filter(|&h| grammar.upos(v) == Upos::Noun && grammar.upos(h) == Upos::Verb || self.shares(v, false));
        governor.map_or_else(|| self.fronted(v), |governor| self.locatives(governor))
    }

    /// *In Honiara, the council met, and the bishops offered to help*: a place at the head of the sentence holds for all
    /// its clauses.
    fn fronted(&self, v: TokenId) -> Vec<TokenId> {
        let grammar = self.grammar;
        let first = grammar.head(v).filter(|_| grammar.deprel(v) == Deprel::Conj);
        let Some((first, subject)) = first.and_then(|first| Some((first, grammar.child(first, SUBJECTS)?))) else {
            return Vec::new();
        };
        self.locatives(first).into_iter().filter(|&place| place < subject).collect()
    }

    /// *Outside the Supreme Court*, *in front of the ministry*: a body's seat, where no place is named.
    fn site(&self, anchor: Anchor) -> Option<EntityId> {
        let grammar = self.grammar;
        let near = |t: TokenId| grammar.governed(t, "outside").chain(grammar.governed(t, "inside")).collect::<Vec<_>>();
        let front = |t: TokenId| {
            let fronts =
                grammar.governed(t, "in").chain(grammar.governed(t, "at")).chain(grammar.all(t, &[Deprel::Obj]));
            let of = |f| grammar.governed(f, "of").collect::<Vec<_>>();
            let is_part =
                |f: &TokenId| matches!(grammar.lemma(*f), "front" | "gate" | "entrance" | "step" | "headquarters");
            fronts.filter(is_part).flat_map(of).collect::<Vec<_>>()
        };
        let from = [Some(anchor.head), anchor.object].into_iter().flatten();
        let bodies = from.flat_map(|t| near(t).into_iter().chain(front(t))).filter_map(|t| self.entities.at(t));
        bodies.into_iter().find(|id| {
            let entity = &self.doc.entities[id.index()];
            entity.named && entity.etype == EntityType::Org
        })
    }

    fn locatives(&self, t: TokenId) -> Vec<TokenId> {
        let mut places = Vec::new();
        for preposition in LOCATIVE {
            for phrase in self.grammar.governed(t, preposition) {
                self.inside(phrase, 3, &mut places);
            }
        }
        // *from his home in Aleppo*: where one is taken from tells the place, a country one comes from does not.
        for phrase in self.grammar.governed(t, "from").filter(|&p| self.entities.at(p).is_none()) {
            self.inside(phrase, 3, &mut places);
        }
        places.sort();
        places.dedup();
        places
    }

    /// The place that a phrase names: itself, or those inside it.
    fn inside(&self, phrase: TokenId, depth: u32, places: &mut Vec<TokenId>) {
        if self.is_place(phrase) {
            places.push(phrase);
            return;
        }
        let Some(depth) = depth.checked_sub(1) else { return };
        let grammar = self.grammar;
        let body = self.entities.at(phrase).map(|id| &self.doc.entities[id.index()]);
        // *on the governor of Jalisco* names nobody's place; *at the university in Homs* does.
        let prepositions = match body {
            Some(e) if e.etype == EntityType::Per => return,
            Some(_) => &["in", "near"][..],
            None => INSIDE,
        };
        if body.is_none() {
            let parts = [Deprel::Compound, Deprel::Appos, Deprel::NmodDesc, Deprel::NmodPoss, Deprel::Flat];
            places.extend(grammar.all(phrase, &parts).filter(|&t| self.is_place(t)));
        }
        let governed = prepositions.iter().flat_map(|preposition| grammar.governed(phrase, preposition));
        let conjoined = grammar.all(phrase, &[Deprel::Conj]).filter(|&t| grammar.is_nominal(t));
        for part in governed.chain(conjoined) {
            self.inside(part, depth, places);
        }
    }

    /// A place of another phrase of the clause, or of a clause that shares its setting: *riot police in Tbilisi fired
    /// tear gas and detained 63 people*.
    fn nearby_place(&self, anchor: Anchor, etype: EventType) -> Option<TokenId> {
        let goal = matches!(etype, EventType::Protest | EventType::Mobilize | EventType::Aid);
        let source = etype == EventType::Retreat;
        let sentence = &self.doc.sentences[self.sentence.index()];
        let mentions = self.doc.mentions.iter().filter(|m| {
            sentence.tokens.covers(m.tokens)
                && !sentence.dateline.contains(m.tokens.start)
                && !matches!(m.kind, MentionKind::Pronoun)
                && self.is_place(m.head)
        });
        let candidates = mentions.filter_map(|m| {
            let grammar = self.grammar;
            let facility = self.specificity(m.head) >= 3;
            let object = grammar.deprel(m.head) == Deprel::Obj
                && facility
                && (grammar.head(m.head) == Some(anchor.head) || grammar.head(m.head) == anchor.object);
            let cost = match grammar.preposition(m.head) {
                Some(p) if LOCATIVE.contains(&p) => 0,
                Some("of") if facility || self.is_part_of_site(m.head) => 2,
                Some("to" | "towards" | "toward") if goal => 3,
                Some("from") if source || facility => 3,
                _ if object => 0,
                _ => return None,
            };
            Some((cost + self.reach(m.head, anchor)?, std::cmp::Reverse(self.specificity(m.head)), m.head))
        });
        candidates.min().map(|(.., t)| t)
    }

    /// *there*, *in that city*, *on the spot*: the place told last.
    fn pointed_place(&self, anchor: Anchor) -> Option<EntityId> {
        let grammar = self.grammar;
        let v = anchor.head;
        let heads = || [Some(v), anchor.object, grammar.head(v)].into_iter().flatten();
        let points = heads().any(|h| {
            let there = grammar.all(h, &[Deprel::Advmod]).any(|t| grammar.lemma(t) == "there");
            let spot = |t: TokenId| {
                matches!(grammar.lemma(t), "city" | "town" | "village" | "country" | "province" | "capital" | "spot")
            };
            let that = |t: TokenId| grammar.has(t, &[Deprel::Det], &["that", "the", "this"]) && spot(t);
            there || grammar.governed(h, "in").chain(grammar.governed(h, "on")).any(that)
        });
        if !points {
            return None;
        }
        let mut recent = self.before.iter().rev().take_while(|e| self.sentence.0 - e.sentence.0 <= WINDOW);
        let told = recent.find_map(|e| e.place);
        told.or_else(|| {
            let start = self.doc.sentences[self.sentence.index()].tokens.start;
            let named = self.doc.mentions.iter().filter(|m| m.tokens.end <= start && self.is_place(m.head));
            named.max_by_key(|m| m.tokens.start).map(|m| m.entity)
        })
    }

    /// *the prison of Taiz*
    fn is_part_of_site(&self, t: TokenId) -> bool {
        self.grammar.head(t).is_some_and(|h| {
            let mut word = self.grammar.lemma(h).chars();
            let capitalised: String = word.next().into_iter().flat_map(char::to_uppercase).chain(word).collect();
            self.entities.at(h).is_none() && self.lexicon.place_head(&capitalised).is_some()
        })
    }

    fn is_place(&self, t: TokenId) -> bool {
        self.entities.is(t, Kind::Place, self.grammar)
    }

    /// How small a place is: 0 for a country, 3 for a building or square.
    fn specificity(&self, t: TokenId) -> u32 {
        let entity = self.entities.at(t).map(|id| &self.doc.entities[id.index()]);
        match entity {
            Some(e) if e.etype == EntityType::Loc => match &*e.subtype {
                "country" => 0,
                "region" => 1,
                "facility" => 3,
                _ => 2,
            },
            _ => 0,
        }
    }

    /// When the event happened; of one that is to come the next such day.
    pub fn date(&self, anchor: Anchor, status: Status) -> Option<Period> {
        let side = if matches!(status, Status::Future | Status::Hypothetical) { Side::Ahead } else { Side::Past };
        self.date_of(anchor, side, 3)
    }

    fn date_of(&self, anchor: Anchor, side: Side, depth: u32) -> Option<Period> {
        if let Some(value) = self.counted_from_governor(anchor, side, depth) {
            return Some(value);
        }
        let reached = self.dates.iter().filter(|d| !matches!(d.when, When::FromOccasion(_)));
        let reached = reached.filter_map(|date| Some((self.reach(dates::head(self.doc, date), anchor)?, date)));
        let nearest = reached.min_by_key(|(cost, date)| (*cost, date.tokens.start)).map(|(_, date)| date);
        let date = nearest.or_else(|| self.adjacent_date(anchor))?;
        date.value(side, self.told_before(date))
    }

    /// *Two days after police raided the office*: the date of the governing clause, so much earlier.
    fn counted_from_governor(&self, anchor: Anchor, side: Side, depth: u32) -> Option<Period> {
        let grammar = self.grammar;
        let depth = depth.checked_sub(1)?;
        let v = anchor.head;
        let introduced = |date: &&DateMention| {
            // The occasion is the first verb or noun behind *after* that is no subject.
            let between = (date.tokens.end..v.0).map(TokenId);
            date.tokens.end <= v.0
                && between.into_iter().all(|t| grammar.upos(t) != Upos::Verb && grammar.form(t) != ",")
        };
        let step = self.dates.iter().filter(introduced).find_map(|date| match date.when {
            When::FromOccasion(step) => Some(step),
            _ => None,
        });
        let head = grammar.head(v)?;
        let governor = Anchor { head, object: None, preposition: None };
        match step {
            Some(step) => {
                let other = || self.dates.iter().find_map(|d| d.value(side, None));
                let day = self.date_of(governor, side, depth).or_else(other)?.first_day()?;
                step.reversed().from(day)
            }
            None if grammar.deprel(v) == Deprel::Conj && grammar.child(v, SUBJECTS).is_none() => {
                self.counted_from_governor(governor, side, depth)
            }
            None => None,
        }
    }

    /// The only date of the sentence, where no other finite verb, quotation or relative pronoun parts it from the trigger.
    fn adjacent_date(&self, anchor: Anchor) -> Option<&DateMention> {
        let [date] = self.dates else { return None };
        let (from, to) = if date.tokens.start > anchor.head.0 {
            (anchor.head.0 + 1, date.tokens.start)
        } else {
            (date.tokens.end, anchor.head.0)
        };
        let grammar = self.grammar;
        let parts = |t: TokenId| {
            matches!(grammar.xpos(t), Xpos::Vbd | Xpos::Vbp | Xpos::Vbz | Xpos::Md | Xpos::Wdt | Xpos::Wp)
                && grammar.upos(t) != Upos::Aux
                || matches!(grammar.form(t), "\"" | "“" | "”" | ";" | ":" | "that")
        };
        let clear = (from..to).map(TokenId).all(|t| !parts(t));
        let aside = self.clause_of(dates::head(self.doc, date)).is_some_and(|clause| {
            clause != anchor.head
                && grammar.is_finite(clause)
                && matches!(grammar.deprel(clause), Deprel::AclRelcl | Deprel::Advcl | Deprel::Acl)
        });
        (clear && !aside && !matches!(date.when, When::FromOccasion(_))).then_some(date)
    }

    /// The last day told before `date`: in the sentence, by an event of the sentences before, or by a date there.
    fn told_before(&self, date: &DateMention) -> Option<jiff::civil::Date> {
        let day = |d: &DateMention| d.value(Side::Past, None)?.first_day();
        let here = self.dates.iter().filter(|d| d.tokens.end <= date.tokens.start).filter_map(day).next_back();
        let recent = || self.before.iter().rev().take_while(|e| self.sentence.0 - e.sentence.0 <= WINDOW);
        let event = || recent().find_map(|e| e.period?.first_day());
        let first = self.sentence.index().saturating_sub(WINDOW as usize);
        let sentences: &[Sentence] = &self.doc.sentences[first..self.sentence.index()];
        let earlier = || {
            sentences.iter().rev().find_map(|sentence| {
                dates::find(self.grammar.text, self.doc, sentence, self.reference).iter().filter_map(day).next_back()
            })
        };
        here.or_else(event).or_else(earlier)
    }

    /// How far a place or date at `t` is from the event, in steps of the tree; none when it belongs to another clause.
    fn reach(&self, t: TokenId, anchor: Anchor) -> Option<u32> {
        let grammar = self.grammar;
        // *whose headquarters are in Arusha*
        if grammar.is_predicate(t) && grammar.deprel(t) != Deprel::Root {
            return None;
        }
        let mut at = t;
        let mut steps = 0;
        let clause = loop {
            let head = grammar.head(at)?;
            steps += 1;
            if head == anchor.head || Some(head) == anchor.object {
                return Some(steps);
            }
            if steps > 8 {
                return None;
            }
            if self.is_clause(head) {
                break head;
            }
            at = head;
        };
        let sentence = &self.doc.sentences[self.sentence.index()];
        let opens = t.0 <= sentence.tokens.start.max(sentence.dateline.end) + 3;
        // A place or date of the governing clause holds for nouns, conjoined verbs and purposes under it.
        let mut own = self.clause_of(anchor.head)?;
        let mut cost = steps + 2;
        for _ in 0..MAX_CLAUSES {
            if own == clause {
                return Some(cost);
            }
            if !self.shares(own, opens) {
                break;
            }
            own = self.clause_of(grammar.head(own)?)?;
            cost += 3;
        }
        // *travelled to Geneva to meet the envoy on Monday*: the last phrase is often hung on the purpose.
        let purpose = grammar.deprel(clause) == Deprel::Advcl
            && !grammar.is_finite(clause)
            && grammar.head(clause) == Some(anchor.head);
        purpose.then_some(steps + 12)
    }

    fn is_clause(&self, t: TokenId) -> bool {
        self.grammar.upos(t) == Upos::Verb || self.grammar.is_predicate(t)
    }

    /// The predicate of the clause that `t` belongs to.
    fn clause_of(&self, t: TokenId) -> Option<TokenId> {
        let mut at = t;
        for _ in 0..8 {
            if self.is_clause(at) {
                return Some(at);
            }
            at = self.grammar.head(at)?;
        }
        None
    }

    /// Whether a clause happens where and when its governor does: a conjoined verb, a purpose, a participle, *at which …*;
    /// where the place or date opens the sentence, also a conjoined clause with a subject of its own.
    fn shares(&self, v: TokenId, opens: bool) -> bool {
        let grammar = self.grammar;
        match grammar.deprel(v) {
            Deprel::Conj => opens || grammar.child(v, SUBJECTS).is_none(),
            Deprel::Advcl | Deprel::Acl => !grammar.is_finite(v),
            Deprel::AclRelcl => grammar.children(v).iter().any(|&c| {
                let on_which = grammar.is_relative(c)
                    && grammar.preposition(c).is_some_and(|p| matches!(p, "in" | "at" | "during" | "on"));
                on_which || grammar.lemma(c) == "where"
            }),
            _ => false,
        }
    }
}
