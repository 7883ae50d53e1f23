//! Published listings follow their files: one that was given to members, or to everyone, is
//! shown where it now lies. What was added or taken away waits for a review.

use crate::{Listings, Media, ServiceError, listings::Change};
use async_trait::async_trait;
use durbar_domain::{
    Listing, MediaId, PropertyId,
    event::{DomainEvent, EventDetail},
};
use durbar_platform::bus::EventConsumer;
use std::error::Error;

/// How often a listing is changed anew that others change at the same time.
const ATTEMPTS: u32 = 5;

/// Keeps published listings and the places of their files together. Cheap to clone.
#[derive(Debug, Clone)]
pub struct MediaFollower {
    listings: Listings,
    media: Media,
}

impl MediaFollower {
    pub fn new(listings: Listings, media: Media) -> Self {
        Self { listings, media }
    }

    async fn follow(&self, id: PropertyId, file: MediaId) -> Result<(), ServiceError> {
        for _ in 0..ATTEMPTS {
            let before = match self.listings.get(id).await {
                Ok(listing) if listing.shows(file) => listing,
                Ok(_) | Err(ServiceError::NotFound) => return Ok(()),
                Err(error) => return Err(error),
            };
            let media = self.media.arranged(id).await?;
            let change = Change::File(Box::new(moved(&before, file, media)));
            match self.listings.change(id, before.version, change).await {
                Ok(_) => return Ok(()),
                Err(ServiceError::Conflict { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        Err(ServiceError::Conflict { current_version: 0 })
    }
}

/// The listing with one file where it now belongs.
fn moved(before: &Listing, file: MediaId, media: crate::media::Arranged) -> Listing {
    let mut after = before.clone();
    after.pictures.retain(|it| it.media_id != file);
    after.floor_plans.retain(|it| it.media_id != file);
    after.films.retain(|it| it.media_id != file);
    after.premium_media.retain(|it| it.media_id != file);
    let mine = |id: MediaId| id == file;
    after
        .pictures
        .extend(media.pictures.into_iter().filter(|it| mine(it.media_id)));
    let plans = media.floor_plans.into_iter();
    after
        .floor_plans
        .extend(plans.filter(|it| mine(it.media_id)));
    after
        .films
        .extend(media.films.into_iter().filter(|it| mine(it.media_id)));
    let premium = media.premium_media.into_iter();
    after
        .premium_media
        .extend(premium.filter(|it| mine(it.media_id)));
    after
}

#[async_trait]
impl EventConsumer for MediaFollower {
    fn name(&self) -> &'static str {
        "files of listings"
    }

    /// A repeat finds the listing as it should be and writes nothing.
    async fn handle(&self, event: &DomainEvent) -> Result<(), Box<dyn Error + Send + Sync>> {
        match event.detail {
            EventDetail::MediaWithdrawn {
                listing_id,
                media_id,
                ..
            } => Ok(self.follow(listing_id, media_id).await?),
            _ => Ok(()),
        }
    }
}
