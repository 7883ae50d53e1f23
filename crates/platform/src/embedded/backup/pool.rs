//! Files by the SHA-256 of their content, so that what didn't change is stored once.

use super::BackupError;
use crate::private_file;
use aws_lc_rs::digest::{Context, SHA256};
use std::{
    collections::HashSet,
    fs::{self, File},
    io::{self, Read, Write},
    path::{Path, PathBuf},
};

/// Bytes that are copied at a time.
const CHUNK: usize = 256 * 1_024;

/// What a stored file is found by.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(super) struct Stored {
    /// 64 hexadecimal digits.
    pub sha256: String,
    pub bytes: u64,
}

/// The files of a backup folder.
#[derive(Debug, Clone)]
pub(super) struct Pool {
    folder: PathBuf,
}

impl Pool {
    pub(super) fn new(backups: &Path) -> Self {
        let folder = backups.join("pool");
        Self { folder }
    }

    fn path(&self, sha256: &str) -> PathBuf {
        let (start, _) = sha256.split_at(sha256.len().min(2));
        self.folder.join(start).join(sha256)
    }

    /// Stores a copy of a file; nothing is written where its content is there already.
    pub(super) fn store(&self, file: &Path) -> Result<Stored, BackupError> {
        let read = |source| BackupError::file(file, source);
        private_file::create_folder(&self.folder)
            .map_err(|source| BackupError::file(&self.folder, source))?;
        let aside = self.folder.join("incoming.part");
        let _ = fs::remove_file(&aside);
        let write = |source| BackupError::file(&aside, source);
        let mut target = private_file::create(&aside).map_err(write)?;
        let source = File::open(file).map_err(read)?;
        let stored = copy(source, &mut target).map_err(read)?;
        let path = self.path(&stored.sha256);
        if path.exists() {
            fs::remove_file(&aside).map_err(write)?;
            return Ok(stored);
        }
        target.sync_all().map_err(write)?;
        private_file::create_folder(path.parent().unwrap_or(&self.folder)).map_err(write)?;
        fs::rename(&aside, &path).map_err(write)?;
        Ok(stored)
    }

    /// Stores some bytes.
    pub(super) fn store_bytes(&self, bytes: &[u8]) -> Result<Stored, BackupError> {
        private_file::create_folder(&self.folder)
            .map_err(|source| BackupError::file(&self.folder, source))?;
        let aside = self.folder.join("bytes.part");
        private_file::write(&aside, bytes).map_err(|source| BackupError::file(&aside, source))?;
        let stored = self.store(&aside)?;
        fs::remove_file(&aside).map_err(|source| BackupError::file(&aside, source))?;
        Ok(stored)
    }

    /// Writes a stored file out under another name.
    ///
    /// # Errors
    /// [`BackupError::Damaged`] when it is missing or isn't what was stored.
    pub(super) fn write_out(&self, stored: &Stored, target: &Path) -> Result<(), BackupError> {
        let path = self.path(&stored.sha256);
        let damaged = || BackupError::Damaged { path: path.clone() };
        let source = File::open(&path).map_err(|_| damaged())?;
        let failed = |source| BackupError::file(target, source);
        let mut out = private_file::create(target).map_err(failed)?;
        let written = copy(source, &mut out).map_err(failed)?;
        if written != *stored {
            return Err(damaged());
        }
        out.sync_all().map_err(failed)
    }

    /// All of a stored file, whose content is checked.
    pub(super) fn read(&self, stored: &Stored) -> Result<Vec<u8>, BackupError> {
        let path = self.path(&stored.sha256);
        let damaged = || BackupError::Damaged { path: path.clone() };
        let source = File::open(&path).map_err(|_| damaged())?;
        let mut bytes = Vec::new();
        let read = copy(source, &mut bytes).map_err(|error| BackupError::file(&path, error))?;
        if read == *stored {
            Ok(bytes)
        } else {
            Err(damaged())
        }
    }

    /// Deletes what is not among those to keep; gives back how many files and bytes.
    pub(super) fn keep(&self, wanted: &HashSet<String>) -> Result<(u64, u64), BackupError> {
        let (mut files, mut bytes) = (0, 0);
        for folder in entries(&self.folder)?.into_iter().filter(|it| it.is_dir()) {
            for path in entries(&folder)? {
                let name = path.file_name().unwrap_or_default().to_string_lossy();
                if wanted.contains(&*name) {
                    continue;
                }
                bytes += fs::metadata(&path).map_or(0, |it| it.len());
                fs::remove_file(&path).map_err(|source| BackupError::file(&path, source))?;
                files += 1;
            }
        }
        Ok((files, bytes))
    }
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>, BackupError> {
    let failed = |source| BackupError::file(folder, source);
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(failed(error)),
    };
    let paths = entries.map(|entry| entry.map(|it| it.path()));
    paths.collect::<Result<_, _>>().map_err(failed)
}

/// Copies to the end, and tells what was copied.
fn copy(mut source: impl Read, target: &mut impl Write) -> io::Result<Stored> {
    let (mut context, mut bytes) = (Context::new(&SHA256), 0);
    let mut buffer = vec![0; CHUNK];
    loop {
        let read = source.read(&mut buffer)?;
        if read == 0 {
            break;
        }
        context.update(&buffer[..read]);
        target.write_all(&buffer[..read])?;
        bytes += read as u64;
    }
    let digest = context.finish();
    let digits = digest.as_ref().iter().map(|byte| format!("{byte:02x}"));
    Ok(Stored {
        sha256: digits.collect(),
        bytes,
    })
}
