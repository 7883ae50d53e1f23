//! `POST /api/vitals`: how a page came up and answered in a browser, told when it is left.

use super::{
    client_address::ClientAddress, robots::is_bot, same_origin::is_from_our_pages, seen::SALT,
};
use crate::host::Host;
use axum::{
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode, header},
};
use durbar_domain::web_vitals::Report;
use std::{hash::BuildHasher, sync::Arc};

/// Longest body, in bytes: a report has about 120.
const MAX_BODY: usize = 256;

/// Counts a visit. The body is a kind of page and its figures as JSON; anything well-formed is
/// answered alike, whether it was counted or not.
pub async fn vitals(
    State(host): State<Arc<Host>>,
    ClientAddress(address): ClientAddress,
    headers: HeaderMap,
    body: Bytes,
) -> StatusCode {
    if body.len() > MAX_BODY {
        return StatusCode::PAYLOAD_TOO_LARGE;
    }
    let Ok(report) = serde_json::from_slice::<Report>(&body) else {
        return StatusCode::BAD_REQUEST;
    };
    if !is_from_our_pages(&headers, host.site_url()) {
        return StatusCode::FORBIDDEN;
    }
    let user_agent = headers
        .get(header::USER_AGENT)
        .map_or(&b""[..], |value| value.as_bytes());
    // What a browser calls itself is its own choice, so it doesn't make another visitor.
    if !is_bot(user_agent) {
        host.metrics.report(&report, SALT.hash_one(address));
    }
    StatusCode::NO_CONTENT
}
