//! Signing up, and a forgotten password.

use super::{Pool, attributes};
use crate::identity::cognito::fault::Fault;
use durbar_domain::account::Account;

impl Pool {
    pub async fn sign_up(&self, account: &Account, password: &str) -> Result<(), Fault> {
        let username = account.account_id.to_string();
        let call = self
            .client
            .sign_up()
            .client_id(&self.client_id)
            .set_secret_hash(self.secret_hash(&username))
            .username(&username)
            .password(password)
            .set_user_attributes(Some(attributes(account, false)?));
        call.send()
            .await
            .map(drop)
            .map_err(|e| Fault::of("SignUp", e))
    }

    pub async fn confirm_sign_up(&self, username: &str, code: &str) -> Result<(), Fault> {
        let call = self
            .client
            .confirm_sign_up()
            .client_id(&self.client_id)
            .set_secret_hash(self.secret_hash(username))
            .username(username)
            .confirmation_code(code);
        call.send()
            .await
            .map(drop)
            .map_err(|e| Fault::of("ConfirmSignUp", e))
    }

    pub async fn resend(&self, username: &str) -> Result<(), Fault> {
        let call = self
            .client
            .resend_confirmation_code()
            .client_id(&self.client_id)
            .set_secret_hash(self.secret_hash(username))
            .username(username);
        call.send()
            .await
            .map(drop)
            .map_err(|e| Fault::of("ResendConfirmationCode", e))
    }

    pub async fn forgot_password(&self, username: &str) -> Result<(), Fault> {
        let call = self
            .client
            .forgot_password()
            .client_id(&self.client_id)
            .set_secret_hash(self.secret_hash(username))
            .username(username);
        call.send()
            .await
            .map(drop)
            .map_err(|e| Fault::of("ForgotPassword", e))
    }

    pub async fn reset_password(
        &self,
        username: &str,
        code: &str,
        password: &str,
    ) -> Result<(), Fault> {
        let call = self
            .client
            .confirm_forgot_password()
            .client_id(&self.client_id)
            .set_secret_hash(self.secret_hash(username))
            .username(username)
            .confirmation_code(code)
            .password(password);
        call.send()
            .await
            .map(drop)
            .map_err(|e| Fault::of("ConfirmForgotPassword", e))
    }
}
