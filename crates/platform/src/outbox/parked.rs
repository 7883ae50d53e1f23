//! Events that were given up on.

use super::{ENTITY_TYPE, Outbox, PendingEvent, key, shard};
use crate::{
    PlatformError,
    keys::PrimaryKey,
    table::{Query, Refusal, Write, from_item, to_item},
};
use durbar_domain::event::DomainEvent;
use serde::{Deserialize, Serialize};

const PARKED_ENTITY_TYPE: &str = "ParkedEvent";

/// An event that was given up on, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParkedEvent {
    pub event: DomainEvent,
    pub attempts: u32,
    pub reason: String,
}

impl Outbox {
    /// Takes an event out of its queue for good and keeps it aside with the reason, so that
    /// it no longer holds up those behind it.
    pub async fn park(&self, pending: &PendingEvent, reason: &str) -> Result<(), PlatformError> {
        let event = &pending.event;
        let parked = ParkedEvent {
            event: event.clone(),
            attempts: pending.attempts,
            reason: reason.to_owned(),
        };
        let aside = PrimaryKey::Parked {
            shard: shard(event),
            event_id: event.event_id,
        };
        let writes = vec![
            Write::Put(to_item(aside, PARKED_ENTITY_TYPE, &parked)?),
            Write::Delete(key(event)),
        ];
        self.table
            .transact(writes)
            .await
            .map_err(|refusal| match refusal {
                Refusal::Failed(error) => error,
                Refusal::Condition { .. } => PlatformError::Missing {
                    key: key(event).to_string(),
                },
            })
    }

    /// The events of one queue that were given up on, oldest first.
    pub async fn parked(&self, shard: u8) -> Result<Vec<ParkedEvent>, PlatformError> {
        let page = self
            .table
            .query(Query::partition(PrimaryKey::parked_partition(shard)))
            .await?;
        page.items.into_iter().map(from_item).collect()
    }

    /// Puts a parked event back into its queue, its failures forgotten.
    pub async fn unpark(&self, parked: &ParkedEvent) -> Result<(), PlatformError> {
        let event = &parked.event;
        let pending = PendingEvent {
            event: event.clone(),
            attempts: 0,
        };
        let aside = PrimaryKey::Parked {
            shard: shard(event),
            event_id: event.event_id,
        };
        let writes = vec![
            Write::Put(to_item(key(event), ENTITY_TYPE, &pending)?),
            Write::Delete(aside),
        ];
        self.table
            .transact(writes)
            .await
            .map_err(|refusal| match refusal {
                Refusal::Failed(error) => error,
                Refusal::Condition { .. } => PlatformError::Missing {
                    key: aside.to_string(),
                },
            })
    }
}
