//! Homes of a list, and votes on them.

use super::{Shortlists, Visitor, room};
use crate::{ServiceError, listings::visibility_for};
use durbar_domain::{
    ListingSummary, PropertyId, ShortlistId,
    policy::Operation::{CommentOnShortlist, EditShortlist},
    shortlist::{Entry, Opinion, Shortlist, Vote},
    status::Visibility,
};
use durbar_platform::PlatformError;
use jiff::Timestamp;

impl Shortlists {
    /// Puts a home into the owner's list; tells whether it is new there.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] when there is no such home for the public,
    /// [`ServiceError::Invalid`] when the list is full.
    pub async fn add_home(
        &self,
        visitor: Visitor<'_>,
        id: ShortlistId,
        listing_id: PropertyId,
        now: Timestamp,
    ) -> Result<bool, ServiceError> {
        let presence = self.enter(visitor, id, EditShortlist, now).await?;
        let cards = self.listings.summaries(&[listing_id]).await?;
        let seen = |card: &ListingSummary| {
            visibility_for(visitor.principal, card, now) != Visibility::Hidden
        };
        if !cards.iter().any(seen) {
            return Err(ServiceError::NotFound);
        }
        let entry = Entry {
            listing_id,
            added_by: presence.member.map(|member| member.member_id),
            added_at: now,
        };
        let added = self.store.add_home(id, &entry).await?;
        room(added, "homes", Shortlist::MAX_HOMES)
    }

    /// Takes a home out of the owner's list; it is no error when it isn't in it. Put back, it
    /// has its notes and votes again.
    pub async fn remove_home(
        &self,
        visitor: Visitor<'_>,
        id: ShortlistId,
        listing_id: PropertyId,
        now: Timestamp,
    ) -> Result<(), ServiceError> {
        self.enter(visitor, id, EditShortlist, now).await?;
        match self.store.remove_home(id, listing_id).await {
            Err(PlatformError::Missing { .. }) => Ok(()),
            outcome => Ok(outcome?),
        }
    }

    /// Votes on a home of the list, over one's vote that is at `expected_version`, 0 where
    /// there is none yet.
    ///
    /// # Errors
    /// [`ServiceError::Conflict`] when it is at another version, [`ServiceError::NotFound`]
    /// when the home isn't in the list.
    pub async fn vote(
        &self,
        visitor: Visitor<'_>,
        id: ShortlistId,
        (listing_id, expected_version): (PropertyId, u64),
        opinion: Opinion,
        now: Timestamp,
    ) -> Result<Vote, ServiceError> {
        let by = self
            .enter(visitor, id, CommentOnShortlist, now)
            .await?
            .member_id()?;
        self.check_home(id, listing_id).await?;
        let vote = Vote {
            listing_id,
            by,
            version: expected_version.saturating_add(1),
            opinion,
            modified_at: now,
        };
        match self.store.put_vote(id, expected_version, &vote).await {
            // A version is named but there is no vote.
            Err(PlatformError::Missing { .. }) => {
                Err(ServiceError::Conflict { current_version: 0 })
            }
            outcome => Ok(outcome.map(|()| vote)?),
        }
    }

    /// # Errors
    /// [`ServiceError::NotFound`] when the home is not in the list.
    pub(super) async fn check_home(
        &self,
        id: ShortlistId,
        home: PropertyId,
    ) -> Result<(), ServiceError> {
        if self.store.has_home(id, home).await? {
            return Ok(());
        }
        Err(ServiceError::NotFound)
    }
}
