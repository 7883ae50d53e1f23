//! Going back to a point: into a new data folder, never over one that is there.

use super::{BackupError, BackupPoint, Backups, blocking};
use crate::private_file;
use std::{
    fs,
    path::{Path, PathBuf},
};

/// A data folder that is being restored. It stands beside its place until it is finished, so
/// that nobody takes half of one for a whole.
#[derive(Debug)]
pub struct Restoring {
    target: PathBuf,
    staging: PathBuf,
}

impl Backups {
    /// Writes a point's table and objects into a folder beside `target`, and checks each
    /// against its SHA-256. What a restore that was cut off left there is replaced.
    ///
    /// # Errors
    /// [`BackupError::Occupied`] when `target` exists, [`BackupError::Damaged`] when a file of
    /// the backup is not what was stored.
    pub async fn restore(
        &self,
        point: &BackupPoint,
        target: &Path,
    ) -> Result<Restoring, BackupError> {
        let restoring = Restoring::beside(target)?;
        let (backups, point) = (self.clone(), point.clone());
        let staging = restoring.staging.clone();
        blocking(move || backups.write_out(&point, &staging)).await?;
        Ok(restoring)
    }

    fn write_out(&self, point: &BackupPoint, staging: &Path) -> Result<(), BackupError> {
        let objects = staging.join("objects");
        private_file::create_folder(&objects)
            .map_err(|source| BackupError::file(&objects, source))?;
        self.pool
            .write_out(&point.table, &staging.join("table.sqlite"))?;
        for line in self.files_of(point)?.values() {
            let path = objects.join(&line.path);
            let folder = path.parent().unwrap_or(&objects);
            private_file::create_folder(folder)
                .map_err(|source| BackupError::file(folder, source))?;
            self.pool.write_out(&line.stored, &path)?;
        }
        Ok(())
    }
}

impl Restoring {
    fn beside(target: &Path) -> Result<Self, BackupError> {
        let path = target.to_owned();
        if fs::symlink_metadata(target).is_ok() {
            return Err(BackupError::Occupied { path });
        }
        let mut name = target.file_name().unwrap_or_default().to_owned();
        name.push(".restoring");
        let staging = target.with_file_name(name);
        if staging.exists() {
            fs::remove_dir_all(&staging).map_err(|source| BackupError::file(&staging, source))?;
        }
        private_file::create_folder(&staging)
            .map_err(|source| BackupError::file(&staging, source))?;
        Ok(Self {
            target: path,
            staging,
        })
    }

    /// Where the data folder is for now.
    pub fn folder(&self) -> &Path {
        &self.staging
    }

    /// Puts the data folder in its place.
    pub fn finish(self) -> Result<PathBuf, BackupError> {
        fs::rename(&self.staging, &self.target)
            .map_err(|source| BackupError::file(&self.target, source))?;
        Ok(self.target)
    }
}
