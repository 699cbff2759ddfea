//! Pronouns: *she*, *they*, *it* mean who is most in view; *I* and *we* in a quotation mean its speaker.
//!
//! The order of preference is that of Lee et al. (2013), *Deterministic Coreference Resolution Based on Entity-Centric,
//! Precision-Ranked Rules*: agreement in number, gender and animacy, then subjects before objects and near before far.

use super::cluster::{Number, Traits};
use super::lexicon::Gender;
use super::nominals::Nominals;
use crate::doc::{
    Deprel, Document, Entity, EntityId, EntityType, Mention, MentionKind, Sentence, Span, TokenId, Upos, Why, Xpos,
};

/// How many sentences back a pronoun may look, its own sentence included.
const WINDOW: usize = 3;

/// How much more in view someone alone is than the next candidate would be.
const ALONE: i32 = 40;

/// How little in view the only person that fits may be.
const ONLY_PERSON: i32 = -16;

/// How much more in view *she* finds somebody who is known to be a woman than somebody who may be one.
const KNOWN_GENDER: i32 = 15;

/// How many sentences a speaker who was announced with a colon goes on speaking.
const SPEECH: usize = 8;

/// The quotation that each token stands in, counted from 0; none outside. A quotation ends with its paragraph, unless
/// the next one opens with a quotation mark.
pub fn quotations(text: &str, doc: &Document) -> Vec<Option<u32>> {
    let mut quotes = vec![None; doc.tokens.len()];
    let (mut open, mut count) = (None, 0);
    for sentence in &doc.sentences {
        if sentence.starts_paragraph && open.is_some() {
            let first = doc.tokens.form(TokenId(sentence.tokens.start), text);
            if !first.starts_with(['“', '"', '‘', '«']) {
                open = None;
            }
        }
        for t in sentence.tokens.ids() {
            let form = doc.tokens.form(t, text);
            let (opens, closes) = match form {
                "“" | "«" | "``" => (true, false),
                "”" | "»" | "''" => (false, true),
                "\"" => (open.is_none(), open.is_some()),
                _ => (false, false),
            };
            if closes {
                open = None;
            } else if opens && open.is_none() {
                open = Some(count);
                count += 1;
            }
            quotes[t.index()] = open;
        }
    }
    quotes
}

/// What an entity that only a pronoun of the first person stands for is called: *we* for *us* and *our*.
fn first_person_form(pronoun: &str) -> Option<&'static str> {
    Some(match pronoun {
        "me" | "my" => "I",
        "us" | "our" | "ours" => "we",
        _ => return None,
    })
}

/// What it is called where it only owns something: *she* for *her visit*.
fn owner_form(pronoun: &str) -> Option<&'static str> {
    Some(match pronoun {
        "his" => "he",
        "her" | "hers" => "she",
        "their" | "theirs" => "they",
        "its" => "it",
        _ => return None,
    })
}

