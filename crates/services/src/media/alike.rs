//! Pictures of other listings that look like those of one.

use super::Media;
use durbar_domain::{
    PropertyId,
    media::{Audience, MediaItem},
};
use durbar_platform::PlatformError;
use std::collections::{BTreeMap, HashMap};

/// The most pairs that are looked at: of more nobody would read.
const MOST: usize = 60;

/// Two pictures that look alike, both ready.
#[derive(Debug, Clone, PartialEq)]
pub struct AlikePictures {
    pub own: MediaItem,
    pub other: MediaItem,
}

impl AlikePictures {
    /// Whether everyone may see both once their listings are published.
    pub fn is_public(&self) -> bool {
        [&self.own, &self.other]
            .iter()
            .all(|item| item.audience == Audience::Public)
    }
}

impl Media {
    /// Pictures that look like those of a listing, by the listings they belong to. Asks
    /// nobody's leave: for use cases that have.
    pub async fn alikes(
        &self,
        listing_id: PropertyId,
    ) -> Result<BTreeMap<PropertyId, Vec<AlikePictures>>, PlatformError> {
        let mut noted = self.inner.store.alikes(listing_id).await?;
        noted.sort_unstable_by_key(|alike| alike.distance);
        noted.truncate(MOST);
        let of_both = noted.iter().flat_map(|alike| {
            [
                (listing_id, alike.media_id),
                (alike.other_listing, alike.other),
            ]
        });
        let of_both: Vec<_> = of_both.collect();
        let files = self.inner.store.get_many(&of_both);
        // One that was taken away, or fails since, is shown nowhere.
        let ready = files
            .await?
            .into_iter()
            .filter(|file| file.item.state.rendition().is_some());
        let ready: HashMap<_, _> = ready.map(|it| (it.item.media_id, it.item)).collect();
        let mut found: BTreeMap<PropertyId, Vec<AlikePictures>> = BTreeMap::new();
        for alike in noted {
            if let (Some(own), Some(other)) = (ready.get(&alike.media_id), ready.get(&alike.other))
            {
                let pair = AlikePictures {
                    own: own.clone(),
                    other: other.clone(),
                };
                found.entry(alike.other_listing).or_default().push(pair);
            }
        }
        Ok(found)
    }
}
