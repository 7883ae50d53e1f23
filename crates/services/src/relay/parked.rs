//! Events that were given up on, as the administration sees them.

use crate::{Events, ServiceError, permit::permit};
use durbar_domain::{
    EventId,
    account::Principal,
    audit::{Actor, AuditAction, AuditEntry, Detail, Subject},
    policy::{Operation, Refusal, Relation},
};
use durbar_platform::{
    Platform,
    outbox::{Outbox, ParkedEvent},
};
use jiff::Timestamp;

/// Use cases about events that were given up on. Cheap to clone.
#[derive(Debug, Clone)]
pub struct ParkedEvents {
    outbox: Outbox,
    events: Events,
}

impl ParkedEvents {
    pub fn new(platform: &Platform, events: Events) -> Self {
        Self {
            outbox: Outbox::new(platform.table.clone()),
            events,
        }
    }

    /// All of them, oldest first.
    pub async fn list(&self, principal: &Principal) -> Result<Vec<ParkedEvent>, ServiceError> {
        permit(principal, Operation::ManageEvents, Relation::Others)?;
        let mut parked = Vec::new();
        for shard in Outbox::shards() {
            parked.extend(self.outbox.parked(shard).await?);
        }
        parked.sort_by_key(|parked| parked.event.event_id);
        Ok(parked)
    }

    /// Hands an event out again, to those who didn't have it.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] when it isn't parked any more.
    pub async fn replay(
        &self,
        principal: &Principal,
        id: EventId,
        now: Timestamp,
    ) -> Result<(), ServiceError> {
        let (parked, entry) = self
            .find(principal, id, AuditAction::EventReplayed, now)
            .await?;
        self.outbox.unpark(&parked, &[entry]).await?;
        self.events.nudge();
        Ok(())
    }

    /// Throws an event away: those who didn't have it never will.
    ///
    /// # Errors
    /// As [`Self::replay`].
    pub async fn discard(
        &self,
        principal: &Principal,
        id: EventId,
        now: Timestamp,
    ) -> Result<(), ServiceError> {
        let (parked, entry) = self
            .find(principal, id, AuditAction::EventDropped, now)
            .await?;
        Ok(self.outbox.drop_parked(&parked, &[entry]).await?)
    }

    async fn find(
        &self,
        principal: &Principal,
        id: EventId,
        action: AuditAction,
        now: Timestamp,
    ) -> Result<(ParkedEvent, AuditEntry), ServiceError> {
        let parked = self.list(principal).await?;
        let person = principal.person().ok_or(Refusal::SignIn)?;
        let parked = parked.into_iter().find(|it| it.event.event_id == id);
        let parked = parked.ok_or(ServiceError::NotFound)?;
        let told = format!(
            "{}: {}",
            parked.event.detail.kind(),
            parked.consumers.join(", ")
        );
        let by = Actor::Person(person.account_id);
        let entry = AuditEntry {
            subject: Some(Subject::Event(id)),
            detail: Detail::parse("detail", &told).ok(),
            ..AuditEntry::new(self.events.id(now), now, by, action)
        };
        Ok((parked, entry))
    }
}
