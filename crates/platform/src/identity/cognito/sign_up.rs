//! Signing up: what waits until its address is confirmed.
//!
//! Each sign-up is a user of its own in the pool, and several with one address may wait side by
//! side. The pool tells of a user that isn't confirmed before it looks at the password, so the
//! password's hash is kept here for as long as the sign-up waits.

use super::{Cognito, factor::Factor, fault::Fault};
use crate::{
    PlatformError,
    accounts::{address_digest, new_account},
    identity::{
        CodeMail, Device, IdentityError, MailCode, Password, SignIn, SignUp,
        built_in::CONFIRM_LIFETIME,
    },
    keys::{IdentityKey, PrimaryKey},
    table::{Query, Refusal, SortRange, Write, from_item, to_item},
    throttle::Purpose,
};
use durbar_domain::account::{Account, EmailAddress, NewPassword};
use serde::{Deserialize, Serialize};

/// So many sign-ups with an address are looked at, the latest ones: each costs a hash.
const LOOKED_AT: usize = 3;

/// A sign-up that waits, as it is kept.
#[derive(Serialize, Deserialize)]
pub(super) struct Pending {
    pub account: Account,
    pub password_hash: String,
    /// In seconds since 1970.
    expires_at: i64,
}

impl Pending {
    fn key(&self) -> PrimaryKey {
        PrimaryKey::Identity(IdentityKey::Pending {
            address: address_digest(&self.account.email),
            account_id: self.account.account_id,
        })
    }
}

impl Cognito {
    /// For an address that has an account the pool isn't called, or its owner would get a
    /// code; so every answer takes the same time, set to be longer than a call.
    pub(super) async fn begin_sign_up(
        &self,
        account: &Account,
        password: &NewPassword,
    ) -> Result<SignUp, IdentityError> {
        let pause = tokio::time::sleep(self.settings.sign_up_takes);
        futures::join!(self.take_sign_up(account, password), pause).0
    }

    async fn take_sign_up(
        &self,
        account: &Account,
        password: &NewPassword,
    ) -> Result<SignUp, IdentityError> {
        let email = &account.email;
        self.count(Purpose::SignUp, email.as_str()).await?;
        let pending = Pending {
            account: account.clone(),
            password_hash: self.hasher.hash(password.expose()).await?,
            expires_at: self.end_of(CONFIRM_LIFETIME),
        };
        let item = to_item(pending.key(), "PendingSignUp", &pending)?;
        if self.accounts.owner(email).await?.is_some() {
            // Kept all the same: by how this password is answered nobody learns of the account.
            self.table.put(item).await?;
            return Ok(SignUp::AddressTaken);
        }
        let signed_up = self.pool.sign_up(account, password.expose()).await;
        match signed_up {
            Ok(()) => {}
            Err(Fault::NotNow) => return Err(IdentityError::WeakPassword),
            Err(fault) => return Err(fault.into()),
        }
        self.table.put(item).await?;
        Ok(SignUp::Pending(CodeMail::Sent))
    }

    pub(super) async fn confirm_sign_up(
        &self,
        email: &EmailAddress,
        code: &MailCode,
        password: &Password,
        device: &Device,
    ) -> Result<SignIn, IdentityError> {
        self.count(Purpose::SignIn, email.as_str()).await?;
        let pendings = self.pendings(email).await?;
        let mut theirs = None;
        for pending in &pendings {
            let hash = Some(pending.password_hash.clone());
            if self.hasher.verify(password.expose(), hash).await? {
                theirs = Some(pending);
                break;
            }
        }
        let theirs = theirs.ok_or(IdentityError::WrongCredentials)?;
        let username = theirs.account.account_id.to_string();
        self.pool
            .confirm_sign_up(&username, code.expose())
            .await
            .map_err(Fault::of_code)?;
        self.begin_account(&theirs.account, email).await?;
        self.throttle
            .forget(Purpose::SignIn, email.as_str())
            .await?;
        let step = self.pool.sign_in(&username, password.expose()).await;
        let step = step.map_err(Fault::of_password)?;
        let factor = self.factor_of(theirs.account.account_id).await?;
        self.go_on(step, &factor, device, false).await
    }

    /// Makes the account of a sign-up that the pool has confirmed. The others with its address
    /// are forgotten; their users in the pool can't sign in.
    pub(super) async fn begin_account(
        &self,
        pending: &Account,
        email: &EmailAddress,
    ) -> Result<(), IdentityError> {
        let account = Account {
            version: 1,
            ..pending.clone()
        };
        let pendings = self.pendings(email).await?;
        let mut writes = vec![Factor::new(account.account_id).new_write()?];
        writes.extend(new_account(&account)?);
        writes.extend(pendings.iter().map(|it| Write::Delete(it.key())));
        let username = account.account_id.to_string();
        match self.table.transact(writes).await {
            Ok(()) => {}
            // The address was confirmed by somebody else at the same time.
            Err(Refusal::Condition { .. }) => {
                self.pool.delete(&username).await?;
                return Err(IdentityError::WrongCode);
            }
            Err(Refusal::Failed(error)) => return Err(error.into()),
        }
        for other in pendings {
            if other.account.account_id != account.account_id {
                self.pool
                    .delete(&other.account.account_id.to_string())
                    .await?;
            }
        }
        Ok(self.pool.set_role(&username, account.role).await?)
    }

    pub(super) async fn code_again(&self, email: &EmailAddress) -> Result<CodeMail, IdentityError> {
        self.count(Purpose::ResendCode, email.as_str()).await?;
        let taken = self.accounts.owner(email).await?.is_some();
        let pending = self.pendings(email).await?.into_iter().next();
        let waits = pending.filter(|_| !taken);
        let username = waits
            .as_ref()
            .map_or_else(Self::nobody, |it| it.account.account_id.to_string());
        match self.pool.resend(&username).await {
            Err(fault @ (Fault::Failed(_) | Fault::TooMany)) => Err(fault.into()),
            Ok(()) if waits.is_some() => Ok(CodeMail::Sent),
            _ => Ok(CodeMail::Nobody),
        }
    }

    /// The latest sign-ups with an address that wait, latest first.
    pub(super) async fn pendings(
        &self,
        email: &EmailAddress,
    ) -> Result<Vec<Pending>, PlatformError> {
        let query = Query {
            descending: true,
            ..Query::partition(IdentityKey::address_partition(address_digest(email)))
                .range(SortRange::StartsWith(IdentityKey::PENDINGS.to_owned()))
                .limit(LOOKED_AT)
        };
        let items = self.table.query(query).await?.items;
        let now = self.now().as_second();
        let pendings = items.into_iter().map(from_item::<Pending>);
        pendings
            .filter(|it| it.as_ref().map_or(true, |it| now < it.expires_at))
            .collect()
    }
}
