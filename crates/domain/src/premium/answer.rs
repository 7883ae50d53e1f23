//! What somebody who asks for a home's premium media is told.

use super::{PremiumKind, PremiumMedia};
use crate::{
    PropertyId,
    account::SubscriptionLevel,
    media::{CubeTiles, Tour},
    text::Localized,
};
use serde::{Deserialize, Serialize};

/// What is open to the one who asks, and what would open the rest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PremiumAnswer {
    /// One for each kind that the home has.
    pub parts: Vec<PremiumPart>,
    /// Set once more homes were opened today than the level is meant for.
    pub over_limit: Option<PremiumLimit>,
    /// What the page puts over pictures and panoramas, if it does: the reference of the account
    /// that sees them.
    pub watermark: Option<String>,
}

/// The premium media of one kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PremiumPart {
    pub kind: PremiumKind,
    pub count: u16,
    pub entry: PremiumEntry,
}

/// Whether a kind is open to the one who asks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum PremiumEntry {
    Open(Vec<PremiumItem>),
    /// To nobody without an account.
    SignIn,
    /// To this level and those above it.
    Level(SubscriptionLevel),
    /// To nobody but those it belongs to.
    Closed,
}

/// Something to show.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PremiumItem {
    /// The path on this site; it opens as long as the cookies that come with it hold.
    pub path: String,
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
    pub alt: Localized<String>,
    /// Of a panorama, the folder of its tiles and how it is cut.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tiles: Option<(String, CubeTiles)>,
}

/// How far a level is meant to go in a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PremiumLimit {
    /// Homes a day.
    pub homes: u16,
    /// A level that goes further.
    pub level: Option<SubscriptionLevel>,
}

impl PremiumItem {
    pub fn of(media: &PremiumMedia, listing: PropertyId) -> Self {
        Self {
            path: media.path(listing),
            width: media.width,
            height: media.height,
            alt: media.alt.clone(),
            tiles: media.cube.map(|cube| (media.tiles_path(listing), cube)),
        }
    }

    /// One that is open to everyone, to be shown the same way.
    pub fn of_tour(tour: &Tour) -> Self {
        Self {
            path: tour.path(),
            width: tour.width,
            height: tour.height,
            alt: tour.alt.clone(),
            tiles: tour.cube.map(|cube| (tour.tiles_path(), cube)),
        }
    }
}

impl PremiumAnswer {
    /// What is open, by kind.
    pub fn open(&self) -> impl Iterator<Item = (PremiumKind, &[PremiumItem])> {
        self.parts.iter().filter_map(|part| match &part.entry {
            PremiumEntry::Open(items) => Some((part.kind, items.as_slice())),
            _ => None,
        })
    }
}
