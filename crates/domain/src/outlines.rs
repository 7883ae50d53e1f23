//! Outlines of the valley's municipalities, for the map that needs no tiles.
//!
//! Simplified at build from `data/valley.geojson` (source and licence: `data/README.md`);
//! neighbours still share their borders point for point. Feature `outlines`, for the
//! server alone: the browser fetches [`valley_geojson`] when it shows the map.

use crate::text::Localized;

/// A municipality, rural municipality or metropolitan city.
#[derive(Debug, Clone, PartialEq)]
pub struct Outline {
    /// The name without 'Municipality'.
    pub name: Localized<&'static str>,
    /// Latitude and longitude, in degrees, of a place inside where the name can stand.
    pub label: (f32, f32),
    /// Latitude and longitude, in degrees, of the corners, counterclockwise on a map with
    /// north above; the last is the first again.
    pub ring: &'static [(f32, f32)],
}

/// The 21 local governments of Kathmandu, Lalitpur and Bhaktapur districts.
pub static OUTLINES: [Outline; 21] = include!(concat!(env!("OUT_DIR"), "/outlines.rs"));

/// The same outlines as a GeoJSON feature collection of polygons (RFC 7946: longitude
/// first); each feature's properties are its name as `en` and `ne`. Below 30 KB.
pub fn valley_geojson() -> &'static str {
    include_str!(concat!(env!("OUT_DIR"), "/valley.json"))
}

#[cfg(test)]
mod tests;
