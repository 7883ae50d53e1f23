//! The figures of one home that filters, counts and orders look at.

use crate::{
    ListingSummary, Neighbourhood, PropertyId,
    attributes::{Amenity, Facing, PropertySubType},
    location::GeoPoint,
    status::Availability,
};
use enumset::EnumSet;

/// One home in a search: about a hundred bytes, copied freely, public figures only.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SearchRow {
    pub listing_id: PropertyId,
    /// Paisa; 0 when the price is on request.
    pub list_price: u64,
    /// Paisa for one aana; 0 where it isn't known.
    pub price_per_aana: u64,
    /// 1/64 square feet.
    pub land: u64,
    /// Square feet.
    pub living_area: u32,
    /// Days since 1970.
    pub on_market_day: i32,
    pub point: GeoPoint,
    pub amenities: EnumSet<Amenity>,
    pub road_width_decimetres: u16,
    pub bedrooms: u8,
    pub bathrooms: u8,
    pub neighbourhood: Neighbourhood,
    pub property_sub_type: PropertySubType,
    pub availability: Availability,
    pub facing: Facing,
    pub premium: bool,
}

impl SearchRow {
    /// The figures of a published home; `None` for one that isn't.
    pub fn of(card: &ListingSummary) -> Option<SearchRow> {
        let epoch = jiff::civil::date(1970, 1, 1);
        let days = card.on_market_date.duration_since(epoch).as_hours() / 24;
        Some(SearchRow {
            listing_id: card.listing_id,
            list_price: card.list_price.map_or(0, |price| price.paisa()),
            price_per_aana: card.price_per_aana().map_or(0, |price| price.paisa()),
            land: card.land_area.units(),
            living_area: u32::try_from(card.living_area.square_feet()).unwrap_or(u32::MAX),
            on_market_day: i32::try_from(days).unwrap_or(0),
            point: card.location.point,
            amenities: card.amenities,
            road_width_decimetres: card.road_width_decimetres,
            bedrooms: card.bedrooms_total,
            bathrooms: card.bathrooms_total,
            neighbourhood: card.neighbourhood,
            property_sub_type: card.property_sub_type,
            availability: card.standard_status.availability()?,
            facing: card.facing,
            premium: card.premium,
        })
    }
}
