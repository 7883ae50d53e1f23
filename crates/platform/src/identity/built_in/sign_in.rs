//! Signing in, step by step.

use super::{BuiltIn, challenge::Step, credential::Credential};
use crate::{
    PlatformError,
    identity::{Challenge, Device, IdentityError, Password, SignIn},
    table::Refusal,
    throttle::Purpose,
};
use durbar_domain::{
    AccountId,
    account::{EmailAddress, NewPassword},
};

/// How often a step is tried that another change of the account came before.
const ATTEMPTS: u32 = 5;

impl BuiltIn {
    /// The work is the same for any address: the same reads, and two passwords compared.
    pub(super) async fn begin_sign_in(
        &self,
        email: &EmailAddress,
        password: &Password,
        device: &Device,
    ) -> Result<SignIn, IdentityError> {
        self.count(Purpose::SignIn, email.as_str()).await?;
        let (credential, pendings) =
            futures::future::try_join(self.credential_of(email), self.pendings(email)).await?;
        let known = credential.as_ref().map(|it| it.password_hash.clone());
        let waits = pendings.first().map(|it| it.password_hash.clone());
        let is_theirs = self.hasher.verify(password.expose(), known).await?;
        let is_waiting = self.hasher.verify(password.expose(), waits).await?;
        let Some(credential) = credential.filter(|_| is_theirs) else {
            // The same whether the address has an account: anybody can sign up with it, and
            // would learn of the account by how their own password is answered.
            return Err(match is_waiting {
                true => IdentityError::NotConfirmed,
                false => IdentityError::WrongCredentials,
            });
        };
        // From here on whoever asks has shown the password, and may learn more.
        if credential.disabled {
            return Err(IdentityError::Disabled);
        }
        if credential.must_change_password {
            let challenge = self
                .wait_for(Step::NewPassword, &credential, device)
                .await?;
            return Ok(SignIn::NewPasswordRequired { challenge });
        }
        if credential.totp.is_some() {
            // Attempts are not forgotten before the second factor is shown too.
            let challenge = self
                .wait_for(Step::MultiFactor, &credential, device)
                .await?;
            return Ok(SignIn::MultiFactorRequired { challenge });
        }
        self.throttle
            .forget(Purpose::SignIn, email.as_str())
            .await?;
        Ok(SignIn::Done(self.open_session(&credential, device).await?))
    }

    pub(super) async fn show_multi_factor(
        &self,
        challenge: &Challenge,
        code: &str,
    ) -> Result<SignIn, IdentityError> {
        let (waiting, _) = self.waiting(Step::MultiFactor, challenge).await?;
        let subject = waiting.account_id.to_string();
        self.count(Purpose::SecondStep, &subject).await?;
        for _ in 0..ATTEMPTS {
            let (waiting, mut credential) = self.waiting(Step::MultiFactor, challenge).await?;
            self.use_code(&mut credential, code)?;
            let account = self.account(waiting.account_id).await?;
            let (opened, tokens) = self
                .new_session(&account, &credential, &waiting.device, true)
                .await?;
            let email = credential.email.clone();
            let writes = vec![credential.write()?, waiting.end(), opened];
            match self.table.transact(writes).await {
                Ok(()) => {
                    self.throttle.forget(Purpose::SecondStep, &subject).await?;
                    self.throttle
                        .forget(Purpose::SignIn, email.as_str())
                        .await?;
                    return Ok(SignIn::Done(tokens));
                }
                // Asked again from how things stand: a code used meanwhile is then refused.
                Err(Refusal::Condition { .. }) => {}
                Err(Refusal::Failed(error)) => return Err(error.into()),
            }
        }
        Err(IdentityError::Busy)
    }

    pub(super) async fn choose_password(
        &self,
        challenge: &Challenge,
        password: &NewPassword,
    ) -> Result<SignIn, IdentityError> {
        let (_, credential) = self.waiting(Step::NewPassword, challenge).await?;
        let given = Some(credential.password_hash);
        if self.hasher.verify(password.expose(), given).await? {
            // What somebody else knows must not stay (ASVS 5.0, 6.4.1).
            return Err(IdentityError::WeakPassword);
        }
        let hash = self.hasher.hash(password.expose()).await?;
        for _ in 0..ATTEMPTS {
            let (waiting, mut credential) = self.waiting(Step::NewPassword, challenge).await?;
            credential.replace_password(hash.clone());
            let device = &waiting.device;
            let (next, outcome) = if credential.totp.is_some() {
                let (write, challenge) = self.wait_write(Step::MultiFactor, &credential, device)?;
                (write, SignIn::MultiFactorRequired { challenge })
            } else {
                let account = self.account(waiting.account_id).await?;
                let (write, tokens) = self
                    .new_session(&account, &credential, device, false)
                    .await?;
                (write, SignIn::Done(tokens))
            };
            let writes = vec![credential.write()?, waiting.end(), next];
            match self.table.transact(writes).await {
                Ok(()) => return Ok(outcome),
                Err(Refusal::Condition { .. }) => {}
                Err(Refusal::Failed(error)) => return Err(error.into()),
            }
        }
        Err(IdentityError::Busy)
    }

    /// What the account of an address proves itself with. Without one as much is read.
    async fn credential_of(
        &self,
        email: &EmailAddress,
    ) -> Result<Option<Credential>, PlatformError> {
        let owner = self.accounts.owner(email).await?;
        self.credential(owner.unwrap_or(AccountId::from_bits(0)))
            .await
    }
}
