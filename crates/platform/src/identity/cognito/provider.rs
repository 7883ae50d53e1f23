//! The port, step by step in the files beside this one.

use super::Cognito;
use crate::identity::{
    AccessClaims, AccessToken, Challenge, CodeMail, Device, Enrolment, IdentityError,
    IdentityProvider, MailCode, MultiFactorState, Password, Proof, RecoveryCode, RefreshToken,
    SessionSummary, SignIn, SignUp, SocialAccount, SocialAnswer, SocialOutcome, SocialStart,
    SocialWish, Tokens,
};
use async_trait::async_trait;
use durbar_domain::{
    AccountId, SessionId,
    account::{Account, EmailAddress, NewPassword, SocialProvider},
};

#[async_trait]
impl IdentityProvider for Cognito {
    async fn sign_up(
        &self,
        account: &Account,
        password: &NewPassword,
    ) -> Result<SignUp, IdentityError> {
        self.begin_sign_up(account, password).await
    }

    async fn confirm(
        &self,
        email: &EmailAddress,
        code: &MailCode,
        password: &Password,
        device: &Device,
    ) -> Result<SignIn, IdentityError> {
        self.confirm_sign_up(email, code, password, device).await
    }

    async fn resend(&self, email: &EmailAddress) -> Result<CodeMail, IdentityError> {
        self.code_again(email).await
    }

    async fn sign_in(
        &self,
        email: &EmailAddress,
        password: &Password,
        device: &Device,
    ) -> Result<SignIn, IdentityError> {
        self.begin_sign_in(email, password, device).await
    }

    async fn answer_multi_factor(
        &self,
        challenge: &Challenge,
        code: &str,
    ) -> Result<SignIn, IdentityError> {
        self.show_multi_factor(challenge, code).await
    }

    async fn answer_new_password(
        &self,
        challenge: &Challenge,
        password: &NewPassword,
    ) -> Result<SignIn, IdentityError> {
        self.choose_password(challenge, password).await
    }

    async fn forgot_password(&self, email: &EmailAddress) -> Result<CodeMail, IdentityError> {
        self.reset_code(email).await
    }

    async fn reset_password(
        &self,
        email: &EmailAddress,
        code: &MailCode,
        password: &NewPassword,
    ) -> Result<AccountId, IdentityError> {
        self.replace_forgotten(email, code, password).await
    }

    async fn refresh(&self, token: &RefreshToken) -> Result<Tokens, IdentityError> {
        self.refresh_session(token).await
    }

    async fn replace_session(&self, token: &AccessToken) -> Result<Tokens, IdentityError> {
        self.session_anew(token).await
    }

    async fn sign_out(&self, token: &RefreshToken) -> Result<(), IdentityError> {
        self.end_by_token(token).await
    }

    async fn verify(&self, token: &AccessToken) -> Result<AccessClaims, IdentityError> {
        self.read_token(token).await
    }

    async fn session_is_live(
        &self,
        account_id: AccountId,
        session_id: SessionId,
    ) -> Result<bool, IdentityError> {
        Ok(self.session(account_id, session_id).await?.is_some())
    }

    async fn sessions(&self, account_id: AccountId) -> Result<Vec<SessionSummary>, IdentityError> {
        self.live_sessions(account_id).await
    }

    async fn end_session(
        &self,
        account_id: AccountId,
        session_id: SessionId,
    ) -> Result<(), IdentityError> {
        self.end(account_id, session_id).await
    }

    async fn end_all_sessions(&self, account_id: AccountId) -> Result<(), IdentityError> {
        self.end_everything(account_id).await
    }

    async fn change_password(
        &self,
        token: &AccessToken,
        current: &Password,
        new: &NewPassword,
    ) -> Result<(), IdentityError> {
        self.replace_password(token, current, new).await
    }

    async fn multi_factor(&self, token: &AccessToken) -> Result<MultiFactorState, IdentityError> {
        self.multi_factor_state(token).await
    }

    async fn begin_multi_factor(
        &self,
        token: &AccessToken,
        proof: &Proof,
    ) -> Result<Enrolment, IdentityError> {
        self.offer_secret(token, proof).await
    }

    async fn confirm_multi_factor(
        &self,
        token: &AccessToken,
        code: &str,
    ) -> Result<Vec<RecoveryCode>, IdentityError> {
        self.take_secret(token, code).await
    }

    async fn disable_multi_factor(
        &self,
        token: &AccessToken,
        proof: &Proof,
    ) -> Result<(), IdentityError> {
        self.remove_secret(token, proof).await
    }

    async fn renew_recovery_codes(
        &self,
        token: &AccessToken,
        proof: &Proof,
    ) -> Result<Vec<RecoveryCode>, IdentityError> {
        self.replace_recovery_codes(token, proof).await
    }

    async fn create_account(
        &self,
        account: &Account,
        password: &NewPassword,
        initial: bool,
    ) -> Result<(), IdentityError> {
        self.make_account(account, password, initial).await
    }

    async fn claims_changed(&self, account: &Account) -> Result<(), IdentityError> {
        self.note_role(account).await
    }

    async fn disable(&self, account_id: AccountId) -> Result<(), IdentityError> {
        self.set_disabled(account_id, true).await
    }

    async fn enable(&self, account_id: AccountId) -> Result<(), IdentityError> {
        self.set_disabled(account_id, false).await
    }

    async fn key_set(&self) -> Result<serde_json::Value, IdentityError> {
        Ok(self.keys.json(self.now()).await?)
    }

    async fn erase(&self, account_id: AccountId) -> Result<(), IdentityError> {
        self.erase_users(account_id).await
    }

    async fn social_names(&self, account_id: AccountId) -> Result<Vec<String>, IdentityError> {
        let factor = self.factor(account_id).await?;
        Ok(factor.map(|it| it.federated).unwrap_or_default())
    }

    fn social_providers(&self) -> Vec<SocialProvider> {
        let hosted_ui = self.settings.hosted_ui.as_ref();
        hosted_ui.map(|it| it.providers.clone()).unwrap_or_default()
    }

    async fn begin_social(&self, wish: &SocialWish) -> Result<SocialStart, IdentityError> {
        self.start_social(wish).await
    }

    async fn finish_social(
        &self,
        answer: &SocialAnswer,
        device: &Device,
        make: &SocialAccount<'_>,
    ) -> Result<SocialOutcome, IdentityError> {
        self.end_social(answer, device, make).await
    }
}
