//! Files that follow the tier of their home: tours and films of a premium home are its members',
//! those of another one everybody's.

use super::{Media, change::is_afterwards};
use crate::ServiceError;
use durbar_domain::{
    Listing,
    media::{Audience, FileName, FilmFacts, MediaItem, MediaKind, MediaState, Rendition},
    premium::{PremiumKind, PremiumMedia},
};
use durbar_platform::{
    PlatformError,
    media::{MediaRecord, Task},
};
use jiff::Timestamp;

/// How often a file is looked at anew that others change at the same time.
const ATTEMPTS: u32 = 5;

impl Media {
    /// Brings the files of a listing that follow its tier to where that has them, for whoever
    /// was permitted to change it. Pictures that their broker gave to members stay theirs. What
    /// isn't ready or is busy goes there once it can. Doing it again changes nothing.
    pub async fn move_listing(
        &self,
        listing: &Listing,
        now: Timestamp,
    ) -> Result<(), ServiceError> {
        Ok(self.bind_files(listing, now).await?)
    }

    pub(super) async fn bind_files(
        &self,
        listing: &Listing,
        now: Timestamp,
    ) -> Result<(), PlatformError> {
        self.adopt(listing, now).await?;
        for record in self.inner.store.of_listing(listing.listing_id).await? {
            let kind = record.item.kind;
            if kind.follows_tier() {
                self.bind(record, kind.audience(listing.premium), now)
                    .await?;
            }
        }
        Ok(())
    }

    async fn bind(
        &self,
        mut record: MediaRecord,
        to: Audience,
        now: Timestamp,
    ) -> Result<(), PlatformError> {
        let (listing_id, media_id) = (record.item.listing_id, record.item.media_id);
        for attempt in 1.. {
            let Some(after) = bound(&record, to, now) else {
                return Ok(());
            };
            match self.inner.store.replace(&record, &after, &[]).await {
                Ok(()) => break,
                Err(PlatformError::Missing { .. }) => return Ok(()),
                Err(PlatformError::Conflict { .. }) if attempt < ATTEMPTS => {}
                Err(error) => return Err(error),
            }
            match self.inner.store.get(listing_id, media_id).await? {
                Some(found) => record = found,
                None => return Ok(()),
            }
        }
        self.inner.waiting.notify_one();
        Ok(())
    }

    /// Makes files of what members see of a home since before there were files: only what is
    /// written down as one can be moved.
    async fn adopt(&self, listing: &Listing, now: Timestamp) -> Result<(), PlatformError> {
        for media in &listing.premium_media {
            let Some(record) = adopted(listing, media, now) else {
                continue;
            };
            let there = self.inner.store.get(listing.listing_id, media.media_id);
            if there.await?.is_some() {
                continue;
            }
            match self.inner.store.put_new(&record).await {
                // Somebody else was faster.
                Ok(()) | Err(PlatformError::Conflict { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }
}

/// A file on its way to an audience; `None` if it is there, or on its way already.
fn bound(record: &MediaRecord, to: Audience, now: Timestamp) -> Option<MediaRecord> {
    let under_way = match record.work.as_ref().map(|work| &work.task) {
        Some(Task::Move { to }) => Some(*to),
        _ => None,
    };
    let goes_to = record.bound_for.or(under_way);
    if goes_to.unwrap_or(record.item.audience) == to {
        return None;
    }
    let mut after = Media::next(record, now);
    after.bound_for = Some(to);
    let is_idle = match &record.work {
        None => true,
        Some(work) => is_afterwards(&work.task),
    };
    if is_idle && record.item.state.rendition().is_some() {
        after.work = Some(Media::work(now, Task::Move { to }));
    }
    Some(after)
}

/// The file that a tour or a film is which there was before there were files.
fn adopted(listing: &Listing, media: &PremiumMedia, now: Timestamp) -> Option<MediaRecord> {
    let (kind, name) = match media.kind {
        PremiumKind::Picture => return None,
        PremiumKind::Panorama => (MediaKind::Panorama, "tour.jpg"),
        PremiumKind::DroneFilm => (MediaKind::Film, "film.mp4"),
    };
    let film = (kind == MediaKind::Film).then_some(FilmFacts {
        duration_ms: 0,
        qualities: Vec::new(),
        poster: false,
    });
    let made = Rendition {
        width: media.width,
        height: media.height,
        color: "#808080".to_owned(),
        hash: None,
        avif_widths: Vec::new(),
        webp_widths: Vec::new(),
        jpeg_widths: Vec::new(),
        cube: media.cube,
        film,
        scanned: false,
    };
    Some(MediaRecord {
        item: MediaItem {
            media_id: media.media_id,
            listing_id: listing.listing_id,
            version: 1,
            kind,
            audience: Audience::Premium,
            position: 0,
            alt: media.alt.clone(),
            file_name: FileName::of(name),
            bytes: 0,
            content_type: media.kind.content_type().to_owned(),
            state: MediaState::Ready(Box::new(made)),
            uploaded_by: None,
            created_at: now,
            modified_at: now,
        },
        upload: None,
        origin: None,
        bound_for: None,
        work: None,
    })
}
