//! The look of pins: price pills, and circles where a place is only approximate.

use super::{
    bindings,
    pins::{Pin, PinKind},
};
use leaflet::{Circle, CircleOptions, DivIcon, DivIconOptions, Layer, Marker, MarkerOptions};
use leptos::prelude::document;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::Element;

/// Radius of the circle drawn around a home whose place is only approximate, in metres:
/// about the size of the cell that its point stands for.
const APPROXIMATE_RADIUS: f64 = 600.0;

/// A price pill and the icon around it. Texts are text nodes: titles are people's words.
pub fn pill(pin: &Pin) -> (Element, DivIcon) {
    let pill = document()
        .create_element("span")
        .expect("a page can make a span");
    pill.set_class_name(match pin.kind {
        PinKind::Home { .. } => "pin-pill",
        PinKind::Group { .. } => "pin-pill pin-pill--group",
    });
    pill.set_text_content(Some(&pin.label));
    let icon = DivIconOptions::new();
    icon.set_class_name("map__pin".to_owned());
    bindings::set(&icon, "html", &pill);
    // Without a size of its own the icon stands on its point, and the style centres the pill.
    bindings::set(&icon, "iconSize", &JsValue::NULL);
    (pill, bindings::div_icon(&icon))
}

/// The mark of the small map on a home's page, which leads nowhere: a pill, or a circle
/// where the place is only approximate.
pub fn still_mark(pin: &Pin) -> Layer {
    if pin.is_approximate() {
        let options = CircleOptions::new();
        options.set_radius(APPROXIMATE_RADIUS);
        options.set_interactive(false);
        options.set_color("currentColor".to_owned());
        options.set_class_name("map__approximate".to_owned());
        return Circle::new_with_options(&pin.point(), &options).unchecked_into();
    }
    let (_, icon) = pill(pin);
    let options = MarkerOptions::new();
    options.set_icon(icon.unchecked_into());
    options.set_interactive(false);
    options.set_keyboard(false);
    Marker::new_with_options(&pin.point(), &options).unchecked_into()
}
