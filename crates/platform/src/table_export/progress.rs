//! How far an export came, on the disk beside its parts.

use super::{ExportError, MANIFEST, PROGRESS};
use crate::{
    integrity::Tally,
    private_file,
    table::{Item, PK, SK, attribute, text},
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::{
    fs, io,
    path::{Path, PathBuf},
};

/// What is in an export: its manifest, and while it is under way how far it came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExportManifest {
    /// When it was begun. In embedded mode the items are those of this time.
    pub begun_at: Timestamp,
    /// When it ended; `None` while it is under way.
    pub finished_at: Option<Timestamp>,
    /// Items in each part, in order.
    pub parts: Vec<u64>,
    /// Items that hold secrets and were left out, see `docs/recovery.md`.
    pub left_out: u64,
    /// Of the items that are in it.
    pub tally: Tally,
    /// The key to go on behind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    after: Option<(String, String)>,
}

impl ExportManifest {
    pub(super) fn new(begun_at: Timestamp) -> Self {
        Self {
            begun_at,
            finished_at: None,
            parts: Vec::new(),
            left_out: 0,
            tally: Tally::default(),
            after: None,
        }
    }

    /// Items in all parts.
    pub fn items(&self) -> u64 {
        self.parts.iter().sum()
    }

    /// Reads the manifest of an export that is finished, else how far it came; `None` for a
    /// folder that holds neither.
    ///
    /// # Errors
    /// When a file is there but can't be read.
    pub fn read(folder: &Path) -> Result<Option<Self>, ExportError> {
        for name in [MANIFEST, PROGRESS] {
            let path = folder.join(name);
            let bytes = match fs::read(&path) {
                Ok(bytes) => bytes,
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                Err(error) => return Err(ExportError::file(&path, error)),
            };
            let read = serde_json::from_slice(&bytes);
            return read
                .map(Some)
                .map_err(|error| ExportError::file(&path, error.into()));
        }
        Ok(None)
    }

    /// Writes it down: under `progress.json` while it is under way.
    pub(super) fn write(&self, folder: &Path) -> Result<(), ExportError> {
        let path = self.path(folder);
        let mut bytes = serde_json::to_vec_pretty(self)
            .map_err(|error| ExportError::file(&path, error.into()))?;
        bytes.push(b'\n');
        private_file::write(&path, &bytes).map_err(|source| ExportError::file(&path, source))
    }

    fn path(&self, folder: &Path) -> PathBuf {
        folder.join(match self.finished_at {
            Some(_) => MANIFEST,
            None => PROGRESS,
        })
    }

    /// Where to go on, as the table takes it.
    pub(super) fn start_key(&self) -> Option<Item> {
        let (partition, sort) = self.after.as_ref()?;
        Some(Item::from([
            (PK.to_owned(), text(partition)),
            (SK.to_owned(), text(sort)),
        ]))
    }

    pub(super) fn go_on_behind(&mut self, key: Option<&Item>) -> Result<(), ExportError> {
        self.after = match key {
            Some(key) => Some((
                attribute(key, PK)?.to_owned(),
                attribute(key, SK)?.to_owned(),
            )),
            None => None,
        };
        Ok(())
    }
}
