//! The built-in identity provider: everything in the one table.
//!
//! What must not be read by whoever reads the table is hashed (passwords with argon2id,
//! codes and tokens, which are random, with SHA-256 or an HMAC of it) or encrypted (the
//! secrets of authenticators). What works once works once because its use is a write on a
//! condition: of two at the same time, one fails.

mod administration;
mod challenge;
mod credential;
mod key_ring;
mod mail_code;
mod multi_factor;
mod password;
mod provider;
mod refresh;
mod session;
mod sign_in;
mod sign_up;
mod signed_token;
mod signing_key;
mod token;

#[cfg(test)]
mod tests;

pub use super::hashing::HashingCost;

use super::{code, hashing::Hasher, refresh_token, totp};
use crate::{
    PlatformError, Table,
    accounts::AccountStore,
    secret::Secret,
    throttle::{Purpose, Throttle},
};
use aws_lc_rs::hmac;
use jiff::{SignedDuration, Timestamp};
use key_ring::KeyRing;
use std::{fmt, sync::Arc, time::Duration};
use totp::Sealer;

/// Tells the time; tests have one that they turn.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// How long an access token holds.
pub const ACCESS_LIFETIME: Duration = Duration::from_secs(15 * 60);
/// How long a session lives without being used.
pub const IDLE_LIFETIME: Duration = Duration::from_secs(30 * 86_400);
/// How long a session lives at most (ASVS 5.0, 7.3.2).
pub const SESSION_LIFETIME: Duration = Duration::from_secs(90 * 86_400);
/// Sessions an account has at a time; a further one ends the one used longest ago.
pub const SESSIONS: usize = 20;
/// How long a code to confirm an address holds.
pub const CONFIRM_LIFETIME: Duration = Duration::from_secs(24 * 3_600);
/// How long a code to replace a password holds.
pub const RESET_LIFETIME: Duration = Duration::from_secs(3_600);
/// How long a sign-in waits for its next step.
pub const CHALLENGE_LIFETIME: Duration = Duration::from_secs(10 * 60);

/// How the built-in provider is set up.
#[derive(Clone)]
pub struct BuiltInSettings {
    /// The address of this product, which tokens name as who made them.
    pub issuer: String,
    /// What tokens are for, in the manner of Cognito's `client_id`.
    pub client_id: String,
    /// What authenticators show beside the address.
    pub product: String,
    pub cost: HashingCost,
    pub clock: Clock,
}

impl BuiltInSettings {
    /// As the product runs, at the address `issuer`.
    pub fn new(issuer: impl Into<String>) -> Self {
        Self {
            issuer: issuer.into(),
            client_id: "durbar-web".to_owned(),
            product: "Durbar".to_owned(),
            cost: HashingCost::RECOMMENDED,
            clock: Arc::new(Timestamp::now),
        }
    }
}

impl fmt::Debug for BuiltInSettings {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("BuiltInSettings")
            .field("issuer", &self.issuer)
            .field("client_id", &self.client_id)
            .field("cost", &self.cost)
            .finish_non_exhaustive()
    }
}

/// The built-in identity provider. Cheap to clone.
#[derive(Clone)]
pub struct BuiltIn {
    table: Table,
    accounts: AccountStore,
    throttle: Throttle,
    settings: Arc<BuiltInSettings>,
    hasher: Hasher,
    keys: Arc<KeyRing>,
    sealer: Arc<Sealer>,
    /// For codes that are sent or shown.
    code_key: hmac::Key,
    /// For refresh tokens.
    refresh_key: hmac::Key,
}

impl BuiltIn {
    /// The provider over a table; makes the secret and the first signing key when the table
    /// has none.
    pub async fn open(table: &Table, settings: BuiltInSettings) -> Result<Self, PlatformError> {
        let secret = Secret::open(table).await?;
        let keys = KeyRing::open(table.clone(), (settings.clock)()).await?;
        Ok(Self {
            table: table.clone(),
            accounts: AccountStore::new(table.clone()),
            throttle: Throttle::new(table.clone(), &secret),
            hasher: Hasher::new(settings.cost),
            keys: Arc::new(keys),
            sealer: Arc::new(Sealer::new(&secret)),
            code_key: secret.hash_key("code"),
            refresh_key: secret.hash_key("refresh"),
            settings: Arc::new(settings),
        })
    }

    /// What counts attempts, for those that only the caller can tell apart.
    pub fn throttle(&self) -> &Throttle {
        &self.throttle
    }

    fn now(&self) -> Timestamp {
        (self.settings.clock)()
    }

    /// Counts an attempt of a subject.
    async fn count(&self, purpose: Purpose, subject: &str) -> Result<(), super::IdentityError> {
        let counted = self.throttle.check_and_count(purpose, subject, self.now());
        Ok(counted.await?)
    }
}

/// Shows nothing of keys.
impl fmt::Debug for BuiltIn {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("BuiltIn")
            .field("table", &self.table.name())
            .field("settings", &self.settings)
            .finish_non_exhaustive()
    }
}

/// A time some while after `now`.
pub(super) fn after(now: Timestamp, while_: Duration) -> Timestamp {
    SignedDuration::try_from(while_)
        .ok()
        .and_then(|it| now.checked_add(it).ok())
        .unwrap_or(Timestamp::MAX)
}
