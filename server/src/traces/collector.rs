//! Posts to the collector with the client that calls other web addresses too.

use async_trait::async_trait;
use bytes::Bytes;
use durbar_platform::https::Https;
use opentelemetry_http::{HttpClient, HttpError, Request, Response};
use tokio::runtime::Handle;

/// Sends from a thread of its own through the runtime, which that thread isn't one of.
#[derive(Debug)]
pub(super) struct Collector {
    https: Https,
    runtime: Handle,
}

impl Collector {
    pub fn new(https: Https, runtime: Handle) -> Self {
        Self { https, runtime }
    }
}

#[async_trait]
impl HttpClient for Collector {
    async fn send_bytes(&self, request: Request<Bytes>) -> Result<Response<Bytes>, HttpError> {
        let https = self.https.clone();
        let sent = self.runtime.spawn(async move { https.send(request).await });
        let answer = sent.await??;
        Ok(Response::builder()
            .status(answer.status)
            .body(answer.body)?)
    }
}
