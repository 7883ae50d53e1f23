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
use std::collections::BTreeMap;

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

/// The ends that an account names by their days; of two on one day the later.
fn ends_of(account: &Account) -> BTreeMap<Date, Timestamp> {
    let then = account.subscription_then.iter().map(|span| span.ends_at);
    let all = std::iter::once(account.subscription_ends_at).chain(then);
    all.flatten().map(|end| (day_of(end), end)).collect()
}

/// The keys of the ends that an account names.
pub(super) fn keys_of(account: &Account) -> Vec<PurchaseKey> {
    let account_id = account.account_id;
    let days = ends_of(account).into_keys();
    days.map(|day| PurchaseKey::Ending { day, account_id })
        .collect()
}

/// The writes that set the new ends of levels down in place of the old ones.
pub(super) fn writes(before: &Account, after: &Account) -> Result<Vec<Write>, PlatformError> {
    let new = keys_of(after);
    let gone = keys_of(before).into_iter().filter(|old| !new.contains(old));
    let mut writes: Vec<Write> = gone.map(|old| Write::Delete(key(old))).collect();
    for (day, end) in ends_of(after) {
        let account_id = after.account_id;
        let ending = PurchaseKey::Ending { day, account_id };
        let item = to_item(key(ending), "SubscriptionEnd", &Ending { account_id })?;
        writes.push(Write::Put(expiring(item, end)));
    }
    Ok(writes)
}

fn day_of(at: Timestamp) -> Date {
    at.to_zoned(TimeZone::UTC).date()
}
