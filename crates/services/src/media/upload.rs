//! Uploading: what is to come is written down first, then the browser gets addresses at the
//! store that take these bytes and no others.

use super::{Media, UPLOAD_WITHIN, raw_key};
use crate::ServiceError;
use durbar_domain::{
    FieldError, MediaId, PropertyId,
    account::Principal,
    error::Problem,
    media::{FileName, MediaItem, MediaState, NewUpload, Step, limits},
    text::Localized,
};
use durbar_platform::{
    PlatformError,
    media::{MediaRecord, Task},
    objects::{Bucket, UploadAddress},
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// How long an address works.
const ADDRESS_LASTS: Duration = Duration::from_secs(3_600);
/// Addresses given out at a time.
const ADDRESSES: usize = 16;

/// An upload that was begun.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Begun {
    pub media_id: MediaId,
    pub plan: UploadPlan,
}

/// How a file is sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum UploadPlan {
    Whole(UploadAddress),
    Parts {
        /// Bytes of each but the last.
        part_bytes: u64,
        /// How many there are in all.
        count: u32,
        /// Numbers of those that have arrived.
        arrived: Vec<u32>,
        /// Where the next ones go, with their numbers; ask again for those that follow.
        next: Vec<(u32, UploadAddress)>,
    },
}

impl Media {
    /// Writes down that a file is to come, and says where to send it.
    ///
    /// # Errors
    /// [`ServiceError::Invalid`] with what would be accepted; as [`Self::editor`].
    pub async fn begin(
        &self,
        principal: &Principal,
        listing_id: PropertyId,
        upload: &NewUpload,
        now: Timestamp,
    ) -> Result<Begun, ServiceError> {
        let person = self.changer(principal, listing_id).await?;
        upload.check().map_err(ServiceError::Invalid)?;
        let there = self.inner.store.of_listing(listing_id).await?;
        if there.len() >= limits::FILES_A_LISTING {
            let max = limits::FILES_A_LISTING;
            return Err(ServiceError::invalid("file", Problem::TooMany { max }));
        }
        let unix_ms = u64::try_from(now.as_millisecond()).unwrap_or(0);
        let media_id = MediaId::from_parts(unix_ms, rand::random::<u128>() >> 48);
        let last = there.iter().map(|it| it.item.position).max();
        let in_parts = match limits::parts_of(upload.bytes) {
            Some(_) => {
                let key = raw_key(listing_id, media_id);
                let objects = &self.inner.objects;
                Some(objects.begin_parts(&key, &upload.content_type).await?)
            }
            None => None,
        };
        let record = MediaRecord {
            item: MediaItem {
                media_id,
                listing_id,
                version: 1,
                kind: upload.kind,
                audience: upload.audience,
                position: last.map_or(1, |last| last.saturating_add(1)),
                alt: Localized::default(),
                file_name: FileName::of(&upload.file_name),
                bytes: upload.bytes,
                content_type: upload.content_type.clone(),
                state: MediaState::Uploading,
                uploaded_by: Some(person.account_id),
                created_at: now,
                modified_at: now,
            },
            upload: in_parts,
            origin: None,
            bound_for: None,
            work: Some(Self::work(now + UPLOAD_WITHIN, Task::GiveUpUpload)),
        };
        self.inner.store.put_new(&record).await?;
        let plan = self.plan(&record).await?;
        Ok(Begun { media_id, plan })
    }

    /// Where to send what hasn't arrived yet: after a pause, a lost connection or a reload.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] when the upload was forgotten or is over.
    pub async fn resume(
        &self,
        principal: &Principal,
        listing_id: PropertyId,
        media_id: MediaId,
    ) -> Result<UploadPlan, ServiceError> {
        let record = self.own_record(principal, listing_id, media_id).await?;
        match record.item.state {
            MediaState::Uploading => self.plan(&record).await,
            _ => Err(ServiceError::NotFound),
        }
    }

    async fn plan(&self, record: &MediaRecord) -> Result<UploadPlan, ServiceError> {
        let item = &record.item;
        let key = raw_key(item.listing_id, item.media_id);
        let objects = &self.inner.objects;
        let Some(upload) = &record.upload else {
            let address =
                objects.upload_address(&key, &item.content_type, item.bytes, ADDRESS_LASTS);
            return Ok(UploadPlan::Whole(self.reachable(address.await?)));
        };
        let arrived = objects.parts(&key, upload).await?;
        let arrived = arrived.ok_or(ServiceError::NotFound)?;
        let whole = |number| limits::part_length(item.bytes, number);
        let arrived: Vec<u32> = arrived
            .iter()
            .filter(|part| part.size == whole(part.number))
            .map(|part| part.number)
            .collect();
        let count = limits::parts_of(item.bytes).unwrap_or(1);
        let mut next = Vec::new();
        let missing = (1..=count).filter(|number| !arrived.contains(number));
        for number in missing.take(ADDRESSES) {
            let address = objects.part_address(&key, upload, number, whole(number), ADDRESS_LASTS);
            next.push((number, self.reachable(address.await?)));
        }
        Ok(UploadPlan::Parts {
            part_bytes: limits::PART_BYTES,
            count,
            arrived,
            next,
        })
    }

