//! `durbar backup`: a backup at once, or a list of those there are.

use crate::{cli::TakeBackupArguments, error::StartError};
use durbar_platform::embedded::backup::Backups;
use jiff::Timestamp;
use std::io::{self, Write as _};

/// Takes a backup and deletes those that are too old, or lists what can be gone back to.
///
/// # Errors
/// When the folder can't be used or there is no table.
pub async fn backup(arguments: TakeBackupArguments) -> Result<(), StartError> {
    let Some(folder) = &arguments.backup.backup_folder else {
        let line = "durbar backup needs --backup-folder (or DURBAR_BACKUP_FOLDER)";
        return Err(StartError::Setting(line.to_owned()));
    };
    if folder.starts_with(&arguments.data) {
        let line = "--backup-folder must not be in the data folder";
        return Err(StartError::Setting(line.to_owned()));
    }
    let backups = Backups::in_folder(folder);
    if arguments.list {
        return list(&backups);
    }
    let taken = backups.take(&arguments.data).await?;
    let days = arguments.backup.backup_keep_days;
    let deleted = backups.prune(Timestamp::now(), days).await?;
    let point = &taken.point;
    say(&format!(
        "backup of {}: {} files, {} bytes, {} files new, in {} ms; {deleted} old backups deleted",
        point.at,
        point.files,
        point.bytes,
        taken.added,
        taken.took.as_millis(),
    ))
}

fn list(backups: &Backups) -> Result<(), StartError> {
    for point in backups.points()? {
        say(&format!(
            "{}: {} files, {} bytes",
            point.at, point.files, point.bytes
        ))?;
    }
    Ok(())
}

/// A line on standard output.
pub(crate) fn say(line: &str) -> Result<(), StartError> {
    writeln!(io::stdout().lock(), "{line}").map_err(StartError::Output)
}
