//! What people change about their own account.

use super::{AccountError, Accounts, letters::Letter};
use crate::ServiceError;
use durbar_domain::{
    Locale, SessionId,
    account::{Account, NewPassword},
    policy::{Operation, Refusal},
    text::Name,
};
use durbar_platform::identity::{
    AccessToken, Enrolment, MultiFactorState, Password, Proof, RecoveryCode, SessionSummary, Tokens,
};
use jiff::Timestamp;

/// What came of something for which somebody showed again who they are.
#[derive(Debug)]
#[must_use = "the session has other tokens from now on"]
pub struct Proven<T> {
    pub outcome: T,
    /// Of their session, which has a new identifier; `None` when it has ended.
    pub tokens: Option<Tokens>,
}

impl Accounts {
    /// Changes name and language of the account at `expected_version`.
    ///
    /// # Errors
    /// [`ServiceError::Conflict`] when it is at another version.
    pub async fn edit(
        &self,
        token: &AccessToken,
        expected_version: u64,
        name: Name,
        locale: Locale,
    ) -> Result<Account, AccountError> {
        let before = self.permitted(token, Operation::EditAccount).await?;
        if before.version != expected_version {
            let current_version = before.version;
            return Err(ServiceError::Conflict { current_version }.into());
        }
        let after = Account {
            version: expected_version + 1,
            name,
            locale,
            modified_at: Timestamp::now(),
            ..before
        };
        self.store.replace(expected_version, &after, &[]).await?;
        Ok(after)
    }

    /// Changes the password, ends the other sessions, and tells the account's owner.
    pub async fn change_password(
        &self,
        token: &AccessToken,
        current: &Password,
        new: &NewPassword,
    ) -> Result<Proven<()>, AccountError> {
        let account = self.permitted(token, Operation::ChangePassword).await?;
        self.identity.change_password(token, current, new).await?;
        self.write(&account.email, account.locale, Letter::PasswordChanged);
        Ok(self.proven(token, &account, ()).await)
    }

    /// Whether there is a second factor.
    pub async fn multi_factor(
        &self,
        token: &AccessToken,
    ) -> Result<MultiFactorState, AccountError> {
        Ok(self.identity.multi_factor(token).await?)
    }

    /// Offers a secret for an authenticator.
    pub async fn begin_multi_factor(
        &self,
        token: &AccessToken,
        proof: &Proof,
    ) -> Result<Proven<Enrolment>, AccountError> {
        let account = self.permitted(token, Operation::ManageMultiFactor).await?;
        let offered = self.identity.begin_multi_factor(token, proof).await?;
        Ok(self.proven(token, &account, offered).await)
    }

    /// Makes the secret offered the second factor, and tells the account's owner; gives the
    /// recovery codes.
    pub async fn confirm_multi_factor(
        &self,
        token: &AccessToken,
        code: &str,
    ) -> Result<Proven<Vec<RecoveryCode>>, AccountError> {
        let account = self.permitted(token, Operation::ManageMultiFactor).await?;
        let codes = self.identity.confirm_multi_factor(token, code).await?;
        self.write(&account.email, account.locale, Letter::SecondFactorChanged);
        Ok(self.proven(token, &account, codes).await)
    }

    /// Removes the second factor, and tells the account's owner.
    ///
    /// # Errors
    /// [`Refusal::NotPermitted`] for roles that need one.
    pub async fn disable_multi_factor(
        &self,
        token: &AccessToken,
        proof: &Proof,
    ) -> Result<Proven<()>, AccountError> {
        let account = self.permitted(token, Operation::ManageMultiFactor).await?;
        if account.role.needs_multi_factor() {
            return Err(ServiceError::from(Refusal::NotPermitted).into());
        }
        self.identity.disable_multi_factor(token, proof).await?;
        self.write(&account.email, account.locale, Letter::SecondFactorChanged);
        Ok(self.proven(token, &account, ()).await)
    }

    /// New recovery codes, of which the account's owner is told; those before no longer work.
    pub async fn renew_recovery_codes(
        &self,
        token: &AccessToken,
        proof: &Proof,
    ) -> Result<Proven<Vec<RecoveryCode>>, AccountError> {
        let account = self.permitted(token, Operation::ManageMultiFactor).await?;
        let codes = self.identity.renew_recovery_codes(token, proof).await?;
        self.write(&account.email, account.locale, Letter::SecondFactorChanged);
        Ok(self.proven(token, &account, codes).await)
    }

    /// Lets the session in which somebody showed again who they are go on under a new
    /// identifier, so that a token copied before is refused from now on (ASVS 7.2.4). Where
    /// that fails it ends: what was done is done, and its owner signs in again.
    async fn proven<T>(&self, token: &AccessToken, account: &Account, outcome: T) -> Proven<T> {
        let tokens = match self.identity.replace_session(token).await {
            Ok(tokens) => Some(tokens),
            Err(error) => {
                let account_id = account.account_id;
                tracing::warn!(%account_id, %error, "a session could not be replaced and ends");
                if let Err(error) = self.identity.end_all_sessions(account_id).await {
                    tracing::error!(%account_id, %error, "nor could it be ended");
                }
                None
            }
        };
        Proven { outcome, tokens }
    }

    /// Where the account is signed in, latest used first.
    pub async fn sessions(&self, token: &AccessToken) -> Result<Vec<SessionSummary>, AccountError> {
        let account = self.permitted(token, Operation::ManageSessions).await?;
        Ok(self.identity.sessions(account.account_id).await?)
    }

    /// The session that a token is of.
    pub async fn current_session(&self, token: &AccessToken) -> Result<SessionId, AccountError> {
        Ok(self.identity.verify(token).await?.session_id)
    }

    /// Ends one of the account's sessions; none is no error.
    pub async fn end_session(
        &self,
        token: &AccessToken,
        session: SessionId,
    ) -> Result<(), AccountError> {
        let account = self.permitted(token, Operation::ManageSessions).await?;
        let id = account.account_id;
        Ok(self.identity.end_session(id, session).await?)
    }

    /// Ends all sessions of the account.
    pub async fn sign_out_everywhere(&self, token: &AccessToken) -> Result<(), AccountError> {
        let account = self.permitted(token, Operation::ManageSessions).await?;
        Ok(self.identity.end_all_sessions(account.account_id).await?)
    }

    /// The account of who asks, if the policy lets them.
    pub(crate) async fn permitted(
        &self,
        token: &AccessToken,
        operation: Operation,
    ) -> Result<Account, AccountError> {
        let (person, account) = self.who(token).await?;
        let principal = durbar_domain::account::Principal::Person(person);
        crate::permit::permit_own(&principal, operation)?;
        Ok(account)
    }
}
