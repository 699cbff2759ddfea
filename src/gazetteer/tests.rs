//! One table of cases for the search and for the naive matcher that is its oracle, and random texts for both.

use super::{
    Entry, Gazetteer, compile,
    layer::Bytes,
    load::Loader,
    words::{self, Normal},
};
use crate::doc::{Document, Sentence, SentenceKind, Span};
use proptest::prelude::*;

fn entries(rows: &str) -> Vec<Entry> {
    let mut out = Vec::new();
    Loader::default().text("test.tsv", rows, |e, _| out.push(e.clone()), |fault| panic!("{fault}"));
    out
}

fn compiled(entries: &[Entry]) -> Vec<u8> {
    let mut compiler = compile::Compiler::default();
    for entry in entries {
        compiler.add(entry);
    }
    compiler.finish().unwrap()
}

/// The hits as `text=id,id`, gated candidates with a `?`.
fn found(gazetteer: &Gazetteer, text: &str, doc: &mut Document) -> Vec<String> {
    gazetteer.find(text, doc);
    let show = |name: u32| {
        let ids = gazetteer.candidates(name).map(|e| format!("{}{}", e.id(), if e.gated() { "?" } else { "" }));
        ids.collect::<Vec<_>>().join(",")
    };
    doc.hits.iter().map(|hit| format!("{}={}", hit.bytes.of(text), show(hit.name))).collect()
}

/// The plainest matcher: every name at every word and every end. Names as byte range and candidate ids in no order.
fn naive(entries: &[Entry], text: &str) -> Vec<(usize, usize, Vec<String>)> {
    let mut forms = Vec::new();
    for entry in entries {
        for (names, acronym) in
            [(std::slice::from_ref(&entry.name), false), (&entry.aliases, false), (&entry.acronyms, true)]
        {
            for name in names {
                let words = words_of(name);
                let one = words.len() == 1;
                let common = one && entry.subtype != "country" && compile::is_common_word(&words[0]);
                forms.push((entry, name, acronym || (one && words::is_all_capitals(name)), common));
            }
        }
    }
    let (mut out, mut at) = (Vec::new(), 0);
    let mut normal = Normal::default();
    for start in run_starts(text) {
        if start < at {
            continue;
        }
        let Some(first) = words::next(text, start, &mut normal).filter(|w| w.start == start) else { continue };
        let first_length = normal.bare().len();
        let mut ends = Vec::new();
        let mut next = Some(first);
        while let Some(word) = next.filter(|_| ends.len() < 2 * words::MAX_WORDS) {
            ends.extend([(word.end, ends.len() / 2 + 1), (word.full_end, ends.len() / 2 + 1)]);
            next = words::next(text, word.full_end, &mut normal);
        }
        // With its article a name goes before the same name without; only a sound one may lose or gain it.
        let on_path = |name: &str, article: bool, count: usize| {
            let mut normal = Normal::default();
            let own = words::next(name, 0, &mut normal).unwrap();
            let sound = |length: usize| count > 1 || length >= words::SOUND_WITHOUT_ARTICLE;
            if article {
                own.article && first.article
            } else {
                (!own.article || own.joined && sound(normal.bare().len())) && (!first.article || sound(first_length))
            }
        };
        let fits = |name: &str, acronym: bool, common: bool, end: usize, count: usize| {
            let piece = &text[start..end];
            let calm = |s: &str| s.contains(char::is_lowercase);
            let word = count == 1 && common && !piece.contains('.') && !calm(piece) && !calm(text);
            words_of(name).len() == count && words::same(name, piece, acronym) && !word
        };
        let best =
            ends.iter().rev().flat_map(|end| [(end, true), (end, false)]).find_map(|(&(end, count), article)| {
                let path: Vec<_> = forms.iter().filter(|f| on_path(f.1, article, count)).collect();
                let fitting: Vec<_> = path.iter().filter(|f| fits(f.1, f.2, f.3, end, count)).collect();
                let key = words_of(fitting.first()?.1);
                let acronym = fitting.iter().any(|f| f.2);
                let ids = path
                    .iter()
                    .filter(|f| if acronym { fits(f.1, f.2, false, end, count) } else { !f.2 && words_of(f.1) == key });
                let mut ids: Vec<String> = ids.map(|f| f.0.id.clone()).collect();
                ids.sort();
                ids.dedup();
                Some((start, end, ids))
            });
        let address = |end: usize| {
            let mut after = text[end..].chars();
            match after.next() {
                Some('.') => after.next().is_some_and(char::is_lowercase),
                Some('@') => true,
                _ => text[..start].ends_with('@'),
            }
        };
        match best {
            Some(found) if !address(found.1) => {
                at = at.max(found.1);
                out.push(found);
            }
            _ if first.article => at = words::run_end(text, first.core),
            _ => {}
        }
    }
    out
}

