//! Signing in through another provider.

use super::{CALLBACK, Stage};
use crate::{
    accounts::AccountStore,
    identity::{
        AuthorizationCode, IdentityError, IdentityProvider as _, SocialAnswer, SocialOutcome,
        SocialStart, SocialState, SocialWish,
        cognito::double::Grant,
        suite::{account, assert_refused, chosen, device, email},
    },
};
use durbar_domain::{
    Locale,
    account::{Account, EmailAddress, SocialProvider},
    text::Name,
};
use serde_json::{Value, json};
use std::time::Duration;

fn wish(provider: SocialProvider) -> SocialWish {
    SocialWish {
        provider,
        next: "/homes".to_owned(),
        locale: Locale::Ne,
    }
}

/// Somebody whose address Google vouches for.
fn person() -> Value {
    json!({
        "cognito:username": "Google_1234", "email": "anju@example.com",
        "email_verified": true, "name": "Anju Shrestha",
    })
}

fn make(email: &EmailAddress, name: Name, locale: Locale) -> Account {
    Account {
        name,
        locale,
        ..account(7, email.as_str())
    }
}

impl Stage {
    async fn begin(&self) -> SocialStart {
        let started = self
            .provider
            .begin_social(&wish(SocialProvider::Google))
            .await;
        started.expect("begun")
    }

    fn sign_in_there(&self, start: &SocialStart, person: Value) -> String {
        let now = self.now().as_second();
        self.pool
            .with(|state| state.hosted.sign_in(&start.address, person, now))
    }

    async fn finish(
        &self,
        state: &SocialState,
        browser: &SocialState,
        code: &str,
    ) -> Result<SocialOutcome, IdentityError> {
        let answer = SocialAnswer {
            state: state.clone(),
            browser: browser.clone(),
            code: AuthorizationCode::new(code),
        };
        self.provider.finish_social(&answer, &device(), &make).await
    }

    /// The whole way.
    async fn social(&self, person: Value) -> Result<SocialOutcome, IdentityError> {
        let start = self.begin().await;
        let code = self.sign_in_there(&start, person);
        self.finish(&start.state, &start.state, &code).await
    }
}

#[tokio::test]
async fn somebody_new_gets_an_account_and_comes_back_to_it() {
    let stage = Stage::new().await;
    let first = stage.social(person()).await.expect("signed in");
    assert_eq!(first.wish, wish(SocialProvider::Google));
    let store = AccountStore::new(stage.embedded.platform().table.clone());
    let account = store.get(first.tokens.account_id).await.expect("read");
    let account = account.expect("an account");
    assert_eq!(account.email, email("anju@example.com"));
    assert_eq!(account.locale, Locale::Ne);
    let claims = stage.provider.verify(&first.tokens.access_token).await;
    let claims = claims.expect("verified");
    assert_eq!(claims.account_id, account.account_id);
    assert!(!claims.multi_factor);
    stage.turn(Duration::from_secs(1));
    let again = stage.social(person()).await.expect("signed in");
    assert_eq!(again.tokens.account_id, account.account_id);
    let sessions = stage.provider.sessions(account.account_id).await;
    assert_eq!(sessions.expect("listed").len(), 2);
}

#[tokio::test]
async fn the_address_carries_what_the_standards_want_and_no_secret() {
    let stage = Stage::new().await;
    let start = stage.begin().await;
    assert!(start.address.contains("identity_provider=Google"));
    let callback: String = form_urlencoded::byte_serialize(CALLBACK.as_bytes()).collect();
    assert!(start.address.contains(&format!("redirect_uri={callback}")));
    assert!(!start.address.contains("verifier") && !start.address.contains("secret"));
    let other = stage.begin().await;
    assert_ne!(start.state, other.state);
    let facebook = wish(SocialProvider::Facebook);
    let offered = stage.provider.begin_social(&facebook).await;
    assert_refused!(offered, IdentityError::NotOffered);
}

#[tokio::test]
async fn a_state_works_once_in_its_browser_and_in_its_time() {
    let stage = Stage::new().await;
    let start = stage.begin().await;
    let code = stage.sign_in_there(&start, person());
    let (forged, none) = (SocialState::new("forged"), SocialState::new(""));
    let other = stage.begin().await.state;
    let finish = |state, browser| stage.finish(state, browser, &code);
    // Made up, another browser's, none in the browser: nothing is asked of the pool.
    assert_refused!(finish(&forged, &forged).await, IdentityError::WrongCode);
    assert_refused!(finish(&start.state, &other).await, IdentityError::WrongCode);
    assert_refused!(finish(&start.state, &none).await, IdentityError::WrongCode);
    assert_eq!(stage.pool.calls("/oauth2/token"), 0);
    finish(&start.state, &start.state).await.expect("signed in");
    assert_refused!(
        finish(&start.state, &start.state).await,
        IdentityError::WrongCode
    );
    assert_eq!(stage.pool.calls("/oauth2/token"), 1);
    let late = stage.begin().await;
    let code = stage.sign_in_there(&late, person());
    stage.turn(Duration::from_secs(600));
    let outcome = stage.finish(&late.state, &late.state, &code).await;
    assert_refused!(outcome, IdentityError::CodeExpired);
}

