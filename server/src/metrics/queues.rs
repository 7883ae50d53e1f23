//! How long what waits has been waiting, and how long a function took to start.

use super::emf;
use durbar_platform::{
    Platform, PlatformError,
    media::{MediaStore, Queue},
    outbox::Outbox,
};
use futures::future::try_join_all;
use jiff::Timestamp;
use serde_json::Value;
use std::time::Duration;

/// The queues that are looked at. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Queues {
    outbox: Outbox,
    media: MediaStore,
}

/// How long the oldest of each queue has been due; nothing while nothing waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Ages {
    pub events: Duration,
    pub media: Duration,
}

impl Queues {
    pub fn new(platform: &Platform) -> Self {
        Self {
            outbox: Outbox::new(platform.table.clone()),
            media: MediaStore::new(platform.table.clone()),
        }
    }

    /// Writes how long the oldest has been waiting, if anybody reads it.
    pub async fn log(&self, now: Timestamp) {
        if !emf::is_read() {
            return;
        }
        match self.ages(now).await {
            Ok(ages) => lines(ages, now).iter().for_each(emf::log),
            Err(error) => tracing::warn!(
                error = &error as &dyn std::error::Error,
                "could not look at the queues"
            ),
        }
    }

    /// Writes it at regular times until `stopped`.
    pub async fn log_every(&self, every: Duration, stopped: impl Future<Output = ()> + Send) {
        let mut stopped = std::pin::pin!(stopped);
        loop {
            tokio::select! {
                () = tokio::time::sleep(every) => self.log(Timestamp::now()).await,
                () = &mut stopped => return,
            }
        }
    }

    pub(super) async fn ages(&self, now: Timestamp) -> Result<Ages, PlatformError> {
        let events = try_join_all(Outbox::shards().map(|shard| async move {
            let pending = self.outbox.pending(shard, None, 1).await?;
            let oldest = pending.events.first();
            Ok::<_, PlatformError>(oldest.map(|pending| pending.event.occurred_at))
        }));
        let queues = [Queue::Files, Queue::Fetches].into_iter();
        let queues = queues.flat_map(|queue| MediaStore::shards().map(move |shard| (queue, shard)));
        let media = try_join_all(queues.map(|queue| async move {
            let due = self.media.due(queue, now, 1).await?;
            Ok::<_, PlatformError>(due.first().map(|due| due.due_at))
        }));
        Ok(Ages {
            events: age(events.await?, now),
            media: age(media.await?, now),
        })
    }
}

fn age(oldest: Vec<Option<Timestamp>>, now: Timestamp) -> Duration {
    let oldest = oldest.into_iter().flatten().min();
    let waited = oldest.map(|oldest| now.duration_since(oldest));
    waited
        .and_then(|waited| Duration::try_from(waited).ok())
        .unwrap_or_default()
}

pub(super) fn lines(ages: Ages, now: Timestamp) -> [Value; 2] {
    [("events", ages.events), ("media", ages.media)].map(|(part, age)| {
        let metrics = vec![("QueueAge", emf::SECONDS, age.as_secs_f64().into())];
        emf::line(&[("Part", part)], metrics, now)
    })
}

/// Writes that a function's process was started, and how long that took.
pub fn log_cold_start(purpose: &str, initialised_in: Duration, now: Timestamp) {
    if emf::is_read() {
        emf::log(&cold_start(purpose, initialised_in, now));
    }
}

pub(super) fn cold_start(purpose: &str, initialised_in: Duration, now: Timestamp) -> Value {
    let took_ms = initialised_in.as_micros() as f64 / 1_000.0;
    let metrics = vec![
        ("ColdStarts", emf::COUNT, 1.into()),
        ("InitTime", emf::MILLISECONDS, took_ms.into()),
    ];
    emf::line(&[("Purpose", purpose)], metrics, now)
}
