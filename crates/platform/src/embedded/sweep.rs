//! Deleting expired items, as DynamoDB does by itself.

use crate::PlatformError;
use dynoxide::Database;
use std::time::Duration;
use tokio::sync::watch;

/// Sweeps once; gives back how many items were deleted.
pub(super) async fn once(database: Database) -> Result<usize, PlatformError> {
    let swept = tokio::task::spawn_blocking(move || database.sweep_ttl()).await;
    let failed = |source| PlatformError::Service {
        operation: "sweeping expired items",
        retryable: true,
        source,
    };
    swept
        .map_err(|error| failed(error.into()))?
        .map_err(|error| failed(error.into()))
}

/// Sweeps at regular times until told to stop.
pub(super) async fn regularly(
    database: Database,
    every: Duration,
    mut stopped: watch::Receiver<bool>,
) {
    loop {
        tokio::select! {
            () = tokio::time::sleep(every) => {}
            _ = stopped.wait_for(|stopped| *stopped) => return,
        }
        match once(database.clone()).await {
            Ok(deleted) => tracing::debug!(deleted, "swept expired items"),
            Err(error) => tracing::warn!(
                error = &error as &dyn std::error::Error,
                "could not sweep expired items"
            ),
        }
    }
}
