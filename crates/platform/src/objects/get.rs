//! Reading an object: whole, in part, or only if it changed.

use super::{Bucket, ObjectInfo, ObjectKey, Objects, length, timestamp};
use crate::PlatformError;
use aws_sdk_s3::{
    error::SdkError,
    primitives::{ByteStream, ByteStreamError},
};
use bytes::Bytes;
use futures::{Stream, stream};

/// A range of bytes, as in the `Range` header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ByteRange {
    /// From an offset to the end.
    From(u64),
    /// From an offset to another, both included.
    Within(u64, u64),
    /// This many at the end.
    Last(u64),
}

impl ByteRange {
    fn header(self) -> String {
        match self {
            Self::From(first) => format!("bytes={first}-"),
            Self::Within(first, last) => format!("bytes={first}-{last}"),
            Self::Last(count) => format!("bytes=-{count}"),
        }
    }
}

/// What to read of an object.
#[derive(Debug, Clone, Default)]
pub struct GetOptions {
    pub range: Option<ByteRange>,
    /// Nothing is read if the object still has this entity tag (with its quotes).
    pub if_none_match: Option<String>,
}

/// The outcome of reading an object.
#[derive(Debug)]
#[expect(
    clippy::large_enum_variant,
    reason = "made once a request and taken apart at once"
)]
pub enum Fetched {
    Found(Object),
    /// The object still has the entity tag the reader knows.
    NotModified,
    /// The range lies outside the object.
    RangeNotSatisfiable,
    Missing,
}

/// An object, or the range of it that was asked for.
#[derive(Debug)]
pub struct Object {
    /// `size` is that of the whole object.
    pub info: ObjectInfo,
    /// Bytes in `body`.
    pub content_length: u64,
    /// `Content-Range`, when a range was asked for.
    pub content_range: Option<String>,
    pub body: ObjectBody,
}

/// The bytes of an object, as they arrive.
#[derive(Debug)]
pub struct ObjectBody(ByteStream);

impl ObjectBody {
    /// All the bytes.
    pub async fn collect(self) -> Result<Bytes, PlatformError> {
        Ok(self.0.collect().await.map_err(broken_off)?.into_bytes())
    }

    /// The bytes in pieces.
    pub fn into_stream(self) -> impl Stream<Item = Result<Bytes, PlatformError>> + Send + 'static {
        stream::try_unfold(self.0, |mut body| async move {
            Ok(body
                .try_next()
                .await
                .map_err(broken_off)?
                .map(|bytes| (bytes, body)))
        })
    }
}

fn broken_off(error: ByteStreamError) -> PlatformError {
    PlatformError::Service {
        operation: "GetObject",
        retryable: true,
        source: Box::new(error),
    }
}

impl Objects {
    /// Reads an object.
    pub async fn get(
        &self,
        bucket: Bucket,
        key: &ObjectKey,
        options: GetOptions,
    ) -> Result<Fetched, PlatformError> {
        let get = self
            .client()
            .get_object()
            .bucket(self.bucket_name(bucket))
            .key(key.as_str());
        let get = get.set_range(options.range.map(ByteRange::header));
        let get = get.set_if_none_match(options.if_none_match.clone());
        let found = match get.send().await {
            Ok(found) => found,
            Err(error) => {
                return match status(&error) {
                    Some(304) => Ok(Fetched::NotModified),
                    Some(404) => Ok(Fetched::Missing),
                    Some(416) => Ok(Fetched::RangeNotSatisfiable),
                    _ => Err(PlatformError::service("GetObject", error)),
                };
            }
        };
        // Embedded storage does not know If-None-Match, so it is applied here as well.
        if options.if_none_match.is_some() && options.if_none_match == found.e_tag {
            return Ok(Fetched::NotModified);
        }
        let content_length = length(found.content_length, key)?;
        let total = found
            .content_range
            .as_deref()
            .and_then(|range| range.rsplit_once('/')?.1.parse().ok());
        Ok(Fetched::Found(Object {
            info: ObjectInfo {
                size: total.unwrap_or(content_length),
                content_type: found.content_type,
                cache_control: found.cache_control,
                etag: found.e_tag,
                last_modified: found.last_modified.and_then(|at| timestamp(&at)),
            },
            content_length,
            content_range: found.content_range,
            body: ObjectBody(found.body),
        }))
    }
}

/// The HTTP status of an answer that was an error.
pub(super) fn status<E>(error: &SdkError<E>) -> Option<u16> {
    error
        .raw_response()
        .map(|response| response.status().as_u16())
}
