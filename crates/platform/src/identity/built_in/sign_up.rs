//! Signing up: what waits until its address is confirmed.
//!
//! Several sign-ups with one address may wait side by side, each with its own password. The
//! code shows who reads the mail, the password which of them is theirs; so nobody can lay a
//! sign-up in wait at a stranger's address, or slip another password under theirs.

use super::{BuiltIn, CONFIRM_LIFETIME, credential::Credential};
use crate::{
    PlatformError,
    accounts::{address_digest, new_account},
    identity::{CodeMail, Device, IdentityError, MailCode, Password, SignIn, SignUp},
    keys::{CodeKind, IdentityKey, PrimaryKey},
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
    account: Account,
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

impl BuiltIn {
    pub(super) async fn begin_sign_up(
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
        let taken = self.accounts.owner(email).await?.is_some();
        // Written even when the address has an account, so that the work is the same; nobody
        // gets that code, and what waits is forgotten after a day.
        let (write, code) = self.new_code(email, CodeKind::Confirm)?;
        let writes = vec![
            Write::Put(to_item(pending.key(), "PendingSignUp", &pending)?),
            write,
        ];
        self.table.write_all(writes).await?;
        Ok(match taken {
            true => SignUp::AddressTaken,
            false => SignUp::Pending(CodeMail::Send(code)),
        })
    }

    pub(super) async fn confirm_sign_up(
        &self,
        email: &EmailAddress,
        code: &MailCode,
        password: &Password,
        device: &Device,
    ) -> Result<SignIn, IdentityError> {
        let use_code = self.check_code(email, CodeKind::Confirm, code).await?;
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
        let Some(theirs) = theirs else {
            // Perhaps it was there when the code was looked at, and was confirmed since.
            self.check_code(email, CodeKind::Confirm, code).await?;
            return Err(IdentityError::WrongCredentials);
        };
        let account = Account {
            version: 1,
            ..theirs.account.clone()
        };
        let hash = theirs.password_hash.clone();
        let credential = Credential::new(account.account_id, account.email.clone(), hash);
        let mut writes = vec![use_code, credential.new_write()?];
        writes.extend(new_account(&account)?);
        writes.extend(pendings.iter().map(|it| Write::Delete(it.key())));
        match self.table.transact(writes).await {
            Ok(()) => {}
            // The code was used, or the address confirmed, at the same time.
            Err(Refusal::Condition { .. }) => return Err(IdentityError::WrongCode),
            Err(Refusal::Failed(error)) => return Err(error.into()),
        }
        self.throttle
            .forget(Purpose::SignIn, email.as_str())
            .await?;
        let tokens = self.open_session(&credential, device).await?;
        Ok(SignIn::Done(tokens))
    }

    pub(super) async fn code_again(&self, email: &EmailAddress) -> Result<CodeMail, IdentityError> {
        self.count(Purpose::ResendCode, email.as_str()).await?;
        let taken = self.accounts.owner(email).await?.is_some();
        let waits = !self.pendings(email).await?.is_empty();
        self.send_code(email, CodeKind::Confirm, waits && !taken)
            .await
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
