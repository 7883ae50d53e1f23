//! What every identity provider does, as tests that any of them can be put through.

use super::{
    AccessToken, CodeMail, Device, IdentityError, IdentityProvider, MailCode, Password, Proof,
    SignIn, SignUp, Tokens, TotpSecret,
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
        subscription_level: SubscriptionLevel::Free,
        subscription_ends_at: None,
        erase_at: None,
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
    let provider = subject.provider();
    let proof = Proof::Password(typed(PASSWORD));
    let offered = provider
        .begin_multi_factor(token, &proof)
        .await
        .expect("offered");
    let code = authenticator(&offered.secret, subject.now());
    provider
        .confirm_multi_factor(token, &code)
        .await
        .expect("confirmed");
    offered.secret
}

macro_rules! assert_refused {
    ($outcome:expr, $error:pat) => {
        let outcome = $outcome;
        assert!(matches!(outcome, Err($error)), "{outcome:?}");
    };
}
#[cfg(test)]
pub(crate) use assert_refused;

/// Who signs up and confirms is in, comes in again, and has a token that says who they are.
pub async fn signs_up_confirms_and_signs_in(subject: &dyn Subject) {
    let provider = subject.provider();
    let account = account(1, "anju@example.com");
    let first = member(subject, &account).await;
    let again = provider
        .sign_in(&account.email, &typed(PASSWORD), &device())
        .await;
    let second = done(again);
    assert_eq!(second.account_id, account.account_id);
    assert_ne!(first.session_id, second.session_id);
    let claims = provider
        .verify(&second.access_token)
        .await
        .expect("verified");
    assert_eq!(claims.account_id, account.account_id);
    assert_eq!(claims.session_id, second.session_id);
    assert_eq!(claims.role, Role::Buyer);
    assert!(!claims.multi_factor);
    let wrong = provider
        .sign_in(&account.email, &typed(OTHER_PASSWORD), &device())
        .await;
    assert_refused!(wrong, IdentityError::WrongCredentials);
    let nobody = email("nobody@example.com");
    let unknown = provider.sign_in(&nobody, &typed(PASSWORD), &device()).await;
    assert_refused!(unknown, IdentityError::WrongCredentials);
}

/// Before the address is confirmed nobody is in; another code can be had.
pub async fn waits_for_the_address_to_be_confirmed(subject: &dyn Subject) {
    let provider = subject.provider();
    let account = account(1, "anju@example.com");
    let signed_up = provider
        .sign_up(&account, &chosen(PASSWORD))
        .await
        .expect("signed up");
    assert!(matches!(signed_up, SignUp::Pending(_)));
    let early = provider
        .sign_in(&account.email, &typed(PASSWORD), &device())
        .await;
    assert_refused!(early, IdentityError::NotConfirmed);
    let wrong = provider
        .sign_in(&account.email, &typed(OTHER_PASSWORD), &device())
        .await;
    assert_refused!(wrong, IdentityError::WrongCredentials);
    let mail = provider.resend(&account.email).await.expect("sent again");
    let code = subject.received(&account.email, mail).await;
    let confirmed = provider
        .confirm(&account.email, &code, &typed(PASSWORD), &device())
        .await;
    done(confirmed);
    let taken = provider
        .sign_up(&account, &chosen(PASSWORD))
        .await
        .expect("answered");
    assert_eq!(taken, SignUp::AddressTaken);
}

/// A forgotten password is replaced by a code, which works once; sessions end.
pub async fn replaces_a_forgotten_password(subject: &dyn Subject) {
    let provider = subject.provider();
    let account = account(1, "anju@example.com");
    let before = member(subject, &account).await;
    let mail = provider
        .forgot_password(&account.email)
        .await
        .expect("sent");
    let code = subject.received(&account.email, mail).await;
    let replaced = provider
        .reset_password(&account.email, &code, &chosen(OTHER_PASSWORD))
        .await;
    assert_eq!(replaced.expect("replaced"), account.account_id);
    let again = provider
        .reset_password(&account.email, &code, &chosen(PASSWORD))
        .await;
    assert_refused!(again, IdentityError::WrongCode);
    assert_refused!(
        provider.refresh(&before.refresh_token).await,
        IdentityError::SessionEnded
    );
    let old = provider
        .sign_in(&account.email, &typed(PASSWORD), &device())
        .await;
    assert_refused!(old, IdentityError::WrongCredentials);
    done(
        provider
            .sign_in(&account.email, &typed(OTHER_PASSWORD), &device())
            .await,
    );
}

