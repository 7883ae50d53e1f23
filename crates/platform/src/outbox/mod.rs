//! Events that wait to be published: written with the change they tell of, read by the relay.

mod parked;

#[cfg(test)]
mod tests;

pub use parked::ParkedEvent;

use crate::{
    PlatformError, Table,
    keys::{OUTBOX_SHARDS, PrimaryKey, shard_of},
    table::{PK, Query, SK, SortRange, Write, attribute, from_item, to_item},
    trace,
};
use durbar_domain::{EventId, event::DomainEvent};
use serde::{Deserialize, Serialize};

const ENTITY_TYPE: &str = "OutboxEvent";

/// The outbox of the table. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Outbox {
    table: Table,
}

/// An event that waits, and how often publishing it failed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PendingEvent {
    pub event: DomainEvent,
    pub attempts: u32,
    /// Names of those who haven't had it yet; `None` while nobody has.
    #[serde(default)]
    pub left: Option<Vec<String>>,
    /// The trace of the change it tells of, as `traceparent`, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trace: Option<String>,
}

/// What was read of one queue.
#[derive(Debug, Default)]
pub struct Pending {
    /// In the order in which they happened.
    pub events: Vec<PendingEvent>,
    /// Items that aren't events; they are left where they are.
    pub unreadable: Vec<PlatformError>,
    /// The last one read, when there are more behind it.
    pub last: Option<EventId>,
}

/// The queue an event waits in: all events about one subject share one.
fn shard(event: &DomainEvent) -> u8 {
    shard_of(event.subject_bits(), OUTBOX_SHARDS)
}

fn key(event: &DomainEvent) -> PrimaryKey {
    PrimaryKey::Outbox {
        shard: shard(event),
        event_id: event.event_id,
    }
}

/// The writes that put events into the outbox, to stand in the transaction of their change.
pub(crate) fn writes(events: &[DomainEvent]) -> Result<Vec<Write>, PlatformError> {
    let write = |event: &DomainEvent| {
        let pending = PendingEvent {
            event: event.clone(),
            attempts: 0,
            left: None,
            trace: trace::here().map(|parent| parent.to_string()),
        };
        Ok(Write::PutNew(to_item(key(event), ENTITY_TYPE, &pending)?))
    };
    events.iter().map(write).collect()
}

impl Outbox {
    pub fn new(table: Table) -> Self {
        Self { table }
    }

    /// Numbers of the queues.
    pub fn shards() -> std::ops::Range<u8> {
        0..OUTBOX_SHARDS
    }

    /// The events of one queue behind `after`, at most `limit`, oldest first.
    pub async fn pending(
        &self,
        shard: u8,
        after: Option<EventId>,
        limit: usize,
    ) -> Result<Pending, PlatformError> {
        let query = Query::partition(PrimaryKey::outbox_partition(shard)).limit(limit);
        let query = match after {
            Some(event_id) => query.range(SortRange::Above(
                PrimaryKey::Outbox { shard, event_id }.sort(),
            )),
            None => query,
        };
        let page = self.table.query(query).await?;
        let last = page
            .next
            .and_then(|next| attribute(&next, SK).ok()?.parse().ok());
        let mut pending = Pending {
            last,
            ..Pending::default()
        };
        for item in page.items {
            match from_item::<PendingEvent>(item) {
                Ok(event) => pending.events.push(event),
                Err(error) => pending.unreadable.push(error),
            }
        }
        Ok(pending)
    }

    /// Forgets an event that has been published.
    pub async fn published(&self, event: &DomainEvent) -> Result<(), PlatformError> {
        self.table.delete(key(event)).await
    }

    /// Notes how often publishing an event failed, and who hasn't had it yet.
    pub async fn postpone(&self, counted: &PendingEvent) -> Result<(), PlatformError> {
        // Over the item only: the event may have been published by another process meanwhile.
        let item = to_item(key(&counted.event), ENTITY_TYPE, counted)?;
        let put = self
            .table
            .client()
            .put_item()
            .table_name(self.table.name())
            .set_item(Some(item));
        let put = put
            .condition_expression("attribute_exists(#pk)")
            .expression_attribute_names("#pk", PK);
        match put.send().await {
            Ok(_) => Ok(()),
            Err(error)
                if error
                    .as_service_error()
                    .is_some_and(|e| e.is_conditional_check_failed_exception()) =>
            {
                Ok(())
            }
            Err(error) => Err(PlatformError::service("PutItem", error)),
        }
    }
}
