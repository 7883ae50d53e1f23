//! Making events: their identifiers sort in the order in which they were made.

use durbar_domain::{
    EventId,
    event::{DomainEvent, EventDetail},
};
use jiff::Timestamp;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::Notify;

/// Makes the events of this process and tells the relay of them. Cheap to clone; all use
/// cases of a process share one.
#[derive(Debug, Clone, Default)]
pub struct Events {
    inner: Arc<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    last: Mutex<LastId>,
    waiting: Notify,
}

#[derive(Debug, Default, Clone, Copy)]
struct LastId {
    unix_ms: u64,
    random: u128,
}

impl Events {
    /// An event that happens at `now`.
    pub fn event(&self, detail: EventDetail, now: Timestamp) -> DomainEvent {
        DomainEvent {
            event_id: self.id(now),
            schema_version: DomainEvent::SCHEMA_VERSION,
            occurred_at: now,
            detail,
        }
    }

    /// An identifier that sorts behind those made before; for what is noted without an event.
    pub fn id(&self, now: Timestamp) -> EventId {
        let unix_ms = u64::try_from(now.as_millisecond()).unwrap_or(0);
        // One bit less than there is room for, so that counting up cannot overflow.
        let fresh = rand::random::<u128>() >> (128 - 79);
        let mut last = self
            .inner
            .last
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        // Within a millisecond, or when the clock was set back, go on from the last one.
        *last = if unix_ms > last.unix_ms {
            LastId {
                unix_ms,
                random: fresh,
            }
        } else {
            LastId {
                random: last.random + 1,
                ..*last
            }
        };
        EventId::from_parts(last.unix_ms, last.random)
    }

    /// Tells the relay that events wait in the outbox.
    pub fn nudge(&self) {
        self.inner.waiting.notify_one();
    }

    /// Waits until events have been written since the last wait.
    pub(crate) async fn nudged(&self) {
        self.inner.waiting.notified().await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use durbar_domain::BrokerId;

    fn detail() -> EventDetail {
        EventDetail::BrokerChanged {
            broker_id: BrokerId::from_parts(0, 0),
            version: 1,
        }
    }

    #[test]
    fn identifiers_sort_in_the_order_of_making_even_when_the_clock_goes_back() {
        let events = Events::default();
        let at = |ms| Timestamp::from_millisecond(ms).expect("a time");
        let times = [5_000, 5_000, 5_000, 4_000, 5_001, 5_001, 4_999];
        let ids: Vec<_> = times
            .iter()
            .map(|ms| events.event(detail(), at(*ms)).event_id)
            .collect();
        assert!(ids.windows(2).all(|pair| pair[0] < pair[1]), "{ids:?}");
    }
}
