//! The look of pins: price pills, and circles where a place is only approximate.

use super::{
    bindings,
    pins::{Pin, PinKind},
};
use crate::islands::preferences::apply::apply_to;
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
    let _ = fill(&pill, pin);
    let icon = DivIconOptions::new();
    icon.set_class_name("map__pin".to_owned());
    bindings::set(&icon, "html", &pill);
    // Without a size of its own the icon stands on its point, and the style centres the pill.
    bindings::set(&icon, "iconSize", &JsValue::NULL);
    (pill, bindings::div_icon(&icon))
}

/// The pill's words. A price stands in an element of its own, which follows the currency
/// that the visitor chose.
fn fill(pill: &Element, pin: &Pin) -> Result<(), JsValue> {
    let Some(price) = pin.price else {
        pill.set_text_content(Some(&pin.label));
        return Ok(());
    };
    let (count, words) = match pin.label.split_once(" · ") {
        Some((count, words)) => (Some(count), words),
        None => (None, pin.label.as_str()),
    };
    if let Some(count) = count {
        pill.append_with_str_1(&format!("{count} · "))?;
    }
    let amount = document().create_element("data")?;
    amount.set_class_name("price");
    amount.set_attribute("value", &price.paisa().to_string())?;
    amount.set_attribute("data-amount-alone", "")?;
    amount.set_text_content(Some(words));
    pill.append_child(&amount)?;
    apply_to(pill);
    Ok(())
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
