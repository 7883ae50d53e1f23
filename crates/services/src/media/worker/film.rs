//! Films: several qualities where there is a transcoder, else as they are.

use super::{
    super::Media,
    steps::{Stop, bucket_of, content_type, key, raw_of},
};
use durbar_domain::media::{FailureReason, FilmFacts, MediaItem, MediaKind, Rendition};
use durbar_platform::{
    PlatformError,
    objects::Bucket,
    transcoder::{TranscodeError, qualities_of},
};
use std::time::Duration;

/// Shown behind a film before it plays.
const DARK: &str = "#1d1b18";

impl Media {
    pub(super) async fn make_film(
        &self,
        item: &MediaItem,
        scanned: bool,
    ) -> Result<Rendition, Stop> {
        let facts = self.film_facts(item).await?;
        let rendition = |qualities: Vec<u32>, poster| Rendition {
            width: facts.width,
            height: facts.height,
            color: DARK.to_owned(),
            hash: None,
            avif_widths: Vec::new(),
            webp_widths: Vec::new(),
            jpeg_widths: Vec::new(),
            cube: None,
            film: Some(FilmFacts {
                duration_ms: facts.duration_ms,
                qualities,
                poster,
            }),
            scanned,
        };
        let raw = raw_of(item);
        let Some(transcoder) = &self.inner.settings.transcoder else {
            let made = rendition(Vec::new(), false);
            let name = made.main_file(MediaKind::Film);
            let target = key(&made, item.place(), &name)?;
            let target = (bucket_of(item.audience), &target);
            let from = (Bucket::RawUploads, &raw);
            let copied = self.inner.objects.copy(from, target, content_type(&name));
            return match copied.await? {
                true => Ok(made),
                false => Err(Stop::Failed(FailureReason::UploadLost)),
            };
        };
        let duration = Duration::from_millis(facts.duration_ms);
        let lasting = Duration::from_secs(6 * 3_600);
        let source = self
            .inner
            .objects
            .read_address(Bucket::RawUploads, &raw, lasting);
        let source = source.await?;
        let folder = tempfile::tempdir().map_err(|error| unwritable(error.into()))?;
        let qualities = qualities_of(facts.width.min(facts.height));
        let done = transcoder.transcode(&source, &qualities, duration, folder.path());
        done.await.map_err(|error| match error {
            TranscodeError::Refused(said) => {
                // What it says may hold the address, which opens the upload for a while.
                let said = said.replace(&source, "the upload");
                tracing::warn!(media_id = %item.media_id, said, "a film was refused");
                Stop::Failed(FailureReason::Damaged)
            }
            failed @ TranscodeError::Failed(_) => unwritable(Box::new(failed)),
        })?;
        let heights = qualities.iter().map(|it| it.height).collect();
        let made = rendition(heights, true);
        for name in made.files(MediaKind::Film) {
            let key = key(&made, item.place(), &name)?;
            let file = folder.path().join(&name);
            let bucket = bucket_of(item.audience);
            let objects = &self.inner.objects;
            objects
                .put_file(bucket, &key, content_type(&name), &file)
                .await?;
        }
        Ok(made)
    }
}

fn unwritable(source: Box<dyn std::error::Error + Send + Sync>) -> Stop {
    Stop::Retry(PlatformError::Service {
        operation: "making a film into several qualities",
        retryable: true,
        source,
    })
}
