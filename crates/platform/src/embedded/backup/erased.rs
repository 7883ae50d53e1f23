//! Which accounts were erased, kept beside the points, so that going back to one from before
//! does not bring anybody back.

use super::{BackupError, Backups};
use crate::{erasures, keys::Digest, private_file};
use std::{collections::BTreeSet, fs, io, path::Path};

impl Backups {
    /// Copies the ledger of erasures in the objects of a data folder; done whenever a backup is
    /// taken, and at once when somebody is erased.
    pub fn keep_erasures_of(&self, data: &Path) -> Result<(), BackupError> {
        self.make_folders()?;
        self.keep_erasures(&data.join("objects"))
    }

    pub(super) fn keep_erasures(&self, objects: &Path) -> Result<(), BackupError> {
        for digest in digests_in(&objects.join(erasures::PLACE))? {
            let path = self.folder.join("erased").join(digest.to_string());
            if !path.exists() {
                private_file::write(&path, b"")
                    .map_err(|source| BackupError::file(&path, source))?;
            }
        }
        Ok(())
    }

    /// Hashes of the identifiers of all accounts that were erased.
    pub fn erased(&self) -> Result<BTreeSet<Digest>, BackupError> {
        digests_in(&self.folder.join("erased"))
    }
}

/// Hashes in the names of files, whatever comes behind a dot.
fn digests_in(folder: &Path) -> Result<BTreeSet<Digest>, BackupError> {
    let failed = |source| BackupError::file(folder, source);
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(BTreeSet::new()),
        Err(error) => return Err(failed(error)),
    };
    let mut found = BTreeSet::new();
    for entry in entries {
        let name = entry.map_err(failed)?.file_name();
        let name = name.to_string_lossy();
        let digest = name
            .split('.')
            .next()
            .and_then(|it| it.parse::<Digest>().ok());
        found.extend(digest);
    }
    Ok(found)
}
