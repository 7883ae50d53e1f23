//! The counts beside the filters.

use crate::{Neighbourhood, attributes::*, status::Availability};
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
}

impl Facets {
    /// The most rooms counted.
    pub const ROOMS: usize = 8;

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
        }
    }
}

impl Default for Facets {
    fn default() -> Self {
        Self::new()
    }
}
