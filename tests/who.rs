//! Names that mean several things: the entity and the gazetteer row that the article means.

use advocoder::doc::{Document, Entity, EntityType};
use advocoder::{Article, Model, Worker};

fn with(text: &str, date: Option<&str>, check: impl FnOnce(&Document)) {
    let model = Model::embedded().expect("the built-in model");
    let mut worker = Worker::new(&model);
    let date = date.map(|date| date.parse().expect("a date"));
    let article = Article { text: text.into(), date, ..Article::default() };
    check(worker.analyse(&article).doc);
}

/// The entity that the `nth` mention with these words belongs to.
fn at<'d>(doc: &'d Document, text: &str, words: &str, nth: usize) -> &'d Entity {
    let mut found = doc.mentions.iter().filter(|m| m.bytes.of(text) == words);
    let mention = found.nth(nth).unwrap_or_else(|| panic!("no mention {nth} of {words}: {:?}", doc.entities));
    &doc.entities[mention.entity.index()]
}

/// Checks which row each of the words is linked to; an empty row stays open.
fn links(text: &str, wanted: &[(&str, &str)]) {
    with(text, None, |doc| {
        for (words, row) in wanted {
            let entity = at(doc, text, words, 0);
            assert_eq!(
                entity.link.gazetteer.as_deref().unwrap_or_default(),
                *row,
                "{words} in: {text}\n{:?}",
                entity.link
            );
        }
    });
}

#[test]
fn georgia_is_a_country_or_a_state() {
    links("Georgia condemned the arrests. Protesters gathered in Tbilisi.", &[("Georgia", "loc/ge")]);
    links("A judge in Atlanta, Georgia, freed the two activists.", &[("Georgia", "geo/4197000")]);
    links("Georgia banned the march. Atlanta police arrested two American students.", &[("Georgia", "geo/4197000")]);
}

#[test]
fn jordan_is_a_country_or_a_person() {
    links("Jordan expelled two Syrian diplomats. Officials in Amman declined to comment.", &[("Jordan", "loc/jo")]);
    let text = "Michael Jordan sued the newspaper. Jordan said he was hurt.";
    with(text, None, |doc| {
        assert_eq!(at(doc, text, "Jordan", 0).etype, EntityType::Per);
        assert_eq!(at(doc, text, "Jordan", 0).name, "Michael Jordan");
    });
}

#[test]
fn washington_is_a_government_a_city_a_state_or_a_person() {
    links("Washington urged Damascus to release the prisoners.", &[("Washington", "loc/us"), ("Damascus", "loc/sy")]);
    links("Thousands marched in Washington on Saturday.", &[("Washington", "geo/4140963")]);
    links("A court in Seattle, Washington, heard the case.", &[("Washington", "geo/5815135")]);
    let text = "Denise Washington met the mayor. Washington asked for an inquiry.";
    with(text, None, |doc| assert_eq!(at(doc, text, "Washington", 0).name, "Denise Washington"));
}

#[test]
fn victoria_is_many_places() {
    links("Farmers rallied in Victoria, Australia, on Monday.", &[("Victoria", "geo/2145234")]);
    links("Farmers rallied in Victoria on Monday, said the government of Seychelles.", &[("Victoria", "geo/241131")]);
    let text = "Farmers rallied in Victoria on Monday.";
    with(text, None, |doc| {
        let link = &at(doc, text, "Victoria", 0).link;
        assert_eq!(link.gazetteer, None, "nothing tells which");
        assert!(link.candidates.len() >= 3, "{link:?}");
    });
}

#[test]
fn tripoli_is_in_libya_or_in_lebanon() {
    links("Militias fought in Tripoli on Monday.", &[("Tripoli", "geo/2210247")]);
    links(
        "Lebanese soldiers arrested ten men in Tripoli. The Lebanese army gave no reason.",
        &[("Tripoli", "geo/266826")],
    );
}

