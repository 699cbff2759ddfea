//! From argument paths to entities: who acts, to whom, about what.

use super::grammar::Grammar;
use super::rules::path::{Paths, Step};
use super::rules::{ClauseKind, Kind, Rules};
use crate::doc::{Byte, Deprel, Document, Entity, EntityId, EntityType, MentionKind, Span, Token, TokenId, Upos};

/// The words of a trigger in a sentence.
#[derive(Clone, Copy, Debug)]
pub struct Anchor {
    /// The verb, noun or adjective.
    pub head: TokenId,
    /// The noun of a light verb.
    pub object: Option<TokenId>,
    /// The last fixed word, when it is a preposition.
    pub preposition: Option<TokenId>,
}

/// Looks up which entity a token stands for.
pub struct Entities<'d> {
    doc: &'d Document,
    at: Vec<Option<EntityId>>,
    /// Buildings and sites without a name, by the heads of their phrases. They only ever have something done to them.
    site: Vec<Option<EntityId>>,
    /// Of each entity, whether it is a seat of government.
    capital: Vec<bool>,
    rules: &'d Rules,
}

impl<'d> Entities<'d> {
    /// Indexes the mentions of `doc`: a name by all its tokens, noun phrases and pronouns by their heads.
    pub fn new(doc: &'d Document, rules: &'d Rules) -> Self {
        let mut at = vec![None; doc.tokens.len()];
        let mut site = vec![None; doc.tokens.len()];
        for mention in &doc.mentions {
            let entity = &doc.entities[mention.entity.index()];
            match mention.kind {
                MentionKind::Nominal if mention.etype == EntityType::Loc && &*entity.subtype == "facility" => {
                    site[mention.head.index()] = Some(mention.entity);
                }
                MentionKind::Nominal | MentionKind::Pronoun => at[mention.head.index()] = Some(mention.entity),
                _ => mention.tokens.ids().chain([mention.head]).for_each(|t| at[t.index()] = Some(mention.entity)),
            }
        }
        // A name that hangs on its title (*Mrs.* ← *Haddad*) speaks for it.
        for mention in &doc.mentions {
            let above = doc.tokens.head[mention.head.index()];
            let joined =
                matches!(doc.tokens.deprel[mention.head.index()], Deprel::Flat | Deprel::Compound | Deprel::NmodDesc);
            if joined && at[above.index()].is_none() && mention.kind != MentionKind::Pronoun {
                let is_title = mention.etype == EntityType::Per && above < mention.head;
                if is_title || doc.tokens.deprel[mention.head.index()] == Deprel::Flat {
                    at[above.index()] = Some(mention.entity);
                }
            }
        }
        // *The city of Weimar awarded* its prize: the kind of place speaks for the place that is named.
        for mention in &doc.mentions {
            let above = doc.tokens.head[mention.head.index()];
            let of = doc.tokens.deprel[mention.head.index()] == Deprel::Nmod
                && doc.tree.child(&doc.tokens, mention.head, Deprel::Case).is_some_and(|c| doc.tokens.lemma(c) == "of");
            if mention.etype == EntityType::Loc
                && of
                && at[above.index()].is_none()
                && rules.is_place_kind(doc.tokens.lemma(above))
            {
                at[above.index()] = Some(mention.entity);
            }
        }
        let is_capital =
            |e: &Entity| e.etype == EntityType::Loc && &*e.subtype != "facility" && rules.is_capital(&e.name);
        let capital = doc.entities.iter().map(is_capital).collect();
        Self { doc, at, site, capital, rules }
    }

    /// The entity that `t` stands for.
    pub fn at(&self, t: TokenId) -> Option<EntityId> {
        self.at[t.index()]
    }

    /// The building or site without a name that `t` stands for.
    pub fn site(&self, t: TokenId) -> Option<EntityId> {
        self.site[t.index()]
    }

