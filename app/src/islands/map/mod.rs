//! The interactive map: Leaflet in the place of the server's drawing, with the same homes.
//!
//! The drawing's links are the data. Where Leaflet can't be had the drawing stays, and its
//! links do what the map would.

mod tools;

#[cfg(target_arch = "wasm32")]
mod actions;
#[cfg(target_arch = "wasm32")]
mod address;
#[cfg(target_arch = "wasm32")]
mod area;
#[cfg(target_arch = "wasm32")]
pub(super) mod bindings;
#[cfg(target_arch = "wasm32")]
mod clusters;
#[cfg(target_arch = "wasm32")]
mod coordinates;
#[cfg(target_arch = "wasm32")]
mod drawing_steps;
#[cfg(target_arch = "wasm32")]
mod drawing_tool;
#[cfg(target_arch = "wasm32")]
mod highlight;
#[cfg(target_arch = "wasm32")]
pub(super) mod leaflet_loader;
#[cfg(target_arch = "wasm32")]
mod listeners;
#[cfg(target_arch = "wasm32")]
mod live;
#[cfg(target_arch = "wasm32")]
mod markers;
#[cfg(target_arch = "wasm32")]
mod moves;
#[cfg(target_arch = "wasm32")]
pub(super) mod outlines;
#[cfg(target_arch = "wasm32")]
mod pills;
#[cfg(target_arch = "wasm32")]
mod pins;
#[cfg(target_arch = "wasm32")]
mod popup;
#[cfg(target_arch = "wasm32")]
mod results;
#[cfg(target_arch = "wasm32")]
mod start;
#[cfg(target_arch = "wasm32")]
pub(super) mod tiles;
#[cfg(target_arch = "wasm32")]
mod visited;

use crate::locale::use_locale;
use durbar_messages::map as words;
use leptos::{html::Div, prelude::*};
use tools::{MapTools, Tools};

/// What the server tells the map.
#[cfg_attr(
    not(target_arch = "wasm32"),
    expect(dead_code, reason = "read in the browser")
)]
struct Settings {
    /// Address of the tiles as in `https://tile.example/{z}/{x}/{y}.png`; `None`: outlines only.
    tile_url: Option<String>,
    /// Plain text.
    tile_attribution: String,
    /// Whether moves and areas search; otherwise the map shows the one home it is given.
    searching: bool,
}

/// The map in the frame `#map`, beside the drawing `#map-drawing`. It wakes when the frame
/// comes into view; until then the drawing is seen.
#[island(lazy)]
pub fn HomesMap(
    tile_url: Option<String>,
    tile_attribution: String,
    searching: bool,
) -> impl IntoView {
    let locale = use_locale();
    let canvas = NodeRef::<Div>::new();
    let tools = Tools::new();
    let settings = Settings {
        tile_url,
        tile_attribution,
        searching,
    };

    #[cfg(target_arch = "wasm32")]
    start::when_seen(canvas, settings, tools, locale);
    #[cfg(not(target_arch = "wasm32"))]
    let _ = settings;

    view! {
        {searching.then(|| view! { <MapTools locale tools /> })}
        <div
            class="map__canvas"
            node_ref=canvas
            hidden
            role="application"
            aria-label=words::title(locale)
            aria-describedby="map-keys"
        ></div>
        <p id="map-keys" hidden>{words::keys(locale)}</p>
        <div role="status">
            {move || tools.tiles_failed.get().then(|| view! { <p class="map__notice">{words::tiles_failed(locale)}</p> })}
        </div>
    }
    .into_any()
}
