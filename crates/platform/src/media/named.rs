//! What rows of lists name: notes of files that are to be fetched, written with the rows.

use super::MediaStore;
use crate::{
    PlatformError,
    keys::{Digest, MediaKey, PrimaryKey},
    table::{Query, Write, from_item, to_item},
};
use durbar_domain::{PropertyId, media::MediaKind, media_reference::MediaReference};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A file that a row names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedFile {
    pub reference: MediaReference,
    pub kind: MediaKind,
}

/// Files of a home that a row named when it was taken, and that it hadn't named before. The note
/// is written with the row, and goes once each of them is a file of its home.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedFiles {
    pub listing_id: PropertyId,
    /// The row: [`crate::imports::row_digest`].
    pub row: Digest,
    /// Of the row's record.
    pub version: u64,
    /// When the row was taken.
    pub at: Timestamp,
    /// In the row's order.
    pub files: Vec<NamedFile>,
}

impl NamedFiles {
    fn key(&self) -> PrimaryKey {
        PrimaryKey::Media(MediaKey::Named {
            at: self.at,
            listing_id: self.listing_id,
            version: self.version,
        })
    }

    pub(crate) fn write(&self) -> Result<Write, PlatformError> {
        Ok(Write::Put(to_item(self.key(), "MediaNamed", self)?))
    }
}

impl MediaStore {
    /// What rows named of a shard's homes, the oldest first.
    pub async fn named(&self, shard: u8, limit: usize) -> Result<Vec<NamedFiles>, PlatformError> {
        let query = Query::partition(MediaKey::named_partition(shard)).limit(limit);
        let items = self.table.query(query).await?.items;
        items.into_iter().map(from_item).collect()
    }

    /// Forgets a note whose files are all there; it is no error when it has gone.
    pub async fn drop_named(&self, named: &NamedFiles) -> Result<(), PlatformError> {
        self.table.delete(named.key()).await
    }
}
