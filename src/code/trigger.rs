//! Which words of a sentence trigger which act: lemma, fixed words and the conditions of the rule.

use super::arguments::{self, Anchor, Entities, follow, preposition_object};
use super::grammar::Grammar;
use super::rules::file::ModalityFile;
use super::rules::path::Step;
use super::rules::{ClauseKind, Kind, ListedWord, Outline, Pattern, Present, Rules, Trigger, TriggerKind, Words};
use super::status;
use crate::doc::{Deprel, EntityType, Sentence, TokenId, Upos, Xpos};
use crate::resolve::{dates::is_month, is_calendar_word, lower};
use std::borrow::Cow;
use std::cell::OnceCell;

/// How far behind a verb its fixed words may stand, in tokens.
const REACH: u32 = 12;

/// How far from the verb its object may stand to be one of the trigger's words, in tokens.
const LONGEST: u32 = 10;

/// How far behind a fixed word the head of the phrase may stand that it governs, in tokens.
const LONGEST_PHRASE: u32 = 6;

/// What a refusal counts more than other conditions: *will not lift the ban* lifts nothing.
const REFUSAL: u32 = 20;

/// A trigger found in the text, all conditions of its rule met.
pub struct Match<'r> {
    /// The rule.
    pub rule: &'r Trigger,
    /// Its fixed words behind the first.
    pub words: &'r [String],
    /// Where it stands.
    pub anchor: Anchor,
    /// First and last token of the trigger words.
    pub first: TokenId,
    /// Last token of the trigger words.
    pub last: TokenId,
    /// How closely the rule describes the text: the more conditions, the higher.
    specificity: u32,
}

impl<'r> Match<'r> {
    /// A trigger of the one word `word`.
    pub fn fixed(rule: &'r Trigger, anchor: Anchor, word: TokenId) -> Self {
        Self { rule, words: &[], anchor, first: word, last: word, specificity: 0 }
    }
}

/// The tokens of an article as lists of words know them.
pub struct Listed(Vec<Known>);

/// A lemma in lower case, and as it is written where that is something else: the head of a name is in
/// capitals, *awarded its Freedom Prize to*; and how lemma and form look.
#[derive(Clone, Copy, Debug, Default)]
struct Known {
    lower: Option<ListedWord>,
    exact: Option<ListedWord>,
    lemma: Outline,
    form: Outline,
}

impl Listed {
    /// Looks all tokens up.
    pub fn new(rules: &Rules, grammar: &Grammar<'_>) -> Self {
        let known = |t| {
            let (exact, form) = (grammar.lemma(TokenId(t)), grammar.form(TokenId(t)));
            let (lower, as_written) = match lower(exact) {
                Cow::Borrowed(lower) => (rules.listed(lower), None),
                Cow::Owned(lower) => (rules.listed(&lower), rules.listed(exact)),
            };
            Known { lower, exact: as_written, lemma: Outline::of(exact), form: Outline::of(form) }
        };
        Self((0..grammar.tokens.len() as u32).map(known).collect())
    }

    /// Whether a word of that outline may be the token's lemma or form.
    fn may_be(&self, t: TokenId, outline: Outline) -> bool {
        self.0.get(t.index()).is_some_and(|known| known.lemma == outline || known.form == outline)
    }

    fn of(&self, t: TokenId) -> Known {
        self.0.get(t.index()).copied().unwrap_or_default()
    }
}

/// Why a rule did not match, for `advocoder explain`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Miss {
    /// Its fixed words are not there.
    Words,
    /// The object is another.
    Object,
    /// The subject cannot act.
    Subject,
    /// No such complement clause.
    Clause,
    /// Active instead of passive, or the other way round.
    Voice,
    /// It is not refused for the time to come.
    Refusal,
    /// A preposition is missing or excluded.
    Preposition,
    /// A word that shows another sense stands in the sentence.
    Sense,
}

/// The part of speech under which a token's triggers are looked up.
pub fn kind_of(grammar: &Grammar<'_>, t: TokenId) -> Option<TriggerKind> {
    match grammar.upos(t) {
        Upos::Verb => Some(TriggerKind::Verb),
        Upos::Aux if grammar.deprel(t) != Deprel::Aux => Some(TriggerKind::Verb),
        Upos::Noun => Some(TriggerKind::Noun),
        Upos::Adj => Some(TriggerKind::Adj),
        _ => None,
    }
}