    /// The address as the browser reaches it: that of the store, or one of this site which
    /// hands on to a store on this machine. The signature stays as it is, and with it length,
    /// type and key.
    fn reachable(&self, address: UploadAddress) -> UploadAddress {
        if !self.inner.settings.through_site {
            return address;
        }
        let path = address.url.split_once("://").and_then(|(_, rest)| {
            let (_, path) = rest.split_once('/')?;
            Some(format!("/uploads/{path}"))
        });
        UploadAddress {
            url: path.unwrap_or(address.url),
            ..address
        }
    }

    /// The file is there: it waits for its turn from now on. Saying so again changes nothing.
    ///
    /// # Errors
    /// [`ServiceError::Invalid`] when it isn't there, or not whole.
    pub async fn complete(
        &self,
        principal: &Principal,
        listing_id: PropertyId,
        media_id: MediaId,
        now: Timestamp,
    ) -> Result<MediaItem, ServiceError> {
        let record = self.own_record(principal, listing_id, media_id).await?;
        if record.item.state != MediaState::Uploading {
            return Ok(record.item);
        }
        let key = raw_key(listing_id, media_id);
        let objects = &self.inner.objects;
        if let Some(upload) = &record.upload {
            // Once the parts are one object there are none any more; asked a second time, the
            // object decides.
            if let Some(parts) = objects.parts(&key, upload).await? {
                let count = limits::parts_of(record.item.bytes).unwrap_or(1);
                let whole = (1..=count).all(|number| {
                    let length = limits::part_length(record.item.bytes, number);
                    parts
                        .iter()
                        .any(|it| it.number == number && it.size == length)
                });
                if whole {
                    objects.complete_parts(&key, upload, &parts).await?;
                }
            }
        }
        let found = objects.head(Bucket::RawUploads, &key).await?;
        if found.is_none_or(|info| info.size != record.item.bytes) {
            let expected = format!(
                "a file of {} bytes, which hasn't arrived",
                record.item.bytes
            );
            return Err(ServiceError::invalid(
                "file",
                Problem::Malformed { expected },
            ));
        }
        let mut queued = Self::next(&record, now);
        queued.item.state = MediaState::Queued;
        queued.upload = None;
        queued.work = Some(Self::work(now, begin_with(Step::FIRST)));
        self.inner.store.replace(&record, &queued, &[]).await?;
        self.inner.waiting.notify_one();
        Ok(queued.item)
    }

    /// Takes a file that came with a form, where scripts are off.
    ///
    /// # Errors
    /// As [`Self::begin`]; a file of a size that is sent in parts isn't taken this way.
    pub async fn take_file(
        &self,
        principal: &Principal,
        listing_id: PropertyId,
        upload: &NewUpload,
        bytes: bytes::Bytes,
        now: Timestamp,
    ) -> Result<MediaItem, ServiceError> {
        if limits::parts_of(bytes.len() as u64).is_some() {
            let (min, max) = (
                "1".to_owned(),
                format!("{} MiB", limits::SINGLE_BYTES >> 20),
            );
            let too_large = FieldError::new("file", Problem::OutOfRange { min, max });
            return Err(ServiceError::Invalid(vec![too_large]));
        }
        let begun = self.begin(principal, listing_id, upload, now).await?;
        let key = raw_key(listing_id, begun.media_id);
        let put = self
            .inner
            .objects
            .put(Bucket::RawUploads, &key, &upload.content_type, bytes);
        put.await?;
        self.complete(principal, listing_id, begun.media_id, now)
            .await
    }

    /// Forgets an upload that isn't wanted any more.
    pub async fn abort(
        &self,
        principal: &Principal,
        listing_id: PropertyId,
        media_id: MediaId,
    ) -> Result<(), ServiceError> {
        let record = self.own_record(principal, listing_id, media_id).await?;
        if record.item.state != MediaState::Uploading {
            return Err(ServiceError::NotFound);
        }
        Ok(self.forget_upload(&record).await?)
    }

    /// Deletes an upload with what has arrived of it.
    pub(super) async fn forget_upload(&self, record: &MediaRecord) -> Result<(), PlatformError> {
        let key = raw_key(record.item.listing_id, record.item.media_id);
        if let Some(upload) = &record.upload {
            self.inner.objects.abort_parts(&key, upload).await?;
        }
        self.inner.objects.delete(Bucket::RawUploads, &key).await?;
        self.inner.store.delete(record, &[]).await
    }
}

/// The pipeline from a step on.
pub(super) fn begin_with(step: Step) -> Task {
    Task::Process {
        step,
        scanned: false,
        made: None,
    }
}
