//! Changing and replacing passwords.

use super::{BuiltIn, credential::Credential};
use crate::{
    identity::{AccessToken, IdentityError, MailCode, Password, Proof},
    keys::CodeKind,
    table::Refusal,
    throttle::Purpose,
};
use durbar_domain::{
    AccountId,
    account::{EmailAddress, NewPassword},
};

/// How often a replacement is tried that another change of the account came before.
const ATTEMPTS: u32 = 5;

impl Credential {
    /// Puts a password of the person's own in place of the one before; nothing begun under
    /// that one may go on.
    pub(super) fn replace_password(&mut self, hash: String) {
        self.password_hash = hash;
        self.must_change_password = false;
        self.generation += 1;
    }
}

impl BuiltIn {
    pub(super) async fn replace_password(
        &self,
        token: &AccessToken,
        current: &Password,
        new: &NewPassword,
    ) -> Result<(), IdentityError> {
        let caller = self.caller(token).await?;
        let proof = Proof::Password(current.clone());
        let shown = self.check_proof(caller.account_id, &proof).await?;
        let hash = self.hasher.hash(new.expose()).await?;
        let generation = self
            .change_credential(caller.account_id, |credential| {
                credential.expect(shown)?;
                credential.replace_password(hash.clone());
                Ok(credential.generation)
            })
            .await?;
        let (account_id, session_id) = (caller.account_id, caller.session_id);
        self.keep_only(account_id, session_id, generation, caller.multi_factor)
            .await
    }

    pub(super) async fn replace_forgotten(
        &self,
        email: &EmailAddress,
        code: &MailCode,
        password: &NewPassword,
    ) -> Result<AccountId, IdentityError> {
        self.check_code(email, CodeKind::Reset, code).await?;
        let hash = self.hasher.hash(password.expose()).await?;
        for _ in 0..ATTEMPTS {
            let use_code = self.check_code(email, CodeKind::Reset, code).await?;
            let owner = self.accounts.owner(email).await?;
            let owner = owner.ok_or(IdentityError::WrongCode)?;
            let credential = self.credential(owner).await?;
            let mut credential = credential.ok_or(IdentityError::WrongCode)?;
            credential.replace_password(hash.clone());
            match self
                .table
                .transact(vec![use_code, credential.write()?])
                .await
            {
                Ok(()) => {
                    self.end_sessions(owner, None).await?;
                    // The owner needn't wait for what a guesser did.
                    self.throttle
                        .forget(Purpose::SignIn, email.as_str())
                        .await?;
                    return Ok(owner);
                }
                Err(Refusal::Condition { .. }) => {}
                Err(Refusal::Failed(error)) => return Err(error.into()),
            }
        }
        Err(IdentityError::Busy)
    }
}
