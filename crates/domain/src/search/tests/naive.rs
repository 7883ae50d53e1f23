//! The rules of search said plainly, one home and one filter at a time.

use crate::{
    Area,
    search::{FilterGroup, SearchQuery, SearchRow},
};
use strum::VariantArray;

/// Whether a home passes one filter.
pub fn passes(query: &SearchQuery, home: &SearchRow, group: FilterGroup) -> bool {
    fn within<T: PartialOrd>(value: T, min: Option<T>, max: Option<T>) -> bool {
        min.is_none_or(|min| value >= min) && max.is_none_or(|max| value <= max)
    }
    match group {
        FilterGroup::Neighbourhood => {
            query.neighbourhoods.is_empty() || query.neighbourhoods.contains(home.neighbourhood)
        }
        FilterGroup::PropertySubType => {
            query.property_sub_types.is_empty()
                || query.property_sub_types.contains(home.property_sub_type)
        }
        FilterGroup::Availability => query.effective_availability().contains(home.availability),
        FilterGroup::Price => {
            let (min, max) = (query.min_price, query.max_price);
            let on_request = home.list_price == 0;
            (min.is_none() && max.is_none())
                || !on_request
                    && within(
                        home.list_price,
                        min.map(|p| p.paisa()),
                        max.map(|p| p.paisa()),
                    )
        }
        FilterGroup::Bedrooms => query.bedrooms.is_none_or(|least| home.bedrooms >= least),
        FilterGroup::Bathrooms => query.bathrooms.is_none_or(|least| home.bathrooms >= least),
        FilterGroup::Land => {
            let (min, max) = query.land_range();
            within(home.land, min.map(Area::units), max.map(Area::units))
        }
        FilterGroup::LivingArea => within(
            home.living_area,
            query.min_living_area,
            query.max_living_area,
        ),
        FilterGroup::Road => query
            .road_width_decimetres
            .is_none_or(|least| home.road_width_decimetres >= least),
        FilterGroup::Facing => query.facings.is_empty() || query.facings.contains(home.facing),
        FilterGroup::Amenities => query
            .amenities
            .iter()
            .all(|amenity| home.amenities.contains(amenity)),
        FilterGroup::Bounds => query
            .bounds
            .is_none_or(|bounds| bounds.contains(home.point)),
        FilterGroup::DrawnArea => query
            .drawn_area
            .as_ref()
            .is_none_or(|area| area.contains(home.point)),
    }
}

/// Whether a home passes every filter.
pub fn matches(query: &SearchQuery, home: &SearchRow) -> bool {
    FilterGroup::VARIANTS
        .iter()
        .all(|group| passes(query, home, *group))
}

/// Homes that pass every filter.
pub fn count(query: &SearchQuery, homes: &[SearchRow]) -> usize {
    homes.iter().filter(|home| matches(query, home)).count()
}
