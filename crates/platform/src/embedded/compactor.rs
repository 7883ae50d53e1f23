//! Writing the table's file anew, without what was deleted: SQLite leaves deleted rows in free
//! pages and in the write-ahead log until something else is written there.

use crate::PlatformError;
use rusqlite::Connection;
use std::{path::PathBuf, time::Duration};

/// How long to wait for a write that is under way.
const WAIT: Duration = Duration::from_secs(10);

/// Rids the file of an embedded table of what was deleted. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Compactor {
    pub(super) file: PathBuf,
}

impl Compactor {
    /// Writes the file anew and empties the write-ahead log. Reads and writes wait meanwhile:
    /// for rare occasions.
    pub async fn run(&self) -> Result<(), PlatformError> {
        let file = self.file.clone();
        let failed = |source| PlatformError::Service {
            operation: "compacting the table",
            retryable: true,
            source,
        };
        tokio::task::spawn_blocking(move || compact(&file))
            .await
            .map_err(|error| failed(error.into()))?
            .map_err(|error| failed(error.into()))
    }
}

fn compact(file: &std::path::Path) -> rusqlite::Result<()> {
    let connection = Connection::open(file)?;
    connection.busy_timeout(WAIT)?;
    connection.execute_batch("VACUUM")?;
    connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
}
