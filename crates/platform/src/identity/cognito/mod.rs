//! The identity provider over an Amazon Cognito user pool. The pool keeps passwords and
//! authenticators, sends codes and signs tokens; the table keeps what the pool has not: which
//! account an address has, sessions one by one, refresh tokens that work once, recovery codes,
//! and that a code of an authenticator was used.
//!
//! A refresh token of the pool never reaches a browser. It is kept encrypted with its session,
//! and what the browser has works once; so a stolen one is noticed here as it is with
//! [`super::BuiltIn`]. A token of the pool is believed only while one of our sessions has it.

mod administration;
mod challenge;
#[doc(hidden)]
pub mod double;
mod factor;
mod fault;
mod key_set;
mod multi_factor;
mod password;
mod pool;
mod provider;
mod refresh;
mod session;
mod settings;
mod sign_in;
mod sign_up;
mod social;
mod token;

#[cfg(test)]
mod tests;

pub use settings::{CognitoSettings, HostedUi, key_set_at};

use super::{
    IdentityError, built_in::after, hashing::Hasher, sealed_text::TextSealer, totp::Sealer,
};
use crate::{
    PlatformError, Table,
    accounts::AccountStore,
    https::Https,
    secret::Secret,
    throttle::{Purpose, Throttle},
};
use aws_lc_rs::hmac;
use aws_sdk_cognitoidentityprovider::Client;
use durbar_domain::{AccountId, account::Account};
use jiff::Timestamp;
use key_set::KeySet;
use pool::Pool;
pub(crate) use pool::app_client_secret;
use std::{fmt, sync::Arc, time::Duration};

/// The provider over a user pool. Cheap to clone.
#[derive(Clone)]
pub struct Cognito {
    table: Table,
    accounts: AccountStore,
    throttle: Throttle,
    settings: Arc<CognitoSettings>,
    pool: Pool,
    https: Https,
    keys: Arc<KeySet>,
    hasher: Hasher,
    sealer: Arc<Sealer>,
    /// For tokens and sessions of the pool.
    texts: Arc<TextSealer>,
    /// For recovery codes.
    code_key: hmac::Key,
    /// For refresh tokens.
    refresh_key: hmac::Key,
}

impl Cognito {
    /// The provider over a pool and a table; makes the table's secret when it has none.
    pub async fn open(
        table: &Table,
        client: Client,
        settings: CognitoSettings,
    ) -> Result<Self, PlatformError> {
        let secret = Secret::open(table).await?;
        let https = Https::new();
        Ok(Self {
            table: table.clone(),
            accounts: AccountStore::new(table.clone()),
            throttle: Throttle::new(table.clone(), &secret),
            pool: Pool::new(client, &settings),
            keys: Arc::new(KeySet::new(https.clone(), settings.key_set_address.clone())),
            https,
            hasher: Hasher::new(settings.cost),
            sealer: Arc::new(Sealer::new(&secret)),
            texts: Arc::new(TextSealer::new(&secret, "user-pool")),
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

    /// The second some while from now.
    fn end_of(&self, lifetime: Duration) -> i64 {
        after(self.now(), lifetime).as_second()
    }

    /// Counts an attempt of a subject.
    async fn count(&self, purpose: Purpose, subject: &str) -> Result<(), IdentityError> {
        let counted = self.throttle.check_and_count(purpose, subject, self.now());
        Ok(counted.await?)
    }

    async fn account(&self, account_id: AccountId) -> Result<Account, IdentityError> {
        let account = self.accounts.get(account_id).await?;
        account.ok_or(IdentityError::NoAccount)
    }

    /// A name that no user of the pool has, so that unknown addresses take a call too.
    fn nobody() -> String {
        AccountId::from_bits(u128::from_be_bytes(crate::secret::random())).to_string()
    }
}

/// Shows nothing of keys.
impl fmt::Debug for Cognito {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Cognito")
            .field("table", &self.table.name())
            .field("settings", &self.settings)
            .finish_non_exhaustive()
    }
}
