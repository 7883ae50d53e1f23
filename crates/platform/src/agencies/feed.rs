//! Secret addresses of calendars: one an account, and a new one ends the one before.

use super::{AgencyStore, key};
use crate::{
    PlatformError,
    keys::{AgencyKey, Digest, PrimaryKey},
    table::{Refusal, Write, from_item, to_item},
};
use durbar_domain::AccountId;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Whose calendar an address shows.
#[derive(Serialize, Deserialize)]
struct Feed {
    account_id: AccountId,
}

/// The address that holds for an account.
#[derive(Serialize, Deserialize)]
struct FeedOf {
    secret: String,
    created_at: Timestamp,
}

impl AgencyStore {
    /// Gives an account's calendar this secret in place of the one it had.
    pub async fn set_feed(
        &self,
        account_id: AccountId,
        secret: Digest,
        now: Timestamp,
    ) -> Result<(), PlatformError> {
        let of = key(AgencyKey::FeedOf(account_id));
        let entry = FeedOf {
            secret: secret.to_string(),
            created_at: now,
        };
        let feed = key(AgencyKey::Feed(secret));
        let mut writes = vec![
            Write::Put(to_item(of, "CalendarFeedOf", &entry)?),
            Write::Put(to_item(feed, "CalendarFeed", &Feed { account_id })?),
        ];
        writes.extend(self.feed_key(account_id).await?.map(Write::Delete));
        self.transact_feed(writes).await
    }

    /// Ends the secret address of an account's calendar; gives back the keys of what was
    /// deleted.
    pub async fn end_feed(&self, account_id: AccountId) -> Result<Vec<PrimaryKey>, PlatformError> {
        let mut keys: Vec<_> = self.feed_key(account_id).await?.into_iter().collect();
        if keys.is_empty() {
            return Ok(keys);
        }
        keys.push(key(AgencyKey::FeedOf(account_id)));
        let writes = keys.iter().copied().map(Write::Delete).collect();
        self.transact_feed(writes).await?;
        Ok(keys)
    }

    /// Since when an account's calendar has a secret address; `None` when it has none.
    pub async fn feed_since(&self, id: AccountId) -> Result<Option<Timestamp>, PlatformError> {
        Ok(self.feed_of(id).await?.map(|it| it.created_at))
    }

    /// Whose calendar a secret shows; `None` for one that holds no more.
    pub async fn feed_owner(&self, secret: Digest) -> Result<Option<AccountId>, PlatformError> {
        let item = self.table.get(key(AgencyKey::Feed(secret))).await?;
        let Some(Feed { account_id }) = item.map(from_item).transpose()? else {
            return Ok(None);
        };
        // Two renewals at the same time leave one behind that holds nothing.
        let holds = self.feed_of(account_id).await?;
        let holds = holds.is_some_and(|it| it.secret == secret.to_string());
        Ok(holds.then_some(account_id))
    }

    async fn feed_of(&self, id: AccountId) -> Result<Option<FeedOf>, PlatformError> {
        let item = self.table.get(key(AgencyKey::FeedOf(id))).await?;
        item.map(from_item).transpose()
    }

    async fn feed_key(&self, id: AccountId) -> Result<Option<PrimaryKey>, PlatformError> {
        let before = self.feed_of(id).await?;
        let secret = before.and_then(|it| it.secret.parse().ok());
        Ok(secret.map(|secret| key(AgencyKey::Feed(secret))))
    }

    async fn transact_feed(&self, writes: Vec<Write>) -> Result<(), PlatformError> {
        match self.table.transact(writes).await {
            Err(Refusal::Failed(error)) => Err(error),
            // None of these writes has a condition.
            Ok(()) | Err(Refusal::Condition { .. }) => Ok(()),
        }
    }
}
