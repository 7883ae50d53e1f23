//! Who somebody is: passwords, second factors, sessions and tokens. A port with two
//! implementations: [`built_in`] keeps all of it in the table, and [`cognito`] does the same
//! over an Amazon Cognito user pool.
//!
//! The port knows accounts by their identifier and their address, never by role: what an
//! account may do is the product's, and stands in a token only as it was when it was made.

pub mod built_in;
mod code;
pub mod cognito;
mod error;
mod hashing;
mod refresh_token;
mod sealed_text;
mod secret_text;
#[doc(hidden)]
pub mod suite;
mod totp;
mod types;

pub use built_in::BuiltIn;
pub use cognito::Cognito;
pub use error::IdentityError;
pub use secret_text::{
    AccessToken, AuthorizationCode, Challenge, MailCode, Password, RecoveryCode, RefreshToken,
    SocialState, TotpSecret,
};
pub use types::{
    AccessClaims, CodeMail, Device, Enrolment, MultiFactorState, Proof, SessionSummary, SignIn,
    SignUp, SocialAccount, SocialAnswer, SocialOutcome, SocialStart, SocialWish, Tokens,
};

use async_trait::async_trait;
use durbar_domain::{
    AccountId, SessionId,
    account::{Account, EmailAddress, NewPassword, SocialProvider},
};
use std::fmt;

