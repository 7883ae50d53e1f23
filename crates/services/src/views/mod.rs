//! Daily views of listings: counted in memory, written in batches, nothing kept of who looked.

mod recent;

#[cfg(test)]
mod tests;

use crate::ServiceError;
use durbar_domain::PropertyId;
use durbar_platform::{
    Platform,
    keys::VIEW_SHARDS,
    listings::ListingStore,
    views::{ViewCount, ViewStore},
};
use jiff::{Timestamp, civil::Date, tz::Offset};
use recent::RecentVisitors;
use std::{
    collections::{BTreeMap, HashMap},
    future::Future,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

/// Different listings and days that wait to be written; views of others are dropped, since
/// only someone who makes up identifiers comes here.
const MOST_WAITING: usize = 50_000;
/// From so many views in one flush on, a listing is written to a shard of this process.
const HOT: u64 = 100;

type Counts = HashMap<(PropertyId, Date), u64>;

/// Counts views. Cheap to clone.
#[derive(Clone)]
pub struct Views {
    inner: Arc<Inner>,
}

struct Inner {
    store: ViewStore,
    listings: ListingStore,
    counting: Mutex<Counting>,
    /// The shard this process writes hot listings to.
    hot_shard: u8,
    // One flush at a time, so that the last one of a stop waits for the one before.
    flushing: tokio::sync::Mutex<()>,
}

#[derive(Default)]
struct Counting {
    visitors: RecentVisitors,
    waiting: Counts,
}

impl Views {
    pub fn new(platform: &Platform) -> Self {
        Self {
            inner: Arc::new(Inner {
                store: ViewStore::new(platform.table.clone()),
                listings: ListingStore::new(platform.table.clone()),
                counting: Mutex::default(),
                hot_shard: rand::random_range(1..VIEW_SHARDS),
                flushing: tokio::sync::Mutex::default(),
            }),
        }
    }

    /// Counts a view at `now`, unless the same visitor saw the same listing within the hour
    /// before; tells whether it counted. `visitor` is any hash of what tells visitors apart:
    /// it is hashed again with a secret of this process that changes by the hour, kept for at
    /// most two hours, and never written.
    pub fn seen(&self, listing_id: PropertyId, visitor: u64, now: Timestamp) -> bool {
        let mut counting = self
            .inner
            .counting
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let day = (listing_id, Offset::UTC.to_datetime(now).date());
        if counting.waiting.len() >= MOST_WAITING && !counting.waiting.contains_key(&day) {
            return false;
        }
        let first = counting
            .visitors
            .first_within_the_hour(listing_id, visitor, now);
        if first {
            *counting.waiting.entry(day).or_insert(0) += 1;
        }
        first
    }

    /// Writes the views that wait; gives back how many. Those of listings that don't exist
    /// are dropped; after an error the rest waits for the next time.
    pub async fn flush(&self) -> Result<u64, ServiceError> {
        let _turn = self.inner.flushing.lock().await;
        let waiting = std::mem::take(&mut self.counting().waiting);
        if waiting.is_empty() {
            return Ok(0);
        }
        let mut ids: Vec<PropertyId> = waiting.keys().map(|(id, _)| *id).collect();
        ids.sort_unstable();
        ids.dedup();
        let existing = match self.inner.listings.existing(&ids).await {
            Ok(existing) => existing,
            Err(error) => {
                self.wait_again(waiting);
                return Err(error.into());
            }
        };
        let real: Vec<ViewCount> = waiting
            .into_iter()
            .filter(|((id, _), _)| existing.contains(id))
            .map(|((listing_id, date), count)| {
                let shard = if count >= HOT {
                    self.inner.hot_shard
                } else {
                    0
                };
                ViewCount {
                    listing_id,
                    date,
                    shard,
                    count,
                }
            })
            .collect();
        self.write(&real).await
    }

    /// Writes views; what could not be written waits for the next time.
    async fn write(&self, views: &[ViewCount]) -> Result<u64, ServiceError> {
        let mut written = 0;
        for (number, some) in views.chunks(ViewStore::AT_ONCE).enumerate() {
            if let Err(error) = self.inner.store.add(some).await {
                let left = views.iter().skip(number * ViewStore::AT_ONCE);
                self.wait_again(left.map(|view| ((view.listing_id, view.date), view.count)));
                return Err(error.into());
            }
            written += some.iter().map(|view| view.count).sum::<u64>();
        }
        Ok(written)
    }

    /// Puts counts back among those that wait.
    fn wait_again(&self, counts: impl IntoIterator<Item = ((PropertyId, Date), u64)>) {
        let mut counting = self.counting();
        for (day, count) in counts {
            *counting.waiting.entry(day).or_insert(0) += count;
        }
    }

    fn counting(&self) -> std::sync::MutexGuard<'_, Counting> {
        self.inner
            .counting
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// Writes at regular times until `stopped`, and once more then.
    pub async fn flush_every(&self, every: Duration, stopped: impl Future<Output = ()> + Send) {
        let mut stopped = std::pin::pin!(stopped);
        loop {
            let stop = tokio::select! {
                () = tokio::time::sleep(every) => false,
                () = &mut stopped => true,
            };
            if let Err(error) = self.flush().await {
                tracing::warn!(
                    error = &error as &dyn std::error::Error,
                    "could not write the views"
                );
            }
            if stop {
                return;
            }
        }
    }

    /// Views of a listing on the days from one to another (UTC), both included, as far as
    /// they are written; a day without views is left out.
    pub async fn daily(
        &self,
        id: PropertyId,
        from: Date,
        to: Date,
    ) -> Result<BTreeMap<Date, u64>, ServiceError> {
        Ok(self.inner.store.daily(id, from, to).await?)
    }
}
