//! Events that were given up on.

use super::{ENTITY_TYPE, Outbox, PendingEvent, key, shard};
use crate::{
    PlatformError, audit,
    keys::PrimaryKey,
    table::{Query, Refusal, Write, from_item, to_item},
};
use durbar_domain::{audit::AuditEntry, event::DomainEvent};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

const PARKED_ENTITY_TYPE: &str = "ParkedEvent";

/// An event that was given up on for some consumers, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParkedEvent {
    /// Counts the writes; items of old have none.
    #[serde(default)]
    pub version: u64,
    pub event: DomainEvent,
    pub attempts: u32,
    pub reason: String,
    /// Names of those who didn't have it; empty in items of old, which means all.
    #[serde(default)]
    pub consumers: Vec<String>,
    #[serde(default)]
    pub parked_at: Option<Timestamp>,
}

impl Outbox {
    /// Keeps an event aside for the consumers that failed with it, so that it no longer holds
    /// up those behind it. `rest` stays in the queue for others, or nothing does.
    pub async fn park(
        &self,
        failed: &PendingEvent,
        rest: Option<&PendingEvent>,
        reason: &str,
        now: Timestamp,
    ) -> Result<(), PlatformError> {
        let event = &failed.event;
        let aside = parked_key(event);
        let before: Option<ParkedEvent> =
            self.table.get(aside).await?.map(from_item).transpose()?;
        let mut consumers = failed.left.clone().unwrap_or_default();
        let mut reason = reason.to_owned();
        if let Some(before) = &before {
            consumers.extend(before.consumers.iter().cloned());
            consumers.sort_unstable();
            consumers.dedup();
            reason = format!("{}; {reason}", before.reason);
        }
        let parked = ParkedEvent {
            version: before.as_ref().map_or(0, |it| it.version) + 1,
            event: event.clone(),
            attempts: failed.attempts,
            reason,
            consumers,
            parked_at: Some(now),
        };
        let item = to_item(aside, PARKED_ENTITY_TYPE, &parked)?;
        let writes = vec![
            match before {
                // One of old has no version to compare.
                Some(ParkedEvent { version: 0, .. }) => Write::Put(item),
                Some(ParkedEvent { version, .. }) => Write::PutOver { item, version },
                None => Write::PutNew(item),
            },
            match rest {
                Some(rest) => Write::Put(to_item(key(event), ENTITY_TYPE, rest)?),
                None => Write::Delete(key(event)),
            },
        ];
        self.write(writes, key(event)).await
    }

    /// The events of one queue that were given up on, oldest first.
    pub async fn parked(&self, shard: u8) -> Result<Vec<ParkedEvent>, PlatformError> {
        let page = self
            .table
            .query(Query::partition(PrimaryKey::parked_partition(shard)))
            .await?;
        page.items.into_iter().map(from_item).collect()
    }

    /// Puts a parked event back into its queue for those who didn't have it, its failures
    /// forgotten.
    ///
    /// # Errors
    /// [`PlatformError::Missing`] when it isn't parked any more.
    pub async fn unpark(
        &self,
        parked: &ParkedEvent,
        audit: &[AuditEntry],
    ) -> Result<(), PlatformError> {
        let event = &parked.event;
        let left = Some(parked.consumers.clone()).filter(|it| !it.is_empty());
        let pending = PendingEvent {
            event: event.clone(),
            attempts: 0,
            left,
            trace: None,
        };
        let mut writes = vec![
            Write::Put(to_item(key(event), ENTITY_TYPE, &pending)?),
            gone(parked),
        ];
        writes.extend(audit::writes(audit)?);
        self.write(writes, parked_key(event)).await
    }

    /// Throws a parked event away.
    ///
    /// # Errors
    /// As [`Self::unpark`].
    pub async fn drop_parked(
        &self,
        parked: &ParkedEvent,
        audit: &[AuditEntry],
    ) -> Result<(), PlatformError> {
        let mut writes = vec![gone(parked)];
        writes.extend(audit::writes(audit)?);
        self.write(writes, parked_key(&parked.event)).await
    }

    async fn write(&self, writes: Vec<Write>, named: PrimaryKey) -> Result<(), PlatformError> {
        self.table
            .transact(writes)
            .await
            .map_err(|refusal| match refusal {
                Refusal::Failed(error) => error,
                Refusal::Condition { .. } => PlatformError::Missing {
                    key: named.to_string(),
                },
            })
    }
}

fn parked_key(event: &DomainEvent) -> PrimaryKey {
    PrimaryKey::Parked {
        shard: shard(event),
        event_id: event.event_id,
    }
}

/// Takes a parked event away, once.
fn gone(parked: &ParkedEvent) -> Write {
    Write::DeleteIf {
        key: parked_key(&parked.event),
        attribute: "reason",
        text: parked.reason.clone(),
    }
}
