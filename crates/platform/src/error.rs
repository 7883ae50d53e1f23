//! What can go wrong between Durbar and its table, objects and data folder.

use aws_sdk_dynamodb::error::{ProvideErrorMetadata, SdkError};
use std::{error::Error, path::PathBuf};

/// A cause kept for the log; never shown to a visitor.
pub type Source = Box<dyn Error + Send + Sync>;

/// An error of this crate.
#[derive(Debug, thiserror::Error)]
pub enum PlatformError {
    /// The item has another version than the writer expected.
    #[error(
        "the item is at version {current_version}, not at the version this change was made from"
    )]
    Conflict { current_version: u64 },
    /// An item with this key is there already.
    #[error("an item with the key {key} exists already")]
    AlreadyExists { key: String },
    /// The item a change was meant for isn't there.
    #[error("there is no item with the key {key}")]
    Missing { key: String },
    /// Something in the table or the bucket isn't what this program writes there.
    #[error("the stored item {key} cannot be read: {reason}")]
    CorruptItem { key: String, reason: String },
    /// A value that cannot be written as an item; a fault of this program.
    #[error("cannot write {key} as an item")]
    Unwritable { key: String, source: Source },
    /// The table or the objects refused or failed.
    #[error("{operation} failed")]
    Service {
        operation: &'static str,
        retryable: bool,
        source: Source,
    },
    /// The table kept on refusing part of a batch.
    #[error("{operation} left {left} items undone after {attempts} attempts")]
    Unprocessed {
        operation: &'static str,
        left: usize,
        attempts: u32,
    },
    /// A page marker that this program didn't make.
    #[error("not a page marker")]
    BadCursor,
    #[error(transparent)]
    DataFolder(#[from] DataFolderError),
    /// A service of embedded mode did not start.
    #[error("cannot start the embedded {what}")]
    Start { what: &'static str, source: Source },
}

/// Why a data folder can't be used. Each is one line that a person can act on.
#[derive(Debug, thiserror::Error)]
pub enum DataFolderError {
    #[error("the data folder {} is in use by another durbar process", path.display())]
    InUse { path: PathBuf },
    #[error("the data folder {} was written by a newer durbar (layout {found}, this one knows {supported})", path.display())]
    Newer {
        path: PathBuf,
        found: u32,
        supported: u32,
    },
    #[error("the file {} does not hold a layout number", path.display())]
    BadVersion { path: PathBuf },
    #[error("the file {} does not hold keys to sign with; without it new ones are made", path.display())]
    BadKeys { path: PathBuf },
    #[error("cannot write to the data folder {}: {source}", path.display())]
    NotWritable {
        path: PathBuf,
        source: std::io::Error,
    },
}

impl PlatformError {
    /// Whether the same call may succeed later without anything else changing.
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::Service { retryable, .. } => *retryable,
            Self::Unprocessed { .. } => true,
            _ => false,
        }
    }

    /// The same error, retryable if it was or if `retryable` says so.
    pub(crate) fn or_retryable(mut self, also: bool) -> Self {
        if let Self::Service { retryable, .. } = &mut self {
            *retryable |= also;
        }
        self
    }

    pub(crate) fn corrupt(key: impl Into<String>, reason: impl ToString) -> Self {
        Self::CorruptItem {
            key: key.into(),
            reason: reason.to_string(),
        }
    }

    /// An error of an AWS SDK call, with what it says about trying again.
    pub(crate) fn service<E>(operation: &'static str, error: SdkError<E>) -> Self
    where
        E: Error + ProvideErrorMetadata + Send + Sync + 'static,
    {
        let retryable = match &error {
            SdkError::TimeoutError(_)
            | SdkError::DispatchFailure(_)
            | SdkError::ResponseError(_) => true,
            SdkError::ServiceError(refusal) => {
                refusal.raw().status().is_server_error()
                    || error
                        .code()
                        .is_some_and(|code| RETRYABLE_CODES.contains(&code))
            }
            _ => false,
        };
        Self::Service {
            operation,
            retryable,
            source: Box::new(error),
        }
    }
}

/// Codes after which DynamoDB and S3 tell a client to try again.
const RETRYABLE_CODES: [&str; 6] = [
    "LimitExceededException",
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
    "SlowDown",
    "ThrottlingException",
    "TransactionInProgressException",
];
