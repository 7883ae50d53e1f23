//! Pins for the map: single homes, or groups where they would cover each other.

use super::{order::Match, query::SearchQuery, row::SearchRow};
use crate::{
    Npr, PropertyId,
    location::{BoundingBox, GeoPoint},
};
use serde::{Deserialize, Serialize};

/// Up to so many homes are shown one by one, unless they share one place.
pub const SINGLE_PINS: usize = 60;
/// Cells along the longer side of the map, about, when homes are grouped.
const CELLS: f64 = 9.0;

/// A mark on the map: one home, or several close together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MapPin {
    /// The home's public place, or the middle of the group.
    pub point: GeoPoint,
    /// Homes here; 1 for a single home.
    pub count: u32,
    /// The single home; `None` for a group.
    pub listing_id: Option<PropertyId>,
    /// The price, or the lowest in the group; `None`: on request.
    pub list_price: Option<Npr>,
    /// What to zoom to for a group. A single point where all its homes share one public
    /// place, as discreet homes may: then no zoom parts them.
    pub bounds: BoundingBox,
}

/// The pins of all matches: their counts sum up to the matches. Above [`SINGLE_PINS`] they
/// are grouped by a grid that stays in place while the map moves.
pub(super) fn pins(query: &SearchQuery, matches: &[Match<'_>]) -> Vec<MapPin> {
    let rows = || matches.iter().map(|found| found.row);
    let around = || BoundingBox::around(rows().map(|row| row.point));
    if matches.len() <= SINGLE_PINS {
        return by_place(rows());
    }
    match query.bounds.or_else(around) {
        Some(bounds) => by_cell(&bounds, rows()),
        None => Vec::new(),
    }
}

fn by_place<'a>(rows: impl Iterator<Item = &'a SearchRow>) -> Vec<MapPin> {
    let mut groups: Vec<Group<'a>> = Vec::new();
    for row in rows {
        match groups
            .iter_mut()
            .find(|group| group.first.point == row.point)
        {
            Some(group) => group.add(row, row.point.longitude()),
            None => groups.push(Group::of(row, row.point.longitude())),
        }
    }
    groups.iter().map(Group::pin).collect()
}

/// Groups rows that lie in `bounds` by cells of a whole fraction of the Earth's girth.
fn by_cell<'a>(bounds: &BoundingBox, rows: impl Iterator<Item = &'a SearchRow>) -> Vec<MapPin> {
    let (south, west) = (bounds.south_west.latitude(), bounds.south_west.longitude());
    let longer = bounds.height().max(bounds.width());
    let halvings = (360.0 * CELLS / longer).log2().round().clamp(1.0, 40.0);
    let cell = 360.0 / halvings.exp2();
    let index = |from: f64, to: f64| ((to / cell).floor() - (from / cell).floor()) as usize;
    let columns = index(west, west + bounds.width()) + 1;
    let lines = index(south, south + bounds.height()) + 1;
    let mut groups: Vec<Option<Group<'a>>> = vec![None; columns * lines];
    for row in rows {
        let (latitude, longitude) = (row.point.latitude(), row.point.longitude());
        // East of the date line, degrees go on above 180.
        let longitude = if longitude < west {
            longitude + 360.0
        } else {
            longitude
        };
        let line = index(south, latitude).min(lines - 1);
        let column = index(west, longitude).min(columns - 1);
        match &mut groups[line * columns + column] {
            Some(group) => group.add(row, longitude),
            empty => *empty = Some(Group::of(row, longitude)),
        }
    }
    groups.iter().flatten().map(Group::pin).collect()
}

/// Homes that share a pin. Longitudes may go on above 180 degrees.
#[derive(Clone, Copy)]
struct Group<'a> {
    first: &'a SearchRow,
    count: u32,
    /// Paisa; `u64::MAX` where all prices are on request.
    lowest: u64,
    latitudes: Span,
    longitudes: Span,
}

impl<'a> Group<'a> {
    fn of(row: &'a SearchRow, longitude: f64) -> Self {
        let lowest = known(row.list_price);
        let (latitudes, longitudes) = (Span::of(row.point.latitude()), Span::of(longitude));
        Self {
            first: row,
            count: 1,
            lowest,
            latitudes,
            longitudes,
        }
    }

    fn add(&mut self, row: &SearchRow, longitude: f64) {
        self.count += 1;
        self.lowest = self.lowest.min(known(row.list_price));
        self.latitudes.add(row.point.latitude());
        self.longitudes.add(longitude);
    }

    fn pin(&self) -> MapPin {
        let (latitudes, longitudes) = (&self.latitudes, &self.longitudes);
        // The first home's place stands in where rounding left the Earth.
        let point = |latitude: f64, longitude: f64| {
            let longitude = if longitude > 180.0 {
                longitude - 360.0
            } else {
                longitude
            };
            GeoPoint::new("pin", latitude, longitude).unwrap_or(self.first.point)
        };
        let middle = |span: &Span| span.middle(self.count);
        MapPin {
            point: match self.count {
                1 => self.first.point,
                _ => point(middle(latitudes), middle(longitudes)),
            },
            count: self.count,
            listing_id: (self.count == 1).then_some(self.first.listing_id),
            list_price: Some(self.lowest)
                .filter(|price| *price < u64::MAX)
                .and_then(Npr::from_paisa),
            bounds: BoundingBox {
                south_west: point(latitudes.least, longitudes.least),
                north_east: point(latitudes.most, longitudes.most),
            },
        }
    }
}

fn known(list_price: u64) -> u64 {
    if list_price == 0 {
        u64::MAX
    } else {
        list_price
    }
}

#[derive(Clone, Copy)]
struct Span {
    least: f64,
    most: f64,
    sum: f64,
}

impl Span {
    fn of(value: f64) -> Self {
        Self {
            least: value,
            most: value,
            sum: value,
        }
    }

    fn add(&mut self, value: f64) {
        self.least = self.least.min(value);
        self.most = self.most.max(value);
        self.sum += value;
    }

    /// The mean, to a millionth of a degree, so that it doesn't tell the order of the homes.
    fn middle(&self, count: u32) -> f64 {
        let mean = (self.sum / f64::from(count) * 1e6).round() / 1e6;
        mean.clamp(self.least, self.most)
    }
}
