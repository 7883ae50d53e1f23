//! `POST /api/seen`: a page that is really on a screen says so. A copy held by a CDN
//! couldn't be counted where it is served.

use super::{client_address::ClientAddress, robots::is_bot, same_origin::is_from_our_pages};
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
pub(super) static SALT: LazyLock<RandomState> = LazyLock::new(RandomState::new);

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
