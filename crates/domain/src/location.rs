//! Points, boxes and drawn areas on the map.

use crate::{FieldError, error::Problem};
use serde::{Deserialize, Serialize};

/// A point by latitude and longitude in degrees (WGS 84), both finite and in range.
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

    pub fn latitude(self) -> f64 {
        self.latitude
    }

    pub fn longitude(self) -> f64 {
        self.longitude
    }

    /// The geohash of this point with 1 to 12 characters.
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

/// Where a home is, as its broker knows it. Never leaves the server: see [`PublicLocation`].
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Location {
    pub exact: GeoPoint,
    /// The owner asked for discretion.
    pub approximate: bool,
}

/// Where a home is, as anyone may know it: searches, maps and pages use only this.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct PublicLocation {
    /// The place itself, or the middle of the geohash cell of
    /// [`PublicLocation::APPROXIMATE_LENGTH`] characters around it.
    pub point: GeoPoint,
    pub approximate: bool,
}

impl PublicLocation {
    /// Cells of 6 characters measure about 1.2 km by 0.6 km.
    pub const APPROXIMATE_LENGTH: usize = 6;
}

impl Location {
    /// What may be shown of this place.
    pub fn public(self) -> PublicLocation {
        let point = if self.approximate {
            self.exact.snapped(PublicLocation::APPROXIMATE_LENGTH)
        } else {
            self.exact
        };
        PublicLocation {
            point,
            approximate: self.approximate,
        }
    }
}

/// A box on the map: `south,west,north,east` in degrees. West may lie east of east:
/// then the box crosses the date line.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct BoundingBox {
    pub south_west: GeoPoint,
    pub north_east: GeoPoint,
}

impl BoundingBox {
    pub const FORMAT: &'static str = "south,west,north,east";

    /// Reads `south,west,north,east`; an error names `field`.
    pub fn parse(field: &str, text: &str) -> Result<Self, FieldError> {
        let numbers: Option<Vec<f64>> = text
            .split(',')
            .map(|part| part.trim().parse().ok())
            .collect();
        let malformed = || {
            FieldError::new(
                field,
                Problem::Malformed {
                    expected: Self::FORMAT.into(),
                },
            )
        };
        let [south, west, north, east] = numbers.ok_or_else(malformed)?[..] else {
            return Err(malformed());
        };
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
            let b = found.unwrap_or(Self {
                south_west: point,
                north_east: point,
            });
            Some(Self {
                south_west: GeoPoint {
                    latitude: b.south_west.latitude.min(point.latitude),
                    longitude: b.south_west.longitude.min(point.longitude),
                },
                north_east: GeoPoint {
                    latitude: b.north_east.latitude.max(point.latitude),
                    longitude: b.north_east.longitude.max(point.longitude),
                },
            })
        })
    }

    /// Whether the point lies in the box or on its edge.
    pub fn contains(&self, point: GeoPoint) -> bool {
        let (west, east) = (self.south_west.longitude, self.north_east.longitude);
        let in_longitude = if west <= east {
            (west..=east).contains(&point.longitude)
        } else {
            point.longitude >= west || point.longitude <= east
        };
        in_longitude
            && (self.south_west.latitude..=self.north_east.latitude).contains(&point.latitude)
    }

    /// As in an address, with 5 decimals (about a metre).
    pub fn to_text(&self) -> String {
        let (a, b) = (self.south_west, self.north_east);
        format!(
            "{:.5},{:.5},{:.5},{:.5}",
            a.latitude, a.longitude, b.latitude, b.longitude
        )
    }
}

/// An area drawn on the map: a polygon of 3 to [`DrawnArea::MAX_POINTS`] corners. Where it
/// crosses itself, a point is inside by the even-odd rule.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DrawnArea {
    corners: Vec<GeoPoint>,
    bounds: BoundingBox,
}

impl DrawnArea {
    pub const MAX_POINTS: usize = 100;
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
            _ => Err(FieldError::new(
                field,
                Problem::Malformed {
                    expected: Self::FORMAT.into(),
                },
            )),
        }
    }

    /// Reads `latitude,longitude;latitude,longitude;…`; an error names `field`.
    pub fn parse(field: &str, text: &str) -> Result<Self, FieldError> {
        let malformed = || {
            FieldError::new(
                field,
                Problem::Malformed {
                    expected: Self::FORMAT.into(),
                },
            )
        };
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
            let (latitude, longitude) = pair.split_once(',').ok_or_else(malformed)?;
            let latitude = latitude.trim().parse().map_err(|_| malformed())?;
            let longitude = longitude.trim().parse().map_err(|_| malformed())?;
            corners.push(GeoPoint::new(field, latitude, longitude)?);
        }
        Self::new(field, corners)
    }

    pub fn corners(&self) -> &[GeoPoint] {
        &self.corners
    }

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
            if (corner.latitude > point.latitude) != (previous.latitude > point.latitude) {
                let rise = previous.latitude - corner.latitude;
                let across = (previous.longitude - corner.longitude)
                    * (point.latitude - corner.latitude)
                    / rise;
                if point.longitude < corner.longitude + across {
                    inside = !inside;
                }
            }
            previous = corner;
        }
        inside
    }

    /// As in an address, with 5 decimals (about a metre).
    pub fn to_text(&self) -> String {
        let corners = self
            .corners
            .iter()
            .map(|c| format!("{:.5},{:.5}", c.latitude, c.longitude));
        corners.collect::<Vec<_>>().join(";")
    }
}
