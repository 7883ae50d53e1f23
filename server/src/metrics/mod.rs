//! How pages are answered and come up in browsers: counted in memory by group, written to the
//! table and to the log by the minute. Nothing but numbers is kept of a request, so nothing of a
//! visitor can be.

mod emf;
mod group;
mod queues;
mod site;
mod visits;

#[cfg(test)]
mod line_tests;
#[cfg(test)]
mod tests;

pub use emf::{LINE, TARGET};
pub use queues::{Queues, log_cold_start};

use durbar_domain::{
    service_level::{PageGroup, PageTotals},
    web_vitals::{PageKind, Report, VitalTotals},
};
use durbar_services::{Premium, ServiceError, ServiceLevels};
use jiff::{Timestamp, civil::Date};
use site::SiteCounts;
use std::{
    collections::BTreeMap,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};
use strum::VariantArray as _;
use tokio::time::Instant;
use visits::Visits;

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
    /// Whether it was refused for asking too often.
    pub is_throttled: bool,
    pub elapsed: Duration,
}

/// Counts requests. What was counted and isn't written is lost with a process that is killed: a
/// minute's worth at most, as long as the table answers.
#[derive(Debug)]
pub struct Metrics {
    counted: Mutex<Counted>,
    levels: ServiceLevels,
    /// Counts what members open.
    premium: Option<Premium>,
    // One flush at a time, so that the last one of a stop waits for the one before.
    writing: tokio::sync::Mutex<Writing>,
}

/// Since the last writing.
#[derive(Debug, Default)]
struct Counted {
    pages: PageTotals,
    site: SiteCounts,
    visits: Visits,
}

/// What is to be written of a day.
#[derive(Debug, Default)]
struct Unwritten {
    pages: PageTotals,
    vitals: VitalTotals,
}

#[derive(Debug, Default)]
struct Writing {
    /// What the table didn't take, for the next time.
    waiting: BTreeMap<Date, Unwritten>,
    /// When it was written last.
    last: Option<Instant>,
}

impl Metrics {
    pub fn new(levels: ServiceLevels) -> Self {
        Self {
            counted: Mutex::default(),
            levels,
            premium: None,
            writing: tokio::sync::Mutex::default(),
        }
    }

    /// The same with what members open among what is written to the log.
    pub fn with_premium(self, premium: Premium) -> Self {
        Self {
            premium: Some(premium),
            ..self
        }
    }

    /// Counts an answer, if it is one of a page.
    pub fn count(&self, answered: Answered<'_>) {
        let mut counted = self.counted();
        counted.site.count(&answered);
        if let Some(group) = group::of(&answered) {
            let counts = counted.pages.of_mut(group);
            counts.count(answered.elapsed, answered.is_fault);
        }
    }

    /// Counts what a browser told of a visit, unless this visitor told of too many; whether it
    /// counted. `visitor` tells visitors apart and is forgotten at the next writing.
    pub fn report(&self, report: &Report, visitor: u64) -> bool {
        self.counted().visits.count(report, visitor)
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
        self.log(&counted, now);
        let (pages, vitals) = (counted.pages, counted.visits.totals);
        if pages.all().requests > 0 || !vitals.is_empty() {
            let day = ServiceLevels::day(now);
            let unwritten = writing.waiting.entry(day).or_default();
            unwritten.pages.add(&pages);
            unwritten.vitals.add(&vitals);
        }
        let mut written = 0;
        while let Some(mut day) = writing.waiting.first_entry() {
            let date = *day.key();
            for group in PageGroup::VARIANTS {
                let counts = day.get_mut().pages.of_mut(*group);
                if counts.requests > 0 {
                    self.levels.add(date, *group, counts).await?;
                    written += counts.requests;
                    *counts = Default::default();
                }
            }
            for page in PageKind::VARIANTS {
                let vitals = day.get_mut().vitals.of_mut(*page);
                self.levels.add_vitals(date, *page, vitals).await?;
                *vitals = Default::default();
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

    fn log(&self, counted: &Counted, now: Timestamp) {
        // Taken even where nobody reads it, so that it isn't told of another time.
        let opened = self.premium.as_ref().map(Premium::take_opens);
        if !emf::is_read() {
            return;
        }
        emf::log_pages(&counted.pages, now);
        emf::log_vitals(&counted.visits.totals, now);
        site::line(counted.site, now).iter().for_each(emf::log);
        let opened = opened.map(|opened| site::opened(opened, now));
        opened.iter().flatten().for_each(emf::log);
    }

    fn counted(&self) -> MutexGuard<'_, Counted> {
        self.counted.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
