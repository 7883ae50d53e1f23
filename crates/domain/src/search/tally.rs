//! Counting homes for the facets, quickly.

use super::{
    facets::{Facets, FilterGroup},
    filters::Failing,
    row::SearchRow,
};
use crate::{Neighbourhood, attributes::*, status::Availability};
use std::ops::RangeInclusive;
use strum::VariantArray;

/// Rooms from 0 to the most counted.
const ROOMS: usize = Facets::ROOMS + 1;
/// Below, between and above the prices offered.
const PRICES: usize = Facets::PRICES.len() + 1;
/// Below, between and above the road widths offered.
const ROADS: usize = Facets::ROADS.len() + 1;

/// The counts while homes go by, in arrays of fixed length.
pub(super) struct Tally {
    neighbourhoods: [u32; Neighbourhood::VARIANTS.len()],
    property_sub_types: [u32; PropertySubType::VARIANTS.len()],
    availability: [u32; Availability::VARIANTS.len()],
    facings: [u32; Facing::VARIANTS.len()],
    /// Homes with exactly so many rooms.
    bedrooms: [u32; ROOMS],
    bathrooms: [u32; ROOMS],
    /// Of each byte of the set of amenities, how often it had each value: four additions a
    /// home instead of one for each amenity it has.
    amenity_bytes: [[u32; 256]; 4],
    /// Homes up to the highest price asked for, by how many of the prices offered they reach.
    reached: [u32; PRICES],
    /// Homes from the lowest price asked for, by how many of the prices offered they exceed.
    exceeded: [u32; PRICES],
    roads: [u32; ROADS],
    /// In paisa.
    list_price: RangeInclusive<u64>,
    kept_out: [usize; FilterGroup::VARIANTS.len()],
}

impl Tally {
    /// For homes between the prices asked for, in paisa.
    pub(super) fn new(list_price: RangeInclusive<u64>) -> Self {
        Self {
            neighbourhoods: [0; _],
            property_sub_types: [0; _],
            availability: [0; _],
            facings: [0; _],
            bedrooms: [0; _],
            bathrooms: [0; _],
            amenity_bytes: [[0; 256]; 4],
            reached: [0; _],
            exceeded: [0; _],
            roads: [0; _],
            list_price,
            kept_out: [0; _],
        }
    }

    /// Counts a home that fails no filter or only one.
    pub(super) fn count(&mut self, row: &SearchRow, failing: Failing) {
        let Some(group) = failing.first() else {
            self.neighbourhoods[row.neighbourhood as usize] += 1;
            self.property_sub_types[row.property_sub_type as usize] += 1;
            self.availability[row.availability as usize] += 1;
            self.facings[row.facing as usize] += 1;
            self.bedrooms[rooms(row.bedrooms)] += 1;
            self.bathrooms[rooms(row.bathrooms)] += 1;
            self.count_price(row);
            self.count_road(row);
            for (counts, byte) in self
                .amenity_bytes
                .iter_mut()
                .zip(row.amenities.as_u32().to_le_bytes())
            {
                counts[usize::from(byte)] += 1;
            }
            return;
        };
        self.kept_out[group] += 1;
        // A choice of the filter it fails would show it.
        match FilterGroup::VARIANTS[group] {
            FilterGroup::Neighbourhood => self.neighbourhoods[row.neighbourhood as usize] += 1,
            FilterGroup::PropertySubType => {
                self.property_sub_types[row.property_sub_type as usize] += 1;
            }
            FilterGroup::Availability => self.availability[row.availability as usize] += 1,
            FilterGroup::Facing => self.facings[row.facing as usize] += 1,
            FilterGroup::Bedrooms => self.bedrooms[rooms(row.bedrooms)] += 1,
            FilterGroup::Bathrooms => self.bathrooms[rooms(row.bathrooms)] += 1,
            FilterGroup::Price => self.count_price(row),
            FilterGroup::Road => self.count_road(row),
            FilterGroup::Land
            | FilterGroup::LivingArea
            | FilterGroup::Amenities
            | FilterGroup::Bounds
            | FilterGroup::DrawnArea => {}
        }
    }

    /// A home whose price is on request answers no question about prices.
    fn count_price(&mut self, row: &SearchRow) {
        let price = row.list_price;
        if price == 0 {
            return;
        }
        if price <= *self.list_price.end() {
            let reached = Facets::PRICES.partition_point(|offered| offered.paisa() <= price);
            self.reached[reached] += 1;
        }
        if price >= *self.list_price.start() {
            let exceeded = Facets::PRICES.partition_point(|offered| offered.paisa() < price);
            self.exceeded[exceeded] += 1;
        }
    }

    fn count_road(&mut self, row: &SearchRow) {
        let width = row.road_width_decimetres;
        self.roads[Facets::ROADS.partition_point(|offered| *offered <= width)] += 1;
    }

    /// The counts, and homes that each filter alone keeps out, where there are any.
    pub(super) fn finish(self) -> (Facets, Vec<(FilterGroup, usize)>) {
        let facets = Facets {
            neighbourhoods: self.neighbourhoods.to_vec(),
            property_sub_types: self.property_sub_types.to_vec(),
            availability: self.availability.to_vec(),
            facings: self.facings.to_vec(),
            amenities: Amenity::VARIANTS
                .iter()
                .map(|amenity| self.having(*amenity))
                .collect(),
            bedrooms: at_least(self.bedrooms),
            bathrooms: at_least(self.bathrooms),
            // Who reaches none of the steps is counted beside none.
            min_price: at_least(self.reached).split_off(1),
            max_price: at_most(self.exceeded),
            roads: at_least(self.roads).split_off(1),
        };
        let groups = FilterGroup::VARIANTS.iter().copied();
        (
            facets,
            groups
                .zip(self.kept_out)
                .filter(|(_, homes)| *homes > 0)
                .collect(),
        )
    }

    fn having(&self, amenity: Amenity) -> u32 {
        let (byte, bit) = (amenity as usize / 8, amenity as usize % 8);
        let with_bit = (0..256).filter(|value| value >> bit & 1 == 1);
        with_bit.map(|value| self.amenity_bytes[byte][value]).sum()
    }
}

fn rooms(rooms: u8) -> usize {
    usize::from(rooms).min(Facets::ROOMS)
}

/// Turns "exactly n", as of rooms, into "at least n".
fn at_least<const N: usize>(mut counts: [u32; N]) -> Vec<u32> {
    for n in (0..N - 1).rev() {
        counts[n] += counts[n + 1];
    }
    counts.to_vec()
}

/// Turns "exceeds exactly n steps" into "exceeds at most n steps", one entry a step.
fn at_most(counts: [u32; PRICES]) -> Vec<u32> {
    let sums = counts.iter().scan(0, |sum, count| {
        *sum += count;
        Some(*sum)
    });
    sums.take(PRICES - 1).collect()
}