fn run_starts(text: &str) -> Vec<usize> {
    let (mut out, mut at) = (Vec::new(), 0);
    while let Some(offset) = text[at..].find(words::is_start) {
        out.push(at + offset);
        at = words::run_end(text, at + offset);
    }
    out
}

fn words_of(name: &str) -> Vec<Vec<u8>> {
    let (mut normal, mut at, mut out) = (Normal::default(), 0, Vec::new());
    while let Some(word) = words::next(name, at, &mut normal) {
        out.push(normal.full().to_vec());
        at = word.full_end;
    }
    out
}

fn agrees(entries: &[Entry], text: &str) -> Result<(), String> {
    let gazetteer = Gazetteer::of(entries).unwrap();
    let mut doc = Document::default();
    gazetteer.find(text, &mut doc);
    let trie = doc.hits.iter().map(|hit| {
        let mut ids: Vec<String> = gazetteer.candidates(hit.name).map(|e| e.id().to_owned()).collect();
        ids.sort();
        (hit.bytes.start as usize, hit.bytes.end as usize, ids)
    });
    let (trie, naive) = (trie.collect::<Vec<_>>(), naive(entries, text));
    if trie == naive { Ok(()) } else { Err(format!("{text:?}\ntrie  {trie:?}\nnaive {naive:?}\n{entries:#?}")) }
}

const ROWS: &str = "\
id\ttype\tsubtype\tname\taliases\tacronyms\tcountry\tpopulation\tgate
hrw\tORG\tngo\tHuman Rights Watch\t\tHRW\t\t\t
cfa\tORG\tngo\tCaesar Families Association\t\tCFA\tSY\t\t
mod\tORG\tministry\tMinistry of Defence\t\tMoD\tGB\t\t
who\tORG\tigo\tWorld Health Organization\t\tWHO\t\t\t
un\tORG\tigo\tUnited Nations\t\tUN|U.N.\t\t\t
nusra\tORG\tarmed_group\tJabhat al-Nusra\tal-Nusra\t\tSY\t\t
plans\tORG\tcompany\tMcDonald's\t\t\tUS\t\t
party\tORG\tparty\tPeoples' Democratic Party\t\tHDP\tTR\t\t
mill\tPER\tother\tRonald McDonald\tMcDonald\t\tUS\t\t
assad\tPER\tofficial\tBashar al-Assad\tAssad\t\tSY\t\t
rahman\tPER\tofficial\tAbd al-Rahman\t\t\t\t\t
gaulle\tPER\tofficial\tde Gaulle\t\t\tFR\t\t
sy\tLOC\tcountry\tSyria\t\t\tSY\t\t
us\tLOC\tcountry\tUnited States\tU.S.\tUS\tUS\t\t
jo\tLOC\tcountry\tJordan\t\t\tJO\t\t
jordan\tPER\tjournalist\tAnna Jordan\tJordan\t\t\t\t1
sanaa\tLOC\tcity\tSana'a\t\t\tYE\t2000000\t
nice\tLOC\tcity\tNice\t\t\tFR\t340000\t
dc\tLOC\tcity\tWashington, D.C.\tWashington\t\tUS\t600000\t
wa\tLOC\tregion\tWashington\t\t\tUS\t7000000\t
sp\tLOC\tcity\tSt. Petersburg\t\t\tRU\t5000000\t
bissau\tLOC\tcountry\tGuinea-Bissau\t\t\tGW\t\t
guinea\tLOC\tcountry\tGuinea\t\t\tGN\t\t
sj1\tLOC\tcity\tSan José\t\t\tCR\t300000\t
sj2\tLOC\tcity\tSan Jose\t\t\tUS\t1000000\t
bab\tLOC\tcity\tBab\t\t\tXK\t\t
raqqa\tLOC\tcity\tar-Raqqa\t\t\tSY\t\t
hol\tLOC\tfacility\tal-Hol\t\t\tSY\t\t
17n\tORG\tarmed_group\t17 November\t\t\tGR\t\t
";

