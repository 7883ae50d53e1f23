//! Drafts of listings in the table, and the history of what became of them.

mod write;

#[cfg(test)]
mod tests;

pub(crate) use write::over;

use crate::{
    PlatformError, Table,
    keys::{Index, IndexKey, PrimaryKey},
    listings::{Cursor, Slice},
    table::{EXPIRES_AT, Item, Query, SortRange, attribute, from_item, key_in, text, to_item},
};
use aws_sdk_dynamodb::types::AttributeValue;
use durbar_domain::{BrokerId, PropertyId, draft::Draft, history::HistoryEntry};
use jiff::{SignedDuration, Timestamp};

const ENTITY_TYPE: &str = "Draft";

/// Drafts of listings in the table. Cheap to clone.
#[derive(Debug, Clone)]
pub struct DraftStore {
    table: Table,
}

impl DraftStore {
    /// The most drafts of one broker that are listed.
    pub const MOST_LISTED: usize = 500;

    pub fn new(table: Table) -> Self {
        Self { table }
    }

    /// A draft; `None` when there is none.
    pub async fn get(&self, id: PropertyId) -> Result<Option<Draft>, PlatformError> {
        let item = self.table.get(PrimaryKey::Draft(id)).await?;
        item.map(from_item).transpose()
    }

    /// A broker's drafts, the newest first, those that were thrown away among them; at most
    /// [`Self::MOST_LISTED`].
    pub async fn of_broker(&self, broker: BrokerId) -> Result<Vec<Draft>, PlatformError> {
        let query = Query::latest(Index::Broker, IndexKey::broker_partition(broker))
            .range(SortRange::StartsWith(IndexKey::DRAFTS.to_owned()))
            .limit(Self::MOST_LISTED);
        let entries = self.table.query(query).await?.items;
        self.named_by(&entries).await
    }

    /// Submitted drafts, those that have waited longest first.
    pub async fn submitted(
        &self,
        after: Option<&Cursor>,
        limit: usize,
    ) -> Result<Slice<Draft>, PlatformError> {
        let query = Query {
            descending: false,
            ..Query::latest(Index::Recent, IndexKey::REVIEWS.to_owned())
        };
        let query = match after {
            Some(after) => {
                IndexKey::parse(Index::Recent, IndexKey::REVIEWS, after.as_str())
                    .map_err(|_| PlatformError::BadCursor)?;
                query.range(SortRange::Above(after.as_str().to_owned()))
            }
            None => query,
        };
        let page = self.table.query(query.limit(limit)).await?;
        let next = match (&page.next, page.items.last()) {
            (Some(_), Some(last)) => Some(Cursor::new(attribute(
                last,
                Index::Recent.sort_attribute(),
            )?)),
            _ => None,
        };
        // An index is a little late: what was decided meanwhile waits no more.
        let mut items = self.named_by(&page.items).await?;
        items.retain(|draft| draft.waits_since().is_some());
        Ok(Slice { items, next })
    }

    /// What happened to a listing, the latest first; at most `limit` entries.
    pub async fn history(
        &self,
        id: PropertyId,
        limit: usize,
    ) -> Result<Vec<HistoryEntry>, PlatformError> {
        let query = Query {
            descending: true,
            ..Query::partition(PrimaryKey::listing_partition(id))
        };
        let query = query
            .range(SortRange::StartsWith(PrimaryKey::HISTORY.to_owned()))
            .limit(limit);
        let items = self.table.query(query).await?.items;
        items.into_iter().map(from_item).collect()
    }

    async fn named_by(&self, entries: &[Item]) -> Result<Vec<Draft>, PlatformError> {
        let keys: Vec<PrimaryKey> = entries.iter().map(key_in).collect::<Result<_, _>>()?;
        let items = self.table.batch_get(&keys, &[]).await?;
        items.into_iter().map(from_item).collect()
    }
}

/// The item of a draft, with its entries in the lists; one that was thrown away goes by itself.
fn item(draft: &Draft) -> Result<Item, PlatformError> {
    let listing_id = draft.listing_id;
    let mut item = to_item(PrimaryKey::Draft(listing_id), ENTITY_TYPE, draft)?;
    let of_broker = IndexKey::Draft {
        broker_id: draft.broker_id,
        created_at: draft.created_at,
        listing_id,
    };
    let waits = draft.waits_since().map(|submitted_at| IndexKey::Review {
        submitted_at,
        listing_id,
    });
    for key in [Some(of_broker), waits].into_iter().flatten() {
        let index = key.index();
        item.insert(
            index.partition_attribute().to_owned(),
            text(key.partition()),
        );
        item.insert(index.sort_attribute().to_owned(), text(key.sort()));
    }
    if let Some(at) = draft.discarded_at {
        let end = seconds_after(at, Draft::KEPT_DAYS);
        item.insert(EXPIRES_AT.to_owned(), AttributeValue::N(end.to_string()));
    }
    Ok(item)
}

fn seconds_after(at: Timestamp, days: i64) -> i64 {
    at.as_second() + SignedDuration::from_hours(24 * days).as_secs()
}
