//! The valley's municipalities under everything: the map without tiles, or where they fail.

use super::bindings::{escaped, geo_json, object, set};
use durbar_domain::Locale;
use durbar_messages as messages;
use js_sys::Reflect;
use leaflet::{Layer, Map, Tooltip, TooltipOptions};
use leptos::prelude::{document, window};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::Response;

const ADDRESS: &str = "/map/valley.json";
const PANE: &str = "outlines";

/// Draws the outlines in a pane of their own, below the tiles. Without them the map still
/// works.
pub async fn draw(map: Map, locale: Locale) {
    let Ok(outlines) = fetch().await else { return };
    let pane = map.create_pane_by_name(PANE);
    let _ = pane.style().set_property("z-index", "150"); // tiles have 200
    let _ = pane.style().set_property("pointer-events", "none");
    // Their names are for the eye: listening to twenty of them helps nobody find a home.
    let _ = pane.set_attribute("aria-hidden", "true");
    let options = object([
        ("pane", PANE.into()),
        ("interactive", false.into()),
        ("className", "map__outline".into()),
        ("color", "currentColor".into()),
        ("weight", 1.into()),
        (
            "attribution",
            escaped(messages::map::outlines_by(locale)).into(),
        ),
    ]);
    let layer = geo_json(&outlines, &options);
    layer.add_to(&map);
    for outline in layer.get_layers() {
        name(outline.unchecked_ref(), locale);
    }
}

async fn fetch() -> Result<JsValue, JsValue> {
    let response: Response = JsFuture::from(window().fetch_with_str(ADDRESS))
        .await?
        .dyn_into()?;
    if !response.ok() {
        return Err(JsValue::from(response.status()));
    }
    JsFuture::from(response.json()?).await
}

/// Writes the municipality's name into its middle.
fn name(outline: &Layer, locale: Locale) {
    let get = |from: &JsValue, key: &str| Reflect::get(from, &key.into()).unwrap_or_default();
    let properties = get(&get(outline, "feature"), "properties");
    let Some(name) = get(&properties, locale.code()).as_string() else {
        return;
    };
    let options = TooltipOptions::new();
    options.set_pane(PANE.to_owned());
    options.set_permanent(true);
    options.set_direction("center".to_owned());
    set(&options, "className", &"map__place-name".into());
    let tooltip = Tooltip::new(&options, None);
    tooltip.set_content(&document().create_text_node(&name));
    outline.bind_tooltip(&tooltip);
}
