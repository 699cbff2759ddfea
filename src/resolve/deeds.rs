//! Names that only their deeds give away: *Open Steppe condemned the vote*, *Crescent is asking its members to …*.
//!
//! What says, demands or condemns something is somebody. So a name that no list has, in front of such a verb, names an
//! organisation (one word without an article: a person), also where the tagger of names saw a place or nothing. Whoever is
//! arrested or murdered is a person: *Police arrested Boztepe*.

use super::lexicon::Lexicon;
use super::links::Links;
use super::names::{Name, head_of, is_free};
use crate::doc::{Deprel, Document, EntityType, MentionBy, Sentence, SentenceKind, Span, Token, TokenId, Upos};
use crate::pipeline::Model;
use crate::resolve::is_calendar_word;

/// Reads unknown places among `names` that act as organisations, and adds names that nothing else found.
pub fn reread(text: &str, doc: &Document, names: &mut Vec<Name>, model: &Model) {
    let (lexicon, links) = (&model.lexicon, &model.links);
    for name in names.iter_mut() {
        let unknown = name.by == MentionBy::Model && name.hit.is_none() && name.etype == EntityType::Loc;
        if unknown && name.tokens.len() > 1 && acts(doc, head_of(doc, name.tokens), lexicon) {
            name.etype = EntityType::Org;
            name.by = MentionBy::Rule;
        }
    }
    let mut added = Vec::new();
    for sentence in doc.sentences.iter().filter(|s| s.kind == SentenceKind::Prose) {
        for t in sentence.tokens.ids() {
            let suffers = suffers(doc, t, links);
            if !suffers && !acts(doc, t, lexicon) {
                continue;
            }
            let Some(tokens) = run(text, doc, sentence, t) else { continue };
            let apart = added.last().is_none_or(|last: &Name| last.tokens.end <= tokens.start);
            if is_free(names, tokens) && apart && is_name(text, doc, sentence, tokens, lexicon) {
                // *Zarb voiced regret* but *the Crown appealed*
                let article = tokens.start > 0 && doc.tokens.upos[tokens.start as usize - 1] == Upos::Det;
                let surname = tokens.len() == 1 && !article;
                let etype = if surname || suffers { EntityType::Per } else { EntityType::Org };
                added.push(Name::by_rule(tokens, etype));
            }
        }
    }
    names.extend(added);
    names.sort_by_key(|name| name.tokens.start);
}

/// Whether `t` is the subject of a verb that only somebody can be the subject of.
fn acts(doc: &Document, t: TokenId, lexicon: &Lexicon) -> bool {
    let tokens = &doc.tokens;
    let verb = tokens.head[t.index()];
    tokens.deprel[t.index()] == Deprel::Nsubj
        && t < verb
        && tokens.upos[verb.index()] == Upos::Verb
        && lexicon.is_agents(tokens.lemma(verb))
}

/// Whether something is done to `t` that can be done to nobody but people.
fn suffers(doc: &Document, t: TokenId, links: &Links) -> bool {
    let tokens = &doc.tokens;
    let verb = tokens.head[t.index()];
    matches!(tokens.deprel[t.index()], Deprel::Obj | Deprel::NsubjPass)
        && tokens.upos[t.index()] == Upos::Propn
        && tokens.upos[verb.index()] == Upos::Verb
        && links.fates.only_people.contains(tokens.lemma(verb))
}

/// The words in capitals that end at `t`.
fn run(text: &str, doc: &Document, sentence: &Sentence, t: TokenId) -> Option<Span<Token>> {
    let capital = |t: u32| doc.tokens.form(TokenId(t), text).starts_with(char::is_uppercase);
    let end = (t.0..sentence.tokens.end).find(|&i| !capital(i))?;
    let first = (sentence.tokens.start..t.0).rev().take_while(|&i| capital(i)).last().unwrap_or(t.0);
    // An article that begins the sentence is no part of the name.
    let article = first < t.0 && doc.tokens.upos[first as usize] == Upos::Det;
    (end > t.0).then_some(Span::new(first + u32::from(article), end))
}

/// Whether capitals make a name of the words: somewhere behind the beginning of the sentence, and not as they do of an
/// office, a people, a group, a day.
fn is_name(text: &str, doc: &Document, sentence: &Sentence, span: Span<Token>, lexicon: &Lexicon) -> bool {
    let forms: Vec<&str> = span.ids().map(|t| doc.tokens.form(t, text)).collect();
    // At the beginning of a sentence every word has a capital: *Zarbo defended them*, but *Pleas mounted*.
    let first = || {
        let word = forms.first().map(|form| form.to_lowercase()).unwrap_or_default();
        doc.tokens.upos[span.start as usize] == Upos::Propn && !lexicon.is_common(&word)
    };
    let inside = span.end - 1 > sentence.tokens.start || first();
    let last = doc.tokens.lemma(TokenId(span.end - 1)).to_lowercase();
    let singular = lexicon.singular(&last).unwrap_or(&last);
    let described = lexicon.role([singular]).is_some()
        || lexicon.group(singular).is_some()
        || lexicon.is_document(singular)
        || forms
            .iter()
            .any(|form| lexicon.demonym(form).is_some() || lexicon.title(form).is_some() || is_calendar_word(form))
        || forms.contains(&"Highness");
    let pronoun = matches!(doc.tokens.upos[span.end as usize - 1], Upos::Pron | Upos::Det);
    inside && !described && !pronoun && last.chars().count() > 2
}

#[cfg(test)]
pub(super) mod tests {
    use crate::doc::{Article, EntityType};
    use crate::{Model, Worker};

    /// Names and types of the entities of `text`.
    pub fn entities(text: &str) -> Vec<(String, EntityType)> {
        let model = Model::embedded().expect("built-in model");
        let article = Article { text: text.into(), ..Article::default() };
        Worker::new(&model).analyse(&article).doc.entities.iter().map(|e| (e.name.clone(), e.etype)).collect()
    }

    #[test]
    fn who_says_something_is_somebody() {
        for (text, name, etype) in [
            ("Open Steppe condemned the vote.", "Open Steppe", EntityType::Org),
            ("On Friday the Crown appealed.", "Crown", EntityType::Org),
            ("At the harbour Zarb voiced regret.", "Zarb", EntityType::Per),
            ("Police arrested Boztepe on Friday.", "Boztepe", EntityType::Per),
        ] {
            assert!(entities(text).contains(&(name.to_owned(), etype)), "{text} {:?}", entities(text));
        }
        for text in ["The June 14 Letter emphasised the risk.", "Later the Presidents thanked their host."] {
            assert!(entities(text).iter().all(|(name, _)| name != "Letter" && name != "Presidents"), "{text}");
        }
    }
}
