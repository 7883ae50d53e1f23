//! Which filters a home fails.

use super::{facets::FilterGroup, query::SearchQuery, row::SearchRow};
use crate::{
    Area, Neighbourhood,
    attributes::{Amenity, Facing, PropertySubType},
    location::DrawnArea,
    status::Availability,
};
use enumset::{EnumSet, EnumSetType};
use std::ops::RangeInclusive;

/// A query with its ranges made exact and its open ends closed, to be asked of many rows:
/// every check is a comparison or two, without branches.
pub(super) struct Filters<'a> {
    neighbourhoods: EnumSet<Neighbourhood>,
    property_sub_types: EnumSet<PropertySubType>,
    availability: EnumSet<Availability>,
    facings: EnumSet<Facing>,
    amenities: EnumSet<Amenity>,
    /// Paisa. Where a price is asked for it starts above 0, the price of a home whose price
    /// is on request: that answers no question about prices, else it could be found out.
    list_price: RangeInclusive<u64>,
    land: RangeInclusive<u64>,
    living_area: RangeInclusive<u32>,
    bedrooms: u8,
    bathrooms: u8,
    road_width_decimetres: u16,
    latitude: RangeInclusive<f64>,
    west: f64,
    east: f64,
    /// How many of 'east of the west edge' and 'west of the east edge' must hold: one is
    /// enough for a box across the date line.
    edges: u8,
    drawn_area: Option<&'a DrawnArea>,
}

/// The filters that a home fails: a bit for each [`FilterGroup`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Failing(u32);

impl Failing {
    /// Whether there is none.
    pub(super) fn is_none(self) -> bool {
        self.0 == 0
    }

    /// Whether there are two or more: then the home counts nowhere.
    pub(super) fn is_several(self) -> bool {
        self.0 & self.0.wrapping_sub(1) != 0
    }

    /// The first of them by place in [`FilterGroup`], at most `FilterGroup::VARIANTS.len() - 1`.
    pub(super) fn first(self) -> Option<usize> {
        (self.0 != 0).then(|| self.0.trailing_zeros() as usize)
    }

    fn unless(passes: bool, group: FilterGroup) -> u32 {
        u32::from(!passes) << group as u32
    }
}

impl<'a> Filters<'a> {
    pub(super) fn new(query: &'a SearchQuery) -> Self {
        let price_asked = query.min_price.is_some() || query.max_price.is_some();
        let least_price = query.min_price.map_or(0, |price| price.paisa());
        let (min_land, max_land) = query.land_range();
        let bounds = query.bounds;
        let edge = |open: f64, edge: fn(&crate::location::BoundingBox) -> f64| {
            bounds.as_ref().map_or(open, edge)
        };
        let west = edge(f64::NEG_INFINITY, |b| b.south_west.longitude());
        let east = edge(f64::INFINITY, |b| b.north_east.longitude());
        Self {
            neighbourhoods: any_if_empty(query.neighbourhoods),
            property_sub_types: any_if_empty(query.property_sub_types),
            availability: query.effective_availability(),
            facings: any_if_empty(query.facings),
            amenities: query.amenities,
            list_price: least_price.max(u64::from(price_asked))
                ..=query.max_price.map_or(u64::MAX, |price| price.paisa()),
            land: min_land.map_or(0, Area::units)..=max_land.map_or(u64::MAX, Area::units),
            living_area: query.min_living_area.unwrap_or(0)
                ..=query.max_living_area.unwrap_or(u32::MAX),
            bedrooms: query.bedrooms.unwrap_or(0),
            bathrooms: query.bathrooms.unwrap_or(0),
            road_width_decimetres: query.road_width_decimetres.unwrap_or(0),
            latitude: edge(f64::NEG_INFINITY, |b| b.south_west.latitude())
                ..=edge(f64::INFINITY, |b| b.north_east.latitude()),
            west,
            east,
            edges: if west <= east { 2 } else { 1 },
            drawn_area: query.drawn_area.as_ref(),
        }
    }

    /// In paisa; of a home whose price is on request, 0, nothing is told here.
    pub(super) fn list_price(&self) -> RangeInclusive<u64> {
        self.list_price.clone()
    }

    /// The filters this home fails. The drawn area is looked at only where the answer
    /// matters, for homes that fail at most one other.
    pub(super) fn failing(&self, row: &SearchRow) -> Failing {
        use FilterGroup::*;
        let (latitude, longitude) = (row.point.latitude(), row.point.longitude());
        let edges = u8::from(longitude >= self.west) + u8::from(longitude <= self.east);
        let failing =
            Failing::unless(
                self.neighbourhoods.contains(row.neighbourhood),
                Neighbourhood,
            ) | Failing::unless(
                self.property_sub_types.contains(row.property_sub_type),
                PropertySubType,
            ) | Failing::unless(self.availability.contains(row.availability), Availability)
                | Failing::unless(self.facings.contains(row.facing), Facing)
                | Failing::unless(self.amenities.is_subset(row.amenities), Amenities)
                | Failing::unless(self.list_price.contains(&row.list_price), Price)
                | Failing::unless(self.land.contains(&row.land), Land)
                | Failing::unless(self.living_area.contains(&row.living_area), LivingArea)
                | Failing::unless(row.bedrooms >= self.bedrooms, Bedrooms)
                | Failing::unless(row.bathrooms >= self.bathrooms, Bathrooms)
                | Failing::unless(
                    row.road_width_decimetres >= self.road_width_decimetres,
                    Road,
                )
                | Failing::unless(
                    edges >= self.edges && self.latitude.contains(&latitude),
                    Bounds,
                );
        let failing = Failing(failing);
        match self.drawn_area {
            Some(area) if !failing.is_several() => {
                Failing(failing.0 | Failing::unless(area.contains(row.point), DrawnArea))
            }
            _ => failing,
        }
    }
}

/// Whether a home passes every filter of a search; its text is not asked about.
pub fn passes(query: &SearchQuery, row: &SearchRow) -> bool {
    Filters::new(query).failing(row).is_none()
}

fn any_if_empty<T: EnumSetType>(asked: EnumSet<T>) -> EnumSet<T> {
    if asked.is_empty() {
        EnumSet::all()
    } else {
        asked
    }
}
