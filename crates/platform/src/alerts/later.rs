//! Events of which a level hears later than others.

use super::{AlertQueue, key};
use crate::{
    PlatformError,
    keys::AlertKey,
    table::{Query, SortRange, to_item},
};
use durbar_domain::{account::SubscriptionLevel, event::DomainEvent};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// An event that a level is told of once its time has come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LaterEvent {
    pub due_at: Timestamp,
    pub level: SubscriptionLevel,
    pub event: DomainEvent,
}

impl LaterEvent {
    fn key(&self) -> AlertKey {
        AlertKey::Later {
            due_at: self.due_at,
            event_id: self.event.event_id,
            level: self.level,
        }
    }
}

impl AlertQueue {
    /// Remembers an event for a level whose time is yet to come.
    pub async fn add_later(&self, later: &LaterEvent) -> Result<(), PlatformError> {
        self.table
            .put(to_item(key(later.key()), "LaterAlert", later)?)
            .await
    }

    /// Events of which a level may hear at `now`, at most `limit`. One that can't be read is
    /// left out, and keeps no other from being told.
    pub async fn later(
        &self,
        level: SubscriptionLevel,
        now: Timestamp,
        limit: usize,
    ) -> Result<Vec<LaterEvent>, PlatformError> {
        let query = Query::partition(AlertKey::later_partition(level))
            .range(SortRange::Below(AlertKey::due_until(now)));
        Ok(self.readable(query, limit).await?.0)
    }

    /// Forgets an event that a level has been told of.
    pub async fn told_later(&self, later: &LaterEvent) -> Result<(), PlatformError> {
        self.table.delete(key(later.key())).await
    }
}