impl Nominals<'_> {
    pub(super) fn pronoun(&mut self, t: TokenId, index: usize, sentence: &Sentence) {
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
                self.first_persons.push((t, index));
                return;
            }
            _ => return,
        };
        if self.deprel(t) == Deprel::Expl || form == "it" && self.stands_for_a_clause(t) {
            return;
        }
        let (best, candidates) = self.most_in_view(t, index, sentence, wanted);
        match best {
            Some((entity, confidence)) => {
                let kind = (self.doc.entities[entity.index()].etype, MentionKind::Pronoun);
                self.push_sure(t, Span::new(t.0, t.0 + 1), kind, entity, Why::InView, Some(confidence));
            }
            // Somebody acts, but the text does not say who: the pronoun stays an entity of its own. *It* may be a thing.
            None if candidates || !form.starts_with("it") => {
                let plural = form.starts_with("the");
                let etype = if form.starts_with(['t', 'i']) { EntityType::Org } else { EntityType::Per };
                self.open_pronoun(t, etype, plural, form, Why::New);
            }
            None => {}
        }
    }

    /// *It is vital that …*, *it was wrong to …*
    fn stands_for_a_clause(&self, t: TokenId) -> bool {
        let head = self.doc.tokens.head[t.index()];
        let tokens = &self.doc.tokens;
        tokens.upos[head.index()] == Upos::Adj
            && !self.links.is_of_people(tokens.lemma(head))
            && self
                .doc
                .tree
                .children(head)
                .iter()
                .any(|&c| matches!(self.deprel(c), Deprel::Ccomp | Deprel::Csubj | Deprel::Advcl | Deprel::Xcomp))
    }

    /// The antecedent of a pronoun with its confidence: the candidate most in view, if the next one is clearly less so; and
    /// whether any is in view.
    fn most_in_view(
        &self,
        t: TokenId,
        index: usize,
        sentence: &Sentence,
        wanted: fn(&Entity, &Traits) -> bool,
    ) -> (Option<(EntityId, u8)>, bool) {
        let near = self.doc.sentences[index.saturating_sub(WINDOW - 1)].tokens.start;
        let subject = self.subject_above(t);
        let fate = self.fate(t);
        let speaker = self.quotes[t.index()].and_then(|_| self.speaker(t, index));
        let also = if self.goes_on(t) { self.links.also() } else { 0 };
        let gendered = self.form(t).starts_with(['h', 's', 'H', 'S']);
        let mut ranked: Vec<(i32, EntityId)> = Vec::new();
        for m in self.before(t).iter().filter(|m| m.tokens.start >= near) {
            let fits = wanted(&self.doc.entities[m.entity.index()], &self.traits[m.entity.index()]);
            let speaks = speaker == Some(m.entity) && m.etype == EntityType::Per;
            if !fits || subject == Some(m.entity) || speaks || self.same_speech(t, m) {
                continue;
            }
            let points = self.links.fates.points;
            let fits = fate.is_some_and(|fate| self.shares(fate, m));
            let acts = self.deprel(m.head) == Deprel::Nsubj;
            let known = gendered && self.traits[m.entity.index()].gender != Gender::Unknown;
            let salience = self.salience(m, sentence, index)
                + if fits { points } else { 0 }
                + if acts { also } else { 0 }
                + if known { KNOWN_GENDER } else { 0 };
            match ranked.iter_mut().find(|(_, entity)| *entity == m.entity) {
                Some(known) => known.0 = known.0.max(salience),
                None => ranked.push((salience, m.entity)),
            }
        }
        ranked.sort_by_key(|(salience, entity)| (std::cmp::Reverse(*salience), *entity));
        // The only person about may be less in view: *Elena wrote to the president. He answered.*
        let only = ranked.len() == 1 && self.doc.entities[ranked[0].1.index()].etype == EntityType::Per;
        let threshold = if only { ONLY_PERSON } else { 0 };
        let Some(&(best, entity)) = ranked.first().filter(|(best, _)| *best > threshold) else {
            return (None, false);
        };
        let margin = ranked.get(1).map_or(ALONE, |(next, _)| best - next);
        (self.links.in_view(margin).map(|confidence| (entity, confidence)), true)
    }

    /// *She also accused the mayor*: who is told of goes on acting.
    fn goes_on(&self, t: TokenId) -> bool {
        let tokens = &self.doc.tokens;
        let verb = tokens.head[t.index()];
        self.deprel(t) == Deprel::Nsubj
            && self.doc.tree.with(tokens, verb, Deprel::Advmod).any(|adverb| tokens.lemma(adverb) == "also")
    }

    /// The subject of a verb is not meant by a pronoun among its objects: *Ali met him*, *police shot at them*.
    fn subject_above(&self, t: TokenId) -> Option<EntityId> {
        let tokens = &self.doc.tokens;
        let form = self.form(t);
        let bound = form.ends_with("self") || form.ends_with("selves");
        if bound
            || !matches!(self.deprel(t), Deprel::Obj | Deprel::Iobj | Deprel::Obl | Deprel::OblAgent | Deprel::Nmod)
        {
            return None;
        }
        let mut verb = tokens.head[t.index()];
        for _ in 0..3 {
            if tokens.upos[verb.index()] == Upos::Verb {
                break;
            }
            verb = tokens.head[verb.index()];
        }
        let subject = self.controller(verb).filter(|&subject| subject != t)?;
        let mention = self.at_head[subject.index()]?;
        self.doc.mentions.get(mention.0 as usize).map(|m| m.entity)
    }

    /// The subject of `verb`, or of the verb that it goes on with or hangs on: *sued the bank, accusing it of fraud*.
    fn controller(&self, mut verb: TokenId) -> Option<TokenId> {
        let tokens = &self.doc.tokens;
        for _ in 0..3 {
            let child = |relation| self.doc.tree.child(tokens, verb, relation);
            if let Some(subject) = child(Deprel::Nsubj).or_else(|| child(Deprel::NsubjPass)) {
                return Some(subject);
            }
            let above = tokens.head[verb.index()];
            let shared = match self.deprel(verb) {
                Deprel::Conj => true,
                Deprel::Advcl => tokens.xpos[verb.index()] == Xpos::Vbg && child(Deprel::Mark).is_none(),
                // *Asked her to help him*: she does.
                Deprel::Xcomp => self.doc.tree.child(tokens, above, Deprel::Obj).is_none(),
                _ => false,
            };
            if !shared || above == verb {
                return None;
            }
            verb = above;
        }
        None
    }

    /// *“She lied,” said Maria*: who speaks of *she* in a quotation is not the speaker, who says *I*.
    fn same_speech(&self, t: TokenId, m: &Mention) -> bool {
        self.quotes[t.index()].is_some()
            && self.quotes[m.head.index()].is_none()
            && self.is_speaker(m.head)
            && self.doc.entities[m.entity.index()].etype == EntityType::Per
            && self.sentence_of(t) == self.sentence_of(m.head)
    }

    fn is_speaker(&self, t: TokenId) -> bool {
        let head = self.doc.tokens.head[t.index()];
        self.deprel(t) == Deprel::Nsubj && self.lexicon.is_speech(self.doc.tokens.lemma(head))
    }

    fn sentence_of(&self, t: TokenId) -> usize {
        self.doc.sentences.partition_point(|s| s.tokens.end <= t.0)
    }

    /// *I* and *we*: whom an apposition names, else the speaker of the quotation (of *we* the body they speak for),
    /// else one unnamed speaker for the whole article.
    pub(super) fn first_person(&mut self, t: TokenId, index: usize) {
        let form = self.form(t).to_lowercase();
        let plural = matches!(form.as_str(), "we" | "us" | "our" | "ours");
        let named = self.doc.tree.with(&self.doc.tokens, t, Deprel::Appos).find_map(|c| {
            let mention = self.doc.mentions.get(self.at_head[c.index()]?.0 as usize)?;
            Some(mention.entity)
        });
        if let Some(entity) = named {
            let etype = self.doc.entities[entity.index()].etype;
            self.push(t, Span::new(t.0, t.0 + 1), etype, MentionKind::Pronoun, entity, Why::Apposition);
            // Later *we* means the same body.
            let head = if plural { "we" } else { "i" };
            self.traits[entity.index()].head.get_or_insert_with(|| head.to_owned());
            return;
        }
        let speaker = self.speaker(t, index).and_then(|speaker| {
            let entity = &self.doc.entities[speaker.index()];
            match (plural, entity.etype) {
                (true, EntityType::Per) => {
                    let body = entity.roles.iter().filter_map(|role| role.of);
                    body.into_iter().find(|of| self.doc.entities[of.index()].etype == EntityType::Org)
                }
                (true, _) | (false, EntityType::Per) => Some(speaker),
                (false, _) => None,
            }
        });
        let head = if plural { "we" } else { "i" };
        let known = || self.traits.iter().position(|traits| traits.head.as_deref() == Some(head));
        let etype = if plural { EntityType::Org } else { EntityType::Per };
        let spoken = if plural { Why::SpeakerBody } else { Why::Speaker };
        let meant = speaker.map(|entity| (entity, spoken));
        match meant.or_else(|| known().map(|entity| (EntityId(entity as u32), Why::Author))) {
            Some((entity, why)) => self.push(t, Span::new(t.0, t.0 + 1), etype, MentionKind::Pronoun, entity, why),
            None => self.open_pronoun(t, etype, plural, head.to_owned(), Why::Author),
        }
    }

    /// Who says the words at `t`: the subject of a speech verb outside of the quotation, in its sentence or in one next
    /// to it of the same paragraph; or whom a colon announced before.
    fn speaker(&self, t: TokenId, index: usize) -> Option<EntityId> {
        let sentences = &self.doc.sentences;
        if self.quotes[t.index()].is_some() {
            let last = (index + 1..sentences.len()).find(|&i| sentences[i].starts_paragraph).unwrap_or(sentences.len());
            let first = (0..=index).rev().find(|&i| sentences[i].starts_paragraph).unwrap_or(0);
            let near = [index, index + 1, index + 2].into_iter().filter(|&i| i < last);
            let back = (first..index).rev().take(3);
            if let Some(speaker) = near.chain(back).find_map(|i| self.subject_of_speech(&sentences[i])) {
                return Some(speaker);
            }
        }
        // *The ambassador said:* and what follows.
        (index.saturating_sub(SPEECH)..=index).rev().find_map(|i| {
            let sentence = &sentences[i];
            let colon = sentence.tokens.ids().find(|&c| self.form(c) == ":" && c.0 < t.0)?;
            let verb = sentence.tokens.ids().filter(|v| v.0 < colon.0 && colon.0 - v.0 <= 4);
            let says = verb.into_iter().any(|v| self.lexicon.is_speech(self.doc.tokens.lemma(v)));
            says.then(|| self.subject_of_speech(sentence)).flatten()
        })
    }

    fn subject_of_speech(&self, sentence: &Sentence) -> Option<EntityId> {
        sentence.tokens.ids().find_map(|t| {
            let outside = self.quotes[t.index()].is_none();
            let speaks = outside && self.is_speaker(t);
            let mention = speaks.then(|| self.at_head[t.index()]).flatten()?;
            self.doc.mentions.get(mention.0 as usize).map(|m| m.entity)
        })
    }

    fn open_pronoun(&mut self, t: TokenId, etype: EntityType, plural: bool, lemma: String, why: Why) {
        let subtype = if plural { "group" } else { "other" };
        let span = Span::new(t.0, t.0 + 1);
        let entity = self.introduce(t, span, etype, subtype.into(), plural, lemma);
        let form = self.form(t).to_lowercase();
        let name =
            first_person_form(&form).or_else(|| owner_form(&form).filter(|_| self.deprel(t) == Deprel::NmodPoss));
        if let Some(name) = name {
            name.clone_into(&mut self.doc.entities[entity.index()].name);
        }
        self.push(t, span, etype, MentionKind::Pronoun, entity, why);
    }

    /// How much in view `mention` is in `sentence`: subjects before objects before the rest, near before far.
    fn salience(&self, mention: &Mention, sentence: &Sentence, index: usize) -> i32 {
        let mut head = mention.head;
        // What is joined to a subject is as much in view.
        if self.deprel(head) == Deprel::Conj {
            head = self.doc.tokens.head[head.index()];
        }
        let role = match self.deprel(head) {
            Deprel::Nsubj | Deprel::NsubjPass | Deprel::NsubjOuter => 40,
            Deprel::Obj | Deprel::Iobj | Deprel::OblAgent => 18,
            Deprel::Root | Deprel::Appos | Deprel::Conj => 15,
            Deprel::Obl => 10,
            _ => 2,
        };
        let here = self.sentence_of(mention.head);
        let distance = index.saturating_sub(here) as i32;
        let inside = i32::from(sentence.tokens.contains(mention.tokens.start)) * 14;
        let pronoun = i32::from(mention.kind == MentionKind::Pronoun) * 5;
        // A new paragraph turns to someone else.
        let turns = (here + 1..=index).filter(|&i| self.doc.sentences[i].starts_paragraph).count().min(1) as i32;
        role + inside + pronoun - 14 * distance - 8 * turns
    }
}
