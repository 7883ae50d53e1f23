//! What every identity provider does, as tests that any of them can be put through.

macro_rules! assert_refused {
    ($outcome:expr, $error:pat) => {
        let outcome = $outcome;
        assert!(matches!(outcome, Err($error)), "{outcome:?}");
    };
}
#[cfg(test)]
pub(crate) use assert_refused;

mod administration;
mod entering;
mod factors;
mod sessions;

pub use administration::*;
pub use entering::*;
pub use factors::*;
pub use sessions::*;

use super::{
    AccessToken, CodeMail, Device, IdentityError, IdentityProvider, MailCode, Password, Proof,
    RecoveryCode, SignIn, SignUp, Tokens, TotpSecret,
};
use async_trait::async_trait;
use durbar_domain::{
    AccountId, Locale,
    account::{Account, EmailAddress, NewPassword, Role, SubscriptionLevel},
    text::Name,
};
use jiff::Timestamp;
use std::time::Duration;

/// The password that the people of these tests choose first.
pub const PASSWORD: &str = "four quiet marigolds";
/// The one they choose next.
pub const OTHER_PASSWORD: &str = "blue temple rain";

/// A provider under test, and what its surroundings do.
#[async_trait]
pub trait Subject: Send + Sync {
    fn provider(&self) -> &dyn IdentityProvider;
    /// The code that reached an address: given back by the provider, or taken from a mailbox.
    async fn received(&self, email: &EmailAddress, mail: CodeMail) -> MailCode;
    fn now(&self) -> Timestamp;
    /// Lets time pass.
    async fn pass(&self, time: Duration);
    /// Writes an account over another one, as the product does.
    async fn assign(&self, before: &Account, after: &Account);
}

/// An address.
pub fn email(text: &str) -> EmailAddress {
    EmailAddress::parse("email", text).expect("an address")
}

/// A password somebody chooses.
pub fn chosen(text: &str) -> NewPassword {
    NewPassword::parse("password", text, &email("somebody@example.com")).expect("a password")
}

/// A password as it is typed.
pub fn typed(text: &str) -> Password {
    Password::new(text)
}

pub fn device() -> Device {
    Device::new("Firefox on Linux")
}

/// The account of this number.
pub fn account(number: u64, address: &str) -> Account {
    let now = "2026-11-22T04:15:00Z".parse().expect("a time");
    Account {
        account_id: AccountId::from_parts(1_795_000_000_000 + number, u128::from(number)),
        version: 1,
        email: email(address),
        name: Name::parse("name", "Anju Shrestha").expect("a name"),
        locale: Locale::Ne,
        role: Role::Buyer,
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

/// Signs up and confirms; the tokens of the first session.
pub async fn member(subject: &dyn Subject, account: &Account) -> Tokens {
    let signed_up = subject.provider().sign_up(account, &chosen(PASSWORD)).await;
    let SignUp::Pending(mail) = signed_up.expect("signed up") else {
        panic!("the address is taken")
    };
    let code = subject.received(&account.email, mail).await;
    let confirmed = subject
        .provider()
        .confirm(&account.email, &code, &typed(PASSWORD), &device())
        .await;
    done(confirmed)
}

/// The tokens of a sign-in that needs nothing more.
pub fn done(outcome: Result<SignIn, IdentityError>) -> Tokens {
    match outcome {
        Ok(SignIn::Done(tokens)) => tokens,
        other => panic!("not signed in: {other:?}"),
    }
}

/// The code an authenticator shows.
pub fn authenticator(secret: &TotpSecret, now: Timestamp) -> String {
    let secret = totp_rs::Secret::try_from_base32(secret.expose()).expect("base 32");
    let totp = totp_rs::Builder::new()
        .with_secret(secret)
        .build()
        .expect("an authenticator");
    totp.generate(u64::try_from(now.as_second()).expect("after 1970"))
        .to_string()
}

/// Sets up a second factor; its secret.
pub async fn enrol(subject: &dyn Subject, token: &AccessToken) -> TotpSecret {
    enrol_with_codes(subject, token).await.0
}

/// Sets up a second factor; its secret and the recovery codes.
pub async fn enrol_with_codes(
    subject: &dyn Subject,
    token: &AccessToken,
) -> (TotpSecret, Vec<RecoveryCode>) {
    let provider = subject.provider();
    let proof = Proof::Password(typed(PASSWORD));
    let offered = provider
        .begin_multi_factor(token, &proof)
        .await
        .expect("offered");
    let code = authenticator(&offered.secret, subject.now());
    let codes = provider.confirm_multi_factor(token, &code).await;
    (offered.secret, codes.expect("confirmed"))
}
