//! Articles through the library, without Python.

use std::io;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use advocoder::code::Rules;
use advocoder::gazetteer::Gazetteer;
use advocoder::read::{Draft, Options};
use advocoder::run::{self, Outcome, Tally};
use advocoder::write::View;
use advocoder::write::jsonl::{self, Layout};
use advocoder::{Article, Model, Worker};

/// What is made of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Emit {
    /// One record with all entities and events.
    Articles,
    /// One row an event.
    Events,
}

/// What the library knows, and how it is asked.
pub struct Engine {
    model: Model,
    view: View,
    /// How articles are read.
    pub options: Arc<Options>,
    threads: NonZeroUsize,
}

/// What became of an article. Problems are told with their code.
pub enum Result {
    /// Its JSON, a line each record, maybe without a field that was wrong.
    Done { json: Vec<u8>, warning: Option<String> },
    /// It could not be used.
    Rejected(String),
}

/// The model with gazetteers over the built-in one and rules in place of the built-in ones.
///
/// # Errors
/// With the first file that is wrong.
pub fn model(gazetteers: &[PathBuf], built_in: bool, rules: Option<&Path>) -> advocoder::Result<Model> {
    let mut model = Model::embedded()?;
    if !built_in {
        model.gazetteer = Gazetteer::default();
    }
    for path in gazetteers {
        let layer = Gazetteer::open(path)?;
        layer.verify(&path.display().to_string())?;
        model.gazetteer = layer.over(model.gazetteer)?;
    }
    if let Some(folder) = rules {
        model.rules = Rules::open(folder)?;
    }
    Ok(model)
}

impl Engine {
    pub fn new(model: Model, view: View, options: Options, threads: NonZeroUsize) -> Self {
        Self { model, view, options: Arc::new(options), threads }
    }

    /// What becomes of each of `drafts`, in their order. Threads end with the call, so that a process that forks
    /// between two calls leaves none behind.
    pub fn run(&self, drafts: impl ExactSizeIterator<Item = Draft> + Send, emit: Emit) -> io::Result<Vec<Result>> {
        let articles = NonZeroUsize::new(drafts.len()).unwrap_or(NonZeroUsize::MIN);
        let options = run::Options { threads: self.threads.min(articles), strict: false, prompt: false };
        let work = |worker: &mut Worker<'_>, article: &Article| {
            let analysis = worker.analyse(article);
            let mut json = Vec::new();
            match emit {
                Emit::Articles => jsonl::article(analysis, &self.view, Layout::Lines, &mut json)?,
                Emit::Events => jsonl::events(analysis, &self.view, Layout::Lines, &mut json)?,
            }
            Ok(json)
        };
        let mut results = Vec::new();
        let sink = |outcome, _: &Tally| {
            match outcome {
                Outcome::Done(json, problem) => {
                    let warning = problem.map(|problem| problem.trouble.to_string());
                    results.push(Result::Done { json, warning });
                }
                Outcome::Rejected(problem) | Outcome::Stopped(problem) => {
                    results.push(Result::Rejected(problem.trouble.to_string()));
                }
                // Drafts of articles are never passed over.
                Outcome::Passed => {}
            }
            Ok(())
        };
        run::gather(drafts, options, Tally::default(), || Worker::new(&self.model), work, sink)?;
        Ok(results)
    }
}
