//! Points and boxes between the page's attributes, the address and Leaflet.
//!
//! Numbers are read and written by JavaScript's own functions, which the download
//! needn't carry.

use js_sys::{Array, Number};
use leaflet::{LatLng, LatLngBounds};

/// The part of the valley that is shown when nothing narrows it: south, west, north, east.
const VALLEY: [f64; 4] = [27.62, 85.26, 27.80, 85.45];

/// What can be reached by panning: the valley and the hills around it.
const REACH: [f64; 4] = [26.9, 84.0, 28.6, 86.7];

/// A finite number at the start of the text.
pub fn number(text: &str) -> Option<f64> {
    Some(js_sys::parse_float(text)).filter(|value| value.is_finite())
}

/// A coordinate as in an address: 5 decimals are about a metre.
pub fn decimals(value: f64) -> String {
    let text = Number::from(value).to_fixed(5);
    text.ok()
        .and_then(|text| text.as_string())
        .unwrap_or_default()
}

fn bounds_of([south, west, north, east]: [f64; 4]) -> LatLngBounds {
    LatLngBounds::new(&LatLng::new(south, west), &LatLng::new(north, east))
}

/// The valley's box.
pub fn valley() -> LatLngBounds {
    bounds_of(VALLEY)
}

/// The box that the map doesn't leave.
pub fn reach() -> LatLngBounds {
    bounds_of(REACH)
}

/// Reads `south,west,north,east`.
pub fn parse_box(text: &str) -> Option<LatLngBounds> {
    let numbers: Vec<f64> = text.split(',').map_while(number).collect();
    numbers.try_into().ok().map(bounds_of)
}

/// Writes `south,west,north,east` with 5 decimals.
pub fn box_text(bounds: &LatLngBounds) -> String {
    let (south_west, north_east) = (bounds.get_south_west(), bounds.get_north_east());
    [
        south_west.lat(),
        south_west.lng(),
        north_east.lat(),
        north_east.lng(),
    ]
    .map(decimals)
    .join(",")
}

/// Reads `latitude,longitude;…`, passing over what isn't a pair.
pub fn parse_corners(text: &str) -> Vec<LatLng> {
    let pair = |pair: &str| {
        let (latitude, longitude) = pair.split_once(',')?;
        Some(LatLng::new(number(latitude)?, number(longitude)?))
    };
    text.split(';').filter_map(pair).collect()
}

/// Writes `latitude,longitude;…` with 5 decimals.
pub fn corners_text(corners: &[LatLng]) -> String {
    let texts: Vec<String> = corners
        .iter()
        .map(|corner| format!("{},{}", decimals(corner.lat()), decimals(corner.lng())))
        .collect();
    texts.join(";")
}

/// Whether the box is a single point.
pub fn is_point(bounds: &LatLngBounds) -> bool {
    let (south_west, north_east) = (bounds.get_south_west(), bounds.get_north_east());
    south_west.lat() == north_east.lat() && south_west.lng() == north_east.lng()
}

/// The points as Leaflet takes them.
pub fn array(points: &[LatLng]) -> Array {
    points.iter().collect()
}

/// The smallest box around the points; `None` for none.
pub fn around(points: &[LatLng]) -> Option<LatLngBounds> {
    (!points.is_empty()).then(|| LatLngBounds::new_from_list(&array(points)))
}
