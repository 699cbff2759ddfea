//! Merging: profiles of one actor are put together, and those of two actors of one name are kept apart.
//!
//! Rounds from the surest sign to the least sure, each over the profiles in the order of their keys, so that the result
//! does not depend on the order of the articles: the same link; the same name, country and role; the same name and country
//! or role; a name that only one actor has. Sets of profiles are kept in a union-find, and two are never joined that have
//! different links, different countries, or offices of which none is the same and no country in common.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::profile::{Counts, Key, Profiles, Span, key, plain};
use super::read::{Entity, Link};
use crate::doc::EntityType;

/// An actor.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Actor {
    /// Id: the Wikidata id or gazetteer row it is linked to, else its type and name, country and a number where needed.
    pub id: String,
    /// Person, organisation or place.
    pub etype: EntityType,
    /// The most frequent finer type, empty where unknown.
    pub subtype: String,
    /// The most frequent full name.
    pub name: String,
    /// The most frequent acronym.
    pub acronym: Option<String>,
    /// All names with the number of their mentions, the most frequent first.
    pub names: Vec<(String, u64)>,
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// Gazetteer row, Wikidata id and `GeoNames` id.
    pub link: Link,
    /// Offices in order of their first dates: title, body, number of articles, first and last date.
    pub roles: Vec<(String, Option<String>, u64, Span)>,
    /// Dates of the first and last article.
    pub span: Span,
    /// Number of articles.
    pub articles: u64,
    /// Number of mentions.
    pub mentions: u64,
    /// Number of events that it did.
    pub acted: u64,
    /// Number of events done to or with it.
    pub received: u64,
}

/// All actors of a corpus, and which profile belongs to which.
#[derive(Debug)]
pub struct Actors {
    /// The actors, those in most articles first.
    pub all: Vec<Actor>,
    by_key: HashMap<Key, usize>,
}

impl Actors {
    /// The actors of all profiles.
    pub fn new(profiles: Profiles) -> Self {
        let mut profiles: Vec<(Key, Counts)> = profiles.all.into_iter().collect();
        profiles.sort_by(|a, b| a.0.cmp(&b.0));
        let mut sets = Sets::new(&profiles);
        sets.merge();
        let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for index in 0..profiles.len() {
            members.entry(sets.root(index)).or_default().push(index);
        }
        let mut all: Vec<(Actor, Vec<usize>)> = members
            .into_values()
            .map(|members| (actor(&members.iter().map(|&i| &profiles[i]).collect::<Vec<_>>()), members))
            .collect();
        all.sort_by(|(a, am), (b, bm)| b.articles.cmp(&a.articles).then_with(|| a.name.cmp(&b.name)).then(am.cmp(bm)));
        number(&mut all);
        let mut by_key = HashMap::new();
        let mut keys: Vec<Option<Key>> = profiles.into_iter().map(|(key, _)| Some(key)).collect();
        for (at, (_, members)) in all.iter().enumerate() {
            by_key.extend(members.iter().filter_map(|&i| Some((keys[i].take()?, at))));
        }
        Self { all: all.into_iter().map(|(actor, _)| actor).collect(), by_key }
    }

    /// The actor that an entity of the article `id` is.
    pub fn of(&self, entity: &Entity, id: &str) -> Option<&Actor> {
        self.by_key.get(&key(entity, id)).map(|&at| &self.all[at])
    }
}

/// A union-find over profiles with what each set has.
struct Sets<'p> {
    profiles: &'p [(Key, Counts)],
    parent: Vec<usize>,
    traits: Vec<Traits>,
}

/// What a set has, for the guards.
#[derive(Clone, Debug, Default)]
struct Traits {
    link: String,
    country: String,
    roles: BTreeSet<(String, String)>,
    /// The best names of its profiles.
    best: BTreeSet<String>,
    /// These and the other names of two or more words, and acronyms.
    names: BTreeSet<String>,
}

impl Traits {
    fn new((key, counts): &(Key, Counts)) -> Self {
        let others = counts.names.keys().map(|name| plain(name)).filter(|name| name.contains(' '));
        // Acronyms of people are none.
        let acronyms = counts.acronyms.keys().filter(|_| key.etype != EntityType::Per).map(|a| plain(a));
        Self {
            link: key.link.clone(),
            country: key.country.clone(),
            roles: key.roles.iter().cloned().collect(),
            best: [key.name.clone()].into(),
            names: others.chain(acronyms).chain([key.name.clone()]).collect(),
        }
    }

    /// Whether the best name of one is a name of the other: a short name that two bodies have makes them no one body.
    fn shares_name(&self, other: &Self) -> bool {
        !self.best.is_disjoint(&other.names) || !other.best.is_disjoint(&self.names)
    }

