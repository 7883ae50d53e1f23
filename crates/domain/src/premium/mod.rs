//! What of a home only members see: more pictures, tours, films. A public page may tell that
//! there are any, how many and who opens them, and no more: see [`PremiumOffer`].

mod answer;
mod offer;

pub use answer::{PremiumAnswer, PremiumEntry, PremiumItem, PremiumLimit, PremiumPart};
pub use offer::PremiumOffer;

use crate::{
    MediaId, PropertyId,
    account::{Entitlements, SubscriptionLevel},
    media::CubeTiles,
    policy::Operation,
    text::Localized,
};
use enumset::EnumSetType;
use serde::{Deserialize, Serialize};
use strum::VariantArray;

/// What there may be of a home for members.
#[derive(Debug, Hash, EnumSetType, PartialOrd, Ord, Serialize, Deserialize, VariantArray)]
#[serde(rename_all = "kebab-case")]
pub enum PremiumKind {
    /// A picture that the public gallery doesn't show.
    Picture,
    /// A 360° picture: equirectangular, twice as wide as it is high.
    Panorama,
    /// A film taken from a drone.
    DroneFilm,
}

/// A piece of premium media, as it is kept with its listing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PremiumMedia {
    pub media_id: MediaId,
    pub kind: PremiumKind,
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
    /// What is to be seen.
    pub alt: Localized<String>,
    /// Of a panorama that is also there in tiles; those of the demo market are whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cube: Option<CubeTiles>,
}

impl PremiumKind {
    /// What the policy is asked for before this is shown.
    pub fn operation(self) -> Operation {
        match self {
            Self::Picture => Operation::ViewPremiumGallery,
            Self::Panorama => Operation::ViewPanorama,
            Self::DroneFilm => Operation::ViewDroneFilm,
        }
    }

    /// Whether a level's entitlements open it.
    pub fn is_in(self, entitlements: &Entitlements) -> bool {
        match self {
            Self::Picture => entitlements.premium_galleries,
            Self::Panorama => entitlements.panoramas,
            Self::DroneFilm => entitlements.drone_film,
        }
    }

    /// The lowest level that opens it.
    pub fn opens_with(self) -> SubscriptionLevel {
        SubscriptionLevel::lowest_with(|it| self.is_in(it)).unwrap_or(SubscriptionLevel::Platinum)
    }

    /// The folder of a listing's objects of this kind. Each kind has its own, so that a
    /// signature for what one level may see opens nothing of a higher one.
    pub fn folder(self) -> &'static str {
        match self {
            Self::Picture => "gallery",
            Self::Panorama => "tour",
            Self::DroneFilm => "film",
        }
    }

    /// The ending of its files.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Picture | Self::Panorama => "jpg",
            Self::DroneFilm => "mp4",
        }
    }

    pub fn content_type(self) -> &'static str {
        match self {
            Self::Picture | Self::Panorama => "image/jpeg",
            Self::DroneFilm => "video/mp4",
        }
    }
}

impl PremiumMedia {
    /// Its key in the premium bucket, as in `prp_…/tour/med_….jpg`.
    pub fn key(&self, listing: PropertyId) -> String {
        let (folder, extension) = (self.kind.folder(), self.kind.extension());
        format!("{listing}/{folder}/{}.{extension}", self.media_id)
    }

    /// The folder of its tiles on the site.
    pub fn tiles_path(&self, listing: PropertyId) -> String {
        let folder = self.kind.folder();
        format!("/premium/{listing}/{folder}/{}", self.media_id)
    }

    /// Its path on the site, which opens with a signature only.
    pub fn path(&self, listing: PropertyId) -> String {
        format!("/premium/{}", self.key(listing))
    }
}

#[cfg(test)]
mod tests;
