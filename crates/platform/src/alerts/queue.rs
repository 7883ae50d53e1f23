//! What people are to be told, in the order in which it falls due.

use super::{expiring, key};
use crate::{
    PlatformError, Table,
    accounts::address_digest,
    keys::{ALERT_SHARDS, AlertKey, Digest, FactKey, PrimaryKey},
    table::{PK, Query, Refusal, SK, SortRange, Write, attribute, key_in, to_item},
};
use durbar_domain::{
    AccountId, Npr, PropertyId, SavedSearchId,
    account::{EmailAddress, SubscriptionLevel},
    saved_search::AlertKind,
};
use futures::{StreamExt, TryStreamExt, stream};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::HashSet;

/// Alerts written in one transaction; each takes two of its hundred writes.
const AT_ONCE: usize = 50;
/// Transactions at a time.
const TRANSACTIONS: usize = 4;

/// What is to be told and what was told. Cheap to clone.
#[derive(Debug, Clone)]
pub struct AlertQueue {
    pub(super) table: Table,
}

/// One thing to tell to one address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DueAlert {
    /// In whole milliseconds.
    pub due_at: Timestamp,
    pub address: EmailAddress,
    /// The account of the address; `None` when it subscribed without one.
    pub account_id: Option<AccountId>,
    pub level: SubscriptionLevel,
    /// By a mail of its own; else together with all that falls due for the address at the
    /// same time.
    pub instant: bool,
    /// What it is told once.
    #[serde(with = "fact")]
    pub fact: FactKey,
    pub kind: AlertKind,
    pub listing_id: PropertyId,
    /// The searches that the home answers.
    pub saved_search_ids: Vec<SavedSearchId>,
    /// The price before, where it was public.
    pub price_before: Option<Npr>,
    /// How often sending it failed.
    pub attempts: u32,
}

/// That something was told: its key says all.
#[derive(Serialize)]
struct Told {}

impl DueAlert {
    /// The address as keys hold it.
    pub fn address_digest(&self) -> Digest {
        address_digest(&self.address)
    }

    fn told_key(&self) -> AlertKey {
        let address = self.address_digest();
        AlertKey::Told {
            address,
            fact: self.fact,
        }
    }

    pub(super) fn due_key(&self) -> AlertKey {
        AlertKey::Due {
            due_at: self.due_at,
            address: self.address_digest(),
            fact: self.fact,
        }
    }

    pub(super) fn put(&self) -> Result<Write, PlatformError> {
        Ok(Write::Put(to_item(key(self.due_key()), "DueAlert", self)?))
    }
}

impl AlertQueue {
    pub fn new(table: Table) -> Self {
        Self { table }
    }

    /// Numbers of the shards of what falls due.
    pub fn shards() -> std::ops::Range<u8> {
        0..ALERT_SHARDS
    }

    /// Lets alerts wait for their time, but for those whose fact their address has been told
    /// or will be; gives back how many are new. Each address and fact may come once in
    /// `alerts`. What was told is remembered until `remembered_until`.
    pub async fn add(
        &self,
        alerts: &[DueAlert],
        remembered_until: Timestamp,
    ) -> Result<usize, PlatformError> {
        stream::iter(alerts.chunks(AT_ONCE).map(<[DueAlert]>::to_vec))
            .map(|some| self.add_some(some, remembered_until))
            .buffer_unordered(TRANSACTIONS)
            .try_fold(0, |sum, added| async move { Ok(sum + added) })
            .await
    }

    async fn add_some(
        &self,
        mut alerts: Vec<DueAlert>,
        remembered_until: Timestamp,
    ) -> Result<usize, PlatformError> {
        while !alerts.is_empty() {
            let mut writes = Vec::with_capacity(2 * alerts.len());
            for alert in &alerts {
                let told = to_item(key(alert.told_key()), "ToldAlert", &Told {})?;
                writes.push(Write::PutNew(expiring(told, remembered_until)));
                writes.push(alert.put()?);
            }
            match self.table.transact(writes).await {
                Ok(()) => return Ok(alerts.len()),
                Err(Refusal::Failed(error)) => return Err(error),
                // The event came before: only what isn't known yet is added.
                Err(Refusal::Condition { .. }) => {
                    let told = self.told(&alerts).await?;
                    alerts.retain(|alert| !told.contains(&key(alert.told_key()).to_string()));
                }
            }
        }
        Ok(0)
    }

    async fn told(&self, alerts: &[DueAlert]) -> Result<HashSet<String>, PlatformError> {
        let keys: Vec<_> = alerts.iter().map(|alert| key(alert.told_key())).collect();
        let items = self.table.batch_get(&keys, &[]).await?;
        let name = |item| {
            Ok(format!(
                "{} / {}",
                attribute(item, PK)?,
                attribute(item, SK)?
            ))
        };
        items.iter().map(name).collect()
    }

    /// What is due in a shard at `now`, longest due first, at most `limit`; and whether there
    /// is more. What can't be read is left out.
    pub async fn due(
        &self,
        shard: u8,
        now: Timestamp,
        limit: usize,
    ) -> Result<(Vec<DueAlert>, bool), PlatformError> {
        let query = Query::partition(AlertKey::due_partition(shard))
            .range(SortRange::Below(AlertKey::due_until(now)));
        self.readable(query, limit).await
    }

    /// Deletes what waits for an address, and gives back the keys. Reads all that waits in its
    /// shard, a week's at most: for erasing somebody, not for everyday use.
    pub async fn forget(&self, address: &EmailAddress) -> Result<Vec<PrimaryKey>, PlatformError> {
        // What is noted may be for the address too.
        self.spread().await?;
        let aside = self.forget_put_aside(address).await?;
        let digest = address_digest(address);
        let shard = AlertKey::due_shard(digest);
        let mut query = Query::partition(AlertKey::due_partition(shard));
        let mut keys = Vec::new();
        loop {
            let page = self.table.query_page(&query).await?;
            for item in &page.items {
                let key = key_in(item)?;
                if let PrimaryKey::Alert(AlertKey::Due { address, .. }) = key
                    && address == digest
                {
                    keys.push(key);
                }
            }
            match page.next {
                Some(next) => query = query.after(Some(next)),
                None => {
                    let mut erased = self.table.erase_keys(keys).await?;
                    erased.extend(aside);
                    return Ok(erased);
                }
            }
        }
    }
}

/// A fact in an item.
mod fact {
    use crate::keys::FactKey;
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub fn serialize<S: Serializer>(fact: &FactKey, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&fact.to_string())
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<FactKey, D::Error> {
        let text = String::deserialize(deserializer)?;
        FactKey::read(&text).ok_or_else(|| D::Error::custom("not a fact"))
    }
}
