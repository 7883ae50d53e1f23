//! The files of a listing in their order.

use super::Media;
use crate::ServiceError;
use durbar_domain::{
    MediaId, PropertyId,
    account::Principal,
    media::{Film, MediaItem, MediaKind, MediaState, PerceptualHash, Tour},
    picture::Picture,
    premium::PremiumMedia,
};
use durbar_platform::{PlatformError, media::MediaRecord};

/// What a listing has to show, in its order, and how many files aren't part of that.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Arranged {
    pub pictures: Vec<Picture>,
    pub floor_plans: Vec<Picture>,
    pub films: Vec<Film>,
    pub tours: Vec<Tour>,
    /// What members see.
    pub premium_media: Vec<PremiumMedia>,
    /// Of every picture, panorama and plan that is ready.
    pub hashes: Vec<PerceptualHash>,
    /// Every file there is, also those that were taken away or aren't ready.
    pub known: Vec<MediaId>,
    /// Files on their way.
    pub waiting: usize,
    pub failed: usize,
}

impl Media {
    /// What a listing has to show. Asks nobody's leave: for use cases that have.
    pub async fn arranged(&self, listing_id: PropertyId) -> Result<Arranged, ServiceError> {
        let mut arranged = Arranged::default();
        for MediaRecord { item, .. } in self.in_order(listing_id).await? {
            arranged.known.push(item.media_id);
            match &item.state {
                MediaState::Removed { .. } => continue,
                MediaState::Failed { .. } => arranged.failed += 1,
                state if state.is_waiting() => arranged.waiting += 1,
                _ => {}
            }
            let hash = item.state.rendition().and_then(|made| made.hash);
            arranged.hashes.extend(hash);
            match item.kind {
                MediaKind::FloorPlan => arranged.floor_plans.extend(item.picture()),
                _ => arranged.pictures.extend(item.picture()),
            }
            arranged.films.extend(item.film());
            arranged.tours.extend(item.tour());
            arranged.premium_media.extend(item.premium_media());
        }
        Ok(arranged)
    }

    /// Whether a list that was imported names a file, and nobody uploaded it.
    pub(crate) async fn is_imported(
        &self,
        listing_id: PropertyId,
        media_id: MediaId,
    ) -> Result<bool, ServiceError> {
        let found = self.inner.store.get(listing_id, media_id).await?;
        Ok(found.is_some_and(|record| record.origin.is_some()))
    }

    /// Every file of a listing in its order, with those that were taken away, for those who may
    /// change them.
    pub async fn files(
        &self,
        principal: &Principal,
        listing_id: PropertyId,
    ) -> Result<Vec<MediaItem>, ServiceError> {
        self.editor(principal, listing_id).await?;
        let records = self.in_order(listing_id).await?;
        Ok(records.into_iter().map(|record| record.item).collect())
    }

    /// Two files of one place stand in the order of their uploads.
    pub(super) async fn in_order(
        &self,
        listing_id: PropertyId,
    ) -> Result<Vec<MediaRecord>, PlatformError> {
        let mut records = self.inner.store.of_listing(listing_id).await?;
        records.sort_by_key(|record| (record.item.position, record.item.media_id));
        Ok(records)
    }
}
