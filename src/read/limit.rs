//! A bound for readers that hold a whole record in memory by themselves.

use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::MAX_RECORD;

/// Fails when more than [`MAX_RECORD`] bytes (and what is buffered) are read without [`Limit::next`].
pub(super) struct Limited<R> {
    inner: R,
    limit: Limit,
}

/// Tells the reader that a new record begins.
#[derive(Clone, Default)]
pub(super) struct Limit(Arc<AtomicU64>);

impl Limit {
    pub(super) fn over<R: Read>(&self, inner: R) -> Limited<R> {
        Limited { inner, limit: self.clone() }
    }

    pub(super) fn next(&self) {
        self.0.store(0, Ordering::Relaxed);
    }

    /// Whether the bound was reached.
    pub(super) fn reached(&self) -> bool {
        self.0.load(Ordering::Relaxed) > MAX_RECORD as u64
    }
}

impl<R: Read> Read for Limited<R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        if self.limit.reached() {
            return Err(io::Error::other("the record is too large"));
        }
        let read = self.inner.read(buf)?;
        self.limit.0.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}
