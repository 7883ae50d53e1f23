//! Which geohash cells cover a box.

use durbar_domain::location::{BoundingBox, GeoPoint};

/// Characters of a cell's name, as the table's index keys have them.
const LENGTH: usize = 5;
/// Cells of five characters (25 bits) divide the globe in 2¹² rows and 2¹³ columns, both
/// 0.0439° apart: about 4.9 km in the valley.
const ROWS: u32 = 1 << 12;
const COLUMNS: u32 = 1 << 13;

/// The names of the cells that together hold the box; `None` when there are more than `most`.
pub(super) fn covering(bounds: &BoundingBox, most: usize) -> Option<Vec<String>> {
    let (south, north) = (row(bounds.south_west), row(bounds.north_east));
    let (west, east) = (column(bounds.south_west), column(bounds.north_east));
    // West of the date line to east of it: the columns go round the end.
    let crosses = bounds.south_west.longitude() > bounds.north_east.longitude();
    let across = if crosses {
        COLUMNS - west + east + 1
    } else {
        east.checked_sub(west)? + 1
    };
    let rows = north.checked_sub(south)? + 1;
    if u64::from(across) * u64::from(rows) > most as u64 {
        return None;
    }
    let cells =
        (south..=north).flat_map(|row| (0..across).map(move |step| (row, (west + step) % COLUMNS)));
    let mut names: Vec<String> = cells.map(|(row, column)| name(row, column)).collect();
    names.sort_unstable();
    names.dedup();
    Some(names)
}

fn row(point: GeoPoint) -> u32 {
    place(point.latitude() + 90.0, 180.0, ROWS)
}

fn column(point: GeoPoint) -> u32 {
    place(point.longitude() + 180.0, 360.0, COLUMNS)
}

fn place(offset: f64, whole: f64, parts: u32) -> u32 {
    ((offset / whole * f64::from(parts)) as u32).min(parts - 1)
}

fn name(row: u32, column: u32) -> String {
    let latitude = (f64::from(row) + 0.5) * 180.0 / f64::from(ROWS) - 90.0;
    let longitude = (f64::from(column) + 0.5) * 360.0 / f64::from(COLUMNS) - 180.0;
    let middle =
        GeoPoint::new("cell", latitude, longitude).expect("the middle of a cell lies on Earth");
    middle.geohash(LENGTH)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn bounds(south: f64, west: f64, north: f64, east: f64) -> BoundingBox {
        BoundingBox {
            south_west: GeoPoint::new("box", south, west).expect("a point"),
            north_east: GeoPoint::new("box", north, east).expect("a point"),
        }
    }

    #[test]
    fn a_box_as_large_as_the_globe_is_too_large() {
        assert_eq!(covering(&bounds(-90.0, -180.0, 90.0, 180.0), 1_000), None);
    }

    #[test]
    fn a_box_across_the_date_line_is_covered_on_both_sides() {
        let cells = covering(&bounds(0.01, 179.99, 0.02, -179.99), 10).expect("few cells");
        let there = |longitude| {
            GeoPoint::new("point", 0.015, longitude)
                .expect("a point")
                .geohash(LENGTH)
        };
        assert_eq!(cells.len(), 2);
        assert!(cells.contains(&there(179.995)) && cells.contains(&there(-179.995)));
    }

    proptest! {
        #[test]
        fn every_point_of_a_box_lies_in_a_cell(
            south in 27.4f64..27.9, west in 85.0f64..85.7, tall in 0.0f64..0.2, wide in 0.0f64..0.2,
            up in 0.0f64..=1.0, right in 0.0f64..=1.0,
        ) {
            let around = bounds(south, west, south + tall, west + wide);
            let point = GeoPoint::new("point", south + tall * up, west + wide * right).expect("a point");
            let cells = covering(&around, 100).expect("few cells");
            prop_assert!(cells.contains(&point.geohash(LENGTH)));
        }
    }
}