#[test]
fn lebanon_is_a_country_or_a_town_that_the_text_places() {
    links("Lebanon (Pennsylvania) – The town council met on Friday.", &[("Lebanon", "geo/5197517")]);
    links("Lebanon, Pennsylvania, banned the march. A rally in Lebanon was planned.", &[("Lebanon", "geo/5197517")]);
    links("Lebanon released the singer. Families cheered in Beirut.", &[("Lebanon", "loc/lb")]);
}

#[test]
fn two_people_of_one_surname_are_two() {
    let text = "Ana Duarte sued the mayor. Paulo Duarte, her brother, led the march. Duarte said he was proud of his sister. \
                Ms. Duarte thanked him.";
    with(text, None, |doc| {
        assert_ne!(at(doc, text, "Ana Duarte", 0).name, at(doc, text, "Paulo Duarte", 0).name);
        assert_eq!(at(doc, text, "Duarte", 0).name, "Paulo Duarte", "the one named last");
        assert_eq!(at(doc, text, "Duarte", 1).name, "Ana Duarte", "the one of that gender");
    });
}

#[test]
fn an_acronym_means_the_body_that_the_text_defines_it_for() {
    let text = "The National Council of Anglers (NCA) protested. The NCA wants clean rivers. Later the Network of Coastal \
                Archives (NCA) published a report. The NCA accused the port.";
    with(text, None, |doc| {
        let name = |nth| at(doc, text, "NCA", nth).name.as_str();
        assert_eq!((name(0), name(1)), ("National Council of Anglers", "National Council of Anglers"));
        assert_eq!((name(2), name(3)), ("Network of Coastal Archives", "Network of Coastal Archives"));
    });
}

#[test]
fn a_person_may_be_called_like_a_city() {
    let text = "Clara Paris spoke in Lyon. Paris said she would sue. She had come from Paris, France.";
    with(text, None, |doc| {
        assert_eq!(at(doc, text, "Paris", 0).name, "Clara Paris");
        assert_eq!(at(doc, text, "Paris", 1).etype, EntityType::Loc);
    });
}

#[test]
fn amnesty_is_an_organization_in_capitals_only() {
    let text = "Amnesty condemned the law. Parliament granted an amnesty to 300 rebels. The amnesty was welcomed.";
    with(text, None, |doc| {
        assert_eq!(at(doc, text, "Amnesty", 0).etype, EntityType::Org);
        let small = doc.mentions.iter().filter(|m| m.bytes.of(text).contains("amnesty"));
        assert_eq!(small.count(), 0);
    });
}

#[test]
fn a_country_acts_by_its_capital() {
    let text = "Russia summoned the envoy. Moscow rejected the charge. Two men were beaten in Moscow.";
    with(text, None, |doc| {
        assert_eq!(at(doc, text, "Moscow", 0).name, "Russia");
        assert_eq!(&*at(doc, text, "Moscow", 1).subtype, "city");
    });
}

#[test]
fn the_holder_of_an_office_is_a_candidate_at_a_date_only() {
    let text = "The French foreign minister met the families. The former French foreign minister stayed away.";
    with(text, Some("2019-03-04"), |doc| {
        let minister = at(doc, text, "The French foreign minister", 0);
        assert!(!minister.named && minister.link.gazetteer.is_none(), "never a fact");
        assert_eq!(minister.link.holder.as_ref().map(|h| h.name.as_str()), Some("Jean-Yves Le Drian"));
        assert_eq!(minister.country.as_ref().map(|c| c.as_str()), Some("FR"));
        let former = at(doc, text, "The former French foreign minister", 0);
        assert_eq!(former.link.holder, None);
    });
    with(text, None, |doc| assert_eq!(at(doc, text, "The French foreign minister", 0).link.holder, None));
}

#[test]
fn an_unnamed_office_holder_has_the_body_of_the_office() {
    let text = "The UN special envoy for Syria visited Homs.";
    with(text, Some("2019-03-04"), |doc| {
        let envoy = at(doc, text, "The UN special envoy for Syria", 0);
        let of = envoy.roles.iter().filter_map(|role| role.of).map(|of| doc.entities[of.index()].name.as_str());
        assert_eq!(of.collect::<Vec<_>>(), ["UN"]);
        assert_eq!(envoy.link.holder.as_ref().map(|h| h.name.as_str()), Some("Geir Pedersen"));
    });
}

