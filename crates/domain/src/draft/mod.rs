//! A listing while it is written: what its broker has typed so far, and how far its review has
//! come. A home that was never published is a draft alone; changes of a published one wait in a
//! draft beside it until they are approved.

mod content;
mod field;
mod fields;
mod read;
mod review;

#[cfg(test)]
mod tests;

pub use content::ListingContent;
pub use field::{DraftField, DraftStep};
pub use fields::{DraftFields, Merge, Typed};
pub use review::{Claim, Offer, Review, ReviewReasons, ReviewState};

use crate::{AccountId, BrokerId, Listing, PropertyId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A listing as it is being written.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Draft {
    /// Of the listing that it is or becomes.
    pub listing_id: PropertyId,
    /// Counts the writes; a write names the version it changes.
    pub version: u64,
    pub broker_id: BrokerId,
    /// Version of the published listing that this changes; `None` for a home that was never
    /// published.
    pub base_version: Option<u64>,
    pub fields: DraftFields,
    /// Who changed each field last.
    pub edits: BTreeMap<DraftField, Edit>,
    pub review: Review,
    /// When its broker threw it away; for [`Draft::KEPT_DAYS`] more it can be brought back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub discarded_at: Option<Timestamp>,
    pub created_at: Timestamp,
    pub modified_at: Timestamp,
}

/// Who changed a field, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edit {
    pub by: AccountId,
    pub at: Timestamp,
}

impl Draft {
    /// Days for which a draft that was thrown away is kept.
    pub const KEPT_DAYS: i64 = 30;

    /// An empty draft of a new home.
    pub fn new(listing_id: PropertyId, broker_id: BrokerId, now: Timestamp) -> Self {
        Self {
            listing_id,
            version: 1,
            broker_id,
            base_version: None,
            fields: DraftFields::default(),
            edits: BTreeMap::new(),
            review: Review::default(),
            discarded_at: None,
            created_at: now,
            modified_at: now,
        }
    }

    /// A draft of changes of a listing that was published.
    pub fn of(listing: &Listing, now: Timestamp) -> Self {
        Self {
            base_version: Some(listing.version),
            fields: DraftFields::of(listing),
            ..Self::new(listing.listing_id, listing.broker_id, now)
        }
    }

    /// Whether its fields may be changed: not while it is being looked at, nor once it was
    /// thrown away.
    pub fn is_open(&self) -> bool {
        self.review.state.is_open() && self.discarded_at.is_none()
    }

    /// When it waits for an admin: since when.
    pub fn waits_since(&self) -> Option<Timestamp> {
        let waits = self.review.state == ReviewState::Submitted && self.discarded_at.is_none();
        self.review
            .submitted
            .filter(|_| waits)
            .map(|claim| claim.at)
    }

    /// Saves a page of fields that somebody sent; see [`DraftFields::merge`]. Version and time
    /// of change are set when something changed.
    ///
    /// # Errors
    /// As [`DraftFields::merge`].
    pub fn save(
        &mut self,
        page: &[Typed],
        by: AccountId,
        now: Timestamp,
    ) -> Result<Merge, Vec<crate::FieldError>> {
        let merge = self.fields.merge(page)?;
        for field in &merge.changed {
            self.edits.insert(*field, Edit { by, at: now });
        }
        if !merge.changed.is_empty() {
            self.version += 1;
            self.modified_at = now;
        }
        Ok(merge)
    }
}
