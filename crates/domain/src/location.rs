//! Points, boxes and drawn areas on the map.

mod bounding_box;
mod drawn_area;
mod place;
mod point;

pub use bounding_box::BoundingBox;
pub use drawn_area::DrawnArea;
pub use place::{Location, PublicLocation};
pub use point::GeoPoint;

#[cfg(test)]
mod tests;
