//! Fetches Leaflet when a map comes into view, not before.

use js_sys::{Promise, Reflect};
use leptos::prelude::{document, window};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::HtmlScriptElement;

/// Leaflet as the site serves it; its name carries its version, so it is cached for good.
const SCRIPT: &str = "/vendor/leaflet/leaflet-1.9.4.js";

/// Loads Leaflet unless it is there. An error means that it can't be had; the page then
/// stays as the server drew it.
pub async fn load() -> Result<(), JsValue> {
    if Reflect::has(&window(), &"L".into())? {
        return Ok(());
    }
    let script: HtmlScriptElement = document().create_element("script")?.unchecked_into();
    script.set_src(SCRIPT);
    let head = document().head().ok_or(JsValue::NULL)?;
    let loaded = Promise::new(&mut |resolve, reject| {
        script.set_onload(Some(&resolve));
        script.set_onerror(Some(&reject));
        // Refused only outside a document; then neither is called, and the drawing stays.
        let _ = head.append_child(&script);
    });
    JsFuture::from(loaded).await.map(|_| ())
}
