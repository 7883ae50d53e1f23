//! `PUT /uploads/{bucket}/{key}`: uploads on their way to the objects of embedded mode, which
//! listen on this machine's loopback alone and know no CORS. The site hands on what comes, with
//! the signed query as it is: the store verifies key, length, type and time, as that of AWS does
//! when a browser sends to it.

use super::same_origin::is_from_our_pages;
use crate::host::Host;
use axum::{
    body::Body,
    extract::{Request, State},
    http::{HeaderValue, Method, Response, StatusCode, Uri, header},
    response::IntoResponse,
};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::TokioExecutor,
};
use std::sync::Arc;

pub const ROUTE: &str = "/uploads/{*rest}";
const PREFIX: &str = "/uploads/";
/// Longest address, in bytes: a signature takes a few hundred.
const MAX_ADDRESS: usize = 4_096;

/// Whether a path is one that uploads are sent to.
pub fn is_upload(path: &str) -> bool {
    path.starts_with(PREFIX)
}

/// The store behind this site.
pub struct UploadServer {
    /// As in `http://127.0.0.1:4000`.
    address: String,
    client: Client<HttpConnector, Body>,
}

impl UploadServer {
    pub fn new(address: String) -> Self {
        Self {
            address,
            client: Client::builder(TokioExecutor::new()).build_http(),
        }
    }
}

/// Hands an upload on.
pub async fn upload(State(host): State<Arc<Host>>, request: Request) -> Response<Body> {
    let Some(server) = &host.uploads else {
        return StatusCode::NOT_FOUND.into_response();
    };
    if request.method() == Method::OPTIONS {
        // Other sites' pages may not upload here; ours need not ask.
        return (StatusCode::NO_CONTENT, [(header::ALLOW, "PUT")]).into_response();
    }
    if request.method() != Method::PUT {
        return (StatusCode::METHOD_NOT_ALLOWED, [(header::ALLOW, "PUT")]).into_response();
    }
    if !is_from_our_pages(request.headers(), host.site_url()) {
        return StatusCode::FORBIDDEN.into_response();
    }
    let path = request.uri().path_and_query().map_or("", |it| it.as_str());
    let rest = path.strip_prefix(PREFIX).unwrap_or_default();
    // Nothing but signed uploads: without a signature the store would refuse, but it needn't be
    // asked.
    if path.len() > MAX_ADDRESS || !rest.contains("X-Amz-Signature=") {
        return StatusCode::FORBIDDEN.into_response();
    }
    let Some(target) = target(server, rest, &request) else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    let handed_on = target.request(request.into_body());
    match server.client.request(handed_on).await {
        Ok(answer) if answer.status().is_success() => StatusCode::OK.into_response(),
        Ok(answer) => {
            let status = answer.status();
            tracing::info!(%status, "the store refused an upload");
            match status.as_u16() {
                // What it says besides is for those who run it.
                403 | 404 | 411 | 413 => status.into_response(),
                code if code < 500 => StatusCode::BAD_REQUEST.into_response(),
                _ => StatusCode::BAD_GATEWAY.into_response(),
            }
        }
        Err(error) => {
            tracing::info!(%error, "an upload broke off");
            StatusCode::BAD_GATEWAY.into_response()
        }
    }
}

/// Address and signed headers of a request to the store.
struct Target {
    uri: Uri,
    length: Option<HeaderValue>,
    content_type: Option<HeaderValue>,
}

fn target(server: &UploadServer, rest: &str, request: &Request) -> Option<Target> {
    let header = |name| request.headers().get(name).cloned();
    Some(Target {
        uri: format!("{}/{rest}", server.address).parse().ok()?,
        length: header(header::CONTENT_LENGTH),
        content_type: header(header::CONTENT_TYPE),
    })
}

impl Target {
    fn request(self, body: Body) -> axum::http::Request<Body> {
        let mut request = axum::http::Request::new(body);
        *request.method_mut() = Method::PUT;
        *request.uri_mut() = self.uri;
        let headers = request.headers_mut();
        let signed = [
            (header::CONTENT_LENGTH, self.length),
            (header::CONTENT_TYPE, self.content_type),
        ];
        for (name, value) in signed {
            if let Some(value) = value {
                headers.insert(name, value);
            }
        }
        request
    }
}