    fn shares_role(&self, other: &Self) -> bool {
        let same = |a: &(String, String), b: &(String, String)| {
            a.0 == b.0 && (a.1 == b.1 || a.1.is_empty() || b.1.is_empty()) || !a.1.is_empty() && a.1 == b.1
        };
        self.roles.iter().any(|a| other.roles.iter().any(|b| same(a, b)))
    }

    fn shares_country(&self, other: &Self) -> bool {
        !self.country.is_empty() && self.country == other.country
    }

    fn says_nothing(&self) -> bool {
        self.link.is_empty() && self.country.is_empty() && self.roles.is_empty()
    }

    /// Whether the two can be one actor.
    fn agrees(&self, other: &Self) -> bool {
        let differ = |a: &str, b: &str| !a.is_empty() && !b.is_empty() && a != b;
        let roles =
            self.roles.is_empty() || other.roles.is_empty() || self.shares_role(other) || self.shares_country(other);
        let known = !differ(&self.link, &other.link) && !differ(&self.country, &other.country) && roles;
        known && self.shares_name(other)
    }
}

impl<'p> Sets<'p> {
    fn new(profiles: &'p [(Key, Counts)]) -> Self {
        let traits = profiles.iter().map(Traits::new).collect();
        Self { profiles, parent: (0..profiles.len()).collect(), traits }
    }

    fn root(&mut self, mut at: usize) -> usize {
        while self.parent[at] != at {
            self.parent[at] = self.parent[self.parent[at]];
            at = self.parent[at];
        }
        at
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        if a == b {
            return;
        }
        let (low, high) = (a.min(b), a.max(b));
        self.parent[high] = low;
        let other = std::mem::take(&mut self.traits[high]);
        let own = &mut self.traits[low];
        for (own, other) in [(&mut own.link, other.link), (&mut own.country, other.country)] {
            if own.is_empty() {
                *own = other;
            }
        }
        own.roles.extend(other.roles);
        own.best.extend(other.best);
        own.names.extend(other.names);
    }

    fn merge(&mut self) {
        let mut by_link: BTreeMap<(EntityType, &str), usize> = BTreeMap::new();
        for (index, (key, _)) in self.profiles.iter().enumerate().filter(|(_, (key, _))| !key.link.is_empty()) {
            let first = *by_link.entry((key.etype, &key.link)).or_insert(index);
            self.join(first, index);
        }
        for block in self.blocks() {
            self.sweep(&block, |a, b| a.shares_country(b) && a.shares_role(b));
            self.sweep(&block, |a, b| {
                a.shares_role(b) || a.shares_country(b) && !(a.roles.is_empty() ^ b.roles.is_empty())
            });
            self.sweep(&block, |a, b| a.shares_country(b));
            self.leave_to_only_one(&block);
        }
    }

    /// The profiles of each type and name; people that are known by one word in one article only are left out.
    fn blocks(&self) -> Vec<Vec<usize>> {
        let mut blocks: BTreeMap<(EntityType, String), Vec<usize>> = BTreeMap::new();
        for (index, (key, _)) in self.profiles.iter().enumerate().filter(|(_, (key, _))| key.only.is_empty()) {
            for name in Traits::new(&self.profiles[index]).names {
                blocks.entry((key.etype, name)).or_default().push(index);
            }
        }
        blocks.into_values().filter(|block| block.len() > 1).collect()
    }

    /// Joins the sets of a block that agree and share what `sign` asks for.
    fn sweep(&mut self, block: &[usize], sign: impl Fn(&Traits, &Traits) -> bool) {
        let mut heads: Vec<usize> = Vec::new();
        for &index in block {
            let own = self.root(index);
            let found = heads.iter().copied().find(|&head| {
                let head = self.root(head);
                let (a, b) = (&self.traits[head], &self.traits[own]);
                head == own || a.agrees(b) && sign(a, b)
            });
            match found {
                Some(head) => self.join(head, own),
                None => heads.push(index),
            }
        }
    }

