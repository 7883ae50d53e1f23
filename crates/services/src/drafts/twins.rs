//! Other homes that may be the one of a draft: at its place with its land, or with its pictures.

use super::{Draft, Drafts};
use crate::{ServiceError, media::AlikePictures};
use durbar_domain::{BrokerId, Listing, PropertyId, draft::ListingContent, status::Visibility};
use futures::future::try_join_all;
use std::collections::BTreeMap;

/// A home that may be the same, and why.
#[derive(Debug, Clone, PartialEq)]
pub struct Twin {
    pub home: TwinHome,
    /// It is published at nearly the same place with nearly the same land.
    pub is_near: bool,
    /// Its pictures that look like those of the draft, those most alike first.
    pub pictures: Vec<AlikePictures>,
}

/// A home as it was written last.
#[derive(Debug, Clone, PartialEq)]
pub enum TwinHome {
    Listing(Box<Listing>),
    /// One that nobody was ever shown.
    Draft(Box<Draft>),
}

impl TwinHome {
    pub fn listing_id(&self) -> PropertyId {
        match self {
            Self::Listing(home) => home.listing_id,
            Self::Draft(draft) => draft.listing_id,
        }
    }

    pub fn broker_id(&self) -> BrokerId {
        match self {
            Self::Listing(home) => home.broker_id,
            Self::Draft(draft) => draft.broker_id,
        }
    }
}

impl Twin {
    /// What of it a broker may be told: of their own homes all, of others' what everyone may
    /// see. A discreet home's place is nobody's to know, and pictures of members are theirs.
    pub(super) fn for_broker(&self, broker_id: BrokerId) -> Option<Twin> {
        if self.home.broker_id() == broker_id {
            return Some(self.clone());
        }
        let TwinHome::Listing(home) = &self.home else {
            return None;
        };
        let mut told = self.clone();
        told.is_near &= !home.location.approximate;
        told.pictures.retain(|pair| {
            pair.other.picture().is_some() && pair.is_public() && home.shows(pair.other.media_id)
        });
        let is_shown = home.visibility() == Visibility::Published;
        (is_shown && (told.is_near || !told.pictures.is_empty())).then_some(told)
    }
}

impl Drafts {
    /// Homes that may be that of a draft; by its place only where that is known yet.
    pub(super) async fn twins(
        &self,
        draft: &Draft,
        content: Option<&ListingContent>,
    ) -> Result<Vec<Twin>, ServiceError> {
        let near = async {
            let Some(content) = content else {
                return Ok(Vec::new());
            };
            let (place, land) = (content.location.exact, content.land.area);
            self.listings.twins(draft.listing_id, place, land).await
        };
        let alike = async { Ok(self.media.alikes(draft.listing_id).await?) };
        let (near, mut alike) = futures::try_join!(near, alike)?;
        let mut twins: Vec<Twin> = near
            .into_iter()
            .map(|home| Twin {
                pictures: alike.remove(&home.listing_id).unwrap_or_default(),
                home: TwinHome::Listing(Box::new(home)),
                is_near: true,
            })
            .collect();
        twins.extend(self.by_pictures(alike).await?);
        Ok(twins)
    }

    async fn by_pictures(
        &self,
        alike: BTreeMap<PropertyId, Vec<AlikePictures>>,
    ) -> Result<Vec<Twin>, ServiceError> {
        let ids: Vec<_> = alike.keys().copied().collect();
        let homes = self.listings.homes(&ids).await?;
        let mut homes: BTreeMap<_, _> = homes
            .into_iter()
            .map(|home| (home.listing_id, TwinHome::Listing(Box::new(home))))
            .collect();
        let unpublished = ids.iter().filter(|id| !homes.contains_key(id));
        let drafts = unpublished.map(|id| self.store.get(*id));
        for draft in try_join_all(drafts.collect::<Vec<_>>()).await? {
            // What was thrown away is no home any more.
            if let Some(draft) = draft.filter(Draft::is_open) {
                homes.insert(draft.listing_id, TwinHome::Draft(Box::new(draft)));
            }
        }
        let twin = |(id, pictures)| {
            Some(Twin {
                home: homes.remove(&id)?,
                is_near: false,
                pictures,
            })
        };
        Ok(alike.into_iter().filter_map(twin).collect())
    }
}
