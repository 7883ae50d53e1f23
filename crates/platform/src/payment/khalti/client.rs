//! Calls to Khalti: over TLS, bounded in time and size, tried again a few times.

use super::KhaltiConfig;
use crate::{PlatformError, error::Source};
use bytes::Bytes;
use http_body_util::{BodyExt, Full, Limited};
use hyper::{
    Method, Request, StatusCode, Uri,
    header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderValue},
};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::{
    client::legacy::{Client as HyperClient, connect::HttpConnector},
    rt::TokioExecutor,
};
use serde::Serialize;
use std::{fmt, time::Duration};

/// Bound of one attempt, from connecting to the last byte.
const ATTEMPT_WITHIN: Duration = Duration::from_secs(10);
const CONNECT_WITHIN: Duration = Duration::from_secs(5);
const ATTEMPTS: u32 = 3;
const FIRST_PAUSE: Duration = Duration::from_millis(250);
/// Most bytes of an answer.
const MOST: usize = 64 * 1024;

/// What came back.
#[derive(Debug)]
pub(super) struct Answer {
    pub status: StatusCode,
    pub body: Bytes,
}

pub(super) struct Client {
    http: HyperClient<HttpsConnector<HttpConnector>, Full<Bytes>>,
    /// Without a slash at its end.
    base: String,
    authorization: HeaderValue,
    is_local: bool,
}

impl fmt::Debug for Client {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Client")
            .field("base", &self.base)
            .finish_non_exhaustive()
    }
}

impl Client {
    pub fn new(config: &KhaltiConfig) -> Result<Self, Source> {
        let base = config.base_url.trim_end_matches('/').to_owned();
        let address: Uri = base.parse()?;
        let is_local = is_local(&address);
        if address.scheme_str() != Some("https") && !is_local {
            return Err(format!("{base} is not an address of HTTPS").into());
        }
        let mut authorization = HeaderValue::from_str(&format!("Key {}", config.secret_key))?;
        authorization.set_sensitive(true);
        let mut tcp = HttpConnector::new();
        tcp.enforce_http(false);
        tcp.set_connect_timeout(Some(CONNECT_WITHIN));
        let builder = HttpsConnectorBuilder::new()
            .with_provider_and_native_roots(rustls::crypto::ring::default_provider())?;
        let builder = if is_local {
            builder.https_or_http()
        } else {
            builder.https_only()
        };
        let connector = builder.enable_http1().wrap_connector(tcp);
        Ok(Self {
            http: HyperClient::builder(TokioExecutor::new()).build(connector),
            base,
            authorization,
            is_local,
        })
    }

    /// Whether a buyer may be sent to an address: over TLS, but in tests.
    pub fn may_lead_to(&self, address: &str) -> bool {
        let Ok(address) = address.parse::<Uri>() else {
            return false;
        };
        address.host().is_some()
            && (address.scheme_str() == Some("https") || (self.is_local && is_local(&address)))
    }

    /// Posts JSON. After an error of the network or of the server it is tried again: both
    /// calls may be repeated, as neither moves money.
    pub async fn post(
        &self,
        path: &str,
        content: &impl Serialize,
    ) -> Result<Answer, PlatformError> {
        let body = serde_json::to_vec(content).map_err(|error| failed(error.into()))?;
        let body = Bytes::from(body);
        let mut attempt = 1;
        loop {
            let outcome = match tokio::time::timeout(
                ATTEMPT_WITHIN,
                self.attempt(path, body.clone()),
            )
            .await
            {
                Ok(outcome) => outcome,
                Err(elapsed) => Err(elapsed.into()),
            };
            let again = match &outcome {
                Ok(answer) => {
                    answer.status.is_server_error()
                        || answer.status == StatusCode::TOO_MANY_REQUESTS
                }
                Err(_) => true,
            };
            if again && attempt < ATTEMPTS {
                let longest = FIRST_PAUSE * 2_u32.pow(attempt - 1);
                tokio::time::sleep(longest.mul_f64(rand::random_range(0.5..=1.0))).await;
                attempt += 1;
                continue;
            }
            return match outcome {
                Ok(answer) if again => Err(failed(format!("status {}", answer.status).into())),
                Ok(answer) => Ok(answer),
                Err(source) => Err(failed(source)),
            };
        }
    }

    async fn attempt(&self, path: &str, body: Bytes) -> Result<Answer, Source> {
        let request = Request::builder()
            .method(Method::POST)
            .uri(format!("{}/{path}", self.base))
            .header(AUTHORIZATION, self.authorization.clone())
            .header(CONTENT_TYPE, "application/json")
            .header(ACCEPT, "application/json")
            .body(Full::new(body))?;
        let response = self.http.request(request).await?;
        let status = response.status();
        let body = Limited::new(response.into_body(), MOST)
            .collect()
            .await?
            .to_bytes();
        Ok(Answer { status, body })
    }
}

/// Later it may work.
fn failed(source: Source) -> PlatformError {
    PlatformError::Service {
        operation: "calling Khalti",
        retryable: true,
        source,
    }
}

fn is_local(address: &Uri) -> bool {
    matches!(address.host(), Some("127.0.0.1" | "[::1]" | "localhost"))
}
