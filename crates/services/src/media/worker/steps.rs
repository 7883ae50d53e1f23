//! The steps that look, and those that clean up.

use super::{super::Media, Bytes, compare::look_of, settle::Outcome};
use crate::media::raw_key;
use durbar_domain::media::{
    Audience, FailureReason, MediaItem, MediaKind, MediaState, Place, Rendition, limits,
};
use durbar_media::{
    FileKind, FilmFacts, FilmProbe, MediaError, ProbeStep, SNIFFED_BYTES, VideoCodec,
    inspect_picture,
};
use durbar_platform::{
    PlatformError,
    media::{MediaRecord, Task},
    objects::{Bucket, ByteRange, Fetched, GetOptions, ObjectKey},
    scanner::Verdict,
};
use futures::{StreamExt, TryStreamExt, stream};
use std::sync::Arc;

/// Objects copied or deleted at a time.
const AT_ONCE: usize = 8;

/// Why a step ended early.
#[derive(Debug)]
pub(super) enum Stop {
    Failed(FailureReason),
    Retry(PlatformError),
}

impl From<PlatformError> for Stop {
    fn from(error: PlatformError) -> Self {
        Self::Retry(error)
    }
}

impl From<MediaError> for Stop {
    fn from(error: MediaError) -> Self {
        use FailureReason::*;
        tracing::debug!(%error, "a file was refused");
        Self::Failed(match error {
            MediaError::FileTooLarge { .. } => TooLarge,
            MediaError::UnknownFormat => WrongType,
            MediaError::SideOutOfRange { .. } | MediaError::TooManyPixels { .. } => TooManyPixels,
            MediaError::Truncated { .. }
            | MediaError::Decode { .. }
            | MediaError::UnreadableDocument
            | MediaError::UnreadableFilm(_) => Damaged,
            MediaError::Moving => Moving,
            MediaError::SomethingElseInside => SomethingElseInside,
            MediaError::NotAPanorama { .. } => NotAPanorama,
            MediaError::Locked => Locked,
            MediaError::TooManyPages { .. } => TooManyPages,
            MediaError::Resize { .. }
            | MediaError::Encode { .. }
            | MediaError::BufferLength { .. }
            | MediaError::Font(_)
            | MediaError::Drawing(_) => Internal,
        })
    }
}

/// What a step came to, with trouble put into the log.
pub(super) fn outcome(item: &MediaItem, done: Result<Outcome, Stop>) -> Outcome {
    match done {
        Ok(outcome) => outcome,
        Err(Stop::Failed(reason)) => {
            tracing::info!(media_id = %item.media_id, reason = reason.key(), "a file failed");
            Outcome::Failed(reason)
        }
        Err(Stop::Retry(error)) => {
            let error: &dyn std::error::Error = &error;
            tracing::warn!(media_id = %item.media_id, error, "a file has to wait");
            Outcome::Retry
        }
    }
}

impl Media {
    pub(super) async fn validate(&self, record: &MediaRecord) -> Outcome {
        outcome(&record.item, self.try_validate(&record.item).await)
    }

    async fn try_validate(&self, item: &MediaItem) -> Result<Outcome, Stop> {
        let info = self
            .inner
            .objects
            .head(Bucket::RawUploads, &raw_of(item))
            .await?;
        let info = info.ok_or(Stop::Failed(FailureReason::UploadLost))?;
        if info.size > item.kind.max_bytes() {
            return Err(Stop::Failed(FailureReason::TooLarge));
        }
        if info.size != item.bytes {
            return Err(Stop::Failed(FailureReason::UploadLost));
        }
        let head = self
            .part(item, 0, (SNIFFED_BYTES as u64).min(info.size))
            .await?;
        let kind = FileKind::sniff(&head);
        let accepted = match (item.kind, kind) {
            (MediaKind::Film, FileKind::Mp4) => return self.check_film(item).await,
            (MediaKind::Film, _) => false,
            (MediaKind::FloorPlan, FileKind::Pdf) if info.size <= limits::DOCUMENT_BYTES => {
                return Ok(Outcome::Next);
            }
            (MediaKind::FloorPlan, FileKind::Pdf) => {
                return Err(Stop::Failed(FailureReason::TooLarge));
            }
            (_, FileKind::Heic) => return Err(Stop::Failed(FailureReason::Heic)),
            (_, kind) => matches!(kind, FileKind::Jpeg | FileKind::Png | FileKind::WebP),
        };
        if !accepted {
            return Err(Stop::Failed(FailureReason::WrongType));
        }
        let bytes = self.raw_bytes(item).await?;
        let limits = self.inner.settings.recipe.limits;
        self.apart(move || inspect_picture(&bytes, &limits)).await?;
        Ok(Outcome::Next)
    }

