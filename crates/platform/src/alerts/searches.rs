//! Saved searches: with their owner, and in the list of all.

use super::{expiring, has_expired, key, owner_key};
use crate::{
    PlatformError, Table,
    keys::{AlertKey, OwnerKey, PrimaryKey, SAVED_SEARCH_SHARDS},
    outbox,
    table::{Item, Page, Query, SortRange, Write, from_item, to_item, version_of},
};
use durbar_domain::{
    SavedSearchId,
    event::DomainEvent,
    saved_search::{SavedSearch, SearchOwner},
};
use futures::{Stream, stream};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

const ENTITY_TYPE: &str = "SavedSearch";
const LISTED_TYPE: &str = "ListedSavedSearch";
const LIST_TYPE: &str = "SavedSearchList";

/// Saved searches in the table. Each is there twice, always alike: with its owner, and in one
/// of the lists that are read whole to match homes with all of them. Cheap to clone.
#[derive(Debug, Clone)]
pub struct SavedSearchStore {
    pub(super) table: Table,
}

/// The saved searches of one owner.
#[derive(Debug, Clone, PartialEq)]
pub struct OwnerList {
    /// Oldest first.
    pub searches: Vec<SavedSearch>,
    /// Changes with every search that is added: see [`SavedSearchStore::add`].
    version: u64,
}

#[derive(Serialize, Deserialize)]
struct ListVersion {
    version: u64,
}

impl OwnerList {
    /// Counts one more search, on the condition that none was added since this was read.
    fn counted(&self, owner: &SearchOwner) -> Result<Write, PlatformError> {
        let version = self.version + 1;
        let key = key(AlertKey::List(owner_key(owner)));
        let item = to_item(key, LIST_TYPE, &ListVersion { version })?;
        Ok(match self.version {
            0 => Write::PutNew(item),
            version => Write::PutOver { item, version },
        })
    }
}

impl SavedSearchStore {
    pub fn new(table: Table) -> Self {
        Self { table }
    }

    /// A saved search; `None` when there is none, or when it was not confirmed in time.
    pub async fn get(
        &self,
        id: SavedSearchId,
        now: Timestamp,
    ) -> Result<Option<SavedSearch>, PlatformError> {
        let item = self.table.get(key(AlertKey::Listed(id))).await?;
        item.filter(|item| !has_expired(item, now))
            .map(from_item)
            .transpose()
    }

    /// Saved searches in the order of their identifiers here; those that aren't there are
    /// left out.
    pub async fn get_many(
        &self,
        ids: &[SavedSearchId],
        now: Timestamp,
    ) -> Result<Vec<SavedSearch>, PlatformError> {
        let keys: Vec<_> = ids.iter().map(|id| key(AlertKey::Listed(*id))).collect();
        let items = self.table.batch_get(&keys, &[]).await?;
        let present = items.into_iter().filter(|item| !has_expired(item, now));
        present.map(from_item).collect()
    }

    /// What an owner has saved, those that still wait to be confirmed too.
    pub async fn of_owner(
        &self,
        owner: &SearchOwner,
        now: Timestamp,
    ) -> Result<OwnerList, PlatformError> {
        let owner = owner_key(owner);
        // Before the searches, so that none is added between that this version doesn't tell.
        let list = self.table.get(key(AlertKey::List(owner))).await?;
        let query = Query::partition(owner.partition())
            .range(SortRange::StartsWith(AlertKey::SEARCHES.to_owned()));
        let items = self.table.query(query).await?.items;
        let present = items.into_iter().filter(|item| !has_expired(item, now));
        Ok(OwnerList {
            searches: present.map(from_item).collect::<Result<_, _>>()?,
            version: list.as_ref().map(version_of).transpose()?.unwrap_or(0),
        })
    }

    /// Adds a search to the list that was read as `list`, with the events that tell of it.
    /// It goes after `expires_at`, unless it is confirmed before.
    ///
    /// # Errors
    /// [`PlatformError::Conflict`] when another search was added since.
    pub async fn add(
        &self,
        list: &OwnerList,
        search: &SavedSearch,
        expires_at: Option<Timestamp>,
        events: &[DomainEvent],
    ) -> Result<(), PlatformError> {
        let mut writes = vec![list.counted(&search.owner)?];
        for item in items(search)? {
            writes.push(Write::PutNew(match expires_at {
                Some(end) => expiring(item, end),
                None => item,
            }));
        }
        writes.extend(outbox::writes(events)?);
        self.write(writes).await
    }

    /// Writes a search over the one that has `expected_version`, for good, with the events
    /// that tell of it.
    ///
    /// # Errors
    /// [`PlatformError::Conflict`] when it is at another version, [`PlatformError::Missing`]
    /// when there is none.
    pub async fn replace(
        &self,
        expected_version: u64,
        search: &SavedSearch,
        events: &[DomainEvent],
    ) -> Result<(), PlatformError> {
        let mut writes = over(expected_version, search, None)?.to_vec();
        writes.extend(outbox::writes(events)?);
        self.write(writes).await
    }

