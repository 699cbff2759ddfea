//! A small analysis made by hand, with every kind of field and characters of one to four bytes, and what is to be
//! written of it.

use std::sync::Arc;

use serde_json::{Value, json};

use crate::doc::{
    Article, Byte, Candidate, Clue, Context, Coordinates, Count, Counted, Country, Deprel, Document, Entity, EntityId,
    EntityType, Event, EventType, Holder, Link, Mention, MentionBy, MentionId, MentionKind, Period, Role, Sentence,
    SentenceId, SentenceKind, Source, Span, Status, TokenId, Upos, Why, Xpos,
};

const TEXT: &str = "\u{feff}José Pérez 😀\r\nmet FFF in Geneva.\n\nShare this\n";

/// Fingerprint of [`TEXT`].
const MINHASH: &str = "7dc773cd47d2772be91b4b60a7e2bfd263ea216698a65f714f22013dba047967";

/// The bytes of the first `words` in [`TEXT`].
fn bytes(words: &str) -> Span<Byte> {
    let start = TEXT.find(words).unwrap();
    Span::new(start as u32, (start + words.len()) as u32)
}

pub(super) fn event() -> Event {
    Event {
        etype: EventType::Consult,
        mode: Some("visit".into()),
        act: "meet".into(),
        cameo: Some("040".into()),
        actors: vec![EntityId(0)],
        recipients: vec![EntityId(1)],
        about: Some(bytes("FFF in Geneva")),
        place: Some(EntityId(2)),
        date: Some("2021-06".into()),
        period: Some(Period::month("2021-06-01".parse().unwrap())),
        status: Status::Actual,
        hedged: true,
        attributed_to: None,
        contexts: vec![Context { name: Arc::from("diplomatic"), score: 1.5, evidence: vec![bytes("Geneva")] }],
        size: Some((
            Counted::Recipients,
            Count { lowest: Some(200), highest: None, approximate: true, bytes: bytes("FFF") },
        )),
        deaths: None,
        injuries: Some(Count { lowest: None, highest: Some(3), approximate: false, bytes: bytes("😀") }),
        trigger: bytes("met"),
        sentence: SentenceId(0),
        same_as: None,
        confidence: 0.914_9,
        rule: "consult/meet".into(),
        summary: "José Pérez met FFF in Geneva.".into(),
    }
}

fn entity(etype: EntityType, subtype: &str, name: &str, mention: u32) -> Entity {
    Entity {
        etype,
        subtype: subtype.into(),
        name: name.into(),
        named: true,
        mentions: vec![MentionId(mention)],
        ..Entity::default()
    }
}

