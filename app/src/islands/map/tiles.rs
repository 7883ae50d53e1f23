//! Map tiles, where a tile server is configured.

use super::bindings::{escaped, on};
use leaflet::{Map, TileLayer, TileLayerOptions};
use leptos::prelude::*;
use std::{cell::Cell, rc::Rc};
use wasm_bindgen::JsValue;

/// What became of the tiles asked for together.
#[derive(Default)]
struct Batch {
    came: Cell<bool>,
    failed: Cell<bool>,
}

/// Adds the tiles. `failed` is true while none of the tiles asked for came: then the
/// outlines below are what is seen. A few that lack at the edge are no failure.
pub fn add(map: &Map, address: &str, attribution: &str, failed: RwSignal<bool>) {
    let options = TileLayerOptions::new();
    options.set_max_zoom(19.0);
    options.set_attribution(escaped(attribution));
    options.set_class_name("map__tiles".to_owned());
    let layer = TileLayer::new_options(address, &options);
    let batch = Rc::new(Batch::default());
    let (start, came, lost) = (batch.clone(), batch.clone(), batch.clone());
    on(&layer, "loading", move |_: JsValue| {
        start.came.set(false);
        start.failed.set(false);
    });
    on(&layer, "tileload", move |_: JsValue| came.came.set(true));
    on(&layer, "tileerror", move |_: JsValue| lost.failed.set(true));
    // Leaflet's `load` means that nothing is waited for any more.
    on(&layer, "load", move |_: JsValue| {
        failed.set(batch.failed.get() && !batch.came.get())
    });
    layer.add_to(map);
}
