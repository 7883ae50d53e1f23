//! Tours and films follow the tier of their listing, and listings their files: one that was given
//! to members, or to everyone, is shown where it now lies, and one that an imported list names is
//! shown once it is ready, since whoever imports is an admin. What a broker adds or takes away
//! waits for a review.

use crate::{Listings, Media, ServiceError, listings::Change, media::Arranged};
use async_trait::async_trait;
use durbar_domain::{
    Listing, MediaId, PropertyId,
    event::{DomainEvent, EventDetail},
};
use durbar_platform::bus::EventConsumer;
use jiff::Timestamp;
use std::error::Error;

/// How often a listing is changed anew that others change at the same time.
const ATTEMPTS: u32 = 5;

/// Keeps listings and the places of their files together. Cheap to clone.
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
        let moved =
            |before: &Listing, media| before.shows(file).then(|| moved(before, file, media));
        self.change(id, moved).await?;
        // It may have been on its way elsewhere since before it was ready.
        self.show(id, file).await
    }

    /// Sends tours and films to where the listing's tier has them now: an event that comes late,
    /// or twice, finds them there.
    async fn follow_tier(&self, id: PropertyId) -> Result<(), ServiceError> {
        match self.listings.get(id).await {
            Ok(listing) => self.media.move_listing(&listing, Timestamp::now()).await,
            Err(ServiceError::NotFound) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Shows a file that came by an import.
    async fn show(&self, id: PropertyId, file: MediaId) -> Result<(), ServiceError> {
        if !self.media.is_imported(id, file).await? {
            return Ok(());
        }
        let shown = |before: &Listing, media| {
            let is_new = !before.shows(file);
            is_new.then(|| shown(before, file, media))
        };
        self.change(id, shown).await
    }

    /// Changes the files that a listing shows, where there is something to change.
    async fn change(
        &self,
        id: PropertyId,
        changed: impl Fn(&Listing, Arranged) -> Option<Listing> + Send + Sync,
    ) -> Result<(), ServiceError> {
        for _ in 0..ATTEMPTS {
            let before = match self.listings.get(id).await {
                Ok(listing) => listing,
                Err(ServiceError::NotFound) => return Ok(()),
                Err(error) => return Err(error),
            };
            let media = self.media.arranged(id).await?;
            let Some(after) = changed(&before, media) else {
                return Ok(());
            };
            let change = Change::File(Box::new(after));
            match self.listings.change(id, before.version, change).await {
                Ok(_) => return Ok(()),
                Err(ServiceError::Conflict { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        Err(ServiceError::Conflict { current_version: 0 })
    }
}

/// The listing with one file more, before those that come behind it in the files' order. What
/// the listing had before there were files of it stays in front.
fn shown(before: &Listing, file: MediaId, media: Arranged) -> Listing {
    let mut after = before.clone();
    insert(&mut after.pictures, &media.pictures, file, |it| it.media_id);
    let plans = &media.floor_plans;
    insert(&mut after.floor_plans, plans, file, |it| it.media_id);
    insert(&mut after.films, &media.films, file, |it| it.media_id);
    insert(&mut after.tours, &media.tours, file, |it| it.media_id);
    let premium = &media.premium_media;
    insert(&mut after.premium_media, premium, file, |it| it.media_id);
    after
}

fn insert<T: Clone>(shown: &mut Vec<T>, arranged: &[T], file: MediaId, id: impl Fn(&T) -> MediaId) {
    let place_of = |file| arranged.iter().position(|it| id(it) == file);
    let Some(place) = place_of(file) else {
        return;
    };
    let is_behind = |it: &T| place_of(id(it)).is_some_and(|other| other > place);
    let at = shown.iter().position(is_behind).unwrap_or(shown.len());
    shown.insert(at, arranged[place].clone());
}

/// The listing with one file where it now belongs.
fn moved(before: &Listing, file: MediaId, media: Arranged) -> Listing {
    let mut after = before.clone();
    after.pictures.retain(|it| it.media_id != file);
    after.floor_plans.retain(|it| it.media_id != file);
    after.films.retain(|it| it.media_id != file);
    after.tours.retain(|it| it.media_id != file);
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
    after
        .tours
        .extend(media.tours.into_iter().filter(|it| mine(it.media_id)));
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
            EventDetail::MediaProcessed {
                listing_id,
                media_id,
                ..
            } => Ok(self.show(listing_id, media_id).await?),
            EventDetail::TierChanged { listing_id, .. } => Ok(self.follow_tier(listing_id).await?),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use durbar_domain::{picture::Picture, text::Localized};
    use durbar_platform::testing::listing;

    fn picture(number: u128) -> Picture {
        Picture {
            media_id: MediaId::from_parts(1, number),
            prefix: format!("pictures/{number}"),
            width: 48,
            height: 32,
            avif_widths: vec![48],
            webp_widths: vec![48],
            jpeg_widths: vec![48],
            color: "#808080".to_owned(),
            alt: Localized::default(),
        }
    }

    #[test]
    fn whatever_is_ready_first_pictures_stand_in_their_files_order() {
        let mut home = listing(1);
        let old = picture(9);
        for order in [[1, 2, 3], [3, 2, 1], [2, 3, 1], [3, 1, 2]] {
            home.pictures = vec![old.clone()];
            let mut media = Arranged::default();
            for number in order {
                media.pictures.push(picture(number));
                media.pictures.sort_by_key(|it| it.media_id);
                let file = MediaId::from_parts(1, number);
                home = shown(&home, file, media.clone());
            }
            let all = [old.clone(), picture(1), picture(2), picture(3)];
            assert_eq!(home.pictures, all, "{order:?}");
        }
        // One that was taken away before it was shown isn't there.
        let before = home.clone();
        let gone = shown(&home, MediaId::from_parts(1, 4), Arranged::default());
        assert_eq!(gone.pictures, before.pictures);
    }
}
