//! Who says so: the speaker of reported and quoted speech.

use super::arguments::Entities;
use super::grammar::Grammar;
use super::rules::file::ModalityFile;
use crate::doc::{Deprel, Document, EntityId, EntityType, Sentence, SentenceKind, TokenId};

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
        let clause = grammar.deprel(at) == Deprel::Ccomp && grammar.has(at, &[Deprel::Mark], &["that"]);
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
        let source =
            as_said.or_else(|| according(grammar, entities, at)).or_else(|| account(grammar, entities, words, at));
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

/// Who is quoted at each token of the article: the speaker of a sentence goes on speaking in the sentences that follow
/// it within quotation marks.
pub fn quoted(
    grammar: &Grammar<'_>,
    entities: &Entities<'_>,
    words: &ModalityFile,
    doc: &Document,
) -> Vec<Option<EntityId>> {
    let mut all = vec![None; doc.tokens.len()];
    let mut inside = false;
    let mut speaker = None;
    for sentence in &doc.sentences {
        let own = sentence.tokens.ids().find_map(|t| says(grammar, entities, words, t));
        let mut quotes = false;
        let opens_inside = inside;
        for (place, t) in sentence.tokens.ids().enumerate() {
            match grammar.form(t) {
                "“" | "``" => inside = true,
                "”" | "''" => inside = false,
                // A straight mark opens where the last was closed; a paragraph that starts with one is a quotation.
                "\"" if place == 0 && sentence.starts_paragraph => inside = true,
                "\"" => inside = !inside,
                _ => {
                    all[t.index()] = speaker.filter(|_| inside && own.is_none());
                    continue;
                }
            }
            quotes = true;
        }
        match own {
            Some(own) if quotes || opens_inside => speaker = Some(own),
            Some(_) => speaker = None,
            None if quotes || opens_inside => {}
            None => speaker = None,
        }
    }
    all
}

/// The body that issues the whole text, where it is a press release or statement: *Press release of the union*,
/// *Statement by the council*; else the organisation whose act the first sentence tells, which then says *we*.
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
    named.or_else(|| {
        let lead = doc.sentences.iter().find(|s| s.kind == SentenceKind::Prose)?;
        let root = lead.tokens.ids().find(|&t| grammar.head(t).is_none())?;
        let subject = grammar.deep_subject(root)?;
        let civil = |id: &EntityId| matches!(&*doc.entities[id.index()].subtype, "ngo" | "igo");
        entities.at(subject).filter(is_body).filter(civil)
    })
}

/// Whom *I* or *we* stands for: the speaker, and for *we* also the body that the speaker belongs to; *we* without a
/// speaker is the body that issues the text. Any other entity stands for itself.
pub fn first_person(
    doc: &Document,
    entity: EntityId,
    speaker: Option<EntityId>,
    issuer: Option<EntityId>,
) -> Vec<EntityId> {
    let known = &doc.entities[entity.index()];
    let (one, many) = (["i", "me", "my"], ["we", "us", "our"]);
    let is = |words: &[&str]| !known.named && words.iter().any(|w| known.name.eq_ignore_ascii_case(w));
    match speaker.filter(|&s| s != entity && (is(&one) || is(&many))) {
        None if is(&many) && speaker.is_none() => vec![issuer.unwrap_or(entity)],
        None => vec![entity],
        Some(speaker) => {
            let body = doc.entities[speaker.index()].roles.iter().find_map(|role| role.of).filter(|_| is(&many));
            std::iter::once(speaker).chain(body).collect()
        }
    }
}

fn says(grammar: &Grammar<'_>, entities: &Entities<'_>, words: &ModalityFile, verb: TokenId) -> Option<EntityId> {
    let lemma = grammar.lemma(verb);
    if !words.speech.iter().any(|w| w == lemma) {
        return None;
    }
    let subject = grammar.deep_subject(verb)?;
    entities.at(subject).or_else(|| owner(grammar, entities, words, subject))
}

/// Whose account a noun is: *the committee's report*, *a statement by the union*.
fn owner(grammar: &Grammar<'_>, entities: &Entities<'_>, words: &ModalityFile, noun: TokenId) -> Option<EntityId> {
    if !words.account.iter().any(|w| w == grammar.lemma(noun)) {
        return None;
    }
    let before = grammar.all(noun, &[Deprel::NmodPoss, Deprel::Compound]).collect::<Vec<_>>();
    let behind = ["by", "of", "from"].into_iter().flat_map(|p| grammar.governed(noun, p).collect::<Vec<_>>());
    before.into_iter().chain(behind).find_map(|t| entities.at(t))
}

/// *In the words of the bishop*, *in a statement by the union*.
fn account(grammar: &Grammar<'_>, entities: &Entities<'_>, words: &ModalityFile, t: TokenId) -> Option<EntityId> {
    grammar.governed(t, "in").find_map(|noun| owner(grammar, entities, words, noun))
}

fn according(grammar: &Grammar<'_>, entities: &Entities<'_>, t: TokenId) -> Option<EntityId> {
    grammar.children(t).iter().copied().find_map(|c| {
        let marked = grammar
            .all(c, &[Deprel::Case])
            .any(|m| grammar.lemma(m) == "accord" || grammar.form(m).eq_ignore_ascii_case("according"));
        let verb = grammar.form(c).eq_ignore_ascii_case("according");
        if marked {
            entities.at(c)
        } else if verb {
            grammar.all(c, &[Deprel::Obl]).find_map(|o| entities.at(o))
        } else {
            None
        }
    })
}