#[test]
fn places_lie_in_places_and_have_coordinates() {
    let text =
        "Police arrested two editors outside the Lahore Press Club. Lahore is calm. A bomb fell on Aleppo, Syria.";
    with(text, None, |doc| {
        let within = |words| at(doc, text, words, 0).within.map(|id| doc.entities[id.index()].name.as_str());
        assert_eq!(within("Lahore Press Club"), Some("Lahore"));
        assert_eq!(within("Aleppo"), Some("Syria"));
        let aleppo = at(doc, text, "Aleppo", 0);
        let point = aleppo.coordinates.expect("coordinates");
        assert!((36_000_000..37_000_000).contains(&point.lat) && (37_000_000..38_000_000).contains(&point.lon));
        assert_eq!(aleppo.link.geonames, Some(170_063));
    });
}

#[test]
fn countries_of_people_and_bodies_are_told_by_what_stands_beside_them() {
    let text = "Wanjiru Mumo, a Kenyan lawyer, sued the Harbour Union, a group based in Mombasa, and the Peruvian activist \
                Rosa Quispe. Kofi Adjei, president of the Bar of Ghana, was absent.";
    with(text, None, |doc| {
        let country = |words| at(doc, text, words, 0).country.as_ref().map(|c| c.as_str());
        assert_eq!(country("Wanjiru Mumo"), Some("KE"));
        assert_eq!(country("Harbour Union"), Some("KE"));
        assert_eq!(country("Rosa Quispe"), Some("PE"));
        assert_eq!(country("Kofi Adjei"), Some("GH"));
    });
}

#[test]
fn an_article_has_a_focus_where_one_country_prevails() {
    let focus = |text: &str| {
        let mut found = None;
        with(text, None, |doc| found = doc.focus.map(|c| c.as_str().to_owned()));
        found
    };
    assert_eq!(
        focus("Kenyan police raided a newspaper in Nairobi. Journalists marched in Mombasa.").as_deref(),
        Some("KE")
    );
    assert_eq!(focus("Delegates from Peru, Ghana, Norway and Japan met."), None);
}

/// Publication date that the text tells, and date and period of its last event.
fn dates(text: &str) -> (Option<String>, Option<String>, String) {
    let mut found = Default::default();
    with(text, None, |doc| {
        let event = doc.events.last().unwrap_or_else(|| panic!("no event in {text}"));
        let day = |date: Option<jiff::civil::Date>| date.map_or_else(String::new, |date| date.to_string());
        let period = event.period.map(|p| format!("{}/{}", day(p.start), day(p.end))).unwrap_or_default();
        found = (doc.dateline.map(|date| date.to_string()), event.date.clone(), period);
    });
    found
}

#[test]
fn the_head_of_a_text_tells_its_date() {
    let told = "Guards beat two prisoners on Monday.";
    for head in [
        "Geneva, 14 March 2024\n\n",
        "Guards beat prisoners\n\nGENEVA, 14 March 2024\n\n",
        "GENEVA (14 March 2024) – ",
        "Geneva, 14 March 2024 – ",
        "Posted on March 14, 2024\n\n",
        "Guards beat prisoners\nPublished: 2024-03-14\nUpdated: 2024-03-20\n\n",
        "Updated 16 March 2024, 10:30 GMT\nPublished Thursday, 14 March 2024\n\n",
        "PRESS RELEASE\n\nFor immediate release: 14 March 2024\n\n",
        "Updated 14 March 2024\n\n",
        "Nairobi, Kenya, 14 March 2024\n\n",
    ] {
        let text = format!("{head}{told}");
        let day = |date: &str| Some(date.to_owned());
        assert_eq!(dates(&text), (day("2024-03-14"), day("2024-03-11"), "2024-03-11/2024-03-11".into()), "{text}");
    }
    for head in [
        "",
        "The Harbour Massacre, 14 March 2014\n\n",
        "Guards remember 14 March 2014\n\n",
        "On 14 March 2014 a prison burned down in Lima. ",
        "Geneva, 14 March\n\n",
    ] {
        assert_eq!(dates(&format!("{head}{told}")).0, None, "{head}");
    }
}

