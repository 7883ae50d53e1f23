//! Answers with an object or a part of it.

use super::range::{ContentRange, content_range, parse_range};
use axum::{
    body::Body,
    http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode, header},
};
use bytes::Bytes;
use durbar_platform::objects::Object;

/// What answers say of an object, whichever part of it they send.
#[derive(Debug, Clone)]
pub struct Representation {
    pub etag: HeaderValue,
    pub content_type: HeaderValue,
    pub cache_control: HeaderValue,
    /// Bytes of the whole object.
    pub size: u64,
}

impl Representation {
    /// That of an object of the store. Where the store has no entity tag the size tells one
    /// content from another.
    pub fn of(object: &Object, content_type: HeaderValue, cache_control: HeaderValue) -> Self {
        let size = object.info.size;
        let etag = object.info.etag.clone();
        let etag = HeaderValue::try_from(etag.unwrap_or_else(|| format!("\"{size:x}\"")));
        Self {
            etag: etag.unwrap_or(HeaderValue::from_static("\"object\"")),
            content_type,
            cache_control,
            size,
        }
    }

    /// The answer to a request for an object in memory.
    pub fn answer_from(&self, bytes: &Bytes, request: &HeaderMap) -> Response<Body> {
        if self.is_known_to(request) {
            return self.answer(StatusCode::NOT_MODIFIED, Body::empty());
        }
        match self.requested_range(request) {
            None => self.answer(StatusCode::OK, Body::from(bytes.clone())),
            Some(ContentRange::Unsatisfiable) => self.unsatisfiable(),
            Some(ContentRange::Within { first, last }) => {
                let part = bytes.slice(first as usize..=last as usize);
                self.part(first, last, Body::from(part))
            }
        }
    }

    /// Whether the visitor has the object already.
    pub fn is_known_to(&self, request: &HeaderMap) -> bool {
        names(request, header::IF_NONE_MATCH, &self.etag)
    }

    /// The part that is asked for; `None` asks for all of it.
    pub fn requested_range(&self, request: &HeaderMap) -> Option<ContentRange> {
        parse_range(request, &self.etag).map(|range| content_range(range, self.size))
    }

    pub fn answer(&self, status: StatusCode, body: Body) -> Response<Body> {
        let mut response = Response::new(body);
        *response.status_mut() = status;
        let headers = response.headers_mut();
        headers.insert(header::CACHE_CONTROL, self.cache_control.clone());
        headers.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
        headers.insert(header::ETAG, self.etag.clone());
        if status != StatusCode::NOT_MODIFIED {
            headers.insert(header::CONTENT_TYPE, self.content_type.clone());
        }
        response
    }

    /// The bytes from `first` to `last`, both included.
    pub fn part(&self, first: u64, last: u64, body: Body) -> Response<Body> {
        let mut response = self.answer(StatusCode::PARTIAL_CONTENT, body);
        let range = format!("bytes {first}-{last}/{}", self.size);
        set_content_range(&mut response, range);
        response
    }

    pub fn unsatisfiable(&self) -> Response<Body> {
        let mut response = self.answer(StatusCode::RANGE_NOT_SATISFIABLE, Body::empty());
        set_content_range(&mut response, format!("bytes */{}", self.size));
        response
            .headers_mut()
            .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        response
    }
}

fn set_content_range(response: &mut Response<Body>, range: String) {
    let range = HeaderValue::try_from(range).expect("numbers make a header");
    response.headers_mut().insert(header::CONTENT_RANGE, range);
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
