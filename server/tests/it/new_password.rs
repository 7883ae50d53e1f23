//! Who came with a password that somebody else gave chooses one of their own.

use crate::support::{TestSite, forms::Browser, people::PASSWORD};
use durbar_domain::{
    Locale,
    account::{EmailAddress, NewPassword, Role},
    text::Name,
};
use durbar_services::accounts::new_account;
use jiff::Timestamp;

const EMAIL: &str = "maya@example.com";
const OTHER: &str = "blue temple rain";
const ACCESS: &str = "__Host-durbar-access";

async fn invited(site: &TestSite) {
    let address = EmailAddress::parse("email", EMAIL).expect("an address");
    let name = Name::parse("name", "Maya Karki").expect("a name");
    let account = new_account(&address, name, Locale::En, Role::Buyer, Timestamp::now());
    let password = NewPassword::parse("password", PASSWORD, &address).expect("a password");
    let invited = site.services().accounts.invite(&account, &password).await;
    invited.expect("an account");
}

async fn sign_in(site: &TestSite, browser: &mut Browser, password: &str) -> String {
    let fields = [
        ("action", "sign-in"),
        ("email", EMAIL),
        ("password", password),
        ("next", "/account/favorites"),
    ];
    let answer = browser.post(site, "/account/sign-in", &fields).await;
    assert_eq!(answer.code(), 303, "{}", answer.text());
    answer.header("location").to_owned()
}

fn fields(password: &str) -> [(&str, &str); 4] {
    [
        ("action", "new-password"),
        ("email", EMAIL),
        ("new_password", password),
        ("next", "/account/favorites"),
    ]
}

#[tokio::test]
async fn a_given_password_leads_to_one_of_ones_own_and_no_further() {
    let (site, mut browser) = (TestSite::small().await, Browser::default());
    invited(&site).await;
    let to = sign_in(&site, &mut browser, PASSWORD).await;
    assert_eq!(
        to,
        "/account/new-password?email=maya%40example.com&next=%2Faccount%2Ffavorites"
    );
    assert!(browser.cookie(ACCESS).is_empty());
    let page = browser.get(&site, &to).await;
    assert!(page.text().contains("name=\"new_password\""));
    assert!(page.text().contains(EMAIL));
    for (password, code) in [(PASSWORD, 400), ("short", 400), ("maya@example.com", 400)] {
        let refused = browser.post(&site, &to, &fields(password)).await;
        assert_eq!(refused.code(), code, "{password}");
        assert!(browser.cookie(ACCESS).is_empty());
    }
    let done = browser.post(&site, &to, &fields(OTHER)).await;
    assert_eq!(done.code(), 303, "{}", done.text());
    assert_eq!(done.header("location"), "/account/favorites");
    assert!(!browser.cookie(ACCESS).is_empty());
    let mut again = Browser::default();
    assert_eq!(
        sign_in(&site, &mut again, OTHER).await,
        "/account/favorites"
    );
}

#[tokio::test]
async fn without_a_sign_in_that_waits_nothing_is_set() {
    let (site, mut browser) = (TestSite::small().await, Browser::default());
    invited(&site).await;
    let page = browser.get(&site, "/ne/account/new-password").await;
    assert_eq!(page.code(), 200);
    let refused = browser
        .post(&site, "/account/new-password", &fields(OTHER))
        .await;
    assert_eq!(refused.code(), 401);
    assert!(browser.cookie(ACCESS).is_empty());
}
