//! How pages are answered: counted in memory by group, written to the table and to the log by
//! the minute. Nothing but numbers is kept of a request, so nothing of a visitor can be.

mod emf;
mod group;

#[cfg(test)]
mod tests;

pub use emf::{LINE, TARGET};

use durbar_domain::service_level::{PageGroup, PageTotals};
use durbar_services::{ServiceError, ServiceLevels};
use jiff::{Timestamp, civil::Date};
use std::{
    collections::BTreeMap,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};
use strum::VariantArray as _;
use tokio::time::Instant;

/// What was counted is written this often.
pub const EVERY: Duration = Duration::from_secs(60);

/// What is known of a request that was answered.
#[derive(Debug, Clone, Copy)]
pub struct Answered<'a> {
    /// The pattern that matched, not the address itself.
    pub route: Option<&'a str>,
    /// Where the answer came from, as its handler says.
    pub origin: Option<&'static str>,
    pub is_fault: bool,
    pub elapsed: Duration,
}

/// Counts requests. What was counted and isn't written is lost with a process that is killed: a
/// minute's worth at most, as long as the table answers.
#[derive(Debug)]
pub struct Metrics {
    counted: Mutex<PageTotals>,
    levels: ServiceLevels,
    // One flush at a time, so that the last one of a stop waits for the one before.
    writing: tokio::sync::Mutex<Writing>,
}

#[derive(Debug, Default)]
struct Writing {
    /// What the table didn't take, for the next time.
    waiting: BTreeMap<Date, PageTotals>,
    /// When it was written last.
    last: Option<Instant>,
}

impl Metrics {
    pub fn new(levels: ServiceLevels) -> Self {
        Self {
            counted: Mutex::default(),
            levels,
            writing: tokio::sync::Mutex::default(),
        }
    }

    /// Counts an answer, if it is one of a page.
    pub fn count(&self, answered: Answered<'_>) {
        if let Some(group) = group::of(&answered) {
            let mut counted = self.counted();
            let counts = counted.of_mut(group);
            counts.count(answered.elapsed, answered.is_fault);
        }
    }

    /// Writes what was counted; gives back how many requests. What the table doesn't take is
    /// written the next time.
    ///
    /// # Errors
    /// When the table doesn't answer.
    pub async fn flush(&self, now: Timestamp) -> Result<u64, ServiceError> {
        let mut writing = self.writing.lock().await;
        writing.last = Some(Instant::now());
        let counted = std::mem::take(&mut *self.counted());
        emf::log(&counted, now);
        if counted.all().requests > 0 {
            let day = ServiceLevels::day(now);
            writing.waiting.entry(day).or_default().add(&counted);
        }
        let mut written = 0;
        while let Some(mut day) = writing.waiting.first_entry() {
            let date = *day.key();
            for group in PageGroup::VARIANTS {
                let counts = day.get_mut().of_mut(*group);
                if counts.requests > 0 {
                    self.levels.add(date, *group, counts).await?;
                    written += counts.requests;
                    *counts = Default::default();
                }
            }
            day.remove();
        }
        Ok(written)
    }

    /// Writes what was counted, if that wasn't done within [`EVERY`]: for a process that
    /// stands still between requests, in which the first is written at once. What a process
    /// counts after its last writing goes with it.
    ///
    /// # Errors
    /// As [`Self::flush`].
    pub async fn flush_when_due(&self, now: Timestamp) -> Result<u64, ServiceError> {
        let last = self.writing.lock().await.last;
        match last.is_some_and(|last| last.elapsed() < EVERY) {
            true => Ok(0),
            false => self.flush(now).await,
        }
    }

    /// Writes at regular times until `stopped`, and once more then.
    pub async fn flush_every(&self, every: Duration, stopped: impl Future<Output = ()> + Send) {
        let mut stopped = std::pin::pin!(stopped);
        loop {
            let stop = tokio::select! {
                () = tokio::time::sleep(every) => false,
                () = &mut stopped => true,
            };
            if let Err(error) = self.flush(Timestamp::now()).await {
                tracing::warn!(
                    error = &error as &dyn std::error::Error,
                    "could not write how pages were answered"
                );
            }
            if stop {
                return;
            }
        }
    }

    fn counted(&self) -> MutexGuard<'_, PageTotals> {
        self.counted.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
