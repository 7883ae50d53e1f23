//! Uploads by a browser, straight to the bucket of raw uploads: whole, or in parts that are
//! sent again one by one when a connection breaks. Length and type are part of the signature.

use super::{Bucket, ObjectKey, Objects, get, transfer::presigning};
use crate::PlatformError;
use aws_sdk_s3::types::{CompletedMultipartUpload, CompletedPart};
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// Where to send bytes to, by `PUT`, with exactly these headers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UploadAddress {
    pub url: String,
    /// Bytes; the store refuses fewer and more.
    pub content_length: u64,
    /// Where it is signed: of whole files.
    pub content_type: Option<String>,
}

/// A part that has arrived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UploadedPart {
    /// Counted from 1.
    pub number: u32,
    /// Bytes.
    pub size: u64,
    etag: Option<String>,
}

const RAW: Bucket = Bucket::RawUploads;

impl Objects {
    /// An address for a whole file.
    pub async fn upload_address(
        &self,
        key: &ObjectKey,
        content_type: &str,
        content_length: u64,
        lasting: Duration,
    ) -> Result<UploadAddress, PlatformError> {
        let put = self
            .client()
            .put_object()
            .bucket(self.bucket_name(RAW))
            .key(key.as_str())
            .content_type(content_type)
            .content_length(signed_length(content_length));
        let signed = put.presigned(presigning(lasting)?).await;
        let signed = signed.map_err(|e| PlatformError::service("presigning PutObject", e))?;
        Ok(UploadAddress {
            url: signed.uri().to_owned(),
            content_length,
            content_type: Some(content_type.to_owned()),
        })
    }

    /// Begins an upload in parts; gives back its name at the store.
    pub async fn begin_parts(
        &self,
        key: &ObjectKey,
        content_type: &str,
    ) -> Result<String, PlatformError> {
        let begun = self
            .client()
            .create_multipart_upload()
            .bucket(self.bucket_name(RAW))
            .key(key.as_str())
            .content_type(content_type)
            .cache_control(RAW.cache_control())
            .send()
            .await
            .map_err(|e| PlatformError::service("CreateMultipartUpload", e))?;
        begun
            .upload_id
            .ok_or_else(|| PlatformError::corrupt(key.as_str(), "the upload has no name"))
    }

    /// An address for a part, counted from 1.
    pub async fn part_address(
        &self,
        key: &ObjectKey,
        upload: &str,
        number: u32,
        content_length: u64,
        lasting: Duration,
    ) -> Result<UploadAddress, PlatformError> {
        let part = self
            .client()
            .upload_part()
            .bucket(self.bucket_name(RAW))
            .key(key.as_str())
            .upload_id(upload)
            .part_number(i32::try_from(number).unwrap_or(i32::MAX))
            .content_length(signed_length(content_length));
        let signed = part.presigned(presigning(lasting)?).await;
        let signed = signed.map_err(|e| PlatformError::service("presigning UploadPart", e))?;
        Ok(UploadAddress {
            url: signed.uri().to_owned(),
            content_length,
            content_type: None,
        })
    }

    /// The parts that have arrived, in their order; `None` when there is no such upload any
    /// more.
    pub async fn parts(
        &self,
        key: &ObjectKey,
        upload: &str,
    ) -> Result<Option<Vec<UploadedPart>>, PlatformError> {
        let mut parts = Vec::new();
        let mut after = None;
        loop {
            let list = self
                .client()
                .list_parts()
                .bucket(self.bucket_name(RAW))
                .key(key.as_str())
                .upload_id(upload)
                .set_part_number_marker(after);
            let page = match list.send().await {
                Ok(page) => page,
                Err(error) if get::status(&error) == Some(404) => return Ok(None),
                Err(error) => return Err(PlatformError::service("ListParts", error)),
            };
            parts.extend(page.parts().iter().filter_map(|part| {
                Some(UploadedPart {
                    number: u32::try_from(part.part_number()?).ok()?,
                    size: u64::try_from(part.size()?).ok()?,
                    etag: part.e_tag().map(str::to_owned),
                })
            }));
            after = page.next_part_number_marker;
            if page.is_truncated != Some(true) || after.is_none() {
                break;
            }
        }
        parts.sort_unstable_by_key(|part| part.number);
        Ok(Some(parts))
    }

    /// Makes the parts one object.
    pub async fn complete_parts(
        &self,
        key: &ObjectKey,
        upload: &str,
        parts: &[UploadedPart],
    ) -> Result<(), PlatformError> {
        let parts = parts.iter().map(|part| {
            CompletedPart::builder()
                .part_number(i32::try_from(part.number).unwrap_or(i32::MAX))
                .set_e_tag(part.etag.clone())
                .build()
        });
        let parts = CompletedMultipartUpload::builder().set_parts(Some(parts.collect()));
        self.client()
            .complete_multipart_upload()
            .bucket(self.bucket_name(RAW))
            .key(key.as_str())
            .upload_id(upload)
            .multipart_upload(parts.build())
            .send()
            .await
            .map_err(|e| PlatformError::service("CompleteMultipartUpload", e))?;
        Ok(())
    }

    /// Forgets an upload and its parts; it is no error when there is none.
    pub async fn abort_parts(&self, key: &ObjectKey, upload: &str) -> Result<(), PlatformError> {
        let aborted = self
            .client()
            .abort_multipart_upload()
            .bucket(self.bucket_name(RAW))
            .key(key.as_str())
            .upload_id(upload)
            .send()
            .await;
        match aborted {
            Ok(_) => Ok(()),
            // Embedded storage says so of an upload it doesn't know.
            Err(error) if matches!(get::status(&error), Some(403 | 404)) => Ok(()),
            Err(error) => Err(PlatformError::service("AbortMultipartUpload", error)),
        }
    }
}

fn signed_length(length: u64) -> i64 {
    i64::try_from(length).unwrap_or(i64::MAX)
}
