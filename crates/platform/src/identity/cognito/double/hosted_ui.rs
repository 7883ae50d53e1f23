//! The hosted pages: they hand out a code for what the browser was sent there with, and tokens
//! for a code once, to who shows the verifier.

use super::{CLIENT, State, basic};
use aws_lc_rs::digest::{SHA256, digest};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use std::collections::HashMap;

/// What the pages know.
#[derive(Default)]
pub struct HostedPages {
    /// What each code that was handed out is for.
    codes: HashMap<String, Grant>,
}

/// What a code is for.
#[derive(Clone)]
pub struct Grant {
    pub redirect_uri: String,
    /// Of the verifier, by S256.
    pub challenge: String,
    pub nonce: String,
    /// Claims of the identity token beside those that all have.
    pub person: Value,
    /// In seconds since 1970.
    pub now: i64,
}

impl HostedPages {
    /// A code for somebody who was sent to `address` and signed in there.
    pub fn sign_in(&mut self, address: &str, person: Value, now: i64) -> String {
        let query = address.split_once('?').expect("a query").1;
        let query: HashMap<_, _> = form_urlencoded::parse(query.as_bytes())
            .into_owned()
            .collect();
        assert_eq!(query["response_type"], "code");
        assert_eq!(query["client_id"], CLIENT);
        assert_eq!(query["code_challenge_method"], "S256");
        let code = format!("code-{}", self.codes.len());
        let grant = Grant {
            redirect_uri: query["redirect_uri"].clone(),
            challenge: query["code_challenge"].clone(),
            nonce: query["nonce"].clone(),
            person,
            now,
        };
        self.codes.insert(code.clone(), grant);
        code
    }

    /// Changes what a code is for.
    pub fn change(&mut self, code: &str, change: impl FnOnce(&mut Grant)) {
        change(self.codes.get_mut(code).expect("a code"));
    }
}

/// Answers at `/oauth2/token` as RFC 6749 and 7636 say.
pub(super) fn token(state: &mut State, authorization: Option<&str>, body: &[u8]) -> (u16, Value) {
    let form: HashMap<_, _> = form_urlencoded::parse(body).into_owned().collect();
    let refused = |error: &str| (400, json!({ "error": error }));
    if authorization != Some(basic().as_str()) {
        return refused("invalid_client");
    }
    if form["grant_type"] != "authorization_code" || form["client_id"] != CLIENT {
        return refused("invalid_request");
    }
    let Some(grant) = state.hosted.codes.remove(&form["code"]) else {
        return refused("invalid_grant");
    };
    let challenge = digest(&SHA256, form["code_verifier"].as_bytes());
    let challenge = URL_SAFE_NO_PAD.encode(challenge);
    if challenge != grant.challenge || form["redirect_uri"] != grant.redirect_uri {
        return refused("invalid_grant");
    }
    let mut id = json!({
        "iss": state.issuer, "aud": CLIENT, "sub": "0e1c", "token_use": "id",
        "iat": grant.now, "exp": grant.now + 3_600, "nonce": grant.nonce,
    });
    let (all, own) = (id.as_object_mut(), grant.person.as_object());
    let own = own.expect("claims").clone();
    all.expect("claims").extend(own);
    let access = access_claims(
        &state.issuer,
        id["cognito:username"].as_str().expect("a name"),
        grant.now,
    );
    (
        200,
        json!({
            "access_token": state.sign("key-1", &access),
            "id_token": state.sign("key-1", &id),
            "refresh_token": format!("refresh-{}", form["code"]),
            "token_type": "Bearer",
            "expires_in": 3_600,
        }),
    )
}

/// The claims of an access token as a pool makes them; `now` in seconds since 1970.
pub fn access_claims(issuer: &str, username: &str, now: i64) -> Value {
    json!({
        "iss": issuer, "sub": "0e1c", "token_use": "access", "client_id": CLIENT,
        "username": username, "scope": "aws.cognito.signin.user.admin",
        "iat": now, "auth_time": now, "exp": now + 3_600, "jti": format!("{now}"),
        "cognito:groups": ["broker"],
    })
}
