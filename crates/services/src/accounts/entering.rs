//! Ways in and out.

use super::{AccountError, Accounts, letters::Letter};
use durbar_domain::{
    AccountId, Locale,
    account::{Account, EmailAddress, NewPassword, Role, SubscriptionLevel},
    text::Name,
};
use durbar_platform::{
    identity::{
        Challenge, CodeMail, Device, MailCode, Password, RefreshToken, SignIn, SignUp, Tokens,
    },
    throttle::Purpose,
};
use jiff::Timestamp;
use std::net::IpAddr;

impl Accounts {
    /// Takes a sign-up and mails a code. Whether the address has an account only its owner
    /// learns, by mail.
    pub async fn sign_up(
        &self,
        email: &EmailAddress,
        password: &NewPassword,
        name: Name,
        locale: Locale,
        client: IpAddr,
    ) -> Result<(), AccountError> {
        self.count(Purpose::SignUpFrom, client).await?;
        let account = new_account(email, name, locale, Role::Buyer, Timestamp::now());
        match self.identity.sign_up(&account, password).await? {
            SignUp::Pending(code) => self.send_code(email, locale, code, CodeFor::Confirming),
            SignUp::AddressTaken => self.write(email, locale, Letter::AddressTaken),
        }
        Ok(())
    }

    /// Ends a sign-up and signs in.
    pub async fn confirm(
        &self,
        email: &EmailAddress,
        code: &MailCode,
        password: &Password,
        device: &Device,
        client: IpAddr,
    ) -> Result<SignIn, AccountError> {
        self.count(Purpose::SignInFrom, client).await?;
        Ok(self.identity.confirm(email, code, password, device).await?)
    }

    /// Mails another code for a sign-up.
    pub async fn resend(
        &self,
        email: &EmailAddress,
        locale: Locale,
        client: IpAddr,
    ) -> Result<(), AccountError> {
        self.count(Purpose::SendCodeFrom, client).await?;
        let code = self.identity.resend(email).await?;
        self.send_code(email, locale, code, CodeFor::Confirming);
        Ok(())
    }

    pub async fn sign_in(
        &self,
        email: &EmailAddress,
        password: &Password,
        device: &Device,
        client: IpAddr,
    ) -> Result<SignIn, AccountError> {
        self.count(Purpose::SignInFrom, client).await?;
        Ok(self.identity.sign_in(email, password, device).await?)
    }

    /// Goes on with a sign-in that asked for a second factor.
    pub async fn answer_multi_factor(
        &self,
        challenge: &Challenge,
        code: &str,
        client: IpAddr,
    ) -> Result<SignIn, AccountError> {
        self.count(Purpose::SignInFrom, client).await?;
        Ok(self.identity.answer_multi_factor(challenge, code).await?)
    }

    /// Goes on with a sign-in that asked for a password of the person's own.
    pub async fn answer_new_password(
        &self,
        challenge: &Challenge,
        password: &NewPassword,
        client: IpAddr,
    ) -> Result<SignIn, AccountError> {
        self.count(Purpose::SignInFrom, client).await?;
        Ok(self
            .identity
            .answer_new_password(challenge, password)
            .await?)
    }

    /// New tokens for a refresh token, which works once.
    pub async fn refresh(&self, token: &RefreshToken) -> Result<Tokens, AccountError> {
        Ok(self.identity.refresh(token).await?)
    }

    /// Ends the session of a refresh token.
    pub async fn sign_out(&self, token: &RefreshToken) -> Result<(), AccountError> {
        Ok(self.identity.sign_out(token).await?)
    }

    /// Mails a code that lets the password be replaced, if the address has an account.
    pub async fn forgot_password(
        &self,
        email: &EmailAddress,
        locale: Locale,
        client: IpAddr,
    ) -> Result<(), AccountError> {
        self.count(Purpose::SendCodeFrom, client).await?;
        let code = self.identity.forgot_password(email).await?;
        self.send_code(email, locale, code, CodeFor::Resetting);
        Ok(())
    }

    /// Replaces a forgotten password, ends all sessions, and tells the account's owner.
    pub async fn reset_password(
        &self,
        email: &EmailAddress,
        code: &MailCode,
        password: &NewPassword,
        client: IpAddr,
    ) -> Result<(), AccountError> {
        self.count(Purpose::SignInFrom, client).await?;
        let id = self.identity.reset_password(email, code, password).await?;
        let account = self.account(id).await?;
        self.write(&account.email, account.locale, Letter::PasswordChanged);
        Ok(())
    }

    /// Makes a confirmed account with a role, for whoever runs the program: the first admin,
    /// and tests.
    ///
    /// # Errors
    /// `AddressTaken` when the address has an account.
    pub async fn create(
        &self,
        account: &Account,
        password: &NewPassword,
    ) -> Result<(), AccountError> {
        Ok(self
            .identity
            .create_account(account, password, false)
            .await?)
    }

    /// The same with a password that lets its owner in only to choose another.
    ///
    /// # Errors
    /// As [`Accounts::create`].
    pub async fn invite(
        &self,
        account: &Account,
        password: &NewPassword,
    ) -> Result<(), AccountError> {
        Ok(self
            .identity
            .create_account(account, password, true)
            .await?)
    }

    /// Whether an address has an account, for whoever runs the program: no visitor may learn it.
    pub async fn has_account(&self, email: &EmailAddress) -> Result<bool, AccountError> {
        Ok(self.store.owner(email).await?.is_some())
    }

    fn send_code(&self, email: &EmailAddress, locale: Locale, code: CodeMail, purpose: CodeFor) {
        let CodeMail::Send(code) = code else {
            return;
        };
        let letter = match purpose {
            CodeFor::Confirming => Letter::Confirm(&code),
            CodeFor::Resetting => Letter::Reset(&code),
        };
        self.write(email, locale, letter);
    }
}

/// What a mailed code is for.
enum CodeFor {
    Confirming,
    Resetting,
}

/// A new account at version 1.
pub fn new_account(
    email: &EmailAddress,
    name: Name,
    locale: Locale,
    role: Role,
    now: Timestamp,
) -> Account {
    let unix_ms = u64::try_from(now.as_millisecond()).unwrap_or(0);
    Account {
        account_id: AccountId::from_parts(unix_ms, rand::random()),
        version: 1,
        email: email.clone(),
        name,
        locale,
        role,
        broker_id: None,
        seat: None,
        subscription_level: SubscriptionLevel::Free,
        subscription_ends_at: None,
        subscription_then: Vec::new(),
        erase_at: None,
        disabled: false,
        created_at: now,
        modified_at: now,
    }
}
