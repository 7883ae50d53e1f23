//! Backups of the data folder while the site is served.

use durbar_platform::embedded::backup::{BackupError, Backups};
use jiff::Timestamp;
use std::{path::PathBuf, time::Duration};

/// What is backed up, where to, how often, and for how long it is kept.
#[derive(Debug, Clone)]
pub struct BackupPlan {
    pub data: PathBuf,
    pub backups: Backups,
    pub every: Duration,
    /// See `retention` in [`durbar_platform::embedded::backup`].
    pub keep_days: u32,
}

impl BackupPlan {
    /// Takes a backup at once and then again and again until `end`. One that fails is tried
    /// again at the next time; the site goes on.
    pub async fn run(&self, end: impl Future<Output = ()>) {
        let mut end = std::pin::pin!(end);
        loop {
            if let Err(error) = self.take().await {
                let error = &error as &dyn std::error::Error;
                tracing::error!(error, "no backup could be taken");
            }
            tokio::select! {
                () = tokio::time::sleep(self.every) => {}
                () = &mut end => return,
            }
        }
    }

    async fn take(&self) -> Result<(), BackupError> {
        let taken = self.backups.take(&self.data).await?;
        tracing::info!(
            at = %taken.point.at,
            files = taken.point.files,
            bytes = taken.point.bytes,
            added = taken.added,
            took_ms = taken.took.as_millis() as u64,
            "took a backup"
        );
        self.backups.prune(Timestamp::now(), self.keep_days).await?;
        Ok(())
    }

    /// Notes beside the backups who was erased. What fails is made up for by the next backup.
    pub fn keep_erasures(&self) {
        if let Err(error) = self.backups.keep_erasures_of(&self.data) {
            let error = &error as &dyn std::error::Error;
            tracing::error!(error, "the backups don't know yet who was erased");
        }
    }
}
