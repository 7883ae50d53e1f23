//! Accounts over a table in memory, with a mailbox that tests read.

mod administration;
mod entering;
mod own;

use super::*;
use crate::testing::guest;
use async_trait::async_trait;
use durbar_domain::{
    Locale,
    account::{EmailAddress, NewPassword, Principal, Role},
    text::Name,
};
use durbar_platform::{
    Embedded, PlatformError,
    identity::{
        BuiltIn,
        built_in::{BuiltInSettings, HashingCost},
        suite,
    },
    mail::MailMessage,
    testing::embedded,
};
use std::sync::Mutex;

const PASSWORD: &str = suite::PASSWORD;
const OTHER_PASSWORD: &str = suite::OTHER_PASSWORD;
const SITE: &str = "https://durbar.example";

/// Keeps what it should send; fails for good when told to.
#[derive(Debug, Default)]
struct Mailbox {
    kept: Mutex<Vec<MailMessage>>,
    broken: Mutex<bool>,
}

#[async_trait]
impl MailSender for Mailbox {
    async fn send(&self, message: &MailMessage) -> Result<(), PlatformError> {
        if *self.broken.lock().expect("not poisoned") {
            return Err(PlatformError::BadCursor);
        }
        self.kept
            .lock()
            .expect("not poisoned")
            .push(message.clone());
        Ok(())
    }
}

/// Use cases, the mailbox they write to, and what is under them.
struct Stage {
    accounts: Accounts,
    mailbox: Arc<Mailbox>,
    embedded: Embedded,
}

impl Stage {
    async fn new() -> Self {
        let embedded = embedded().await;
        let platform = embedded.platform();
        let settings = BuiltInSettings {
            cost: HashingCost::FOR_TESTS,
            ..BuiltInSettings::new(SITE)
        };
        let identity = BuiltIn::open(&platform.table, settings)
            .await
            .expect("opened");
        let throttle = identity.throttle().clone();
        let mailbox = Arc::new(Mailbox::default());
        let sender: Arc<dyn MailSender> = mailbox.clone();
        let accounts = Accounts::new(platform, Arc::new(identity), throttle, sender, SITE);
        Self {
            accounts,
            mailbox,
            embedded,
        }
    }

    async fn sign_up(&self, address: &str, locale: Locale) -> Result<(), AccountError> {
        let name = Name::parse("name", "Anju Shrestha").expect("a name");
        let (email, password) = (email(address), suite::chosen(PASSWORD));
        self.accounts
            .sign_up(&email, &password, name, locale, client(1))
            .await
    }

    /// Signs up and confirms.
    async fn member(&self, address: &str) -> Tokens {
        self.sign_up(address, Locale::En).await.expect("signed up");
        let code = self.code().await;
        let confirmed = self
            .accounts
            .confirm(
                &email(address),
                &code,
                &typed(PASSWORD),
                &device(),
                client(1),
            )
            .await;
        done(confirmed)
    }

    /// The same with other people's mails in the box.
    async fn member_beside(&self, address: &str) -> Tokens {
        self.mails().await;
        self.member(address).await
    }

    /// Somebody of a role that administration made, signed in with the second factor where
    /// the role needs one.
    async fn person_of_role(&self, address: &str, role: Role) -> (Tokens, Principal) {
        let mut account = new_account(
            &email(address),
            Name::parse("name", "Bina Rai").expect("a name"),
            Locale::En,
            role,
            Timestamp::now(),
        );
        account.broker_id =
            (role == Role::Broker).then(|| durbar_domain::BrokerId::from_parts(1, 1));
        let created = self
            .accounts
            .create(&account, &suite::chosen(PASSWORD))
            .await;
        created.expect("created");
        let mut tokens = done(self.sign_in(address, PASSWORD).await);
        if role.needs_multi_factor() {
            tokens = enrol(self, &tokens.access_token).await;
        }
        let (person, _) = self
            .accounts
            .who(&tokens.access_token)
            .await
            .expect("known");
        (tokens, Principal::Person(person))
    }

    async fn sign_in(&self, address: &str, password: &str) -> Result<SignIn, AccountError> {
        self.accounts
            .sign_in(&email(address), &typed(password), &device(), client(1))
            .await
    }

    /// The mails sent so far, and none of them left.
    async fn mails(&self) -> Vec<MailMessage> {
        self.accounts.settled().await;
        std::mem::take(&mut self.mailbox.kept.lock().expect("not poisoned"))
    }

    async fn mail(&self) -> MailMessage {
        let mails = self.mails().await;
        let [mail] = mails.as_slice() else {
            panic!("not one mail: {mails:?}")
        };
        mail.clone()
    }

    /// The code in the one mail there is.
    async fn code(&self) -> MailCode {
        let text = self.mail().await.text;
        let code = text
            .split_whitespace()
            .find(|word| word.len() == 19 && word.matches('-').count() == 3);
        MailCode::new(code.expect("a code in the mail"))
    }
}

/// Sets up a second factor; the tokens of the session from then on.
async fn enrol(stage: &Stage, token: &AccessToken) -> Tokens {
    let proof = Proof::Password(typed(PASSWORD));
    let offered = stage
        .accounts
        .begin_multi_factor(token, &proof)
        .await
        .expect("offered");
    let code = suite::authenticator(&offered.outcome.secret, Timestamp::now());
    let token = offered.tokens.expect("tokens").access_token;
    let confirmed = stage.accounts.confirm_multi_factor(&token, &code).await;
    confirmed.expect("confirmed").tokens.expect("tokens")
}

fn email(text: &str) -> EmailAddress {
    suite::email(text)
}

fn typed(text: &str) -> Password {
    suite::typed(text)
}

fn device() -> Device {
    suite::device()
}

fn chosen(text: &str) -> NewPassword {
    suite::chosen(text)
}

/// A visitor's address.
fn client(number: u8) -> IpAddr {
    IpAddr::from([203, 0, 113, number])
}

fn done(outcome: Result<SignIn, AccountError>) -> Tokens {
    match outcome {
        Ok(SignIn::Done(tokens)) => tokens,
        other => panic!("not signed in: {other:?}"),
    }
}

/// The status and whether the session has ended, of what was refused.
fn status<T: std::fmt::Debug>(outcome: Result<T, AccountError>) -> u16 {
    outcome.expect_err("refused").status()
}
