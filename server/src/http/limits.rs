//! What a request may be at most. Everything here is answered before any page looks at it.

use super::{multipart, uploads};
use axum::{
    body::Body,
    http::{HeaderMap, Method, Request, StatusCode, header},
};
use durbar_app::actions;
use durbar_domain::{Locale, search::SearchQuery};
use http_body_util::Limited;

/// Longest path, in bytes.
const MAX_PATH: usize = 2_048;
/// Largest body, in bytes: forms are short, but for the few that bring files; other uploads go
/// to the object store by signed addresses.
pub const MAX_BODY: usize = 64 * 1_024;

/// The most a body sent to a path may have, in bytes.
fn limit_of(path: &str, headers: &HeaderMap) -> usize {
    let (_, path) = Locale::from_path(path);
    let files = actions::file_form(path).filter(|_| multipart::is_sent(headers));
    // Room for the other fields.
    files.map_or(MAX_BODY, |files| files.max_bytes + MAX_BODY)
}

/// Refuses a request that is too much, or bounds what may still come of its body.
pub fn check(request: Request<Body>) -> Result<Request<Body>, StatusCode> {
    let uri = request.uri();
    let query = uri.query().unwrap_or_default();
    if uploads::is_upload(uri.path()) {
        // The signature in the query fixes how long the body is.
        return Ok(request);
    }
    if !uri.path().starts_with('/')
        || uri.path().len() > MAX_PATH
        || query.len() > SearchQuery::MAX_QUERY_STRING
    {
        return Err(StatusCode::BAD_REQUEST);
    }
    if matches!(*request.method(), Method::GET | Method::HEAD) {
        return Ok(request);
    }
    let limit = limit_of(uri.path(), request.headers());
    let announced = request.headers().get(header::CONTENT_LENGTH);
    let announced = announced.and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    if announced.is_some_and(|length| length > limit as u64) {
        return Err(StatusCode::PAYLOAD_TOO_LARGE);
    }
    Ok(request.map(|body| Body::new(Limited::new(body, limit))))
}
