//! Erasing the accounts whose time has come, so that nothing of them is left on the disk
//! either.

use durbar_platform::embedded::Compactor;
use durbar_services::{PersonalData, ServiceError};
use jiff::Timestamp;
use std::time::Duration;

/// Erases accounts. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Eraser {
    pub(crate) data: PersonalData,
    /// Embedded mode's file keeps deleted rows until it is written anew.
    pub(crate) compactor: Option<Compactor>,
}

impl Eraser {
    /// Erases the accounts that are due at `now`; gives back how many.
    pub async fn erase_due(&self, now: Timestamp) -> Result<usize, ServiceError> {
        let erased = self.data.erase_due(now).await?;
        if let Some(compactor) = self.compactor.as_ref().filter(|_| erased > 0) {
            compactor.run().await?;
        }
        Ok(erased)
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