/// Keeps what people prove themselves with, and makes and checks the tokens of those who did.
///
/// What is asked for by address answers the same, and takes the same work, whether or not
/// the address has an account. Attempts are counted by account here; by client address only
/// the caller can.
#[async_trait]
pub trait IdentityProvider: fmt::Debug + Send + Sync + 'static {
    /// Takes a sign-up. The account begins to be, and its item is in the table, once its
    /// address is confirmed; until then others may sign up with the address too.
    async fn sign_up(
        &self,
        account: &Account,
        password: &NewPassword,
    ) -> Result<SignUp, IdentityError>;

    /// Ends a sign-up with the code sent to the address and the password chosen, and signs
    /// in. The password shows which of several sign-ups with the address is this person's:
    /// whoever signed up with somebody else's address gets nothing when its owner confirms.
    async fn confirm(
        &self,
        email: &EmailAddress,
        code: &MailCode,
        password: &Password,
        device: &Device,
    ) -> Result<SignIn, IdentityError>;

    /// Makes another code for a sign-up; the one before no longer works.
    async fn resend(&self, email: &EmailAddress) -> Result<CodeMail, IdentityError>;

    async fn sign_in(
        &self,
        email: &EmailAddress,
        password: &Password,
        device: &Device,
    ) -> Result<SignIn, IdentityError>;

    /// Goes on with a sign-in that asked for a second factor: a code of the authenticator or
    /// a recovery code.
    async fn answer_multi_factor(
        &self,
        challenge: &Challenge,
        code: &str,
    ) -> Result<SignIn, IdentityError>;

    /// Goes on with a sign-in that asked for a password of the person's own.
    async fn answer_new_password(
        &self,
        challenge: &Challenge,
        password: &NewPassword,
    ) -> Result<SignIn, IdentityError>;

    /// Makes a code that lets the password be replaced.
    async fn forgot_password(&self, email: &EmailAddress) -> Result<CodeMail, IdentityError>;

    /// Replaces a forgotten password and ends all sessions. A second factor stays.
    async fn reset_password(
        &self,
        email: &EmailAddress,
        code: &MailCode,
        password: &NewPassword,
    ) -> Result<AccountId, IdentityError>;

    /// New tokens for a refresh token, which works this once: whoever shows it again ends
    /// the session ([`IdentityError::Reused`]).
    async fn refresh(&self, token: &RefreshToken) -> Result<Tokens, IdentityError>;

    /// Lets the session of who has just shown again who they are go on under a new identifier
    /// and with new tokens; the one before ends with its tokens at once (OWASP ASVS 5.0,
    /// 7.2.4). When it began, and so when it ends in any case, stays.
    async fn replace_session(&self, token: &AccessToken) -> Result<Tokens, IdentityError>;

    /// Ends the session of a refresh token; none is no error.
    async fn sign_out(&self, token: &RefreshToken) -> Result<(), IdentityError>;

    /// What an access token says, if it is one of this provider's and in its time. Its
    /// session may have ended: see [`Self::session_is_live`].
    async fn verify(&self, token: &AccessToken) -> Result<AccessClaims, IdentityError>;

    /// Whether a session has neither ended nor been ended. One read.
    async fn session_is_live(
        &self,
        account_id: AccountId,
        session_id: SessionId,
    ) -> Result<bool, IdentityError>;

    /// The sessions that are live, latest used first.
    async fn sessions(&self, account_id: AccountId) -> Result<Vec<SessionSummary>, IdentityError>;

    /// Ends a session; none is no error.
    async fn end_session(
        &self,
        account_id: AccountId,
        session_id: SessionId,
    ) -> Result<(), IdentityError>;

    /// Ends all sessions of an account, and the sign-ins that wait for a further step.
    async fn end_all_sessions(&self, account_id: AccountId) -> Result<(), IdentityError>;

    /// Changes the password of who is signed in, and ends the other sessions.
    async fn change_password(
        &self,
        token: &AccessToken,
        current: &Password,
        new: &NewPassword,
    ) -> Result<(), IdentityError>;

    /// Whether who is signed in has a second factor.
    async fn multi_factor(&self, token: &AccessToken) -> Result<MultiFactorState, IdentityError>;

    /// Offers a secret for an authenticator; nothing changes before it is confirmed.
    async fn begin_multi_factor(
        &self,
        token: &AccessToken,
        proof: &Proof,
    ) -> Result<Enrolment, IdentityError>;

    /// Makes the secret offered the second factor, shown by one of its codes. Other sessions
    /// end; this one counts as signed in with it from its next refresh on. The recovery codes
    /// are shown this once.
    async fn confirm_multi_factor(
        &self,
        token: &AccessToken,
        code: &str,
    ) -> Result<Vec<RecoveryCode>, IdentityError>;

    /// Removes the second factor and ends the other sessions. Whether the role allows it the
    /// caller has asked before.
    async fn disable_multi_factor(
        &self,
        token: &AccessToken,
        proof: &Proof,
    ) -> Result<(), IdentityError>;

    /// New recovery codes; those before no longer work.
    async fn renew_recovery_codes(
        &self,
        token: &AccessToken,
        proof: &Proof,
    ) -> Result<Vec<RecoveryCode>, IdentityError>;

    /// Makes an account whose address needs no confirming, for administration. With
    /// `initial` the password lets its owner in only to choose another.
    ///
    /// # Errors
    /// [`IdentityError::AddressTaken`] when the address has an account.
    async fn create_account(
        &self,
        account: &Account,
        password: &NewPassword,
        initial: bool,
    ) -> Result<(), IdentityError>;

    /// Takes note that role, level or broker of an account have changed, for the tokens made
    /// from now on.
    async fn claims_changed(&self, account: &Account) -> Result<(), IdentityError>;

    /// Lets an account in no longer, and ends its sessions.
    async fn disable(&self, account_id: AccountId) -> Result<(), IdentityError>;

    /// Lets an account in again.
    async fn enable(&self, account_id: AccountId) -> Result<(), IdentityError>;

    /// The keys that verify tokens, as a JSON Web Key Set (RFC 7517).
    async fn key_set(&self) -> Result<serde_json::Value, IdentityError>;

    /// Deletes what is kept of an account outside its own items in the table. Done again, it
    /// deletes the rest.
    async fn erase(&self, account_id: AccountId) -> Result<(), IdentityError> {
        let _ = account_id;
        Ok(())
    }

    /// Names of an account with other providers, as in `Google_1234`.
    async fn social_names(&self, account_id: AccountId) -> Result<Vec<String>, IdentityError> {
        let _ = account_id;
        Ok(Vec::new())
    }

    /// Others through whom people may sign in, in the order of their buttons.
    fn social_providers(&self) -> Vec<SocialProvider> {
        Vec::new()
    }

    /// Begins a sign-in through another provider.
    ///
    /// # Errors
    /// [`IdentityError::NotOffered`] when that one isn't set up.
    async fn begin_social(&self, wish: &SocialWish) -> Result<SocialStart, IdentityError> {
        let _ = wish;
        Err(IdentityError::NotOffered)
    }

    /// Ends a sign-in through another provider, once, in the browser that began it. Who has no
    /// account gets the one `make` makes, if the provider vouches for their address.
    ///
    /// # Errors
    /// [`IdentityError::AddressTaken`] when the address has an account that another way opens,
    /// [`IdentityError::NotConfirmed`] when nobody vouches for the address,
    /// [`IdentityError::WrongCode`] when it was not begun here, or ended before.
    async fn finish_social(
        &self,
        answer: &SocialAnswer,
        device: &Device,
        make: &SocialAccount<'_>,
    ) -> Result<SocialOutcome, IdentityError> {
        let _ = (answer, device, make);
        Err(IdentityError::NotOffered)
    }
}
