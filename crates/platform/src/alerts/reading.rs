//! Reading what waits in the queue, though some of it can't be read.

use super::{AlertQueue, expiring};
use crate::{
    PlatformError,
    table::{EXPIRES_AT, Item, Query, from_item, key_in},
};
use jiff::{SignedDuration, Timestamp};
use serde::de::DeserializeOwned;

/// How long what can't be read is kept for whoever looks into it.
const KEPT: SignedDuration = SignedDuration::from_hours(40 * 24);

impl AlertQueue {
    /// The first items that can be read, at most `limit`, and whether there is more. The others
    /// are passed over: they are noted in the log once, and go by themselves in time.
    pub(super) async fn readable<T: DeserializeOwned>(
        &self,
        query: Query,
        limit: usize,
    ) -> Result<(Vec<T>, bool), PlatformError> {
        let mut found = Vec::new();
        let mut query = query.limit(limit);
        loop {
            let page = self.table.query(query.clone()).await?;
            for item in page.items {
                match from_item(item.clone()) {
                    Ok(one) => found.push(one),
                    Err(error) => self.pass_over(item, &error).await?,
                }
            }
            match page.next {
                Some(next) if found.len() < limit => {
                    let wanted = limit - found.len();
                    query = query.after(Some(next)).limit(wanted);
                }
                next => return Ok((found, next.is_some())),
            }
        }
    }

    async fn pass_over(&self, item: Item, error: &PlatformError) -> Result<(), PlatformError> {
        if item.contains_key(EXPIRES_AT) {
            return Ok(());
        }
        let key = key_in(&item).map(|key| key.to_string());
        let key = key.unwrap_or_else(|error| error.to_string());
        tracing::error!(%key, %error, "an alert that waits can't be read and is passed over");
        let end = Timestamp::now() + KEPT;
        self.table.put(expiring(item, end)).await
    }
}
