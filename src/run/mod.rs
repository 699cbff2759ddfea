//! Batches: articles go through worker threads and come out in the order they came in.
//!
//! Knows no linguistics: what a worker does to an article is a function that it is given. The output is the same to the
//! byte for any number of threads. An article on which the worker panics is a reject like any other.

mod files;
mod ordered;

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::num::NonZeroUsize;
use std::ops::ControlFlow;

use serde::{Deserialize, Serialize};

use crate::doc::Article;
use crate::panics;
pub use crate::panics::record_panics;
use crate::read::{Draft, Finished, Place, Problem, Record, Trouble};
pub use files::{Files, Fingerprint, Frame, Refusal, Target};
use ordered::ordered;

/// How a batch is run.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Number of threads that work.
    pub threads: NonZeroUsize,
    /// Whether to stop at the first problem.
    pub strict: bool,
    /// Whether each article's output is to be seen at once, for a person at a terminal.
    pub prompt: bool,
}

/// What became of the records of a batch, and how many there were of each kind. Every record of the input is analysed,
/// skipped or rejected.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// Records of the input.
    pub records: u64,
    /// Articles analysed.
    pub analysed: u64,
    /// Records that are no article to analyse, by reason: `lang` (passed through), `not-html`, `http-status`, `redirect`, …
    pub skipped: BTreeMap<String, u64>,
    /// Records that could not be used, by code.
    pub rejected: BTreeMap<String, u64>,
    /// Articles analysed without a field that was wrong, by code.
    pub warnings: BTreeMap<String, u64>,
}

impl Tally {
    /// Records skipped, for any reason.
    pub fn all_skipped(&self) -> u64 {
        self.skipped.values().sum()
    }

    /// Records rejected, for any reason.
    pub fn all_rejected(&self) -> u64 {
        self.rejected.values().sum()
    }

    /// Articles with a warning.
    pub fn all_warnings(&self) -> u64 {
        self.warnings.values().sum()
    }

    /// Whether every record is accounted for.
    pub fn adds_up(&self) -> bool {
        self.records == self.analysed + self.all_skipped() + self.all_rejected()
    }
}

/// What a problem did to its record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// The record was rejected.
    Rejected,
    /// The article was analysed without the field.
    Warned,
    /// The batch ended here.
    Stopped,
}

/// What became of one record.
#[derive(Debug)]
pub enum Outcome<T> {
    /// The work on the article is done, maybe without a field that was wrong.
    Done(T, Option<Problem>),
    /// The record holds no article.
    Passed,
    /// The record could not be used.
    Rejected(Problem),
    /// The batch ends at this record, as it was asked to.
    Stopped(Problem),
}

/// Runs every article of `records` through `work` and writes the results to `out` in the order of the articles.
///
/// Each thread has a state made by `make`, and makes a new one after a panic. `work` writes what is to be written for
/// its article. Problems go to `report` in the order of the records.
///
/// ```
/// use std::num::NonZeroUsize;
/// use advocoder::{read, run};
/// let records = read::Inputs::new(["examples/articles.jsonl"], read::Options::default()).drafts();
/// let options = run::Options { threads: NonZeroUsize::MIN, strict: false, prompt: false };
/// let mut out = Vec::new();
/// let tally = run::batch(records, options, || (), |(), article, out| writeln!(out, "{}", article.text.len()), &mut out,
///     |problem, _| eprintln!("{problem}"))?;
/// assert_eq!(tally.analysed, 3);
/// # Ok::<(), std::io::Error>(())
/// ```
///
/// # Errors
/// What writing to `out` fails with.
pub fn batch<S, D: Into<Draft> + Send>(
    records: impl Iterator<Item = D> + Send,
    options: Options,
    make: impl Fn() -> S + Sync,
    work: impl Fn(&mut S, &Article, &mut dyn Write) -> io::Result<()> + Sync,
    out: &mut (dyn Write + Send),
    mut report: impl FnMut(&Problem, Effect) + Send,
) -> io::Result<Tally> {
    let work = |state: &mut S, article: &Article| {
        let mut bytes = Vec::new();
        work(state, article, &mut bytes).map(|()| bytes)
    };
    let sink = |outcome: Outcome<Vec<u8>>, _: &Tally| {
        outcome.tell(&mut report);
        match outcome {
            Outcome::Done(bytes, _) => {
                out.write_all(&bytes).and_then(|()| if options.prompt { out.flush() } else { Ok(()) })
            }
            _ => Ok(()),
        }
    };
    let tally = gather(records, options, Tally::default(), make, work, sink)?;
    out.flush()?;
    Ok(tally)
}

