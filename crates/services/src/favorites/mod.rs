//! Homes somebody marked with a heart. Before sign-in the hearts are in the browser; at
//! sign-in it hands them over, see [`Favorites::merge`].

mod page;

#[cfg(test)]
mod tests;

pub use durbar_platform::export::Value;

use crate::{
    ServiceError,
    listings::{Cursor, Slice, visibility_for},
    permit::permit_own,
};
use durbar_domain::{
    AccountId, ListingSummary, PropertyId, account::Principal, error::Problem, favorite::Favorite,
    policy::Operation::ManageFavorites, status::Visibility,
};
use durbar_platform::{
    Platform, favorites::FavoriteStore, keys::PrimaryKey, listings::ListingStore,
};
use jiff::Timestamp;
use std::collections::{HashMap, HashSet};

/// Use cases about hearts. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Favorites {
    store: FavoriteStore,
    listings: ListingStore,
}

/// A home somebody marked, as their list shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct FavoriteHome {
    pub favorite: Favorite,
    /// What the public knows of it, also once it has gone from the market; `None` while
    /// nobody may know of it.
    pub card: Option<ListingSummary>,
}

/// What taking over the hearts of a browser did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Merged {
    /// Homes marked by it.
    pub added: usize,
    /// Homes that were marked before.
    pub kept: usize,
    /// Homes left out: there is no such home, or nobody may know of it.
    pub skipped: usize,
}

impl Favorites {
    pub fn new(platform: &Platform) -> Self {
        Self {
            store: FavoriteStore::new(platform.table.clone()),
            listings: ListingStore::new(platform.table.clone()),
        }
    }

    /// Marks a home; marking it again changes nothing. Tells whether it is new.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] when there is no such home for the public,
    /// [`ServiceError::Invalid`] with [`Favorite::MAX`] homes marked.
    pub async fn add(
        &self,
        principal: &Principal,
        listing_id: PropertyId,
        now: Timestamp,
    ) -> Result<bool, ServiceError> {
        let account = permit_own(principal, ManageFavorites)?.account_id;
        if !self
            .visible(principal, &[listing_id])
            .await?
            .contains_key(&listing_id)
        {
            return Err(ServiceError::NotFound);
        }
        let marked = self.store.all(account).await?;
        if marked.iter().any(|heart| heart.listing_id == listing_id) {
            return Ok(false);
        }
        check_room(marked.len() + 1)?;
        let favorite = Favorite {
            listing_id,
            created_at: now,
        };
        Ok(self.store.add(account, &favorite).await?)
    }

    /// Takes a heart away; it is no error when there is none.
    pub async fn remove(
        &self,
        principal: &Principal,
        listing_id: PropertyId,
    ) -> Result<(), ServiceError> {
        let account = permit_own(principal, ManageFavorites)?.account_id;
        Ok(self.store.remove(account, listing_id).await?)
    }

    /// All homes that are marked, for the hearts on cards; the newest first.
    pub async fn marked(&self, principal: &Principal) -> Result<Vec<PropertyId>, ServiceError> {
        let account = permit_own(principal, ManageFavorites)?.account_id;
        let newest_first = page::newest_first(self.store.all(account).await?);
        Ok(newest_first.iter().map(|it| it.listing_id).collect())
    }

    /// A page of the marked homes, newest first; `limit` is at most 100.
    ///
    /// # Errors
    /// [`ServiceError::Invalid`] when `after` is no mark of a page.
    pub async fn list(
        &self,
        principal: &Principal,
        after: Option<&Cursor>,
        limit: usize,
    ) -> Result<Slice<FavoriteHome>, ServiceError> {
        let account = permit_own(principal, ManageFavorites)?.account_id;
        let page = page::page(self.store.all(account).await?, after, limit)?;
        let ids: Vec<_> = page.items.iter().map(|it| it.listing_id).collect();
        let mut cards = self.visible(principal, &ids).await?;
        let home = |favorite: Favorite| FavoriteHome {
            card: cards.remove(&favorite.listing_id),
            favorite,
        };
        Ok(Slice {
            items: page.items.into_iter().map(home).collect(),
            next: page.next,
        })
    }

    /// Takes over the hearts of a browser, the newest first, of which at most
    /// [`Favorite::MAX_MERGED`] are accepted. What was marked keeps the time at which it was,
    /// so doing it again changes nothing.
    ///
    /// # Errors
    /// [`ServiceError::Invalid`] when there are too many, or too many in all.
    pub async fn merge(
        &self,
        principal: &Principal,
        listing_ids: &[PropertyId],
        now: Timestamp,
    ) -> Result<Merged, ServiceError> {
        let account = permit_own(principal, ManageFavorites)?.account_id;
        if listing_ids.len() > Favorite::MAX_MERGED {
            let max = Favorite::MAX_MERGED;
            return Err(ServiceError::invalid("favorites", Problem::TooMany { max }));
        }
        let mut seen = HashSet::new();
        let wanted: Vec<_> = listing_ids
            .iter()
            .copied()
            .filter(|id| seen.insert(*id))
            .collect();
        let marked = self.store.all(account).await?;
        let before: HashSet<_> = marked.iter().map(|heart| heart.listing_id).collect();
        let (kept, fresh): (Vec<_>, Vec<_>) =
            wanted.into_iter().partition(|id| before.contains(id));
        let visible = self.visible(principal, &fresh).await?;
        let added: Vec<_> = fresh
            .iter()
            .filter(|id| visible.contains_key(id))
            .zip(0_i64..)
            .map(|(id, place)| Favorite {
                listing_id: *id,
                // A millisecond apart, so that the browser's order stays.
                created_at: now - jiff::SignedDuration::from_millis(place),
            })
            .collect();
        check_room(before.len() + added.len())?;
        self.store.add_all(account, &added).await?;
        Ok(Merged {
            added: added.len(),
            kept: kept.len(),
            skipped: fresh.len() - added.len(),
        })
    }

    /// All that is kept here of an account: a list of hearts.
    pub async fn export_of(&self, account: AccountId) -> Result<Value, ServiceError> {
        Ok(self.store.export_of(account).await?)
    }

    /// Deletes all that is kept here of an account; gives back the keys of what was deleted.
    pub async fn erase_of(&self, account: AccountId) -> Result<Vec<PrimaryKey>, ServiceError> {
        Ok(self.store.erase_of(account).await?)
    }

    /// Cards of those homes that the public knows or knew, or that members see by now.
    async fn visible(
        &self,
        principal: &Principal,
        ids: &[PropertyId],
    ) -> Result<HashMap<PropertyId, ListingSummary>, ServiceError> {
        let cards = self.listings.summaries(ids).await?;
        let now = Timestamp::now();
        let known = cards
            .into_iter()
            .filter(|card| visibility_for(principal, card, now) != Visibility::Hidden);
        Ok(known.map(|card| (card.listing_id, card)).collect())
    }
}

fn check_room(marked: usize) -> Result<(), ServiceError> {
    if marked > Favorite::MAX {
        let max = Favorite::MAX;
        return Err(ServiceError::invalid("favorites", Problem::TooMany { max }));
    }
    Ok(())
}
