//! Deleting for good.

use super::{Item, PK, Query, SK, Table, Write, attribute};
use crate::{PlatformError, keys::PrimaryKey};

/// The key of an item that was read.
pub(crate) fn key_in(item: &Item) -> Result<PrimaryKey, PlatformError> {
    let (partition, sort) = (attribute(item, PK)?, attribute(item, SK)?);
    PrimaryKey::parse(partition, sort).map_err(|error| PlatformError::corrupt(partition, error))
}

impl Table {
    /// Deletes every item that a query finds, and gives back their keys. When it fails, some
    /// are deleted; done again, it deletes the rest.
    pub(crate) async fn erase(&self, query: Query) -> Result<Vec<PrimaryKey>, PlatformError> {
        let found = self.query(query).await?.items;
        let keys: Vec<PrimaryKey> = found.iter().map(key_in).collect::<Result<_, _>>()?;
        self.erase_keys(keys).await
    }

    /// Deletes these items, each once, and gives back their keys.
    pub(crate) async fn erase_keys(
        &self,
        mut keys: Vec<PrimaryKey>,
    ) -> Result<Vec<PrimaryKey>, PlatformError> {
        let mut seen = std::collections::HashSet::new();
        keys.retain(|key| seen.insert(*key));
        self.write_all(keys.iter().copied().map(Write::Delete).collect())
            .await?;
        Ok(keys)
    }
}
