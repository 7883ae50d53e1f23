//! Where an index lies: one folder for each build, and a marker that names the present one.
//!
//! The marker is written last and replaced in one step, so an interrupted build leaves
//! nothing behind that could be taken for an index.

use super::schema;
use crate::search::error::IndexError;
use serde::{Deserialize, Serialize};
use std::{
    fs::{self, File},
    io::{self, Write},
    path::{Path, PathBuf},
};

const MARKER: &str = "current.json";
const DRAFT: &str = "current.json.new";
const BUILD: &str = "build-";

/// Where the full-text index is kept.
#[derive(Debug, Clone)]
pub enum IndexPlace {
    /// In this folder, which belongs to the index alone; it is made when absent.
    Folder(PathBuf),
    /// In memory: built anew by every process.
    Memory,
}

/// What the marker says.
#[derive(Debug, Serialize, Deserialize)]
struct Marker {
    /// Name of the build's folder.
    folder: String,
    /// [`schema::fingerprint`] of the program that built it.
    fingerprint: String,
    /// The table's generation of which it was built.
    generation: String,
}

/// The folder of the present build; `None` when there is none, or when it was built by
/// another version of the program or of another generation of the table.
pub(super) fn present(root: &Path, generation: &str) -> Option<PathBuf> {
    let marker: Marker = serde_json::from_slice(&fs::read(root.join(MARKER)).ok()?).ok()?;
    let fits = marker.fingerprint == schema::fingerprint() && marker.generation == generation;
    // Only a name that we give leads anywhere.
    (fits && number(&marker.folder).is_some()).then(|| root.join(marker.folder))
}

/// Makes an empty folder for a new build.
pub(super) fn begin(root: &Path) -> Result<PathBuf, IndexError> {
    fs::create_dir_all(root)?;
    let last = builds(root)?.iter().filter_map(|name| number(name)).max();
    let folder = root.join(format!(
        "{BUILD}{}",
        last.map_or(1, |last| last.wrapping_add(1))
    ));
    fs::create_dir(&folder)?;
    Ok(folder)
}

/// Makes a finished build the present one.
pub(super) fn adopt(root: &Path, folder: &Path, generation: &str) -> Result<(), IndexError> {
    let name = folder
        .file_name()
        .and_then(|name| name.to_str())
        .unwrap_or_default();
    let marker = Marker {
        folder: name.to_owned(),
        fingerprint: schema::fingerprint(),
        generation: generation.to_owned(),
    };
    let mut draft = File::create(root.join(DRAFT))?;
    draft.write_all(&serde_json::to_vec(&marker)?)?;
    draft.sync_all()?;
    fs::rename(root.join(DRAFT), root.join(MARKER))?;
    File::open(root)?.sync_all()?;
    Ok(())
}

/// Takes the marker away: from now on there is no present build, until one is adopted.
pub(super) fn disown(root: &Path) -> Result<(), IndexError> {
    match fs::remove_file(root.join(MARKER)) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}

/// Removes the folders of all builds but one.
pub(super) fn sweep(root: &Path, keep: &Path) -> Result<(), IndexError> {
    for name in builds(root)? {
        let folder = root.join(name);
        if folder != keep {
            fs::remove_dir_all(folder)?;
        }
    }
    Ok(())
}

fn builds(root: &Path) -> Result<Vec<String>, IndexError> {
    let entries =
        fs::read_dir(root)?.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()));
    let names = entries.collect::<Result<Vec<_>, io::Error>>()?;
    Ok(names
        .into_iter()
        .filter(|name| number(name).is_some())
        .collect())
}

fn number(name: &str) -> Option<u64> {
    name.strip_prefix(BUILD)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_build_is_present_once_it_is_adopted_and_only_for_its_generation() {
        let root = tempfile::tempdir().expect("a folder");
        let build = begin(root.path()).expect("a build");
        assert_eq!(present(root.path(), "one"), None);
        adopt(root.path(), &build, "one").expect("adopted");
        assert_eq!(present(root.path(), "one"), Some(build));
        assert_eq!(present(root.path(), "two"), None);
        disown(root.path()).expect("disowned");
        disown(root.path()).expect("twice does no harm");
        assert_eq!(present(root.path(), "one"), None);
    }

    #[test]
    fn other_builds_are_swept_and_other_files_stay() {
        let root = tempfile::tempdir().expect("a folder");
        let first = begin(root.path()).expect("a build");
        let second = begin(root.path()).expect("a build");
        fs::write(root.path().join("notes.txt"), "mine").expect("written");
        sweep(root.path(), &second).expect("swept");
        assert!(!first.exists() && second.exists() && root.path().join("notes.txt").exists());
    }

    #[test]
    fn a_marker_leads_nowhere_else() {
        let root = tempfile::tempdir().expect("a folder");
        let marker = Marker {
            folder: "../elsewhere".into(),
            fingerprint: schema::fingerprint(),
            generation: "g".into(),
        };
        fs::write(
            root.path().join(MARKER),
            serde_json::to_vec(&marker).expect("json"),
        )
        .expect("written");
        assert_eq!(present(root.path(), "g"), None);
    }
}
