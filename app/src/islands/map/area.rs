//! The area of the search, as a shape on the map.

use super::coordinates;
use leaflet::{LatLngBounds, Layer, Map, Polygon, PolylineOptions};
use std::cell::RefCell;
use wasm_bindgen::JsCast;

/// The drawn area, or none.
#[derive(Default)]
pub struct AreaShape {
    shape: RefCell<Option<Polygon>>,
}

impl AreaShape {
    /// Shows the area given as `latitude,longitude;…` in place of what was shown. Tells
    /// whether there is one.
    pub fn show(&self, map: &Map, text: Option<&str>) -> bool {
        if let Some(before) = self.shape.take() {
            before.remove();
        }
        let corners = text.map(coordinates::parse_corners).unwrap_or_default();
        if corners.len() < 3 {
            return false;
        }
        let shape = Polygon::new_with_options(&coordinates::array(&corners), &style("map__area"));
        shape.unchecked_ref::<Layer>().add_to(map);
        self.shape.replace(Some(shape));
        true
    }

    /// The box around the area.
    pub fn bounds(&self) -> Option<LatLngBounds> {
        self.shape.borrow().as_ref().map(|shape| shape.get_bounds())
    }
}

/// A line that the style colours and the pointer passes through.
pub fn style(class: &str) -> PolylineOptions {
    let options = PolylineOptions::new();
    options.set_interactive(false);
    options.set_color("currentColor".to_owned());
    options.set_class_name(class.to_owned());
    options
}