impl<T> Outcome<T> {
    /// Hands the problem that the record has to `report`.
    pub fn tell(&self, report: &mut impl FnMut(&Problem, Effect)) {
        match self {
            Self::Done(_, None) | Self::Passed => {}
            Self::Done(_, Some(problem)) => report(problem, Effect::Warned),
            Self::Rejected(problem) => report(problem, Effect::Rejected),
            Self::Stopped(problem) => report(problem, Effect::Stopped),
        }
    }
}

/// As [`batch`], for results of any kind: hands what became of each record to `sink`, in the order of the records, with the
/// counts so far. These go on from `tally`.
///
/// # Errors
/// What `sink` fails with, which ends the batch. Where `work` fails, the article is rejected.
pub fn gather<S, T: Send, D: Into<Draft> + Send>(
    drafts: impl Iterator<Item = D> + Send,
    options: Options,
    mut tally: Tally,
    make: impl Fn() -> S + Sync,
    work: impl Fn(&mut S, &Article) -> io::Result<T> + Sync,
    mut sink: impl FnMut(Outcome<T>, &Tally) -> io::Result<()> + Send,
) -> io::Result<Tally> {
    let mut outcome = Ok(());
    let one = |state: &mut S, draft: D| -> Made<T> {
        let record = match panics::catch(|| draft.into().finish()) {
            Ok(Finished::Passed(reason)) => return Made::Passed(reason),
            Ok(Finished::Rejected(problem)) => return Made::Rejected(problem),
            Err(message) => {
                return Made::Rejected(Problem { place: Place::default(), trouble: Trouble::Failed(message) });
            }
            Ok(Finished::Record(record)) => record,
        };
        let Record { article, warning } = *record;
        let failed = match panics::catch(|| work(state, &article)) {
            Ok(Ok(result)) => return Made::Done { result, warning, skipped: article.skipped },
            Ok(Err(error)) => error.to_string(),
            Err(message) => {
                *state = make();
                message
            }
        };
        let file = article.source.file.as_deref().unwrap_or(&article.id);
        let place = Place { line: article.source.record, ..Place::file(file) };
        Made::Rejected(Problem { place, trouble: Trouble::Failed(failed) })
    };
    let next = |made: Made<T>| {
        tally.records += 1;
        let count = |of: &mut BTreeMap<String, u64>, what: &str| *of.entry(what.to_owned()).or_default() += 1;
        let made = match made {
            Made::Done { warning: Some(problem), .. } | Made::Rejected(problem) if options.strict => {
                count(&mut tally.rejected, &problem.trouble.code());
                Outcome::Stopped(problem)
            }
            Made::Done { result, warning, skipped } => {
                match skipped {
                    None => tally.analysed += 1,
                    Some(reason) => count(&mut tally.skipped, reason),
                }
                if let Some(problem) = &warning {
                    count(&mut tally.warnings, &problem.trouble.code());
                }
                Outcome::Done(result, warning)
            }
            Made::Passed(reason) => {
                count(&mut tally.skipped, reason);
                Outcome::Passed
            }
            Made::Rejected(problem) => {
                count(&mut tally.rejected, &problem.trouble.code());
                Outcome::Rejected(problem)
            }
        };
        let stopped = matches!(made, Outcome::Stopped(_));
        outcome = sink(made, &tally);
        if outcome.is_err() || stopped { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    ordered(options.threads, drafts, &make, one, next)?;
    outcome?;
    Ok(tally)
}

/// What a thread made of a record.
enum Made<T> {
    Done { result: T, warning: Option<Problem>, skipped: Option<&'static str> },
    Passed(&'static str),
    Rejected(Problem),
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::doc::Source;

    fn article(number: u64) -> Record {
        let source = Source { file: Some("f".into()), record: Some(number), ..Source::default() };
        Record { article: Article { id: number.to_string(), source, ..Article::default() }, warning: None }
    }

    fn problem(number: u64) -> Problem {
        Problem { place: Place::line(&"f".into(), number), trouble: Trouble::Empty }
    }

    fn warned(number: u64) -> Record {
        Record { warning: Some(problem(number)), ..article(number) }
    }

    fn records() -> Vec<Result<Record, Problem>> {
        vec![Ok(article(1)), Err(problem(2)), Ok(article(3)), Ok(warned(4)), Ok(article(5))]
    }

    fn options(threads: usize, strict: bool) -> Options {
        Options { threads: NonZeroUsize::new(threads).unwrap(), strict, prompt: false }
    }

    /// Runs `records` and gives output, reports and tally. The state counts articles; article 3 panics.
    fn outcome(records: Vec<Result<Record, Problem>>, options: Options) -> (String, Vec<String>, Tally) {
        record_panics();
        let (mut out, mut reports) = (Vec::new(), Vec::new());
        let work = |(): &mut (), article: &Article, out: &mut dyn Write| {
            write!(out, "half of ")?;
            assert!(article.id != "3", "three");
            writeln!(out, "{}", article.id)
        };
        let report = |problem: &Problem, effect: Effect| reports.push(format!("{effect:?} {problem}"));
        let tally = batch(records.into_iter(), options, || (), work, &mut out, report).unwrap();
        (String::from_utf8(out).unwrap(), reports, tally)
    }

    #[test]
    fn a_panic_is_a_reject_and_leaves_no_output() {
        for threads in [1, 4] {
            let (out, reports, tally) = outcome(records(), options(threads, false));
            assert_eq!(out, "half of 1\nhalf of 4\nhalf of 5\n");
            assert_eq!(reports.len(), 3);
            assert_eq!(reports[0], "Rejected f:2: A103 is empty");
            assert!(reports[1].starts_with("Rejected f:3: A130 the program failed on this article (three at "));
            assert!(reports[1].contains("src/run/mod.rs:"), "{}", reports[1]);
            assert_eq!(reports[2], "Warned f:4: A103 is empty");
            assert_eq!((tally.records, tally.analysed, tally.all_rejected(), tally.all_warnings()), (5, 3, 2, 1));
            assert!(tally.adds_up());
        }
    }

    #[test]
    fn strict_ends_at_the_first_problem() {
        for threads in [1, 4] {
            let (out, reports, tally) = outcome(records(), options(threads, true));
            assert_eq!(out, "half of 1\n");
            assert_eq!(reports, ["Stopped f:2: A103 is empty"]);
            assert_eq!((tally.records, tally.analysed, tally.all_rejected(), tally.all_warnings()), (2, 1, 1, 0));
            let (out, reports, _) =
                outcome(vec![Ok(article(1)), Ok(warned(2)), Ok(article(4))], options(threads, true));
            assert_eq!(out, "half of 1\n");
            assert_eq!(reports, ["Stopped f:2: A103 is empty"]);
        }
    }

    #[test]
    fn a_panic_makes_a_new_state() {
        record_panics();
        let work = |seen: &mut Vec<String>, article: &Article, out: &mut dyn Write| {
            seen.push(article.id.clone());
            assert!(article.id != "2");
            writeln!(out, "{}", seen.join(" "))
        };
        let mut out = Vec::new();
        let articles = (1..=4).map(article).map(Ok).collect::<Vec<_>>().into_iter();
        batch(articles, options(1, false), Vec::new, work, &mut out, |_, _| ()).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), "1\n3\n3 4\n");
    }

    /// Fails after some bytes.
    struct Full(usize);

    impl Write for Full {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0 = self.0.checked_sub(bytes.len()).ok_or(io::ErrorKind::StorageFull)?;
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_full_disk_ends_the_batch() {
        for threads in [1, 4] {
            let endless = (1..).map(article).map(Ok);
            let work = |(): &mut (), _: &Article, out: &mut dyn Write| writeln!(out, "x");
            let result = batch(endless, options(threads, false), || (), work, &mut Full(100), |_, _| ());
            assert_eq!(result.unwrap_err().kind(), io::ErrorKind::StorageFull);
        }
    }
}
