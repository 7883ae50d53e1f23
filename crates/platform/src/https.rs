//! Calls to web addresses that are no AWS service's, with the TLS of the AWS clients.

use crate::PlatformError;
use aws_smithy_http_client::{
    Connector,
    tls::{self, rustls_provider::CryptoMode},
};
use aws_smithy_runtime_api::client::{
    http::{HttpConnector, HttpConnectorSettings, SharedHttpConnector},
    orchestrator::HttpRequest,
};
use aws_smithy_types::body::SdkBody;
use hyper::Request;
use std::{fmt, time::Duration};

/// A visitor waits for no answer longer than this.
const WITHIN: Duration = Duration::from_secs(5);
/// A set of keys or of tokens has some kilobytes.
const LONGEST: usize = 256 * 1024;

/// Sends requests and reads answers of limited length in limited time. Follows no redirects.
/// Cheap to clone.
#[derive(Clone)]
pub struct Https {
    connector: SharedHttpConnector,
}

/// An answer: status and body.
#[derive(Debug, Clone)]
pub struct HttpsAnswer {
    pub status: u16,
    pub body: bytes::Bytes,
}

impl Https {
    pub fn new() -> Self {
        let settings = HttpConnectorSettings::builder()
            .connect_timeout(Duration::from_secs(2))
            .read_timeout(WITHIN)
            .build();
        let connector = Connector::builder()
            .tls_provider(tls::Provider::Rustls(CryptoMode::Ring))
            .connector_settings(settings)
            .build();
        Self {
            connector: SharedHttpConnector::new(connector),
        }
    }

    /// The JSON at an address.
    ///
    /// # Errors
    /// When there is no answer in time, or none that is well.
    pub async fn get_json(&self, address: &str) -> Result<serde_json::Value, PlatformError> {
        let request = HttpRequest::get(address).map_err(|error| failed(address, error))?;
        let answer = self.call(address, request).await?;
        if answer.status != 200 {
            return Err(failed(address, format!("it answered {}", answer.status)));
        }
        serde_json::from_slice(&answer.body).map_err(|error| failed(address, error))
    }

    /// Posts a form and gives back what was answered, well or not.
    ///
    /// # Errors
    /// When there is no answer in time.
    pub async fn post_form(
        &self,
        address: &str,
        authorization: Option<&str>,
        form: String,
    ) -> Result<HttpsAnswer, PlatformError> {
        let mut request = HttpRequest::new(SdkBody::from(form));
        let built = request
            .set_method("POST")
            .and_then(|()| request.set_uri(address).map(drop));
        built.map_err(|error| failed(address, error))?;
        let headers = request.headers_mut();
        headers.insert("content-type", "application/x-www-form-urlencoded");
        headers.insert("accept", "application/json");
        if let Some(authorization) = authorization {
            headers.insert("authorization", authorization.to_owned());
        }
        self.call(address, request).await
    }

    /// Sends a request as it is and gives back what was answered, well or not.
    ///
    /// # Errors
    /// When there is no answer in time.
    pub async fn send(&self, request: Request<bytes::Bytes>) -> Result<HttpsAnswer, PlatformError> {
        let address = request.uri().to_string();
        let request = HttpRequest::try_from(request.map(SdkBody::from));
        let request = request.map_err(|error| failed(&address, error))?;
        self.call(&address, request).await
    }

    async fn call(
        &self,
        address: &str,
        request: HttpRequest,
    ) -> Result<HttpsAnswer, PlatformError> {
        let exchange = async {
            let answer = self.connector.call(request).await;
            let answer = answer.map_err(|error| failed(address, error))?;
            let (status, body) = (answer.status().as_u16(), answer.into_body());
            let body = limited(body)
                .await
                .map_err(|error| failed(address, error))?;
            Ok(HttpsAnswer { status, body })
        };
        let answered = tokio::time::timeout(WITHIN, exchange).await;
        answered.map_err(|late| failed(address, late))?
    }
}

impl Default for Https {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Https {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Https")
    }
}

async fn limited(body: SdkBody) -> Result<bytes::Bytes, crate::error::Source> {
    use http_body_util::BodyExt as _;
    let limited = http_body_util::Limited::new(body, LONGEST);
    Ok(limited.collect().await?.to_bytes())
}

/// The address, without what stands in its query.
fn failed(address: &str, source: impl Into<crate::error::Source>) -> PlatformError {
    let place = address.split('?').next().unwrap_or_default().to_owned();
    tracing::debug!(place, "a call to a web address failed");
    PlatformError::Service {
        operation: "a call to a web address",
        retryable: true,
        source: source.into(),
    }
}
