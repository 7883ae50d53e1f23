//! The counts beside the filters, and which filter keeps a home out.

use super::{query::SearchQuery, row::SearchRow};
use crate::{Area, Neighbourhood, attributes::*, status::Availability};
use enumset::{EnumSet, EnumSetType};
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
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facets {
    pub neighbourhoods: Vec<u32>,
    pub property_sub_types: Vec<u32>,
    pub availability: Vec<u32>,
    pub facings: Vec<u32>,
    /// Homes that have the amenity as well as those asked for.
    pub amenities: Vec<u32>,
    /// Homes with at least 0, 1, 2 … [`Facets::ROOMS`] bedrooms.
    pub bedrooms: Vec<u32>,
    pub bathrooms: Vec<u32>,
}

impl Facets {
    /// The most rooms counted.
    pub const ROOMS: usize = 8;

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

    /// Counts a home that fails only the filters in `failing` (none or one).
    pub(super) fn count(&mut self, row: &SearchRow, failing: EnumSet<FilterGroup>) {
        let counts = |group: FilterGroup| (failing - group).is_empty();
        if counts(FilterGroup::Neighbourhood) {
            self.neighbourhoods[row.neighbourhood as usize] += 1;
        }
        if counts(FilterGroup::PropertySubType) {
            self.property_sub_types[row.property_sub_type as usize] += 1;
        }
        if counts(FilterGroup::Availability) {
            self.availability[row.availability as usize] += 1;
        }
        if counts(FilterGroup::Facing) {
            self.facings[row.facing as usize] += 1;
        }
        if counts(FilterGroup::Bedrooms) {
            self.bedrooms[usize::from(row.bedrooms).min(Self::ROOMS)] += 1;
        }
        if counts(FilterGroup::Bathrooms) {
            self.bathrooms[usize::from(row.bathrooms).min(Self::ROOMS)] += 1;
        }
        if failing.is_empty() {
            row.amenities
                .iter()
                .for_each(|amenity| self.amenities[amenity as usize] += 1);
        }
    }

    /// Turns "exactly n rooms" into "at least n rooms".
    pub(super) fn accumulate(&mut self) {
        for counts in [&mut self.bedrooms, &mut self.bathrooms] {
            for rooms in (0..Self::ROOMS).rev() {
                counts[rooms] += counts[rooms + 1];
            }
        }
    }
}

/// A query with its ranges made exact, to be asked of many rows.
pub(super) struct Filters<'a> {
    query: &'a SearchQuery,
    availability: EnumSet<Availability>,
    min_land: Option<Area>,
    max_land: Option<Area>,
}

impl<'a> Filters<'a> {
    pub(super) fn new(query: &'a SearchQuery) -> Self {
        let (min_land, max_land) = query.land_range();
        Self {
            query,
            availability: query.effective_availability(),
            min_land,
            max_land,
        }
    }

    /// The filters this home fails.
    pub(super) fn failing(&self, row: &SearchRow) -> EnumSet<FilterGroup> {
        let query = self.query;
        let mut failing = EnumSet::empty();
        let mut check = |group: FilterGroup, passes: bool| {
            if !passes {
                failing |= group;
            }
        };
        check(
            FilterGroup::Neighbourhood,
            admits(query.neighbourhoods, row.neighbourhood),
        );
        check(
            FilterGroup::PropertySubType,
            admits(query.property_sub_types, row.property_sub_type),
        );
        check(
            FilterGroup::Availability,
            self.availability.contains(row.availability),
        );
        check(FilterGroup::Facing, admits(query.facings, row.facing));
        check(FilterGroup::Price, self.admits_price(row.list_price));
        check(
            FilterGroup::Bedrooms,
            query.bedrooms.is_none_or(|least| row.bedrooms >= least),
        );
        check(
            FilterGroup::Bathrooms,
            query.bathrooms.is_none_or(|least| row.bathrooms >= least),
        );
        check(
            FilterGroup::Land,
            within(
                row.land,
                self.min_land.map(Area::units),
                self.max_land.map(Area::units),
            ),
        );
        check(
            FilterGroup::LivingArea,
            within(
                row.living_area,
                query.min_living_area,
                query.max_living_area,
            ),
        );
        check(
            FilterGroup::Road,
            query
                .road_width_decimetres
                .is_none_or(|least| row.road_width_decimetres >= least),
        );
        check(
            FilterGroup::Amenities,
            query.amenities.is_subset(row.amenities),
        );
        check(
            FilterGroup::Bounds,
            query.bounds.is_none_or(|bounds| bounds.contains(row.point)),
        );
        // The dearest check comes last and only where its answer is needed.
        if failing.len() <= 1
            && query
                .drawn_area
                .as_ref()
                .is_some_and(|area| !area.contains(row.point))
        {
            failing |= FilterGroup::DrawnArea;
        }
        failing
    }

    /// A price on request answers no question about prices: else it could be found out.
    fn admits_price(&self, list_price: u64) -> bool {
        let (min, max) = (self.query.min_price, self.query.max_price);
        if list_price == 0 {
            return min.is_none() && max.is_none();
        }
        within(list_price, min.map(|p| p.paisa()), max.map(|p| p.paisa()))
    }
}

fn admits<T: EnumSetType>(asked: EnumSet<T>, value: T) -> bool {
    asked.is_empty() || asked.contains(value)
}

fn within<T: PartialOrd + Copy>(value: T, min: Option<T>, max: Option<T>) -> bool {
    min.is_none_or(|min| value >= min) && max.is_none_or(|max| value <= max)
}
