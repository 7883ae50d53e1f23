//! Cells of the map that saved searches are sorted into.

use crate::location::{BoundingBox, GeoPoint};

/// A cell of about 4.9 km by 4.9 km: those of geohashes of 5 characters, counted from the
/// south-west.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Cell {
    north: u16,
    east: u16,
}

/// Degrees from one cell to the next, both ways: 180 degrees in 2¹² and 360 in 2¹³ steps.
const STEP: f64 = 180.0 / 4_096.0;
/// A box of more cells is not sorted by place.
const MOST: usize = 64;

impl Cell {
    pub(super) fn of(point: GeoPoint) -> Self {
        // At most 8,192: degrees are checked.
        let steps = |degrees: f64| (degrees / STEP).floor() as u16;
        Self {
            north: steps(point.latitude() + 90.0),
            east: steps(point.longitude() + 180.0),
        }
    }

    /// All cells a box touches; `None` when they are many or the box crosses the date line.
    pub(super) fn covering(bounds: BoundingBox) -> Option<Vec<Cell>> {
        let (first, last) = (Self::of(bounds.south_west), Self::of(bounds.north_east));
        let span = |first: u16, last: u16| Some(usize::from(last.checked_sub(first)?) + 1);
        let (rows, columns) = (span(first.north, last.north)?, span(first.east, last.east)?);
        if rows * columns > MOST {
            return None;
        }
        let row = |north| (first.east..=last.east).map(move |east| Cell { north, east });
        Some((first.north..=last.north).flat_map(row).collect())
    }
}
