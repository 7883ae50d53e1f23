//! Seed folders for tests: the real one, and one with a few of its homes.

use std::{
    fs,
    os::unix::fs::symlink,
    path::{Path, PathBuf},
};
use tempfile::TempDir;

/// Homes of the small market, by the start of their file names: active, approximate, on
/// request and approximate, closed, coming soon, withdrawn, being written, on hold.
const SMALL: [&str; 8] = ["02-", "06-", "09-", "14-", "20-", "21-", "38-", "29-"];

/// A folder that the seeder reads.
pub struct SeedFolder {
    path: PathBuf,
    _temporary: Option<TempDir>,
}

impl SeedFolder {
    /// The project's seed folder.
    pub fn whole() -> Self {
        let path = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../seed")
            .canonicalize()
            .expect("the seed folder");
        Self {
            path,
            _temporary: None,
        }
    }

    /// The same with only a few homes.
    pub fn small() -> Self {
        let whole = Self::whole();
        let folder = tempfile::tempdir().expect("a folder");
        fs::create_dir(folder.path().join("listings")).expect("a folder");
        for entry in fs::read_dir(whole.path.join("listings")).expect("listings") {
            let name = entry
                .expect("an entry")
                .file_name()
                .into_string()
                .expect("UTF-8");
            if SMALL.iter().any(|start| name.starts_with(start)) {
                let from = whole.path.join("listings").join(&name);
                fs::copy(from, folder.path().join("listings").join(&name)).expect("a copy");
            }
        }
        fs::copy(
            whole.path.join("brokers.toml"),
            folder.path().join("brokers.toml"),
        )
        .expect("a copy");
        symlink(whole.path.join("media"), folder.path().join("media")).expect("a link");
        Self {
            path: folder.path().to_owned(),
            _temporary: Some(folder),
        }
    }

    pub fn path(&self) -> &Path {
        &self.path
    }
}
