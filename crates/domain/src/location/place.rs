//! Where a home is: as its broker knows it, and as anyone may.

use super::GeoPoint;
use serde::{Deserialize, Serialize};

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
    /// The place is shown only roughly.
    pub approximate: bool,
}

impl PublicLocation {
    /// Cells of 6 characters measure about 1.1 km by 0.6 km in the valley.
    pub const APPROXIMATE_LENGTH: usize = 6;
}

impl Location {
    /// What may be shown of this place. For a discreet home it depends on the cell alone:
    /// any other place in the cell gives the same answer, however often it is asked.
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
