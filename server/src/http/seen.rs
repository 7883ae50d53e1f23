//! `POST /api/seen`: a page that is really on a screen says so. A copy held by a CDN
//! couldn't be counted where it is served.

use super::{client_address::ClientAddress, robots::is_bot};
use crate::host::Host;
use axum::{
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode, header},
};
use durbar_domain::PropertyId;
use jiff::Timestamp;
use std::{
    hash::{BuildHasher, RandomState},
    sync::{Arc, LazyLock},
};

/// Longest body, in bytes: an identifier has 30.
const MAX_BODY: usize = 64;

/// Keys of the fingerprint: random in every process and never written anywhere, so that no
/// fingerprint can be traced to an address.
static SALT: LazyLock<RandomState> = LazyLock::new(RandomState::new);

/// Counts a view. The body is a listing's identifier; anything well-formed is answered
/// alike, whether it was counted or not.
pub async fn seen(
    State(host): State<Arc<Host>>,
    ClientAddress(address): ClientAddress,
    headers: HeaderMap,
    body: Bytes,
) -> StatusCode {
    if body.len() > MAX_BODY {
        return StatusCode::PAYLOAD_TOO_LARGE;
    }
    let listing_id = std::str::from_utf8(&body)
        .ok()
        .and_then(|text| text.trim().parse::<PropertyId>().ok());
    let Some(listing_id) = listing_id else {
        return StatusCode::BAD_REQUEST;
    };
    if !is_from_our_pages(&headers, host.site_url()) {
        return StatusCode::FORBIDDEN;
    }
    let user_agent = headers
        .get(header::USER_AGENT)
        .map_or(&b""[..], |value| value.as_bytes());
    if !is_bot(user_agent) {
        let visitor = SALT.hash_one((address, user_agent));
        host.app
            .services
            .views
            .seen(listing_id, visitor, Timestamp::now());
    }
    StatusCode::NO_CONTENT
}

/// Browsers say where a request comes from; what says nothing at all isn't one.
fn is_from_our_pages(headers: &HeaderMap, site_url: &str) -> bool {
    let text = |name: header::HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = text(header::HeaderName::from_static("sec-fetch-site")) {
        return site == "same-origin";
    }
    let Some(origin) = text(header::ORIGIN) else {
        return false;
    };
    let Some((_, origin_host)) = origin.split_once("://") else {
        return false;
    };
    origin == site_url || text(header::HOST).is_some_and(|host| host == origin_host)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        let pair = |(name, value): &(&'static str, &'static str)| {
            (
                header::HeaderName::from_static(name),
                header::HeaderValue::from_static(value),
            )
        };
        pairs.iter().map(pair).collect()
    }

    #[test]
    fn only_our_own_pages_count() {
        let from = |pairs: &[(&'static str, &'static str)]| {
            is_from_our_pages(&headers(pairs), "https://durbar.example")
        };
        assert!(from(&[
            ("sec-fetch-site", "same-origin"),
            ("origin", "https://durbar.example")
        ]));
        assert!(from(&[("origin", "https://durbar.example")]));
        assert!(from(&[
            ("origin", "http://127.0.0.1:3000"),
            ("host", "127.0.0.1:3000")
        ]));
        assert!(!from(&[
            ("sec-fetch-site", "cross-site"),
            ("origin", "https://durbar.example")
        ]));
        assert!(!from(&[
            ("origin", "https://elsewhere.example"),
            ("host", "durbar.example")
        ]));
        assert!(!from(&[("origin", "null")]));
        assert!(!from(&[]));
    }
}
