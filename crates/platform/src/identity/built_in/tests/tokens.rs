//! Access tokens: which are taken, and which are not.

use super::*;
use crate::identity::{
    AccessToken, IdentityError,
    built_in::ACCESS_LIFETIME,
    suite::{PASSWORD, assert_refused, device, done, typed},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use durbar_domain::account::{Role, SubscriptionLevel};
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde_json::{Value, json};

fn parts(token: &AccessToken) -> (Value, Value) {
    let mut parts = token.expose().split('.').map(|part| {
        let json = URL_SAFE_NO_PAD.decode(part).expect("base 64");
        serde_json::from_slice(&json).unwrap_or(Value::Null)
    });
    (
        parts.next().expect("a header"),
        parts.next().expect("claims"),
    )
}

fn encoded(header: &Value, claims: &Value) -> String {
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    format!("{}.{}", part(header), part(claims))
}

async fn refused(stage: &Stage, token: String) {
    let outcome = stage.provider.verify(&AccessToken::new(token)).await;
    assert_refused!(outcome, IdentityError::InvalidToken);
}

/// A token with other claims, signed by the key that signs.
async fn signed(stage: &Stage, header: &Value, claims: &Value) -> String {
    let key = stage
        .provider
        .keys
        .signing(stage.now())
        .await
        .expect("a key");
    let message = encoded(header, claims);
    let signature = key.sign(message.as_bytes()).expect("signed");
    format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature))
}

#[tokio::test]
async fn a_token_says_what_the_contract_says() {
    let stage = Stage::new().await;
    let (account, tokens) = stage.member().await;
    let (header, claims) = parts(&tokens.access_token);
    assert_eq!(header["alg"], "RS256");
    assert_eq!(claims["iss"], ISSUER);
    assert_eq!(claims["sub"], account.account_id.to_string());
    assert_eq!(claims["sid"], tokens.session_id.to_string());
    assert_eq!(claims["role"], "buyer");
    assert_eq!(claims["subscriptionLevel"], "free");
    assert_eq!(claims["amr"], json!(["pwd"]));
    assert_eq!(claims["token_use"], "access");
    assert_eq!(claims["client_id"], "durbar-web");
    assert_eq!(claims["iat"], stage.now().as_second());
    assert_eq!(claims["exp"], stage.now().as_second() + 900);
    assert!(claims["jti"].as_str().is_some_and(|id| id.len() == 22));
}

#[tokio::test]
async fn a_token_says_what_the_account_is_when_it_is_made() {
    let stage = Stage::new().await;
    let (account, tokens) = stage.member().await;
    let end = stage.now() + SignedDuration::from_hours(1);
    let promoted = Account {
        version: 2,
        role: Role::Seller,
        subscription_level: SubscriptionLevel::Gold,
        subscription_ends_at: Some(end),
        ..account
    };
    stage
        .provider
        .accounts
        .replace(1, &promoted, &[])
        .await
        .expect("written");
    let tokens = stage
        .provider
        .refresh(&tokens.refresh_token)
        .await
        .expect("refreshed");
    let claims = stage
        .provider
        .verify(&tokens.access_token)
        .await
        .expect("verified");
    assert_eq!(claims.role, Role::Seller);
    assert_eq!(claims.subscription_level, SubscriptionLevel::Gold);
    stage.turn(Duration::from_secs(3_600));
    let tokens = stage
        .provider
        .refresh(&tokens.refresh_token)
        .await
        .expect("refreshed");
    let claims = stage
        .provider
        .verify(&tokens.access_token)
        .await
        .expect("verified");
    assert_eq!(
        claims.subscription_level,
        SubscriptionLevel::Free,
        "Gold has ended"
    );
}