#[tokio::test]
async fn a_code_of_another_sign_in_is_refused_for_want_of_its_verifier() {
    let stage = Stage::new().await;
    let (theirs, ours) = (stage.begin().await, stage.begin().await);
    let stolen = stage.sign_in_there(&theirs, person());
    let outcome = stage.finish(&ours.state, &ours.state, &stolen).await;
    assert_refused!(outcome, IdentityError::WrongCode);
    assert_eq!(stage.pool.calls("/oauth2/token"), 1);
}

#[tokio::test]
async fn tokens_of_another_sign_in_are_refused_by_their_nonce_and_given_back() {
    let stage = Stage::new().await;
    let start = stage.begin().await;
    let code = stage.sign_in_there(&start, person());
    stage.pool.with(|state| {
        let other = |grant: &mut Grant| grant.nonce = "another".to_owned();
        state.hosted.change(&code, other);
    });
    let outcome = stage.finish(&start.state, &start.state, &code).await;
    assert_refused!(outcome, IdentityError::InvalidToken);
    assert_eq!(stage.pool.calls("RevokeToken"), 1);
}

#[tokio::test]
async fn an_address_that_nobody_vouches_for_opens_nothing() {
    let stage = Stage::new().await;
    for verified in [json!(false), json!("false"), Value::Null, json!(1)] {
        let mut person = person();
        person["email_verified"] = verified;
        let outcome = stage.social(person).await;
        assert_refused!(outcome, IdentityError::NotConfirmed);
    }
    let mut nameless = person();
    nameless["name"] = Value::Null;
    nameless["email_verified"] = json!("true");
    let outcome = stage.social(nameless).await.expect("signed in");
    let store = AccountStore::new(stage.embedded.platform().table.clone());
    let account = store.get(outcome.tokens.account_id).await.expect("read");
    assert_eq!(account.expect("an account").name.as_str(), "anju");
}

#[tokio::test]
async fn an_account_with_a_password_is_not_taken_over_through_its_address() {
    let stage = Stage::new().await;
    let theirs = account(1, "anju@example.com");
    let store = AccountStore::new(stage.embedded.platform().table.clone());
    let first = crate::identity::BuiltIn::open(
        &stage.embedded.platform().table,
        crate::identity::built_in::BuiltInSettings::new("https://durbar.example"),
    );
    let first = first.await.expect("a provider");
    let password = chosen("four quiet marigolds");
    let created = first.create_account(&theirs, &password, false).await;
    created.expect("created");
    let outcome = stage.social(person()).await;
    assert_refused!(outcome, IdentityError::AddressTaken);
    assert_eq!(stage.pool.with(|state| state.revoked.len()), 1);
    let owner = store.owner(&theirs.email).await.expect("read");
    assert_eq!(owner, Some(theirs.account_id));
}

#[tokio::test]
async fn erasing_leaves_no_way_from_the_other_provider() {
    let stage = Stage::new().await;
    let signed_in = stage.social(person()).await.expect("signed in");
    let id = signed_in.tokens.account_id;
    let names = stage.provider.social_names(id).await.expect("read");
    assert_eq!(names, ["Google_1234"]);
    stage.provider.erase(id).await.expect("erased");
    assert_eq!(stage.pool.calls("AdminDeleteUser"), 2);
    let known = stage.provider.account_of("Google_1234").await;
    assert_refused!(known, IdentityError::NoAccount);
}

#[tokio::test]
async fn no_session_outlasts_a_change_that_was_cut_off_before_ending_it() {
    let stage = Stage::new().await;
    let opened = stage.social(person()).await.expect("signed in").tokens;
    let changed = stage.provider.next_generation(opened.account_id).await;
    changed.expect("changed");
    let refused = stage.provider.refresh(&opened.refresh_token).await;
    assert!(
        matches!(refused, Err(IdentityError::SessionEnded)),
        "{refused:?}"
    );
    let sessions = stage.provider.sessions(opened.account_id).await;
    assert_eq!(sessions.expect("listed"), []);
}
