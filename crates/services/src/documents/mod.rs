//! Papers of homes: sent by the broker, compared by the administration with what the listing
//! says, and a badge on the home's page for each that was seen.

mod check;
mod send;

#[cfg(test)]
mod tests;

pub use check::Verdict;

use crate::{Events, Papers, ServiceError, drafts::relation, permit::permit};
use durbar_domain::{
    Listing, PropertyId,
    account::Principal,
    document::{Document, DocumentCheck},
    event::{DomainEvent, EventDetail},
    policy::{Operation, Relation},
};
use durbar_platform::{
    Platform, audit::AuditStore, brokers::BrokerStore, documents::DocumentStore,
    listings::ListingStore,
};
use jiff::Timestamp;

/// Use cases about papers of homes. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Documents {
    store: DocumentStore,
    listings: ListingStore,
    brokers: BrokerStore,
    papers: Papers,
    audit: AuditStore,
    events: Events,
}

/// A home's paper as it stands.
#[derive(Debug, Clone)]
pub struct DocumentFile {
    pub listing: Listing,
    pub check: DocumentCheck,
}

impl Documents {
    pub fn new(platform: &Platform, events: Events) -> Self {
        let table = &platform.table;
        Self {
            store: DocumentStore::new(table.clone()),
            listings: ListingStore::new(table.clone()),
            brokers: BrokerStore::new(table.clone()),
            papers: Papers::new(platform),
            audit: AuditStore::new(table.clone()),
            events,
        }
    }

    /// What was sent of a home, for who edits it.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] and [`ServiceError::Refused`] for a home of somebody else.
    pub async fn of_listing(
        &self,
        principal: &Principal,
        id: PropertyId,
    ) -> Result<(Listing, Vec<DocumentCheck>), ServiceError> {
        let listing = self.editable(principal, id).await?;
        Ok((listing, self.store.of_listing(id).await?))
    }

    /// What somebody has to look at, that sent first first.
    pub async fn waiting(&self, principal: &Principal) -> Result<Vec<DocumentFile>, ServiceError> {
        permit(principal, Operation::VerifyDocument, Relation::Others)?;
        let mut files = Vec::new();
        for check in self.store.waiting().await? {
            if let Some(listing) = self.listings.get(check.listing_id).await? {
                files.push(DocumentFile { listing, check });
            }
        }
        Ok(files)
    }

    /// One paper of a home, for the administration.
    pub async fn file(
        &self,
        principal: &Principal,
        id: PropertyId,
        document: Document,
    ) -> Result<DocumentFile, ServiceError> {
        permit(principal, Operation::VerifyDocument, Relation::Others)?;
        self.read(id, document).await
    }

    async fn read(&self, id: PropertyId, document: Document) -> Result<DocumentFile, ServiceError> {
        let check = self.store.get(id, document).await?;
        Ok(DocumentFile {
            check: check.ok_or(ServiceError::NotFound)?,
            listing: self.listing(id).await?,
        })
    }

    async fn listing(&self, id: PropertyId) -> Result<Listing, ServiceError> {
        self.listings.get(id).await?.ok_or(ServiceError::NotFound)
    }

    /// A home that who asks may edit.
    async fn editable(
        &self,
        principal: &Principal,
        id: PropertyId,
    ) -> Result<Listing, ServiceError> {
        let listing = self.listing(id).await?;
        let relation = relation(&self.brokers, principal, &listing).await?;
        permit(principal, Operation::EditListing, relation)?;
        Ok(listing)
    }

    /// The event that a home is at another version.
    fn changed(&self, listing: &Listing, now: Timestamp) -> DomainEvent {
        let (listing_id, version) = (listing.listing_id, listing.version);
        let detail = EventDetail::ListingChanged {
            listing_id,
            version,
        };
        self.events.event(detail, now)
    }
}
