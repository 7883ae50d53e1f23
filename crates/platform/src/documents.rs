//! Papers of homes in the table: what was sent, who has to look at it, and what was decided.

use crate::{
    PlatformError, Table,
    change_notes::ChangeNotes,
    keys::PrimaryKey,
    listings,
    table::{Query, SortRange, Write, from_item, key_in, to_item},
};
use durbar_domain::{
    Listing, PropertyId,
    document::{Document, DocumentCheck},
};
use serde::Serialize;

const ENTITY_TYPE: &str = "DocumentCheck";

/// Papers of homes in the table. Cheap to clone.
#[derive(Debug, Clone)]
pub struct DocumentStore {
    table: Table,
}

#[derive(Serialize)]
struct Pointer {
    listing_id: PropertyId,
}

impl DocumentStore {
    pub fn new(table: Table) -> Self {
        Self { table }
    }

    /// What was sent last of a home's paper; `None` when nothing was.
    pub async fn get(
        &self,
        listing_id: PropertyId,
        document: Document,
    ) -> Result<Option<DocumentCheck>, PlatformError> {
        let item = self.table.get(key(listing_id, document)).await?;
        item.map(from_item).transpose()
    }

    /// What was sent of a home.
    pub async fn of_listing(&self, id: PropertyId) -> Result<Vec<DocumentCheck>, PlatformError> {
        let range = SortRange::StartsWith(PrimaryKey::DOCUMENTS.to_owned());
        let query = Query::partition(PrimaryKey::listing_partition(id)).range(range);
        let items = self.table.query(query).await?.items;
        items.into_iter().map(from_item).collect()
    }

    /// What somebody has to look at, that sent first first.
    pub async fn waiting(&self) -> Result<Vec<DocumentCheck>, PlatformError> {
        let query = Query::partition(PrimaryKey::DOCUMENTS_WAITING.to_owned());
        let mut keys = Vec::new();
        for item in self.table.query(query).await?.items {
            if let PrimaryKey::DocumentWaiting {
                listing_id,
                document,
            } = key_in(&item)?
            {
                keys.push(key(listing_id, document));
            }
        }
        let items = self.table.batch_get(&keys, &[]).await?;
        let found: Result<Vec<DocumentCheck>, _> = items.into_iter().map(from_item).collect();
        let mut found = found?;
        found.sort_by_key(|check| check.sent_at);
        Ok(found)
    }

    /// Writes a check over the version before it, and the listing with or without its badge
    /// over the version before that.
    ///
    /// # Errors
    /// [`PlatformError::Conflict`] when one of them is at another version,
    /// [`PlatformError::Missing`] when one has gone.
    pub async fn write(
        &self,
        check: &DocumentCheck,
        listing: Option<&Listing>,
        notes: ChangeNotes<'_>,
    ) -> Result<(), PlatformError> {
        let (listing_id, document) = (check.listing_id, check.document);
        let item = to_item(key(listing_id, document), ENTITY_TYPE, check)?;
        let waiting = PrimaryKey::DocumentWaiting {
            listing_id,
            document,
        };
        let mut writes = vec![
            match check.version {
                0 | 1 => Write::PutNew(item),
                version => Write::PutOver {
                    item,
                    version: version - 1,
                },
            },
            match check.is_waiting() {
                true => Write::Put(to_item(
                    waiting,
                    "DocumentWaiting",
                    &Pointer { listing_id },
                )?),
                false => Write::Delete(waiting),
            },
        ];
        if let Some(listing) = listing {
            writes.push(Write::PutOver {
                item: listings::to_item(listing)?,
                version: listing.version - 1,
            });
        }
        writes.extend(notes.writes(listing_id)?);
        let written = self.table.transact(writes).await;
        written.map_err(|refusal| refusal.over_version(key(listing_id, document)))
    }
}

fn key(listing_id: PropertyId, document: Document) -> PrimaryKey {
    PrimaryKey::Document {
        listing_id,
        document,
    }
}