    /// Whether what `t` stands for is of `kind`.
    pub fn is(&self, t: TokenId, kind: Kind, grammar: &Grammar<'_>) -> bool {
        let entity = self.at(t).map(|id| &self.doc.entities[id.index()]);
        let country = || entity.is_some_and(|e| e.etype == EntityType::Loc && &*e.subtype == "country");
        match kind {
            Kind::Any => true,
            Kind::Agent => {
                let capital = || self.at(t).is_some_and(|id| self.capital[id.index()]);
                entity.map_or_else(|| grammar.is_personal(t), |e| e.etype != EntityType::Loc) || country() || capital()
            }
            Kind::Person => entity.map_or_else(|| grammar.is_personal(t), |e| e.etype == EntityType::Per || !e.named),
            Kind::Group => entity.is_some_and(|e| e.etype == EntityType::Org && !e.named),
            Kind::Org => entity.is_some_and(|e| e.etype == EntityType::Org),
            Kind::Country => country(),
            Kind::Place => entity.is_some_and(|e| e.etype == EntityType::Loc),
            Kind::Site => self.site(t).is_some(),
            Kind::Thing => entity.is_none() && grammar.upos(t) != Upos::Pron,
            Kind::Text => self.rules.is_text(self.doc.tokens.lemma(t)),
        }
    }
}

/// What the paths of one role lead to from `anchor`: the heads of noun phrases and clauses, in text order.
pub fn follow(grammar: &Grammar<'_>, anchor: Anchor, paths: &Paths, wanted: &dyn Fn(TokenId) -> bool) -> Vec<TokenId> {
    for alternative in paths {
        let mut found: Vec<TokenId> = Vec::new();
        for path in alternative {
            let mut at = vec![anchor.head];
            for (depth, step) in path.iter().enumerate() {
                if depth > 0 {
                    at = at.iter().flat_map(|&t| grammar.conjuncts(t)).collect();
                }
                at = at.iter().flat_map(|&t| take(grammar, anchor, t, depth == 0, step)).collect();
            }
            for t in at {
                found.extend(grammar.conjuncts(t).into_iter().filter(|&t| wanted(t)));
            }
        }
        if !found.is_empty() {
            found.sort();
            found.dedup();
            return found;
        }
    }
    Vec::new()
}

