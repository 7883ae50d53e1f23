//! An area drawn on the map.

use super::{BoundingBox, GeoPoint};
use crate::{FieldError, error::Problem};
use serde::{Deserialize, Serialize};

/// An area drawn on the map: a polygon of 3 to [`DrawnArea::MAX_POINTS`] corners, on the
/// plane of latitude and longitude. Where it crosses itself, a point is inside by the
/// even-odd rule. Serialised as its corners.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Vec<GeoPoint>", into = "Vec<GeoPoint>")]
pub struct DrawnArea {
    corners: Vec<GeoPoint>,
    bounds: BoundingBox,
}

impl DrawnArea {
    /// The most corners an area may have.
    pub const MAX_POINTS: usize = 100;
    /// How an area is written in an address, in degrees.
    pub const FORMAT: &'static str = "latitude,longitude;latitude,longitude;… (3 to 100 corners)";

    /// A polygon from its corners; an error names `field`.
    pub fn new(field: &str, corners: Vec<GeoPoint>) -> Result<Self, FieldError> {
        if corners.len() > Self::MAX_POINTS {
            return Err(FieldError::new(
                field,
                Problem::TooMany {
                    max: Self::MAX_POINTS,
                },
            ));
        }
        match BoundingBox::around(corners.iter().copied()) {
            Some(bounds) if corners.len() >= 3 => Ok(Self { corners, bounds }),
            _ => Err(malformed(field)),
        }
    }

    /// Reads `latitude,longitude;latitude,longitude;…`; an error names `field`.
    pub fn parse(field: &str, text: &str) -> Result<Self, FieldError> {
        let mut corners = Vec::new();
        for pair in text.split(';').filter(|pair| !pair.trim().is_empty()) {
            if corners.len() == Self::MAX_POINTS {
                return Err(FieldError::new(
                    field,
                    Problem::TooMany {
                        max: Self::MAX_POINTS,
                    },
                ));
            }
            let (latitude, longitude) = pair.split_once(',').ok_or_else(|| malformed(field))?;
            let latitude = latitude.trim().parse().map_err(|_| malformed(field))?;
            let longitude = longitude.trim().parse().map_err(|_| malformed(field))?;
            corners.push(GeoPoint::new(field, latitude, longitude)?);
        }
        Self::new(field, corners)
    }

    /// The corners in order; the first doesn't come again at the end.
    pub fn corners(&self) -> &[GeoPoint] {
        &self.corners
    }

    /// The smallest box around the corners.
    pub fn bounds(&self) -> BoundingBox {
        self.bounds
    }

    /// Whether the point lies inside, by the even-odd rule.
    pub fn contains(&self, point: GeoPoint) -> bool {
        if !self.bounds.contains(point) {
            return false;
        }
        let mut inside = false;
        let mut previous = self.corners[self.corners.len() - 1];
        for &corner in &self.corners {
            let (latitude, before) = (corner.latitude(), previous.latitude());
            if (latitude > point.latitude()) != (before > point.latitude()) {
                let part_of_side = (point.latitude() - latitude) / (before - latitude);
                let across = (previous.longitude() - corner.longitude()) * part_of_side;
                if point.longitude() < corner.longitude() + across {
                    inside = !inside;
                }
            }
            previous = corner;
        }
        inside
    }

    /// The area that [`Self::to_text`] writes: that of an address and of the one it becomes are
    /// one search.
    pub fn as_written(self) -> Self {
        let rounded = |degrees: f64| (degrees * 1e5).round() / 1e5;
        let corner =
            |c: &GeoPoint| GeoPoint::new("", rounded(c.latitude()), rounded(c.longitude()));
        let corners: Result<Vec<_>, _> = self.corners.iter().map(corner).collect();
        let written = corners.and_then(|corners| Self::new("", corners));
        written.unwrap_or(self)
    }

    /// As in an address, with 5 decimals (about a metre).
    pub fn to_text(&self) -> String {
        let corner = |c: &GeoPoint| format!("{:.5},{:.5}", c.latitude(), c.longitude());
        self.corners
            .iter()
            .map(corner)
            .collect::<Vec<_>>()
            .join(";")
    }
}

impl TryFrom<Vec<GeoPoint>> for DrawnArea {
    type Error = FieldError;

    fn try_from(corners: Vec<GeoPoint>) -> Result<Self, FieldError> {
        Self::new("area", corners)
    }
}

impl From<DrawnArea> for Vec<GeoPoint> {
    fn from(area: DrawnArea) -> Self {
        area.corners
    }
}

fn malformed(field: &str) -> FieldError {
    FieldError::new(
        field,
        Problem::Malformed {
            expected: DrawnArea::FORMAT.into(),
        },
    )
}
