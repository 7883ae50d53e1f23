//! Changing and replacing passwords.

use super::{Cognito, fault::Fault};
use crate::{
    identity::{AccessToken, CodeMail, IdentityError, MailCode, Password},
    throttle::Purpose,
};
use durbar_domain::{
    AccountId,
    account::{EmailAddress, NewPassword},
};

impl Cognito {
    /// The pool is called for addresses without an account too, and answers them alike.
    pub(super) async fn reset_code(&self, email: &EmailAddress) -> Result<CodeMail, IdentityError> {
        self.count(Purpose::SendCode, email.as_str()).await?;
        let owner = self.accounts.owner(email).await?;
        let username = owner.map_or_else(Self::nobody, |id| id.to_string());
        match self.pool.forgot_password(&username).await {
            Err(fault @ (Fault::Failed(_) | Fault::TooMany)) => Err(fault.into()),
            Ok(()) if owner.is_some() => Ok(CodeMail::Sent),
            _ => Ok(CodeMail::Nobody),
        }
    }

    pub(super) async fn replace_forgotten(
        &self,
        email: &EmailAddress,
        code: &MailCode,
        password: &NewPassword,
    ) -> Result<AccountId, IdentityError> {
        let owner = self.accounts.owner(email).await?;
        let username = owner.map_or_else(Self::nobody, |id| id.to_string());
        self.pool
            .reset_password(&username, code.expose(), password.expose())
            .await
            .map_err(Fault::of_code)?;
        let owner = owner.ok_or(IdentityError::WrongCode)?;
        self.end_everything(owner).await?;
        // The owner needn't wait for what a guesser did.
        self.throttle
            .forget(Purpose::SignIn, email.as_str())
            .await?;
        Ok(owner)
    }

    pub(super) async fn replace_password(
        &self,
        token: &AccessToken,
        current: &Password,
        new: &NewPassword,
    ) -> Result<(), IdentityError> {
        let (caller, session) = self.caller(token).await?;
        let subject = caller.account_id.to_string();
        self.count(Purpose::SecondStep, &subject).await?;
        let changed = self
            .pool
            .change_password(token.expose(), current.expose(), new.expose())
            .await;
        changed.map_err(Fault::of_password)?;
        self.throttle.forget(Purpose::SecondStep, &subject).await?;
        let generation = self.next_generation(caller.account_id).await?;
        self.keep_only(&session, generation, session.multi_factor)
            .await
    }
}
