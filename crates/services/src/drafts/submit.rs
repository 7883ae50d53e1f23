//! Handing a draft in, and what has to be there for it.

use super::{publish::counts, twins::Twin, *};
use durbar_domain::{
    BrokerId, FieldError,
    draft::{Claim, ListingContent, Offer},
    quality::{MediaCounts, Quality},
};

/// A submission: which version was looked at, and how the home is to be offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Submission {
    pub version: u64,
    pub offer: Offer,
}

/// Whether a draft can be handed in, and what would help.
#[derive(Debug, Clone, PartialEq)]
pub struct Readiness {
    pub quality: Quality,
    /// What stands in the way: fields of the draft, `quality`, `pictures` and `media`.
    pub problems: Vec<FieldError>,
    /// The price is above what the broker's licence lets them offer: an admin has to let it
    /// pass.
    pub is_held_for_license: bool,
    /// Other homes that may be the same. For admins: not all of it is anybody else's to know;
    /// see [`Readiness::twins_for_broker`].
    pub twins: Vec<Twin>,
}

impl Readiness {
    /// The twins as the broker of the draft may know of them.
    pub fn twins_for_broker(&self, broker_id: BrokerId) -> Vec<Twin> {
        let told = self.twins.iter().map(|twin| twin.for_broker(broker_id));
        told.flatten().collect()
    }
}

/// Fewer pictures tell too little of a home of this kind.
const LEAST_PICTURES: u16 = 5;

impl Drafts {
    /// Whether a draft can be handed in as it stands.
    pub async fn readiness(
        &self,
        draft: &Draft,
        now: Timestamp,
    ) -> Result<Readiness, ServiceError> {
        let media = self.media_of(draft).await?;
        let counts = counts(&media);
        let quality = Quality::of(&draft.fields, counts);
        let today = crate::kathmandu_date(now);
        let mut problems = Vec::new();
        let content = match draft.fields.parse(today) {
            Ok(content) => Some(content),
            Err(errors) => {
                problems.extend(errors);
                None
            }
        };
        problems.extend(missing_pictures(counts, self.least_pictures(draft).await?));
        if media.waiting > 0 {
            problems.push(FieldError::new("media", Problem::NotANumber));
        }
        if !quality.is_enough() {
            problems.push(out_of("quality", Quality::LEAST.into(), 100));
        }
        let twins = self.twins(draft, content.as_ref()).await?;
        let is_held_for_license = match content {
            Some(content) => !self.may_offer(draft, &content, now).await?,
            None => false,
        };
        Ok(Readiness {
            quality,
            problems,
            is_held_for_license,
            twins,
        })
    }

    /// Hands a draft in for review.
    ///
    /// # Errors
    /// [`ServiceError::Conflict`] when it was changed since, [`ServiceError::Invalid`] with
    /// all that is missing.
    pub async fn submit(
        &self,
        principal: &Principal,
        id: PropertyId,
        submission: Submission,
        now: Timestamp,
    ) -> Result<Draft, ServiceError> {
        let by = self.person(principal)?;
        let before = self.draft(principal, Operation::SubmitListing, id).await?;
        at_version(&before, submission.version)?;
        must_be_open(&before)?;
        let readiness = self.readiness(&before, now).await?;
        if !readiness.problems.is_empty() {
            return Err(ServiceError::Invalid(readiness.problems));
        }
        let submitted = before
            .review
            .submit(submission.offer, Claim { by, at: now });
        let after = Draft {
            version: before.version + 1,
            review: submitted.map_err(|error| ServiceError::Invalid(vec![error]))?,
            modified_at: now,
            ..before.clone()
        };
        let detail = EventDetail::DraftSubmitted {
            listing_id: id,
            version: after.version,
        };
        self.advance(
            &before,
            &after,
            (by, HistoryFact::Submitted),
            Some(detail),
            now,
        )
        .await?;
        Ok(after)
    }

    /// Takes a submitted draft back, to change it.
    ///
    /// # Errors
    /// [`ServiceError::Invalid`] when it isn't submitted, or any more.
    pub async fn take_back(
        &self,
        principal: &Principal,
        id: PropertyId,
        version: u64,
        now: Timestamp,
    ) -> Result<Draft, ServiceError> {
        let by = self.person(principal)?;
        let before = self.draft(principal, Operation::SubmitListing, id).await?;
        at_version(&before, version)?;
        let review = before.review.take_back();
        let after = Draft {
            version: before.version + 1,
            review: review.map_err(|error| ServiceError::Invalid(vec![error]))?,
            modified_at: now,
            ..before.clone()
        };
        self.advance(&before, &after, (by, HistoryFact::TakenBack), None, now)
            .await?;
        Ok(after)
    }

    /// How many pictures it takes. What is published with fewer may be changed with as many.
    async fn least_pictures(&self, draft: &Draft) -> Result<u16, ServiceError> {
        if draft.base_version.is_none() {
            return Ok(LEAST_PICTURES);
        }
        let published = self.listings.get(draft.listing_id).await?.pictures.len();
        Ok(u16::try_from(published).map_or(LEAST_PICTURES, |it| it.min(LEAST_PICTURES)))
    }

    /// Whether the broker's licence lets them offer the home at its price.
    pub(super) async fn may_offer(
        &self,
        draft: &Draft,
        content: &ListingContent,
        now: Timestamp,
    ) -> Result<bool, ServiceError> {
        let broker = self.brokers.get(draft.broker_id).await?;
        let today = crate::kathmandu_date(now);
        Ok(broker.may_offer(content.list_price, today).is_ok())
    }
}

fn missing_pictures(counts: MediaCounts, least: u16) -> Option<FieldError> {
    let few = counts.pictures < least;
    few.then(|| out_of("pictures", least.into(), 60))
}

fn out_of(field: &str, min: u32, max: u32) -> FieldError {
    let (min, max) = (min.to_string(), max.to_string());
    FieldError::new(field, Problem::OutOfRange { min, max })
}

pub(super) fn at_version(draft: &Draft, version: u64) -> Result<(), ServiceError> {
    match draft.version == version {
        true => Ok(()),
        false => Err(ServiceError::Conflict {
            current_version: draft.version,
        }),
    }
}
