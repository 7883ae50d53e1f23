//! What keeps a page from being read.

use durbar_services::{ServiceError, accounts::AccountError, search::SearchError};

/// A use case that failed under a page.
#[derive(Debug, thiserror::Error)]
pub enum PageError {
    #[error(transparent)]
    Service(#[from] ServiceError),
    #[error(transparent)]
    Account(#[from] AccountError),
    #[error(transparent)]
    Search(#[from] SearchError),
}

impl PageError {
    /// The HTTP status that says the same.
    pub fn status(&self) -> u16 {
        match self {
            Self::Service(error) => error.status(),
            Self::Account(error) => error.status(),
            Self::Search(error) => error.status(),
        }
    }
}

/// An error with all its causes, for the log.
pub fn chain(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(Some(error), |error| error.source());
    let texts: Vec<String> = causes.map(ToString::to_string).collect();
    texts.join(": ")
}
