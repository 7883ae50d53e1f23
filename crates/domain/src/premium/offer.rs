//! What a public page may tell.

use super::{PremiumKind, PremiumMedia};
use serde::{Deserialize, Serialize};
use strum::VariantArray;

/// What there is of a home for members: kinds and counts, neither names nor addresses.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PremiumOffer {
    pub pictures: u16,
    pub panoramas: u16,
    pub drone_films: u16,
}

impl PremiumOffer {
    /// What these media amount to.
    pub fn of(media: &[PremiumMedia]) -> Self {
        let count = |kind| {
            let count = media.iter().filter(|it| it.kind == kind).count();
            u16::try_from(count).unwrap_or(u16::MAX)
        };
        Self {
            pictures: count(PremiumKind::Picture),
            panoramas: count(PremiumKind::Panorama),
            drone_films: count(PremiumKind::DroneFilm),
        }
    }

    pub fn count(&self, kind: PremiumKind) -> u16 {
        match kind {
            PremiumKind::Picture => self.pictures,
            PremiumKind::Panorama => self.panoramas,
            PremiumKind::DroneFilm => self.drone_films,
        }
    }

    /// The kinds there are, with how many there are of each.
    pub fn kinds(&self) -> impl Iterator<Item = (PremiumKind, u16)> + use<> {
        let offer = *self;
        let counted = PremiumKind::VARIANTS
            .iter()
            .map(move |kind| (*kind, offer.count(*kind)));
        counted.filter(|(_, count)| *count > 0)
    }

    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}