/// One step from `t`; `first` when `t` is the trigger itself.
fn take(grammar: &Grammar<'_>, anchor: Anchor, t: TokenId, first: bool, step: &Step) -> Vec<TokenId> {
    let is_verb = matches!(grammar.upos(t), Upos::Verb | Upos::Aux);
    match step {
        Step::Subj if first && !is_verb && !grammar.is_predicate(t) => subject_of_governor(grammar, t),
        Step::Subj => grammar.deep_subject(t).into_iter().collect(),
        Step::Obj if !is_verb => governed(grammar, t, "of"),
        Step::Obj => grammar.deep_object(t).into_iter().collect(),
        Step::Iobj => {
            let read_as_object = || grammar.objects(t).into_iter().find(|_| grammar.objects(t).len() > 1);
            grammar.child(t, &[Deprel::Iobj]).or_else(read_as_object).into_iter().collect()
        }
        Step::Pobj => anchor.preposition.and_then(|p| preposition_object(grammar, p)).into_iter().collect(),
        Step::Object => anchor.object.into_iter().collect(),
        Step::Head => grammar.head(t).filter(|&h| grammar.child(h, &[Deprel::Cop]).is_some()).into_iter().collect(),
        Step::Poss => possessors(grammar, t),
        Step::Clause => clauses(grammar, anchor, t, ClauseKind::Any),
        Step::Inf => clauses(grammar, anchor, t, ClauseKind::Inf),
        Step::That => clauses(grammar, anchor, t, ClauseKind::That),
        Step::Ing => clauses(grammar, anchor, t, ClauseKind::Ing),
        Step::Quote => grammar.all(t, &[Deprel::Ccomp, Deprel::Parataxis]).collect(),
        Step::Prep(preposition) => {
            let mut found = governed(grammar, t, preposition);
            if first && found.is_empty() {
                // A phrase that belongs to the verb is often attached to its object: *held talks with*.
                let objects = anchor.object.into_iter().chain(grammar.child(t, &[Deprel::Obj]));
                found = objects.flat_map(|object| governed(grammar, object, preposition)).collect();
            }
            if first && found.is_empty() && is_verb {
                // Hung on one of the phrases between: *filed a complaint with the court of Lyon against …*, *provided two
                // million dollars in aid to Tonga in response to …*.
                found = grammar.below(t, between(preposition), preposition);
            }
            // *Sent the editor a threat* as *sent a threat to the editor*
            if first && found.is_empty() && is_verb && preposition == "to" {
                found = grammar.all(t, &[Deprel::Iobj]).collect();
            }
            if !first && found.is_empty() && !is_verb && matches!(preposition.as_str(), "by" | "on" | "against" | "to")
            {
                found = of_participle(grammar, t, preposition);
            }
            if !first && found.is_empty() && preposition == "against" {
                // *a lawsuit in the court of Lyon against the bank*
                found = grammar.below(t, &[Deprel::Nmod, Deprel::Obl], preposition);
            }
            if first && found.is_empty() && !is_verb {
                // *the killing of the lawyer by soldiers*, *a warning by the union of shortages*: the last phrase is often
                // hung on the one before.
                let before = |n: &TokenId| preposition != "of" || grammar.preposition(*n) == Some("by");
                let phrases = grammar.all(t, &[Deprel::Nmod]).filter(before);
                found = phrases.flat_map(|n| governed(grammar, n, preposition)).collect();
            }
            if first && found.is_empty() && !is_verb {
                found = hung_on_governor(grammar, t, preposition);
            }
            if found.is_empty() && !is_verb {
                // *the arrest and detention of the lawyer*
                let joined = grammar.all(t, &[Deprel::Conj]).filter(|n| n.0 <= t.0 + 3);
                found = joined.flat_map(|n| governed(grammar, n, preposition)).collect();
            }
            found
        }
    }
}

/// A phrase of an event noun is often hung on the verb that the noun is the object of: *continued their attacks on the town*.
pub fn hung_on_governor(grammar: &Grammar<'_>, noun: TokenId, preposition: &str) -> Vec<TokenId> {
    let governor = grammar.head(noun).filter(|_| grammar.deprel(noun) == Deprel::Obj);
    let verb = governor.filter(|&v| v < noun && matches!(preposition, "on" | "against"));
    verb.map(|v| grammar.governed(v, preposition).filter(|&t| t > noun).collect()).unwrap_or_default()
}

/// The relations of the phrases on which one with `preposition` is hung that belongs to the verb above.
pub fn between(preposition: &str) -> &'static [Deprel] {
    match preposition {
        "against" | "with" => &[Deprel::Obj, Deprel::Obl, Deprel::Nmod, Deprel::Conj],
        "to" => &[Deprel::Obj, Deprel::Obl, Deprel::Nmod],
        "on" => &[Deprel::Obj, Deprel::Nmod],
        _ => &[],
    }
}

fn governed(grammar: &Grammar<'_>, t: TokenId, preposition: &str) -> Vec<TokenId> {
    grammar.governed(t, preposition).collect()
}

/// What the preposition governs behind a participle of the noun: *the resolution proposed by the envoy*, *sanctions imposed on
/// Peru*.
pub fn of_participle(grammar: &Grammar<'_>, noun: TokenId, preposition: &str) -> Vec<TokenId> {
    grammar.all(noun, &[Deprel::Acl]).flat_map(|verb| governed(grammar, verb, preposition)).collect()
}

