//! The relay: takes events out of the outbox and hands them to the bus, at least once.

mod parked;
mod policy;

#[cfg(test)]
mod tests;

pub use parked::ParkedEvents;
pub use policy::RelayPolicy;

use crate::events::Events;
use durbar_domain::EventId;
use durbar_platform::{
    Platform, PlatformError,
    bus::{BusError, EventBus},
    outbox::{Outbox, PendingEvent},
    trace,
};
use futures::future::try_join_all;
use jiff::Timestamp;
use std::{
    collections::{HashMap, HashSet},
    future::Future,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};
use tracing::{Instrument as _, Span, field::Empty};

/// Events read of a queue at a time.
const PAGE: usize = 100;

/// Publishes what waits in the outbox: to each consumer in order for each thing it is about,
/// again after a failure, and aside when it fails too often, so that what is behind can go on.
/// A consumer that fails keeps nothing from the others.
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
    /// Not tried, or not with everyone: an event about the same thing goes first.
    pub held: usize,
}

/// The event as it waits for some consumers.
fn left_to(pending: &PendingEvent, attempts: u32, names: &[&'static str]) -> PendingEvent {
    PendingEvent {
        event: pending.event.clone(),
        attempts,
        left: Some(names.iter().map(|name| (*name).to_owned()).collect()),
        trace: pending.trace.clone(),
    }
}

/// The span of an event that is handed on, in the trace of the change that it tells of.
fn traced(pending: &PendingEvent) -> Span {
    let kind = pending.event.detail.kind();
    let span = tracing::info_span!(
        target: trace::TARGET,
        "event",
        otel.name = format!("event {kind}"),
        otel.kind = "consumer",
        otel.status_code = Empty,
        event_id = %pending.event.event_id,
        attempts = pending.attempts,
    );
    let parent = pending.trace.as_deref().and_then(|text| text.parse().ok());
    if let Some(parent) = parent {
        trace::follow(&span, &parent);
    }
    span
}

fn add(blocked: &mut Vec<&'static str>, names: Vec<&'static str>) {
    let new = names.into_iter().filter(|it| !blocked.contains(it));
    let new: Vec<_> = new.collect();
    blocked.extend(new);
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
        // Who still waits for an earlier event about the same thing.
        let mut blocked: HashMap<u128, Vec<&'static str>> = HashMap::new();
        let mut after: Option<EventId> = None;
        loop {
            let pending = self.outbox.pending(shard, after, PAGE).await?;
            self.tell_of(&pending.unreadable);
            for event in &pending.events {
                let blocked = blocked.entry(event.event.subject_bits()).or_default();
                self.handle(event, blocked, &mut round).await?;
            }
            match pending.last {
                Some(last) => after = Some(last),
                None => return Ok(round),
            }
        }
    }

    /// Hands an event to those who haven't had it, but for the `blocked`, and adds to these
    /// whoever now waits for it.
    async fn handle(
        &self,
        pending: &PendingEvent,
        blocked: &mut Vec<&'static str>,
        round: &mut Round,
    ) -> Result<(), PlatformError> {
        let event = &pending.event;
        let mut left = self.bus.consumers();
        if let Some(names) = &pending.left {
            left.retain(|name| names.iter().any(|it| it == name));
        }
        let (held, now): (Vec<_>, Vec<_>) = left.into_iter().partition(|it| blocked.contains(it));
        let nobody = now.is_empty() && !held.is_empty();
        if nobody || !self.is_due(event.event_id) {
            round.held += 1;
            add(blocked, now);
            return Ok(());
        }
        let span = traced(pending);
        let published = self.bus.publish(event, &now).instrument(span.clone()).await;
        let failure = published.err();
        if failure.is_some() {
            span.record("otel.status_code", "ERROR");
        }
        let failed = failure
            .as_ref()
            .map(BusError::consumers)
            .unwrap_or_default();
        let Some(error) = failure else {
            self.due().remove(&event.event_id);
            if held.is_empty() {
                self.outbox.published(event).await?;
                round.published += 1;
            } else {
                self.outbox.postpone(&left_to(pending, 0, &held)).await?;
                round.held += 1;
            }
            return Ok(());
        };
        let attempt = pending.attempts.saturating_add(1);
        if attempt >= self.policy.attempts {
            tracing::error!(event_id = %event.event_id, attempt, %error, "gave up on an event and parked it");
            let rest = (!held.is_empty()).then(|| left_to(pending, 0, &held));
            let failed = left_to(pending, attempt, &failed);
            let reason = error.to_string();
            let parked = self
                .outbox
                .park(&failed, rest.as_ref(), &reason, Timestamp::now());
            parked.await?;
            self.due().remove(&event.event_id);
            round.parked += 1;
            return Ok(());
        }
        let pause = self.policy.pause_after(attempt);
        tracing::warn!(event_id = %event.event_id, attempt, pause_ms = pause.as_millis(), %error, "an event failed");
        let rest = [held, failed.clone()].concat();
        self.outbox
            .postpone(&left_to(pending, attempt, &rest))
            .await?;
        self.due().insert(event.event_id, Instant::now() + pause);
        round.failed += 1;
        add(blocked, failed);
        Ok(())
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
