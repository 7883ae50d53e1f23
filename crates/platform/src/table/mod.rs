//! The single table: reading items, and the shape they share.

mod batch;
mod bulk;
mod canonical;
mod erase;
mod item;
mod query;
mod schema;
mod transact;
mod walk;

#[cfg(test)]
mod tests;

pub(crate) use canonical::canonical;
pub(crate) use erase::key_in;
pub(crate) use item::{Item, attribute, from_item, key_of, name_of, text, to_item, version_of};
pub(crate) use query::{Page, Query, SortRange};
pub(crate) use transact::{Refusal, Write};

pub use schema::{EXPIRES_AT, create_table};

use crate::{PlatformError, keys::PrimaryKey};
use aws_sdk_dynamodb::Client;
use std::{sync::Arc, time::Duration};

/// Name of the attribute of the partition key.
pub(crate) const PK: &str = "PK";
/// Name of the attribute of the sort key.
pub(crate) const SK: &str = "SK";
/// Name of the attribute that says what kind of thing an item is.
pub(crate) const ENTITY_TYPE: &str = "entity_type";
/// Name of the attribute that all indexes carry: a listing's card as JSON text.
pub(crate) const CARD: &str = "card";

/// The table. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Table {
    client: Client,
    name: Arc<str>,
    /// How long to wait before what was left undone is tried again for the first time.
    first_pause: Duration,
}

impl Table {
    /// The table of this name.
    pub fn new(client: Client, name: impl Into<Arc<str>>) -> Self {
        Self {
            client,
            name: name.into(),
            first_pause: Duration::from_millis(20),
        }
    }

    /// Waits twice as long before each attempt of a kind of call, with jitter; not at all
    /// before the first, which is attempt 0.
    async fn pause_before(&self, attempt: u32) {
        if attempt > 0 {
            let longest = self
                .first_pause
                .saturating_mul(2_u32.saturating_pow(attempt - 1));
            tokio::time::sleep(longest.mul_f64(rand::random_range(0.5..=1.0))).await;
        }
    }

    /// The SDK client.
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// The table's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether the table answers.
    pub async fn check(&self) -> Result<(), PlatformError> {
        self.get(PrimaryKey::Seed).await.map(drop)
    }

    /// The item of this key, as last written.
    pub(crate) async fn get(&self, key: PrimaryKey) -> Result<Option<Item>, PlatformError> {
        let get = self
            .client
            .get_item()
            .table_name(&*self.name)
            .set_key(Some(key_of(key)))
            .consistent_read(true);
        let found = get
            .send()
            .await
            .map_err(|e| PlatformError::service("GetItem", e))?;
        Ok(found.item)
    }

    /// Writes an item whatever was there.
    pub(crate) async fn put(&self, item: Item) -> Result<(), PlatformError> {
        let put = self
            .client
            .put_item()
            .table_name(&*self.name)
            .set_item(Some(item));
        put.send()
            .await
            .map_err(|e| PlatformError::service("PutItem", e))?;
        Ok(())
    }

    /// Deletes an item; it is no error when it isn't there.
    pub(crate) async fn delete(&self, key: PrimaryKey) -> Result<(), PlatformError> {
        let delete = self
            .client
            .delete_item()
            .table_name(&*self.name)
            .set_key(Some(key_of(key)));
        delete
            .send()
            .await
            .map_err(|e| PlatformError::service("DeleteItem", e))?;
        Ok(())
    }
}
