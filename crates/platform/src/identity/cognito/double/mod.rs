//! A user pool as far as tests need one that emulators can't stand in for: a key set, hosted
//! pages that hand out codes and tokens, and the few calls of the pool that go with them.

mod hosted_ui;

pub use hosted_ui::{Grant, HostedPages, access_claims};

use super::{Cognito, CognitoSettings, HostedUi};
use crate::{Table, aws, identity::built_in::HashingCost};
use aws_lc_rs::{
    encoding::AsDer as _,
    rsa::{KeyPair, KeySize},
    signature::{KeyPair as _, RSA_PKCS1_SHA256},
};
use aws_sdk_cognitoidentityprovider::{
    Client,
    config::{BehaviorVersion, Credentials, Region},
};
use base64::{
    Engine as _,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use bytes::Bytes;
use durbar_domain::account::SocialProvider;
use http_body_util::{BodyExt as _, Full};
use hyper::{Request, Response, body::Incoming, service::service_fn};
use hyper_util::rt::TokioIo;
use serde_json::{Value, json};
use std::{
    collections::HashMap,
    convert::Infallible,
    sync::{Arc, Mutex},
    time::Duration,
};
use tokio::{net::TcpListener, task::AbortHandle};

pub const CLIENT: &str = "durbar-web-client";
pub const SECRET: &str = "the client's own secret";
const POOL: &str = "ap-south-1_AbCdEfGhI";
const KEYS: &str = "/.well-known/jwks.json";

/// See the module's words. Stops when it is dropped.
pub struct PoolDouble {
    address: String,
    state: Arc<Mutex<State>>,
    server: AbortHandle,
}

/// What the pool knows.
pub struct State {
    pub issuer: String,
    /// What it signs with, by the key's identifier.
    keys: Vec<(String, KeyPair)>,
    /// Calls, by path or by the name of the operation.
    calls: HashMap<String, usize>,
    pub hosted: HostedPages,
    /// Whether the key set is answered.
    pub answers_keys: bool,
    /// Refresh tokens that were revoked.
    pub revoked: Vec<String>,
}

impl PoolDouble {
    /// Starts it on a free port.
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = format!("http://{}", listener.local_addr().expect("an address"));
        let state = Arc::new(Mutex::new(State {
            issuer: issuer(),
            keys: vec![("key-1".to_owned(), new_key())],
            calls: HashMap::new(),
            hosted: HostedPages::default(),
            answers_keys: true,
            revoked: Vec::new(),
        }));
        let shared = Arc::clone(&state);
        let server = tokio::spawn(async move {
            loop {
                let Ok((stream, _)) = listener.accept().await else {
                    return;
                };
                let state = Arc::clone(&shared);
                let service = service_fn(move |request| answer(Arc::clone(&state), request));
                let http = hyper::server::conn::http1::Builder::new();
                tokio::spawn(http.serve_connection(TokioIo::new(stream), service));
            }
        });
        Self {
            address,
            state,
            server: server.abort_handle(),
        }
    }

    /// Scheme, host and port.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Settings of a provider over it, for people who come back to `callback`.
    pub fn settings(&self, callback: &str) -> CognitoSettings {
        let settings = CognitoSettings::in_aws(POOL, CLIENT, Some(SECRET.to_owned()));
        CognitoSettings {
            key_set_address: format!("{}{KEYS}", self.address),
            hosted_ui: Some(HostedUi {
                address: self.address.clone(),
                callback: callback.to_owned(),
                providers: vec![SocialProvider::Google, SocialProvider::Apple],
            }),
            cost: HashingCost::FOR_TESTS,
            sign_up_takes: Duration::ZERO,
            ..settings.expect("a pool")
        }
    }

    /// A provider over it and a table.
    pub async fn provider(&self, table: &Table, settings: CognitoSettings) -> Cognito {
        let config = aws_sdk_cognitoidentityprovider::Config::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::new("ap-south-1"))
            .credentials_provider(Credentials::new("test", "test", None, None, "test"))
            .http_client(aws::http_client())
            .endpoint_url(&self.address)
            .build();
        let provider = Cognito::open(table, Client::from_conf(config), settings).await;
        provider.expect("opened")
    }

    /// Looks at what it knows, or changes it.
    pub fn with<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        change(&mut self.state.lock().expect("not poisoned"))
    }

    /// How often it was called, by path or by the name of the operation.
    pub fn calls(&self, what: &str) -> usize {
        self.with(|state| state.calls.get(what).copied().unwrap_or(0))
    }

    /// Puts a new key beside those there are; its identifier.
    pub fn add_key(&self) -> String {
        self.with(|state| {
            let id = format!("key-{}", state.keys.len() + 1);
            state.keys.push((id.clone(), new_key()));
            id
        })
    }

    /// A token with these claims, by the first key.
    pub fn sign(&self, claims: &Value) -> String {
        self.with(|state| state.sign("key-1", claims))
    }

    /// A token with these claims, by a key.
    pub fn sign_with(&self, key: &str, claims: &Value) -> String {
        self.with(|state| state.sign(key, claims))
    }
}

