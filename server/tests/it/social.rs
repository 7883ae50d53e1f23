//! Signing in through another provider over HTTP, with the provider's pages played here.

use crate::support::{TestSite, forms::Browser, people::between, response::TestResponse};
use durbar_platform::identity::cognito::double::PoolDouble;
use jiff::Timestamp;
use serde_json::{Value, json};

const ACCESS: &str = "__Host-durbar-access";
const SOCIAL: &str = "__Host-durbar-social";

struct Stage {
    site: TestSite,
    pool: PoolDouble,
}

fn person() -> Value {
    json!({
        "cognito:username": "Google_1234", "email": "maya@example.com",
        "email_verified": true, "name": "Maya Karki",
    })
}

impl Stage {
    async fn new() -> Self {
        let pool = PoolDouble::start().await;
        let site = TestSite::with_pool(&pool).await;
        Self { site, pool }
    }

    /// Follows the button, signs in there, and gives the address to come back to.
    async fn there(&self, browser: &mut Browser, button: &str, person: Value) -> String {
        let answer = browser.get(&self.site, button).await;
        assert_eq!(answer.code(), 303, "{}", answer.text());
        let address = answer.header("location").to_owned();
        assert!(address.starts_with(self.pool.address()), "{address}");
        assert_eq!(answer.header("cache-control"), "no-store");
        let now = Timestamp::now().as_second();
        let code = self
            .pool
            .with(|state| state.hosted.sign_in(&address, person, now));
        let state = between(&format!("{address}&"), "&state=", "&");
        format!("/account/social/callback?code={code}&state={state}")
    }

    fn exchanges(&self) -> usize {
        self.pool.calls("/oauth2/token")
    }
}

#[track_caller]
fn assert_led_back(answer: &TestResponse, why: &str) {
    assert_eq!(answer.code(), 303, "{}", answer.text());
    let to = answer.header("location");
    assert!(
        to.ends_with(&format!("/account/sign-in?social={why}")),
        "{to}"
    );
}

#[tokio::test]
async fn the_page_offers_what_is_set_up_and_the_way_ends_where_it_was_to() {
    let (stage, mut browser) = (Stage::new().await, Browser::default());
    let page = browser
        .get(
            &stage.site,
            "/ne/account/sign-in?next=%2Faccount%2Ffavorites",
        )
        .await;
    let text = page.text();
    let path = "/ne/account/social/google?next=%2Faccount%2Ffavorites";
    assert!(
        text.contains(path) && text.contains("/social/apple"),
        "{text}"
    );
    assert!(!text.contains("/social/facebook"));
    let back = stage.there(&mut browser, path, person()).await;
    let done = browser.get(&stage.site, &back).await;
    assert_eq!(done.code(), 303, "{}", done.text());
    assert_eq!(done.header("location"), "/ne/account/favorites");
    assert!(!browser.cookie(ACCESS).is_empty() && browser.cookie(SOCIAL).is_empty());
    let account = browser.get(&stage.site, "/account").await;
    assert!(account.text().contains("maya@example.com"));
    let export = browser.get(&stage.site, "/account/data/export").await;
    assert!(export.text().contains("Google_1234"));
    let sessions = browser.get(&stage.site, "/account/security").await;
    assert_eq!(sessions.code(), 200);
    let out = [("action", "sign-out-everywhere")];
    let out = browser.post(&stage.site, "/account/security", &out).await;
    assert_eq!(out.code(), 303);
    assert_eq!(stage.pool.calls("AdminUserGlobalSignOut"), 2);
}

#[tokio::test]
async fn a_forged_or_replayed_state_is_refused_before_the_pool_is_asked() {
    let (stage, mut browser) = (Stage::new().await, Browser::default());
    let path = "/account/social/google";
    let back = stage.there(&mut browser, path, person()).await;
    // Without the cookie of the browser that began: a link somebody else has sent.
    let mut victim = Browser::default();
    assert_led_back(&victim.get(&stage.site, &back).await, "failed");
    // With the cookie of a sign-in of one's own.
    stage.there(&mut victim, path, person()).await;
    assert_led_back(&victim.get(&stage.site, &back).await, "failed");
    assert!(victim.cookie(ACCESS).is_empty());
    let forged = format!("{back}x");
    let mut copy = browser.clone();
    assert_led_back(&copy.get(&stage.site, &forged).await, "failed");
    assert_eq!(stage.exchanges(), 0);
    let mut replay = browser.clone();
    assert_eq!(
        browser.get(&stage.site, &back).await.header("location"),
        "/account"
    );
    assert_led_back(&replay.get(&stage.site, &back).await, "failed");
    assert!(replay.cookie(ACCESS).is_empty());
    assert_eq!(stage.exchanges(), 1);
}

#[tokio::test]
async fn a_code_for_another_verifier_opens_nothing() {
    let stage = Stage::new().await;
    let (mut thief, mut victim) = (Browser::default(), Browser::default());
    let path = "/account/social/google";
    let stolen = stage.there(&mut victim, path, person()).await;
    let own = stage.there(&mut thief, path, person()).await;
    let state = between(&format!("{own}&"), "&state=", "&");
    let (start, _) = stolen.split_once("&state=").expect("a state");
    let answer = thief
        .get(&stage.site, &format!("{start}&state={state}"))
        .await;
    assert_led_back(&answer, "failed");
    assert!(thief.cookie(ACCESS).is_empty());
    assert_eq!(stage.exchanges(), 1);
}

#[tokio::test]
async fn who_changes_their_mind_or_has_no_address_is_told_in_their_language() {
    let (stage, mut browser) = (Stage::new().await, Browser::default());
    let path = "/ne/account/social/apple";
    stage.there(&mut browser, path, person()).await;
    let back = "/account/social/callback?error=access_denied&state=x";
    let answer = browser.get(&stage.site, back).await;
    assert_led_back(&answer, "failed");
    assert!(answer.header("location").starts_with("/ne/"));
    let page = browser.get(&stage.site, answer.header("location")).await;
    assert!(page.text().contains("role=\"alert\""));
    let mut unverified = person();
    unverified["email_verified"] = json!(false);
    let back = stage.there(&mut browser, path, unverified).await;
    assert_led_back(&browser.get(&stage.site, &back).await, "no-address");
    assert!(browser.cookie(ACCESS).is_empty());
}

#[tokio::test]
async fn what_is_not_set_up_is_not_there() {
    let stage = Stage::new().await;
    for path in ["/account/social/facebook", "/account/social/evil"] {
        assert_eq!(stage.site.get(path).await.code(), 404, "{path}");
    }
    let built_in = TestSite::small().await;
    assert_eq!(built_in.get("/account/social/google").await.code(), 404);
    let page = built_in.get("/account/sign-in").await;
    assert!(!page.text().contains("/account/social/"));
}