/// The lemmas and forms of a sentence.
pub fn present(grammar: &Grammar<'_>, sentence: &Sentence) -> Present {
    let mut present = Present::default();
    for t in sentence.tokens.ids() {
        present.insert(grammar.lemma(t));
        present.insert(grammar.form(t));
    }
    present
}

/// A word of a sentence that may be a trigger. What many of its rules ask is found once, when the first of them asks.
pub struct Word<'a, 'r> {
    rules: &'r Rules,
    grammar: &'a Grammar<'a>,
    entities: &'a Entities<'a>,
    listed: &'a Listed,
    sentence: &'a Sentence,
    t: TokenId,
    kind: TriggerKind,
    object: OnceCell<Option<TokenId>>,
    counted: OnceCell<Option<TokenId>>,
    subject: OnceCell<Option<TokenId>>,
    subjects: OnceCell<Vec<TokenId>>,
    can_act: OnceCell<bool>,
}

impl<'a, 'r> Word<'a, 'r> {
    /// The word `t`; none where its part of speech triggers nothing.
    pub fn new(
        rules: &'r Rules,
        grammar: &'a Grammar<'a>,
        entities: &'a Entities<'a>,
        listed: &'a Listed,
        sentence: &'a Sentence,
        t: TokenId,
    ) -> Option<Self> {
        let kind = kind_of(grammar, t)?;
        let (object, counted, subject, subjects, can_act) = Default::default();
        Some(Self { rules, grammar, entities, listed, sentence, t, kind, object, counted, subject, subjects, can_act })
    }

    /// All rules that know the word, each by the pattern that does.
    pub fn triggers(&self) -> impl Iterator<Item = (&'r Pattern, &'r Trigger)> + use<'a, 'r> {
        self.rules.triggers(self.kind, self.grammar.lemma(self.t))
    }

    /// What a verb is done to.
    fn object(&self) -> Option<TokenId> {
        *self.object.get_or_init(|| match self.kind {
            TriggerKind::Verb => self.grammar.deep_object(self.t),
            _ => None,
        })
    }

    /// What `object` counts or measures.
    fn counted(&self, object: TokenId) -> Option<TokenId> {
        let find = || counted(self.rules.modality(), self.grammar, object);
        if Some(object) == self.object() { *self.counted.get_or_init(find) } else { find() }
    }

    fn subject(&self) -> Option<TokenId> {
        *self.subject.get_or_init(|| self.grammar.deep_subject(self.t))
    }

    /// The subject and what is joined to it.
    fn subjects(&self) -> &[TokenId] {
        self.subjects.get_or_init(|| self.subject().map_or_else(Vec::new, |subject| self.grammar.conjuncts(subject)))
    }

    /// Whether the noun `t` is in the list: by its lemma, or as the head of one of its phrases.
    fn is_in(&self, words: &Words, t: TokenId) -> bool {
        let Self { grammar, listed, .. } = self;
        let Known { lower, exact, .. } = listed.of(t);
        if lower.is_none() && exact.is_none() {
            return false;
        }
        let tokens = grammar.tokens.len() as u32;
        // Lists hold lemmas, and the plural where a phrase is always in it: *cessation of hostilities*.
        let is = |at: u32, word: &String| {
            at < tokens
                && [grammar.lemma(TokenId(at)), grammar.form(TokenId(at))].iter().any(|w| w.eq_ignore_ascii_case(word))
        };
        let at_either_end = |phrase: &[String]| {
            let len = phrase.len() as u32;
            let from = |start: u32| phrase.iter().zip(start..).all(|(word, at)| is(at, word));
            from(t.0) || (t.0 + 1 >= len && from(t.0 + 1 - len))
        };
        lower.is_some_and(|lower| words.has(lower) || words.any_phrase(lower, &at_either_end))
            || exact.is_some_and(|exact| words.has(exact))
    }
}

