//! What Cognito refuses, in the words of its API.

use crate::{PlatformError, identity::IdentityError};
use aws_sdk_cognitoidentityprovider::error::{ProvideErrorMetadata, SdkError};
use std::{error::Error, time::Duration};

/// Cognito doesn't say when it may be asked again; its own lock-outs begin at a second and end
/// at about a quarter of an hour.
const ASK_AGAIN_AFTER: Duration = Duration::from_secs(15 * 60);

/// A call that was not done.
#[derive(Debug)]
pub(super) enum Fault {
    /// Wrong password, a session or token that holds no longer, a disabled user: `message`
    /// alone tells them apart.
    NotAuthorized {
        message: String,
    },
    UserNotFound,
    NotConfirmed,
    WrongCode,
    /// The pool's rule for passwords.
    WeakPassword,
    Exists,
    TooMany,
    /// A call that doesn't fit the state of the user, as a code for an address not confirmed.
    NotNow,
    Failed(PlatformError),
}

impl Fault {
    pub fn of<E>(operation: &'static str, error: SdkError<E>) -> Self
    where
        E: Error + ProvideErrorMetadata + Send + Sync + 'static,
    {
        match error.code().unwrap_or_default() {
            "NotAuthorizedException" => Self::NotAuthorized {
                message: error.message().unwrap_or_default().to_owned(),
            },
            "UserNotFoundException" => Self::UserNotFound,
            "UserNotConfirmedException" => Self::NotConfirmed,
            // A code that was used already counts as expired there, so they can't be told apart.
            "CodeMismatchException"
            | "ExpiredCodeException"
            | "EnableSoftwareTokenMFAException" => Self::WrongCode,
            "InvalidPasswordException" | "PasswordHistoryPolicyViolationException" => {
                Self::WeakPassword
            }
            "UsernameExistsException" | "AliasExistsException" => Self::Exists,
            "LimitExceededException"
            | "TooManyRequestsException"
            | "TooManyFailedAttemptsException" => Self::TooMany,
            "InvalidParameterException" | "PasswordResetRequiredException" => Self::NotNow,
            _ => Self::Failed(PlatformError::service(operation, error)),
        }
    }

    /// Whether it is a user that was disabled. Cognito looks at this before the password.
    pub fn is_disabled(&self) -> bool {
        matches!(self, Self::NotAuthorized { message } if message.contains("disabled"))
    }

    /// The refusal, where the call was to show a password.
    pub fn of_password(self) -> IdentityError {
        match self {
            _ if self.is_disabled() => IdentityError::Disabled,
            Self::NotAuthorized { .. } | Self::UserNotFound | Self::WeakPassword | Self::NotNow => {
                IdentityError::WrongCredentials
            }
            other => other.into(),
        }
    }

    /// The refusal, where the call was to go on with a sign-in that waited.
    pub fn of_step(self) -> IdentityError {
        match self {
            Self::NotAuthorized { .. } | Self::UserNotFound | Self::NotNow => {
                IdentityError::CodeExpired
            }
            other => other.into(),
        }
    }

    /// The refusal, where the call was to use a code sent by mail. Who has no account, or none
    /// that waits for a code, learns no more than who typed a wrong one.
    pub fn of_code(self) -> IdentityError {
        match self {
            Self::NotAuthorized { .. } | Self::UserNotFound | Self::NotNow => {
                IdentityError::WrongCode
            }
            other => other.into(),
        }
    }
}

impl From<Fault> for IdentityError {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::NotAuthorized { .. } => Self::SessionEnded,
            Fault::UserNotFound => Self::NoAccount,
            Fault::NotConfirmed => Self::NotConfirmed,
            Fault::WrongCode => Self::WrongCode,
            Fault::WeakPassword => Self::WeakPassword,
            Fault::Exists => Self::AddressTaken,
            Fault::TooMany => Self::TooManyAttempts {
                retry_after: ASK_AGAIN_AFTER,
            },
            Fault::NotNow => Self::Unavailable(PlatformError::corrupt(
                "a user of the pool",
                "the call does not fit its state",
            )),
            Fault::Failed(error) => Self::Unavailable(error),
        }
    }
}