    async fn check_film(&self, item: &MediaItem) -> Result<Outcome, Stop> {
        let facts = self.film_facts(item).await?;
        if facts.duration_ms > limits::FILM_SECONDS * 1_000 {
            return Err(Stop::Failed(FailureReason::FilmTooLong));
        }
        // Without a transcoder only what every browser plays can be shown.
        let plays = match facts.codec {
            VideoCodec::H264 => true,
            VideoCodec::Other => false,
            _ => self.transcodes(),
        };
        match plays {
            true => Ok(Outcome::Next),
            false => Err(Stop::Failed(FailureReason::FilmCodec)),
        }
    }

    pub(super) async fn film_facts(&self, item: &MediaItem) -> Result<FilmFacts, Stop> {
        let mut probe = FilmProbe::new(item.bytes);
        let mut step = probe.start();
        loop {
            match step {
                ProbeStep::Known(facts) => return Ok(facts),
                ProbeStep::Read { offset, length } => {
                    let part = self.part(item, offset, length).await?;
                    step = probe.read(&part)?;
                }
            }
        }
    }

    pub(super) async fn scan(&self, record: &MediaRecord) -> Outcome {
        outcome(&record.item, self.try_scan(&record.item).await)
    }

    async fn try_scan(&self, item: &MediaItem) -> Result<Outcome, Stop> {
        let Some(scanner) = &self.inner.settings.scanner else {
            return Ok(Outcome::Next);
        };
        let fetched = self
            .inner
            .objects
            .get(Bucket::RawUploads, &raw_of(item), GetOptions::default())
            .await?;
        let Fetched::Found(object) = fetched else {
            return Err(Stop::Failed(FailureReason::UploadLost));
        };
        match scanner.scan(object.body.into_stream()).await? {
            Verdict::Clean => Ok(Outcome::Scanned),
            Verdict::Harmful(name) => {
                tracing::warn!(media_id = %item.media_id, name, "a file is harmful");
                Err(Stop::Failed(FailureReason::Harmful))
            }
            // What the daemon is set not to take is shown as not scanned.
            Verdict::TooLarge => Ok(Outcome::Next),
        }
    }

    pub(super) fn publish(&self, made: Option<&Rendition>) -> Outcome {
        match made {
            Some(made) => Outcome::Ready(Box::new(made.clone())),
            None => Outcome::Failed(FailureReason::Internal),
        }
    }

    /// Deletes the upload; of a file that failed also what was made of it.
    pub(super) async fn tidy(&self, record: &MediaRecord) -> Outcome {
        let tidied = async {
            let item = &record.item;
            self.delete_raw(record).await?;
            if matches!(item.state, MediaState::Failed { .. }) {
                self.delete_made(item).await?;
            }
            Ok(Outcome::Over)
        };
        outcome(&record.item, tidied.await)
    }

    /// What is done besides the pipeline.
    pub(super) async fn chore(&self, record: &MediaRecord, task: &Task) -> Outcome {
        let item = &record.item;
        let done = async {
            match task {
                Task::GiveUpUpload => {
                    let raw = raw_of(item);
                    if let Some(upload) = &record.upload {
                        self.inner.objects.abort_parts(&raw, upload).await?;
                    }
                    self.inner.objects.delete(Bucket::RawUploads, &raw).await?;
                    Ok(Outcome::Gone)
                }
                // What everyone is shown stays until a listing without it is approved.
                Task::Delete if self.is_shown(item.listing_id, item.media_id).await? => {
                    Ok(Outcome::Retry)
                }
                Task::Delete => {
                    let raw = raw_of(item);
                    if let Some(upload) = &record.upload {
                        self.inner.objects.abort_parts(&raw, upload).await?;
                    }
                    self.delete_raw(record).await?;
                    self.delete_made(item).await?;
                    if let Some(look) = look_of(item) {
                        self.inner.store.forget_look(&look).await?;
                    }
                    Ok(Outcome::Gone)
                }
                Task::Move { to } => self.copy_made(item, *to).await,
                Task::Leave { from } => {
                    if let Some(made) = item.state.rendition() {
                        self.delete_from(item, made, *from).await?;
                    }
                    Ok(Outcome::Over)
                }
                Task::Process { .. } | Task::Fetch => Ok(Outcome::Over),
            }
        };
        outcome(item, done.await)
    }