/// The rules that match a word of a sentence with these words `present`, the one that describes the text most closely
/// first.
pub fn candidates<'r>(word: &Word<'_, 'r>, present: &Present) -> Vec<Match<'r>> {
    let rules = word.triggers().filter(|(pattern, _)| present.may_hold(&pattern.fixed));
    let mut found: Vec<_> = rules.filter_map(|rule| matches(rule, word).ok()).collect();
    found.sort_by(|a, b| {
        (b.specificity, b.rule.confidence)
            .partial_cmp(&(a.specificity, a.rule.confidence))
            .unwrap_or(std::cmp::Ordering::Equal)
    });
    found
}

/// Checks one rule, by one of its patterns, at a word.
///
/// # Errors
/// The first condition that does not hold.
pub fn matches<'r>((pattern, rule): (&'r Pattern, &'r Trigger), word: &Word<'_, '_>) -> Result<Match<'r>, Miss> {
    let &Word { rules, grammar, entities, sentence, t, kind, .. } = word;
    let fixed = fixed_words(pattern, word).ok_or(Miss::Words)?;
    let before = pattern.before.len() as u32;
    if before > 0 && !stands_before(&pattern.before, grammar, sentence, t) {
        return Err(Miss::Words);
    }
    let then = match &rule.then {
        Some(words) => Some(follower(words, word, &fixed).ok_or(Miss::Words)?),
        None => None,
    };
    let mut anchor = Anchor { head: t, object: None, preposition: None };
    if let Some(&last) = fixed.last()
        && matches!(grammar.upos(last), Upos::Adp | Upos::Part | Upos::Sconj | Upos::Adv)
    {
        // *It is going to rain*: what *to* leads in there is no place that one goes to.
        let infinitive = grammar.deprel(last) == Deprel::Mark
            && grammar.lemma(last) == "to"
            && grammar.head(last).is_some_and(|verb| grammar.is_predicate(verb) && grammar.xpos(verb) != Xpos::Vbg);
        let paths = [&rule.recipient, &rule.place, &rule.about];
        if infinitive && paths.iter().flat_map(|p| p.iter().flatten().flatten()).any(|step| *step == Step::Pobj) {
            return Err(Miss::Words);
        }
        anchor.preposition = Some(last);
    }
    let about_object = rule.object.is_some() || rule.object_is.is_some();
    let governed = || anchor.preposition.filter(|_| about_object).and_then(|p| grammar.head(p)).filter(|&h| h != t);
    let object = word.object().or_else(governed);
    if let Some(words) = &rule.object {
        let listed = |o: TokenId| word.is_in(words, o);
        let second = || grammar.objects(t).into_iter().find(|&o| listed(o));
        let counted = || object.and_then(|o| word.counted(o)).filter(|&o| listed(o));
        let noun = object.filter(|&o| listed(o)).or_else(second).or_else(counted).ok_or(Miss::Object)?;
        anchor.object = Some(noun);
    }
    if kind == TriggerKind::Verb
        && anchor.object.is_some()
        && fixed.is_empty()
        && rule.then.is_none()
        && is_described(grammar, t)
    {
        return Err(Miss::Object);
    }
    if let Some(words) = &rule.not_object
        && object.is_some_and(|o| word.is_in(words, o) || word.counted(o).is_some_and(|o| word.is_in(words, o)))
    {
        return Err(Miss::Object);
    }
    if let Some(words) = &rule.subject
        && !word.subjects().iter().any(|&s| word.is_in(words, s))
    {
        return Err(Miss::Subject);
    }
    if let Some(kinds) = &rule.object_is
        && !object.is_some_and(|o| kinds.iter().any(|kind| object_fits(*kind, o, grammar, entities)))
    {
        return Err(Miss::Object);
    }
    if kind == TriggerKind::Verb && !subject_fits(rule, word) {
        return Err(Miss::Subject);
    }
    if let Some(clause) = rule.clause {
        let here = !grammar.clauses(t, clause).is_empty();
        let governed = anchor.preposition.and_then(|p| preposition_object(grammar, p)).filter(|&o| o != t);
        let below = || {
            let words = object.into_iter().chain(fixed.iter().copied()).chain(governed);
            words.into_iter().any(|o| !grammar.clauses(o, clause).is_empty())
        };
        let quoted = || clause != ClauseKind::Inf && grammar.child(t, &[Deprel::Parataxis]).is_some();
        if !here && !below() && !quoted() {
            return Err(Miss::Clause);
        }
    }
    if rule.no_object && grammar.deep_object(t).is_some() {
        return Err(Miss::Object);
    }
    if rule.no_clause && !grammar.clauses(t, ClauseKind::Any).is_empty() {
        return Err(Miss::Clause);
    }
    if rule.voice.is_some_and(|voice| voice != grammar.voice(t)) {
        return Err(Miss::Voice);
    }
    if rule.refused && !status::is_refused(grammar, rules.modality(), t) {
        return Err(Miss::Refusal);
    }
    let has_preposition = |p: &String| {
        grammar.governed(t, p).next().is_some()
            || object.is_some_and(|o| grammar.governed(o, p).next().is_some())
            || grammar.has(t, &[Deprel::CompoundPrt], &[p])
    };
    let hung_beside = |p: &String| kind == TriggerKind::Noun && !arguments::hung_on_governor(grammar, t, p).is_empty();
    let hung_below = |p: &String| kind == TriggerKind::Verb && !grammar.below(t, arguments::between(p), p).is_empty();
    if !rule.prep.is_empty() && !rule.prep.iter().any(|p| has_preposition(p) || hung_below(p) || hung_beside(p)) {
        return Err(Miss::Preposition);
    }
    if rule.prep_not.iter().any(has_preposition) {
        return Err(Miss::Preposition);
    }
    if let Some(words) = &rule.not_with
        && clause(grammar, t).into_iter().any(|w| w != t && !is_hyphened(grammar, w) && word.is_in(words, w))
    {
        return Err(Miss::Sense);
    }
    if kind == TriggerKind::Adj && !grammar.is_predicate(t) && grammar.deprel(t) == Deprel::Amod {
        return Err(Miss::Words);
    }
    // *A sit-in …, which the police dispersed*: an object far away is no part of the trigger's words.
    let near = anchor.object.filter(|o| o.0.abs_diff(t.0) <= LONGEST);
    let matched = fixed.iter().copied().chain(then).chain(near).chain([t]);
    let (first, last) = (matched.clone().min().unwrap_or(t), matched.max().unwrap_or(t));
    let first = TokenId(first.0.min(t.0 - before));
    let behind = (last.0 + 1..sentence.tokens.end).map(TokenId);
    let other_half = |&w: &TokenId| grammar.deprel(w) == Deprel::Compound && grammar.head(w) == Some(last);
    let last = behind.take_while(other_half).last().unwrap_or(last);
    let conditions = [
        rule.object.is_some(),
        rule.object_is.is_some(),
        rule.clause.is_some(),
        rule.voice.is_some(),
        !rule.prep.is_empty(),
        rule.subject_is.is_some(),
        rule.subject.is_some(),
    ];
    let specificity = 3 * (fixed.len() as u32 + u32::from(then.is_some()) + before)
        + 3 * u32::from(rule.object.is_some())
        + REFUSAL * u32::from(rule.refused)
        + conditions.into_iter().map(u32::from).sum::<u32>();
    Ok(Match { rule, words: &pattern.words, anchor, first, last, specificity })
}