impl Drop for PoolDouble {
    fn drop(&mut self) {
        self.server.abort();
    }
}

impl State {
    /// A token with these claims, by a key.
    pub fn sign(&self, id: &str, claims: &Value) -> String {
        let (id, pair) = self.keys.iter().find(|it| it.0 == id).expect("a key");
        sign(pair, &json!({ "alg": "RS256", "kid": id }), claims)
    }

    fn key_set(&self) -> Value {
        let key = |(id, pair): &(String, KeyPair)| {
            let public = pair.public_key();
            json!({
                "kty": "RSA", "use": "sig", "alg": "RS256", "kid": id,
                "n": URL_SAFE_NO_PAD.encode(public.modulus().big_endian_without_leading_zero()),
                "e": URL_SAFE_NO_PAD.encode(public.exponent().big_endian_without_leading_zero()),
            })
        };
        json!({ "keys": self.keys.iter().map(key).collect::<Vec<_>>() })
    }
}

/// A signed token with any header.
pub fn sign(pair: &KeyPair, header: &Value, claims: &Value) -> String {
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let text = format!("{}.{}", part(header), part(claims));
    let mut signature = vec![0; pair.public_modulus_len()];
    let random = aws_lc_rs::rand::SystemRandom::new();
    pair.sign(&RSA_PKCS1_SHA256, &random, text.as_bytes(), &mut signature)
        .expect("signed");
    format!("{text}.{}", URL_SAFE_NO_PAD.encode(signature))
}

/// An RSA key of 2048 bits.
pub fn new_key() -> KeyPair {
    let pair = KeyPair::generate(KeySize::Rsa2048).expect("a key");
    let der = pair.as_der().expect("its form");
    KeyPair::from_pkcs8(der.as_ref()).expect("the same key")
}

async fn answer(
    state: Arc<Mutex<State>>,
    request: Request<Incoming>,
) -> Result<Response<Full<Bytes>>, Infallible> {
    let (parts, body) = request.into_parts();
    let body = body.collect().await.expect("a body").to_bytes();
    let header = |name: &str| parts.headers.get(name).and_then(|it| it.to_str().ok());
    let operation = header("x-amz-target").and_then(|it| it.split('.').next_back());
    let what = operation.unwrap_or(parts.uri.path()).to_owned();
    let mut state = state.lock().expect("not poisoned");
    *state.calls.entry(what.clone()).or_default() += 1;
    let (status, json) = match what.as_str() {
        KEYS if state.answers_keys => (200, state.key_set()),
        "/oauth2/token" => {
            let authorization = header("authorization").map(str::to_owned);
            hosted_ui::token(&mut state, authorization.as_deref(), &body)
        }
        "RevokeToken" => {
            let call: Value = serde_json::from_slice(&body).expect("JSON");
            let token = call["Token"].as_str().expect("a token").to_owned();
            state.revoked.push(token);
            (200, json!({}))
        }
        "AdminListGroupsForUser" => (200, json!({ "Groups": [] })),
        "AdminAddUserToGroup" | "AdminUserGlobalSignOut" | "AdminDeleteUser" => (200, json!({})),
        _ => (503, json!({ "__type": "InternalErrorException" })),
    };
    let response = Response::builder()
        .status(status)
        .header("content-type", "application/x-amz-json-1.1")
        .body(Full::new(Bytes::from(json.to_string())));
    Ok(response.expect("a response"))
}

fn issuer() -> String {
    format!("https://cognito-idp.ap-south-1.amazonaws.com/{POOL}")
}

/// How the app client shows who it is.
fn basic() -> String {
    format!("Basic {}", STANDARD.encode(format!("{CLIENT}:{SECRET}")))
}