const CASES: &[(&str, &[&str])] = &[
    ("Human Rights Watch met the U.N. in Syria.", &["Human Rights Watch=hrw", "U.N.=un", "Syria=sy"]),
    ("human rights watch met the un in syria", &[]),
    ("Human rights watch", &[]),
    ("HUMAN RIGHTS WATCH MEETS UN", &["HUMAN RIGHTS WATCH=hrw", "UN=un"]),
    ("Human Rights. Watch", &[]),
    ("Human Rights\n\nWatch, Human\nRights\tWatch", &["Human\nRights\tWatch=hrw"]),
    ("The CFA, a Cfa, CFAs and CFA's", &["CFA=cfa", "CFA=cfa"]),
    ("the MoD, the MOD", &["MoD=mod"]),
    ("The WHO said. Who said?", &["WHO=who"]),
    ("WHO SAID THAT IN SYRIA", &["SYRIA=sy"]),
    ("U.S. HEARS US", &["U.S.=us", "US=us"]),
    ("W.H.O. AND WHO", &["W.H.O.=who"]),
    ("NICE AND QUIET", &[]),
    (
        "In Nice and Sanaa, Sana’a, SANA'A, Saná’a's",
        &["Nice=nice?", "Sanaa=sanaa", "Sana’a=sanaa", "SANA'A=sanaa", "Saná’a=sanaa"],
    ),
    (
        "Jabhat al-Nusra, Jabhat Al Nusra, Jabhat el-Nusra, Jabhat Nusra",
        &["Jabhat al-Nusra=nusra", "Jabhat Al Nusra=nusra", "Jabhat el-Nusra=nusra", "Jabhat Nusra=nusra"],
    ),
    (
        "al-Nusra, Al-Nusra, al Nusra, Nusra, AL-NUSRA, al-nusra",
        &["al-Nusra=nusra", "Al-Nusra=nusra", "al Nusra=nusra", "Nusra=nusra", "AL-NUSRA=nusra"],
    ),
    ("al-Assad and Bashar Assad's Bashar el-Assad", &["al-Assad=assad", "Bashar Assad=assad", "Bashar el-Assad=assad"]),
    ("al-Bab is not Bab, and Hol is not al-Hol, al-Hol's", &["Bab=bab", "al-Hol=hol", "al-Hol=hol"]),
    ("Raqqa, ar-Raqqa and al-Raqqa", &["Raqqa=raqqa", "ar-Raqqa=raqqa", "al-Raqqa=raqqa"]),
    (
        "Abdul Rahman, Abdulrahman and Abdel-Rahman met Abd ar-Rahman's son",
        &["Abdul Rahman=rahman", "Abdulrahman=rahman", "Abdel-Rahman=rahman", "Abd ar-Rahman=rahman"],
    ),
    ("Charles de Gaulle and De Gaulle, de gaulle", &["de Gaulle=gaulle", "De Gaulle=gaulle"]),
    ("at McDonald's McDonald said; McDonald’s", &["McDonald's=plans", "McDonald=mill", "McDonald’s=plans"]),
    (
        "The People’s Democratic Party and the Peoples' Democratic Party's men",
        &["People’s Democratic Party=party", "Peoples' Democratic Party=party"],
    ),
    ("U.S. and US and us; the U.S.", &["U.S.=us", "US=us", "U.S.=us"]),
    (
        "Syria's, SYRIA’S, Syrian, pro-Syria, Syria-based, anti-Assad",
        &["Syria=sy", "SYRIA=sy", "Syria=sy", "Syria=sy", "Assad=assad"],
    ),
    ("Jordan", &["Jordan=jo,jordan?"]),
    (
        "Washington and Washington, D.C., Washington, DC, Washington",
        &["Washington=wa,dc", "Washington, D.C.=dc", "Washington, DC=dc", "Washington=wa,dc"],
    ),
    ("St Petersburg or St. Petersburg", &["St Petersburg=sp", "St. Petersburg=sp"]),
    (
        "Guinea-Bissau, Guinea Bissau, Guinea–Bissau, Guinea",
        &["Guinea-Bissau=bissau", "Guinea Bissau=bissau", "Guinea–Bissau=bissau", "Guinea=guinea"],
    ),
    ("San Jose, San José", &["San Jose=sj2,sj1", "San José=sj2,sj1"]),
    ("mail x@Syria.org, @Syria, Syria.org, end of Syria.Then", &["Syria=sy"]),
    ("“Syria”—Syria… ‘Syria’ (Syria)", &["Syria=sy", "Syria=sy", "Syria=sy", "Syria=sy"]),
    ("Syria_Assad Syria2 éSyria", &[]),
    ("_Syria_ and __Syria", &["Syria=sy", "Syria=sy"]),
    ("17 November and 117 November", &["17 November=17n"]),
    ("", &[]),
];

