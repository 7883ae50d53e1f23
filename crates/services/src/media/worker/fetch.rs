//! Bringing files that imported lists name to where uploads lie. From there on they are uploads.

use super::{
    super::{Media, named_key},
    settle::Outcome,
    steps::{Stop, outcome, raw_of},
};
use durbar_domain::{
    media::{FailureReason, MediaItem, MediaKind},
    media_reference::MediaReference,
};
use durbar_platform::{
    PlatformError,
    fetch::FetchError,
    media::{MediaRecord, Origin, Work},
    objects::{Bucket, ObjectInfo},
};
use jiff::SignedDuration;
use std::time::Duration;

/// How often a file is fetched in all, also when the process ended meanwhile.
const ATTEMPTS: u32 = 6;
/// Seconds before it is fetched again; each pause is twice the one before, half an hour in all.
const FIRST_PAUSE_S: i64 = 60;
/// What a file is called until the pipeline has looked at it: nothing that a server or a folder
/// says of it is believed.
pub(super) const UNKNOWN_TYPE: &str = "application/octet-stream";

const RAW: Bucket = Bucket::RawUploads;

/// Seconds that fetching a file may take.
pub(super) fn time_limit_s(kind: MediaKind) -> u32 {
    match kind {
        MediaKind::Film => 3_600,
        _ => 180,
    }
}

/// How long to wait after the attempt of this number, counted from 1.
pub(super) fn pause(attempt: u32) -> SignedDuration {
    let doublings = attempt.saturating_sub(1).min(ATTEMPTS);
    SignedDuration::from_secs(FIRST_PAUSE_S << doublings)
}

impl From<FetchError> for Stop {
    fn from(error: FetchError) -> Self {
        if error.is_passing() {
            return Self::Retry(PlatformError::Service {
                operation: "fetching a file",
                retryable: true,
                source: Box::new(error),
            });
        }
        tracing::info!(%error, "a file was not fetched");
        Self::Failed(match error {
            FetchError::Refused(_) => FailureReason::AddressRefused,
            FetchError::TooLarge(_) => FailureReason::TooLarge,
            _ => FailureReason::NotFetched,
        })
    }
}

impl Media {
    /// Brings a file here, within its time.
    pub(super) async fn fetch(&self, record: &MediaRecord, work: &Work) -> Outcome {
        let item = &record.item;
        let Some(origin) = record.origin.as_ref().filter(|_| work.attempts <= ATTEMPTS) else {
            // Its process ended each time.
            return Outcome::Failed(FailureReason::NotFetched);
        };
        let bringing = async {
            match origin.reference.is_address() {
                true => self.bring_from_address(item, &origin.reference).await,
                false => self.bring_from_folder(item, origin).await,
            }
        };
        let limit = Duration::from_secs(time_limit_s(item.kind).into());
        let brought = match tokio::time::timeout(limit, bringing).await {
            Ok(brought) => outcome(item, brought.map(Outcome::Fetched)),
            Err(_) => Outcome::Late,
        };
        match brought {
            Outcome::Retry | Outcome::Late if work.attempts >= ATTEMPTS => {
                Outcome::Failed(FailureReason::NotFetched)
            }
            brought => brought,
        }
    }

    /// Gives back the bytes of what lies here now.
    async fn bring_from_address(
        &self,
        item: &MediaItem,
        address: &MediaReference,
    ) -> Result<u64, Stop> {
        let (objects, raw) = (&self.inner.objects, raw_of(item));
        let found = objects.head(RAW, &raw).await?;
        if let Some(found) = found.filter(is_whole) {
            // The process ended when it was here and nobody had written that down.
            return Ok(found.size);
        }
        let file = tempfile::NamedTempFile::new().map_err(FetchError::Disk)?;
        let (fetcher, most) = (&self.inner.settings.fetcher, item.kind.max_bytes());
        let bytes = fetcher.fetch(address.as_str(), most, file.path()).await?;
        let put = objects.put_file(RAW, &raw, UNKNOWN_TYPE, file.path());
        put.await?;
        Ok(bytes)
    }

    /// The same of a file that the import put into the bucket.
    async fn bring_from_folder(&self, item: &MediaItem, origin: &Origin) -> Result<u64, Stop> {
        let (objects, raw) = (&self.inner.objects, raw_of(item));
        let put = named_key(origin.row, &origin.reference);
        let there = objects.head(RAW, &put).await?;
        let here = objects.head(RAW, &raw).await?;
        let bytes = match (there, here) {
            // Taken over, and let go of there.
            (None, Some(here)) => return Ok(here.size),
            (None, None) => return Err(Stop::Failed(FailureReason::UploadLost)),
            // A copy that broke off is shorter.
            (Some(there), Some(here)) if there.size == here.size => there.size,
            (Some(there), _) => {
                objects.copy((RAW, &put), (RAW, &raw), UNKNOWN_TYPE).await?;
                there.size
            }
        };
        objects.delete(RAW, &put).await?;
        Ok(bytes)
    }

    /// Deletes an upload, also one that an import put down and nobody took over.
    pub(super) async fn delete_raw(&self, record: &MediaRecord) -> Result<(), PlatformError> {
        let objects = &self.inner.objects;
        objects.delete(RAW, &raw_of(&record.item)).await?;
        let left = record.origin.as_ref().filter(|it| !it.has_arrived);
        if let Some(origin) = left.filter(|it| !it.reference.is_address()) {
            let put = named_key(origin.row, &origin.reference);
            objects.delete(RAW, &put).await?;
        }
        Ok(())
    }
}

/// Whether an object was put to its end: its properties come last.
fn is_whole(found: &ObjectInfo) -> bool {
    found.content_type.is_some() && found.cache_control.is_some()
}
