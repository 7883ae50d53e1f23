//! Writing drafts, and listings out of them. A change, its events, its entries of the history
//! and of the audit trail are one transaction.

use super::{DraftStore, item};
use crate::{
    PlatformError,
    change_notes::ChangeNotes,
    keys::PrimaryKey,
    listings,
    table::{EXPIRES_AT, Refusal, Write, to_item},
};
use aws_sdk_dynamodb::types::AttributeValue;
use durbar_domain::{EventId, Listing, PropertyId, draft::Draft};
use jiff::Timestamp;
use serde::Serialize;

/// That a mail was sent.
#[derive(Serialize)]
struct Mailed {
    until: Timestamp,
}

impl DraftStore {
    /// Writes a draft that isn't there yet.
    ///
    /// # Errors
    /// [`PlatformError::AlreadyExists`] when there is one.
    pub async fn put_new(&self, draft: &Draft) -> Result<(), PlatformError> {
        let key = PrimaryKey::Draft(draft.listing_id);
        let written = self.table.transact(vec![Write::PutNew(item(draft)?)]).await;
        written.map_err(|refusal| match refusal {
            Refusal::Condition { .. } => PlatformError::AlreadyExists {
                key: key.to_string(),
            },
            Refusal::Failed(error) => error,
        })
    }

    /// Writes a draft over the one that has `expected_version`.
    ///
    /// # Errors
    /// [`PlatformError::Conflict`] when the one there has another version,
    /// [`PlatformError::Missing`] when there is none.
    pub async fn replace(
        &self,
        expected_version: u64,
        draft: &Draft,
        notes: ChangeNotes<'_>,
    ) -> Result<(), PlatformError> {
        let over = Write::PutOver {
            item: item(draft)?,
            version: expected_version,
        };
        self.write(draft, over, None, notes).await
    }

    /// Makes a draft the listing that everyone sees: the listing is written, over the one of
    /// the version before it unless it is the first, and the draft goes.
    ///
    /// # Errors
    /// [`PlatformError::Conflict`] when draft or listing have other versions meanwhile,
    /// [`PlatformError::Missing`] when one of them has gone.
    pub async fn publish(
        &self,
        draft: &Draft,
        listing: &Listing,
        notes: ChangeNotes<'_>,
    ) -> Result<(), PlatformError> {
        let gone = Write::DeleteOver {
            key: PrimaryKey::Draft(draft.listing_id),
            version: draft.version,
        };
        let listing = match listing.version {
            1 => Write::PutNew(listings::to_item(listing)?),
            version => Write::PutOver {
                item: listings::to_item(listing)?,
                version: version - 1,
            },
        };
        self.write(draft, gone, Some(listing), notes).await
    }

    /// Whether the mail that an event asks for was sent.
    pub async fn was_mailed(&self, id: PropertyId, event: EventId) -> Result<bool, PlatformError> {
        Ok(self.table.get(mailed_key(id, event)).await?.is_some())
    }

    /// Notes that it was sent, until a time.
    pub async fn set_mailed(
        &self,
        id: PropertyId,
        event: EventId,
        until: Timestamp,
    ) -> Result<(), PlatformError> {
        let key = mailed_key(id, event);
        let mut item = to_item(key, "DraftMailed", &Mailed { until })?;
        let end = AttributeValue::N(until.as_second().to_string());
        item.insert(EXPIRES_AT.to_owned(), end);
        self.table.put(item).await
    }

    async fn write(
        &self,
        draft: &Draft,
        first: Write,
        listing: Option<Write>,
        notes: ChangeNotes<'_>,
    ) -> Result<(), PlatformError> {
        let mut writes = vec![first];
        writes.extend(listing);
        writes.extend(notes.writes(draft.listing_id)?);
        let written = self.table.transact(writes).await;
        written.map_err(|refusal| refusal.over_version(PrimaryKey::Draft(draft.listing_id)))
    }
}

/// The write of a draft over the version before it, to stand in a transaction.
pub(crate) fn over(draft: &Draft) -> Result<Write, PlatformError> {
    Ok(Write::PutOver {
        item: item(draft)?,
        version: draft.version.saturating_sub(1),
    })
}

fn mailed_key(listing_id: PropertyId, event_id: EventId) -> PrimaryKey {
    PrimaryKey::DraftMailed {
        listing_id,
        event_id,
    }
}
