//! `GET /map/valley.json`: outlines of the municipalities, for the map without tiles.

use super::{encoded_body::EncodedBody, encoding::Encoding};
use axum::{
    body::Body,
    http::{HeaderMap, HeaderValue, Response, StatusCode, header},
};
use bytes::Bytes;
use durbar_domain::outlines::valley_geojson;
use std::sync::LazyLock;

static OUTLINES: LazyLock<EncodedBody> =
    LazyLock::new(|| EncodedBody::new(Bytes::from_static(valley_geojson().as_bytes())));

/// The outlines as GeoJSON. They change with a release at most.
pub async fn valley(request: HeaderMap) -> Response<Body> {
    let encoding = Encoding::accepted(&request);
    let mut response = Response::new(Body::empty());
    let headers = response.headers_mut();
    headers.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("public, max-age=86400, s-maxage=604800"),
    );
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    headers.insert(
        header::ETAG,
        HeaderValue::try_from(OUTLINES.etag(encoding)).expect("a digest is visible ASCII"),
    );
    if OUTLINES.matches(&request) {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        return response;
    }
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/geo+json"),
    );
    if let Some(value) = encoding.header() {
        headers.insert(header::CONTENT_ENCODING, value);
    }
    *response.body_mut() = Body::from(OUTLINES.bytes(encoding));
    response
}