    /// Copies what was made to where another audience finds it.
    async fn copy_made(&self, item: &MediaItem, to: Audience) -> Result<Outcome, Stop> {
        let Some(made) = item.state.rendition() else {
            return Ok(Outcome::Over);
        };
        let (from_place, to_place) = (
            item.place(),
            Place {
                audience: to,
                ..item.place()
            },
        );
        let copies = made.files(item.kind).into_iter().map(|name| async move {
            let (source, target) = (key(made, from_place, &name)?, key(made, to_place, &name)?);
            let from = (bucket_of(item.audience), &source);
            let there =
                self.inner
                    .objects
                    .copy(from, (bucket_of(to), &target), content_type(&name));
            match there.await? {
                true => Ok(()),
                false => Err(PlatformError::Missing {
                    key: source.to_string(),
                }),
            }
        });
        let copies: Vec<_> = copies.collect();
        stream::iter(copies)
            .buffer_unordered(AT_ONCE)
            .try_collect::<()>()
            .await?;
        Ok(Outcome::Moved(to))
    }

    async fn delete_from(
        &self,
        item: &MediaItem,
        made: &Rendition,
        audience: Audience,
    ) -> Result<(), PlatformError> {
        let place = Place {
            audience,
            ..item.place()
        };
        for name in made.files(item.kind) {
            let key = key(made, place, &name)?;
            self.inner.objects.delete(bucket_of(audience), &key).await?;
        }
        Ok(())
    }

    /// Deletes whatever was made of a file, also what nobody had written down yet.
    async fn delete_made(&self, item: &MediaItem) -> Result<(), PlatformError> {
        let public = format!("{}/{}/", item.kind.public_folder(), item.media_id);
        self.delete_below(Bucket::PublicMedia, &public).await?;
        if let Some(premium) = item.kind.premium() {
            let (listing, folder) = (item.listing_id, premium.folder());
            // Both the main file and the folder of the others.
            let below = format!("{listing}/{folder}/{}", item.media_id);
            self.delete_below(Bucket::PremiumMedia, &below).await?;
        }
        Ok(())
    }

    async fn delete_below(&self, bucket: Bucket, prefix: &str) -> Result<(), PlatformError> {
        loop {
            let found = self.inner.objects.list(bucket, prefix, None).await?;
            if found.is_empty() {
                return Ok(());
            }
            for entry in found {
                self.inner.objects.delete(bucket, &entry.key).await?;
            }
        }
    }

    /// A part of an upload.
    async fn part(&self, item: &MediaItem, offset: u64, length: u64) -> Result<Vec<u8>, Stop> {
        let Some(last) = (offset + length).checked_sub(1).filter(|_| length > 0) else {
            return Ok(Vec::new());
        };
        let options = GetOptions {
            range: Some(ByteRange::Within(offset, last)),
            ..GetOptions::default()
        };
        let fetched = self
            .inner
            .objects
            .get(Bucket::RawUploads, &raw_of(item), options)
            .await?;
        match fetched {
            Fetched::Found(object) => Ok(object.body.collect().await?.to_vec()),
            _ => Err(Stop::Failed(FailureReason::UploadLost)),
        }
    }

    /// An upload whole: of pictures and documents, whose size is bounded.
    pub(super) async fn raw_bytes(&self, item: &MediaItem) -> Result<Bytes, Stop> {
        let fetched = self
            .inner
            .objects
            .get(Bucket::RawUploads, &raw_of(item), GetOptions::default())
            .await?;
        let Fetched::Found(object) = fetched else {
            return Err(Stop::Failed(FailureReason::UploadLost));
        };
        if object.content_length > limits::PICTURE_BYTES {
            return Err(Stop::Failed(FailureReason::TooLarge));
        }
        Ok(Arc::new(object.body.collect().await?.to_vec()))
    }

    /// Runs what takes a processor's time on the threads for that; a panic there is an error of
    /// ours, and ends nothing else.
    pub(super) async fn apart<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, MediaError> + Send + 'static,
    ) -> Result<T, Stop> {
        let media = self.clone();
        let done = tokio::task::spawn_blocking(move || media.inner.threads.install(work)).await;
        match done {
            Ok(done) => Ok(done?),
            Err(error) => {
                tracing::error!(%error, "working on a picture broke off");
                Err(Stop::Failed(FailureReason::Internal))
            }
        }
    }
}

pub(super) fn raw_of(item: &MediaItem) -> ObjectKey {
    raw_key(item.listing_id, item.media_id)
}

pub(super) fn bucket_of(audience: Audience) -> Bucket {
    match audience {
        Audience::Public => Bucket::PublicMedia,
        Audience::Premium => Bucket::PremiumMedia,
    }
}

pub(super) fn key(made: &Rendition, place: Place, name: &str) -> Result<ObjectKey, PlatformError> {
    let key = made.key(place, name);
    key.parse().map_err(|error| PlatformError::Unwritable {
        key,
        source: Box::new(error),
    })
}

/// The media type by a file's ending.
pub(super) fn content_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, ending)| ending) {
        Some("avif") => "image/avif",
        Some("webp") => "image/webp",
        Some("mp4") => "video/mp4",
        Some("m3u8") => "application/vnd.apple.mpegurl",
        _ => "image/jpeg",
    }
}
