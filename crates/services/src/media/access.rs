//! Whose a listing is, and so whose its files are.

use super::Media;
use crate::{ServiceError, agencies::standing, permit::permit};
use durbar_domain::{
    BrokerId, MediaId, PropertyId,
    account::{Person, Principal},
    error::Problem,
    policy::{Operation, Refusal, Relation},
    status::Visibility,
};
use durbar_platform::{
    PlatformError,
    media::{MediaRecord, Work},
};
use jiff::Timestamp;

/// Whose a listing is, and how it stands.
struct Owned {
    broker_id: BrokerId,
    visibility: Visibility,
    /// An admin is looking at its draft: what they see stays as it is meanwhile.
    is_with_admin: bool,
}

impl Media {
    /// Whoever may change the files of a listing.
    ///
    /// # Errors
    /// [`ServiceError::Refused`], or [`ServiceError::NotFound`] where there is no such listing
    /// or nobody else may learn of it.
    pub(super) async fn editor<'a>(
        &self,
        principal: &'a Principal,
        listing_id: PropertyId,
    ) -> Result<&'a Person, ServiceError> {
        let (person, _) = self.owned(principal, listing_id).await?;
        Ok(person)
    }

    /// The same where something is to be changed.
    ///
    /// # Errors
    /// [`ServiceError::Invalid`] with `review` while an admin looks at the listing's draft.
    pub(super) async fn changer<'a>(
        &self,
        principal: &'a Principal,
        listing_id: PropertyId,
    ) -> Result<&'a Person, ServiceError> {
        let (person, owned) = self.owned(principal, listing_id).await?;
        if owned.is_with_admin {
            let accepted = "a draft that is not with an admin".to_owned();
            let problem = Problem::NotOneOf { accepted };
            return Err(ServiceError::invalid("review", problem));
        }
        Ok(person)
    }

    async fn owned<'a>(
        &self,
        principal: &'a Principal,
        listing_id: PropertyId,
    ) -> Result<(&'a Person, Owned), ServiceError> {
        let owned = self.owner_of(listing_id).await?;
        let standing = standing(&self.inner.brokers, principal, owned.broker_id).await?;
        let relation = standing.unwrap_or(match owned.visibility {
            Visibility::Published => Relation::Others,
            _ => Relation::Secret,
        });
        permit(principal, Operation::EditListing, relation)?;
        let person = principal.person().ok_or(Refusal::SignIn)?;
        Ok((person, owned))
    }

    /// By the listing that was published, else by its draft.
    async fn owner_of(&self, listing_id: PropertyId) -> Result<Owned, ServiceError> {
        let (listing, draft) = futures::try_join!(
            self.inner.listings.get(listing_id),
            self.inner.drafts.get(listing_id)
        )?;
        let is_with_admin = draft
            .as_ref()
            .is_some_and(|draft| !draft.review.state.is_open());
        match (listing, draft) {
            (Some(listing), _) => Ok(Owned {
                broker_id: listing.broker_id,
                visibility: listing.visibility(),
                is_with_admin,
            }),
            (None, Some(draft)) => Ok(Owned {
                broker_id: draft.broker_id,
                visibility: Visibility::Hidden,
                is_with_admin,
            }),
            (None, None) => Err(ServiceError::NotFound),
        }
    }

    /// Whether everyone is shown this file by its listing.
    pub(super) async fn is_shown(
        &self,
        listing_id: PropertyId,
        media_id: MediaId,
    ) -> Result<bool, PlatformError> {
        let listing = self.inner.listings.get(listing_id).await?;
        Ok(listing.is_some_and(|listing| listing.shows(media_id)))
    }

    /// A file that whoever asks may change.
    pub(super) async fn own_record(
        &self,
        principal: &Principal,
        listing_id: PropertyId,
        media_id: MediaId,
    ) -> Result<MediaRecord, ServiceError> {
        self.changer(principal, listing_id).await?;
        let found = self.inner.store.get(listing_id, media_id).await?;
        found.ok_or(ServiceError::NotFound)
    }

    /// The next version of a record.
    pub(super) fn next(record: &MediaRecord, now: Timestamp) -> MediaRecord {
        let mut next = record.clone();
        next.item.version += 1;
        next.item.modified_at = now;
        next
    }

    pub(super) fn work(due_at: Timestamp, task: durbar_platform::media::Task) -> Work {
        Work {
            due_at: super::whole(due_at),
            task,
            attempts: 0,
        }
    }
}
