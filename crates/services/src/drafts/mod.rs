//! Listings while they are written: drafts, their submission, and their review.

mod access;
mod follow;
mod mail;
mod moderate;
mod publish;
mod submit;
mod twins;

#[cfg(test)]
mod tests;

pub(crate) use access::relation;
pub use follow::MediaFollower;
pub use mail::DraftMail;
pub use moderate::Approval;
pub use submit::{Readiness, Submission};
pub use twins::{Twin, TwinHome};

use crate::{Brokers, Events, Listings, Media, ServiceError, agencies::desk_of, permit::permit};
use durbar_domain::{
    AccountId, BrokerId, EventId, Listing, PropertyId,
    account::Principal,
    audit::{Actor, AuditAction, AuditEntry, Reason, Subject},
    draft::{Draft, Merge, Typed},
    error::Problem,
    event::EventDetail,
    history::{HistoryEntry, HistoryFact},
    policy::{Operation, Refusal},
};
use durbar_platform::{
    Platform, PlatformError, accounts::AccountStore, brokers::BrokerStore,
    change_notes::ChangeNotes, drafts::DraftStore,
};
use jiff::Timestamp;
use std::collections::HashMap;

/// How often a page is saved anew that another one of the same draft came before.
const ATTEMPTS: u32 = 5;
/// Entries of a history that are shown.
const HISTORY: usize = 100;

/// Use cases about drafts. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Drafts {
    store: DraftStore,
    accounts: AccountStore,
    listings: Listings,
    brokers: Brokers,
    broker_store: BrokerStore,
    media: Media,
    events: Events,
}

/// A draft, and the listing that everyone sees meanwhile, if there is one.
#[derive(Debug, Clone, PartialEq)]
pub struct Opened {
    pub draft: Draft,
    pub listing: Option<Listing>,
}

/// What came of saving a page.
#[derive(Debug, Clone, PartialEq)]
pub struct Saved {
    /// As it now stands.
    pub draft: Draft,
    pub merge: Merge,
}

impl Drafts {
    pub fn new(
        platform: &Platform,
        listings: Listings,
        brokers: Brokers,
        media: Media,
        events: Events,
    ) -> Self {
        Self {
            store: DraftStore::new(platform.table.clone()),
            accounts: AccountStore::new(platform.table.clone()),
            broker_store: BrokerStore::new(platform.table.clone()),
            listings,
            brokers,
            media,
            events,
        }
    }

    /// Begins a new home of a broker in the asker's care, or of the broker that they act as.
    ///
    /// # Errors
    /// [`Refusal::NotPermitted`] for somebody who acts as no broker,
    /// [`ServiceError::NotFound`] for a broker who isn't in their care.
    pub async fn begin(
        &self,
        principal: &Principal,
        of: Option<BrokerId>,
        now: Timestamp,
    ) -> Result<Draft, ServiceError> {
        let operation = Operation::CreateListing;
        let broker_id = desk_of(&self.broker_store, principal, operation, of).await?;
        let unix_ms = u64::try_from(now.as_millisecond()).unwrap_or(0);
        let draft = Draft::new(
            PropertyId::from_parts(unix_ms, rand::random()),
            broker_id,
            now,
        );
        self.store.put_new(&draft).await?;
        Ok(draft)
    }

    /// The draft of a listing, begun from what everyone sees if there is none.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`], [`ServiceError::Refused`] for a published listing of
    /// another broker, [`ServiceError::Invalid`] for one that was sold or canceled.
    pub async fn edit(
        &self,
        principal: &Principal,
        id: PropertyId,
        now: Timestamp,
    ) -> Result<Draft, ServiceError> {
        if let Some(draft) = self.store.get(id).await? {
            self.permit_draft(principal, Operation::EditListing, &draft)
                .await?;
            return Ok(draft);
        }
        let listing = self.listings.get(id).await?;
        self.permit_listing(principal, Operation::EditListing, &listing)
            .await?;
        if listing.standard_status.next().is_empty() {
            let accepted = "a listing that is not closed or canceled".to_owned();
            let problem = Problem::NotOneOf { accepted };
            return Err(ServiceError::invalid("standard_status", problem));
        }
        let draft = Draft::of(&listing, now);
        match self.store.put_new(&draft).await {
            Ok(()) => Ok(draft),
            // Somebody of the same office was faster.
            Err(PlatformError::AlreadyExists { .. }) => {
                self.store.get(id).await?.ok_or(ServiceError::NotFound)
            }
            Err(error) => Err(error.into()),
        }
    }

    /// A draft with the listing that it changes, for its broker and for admins.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] for everybody else.
    pub async fn open(
        &self,
        principal: &Principal,
        id: PropertyId,
    ) -> Result<Opened, ServiceError> {
        let draft = self.store.get(id).await?.ok_or(ServiceError::NotFound)?;
        self.permit_draft(principal, Operation::ReadUnpublishedListing, &draft)
            .await?;
        let listing = match draft.base_version {
            Some(_) => Some(self.listings.get(id).await?),
            None => None,
        };
        Ok(Opened { draft, listing })
    }

    /// Whose desk the asker sees: that of a broker in their care, or their own.
    ///
    /// # Errors
    /// As [`Self::begin`].
    pub async fn desk(
        &self,
        principal: &Principal,
        of: Option<BrokerId>,
    ) -> Result<BrokerId, ServiceError> {
        let operation = Operation::ReadUnpublishedListing;
        desk_of(&self.broker_store, principal, operation, of).await
    }

