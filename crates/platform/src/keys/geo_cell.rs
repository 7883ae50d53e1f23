//! Cells of the map.

use super::KeyError;
use durbar_domain::location::{GeoPoint, PublicLocation};
use std::{fmt, str::FromStr};

/// A geohash cell of 5 characters, about 4.9 km by 4.9 km: the partition of `GSI2`. Cells of
/// listings come from their public location, so an index tells no more than a page does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct GeoCell([u8; Self::LENGTH]);

impl GeoCell {
    /// Characters of the geohash.
    pub const LENGTH: usize = 5;

    /// The cell a listing is indexed in.
    pub fn of(location: PublicLocation) -> Self {
        Self::around(location.point)
    }

    /// The cell that holds a point.
    pub fn around(point: GeoPoint) -> Self {
        point
            .geohash(Self::LENGTH)
            .parse()
            .expect("a geohash of our length is a cell")
    }

    /// The eight cells around this one; at a pole some are missing.
    pub fn neighbours(&self) -> Vec<GeoCell> {
        let Ok(around) = geohash::neighbors(self.as_str()) else {
            return Vec::new();
        };
        let geohash::Neighbors {
            n,
            ne,
            e,
            se,
            s,
            sw,
            w,
            nw,
        } = around;
        [n, ne, e, se, s, sw, w, nw]
            .iter()
            .filter_map(|cell| cell.parse().ok())
            .collect()
    }

    /// The geohash.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).expect("a cell is ASCII")
    }
}

impl FromStr for GeoCell {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Self, KeyError> {
        let bytes: [u8; Self::LENGTH] = text
            .as_bytes()
            .try_into()
            .map_err(|_| KeyError::new(text, ""))?;
        let is_digit = |byte: &u8| b"0123456789bcdefghjkmnpqrstuvwxyz".contains(byte);
        if bytes.iter().all(is_digit) {
            Ok(Self(bytes))
        } else {
            Err(KeyError::new(text, ""))
        }
    }
}

impl fmt::Display for GeoCell {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.as_str())
    }
}
