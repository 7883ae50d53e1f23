//! Accounts: signing up and in, what people change about their own, and administration about
//! others'.

mod administration;
mod entering;
mod error;
pub(crate) mod letters;
mod own;
pub(crate) mod postbox;
mod social;

#[cfg(test)]
mod tests;

pub use durbar_platform::identity::{
    AccessToken, AuthorizationCode, Challenge, Device, Enrolment, IdentityError, MailCode,
    MultiFactorState, Password, Proof, RecoveryCode, RefreshToken, SessionSummary, SignIn,
    SocialAnswer, SocialOutcome, SocialStart, SocialState, SocialWish, Tokens,
};
pub use durbar_platform::link_token::LinkToken;
pub use entering::new_account;
pub use error::AccountError;
pub use own::Proven;

use crate::{Events, ServiceError};
use durbar_domain::{
    AccountId,
    account::{Account, Person},
};
use durbar_platform::{
    Platform, PlatformError,
    accounts::AccountStore,
    identity::IdentityProvider,
    keys::PrimaryKey,
    mail::MailSender,
    throttle::{Purpose, Throttle, client_subject},
};
use jiff::Timestamp;
use postbox::Postbox;
use std::{net::IpAddr, sync::Arc};

/// Use cases about accounts. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Accounts {
    pub(crate) store: AccountStore,
    identity: Arc<dyn IdentityProvider>,
    throttle: Throttle,
    events: Events,
    postbox: Postbox,
    /// Scheme and host of the site, without a slash at the end, for links in mails.
    site_url: Arc<str>,
}

impl Accounts {
    pub fn new(
        platform: &Platform,
        identity: Arc<dyn IdentityProvider>,
        throttle: Throttle,
        mail: Arc<dyn MailSender>,
        site_url: &str,
    ) -> Self {
        Self {
            store: AccountStore::new(platform.table.clone()),
            identity,
            throttle,
            events: Events::default(),
            postbox: Postbox::new(mail),
            site_url: site_url.into(),
        }
    }

    /// The same, making its events where all of a process are made: then the relay is told of
    /// them at once.
    pub fn with_events(self, events: Events) -> Self {
        Self { events, ..self }
    }

    /// Waits until the mails of what was done so far are handed over: before a stop, and in
    /// tests.
    pub async fn settled(&self) {
        self.postbox.settled().await;
    }

    /// Who an access token stands for, and their account as it stands now: role and level are
    /// the account's, not those the token was made with.
    ///
    /// # Errors
    /// [`AccountError::Identity`] for a token that isn't valid or whose session has ended.
    pub async fn who(&self, token: &AccessToken) -> Result<(Person, Account), AccountError> {
        let claims = self.identity.verify(token).await?;
        let (live, account) = futures::join!(
            self.identity
                .session_is_live(claims.account_id, claims.session_id),
            self.store.get(claims.account_id)
        );
        if !live? {
            return Err(AccountError::ended());
        }
        let account = account?.ok_or_else(AccountError::ended)?;
        let person = account.person(claims.multi_factor, Timestamp::now());
        Ok((person, account))
    }

    /// Counts an attempt from a client address. Loopback is this machine itself, as tests and
    /// a proxy on it are: it is not one visitor, so it is not counted.
    async fn count(&self, purpose: Purpose, client: IpAddr) -> Result<(), AccountError> {
        if client.is_loopback() || client.is_unspecified() {
            return Ok(());
        }
        let subject = client_subject(client);
        let counted = self
            .throttle
            .check_and_count(purpose, &subject, Timestamp::now())
            .await;
        counted.map_err(|error| AccountError::Identity(error.into()))
    }

    /// Counts an attempt of somebody whom the caller names.
    pub(crate) async fn count_of(
        &self,
        purpose: Purpose,
        subject: &str,
        now: Timestamp,
    ) -> Result<(), AccountError> {
        let counted = self.throttle.check_and_count(purpose, subject, now).await;
        counted.map_err(|error| AccountError::Identity(error.into()))
    }

    /// Tells the identity provider that role or level have changed. What an account may do is
    /// read from the account at every request, so a provider that fails is no harm.
    pub(crate) async fn claims_changed(&self, account: &Account) {
        if let Err(error) = self.identity.claims_changed(account).await {
            let error = &error as &dyn std::error::Error;
            tracing::error!(account_id = %account.account_id, error, "claims are out of date");
        }
    }

    /// Deletes an account and all that proves who it is; done again, it deletes the rest. Gives
    /// back the keys.
    pub(crate) async fn erase(&self, account: &Account) -> Result<Vec<PrimaryKey>, ServiceError> {
        match self.identity.erase(account.account_id).await {
            Ok(()) => {}
            Err(IdentityError::Unavailable(error)) => return Err(error.into()),
            Err(error) => {
                let error = std::io::Error::other(error.to_string());
                return Err(ServiceError::Internal(PlatformError::Start {
                    what: "erasing of an identity",
                    source: Box::new(error),
                }));
            }
        }
        Ok(self.store.erase(account).await?)
    }

    /// Names of an account with other providers.
    pub(crate) async fn social_names(&self, id: AccountId) -> Result<Vec<String>, AccountError> {
        Ok(self.identity.social_names(id).await?)
    }

    /// An account, for whoever has asked the policy already.
    pub(crate) async fn account(&self, id: AccountId) -> Result<Account, ServiceError> {
        self.store.get(id).await?.ok_or(ServiceError::NotFound)
    }
}
