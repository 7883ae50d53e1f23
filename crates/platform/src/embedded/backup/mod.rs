//! Backups of a data folder: points in time, each with the table as of one moment and the
//! objects that it names. Taking one neither stops nor slows whoever uses the folder.
//!
//! ```text
//! backups/
//!   lock           held by who writes here
//!   points/        a file a point, named after its time
//!   pool/          files by the SHA-256 of their content: tables, objects, lists of objects
//!   erased/        a file an account that was erased, named after a hash of its identifier
//! ```
//!
//! The table holds what proves who somebody is, so all of this is for its owner alone.

mod erased;
mod files;
mod pool;
mod restore;
mod retention;

#[cfg(test)]
mod tests;

use super::snapshot;
use crate::{PlatformError, private_file};
use files::Files;
use jiff::Timestamp;
use pool::{Pool, Stored};
use serde::{Deserialize, Serialize};
use std::{
    collections::HashSet,
    fs::{self, File, TryLockError},
    io,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

/// A folder with backups. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Backups {
    folder: PathBuf,
    pool: Pool,
}

/// A point in time that can be gone back to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BackupPoint {
    /// The moment that the table is of, in whole milliseconds.
    pub at: Timestamp,
    table: Stored,
    objects: Stored,
    /// Files of objects, those with their properties among them.
    pub files: u64,
    /// Bytes of table and files.
    pub bytes: u64,
}

/// What was done for a point.
#[derive(Debug, Clone)]
pub struct Taken {
    pub point: BackupPoint,
    /// Files that were not there yet.
    pub added: u64,
    pub took: Duration,
}

/// Why backups can't be taken or used. Each is one line that a person can act on.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    #[error(transparent)]
    Platform(#[from] PlatformError),
    #[error("cannot use {}: {source}", path.display())]
    File { path: PathBuf, source: io::Error },
    #[error("another process writes to the backups in {}", path.display())]
    InUse { path: PathBuf },
    #[error("there is no backup in {}", path.display())]
    None { path: PathBuf },
    #[error("there is no backup as old as {at}: the oldest is of {oldest}")]
    TooOld { at: Timestamp, oldest: Timestamp },
    #[error("{} is damaged: it isn't what was stored", path.display())]
    Damaged { path: PathBuf },
    #[error("{} exists already: backups are restored into new places only", path.display())]
    Occupied { path: PathBuf },
}

impl BackupError {
    fn file(path: &Path, source: io::Error) -> Self {
        let path = path.to_owned();
        Self::File { path, source }
    }

    fn is_not_found(&self) -> bool {
        matches!(self, Self::File { source, .. } if source.kind() == io::ErrorKind::NotFound)
    }

    /// Whether a path that somebody gave is to blame.
    pub fn is_of_arguments(&self) -> bool {
        matches!(
            self,
            Self::None { .. } | Self::TooOld { .. } | Self::Occupied { .. } | Self::InUse { .. }
        )
    }
}

impl Backups {
    /// The backups in a folder, which is made where a first one is taken.
    pub fn in_folder(folder: &Path) -> Self {
        Self {
            pool: Pool::new(folder),
            folder: folder.to_owned(),
        }
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Takes a backup of a data folder as of now, whether or not another process uses it.
    ///
    /// # Errors
    /// See [`BackupError`]; nothing that was there before is lost.
    pub async fn take(&self, data: &Path) -> Result<Taken, BackupError> {
        let started = Instant::now();
        self.make_folders()?;
        let lock = self.lock()?;
        let (backups, objects) = (self.clone(), data.join("objects"));
        let (mut taken, known) = blocking(move || {
            let known = backups.latest_files()?;
            let mut files = Files::new();
            let added = files::take(&objects, &backups.pool, &known, &mut files)?;
            Ok(((files, added), known))
        })
        .await?;
        let copy = self.folder.join("table.part");
        let _ = fs::remove_file(&copy);
        let at = now();
        snapshot::snapshot(data, &copy).await?;
        let (backups, objects) = (self.clone(), data.join("objects"));
        let point = blocking(move || {
            // Once more: what the table names was stored before it was named. What was deleted
            // since the first time stays, since the table may be from before that.
            taken.1 += files::take(&objects, &backups.pool, &known, &mut taken.0)?;
            let table = backups.pool.store(&copy)?;
            fs::remove_file(&copy).map_err(|source| BackupError::file(&copy, source))?;
            let point = backups.write_point(at, table, &taken.0)?;
            backups.keep_erasures(&objects)?;
            Ok((point, taken.1))
        });
        let (point, added) = point.await?;
        drop(lock);
        Ok(Taken {
            point,
            added,
            took: started.elapsed(),
        })
    }

    fn write_point(
        &self,
        at: Timestamp,
        table: Stored,
        files: &Files,
    ) -> Result<BackupPoint, BackupError> {
        let objects = self.pool.store_bytes(&files::to_bytes(files))?;
        let of_files: u64 = files.values().map(|line| line.stored.bytes).sum();
        let point = BackupPoint {
            at,
            bytes: table.bytes + of_files,
            table,
            objects,
            files: files.len() as u64,
        };
        let path = self.point_path(at);
        let bytes = serde_json::to_vec_pretty(&point).map_err(|error| {
            let source = io::Error::from(error);
            BackupError::file(&path, source)
        })?;
        private_file::write(&path, &bytes).map_err(|source| BackupError::file(&path, source))?;
        Ok(point)
    }

    /// All points, the oldest first. A file that is none is left out and logged.
    pub fn points(&self) -> Result<Vec<BackupPoint>, BackupError> {
        let folder = self.folder.join("points");
        let failed = |source| BackupError::file(&folder, source);
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(failed(error)),
        };
        let mut points: Vec<BackupPoint> = Vec::new();
        for entry in entries {
            let path = entry.map_err(failed)?.path();
            if path.extension().is_none_or(|it| it != "json") {
                continue;
            }
            let bytes = fs::read(&path).map_err(|source| BackupError::file(&path, source))?;
            match serde_json::from_slice(&bytes) {
                Ok(point) => points.push(point),
                Err(error) => {
                    tracing::error!(file = %path.display(), %error, "not a point of a backup");
                }
            }
        }
        points.sort_by_key(|point| point.at);
        Ok(points)
    }

