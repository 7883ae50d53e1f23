//! What a file of `seed/listings/` holds.

use durbar_domain::{
    Neighbourhood, StandardStatus,
    attributes::{
        Amenity, EarthquakeCode, Facing, PlotShape, PropertySubType, RoadSurface, Tenure,
        WaterSource,
    },
    text::Localized,
};
use enumset::EnumSet;
use jiff::civil::Date;
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ListingFile {
    pub key: String,
    pub villa: String,
    pub pictures: Vec<String>,
    /// Views that only members see.
    #[serde(default)]
    pub premium_pictures: Vec<String>,
    #[serde(default)]
    pub panoramas: Vec<String>,
    #[serde(default)]
    pub drone_films: Vec<String>,
    pub standard_status: StandardStatus,
    /// Whether it comes soon and opens to members first, from the day of seeding.
    #[serde(default)]
    pub announced_to_members: bool,
    pub property_sub_type: PropertySubType,
    pub premium: bool,
    pub broker: String,
    pub neighbourhood: Neighbourhood,
    pub ward: u8,
    pub latitude: f64,
    pub longitude: f64,
    pub approximate_location: bool,
    /// Rupees.
    pub list_price: u64,
    pub price_on_request: bool,
    pub on_market_date: Date,
    /// Of the list price, where it isn't the first one.
    pub price_since: Option<Date>,
    /// Earlier prices, oldest first; the first one is of the day it came on the market.
    #[serde(default)]
    pub price_history: Vec<PriceEntry>,
    pub close_date: Option<Date>,
    /// Rupees.
    pub close_price: Option<u64>,
    pub title: Localized<String>,
    pub summary: Localized<String>,
    pub description: DescriptionEntry,
    pub bedrooms_total: u8,
    pub bathrooms_total: u8,
    pub stories: u8,
    pub year_built: u16,
    pub living_area_square_feet: u64,
    pub parking_total: u8,
    pub amenities: EnumSet<Amenity>,
    pub land: LandEntry,
    pub legal: LegalEntry,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PriceEntry {
    pub date: Date,
    /// Rupees.
    pub price: u64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DescriptionEntry {
    pub en: String,
    pub ne: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LandEntry {
    pub ropani: u64,
    pub aana: u64,
    pub paisa: u64,
    pub dam: u64,
    pub frontage_feet: u16,
    pub depth_feet: u16,
    pub shape: PlotShape,
    pub facing: Facing,
    pub road_side: Facing,
    pub road_width_metres: f64,
    pub road_surface: RoadSurface,
    pub water: EnumSet<WaterSource>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LegalEntry {
    pub tenure: Tenure,
    pub lalpurja: bool,
    pub charkilla: bool,
    pub completion_certificate: bool,
    pub earthquake_code: EarthquakeCode,
}
