//! Files of listings in the table, with the work that is to be done on them. A file and its
//! place in the queue are written together, so that neither is ever without the other.

mod alike;
mod named;

#[cfg(test)]
mod tests;

pub use alike::{Alike, Look};
pub use named::{NamedFile, NamedFiles};

use crate::{
    PlatformError, Table,
    keys::{Digest, MEDIA_SHARDS, MediaKey, PrimaryKey},
    outbox,
    table::{Query, SortRange, Write, from_item, to_item},
};
use durbar_domain::{
    MediaId, PropertyId,
    event::DomainEvent,
    media::{Audience, MediaItem, Rendition, Step},
    media_reference::MediaReference,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Files of listings in the table. Cheap to clone.
#[derive(Debug, Clone)]
pub struct MediaStore {
    table: Table,
}

/// A file and the work on it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MediaRecord {
    #[serde(flatten)]
    pub item: MediaItem,
    /// The upload's name at the store while it comes in parts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub upload: Option<String>,
    /// Where it comes from, of a file that a row of a list names and nobody uploads.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<Origin>,
    /// Whose it is to become, from when that is decided until its old addresses have ended. A
    /// file that isn't ready, or that is busy, goes there once it can.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bound_for: Option<Audience>,
    /// What is to be done next.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub work: Option<Work>,
}

/// Where a file comes from that a row of a list names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// The row, by its source and its legacy identifier: [`crate::imports::row_digest`].
    pub row: Digest,
    pub reference: MediaReference,
    /// Whether it lies where uploads lie; until then it has to be brought there.
    pub has_arrived: bool,
}

/// What is to be done about a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Work {
    /// When it falls due, in whole milliseconds. While somebody is at it, the time at which
    /// somebody else takes it up.
    pub due_at: Timestamp,
    pub task: Task,
    /// How often it was begun.
    pub attempts: u32,
}

/// A task.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Task {
    /// Forget an upload that never arrived.
    GiveUpUpload,
    /// Bring a file to where uploads lie from where a list says it is.
    Fetch,
    /// Go on with the pipeline.
    Process {
        step: Step,
        scanned: bool,
        /// What was made, once it is.
        made: Option<Box<Rendition>>,
    },
    /// Copy what was made to where another audience finds it.
    Move { to: Audience },
    /// Delete what was made where the audience before found it; it is moved by now.
    Leave { from: Audience },
    /// Delete what was taken away.
    Delete,
}

/// Which work is meant: each waits in a queue of its own.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Queue {
    /// The pipeline, and what is done besides.
    #[default]
    Files,
    /// Files to fetch.
    Fetches,
}

/// Names work that is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct DueWork {
    pub listing_id: PropertyId,
    pub media_id: MediaId,
    pub due_at: Timestamp,
    #[serde(default)]
    pub queue: Queue,
}

impl Task {
    /// Where it waits for its turn.
    pub fn queue(&self) -> Queue {
        match self {
            Self::Fetch => Queue::Fetches,
            _ => Queue::Files,
        }
    }
}

impl DueWork {
    fn key(&self) -> PrimaryKey {
        let DueWork {
            due_at, media_id, ..
        } = *self;
        PrimaryKey::Media(match self.queue {
            Queue::Files => MediaKey::Due { due_at, media_id },
            Queue::Fetches => MediaKey::FetchDue { due_at, media_id },
        })
    }
}

impl MediaRecord {
    fn key(&self) -> PrimaryKey {
        let (listing_id, media_id) = (self.item.listing_id, self.item.media_id);
        PrimaryKey::Media(MediaKey::Item {
            listing_id,
            media_id,
        })
    }

    fn due(&self) -> Option<DueWork> {
        let work = self.work.as_ref()?;
        Some(DueWork {
            listing_id: self.item.listing_id,
            media_id: self.item.media_id,
            due_at: work.due_at,
            queue: work.task.queue(),
        })
    }

    fn due_key(&self) -> Option<PrimaryKey> {
        self.due().map(|due| due.key())
    }

    fn due_write(&self) -> Result<Option<Write>, PlatformError> {
        let write = |due: DueWork| Ok(Write::Put(to_item(due.key(), "MediaWork", &due)?));
        self.due().map(write).transpose()
    }

    fn to_item(&self) -> Result<crate::table::Item, PlatformError> {
        to_item(self.key(), "Media", self)
    }
}

impl MediaStore {
    pub fn new(table: Table) -> Self {
        Self { table }
    }

    /// Numbers of the shards of work.
    pub fn shards() -> std::ops::Range<u8> {
        0..MEDIA_SHARDS
    }

