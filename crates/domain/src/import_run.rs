//! A list that an admin imports in a browser: tried first, then taken.

use crate::{AccountId, FieldError, ImportId, media::FileName};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// The largest list that is taken in a browser, in bytes; `durbar import` takes larger ones.
pub const LIST_BYTES: u64 = 32 * 1_048_576;
/// The largest mapping, in bytes.
pub const MAPPING_BYTES: u64 = 64 * 1_024;

/// An import, and how far it has come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportRun {
    pub import_id: ImportId,
    /// Counts the writes; a write names the version it changes.
    pub version: u64,
    /// The list as it was called where it came from.
    pub file_name: FileName,
    /// Bytes of the list.
    pub bytes: u64,
    /// Whose legacy identifiers they are, as the mapping says.
    pub source: String,
    pub state: ImportState,
    /// Of the trial until the import is begun, then of the import.
    pub counts: ImportCounts,
    /// Bytes of the list that are done.
    pub done_bytes: u64,
    /// The first rows that were refused; the report has all of them.
    pub refused: Vec<RefusedRow>,
    pub by: AccountId,
    pub created_at: Timestamp,
    pub modified_at: Timestamp,
    /// Until when a process works on it and no other one does.
    pub held_until: Option<Timestamp>,
    /// How often a process took it up since its state was last changed by a person.
    pub attempts: u32,
    /// It is at its end, and what it needs no longer may still be there.
    #[serde(default)]
    pub has_remains: bool,
}

/// How far an import has come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ImportState {
    /// It is tried: nothing is written.
    Checking,
    /// It was tried, and waits for a person to begin it.
    Checked,
    Running,
    Done,
    /// It ended before the last row; what was taken until then stays.
    Failed {
        /// What is wrong with the list, in words of the program; `None` where nothing is.
        what: Option<String>,
    },
}

/// What became of rows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportCounts {
    pub rows: u64,
    /// Homes that came to be.
    pub created: u64,
    /// Rows that say something else than when they were last taken.
    pub changed: u64,
    /// Rows that say the same.
    pub unchanged: u64,
    pub refused: u64,
}

/// A row that was refused, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefusedRow {
    /// Counted from 1, without the line of names of a CSV file.
    pub row: u64,
    /// Empty where it can't be told.
    pub legacy_id: String,
    /// At least one.
    pub problems: Vec<FieldError>,
}

impl ImportRun {
    /// Rows that are kept with it.
    pub const SHOWN_ROWS: usize = 20;
    /// Problems of a row that are kept with it.
    pub const SHOWN_PROBLEMS: usize = 8;
    /// How often processes may take it up: one that ends each time ends them.
    pub const ATTEMPTS: u32 = 10;
    /// Days for which it is kept.
    pub const KEPT_DAYS: i64 = 30;

    /// Whether a process has something to do.
    pub fn is_waiting(&self) -> bool {
        matches!(self.state, ImportState::Checking | ImportState::Running)
    }

    /// Whether a process may take it up at `now`.
    pub fn is_due(&self, now: Timestamp) -> bool {
        let has_work = self.is_waiting() || self.has_remains;
        has_work && self.held_until.is_none_or(|until| until <= now)
    }

    /// How much of the list is done, from 0 to 100.
    pub fn percent(&self) -> u8 {
        match self.bytes {
            0 => 100,
            bytes => u8::try_from((self.done_bytes * 100 / bytes).min(100)).unwrap_or(100),
        }
    }
}
