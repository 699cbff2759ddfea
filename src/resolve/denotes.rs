//! What a noun denotes: a person, a group, or neither. By lists, by the word's ending, and by what it does or what is done to it.

use super::lexicon::lower;
use super::nominals::Nominals;
use crate::doc::{Deprel, EntityType, Label, TokenId, Upos};

impl Nominals<'_> {
    /// What the noun denotes, if it is a person or a group.
    pub(super) fn denotes(&self, t: TokenId, lemma: &str, plural: bool) -> Option<(EntityType, Label)> {
        let form = self.form(t);
        if let Some(found) = self.lexicon.noun(lemma, plural) {
            return Some(found);
        }
        // *the security services*
        let kind = self.doc.tree.children(t).iter().rev().find(|&&c| c.0 + 1 == t.0).map(|&c| self.lemma(c));
        if let Some(found) = kind.and_then(|kind| self.lexicon.noun(&format!("{kind} {lemma}"), plural)) {
            return Some(found);
        }
        // *both sides*
        if plural && matches!(lemma, "side" | "party") && self.is_counted(t) {
            return Some((EntityType::Org, "group".into()));
        }
        // *the ombudsman's office*
        let holder = |c: &TokenId| {
            let behind = matches!(self.deprel(*c), Deprel::NmodPoss | Deprel::Compound);
            // *The prosecutor's office*, *his office*
            let person = || matches!(&*lower(self.form(*c)), "his" | "her" | "their" | "our" | "my");
            behind && (self.lexicon.role([&*self.lemma(*c)]).is_some() || person())
        };
        if lemma == "office" && !plural && self.doc.tree.children(t).iter().any(holder) {
            return Some((EntityType::Org, "government".into()));
        }
        if plural && self.lexicon.demonym(form).is_some_and(|d| d.is_noun || form.ends_with('s')) {
            return Some((EntityType::Org, "group".into()));
        }
        // *two Chinese*, *200,000 South Sudanese*
        let number = self.doc.tree.child(&self.doc.tokens, t, Deprel::Nummod);
        if number.is_some_and(|n| self.lemma(n) != "one") && self.lexicon.demonym(form).is_some() {
            return Some((EntityType::Org, "group".into()));
        }
        // *another Chechen*, *a Syrian*: of the adjective alone nobody is meant.
        if !plural
            && self.doc.tokens.upos[t.index()] == Upos::Noun
            && self.has_article(t)
            && self.lexicon.demonym(form).is_some()
        {
            return Some((EntityType::Per, "other".into()));
        }
        // *a knifeman*, whom no list has
        let man = lemma.ends_with("man") && lemma.len() > 6;
        if !plural && man && self.has_article(t) && self.doc.tokens.upos[t.index()] == Upos::Noun {
            return (!self.lexicon.is_thing(lemma)).then(|| (EntityType::Per, "other".into()));
        }
        // *dozens were arrested*, *three of them*, *the wounded*
        let counts = self.is_quantity(t, lemma) || self.doc.tokens.upos[t.index()] == Upos::Num;
        let acts = matches!(self.deprel(t), Deprel::Nsubj | Deprel::NsubjPass);
        let whole = self.doc.tree.with(&self.doc.tokens, t, Deprel::Nmod).next();
        if counts || self.is_part(t) {
            return match whole {
                Some(whole) if self.is_plural_pronoun(whole) => {
                    let one = lemma == "one";
                    Some(if one { (EntityType::Per, "other".into()) } else { (EntityType::Org, "group".into()) })
                }
                // *Tens of thousands marched*
                Some(whole) if (acts || self.is_harmed(t)) && self.is_bare_quantity(whole) => {
                    Some((EntityType::Org, "group".into()))
                }
                Some(whole) => self.denotes(whole, &self.lemma(whole), true).map(|_| (EntityType::Org, "group".into())),
                None if (acts || self.is_harmed(t)) && self.doc.tokens.upos[t.index()] == Upos::Noun => {
                    Some((EntityType::Org, "group".into()))
                }
                None => None,
            };
        }
        if self.links.is_acting(lemma) && self.acts_as_people(t) {
            return Some((EntityType::Org, "group".into()));
        }
        // Nouns of doers that no list has: *campaigners marched*, *arrested a suspected bombmaker*.
        let ends = |endings: &[&str]| endings.iter().any(|s| lemma_or_form_ends(form, s));
        let harmed = || self.is_done_to_people(t);
        if lemma.len() <= 5 || self.lexicon.is_thing(lemma) {
            None
        } else if plural {
            let doers = ends(&["ers", "ists", "ians", "ees", "ors", "men", "women", "people"]);
            (doers && (acts || harmed())).then(|| (EntityType::Org, "group".into()))
        } else {
            let doer = ends(&["er", "ist", "ian", "ee", "or"]) && self.has_article(t) && harmed();
            doer.then(|| (EntityType::Per, "other".into()))
        }
    }

    /// Whether what is done to `t` is done to nobody but people: *arrested*, *jailed*.
    fn is_done_to_people(&self, t: TokenId) -> bool {
        let verb = self.doc.tokens.head[t.index()];
        matches!(self.deprel(t), Deprel::Obj | Deprel::NsubjPass)
            && self.doc.tokens.upos[verb.index()] == Upos::Verb
            && self.links.fates.only_people.contains(self.doc.tokens.lemma(verb))
    }

    /// Whether `t` does what people do: *the centre organised a conference*, *a conference organised by the centre*.
    fn acts_as_people(&self, t: TokenId) -> bool {
        let verb = self.doc.tokens.head[t.index()];
        let lemma = self.doc.tokens.lemma(verb);
        let by = self.deprel(t) == Deprel::OblAgent;
        let does = self.deprel(t) == Deprel::Nsubj && self.doc.tokens.upos[verb.index()] == Upos::Verb;
        let object = || self.doc.tree.child(&self.doc.tokens, verb, Deprel::Obj).is_some();
        (by || does) && (self.lexicon.is_agents(lemma) || self.links.is_act_of_people(lemma) && (by || object()))
    }

    fn is_quantity(&self, t: TokenId, lemma: &str) -> bool {
        self.lexicon.is_quantity(lemma) || self.lexicon.is_quantity(&lower(self.form(t)))
    }

    /// *thousands*, with no word for whom.
    fn is_bare_quantity(&self, t: TokenId) -> bool {
        self.is_quantity(t, &self.lemma(t)) && self.doc.tree.child(&self.doc.tokens, t, Deprel::Nmod).is_none()
    }

    /// *killed dozens*, *left hundreds dead*
    fn is_harmed(&self, t: TokenId) -> bool {
        let tokens = &self.doc.tokens;
        let verb = tokens.head[t.index()];
        let dead = || {
            let children = self.doc.tree.children(verb).iter().chain(self.doc.tree.children(t));
            tokens.lemma(verb) == "leave"
                && children.into_iter().any(|&c| matches!(tokens.lemma(c), "dead" | "wounded" | "injured" | "homeless"))
        };
        matches!(self.deprel(t), Deprel::Obj | Deprel::Nsubj)
            && (self.links.fates.harm.contains(tokens.lemma(verb)) || dead())
    }

    /// *both*, *the two*, *all*, *warring*
    fn is_counted(&self, t: TokenId) -> bool {
        self.doc.tree.children(t).iter().any(|&c| {
            self.deprel(c) == Deprel::Nummod
                || matches!(self.lemma(c).as_ref(), "both" | "all" | "either" | "warring" | "rival" | "opposing")
        })
    }
}

fn lemma_or_form_ends(form: &str, suffix: &str) -> bool {
    form.len() > suffix.len() + 2 && form.ends_with(suffix)
}