    /// What is left joins the only set of the block that it can belong to, when that has no other choice either; where there
    /// are several, it stays apart.
    fn leave_to_only_one(&mut self, block: &[usize]) {
        let mut roots: Vec<usize> = block.iter().map(|&i| self.root(i)).collect();
        roots.sort_unstable();
        roots.dedup();
        // Those that say nothing are one another's, so that they do not each look for a set.
        let (empty, known): (Vec<usize>, Vec<usize>) = roots.into_iter().partition(|&r| self.traits[r].says_nothing());
        empty.windows(2).for_each(|pair| self.join(pair[0], pair[1]));
        let mut sets = known;
        sets.extend(empty.first().map(|&r| self.root(r)));
        loop {
            let only = |a: usize| {
                let mut others = sets.iter().copied().filter(|&b| b != a && self.traits[a].agrees(&self.traits[b]));
                let (only, None) = (others.next()?, others.next()) else { return None };
                Some(only)
            };
            // Each must be the only one for the other.
            let lonely = sets.iter().copied().find_map(|a| only(a).filter(|&b| only(b) == Some(a)).map(|b| (a, b)));
            let Some((a, b)) = lonely else { return };
            self.join(a, b);
            sets.retain(|&set| set != a.max(b));
        }
    }
}

/// The most frequent of some strings; of as frequent ones the longest, then the first.
fn most(counts: &BTreeMap<String, u64>) -> Option<&String> {
    counts.iter().max_by_key(|(name, count)| (**count, name.chars().count(), std::cmp::Reverse(*name))).map(|(n, _)| n)
}

fn actor(members: &[&(Key, Counts)]) -> Actor {
    let mut counts = Counts::default();
    members.iter().for_each(|(_, own)| counts.join(own));
    let etype = members.first().map(|(key, _)| key.etype).unwrap_or_default();
    let is_acronym = |name: &str| counts.acronyms.contains_key(name);
    let full: BTreeMap<String, u64> =
        counts.names.iter().filter(|(name, _)| !is_acronym(name)).map(|(name, count)| (name.clone(), *count)).collect();
    let name = most(&full).or_else(|| most(&counts.names)).cloned().unwrap_or_default();
    let mut names: Vec<(String, u64)> = counts.names.into_iter().filter(|(_, count)| *count > 0).collect();
    names.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let mut roles: Vec<_> = counts.roles.into_iter().map(|((title, of), (n, span))| (title, of, n, span)).collect();
    roles.sort_by(|a, b| a.3.first.cmp(&b.3.first).then_with(|| (&a.0, &a.1).cmp(&(&b.0, &b.1))));
    let subtypes: BTreeMap<String, u64> = counts.subtypes.into_iter().filter(|(s, _)| !s.is_empty()).collect();
    let link = counts.links.iter().max_by_key(|(link, n)| (link.0.is_some(), **n, std::cmp::Reverse(*link)));
    Actor {
        id: String::new(),
        etype,
        subtype: most(&subtypes).cloned().unwrap_or_default(),
        name,
        acronym: most(&counts.acronyms).cloned(),
        names,
        country: members.iter().map(|(key, _)| &key.country).find(|c| !c.is_empty()).cloned(),
        link: link.map(|(link, _)| link.clone()).unwrap_or_default(),
        roles,
        span: counts.span,
        articles: counts.articles,
        mentions: counts.mentions,
        acted: counts.acted,
        received: counts.received,
    }
}

/// Gives every actor an id of its own.
fn number(actors: &mut [(Actor, Vec<usize>)]) {
    let mut taken: HashSet<String> = HashSet::new();
    for (actor, _) in actors {
        let (gazetteer, wikidata, _) = &actor.link;
        let link = wikidata.clone().or_else(|| gazetteer.as_deref().map(|row| crate::resolve::person(row).to_owned()));
        let id = link.unwrap_or_else(|| {
            let country = actor.country.as_deref().map(|c| format!("-{}", c.to_lowercase())).unwrap_or_default();
            format!("{}:{}{country}", actor.etype.as_str().to_lowercase(), slug(&actor.name))
        });
        let numbered = (2_u64..).map(|number| format!("{id}-{number}"));
        actor.id = std::iter::once(id.clone()).chain(numbered).find(|id| !taken.contains(id)).unwrap_or_default();
        taken.insert(actor.id.clone());
    }
}

