//! Objects over HTTP, as a CDN sends them: with conditional and range requests.

mod answer;
mod range;

pub use answer::Representation;

use axum::{
    body::Body,
    http::{HeaderMap, HeaderValue, Response, StatusCode},
    response::IntoResponse,
};
use durbar_platform::{
    Objects, PlatformError,
    objects::{Bucket, ByteRange, Fetched, GetOptions, Object, ObjectKey},
};
use range::ContentRange;

/// The media type by the extension: what was uploaded as something else is still not HTML.
/// Other files aren't served.
pub fn content_type(key: &ObjectKey) -> Option<HeaderValue> {
    Some(HeaderValue::from_static(match key.extension() {
        "avif" => "image/avif",
        "jpg" => "image/jpeg",
        "png" => "image/png",
        "webp" => "image/webp",
        "mp4" => "video/mp4",
        "m3u8" => "application/vnd.apple.mpegurl",
        "pdf" => "application/pdf",
        _ => return None,
    }))
}

/// An object that has been opened, or the part of it that is asked for, as it arrives from
/// the store.
///
/// # Errors
/// When the store doesn't answer.
pub async fn stream(
    objects: &Objects,
    (bucket, key): (Bucket, &ObjectKey),
    whole: Object,
    representation: &Representation,
    request: &HeaderMap,
) -> Result<Response<Body>, PlatformError> {
    if representation.is_known_to(request) {
        return Ok(representation.answer(StatusCode::NOT_MODIFIED, Body::empty()));
    }
    let (first, last) = match representation.requested_range(request) {
        None => {
            let body = Body::from_stream(whole.body.into_stream());
            return Ok(representation.answer(StatusCode::OK, body));
        }
        Some(ContentRange::Unsatisfiable) => return Ok(representation.unsatisfiable()),
        Some(ContentRange::Within { first, last }) => (first, last),
    };
    drop(whole);
    let options = GetOptions {
        range: Some(ByteRange::Within(first, last)),
        ..GetOptions::default()
    };
    Ok(match objects.get(bucket, key, options).await? {
        Fetched::Found(part) => {
            representation.part(first, last, Body::from_stream(part.body.into_stream()))
        }
        Fetched::RangeNotSatisfiable => representation.unsatisfiable(),
        _ => StatusCode::NOT_FOUND.into_response(),
    })
}
