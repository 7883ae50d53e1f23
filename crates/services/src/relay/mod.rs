//! The relay: takes events out of the outbox and hands them to the bus, at least once.

mod policy;

#[cfg(test)]
mod tests;

pub use policy::RelayPolicy;

use crate::events::Events;
use durbar_domain::EventId;
use durbar_platform::{
    Platform, PlatformError,
    bus::EventBus,
    outbox::{Outbox, PendingEvent},
};
use futures::future::try_join_all;
use std::{
    collections::{HashMap, HashSet},
    future::Future,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

/// Events read of a queue at a time.
const PAGE: usize = 100;

/// Publishes what waits in the outbox: in order for each listing, again after a failure, and
/// aside when it fails too often, so that what is behind can go on.
pub struct Relay {
    outbox: Outbox,
    bus: Arc<dyn EventBus>,
    events: Events,
    policy: RelayPolicy,
    /// Events that failed, and when to try them again.
    due: Mutex<HashMap<EventId, Instant>>,
    /// Unreadable items already told of in the log.
    told: Mutex<HashSet<String>>,
}

/// What a round of the relay did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Round {
    pub published: usize,
    /// Failed and to be tried again.
    pub failed: usize,
    /// Given up on.
    pub parked: usize,
    /// Not tried: an event about the same listing goes first.
    pub held: usize,
}

impl Relay {
    pub fn new(
        platform: &Platform,
        bus: Arc<dyn EventBus>,
        events: Events,
        policy: RelayPolicy,
    ) -> Self {
        let outbox = Outbox::new(platform.table.clone());
        Self {
            outbox,
            bus,
            events,
            policy,
            due: Mutex::default(),
            told: Mutex::default(),
        }
    }

    /// Goes through the outbox once.
    ///
    /// # Errors
    /// When the outbox cannot be read or written; events stay where they are.
    pub async fn round(&self) -> Result<Round, PlatformError> {
        let start = Instant::now();
        let rounds = try_join_all(Outbox::shards().map(|shard| self.round_of(shard))).await?;
        // What was due and still is noted was published by another process.
        self.due().retain(|_, due| *due > start);
        Ok(rounds
            .into_iter()
            .fold(Round::default(), |sum, round| Round {
                published: sum.published + round.published,
                failed: sum.failed + round.failed,
                parked: sum.parked + round.parked,
                held: sum.held + round.held,
            }))
    }

    /// Goes through the outbox whenever events are written, failures fall due, or the poll
    /// interval has passed, until `stopped`.
    pub async fn run(&self, stopped: impl Future<Output = ()> + Send) {
        let mut stopped = std::pin::pin!(stopped);
        loop {
            let outcome = tokio::select! {
                outcome = self.round() => outcome,
                () = &mut stopped => return,
            };
            let pause = match outcome {
                Ok(_) => self.until_due().unwrap_or(self.policy.poll_every),
                Err(error) => {
                    tracing::warn!(
                        error = &error as &dyn std::error::Error,
                        "the relay could not use the outbox"
                    );
                    self.policy.poll_every
                }
            };
            tokio::select! {
                () = tokio::time::sleep(pause) => {}
                () = self.events.nudged() => {}
                () = &mut stopped => return,
            }
        }
    }

    async fn round_of(&self, shard: u8) -> Result<Round, PlatformError> {
        let mut round = Round::default();
        let mut blocked: HashSet<u128> = HashSet::new();
        let mut after: Option<EventId> = None;
        loop {
            let pending = self.outbox.pending(shard, after, PAGE).await?;
            self.tell_of(&pending.unreadable);
            for event in &pending.events {
                let subject = event.event.subject_bits();
                if blocked.contains(&subject) {
                    round.held += 1;
                } else if !self.is_due(event.event.event_id) {
                    round.held += 1;
                    blocked.insert(subject);
                } else if !self.handle(event, &mut round).await? {
                    blocked.insert(subject);
                }
            }
            match pending.last {
                Some(last) => after = Some(last),
                None => return Ok(round),
            }
        }
    }

    /// Publishes or parks an event; `false` when it still stands in the way of those behind.
    async fn handle(
        &self,
        pending: &PendingEvent,
        round: &mut Round,
    ) -> Result<bool, PlatformError> {
        let event = &pending.event;
        let Err(error) = self.bus.publish(event).await else {
            self.outbox.published(event).await?;
            self.due().remove(&event.event_id);
            round.published += 1;
            return Ok(true);
        };
        let attempt = pending.attempts.saturating_add(1);
        if attempt >= self.policy.attempts {
            tracing::error!(event_id = %event.event_id, attempt, %error, "gave up on an event and parked it");
            let pending = PendingEvent {
                attempts: attempt,
                ..pending.clone()
            };
            self.outbox.park(&pending, &error.to_string()).await?;
            self.due().remove(&event.event_id);
            round.parked += 1;
            return Ok(true);
        }
        let pause = self.policy.pause_after(attempt);
        tracing::warn!(event_id = %event.event_id, attempt, pause_ms = pause.as_millis(), %error, "an event failed");
        self.outbox.failed(pending).await?;
        self.due().insert(event.event_id, Instant::now() + pause);
        round.failed += 1;
        Ok(false)
    }

    fn is_due(&self, id: EventId) -> bool {
        self.due().get(&id).is_none_or(|due| *due <= Instant::now())
    }

    /// How long until the next failed event is to be tried; `None` when there is none.
    fn until_due(&self) -> Option<Duration> {
        let soonest = self.due().values().min().copied()?;
        Some(
            soonest
                .saturating_duration_since(Instant::now())
                .min(self.policy.poll_every),
        )
    }

    fn tell_of(&self, unreadable: &[PlatformError]) {
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        for error in unreadable {
            if told.insert(error.to_string()) {
                tracing::error!(%error, "left an unreadable item in the outbox");
            }
        }
    }

    fn due(&self) -> std::sync::MutexGuard<'_, HashMap<EventId, Instant>> {
        self.due.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
