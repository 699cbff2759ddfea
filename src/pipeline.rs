//! The flow of one article through the stages.

use crate::doc::{Analysis, Article, Document};
use crate::{Result, code, gazetteer, parse, resolve, segment, tag};

/// Everything that is known before the first article: gazetteer, taggers, parser and event rules. Immutable; one
/// serves all threads.
#[derive(Debug)]
pub struct Model {
    /// Names of organisations, people and places.
    pub gazetteer: gazetteer::Gazetteer,
    /// Part-of-speech tagger and lemmatiser.
    pub tagger: tag::Tagger,
    /// Tagger of names.
    pub names: tag::ner::NameTagger,
    /// Dependency parser.
    pub parser: parse::Parser,
    /// Words that name roles, groups, titles and kinds of organisations.
    pub lexicon: resolve::Lexicon,
    /// How sure links of pronouns and noun phrases are.
    pub links: resolve::Links,
    /// Words of lines that tell when a text was published.
    pub datelines: resolve::dates::Datelines,
    /// Event rules.
    pub rules: code::Rules,
}

impl Model {
    /// The model that is built into the program.
    ///
    /// # Errors
    /// [`crate::Error::Compiled`] when the built-in data are damaged.
    pub fn embedded() -> Result<Self> {
        // Two halves that take about as long, side by side.
        std::thread::scope(|scope| {
            let words = scope.spawn(|| Ok((resolve::Lexicon::embedded()?, code::Rules::embedded()?)));
            let gazetteer = gazetteer::Gazetteer::embedded()?;
            let (tagger, names) = (tag::Tagger::embedded()?, tag::ner::NameTagger::embedded()?);
            let parser = parse::Parser::embedded()?;
            let links = resolve::Links::embedded()?;
            let datelines = resolve::dates::Datelines::embedded()?;
            let (lexicon, rules) = words.join().unwrap_or_else(|cause| std::panic::resume_unwind(cause))?;
            Ok(Self { gazetteer, tagger, names, parser, lexicon, links, datelines, rules })
        })
    }
}

/// A thread's working memory: its buffers are reused from article to article.
#[derive(Debug)]
pub struct Worker<'m> {
    model: &'m Model,
    doc: Document,
}

impl<'m> Worker<'m> {
    /// A worker with empty buffers.
    pub fn new(model: &'m Model) -> Self {
        Self { model, doc: Document::default() }
    }

    /// Analyses one article. The result borrows the worker's buffers until the next call.
    /// One that is to be skipped comes back without anything found in it.
    pub fn analyse<'a>(&'a mut self, article: &'a Article) -> Analysis<'a> {
        if article.skipped.is_some() {
            self.doc.clear();
            return Analysis { article, doc: &self.doc };
        }
        self.understand(article);
        code::code(self.model, article, &mut self.doc);
        Analysis { article, doc: &self.doc }
    }

    /// The names in one article that the gazetteer knows, as entities: no tags, trees, pronouns or events, and a small
    /// part of the time of [`Worker::analyse`].
    pub fn names<'a>(&'a mut self, article: &'a Article) -> Analysis<'a> {
        let Self { model, doc } = self;
        doc.clear();
        if article.skipped.is_none() {
            segment::segment(&article.text, doc);
            model.gazetteer.find(&article.text, doc);
            resolve::listed::resolve(article, doc, &model.gazetteer);
        }
        Analysis { article, doc }
    }

    /// All stages but the last: who and what is in the article, without events.
    pub fn understand(&mut self, article: &Article) -> &Document {
        let Self { model, doc } = self;
        doc.clear();
        segment::segment(&article.text, doc);
        model.gazetteer.find(&article.text, doc);
        model.tagger.tag(&article.text, doc);
        tag::evidence::apply(&model.gazetteer, &article.text, doc);
        tag::hyphens::apply(&model.tagger, &article.text, doc);
        tag::adjectives::apply(&model.tagger, &article.text, doc);
        tag::subjunctive::apply(&model.tagger, &article.text, doc);
        tag::headline::apply(&model.tagger, &model.lexicon, &article.text, doc);
        model.parser.parse(&article.text, doc);
        resolve::resolve(model, article, doc);
        doc
    }
}
