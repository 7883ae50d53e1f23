//! The files of the objects in a data folder, found again without reading what didn't change.

use super::{
    BackupError,
    pool::{Pool, Stored},
};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, fs, io, path::Path, time::UNIX_EPOCH};

/// A file of the objects.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct FileLine {
    /// Below the folder of the objects, with `/`.
    pub path: String,
    #[serde(flatten)]
    pub stored: Stored,
    /// When it was written, in nanoseconds since 1970, which tells whether it is to be read
    /// again: an object is never changed in its place.
    pub modified_ns: u128,
}

/// Files by their path.
pub(super) type Files = BTreeMap<String, FileLine>;

/// Stores what is new below `objects` and adds it to `files`, which holds what the last
/// backup knew. What is gone stays in `files` only if `keep_gone`. Gives back how many were
/// stored.
pub(super) fn take(
    objects: &Path,
    pool: &Pool,
    known: &Files,
    files: &mut Files,
) -> Result<u64, BackupError> {
    let mut paths = Vec::new();
    list(objects, "", &mut paths)?;
    let mut added = 0;
    for path in paths {
        let file = objects.join(&path);
        let found = match fs::metadata(&file) {
            Ok(found) => found,
            // Deleted since it was listed.
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => return Err(BackupError::file(&file, error)),
        };
        let modified = found.modified().ok();
        let modified = modified.and_then(|at| at.duration_since(UNIX_EPOCH).ok());
        let modified_ns = modified.map_or(0, |since| since.as_nanos());
        let before = files.get(&path).or_else(|| known.get(&path));
        let same = before
            .filter(|it| it.modified_ns == modified_ns && it.stored.bytes == found.len())
            .cloned();
        let line = match same {
            Some(line) => line,
            None => match pool.store(&file) {
                Ok(stored) => {
                    added += 1;
                    let path = path.clone();
                    FileLine {
                        path,
                        stored,
                        modified_ns,
                    }
                }
                Err(error) if error.is_not_found() => continue,
                Err(error) => return Err(error),
            },
        };
        files.insert(path, line);
    }
    Ok(added)
}

/// Paths of all files below a folder; what is still being written is left out.
fn list(objects: &Path, below: &str, paths: &mut Vec<String>) -> Result<(), BackupError> {
    let folder = objects.join(below);
    let failed = |source| BackupError::file(&folder, source);
    let entries = match fs::read_dir(&folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(failed(error)),
    };
    for entry in entries {
        let entry = entry.map_err(failed)?;
        let name = entry.file_name();
        let Some(name) = name.to_str() else { continue };
        if name.starts_with(".tmp.") || name.starts_with(".upload") {
            continue;
        }
        let path = match below {
            "" => name.to_owned(),
            _ => format!("{below}/{name}"),
        };
        match entry.file_type().map_err(failed)? {
            kind if kind.is_dir() => list(objects, &path, paths)?,
            kind if kind.is_file() => paths.push(path),
            _ => {}
        }
    }
    Ok(())
}

/// A line of JSON a file.
pub(super) fn to_bytes(files: &Files) -> Vec<u8> {
    let lines = files.values().map(|line| {
        let mut line = serde_json::json!(line).to_string();
        line.push('\n');
        line
    });
    lines.collect::<String>().into_bytes()
}

/// Reads what [`to_bytes`] wrote; `None` for anything else.
pub(super) fn from_bytes(bytes: &[u8]) -> Option<Files> {
    let lines = std::str::from_utf8(bytes).ok()?.lines();
    let lines = lines.map(|line| {
        let line: FileLine = serde_json::from_str(line).ok()?;
        // A path is only ever joined to the folder that is restored.
        let inside = line
            .path
            .split('/')
            .all(|it| !matches!(it, "" | "." | ".."));
        inside.then(|| (line.path.clone(), line))
    });
    lines.collect()
}
