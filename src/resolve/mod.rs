//! Who is who: names, noun phrases and pronouns become entities with roles and links.
//!
//! In: tokens with tags and trees, gazetteer hits. Out: mentions and entities. *CFA*, *the Association* and *Caesar
//! Families Association* end as one entity. This stage never looks at events.

mod acronyms;
mod antecedents;
mod capitals;
mod cluster;
mod cues;
pub mod dates;
mod deeds;
mod denotes;
mod described;
mod fates;
mod lexicon;
mod link;
mod links;
pub mod listed;
mod names;
mod nominals;
mod pronouns;
mod proposals;
mod prune;
mod reporters;
mod roles;
mod settle;
mod short;
mod sites;
mod surnames;

pub use cues::Cues;
pub use dates::is_calendar_word;
pub use lexicon::{Lexicon, lower};
pub use link::person;
pub use links::Links;
pub use pronouns::quotations;
pub use prune::prune;

use crate::doc::{Article, Document};
use crate::pipeline::Model;

/// Fills `doc.mentions` and `doc.entities`.
pub fn resolve(model: &Model, article: &Article, doc: &mut Document) {
    doc.tree.build(&doc.tokens);
    if article.date.is_none() {
        doc.dateline = model.datelines.find(&article.text, doc, &model.gazetteer);
    }
    let names = names::find(&article.text, doc, &model.gazetteer, &model.lexicon);
    let proposals = model.names.names(&article.text, doc, &model.gazetteer, &model.lexicon);
    let mut names = proposals::join(&article.text, doc, &model.gazetteer, &model.lexicon, names, &proposals);
    deeds::reread(&article.text, doc, &mut names, model);
    described::add(&article.text, doc, &mut names, &model.lexicon);
    let mut names = acronyms::mend(&article.text, doc, names);
    surnames::reread(&article.text, doc, &mut names, &model.lexicon);
    let (choices, focus) = link::choose(&names, article, doc, &model.gazetteer, &model.lexicon);
    doc.focus = focus;
    let mut traits = cluster::cluster(&names, &choices, article, doc, &model.gazetteer, &model.lexicon);
    let titles = roles::fill(&article.text, doc, &names, &model.lexicon);
    nominals::find(&article.text, doc, &mut traits, titles, model);
    settle::settle(article, doc, &model.gazetteer, &model.lexicon);
}