#[test]
fn cases() {
    let entries = entries(ROWS);
    let gazetteer = Gazetteer::of(&entries).unwrap();
    for (text, expected) in CASES {
        assert_eq!(&found(&gazetteer, text, &mut Document::default()), expected, "{text}");
        agrees(&entries, text).unwrap();
    }
}

#[test]
fn every_field_comes_back() {
    let rows = "id\ttype\tsubtype\tname\tcountry\tadmin1\tlat\tlon\tpopulation\tvalid_from\tvalid_to\twikidata\tgeonames\tgate\tsource\trole\tof\n\
                a\tPER\tofficial\tJo Doe\tFR\tÎle\t-1.5\t179.25\t7\t2001\t2003-04\tQ42\t99\t1\thand\tMinister\torg/x\n\
                b\tLOC\t\tHome\t\t\t\t\t\t\t\t\t\t\t\t\t\n";
    let gazetteer = Gazetteer::of(&entries(rows)).unwrap();
    let a = gazetteer.entry("a").unwrap();
    assert_eq!((a.id(), a.name(), a.etype().as_str(), a.subtype()), ("a", "Jo Doe", "PER", "official"));
    assert_eq!((a.country().unwrap().as_str(), a.admin1(), a.lat(), a.lon()), ("FR", "Île", Some(-1.5), Some(179.25)));
    assert_eq!((a.population(), a.wikidata(), a.geonames(), a.gated()), (7, Some(42), Some(99), true));
    assert_eq!((a.source(), a.role(), a.of()), ("hand", "Minister", "org/x"));
    assert_eq!(a.valid_to().unwrap().to_string(), "2003-04");
    let day = |y, m, d| jiff::civil::date(y, m, d);
    assert!(a.holds_on(day(2001, 1, 1)) && a.holds_on(day(2003, 4, 30)));
    assert!(!a.holds_on(day(2000, 12, 31)) && !a.holds_on(day(2003, 5, 1)));
    let b = gazetteer.entry("b").unwrap();
    assert_eq!(
        (b.subtype(), b.country(), b.admin1(), b.lat(), b.population(), b.gated()),
        ("", None, "", None, 0, false)
    );
    assert!(b.holds_on(day(1, 1, 1)) && gazetteer.entry("c").is_none());
    assert_eq!(gazetteer.entries().map(|e| e.id()).collect::<Vec<_>>(), ["a", "b"]);
}

#[test]
fn upper_layers_come_first() {
    let upper = entries("id\ttype\tname\tacronyms\nmine\tORG\tClean Form Alliance\tCFA\nmy-sy\tLOC\tSyria\t\n");
    let lower = entries(ROWS);
    let both = Gazetteer::of(&upper).unwrap().over(Gazetteer::of(&lower).unwrap()).unwrap();
    let hits = found(&both, "CFA in SYRIA and in Nice; Clean Form Alliance", &mut Document::default());
    assert_eq!(hits, ["CFA=mine,cfa", "SYRIA=my-sy,sy", "Nice=nice?", "Clean Form Alliance=mine"]);
    assert_eq!(both.entry("hrw").unwrap().name(), "Human Rights Watch");
    assert_eq!(both.candidates(u32::MAX).count(), 0);
}

