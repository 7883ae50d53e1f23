//! When the pool's keys are fetched.

use super::Stage;
use crate::identity::{IdentityError, IdentityProvider as _, cognito::double::access_claims};
use serde_json::Value;
use std::time::Duration;

const KEYS: &str = "/.well-known/jwks.json";

fn claims(stage: &Stage) -> Value {
    let issuer = stage.pool.with(|state| state.issuer.clone());
    access_claims(&issuer, "somebody", stage.now().as_second())
}

#[tokio::test]
async fn keys_are_fetched_once_and_known_ones_cause_no_look() {
    let stage = Stage::new().await;
    let token = stage.pool.sign(&claims(&stage));
    for _ in 0..3 {
        assert!(stage.provider.verified(&token).await.is_ok());
    }
    assert_eq!(stage.pool.calls(KEYS), 1);
    let set = stage.provider.key_set().await.expect("the keys");
    assert_eq!(set["keys"].as_array().map(Vec::len), Some(1));
    assert_eq!(stage.pool.calls(KEYS), 1);
}

#[tokio::test]
async fn an_unknown_key_causes_one_look_and_no_other_for_a_minute() {
    let stage = Stage::new().await;
    let token = stage.pool.sign(&claims(&stage));
    assert!(stage.provider.verified(&token).await.is_ok());
    let key = stage.pool.add_key();
    let token = stage.pool.sign_with(&key, &claims(&stage));
    for _ in 0..3 {
        // Within the minute of the first look.
        let outcome = stage.provider.verified(&token).await;
        assert!(matches!(outcome, Err(IdentityError::InvalidToken)));
    }
    assert_eq!(stage.pool.calls(KEYS), 1);
    stage.turn(Duration::from_secs(60));
    assert!(stage.provider.verified(&token).await.is_ok());
    assert_eq!(stage.pool.calls(KEYS), 2);
}

#[tokio::test]
async fn keys_that_are_had_serve_while_the_pool_does_not_answer() {
    let stage = Stage::new().await;
    stage.pool.with(|state| state.answers_keys = false);
    let early = stage.pool.sign(&claims(&stage));
    let outcome = stage.provider.verified(&early).await;
    assert!(matches!(outcome, Err(IdentityError::Unavailable(_))));
    stage.pool.with(|state| state.answers_keys = true);
    stage.turn(Duration::from_secs(60));
    assert!(stage.provider.verified(&early).await.is_ok());
    stage.pool.with(|state| state.answers_keys = false);
    stage.turn(Duration::from_secs(25 * 3_600));
    let token = stage.pool.sign(&claims(&stage));
    assert!(stage.provider.verified(&token).await.is_ok());
}
