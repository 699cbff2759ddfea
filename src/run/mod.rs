//! Batches: articles go through worker threads and come out in the order they came in.
//!
//! Knows no linguistics: what a worker does to an article is a function that it is given. The output is the same to the
//! byte for any number of threads. An article on which the worker panics is a reject like any other.

mod ordered;
mod panics;

use std::io::{self, Write};
use std::num::NonZeroUsize;
use std::ops::ControlFlow;

use crate::doc::Article;
use crate::read::{Place, Problem, Record, Trouble};
use ordered::ordered;
pub use panics::record_panics;

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

/// What a batch came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Articles written.
    pub written: u64,
    /// Records that were skipped.
    pub skipped: u64,
    /// Articles written without a field that was wrong.
    pub warnings: u64,
}

/// What a problem did to its record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// The record was skipped.
    Skipped,
    /// The article was analysed without the field.
    Warned,
    /// The batch ended here.
    Stopped,
}

/// Runs every article of `records` through `work` and writes the results to `out` in the order of the articles.
///
/// Each thread has a state made by `make`, and makes a new one after a panic. `work` writes what is to be written for
/// its article. Problems go to `report` in the order of the records.
///
/// ```
/// use std::num::NonZeroUsize;
/// use advocoder::{read, run};
/// let records = read::Inputs::new(["examples/articles.jsonl"], read::Options::default());
/// let options = run::Options { threads: NonZeroUsize::MIN, strict: false, prompt: false };
/// let mut out = Vec::new();
/// let tally = run::batch(records, options, || (), |(), article, out| writeln!(out, "{}", article.text.len()), &mut out,
///     |problem, _| eprintln!("{problem}"))?;
/// assert_eq!(tally.written, 3);
/// # Ok::<(), std::io::Error>(())
/// ```
///
/// # Errors
/// What writing to `out` fails with.
pub fn batch<S>(
    records: impl Iterator<Item = Result<Record, Problem>> + Send,
    options: Options,
    make: impl Fn() -> S + Sync,
    work: impl Fn(&mut S, &Article, &mut dyn Write) -> io::Result<()> + Sync,
    out: &mut (dyn Write + Send),
    report: impl FnMut(&Problem, Effect) + Send,
) -> io::Result<Tally> {
    let work = |state: &mut S, article: &Article| {
        let mut bytes = Vec::new();
        work(state, article, &mut bytes).map(|()| bytes)
    };
    let write = |bytes: Vec<u8>| out.write_all(&bytes).and_then(|()| if options.prompt { out.flush() } else { Ok(()) });
    let tally = gather(records, options, make, work, write, report)?;
    out.flush()?;
    Ok(tally)
}

/// As [`batch`], for results of any kind: hands what `work` makes of each article to `sink`, in the order of the
/// articles.
///
/// # Errors
/// What `sink` fails with, which ends the batch. Where `work` fails, the article is skipped.
pub fn gather<S, T: Send>(
    records: impl Iterator<Item = Result<Record, Problem>> + Send,
    options: Options,
    make: impl Fn() -> S + Sync,
    work: impl Fn(&mut S, &Article) -> io::Result<T> + Sync,
    mut sink: impl FnMut(T) -> io::Result<()> + Send,
    mut report: impl FnMut(&Problem, Effect) + Send,
) -> io::Result<Tally> {
    let mut tally = Tally::default();
    let mut outcome = Ok(());
    let one = |state: &mut S, record: Result<Record, Problem>| -> Result<Done<T>, Problem> {
        let Record { article, warning } = record?;
        let failed = match panics::catch(|| work(state, &article)) {
            Ok(Ok(result)) => return Ok(Done { result, warning }),
            Ok(Err(error)) => error.to_string(),
            Err(message) => {
                *state = make();
                message
            }
        };
        let file = article.source.file.as_deref().unwrap_or(&article.id);
        let place = Place { file: file.into(), line: article.source.record, column: None };
        Err(Problem { place, trouble: Trouble::Failed(failed) })
    };
    let next = |done: Result<Done<T>, Problem>| {
        let (result, problem) = match done {
            Ok(Done { result, warning }) => (Some(result), warning),
            Err(problem) => (None, Some(problem)),
        };
        let stopped = options.strict && problem.is_some();
        if let Some(problem) = &problem {
            let effect = match &result {
                _ if stopped => Effect::Stopped,
                Some(_) => Effect::Warned,
                None => Effect::Skipped,
            };
            report(problem, effect);
        }
        match result.filter(|_| !stopped) {
            Some(result) => {
                tally.written += 1;
                tally.warnings += u64::from(problem.is_some());
                outcome = sink(result);
            }
            None => tally.skipped += 1,
        }
        if outcome.is_err() || stopped { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    ordered(options.threads, records, &make, one, next)?;
    outcome?;
    Ok(tally)
}

/// What an article came to.
struct Done<T> {
    result: T,
    warning: Option<Problem>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::doc::Source;

    fn article(number: u64) -> Record {
        let source = Source { file: Some("f".into()), record: Some(number) };
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
            assert_eq!(reports[0], "Skipped f:2: A103 is empty");
            assert!(reports[1].starts_with("Skipped f:3: A130 the program failed on this article (three at "));
            assert!(reports[1].contains("src/run/mod.rs:"), "{}", reports[1]);
            assert_eq!(reports[2], "Warned f:4: A103 is empty");
            assert_eq!(tally, Tally { written: 3, skipped: 2, warnings: 1 });
        }
    }

    #[test]
    fn strict_ends_at_the_first_problem() {
        for threads in [1, 4] {
            let (out, reports, tally) = outcome(records(), options(threads, true));
            assert_eq!(out, "half of 1\n");
            assert_eq!(reports, ["Stopped f:2: A103 is empty"]);
            assert_eq!(tally, Tally { written: 1, skipped: 1, warnings: 0 });
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
