//! Who says so: the speaker of reported and quoted speech.

use super::arguments::{self, Entities};
use super::grammar::{Grammar, SUBJECTS};
use super::rules::file::ModalityFile;
use crate::doc::{Deprel, Document, EntityId, EntityType, Sentence, SentenceKind, Span, Token, TokenId, Upos};
use crate::resolve;

/// How many clauses up a speaker is looked for.
const MAX_CLIMB: u32 = 6;

/// In how many sentences at the start a text names its issuer.
const HEAD: usize = 4;

/// The speaker on whose word the event at `v` is told; `None` when the text itself tells it.
pub fn speaker(
    grammar: &Grammar<'_>,
    entities: &Entities<'_>,
    words: &ModalityFile,
    sentence: &Sentence,
    v: TokenId,
) -> Option<EntityId> {
    let mut at = v;
    for _ in 0..MAX_CLIMB {
        // *has confirmed that officers shot …, the agency reported*: the nearer speaker counts.
        let head = grammar.head(at);
        // *said that …, and that police arrested her*
        let told = matches!(grammar.deprel(at), Deprel::Ccomp | Deprel::Conj);
        let clause = told && grammar.has(at, &[Deprel::Mark], &["that"]);
        if let Some(speaker) = head.filter(|_| clause).and_then(|head| says(grammar, entities, words, head)) {
            return Some(speaker);
        }
        // *…, the ministry said* hangs under the clause it reports.
        let behind = grammar.all(at, &[Deprel::Parataxis]).find_map(|said| says(grammar, entities, words, said));
        if behind.is_some() {
            return behind;
        }
        // *As the ministry reported, …*
        let mut as_said =
            grammar.all(at, &[Deprel::Advcl]).filter(|&c| grammar.has(c, &[Deprel::Mark, Deprel::Advmod], &["as"]));
        let as_said = as_said.find_map(|said| says(grammar, entities, words, said));
        // *according to the union*, *in the words of the bishop*
        let source = as_said
            .or_else(|| according(grammar, entities, words, at))
            .or_else(|| account(grammar, entities, words, at));
        if source.is_some() {
            return source;
        }
        let Some(head) = head else {
            break;
        };
        let reported = matches!(grammar.deprel(at), Deprel::Ccomp | Deprel::Parataxis | Deprel::Xcomp | Deprel::Obj);
        if reported && let Some(speaker) = says(grammar, entities, words, head) {
            return Some(speaker);
        }
        at = head;
    }
    debug_assert!(sentence.tokens.contains(v.0));
    None
}

/// Of each sentence, who speaks in it although it does not say so: whom a sentence that ends in a colon introduced.
pub fn introduced(
    grammar: &Grammar<'_>,
    entities: &Entities<'_>,
    words: &ModalityFile,
    doc: &Document,
) -> Vec<Option<EntityId>> {
    let mut current = None;
    let mut all = Vec::with_capacity(doc.sentences.len());
    for sentence in &doc.sentences {
        all.push(current);
        let colon = sentence.tokens.ids().next_back().is_some_and(|last| grammar.form(last) == ":");
        if colon && let Some(speaker) = sentence.tokens.ids().rev().find_map(|t| says(grammar, entities, words, t)) {
            current = Some(speaker);
        }
    }
    all
}

/// Who is quoted at each token of the article. A quotation has one speaker from its opening to its closing mark: whom a
/// verb of speech outside of it names where it ends or begins. One without such a verb goes on with the speaker of the
/// sentence before it.
pub fn quoted(
    grammar: &Grammar<'_>,
    entities: &Entities<'_>,
    words: &ModalityFile,
    doc: &Document,
) -> Vec<Option<EntityId>> {
    let quotes = resolve::quotations(grammar.text, doc);
    let mut all = vec![None; doc.tokens.len()];
    let mut last: Option<(usize, Option<EntityId>)> = None;
    for quotation in quotations(&quotes) {
        let sentence_of = |t: u32| doc.sentences.partition_point(|s| s.tokens.end <= t);
        let (first, end) = (sentence_of(quotation.start), sentence_of(quotation.end - 1));
        // In the sentence where the quotation ends: behind it, else before it.
        let outside = |i: usize| {
            let sentence = doc.sentences.get(i)?;
            let (before, behind): (Vec<TokenId>, Vec<TokenId>) =
                sentence.tokens.ids().filter(|t| quotes[t.index()].is_none()).partition(|t| t.0 < quotation.start);
            let mut verbs = behind.into_iter().chain(before.into_iter().rev());
            verbs.find_map(|t| says(grammar, entities, words, t))
        };
        let whole = doc.sentences.get(first).is_some_and(|s| s.tokens.start == quotation.start);
        let going_on = || last.filter(|&(sentence, _)| first <= sentence + 1).and_then(|(_, speaker)| speaker);
        let introduced = || first.checked_sub(1).filter(|_| whole).and_then(outside);
        let own = outside(end).or_else(|| outside(first));
        let speaker = own.or_else(going_on).or_else(introduced);
        if is_speech(grammar, quotation, first != end) {
            quotation.ids().for_each(|t| all[t.index()] = speaker);
            last = Some((end, speaker));
        }
    }
    all
}

