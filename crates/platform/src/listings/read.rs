//! Reading listings: by identifier, by broker, by place and price, and all published ones.

use super::{ListingStore, item};
use crate::{
    PlatformError, Table,
    keys::{GeoCell, Index, IndexKey, PrimaryKey, RECENT_SHARDS},
    table::{CARD, Item, PK, Page, Query, SK, SortRange, attribute, key_of, text},
};
use durbar_domain::{
    BrokerId, Listing, ListingSummary, PropertyId, StandardStatus, price_band::PriceBand,
};
use futures::{Stream, StreamExt, TryStreamExt, stream};
use std::collections::HashSet;

/// Where a page of a list ended; the next page starts behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor(pub(super) String);

impl Cursor {
    /// Reads a cursor that [`Cursor::as_str`] gave. It is checked where it is used.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A page of a list, and where the next one starts if there are more.
#[derive(Debug, Clone, PartialEq)]
pub struct Slice<T> {
    pub items: Vec<T>,
    pub next: Option<Cursor>,
}

impl ListingStore {
    /// A listing; `None` when there is none.
    pub async fn get(&self, id: PropertyId) -> Result<Option<Listing>, PlatformError> {
        self.table
            .get(PrimaryKey::Listing(id))
            .await?
            .map(item::from_item)
            .transpose()
    }

    /// Listings in the order of their identifiers here; those that aren't there are left out.
    pub async fn get_many(&self, ids: &[PropertyId]) -> Result<Vec<Listing>, PlatformError> {
        let keys: Vec<_> = ids.iter().copied().map(PrimaryKey::Listing).collect();
        self.table
            .batch_get(&keys, &[])
            .await?
            .into_iter()
            .map(item::from_item)
            .collect()
    }

    /// Cards in the order of their identifiers here, of listings of any status; those that
    /// aren't there are left out.
    pub async fn summaries(
        &self,
        ids: &[PropertyId],
    ) -> Result<Vec<ListingSummary>, PlatformError> {
        let keys: Vec<_> = ids.iter().copied().map(PrimaryKey::Listing).collect();
        self.table
            .batch_get(&keys, &[CARD])
            .await?
            .iter()
            .map(item::card)
            .collect()
    }

    /// Which of these identifiers are those of listings.
    pub async fn existing(&self, ids: &[PropertyId]) -> Result<HashSet<PropertyId>, PlatformError> {
        let keys: Vec<_> = ids.iter().copied().map(PrimaryKey::Listing).collect();
        let items = self.table.batch_get(&keys, &["version"]).await?;
        let id = |item: &Item| match PrimaryKey::parse(attribute(item, PK)?, attribute(item, SK)?) {
            Ok(PrimaryKey::Listing(id)) => Ok(id),
            Ok(other) => Err(PlatformError::corrupt(
                other.to_string(),
                "it is no listing",
            )),
            Err(error) => Err(PlatformError::corrupt(error.partition.clone(), error)),
        };
        items.iter().map(id).collect()
    }

    /// A broker's listings in one status, newest first.
    pub async fn of_broker(
        &self,
        broker: BrokerId,
        status: StandardStatus,
        after: Option<&Cursor>,
        limit: usize,
    ) -> Result<Slice<ListingSummary>, PlatformError> {
        let query = Query::latest(Index::Broker, IndexKey::broker_partition(broker));
        let query = query.range(SortRange::StartsWith(IndexKey::status_prefix(status)));
        self.slice(Index::Broker, query, after, limit).await
    }

    /// Homes that members see before everyone, those announced last first.
    pub async fn early(&self) -> Result<Vec<ListingSummary>, PlatformError> {
        let query = Query::latest(Index::Recent, IndexKey::EARLY.to_owned());
        let pages = query_pages(self.table.clone(), query);
        pages.try_concat().await
    }

    /// Published listings in a cell of the map whose price lies in the bands from one to
    /// another, both included; dearest band first, newest first within a band.
    pub async fn in_cell(
        &self,
        cell: GeoCell,
        (first, last): (PriceBand, PriceBand),
        after: Option<&Cursor>,
        limit: usize,
    ) -> Result<Slice<ListingSummary>, PlatformError> {
        let (low, high) = IndexKey::band_range(first, last);
        let query = Query::latest(Index::Geo, IndexKey::geo_partition(cell))
            .range(SortRange::Between(low, high));
        self.slice(Index::Geo, query, after, limit).await
    }

    async fn slice(
        &self,
        index: Index,
        query: Query,
        after: Option<&Cursor>,
        limit: usize,
    ) -> Result<Slice<ListingSummary>, PlatformError> {
        let start = after
            .map(|cursor| start_behind(index, &query.partition, cursor))
            .transpose()?;
        let Page { items, next } = self.table.query(query.limit(limit).after(start)).await?;
        let next = match (next, items.last()) {
            (Some(_), Some(last)) => {
                Some(Cursor(attribute(last, index.sort_attribute())?.to_owned()))
            }
            _ => None,
        };
        Ok(Slice {
            items: item::cards(&items),
            next,
        })
    }

    /// Every published listing of one of [`RECENT_SHARDS`] shards, newest first, in pages of
    /// up to 1 MB. A listing stays in its shard for ever.
    pub fn published_in(
        &self,
        shard: u8,
    ) -> impl Stream<Item = Result<Vec<ListingSummary>, PlatformError>> + Send + 'static + use<>
    {
        let query = Query::latest(Index::Recent, IndexKey::recent_partition(shard));
        query_pages(self.table.clone(), query)
    }

    /// Every published listing, shard by shard, in pages of up to 1 MB.
    pub fn published(
        &self,
    ) -> impl Stream<Item = Result<Vec<ListingSummary>, PlatformError>> + Send + 'static + use<>
    {
        let store = self.clone();
        stream::iter(0..RECENT_SHARDS).flat_map(move |shard| store.published_in(shard))
    }
}

/// All cards of a query, in pages of up to 1 MB.
fn query_pages(
    table: Table,
    query: Query,
) -> impl Stream<Item = Result<Vec<ListingSummary>, PlatformError>> + Send + 'static {
    stream::try_unfold(Some((table, query)), |state| async move {
        let Some((table, query)) = state else {
            return Ok(None);
        };
        let Page { items, next } = table.query_page(&query).await?;
        Ok(Some((
            item::cards(&items),
            next.map(|next| (table, query.after(Some(next)))),
        )))
    })
}

/// The item of an index a query goes on behind.
fn start_behind(index: Index, partition: &str, cursor: &Cursor) -> Result<Item, PlatformError> {
    let key = IndexKey::parse(index, partition, &cursor.0).map_err(|_| PlatformError::BadCursor)?;
    let id = match key {
        IndexKey::Geo { listing_id, .. } | IndexKey::Broker { listing_id, .. } => listing_id,
        _ => return Err(PlatformError::BadCursor),
    };
    let mut start = key_of(PrimaryKey::Listing(id));
    start.insert(index.partition_attribute().to_owned(), text(partition));
    start.insert(index.sort_attribute().to_owned(), text(&cursor.0));
    Ok(start)
}
