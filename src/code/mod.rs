//! Who did what to whom: triggers, arguments, status, attribution and the finished event.
//!
//! In: entities, tokens and trees. Out: events in the order of their triggers. The knowledge is in `rules/`; this
//! folder only reads trees by it. Every decision can be asked for with [`explain`].

mod aim;
mod arguments;
mod attribution;
mod confidence;
mod contexts;
mod duplicates;
mod explain;
mod fiction;
mod grammar;
mod implied;
mod lending;
mod nested;
mod obligation;
mod participants;
mod quantity;
pub mod rules;
mod setting;
mod status;
mod summary;
mod threats;
mod trigger;

pub use explain::explain;
pub use rules::Rules;

use arguments::{Entities, content, follow};
use grammar::Grammar;
use rules::Kind;
use trigger::{Listed, Match, Word};

use crate::doc::{
    Article, Count, Counted, Deprel, Document, EntityId, EntityType, Event, EventType, Sentence, SentenceId,
    SentenceKind, Span, Status, TokenId, Upos, Xpos,
};
use crate::pipeline::Model;
use crate::resolve::{self, dates};

/// Fills `doc.events`, and leaves out unnamed entities that no event needs.
pub fn code(model: &Model, article: &Article, doc: &mut Document) {
    let mut events = Vec::new();
    {
        let coder = Coder::new(model, article, doc);
        for index in 0..doc.sentences.len() {
            coder.sentence(SentenceId(index as u32), &mut events, None);
        }
    }
    duplicates::link(&mut events, &Grammar::new(&article.text, doc), doc);
    doc.events = events;
    resolve::prune(&article.text, doc, &model.links);
    summary::write(doc, &article.text, &model.rules);
}

/// What became of a possible trigger, for `advocoder explain`.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Outcome {
    Coded(EventId),
    Content(&'static str),
    Imagined,
    NoActor,
    NoRole(&'static str),
}

use crate::doc::EventId;

/// Where a trigger stands: its sentence, the dates in it, and the events told before.
#[derive(Clone, Copy)]
struct Here<'a> {
    id: SentenceId,
    sentence: &'a Sentence,
    /// Whether it tells what happens in a novel or a play.
    fiction: bool,
    dates: &'a [dates::DateMention],
    before: &'a [Event],
}

/// Who takes part in an event and what it is about.
struct Roles {
    actors: Vec<EntityId>,
    recipients: Vec<EntityId>,
    about: Option<Span<crate::doc::Byte>>,
    /// On whose word it is told.
    speaker: Option<EntityId>,
}

/// Receives what became of each possible trigger.
type Report<'a> = &'a mut dyn FnMut(&Match<'_>, Outcome);

struct Coder<'d> {
    model: &'d Model,
    article: &'d Article,
    doc: &'d Document,
    grammar: Grammar<'d>,
    entities: Entities<'d>,
    listed: Listed,
    /// Of each sentence, who is quoted in it without being named.
    introduced: Vec<Option<EntityId>>,
    /// Of each token, who goes on being quoted there.
    quoted: Vec<Option<EntityId>>,
    /// The body that issues the text.
    issuer: Option<EntityId>,
    /// In whose name a speech is given.
    spoken_for: Option<EntityId>,
    reference: dates::Reference,
}

impl<'d> Coder<'d> {
    fn new(model: &'d Model, article: &'d Article, doc: &'d Document) -> Self {
        let (grammar, entities) = (Grammar::new(&article.text, doc), Entities::new(doc, &model.rules));
        let listed = Listed::new(&model.rules, &grammar);
        let words = model.rules.modality();
        let introduced = attribution::introduced(&grammar, &entities, words, doc);
        let quoted = attribution::quoted(&grammar, &entities, words, doc);
        let issuer = attribution::issuer(&grammar, &entities, words, doc);
        let spoken_for = attribution::spoken_for(&grammar, &entities, doc);
        let reference = dates::Reference::of(article, doc);
        Self { model, article, doc, grammar, entities, listed, introduced, quoted, issuer, spoken_for, reference }
    }