    /// Writes a search as [`SavedSearchStore::replace`] does; it goes after `expires_at`.
    ///
    /// # Errors
    /// As [`SavedSearchStore::replace`].
    pub async fn replace_until(
        &self,
        expected_version: u64,
        search: &SavedSearch,
        expires_at: Timestamp,
        events: &[DomainEvent],
    ) -> Result<(), PlatformError> {
        let mut writes = over(expected_version, search, Some(expires_at))?.to_vec();
        writes.extend(outbox::writes(events)?);
        self.write(writes).await
    }

    /// Writes a search that counts again over the one that has `expected_version`: as
    /// [`SavedSearchStore::add`], on the condition that the list is as it was read.
    ///
    /// # Errors
    /// As [`SavedSearchStore::add`] and [`SavedSearchStore::replace`].
    pub async fn restore(
        &self,
        list: &OwnerList,
        expected_version: u64,
        search: &SavedSearch,
        events: &[DomainEvent],
    ) -> Result<(), PlatformError> {
        let mut writes = vec![list.counted(&search.owner)?];
        writes.extend(over(expected_version, search, None)?);
        writes.extend(outbox::writes(events)?);
        self.write(writes).await
    }

    /// Deletes a search, whatever its version, with the events that tell of it, and gives back
    /// its keys.
    pub async fn delete(
        &self,
        search: &SavedSearch,
        events: &[DomainEvent],
    ) -> Result<[PrimaryKey; 2], PlatformError> {
        let keys = keys(search).map(key);
        let mut writes: Vec<Write> = keys.map(Write::Delete).into();
        writes.extend(outbox::writes(events)?);
        self.write(writes).await?;
        Ok(keys)
    }

    /// Forgets that an owner ever had searches, and of an address what it was told and how
    /// often; the searches that are there are deleted one by one before. Gives back the keys.
    pub async fn forget(&self, owner: &SearchOwner) -> Result<Vec<PrimaryKey>, PlatformError> {
        let owner = owner_key(owner);
        match owner {
            OwnerKey::Account(_) => {
                let list = key(AlertKey::List(owner));
                self.table.erase_keys(vec![list]).await
            }
            OwnerKey::Address(_) => self.table.erase(Query::partition(owner.partition())).await,
        }
    }

    /// Numbers of the lists of all saved searches.
    pub fn shards() -> std::ops::Range<u8> {
        0..SAVED_SEARCH_SHARDS
    }

    /// All saved searches of one list, in pages of up to 1 MB. One that can't be read is left
    /// out and logged.
    pub fn all_in(
        &self,
        shard: u8,
    ) -> impl Stream<Item = Result<Vec<SavedSearch>, PlatformError>> + Send + 'static + use<> {
        let query = Query::partition(AlertKey::listed_partition(shard));
        stream::try_unfold(Some((self.table.clone(), query)), |state| async move {
            let Some((table, query)) = state else {
                return Ok(None);
            };
            let Page { items, next } = table.query_page(&query).await?;
            let searches = items.into_iter().filter_map(readable).collect();
            Ok(Some((
                searches,
                next.map(|next| (table, query.after(Some(next)))),
            )))
        })
    }

    /// Writes searches whatever was there, without events: for bulk loads.
    pub async fn load(&self, searches: &[SavedSearch]) -> Result<(), PlatformError> {
        let mut writes = Vec::with_capacity(2 * searches.len());
        for search in searches {
            writes.extend(items(search)?.map(Write::Put));
        }
        self.table.write_all(writes).await
    }

    async fn write(&self, writes: Vec<Write>) -> Result<(), PlatformError> {
        let written = self.table.transact(writes).await;
        written.map_err(|refusal| refusal.over_version("a saved search"))
    }
}

fn keys(search: &SavedSearch) -> [AlertKey; 2] {
    let saved_search_id = search.saved_search_id;
    let owner = owner_key(&search.owner);
    [
        AlertKey::Search {
            owner,
            saved_search_id,
        },
        AlertKey::Listed(saved_search_id),
    ]
}

fn items(search: &SavedSearch) -> Result<[Item; 2], PlatformError> {
    let [owned, listed] = keys(search).map(key);
    Ok([
        to_item(owned, ENTITY_TYPE, search)?,
        to_item(listed, LISTED_TYPE, search)?,
    ])
}

/// Both items over those of a version.
fn over(
    version: u64,
    search: &SavedSearch,
    expires_at: Option<Timestamp>,
) -> Result<[Write; 2], PlatformError> {
    Ok(items(search)?.map(|item| {
        let item = match expires_at {
            Some(end) => expiring(item, end),
            None => item,
        };
        Write::PutOver { item, version }
    }))
}

fn readable(item: Item) -> Option<SavedSearch> {
    from_item(item)
        .inspect_err(|error| tracing::error!(%error, "a saved search was left out"))
        .ok()
}
