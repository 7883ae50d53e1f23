//! Keys that take turns.

use super::*;
use crate::identity::{
    IdentityError,
    built_in::{ACCESS_LIFETIME, signing_key::SIGNS_FOR},
    suite::{PASSWORD, assert_refused, device, done, typed},
};
use jsonwebtoken::{Algorithm, DecodingKey, Validation, jwk::JwkSet};

async fn key_ids(provider: &BuiltIn) -> Vec<String> {
    let set = provider.key_set().await.expect("keys");
    let keys = set["keys"].as_array().expect("a list");
    let id = |key: &serde_json::Value| key["kid"].as_str().expect("an identifier").to_owned();
    keys.iter().map(id).collect()
}

#[tokio::test]
async fn a_key_signs_for_thirty_days_and_verifies_what_it_signed() {
    let stage = Stage::new().await;
    let day = Duration::from_secs(86_400);
    let first = key_ids(&stage.provider).await;
    assert_eq!(first.len(), 1);
    stage.turn(SIGNS_FOR - day - Duration::from_secs(1));
    assert_eq!(key_ids(&stage.provider).await, first);
    // A day before it is needed the next one is there for others to fetch.
    stage.turn(Duration::from_secs(1));
    let both = key_ids(&stage.provider).await;
    assert_eq!((both.len(), &both[0]), (2, &first[0]));
    stage.turn(day - Duration::from_secs(1));
    let (account, old) = stage.member().await;
    stage.turn(Duration::from_secs(1));
    let new = done(
        stage
            .provider
            .sign_in(&account.email, &typed(PASSWORD), &device())
            .await,
    );
    let signed_by = |token: &str| jsonwebtoken::decode_header(token).expect("a header").kid;
    assert_eq!(
        signed_by(old.access_token.expose()).as_ref(),
        Some(&both[0])
    );
    assert_eq!(
        signed_by(new.access_token.expose()).as_ref(),
        Some(&both[1])
    );
    stage.turn(ACCESS_LIFETIME - Duration::from_secs(2));
    stage
        .provider
        .verify(&old.access_token)
        .await
        .expect("still verified");
    assert_eq!(key_ids(&stage.provider).await, both);
    stage.turn(Duration::from_secs(120));
    assert_eq!(key_ids(&stage.provider).await, [both[1].clone()]);
    assert_refused!(
        stage.provider.verify(&old.access_token).await,
        IdentityError::InvalidToken
    );
}

#[tokio::test]
async fn a_process_knows_the_keys_that_another_one_made() {
    let stage = Stage::new().await;
    let idle = stage.another().await;
    let before = key_ids(&idle).await;
    assert_eq!(before, key_ids(&stage.provider).await);
    // Long unused: the next key begins at once.
    stage.turn(2 * SIGNS_FOR);
    let (_, tokens) = stage.member().await;
    let claims = idle.verify(&tokens.access_token).await.expect("looked up");
    assert_eq!(claims.session_id, tokens.session_id);
    assert_eq!(key_ids(&idle).await, key_ids(&stage.provider).await);
}

#[tokio::test]
async fn processes_that_start_at_once_agree_on_their_keys() {
    let embedded = embedded().await;
    let table = &embedded.platform().table;
    let time = Arc::new(Mutex::new("2026-11-22T04:15:00Z".parse().expect("a time")));
    let opened = futures::future::join_all((0..4).map(|_| open(table, &time))).await;
    let first = key_ids(&opened[0]).await;
    assert_eq!(first.len(), 1);
    for provider in &opened {
        assert_eq!(key_ids(provider).await, first);
    }
}

#[tokio::test]
async fn a_stranger_verifies_a_token_with_the_key_set_alone() {
    let stage = Stage::new().await;
    let (account, tokens) = stage.member().await;
    let set = stage.provider.key_set().await.expect("keys");
    let set: JwkSet = serde_json::from_value(set).expect("a key set");
    let token = tokens.access_token.expose();
    let id = jsonwebtoken::decode_header(token)
        .expect("a header")
        .kid
        .expect("an identifier");
    let key = DecodingKey::from_jwk(set.find(&id).expect("in the set")).expect("a key");
    let mut validation = Validation::new(Algorithm::RS256);
    validation.validate_exp = false;
    let claims = jsonwebtoken::decode::<serde_json::Value>(token, &key, &validation);
    let subject = claims.expect("verified").claims["sub"].clone();
    assert_eq!(subject, account.account_id.to_string());
}
