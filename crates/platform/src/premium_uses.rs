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

/// When a home was first opened on a day, and which.
pub type Opening = (Timestamp, PropertyId);

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

    /// The homes that somebody opened on a day, in the order in which they first did.
    pub async fn opened_on(
        &self,
        account_id: AccountId,
        date: Date,
    ) -> Result<Vec<Opening>, PlatformError> {
        let uses = Query::partition(PrimaryKey::account_partition(account_id))
            .range(SortRange::StartsWith(PrimaryKey::premium_uses_on(date)));
        let items = self.table.query(uses).await?.items;
        let uses: Vec<Use> = items
            .into_iter()
            .map(from_item)
            .collect::<Result<_, PlatformError>>()?;
        let mut opened: Vec<Opening> = uses
            .into_iter()
            .map(|it| (it.opened_at, it.listing_id))
            .collect();
        opened.sort_unstable();
        Ok(opened)
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
        let earlier = now - SignedDuration::from_mins(1);
        let noted = uses.note(anju, today, home(3), earlier).await;
        assert!(noted.expect("noted"));
        assert_eq!(
            uses.opened_on(anju, today).await.expect("read"),
            [(earlier, home(3)), (now, home(1)), (now, home(2))]
        );
        let told = uses.export_of(anju).await.expect("read");
        assert_eq!(told.as_array().map(Vec::len), Some(4));
        assert_eq!(uses.erase_of(anju).await.expect("erased").len(), 4);
        let left = async |account| uses.opened_on(account, today).await.expect("read").len();
        assert_eq!((left(anju).await, left(other).await), (0, 1));
    }
}
