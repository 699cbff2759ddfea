//! Puts the names of lists and rules together with those that the name tagger proposes.

use std::collections::HashSet;

use super::lexicon::{Gender, Lexicon, lower};
use super::names::{Name, has_given_name, is_acronym, is_party_tag};
use crate::doc::{Document, EntityType, MentionBy, MentionKind, Span, Token, TokenId};
use crate::gazetteer::Gazetteer;
use crate::tag::ner::Proposal;

/// All names, in text order and not overlapping. The gazetteer is the judge of what it knows without doubt, the tagger
/// of the rest; of the rules' own names those stay that a title, an office or the head of an organisation marks.
pub fn join(
    text: &str,
    doc: &Document,
    gazetteer: &Gazetteer,
    lexicon: &Lexicon,
    ruled: Vec<Name>,
    proposals: &[Proposal],
) -> Vec<Name> {
    let mut names: Vec<Name> = Vec::with_capacity(ruled.len().max(proposals.len()));
    let mut taken = vec![false; ruled.len()];
    let mut from = 0;
    for proposal in proposals.iter().filter(|proposal| !is_no_name(text, doc, lexicon, proposal)) {
        let span = proposal.tokens;
        let person = has_given_name(text, doc, span);
        let proposal = &Proposal { etype: if person { EntityType::Per } else { proposal.etype }, ..*proposal };
        while from < ruled.len() && ruled[from].tokens.end <= span.start {
            from += 1;
        }
        let touching: Vec<usize> = (from..ruled.len()).take_while(|&i| ruled[i].tokens.start < span.end).collect();
        let judged = touching.iter().any(|&i| {
            let name = &ruled[i].tokens;
            let covers = name.start <= span.start && name.end >= span.end;
            match ruled[i].by {
                MentionBy::Gazetteer => covers && !(*name == span && retypes(&ruled[i], proposal, gazetteer)),
                // *Commission for Justice and Accountability* goes on where the tagger sees two names.
                _ => {
                    let both_org = ruled[i].etype == EntityType::Org && proposal.etype == EntityType::Org;
                    both_org && ruled[i].subtype.is_some() && name.start == span.start && name.end > span.end
                }
            }
        });
        if judged {
            continue;
        }
        let mut name = proposed(text, doc, gazetteer, lexicon, proposal);
        for &i in &touching {
            taken[i] = true;
            let other = &ruled[i];
            if other.etype == name.etype {
                name.title = name.title.or(other.title);
                if other.tokens.end == span.end {
                    name.subtype = name.subtype.or_else(|| other.subtype.clone());
                }
            }
            if name.gender == Gender::Unknown {
                name.gender = other.gender;
            }
        }
        names.push(name);
    }
    let form_of = |name: &Name| doc.tokens.bytes(name.tokens).of(text);
    let proposed_elsewhere: HashSet<(&str, EntityType)> =
        names.iter().map(|name| (form_of(name), name.etype)).collect();
    let stays = |name: &Name| {
        proposed_elsewhere.contains(&(form_of(name), name.etype))
            || name.by == MentionBy::Gazetteer
            || name.title.is_some()
            || has_given_name(text, doc, name.tokens)
            || name.etype == EntityType::Org && name.subtype.is_some()
    };
    names.extend(ruled.into_iter().zip(taken).filter(|(name, taken)| !taken && stays(name)).map(|(name, _)| name));
    names.sort_by_key(|name| (name.tokens.start, std::cmp::Reverse(name.tokens.end)));
    let mut end = 0;
    names.retain(|name| {
        let free = name.tokens.start >= end;
        end = end.max(name.tokens.end);
        free
    });
    names
}

/// Whether the words are an office or a common noun in capitals, which describe and do not name: *the Ministry*,
/// *the Public Defender*.
fn is_description(text: &str, doc: &Document, lexicon: &Lexicon, span: Span<Token>) -> bool {
    let form = |t: u32| doc.tokens.form(TokenId(t), text);
    let definite = span.start > 0 && matches!(form(span.start - 1), "the" | "The" | "this" | "This" | "our" | "Our");
    let is_office = lexicon.role((span.start..span.end).map(form)).is_some_and(|(len, _)| len == span.len());
    let is_noun = span.len() == 1 && lexicon.org_head(form(span.start)).is_some();
    definite && (is_office || is_noun)
}

