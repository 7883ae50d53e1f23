//! What goes in and out of an identity provider.

use super::{
    AccessToken, AuthorizationCode, Challenge, MailCode, Password, RefreshToken, SocialState,
    TotpSecret,
};
use durbar_domain::{
    AccountId, BrokerId, Locale, SessionId,
    account::{Account, EmailAddress, Role, SocialProvider, SubscriptionLevel},
    text::Name,
};
use jiff::Timestamp;
use std::time::Duration;

/// What became of a sign-up. The one who signs up must not learn which.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignUp {
    /// Waits for the code sent to the address.
    Pending(CodeMail),
    /// The address has an account: its owner should be told that somebody tried.
    AddressTaken,
}

/// What to do about a code. The one who asked must not learn which.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CodeMail {
    /// To be sent by the caller.
    Send(MailCode),
    /// The provider has sent it.
    Sent,
    /// There is nobody to send one to.
    Nobody,
}

/// How far a sign-in has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignIn {
    Done(Tokens),
    /// The second factor comes next.
    MultiFactorRequired {
        challenge: Challenge,
    },
    /// The password was given by somebody else: one of the person's own comes next.
    NewPasswordRequired {
        challenge: Challenge,
    },
}

/// The tokens of a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tokens {
    pub account_id: AccountId,
    pub session_id: SessionId,
    pub access_token: AccessToken,
    pub refresh_token: RefreshToken,
    /// How long the access token holds.
    pub expires_in: Duration,
    /// How long the refresh token holds, unless it is used.
    pub refresh_expires_in: Duration,
}

/// What a verified access token says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AccessClaims {
    pub account_id: AccountId,
    pub session_id: SessionId,
    /// Role, level and broker as they were when the token was made.
    pub role: Role,
    pub subscription_level: SubscriptionLevel,
    pub broker_id: Option<BrokerId>,
    /// Signed in with a second factor.
    pub multi_factor: bool,
    pub expires_at: Timestamp,
}

/// What shows again that it is the person who asks, not only their session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Proof {
    Password(Password),
    /// A code of the authenticator or a recovery code.
    Code(String),
}

/// A secret offered to an authenticator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enrolment {
    /// To be typed where no picture can be taken.
    pub secret: TotpSecret,
    /// The same as `otpauth://` address.
    pub address: TotpSecret,
    /// The address as a picture to take, an `<svg>` element.
    pub picture: TotpSecret,
}

/// The second factor of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MultiFactorState {
    pub enabled: bool,
    /// Recovery codes not used yet.
    pub recovery_codes: usize,
}

/// A session as its owner sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionSummary {
    pub session_id: SessionId,
    pub device: Device,
    pub multi_factor: bool,
    pub created_at: Timestamp,
    /// When it was last refreshed.
    pub last_used_at: Timestamp,
}

/// A device in words, as in "Firefox on Linux": one line of at most 120 characters.
#[derive(Debug, Clone, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
pub struct Device(String);

impl Device {
    const MAX: usize = 120;

    /// Takes what a client says of itself, as far as it is fit to be shown.
    pub fn new(text: &str) -> Self {
        let seen = text.chars().filter(|c| !c.is_control()).take(Self::MAX);
        Self(seen.collect::<String>().trim().to_owned())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A wish to sign in through another provider.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct SocialWish {
    pub provider: SocialProvider,
    /// Path on this site to go on to, without language prefix.
    pub next: String,
    pub locale: Locale,
}

/// Where a sign-in through another provider begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SocialStart {
    /// The other provider's pages.
    pub address: String,
    /// To be kept by the browser, and shown again at the end.
    pub state: SocialState,
}

/// What a browser comes back with from another provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SocialAnswer {
    /// As it stands in the address.
    pub state: SocialState,
    /// As the browser has kept it.
    pub browser: SocialState,
    pub code: AuthorizationCode,
}

/// Makes the account of somebody who has none.
pub type SocialAccount<'a> = dyn Fn(&EmailAddress, Name, Locale) -> Account + Send + Sync + 'a;

/// A sign-in through another provider that succeeded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SocialOutcome {
    pub tokens: Tokens,
    pub wish: SocialWish,
}
