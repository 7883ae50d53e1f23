//! Where a test ends the process.

use durbar_platform::media::Task;
use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering},
};

/// A point between two things that happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Boundary {
    /// The work is taken up.
    Before,
    /// It is done, and nobody has written that down.
    Done,
    /// It is written down.
    Settled,
}

/// Ends the work at the boundary of this number, counted from 0, as `kill -9` would: nothing is
/// done after it. Cheap to clone; clones count together.
#[derive(Debug, Clone)]
pub struct Fault {
    left: Arc<AtomicU32>,
}

/// The work was ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Killed;

impl Fault {
    pub fn at(number: u32) -> Self {
        Self {
            left: Arc::new(AtomicU32::new(number)),
        }
    }

    /// Whether it has struck.
    pub fn has_struck(&self) -> bool {
        self.left.load(Ordering::SeqCst) == u32::MAX
    }

    pub(super) fn strikes(&self, boundary: Boundary, task: &Task) -> bool {
        let before = self
            .left
            .fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| {
                (left != u32::MAX).then(|| left.wrapping_sub(1))
            });
        let strikes = before == Ok(0);
        if strikes {
            tracing::info!(?boundary, ?task, "a test ends the work here");
        }
        strikes
    }
}
