//! Uploading files of a listing.

use super::ApiError;
use durbar_domain::{FieldError, MediaId, PropertyId, media::NewUpload};
use leptos::{prelude::*, server_fn::codec::Json};
use serde::{Deserialize, Serialize};

/// Where to send bytes to, by `PUT`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UploadAddress {
    pub url: String,
    pub content_length: u64,
    pub content_type: Option<String>,
}

/// How a file is sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum UploadPlan {
    Whole(UploadAddress),
    Parts {
        part_bytes: u64,
        count: u32,
        /// Numbers of those that have arrived, counted from 1.
        arrived: Vec<u32>,
        /// Where the next ones go; ask again for those that follow.
        next: Vec<(u32, UploadAddress)>,
    },
}

/// What came of asking to upload.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Begun {
    Go(MediaId, UploadPlan),
    /// Not this file: what would be accepted.
    Refused(Vec<FieldError>),
}

/// Writes down that a file is to come, and says where to send it.
#[server(prefix = "/api", endpoint = "media/begin", input = Json, output = Json)]
pub async fn begin_upload(listing_id: PropertyId, upload: NewUpload) -> Result<Begun, ApiError> {
    let (services, principal) = super::on_server();
    let now = jiff::Timestamp::now();
    let begun = services
        .media
        .begin(&principal, listing_id, &upload, now)
        .await;
    match begun {
        Ok(begun) => Ok(Begun::Go(begun.media_id, begun.plan.into())),
        Err(durbar_services::ServiceError::Invalid(problems)) => Ok(Begun::Refused(problems)),
        Err(error) => Err(ApiError::of(&error)),
    }
}

/// Where to send what hasn't arrived.
#[server(prefix = "/api", endpoint = "media/resume", input = Json, output = Json)]
pub async fn resume_upload(
    listing_id: PropertyId,
    media_id: MediaId,
) -> Result<UploadPlan, ApiError> {
    let (services, principal) = super::on_server();
    let plan = services
        .media
        .resume(&principal, listing_id, media_id)
        .await;
    plan.map(Into::into).map_err(|error| ApiError::of(&error))
}

/// All of it was sent.
#[server(prefix = "/api", endpoint = "media/complete", input = Json, output = Json)]
pub async fn complete_upload(listing_id: PropertyId, media_id: MediaId) -> Result<(), ApiError> {
    let (services, principal) = super::on_server();
    let now = jiff::Timestamp::now();
    let completed = services
        .media
        .complete(&principal, listing_id, media_id, now)
        .await;
    completed.map(drop).map_err(|error| ApiError::of(&error))
}

/// It isn't wanted any more.
#[server(prefix = "/api", endpoint = "media/abort", input = Json, output = Json)]
pub async fn abort_upload(listing_id: PropertyId, media_id: MediaId) -> Result<(), ApiError> {
    let (services, principal) = super::on_server();
    let aborted = services.media.abort(&principal, listing_id, media_id).await;
    aborted.map_err(|error| ApiError::of(&error))
}

#[cfg(feature = "ssr")]
impl From<durbar_services::media::UploadPlan> for UploadPlan {
    fn from(plan: durbar_services::media::UploadPlan) -> Self {
        use durbar_services::media::UploadPlan as Plan;
        let address = |it: durbar_services::media::UploadAddress| UploadAddress {
            url: it.url,
            content_length: it.content_length,
            content_type: it.content_type,
        };
        match plan {
            Plan::Whole(whole) => Self::Whole(address(whole)),
            Plan::Parts {
                part_bytes,
                count,
                arrived,
                next,
            } => Self::Parts {
                part_bytes,
                count,
                arrived,
                next: next.into_iter().map(|(at, it)| (at, address(it))).collect(),
            },
        }
    }
}
