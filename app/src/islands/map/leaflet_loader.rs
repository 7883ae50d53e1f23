//! Fetches Leaflet when a map comes into view, not before.

use crate::islands::browser::load_script;
use wasm_bindgen::JsValue;

/// Leaflet as the site serves it; its name carries its version, so it is cached for good.
const SCRIPT: &str = "/vendor/leaflet/leaflet-1.9.4.js";

/// Loads Leaflet unless it is there. An error means that it can't be had; the page then
/// stays as the server drew it.
pub async fn load() -> Result<(), JsValue> {
    load_script(SCRIPT, "L").await
}
