//! Drawing an area corner by corner, by taps or by keyboard.

use super::{area, bindings, coordinates};
use durbar_domain::location::DrawnArea;
use leaflet::{CircleMarker, LatLng, Layer, LayerGroup, Map, Polyline};
use wasm_bindgen::{JsCast, JsValue};

/// Fewest corners of an area.
pub const FEWEST: usize = 3;
/// A tap so near to a corner means that corner, in pixels.
const NEAR: f64 = 12.0;

/// What came of setting a corner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Corner {
    /// There are so many corners now.
    Open(usize),
    /// The shape is closed.
    Closed,
}

/// An area being drawn.
pub struct Drawing {
    map: Map,
    corners: Vec<LatLng>,
    line: Polyline,
    dots: LayerGroup,
    /// Where the keyboard sets the next corner: the middle of the map.
    aim: CircleMarker,
}

impl Drawing {
    /// Starts without corners. A double click means the end, no longer zooming.
    pub fn start(map: &Map) -> Self {
        let line = Polyline::new_with_options(&coordinates::array(&[]), &area::style("map__draft"));
        let dots = LayerGroup::new();
        line.unchecked_ref::<Layer>().add_to(map);
        dots.add_to(map);
        bindings::parts(map).double_click_zoom().disable();
        let aim = CircleMarker::new_with_options(&map.get_center(), &dot(9, "map__aim"));
        Self {
            map: map.clone(),
            corners: Vec::new(),
            line,
            dots,
            aim,
        }
    }

    /// Shows the aim in the middle of the map, or takes it away.
    pub fn show_aim(&self, shown: bool) {
        match shown {
            true => _ = self.aim.add_to(&self.map),
            false => _ = self.aim.remove(),
        }
    }

    /// Keeps the aim in the middle of the moved map.
    pub fn follow(&self) {
        self.aim.set_lat_lng(&self.map.get_center());
    }

    /// Sets a corner, or closes the shape at its first corner or after its last possible
    /// one. The second tap of a double tap sets no corner of its own.
    pub fn set_corner(&mut self, point: LatLng) -> Corner {
        let enough = self.corners.len() >= FEWEST;
        if self
            .corners
            .last()
            .is_some_and(|last| self.near(last, &point))
        {
            return Corner::Open(self.corners.len());
        }
        if enough && self.near(&self.corners[0], &point) {
            return Corner::Closed;
        }
        self.dots.add_layer(&CircleMarker::new_with_options(
            &point,
            &dot(5, "map__corner"),
        ));
        self.line.add_lat_lng(&point);
        self.corners.push(point);
        match self.corners.len() {
            DrawnArea::MAX_POINTS => Corner::Closed,
            count => Corner::Open(count),
        }
    }

    /// The area so far as `latitude,longitude;…`; `None` with too few corners.
    pub fn text(&self) -> Option<String> {
        (self.corners.len() >= FEWEST).then(|| coordinates::corners_text(&self.corners))
    }

    /// Takes the draft off the map.
    pub fn end(self) {
        self.line.remove();
        self.dots.remove();
        self.aim.remove();
        bindings::parts(&self.map).double_click_zoom().enable();
    }

    fn near(&self, a: &LatLng, b: &LatLng) -> bool {
        let (a, b) = (
            self.map.lat_lng_to_container_point(a),
            self.map.lat_lng_to_container_point(b),
        );
        (a.x() - b.x()).hypot(a.y() - b.y()) <= NEAR
    }
}

/// A dot of this radius in pixels, which the pointer passes through.
fn dot(radius: u32, class: &str) -> JsValue {
    let options = bindings::object([
        ("radius", radius.into()),
        ("interactive", false.into()),
        ("color", "currentColor".into()),
        ("className", class.into()),
    ]);
    options.into()
}