/// The fixed words of the pattern behind the trigger, in order; other words may stand between where the verb's object does.
fn fixed_words(pattern: &Pattern, word: &Word<'_, '_>) -> Option<Vec<TokenId>> {
    let &Word { grammar, listed, sentence, t, .. } = word;
    // Most rules have no such words, or not the first: nothing is allocated for them.
    let mut found = Vec::new();
    let mut from = t.0 + 1;
    for (i, fixed) in pattern.words.iter().enumerate() {
        let end = if i == 0 { sentence.tokens.end.min(t.0 + REACH) } else { sentence.tokens.end.min(from + 3) };
        let outline = if i == 0 { pattern.next } else { Outline::of(fixed) };
        let at = (from..end).map(TokenId).find(|&w| {
            let same =
                listed.may_be(w, outline) && (grammar.lemma(w) == fixed || grammar.form(w).eq_ignore_ascii_case(fixed));
            // *called the envoy on Friday* calls on nobody.
            let dates = || {
                let next = grammar.form(TokenId((w.0 + 1).min(sentence.tokens.end - 1)));
                is_calendar_word(next) || next.starts_with(char::is_uppercase) && is_month(next)
            };
            if same && grammar.upos(w) == Upos::Adp && dates() {
                return false;
            }
            // *Called for an end to the war* calls no end to it.
            let governed = || {
                let noun = i == 0 && grammar.upos(w) == Upos::Noun;
                noun && grammar.all(w, &[Deprel::Case]).any(|preposition| t < preposition && preposition < w)
            };
            if same && governed() {
                return false;
            }
            // Right behind the verb, or a part of its phrase.
            same && (w.0 == from || i > 0 || belongs(grammar, w, t))
        })?;
        found.push(at);
        from = at.0 + 1;
    }
    // *Left the government building*: a noun that only describes the next is not the word.
    let describes = |t: TokenId| {
        grammar.upos(t) == Upos::Noun && grammar.deprel(t) == Deprel::Compound && grammar.head(t).is_some_and(|h| h > t)
    };
    if found.last().is_some_and(|&last| describes(last)) { None } else { Some(found) }
}

