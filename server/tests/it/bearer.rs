//! API callers: a bearer token, and the keys that verify it.

use crate::support::{SITE, TestSite, forms::form, people::signed_in};
use axum::http::{HeaderValue, header};
use durbar_domain::account::Role;
use serde_json::Value;

const ACCESS: &str = "__Host-durbar-access";
const EMAIL: &str = "maya@example.com";

/// A form without anything that says where it comes from, with `authorization`.
fn api_form(authorization: &str, cookies: &str) -> axum::http::Request<axum::body::Body> {
    let fields = [("action", "sign-out-everywhere")];
    let mut request = form("/account/security", &fields, SITE, cookies);
    for name in ["origin", "sec-fetch-site"] {
        request.headers_mut().remove(name);
    }
    let value = HeaderValue::from_str(authorization).expect("a header");
    request.headers_mut().insert(header::AUTHORIZATION, value);
    request
}

#[tokio::test]
async fn a_bearer_token_stands_for_its_person_and_cookies_count_for_nothing_then() {
    let site = TestSite::small().await;
    let browser = signed_in(&site, EMAIL, Role::Buyer, None).await;
    let token = browser.cookie(ACCESS);
    for scheme in ["Bearer", "bearer", "BEARER"] {
        let shown = format!("{scheme} {token}");
        let page = site
            .get_with("/account", &[("authorization", &shown)])
            .await;
        assert_eq!(page.code(), 200);
        assert!(page.text().contains(EMAIL));
        assert_eq!(page.header("cache-control"), "no-store");
    }
    let cookie = format!("{ACCESS}={token}");
    let edited = format!("Bearer {}x", token);
    for authorization in ["Bearer nonsense", "Bearer ", edited.as_str()] {
        let headers = [("authorization", authorization), ("cookie", &cookie)];
        let page = site.get_with("/account", &headers).await;
        assert_eq!(page.code(), 303, "{authorization}");
    }
}

#[tokio::test]
async fn a_form_with_a_bearer_token_needs_no_origin_and_any_other_does() {
    let site = TestSite::small().await;
    let browser = signed_in(&site, EMAIL, Role::Buyer, None).await;
    let cookie = format!("{ACCESS}={}", browser.cookie(ACCESS));
    for authorization in ["Basic bWF5YTp4", "Bearer", "Negotiate x"] {
        let refused = site.send(api_form(authorization, &cookie)).await;
        assert_eq!(refused.code(), 403, "{authorization}");
    }
    let shown = format!("Bearer {}", browser.cookie(ACCESS));
    assert_eq!(site.send(api_form(&shown, "")).await.code(), 303);
    // Signed out everywhere: the token opens nothing any more.
    let page = site
        .get_with("/account", &[("authorization", &shown)])
        .await;
    assert_eq!(page.code(), 303);
}

#[tokio::test]
async fn the_published_keys_verify_a_token() {
    let site = TestSite::small().await;
    let browser = signed_in(&site, EMAIL, Role::Buyer, None).await;
    let answer = site.get("/.well-known/jwks.json").await;
    assert_eq!(answer.code(), 200);
    assert_eq!(answer.header("content-type"), "application/json");
    assert_eq!(answer.header("cache-control"), "public, max-age=3600");
    let set: Value = serde_json::from_str(&answer.text()).expect("JSON");
    let keys = set["keys"].as_array().expect("keys");
    assert!(!answer.text().contains("\"d\"") && !answer.text().contains("\"p\""));
    let token = browser.cookie(ACCESS);
    let header = jsonwebtoken::decode_header(token).expect("a token");
    let key = keys
        .iter()
        .find(|key| key["kid"] == header.kid.as_deref().expect("a key"));
    let key = key.expect("the key that signed");
    let part = |name: &str| key[name].as_str().expect("a part").to_owned();
    let key = jsonwebtoken::DecodingKey::from_rsa_components(&part("n"), &part("e"));
    let mut validation = jsonwebtoken::Validation::new(jsonwebtoken::Algorithm::RS256);
    validation.set_issuer(&[SITE]);
    let verified = jsonwebtoken::decode::<Value>(token, &key.expect("a key"), &validation);
    assert_eq!(verified.expect("verified").claims["token_use"], "access");
}
