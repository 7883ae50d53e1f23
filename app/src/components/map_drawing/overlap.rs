//! Marks that would cover each other, as one mark of a group.

use super::projection::Projection;
use durbar_domain::{location::BoundingBox, search::MapPin};

/// Half the height of a mark, in the drawing's units.
pub const HALF_HEIGHT: f64 = 16.0;
/// Marks keep a size that a finger can find where the drawing is small, so they need more
/// room than they take here.
const ROOM: f64 = 1.3;

/// A mark at its place in the drawing.
#[derive(Debug, Clone, PartialEq)]
pub struct Mark {
    pub pin: MapPin,
    pub x: f64,
    pub y: f64,
    /// Half its width, in the drawing's units.
    pub half: f64,
    /// It stands for marks that would have covered each other.
    pub is_merged: bool,
}

impl Mark {
    fn covers(&self, other: &Self) -> bool {
        (self.x - other.x).abs() < (self.half + other.half) * ROOM
            && (self.y - other.y).abs() < 2.0 * HALF_HEIGHT * ROOM
    }

    /// One mark in the middle of the homes of both; `width` tells how wide its words are.
    fn with(self, other: Self, projection: Projection, half: impl Fn(&MapPin) -> f64) -> Self {
        let (a, b) = (f64::from(self.pin.count), f64::from(other.pin.count));
        let (x, y) = (
            (self.x * a + other.x * b) / (a + b),
            (self.y * a + other.y * b) / (a + b),
        );
        let corners = [self.pin.bounds, other.pin.bounds]
            .into_iter()
            .flat_map(|bounds| [bounds.south_west, bounds.north_east]);
        let (latitude, longitude) = projection.at(x, y);
        let middle = durbar_domain::location::GeoPoint::new("pin", latitude, longitude);
        let pin = MapPin {
            point: middle.unwrap_or(self.pin.point),
            count: self.pin.count + other.pin.count,
            listing_id: None,
            list_price: [self.pin.list_price, other.pin.list_price]
                .into_iter()
                .flatten()
                .min(),
            bounds: BoundingBox::around(corners).unwrap_or(self.pin.bounds),
        };
        Self {
            half: half(&pin),
            pin,
            x,
            y,
            is_merged: true,
        }
    }
}

/// Merges marks until none covers another. Takes well under a millisecond for the 60 single
/// homes a map shows at most.
pub fn apart(
    mut marks: Vec<Mark>,
    projection: Projection,
    half: impl Fn(&MapPin) -> f64,
) -> Vec<Mark> {
    while let Some((first, second)) = covering(&marks) {
        let other = marks.swap_remove(second);
        let mark = marks.swap_remove(first);
        marks.push(mark.with(other, projection, &half));
    }
    marks
}

/// The places of two marks of which one covers the other, the lesser one first.
fn covering(marks: &[Mark]) -> Option<(usize, usize)> {
    (0..marks.len()).find_map(|first| {
        let second = (first + 1..marks.len()).find(|&second| marks[first].covers(&marks[second]));
        second.map(|second| (first, second))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use durbar_domain::{Npr, PropertyId, location::GeoPoint};

    fn mark(number: u64, x: f64, y: f64) -> Mark {
        let point = GeoPoint::new("pin", 27.7, 85.3).expect("a place");
        Mark {
            pin: MapPin {
                point,
                count: 1,
                listing_id: Some(PropertyId::from_parts(number, 0)),
                list_price: Some(Npr::crore(number)),
                bounds: BoundingBox::around([point]).expect("a point"),
            },
            x,
            y,
            half: 40.0,
            is_merged: false,
        }
    }

    #[test]
    fn marks_that_cover_each_other_become_one_and_no_home_is_lost() {
        let projection = Projection::of(mark(1, 0.0, 0.0).pin.bounds);
        let marks = vec![
            mark(4, 100.0, 100.0),
            mark(9, 400.0, 400.0),
            mark(3, 150.0, 110.0),
            // Covers what the first two become.
            mark(7, 225.0, 105.0),
        ];
        let marks = apart(marks, projection, |_| 40.0);
        assert!(covering(&marks).is_none());
        let counts: u32 = marks.iter().map(|mark| mark.pin.count).sum();
        assert_eq!((marks.len(), counts), (2, 4));
        let group = marks.iter().find(|mark| mark.is_merged).expect("a group");
        assert_eq!(group.pin.list_price, Some(Npr::crore(3)));
        assert_eq!(group.pin.listing_id, None);
    }

    #[test]
    fn marks_apart_stay_as_they_are() {
        let projection = Projection::of(mark(1, 0.0, 0.0).pin.bounds);
        let marks = vec![mark(1, 0.0, 0.0), mark(2, 0.0, 60.0)];
        assert_eq!(apart(marks.clone(), projection, |_| 40.0), marks);
    }
}