    /// Drafts of a broker whose desk the asker sees, the newest first; those that were thrown
    /// away are among them.
    pub async fn of_desk(
        &self,
        principal: &Principal,
        of: Option<BrokerId>,
    ) -> Result<Vec<Draft>, ServiceError> {
        let broker_id = self.desk(principal, of).await?;
        Ok(self.store.of_broker(broker_id).await?)
    }

    /// Saves a page of fields. What two people changed at the same time is brought together
    /// field by field; see [`durbar_domain::draft::DraftFields::merge`].
    ///
    /// # Errors
    /// [`ServiceError::Invalid`] for a text that is too long, or while the draft is with an
    /// admin.
    pub async fn save(
        &self,
        principal: &Principal,
        id: PropertyId,
        page: &[Typed],
        now: Timestamp,
    ) -> Result<Saved, ServiceError> {
        let by = self.person(principal)?;
        for _ in 0..ATTEMPTS {
            let mut draft = self.draft(principal, Operation::EditListing, id).await?;
            must_be_open(&draft)?;
            let before = draft.version;
            let merge = draft.save(page, by, now).map_err(ServiceError::Invalid)?;
            if merge.changed.is_empty() {
                return Ok(Saved { draft, merge });
            }
            match self
                .store
                .replace(before, &draft, ChangeNotes::default())
                .await
            {
                Ok(()) => return Ok(Saved { draft, merge }),
                Err(PlatformError::Conflict { .. }) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(ServiceError::Conflict { current_version: 0 })
    }

    /// Throws a draft away, or brings it back.
    ///
    /// # Errors
    /// [`ServiceError::Invalid`] while it is with an admin.
    pub async fn discard(
        &self,
        principal: &Principal,
        id: PropertyId,
        discard: bool,
        now: Timestamp,
    ) -> Result<Draft, ServiceError> {
        let before = self.draft(principal, Operation::EditListing, id).await?;
        if discard {
            must_be_open(&before)?;
        }
        let after = Draft {
            version: before.version + 1,
            discarded_at: discard.then_some(now),
            ..before.clone()
        };
        self.store
            .replace(before.version, &after, ChangeNotes::default())
            .await?;
        Ok(after)
    }

    /// What happened to a listing, the latest first, for its broker and for admins.
    pub async fn history(
        &self,
        principal: &Principal,
        id: PropertyId,
    ) -> Result<Vec<HistoryEntry>, ServiceError> {
        match self.store.get(id).await? {
            Some(draft) => {
                self.permit_draft(principal, Operation::ReadUnpublishedListing, &draft)
                    .await?;
            }
            None => {
                let listing = self.listings.get(id).await?;
                self.permit_listing(principal, Operation::ReadUnpublishedListing, &listing)
                    .await?;
            }
        }
        Ok(self.store.history(id, HISTORY).await?)
    }

    /// The names of people who changed a draft; those who have no account any more are left
    /// out.
    pub async fn names(
        &self,
        ids: impl IntoIterator<Item = AccountId>,
    ) -> Result<HashMap<AccountId, String>, ServiceError> {
        let mut ids: Vec<_> = ids.into_iter().collect();
        ids.sort_unstable();
        ids.dedup();
        let accounts = self.accounts.get_many(&ids).await?;
        let name = |it: durbar_domain::account::Account| (it.account_id, it.name.into());
        Ok(accounts.into_iter().map(name).collect())
    }

    /// Writes a draft whose review went on, with what tells of it.
    async fn advance(
        &self,
        before: &Draft,
        after: &Draft,
        (by, fact): (AccountId, HistoryFact),
        detail: Option<EventDetail>,
        now: Timestamp,
    ) -> Result<(), ServiceError> {
        let action = match fact {
            HistoryFact::ChangesRequested { .. } => Some(AuditAction::ListingChangesRequested),
            HistoryFact::Refused { .. } => Some(AuditAction::ListingRefused),
            _ => None,
        };
        let event = detail.map(|detail| self.events.event(detail, now));
        let event_id = event.as_ref().map(|event| event.event_id);
        let entry = HistoryEntry {
            event_id: event_id.unwrap_or_else(|| self.events.id(now)),
            at: now,
            by: Some(by),
            fact,
        };
        let audit: Vec<_> = action
            .map(|action| audited(entry.event_id, (by, action), after.listing_id, None, now))
            .into_iter()
            .collect();
        let events: Vec<_> = event.into_iter().collect();
        let notes = ChangeNotes {
            events: &events,
            history: &[entry],
            audit: &audit,
        };
        self.store.replace(before.version, after, notes).await?;
        self.events.nudge();
        Ok(())
    }
}

/// The audit trail's entry of what an admin did about a listing.
fn audited(
    event_id: EventId,
    (by, action): (AccountId, AuditAction),
    listing_id: PropertyId,
    reason: Option<Reason>,
    now: Timestamp,
) -> AuditEntry {
    AuditEntry {
        subject: Some(Subject::Listing(listing_id)),
        reason,
        ..AuditEntry::new(event_id, now, Actor::Person(by), action)
    }
}

fn must_be_open(draft: &Draft) -> Result<(), ServiceError> {
    if draft.is_open() {
        return Ok(());
    }
    let accepted = "a draft that is not with an admin or thrown away".to_owned();
    Err(ServiceError::invalid(
        "review",
        Problem::NotOneOf { accepted },
    ))
}
