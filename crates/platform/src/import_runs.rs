//! Imports in browsers, in the table.

use crate::{
    PlatformError, Table, audit,
    keys::{ImportKey, PrimaryKey},
    table::{Query, Refusal, Write, from_item, to_item, version_of},
};
use durbar_domain::{ImportId, audit::AuditEntry, import_run::ImportRun};

/// The most that are read: older ones are gone.
const MOST: usize = 200;

/// Imports in browsers. Cheap to clone.
#[derive(Debug, Clone)]
pub struct ImportRunStore {
    table: Table,
}

impl ImportRunStore {
    pub fn new(table: Table) -> Self {
        Self { table }
    }

    pub async fn get(&self, id: ImportId) -> Result<Option<ImportRun>, PlatformError> {
        let item = self.table.get(key(id)).await?;
        item.map(from_item).transpose()
    }

    /// All there are, the newest first.
    pub async fn list(&self) -> Result<Vec<ImportRun>, PlatformError> {
        let query = Query {
            descending: true,
            ..Query::partition(ImportKey::runs_partition()).limit(MOST)
        };
        let items = self.table.query(query).await?.items;
        items.into_iter().map(from_item).collect()
    }

    /// Writes one that isn't there yet.
    pub async fn put_new(&self, run: &ImportRun) -> Result<(), PlatformError> {
        let item = to_item(key(run.import_id), "ImportRun", run)?;
        self.write(run, vec![Write::PutNew(item)]).await
    }

    /// Writes one over the version before it, with entries of the audit trail.
    ///
    /// # Errors
    /// [`PlatformError::Conflict`] when it was changed since, [`PlatformError::Missing`] when
    /// it has gone.
    pub async fn replace(
        &self,
        run: &ImportRun,
        audit: &[AuditEntry],
    ) -> Result<(), PlatformError> {
        let mut writes = vec![Write::PutOver {
            item: to_item(key(run.import_id), "ImportRun", run)?,
            version: run.version - 1,
        }];
        writes.extend(audit::writes(audit)?);
        self.write(run, writes).await
    }

    /// Deletes one that is still at this version.
    ///
    /// # Errors
    /// As [`Self::replace`].
    pub async fn delete(&self, run: &ImportRun) -> Result<(), PlatformError> {
        let delete = Write::DeleteOver {
            key: key(run.import_id),
            version: run.version,
        };
        self.write(run, vec![delete]).await
    }

    async fn write(&self, run: &ImportRun, writes: Vec<Write>) -> Result<(), PlatformError> {
        match self.table.transact(writes).await {
            Ok(()) => Ok(()),
            Err(Refusal::Failed(error)) => Err(error),
            Err(Refusal::Condition { found: Some(found) }) => Err(PlatformError::Conflict {
                current_version: version_of(&found)?,
            }),
            Err(Refusal::Condition { found: None }) => Err(PlatformError::Missing {
                key: key(run.import_id).to_string(),
            }),
        }
    }
}

fn key(id: ImportId) -> PrimaryKey {
    PrimaryKey::Import(ImportKey::Run(id))
}