#[test]
fn an_upper_row_stands_for_the_lower_one_of_its_id() {
    let upper = entries("id\ttype\tname\tacronyms\tcountry\nhrw\tORG\tHuman Rights Watch Inc\tHRW\tUS\n");
    let both = Gazetteer::of(&upper).unwrap().over(Gazetteer::of(&entries(ROWS)).unwrap()).unwrap();
    let text = "HRW, Human Rights Watch";
    assert_eq!(found(&both, text, &mut Document::default()), ["HRW=hrw", "Human Rights Watch=hrw"]);
    let mut doc = Document::default();
    both.find(text, &mut doc);
    for hit in doc.hits {
        assert_eq!(both.candidates(hit.name).next().unwrap().country().unwrap().as_str(), "US");
    }
}

#[test]
fn a_name_in_lower_case_opens_its_first_word_alone() {
    let rows = entries("id\ttype\tname\nstates\tLOC\tthe States\ntheo\tPER\tTheo Wise\n");
    let gazetteer = Gazetteer::of(&rows).unwrap();
    let text = "Back in the States, theo wise met Theo Wise.";
    assert_eq!(found(&gazetteer, text, &mut Document::default()), ["the States=states", "Theo Wise=theo"]);
}

#[test]
fn files_of_rows_and_compiled_ones_open_alike() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    };
    let compiled = compiled(&entries(ROWS));
    let message = |path: std::path::PathBuf| Gazetteer::open(&path).map(|_| ()).unwrap_err().to_string();
    for path in [path("a.gaz", &compiled), path("a.tsv", ROWS.as_bytes())] {
        let gazetteer = Gazetteer::default().with(&[path]).unwrap();
        assert_eq!(found(&gazetteer, "the CFA", &mut Document::default()), ["CFA=cfa"]);
    }
    assert!(message(path("short.gaz", &compiled[..compiled.len() / 2])).contains("cut short"));
    assert!(
        message(path("old.gaz", &[&b"ADVGAZET"[..], &[99, 0, 0, 0], &compiled[12..]].concat())).contains("format 99")
    );
    assert!(message(path("head.gaz", b"ADVGAZET")).starts_with("A030"));
    assert!(message(path("empty.tsv", b"")).contains("is empty"));
    assert!(message(path("latin.tsv", b"type\tname\nLOC\t\xe9\n")).contains("latin.tsv:2:5: is not UTF-8"));
    assert!(message(folder.path().join("none")).starts_with("A001"));
}

#[test]
fn damage_never_panics() {
    let good = compiled(&entries(ROWS));
    let text = CASES.iter().map(|(text, _)| *text).collect::<Vec<_>>().join("\n\n");
    for at in 0..good.len() {
        for flip in [0x01, 0xff] {
            let mut bad = good.clone();
            bad[at] ^= flip;
            if let Ok(gazetteer) = Gazetteer::default().under(Bytes::Owned(bad), "t") {
                found(&gazetteer, &text, &mut Document::default());
                let _ = gazetteer.entry("hrw").map(|e| (e.lat(), e.country(), e.subtype().len(), e.role().len()));
            }
        }
    }
}

#[test]
fn sentences_and_tokens_bound_hits() {
    let gazetteer = Gazetteer::of(&entries(ROWS)).unwrap();
    let text = "Human Rights Watch. Syria https://x.org/Syria U.S. Syria";
    let mut doc = Document::default();
    let cuts = [0..5, 6..12, 13..18, 18..19, 20..25, 26..45, 46..49, 49..50, 51..56];
    for cut in cuts {
        doc.tokens.push(Span::new(cut.start, cut.end));
    }
    let sentence = |first: u32, last: u32, bytes: std::ops::Range<u32>, kind| Sentence {
        tokens: Span::new(first, last),
        bytes: Span::new(bytes.start, bytes.end),
        kind,
        ..Sentence::default()
    };
    doc.sentences.push(sentence(0, 2, 0..12, SentenceKind::Prose));
    doc.sentences.push(sentence(2, 8, 13..50, SentenceKind::Prose));
    doc.sentences.push(sentence(8, 9, 51..56, SentenceKind::Boilerplate));
    assert_eq!(found(&gazetteer, text, &mut doc), ["Syria=sy", "U.S=us"]);
    assert_eq!(doc.hits.iter().map(|h| h.tokens).collect::<Vec<_>>(), [Span::new(4, 5), Span::new(6, 7)]);
}

