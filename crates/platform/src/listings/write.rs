//! Writing listings. A change and the events that tell of it are one transaction.

use super::{ListingStore, item};
use crate::{
    PlatformError, history,
    keys::PrimaryKey,
    outbox,
    table::{Item, Refusal, Write},
};
use aws_sdk_dynamodb::types::AttributeValue;
use durbar_domain::{Listing, event::DomainEvent, history::HistoryEntry};

/// The write of a listing, as one of several of a transaction: over the one that has this
/// version, or where there is none.
pub(crate) fn write(listing: &Listing, over: Option<u64>) -> Result<Write, PlatformError> {
    let item = item::to_item(listing)?;
    Ok(match over {
        Some(version) => Write::PutOver { item, version },
        None => Write::PutNew(item),
    })
}

impl ListingStore {
    /// Writes a listing that isn't there yet, with the events that tell of it.
    ///
    /// # Errors
    /// [`PlatformError::AlreadyExists`] when there is one of this identifier.
    pub async fn put_new(
        &self,
        listing: &Listing,
        events: &[DomainEvent],
    ) -> Result<(), PlatformError> {
        self.put_new_noted(listing, events, &[]).await
    }

    /// As [`Self::put_new`], with entries of the listing's history.
    pub async fn put_new_noted(
        &self,
        listing: &Listing,
        events: &[DomainEvent],
        history: &[HistoryEntry],
    ) -> Result<(), PlatformError> {
        let key = PrimaryKey::Listing(listing.listing_id);
        let mut writes = vec![Write::PutNew(item::to_item(listing)?)];
        writes.extend(history::writes(listing.listing_id, history)?);
        writes.extend(outbox::writes(events)?);
        self.table
            .transact(writes)
            .await
            .map_err(|refusal| match refusal {
                Refusal::Condition { .. } => PlatformError::AlreadyExists {
                    key: key.to_string(),
                },
                Refusal::Failed(error) => error,
            })
    }

    /// Writes a listing over the one that has `expected_version`, with the events that tell
    /// of it. The listing carries its new version.
    ///
    /// # Errors
    /// [`PlatformError::Conflict`] when the one there has another version,
    /// [`PlatformError::Missing`] when there is none.
    pub async fn replace(
        &self,
        expected_version: u64,
        listing: &Listing,
        events: &[DomainEvent],
    ) -> Result<(), PlatformError> {
        self.replace_noted(expected_version, listing, events, &[])
            .await
    }

    /// As [`Self::replace`], with entries of the listing's history.
    pub async fn replace_noted(
        &self,
        expected_version: u64,
        listing: &Listing,
        events: &[DomainEvent],
        history: &[HistoryEntry],
    ) -> Result<(), PlatformError> {
        let key = PrimaryKey::Listing(listing.listing_id);
        let over = Write::PutOver {
            item: item::to_item(listing)?,
            version: expected_version,
        };
        let mut writes = vec![over];
        writes.extend(history::writes(listing.listing_id, history)?);
        writes.extend(outbox::writes(events)?);
        match self.table.transact(writes).await {
            Ok(()) => Ok(()),
            Err(Refusal::Failed(error)) => Err(error),
            Err(Refusal::Condition { found: None }) => Err(PlatformError::Missing {
                key: key.to_string(),
            }),
            Err(Refusal::Condition { found: Some(found) }) => Err(PlatformError::Conflict {
                current_version: version(key, &found)?,
            }),
        }
    }

    /// Writes listings whatever was there, without events: for bulk loads, after which the
    /// search index has to be rebuilt. When it fails, some are written.
    pub async fn load(&self, listings: &[Listing]) -> Result<(), PlatformError> {
        let write = |listing| Ok(Write::Put(item::to_item(listing)?));
        let writes: Result<Vec<Write>, PlatformError> = listings.iter().map(write).collect();
        self.table.write_all(writes?).await
    }
}

fn version(key: PrimaryKey, found: &Item) -> Result<u64, PlatformError> {
    match found.get("version") {
        Some(AttributeValue::N(version)) => version
            .parse()
            .map_err(|error| PlatformError::corrupt(key.to_string(), error)),
        _ => Err(PlatformError::corrupt(key.to_string(), "it has no version")),
    }
}
