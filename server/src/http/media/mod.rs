//! `/media/{key}`: the public bucket. In AWS a CDN stands before it; embedded mode has
//! none, so the server does what a CDN would: keeps small objects in memory, answers
//! conditional and range requests.

mod answer;
mod range;

use crate::host::Host;
use answer::{Kept, answer, from_memory, names, unsatisfiable};
use axum::{
    body::Body,
    extract::{Path, State},
    http::{HeaderMap, HeaderValue, Response, StatusCode, header},
    response::IntoResponse,
};
use bytes::Bytes;
use durbar_platform::{
    Objects, PlatformError,
    objects::{Bucket, Fetched, GetOptions, Object, ObjectKey},
};
use moka::future::Cache;
use range::{ContentRange, content_range, parse_range};
use std::sync::Arc;

/// Objects up to this size are kept in memory.
const SMALL: u64 = 1_048_576;
/// Memory for kept objects, in bytes.
const CAPACITY: u64 = 24 * 1_048_576;
/// Share pictures have an address of their own, which looks first whether the home is to be seen.
pub const SHARE_FOLDER: &str = "share/";

/// The public objects, with the small ones that were asked for lately. Cheap to clone.
#[derive(Clone)]
pub struct PublicMedia {
    objects: Objects,
    kept: Cache<ObjectKey, Arc<Kept>>,
}

/// `GET /media/{key}`.
pub async fn media(
    State(host): State<Arc<Host>>,
    Path(key): Path<String>,
    request: HeaderMap,
) -> Response<Body> {
    let Ok(key) = key.parse::<ObjectKey>() else {
        return StatusCode::NOT_FOUND.into_response();
    };
    host.media.respond(&key, &request).await.unwrap_or_else(|error| {
        tracing::error!(key = %key, error = &error as &dyn std::error::Error, "could not read an object");
        StatusCode::SERVICE_UNAVAILABLE.into_response()
    })
}

impl PublicMedia {
    pub fn new(objects: Objects) -> Self {
        let kept = Cache::builder()
            .max_capacity(CAPACITY)
            .weigher(|_: &ObjectKey, kept: &Arc<Kept>| {
                u32::try_from(kept.bytes.len() + 256).unwrap_or(u32::MAX)
            })
            .build();
        Self { objects, kept }
    }

    /// The bytes of an object; `None` when it isn't there.
    pub async fn bytes(&self, key: &ObjectKey) -> Result<Option<Bytes>, PlatformError> {
        if let Some(kept) = self.kept.get(key).await {
            return Ok(Some(kept.bytes.clone()));
        }
        match self
            .objects
            .get(Bucket::PublicMedia, key, GetOptions::default())
            .await?
        {
            Fetched::Found(object) => Ok(Some(object.body.collect().await?)),
            _ => Ok(None),
        }
    }

    async fn respond(
        &self,
        key: &ObjectKey,
        request: &HeaderMap,
    ) -> Result<Response<Body>, PlatformError> {
        let content_type = content_type(key).filter(|_| !key.as_str().starts_with(SHARE_FOLDER));
        let Some(content_type) = content_type else {
            return Ok(StatusCode::NOT_FOUND.into_response());
        };
        if let Some(kept) = self.kept.get(key).await {
            return Ok(from_memory(&kept, request));
        }
        match self
            .objects
            .get(Bucket::PublicMedia, key, GetOptions::default())
            .await?
        {
            Fetched::Found(object) if object.content_length <= SMALL => {
                let kept = Arc::new(Kept {
                    etag: etag(&object),
                    content_type,
                    bytes: object.body.collect().await?,
                });
                self.kept.insert(key.clone(), kept.clone()).await;
                Ok(from_memory(&kept, request))
            }
            Fetched::Found(object) => self.stream(key, object, content_type, request).await,
            _ => Ok(StatusCode::NOT_FOUND.into_response()),
        }
    }

    /// A large object, or the range asked for, as it arrives from the store.
    async fn stream(
        &self,
        key: &ObjectKey,
        whole: Object,
        content_type: HeaderValue,
        request: &HeaderMap,
    ) -> Result<Response<Body>, PlatformError> {
        let (etag, size) = (etag(&whole), whole.info.size);
        if names(request, header::IF_NONE_MATCH, &etag) {
            return Ok(answer(
                StatusCode::NOT_MODIFIED,
                &etag,
                content_type,
                Body::empty(),
            ));
        }
        let range = match parse_range(request, &etag).map(|range| content_range(range, size)) {
            None => {
                return Ok(answer(
                    StatusCode::OK,
                    &etag,
                    content_type,
                    Body::from_stream(whole.body.into_stream()),
                ));
            }
            Some(ContentRange::Unsatisfiable) => {
                return Ok(unsatisfiable(&etag, content_type, size));
            }
            Some(ContentRange::Within { first, last }) => {
                durbar_platform::objects::ByteRange::Within(first, last)
            }
        };
        drop(whole);
        let options = GetOptions {
            range: Some(range),
            ..GetOptions::default()
        };
        match self.objects.get(Bucket::PublicMedia, key, options).await? {
            Fetched::Found(part) => {
                let range = part.content_range.clone().unwrap_or_default();
                let mut response = answer(
                    StatusCode::PARTIAL_CONTENT,
                    &etag,
                    content_type,
                    Body::from_stream(part.body.into_stream()),
                );
                if let Ok(range) = HeaderValue::try_from(range) {
                    response.headers_mut().insert(header::CONTENT_RANGE, range);
                }
                Ok(response)
            }
            Fetched::RangeNotSatisfiable => Ok(unsatisfiable(&etag, content_type, size)),
            _ => Ok(StatusCode::NOT_FOUND.into_response()),
        }
    }
}

/// The store's entity tag. Keys are immutable, so the size tells apart as well.
fn etag(object: &Object) -> HeaderValue {
    let tag = object
        .info
        .etag
        .clone()
        .unwrap_or_else(|| format!("\"{:x}\"", object.info.size));
    HeaderValue::try_from(tag).unwrap_or(HeaderValue::from_static("\"object\""))
}

/// The media type by the extension: what was uploaded as something else is still not HTML.
fn content_type(key: &ObjectKey) -> Option<HeaderValue> {
    Some(HeaderValue::from_static(match key.extension() {
        "avif" => "image/avif",
        "jpg" => "image/jpeg",
        "png" => "image/png",
        "webp" => "image/webp",
        "mp4" => "video/mp4",
        "pdf" => "application/pdf",
        _ => return None,
    }))
}