#[test]
fn the_stored_name_has_the_last_word() {
    let entries = entries("type\tname\nLOC\tQuetzal\n");
    let bytes = compiled(&entries);
    let at = bytes.windows(7).position(|w| w == b"Quetzal").unwrap();
    let damaged = || {
        let mut bytes = bytes.clone();
        bytes[at] = b'K';
        bytes
    };
    let reader = crate::container::Reader::open(&bytes, super::format::MAGIC, super::format::VERSION, "t").unwrap();
    assert!(reader.range("records").unwrap().contains(&at));
    let wrong = Gazetteer::default().under(Bytes::Owned(damaged()), "t").unwrap();
    assert!(wrong.verify("t").is_err());
    let gazetteer = Gazetteer::of(&entries).unwrap();
    assert!(gazetteer.verify("t").is_ok());
    let mut layers = gazetteer.layers;
    assert_eq!(
        found(&Gazetteer { layers, ..Gazetteer::default() }, "Quetzal", &mut Document::default()),
        ["Quetzal=test/2"]
    );
    layers = Gazetteer::of(&entries).unwrap().layers;
    layers[0].bytes = Bytes::Owned(damaged());
    assert_eq!(
        found(&Gazetteer { layers, ..Gazetteer::default() }, "Quetzal Kuetzal", &mut Document::default()),
        [""; 0]
    );
}

const PIECES: &[&str] = &[
    "Al",
    "al",
    "el",
    "ar",
    "Ra",
    "Raqqa",
    "Nusra",
    "Abd",
    "Abdul",
    "Abdulra",
    "Sana",
    "a",
    "Nice",
    "NICE",
    "nice",
    "of",
    "Of",
    "É",
    "é",
    "U.S.",
    "US",
    "B",
    "b",
    "'",
    "’",
    "'s",
    "’s",
    "-",
    "–",
    " ",
    " ",
    " ",
    " ",
    "\n",
    "\n\n",
    ".",
    ",",
    "&",
    "17",
    "_",
    "@",
    "ß",
    "е\u{301}",
    "\u{ad}",
    "🙂",
    "ʿ",
];

fn text(pieces: std::ops::Range<usize>) -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PIECES), pieces).prop_map(|p| p.concat())
}

fn name() -> impl Strategy<Value = String> {
    text(1..6).prop_map(|t| {
        let name = t.trim().replace('\n', " ");
        if words_of(&name).is_empty() { format!("{name}Al") } else { name }
    })
}

fn entry() -> impl Strategy<Value = Entry> {
    let names = (name(), prop::collection::vec(name(), 0..3), prop::collection::vec(name(), 0..2));
    (names, any::<bool>(), 0..3u64).prop_map(|((name, aliases, acronyms), country, population)| Entry {
        name,
        aliases,
        acronyms,
        subtype: if country { "country".into() } else { String::new() },
        population: Some(population),
        ..Entry::default()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

    #[test]
    fn trie_and_naive_matcher_agree(mut entries in prop::collection::vec(entry(), 1..6), text in text(0..40)) {
        for (i, entry) in entries.iter_mut().enumerate() {
            entry.id = i.to_string();
        }
        if let Err(message) = agrees(&entries, &text) {
            prop_assert!(false, "{}", message);
        }
    }

    #[test]
    fn any_text_is_searched(text in ".{0,200}") {
        let gazetteer = Gazetteer::of(&entries(ROWS)).unwrap();
        gazetteer.find(&text, &mut Document::default());
    }
}
