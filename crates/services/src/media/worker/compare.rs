//! Looking for pictures of other homes that look alike.

use super::{
    super::Media,
    settle::Outcome,
    steps::{Stop, outcome},
};
use durbar_domain::media::{MediaItem, MediaKind};
use durbar_platform::media::{Look, MediaRecord};

impl Media {
    pub(super) async fn compare(&self, record: &MediaRecord) -> Outcome {
        let compared = async {
            if let Some(look) = look_of(&record.item) {
                self.inner.store.enter_look(&look).await?;
            }
            Ok::<_, Stop>(Outcome::Next)
        };
        outcome(&record.item, compared.await)
    }
}

/// What a picture looks like, once it is ready and where that tells anything. Floor plans are
/// left out: they are black lines on white, and all look alike.
pub(super) fn look_of(item: &MediaItem) -> Option<Look> {
    let made = item
        .state
        .last_rendition()
        .filter(|_| item.kind == MediaKind::Picture)?;
    let hash = made.hash.filter(|hash| hash.is_telling())?;
    Some(Look {
        listing_id: item.listing_id,
        media_id: item.media_id,
        hash,
    })
}
