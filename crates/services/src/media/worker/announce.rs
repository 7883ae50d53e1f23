//! From notes of what rows of lists name to files of homes that are to be fetched.

use super::{super::Media, LOOK_EVERY, PAGE, fetch::UNKNOWN_TYPE};
use crate::media::{named_id, whole};
use durbar_domain::{
    Listing,
    media::{MediaItem, MediaState, limits},
    text::Localized,
};
use durbar_platform::{
    PlatformError,
    media::{MediaRecord, MediaStore, NamedFile, NamedFiles, Origin, Task},
};
use jiff::Timestamp;

impl Media {
    pub(super) async fn keep_announcing(&self) {
        loop {
            if let Err(error) = self.announce_all().await {
                tracing::warn!(%error, "could not look for files that lists name");
            }
            tokio::time::sleep(LOOK_EVERY).await;
        }
    }

    /// Makes files of all that rows have named, the oldest first.
    pub(in crate::media) async fn announce_all(&self) -> Result<(), PlatformError> {
        for shard in MediaStore::shards() {
            loop {
                let notes = self.inner.store.named(shard, PAGE).await?;
                for named in &notes {
                    self.announce(named).await?;
                }
                if notes.len() < PAGE {
                    break;
                }
            }
        }
        Ok(())
    }

    /// Makes a file of each that a row named. A file's identifier follows from row and reference,
    /// so what is there already, also what failed or was taken away, stays as it is. The note
    /// goes last: whoever is ended before that does the rest anew.
    async fn announce(&self, named: &NamedFiles) -> Result<(), PlatformError> {
        let store = &self.inner.store;
        if let Some(listing) = self.inner.listings.get(named.listing_id).await? {
            let there = store.of_listing(named.listing_id).await?;
            let mut ids: Vec<_> = there.iter().map(|it| it.item.media_id).collect();
            // Behind what its broker has arranged.
            let mut last = there.iter().map(|it| it.item.position).max().unwrap_or(0);
            for file in &named.files {
                let id = named_id(named.listing_id, named.row, &file.reference);
                if ids.contains(&id) {
                    continue;
                }
                if ids.len() >= limits::FILES_A_LISTING {
                    tracing::warn!(listing_id = %named.listing_id, "a home has as many files as it can have");
                    break;
                }
                last = last.saturating_add(1);
                match store.put_new(&to_fetch(&listing, named, file, last)).await {
                    // Somebody else was faster.
                    Ok(()) | Err(PlatformError::Conflict { .. }) => ids.push(id),
                    Err(error) => return Err(error),
                }
                self.inner.fetching.notify_one();
            }
            // Whoever changed the tier meanwhile may have looked before they were there.
            let now = self.inner.listings.get(named.listing_id).await?;
            if let Some(now) = now.filter(|now| now.premium != listing.premium) {
                self.bind_files(&now, Timestamp::now()).await?;
            }
        }
        store.drop_named(named).await
    }
}

/// A file that is to be fetched, at a place among those of its home.
fn to_fetch(listing: &Listing, named: &NamedFiles, file: &NamedFile, position: u32) -> MediaRecord {
    let (listing_id, now) = (named.listing_id, named.at);
    MediaRecord {
        item: MediaItem {
            media_id: named_id(listing_id, named.row, &file.reference),
            listing_id,
            version: 1,
            kind: file.kind,
            audience: file.kind.audience(listing.premium),
            position,
            alt: Localized::default(),
            file_name: file.reference.file_name(),
            bytes: 0,
            content_type: UNKNOWN_TYPE.to_owned(),
            state: MediaState::Fetching,
            uploaded_by: None,
            created_at: now,
            modified_at: now,
        },
        upload: None,
        origin: Some(Origin {
            row: named.row,
            reference: file.reference.clone(),
            has_arrived: false,
        }),
        bound_for: None,
        work: Some(Media::work(whole(now), Task::Fetch)),
    }
}
