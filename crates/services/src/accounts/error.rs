//! Why something about an account was not done.

use crate::ServiceError;
use durbar_platform::{PlatformError, identity::IdentityError};

/// What a use case about accounts answers when it can't do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum AccountError {
    #[error(transparent)]
    Identity(#[from] IdentityError),
    #[error(transparent)]
    Service(#[from] ServiceError),
}

impl AccountError {
    /// The session has ended.
    pub(super) fn ended() -> Self {
        Self::Identity(IdentityError::SessionEnded)
    }

    /// Whether the one who asks is nobody (any more): the tokens shown open nothing.
    pub fn ends_session(&self) -> bool {
        matches!(
            self,
            Self::Identity(
                IdentityError::SessionEnded
                    | IdentityError::Reused
                    | IdentityError::InvalidToken
                    | IdentityError::Disabled
                    | IdentityError::NoAccount
            )
        )
    }

    /// The HTTP status that says the same.
    pub fn status(&self) -> u16 {
        match self {
            Self::Service(error) => error.status(),
            Self::Identity(error) => match error {
                IdentityError::WrongCredentials
                | IdentityError::SessionEnded
                | IdentityError::Reused
                | IdentityError::InvalidToken => 401,
                IdentityError::WrongCode
                | IdentityError::CodeExpired
                | IdentityError::WeakPassword
                | IdentityError::NoMultiFactor => 400,
                IdentityError::NotConfirmed
                | IdentityError::Disabled
                | IdentityError::MultiFactorNeeded => 403,
                IdentityError::NoAccount | IdentityError::NotOffered => 404,
                IdentityError::AddressTaken => 409,
                IdentityError::TooManyAttempts { .. } => 429,
                IdentityError::Busy | IdentityError::Unavailable(_) => 503,
            },
        }
    }
}

impl From<PlatformError> for AccountError {
    fn from(error: PlatformError) -> Self {
        Self::Service(error.into())
    }
}
