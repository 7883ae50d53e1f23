//! Levels by the day they end on, so that their owners are told in time.

use super::{PurchaseStore, expiring, key};
use crate::{
    PlatformError,
    keys::PurchaseKey,
    table::{Query, Write, from_item, to_item},
};
use durbar_domain::{AccountId, account::Account};
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
struct Ending {
    account_id: AccountId,
}

impl PurchaseStore {
    /// The accounts whose level ends on a day (UTC) and whose owners haven't been told.
    pub async fn ending_on(&self, day: Date) -> Result<Vec<AccountId>, PlatformError> {
        let query = Query::partition(PurchaseKey::ending_partition(day));
        let items = self.table.query(query).await?.items;
        let read = |item| from_item::<Ending>(item).map(|ending| ending.account_id);
        items.into_iter().map(read).collect()
    }

    /// Notes that somebody was told, or needn't be.
    pub async fn forget_ending(
        &self,
        day: Date,
        account_id: AccountId,
    ) -> Result<(), PlatformError> {
        let ending = PurchaseKey::Ending { day, account_id };
        self.table.delete(key(ending)).await
    }
}

/// The key of the end that an account names, if it does.
pub(super) fn key_of(account: &Account) -> Option<PurchaseKey> {
    account.subscription_ends_at.map(|end| PurchaseKey::Ending {
        day: day_of(end),
        account_id: account.account_id,
    })
}

/// The writes that set the new end of a level down in place of the old one.
pub(super) fn writes(before: &Account, after: &Account) -> Result<Vec<Write>, PlatformError> {
    let (old, new) = (key_of(before), key_of(after));
    let mut writes = Vec::new();
    if let Some(old) = old.filter(|old| Some(*old) != new) {
        writes.push(Write::Delete(key(old)));
    }
    if let (Some(new), Some(end)) = (new, after.subscription_ends_at) {
        let account_id = after.account_id;
        let item = to_item(key(new), "SubscriptionEnd", &Ending { account_id })?;
        writes.push(Write::Put(expiring(item, end)));
    }
    Ok(writes)
}

fn day_of(at: Timestamp) -> Date {
    at.to_zoned(TimeZone::UTC).date()
}
