//! Writing down what came of a step, with what comes next, in one transaction.

use super::{super::Media, CHORE_PAUSE, fetch, held_until};
use durbar_domain::{
    event::EventDetail,
    media::{Audience, FailureReason, MediaState, Rendition, Step},
};
use durbar_platform::{
    PlatformError,
    media::{MediaRecord, Task, Work},
};
use jiff::{SignedDuration, Timestamp};

/// How often a change that others' changes come before is made anew.
const ATTEMPTS: u32 = 5;

/// What came of a step.
#[derive(Debug)]
pub(super) enum Outcome {
    /// It lies where uploads lie, with so many bytes.
    Fetched(u64),
    /// On to the next one.
    Next,
    /// Nothing harmful was found, by a scanner.
    Scanned,
    Made(Box<Rendition>),
    /// What was made is to be shown.
    Ready(Box<Rendition>),
    /// The files lie where this audience looks.
    Moved(Audience),
    /// Nothing is left to do.
    Over,
    /// The file itself goes.
    Gone,
    Failed(FailureReason),
    /// A service didn't answer: again later.
    Retry,
    /// It took too long: again later.
    Late,
}

impl Media {
    /// Writes down an outcome unless somebody else has taken up the work meanwhile; gives back
    /// the file when there is more to do at once.
    pub(super) async fn settle(
        &self,
        record: &MediaRecord,
        work: &Work,
        outcome: Outcome,
    ) -> Result<Option<MediaRecord>, PlatformError> {
        if let Outcome::Gone = outcome {
            let now = Timestamp::now();
            let shown = matches!(&record.item.state, MediaState::Removed { was, .. } if was.rendition().is_some());
            let withdrawn = shown.then(|| self.inner.events.event(withdrawn(record), now));
            let events: Vec<_> = withdrawn.into_iter().collect();
            self.inner.store.delete(record, &events).await?;
            self.inner.events.nudge();
            return Ok(None);
        }
        let mut current = record.clone();
        for attempt in 1.. {
            let now = Timestamp::now();
            let mut after = Self::next(&current, now);
            let event = change(&mut after, work, &outcome, now);
            let events: Vec<_> = event
                .into_iter()
                .map(|detail| self.inner.events.event(detail, now))
                .collect();
            match self.inner.store.replace(&current, &after, &events).await {
                Ok(()) => {
                    if !events.is_empty() {
                        self.inner.events.nudge();
                    }
                    let at_once = !matches!(outcome, Outcome::Retry | Outcome::Late);
                    return Ok(Some(after).filter(|it| at_once && it.work.is_some()));
                }
                Err(PlatformError::Conflict { .. }) if attempt < ATTEMPTS => {}
                Err(PlatformError::Missing { .. }) => return Ok(None),
                Err(error) => return Err(error),
            }
            let (listing_id, media_id) = (record.item.listing_id, record.item.media_id);
            let found = self.inner.store.get(listing_id, media_id).await?;
            // Described or put elsewhere meanwhile, it is still ours; taken away, it isn't.
            match found.filter(|it| it.work.as_ref() == Some(work)) {
                Some(found) => current = found,
                None => return Ok(None),
            }
        }
        Ok(None)
    }
}

/// That the old addresses of a file no longer work.
fn withdrawn(record: &MediaRecord) -> EventDetail {
    EventDetail::MediaWithdrawn {
        listing_id: record.item.listing_id,
        media_id: record.item.media_id,
        version: record.item.version,
    }
}

/// Where a file has to go that isn't there.
fn bound_elsewhere(record: &MediaRecord) -> Option<Audience> {
    record.bound_for.filter(|to| *to != record.item.audience)
}

/// What is begun at once besides the pipeline.
fn chore(now: Timestamp, task: Task) -> Work {
    Work {
        due_at: held_until(now, super::CHORES_S),
        task,
        attempts: 1,
    }
}

/// Changes a record by an outcome; gives back what is to be told of it.
fn change(
    after: &mut MediaRecord,
    work: &Work,
    outcome: &Outcome,
    now: Timestamp,
) -> Option<EventDetail> {
    let (listing_id, media_id) = (after.item.listing_id, after.item.media_id);
    let version = after.item.version;
    let kind = after.item.kind;
    let begin = |after: &mut MediaRecord, step: Step, scanned: bool, made| {
        if !matches!(
            after.item.state,
            MediaState::Ready(_) | MediaState::Failed { .. }
        ) {
            after.item.state = MediaState::Processing { step };
        }
        after.work = Some(Work {
            due_at: held_until(now, step.rule().time_limit_s(kind)),
            task: Task::Process {
                step,
                scanned,
                made,
            },
            attempts: 1,
        });
    };
    let (step, was_scanned) = match &work.task {
        Task::Process { step, scanned, .. } => (Some(*step), *scanned),
        _ => (None, false),
    };
    match outcome {
        Outcome::Fetched(bytes) => {
            after.item.bytes = *bytes;
            if let Some(origin) = &mut after.origin {
                origin.has_arrived = true;
            }
            begin(after, Step::FIRST, false, None);
            None
        }
        Outcome::Next | Outcome::Scanned | Outcome::Made(_) => {
            let scanned = was_scanned || matches!(outcome, Outcome::Scanned);
            let made = match outcome {
                Outcome::Made(made) => Some(made.clone()),
                _ => None,
            };
            match step.and_then(Step::next) {
                Some(next) => begin(after, next, scanned, made),
                None => after.work = None,
            }
            None
        }
        Outcome::Ready(made) => {
            after.item.state = MediaState::Ready(made.clone());
            if let Some(to) = bound_elsewhere(after) {
                // Whoever isn't to see it never does; that it is there is told once it is moved.
                after.work = Some(chore(now, Task::Move { to }));
                return None;
            }
            after.bound_for = None;
            begin(after, Step::Compare, was_scanned, None);
            Some(EventDetail::MediaProcessed {
                listing_id,
                media_id,
                version,
            })
        }
        Outcome::Moved(to) => {
            let from = after.item.audience;
            after.item.audience = *to;
            after.work = Some(chore(now, Task::Leave { from }));
            Some(withdrawn(after))
        }
        Outcome::Failed(reason) => {
            after.item.state = MediaState::Failed { reason: *reason };
            after.work = None;
            if !reason.can_retry() {
                begin(after, Step::Tidy, false, None);
            }
            None
        }
        Outcome::Retry | Outcome::Late => {
            let pause = match (&work.task, step) {
                (_, Some(step)) => {
                    let seconds = step.rule().pause_s(work.attempts);
                    SignedDuration::from_secs(seconds.into())
                }
                (Task::Fetch, None) => fetch::pause(work.attempts),
                _ => CHORE_PAUSE,
            };
            after.work = Some(Work {
                due_at: super::whole(now + pause),
                ..work.clone()
            });
            None
        }
        // The move may have come before what follows a file that is ready, and another one after it.
        Outcome::Over if matches!(work.task, Task::Leave { .. }) => {
            if let Some(to) = bound_elsewhere(after) {
                after.work = Some(chore(now, Task::Move { to }));
                return None;
            }
            after.bound_for = None;
            begin(after, Step::Compare, false, None);
            None
        }
        Outcome::Over | Outcome::Gone => {
            after.work = None;
            None
        }
    }
}
