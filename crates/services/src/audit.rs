//! Keeping the audit trail: its entries go into the chain, and the chain goes where nobody can
//! change it.

use crate::ServiceError;
use durbar_platform::{
    Table,
    audit::{AuditArchive, AuditStore, Verification},
};
use jiff::Timestamp;
use std::time::{Duration, Instant};

/// Puts the audit trail into its chain. Cheap to clone.
#[derive(Debug, Clone)]
pub struct AuditKeeper {
    store: AuditStore,
    archive: AuditArchive,
}

impl AuditKeeper {
    pub fn new(table: &Table, archive: AuditArchive) -> Self {
        Self {
            store: AuditStore::new(table.clone()),
            archive,
        }
    }

    /// Puts into the chain what waits; gives back how many entries.
    pub async fn seal(&self, now: Timestamp) -> Result<usize, ServiceError> {
        Ok(self.store.seal(now).await?)
    }

    /// Writes to the archive what was sealed since; gives back how many links.
    pub async fn export(&self, now: Timestamp) -> Result<u64, ServiceError> {
        Ok(self.store.export_to(&self.archive, now).await?)
    }

    /// Whether the trail is as it was written. Reads the whole table.
    pub async fn verify(&self) -> Result<Verification, ServiceError> {
        Ok(self.store.verify(Some(&self.archive)).await?)
    }

    /// Seals and exports again and again until `end`.
    pub async fn run(&self, seal: Duration, export: Duration, end: impl Future<Output = ()>) {
        let mut end = std::pin::pin!(end);
        let mut exported: Option<Instant> = None;
        loop {
            if let Err(error) = self.seal(Timestamp::now()).await {
                tracing::error!(%error, "the audit trail could not be sealed");
            }
            if exported.is_none_or(|at| at.elapsed() >= export) {
                exported = Some(Instant::now());
                if let Err(error) = self.export(Timestamp::now()).await {
                    tracing::error!(%error, "the audit trail could not be exported");
                }
            }
            tokio::select! {
                () = tokio::time::sleep(seal) => {}
                () = &mut end => return,
            }
        }
    }
}
