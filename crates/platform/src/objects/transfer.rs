//! Moving objects without their bytes passing through memory.

use super::{Bucket, ObjectKey, Objects, get};
use crate::PlatformError;
use aws_sdk_s3::{presigning::PresigningConfig, primitives::ByteStream, types::MetadataDirective};
use std::{path::Path, time::Duration};

impl Objects {
    /// Stores a file whole, replacing an object of the same key.
    pub async fn put_file(
        &self,
        bucket: Bucket,
        key: &ObjectKey,
        content_type: &str,
        file: &Path,
    ) -> Result<(), PlatformError> {
        let body = ByteStream::from_path(file).await;
        let body = body.map_err(|source| PlatformError::Service {
            operation: "reading a file to store",
            retryable: false,
            source: Box::new(source),
        })?;
        let put = self
            .client()
            .put_object()
            .bucket(self.bucket_name(bucket))
            .key(key.as_str())
            .content_type(content_type)
            .cache_control(bucket.cache_control());
        put.body(body)
            .send()
            .await
            .map_err(|e| PlatformError::service("PutObject", e))?;
        Ok(())
    }

    /// Copies an object to a key of another bucket, with the properties it has there. Tells
    /// whether there was one.
    pub async fn copy(
        &self,
        (from, source): (Bucket, &ObjectKey),
        (to, target): (Bucket, &ObjectKey),
        content_type: &str,
    ) -> Result<bool, PlatformError> {
        let copy = self
            .client()
            .copy_object()
            .copy_source(format!("{}/{source}", self.bucket_name(from)))
            .bucket(self.bucket_name(to))
            .key(target.as_str())
            .metadata_directive(MetadataDirective::Replace)
            .content_type(content_type)
            .cache_control(to.cache_control());
        match copy.send().await {
            Ok(_) => Ok(true),
            Err(error) if get::status(&error) == Some(404) => Ok(false),
            Err(error) => Err(PlatformError::service("CopyObject", error)),
        }
    }

    /// An address under which a program of this machine reads an object for some time.
    pub async fn read_address(
        &self,
        bucket: Bucket,
        key: &ObjectKey,
        lasting: Duration,
    ) -> Result<String, PlatformError> {
        let config = presigning(lasting)?;
        let get = self
            .client()
            .get_object()
            .bucket(self.bucket_name(bucket))
            .key(key.as_str());
        let signed = get.presigned(config).await;
        let signed = signed.map_err(|e| PlatformError::service("presigning GetObject", e))?;
        Ok(signed.uri().to_owned())
    }
}

pub(super) fn presigning(lasting: Duration) -> Result<PresigningConfig, PlatformError> {
    PresigningConfig::expires_in(lasting).map_err(|source| PlatformError::Service {
        operation: "presigning",
        retryable: false,
        source: Box::new(source),
    })
}