#[tokio::test]
async fn a_token_changed_anywhere_is_refused() {
    let stage = Stage::new().await;
    let (_, tokens) = stage.member().await;
    let text = tokens.access_token.expose();
    let (header, mut claims) = parts(&tokens.access_token);
    claims["role"] = json!("admin");
    let signature = text.rsplit('.').next().expect("a signature");
    refused(&stage, format!("{}.{signature}", encoded(&header, &claims))).await;
    for place in (0..text.len()).step_by(37) {
        let mut bytes = text.as_bytes().to_vec();
        bytes[place] = if bytes[place] == b'A' { b'B' } else { b'A' };
        refused(&stage, String::from_utf8(bytes).expect("ASCII")).await;
    }
    for text in [
        "",
        ".",
        "..",
        "a.b.c",
        &format!("{text}.x"),
        &"a".repeat(10_000),
    ] {
        refused(&stage, text.to_owned()).await;
    }
}

#[tokio::test]
async fn the_algorithm_is_not_the_tokens_to_choose() {
    let stage = Stage::new().await;
    let (_, tokens) = stage.member().await;
    let (header, claims) = parts(&tokens.access_token);
    for name in ["none", "None", "NONE", ""] {
        let mut header = header.clone();
        header["alg"] = json!(name);
        let unsigned = encoded(&header, &claims);
        refused(&stage, format!("{unsigned}.")).await;
        refused(&stage, unsigned).await;
    }
    // The public key taken for the secret of an HMAC.
    let set = stage.provider.key_set().await.expect("keys");
    let modulus = set["keys"][0]["n"].as_str().expect("a modulus");
    for secret in [
        modulus.as_bytes().to_vec(),
        URL_SAFE_NO_PAD.decode(modulus).expect("base 64"),
    ] {
        let header = Header {
            kid: header["kid"].as_str().map(str::to_owned),
            ..Header::new(Algorithm::HS256)
        };
        let key = EncodingKey::from_secret(&secret);
        let token = jsonwebtoken::encode(&header, &claims, &key).expect("encoded");
        refused(&stage, token).await;
    }
    // Signed by our key, and by another algorithm's name.
    for algorithm in ["RS384", "RS512", "PS256", "HS256"] {
        let mut header = header.clone();
        header["alg"] = json!(algorithm);
        refused(&stage, signed(&stage, &header, &claims).await).await;
    }
}

#[tokio::test]
async fn a_token_for_others_of_others_or_out_of_time_is_refused_although_our_key_signed_it() {
    let stage = Stage::new().await;
    let (_, tokens) = stage.member().await;
    let (header, claims) = parts(&tokens.access_token);
    let outcome = signed(&stage, &header, &claims).await;
    stage
        .provider
        .verify(&AccessToken::new(outcome))
        .await
        .expect("signed the same way");
    let changes = [
        ("iss", json!("https://durbar.example.evil")),
        ("iss", json!("https://durbar.example/")),
        ("iss", Value::Null),
        ("token_use", json!("id")),
        ("client_id", json!("another-client")),
        ("aud", json!("another-service")),
        ("exp", json!(stage.now().as_second())),
        ("exp", Value::Null),
        ("iat", json!(stage.now().as_second() + 61)),
        ("sub", json!("prp_00000000000000000000000000")),
        ("role", json!("owner")),
        ("sid", Value::Null),
    ];
    for (name, value) in changes {
        let mut claims = claims.clone();
        claims[name] = value;
        refused(&stage, signed(&stage, &header, &claims).await).await;
    }
    let headers = [
        ("kid", json!("0000000000000000")),
        ("kid", Value::Null),
        ("kid", json!("../secret")),
        // What we would have to understand and don't.
        ("crit", json!(["exp"])),
    ];
    for (name, value) in headers {
        let mut header = header.clone();
        header[name] = value;
        refused(&stage, signed(&stage, &header, &claims).await).await;
    }
}

#[tokio::test]
async fn a_token_expires_by_the_clock_to_the_second() {
    let stage = Stage::new().await;
    let (account, _) = stage.member().await;
    let tokens = done(
        stage
            .provider
            .sign_in(&account.email, &typed(PASSWORD), &device())
            .await,
    );
    stage.turn(ACCESS_LIFETIME - Duration::from_secs(1));
    stage
        .provider
        .verify(&tokens.access_token)
        .await
        .expect("in time");
    stage.turn(Duration::from_secs(1));
    refused(&stage, tokens.access_token.expose().to_owned()).await;
}
