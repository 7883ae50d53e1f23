//! Putting files of the seed folder in place.

use super::SeedError;
use bytes::Bytes;
use durbar_platform::{
    Objects, PlatformError,
    objects::{Bucket, ObjectKey},
};
use std::path::PathBuf;

/// A file and where it goes.
pub(super) struct Upload {
    pub file: PathBuf,
    pub key: ObjectKey,
    pub content_type: &'static str,
    /// Bytes.
    pub size: u64,
}

/// Puts a file in place unless it is there whole; tells whether it did.
pub(super) async fn put(
    objects: &Objects,
    bucket: Bucket,
    upload: Upload,
) -> Result<bool, SeedError> {
    if objects
        .is_complete(bucket, &upload.key, upload.size)
        .await?
    {
        return Ok(false);
    }
    let read = tokio::fs::read(&upload.file).await;
    let bytes = read.map_err(|source| SeedError::Read {
        path: upload.file.clone(),
        source,
    })?;
    if bytes.len() as u64 != upload.size {
        let reason = format!(
            "the manifest says {} bytes, the file has {}",
            upload.size,
            bytes.len()
        );
        let key = upload.file.display().to_string();
        return Err(SeedError::Platform(PlatformError::CorruptItem {
            key,
            reason,
        }));
    }
    let bytes = Bytes::from(bytes);
    objects
        .put(bucket, &upload.key, upload.content_type, bytes)
        .await?;
    Ok(true)
}
