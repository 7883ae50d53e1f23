//! What the `leaflet` crate leaves out, and listening with Rust closures.

use js_sys::{Function, Object, Reflect};
use leaflet::{
    Control, DivIcon, DivIconOptions, Evented, FeatureGroup, Handler, LatLng, Map, Marker,
};
use leptos::prelude::window;
use wasm_bindgen::{convert::FromWasmAbi, prelude::*};
use web_sys::{FocusOptions, HtmlElement};

#[wasm_bindgen]
extern "C" {
    /// [`L.Control.Attribution`](https://leafletjs.com/reference.html#control-attribution)
    #[derive(Debug, Clone)]
    #[wasm_bindgen(extends = Control, js_namespace = ["L", "Control"])]
    pub type Attribution;

    #[wasm_bindgen(js_namespace = ["L", "control"], js_name = attribution)]
    pub fn attribution(options: &Object) -> Attribution;

    /// [`L.geoJSON`](https://leafletjs.com/reference.html#geojson)
    #[wasm_bindgen(js_namespace = L, js_name = geoJSON)]
    pub fn geo_json(data: &JsValue, options: &Object) -> FeatureGroup;

    /// [`L.divIcon`](https://leafletjs.com/reference.html#divicon): the crate's own
    /// constructor of a `DivIcon` makes an `L.Icon`, which wants a picture.
    #[wasm_bindgen(js_namespace = L, js_name = divIcon)]
    pub fn div_icon(options: &DivIconOptions) -> DivIcon;

    /// The parts of [`L.Map`](https://leafletjs.com/reference.html#map) the crate lacks.
    #[wasm_bindgen(extends = Map)]
    pub type MapParts;

    #[wasm_bindgen(method, getter, js_name = doubleClickZoom)]
    pub fn double_click_zoom(this: &MapParts) -> Handler;

    #[wasm_bindgen(method, js_name = mouseEventToLatLng)]
    pub fn mouse_event_to_lat_lng(this: &MapParts, event: &web_sys::MouseEvent) -> LatLng;

    #[wasm_bindgen(method, js_name = closePopup)]
    pub fn close_any_popup(this: &MapParts) -> Map;

    /// The parts of [`L.Marker`](https://leafletjs.com/reference.html#marker) the crate lacks.
    #[wasm_bindgen(extends = Marker)]
    pub type MarkerParts;

    #[wasm_bindgen(method, js_name = getElement)]
    pub fn get_element(this: &MarkerParts) -> Option<HtmlElement>;
}

/// The map with the methods above.
pub fn parts(map: &Map) -> &MapParts {
    map.unchecked_ref()
}

/// Listens to a Leaflet event for as long as its target lives.
pub fn on<E: FromWasmAbi + 'static>(target: &Evented, kind: &str, handler: impl Fn(E) + 'static) {
    let closure = Closure::<dyn Fn(E)>::new(handler);
    target.on(kind, &closure.into_js_value());
}

/// An object with these properties.
pub fn object<const N: usize>(properties: [(&str, JsValue); N]) -> Object {
    let object = Object::new();
    for (name, value) in properties {
        set(&object, name, &value);
    }
    object
}

/// Sets a property; plain objects don't refuse.
pub fn set(object: &Object, name: &str, value: &JsValue) {
    let _ = Reflect::set(object, &JsValue::from(name), value);
}

/// Focuses an element without scrolling to it.
pub fn focus_in_place(element: &HtmlElement) {
    let options = FocusOptions::new();
    options.set_prevent_scroll(true);
    let _ = element.focus_with_options(&options);
}

/// Whether the visitor asked for less motion.
pub fn wants_less_motion() -> bool {
    matches("(prefers-reduced-motion: reduce)")
}

/// Whether a finger is the pointer.
pub fn is_touched() -> bool {
    matches("(pointer: coarse)")
}

fn matches(query: &str) -> bool {
    window()
        .match_media(query)
        .ok()
        .flatten()
        .is_some_and(|query| query.matches())
}

/// Makes every pan a jump: Leaflet has options against animated zooms only.
pub fn still_pans(map: &Map) {
    let Some(pan_by) = Reflect::get(map, &"panBy".into())
        .ok()
        .and_then(|value| value.dyn_into::<Function>().ok())
    else {
        return;
    };
    let target = map.clone();
    let closure = Closure::<dyn Fn(JsValue, JsValue) -> JsValue>::new(
        move |offset: JsValue, options: JsValue| {
            let options = Object::assign(&Object::new(), &Object::from(options));
            set(&options, "animate", &JsValue::FALSE);
            pan_by.call2(&target, &offset, &options).unwrap_or_default()
        },
    );
    set(map.unchecked_ref(), "panBy", &closure.into_js_value());
}

/// The text as HTML, since Leaflet takes attributions as HTML.
pub fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}