    pub async fn get(
        &self,
        listing_id: PropertyId,
        media_id: MediaId,
    ) -> Result<Option<MediaRecord>, PlatformError> {
        let key = MediaKey::Item {
            listing_id,
            media_id,
        };
        let item = self.table.get(key.into()).await?;
        item.map(from_item).transpose()
    }

    /// Files of any listings; those that aren't there are left out.
    pub async fn get_many(
        &self,
        ids: &[(PropertyId, MediaId)],
    ) -> Result<Vec<MediaRecord>, PlatformError> {
        let key = |(listing_id, media_id): &(PropertyId, MediaId)| MediaKey::Item {
            listing_id: *listing_id,
            media_id: *media_id,
        };
        let keys: Vec<PrimaryKey> = ids.iter().map(|id| key(id).into()).collect();
        let items = self.table.batch_get(&keys, &[]).await?;
        items.into_iter().map(from_item).collect()
    }

    /// All files of a listing, in the order in which their uploads were begun.
    pub async fn of_listing(
        &self,
        listing_id: PropertyId,
    ) -> Result<Vec<MediaRecord>, PlatformError> {
        let query = Query::partition(MediaKey::listing_partition(listing_id))
            .range(SortRange::StartsWith(MediaKey::FILES.to_owned()));
        let items = self.table.query(query).await?.items;
        items.into_iter().map(from_item).collect()
    }

    /// Writes a file that isn't there yet.
    pub async fn put_new(&self, record: &MediaRecord) -> Result<(), PlatformError> {
        let mut writes = vec![Write::PutNew(record.to_item()?)];
        writes.extend(record.due_write()?);
        self.write(record.key(), writes).await
    }

    /// Writes a file over `before`, with its place in the queue and the events that tell of it.
    ///
    /// # Errors
    /// [`PlatformError::Conflict`] when it was changed since, [`PlatformError::Missing`] when it
    /// has gone.
    pub async fn replace(
        &self,
        before: &MediaRecord,
        after: &MediaRecord,
        events: &[DomainEvent],
    ) -> Result<(), PlatformError> {
        let mut writes = vec![Write::PutOver {
            item: after.to_item()?,
            version: before.item.version,
        }];
        if before.due_key() != after.due_key() {
            writes.extend(before.due_key().map(Write::Delete));
            writes.extend(after.due_write()?);
        }
        writes.extend(outbox::writes(events)?);
        self.write(after.key(), writes).await
    }

    /// Writes new places of several files of a listing: each over the version it names.
    pub async fn replace_all(
        &self,
        changes: &[(MediaRecord, MediaRecord)],
    ) -> Result<(), PlatformError> {
        let writes = changes.iter().map(|(before, after)| {
            Ok(Write::PutOver {
                item: after.to_item()?,
                version: before.item.version,
            })
        });
        let writes: Vec<Write> = writes.collect::<Result<_, PlatformError>>()?;
        match changes.first() {
            Some((first, _)) => self.write(first.key(), writes).await,
            None => Ok(()),
        }
    }

    /// Deletes a file that is still as `record` says, with the events that tell of it.
    pub async fn delete(
        &self,
        record: &MediaRecord,
        events: &[DomainEvent],
    ) -> Result<(), PlatformError> {
        let check = Write::DeleteIf {
            key: record.key(),
            attribute: "modified_at",
            text: record.item.modified_at.to_string(),
        };
        let mut writes = vec![check];
        writes.extend(record.due_key().map(Write::Delete));
        writes.extend(outbox::writes(events)?);
        self.write(record.key(), writes).await
    }

    /// Forgets work that no file names any more.
    pub async fn drop_due(&self, due: &DueWork) -> Result<(), PlatformError> {
        self.table.delete(due.key()).await
    }

    /// Work of a queue's shard that is due at `now`, that which waits longest first.
    pub async fn due(
        &self,
        (queue, shard): (Queue, u8),
        now: Timestamp,
        limit: usize,
    ) -> Result<Vec<DueWork>, PlatformError> {
        let partition = match queue {
            Queue::Files => MediaKey::due_partition(shard),
            Queue::Fetches => MediaKey::fetch_partition(shard),
        };
        let query = Query::partition(partition)
            .range(SortRange::Below(MediaKey::due_until(now)))
            .limit(limit);
        let items = self.table.query(query).await?.items;
        items.into_iter().map(from_item).collect()
    }

    async fn write(&self, key: PrimaryKey, writes: Vec<Write>) -> Result<(), PlatformError> {
        let written = self.table.transact(writes).await;
        written.map_err(|refusal| refusal.over_version(key))
    }
}
