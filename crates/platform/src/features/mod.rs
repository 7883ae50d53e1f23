//! Where the switches of features are kept: in the table, or in AWS AppConfig.

mod app_config;
#[cfg(test)]
mod tests;

pub use app_config::{AppConfigFlags, AppConfigProfile};

use crate::{
    PlatformError, Table, audit,
    keys::PrimaryKey,
    table::{Refusal, Write, from_item, to_item},
};
use durbar_domain::{audit::AuditEntry, feature::FeatureFlags};
use serde::{Deserialize, Serialize};

const ENTITY_TYPE: &str = "FeatureFlags";

/// The switches as they stand in the table.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WrittenFlags {
    pub flags: FeatureFlags,
    /// 0 while nobody set any.
    pub version: u64,
}

/// The switches in the table. Cheap to clone.
#[derive(Debug, Clone)]
pub struct FlagStore {
    table: Table,
}

impl FlagStore {
    pub fn new(table: Table) -> Self {
        Self { table }
    }

    /// The switches as they are.
    pub async fn read(&self) -> Result<WrittenFlags, PlatformError> {
        let item = self.table.get(PrimaryKey::FeatureFlags).await?;
        Ok(item.map(from_item).transpose()?.unwrap_or_default())
    }

    /// Writes the switches over the version before, with an entry of the audit trail.
    ///
    /// # Errors
    /// [`PlatformError::Conflict`] when they were set by somebody else meanwhile.
    pub async fn write(
        &self,
        written: &WrittenFlags,
        entry: AuditEntry,
    ) -> Result<(), PlatformError> {
        let item = to_item(PrimaryKey::FeatureFlags, ENTITY_TYPE, written)?;
        let over = match written.version {
            0 | 1 => Write::PutNew(item),
            version => Write::PutOver {
                item,
                version: version - 1,
            },
        };
        let mut writes = vec![over];
        writes.extend(audit::writes(&[entry])?);
        match self.table.transact(writes).await {
            Ok(()) => Ok(()),
            Err(Refusal::Failed(error)) => Err(error),
            Err(Refusal::Condition { found }) => {
                let found: Option<WrittenFlags> = found.map(from_item).transpose()?;
                let current_version = found.map_or(0, |it| it.version);
                Err(PlatformError::Conflict { current_version })
            }
        }
    }
}
