//! Pins for the map: single homes, or groups where they would cover each other.

use super::{evaluate::Candidate, query::SearchQuery};
use crate::{
    Npr, PropertyId,
    location::{BoundingBox, GeoPoint},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Up to so many homes are shown one by one.
pub const SINGLE_PINS: usize = 60;
/// Cells along the longer side of the map when homes are grouped.
const CELLS: f64 = 9.0;

/// A mark on the map: one home, or several close together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MapPin {
    /// The home's public place, or the middle of the group.
    pub point: GeoPoint,
    /// Homes here; 1 for a single home.
    pub count: u32,
    /// The single home.
    pub listing_id: Option<PropertyId>,
    /// The price, or the lowest in the group; `None`: on request.
    pub list_price: Option<Npr>,
    /// What to zoom to for a group.
    pub bounds: BoundingBox,
}

/// The pins of all matches, over the box asked for or the box around them.
pub(super) fn pins(query: &SearchQuery, matches: &[Candidate<'_>]) -> Vec<MapPin> {
    if matches.len() <= SINGLE_PINS {
        return matches.iter().map(|candidate| single(candidate)).collect();
    }
    let around = || BoundingBox::around(matches.iter().map(|candidate| candidate.row.point));
    let Some(bounds) = query.bounds.or_else(around) else {
        return Vec::new();
    };
    let south_west = bounds.south_west;
    let tall = bounds.north_east.latitude() - south_west.latitude();
    let wide = (bounds.north_east.longitude() - south_west.longitude()).abs();
    let cell = (tall.max(wide) / CELLS).max(1e-6);
    let mut cells: BTreeMap<(i32, i32), Vec<&Candidate<'_>>> = BTreeMap::new();
    for candidate in matches {
        let point = candidate.row.point;
        let row = ((point.latitude() - south_west.latitude()) / cell) as i32;
        let column = ((point.longitude() - south_west.longitude()) / cell) as i32;
        cells.entry((row, column)).or_default().push(candidate);
    }
    cells.into_values().map(|group| pin(&group)).collect()
}

fn single(candidate: &Candidate<'_>) -> MapPin {
    let row = candidate.row;
    MapPin {
        point: row.point,
        count: 1,
        listing_id: Some(row.listing_id),
        list_price: price(row.list_price),
        bounds: BoundingBox {
            south_west: row.point,
            north_east: row.point,
        },
    }
}

fn pin(group: &[&Candidate<'_>]) -> MapPin {
    if let [only] = group {
        return single(only);
    }
    let count = group.len() as f64;
    let points = || group.iter().map(|candidate| candidate.row.point);
    let latitude = points().map(GeoPoint::latitude).sum::<f64>() / count;
    let longitude = points().map(GeoPoint::longitude).sum::<f64>() / count;
    let lowest = group
        .iter()
        .map(|candidate| candidate.row.list_price)
        .filter(|price| *price > 0)
        .min();
    let first = group[0].row.point;
    MapPin {
        point: GeoPoint::new("pin", latitude, longitude).unwrap_or(first),
        count: group.len() as u32,
        listing_id: None,
        list_price: lowest.and_then(price),
        bounds: BoundingBox::around(points()).unwrap_or(BoundingBox {
            south_west: first,
            north_east: first,
        }),
    }
}

fn price(paisa: u64) -> Option<Npr> {
    if paisa == 0 {
        None
    } else {
        Npr::from_paisa(paisa)
    }
}