    /// Codes the events of a sentence.
    fn sentence(&self, id: SentenceId, events: &mut Vec<Event>, mut report: Option<Report<'_>>) {
        let sentence = &self.doc.sentences[id.index()];
        if sentence.kind == SentenceKind::Boilerplate {
            return;
        }
        let dates = dates::find(&self.article.text, self.doc, sentence, self.reference);
        let fiction = fiction::is_told(&self.grammar, self.model.rules.modality(), sentence);
        let here = Here { id, sentence, fiction, dates: &dates, before: events };
        let mut tried = self.triggers(here);
        let obligations = self.obligations(here, &tried);
        tried.extend(obligations);
        self.lend_recipients(&mut tried);
        self.lend_actors(&mut tried);
        self.doubt_results(&mut tried);
        let coded: Vec<&Match<'_>> = tried.iter().filter(|(_, event)| event.is_ok()).map(|(m, _)| m).collect();
        let contents: Vec<_> =
            tried.iter().map(|(m, _)| self.is_content(m, &coded).or_else(|| self.tells_only(m, &coded))).collect();
        drop(coded);
        for ((candidate, event), content) in tried.into_iter().zip(contents) {
            let outcome = match (content, event) {
                (Some(why), Ok(_)) => Outcome::Content(why),
                (_, Err(outcome)) => outcome,
                (None, Ok(event)) => {
                    events.push(event);
                    Outcome::Coded(EventId(events.len() as u32 - 1))
                }
            };
            if let Some(report) = report.as_deref_mut() {
                report(&candidate, outcome);
            }
        }
    }