#[test]
fn the_date_of_the_input_goes_before_the_one_of_the_text() {
    let text = "Lima, 14 March 2024\n\nGuards beat two prisoners on Monday.";
    with(text, Some("2024-04-02"), |doc| {
        assert_eq!(doc.dateline, None);
        assert_eq!(doc.events[0].date.as_deref(), Some("2024-04-01"));
    });
}

#[test]
fn an_event_has_the_first_and_the_last_day_of_its_time() {
    for (told, date, period) in [
        ("Nurses struck from 3 to 7 March.", Some("2024-03-03"), "2024-03-03/2024-03-07"),
        ("Nurses marched in Lima on 8–9 March.", Some("2024-03-08"), "2024-03-08/2024-03-09"),
        ("The envoy visited Lima last week.", None, "2024-03-04/2024-03-10"),
        ("Police arrested 40 nurses between 2011 and 2014.", Some("2011"), "2011-01-01/2014-12-31"),
        ("Police have arrested 40 nurses since January.", Some("2024-01"), "2024-01-01/"),
        ("The union met the mayor in the first week of February.", Some("2024-02"), "2024-02-01/2024-02-07"),
        ("The union met the mayor in February.", Some("2024-02"), "2024-02-01/2024-02-29"),
        ("The union met the mayor.", None, ""),
    ] {
        let found = dates(&format!("Lima, 14 March 2024\n\n{told}"));
        assert_eq!((found.1.as_deref(), found.2.as_str()), (date, period), "{told}");
    }
}

/// Names of the unnamed entities that are written.
fn unnamed(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    with(text, None, |doc| found = doc.entities.iter().filter(|e| !e.named).map(|e| e.name.clone()).collect());
    found
}

#[test]
fn nobody_acts() {
    for text in [
        "No representative of Mali attended the talks.",
        "None of the ministers met the families in Bamako.",
        "Neither envoy attended the talks in Geneva.",
        "No minister apologised.",
    ] {
        with(text, None, |doc| {
            let actors = doc.events.iter().flat_map(|event| &event.actors);
            let unnamed = actors.filter(|id| !doc.entities[id.index()].named).count();
            assert_eq!(unnamed, 0, "{text}\n{:?}", doc.entities);
        });
    }
    assert!(unnamed("No representative of Mali attended the talks.").is_empty());
}

#[test]
fn an_entity_is_somebody_in_particular() {
    for (text, wanted) in [
        ("Visitors may sleep in the yard.", &[][..]),
        ("The town has ten thousand inhabitants.", &[]),
        ("Letters arrived late, and leftovers were burned.", &[]),
        ("Her father was a judge.", &[]),
        ("Most of them stayed at home.", &[]),
        ("Two traders vanished in March.", &["Two traders"]),
        ("Troops dispersed the widows.", &["Troops", "the widows"]),
        ("The inspectors slept in the school.", &["The inspectors"]),
        ("A lawyer for the two miners wept.", &["A lawyer for the two miners"]),
    ] {
        assert_eq!(unnamed(text), wanted, "{text}");
    }
}

#[test]
fn what_its_people_do_a_body_does() {
    let text = "The Kivu Park Authority, whose rangers burned eleven houses, denied the charge.";
    with(text, None, |doc| assert_eq!(at(doc, text, "rangers", 0).name, "Kivu Park Authority"));
    let text = "The Hezbollah administration in Qalam expelled two reporters. Hezbollah gave no reason.";
    with(text, None, |doc| assert_eq!(at(doc, text, "The Hezbollah administration", 0).name, "Hezbollah"));
}