pub(super) fn analysis() -> (Article, Document) {
    let article = Article {
        id: "letter\t7".into(),
        title: Some("A \"meeting\"".into()),
        date: crate::read::iso_date("2021-06-14"),
        text: TEXT.into(),
        source: Source { file: Some("letters.jsonl".into()), record: Some(7), ..Source::default() },
        ..Article::default()
    };
    let mut doc = Document::default();
    let words = ["José", "Pérez", "😀", "met", "FFF", "in", "Geneva", ".", "Share", "this"];
    for word in words {
        doc.tokens.push(bytes(word));
    }
    let lemmas = ["José", "Pérez", "😀", "meet", "FFF", "in", "Geneva", "."];
    for (at, lemma) in lemmas.into_iter().enumerate() {
        doc.tokens.set_lemma(TokenId(at as u32), lemma);
    }
    doc.tokens.upos[..8].copy_from_slice(&[
        Upos::Propn,
        Upos::Propn,
        Upos::Sym,
        Upos::Verb,
        Upos::Propn,
        Upos::Adp,
        Upos::Propn,
        Upos::Punct,
    ]);
    doc.tokens.xpos[..8].copy_from_slice(&[
        Xpos::Nnp,
        Xpos::Nnp,
        Xpos::Nfp,
        Xpos::Vbd,
        Xpos::Nnp,
        Xpos::In,
        Xpos::Nnp,
        Xpos::Period,
    ]);
    doc.tokens.head[..8].copy_from_slice(&[3, 0, 3, 3, 3, 6, 3, 3].map(TokenId));
    let relations = [
        Deprel::Nsubj,
        Deprel::Flat,
        Deprel::Discourse,
        Deprel::Root,
        Deprel::Obj,
        Deprel::Case,
        Deprel::Obl,
        Deprel::Punct,
    ];
    doc.tokens.deprel[..8].copy_from_slice(&relations);
    let sentence = |tokens: Span<_>, starts_paragraph, kind| Sentence {
        tokens,
        bytes: doc.tokens.bytes(tokens),
        kind,
        dateline: Span::default(),
        starts_paragraph,
    };
    doc.sentences = vec![
        sentence(Span::new(0, 8), true, SentenceKind::Prose),
        sentence(Span::new(8, 10), false, SentenceKind::Boilerplate),
    ];
    let mention = |words: &str, etype, kind, by, entity| Mention {
        bytes: bytes(words),
        tokens: doc.tokens.covering(bytes(words)),
        head: doc.tokens.covering(bytes(words)).ids().next().unwrap(),
        etype,
        kind,
        by,
        entity: EntityId(entity),
        why: Why::New,
        confidence: None,
    };
    doc.mentions = vec![
        mention("José Pérez", EntityType::Per, MentionKind::Name, MentionBy::Model, 0),
        mention("FFF", EntityType::Org, MentionKind::Acronym, MentionBy::Rule, 1),
        mention("Geneva", EntityType::Loc, MentionKind::Name, MentionBy::Gazetteer, 2),
    ];
    doc.entities = vec![
        Entity {
            roles: vec![Role { title: "😀".into(), of: Some(EntityId(1)), bytes: bytes("😀") }],
            link: Link {
                holder: Some(Holder {
                    gazetteer: "per/ada-eze/envoy-2020".into(),
                    wikidata: Some("Q7".into()),
                    name: "Ada Eze".into(),
                    role: "Envoy".into(),
                }),
                ..Link::default()
            },
            ..entity(EntityType::Per, "", "José Pérez", 0)
        },
        Entity {
            acronym: Some("FFF".into()),
            within: Some(EntityId(2)),
            link: Link {
                candidates: vec![Candidate {
                    gazetteer: "org/fff".into(),
                    name: "Fans for Football".into(),
                    country: Country::parse("CH"),
                    score: 130,
                    clues: vec![Clue::First],
                }],
                ..Link::default()
            },
            ..entity(EntityType::Org, "ngo", "Families for Freedom", 1)
        },
        Entity {
            country: Country::parse("CH"),
            link: Link {
                gazetteer: Some("loc/geneva".into()),
                wikidata: Some("Q71".into()),
                geonames: Some(2_660_646),
                ..Link::default()
            },
            coordinates: Some(Coordinates { lat: 46_202_220, lon: -6_145_690 }),
            ..entity(EntityType::Loc, "city", "Geneva", 2)
        },
    ];
    doc.focus = Country::parse("CH");
    doc.events = vec![event()];
    (article, doc)
}