/// Whether what the tagger proposes names nothing of its type: a description, money (*US$*), party and state of a
/// member of Congress (*D-Hawaii*), a dateline with the first word behind it, an office (*Inspector General of Police*),
/// people by their country (*Sri Lankans*), a law or plan (*Criminal Code*).
fn is_no_name(text: &str, doc: &Document, lexicon: &Lexicon, proposal: &Proposal) -> bool {
    let span = proposal.tokens;
    let form = |t: u32| doc.tokens.form(TokenId(t), text);
    let sentence = doc.sentences.get(doc.sentences.partition_point(|s| s.tokens.end <= span.start));
    let crosses = sentence.is_some_and(|s| s.dateline.contains(span.start) && span.end > s.dateline.end);
    let whole = doc.tokens.bytes(span).of(text);
    let has_head = || span.ids().any(|t| lexicon.org_head(form(t.0)).is_some());
    let is_thing = || span.len() > 1 && lexicon.is_thing_head(form(span.end - 1)) && !has_head();
    is_description(text, doc, lexicon, span)
        || crosses
        || span.ids().any(|t| form(t.0).contains('$'))
        || is_party_tag(text, doc, span.start)
        || match proposal.etype {
            EntityType::Per => is_thing(),
            EntityType::Org => is_thing() || is_office_of(text, doc, lexicon, span),
            EntityType::Loc => whole.ends_with('s') && lexicon.demonym(whole).is_some_and(|d| d.is_noun),
        }
}

/// *Inspector General of Police*: an office and what it is an office of.
fn is_office_of(text: &str, doc: &Document, lexicon: &Lexicon, span: Span<Token>) -> bool {
    let words = span.ids().map(|t| doc.tokens.form(t, text));
    lexicon.role(words.clone()).is_some_and(|(len, role)| {
        role.is_office && words.clone().nth(len).is_some_and(|word| matches!(&*lower(word), "of" | "for" | "to"))
    })
}

/// Whether the tagger overrules the gazetteer on the type of a name: of towns, of which there are too many to be sure.
fn retypes(name: &Name, proposal: &Proposal, gazetteer: &Gazetteer) -> bool {
    let is_town = name
        .hit
        .and_then(|hit| gazetteer.candidates(hit).next())
        .is_some_and(|entry| entry.etype() == EntityType::Loc && !matches!(entry.subtype(), "country" | "region"));
    is_town && name.etype != proposal.etype
}

fn proposed(text: &str, doc: &Document, gazetteer: &Gazetteer, lexicon: &Lexicon, proposal: &Proposal) -> Name {
    let at = doc.hits.partition_point(|hit| hit.tokens.start < proposal.tokens.start);
    let hit = doc.hits.get(at).filter(|hit| hit.tokens == proposal.tokens);
    let entry = hit.and_then(|hit| gazetteer.candidates(hit.name).next()).filter(|e| e.etype() == proposal.etype);
    let form = doc.tokens.bytes(proposal.tokens).of(text);
    let word = |t: u32| doc.tokens.form(TokenId(t), text);
    let title = proposal.tokens.start.checked_sub(1).and_then(|t| lexicon.title(word(t))).map(|title| title.gender);
    let given = lexicon.given_name(word(proposal.tokens.start));
    let gender = title.filter(|gender| *gender != Gender::Unknown).or(given).unwrap_or_default();
    Name {
        tokens: proposal.tokens,
        etype: proposal.etype,
        subtype: entry.map(|entry| entry.subtype().into()),
        hit: hit.filter(|_| entry.is_some()).map(|hit| hit.name),
        kind: if is_acronym(form) { MentionKind::Acronym } else { MentionKind::Name },
        by: if entry.is_some() { MentionBy::Gazetteer } else { MentionBy::Model },
        gender: if proposal.etype == EntityType::Per { gender } else { Gender::Unknown },
        title: None,
    }
}
