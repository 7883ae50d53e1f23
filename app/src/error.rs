//! What keeps a page from being read.

use durbar_services::{ServiceError, search::SearchError};

/// A use case that failed under a page.
#[derive(Debug, thiserror::Error)]
pub enum PageError {
    #[error(transparent)]
    Service(#[from] ServiceError),
    #[error(transparent)]
    Search(#[from] SearchError),
}

impl PageError {
    /// The HTTP status that says the same.
    pub fn status(&self) -> u16 {
        match self {
            Self::Service(error) => error.status(),
            Self::Search(error) => error.status(),
        }
    }
}
