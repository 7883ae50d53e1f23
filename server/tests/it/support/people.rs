//! People with an account, signed in as a browser signs in.

use super::{TestSite, forms::Browser};
use durbar_domain::{
    BrokerId, Locale,
    account::{EmailAddress, NewPassword, Role, SubscriptionLevel},
    text::Name,
};
use durbar_services::accounts::new_account;
use jiff::Timestamp;

pub const PASSWORD: &str = "four quiet marigolds";

/// Makes a confirmed account and signs in with its password.
pub async fn signed_in(
    site: &TestSite,
    email: &str,
    role: Role,
    broker: Option<BrokerId>,
) -> Browser {
    let address = EmailAddress::parse("email", email).expect("an address");
    let name = Name::parse("name", "Maya Karki").expect("a name");
    let mut account = new_account(&address, name, Locale::En, role, Timestamp::now());
    account.broker_id = broker;
    let password = NewPassword::parse("password", PASSWORD, &address).expect("a password");
    let accounts = &site.services().accounts;
    accounts
        .create(&account, &password)
        .await
        .expect("an account");
    let mut browser = Browser::default();
    sign_in(site, &mut browser, email).await;
    browser
}

/// Signs in somebody new of this level.
pub async fn member(site: &TestSite, level: SubscriptionLevel) -> Browser {
    let email = format!("{}@example.com", level.key());
    let address = EmailAddress::parse("email", &email).expect("an address");
    let name = Name::parse("name", "Maya Karki").expect("a name");
    let mut account = new_account(&address, name, Locale::En, Role::Buyer, Timestamp::now());
    account.subscription_level = level;
    let password = NewPassword::parse("password", PASSWORD, &address).expect("a password");
    let created = site.services().accounts.create(&account, &password).await;
    created.expect("an account");
    let mut browser = Browser::default();
    sign_in(site, &mut browser, &email).await;
    browser
}

/// Signs in with the password.
pub async fn sign_in(site: &TestSite, browser: &mut Browser, email: &str) {
    let fields = [
        ("action", "sign-in"),
        ("email", email),
        ("password", PASSWORD),
    ];
    let answer = browser.post(site, "/account/sign-in", &fields).await;
    assert_eq!(answer.code(), 303, "{}", answer.text());
}

/// Sets up an authenticator and signs in again with one of its recovery codes.
pub async fn add_second_factor(site: &TestSite, browser: &mut Browser, email: &str) {
    let fields = [
        ("action", "begin-second-factor"),
        ("current_password", PASSWORD),
    ];
    let page = browser.post(site, "/account/security", &fields).await;
    let secret = between(&page.text(), "class=\"enrolment__key\">", "<");
    let secret = totp_rs::Secret::try_from_base32(&secret).expect("base 32");
    let totp = totp_rs::Builder::new()
        .with_account_name("")
        .with_secret(secret)
        .build()
        .expect("an authenticator");
    let code = totp.generate_current().to_string();
    let fields = [("action", "confirm-second-factor"), ("code", code.as_str())];
    let page = browser.post(site, "/account/security", &fields).await;
    let recovery = between(&page.text(), "<li><code>", "<");
    *browser = Browser::default();
    sign_in(site, browser, email).await;
    let fields = [("action", "second-factor"), ("code", recovery.as_str())];
    let answer = browser.post(site, "/account/second-factor", &fields).await;
    assert_eq!(answer.code(), 303, "{}", answer.text());
}

/// The text between two marks of a page.
pub fn between(page: &str, start: &str, end: &str) -> String {
    let (_, rest) = page
        .split_once(start)
        .unwrap_or_else(|| panic!("no {start} in {page}"));
    let (text, _) = rest.split_once(end).expect("an end");
    text.to_owned()
}

/// The code of the latest mail to an address.
pub async fn mailed_code(site: &TestSite, to: &str) -> String {
    // Mails are sent after the answer, so that its time tells nobody anything.
    site.services().accounts.settled().await;
    let folder = site.stack.mail_folder().expect("embedded mode keeps mail");
    let mails = folder.list(50).await.expect("the mails");
    let mail = mails.iter().find(|mail| mail.to == to).expect("a mail");
    let line = mail.text.lines().next().expect("a line");
    line.rsplit(' ').next().expect("a code").to_owned()
}

/// Signs up on the pages, with the code of the mail.
pub async fn sign_up(site: &TestSite, browser: &mut Browser, name: &str, email: &str) {
    let fields = [
        ("action", "sign-up"),
        ("name", name),
        ("email", email),
        ("password", PASSWORD),
    ];
    let sent = browser.post(site, "/account/sign-up", &fields).await;
    assert_eq!(sent.code(), 303, "{}", sent.text());
    let code = mailed_code(site, email).await;
    let fields = [
        ("action", "confirm"),
        ("email", email),
        ("code", &code),
        ("password", PASSWORD),
    ];
    let done = browser.post(site, "/account/confirm", &fields).await;
    assert_eq!(done.code(), 303, "{}", done.text());
    assert_eq!(done.header("location"), "/account");
}
