//! From places to points of the drawing.

use durbar_domain::location::BoundingBox;

/// Width and height of the drawing in its own units.
pub const FRAME: (f64, f64) = (960.0, 720.0);

/// Turns places into points of the drawing: equirectangular, true at the middle latitude.
#[derive(Debug, Clone, Copy)]
pub struct Projection {
    west: f64,
    north: f64,
    per_degree_east: f64,
    per_degree_north: f64,
}

impl Projection {
    /// Shows all of `bounds` in the middle of the frame.
    pub fn of(bounds: BoundingBox) -> Self {
        let (south_west, north_east) = (bounds.south_west, bounds.north_east);
        let middle = (south_west.latitude() + north_east.latitude()) / 2.0;
        let squeeze = middle.to_radians().cos();
        let tall = (north_east.latitude() - south_west.latitude()).max(0.004);
        let wide = bounds.width().max(0.004) * squeeze;
        let scale = (FRAME.0 / wide).min(FRAME.1 / tall) * 0.92;
        let middle_longitude = south_west.longitude() + bounds.width() / 2.0;
        Self {
            west: middle_longitude - FRAME.0 / 2.0 / (scale * squeeze),
            north: middle + FRAME.1 / 2.0 / scale,
            per_degree_east: scale * squeeze,
            per_degree_north: scale,
        }
    }

    /// A place as a point of the drawing: right and down from its corner.
    pub fn place(self, latitude: f64, longitude: f64) -> (f64, f64) {
        (
            (longitude - self.west) * self.per_degree_east,
            (self.north - latitude) * self.per_degree_north,
        )
    }

    /// The place at a point of the drawing: latitude and longitude.
    pub fn at(self, x: f64, y: f64) -> (f64, f64) {
        (
            self.north - y / self.per_degree_north,
            self.west + x / self.per_degree_east,
        )
    }

    /// An SVG transformation to the drawing from `per_degree` units a degree, east and north
    /// of an origin.
    pub fn matrix(self, (latitude, longitude): (f64, f64), per_degree: f64) -> String {
        let (x, y) = self.place(latitude, longitude);
        let (east, north) = (
            self.per_degree_east / per_degree,
            -self.per_degree_north / per_degree,
        );
        format!("matrix({east:.6} 0 0 {north:.6} {x:.2} {y:.2})")
    }
}

/// One decimal is finer than a screen's dot.
pub fn number(value: f64) -> String {
    let text = format!("{value:.1}");
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}
