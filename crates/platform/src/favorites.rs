//! Hearts in the table: one item for each home an account marked.

use crate::{
    PlatformError, Table,
    export::{self, Value},
    interest,
    keys::PrimaryKey,
    table::{Query, Refusal, SortRange, Write, from_item, to_item},
};
use durbar_domain::{AccountId, PropertyId, favorite::Favorite, interest::Interest};
use jiff::tz::TimeZone;

const ENTITY_TYPE: &str = "Favorite";

/// Hearts in the table. Cheap to clone.
#[derive(Debug, Clone)]
pub struct FavoriteStore {
    table: Table,
}

impl FavoriteStore {
    pub fn new(table: Table) -> Self {
        Self { table }
    }

    /// All hearts of an account, in the order of the homes' identifiers. At most
    /// [`Favorite::MAX`] small items, so they are read in one go.
    pub async fn all(&self, account_id: AccountId) -> Result<Vec<Favorite>, PlatformError> {
        let page = self.table.query(hearts_of(account_id)).await?;
        page.items.into_iter().map(from_item).collect()
    }

    /// Marks a home; one that is marked keeps the time at which it was. Tells whether it is
    /// new.
    pub async fn add(
        &self,
        account_id: AccountId,
        favorite: &Favorite,
    ) -> Result<bool, PlatformError> {
        let new = Write::PutNew(item(account_id, favorite)?);
        match self.table.transact(vec![new, counted(favorite)]).await {
            Ok(()) => Ok(true),
            Err(Refusal::Condition { .. }) => Ok(false),
            Err(Refusal::Failed(error)) => Err(error),
        }
    }

    /// Marks many homes that were not marked. When it fails, some of them are.
    pub async fn add_all(
        &self,
        account_id: AccountId,
        favorites: &[Favorite],
    ) -> Result<(), PlatformError> {
        let mut writes = Vec::with_capacity(2 * favorites.len());
        for favorite in favorites {
            writes.extend([Write::Put(item(account_id, favorite)?), counted(favorite)]);
        }
        self.table.write_all(writes).await
    }

    /// Takes a heart away; it is no error when there is none.
    pub async fn remove(
        &self,
        account_id: AccountId,
        listing_id: PropertyId,
    ) -> Result<(), PlatformError> {
        self.table
            .delete(PrimaryKey::Favorite {
                account_id,
                listing_id,
            })
            .await
    }

    /// All that is kept here of an account: a list of hearts.
    pub async fn export_of(&self, account_id: AccountId) -> Result<Value, PlatformError> {
        export::value("favorites", &self.all(account_id).await?)
    }

    /// Deletes all that is kept here of an account; gives back the keys of what was deleted.
    pub async fn erase_of(&self, account_id: AccountId) -> Result<Vec<PrimaryKey>, PlatformError> {
        self.table.erase(hearts_of(account_id)).await
    }
}

/// The write by which a heart shows in what its home's broker sees, without whose it is.
fn counted(favorite: &Favorite) -> Write {
    let day = favorite.created_at.to_zoned(TimeZone::UTC).date();
    interest::one_more(favorite.listing_id, day, Interest::Save)
}

fn item(account_id: AccountId, favorite: &Favorite) -> Result<crate::table::Item, PlatformError> {
    let key = PrimaryKey::Favorite {
        account_id,
        listing_id: favorite.listing_id,
    };
    to_item(key, ENTITY_TYPE, favorite)
}

fn hearts_of(account_id: AccountId) -> Query {
    Query::partition(PrimaryKey::account_partition(account_id))
        .range(SortRange::StartsWith(PrimaryKey::FAVORITES.to_owned()))
}
