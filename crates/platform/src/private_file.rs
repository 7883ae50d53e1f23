//! Files for their owner alone, there whole or not at all.

use std::{
    fs::{self, DirBuilder, File, OpenOptions},
    io::{self, Write as _},
    os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _},
    path::Path,
};

/// Makes a folder that only its owner opens, and those above it that are missing.
pub fn create_folder(path: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(path)
}

/// Makes an empty file that only its owner reads; what was there is gone.
pub fn create(path: &Path) -> io::Result<File> {
    OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(path)
}

/// Writes a file aside, waits for the disk, and puts it in its place.
///
/// # Errors
/// When the disk refuses; what was there before is there still.
pub fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let aside = aside(path);
    // What an earlier attempt left may be for others to read.
    let _ = fs::remove_file(&aside);
    let mut file = create(&aside)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(aside, path)
}

/// Where a file is written before it is in its place.
pub fn aside(path: &Path) -> std::path::PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    path.with_file_name(name)
}
