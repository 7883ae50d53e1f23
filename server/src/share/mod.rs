//! Share pictures: made once for each version of a home and kept among the public media.

mod key;
mod words;

pub use key::ShareKey;

use crate::http::media::PublicMedia;
use bytes::Bytes;
use durbar_domain::{ListingSummary, Locale};
use durbar_media::{Fonts, MediaError, ShareCard, render_share_picture};
use durbar_platform::{
    Objects, PlatformError,
    objects::{Bucket, ObjectKey},
};
use moka::future::Cache;
use std::sync::Arc;
use tokio::sync::Semaphore;
use words::Words;

/// Pictures drawn at a time: each takes a core for a moment.
const AT_A_TIME: usize = 1;
/// Memory for pictures lately asked for, in bytes.
const CAPACITY: u64 = 4 * 1_048_576;

/// Why there is no picture.
#[derive(Debug, thiserror::Error)]
pub enum ShareError {
    #[error("the picture could not be drawn")]
    Draw(#[from] MediaError),
    #[error("the objects could not be used")]
    Objects(#[from] PlatformError),
    #[error("the drawing was stopped")]
    Stopped,
}

/// Draws and keeps share pictures. Cheap to clone.
#[derive(Clone)]
pub struct SharePictures {
    media: PublicMedia,
    objects: Objects,
    fonts: Arc<Fonts>,
    turns: Arc<Semaphore>,
    made: Cache<ShareKey, Bytes>,
}

impl SharePictures {
    pub fn new(media: PublicMedia, objects: Objects, fonts: Fonts) -> Self {
        let weigh = |_: &ShareKey, bytes: &Bytes| u32::try_from(bytes.len()).unwrap_or(u32::MAX);
        let made = Cache::builder()
            .max_capacity(CAPACITY)
            .weigher(weigh)
            .build();
        Self {
            media,
            objects,
            fonts: Arc::new(fonts),
            turns: Arc::new(Semaphore::new(AT_A_TIME)),
            made,
        }
    }

    /// The picture of a home; all who ask for it at once get the same one. `None` when the
    /// home has no picture to show.
    pub async fn picture(
        &self,
        key: ShareKey,
        home: &ListingSummary,
    ) -> Result<Option<Bytes>, Arc<ShareError>> {
        let entry = self.made.entry(key);
        let made = entry.or_try_insert_with(async {
            let object = key.object();
            if let Some(bytes) = self.media.bytes(&object).await? {
                return Ok(bytes);
            }
            let Some(cover) = self.cover(home).await? else {
                return Err(Refusal::NoCover);
            };
            let bytes = self.draw(key.locale, home, cover).await?;
            self.objects
                .put(Bucket::PublicMedia, &object, "image/jpeg", bytes.clone())
                .await?;
            Ok(bytes)
        });
        match made.await {
            Ok(entry) => Ok(Some(entry.into_value())),
            Err(refusal) => match &*refusal {
                Refusal::NoCover => Ok(None),
                Refusal::Failed(error) => Err(error.clone()),
            },
        }
    }

    /// The largest JPEG of the first picture.
    async fn cover(&self, home: &ListingSummary) -> Result<Option<Bytes>, PlatformError> {
        let Some(picture) = home.pictures.first() else {
            return Ok(None);
        };
        let address = picture.largest_jpeg();
        match address
            .strip_prefix("/media/")
            .and_then(|key| key.parse::<ObjectKey>().ok())
        {
            Some(key) => self.media.bytes(&key).await,
            None => Ok(None),
        }
    }

    async fn draw(
        &self,
        locale: Locale,
        home: &ListingSummary,
        cover: Bytes,
    ) -> Result<Bytes, ShareError> {
        let _turn = self
            .turns
            .acquire()
            .await
            .map_err(|_| ShareError::Stopped)?;
        let words = Words::of(locale, home);
        let fonts = self.fonts.clone();
        let drawing = tokio::task::spawn_blocking(move || {
            let card = ShareCard {
                cover: &cover,
                title: &words.title,
                price_line: &words.price,
                place_line: &words.place,
                badge: words.badge,
                language: locale,
            };
            render_share_picture(&card, &fonts)
        });
        Ok(drawing.await.map_err(|_| ShareError::Stopped)??.into())
    }
}

enum Refusal {
    NoCover,
    Failed(Arc<ShareError>),
}

impl<E: Into<ShareError>> From<E> for Refusal {
    fn from(error: E) -> Self {
        Refusal::Failed(Arc::new(error.into()))
    }
}
