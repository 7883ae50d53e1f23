//! Erasing the accounts whose time has come, so that nothing of them is left on the disk
//! either.

use crate::backups::BackupPlan;
use durbar_platform::{Table, embedded::Compactor};
use durbar_services::{PersonalData, ServiceError};
use jiff::Timestamp;
use std::time::Duration;

/// Erases accounts. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Eraser {
    pub(crate) data: PersonalData,
    /// Embedded mode's file keeps deleted rows until it is written anew.
    pub(crate) compactor: Option<Compactor>,
    /// They are told at once who was erased.
    pub(crate) backups: Option<BackupPlan>,
}

impl Eraser {
    /// Erases the accounts that are due at `now`; gives back how many.
    pub async fn erase_due(&self, now: Timestamp) -> Result<usize, ServiceError> {
        let erased = self.data.erase_due(now).await?;
        self.finish(erased).await?;
        Ok(erased)
    }

    /// Erases the accounts of a restored table that were erased since the backup; gives back
    /// how many.
    pub async fn erase_again(&self, table: &Table) -> Result<usize, ServiceError> {
        let erased = self.data.erase_again(table).await?;
        self.finish(erased).await?;
        Ok(erased)
    }

    async fn finish(&self, erased: usize) -> Result<(), ServiceError> {
        if erased == 0 {
            return Ok(());
        }
        if let Some(plan) = &self.backups {
            plan.keep_erasures();
        }
        if let Some(compactor) = &self.compactor {
            compactor.run().await?;
        }
        Ok(())
    }

    /// Looks for accounts to be erased again and again until `end`.
    pub async fn run(&self, pause: Duration, end: impl Future<Output = ()>) {
        let mut end = std::pin::pin!(end);
        loop {
            match self.erase_due(Timestamp::now()).await {
                Ok(0) => {}
                Ok(accounts) => tracing::info!(accounts, "erased"),
                Err(error) => tracing::error!(%error, "accounts could not be erased"),
            }
            tokio::select! {
                () = tokio::time::sleep(pause) => {}
                () = &mut end => return,
            }
        }
    }
}
