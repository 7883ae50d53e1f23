//! The counts beside the filters.

use crate::{Neighbourhood, Npr, attributes::*, status::Availability};
use enumset::EnumSetType;
use serde::{Deserialize, Serialize};
use strum::VariantArray;

/// The filters of a search, each counted and loosened as one.
#[derive(Debug, Hash, EnumSetType, Serialize, Deserialize, VariantArray)]
pub enum FilterGroup {
    Neighbourhood,
    PropertySubType,
    Availability,
    Price,
    Bedrooms,
    Bathrooms,
    Land,
    LivingArea,
    Road,
    Facing,
    Amenities,
    Bounds,
    DrawnArea,
}

/// Homes each choice of a filter would show, the other filters staying as they are.
/// Indexed by the choice's place in its list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facets {
    pub neighbourhoods: Vec<u32>,
    pub property_sub_types: Vec<u32>,
    pub availability: Vec<u32>,
    pub facings: Vec<u32>,
    /// Homes that have the amenity as well as those asked for.
    pub amenities: Vec<u32>,
    /// Homes with at least 0, 1, 2 … [`Facets::ROOMS`] bedrooms.
    pub bedrooms: Vec<u32>,
    /// Homes with at least 0, 1, 2 … [`Facets::ROOMS`] bathrooms.
    pub bathrooms: Vec<u32>,
    /// Homes at each of [`Facets::PRICES`] or dearer, up to the highest price asked for.
    pub min_price: Vec<u32>,
    /// Homes at each of [`Facets::PRICES`] or cheaper, from the lowest price asked for.
    pub max_price: Vec<u32>,
    /// Homes on a road at least as wide as each of [`Facets::ROADS`].
    pub roads: Vec<u32>,
}

impl Facets {
    /// The most rooms counted.
    pub const ROOMS: usize = 8;
    /// The prices offered as bounds, rising.
    pub const PRICES: [Npr; 14] = [
        Npr::crore(3),
        Npr::crore(4),
        Npr::crore(5),
        Npr::crore(6),
        Npr::crore(8),
        Npr::crore(10),
        Npr::crore(12),
        Npr::crore(15),
        Npr::crore(20),
        Npr::crore(25),
        Npr::crore(30),
        Npr::crore(40),
        Npr::crore(50),
        Npr::crore(60),
    ];
    /// The road widths offered, in decimetres, rising: 4 m and less is a drawback, 6 m the
    /// usual wish.
    pub const ROADS: [u16; 5] = [40, 50, 60, 80, 100];

    /// Counts of no homes.
    pub fn new() -> Self {
        Facets {
            neighbourhoods: vec![0; Neighbourhood::VARIANTS.len()],
            property_sub_types: vec![0; PropertySubType::VARIANTS.len()],
            availability: vec![0; Availability::VARIANTS.len()],
            facings: vec![0; Facing::VARIANTS.len()],
            amenities: vec![0; Amenity::VARIANTS.len()],
            bedrooms: vec![0; Self::ROOMS + 1],
            bathrooms: vec![0; Self::ROOMS + 1],
            min_price: vec![0; Self::PRICES.len()],
            max_price: vec![0; Self::PRICES.len()],
            roads: vec![0; Self::ROADS.len()],
        }
    }
}

impl Default for Facets {
    fn default() -> Self {
        Self::new()
    }
}
