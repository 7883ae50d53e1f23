//! Map tiles, where a tile server is configured.

use super::{bindings::on, outlines::escaped};
use leaflet::{Map, TileLayer, TileLayerOptions};
use leptos::prelude::*;
use std::{cell::Cell, rc::Rc};
use wasm_bindgen::JsValue;

/// Adds the tiles. `failed` becomes true while none of them can be had; the outlines below
/// then show.
pub fn add(map: &Map, address: &str, attribution: &str, failed: RwSignal<bool>) {
    let options = TileLayerOptions::new();
    options.set_max_zoom(19.0);
    options.set_attribution(escaped(attribution));
    options.set_class_name("map__tiles".to_owned());
    let layer = TileLayer::new_options(address, &options);
    // Tiles that came since the last one that didn't.
    let came = Rc::new(Cell::new(false));
    let seen = came.clone();
    on(&layer, "tileload", move |_: JsValue| {
        seen.set(true);
        failed.set(false);
    });
    // Some tiles may lack at the edge of what the server has.
    on(&layer, "tileerror", move |_: JsValue| failed.set(!came.get()));
    // A move asks for other tiles, which may fail where the earlier ones came.
    layer.add_to(map);
}
