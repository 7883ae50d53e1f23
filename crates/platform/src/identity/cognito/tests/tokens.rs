//! Which tokens are believed.

use super::Stage;
use crate::identity::{
    AccessToken, IdentityError, IdentityProvider as _,
    cognito::double::{self, CLIENT, access_claims},
};
use durbar_domain::{AccountId, account::Role};
use serde_json::{Value, json};
use std::time::Duration;

fn claims(stage: &Stage) -> Value {
    let issuer = stage.pool.with(|state| state.issuer.clone());
    let username = AccountId::from_parts(1_795_000_000_000, 1).to_string();
    access_claims(&issuer, &username, stage.now().as_second())
}

#[tokio::test]
async fn a_token_of_the_pool_is_read() {
    let stage = Stage::new().await;
    let token = stage.pool.sign(&claims(&stage));
    let verified = stage.provider.verified(&token).await.expect("verified");
    assert_eq!(verified.username, claims(&stage)["username"]);
    assert_eq!(verified.role(), Role::Broker);
}

#[tokio::test]
async fn a_token_without_a_session_of_ours_is_nobodys() {
    let stage = Stage::new().await;
    let token = AccessToken::new(stage.pool.sign(&claims(&stage)));
    let outcome = stage.provider.verify(&token).await;
    assert!(
        matches!(outcome, Err(IdentityError::SessionEnded)),
        "{outcome:?}"
    );
}

#[tokio::test]
async fn a_token_of_others_for_others_or_out_of_time_is_refused() {
    let stage = Stage::new().await;
    let now = stage.now().as_second();
    // Each emulator's issuer among them, and the pool's with a slash too many.
    let changes = [
        ("iss", json!("http://127.0.0.1:9229/local_AbCdEfGhI")),
        (
            "iss",
            json!("https://cognito-idp.us-east-1.amazonaws.com/us-east-1_OfY7bu77a"),
        ),
        (
            "iss",
            json!("https://cognito-idp.ap-south-1.amazonaws.com/ap-south-1_AbCdEfGhI/"),
        ),
        ("iss", Value::Null),
        ("client_id", json!("another-client")),
        ("client_id", Value::Null),
        ("token_use", json!("id")),
        ("aud", json!(CLIENT)),
        ("sub", Value::Null),
        ("username", Value::Null),
        ("exp", json!(now)),
        ("exp", Value::Null),
        ("iat", json!(now + 61)),
    ];
    for (name, value) in changes {
        let mut claims = claims(&stage);
        match value {
            Value::Null => drop(claims.as_object_mut().map(|it| it.remove(name))),
            _ => claims[name] = value,
        }
        let outcome = stage.provider.verified(&stage.pool.sign(&claims)).await;
        assert!(
            matches!(outcome, Err(IdentityError::InvalidToken)),
            "{claims}"
        );
    }
    let token = stage.pool.sign(&claims(&stage));
    stage.turn(Duration::from_secs(3_600));
    assert!(stage.provider.verified(&token).await.is_err());
}

#[tokio::test]
async fn an_identity_token_is_for_us_and_opens_nothing() {
    let stage = Stage::new().await;
    let mut id = claims(&stage);
    id["token_use"] = json!("id");
    id["cognito:username"] = id["username"].take();
    assert!(
        stage
            .provider
            .verified_id(&stage.pool.sign(&id))
            .await
            .is_err()
    );
    id["aud"] = json!("another-client");
    assert!(
        stage
            .provider
            .verified_id(&stage.pool.sign(&id))
            .await
            .is_err()
    );
    id["aud"] = json!(CLIENT);
    let token = stage.pool.sign(&id);
    assert!(stage.provider.verified_id(&token).await.is_ok());
    assert!(stage.provider.verified(&token).await.is_err());
}

#[tokio::test]
async fn the_algorithm_and_the_keys_are_not_the_tokens_to_choose() {
    let stage = Stage::new().await;
    let (ours, other) = (claims(&stage), double::new_key());
    let address = stage.pool.address().to_owned();
    let headers = [
        json!({ "alg": "RS256", "kid": "key-1" }),
        json!({ "alg": "RS256" }),
        json!({ "alg": "none", "kid": "key-1" }),
        json!({ "alg": "HS256", "kid": "key-1" }),
        json!({ "alg": "RS512", "kid": "key-1" }),
        json!({ "alg": "RS256", "kid": "key-1", "jku": format!("{address}/elsewhere") }),
    ];
    for header in headers {
        let token = double::sign(&other, &header, &ours);
        let outcome = stage.provider.verified(&token).await;
        assert!(
            matches!(outcome, Err(IdentityError::InvalidToken)),
            "{header}"
        );
    }
    assert_eq!(stage.pool.calls("/elsewhere"), 0);
    let token = stage.pool.sign(&ours);
    let unsigned = &token[..=token.rfind('.').expect("a signature")];
    assert!(stage.provider.verified(unsigned).await.is_err());
}
