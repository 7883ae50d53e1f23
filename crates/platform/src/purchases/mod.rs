//! Purchases in the table, and the levels they give.

mod endings;
mod personal;
mod write;

#[cfg(test)]
mod tests;

pub use write::{LevelChange, Notes};

use crate::{
    PlatformError, Table,
    keys::{PrimaryKey, PurchaseKey},
    table::{EXPIRES_AT, Item, Query, SortRange, from_item, to_item},
};
use aws_sdk_dynamodb::types::AttributeValue;
use durbar_domain::{
    AccountId, EventId, PurchaseId,
    purchase::{PaymentMethod, Purchase, Subscription},
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Purchases and subscriptions in the table. Cheap to clone.
#[derive(Debug, Clone)]
pub struct PurchaseStore {
    table: Table,
}

/// Names a purchase, in a list.
#[derive(Serialize, Deserialize)]
struct Entry {
    purchase_id: PurchaseId,
}

/// The purchase that an account began last of a level, a period and a method.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Begun {
    /// Counts the purchases begun.
    pub version: u64,
    pub purchase_id: PurchaseId,
}

/// That something was done.
#[derive(Serialize)]
struct Mark {
    created_at: Timestamp,
}

impl PurchaseStore {
    pub fn new(table: Table) -> Self {
        Self { table }
    }

    /// A purchase; `None` when there is none.
    pub async fn get(&self, id: PurchaseId) -> Result<Option<Purchase>, PlatformError> {
        let item = self.table.get(key(PurchaseKey::Purchase(id))).await?;
        item.map(from_item).transpose()
    }

    /// What an account began last of the same level and period by the same method.
    pub async fn begun(
        &self,
        account_id: AccountId,
        like: &Purchase,
    ) -> Result<Option<Begun>, PlatformError> {
        let item = self.table.get(begun_key(account_id, like)).await?;
        item.map(from_item).transpose()
    }

    /// Forgets what an account began last of the same kind.
    pub async fn forget_begun(
        &self,
        account_id: AccountId,
        like: &Purchase,
    ) -> Result<(), PlatformError> {
        self.table.delete(begun_key(account_id, like)).await
    }

    /// An account's purchases, oldest first.
    pub async fn of_account(&self, id: AccountId) -> Result<Vec<Purchase>, PlatformError> {
        self.named_by(of_account(id)).await
    }

    /// Purchases by a method whose end isn't known and that were begun before a time, oldest
    /// first.
    pub async fn open(
        &self,
        method: PaymentMethod,
        begun_before: Timestamp,
    ) -> Result<Vec<Purchase>, PlatformError> {
        let ms = u64::try_from(begun_before.as_millisecond()).unwrap_or(0);
        let bound = PurchaseId::from_parts(ms, 0).to_string();
        let query = Query::partition(PurchaseKey::open_partition(method));
        self.named_by(query.range(SortRange::Below(bound))).await
    }

    async fn named_by(&self, query: Query) -> Result<Vec<Purchase>, PlatformError> {
        let entries = self.table.query(query).await?.items;
        let entries: Vec<Entry> = entries
            .into_iter()
            .map(from_item)
            .collect::<Result<_, _>>()?;
        let keys = entries
            .iter()
            .map(|entry| key(PurchaseKey::Purchase(entry.purchase_id)));
        let keys: Vec<_> = keys.collect();
        let items = self.table.batch_get(&keys, &[]).await?;
        items.into_iter().map(from_item).collect()
    }

    /// The level an account was given last; it may have ended. `None` when there is none.
    pub async fn subscription(&self, id: AccountId) -> Result<Option<Subscription>, PlatformError> {
        let item = self.table.get(key(PurchaseKey::Subscription(id))).await?;
        item.map(from_item).transpose()
    }

    /// Whether the mail of an event about a purchase was sent.
    pub async fn was_mailed(
        &self,
        purchase_id: PurchaseId,
        event_id: EventId,
    ) -> Result<bool, PlatformError> {
        let mailed = PurchaseKey::Mailed {
            purchase_id,
            event_id,
        };
        Ok(self.table.get(key(mailed)).await?.is_some())
    }

    /// Notes that the mail of an event was sent; forgotten after `expires_at`.
    pub async fn set_mailed(
        &self,
        purchase_id: PurchaseId,
        event_id: EventId,
        (created_at, expires_at): (Timestamp, Timestamp),
    ) -> Result<(), PlatformError> {
        let mailed = PurchaseKey::Mailed {
            purchase_id,
            event_id,
        };
        let item = to_item(key(mailed), "PurchaseMailed", &Mark { created_at })?;
        self.table.put(expiring(item, expires_at)).await
    }
}

fn of_account(id: AccountId) -> Query {
    Query::partition(PrimaryKey::account_partition(id))
        .range(SortRange::StartsWith(PurchaseKey::PURCHASES.to_owned()))
}

/// The item, gone by itself some time after `at`.
fn expiring(mut item: Item, at: Timestamp) -> Item {
    let end = AttributeValue::N(at.as_second().to_string());
    item.insert(EXPIRES_AT.to_owned(), end);
    item
}

fn begun_key(account_id: AccountId, purchase: &Purchase) -> PrimaryKey {
    key(PurchaseKey::Begun {
        account_id,
        level: purchase.level,
        period: purchase.period,
        method: purchase.method,
    })
}

fn purchase_item(purchase: &Purchase) -> Result<Item, PlatformError> {
    to_item(
        key(PurchaseKey::Purchase(purchase.purchase_id)),
        "Purchase",
        purchase,
    )
}

fn key(key: PurchaseKey) -> PrimaryKey {
    PrimaryKey::Purchase(key)
}
