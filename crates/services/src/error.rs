//! What a use case answers when it can't do what was asked.

use durbar_domain::{FieldError, error::Problem, policy::Refusal};
use durbar_platform::{PlatformError, throttle::ThrottleError};
use std::time::Duration;

/// Why a use case was not carried out.
#[derive(Debug, thiserror::Error)]
pub enum ServiceError {
    /// There is no such thing, or the one who asks may not know of it.
    #[error("there is no such thing")]
    NotFound,
    /// Who asks may know of it, but may not do it.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The thing was changed since it was read.
    #[error("it has been changed meanwhile and is at version {current_version} now")]
    Conflict { current_version: u64 },
    /// It was done too often; after this time it may be done again.
    #[error("too often; the next time in {} s", retry_after.as_secs())]
    TooMany { retry_after: Duration },
    /// Values that aren't accepted.
    #[error("{}", list(.0))]
    Invalid(Vec<FieldError>),
    /// A service behind this one didn't answer; later it may.
    #[error("a service this depends on does not answer")]
    Unavailable(#[source] PlatformError),
    /// Something is wrong that trying again doesn't cure.
    #[error("something is wrong inside")]
    Internal(#[source] PlatformError),
}

fn list(errors: &[FieldError]) -> String {
    errors
        .iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join("; ")
}

impl ServiceError {
    /// One value that isn't accepted.
    pub fn invalid(field: &str, problem: Problem) -> Self {
        Self::Invalid(vec![FieldError::new(field, problem)])
    }

    /// The HTTP status that says the same.
    pub fn status(&self) -> u16 {
        match self {
            Self::Invalid(_) => 400,
            Self::Refused(refusal) => refusal.status(),
            Self::NotFound => 404,
            Self::Conflict { .. } => 409,
            Self::TooMany { .. } => 429,
            Self::Internal(_) => 500,
            Self::Unavailable(_) => 503,
        }
    }
}

impl From<PlatformError> for ServiceError {
    fn from(error: PlatformError) -> Self {
        match error {
            PlatformError::Conflict { current_version } => Self::Conflict { current_version },
            PlatformError::Missing { .. } => Self::NotFound,
            PlatformError::BadCursor => Self::invalid(
                "after",
                Problem::Malformed {
                    expected: "the mark of a page".to_owned(),
                },
            ),
            error if error.is_retryable() => Self::Unavailable(error),
            error => Self::Internal(error),
        }
    }
}

impl From<ThrottleError> for ServiceError {
    fn from(error: ThrottleError) -> Self {
        match error {
            ThrottleError::TooMany { retry_after } => Self::TooMany { retry_after },
            ThrottleError::Failed(error) => error.into(),
        }
    }
}
