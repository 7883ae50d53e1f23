//! A box on the map.

use super::GeoPoint;
use crate::{FieldError, error::Problem};
use serde::{Deserialize, Serialize};

/// A box on the map, its edges included. West may lie east of east: then the box crosses
/// the date line.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct BoundingBox {
    pub south_west: GeoPoint,
    pub north_east: GeoPoint,
}

impl BoundingBox {
    /// How a box is written in an address, in degrees.
    pub const FORMAT: &'static str = "south,west,north,east";

    /// Reads `south,west,north,east`; an error names `field`.
    pub fn parse(field: &str, text: &str) -> Result<Self, FieldError> {
        let malformed = || {
            FieldError::new(
                field,
                Problem::Malformed {
                    expected: Self::FORMAT.into(),
                },
            )
        };
        let mut parts = text.split(',');
        let mut next = || {
            let part = parts.next().ok_or_else(malformed)?;
            part.trim().parse::<f64>().map_err(|_| malformed())
        };
        let (south, west, north, east) = (next()?, next()?, next()?, next()?);
        if parts.next().is_some() {
            return Err(malformed());
        }
        let south_west = GeoPoint::new(field, south, west)?;
        let north_east = GeoPoint::new(field, north, east)?;
        if south > north {
            return Err(FieldError::new(field, Problem::Inverted));
        }
        Ok(Self {
            south_west,
            north_east,
        })
    }

    /// The smallest box around `points` that doesn't cross the date line; `None` for none.
    pub fn around(points: impl IntoIterator<Item = GeoPoint>) -> Option<Self> {
        points.into_iter().fold(None, |found: Option<Self>, point| {
            Some(found.map_or(
                Self {
                    south_west: point,
                    north_east: point,
                },
                |b| b.with(point),
            ))
        })
    }

    /// This box grown to hold `point`, without crossing the date line.
    pub(crate) fn with(self, point: GeoPoint) -> Self {
        let (a, b) = (self.south_west, self.north_east);
        Self {
            south_west: GeoPoint::from_checked(
                a.latitude().min(point.latitude()),
                a.longitude().min(point.longitude()),
            ),
            north_east: GeoPoint::from_checked(
                b.latitude().max(point.latitude()),
                b.longitude().max(point.longitude()),
            ),
        }
    }

    /// Whether the point lies in the box or on its edge.
    pub fn contains(&self, point: GeoPoint) -> bool {
        let (west, east) = (self.south_west.longitude(), self.north_east.longitude());
        let in_longitude = if west <= east {
            (west..=east).contains(&point.longitude())
        } else {
            point.longitude() >= west || point.longitude() <= east
        };
        let latitudes = self.south_west.latitude()..=self.north_east.latitude();
        in_longitude && latitudes.contains(&point.latitude())
    }

    /// Degrees from south to north.
    pub fn height(&self) -> f64 {
        self.north_east.latitude() - self.south_west.latitude()
    }

    /// Degrees from west to east, over the date line where the box crosses it.
    pub fn width(&self) -> f64 {
        let across = self.north_east.longitude() - self.south_west.longitude();
        if across < 0.0 { across + 360.0 } else { across }
    }

    /// The box that [`Self::to_text`] writes: that of an address and of the one it becomes are
    /// one search.
    pub fn as_written(self) -> Self {
        let (a, b) = (self.south_west, self.north_east);
        let south_west = GeoPoint::new("", rounded_down(a.latitude()), rounded_down(a.longitude()));
        let (north, east) = (-rounded_down(-b.latitude()), -rounded_down(-b.longitude()));
        match (south_west, GeoPoint::new("", north, east)) {
            (Ok(south_west), Ok(north_east)) => Self {
                south_west,
                north_east,
            },
            _ => self,
        }
    }

    /// As in an address, with 5 decimals (about a metre), rounded outwards so that what
    /// lies in this box lies in the box that is read back.
    pub fn to_text(&self) -> String {
        let (a, b) = (self.south_west, self.north_east);
        format!(
            "{:.5},{:.5},{:.5},{:.5}",
            rounded_down(a.latitude()),
            rounded_down(a.longitude()),
            -rounded_down(-b.latitude()),
            -rounded_down(-b.longitude())
        )
    }
}

/// `degrees` with 5 decimals, not above it; a number of 5 decimals stays itself.
fn rounded_down(degrees: f64) -> f64 {
    let nearest = (degrees * 1e5).round();
    let steps = if nearest / 1e5 > degrees {
        nearest - 1.0
    } else {
        nearest
    };
    steps / 1e5
}
