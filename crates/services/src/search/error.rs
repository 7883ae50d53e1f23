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
    #[error("the full-text index failed")]
    Index(#[source] Box<dyn Error + Send + Sync>),
    /// A fault of this program.
    #[error("a step of the search broke off")]
    BrokeOff(#[source] Box<dyn Error + Send + Sync>),
    /// The process is stopping.
    #[error("the search is shutting down")]
    Stopped,
}

impl SearchError {
    /// The HTTP status of a page that cannot be made for this reason: trying again later helps.
    pub fn status(&self) -> u16 {
        503
    }
}

/// What can go wrong in the full-text index.
#[derive(Debug, thiserror::Error)]
pub(super) enum IndexError {
    #[error(transparent)]
    Engine(#[from] tantivy::TantivyError),
    #[error("its folder could not be used")]
    Folder(#[from] std::io::Error),
    #[error("it is damaged: {0}")]
    Damaged(String),
    #[error("a card in it could not be read or written")]
    Card(#[from] serde_json::Error),
    #[error(transparent)]
    Source(#[from] SourceError),
    /// The engine panics on some kinds of damage.
    #[error("a step of it broke off: {0}")]
    BrokeOff(#[from] tokio::task::JoinError),
}

impl From<IndexError> for SearchError {
    fn from(error: IndexError) -> Self {
        match error {
            IndexError::Source(error) => SearchError::Source(error),
            error => SearchError::Index(Box::new(error)),
        }
    }
}
