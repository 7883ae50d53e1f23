//! Alerts: what happens to homes is compared with all saved searches, and their owners are
//! told, at once or with all else of a day or a week.

mod consumer;
mod fan_out;
mod letter;
mod schedule;
mod sending;

#[cfg(test)]
mod tests;

pub use sending::Sent;

use crate::search::words_in;
use durbar_domain::saved_search::SavedSearchIndex;
use durbar_platform::{
    Platform, PlatformError,
    accounts::AccountStore,
    alerts::{AlertQueue, SavedSearchStore},
    listings::ListingStore,
    mail::MailSender,
};
use futures::TryStreamExt;
use jiff::Timestamp;
use std::{
    error::Error,
    future::Future,
    sync::{Arc, PoisonError, RwLock},
    time::Duration,
};
use tokio::sync::{Notify, watch};

/// Pauses between attempts to read all saved searches.
const FIRST_PAUSE: Duration = Duration::from_millis(500);
const LONGEST_PAUSE: Duration = Duration::from_secs(60);
/// How often what falls due is looked for without having been told.
const LOOK_EVERY: Duration = Duration::from_secs(30);
/// How often all saved searches are read anew: other processes follow their own events.
const LOAD_EVERY: Duration = Duration::from_secs(3_600);

/// Tells owners of saved searches what happens to homes. Cheap to clone.
#[derive(Clone)]
pub struct Alerts {
    inner: Arc<Inner>,
}

struct Inner {
    searches: SavedSearchStore,
    queue: AlertQueue,
    listings: ListingStore,
    accounts: AccountStore,
    mail: Arc<dyn MailSender>,
    /// What every link in a mail starts with, as in `https://durbar.example`.
    origin: String,
    /// All saved searches that want mail.
    index: RwLock<SavedSearchIndex>,
    /// Whether they have been read.
    loaded: watch::Sender<bool>,
    /// Told when something may be due.
    waiting: Notify,
    /// This process, where several take turns.
    holder: String,
}

impl Alerts {
    /// Starts reading all saved searches in the background; events wait until that is done.
    /// `origin` is what every link in a mail starts with, without a slash at its end. Needs a
    /// tokio runtime.
    pub fn start(
        platform: &Platform,
        mail: Arc<dyn MailSender>,
        origin: impl Into<String>,
    ) -> Alerts {
        let alerts = Alerts {
            inner: Arc::new(Inner {
                searches: SavedSearchStore::new(platform.table.clone()),
                queue: AlertQueue::new(platform.table.clone()),
                listings: ListingStore::new(platform.table.clone()),
                accounts: AccountStore::new(platform.table.clone()),
                mail,
                origin: origin.into(),
                index: RwLock::new(SavedSearchIndex::new(words_in)),
                loaded: watch::Sender::new(false),
                waiting: Notify::new(),
                holder: format!("{:032x}", rand::random::<u128>()),
            }),
        };
        let loading = alerts.clone();
        tokio::spawn(async move { loading.load_until_done().await });
        alerts
    }

    async fn load_until_done(&self) {
        let mut pause = FIRST_PAUSE;
        while let Err(error) = self.load().await {
            tracing::error!(
                error = &error as &dyn Error,
                "could not read the saved searches; trying again"
            );
            tokio::time::sleep(pause).await;
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
    }

    /// Reads all saved searches from the table; gives back how many want mail. Those that
    /// change meanwhile are brought up to date by their events, and never set back.
    pub async fn load(&self) -> Result<usize, PlatformError> {
        let now = Timestamp::now();
        let mut seen = std::collections::HashSet::new();
        for shard in SavedSearchStore::shards() {
            let mut pages = std::pin::pin!(self.inner.searches.all_in(shard));
            while let Some(page) = pages.try_next().await? {
                let mut index = self.index_mut();
                for search in &page {
                    seen.insert(search.saved_search_id);
                    index.put(search);
                }
            }
        }
        let mut index = self.index_mut();
        // What was deleted by another process; of what came since then the event tells.
        let started = u64::try_from(now.as_millisecond()).unwrap_or(0);
        index.retain(|id| seen.contains(&id) || id.unix_ms() >= started);
        let count = index.len();
        drop(index);
        self.inner.loaded.send_replace(true);
        tracing::info!(searches = count, "read the saved searches");
        Ok(count)
    }

    /// Waits until all saved searches have been read.
    pub async fn ready(&self) {
        // The sender lives as long as this.
        let _ = self
            .inner
            .loaded
            .subscribe()
            .wait_for(|loaded| *loaded)
            .await;
    }

    /// Sends what falls due, as soon as there is something, until `stopped`.
    pub async fn run(&self, stopped: impl Future<Output = ()> + Send) {
        let mut stopped = std::pin::pin!(stopped);
        let mut loaded = tokio::time::Instant::now();
        loop {
            let outcome = tokio::select! {
                outcome = self.run_due(Timestamp::now()) => outcome,
                () = &mut stopped => return,
            };
            if let Err(error) = outcome {
                let error = &error as &dyn Error;
                tracing::warn!(error, "could not send what is due");
            }
            if loaded.elapsed() >= LOAD_EVERY {
                loaded = tokio::time::Instant::now();
                if let Err(error) = self.load().await {
                    let error = &error as &dyn Error;
                    tracing::warn!(error, "could not read the saved searches anew");
                }
            }
            tokio::select! {
                () = tokio::time::sleep(LOOK_EVERY) => {}
                () = self.inner.waiting.notified() => {}
                () = &mut stopped => return,
            }
        }
    }

    fn index_mut(&self) -> std::sync::RwLockWriteGuard<'_, SavedSearchIndex> {
        self.inner
            .index
            .write()
            .unwrap_or_else(PoisonError::into_inner)
    }

    fn index(&self) -> std::sync::RwLockReadGuard<'_, SavedSearchIndex> {
        self.inner
            .index
            .read()
            .unwrap_or_else(PoisonError::into_inner)
    }
}