/// The word of the list `then` behind the trigger and its fixed words: what the last of them governs (*hauled them before
/// the labour court*), or without one what is said of the object (*called the law a farce*).
fn follower(words: &Words, word: &Word<'_, '_>, fixed: &[TokenId]) -> Option<TokenId> {
    let &Word { rules, grammar, sentence, t, .. } = word;
    let from = fixed.last().unwrap_or(&t).0 + 1;
    let end = sentence.tokens.end.min(from + if fixed.is_empty() { REACH } else { LONGEST_PHRASE });
    (from..end).map(TokenId).find(|&w| {
        let part = matches!(grammar.deprel(w), Deprel::Amod | Deprel::Compound | Deprel::NmodPoss | Deprel::Nsubj);
        let above = grammar.head(w);
        let own = above == Some(t) || above.and_then(|above| grammar.head(above)) == Some(t);
        // *wants the sanctions lifted*: lists have forms of verbs, too.
        let form = || rules.listed(&lower(grammar.form(w))).is_some_and(|form| words.has(form));
        !part && (own || !fixed.is_empty()) && (word.is_in(words, w) || form())
    })
}

/// Whether the verb says what its object is, and so does nothing with it: *called the strike illegal*, *called the protest a
/// stunt*.
fn is_described(grammar: &Grammar<'_>, t: TokenId) -> bool {
    let said = grammar.all(t, &[Deprel::Xcomp]).any(|c| matches!(grammar.upos(c), Upos::Adj | Upos::Noun));
    grammar.lemma(t) == "call" && (said || grammar.objects(t).len() > 1)
}

/// *War-torn* tells of no war: a word that only makes up an adjective.
fn is_hyphened(grammar: &Grammar<'_>, t: TokenId) -> bool {
    let (hyphen, adjective) = (TokenId(t.0 + 1), TokenId(t.0 + 2));
    adjective.index() < grammar.tokens.len()
        && grammar.form(hyphen) == "-"
        && matches!(grammar.xpos(adjective), Xpos::Vbn | Xpos::Jj)
}

/// The tokens of the clause around `t`: what depends on its verb, without other clauses that stand on their own.
fn clause(grammar: &Grammar<'_>, t: TokenId) -> Vec<TokenId> {
    let mut top = t;
    while let Some(head) = grammar.head(top).filter(|_| grammar.upos(top) != Upos::Verb) {
        top = head;
    }
    let mut tokens = vec![top];
    let mut next = 0;
    while let Some(&at) = tokens.get(next) {
        next += 1;
        tokens.extend(grammar.children(at).iter().copied().filter(|&c| {
            let own = matches!(grammar.deprel(c), Deprel::AclRelcl | Deprel::Parataxis)
                || (matches!(grammar.deprel(c), Deprel::Conj | Deprel::Advcl) && grammar.is_finite(c));
            !own
        }));
    }
    tokens
}

fn stands_before(words: &[String], grammar: &Grammar<'_>, sentence: &Sentence, t: TokenId) -> bool {
    t.0 - sentence.tokens.start >= words.len() as u32
        && words.iter().rev().zip(1..).all(|(word, back)| grammar.lemma(TokenId(t.0 - back)).eq_ignore_ascii_case(word))
}

/// What is counted or measured: *a series of workshops*.
fn counted(modality: &ModalityFile, grammar: &Grammar<'_>, t: TokenId) -> Option<TokenId> {
    let counts = modality.counting.iter().any(|word| word == grammar.lemma(t));
    if counts { grammar.governed(t, "of").find(|&o| grammar.is_nominal(o)) } else { None }
}

