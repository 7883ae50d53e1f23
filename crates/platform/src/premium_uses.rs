//! Which homes' premium media somebody opened on a day: one small item a home, so that opening
//! the same home again counts once and nothing has to be counted up. They go by themselves.

use crate::{
    PlatformError, Table, export,
    keys::PrimaryKey,
    table::{Query, Refusal, SortRange, Write, from_item, to_item},
};
use durbar_domain::{AccountId, PropertyId};
use jiff::{SignedDuration, Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use serde_json::Value;

const ENTITY_TYPE: &str = "PremiumUse";
/// How long a use is kept: longer than the day it counts for.
const KEPT_FOR: SignedDuration = SignedDuration::from_hours(72);

/// Uses in the table. Cheap to clone.
#[derive(Debug, Clone)]
pub struct PremiumUseStore {
    table: Table,
}

/// What an item says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Use {
    date: Date,
    listing_id: PropertyId,
    opened_at: Timestamp,
    /// In seconds since 1970.
    expires_at: i64,
}

impl PremiumUseStore {
    pub fn new(table: Table) -> Self {
        Self { table }
    }

    /// Notes that somebody opened a home on a day; tells whether it is the first time that
    /// day.
    pub async fn note(
        &self,
        account_id: AccountId,
        date: Date,
        listing_id: PropertyId,
        now: Timestamp,
    ) -> Result<bool, PlatformError> {
        let key = PrimaryKey::PremiumUse {
            account_id,
            date,
            listing_id,
        };
        let end = now.checked_add(KEPT_FOR).unwrap_or(Timestamp::MAX);
        let noted = Use {
            date,
            listing_id,
            opened_at: now,
            expires_at: end.as_second(),
        };
        let new = Write::PutNew(to_item(key, ENTITY_TYPE, &noted)?);
        match self.table.transact(vec![new]).await {
            Ok(()) => Ok(true),
            Err(Refusal::Condition { .. }) => Ok(false),
            Err(Refusal::Failed(error)) => Err(error),
        }
    }

    /// How many homes somebody opened on a day, counted up to `most`.
    pub async fn count(
        &self,
        account_id: AccountId,
        date: Date,
        most: usize,
    ) -> Result<usize, PlatformError> {
        let uses = Query::partition(PrimaryKey::account_partition(account_id))
            .range(SortRange::StartsWith(PrimaryKey::premium_uses_on(date)))
            .limit(most);
        Ok(self.table.query(uses).await?.items.len())
    }

    /// All that is kept here of an account: the homes it opened lately.
    pub async fn export_of(&self, account_id: AccountId) -> Result<Value, PlatformError> {
        let page = self.table.query(uses_of(account_id)).await?;
        let uses: Result<Vec<Use>, _> = page.items.into_iter().map(from_item).collect();
        export::value("premium uses", &uses?)
    }

    /// Deletes all that is kept here of an account; gives back the keys of what was deleted.
    pub async fn erase_of(&self, account_id: AccountId) -> Result<Vec<PrimaryKey>, PlatformError> {
        self.table.erase(uses_of(account_id)).await
    }
}

fn uses_of(account_id: AccountId) -> Query {
    Query::partition(PrimaryKey::account_partition(account_id))
        .range(SortRange::StartsWith(PrimaryKey::PREMIUM_USES.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::embedded;
    use jiff::civil::date;

    #[tokio::test]
    async fn a_home_counts_once_a_day_and_account() {
        let embedded = embedded().await;
        let uses = PremiumUseStore::new(embedded.platform().table.clone());
        let (anju, other) = (AccountId::from_parts(1, 1), AccountId::from_parts(1, 2));
        let (today, tomorrow) = (date(2026, 11, 22), date(2026, 11, 23));
        let now: Timestamp = "2026-11-22T04:15:00Z".parse().expect("a time");
        let home = |number| PropertyId::from_parts(1, number);
        for (account, day, number, new) in [
            (anju, today, 1, true),
            (anju, today, 1, false),
            (anju, today, 2, true),
            (anju, tomorrow, 1, true),
            (other, today, 1, true),
        ] {
            let noted = uses.note(account, day, home(number), now).await;
            assert_eq!(noted.expect("noted"), new);
        }
        assert_eq!(uses.count(anju, today, 9).await.expect("read"), 2);
        assert_eq!(uses.count(anju, today, 1).await.expect("read"), 1);
        let told = uses.export_of(anju).await.expect("read");
        assert_eq!(told.as_array().map(Vec::len), Some(3));
        assert_eq!(uses.erase_of(anju).await.expect("erased").len(), 3);
        assert_eq!(uses.count(anju, today, 9).await.expect("read"), 0);
        assert_eq!(uses.count(other, today, 9).await.expect("read"), 1);
    }
}
