//! What a request may be at most. Everything here is answered before any page looks at it.

use axum::{
    body::Body,
    http::{Method, Request, StatusCode, header},
};
use durbar_domain::search::SearchQuery;
use http_body_util::Limited;

/// Longest path, in bytes.
const MAX_PATH: usize = 2_048;
/// Largest body, in bytes: forms are short, and uploads go straight to the object store.
pub const MAX_BODY: usize = 64 * 1_024;

/// Refuses a request that is too much, or bounds what may still come of its body.
pub fn check(request: Request<Body>) -> Result<Request<Body>, StatusCode> {
    let uri = request.uri();
    let query = uri.query().unwrap_or_default();
    if !uri.path().starts_with('/')
        || uri.path().len() > MAX_PATH
        || query.len() > SearchQuery::MAX_QUERY_STRING
    {
        return Err(StatusCode::BAD_REQUEST);
    }
    if matches!(*request.method(), Method::GET | Method::HEAD) {
        return Ok(request);
    }
    let announced = request.headers().get(header::CONTENT_LENGTH);
    let announced = announced.and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    if announced.is_some_and(|length| length > MAX_BODY as u64) {
        return Err(StatusCode::PAYLOAD_TOO_LARGE);
    }
    Ok(request.map(|body| Body::new(Limited::new(body, MAX_BODY))))
}
