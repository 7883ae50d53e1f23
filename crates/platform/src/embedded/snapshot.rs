//! The table of a data folder as it is at one moment, in a file of its own.

use crate::{PlatformError, private_file};
use rusqlite::{Connection, OpenFlags};
use std::{
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

/// How long to wait for a write that is under way.
const WAIT: Duration = Duration::from_secs(30);

/// The table's file in a data folder.
pub(super) fn table_file(data: &Path) -> PathBuf {
    data.join("table.sqlite")
}

/// Copies the table of the data folder `data` into the file `target`, which must not be there,
/// for its owner alone. Another process may be using the folder: it reads and writes on, and
/// the copy holds what was committed when it began.
///
/// # Errors
/// [`PlatformError::Service`] when there is no table or the copy can't be written.
pub async fn snapshot(data: &Path, target: &Path) -> Result<(), PlatformError> {
    let (source, target) = (table_file(data), target.to_owned());
    let copied = tokio::task::spawn_blocking(move || copy(&source, &target)).await;
    copied
        .map_err(|error| failed(error.into()))?
        .map_err(failed)
}

fn copy(source: &Path, target: &Path) -> Result<(), crate::error::Source> {
    // Without the flag to create it: a mistyped folder is an error, not an empty table.
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(source, flags)
        .map_err(|error| format!("{}: {error}", source.display()))?;
    connection.busy_timeout(WAIT)?;
    // SQLite fills an empty file and leaves its mode as it is.
    private_file::create(target)?;
    let name = target.to_string_lossy();
    if let Err(error) = connection.execute("VACUUM INTO ?1", [&*name]) {
        let _ = fs::remove_file(target);
        return Err(error.into());
    }
    fs::File::open(target)?.sync_all()?;
    Ok(())
}

fn failed(source: crate::error::Source) -> PlatformError {
    PlatformError::Service {
        operation: "copying the table",
        retryable: false,
        source,
    }
}
