//! A point on Earth.

use crate::{FieldError, error::Problem};
use serde::{Deserialize, Serialize};

/// A point by latitude and longitude in degrees (WGS 84), both finite and in range.
/// Serialised as the pair of both, latitude first.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "(f64, f64)", into = "(f64, f64)")]
pub struct GeoPoint {
    latitude: f64,
    longitude: f64,
}

impl GeoPoint {
    /// A point; an error names `field`.
    pub fn new(field: &str, latitude: f64, longitude: f64) -> Result<Self, FieldError> {
        // `contains` is false for NaN.
        if (-90.0..=90.0).contains(&latitude) && (-180.0..=180.0).contains(&longitude) {
            Ok(Self {
                latitude,
                longitude,
            })
        } else {
            let (min, max) = ("-90,-180".to_owned(), "90,180".to_owned());
            Err(FieldError::new(field, Problem::OutOfRange { min, max }))
        }
    }

    /// A point from numbers a checked point was made of, in range by construction.
    pub(super) const fn from_checked(latitude: f64, longitude: f64) -> Self {
        Self {
            latitude,
            longitude,
        }
    }

    /// Degrees north, -90 to 90.
    pub fn latitude(self) -> f64 {
        self.latitude
    }

    /// Degrees east, -180 to 180.
    pub fn longitude(self) -> f64 {
        self.longitude
    }

    /// The geohash of this point; `length` is brought to 1 to 12 characters.
    pub fn geohash(self, length: usize) -> String {
        let coordinate = geohash::Coord {
            x: self.longitude,
            y: self.latitude,
        };
        geohash::encode(coordinate, length.clamp(1, 12)).expect("a checked point and length encode")
    }

    /// The middle of the geohash cell of `length` characters that holds this point.
    pub fn snapped(self, length: usize) -> GeoPoint {
        let (middle, _, _) =
            geohash::decode(&self.geohash(length)).expect("our own geohash decodes");
        GeoPoint {
            latitude: middle.y,
            longitude: middle.x,
        }
    }

    /// Metres to another point along the sphere of 6,371,008.8 m radius (haversine).
    pub fn metres_to(self, other: GeoPoint) -> f64 {
        let (a, b) = (self.latitude.to_radians(), other.latitude.to_radians());
        let half_latitude = ((b - a) / 2.0).sin();
        let half_longitude = ((other.longitude - self.longitude).to_radians() / 2.0).sin();
        let h = half_latitude * half_latitude + a.cos() * b.cos() * half_longitude * half_longitude;
        2.0 * 6_371_008.8 * h.sqrt().min(1.0).asin()
    }
}

impl TryFrom<(f64, f64)> for GeoPoint {
    type Error = FieldError;

    fn try_from((latitude, longitude): (f64, f64)) -> Result<Self, FieldError> {
        Self::new("location", latitude, longitude)
    }
}

impl From<GeoPoint> for (f64, f64) {
    fn from(point: GeoPoint) -> (f64, f64) {
        (point.latitude, point.longitude)
    }
}
