//! Imported homes in the table: what each row said, and which home it became.

use crate::{
    PlatformError, Table, history,
    keys::{Digest, ImportKey, PrimaryKey},
    listings,
    media::NamedFiles,
    outbox,
    table::{EXPIRES_AT, Refusal, Write, from_item, to_item},
};
use aws_sdk_dynamodb::types::AttributeValue;
use durbar_domain::{
    Listing, PropertyId, event::DomainEvent, history::HistoryEntry, media_reference::MediaReference,
};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};

/// How long an import that was cut off is remembered.
const REMEMBERED: SignedDuration = SignedDuration::from_hours(7 * 24);

/// What a row of a source said when it was last taken, and the home it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportRecord {
    /// Who calls it so.
    pub source: String,
    pub legacy_id: String,
    pub listing_id: PropertyId,
    /// Counts the writes.
    pub version: u64,
    /// The row's texts by the names of our fields.
    pub fields: BTreeMap<String, String>,
    /// Files the row names, in its order.
    pub media: Vec<MediaReference>,
    /// Whether these files were noted to be fetched: not of rows that were taken before files
    /// were fetched at all.
    #[serde(default)]
    pub media_noted: bool,
    pub imported_at: Timestamp,
}

/// What tells a row of all others: the hash of its source and its legacy identifier.
pub fn row_digest(source: &str, legacy_id: &str) -> Digest {
    // Sources hold no line ends, so no two pairs are joined alike.
    Digest::of(format!("{source}\n{legacy_id}").as_bytes())
}

/// A row to write: the home, what tells of it, the record, and which files are to be fetched,
/// together.
#[derive(Debug, Clone)]
pub struct ImportWrite {
    /// The home, and the version it is to be written over; `None` where it is new.
    pub listing: Option<(Listing, Option<u64>)>,
    pub record: ImportRecord,
    pub events: Vec<DomainEvent>,
    /// What the home's history says of it.
    pub history: Vec<HistoryEntry>,
    pub named: Option<NamedFiles>,
}

impl ImportWrite {
    /// Items that it writes.
    pub fn items(&self) -> usize {
        let parts = usize::from(self.listing.is_some()) + usize::from(self.named.is_some());
        1 + parts + self.events.len() + self.history.len()
    }

    /// Whether the home comes to be by it.
    pub fn is_new(&self) -> bool {
        matches!(self.listing, Some((_, None)))
    }
}

/// How far an import has come.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checkpoint {
    /// Rows of the file that are done, from its start.
    pub rows: u64,
    pub created: u64,
    pub changed: u64,
    pub unchanged: u64,
    /// Rows among them that were refused for what stands in the table.
    pub refused: Vec<u64>,
}

/// Imported homes in the table. Cheap to clone.
#[derive(Debug, Clone)]
pub struct ImportStore {
    table: Table,
}

impl ImportStore {
    /// The most rows that are asked for together: one call of BatchGetItem.
    pub const READ_AT_ONCE: usize = 100;
    /// The most items that [`ImportStore::write`] takes: one call of TransactWriteItems.
    pub const ITEMS_AT_ONCE: usize = 100;

    pub fn new(table: Table) -> Self {
        Self { table }
    }

    /// What is known of rows of a source, by legacy identifier.
    pub async fn records(
        &self,
        source: &str,
        legacy_ids: &[&str],
    ) -> Result<HashMap<String, ImportRecord>, PlatformError> {
        let keys: Vec<_> = legacy_ids
            .iter()
            .map(|id| PrimaryKey::Import(ImportKey::record(source, id)))
            .collect();
        let items = self.table.batch_get(&keys, &[]).await?;
        let record = |item| {
            let record: ImportRecord = from_item(item)?;
            Ok((record.legacy_id.clone(), record))
        };
        items.into_iter().map(record).collect()
    }

    /// Writes rows with their homes and events, all or none; at most [`Self::ITEMS_AT_ONCE`].
    ///
    /// # Errors
    /// [`PlatformError::AlreadyExists`] when one of them isn't any more as it was read.
    pub async fn write(&self, rows: &[ImportWrite]) -> Result<(), PlatformError> {
        let mut writes = Vec::with_capacity(rows.len() * 3);
        for row in rows {
            if let Some((listing, before)) = &row.listing {
                writes.push(listings::write(listing, *before)?);
            }
            let record = &row.record;
            let key = PrimaryKey::Import(ImportKey::record(&record.source, &record.legacy_id));
            let item = to_item(key, "Import", record)?;
            writes.push(match record.version {
                1 => Write::PutNew(item),
                version => Write::PutOver {
                    item,
                    version: version - 1,
                },
            });
            writes.extend(history::writes(record.listing_id, &row.history)?);
            writes.extend(outbox::writes(&row.events)?);
            if let Some(named) = &row.named {
                writes.push(named.write()?);
            }
        }
        match self.table.transact(writes).await {
            Ok(()) => Ok(()),
            Err(Refusal::Failed(error)) => Err(error),
            Err(Refusal::Condition { .. }) => Err(PlatformError::AlreadyExists {
                key: "an imported row".to_owned(),
            }),
        }
    }

    /// How far an import of a file has come that was cut off.
    pub async fn checkpoint(&self, file: Digest) -> Result<Option<Checkpoint>, PlatformError> {
        let item = self.table.get(checkpoint_key(file)).await?;
        item.map(from_item).transpose()
    }

    /// Notes how far an import of a file has come.
    pub async fn note(
        &self,
        file: Digest,
        checkpoint: &Checkpoint,
        now: Timestamp,
    ) -> Result<(), PlatformError> {
        let mut item = to_item(checkpoint_key(file), "ImportCheckpoint", checkpoint)?;
        let end = (now + REMEMBERED).as_second().to_string();
        item.insert(EXPIRES_AT.to_owned(), AttributeValue::N(end));
        self.table.write_all(vec![Write::Put(item)]).await
    }

    /// Forgets how far an import has come: it is at its end.
    pub async fn finish(&self, file: Digest) -> Result<(), PlatformError> {
        self.table.delete(checkpoint_key(file)).await
    }
}

fn checkpoint_key(file: Digest) -> PrimaryKey {
    PrimaryKey::Import(ImportKey::Checkpoint(file))
}