/// The quotations of an article, from the first token behind the opening mark to the closing mark, by the quotation that
/// each token stands in.
fn quotations(quotes: &[Option<u32>]) -> Vec<Span<Token>> {
    let mut all: Vec<(u32, Span<Token>)> = Vec::new();
    for (t, id) in (0u32..).zip(quotes).filter_map(|(t, id)| Some((t, (*id)?))) {
        match all.last_mut() {
            Some((last, span)) if *last == id => span.end = t + 1,
            _ => all.push((id, Span::new(t, t + 1))),
        }
    }
    all.into_iter().map(|(_, span)| span).collect()
}

/// Whether a quotation is what somebody says and no more than a word or two of it: *a “war on terror”*.
fn is_speech(grammar: &Grammar<'_>, quotation: Span<Token>, several: bool) -> bool {
    several || quotation.ids().any(|t| grammar.upos(t) == Upos::Verb && grammar.child(t, SUBJECTS).is_some())
}

/// The body that issues the whole text, where it is a press release or statement: *Press release of the union*,
/// *Statement by the council*; else the organisation whose act the first sentence tells, or the only one that the beginning
/// names, which then says *we*.
pub fn issuer(
    grammar: &Grammar<'_>,
    entities: &Entities<'_>,
    words: &ModalityFile,
    doc: &Document,
) -> Option<EntityId> {
    let is_body = |id: &EntityId| {
        let entity = &doc.entities[id.index()];
        entity.named && entity.etype == EntityType::Org
    };
    let head = doc.sentences.iter().take(HEAD);
    let named = head.flat_map(|sentence| sentence.tokens.ids()).find_map(|t| {
        let issued = words.issue.iter().any(|w| w.eq_ignore_ascii_case(grammar.lemma(t)));
        let by = || ["by", "of", "from"].into_iter().flat_map(|p| grammar.governed(t, p).collect::<Vec<_>>());
        let before = || grammar.all(t, &[Deprel::NmodPoss, Deprel::Compound]).collect::<Vec<_>>();
        if issued { by().chain(before()).filter_map(|t| entities.at(t)).find(is_body) } else { None }
    });
    let civil = |id: &EntityId| matches!(&*doc.entities[id.index()].subtype, "ngo" | "igo");
    let of_lead = || {
        let lead = doc.sentences.iter().find(|s| s.kind == SentenceKind::Prose)?;
        let root = lead.tokens.ids().find(|&t| grammar.head(t).is_none())?;
        let subject = grammar.deep_subject(root)?;
        entities.at(subject).filter(is_body).filter(civil)
    };
    let only = || {
        let end = doc.sentences.get(HEAD.min(doc.sentences.len()).checked_sub(1)?)?.tokens.end;
        let other = |id: &EntityId| matches!(&*doc.entities[id.index()].subtype, "ngo" | "");
        let named = doc.mentions.iter().filter(|m| m.tokens.end <= end).map(|m| m.entity);
        let mut bodies = named.filter(is_body).filter(other);
        let first = bodies.next()?;
        bodies.all(|id| id == first).then_some(first)
    };
    named.or_else(of_lead).or_else(only)
}

/// In whose name a speech is given: *I speak on behalf of Chad*, *this statement is made on behalf of the union*.
pub fn spoken_for(grammar: &Grammar<'_>, entities: &Entities<'_>, doc: &Document) -> Option<EntityId> {
    let tokens = (0..doc.tokens.len() as u32).map(TokenId).filter(|&t| grammar.lemma(t) == "behalf");
    tokens.filter(|&t| grammar.preposition(t) == Some("on")).find_map(|t| {
        let verb = grammar.head(t)?;
        let own = grammar.subject(verb).is_some_and(|s| {
            grammar.is_first_person(s)
                || matches!(grammar.lemma(s), "statement" | "declaration" | "message" | "intervention")
        });
        let speaks =
            matches!(grammar.lemma(verb), "speak" | "make" | "deliver" | "address" | "issue" | "intervene" | "read");
        grammar.governed(t, "of").filter(|_| own && speaks).find_map(|of| entities.at(of))
    })
}

/// Whom *I* or *we* stands for: the speaker, and for *we* also the body that the speaker belongs to; *we* without a
/// speaker is the body that issues the text. Any other entity stands for itself.
pub fn first_person(
    doc: &Document,
    entity: EntityId,
    speaker: Option<EntityId>,
    issuer: Option<EntityId>,
    spoken_for: Option<EntityId>,
) -> Vec<EntityId> {
    let known = &doc.entities[entity.index()];
    let (one, many) = (["i", "me", "my"], ["we", "us", "our"]);
    let is = |words: &[&str]| !known.named && words.iter().any(|w| known.name.eq_ignore_ascii_case(w));
    match speaker.filter(|&s| s != entity && (is(&one) || is(&many))) {
        None if is(&many) && speaker.is_none() => vec![spoken_for.or(issuer).unwrap_or(entity)],
        None if is(&one) && speaker.is_none() => vec![spoken_for.unwrap_or(entity)],
        None => vec![entity],
        Some(speaker) => {
            let body = doc.entities[speaker.index()].roles.iter().find_map(|role| role.of).filter(|_| is(&many));
            std::iter::once(speaker).chain(body).collect()
        }
    }
}