#[test]
fn a_headline_may_have_the_short_name() {
    let text = "Anglers mourn Guild's founder\n\nThe founder of the Tromsø Anglers' Guild died on Sunday.";
    with(text, None, |doc| assert_eq!(at(doc, text, "Tromsø Anglers' Guild", 0).name, "Tromsø Anglers' Guild"));
}

#[test]
fn an_office_before_a_rank_is_the_persons() {
    let text = "The governor, Maj. Gen. Paul Ntamba, accused the group of lying.";
    with(text, None, |doc| {
        let titles: Vec<_> = at(doc, text, "Paul Ntamba", 0).roles.iter().map(|role| role.title.as_str()).collect();
        assert_eq!(titles, ["governor"]);
    });
    let text = "The Special Rapporteur on the rights of herders, Anna Weiss, met the widows. She thanked them.";
    with(text, None, |doc| {
        assert_eq!(at(doc, text, "The Special Rapporteur on the rights of herders", 0).name, "Anna Weiss");
        assert_eq!(at(doc, text, "She", 0).name, "Anna Weiss");
    });
}

#[test]
fn links_tell_how_sure_they_are() {
    let text = "The Lagos Prison Network sued the state. The group asked for help. It published a list.";
    with(text, None, |doc| {
        let confidence =
            |words: &str| doc.mentions.iter().find(|m| m.bytes.of(text) == words).and_then(|m| m.confidence);
        assert_eq!(confidence("Lagos Prison Network"), None, "names refer back to nothing");
        assert_eq!(confidence("the state"), None, "it is new");
        assert!(confidence("The group").is_some_and(|sure| (50..=100).contains(&sure)));
        assert!(confidence("It").is_some_and(|sure| (50..=100).contains(&sure)));
    });
}

#[test]
fn a_name_goes_on_behind_an_apostrophe() {
    let text = "The Association of Tz'utu' Weavers (AMT) condemned the raid. AMT sued.";
    with(text, None, |doc| assert_eq!(at(doc, text, "AMT", 1).name, "Association of Tz'utu' Weavers"));
}

/// Names of the named entities of a type, in text order.
fn named(text: &str, etype: EntityType) -> Vec<String> {
    let mut found = Vec::new();
    with(text, None, |doc| {
        found = doc.entities.iter().filter(|e| e.named && e.etype == etype).map(|e| e.name.clone()).collect();
    });
    found
}

#[test]
fn a_given_name_of_two_syllables_is_one_name() {
    let text = "Seo Min-jung accused the mayor. Police arrested Kuo Wen-hsiung in Taichung. Seo met him.";
    with(text, None, |doc| {
        assert_eq!(at(doc, text, "Seo", 0).name, "Seo Min-jung");
        assert_eq!(at(doc, text, "Kuo Wen-hsiung", 0).etype, EntityType::Per);
    });
    for (text, name) in
        [("Park Min-jung accused the mayor.", "Park Min-jung"), ("Min-jung Park wept.", "Min-jung Park")]
    {
        assert_eq!(named(text, EntityType::Per), [name]);
    }
}

#[test]
fn a_title_with_what_it_is_of_and_a_name_are_one_person() {
    for (text, name, title) in [
        ("Secretary of State Joan Abbot met the mayor.", "Joan Abbot", "Secretary of State"),
        ("The Emir of Qatar Sheikh Hamad Al-Rashid condemned the raid.", "Hamad Al-Rashid", "Emir"),
        ("The Head of Archives Dr Amos Wekesa met the mayor.", "Amos Wekesa", "Head"),
        ("Peruvian Ambassador to Ghana Luis Quispe met the mayor.", "Luis Quispe", "Ambassador"),
        ("Minister of Education Dr Salma Hamad met the mayor.", "Salma Hamad", "Minister of Education"),
        ("White House Chief of Staff Peter Lund condemned the raid.", "Peter Lund", "Chief of Staff"),
        ("The President of the Slovak Republic Mr. Jan Novak met the mayor.", "Jan Novak", "President"),
    ] {
        assert!(unnamed(text).iter().all(|name| name == "the mayor"), "{text}: {:?}", unnamed(text));
        with(text, None, |doc| {
            let person = at(doc, text, name, 0);
            assert_eq!((person.etype, person.name.as_str()), (EntityType::Per, name), "{text}");
            assert!(person.roles.iter().any(|role| role.title == title), "{text}: {:?}", person.roles);
            let event = doc.events.first().unwrap_or_else(|| panic!("no event in {text}"));
            assert_eq!(event.actors.first().map(|id| doc.entities[id.index()].name.as_str()), Some(name), "{text}");
        });
    }
    let text = "The lawyer of Foreign Minister Anna Weiss met the mayor.";
    assert!(unnamed(text).iter().any(|name| name.starts_with("The lawyer")), "{:?}", unnamed(text));
}

