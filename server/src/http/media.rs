//! `/media/{key}`: the public bucket. In AWS a CDN stands before it; embedded mode has
//! none, so the server does what a CDN would: keeps small objects in memory, answers
//! conditional and range requests.

use super::objects::{Representation, content_type, stream};
use crate::host::Host;
use async_trait::async_trait;
use axum::{
    body::Body,
    extract::{Path, State},
    http::{HeaderMap, HeaderValue, Response, StatusCode},
    response::IntoResponse,
};
use bytes::Bytes;
use durbar_domain::event::{DomainEvent, EventDetail};
use durbar_platform::{
    Objects, PlatformError,
    bus::EventConsumer,
    objects::{Bucket, Fetched, GetOptions, ObjectKey},
};
use moka::future::Cache;
use std::{
    error::Error,
    sync::{Arc, OnceLock},
};

/// Objects up to this size are kept in memory.
const SMALL: u64 = 1_048_576;
/// Memory for kept objects, in bytes.
const CAPACITY: u64 = 24 * 1_048_576;
/// A key says which picture it is and not what is in it, so a day must be enough.
const CACHE_CONTROL: HeaderValue =
    HeaderValue::from_static("public, max-age=86400, stale-while-revalidate=604800");
/// Share pictures have an address of their own, which looks first whether the home is to be seen.
pub const SHARE_FOLDER: &str = "share/";

/// An object in memory.
#[derive(Debug)]
struct Kept {
    bytes: Bytes,
    representation: Representation,
}

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

/// Forgets what was withdrawn from the public, so that it isn't shown from memory.
#[derive(Default)]
pub struct Withdrawn {
    kept: OnceLock<Cache<ObjectKey, Arc<Kept>>>,
}

impl Withdrawn {
    /// To be forgotten by this one.
    pub fn from(&self, media: &PublicMedia) {
        // A second host of the same stack would only keep what is small for longer.
        let _ = self.kept.set(media.kept.clone());
    }
}

#[async_trait]
impl EventConsumer for Withdrawn {
    fn name(&self) -> &'static str {
        "public media"
    }

    async fn handle(&self, event: &DomainEvent) -> Result<(), Box<dyn Error + Send + Sync>> {
        if let (EventDetail::MediaWithdrawn { media_id, .. }, Some(kept)) =
            (&event.detail, self.kept.get())
        {
            let part = format!("/{media_id}/");
            let gone: Vec<ObjectKey> = kept
                .iter()
                .map(|(key, _)| ObjectKey::clone(&key))
                .filter(|key| key.as_str().contains(&part))
                .collect();
            for key in gone {
                kept.invalidate(&key).await;
            }
        }
        Ok(())
    }
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
            return Ok(kept.representation.answer_from(&kept.bytes, request));
        }
        let found = self
            .objects
            .get(Bucket::PublicMedia, key, GetOptions::default())
            .await?;
        let Fetched::Found(object) = found else {
            return Ok(StatusCode::NOT_FOUND.into_response());
        };
        let representation = Representation::of(&object, content_type, CACHE_CONTROL);
        if object.content_length > SMALL {
            let place = (Bucket::PublicMedia, key);
            return stream(&self.objects, place, object, &representation, request).await;
        }
        let kept = Arc::new(Kept {
            bytes: object.body.collect().await?,
            representation,
        });
        self.kept.insert(key.clone(), kept.clone()).await;
        Ok(kept.representation.answer_from(&kept.bytes, request))
    }
}
