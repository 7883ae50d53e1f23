//! Approving: a draft becomes what everyone sees.

use super::*;
use crate::{listings, media::Arranged};
use durbar_domain::{
    EarlyAccess, MediaId, StandardStatus,
    draft::{DraftField, ListingContent},
    listing::Price,
    picture::Picture,
    premium::PremiumKind,
    quality::MediaCounts,
    slug::Slug,
    status::Visibility,
};
use jiff::civil::Date;

/// Counts for the quality.
pub(super) fn counts(media: &Arranged) -> MediaCounts {
    let count = |number: usize| u16::try_from(number).unwrap_or(u16::MAX);
    let is_described = |it: &&Picture| !it.alt.en.is_empty() && !it.alt.ne.is_empty();
    let members = |kind| {
        media
            .premium_media
            .iter()
            .filter(|it| it.kind == kind)
            .count()
    };
    MediaCounts {
        pictures: count(media.pictures.len()),
        described: count(media.pictures.iter().filter(is_described).count()),
        panoramas: count(media.tours.len() + members(PremiumKind::Panorama)),
        films: count(media.films.len() + members(PremiumKind::DroneFilm)),
        floor_plans: count(media.floor_plans.len()),
    }
}

impl Drafts {
    /// The files a draft is seen with. Those that its listing had before there was an editor
    /// come first.
    pub(super) async fn media_of(&self, draft: &Draft) -> Result<Arranged, ServiceError> {
        let mut media = self.media.arranged(draft.listing_id).await?;
        if draft.base_version.is_none() {
            return Ok(media);
        }
        let listing = self.listings.get(draft.listing_id).await?;
        let is_older = |id: MediaId| !media.known.contains(&id);
        let older = |pictures: Vec<Picture>| -> Vec<Picture> {
            let kept = pictures.into_iter().filter(|it| is_older(it.media_id));
            kept.collect()
        };
        let (pictures, plans) = (older(listing.pictures), older(listing.floor_plans));
        let mut premium = listing.premium_media;
        premium.retain(|it| is_older(it.media_id));
        let mut films = listing.films;
        films.retain(|it| is_older(it.media_id));
        let mut tours = listing.tours;
        tours.retain(|it| is_older(it.media_id));
        media.pictures.splice(0..0, pictures);
        media.floor_plans.splice(0..0, plans);
        media.films.splice(0..0, films);
        media.tours.splice(0..0, tours);
        media.premium_media.splice(0..0, premium);
        Ok(media)
    }

    /// Makes a submitted draft what everyone sees; gives back the listing.
    ///
    /// # Errors
    /// [`ServiceError::Conflict`] when draft or listing were changed since;
    /// [`ServiceError::Invalid`] with `despite_license` when the broker's licence doesn't
    /// reach the price and no reason is given.
    pub async fn approve(
        &self,
        principal: &Principal,
        id: PropertyId,
        version: u64,
        approval: &Approval,
        now: Timestamp,
    ) -> Result<Listing, ServiceError> {
        let (by, draft) = self.moderated(principal, id, version).await?;
        let today = crate::kathmandu_date(now);
        let content = draft.fields.parse(today).map_err(ServiceError::Invalid)?;
        let is_covered = self.may_offer(&draft, &content, now).await?;
        if !is_covered && approval.despite_license.is_none() {
            return Err(ServiceError::invalid("despite_license", Problem::Empty));
        }
        let media = self.media_of(&draft).await?;
        let (listing, mut details) = match draft.base_version {
            None => first(&draft, &content, now, today),
            Some(_) => {
                let before = self.listings.get(id).await?;
                changed(before, &draft, &content, now, today)
            }
        };
        let listing = Listing {
            pictures: media.pictures,
            floor_plans: media.floor_plans,
            films: media.films,
            tours: media.tours,
            premium_media: media.premium_media,
            ..listing
        };
        let mut facts = vec![HistoryFact::Approved];
        facts.extend(details.iter().filter_map(listings::fact));
        if details.is_empty() {
            details.push(EventDetail::ListingChanged {
                listing_id: id,
                version: listing.version,
            });
        }
        details.push(EventDetail::DraftApproved {
            listing_id: id,
            version: listing.version,
        });
        let events: Vec<_> = details
            .into_iter()
            .map(|detail| self.events.event(detail, now))
            .collect();
        let history = self.entries(facts, Some(by), now);
        let approved = (by, AuditAction::ListingApproved);
        let reason = approval.despite_license.clone().filter(|_| !is_covered);
        let notes = ChangeNotes {
            events: &events,
            history: &history,
            audit: &[audited(self.events.id(now), approved, id, reason, now)],
        };
        self.store.publish(&draft, &listing, notes).await?;
        self.events.nudge();
        Ok(listing)
    }

    fn entries(
        &self,
        facts: Vec<HistoryFact>,
        by: Option<AccountId>,
        now: Timestamp,
    ) -> Vec<HistoryEntry> {
        let entry = |fact| HistoryEntry {
            event_id: self.events.id(now),
            at: now,
            by,
            fact,
        };
        facts.into_iter().map(entry).collect()
    }
}

/// A home that was never published.
fn first(
    draft: &Draft,
    content: &ListingContent,
    now: Timestamp,
    today: Date,
) -> (Listing, Vec<EventDetail>) {
    let standard_status = draft.review.offer.status();
    let is_early = standard_status == StandardStatus::ComingSoon;
    let listing = Listing {
        listing_id: draft.listing_id,
        version: 1,
        standard_status,
        property_sub_type: content.property_sub_type,
        premium: false,
        broker_id: draft.broker_id,
        slug: Slug::from_title(content.title.en.as_str()),
        title: content.title.clone(),
        summary: content.summary.clone(),
        description: content.description.clone(),
        neighbourhood: content.neighbourhood,
        ward: content.ward,
        location: content.location,
        price: Price::new(content.list_price, today, content.on_request),
        structure: content.structure,
        land: content.land.clone(),
        legal: content.legal,
        amenities: content.amenities,
        pictures: Vec::new(),
        floor_plans: Vec::new(),
        films: Vec::new(),
        tours: Vec::new(),
        premium_media: Vec::new(),
        early_access: is_early.then_some(EarlyAccess { announced_at: now }),
        on_market_date: today,
        created_at: now,
        modified_at: now,
    };
    let published = EventDetail::ListingPublished {
        listing_id: listing.listing_id,
        version: 1,
    };
    // One for invited people alone isn't announced to anybody.
    let is_published = listing.visibility() == Visibility::Published;
    (
        listing,
        is_published.then_some(published).into_iter().collect(),
    )
}

/// A published home with what its draft changes. Price and status may have been changed
/// meanwhile: the price of the draft counts only where the draft changed it.
fn changed(
    before: Listing,
    draft: &Draft,
    content: &ListingContent,
    now: Timestamp,
    today: Date,
) -> (Listing, Vec<EventDetail>) {
    let mut after = before.clone();
    content.write_into(&mut after);
    if draft.edits.contains_key(&DraftField::ListPrice) {
        after.price.change(content.list_price, today);
    }
    if draft.edits.contains_key(&DraftField::PriceOnRequest) {
        after.price.set_on_request(content.on_request, today);
    }
    after.version = before.version + 1;
    after.modified_at = now;
    let details = listings::events(&before, &after);
    (after, details)
}