    /// The last point at or before a time; the latest of all without one.
    ///
    /// # Errors
    /// [`BackupError::None`] and [`BackupError::TooOld`].
    pub fn choose(&self, at: Option<Timestamp>) -> Result<BackupPoint, BackupError> {
        let mut points = self.points()?;
        let Some(oldest) = points.first().map(|point| point.at) else {
            let path = self.folder.clone();
            return Err(BackupError::None { path });
        };
        match at {
            Some(at) => {
                points.retain(|point| point.at <= at);
                points.pop().ok_or(BackupError::TooOld { at, oldest })
            }
            None => Ok(points.remove(points.len() - 1)),
        }
    }

    /// Deletes the points that are no longer kept, and the files that none of the others
    /// needs; gives back how many points.
    pub async fn prune(&self, now: Timestamp, days: u32) -> Result<usize, BackupError> {
        let backups = self.clone();
        blocking(move || backups.prune_now(now, days)).await
    }

    fn prune_now(&self, now: Timestamp, days: u32) -> Result<usize, BackupError> {
        let _lock = self.lock()?;
        let points = self.points()?;
        let times: Vec<Timestamp> = points.iter().map(|point| point.at).collect();
        let kept = retention::kept(&times, now, days);
        let (keep, go): (Vec<_>, Vec<_>) = points
            .into_iter()
            .partition(|point| kept.contains(&point.at));
        if go.is_empty() {
            return Ok(0);
        }
        let mut wanted = HashSet::new();
        for point in &keep {
            let files = self.files_of(point)?;
            wanted.extend(files.into_values().map(|line| line.stored.sha256));
            wanted.extend([point.table.sha256.clone(), point.objects.sha256.clone()]);
        }
        // The points first: one without its files would be worse than files without a point.
        for point in &go {
            let path = self.point_path(point.at);
            fs::remove_file(&path).map_err(|source| BackupError::file(&path, source))?;
        }
        let (files, bytes) = self.pool.keep(&wanted)?;
        tracing::info!(points = go.len(), files, bytes, "old backups were deleted");
        Ok(go.len())
    }

    fn latest_files(&self) -> Result<Files, BackupError> {
        match self.points()?.last() {
            // Where the list is damaged, everything is read anew.
            Some(point) => Ok(self.files_of(point).unwrap_or_default()),
            None => Ok(Files::new()),
        }
    }

    fn files_of(&self, point: &BackupPoint) -> Result<Files, BackupError> {
        let bytes = self.pool.read(&point.objects)?;
        files::from_bytes(&bytes).ok_or_else(|| BackupError::Damaged {
            path: self.point_path(point.at),
        })
    }

    fn point_path(&self, at: Timestamp) -> PathBuf {
        let name = at.strftime("%Y-%m-%dT%H-%M-%S.%3fZ.json").to_string();
        self.folder.join("points").join(name)
    }

    fn make_folders(&self) -> Result<(), BackupError> {
        for name in ["points", "pool", "erased"] {
            let path = self.folder.join(name);
            private_file::create_folder(&path)
                .map_err(|source| BackupError::file(&path, source))?;
        }
        Ok(())
    }

    fn lock(&self) -> Result<File, BackupError> {
        let path = self.folder.join("lock");
        let failed = |source| BackupError::file(&path, source);
        let lock = private_file::create(&path).map_err(failed)?;
        match lock.try_lock() {
            Ok(()) => Ok(lock),
            Err(TryLockError::WouldBlock) => Err(BackupError::InUse {
                path: self.folder.clone(),
            }),
            Err(TryLockError::Error(source)) => Err(failed(source)),
        }
    }
}

/// In whole milliseconds, as names of points hold times.
fn now() -> Timestamp {
    let now = Timestamp::now();
    Timestamp::from_millisecond(now.as_millisecond()).unwrap_or(now)
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, BackupError> + Send + 'static,
) -> Result<T, BackupError> {
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|error| PlatformError::Service {
        operation: "working on backups",
        retryable: true,
        source: error.into(),
    })?
}