/// The record of [`analysis`] with offsets in code points.
pub(super) fn record() -> Value {
    json!({
        "schema": "advocoder/1",
        "doc": {
            "id": "letter\t7", "title": "A \"meeting\"", "date": "2021-06-14", "date_from": "input", "lang": "en", "focus": "CH",
            "byline": null, "url": null, "text": null,
            "source": {"file": "letters.jsonl", "record": 7, "encoding": null, "truncated": null}, "minhash": MINHASH
        },
        "skipped": null,
        "entities": [
            {
                "id": "E1", "type": "PER", "subtype": null, "name": "José Pérez", "named": true, "acronym": null,
                "link": {
                    "gazetteer": null, "wikidata": null, "geonames": null, "candidates": [], "holder": {
                        "gazetteer": "per/ada-eze/envoy-2020", "wikidata": "Q7", "name": "Ada Eze", "role": "Envoy"
                    }
                },
                "country": null, "coordinates": null, "within": null,
                "roles": [{"title": "😀", "of": "E2", "start": 12, "end": 13}],
                "mentions": [{"start": 1, "end": 11, "text": "José Pérez", "kind": "name", "by": "model", "confidence": null}]
            },
            {
                "id": "E2", "type": "ORG", "subtype": "ngo", "name": "Families for Freedom", "named": true,
                "acronym": "FFF", "link": {
                    "gazetteer": null, "wikidata": null, "geonames": null, "holder": null, "candidates": [
                        {"gazetteer": "org/fff", "name": "Fans for Football", "country": "CH", "score": 130}
                    ]
                },
                "country": null, "coordinates": null, "within": "E3", "roles": [],
                "mentions": [{"start": 19, "end": 22, "text": "FFF", "kind": "acronym", "by": "rule", "confidence": null}]
            },
            {
                "id": "E3", "type": "LOC", "subtype": "city", "name": "Geneva", "named": true, "acronym": null,
                "link": {"gazetteer": "loc/geneva", "wikidata": "Q71", "geonames": 2_660_646, "candidates": [], "holder": null},
                "country": "CH", "coordinates": {"lat": 46.20222, "lon": -6.14569}, "within": null, "roles": [],
                "mentions": [{"start": 26, "end": 32, "text": "Geneva", "kind": "name", "by": "gazetteer", "confidence": null}]
            }
        ],
        "events": [{
            "id": "V1", "type": "CONSULT", "mode": "visit", "act": "meet", "cameo": "040",
            "summary": "José Pérez met FFF in Geneva.", "actors": ["E1"], "recipients": ["E2"],
            "about": {"start": 19, "end": 32, "text": "FFF in Geneva"}, "place": "E3", "date": "2021-06",
            "period": {"start": "2021-06-01", "end": "2021-06-30", "precision": "month"},
            "status": "actual", "hedged": true, "attributed_to": null, "contexts": ["diplomatic"],
            "context_evidence": [{"score": 1.5, "words": [{"start": 26, "end": 32, "text": "Geneva"}]}],
            "size": {
                "of": "recipients", "lowest": 200, "highest": null, "approximate": true,
                "start": 19, "end": 22, "text": "FFF"
            },
            "deaths": null,
            "injuries": {
                "lowest": null, "highest": 3, "approximate": false, "start": 12, "end": 13, "text": "😀"
            },
            "trigger": {"start": 15, "end": 18, "text": "met"}, "sentence": {"start": 1, "end": 33},
            "same_as": null, "confidence": 0.91, "rule": "consult/meet"
        }]
    })
}

/// The row of the one event of [`analysis`], with offsets in bytes.
pub(super) fn row() -> Value {
    let mut row = json!({
        "schema": "advocoder-event/1", "doc_id": "letter\t7", "doc_title": "A \"meeting\"", "doc_date": "2021-06-14",
        "doc_minhash": MINHASH, "id": "V1", "type": "CONSULT", "mode": "visit", "act": "meet", "cameo": "040",
        "summary": "José Pérez met FFF in Geneva.", "actors": ["José Pérez"], "recipients": ["Families for Freedom"],
        "about": "FFF in Geneva", "place": "Geneva", "country": "CH", "date": "2021-06", "status": "actual",
        "hedged": true, "attributed_to": null, "contexts": ["diplomatic"],
        "size": "FFF", "size_of": "recipients", "size_lowest": 200, "size_highest": null,
        "deaths_lowest": null, "deaths_highest": null, "injuries_lowest": null, "injuries_highest": 3,
        "trigger": "met", "trigger_start": 22, "trigger_end": 25,
        "sentence": "José Pérez 😀\r\nmet FFF in Geneva.", "sentence_start": 3, "sentence_end": 40,
        "same_as": null, "confidence": 0.91, "rule": "consult/meet", "file": "letters.jsonl", "record": 7
    });
    // The macro has a limit on the number of its fields.
    row["date_start"] = json!("2021-06-01");
    row["date_end"] = json!("2021-06-30");
    row["date_precision"] = json!("month");
    row
}