/// With a second factor the password alone opens nothing.
pub async fn asks_for_the_second_factor(subject: &dyn Subject) {
    let provider = subject.provider();
    let account = account(1, "anju@example.com");
    let tokens = member(subject, &account).await;
    let secret = enrol(subject, &tokens.access_token).await;
    subject.pass(Duration::from_secs(30)).await;
    let outcome = provider
        .sign_in(&account.email, &typed(PASSWORD), &device())
        .await;
    let Ok(SignIn::MultiFactorRequired { challenge }) = outcome else {
        panic!("{outcome:?}")
    };
    let wrong = provider.answer_multi_factor(&challenge, "000000").await;
    assert_refused!(wrong, IdentityError::WrongCode);
    let code = authenticator(&secret, subject.now());
    let tokens = done(provider.answer_multi_factor(&challenge, &code).await);
    let claims = provider
        .verify(&tokens.access_token)
        .await
        .expect("verified");
    assert!(claims.multi_factor);
}

/// Sessions are refreshed, seen, ended one by one and all together.
pub async fn keeps_and_ends_sessions(subject: &dyn Subject) {
    let provider = subject.provider();
    let account = account(1, "anju@example.com");
    let first = member(subject, &account).await;
    let second = done(
        provider
            .sign_in(&account.email, &typed(PASSWORD), &device())
            .await,
    );
    let refreshed = provider
        .refresh(&first.refresh_token)
        .await
        .expect("refreshed");
    assert_eq!(refreshed.session_id, first.session_id);
    let sessions = provider.sessions(account.account_id).await.expect("listed");
    assert_eq!(sessions.len(), 2);
    assert!(sessions.iter().all(|session| session.device == device()));
    provider
        .sign_out(&refreshed.refresh_token)
        .await
        .expect("signed out");
    let live = |session| provider.session_is_live(account.account_id, session);
    assert!(!live(first.session_id).await.expect("read"));
    assert!(live(second.session_id).await.expect("read"));
    provider
        .end_all_sessions(account.account_id)
        .await
        .expect("ended");
    assert!(!live(second.session_id).await.expect("read"));
    assert_refused!(
        provider.refresh(&second.refresh_token).await,
        IdentityError::SessionEnded
    );
}

/// A disabled account is out at once, and in again when it is enabled.
pub async fn disables_and_enables(subject: &dyn Subject) {
    let provider = subject.provider();
    let account = account(1, "anju@example.com");
    let tokens = member(subject, &account).await;
    provider
        .disable(account.account_id)
        .await
        .expect("disabled");
    assert_refused!(
        provider.refresh(&tokens.refresh_token).await,
        IdentityError::SessionEnded
    );
    let refused = provider
        .sign_in(&account.email, &typed(PASSWORD), &device())
        .await;
    assert_refused!(refused, IdentityError::Disabled);
    provider.enable(account.account_id).await.expect("enabled");
    done(
        provider
            .sign_in(&account.email, &typed(PASSWORD), &device())
            .await,
    );
}

/// A password given by administration lets its owner in only to choose another.
pub async fn makes_the_owner_choose_a_password(subject: &dyn Subject) {
    let provider = subject.provider();
    let account = account(1, "anju@example.com");
    let created = provider
        .create_account(&account, &chosen(PASSWORD), true)
        .await;
    created.expect("created");
    assert_refused!(
        provider
            .create_account(&account, &chosen(PASSWORD), true)
            .await,
        IdentityError::AddressTaken
    );
    let outcome = provider
        .sign_in(&account.email, &typed(PASSWORD), &device())
        .await;
    let Ok(SignIn::NewPasswordRequired { challenge }) = outcome else {
        panic!("{outcome:?}")
    };
    let same = provider
        .answer_new_password(&challenge, &chosen(PASSWORD))
        .await;
    assert_refused!(same, IdentityError::WeakPassword);
    done(
        provider
            .answer_new_password(&challenge, &chosen(OTHER_PASSWORD))
            .await,
    );
    done(
        provider
            .sign_in(&account.email, &typed(OTHER_PASSWORD), &device())
            .await,
    );
}
