//! The folder that holds all state: who may use it, and in which layout it is.
//!
//! ```text
//! .data/
//!   lock           held by the process that uses the folder
//!   version        number of the layout
//!   table.sqlite   the table (with -wal and -shm beside it)
//!   objects/       a folder a bucket
//!   mail/          messages that were not sent but kept, a file each
//!   premium-keys.pem   keys that sign premium media, for their owner alone
//! ```

use crate::DataFolderError;
use std::{
    fs::{self, File, TryLockError},
    io::{self, Write},
    path::{Path, PathBuf},
};

/// The layout this program writes.
const LAYOUT: u32 = 1;

/// A data folder in use by this process. Other processes are kept out until it is dropped
/// or the process ends, however it ends.
#[derive(Debug)]
pub(super) struct DataFolder {
    path: PathBuf,
    // The system gives the lock up with the process.
    _lock: File,
}

impl DataFolder {
    /// Takes hold of a folder, made if it isn't there.
    pub(super) fn open(path: PathBuf) -> Result<Self, DataFolderError> {
        let not_writable = |source| DataFolderError::NotWritable {
            path: path.clone(),
            source,
        };
        fs::create_dir_all(&path).map_err(not_writable)?;
        let lock = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(path.join("lock"));
        let lock = lock.map_err(not_writable)?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(DataFolderError::InUse { path }),
            Err(TryLockError::Error(source)) => return Err(not_writable(source)),
        }
        let version = path.join("version");
        match fs::read_to_string(&version) {
            Ok(text) => match text.trim().parse::<u32>() {
                Ok(found) if found > LAYOUT => {
                    return Err(DataFolderError::Newer {
                        path,
                        found,
                        supported: LAYOUT,
                    });
                }
                Ok(_) => {}
                Err(_) => return Err(DataFolderError::BadVersion { path: version }),
            },
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                write_whole(&version, format!("{LAYOUT}\n").as_bytes()).map_err(not_writable)?;
            }
            Err(error) => return Err(not_writable(error)),
        }
        fs::create_dir_all(path.join("objects")).map_err(not_writable)?;
        // A folder whose files can be read but not written would fail at the first change.
        let probe = path.join("version.new");
        File::create(&probe)
            .and_then(|_| fs::remove_file(&probe))
            .map_err(not_writable)?;
        Ok(Self { path, _lock: lock })
    }

    pub(super) fn table_file(&self) -> PathBuf {
        self.path.join("table.sqlite")
    }

    pub(super) fn premium_keys(&self) -> PathBuf {
        self.path.join("premium-keys.pem")
    }

    pub(super) fn mail(&self) -> PathBuf {
        self.path.join("mail")
    }

    pub(super) fn objects(&self) -> PathBuf {
        self.path.join("objects")
    }
}

/// Writes a file so that it is there whole or not at all.
fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let aside = path.with_extension("new");
    let mut file = File::create(&aside)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(aside, path)
}
