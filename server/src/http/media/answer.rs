//! Answers with an object or a part of it.

use super::range::{ContentRange, content_range, parse_range};
use axum::{
    body::Body,
    http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode, header},
};
use bytes::Bytes;

const CACHE_CONTROL: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");

/// An object in memory.
#[derive(Debug)]
pub(super) struct Kept {
    pub bytes: Bytes,
    pub etag: HeaderValue,
    pub content_type: HeaderValue,
}

pub(super) fn from_memory(kept: &Kept, request: &HeaderMap) -> Response<Body> {
    let (etag, content_type, size) = (
        &kept.etag,
        kept.content_type.clone(),
        kept.bytes.len() as u64,
    );
    if names(request, header::IF_NONE_MATCH, etag) {
        return answer(StatusCode::NOT_MODIFIED, etag, content_type, Body::empty());
    }
    match parse_range(request, etag).map(|range| content_range(range, size)) {
        None => answer(
            StatusCode::OK,
            etag,
            content_type,
            Body::from(kept.bytes.clone()),
        ),
        Some(ContentRange::Unsatisfiable) => unsatisfiable(etag, content_type, size),
        Some(ContentRange::Within { first, last }) => {
            let bytes = kept.bytes.slice(first as usize..=last as usize);
            let mut response = answer(
                StatusCode::PARTIAL_CONTENT,
                etag,
                content_type,
                Body::from(bytes),
            );
            let range = HeaderValue::try_from(format!("bytes {first}-{last}/{size}"))
                .expect("numbers make a header");
            response.headers_mut().insert(header::CONTENT_RANGE, range);
            response
        }
    }
}

pub(super) fn answer(
    status: StatusCode,
    etag: &HeaderValue,
    content_type: HeaderValue,
    body: Body,
) -> Response<Body> {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, CACHE_CONTROL);
    headers.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    headers.insert(header::ETAG, etag.clone());
    if status != StatusCode::NOT_MODIFIED {
        headers.insert(header::CONTENT_TYPE, content_type);
    }
    response
}

pub(super) fn unsatisfiable(
    etag: &HeaderValue,
    content_type: HeaderValue,
    size: u64,
) -> Response<Body> {
    let mut response = answer(
        StatusCode::RANGE_NOT_SATISFIABLE,
        etag,
        content_type,
        Body::empty(),
    );
    let range = HeaderValue::try_from(format!("bytes */{size}")).expect("a number makes a header");
    response.headers_mut().insert(header::CONTENT_RANGE, range);
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// Whether a header that lists entity tags names this one.
pub(super) fn names(request: &HeaderMap, header: HeaderName, etag: &HeaderValue) -> bool {
    let etag = etag.to_str().unwrap_or_default();
    let values = request
        .get_all(header)
        .iter()
        .filter_map(|value| value.to_str().ok());
    values
        .flat_map(|value| value.split(','))
        .map(str::trim)
        .any(|tag| tag == "*" || tag.trim_start_matches("W/") == etag)
}
