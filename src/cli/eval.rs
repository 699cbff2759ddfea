//! `advocoder eval`: figures against gold annotation.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, ensure};
use clap::Subcommand;

use super::complain;
use super::model::ModelArgs;
use crate::doc::{Article, Document};
use crate::eval::{Counts, conllu, entities, ner, places, raw};
use crate::pipeline::Worker;
use crate::resolve::Lexicon;

/// Arguments of `eval`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Sentences, words, tags, lemmas and trees against a CoNLL-U treebank of English
    Conllu {
        /// The treebank; its raw text is put together from the words and `SpaceAfter=No`
        #[arg(value_name = "GOLD.conllu")]
        gold: PathBuf,
        #[command(flatten)]
        model: ModelArgs,
    },
    /// Names of people, organisations and places against JSON Lines
    ///
    /// A line is {"doc": id, "text": …, "entities": [{"start", "end", "type"}]} with offsets in Unicode code points.
    /// `norm` trims articles, titles and possessives on both sides; `overlap` asks for a common character only.
    #[command(verbatim_doc_comment)]
    Ner {
        /// The annotated texts
        #[arg(value_name = "GOLD.jsonl")]
        gold: PathBuf,
        /// List the N most frequent errors
        #[arg(long, value_name = "N", default_value_t = 0)]
        errors: usize,
        #[command(flatten)]
        model: ModelArgs,
    },
    /// Places that the gazetteer finds by itself, without a tagger, against JSON Lines as of `ner`
    ///
    /// A match inside a longer name of the gold does not count.
    Places {
        /// The annotated texts
        #[arg(value_name = "GOLD.jsonl")]
        gold: PathBuf,
        #[command(flatten)]
        model: ModelArgs,
    },
    /// Entities of `extract` output against gold: who was found, and under one id
    ///
    /// A line of gold is {"id", "entities": [{"type", "name", "named", "mentions": [string, …]}]}.
    /// `whole` is the share of gold entities with several strings that one entity holds, without those of another.
    #[command(verbatim_doc_comment)]
    Entities {
        /// The gold
        #[arg(value_name = "GOLD.jsonl")]
        gold: PathBuf,
        /// What `advocoder extract` wrote for the same articles
        #[arg(value_name = "OUT.jsonl")]
        out: PathBuf,
        /// List the errors
        #[arg(long)]
        errors: bool,
    },
}

pub(super) fn run(args: Args) -> anyhow::Result<ExitCode> {
    match args.what {
        What::Conllu { gold, model } => treebank(&gold, &model),
        What::Ner { gold, errors, model } => names(&gold, errors, &model),
        What::Places { gold, model } => places(&gold, &model),
        What::Entities { gold, out, errors } => who(&gold, &out, errors),
    }
}

fn treebank(path: &Path, model: &ModelArgs) -> anyhow::Result<ExitCode> {
    let text = read(path)?;
    let sentences = conllu::read(&text);
    ensure!(!sentences.is_empty(), "{} holds no sentence in CoNLL-U", path.display());
    let model = model.open()?;
    let mut out = io::stdout().lock();
    write!(out, "{}", raw::evaluate(&text))?;
    write!(out, "{}", conllu::evaluate(&text, &model.tagger, &model.parser))?;
    Ok(ExitCode::SUCCESS)
}

fn names(path: &Path, errors: usize, model: &ModelArgs) -> anyhow::Result<ExitCode> {
    let model = model.open()?;
    let mut worker = Worker::new(model);
    let mut figures = ner::Figures::default();
    let skipped = annotated(path, |gold| {
        let article = Article { id: gold.id.clone(), date: gold.date, text: gold.text.clone(), ..Article::default() };
        figures.add(gold, &ner::found(worker.analyse(&article).doc));
    })?;
    let mut out = io::stdout().lock();
    write!(out, "{figures}")?;
    let mut listed: Vec<_> = figures.errors.iter().collect();
    listed.sort_by_key(|(_, count)| Reverse(**count));
    for ((invented, etype, name), count) in listed.into_iter().take(errors) {
        let what = if *invented { "invented" } else { "missed" };
        writeln!(out, "{count}\t{what}\t{}\t{}", etype.as_str(), name.escape_debug())?;
    }
    Ok(ExitCode::from(u8::from(skipped > 0)))
}

fn places(path: &Path, model: &ModelArgs) -> anyhow::Result<ExitCode> {
    let gazetteer = model.gazetteer()?;
    let lexicon = Lexicon::embedded()?;
    let (mut doc, mut counts) = (Document::default(), Counts::default());
    let skipped = annotated(path, |gold| {
        counts += places::counts(gold, &places::found(&gold.text, &mut doc, &gazetteer, &lexicon));
    })?;
    writeln!(io::stdout().lock(), "places {counts}")?;
    Ok(ExitCode::from(u8::from(skipped > 0)))
}

/// Hands the annotated texts of a file to `add`; returns how many lines were skipped.
fn annotated(path: &Path, mut add: impl FnMut(&ner::Gold)) -> anyhow::Result<u64> {
    let text = read(path)?;
    let (mut texts, mut skipped) = (0_u64, 0_u64);
    for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        match ner::Gold::parse(line) {
            Ok(gold) => {
                add(&gold);
                texts += 1;
            }
            Err(message) => {
                complain(format_args!("{}:{}: {message}; skipped", path.display(), index + 1));
                skipped += 1;
            }
        }
    }
    ensure!(texts > 0, "{} holds no annotated text", path.display());
    Ok(skipped)
}

fn who(gold: &Path, found: &Path, errors: bool) -> anyhow::Result<ExitCode> {
    let mut skipped = 0_u64;
    let mut articles = |path: &Path, parse: fn(&str) -> Result<entities::Article, String>| -> anyhow::Result<Vec<_>> {
        let text = read(path)?;
        let mut articles = Vec::new();
        for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            match parse(line) {
                Ok(article) => articles.push(article),
                Err(message) => {
                    complain(format_args!("{}:{}: {message}; skipped", path.display(), index + 1));
                    skipped += 1;
                }
            }
        }
        Ok(articles)
    };
    let wanted = articles(gold, entities::Article::gold)?;
    let found = articles(found, entities::Article::found)?;
    ensure!(!wanted.is_empty(), "{} holds no annotated article", gold.display());
    let found: HashMap<String, Vec<entities::Entity>> =
        found.into_iter().map(|article| (article.id, article.entities)).collect();
    let mut figures = entities::Figures::default();
    for article in &wanted {
        figures.add(article, found.get(&article.id).map_or(&[], Vec::as_slice));
    }
    let mut out = io::stdout().lock();
    write!(out, "{figures}")?;
    for (id, what, entity) in figures.errors.iter().filter(|_| errors) {
        writeln!(out, "{id}\t{what}\t{}", entity.escape_debug())?;
    }
    Ok(ExitCode::from(u8::from(skipped > 0)))
}

fn read(path: &Path) -> anyhow::Result<String> {
    let bytes = std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    String::from_utf8(bytes).with_context(|| format!("{} is no UTF-8", path.display()))
}
