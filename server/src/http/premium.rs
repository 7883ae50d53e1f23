//! `/premium/{key}`: the premium bucket, for whoever has a signed address or signed cookies.
//! In AWS CloudFront stands here; in embedded mode the server does what its edge would.
//!
//! Without a valid signature the answer is 403 whether or not there is such an object.

use super::{
    client_address::VisitorAddress,
    objects::{Representation, content_type, stream},
};
use crate::host::Host;
use axum::{
    body::Body,
    extract::State,
    http::{HeaderMap, HeaderValue, Response, StatusCode, Uri, header},
    response::IntoResponse,
};
use durbar_platform::{
    Objects, PlatformError,
    objects::{Bucket, Fetched, GetOptions, ObjectKey},
};
use jiff::Timestamp;
use percent_encoding::percent_decode_str;
use std::sync::Arc;

/// The route, and where its objects lie.
pub const ROUTE: &str = "/premium/{*key}";
const FOLDER: &str = "/premium/";
/// A browser may show again what it has for as long as a signature lasts.
const CACHE_CONTROL: HeaderValue = HeaderValue::from_static("private, max-age=300");

/// `GET /premium/{key}`.
pub async fn premium(
    State(host): State<Arc<Host>>,
    VisitorAddress(address): VisitorAddress,
    uri: Uri,
    request: HeaderMap,
) -> Response<Body> {
    let Some(access) = &host.premium else {
        return StatusCode::FORBIDDEN.into_response();
    };
    let asked = uri.path_and_query().map_or("", |asked| asked.as_str());
    let cookies: Vec<&str> = request
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .collect();
    if let Err(refusal) = access.check(asked, &cookies, address, Timestamp::now()) {
        tracing::info!(%refusal, "refused a request for premium media");
        return StatusCode::FORBIDDEN.into_response();
    }
    let Some(key) = key(uri.path()) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let answer = respond(&host.platform.objects, &key, &request).await;
    answer.unwrap_or_else(|error| {
        tracing::error!(key = %key, error = &error as &dyn std::error::Error, "could not read a premium object");
        StatusCode::SERVICE_UNAVAILABLE.into_response()
    })
}

/// The object that a path names.
fn key(path: &str) -> Option<ObjectKey> {
    let key = percent_decode_str(path.strip_prefix(FOLDER)?)
        .decode_utf8()
        .ok()?;
    key.parse().ok()
}

async fn respond(
    objects: &Objects,
    key: &ObjectKey,
    request: &HeaderMap,
) -> Result<Response<Body>, PlatformError> {
    let Some(content_type) = content_type(key) else {
        return Ok(StatusCode::NOT_FOUND.into_response());
    };
    let found = objects
        .get(Bucket::PremiumMedia, key, GetOptions::default())
        .await?;
    let Fetched::Found(object) = found else {
        return Ok(StatusCode::NOT_FOUND.into_response());
    };
    let representation = Representation::of(&object, content_type, CACHE_CONTROL);
    let place = (Bucket::PremiumMedia, key);
    stream(objects, place, object, &representation, request).await
}
