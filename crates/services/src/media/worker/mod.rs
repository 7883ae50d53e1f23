//! The worker: takes up what is due, one lane a file, and carries it on step by step.
//!
//! A lane takes work by writing when somebody else may take it up; a lane whose process is
//! killed has that done for it. What a step makes is stored under names that follow from the
//! file alone, so that doing it again stores the same things in the same places, and only then
//! is written down, together with what comes next.

mod announce;
mod compare;
mod fault;
mod fetch;
mod film;
mod make;
mod settle;
mod steps;

pub use fault::{Boundary, Fault};

use super::{Media, whole};
use durbar_domain::media::{FailureReason, MediaState, Step};
use durbar_platform::{
    PlatformError,
    media::{DueWork, MediaRecord, MediaStore, Queue, Task, Work},
    trace,
};
use fault::Killed;
use jiff::{SignedDuration, Timestamp};
use settle::Outcome;
use std::{sync::Arc, time::Duration};
use tokio::{sync::SemaphorePermit, task::JoinSet};
use tracing::{Instrument as _, Span};

/// How often a lane looks for work when nobody tells it of any.
const LOOK_EVERY: Duration = Duration::from_secs(2);
/// Work read of a shard at a time.
const PAGE: usize = 10;
/// How much longer than a step may take its work is held.
const SLACK: SignedDuration = SignedDuration::from_secs(30);
/// Seconds that moving and deleting may take.
const CHORES_S: u32 = 600;
/// How often chores are tried before they are left to an hourly one.
const CHORE_PAUSE: SignedDuration = SignedDuration::from_secs(60);

/// The span of a step. Which file it is stays out of it.
fn traced(work: &Work) -> Span {
    let step = match &work.task {
        Task::Process { step, .. } => step.key(),
        Task::Fetch => "fetch",
        Task::GiveUpUpload => "give-up-upload",
        Task::Move { .. } => "move",
        Task::Leave { .. } => "leave",
        Task::Delete => "delete",
    };
    tracing::info_span!(
        target: trace::TARGET,
        "media",
        otel.name = format!("media {step}"),
        otel.kind = "consumer",
        attempts = work.attempts,
    )
}

impl Media {
    /// Works until `end` completes, on as many files at a time as is set. Lanes that fetch what
    /// lists name go on with it in their turn, so that it never stands before an upload for long.
    pub async fn run(self, end: impl Future<Output = ()> + Send) {
        let mut lanes = JoinSet::new();
        let settings = &self.inner.settings;
        let lanes_of = [
            (Queue::Files, settings.at_most),
            (Queue::Fetches, settings.fetches_at_most),
        ];
        for (queue, count) in lanes_of {
            for _ in 0..count.max(1) {
                let lane = self.clone();
                lanes.spawn(async move { lane.keep_working(queue).await });
            }
        }
        let announcer = self.clone();
        lanes.spawn(async move { announcer.keep_announcing().await });
        end.await;
        // What a lane was at is taken up again at the next start.
        lanes.abort_all();
    }

    async fn keep_working(&self, queue: Queue) {
        let told = match queue {
            Queue::Files => &self.inner.waiting,
            Queue::Fetches => &self.inner.fetching,
        };
        loop {
            let worked = self.work_once(queue, Timestamp::now()).await;
            let worked = worked.unwrap_or_else(|error| {
                tracing::warn!(%error, "could not look for files to work on");
                false
            });
            if !worked {
                let _ = tokio::time::timeout(LOOK_EVERY, told.notified()).await;
            }
        }
    }

    /// Works on one file of a queue; tells whether there was one, and nobody ended the work.
    async fn work_once(&self, queue: Queue, now: Timestamp) -> Result<bool, PlatformError> {
        // Fetching takes its turn once there is something to work on.
        let turn = match queue {
            Queue::Files => self.inner.turns.acquire().await.ok(),
            Queue::Fetches => None,
        };
        match self.take_one(queue, now).await? {
            Some(record) => Ok(self.carry_on(record, turn).await.is_ok()),
            None => Ok(false),
        }
    }

    /// Tells the lanes that there is something to do.
    pub(in crate::media) fn wake(&self) {
        self.inner.waiting.notify_one();
        self.inner.fetching.notify_one();
    }

    /// Works on all that is due at `now`, one file after another, those to fetch last; gives back
    /// how many there were. For tests and for a command that ends.
    ///
    /// # Errors
    /// When the table doesn't answer, or where a test ends the process.
    pub async fn run_due(&self, now: Timestamp) -> Result<usize, PlatformError> {
        let mut count = 0;
        self.announce_all().await?;
        loop {
            let found = match self.take_one(Queue::Files, now).await? {
                Some(found) => Some(found),
                None => self.take_one(Queue::Fetches, now).await?,
            };
            let Some(record) = found else {
                return Ok(count);
            };
            count += 1;
            let turn = self.inner.turns.acquire().await.ok();
            self.carry_on(record, turn)
                .await
                .map_err(|_| PlatformError::Missing {
                    key: "the process, which a test ended".to_owned(),
                })?;
        }
    }

