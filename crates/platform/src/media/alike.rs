//! Pictures that look alike: each is entered under the parts of its hash, so that those that
//! differ from it in a few bits are found by a few dozen small queries, however many there are.

use super::MediaStore;
use crate::{
    PlatformError,
    keys::{MediaKey, PrimaryKey},
    table::{Query, SortRange, Write, from_item, to_item},
};
use durbar_domain::{
    MediaId, PropertyId,
    media::{Band, PerceptualHash},
};
use futures::{StreamExt as _, TryStreamExt as _, stream};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Queries at a time.
const AT_ONCE: usize = 16;
/// Pictures read of a band. There are 1,024 bands of the shorter kind, so that this is the end
/// of what is found for sure at about 200,000 pictures.
const OF_A_BAND: usize = 200;
/// The most others that are noted for a picture: a logo looks like all its copies.
const MOST: usize = 40;

/// A picture and what it looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Look {
    pub listing_id: PropertyId,
    pub media_id: MediaId,
    pub hash: PerceptualHash,
}

/// A picture of a listing that looks like one of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alike {
    pub media_id: MediaId,
    pub other_listing: PropertyId,
    pub other: MediaId,
    /// Bits in which their hashes differ.
    pub distance: u32,
}

impl Look {
    fn key(&self, band: Band) -> PrimaryKey {
        let media_id = self.media_id;
        MediaKey::Look { band, media_id }.into()
    }

    fn alike(&self, other: &Look) -> Result<Write, PlatformError> {
        let key = MediaKey::Alike {
            listing_id: self.listing_id,
            media_id: self.media_id,
            other: other.media_id,
        };
        let alike = Alike {
            media_id: self.media_id,
            other_listing: other.listing_id,
            other: other.media_id,
            distance: self.hash.distance(other.hash),
        };
        Ok(Write::Put(to_item(key.into(), "MediaAlike", &alike)?))
    }
}

impl MediaStore {
    /// Enters a picture, and notes with it and with pictures of other listings which of them
    /// look alike. It is entered before it looks, so that of two at a time one finds the other;
    /// doing it again changes nothing.
    pub async fn enter_look(&self, look: &Look) -> Result<(), PlatformError> {
        let entries = look.hash.bands();
        let entries = entries.map(|band| {
            let item = to_item(look.key(band), "MediaLook", look)?;
            Ok(Write::Put(item))
        });
        let entries = entries.collect::<Result<Vec<_>, PlatformError>>()?;
        self.table.write_all(entries).await?;
        let mut writes = Vec::new();
        for other in self.looks_like(look).await? {
            writes.push(look.alike(&other)?);
            writes.push(other.alike(look)?);
        }
        self.table.write_all(writes).await
    }

    /// Pictures of other listings that look like one, those most like it first.
    async fn looks_like(&self, look: &Look) -> Result<Vec<Look>, PlatformError> {
        let queries = look.hash.near_bands().map(|band| {
            let query = Query::partition(MediaKey::look_partition(band)).limit(OF_A_BAND);
            self.table.query(query)
        });
        let pages: Vec<_> = stream::iter(queries.collect::<Vec<_>>())
            .buffer_unordered(AT_ONCE)
            .try_collect()
            .await?;
        let mut found = BTreeMap::new();
        for item in pages.into_iter().flat_map(|page| page.items) {
            let other: Look = from_item(item)?;
            if other.listing_id != look.listing_id && other.hash.is_near(look.hash) {
                let distance = other.hash.distance(look.hash);
                found.insert((distance, other.media_id), other);
            }
        }
        Ok(found.into_values().take(MOST).collect())
    }

    /// Pictures of a listing that look like one of another's, as was noted: since then either
    /// may have been taken away.
    pub async fn alikes(&self, listing_id: PropertyId) -> Result<Vec<Alike>, PlatformError> {
        self.alikes_from(listing_id, MediaKey::ALIKES.to_owned())
            .await
    }

    async fn alikes_from(
        &self,
        listing_id: PropertyId,
        start: String,
    ) -> Result<Vec<Alike>, PlatformError> {
        let query = Query::partition(MediaKey::listing_partition(listing_id))
            .range(SortRange::StartsWith(start));
        let items = self.table.query(query).await?.items;
        items.into_iter().map(from_item).collect()
    }

    /// Forgets a picture that goes, here and where it looked like others.
    pub async fn forget_look(&self, look: &Look) -> Result<(), PlatformError> {
        let entries = look.hash.bands().map(|band| Write::Delete(look.key(band)));
        self.table.write_all(entries.collect()).await?;
        let start = MediaKey::alikes_of(look.media_id);
        let mut deletes = Vec::new();
        for alike in self.alikes_from(look.listing_id, start).await? {
            let pairs = [
                (look.listing_id, alike.media_id, alike.other),
                (alike.other_listing, alike.other, alike.media_id),
            ];
            deletes.extend(pairs.map(|(listing_id, media_id, other)| {
                let key = MediaKey::Alike {
                    listing_id,
                    media_id,
                    other,
                };
                Write::Delete(key.into())
            }));
        }
        self.table.write_all(deletes).await
    }
}
