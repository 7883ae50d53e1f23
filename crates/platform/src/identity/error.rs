//! Why somebody isn't let in, or something of theirs isn't changed.

use crate::{PlatformError, throttle::ThrottleError};
use std::time::Duration;

/// What an [`super::IdentityProvider`] refuses.
#[derive(Debug, thiserror::Error)]
pub enum IdentityError {
    /// No such account, or not its password: never told apart.
    #[error("the address or the password is wrong")]
    WrongCredentials,
    /// The password is right, and the address waits to be confirmed.
    #[error("the address is not confirmed yet")]
    NotConfirmed,
    /// Not a code of this address or account, or one that was used before.
    #[error("the code is wrong")]
    WrongCode,
    #[error("the code or the sign-in it belongs to has expired")]
    CodeExpired,
    #[error("too many attempts; the next one in {} s", retry_after.as_secs())]
    TooManyAttempts { retry_after: Duration },
    /// The session was ended, or has come to its end.
    #[error("the session has ended")]
    SessionEnded,
    /// A refresh token was shown a second time: somebody has a copy, so the session ended.
    #[error("the refresh token was used before; the session has ended")]
    Reused,
    /// Not a token of this provider, or not in its time.
    #[error("the token is not valid")]
    InvalidToken,
    #[error("the account is disabled")]
    Disabled,
    /// The provider's own rule for passwords refuses this one.
    #[error("the password is too weak")]
    WeakPassword,
    #[error("the address has an account")]
    AddressTaken,
    /// There is no second factor, or none was offered to be confirmed.
    #[error("there is no second factor")]
    NoMultiFactor,
    /// The second factor can be replaced only by who signed in with it.
    #[error("this needs a sign-in with the second factor")]
    MultiFactorNeeded,
    #[error("there is no such account")]
    NoAccount,
    /// No such way in is set up.
    #[error("this way to sign in is not offered")]
    NotOffered,
    /// Too many passwords wait to be hashed.
    #[error("too busy")]
    Busy,
    #[error("the identities cannot be read or written")]
    Unavailable(#[source] PlatformError),
}

impl From<PlatformError> for IdentityError {
    fn from(error: PlatformError) -> Self {
        Self::Unavailable(error)
    }
}

impl From<ThrottleError> for IdentityError {
    fn from(error: ThrottleError) -> Self {
        match error {
            ThrottleError::TooMany { retry_after } => Self::TooManyAttempts { retry_after },
            ThrottleError::Failed(error) => Self::Unavailable(error),
        }
    }
}
