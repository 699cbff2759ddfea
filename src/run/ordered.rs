//! A parallel map that keeps the order and holds a bounded number of results.

use std::collections::BTreeMap;
use std::io;
use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, Mutex};
use std::thread;

/// Results that may wait for an earlier one, per thread. Enough that one long article does not stop the others at once.
const WAITING: usize = 16;

/// Stack of a worker thread: that of the main thread, so that depth of recursion does not depend on the thread count.
const STACK: usize = 8 << 20;

/// Applies `work` to all `items` on `threads` threads and hands the results to `sink` in the order of the items, until
/// `sink` breaks. Items are taken one by one under a lock, which costs nothing beside the work on one. At most
/// 17 items a thread are in memory.
///
/// # Errors
/// When the system gives no threads.
pub(super) fn ordered<T, S, R: Send>(
    threads: NonZeroUsize,
    items: impl Iterator<Item = T> + Send,
    make: impl Fn() -> S + Sync,
    work: impl Fn(&mut S, T) -> R + Sync,
    mut sink: impl FnMut(R) -> ControlFlow<()> + Send,
) -> io::Result<()> {
    if threads.get() == 1 {
        let mut state = make();
        for item in items {
            if sink(work(&mut state, item)).is_break() {
                break;
            }
        }
        return Ok(());
    }
    let source = Mutex::new(items.enumerate());
    let output = Mutex::new(Output { next: 0, waiting: BTreeMap::new(), ended: false, sink });
    let (moved, stop) = (Condvar::new(), AtomicBool::new(false));
    let worker = || {
        let _alarm = Alarm { moved: &moved, stop: &stop };
        let mut state = make();
        while !stop.load(Ordering::Relaxed) {
            let Ok(Some((number, item))) = source.lock().map(|mut items| items.next()) else { return };
            let result = work(&mut state, item);
            let Ok(mut output) = output.lock() else { return };
            output.waiting.insert(number, result);
            output.hand_over();
            if output.ended {
                stop.store(true, Ordering::Relaxed);
            }
            moved.notify_all();
            while output.waiting.len() > WAITING * threads.get() && !stop.load(Ordering::Relaxed) {
                let Ok(woken) = moved.wait(output) else { return };
                output = woken;
            }
        }
    };
    thread::scope(|scope| {
        let start = |_| thread::Builder::new().stack_size(STACK).spawn_scoped(scope, worker).map(|_| ());
        let started = (0..threads.get()).try_for_each(start);
        if started.is_err() {
            stop.store(true, Ordering::Relaxed);
        }
        started
    })
}

struct Output<R, F> {
    /// Number of the next result to hand over.
    next: usize,
    waiting: BTreeMap<usize, R>,
    /// Whether the sink wants no more.
    ended: bool,
    sink: F,
}

impl<R, F: FnMut(R) -> ControlFlow<()>> Output<R, F> {
    fn hand_over(&mut self) {
        while !self.ended
            && let Some(result) = self.waiting.remove(&self.next)
        {
            self.next += 1;
            self.ended = (self.sink)(result).is_break();
        }
    }
}

/// Lets the other threads go when one panics: its result would never come.
struct Alarm<'a> {
    moved: &'a Condvar,
    stop: &'a AtomicBool,
}

impl Drop for Alarm<'_> {
    fn drop(&mut self) {
        if thread::panicking() {
            self.stop.store(true, Ordering::Relaxed);
            self.moved.notify_all();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::AtomicUsize;

    const THREADS: [usize; 4] = [1, 2, 3, 8];

    fn threads(n: usize) -> NonZeroUsize {
        NonZeroUsize::new(n).unwrap()
    }

    #[test]
    fn order_is_kept_whatever_the_work_takes() {
        for n in THREADS {
            let mut out = Vec::new();
            let work = |(): &mut (), item: usize| {
                if item.is_multiple_of(50) {
                    thread::sleep(std::time::Duration::from_millis(3));
                }
                item * 2
            };
            let sink = |r| {
                out.push(r);
                ControlFlow::Continue(())
            };
            ordered(threads(n), 0..500, || (), work, sink).unwrap();
            assert_eq!(out, (0..500).map(|i| i * 2).collect::<Vec<_>>());
        }
    }

    #[test]
    fn a_break_ends_an_endless_source() {
        for n in THREADS {
            let mut seen = 0;
            let sink = |r: usize| {
                assert!(seen < 100, "called after its end");
                seen = r;
                if r == 100 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            };
            ordered(threads(n), 0.., || (), |(), item| item, sink).unwrap();
            assert_eq!(seen, 100);
        }
    }

    #[test]
    fn no_more_is_taken_than_may_wait() {
        let (taken, gone) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let most = AtomicUsize::new(0);
        let items = (0..2000).inspect(|_| {
            let inside = taken.fetch_add(1, Ordering::SeqCst) + 1 - gone.load(Ordering::SeqCst);
            most.fetch_max(inside, Ordering::SeqCst);
        });
        let work = |(): &mut (), item: usize| {
            if item == 0 {
                thread::sleep(std::time::Duration::from_millis(50));
            }
        };
        let sink = |()| {
            gone.fetch_add(1, Ordering::SeqCst);
            ControlFlow::Continue(())
        };
        ordered(threads(4), items, || (), work, sink).unwrap();
        assert_eq!(gone.into_inner(), 2000);
        assert!(most.into_inner() <= 4 * (WAITING + 1) + 1);
    }

    #[test]
    fn a_panic_in_one_thread_does_not_hang_the_others() {
        let result = std::panic::catch_unwind(|| {
            let work = |(): &mut (), item: usize| assert!(item != 5);
            ordered(threads(3), 0..100_000, || (), work, |()| ControlFlow::Continue(()))
        });
        assert!(result.is_err());
    }
}