/// Who says something by the verb `verb`: its subject, or whose account that is.
fn says(grammar: &Grammar<'_>, entities: &Entities<'_>, words: &ModalityFile, verb: TokenId) -> Option<EntityId> {
    let lemma = grammar.lemma(verb);
    // *made clear that …*
    if matches!(lemma, "clear" | "plain") && grammar.deprel(verb) == Deprel::Xcomp {
        let maker = grammar.head(verb).filter(|&h| grammar.lemma(h) == "make");
        return maker.and_then(|h| grammar.deep_subject(h)).and_then(|subject| entities.at(subject));
    }
    let (speech, quoting) = (&words.speech, &words.quoting);
    let behind = || speaker_behind(grammar, verb).filter(|_| speech.iter().chain(quoting).any(|w| w == lemma));
    let subject = behind().or_else(|| {
        let spoken = || quoting.iter().any(|w| w == lemma) && is_behind_quotation(grammar, verb);
        if speech.iter().any(|w| w == lemma) || spoken() { grammar.deep_subject(verb) } else { None }
    })?;
    owner(grammar, entities, words, subject).or_else(|| entities.at(subject))
}

/// Who stands right behind a verb of speech, which is often read as its object: *“…,” wrote one commentator*.
fn speaker_behind(grammar: &Grammar<'_>, verb: TokenId) -> Option<TokenId> {
    let before = verb.0.checked_sub(1).map(TokenId)?;
    let quoted = is_mark(grammar, before);
    let reported = grammar.form(before) == "," && grammar.deprel(verb) == Deprel::Parataxis;
    let own = grammar.all(verb, SUBJECTS).any(|s| s < verb);
    if own || !quoted && !reported || !grammar.is_finite(verb) {
        return None;
    }
    let roles = [Deprel::Nsubj, Deprel::Obj, Deprel::Iobj];
    grammar.all(verb, &roles).find(|&c| c > verb && grammar.is_nominal(c))
}

/// Whether a quotation closes right before `verb`, or before its subject.
fn is_behind_quotation(grammar: &Grammar<'_>, verb: TokenId) -> bool {
    let subject = grammar.all(verb, SUBJECTS).filter(|&s| s < verb).map(|s| first_of(grammar, s)).next();
    subject.unwrap_or(verb).0.checked_sub(1).is_some_and(|before| is_mark(grammar, TokenId(before)))
}

/// The first word of the phrase of `t`, without what hangs deeper on it.
fn first_of(grammar: &Grammar<'_>, t: TokenId) -> TokenId {
    grammar.children(t).first().map_or(t, |&c| c.min(t))
}

fn is_mark(grammar: &Grammar<'_>, t: TokenId) -> bool {
    matches!(grammar.form(t), "\"" | "”" | "''" | "»")
}

/// Whose account a noun is: *the committee's report*, *a statement by the union*.
fn owner(grammar: &Grammar<'_>, entities: &Entities<'_>, words: &ModalityFile, noun: TokenId) -> Option<EntityId> {
    if !words.account.iter().any(|w| w == grammar.lemma(noun)) {
        return None;
    }
    let before = grammar.all(noun, &[Deprel::NmodPoss, Deprel::Compound]).collect::<Vec<_>>();
    let behind = ["by", "of", "from"].into_iter().flat_map(|p| grammar.governed(noun, p).collect::<Vec<_>>());
    // *a statement issued on Monday by the union*
    let issued = arguments::of_participle(grammar, noun, "by");
    before.into_iter().chain(behind).chain(issued).find_map(|t| entities.at(t))
}

/// *In the words of the bishop*, *in a statement by the union*.
fn account(grammar: &Grammar<'_>, entities: &Entities<'_>, words: &ModalityFile, t: TokenId) -> Option<EntityId> {
    grammar.governed(t, "in").find_map(|noun| owner(grammar, entities, words, noun))
}

/// *According to the union*, *according to a statement by the union*.
fn according(grammar: &Grammar<'_>, entities: &Entities<'_>, words: &ModalityFile, t: TokenId) -> Option<EntityId> {
    grammar.children(t).iter().copied().find_map(|c| {
        let marked = grammar
            .all(c, &[Deprel::Case])
            .any(|m| grammar.lemma(m) == "accord" || grammar.form(m).eq_ignore_ascii_case("according"));
        let verb = grammar.form(c).eq_ignore_ascii_case("according");
        let source = |t| owner(grammar, entities, words, t).or_else(|| entities.at(t));
        if marked {
            source(c)
        } else if verb {
            grammar.all(c, &[Deprel::Obl]).find_map(source)
        } else {
            None
        }
    })
}
