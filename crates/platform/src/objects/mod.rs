//! Objects: pictures and other files, in five buckets.

mod bucket;
mod get;
mod key;
mod transfer;
mod upload;

#[cfg(test)]
mod tests;

pub use bucket::{Bucket, BucketNames};
pub use get::{ByteRange, Fetched, GetOptions, Object, ObjectBody};
pub use key::{ObjectKey, ObjectKeyError};
pub use upload::{UploadAddress, UploadedPart};

use crate::PlatformError;
use aws_sdk_s3::{Client, primitives::ByteStream};
use bytes::Bytes;
use jiff::Timestamp;
use std::sync::Arc;

/// The object store. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Objects {
    client: Client,
    names: Arc<BucketNames>,
}

/// What is known of an object without its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ObjectInfo {
    /// Bytes.
    pub size: u64,
    pub content_type: Option<String>,
    pub cache_control: Option<String>,
    /// With its quotes, as in a header.
    pub etag: Option<String>,
    pub last_modified: Option<Timestamp>,
}

/// A line of a listing of objects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ObjectEntry {
    pub key: ObjectKey,
    /// Bytes.
    pub size: u64,
}

impl Objects {
    /// The objects in buckets of these names.
    pub fn new(client: Client, names: BucketNames) -> Self {
        Self {
            client,
            names: Arc::new(names),
        }
    }

    /// The SDK client.
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// The name of a bucket.
    pub fn bucket_name(&self, bucket: Bucket) -> &str {
        self.names.get(bucket)
    }

    pub(crate) fn names(&self) -> &BucketNames {
        &self.names
    }

    /// Stores an object whole, replacing one of the same key.
    pub async fn put(
        &self,
        bucket: Bucket,
        key: &ObjectKey,
        content_type: &str,
        bytes: Bytes,
    ) -> Result<(), PlatformError> {
        let put = self
            .client
            .put_object()
            .bucket(self.names.get(bucket))
            .key(key.as_str());
        let put = put
            .content_type(content_type)
            .cache_control(bucket.cache_control());
        put.body(ByteStream::from(bytes))
            .send()
            .await
            .map_err(|e| PlatformError::service("PutObject", e))?;
        Ok(())
    }

    /// What is known of an object; `None` when it isn't there.
    pub async fn head(
        &self,
        bucket: Bucket,
        key: &ObjectKey,
    ) -> Result<Option<ObjectInfo>, PlatformError> {
        let head = self
            .client
            .head_object()
            .bucket(self.names.get(bucket))
            .key(key.as_str());
        match head.send().await {
            Ok(found) => Ok(Some(ObjectInfo {
                size: length(found.content_length(), key)?,
                content_type: found.content_type,
                cache_control: found.cache_control,
                etag: found.e_tag,
                last_modified: found.last_modified.and_then(|at| timestamp(&at)),
            })),
            Err(error) if get::status(&error) == Some(404) => Ok(None),
            Err(error) => Err(PlatformError::service("HeadObject", error)),
        }
    }

    /// Whether an object is there whole: with this many bytes and its properties. Embedded
    /// storage writes an object's properties just after its bytes, so a process that is
    /// killed between the two leaves one without the other.
    pub async fn is_complete(
        &self,
        bucket: Bucket,
        key: &ObjectKey,
        size: u64,
    ) -> Result<bool, PlatformError> {
        let found = self.head(bucket, key).await?;
        Ok(found.is_some_and(|info| {
            info.size == size
                && info.content_type.is_some()
                && info.cache_control.as_deref() == Some(bucket.cache_control())
        }))
    }

    /// Objects whose keys start with `prefix` and come after `after`, at most 1,000 in the
    /// order of their keys. Objects this program didn't name are left out.
    pub async fn list(
        &self,
        bucket: Bucket,
        prefix: &str,
        after: Option<&ObjectKey>,
    ) -> Result<Vec<ObjectEntry>, PlatformError> {
        let list = self
            .client
            .list_objects_v2()
            .bucket(self.names.get(bucket))
            .prefix(prefix);
        let list = list
            .set_start_after(after.map(|key| key.as_str().to_owned()))
            .max_keys(1_000);
        let found = list
            .send()
            .await
            .map_err(|e| PlatformError::service("ListObjectsV2", e))?;
        let entries = found.contents().iter().filter_map(|object| {
            let key: ObjectKey = object.key()?.parse().ok()?;
            let size = u64::try_from(object.size()?).ok()?;
            Some(ObjectEntry { key, size })
        });
        Ok(entries.collect())
    }

    /// Deletes an object; it is no error when it isn't there.
    pub async fn delete(&self, bucket: Bucket, key: &ObjectKey) -> Result<(), PlatformError> {
        let delete = self
            .client
            .delete_object()
            .bucket(self.names.get(bucket))
            .key(key.as_str());
        delete
            .send()
            .await
            .map_err(|e| PlatformError::service("DeleteObject", e))?;
        Ok(())
    }

    /// Whether the buckets answer.
    pub async fn check(&self) -> Result<(), PlatformError> {
        let head = self
            .client
            .head_bucket()
            .bucket(self.names.get(Bucket::PublicMedia));
        head.send()
            .await
            .map_err(|e| PlatformError::service("HeadBucket", e))?;
        Ok(())
    }
}

/// A length header as a number of bytes.
fn length(length: Option<i64>, key: &ObjectKey) -> Result<u64, PlatformError> {
    let length = length.and_then(|length| u64::try_from(length).ok());
    length.ok_or_else(|| PlatformError::corrupt(key.as_str(), "the object has no length"))
}

fn timestamp(at: &aws_sdk_s3::primitives::DateTime) -> Option<Timestamp> {
    Timestamp::from_millisecond(at.to_millis().ok()?).ok()
}