    /// Takes up what has waited longest in some shard of a queue.
    async fn take_one(
        &self,
        queue: Queue,
        now: Timestamp,
    ) -> Result<Option<MediaRecord>, PlatformError> {
        let shards = MediaStore::shards();
        let first = rand::random_range(shards.clone());
        for shard in shards.clone().map(|it| (it + first) % shards.end) {
            for due in self.inner.store.due((queue, shard), now, PAGE).await? {
                if let Some(record) = self.take(&due, now).await? {
                    return Ok(Some(record));
                }
            }
        }
        Ok(None)
    }

    /// Takes up work unless somebody else did; work nobody names any more is forgotten.
    async fn take(
        &self,
        due: &DueWork,
        now: Timestamp,
    ) -> Result<Option<MediaRecord>, PlatformError> {
        let store = &self.inner.store;
        let found = store.get(due.listing_id, due.media_id).await?;
        let is_named = |work: &Work| work.due_at == due.due_at && work.task.queue() == due.queue;
        let named = found.filter(|it| it.work.as_ref().is_some_and(is_named));
        let Some(record) = named else {
            store.drop_due(due).await?;
            return Ok(None);
        };
        let mut after = Self::next(&record, now);
        let Some(work) = &mut after.work else {
            return Ok(None);
        };
        work.attempts += 1;
        let limit = match &work.task {
            Task::Process { step, .. } => {
                if !matches!(
                    after.item.state,
                    MediaState::Ready(_) | MediaState::Failed { .. }
                ) {
                    after.item.state = MediaState::Processing { step: *step };
                }
                step.rule().time_limit_s(after.item.kind)
            }
            Task::Fetch => fetch::time_limit_s(after.item.kind),
            _ => CHORES_S,
        };
        work.due_at = held_until(now, limit);
        match store.replace(&record, &after, &[]).await {
            Ok(()) => Ok(Some(after)),
            Err(PlatformError::Conflict { .. } | PlatformError::Missing { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Goes on with a file that was taken up for as long as there is something to do at once.
    async fn carry_on(
        &self,
        record: MediaRecord,
        mut turn: Option<SemaphorePermit<'_>>,
    ) -> Result<(), Killed> {
        let mut current = Some(record);
        while let Some(record) = current.take() {
            let Some(work) = record.work.clone() else {
                return Ok(());
            };
            self.reach(Boundary::Before, &work.task)?;
            let span = traced(&work);
            let outcome = self.attempt(&record, &work).instrument(span).await;
            self.reach(Boundary::Done, &work.task)?;
            if turn.is_none() {
                // Before it is written down, since from then on its time runs.
                turn = self.inner.turns.acquire().await.ok();
            }
            current = match self.settle(&record, &work, outcome).await {
                Ok(next) => next,
                Err(error) => {
                    // Taken up again once the time it is held for is over.
                    let media_id = record.item.media_id;
                    tracing::warn!(%media_id, %error, "could not write down what was done");
                    return Ok(());
                }
            };
            self.reach(Boundary::Settled, &work.task)?;
        }
        Ok(())
    }

    /// Does what is to be done, within its time.
    async fn attempt(&self, record: &MediaRecord, work: &Work) -> Outcome {
        let (step, scanned, made) = match &work.task {
            Task::Process {
                step,
                scanned,
                made,
            } => (step, scanned, made),
            Task::Fetch => return self.fetch(record, work).await,
            task => return self.chore(record, task).await,
        };
        let rule = step.rule();
        let is_over = step.is_behind_publishing();
        if work.attempts > rule.attempts && !is_over {
            // Its process ended each time: the file is at fault, or what works on it.
            return Outcome::Failed(FailureReason::Internal);
        }
        let limit = rule.time_limit_s(record.item.kind);
        let limit = Duration::from_secs(limit.into());
        let doing = async {
            match step {
                Step::Validate => self.validate(record).await,
                Step::Scan => self.scan(record).await,
                Step::Make => self.make(record, *scanned).await,
                Step::Publish => self.publish(made.as_deref()),
                Step::Compare => self.compare(record).await,
                Step::Tidy => self.tidy(record).await,
            }
        };
        let outcome = tokio::time::timeout(limit, doing).await;
        let outcome = outcome.unwrap_or(Outcome::Late);
        match outcome {
            // Nothing that is shown hangs on it, and what is left of an upload has to go.
            Outcome::Retry | Outcome::Late if is_over => match step {
                Step::Compare if work.attempts >= rule.attempts => Outcome::Next,
                _ => outcome,
            },
            Outcome::Retry | Outcome::Late if work.attempts >= rule.attempts => {
                Outcome::Failed(match outcome {
                    Outcome::Late => FailureReason::TookTooLong,
                    _ => FailureReason::Internal,
                })
            }
            outcome => outcome,
        }
    }

    fn reach(&self, boundary: Boundary, task: &Task) -> Result<(), Killed> {
        match &self.inner.settings.fault {
            Some(fault) if fault.strikes(boundary, task) => Err(Killed),
            _ => Ok(()),
        }
    }
}

/// When somebody else may take up what may take so many seconds.
fn held_until(now: Timestamp, seconds: u32) -> Timestamp {
    whole(now + SignedDuration::from_secs(seconds.into()) + SLACK)
}

/// Bytes of a file in the raw bucket, whole.
type Bytes = Arc<Vec<u8>>;
