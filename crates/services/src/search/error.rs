//! What can go wrong in a search.

use std::error::Error;

/// The table could not be read.
#[derive(Debug, thiserror::Error)]
#[error("the listings could not be read")]
pub struct SourceError(#[source] Box<dyn Error + Send + Sync>);

impl SourceError {
    /// Wraps what the table's client said.
    pub fn new(cause: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self(cause.into())
    }
}

/// Why a search has no answer.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// The table did not answer.
    #[error("the search could not read the listings")]
    Source(#[from] SourceError),
    /// The full-text index is damaged or could not be read or written.
    #[error("the full-text index failed: {reason}")]
    Index { reason: String },
    /// The service is stopping.
    #[error("the search is shutting down")]
    Stopped,
}

impl SearchError {
    /// The HTTP status of a page that cannot be made for this reason: trying again later helps.
    pub fn status(&self) -> u16 {
        503
    }
}
