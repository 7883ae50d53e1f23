//! Pictures, panoramas, films and floor plans of a listing, from upload to what pages show.

mod cube;
mod failure;
mod hash;
pub mod limits;
mod pipeline;
mod rendition;
mod upload;

#[cfg(test)]
mod tests;

pub use cube::CubeTiles;
pub use failure::FailureReason;
pub use hash::{Band, PerceptualHash};
pub use pipeline::{Definition, Step, StepRule, definition};
pub use rendition::{Film, FilmFacts, Place, Rendition, Tour};
pub use upload::{FileName, NewUpload, parse_alt};

use crate::{
    AccountId, MediaId, PropertyId,
    picture::Picture,
    premium::{PremiumKind, PremiumMedia},
    text::Localized,
};
use enumset::EnumSetType;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

/// What a file is to be. The name in forms is the variant in kebab case.
#[derive(
    Debug, Hash, EnumSetType, Serialize, Deserialize, EnumString, IntoStaticStr, VariantArray,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum MediaKind {
    Picture,
    /// A 360° picture.
    Panorama,
    Film,
    FloorPlan,
}

/// Who sees it once the listing is published.
#[derive(
    Debug, Hash, EnumSetType, Serialize, Deserialize, EnumString, IntoStaticStr, VariantArray,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Audience {
    Public,
    /// Members, by what their level opens.
    Premium,
}

/// A file of a listing, and how far it has come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MediaItem {
    pub media_id: MediaId,
    pub listing_id: PropertyId,
    /// Counts the writes; a write names the version it changes.
    pub version: u64,
    pub kind: MediaKind,
    pub audience: Audience,
    /// Its place among those of the listing, lowest first.
    pub position: u32,
    /// What is to be seen; empty until somebody has written it.
    pub alt: Localized<String>,
    /// As it was called where it came from.
    pub file_name: FileName,
    /// Bytes of the file.
    pub bytes: u64,
    /// What the browser says it is; what it really is the pipeline finds out.
    pub content_type: String,
    pub state: MediaState,
    /// Nobody, where a list that was imported names the file.
    #[serde(default)]
    pub uploaded_by: Option<AccountId>,
    pub created_at: Timestamp,
    pub modified_at: Timestamp,
}

/// How far a file has come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MediaState {
    Uploading,
    /// It is to be brought from where a list that was imported says it is.
    Fetching,
    /// It is there and waits for its turn.
    Queued,
    Processing {
        step: Step,
    },
    Ready(Box<Rendition>),
    Failed {
        reason: FailureReason,
    },
    /// Taken away; until it is deleted for good it can be brought back as it was.
    Removed {
        was: Box<MediaState>,
        at: Timestamp,
    },
}

impl MediaKind {
    /// The name in forms, as in `floor-plan`.
    pub fn key(self) -> &'static str {
        self.into()
    }

    /// Who sees it of a home, where nobody says otherwise: pictures and floor plans are what a
    /// home is shown with, tours and films of a premium home are what its members get.
    pub fn audience(self, premium: bool) -> Audience {
        match self {
            Self::Panorama | Self::Film if premium => Audience::Premium,
            _ => Audience::Public,
        }
    }

    /// Whether a home's tier says who sees it, so that it moves when the tier changes. A picture
    /// that its broker gave to members stays theirs.
    pub fn follows_tier(self) -> bool {
        self.audience(true) != self.audience(false)
    }

    /// Whether members alone can be given it: floor plans are always public.
    pub fn may_be(self, audience: Audience) -> bool {
        self != Self::FloorPlan || audience == Audience::Public
    }

    /// What it is among premium media.
    pub fn premium(self) -> Option<PremiumKind> {
        match self {
            Self::Picture => Some(PremiumKind::Picture),
            Self::Panorama => Some(PremiumKind::Panorama),
            Self::Film => Some(PremiumKind::DroneFilm),
            Self::FloorPlan => None,
        }
    }

    /// The folder of the public bucket in which its objects lie.
    pub fn public_folder(self) -> &'static str {
        match self {
            Self::Picture => "pictures",
            Self::Panorama => "tours",
            Self::Film => "films",
            Self::FloorPlan => "plans",
        }
    }
}

impl Audience {
    /// The name in forms.
    pub fn key(self) -> &'static str {
        self.into()
    }

    /// The one there is besides it.
    pub fn other(self) -> Self {
        match self {
            Self::Public => Self::Premium,
            Self::Premium => Self::Public,
        }
    }
}

impl MediaState {
    /// What was made of the file, if it was.
    pub fn rendition(&self) -> Option<&Rendition> {
        match self {
            Self::Ready(rendition) => Some(rendition),
            _ => None,
        }
    }

    /// The same also of a file that was taken away.
    pub fn last_rendition(&self) -> Option<&Rendition> {
        match self {
            Self::Removed { was, .. } => was.last_rendition(),
            state => state.rendition(),
        }
    }

    /// Whether it is on its way: uploaded, being uploaded or being fetched, neither ready nor failed.
    pub fn is_waiting(&self) -> bool {
        matches!(
            self,
            Self::Uploading | Self::Fetching | Self::Queued | Self::Processing { .. }
        )
    }

    pub fn is_removed(&self) -> bool {
        matches!(self, Self::Removed { .. })
    }
}

impl MediaItem {
    /// Where its files lie.
    pub fn place(&self) -> Place {
        Place {
            audience: self.audience,
            listing_id: self.listing_id,
            media_id: self.media_id,
            kind: self.kind,
        }
    }

    /// The picture that pages show: of a public picture or floor plan that is ready.
    pub fn picture(&self) -> Option<Picture> {
        let rendition = self.state.rendition()?;
        let is_shown = matches!(self.kind, MediaKind::Picture | MediaKind::FloorPlan);
        (is_shown && self.audience == Audience::Public).then(|| Picture {
            media_id: self.media_id,
            prefix: format!("{}/{}", self.kind.public_folder(), self.media_id),
            width: rendition.width,
            height: rendition.height,
            avif_widths: rendition.avif_widths.clone(),
            webp_widths: rendition.webp_widths.clone(),
            jpeg_widths: rendition.jpeg_widths.clone(),
            color: rendition.color.clone(),
            alt: self.alt.clone(),
        })
    }

    /// What members are shown of it, once it is ready.
    pub fn premium_media(&self) -> Option<PremiumMedia> {
        let rendition = self.state.rendition()?;
        let kind = self.kind.premium()?;
        (self.audience == Audience::Premium).then(|| PremiumMedia {
            media_id: self.media_id,
            kind,
            width: rendition.width,
            height: rendition.height,
            alt: self.alt.clone(),
            cube: rendition.cube,
        })
    }

    /// The tour that the public page shows, once it is ready.
    pub fn tour(&self) -> Option<Tour> {
        let rendition = self.state.rendition()?;
        let is_shown = self.kind == MediaKind::Panorama && self.audience == Audience::Public;
        is_shown.then(|| Tour {
            media_id: self.media_id,
            width: rendition.width,
            height: rendition.height,
            alt: self.alt.clone(),
            cube: rendition.cube,
        })
    }

    /// The film that the public page plays, once it is ready.
    pub fn film(&self) -> Option<Film> {
        let rendition = self.state.rendition()?;
        let facts = rendition.film.as_ref()?;
        (self.audience == Audience::Public).then(|| Film {
            media_id: self.media_id,
            width: rendition.width,
            height: rendition.height,
            facts: facts.clone(),
            alt: self.alt.clone(),
        })
    }
}
