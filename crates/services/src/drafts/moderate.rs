//! What admins do about submitted drafts.

use super::{submit::at_version, *};
use crate::listings::{Cursor, Slice};
use durbar_domain::{
    FieldError,
    draft::{Claim, Review, ReviewReasons, ReviewState},
    policy::Relation,
};

/// Drafts of the queue on a page.
const SHOWN: usize = 50;

/// What an admin says in approving.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Approval {
    /// Why the home may be offered though its broker's licence doesn't reach its price.
    pub despite_license: Option<Reason>,
}

impl Drafts {
    /// Submitted drafts, those that have waited longest first.
    pub async fn queue(
        &self,
        principal: &Principal,
        after: Option<&Cursor>,
    ) -> Result<Slice<Draft>, ServiceError> {
        permit(principal, Operation::ModerateListing, Relation::Others)?;
        Ok(self.store.submitted(after, SHOWN).await?)
    }

    /// Takes a submitted draft up, so that no other admin does the same work. Another one may
    /// take it over.
    pub async fn claim(
        &self,
        principal: &Principal,
        id: PropertyId,
        version: u64,
        now: Timestamp,
    ) -> Result<Draft, ServiceError> {
        let (by, before) = self.moderated(principal, id, version).await?;
        let review = before.review.claim(Claim { by, at: now });
        let after = reviewed(&before, review)?;
        let claimed = (by, AuditAction::ListingClaimed);
        let notes = ChangeNotes {
            audit: &[audited(self.events.id(now), claimed, id, None, now)],
            ..ChangeNotes::default()
        };
        self.store.replace(before.version, &after, notes).await?;
        Ok(after)
    }

    /// Gives a draft back to be mended: its broker is told why.
    pub async fn request_changes(
        &self,
        principal: &Principal,
        id: PropertyId,
        version: u64,
        reasons: &ReviewReasons,
        now: Timestamp,
    ) -> Result<Draft, ServiceError> {
        let (by, before) = self.moderated(principal, id, version).await?;
        let reasons = reasons.clone();
        let review = before.review.request_changes(reasons.clone());
        let fact = HistoryFact::ChangesRequested { reasons };
        self.give_back(by, before, review, fact, now).await
    }

    /// Refuses a draft: its broker is told why.
    pub async fn refuse(
        &self,
        principal: &Principal,
        id: PropertyId,
        version: u64,
        reasons: &ReviewReasons,
        now: Timestamp,
    ) -> Result<Draft, ServiceError> {
        let (by, before) = self.moderated(principal, id, version).await?;
        let reasons = reasons.clone();
        let review = before.review.refuse(reasons.clone());
        let fact = HistoryFact::Refused { reasons };
        self.give_back(by, before, review, fact, now).await
    }

    async fn give_back(
        &self,
        by: AccountId,
        before: Draft,
        review: Result<Review, FieldError>,
        fact: HistoryFact,
        now: Timestamp,
    ) -> Result<Draft, ServiceError> {
        let after = reviewed(&before, review)?;
        let detail = EventDetail::DraftReturned {
            listing_id: after.listing_id,
            version: after.version,
        };
        self.advance(&before, &after, (by, fact), Some(detail), now)
            .await?;
        Ok(after)
    }

    /// A submitted draft at a version, for an admin.
    pub(super) async fn moderated(
        &self,
        principal: &Principal,
        id: PropertyId,
        version: u64,
    ) -> Result<(AccountId, Draft), ServiceError> {
        permit(principal, Operation::ModerateListing, Relation::Others)?;
        let draft = self.store.get(id).await?.ok_or(ServiceError::NotFound)?;
        at_version(&draft, version)?;
        if draft.review.state != ReviewState::Submitted {
            let accepted = "a submitted draft".to_owned();
            let problem = Problem::NotOneOf { accepted };
            return Err(ServiceError::invalid("review", problem));
        }
        Ok((self.person(principal)?, draft))
    }
}

fn reviewed(before: &Draft, review: Result<Review, FieldError>) -> Result<Draft, ServiceError> {
    Ok(Draft {
        version: before.version + 1,
        review: review.map_err(|error| ServiceError::Invalid(vec![error]))?,
        ..before.clone()
    })
}