#[test]
fn a_bare_surname_makes_no_two_people_one() {
    let text = "Tomas Okello heads the Okello clan. President Daniel Okello condemned the raid. Okello wept.";
    with(text, None, |doc| {
        assert_eq!(at(doc, text, "Tomas Okello", 0).name, "Tomas Okello");
        assert_eq!(at(doc, text, "Daniel Okello", 0).name, "Daniel Okello");
    });
    let text = "Sheikh Amina spoke. Amina condemned the raid. Amina met the mayor.";
    assert_eq!(named(text, EntityType::Per), ["Amina"]);
}

#[test]
fn an_office_is_not_the_tail_of_a_lesser_one() {
    let text = "President Okello met Secretary Lund and Vice President Weiss. The President ordered a raid.";
    with(text, None, |doc| assert_eq!(at(doc, text, "The President", 0).name, "Okello"));
    let text = "The former president Daniel Okello wept. The president condemned the raid.";
    with(text, None, |doc| assert_ne!(at(doc, text, "The president", 0).name, "Daniel Okello"));
}

#[test]
fn what_is_written_with_capitals_is_not_always_a_name() {
    for text in [
        "The road costs US$600 million.",
        "Sen. Daniel Okello, D-Hawaii, met the mayor.",
        "AMMAN — Jordan condemned the raid.",
        "The Criminal Code bans it, and so does Mother Nature.",
        "Citizen Revolution condemned the raid.",
        "The National Advancement Program condemned the raid.",
        "The Inspector General of Fisheries praised the divers.",
        "They want justice, the miners said.",
    ] {
        let people: Vec<_> = named(text, EntityType::Per).into_iter().filter(|name| name != "Daniel Okello").collect();
        assert!(people.is_empty(), "{text}: {people:?}");
        assert!(unnamed(text).iter().all(|name| name != "justice"), "{text}");
    }
    let text = "The road costs US$600 million. The US condemned the raid.";
    with(text, None, |doc| assert_eq!(at(doc, text, "US", 0).name, "US"));
    assert!(named("The Inspector General of Fisheries praised the divers.", EntityType::Org).is_empty());
    let text = "Israelis and Sri Lankans protested in Delhi.";
    assert_eq!(named(text, EntityType::Loc), ["Delhi"]);
    let text = "Elk Creek First Nation condemned the raid.";
    with(text, None, |doc| assert_eq!(&*at(doc, text, "Elk Creek First Nation", 0).subtype, "group"));
}

#[test]
fn who_speaks_of_her_is_not_she() {
    let text = "Ana Roth fled in May.\n\n“We trusted her. She stole the money,” Maria Weiss said.";
    with(text, None, |doc| assert_ne!(at(doc, text, "She", 0).name, "Maria Weiss"));
    let text = "They accused us of lying.";
    assert!(unnamed(text).iter().all(|name| name != "us"), "{:?}", unnamed(text));
}

#[test]
fn who_also_does_something_did_something_before() {
    let text = "President Okello met the editor Paul Ntamba on Monday. He also condemned the raid.";
    with(text, None, |doc| assert_eq!(at(doc, text, "He", 0).name, "Okello"));
}