/// What a preposition governs: its head in the tree, or for particles the object of the verb.
pub fn preposition_object(grammar: &Grammar<'_>, preposition: TokenId) -> Option<TokenId> {
    let head = grammar.head(preposition)?;
    match grammar.deprel(preposition) {
        Deprel::Case | Deprel::Mark => Some(head),
        Deprel::CompoundPrt | Deprel::Advmod | Deprel::Obl => grammar
            .child(head, &[Deprel::Obj])
            .or_else(|| grammar.all(head, &[Deprel::Obl]).find(|o| o.0 > preposition.0)),
        _ => None,
    }
}

fn clauses(grammar: &Grammar<'_>, anchor: Anchor, t: TokenId, kind: ClauseKind) -> Vec<TokenId> {
    let mut found = grammar.clauses(t, kind);
    if found.is_empty() && t == anchor.head {
        // *made an appeal to release*: the clause hangs on the light verb's noun, or on the object.
        let objects = anchor.object.into_iter().chain(anchor.preposition.and_then(|p| preposition_object(grammar, p)));
        found = objects.flat_map(|object| grammar.clauses(object, kind)).collect();
    }
    found
}

/// The possessor, demonym or noun before a noun.
pub fn possessors(grammar: &Grammar<'_>, noun: TokenId) -> Vec<TokenId> {
    // Of a name the words before belong to it: *Cebu* owns no *City*.
    let owners: &[Deprel] = match grammar.upos(noun) {
        Upos::Propn => &[Deprel::NmodPoss],
        _ => &[Deprel::NmodPoss, Deprel::Compound, Deprel::Amod, Deprel::NmodDesc],
    };
    grammar.all(noun, owners).collect()
}

/// The subject of the verb that a noun is the object of: *they attended a meeting*.
pub fn subject_of_governor(grammar: &Grammar<'_>, noun: TokenId) -> Vec<TokenId> {
    let governor = grammar.head(noun).filter(|&h| grammar.upos(h) == Upos::Verb);
    match (governor, grammar.deprel(noun)) {
        (Some(verb), Deprel::Obj | Deprel::NsubjPass) => grammar.deep_subject(verb).into_iter().collect(),
        _ => Vec::new(),
    }
}

/// The subject of the verb that tells what was done at an occasion: *said in a call with*, *agreed during talks with*.
pub fn subject_of_occasion(grammar: &Grammar<'_>, noun: TokenId) -> Option<TokenId> {
    let occasion = matches!(grammar.preposition(noun), Some("in" | "during" | "at" | "after" | "following"));
    let verb = grammar.head(noun).filter(|&h| grammar.upos(h) == Upos::Verb && occasion)?;
    (grammar.deprel(noun) == Deprel::Obl).then(|| grammar.deep_subject(verb)).flatten()
}

/// The words of a content phrase or clause: from its first word behind the marker to its last, without what does not
/// belong to it (the speaker of a quotation, the next conjoined verb).
pub fn content(grammar: &Grammar<'_>, head: TokenId, doc: &Document) -> Span<Byte> {
    let span = doc.tree.extent(head, &mut |t| match grammar.deprel(t) {
        Deprel::Parataxis | Deprel::Discourse => true,
        Deprel::Case | Deprel::Cc => grammar.head(t) == Some(head),
        Deprel::Mark => grammar.head(t) == Some(head) && grammar.lemma(t) != "to",
        Deprel::Punct => grammar.head(t) == Some(head),
        _ => false,
    });
    doc.tokens.bytes(whole_quotation(grammar, span, doc))
}

/// `span` with the mark that closes a quotation which it opens: *this “attack on the freedom to march”*.
fn whole_quotation(grammar: &Grammar<'_>, span: Span<Token>, doc: &Document) -> Span<Token> {
    let marks = |wanted: &[&str]| span.ids().filter(|&t| wanted.contains(&grammar.form(t))).count();
    let open = marks(&["“"]) > marks(&["”"]) || marks(&["\""]) % 2 == 1;
    let closes = (span.end as usize) < doc.tokens.len() && matches!(grammar.form(TokenId(span.end)), "”" | "\"");
    if open && closes { Span::new(span.start, span.end + 1) } else { span }
}
