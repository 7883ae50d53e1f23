//! A listing as its broker and the table know it.

use crate::{
    Area, BrokerId, EarlyAccess, MediaId, PropertyId, StandardStatus,
    attributes::*,
    document::CheckedDocuments,
    location::Location,
    media::{Film, Tour},
    neighbourhood::Neighbourhood,
    picture::Picture,
    premium::PremiumMedia,
    slug::Slug,
    text::{Localized, Story, Summary, Title},
};
use enumset::EnumSet;
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

pub use crate::price::{Closing, Price, PriceChange};

/// A home on offer. What of it the public may see is [`crate::PublicListing`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Listing {
    pub listing_id: PropertyId,
    /// Counts the writes; a write names the version it changes.
    pub version: u64,
    pub standard_status: StandardStatus,
    pub property_sub_type: PropertySubType,
    pub premium: bool,
    pub broker_id: BrokerId,
    pub slug: Slug,
    pub title: Localized<Title>,
    pub summary: Localized<Summary>,
    pub description: Description,
    pub neighbourhood: Neighbourhood,
    /// Ward of the municipality.
    pub ward: u8,
    pub location: Location,
    pub price: Price,
    pub structure: Structure,
    pub land: Land,
    pub legal: Legal,
    pub amenities: EnumSet<Amenity>,
    pub pictures: Vec<Picture>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub floor_plans: Vec<Picture>,
    /// Those that everyone sees.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub films: Vec<Film>,
    /// Those that everyone sees.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tours: Vec<Tour>,
    /// What only members see.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub premium_media: Vec<PremiumMedia>,
    /// While it is announced to members alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub early_access: Option<EarlyAccess>,
    /// RESO `OnMarketDate`: the day on which it came, or came back, on the market. A change
    /// of price leaves it.
    pub on_market_date: Date,
    pub created_at: Timestamp,
    pub modified_at: Timestamp,
}

impl Listing {
    /// Whether a file is among those it is seen with, by everyone or by members.
    pub fn shows(&self, id: MediaId) -> bool {
        let mut pictures = self.pictures.iter().chain(&self.floor_plans);
        pictures.any(|it| it.media_id == id)
            || self.films.iter().any(|it| it.media_id == id)
            || self.tours.iter().any(|it| it.media_id == id)
            || self.premium_media.iter().any(|it| it.media_id == id)
    }
}

/// The story of a home; Nepali may be missing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Description {
    pub en: Story,
    pub ne: Option<Story>,
}

/// The building.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Structure {
    pub bedrooms_total: u8,
    pub bathrooms_total: u8,
    pub stories: u8,
    /// Year of completion (AD).
    pub year_built: u16,
    pub living_area: Area,
    /// Cars that can park.
    pub parking_total: u8,
}

/// The plot and the road to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Land {
    pub area: Area,
    /// Along the road, in feet.
    pub frontage_feet: u16,
    /// Away from the road, in feet.
    pub depth_feet: u16,
    pub shape: PlotShape,
    pub facing: Facing,
    pub road: Road,
    pub water: EnumSet<WaterSource>,
}

/// The road a plot lies on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Road {
    /// The side of the plot on which it runs.
    pub side: Facing,
    /// In decimetres: 60 is 6 m.
    pub width_decimetres: u16,
    pub surface: RoadSurface,
}

/// Papers and rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Legal {
    pub tenure: Tenure,
    /// The ownership paper is at hand.
    pub lalpurja: bool,
    /// The boundary paper is at hand.
    pub charkilla: bool,
    pub completion_certificate: bool,
    pub earthquake_code: EarthquakeCode,
    /// Which of the papers the administration has seen.
    #[serde(default, skip_serializing_if = "CheckedDocuments::is_empty")]
    pub checked: CheckedDocuments,
}