    /// Every trigger word with the closest rule that makes an event of it, or with the closest rule and why it makes
    /// none. The noun of a light verb and fixed words trigger nothing of their own.
    fn triggers(&self, here: Here<'_>) -> Vec<(Match<'d>, Result<Event, Outcome>)> {
        let mut tried: Vec<(Match<'d>, Result<Event, Outcome>)> = Vec::new();
        let (rules, present) = (&self.model.rules, trigger::present(&self.grammar, here.sentence));
        for t in here.sentence.tokens.ids() {
            let mut first = None;
            let word = Word::new(rules, &self.grammar, &self.entities, &self.listed, here.sentence, t);
            for candidate in word.iter().flat_map(|word| trigger::candidates(word, &present)) {
                let event = self.event(&candidate, here);
                if event.is_ok() {
                    first = Some((candidate, event));
                    break;
                }
                first.get_or_insert((candidate, event));
            }
            tried.extend(first);
        }
        let part_of_other = |t: TokenId| {
            tried.iter().any(|(m, event)| {
                let fixed = || m.first <= t && t <= m.last && m.words.iter().any(|w| w == self.grammar.lemma(t));
                event.is_ok() && m.anchor.head != t && (m.anchor.object == Some(t) || fixed())
            })
        };
        let keep: Vec<bool> = tried.iter().map(|(m, _)| !part_of_other(m.anchor.head)).collect();
        tried.into_iter().zip(keep).filter_map(|(one, keep)| keep.then_some(one)).collect()
    }

    fn event(&self, found: &Match<'_>, here: Here<'_>) -> Result<Event, Outcome> {
        let (rule, anchor) = (found.rule, found.anchor);
        let act = self.model.rules.act(rule);
        if here.fiction {
            return Err(Outcome::Imagined);
        }
        // *“Lift the siege,” she said* lifts nothing.
        if self.grammar.is_imperative(anchor.head) && !obligation::is_said_as_command(act.etype) {
            return Err(Outcome::Imagined);
        }
        let words = self.model.rules.modality();
        let heading = here.sentence.kind == SentenceKind::Heading;
        let mut modality = status::modality(&self.grammar, words, anchor.head, anchor.object, heading);
        let aimed_at = aim::is_only_aimed_at(&self.grammar, words, anchor.head, act.etype);
        if (modality.imagined || aimed_at) && !self.is_said_by_wishing(anchor.head, act.etype) {
            return Err(Outcome::Imagined);
        }
        // *Would like to thank* thanks.
        if modality.imagined && modality.status == Status::Hypothetical {
            modality.status = Status::Actual;
        }
        let speaker = self.speaker(here, anchor.head);
        let mut actors = if rule.by_speaker { Vec::from_iter(speaker) } else { self.participants(found, &rule.actor) };
        if rule.by_speaker && (actors.is_empty() || !self.grammar.is_predicate(anchor.head)) {
            return Err(Outcome::NoActor);
        }
        if actors.is_empty() && self.is_one_more(anchor) {
            let first = here.before.iter().rev().find(|e| e.etype == act.etype && here.id.0 - e.sentence.0 <= 2);
            actors = first.map(|e| e.actors.clone()).unwrap_or_default();
        }
        if actors.is_empty() {
            actors = self.doer_behind(found);
        }
        let quoted = speaker.or(self.introduced[here.id.index()]);
        let resolve = |ids: Vec<EntityId>| {
            let mut resolved: Vec<EntityId> = Vec::with_capacity(ids.len());
            let named = |id| attribution::first_person(self.doc, id, quoted, self.issuer, self.spoken_for);
            for id in ids.into_iter().flat_map(named) {
                if !resolved.contains(&id) {
                    resolved.push(id);
                }
            }
            resolved
        };
        let actors = resolve(actors);
        let mut recipients = resolve(self.recipients(found));
        let has_recipient = !recipients.is_empty();
        recipients.retain(|&r| !actors.contains(&r) && self.can_receive(r, act.etype));
        let victim_only =
            matches!(act.etype, EventType::Assault | EventType::Coerce | EventType::Sanction | EventType::Retreat);
        if actors.is_empty() && (!victim_only || recipients.is_empty()) {
            return Err(Outcome::NoActor);
        }
        // *Declined to comment*, *did not say*
        if act.etype == EventType::State && modality.status == Status::Negated {
            return Err(Outcome::Imagined);
        }
        if act.etype == EventType::Consult && self.is_private(found) {
            return Err(Outcome::NoRole("recipient"));
        }
        if rule.needs_actor && actors.is_empty() {
            return Err(Outcome::NoRole("actor"));
        }
        if rule.needs_recipient && !has_recipient {
            return Err(Outcome::NoRole("recipient"));
        }
        let about = follow(&self.grammar, anchor, &rule.about, &|t| !self.is_setting(t));
        let about = about.first().map(|&head| content(&self.grammar, head, self.doc)).filter(|s| !s.is_empty());
        if rule.needs_about && about.is_none() {
            return Err(Outcome::NoRole("about"));
        }
        let roles = Roles { actors, recipients, about, speaker };
        Ok(self.as_threat(anchor.head, self.told(found, here, modality, roles), speaker))
    }

    /// On whose word the event at `v` is told: who says so, or goes on being quoted there.
    fn speaker(&self, here: Here<'_>, v: TokenId) -> Option<EntityId> {
        let words = self.model.rules.modality();
        attribution::speaker(&self.grammar, &self.entities, words, here.sentence, v).or(self.quoted[v.index()])
    }

    /// Whether `t` tells when or where, and not what about: *in solidarity* does not, *in Tunis*, *on the sidelines of the
    /// session* and *on 12 June* do.
    fn is_setting(&self, t: TokenId) -> bool {
        let grammar = &self.grammar;
        let form = grammar.form(t);
        let in_calendar = |&c: &TokenId| resolve::is_calendar_word(grammar.form(c));
        let nominal = matches!(grammar.upos(t), Upos::Num | Upos::Propn | Upos::Noun);
        in_calendar(&t)
            || nominal && grammar.children(t).iter().any(in_calendar)
            || form.len() == 4 && form.bytes().all(|b| b.is_ascii_digit())
            || self.entities.is(t, Kind::Place, grammar) && matches!(grammar.preposition(t), Some("in" | "at"))
            || matches!(grammar.lemma(t), "sideline" | "margin" | "eve")
    }

    /// The event of a trigger whose roles are filled.
    fn told(&self, found: &Match<'_>, here: Here<'_>, modality: status::Modality, roles: Roles) -> Event {
        let Roles { actors, recipients, about, speaker } = roles;
        let (rule, anchor) = (found.rule, found.anchor);
        let act = self.model.rules.act(rule);
        let scene = setting::Scene {
            grammar: &self.grammar,
            lexicon: &self.model.lexicon,
            entities: &self.entities,
            doc: self.doc,
            sentence: here.id,
            dates: here.dates,
            reference: self.reference,
            before: here.before,
        };
        let place_at = |t: TokenId| {
            self.entities.at(t).filter(|id| {
                let entity = &self.doc.entities[id.index()];
                entity.etype == EntityType::Loc || entity.named && entity.etype == EntityType::Org
            })
        };
        let place = follow(&self.grammar, anchor, &rule.place, &|t| place_at(t).is_some())
            .first()
            .and_then(|&t| place_at(t))
            .or_else(|| scene.place(anchor, act.etype, about));
        let period = scene.date(anchor, rule.status.unwrap_or(modality.status));
        let date = period.and_then(|period| period.iso());
        let status = match (rule.status, modality.status) {
            (Some(forced), _) => forced,
            (None, Status::Actual) if self.is_background(date.as_deref()) => Status::Historical,
            (None, status) => status,
        };
        let participants: Vec<EntityId> = actors.iter().chain(&recipients).copied().collect();
        let contexts = contexts::find(&self.model.rules, &self.grammar, self.doc, here.sentence, &participants);
        let size = self.size(found, act.etype);
        let happened = matches!(status, Status::Actual | Status::Historical);
        let (deaths, injuries) =
            if act.etype == EventType::Assault && happened { self.casualties(found) } else { (None, None) };
        let trigger_tokens: Span<crate::doc::Token> = Span::new(found.first.0, found.last.0 + 1);
        let mut event = Event {
            etype: act.etype,
            mode: rule.mode.clone().or_else(|| act.mode.clone()),
            act: act.name.clone(),
            cameo: Some(rule.cameo.clone().unwrap_or_else(|| act.cameo.clone())),
            attributed_to: speaker.filter(|s| !actors.contains(s)),
            confidence: 0.0,
            actors,
            recipients,
            about,
            place,
            date,
            period,
            status,
            hedged: modality.hedged,
            contexts,
            size,
            deaths,
            injuries,
            trigger: self.doc.tokens.bytes(trigger_tokens),
            sentence: here.id,
            same_as: None,
            rule: act.rule.clone(),
            summary: String::new(),
        };
        event.confidence = confidence::of(&event, rule.confidence, self.doc, self.model.rules.confidence());
        event
    }

    /// *Visited his mother*, *talks to her friends*: nothing that concerns others.
    fn is_private(&self, found: &Match<'_>) -> bool {
        let relatives = &self.model.rules.modality().relative;
        let own = |&t: &TokenId| {
            relatives.iter().any(|w| w == self.grammar.lemma(t))
                && self.grammar.has(t, &[Deprel::NmodPoss], &["my", "his", "her", "our", "their", "its", "your"])
        };
        let heads = self.recipient_heads(found, &found.rule.recipient);
        !heads.is_empty() && heads.iter().all(own)
    }

    /// *Another meeting was held with …*: one more of what the sentence before told, by the same actor.
    fn is_one_more(&self, anchor: arguments::Anchor) -> bool {
        let noun = anchor.object.unwrap_or(anchor.head);
        let more = ["another", "other", "second", "third", "further", "similar", "separate", "additional"];
        self.grammar.has(noun, &[Deprel::Det, Deprel::Amod], &more)
    }

    /// How many people took part, or how many it was done to: of what is done to people, those first.
    fn size(&self, found: &Match<'_>, etype: EventType) -> Option<(Counted, Count)> {
        let quantities = quantity::Quantities::new(&self.grammar, self.model.rules.quantities());
        let of = |side: Counted| {
            let paths = if side == Counted::Actors { &found.rule.actor } else { &found.rule.recipient };
            quantities.of_all(&self.heads(found, paths)).map(|count| (side, count))
        };
        let done_to = matches!(
            etype,
            EventType::Assault | EventType::Coerce | EventType::Sanction | EventType::Retreat | EventType::Aid
        );
        let bare = || {
            // *arrested 14*: a number that stands for people.
            let object = self.grammar.deep_object(found.anchor.head).filter(|_| done_to)?;
            let number = self.entities.at(object).is_none() && self.grammar.upos(object) == Upos::Num;
            quantities.of(object).filter(|_| number).map(|count| (Counted::Recipients, count))
        };
        if done_to {
            of(Counted::Recipients).or_else(bare).or_else(|| of(Counted::Actors))
        } else {
            of(Counted::Actors).or_else(|| of(Counted::Recipients))
        }
    }

    /// How many people an attack killed and hurt. Where one word kills single people, each counts.
    fn casualties(&self, found: &Match<'_>) -> (Option<Count>, Option<Count>) {
        let quantities = quantity::Quantities::new(&self.grammar, self.model.rules.quantities());
        let head = found.anchor.head;
        let (deaths, injuries) = quantities.casualties(head);
        let singles = || {
            let heads = self.heads(found, &found.rule.recipient);
            let single = |t: &TokenId| {
                let person = self.entities.at(*t).map(|id| &self.doc.entities[id.index()]);
                person.is_some_and(|e| e.etype == EntityType::Per)
                    && matches!(self.grammar.xpos(*t), Xpos::Nn | Xpos::Nnp)
            };
            let all = !heads.is_empty() && heads.iter().all(single);
            all.then(|| Count {
                lowest: Some(heads.len() as u64),
                highest: Some(heads.len() as u64),
                approximate: false,
                bytes: self.doc.tokens.bytes(Span::new(heads[0].0, heads[heads.len() - 1].0 + 1)),
            })
        };
        let (kills, hurts) = quantities.tells_casualties(head);
        let deaths = deaths.or_else(|| if kills { singles() } else { None });
        (deaths, injuries.or_else(|| if hurts { singles() } else { None }))
    }

    /// A date of more than a year before the article is background.
    fn is_background(&self, date: Option<&str>) -> bool {
        let (Some(date), Some(today)) = (date, self.reference.today) else {
            return false;
        };
        let year: Option<i16> = date.get(..4).and_then(|y| y.parse().ok());
        let month: i16 = date.get(5..7).and_then(|m| m.parse().ok()).unwrap_or(12);
        year.is_some_and(|y| {
            (i32::from(today.year()) * 12 + i32::from(today.month())) - (i32::from(y) * 12 + i32::from(month)) > 12
        })
    }
}
