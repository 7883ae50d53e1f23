//! Why an import stopped.

use durbar_platform::PlatformError;
use std::{io, path::PathBuf};

/// Why an import could not begin or go on. A row that is refused is none: the others go on.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    #[error("cannot read {}: {source}", path.display())]
    Read { path: PathBuf, source: io::Error },
    #[error("cannot write the report {}: {source}", path.display())]
    Report { path: PathBuf, source: io::Error },
    #[error("{} is neither .csv nor .jsonl", path.display())]
    Format { path: PathBuf },
    #[error("{file}: {what}")]
    Mapping { file: String, what: String },
    /// A mapping names what the file has not.
    #[error("the mapping names the column {column:?}; the file has {there}")]
    Column { column: String, there: String },
    /// Behind it no further row can be told from it.
    #[error("row {row} has more than {max} bytes: is a quotation mark left open?")]
    Endless { row: u64, max: u64 },
    #[error("the homes could not be read or written")]
    Platform(#[from] PlatformError),
}

impl ImportError {
    /// Whether the list, the mapping or the report is to blame.
    pub fn is_of_files(&self) -> bool {
        !matches!(self, Self::Platform(_))
    }
}
