//! How far a run is: a bar at a terminal, or a line from time to time.

use std::io::{self, IsTerminal};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

use super::complain;
use crate::run::Tally;

/// How to tell how far a run is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Choice {
    /// A bar when standard error is a terminal and the output goes elsewhere.
    #[default]
    Auto,
    /// A line every ten seconds.
    Plain,
    /// Nothing.
    None,
}

/// Time between two plain lines.
const EVERY: Duration = Duration::from_secs(10);

/// Tells how far a run is.
pub(super) struct Progress {
    show: Show,
    /// Bytes read so far of all input files.
    read: Arc<AtomicU64>,
    /// Bytes of all input files, where they are known.
    total: Option<u64>,
    start: Instant,
    told: Instant,
}

enum Show {
    Bar(ProgressBar),
    Plain,
    None,
}

impl Progress {
    pub(super) fn new(choice: Choice, to_file: bool, read: Arc<AtomicU64>, total: Option<u64>) -> Self {
        let free = to_file || !io::stdout().is_terminal();
        let show = match choice {
            Choice::Plain => Show::Plain,
            Choice::Auto if free && io::stderr().is_terminal() => Show::Bar(bar(total)),
            _ => Show::None,
        };
        Self { show, read, total, start: Instant::now(), told: Instant::now() }
    }

    /// Tells of `tally`, where it is time to.
    pub(super) fn tick(&mut self, tally: &Tally, events: u64) {
        let read = self.read.load(Ordering::Relaxed);
        match &self.show {
            Show::None => {}
            Show::Bar(bar) => {
                bar.set_position(read);
                bar.set_message(counts(tally, events));
            }
            Show::Plain if self.told.elapsed() >= EVERY => {
                self.told = Instant::now();
                complain(self.line(tally, events, read));
            }
            Show::Plain => {}
        }
    }

    fn line(&self, tally: &Tally, events: u64, read: u64) -> String {
        let seconds = self.start.elapsed().as_secs_f64();
        let speed = read as f64 / 1e6 / seconds.max(0.001);
        let part = self.total.filter(|&total| total > 0).map(|total| {
            let part = (read as f64 / total as f64).min(1.0);
            let left = seconds * (1.0 - part) / part.max(1e-6);
            format!("; {:.0} %, about {left:.0} s left", part * 100.0)
        });
        format!("{}; {speed:.1} MB/s{}", counts(tally, events), part.unwrap_or_default())
    }

    /// Writes a line that a bar does not overwrite.
    pub(super) fn say(&self, message: impl std::fmt::Display) {
        match &self.show {
            Show::Bar(bar) => bar.suspend(|| complain(message)),
            _ => complain(message),
        }
    }

    pub(super) fn end(&self, tally: &Tally, events: u64) {
        match &self.show {
            Show::Bar(bar) => bar.finish_and_clear(),
            Show::Plain => complain(self.line(tally, events, self.read.load(Ordering::Relaxed))),
            Show::None => {}
        }
    }

    pub(super) fn seconds(&self) -> f64 {
        self.start.elapsed().as_secs_f64()
    }
}

fn counts(tally: &Tally, events: u64) -> String {
    format!("{} articles, {events} events, {} rejected", tally.analysed, tally.all_rejected())
}

fn bar(total: Option<u64>) -> ProgressBar {
    let (bar, template) = match total {
        Some(total) => (ProgressBar::new(total), "{bar:24} {percent:>3} % {bytes_per_sec} {msg}, {eta} left"),
        None => (ProgressBar::new_spinner(), "{spinner} {bytes} {bytes_per_sec} {msg}"),
    };
    bar.with_style(ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar()))
}