/// Whether a fixed word hangs on the trigger `t`: directly, or as the marker of something that does.
fn belongs(grammar: &Grammar<'_>, word: TokenId, t: TokenId) -> bool {
    let Some(head) = grammar.head(word) else {
        return false;
    };
    let marker =
        matches!(grammar.deprel(word), Deprel::Case | Deprel::Mark | Deprel::Fixed | Deprel::Advmod | Deprel::Amod);
    // *Worked if they all came together*: a particle belongs to its own verb.
    let own = grammar.upos(head) == Upos::Verb && matches!(grammar.deprel(word), Deprel::Advmod | Deprel::Fixed);
    if own && head != t {
        return false;
    }
    let above = grammar.head(head);
    // *pulled a child from the rubble*: what belongs to the verb is often hung on its object.
    let object = || above.is_some_and(|o| grammar.deprel(o) == Deprel::Obj && grammar.head(o) == Some(t));
    head == t || marker && (above == Some(t) || object())
}

/// Whether the object is of the kind. Texts may tell something, but nobody frees or meets one: *a statement released by*.
fn object_fits(kind: Kind, object: TokenId, grammar: &Grammar<'_>, entities: &Entities<'_>) -> bool {
    let text = || grammar.upos(object) == Upos::Noun && entities.is(object, Kind::Text, grammar);
    entities.is(object, kind, grammar) && (matches!(kind, Kind::Any | Kind::Thing | Kind::Text) || !text())
}

/// Whether the verb's subject can act. A verb without a subject of its own is left to the arguments.
fn subject_fits(rule: &Trigger, word: &Word<'_, '_>) -> bool {
    let &Word { grammar, entities, t, .. } = word;
    let Some(subject) = word.subject() else {
        // *The station has been closed*: a passive may leave open who did it.
        let open = || grammar.voice(t) == super::rules::Voice::Passive && rule.voice.is_none();
        return rule.subject_is.as_ref().is_none_or(|kinds| kinds.contains(&Kind::Any) || open());
    };
    match &rule.subject_is {
        Some(kinds) => kinds.iter().any(|kind| word.subjects().iter().any(|&s| entities.is(s, *kind, grammar))),
        // A city or region that acts stands for its people or government: *Damascus rejected*.
        None => {
            let acts = || {
                // *No soldiers shot at them*: nobody does it, and they did not suffer it.
                grammar.has(subject, &[Deprel::Det], &["no", "neither"])
                    || entities.is(subject, Kind::Agent, grammar)
                    || entities.is(subject, Kind::Place, grammar)
                    || author(grammar, entities, subject).is_some()
            };
            let named_rule_actor = || {
                !follow(grammar, Anchor { head: t, object: None, preposition: None }, &rule.actor, &|s| {
                    entities.is(s, Kind::Agent, grammar) || entities.is(s, Kind::Place, grammar)
                })
                .is_empty()
            };
            *word.can_act.get_or_init(acts) || named_rule_actor()
        }
    }
}

/// In whose name a text speaks: *a report of the council accuses*, *a U.N. resolution condemned*.
pub fn author(grammar: &Grammar<'_>, entities: &Entities<'_>, text: TokenId) -> Option<TokenId> {
    if !entities.is(text, Kind::Text, grammar) {
        return None;
    }
    // *put out a report accusing the army*: whoever put it out speaks.
    let publisher = || {
        let verb = grammar.head(text).filter(|_| grammar.deprel(text) == Deprel::Obj)?;
        grammar.deep_subject(verb).filter(|&t| entities.is(t, Kind::Agent, grammar))
    };
    let owners = arguments::possessors(grammar, text);
    let behind = ["by", "of", "from"].iter().flat_map(|p| grammar.governed(text, p).collect::<Vec<_>>());
    let mut named = owners.into_iter().chain(behind).chain(arguments::of_participle(grammar, text, "by"));
    named.find(|&t| entities.is(t, Kind::Agent, grammar)).or_else(publisher)
}

/// Whether an entity of this type can act at all.
pub fn can_act(etype: EntityType, subtype: &str) -> bool {
    etype != EntityType::Loc || matches!(subtype, "country" | "city" | "region")
}
