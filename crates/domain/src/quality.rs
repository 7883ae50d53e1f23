//! How well a listing is told, from 0 to 100: one rule for the editor, the submission and the
//! review.

use crate::draft::{DraftField, DraftFields};
use serde::{Deserialize, Serialize};
use strum::{IntoStaticStr, VariantArray};

/// The media of a listing, counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MediaCounts {
    pub pictures: u16,
    /// Pictures whose text for those who can't see them is there in both languages.
    pub described: u16,
    pub panoramas: u16,
    pub films: u16,
    pub floor_plans: u16,
}

/// What a listing gains points by.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, IntoStaticStr, VariantArray,
)]
#[strum(serialize_all = "kebab-case")]
pub enum QualityPart {
    Place,
    LandArea,
    PlotSides,
    Road,
    Structure,
    Price,
    Amenities,
    Papers,
    EarthquakeCode,
    Titles,
    Summaries,
    StoryInEnglish,
    StoryInNepali,
    Pictures,
    PictureTexts,
    FloorPlan,
    Panorama,
    Film,
}

/// The quality of a listing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quality {
    /// 0 to 100.
    pub score: u8,
    /// What would raise it, and by how many points; the largest gain first.
    pub gains: Vec<(QualityPart, u8)>,
}

/// Pictures above this number give no more points.
const PICTURES: u16 = 12;
/// Length of a story that says enough, in characters: about two paragraphs.
const STORY_EN: usize = 600;
/// The same in Nepali, which needs fewer characters.
const STORY_NE: usize = 400;
/// Amenities that describe a home well.
const AMENITIES: usize = 5;

impl Quality {
    /// Below this a listing can't be submitted.
    pub const LEAST: u8 = 40;

    /// The quality of what is written and the media that are there.
    pub fn of(fields: &DraftFields, media: MediaCounts) -> Quality {
        let parts = QualityPart::VARIANTS
            .iter()
            .map(|part| (*part, part.points(fields, media), part.most()));
        let mut quality = Quality {
            score: 0,
            gains: Vec::new(),
        };
        for (part, points, most) in parts {
            quality.score += points;
            if points < most {
                quality.gains.push((part, most - points));
            }
        }
        quality
            .gains
            .sort_by_key(|(_, gain)| std::cmp::Reverse(*gain));
        quality
    }

    /// Whether the listing may be submitted.
    pub fn is_enough(&self) -> bool {
        self.score >= Self::LEAST
    }
}

impl QualityPart {
    /// The most points it gives; all together are 100.
    pub fn most(self) -> u8 {
        use QualityPart::*;
        match self {
            Pictures => 24,
            StoryInEnglish => 10,
            StoryInNepali | Structure | Papers => 8,
            Place | Price => 6,
            LandArea | Road => 4,
            Amenities | PictureTexts | EarthquakeCode | FloorPlan => 3,
            PlotSides | Titles | Summaries => 2,
            Panorama | Film => 2,
        }
    }

    fn points(self, fields: &DraftFields, media: MediaCounts) -> u8 {
        use DraftField as F;
        let filled = |of: &[DraftField]| of.iter().filter(|it| fields.is_filled(**it)).count();
        let most = usize::from(self.most());
        let share = |have: usize, of: usize| (most * have.min(of) / of) as u8;
        let all = |of: &[DraftField]| share(filled(of), of.len());
        let written = |field, enough| share(fields.text(field).trim().chars().count(), enough);
        let any = |count: u16| share(usize::from(count), 1);
        match self {
            QualityPart::Place => all(&[F::Neighbourhood, F::Ward, F::Latitude]),
            QualityPart::LandArea => all(&[F::LandArea]),
            QualityPart::PlotSides => all(&[F::FrontageFeet, F::DepthFeet]),
            QualityPart::Road => all(&[F::RoadWidthMetres, F::RoadSurface, F::Facing, F::RoadSide]),
            QualityPart::Structure => all(&[
                F::PropertySubType,
                F::BedroomsTotal,
                F::BathroomsTotal,
                F::LivingArea,
                F::YearBuilt,
                F::Stories,
                F::ParkingTotal,
                F::WaterSource,
            ]),
            QualityPart::Price => match (filled(&[F::ListPrice]), filled(&[F::PriceOnRequest])) {
                (0, _) => 0,
                (_, 0) => self.most(),
                // Buyers pass over what they can't place.
                _ => self.most() / 2,
            },
            QualityPart::Amenities => {
                let listed = fields.text(F::Amenities).split(',');
                share(
                    listed.filter(|key| !key.trim().is_empty()).count(),
                    AMENITIES,
                )
            }
            QualityPart::Papers => all(&[
                F::Tenure,
                F::Lalpurja,
                F::Charkilla,
                F::CompletionCertificate,
            ]),
            QualityPart::EarthquakeCode => match fields.text(F::EarthquakeCode) {
                "" | "unknown" => 0,
                _ => self.most(),
            },
            QualityPart::Titles => all(&[F::TitleEn, F::TitleNe]),
            QualityPart::Summaries => all(&[F::SummaryEn, F::SummaryNe]),
            QualityPart::StoryInEnglish => written(F::DescriptionEn, STORY_EN),
            QualityPart::StoryInNepali => written(F::DescriptionNe, STORY_NE),
            QualityPart::Pictures => share(usize::from(media.pictures), usize::from(PICTURES)),
            QualityPart::PictureTexts => match media.pictures {
                0 => 0,
                pictures => share(usize::from(media.described), usize::from(pictures)),
            },
            QualityPart::FloorPlan => any(media.floor_plans),
            QualityPart::Panorama => any(media.panoramas),
            QualityPart::Film => any(media.films),
        }
    }
}

#[cfg(test)]
mod tests;