fn slug(name: &str) -> String {
    plain(name).replace(' ', "-").replace('\'', "")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actors::read::Article;

    /// An entity of an article: name, link, country, roles as `title of body`.
    fn entity(name: &str, link: &str, country: &str, roles: &[(&str, &str)]) -> Entity {
        let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        Entity {
            id: "E1".into(),
            etype: EntityType::Per,
            name: name.into(),
            link: (some(link), None, None),
            country: some(country),
            roles: roles.iter().map(|(title, of)| ((*title).to_owned(), some(of))).collect(),
            names: vec![name.into()],
            mentions: 1,
            ..Entity::default()
        }
    }

    /// Names and numbers of articles of the actors of articles with one entity each.
    fn merged(entities: &[Entity]) -> Vec<(String, u64)> {
        let mut profiles = Profiles::default();
        for (index, entity) in entities.iter().enumerate() {
            profiles.add(&Article { id: index.to_string(), date: None, entities: vec![entity.clone()] });
        }
        Actors::new(profiles).all.into_iter().map(|actor| (actor.id, actor.articles)).collect()
    }

    fn one(id: &str, articles: u64) -> Vec<(String, u64)> {
        vec![(id.to_owned(), articles)]
    }

    #[test]
    fn a_person_is_one_by_link_whatever_the_office() {
        let before = entity("Ada Eze", "per/ada-eze/minister-2001", "NG", &[("minister", "")]);
        let after = entity("Adaeze Eze", "per/ada-eze/president-2010", "NG", &[("president", "")]);
        assert_eq!(merged(&[before, after]), one("per/ada-eze", 2));
    }

    #[test]
    fn people_of_one_name_are_kept_apart_by_country_office_and_link() {
        let ghana = entity("Kofi Eze", "", "GH", &[]);
        let peru = entity("Kofi Eze", "", "PE", &[]);
        assert_eq!(merged(&[ghana.clone(), peru.clone(), ghana.clone()]).len(), 2);
        let mayor = entity("Kofi Eze", "", "", &[("mayor", "Tema")]);
        let coach = entity("Kofi Eze", "", "", &[("coach", "Albion Rovers")]);
        assert_eq!(merged(&[mayor.clone(), coach.clone()]).len(), 2);
        let linked = |row: &str| entity("Kofi Eze", row, "GH", &[]);
        assert_eq!(merged(&[linked("per/kofi-eze/a"), linked("per/kofi-eze-2/b")]).len(), 2);
        // Somebody of whom nothing is known belongs to neither.
        assert_eq!(merged(&[ghana, peru, entity("Kofi Eze", "", "", &[])]).len(), 3);
    }

    #[test]
    fn a_name_that_one_person_has_is_that_person() {
        let known = entity("Kofi Eze", "", "GH", &[("mayor", "Tema")]);
        let bare = entity("Kofi Eze", "", "", &[]);
        let role = entity("Kofi Eze", "", "", &[("mayor", "")]);
        assert_eq!(merged(&[bare.clone(), known, role, bare]), one("per:kofi-eze-gh", 4));
    }

    #[test]
    fn one_word_names_nobody_across_articles() {
        let bare = entity("Eze", "", "", &[]);
        assert_eq!(merged(&[bare.clone(), bare]).len(), 2);
        let minister = entity("Eze", "", "GH", &[("minister", "")]);
        assert_eq!(merged(&[minister.clone(), minister]), one("per:eze-gh", 2));
    }

    #[test]
    fn bodies_are_one_by_name_and_country_and_not_by_an_acronym_of_two() {
        let body = |name: &str, acronym: &str, country: &str| Entity {
            etype: EntityType::Org,
            acronym: Some(acronym.to_owned()).filter(|a| !a.is_empty()),
            names: vec![name.to_owned(), acronym.to_owned()],
            ..entity(name, "", country, &[])
        };
        let (anglers, archives) = (body("Council of Anglers", "NCA", "IE"), body("Network of Archives", "NCA", "IE"));
        assert_eq!(merged(&[anglers.clone(), archives.clone()]).len(), 2);
        assert_eq!(merged(&[anglers.clone(), body("NCA", "", "")]), one("org:council-of-anglers-ie", 2));
        assert_eq!(merged(&[anglers, archives, body("NCA", "", "")]).len(), 3);
        let (short, other) = (body("River Network", "", "PE"), body("River Network", "", "TD"));
        assert_eq!(merged(&[short, other]).len(), 2);
    }

    proptest::proptest! {
        #[test]
        fn the_order_of_articles_does_not_matter(mut picks in proptest::collection::vec(0_usize..24, 1..12)) {
            let names = ["Kofi Eze", "Ada Eze", "Eze"];
            let countries = ["", "GH"];
            let roles: [&[(&str, &str)]; 4] = [&[], &[("mayor", "")], &[("mayor", "Tema")], &[("coach", "Rovers")]];
            let make = |pick: usize| entity(names[pick % 3], "", countries[pick / 3 % 2], roles[pick / 6]);
            let count = |picks: &[usize]| {
                let mut found: Vec<u64> = merged(&picks.iter().map(|&p| make(p)).collect::<Vec<_>>()).into_iter().map(|a| a.1).collect();
                found.sort_unstable();
                found
            };
            let first = count(&picks);
            picks.reverse();
            proptest::prop_assert_eq!(first, count(&picks));
        }
    }
}
