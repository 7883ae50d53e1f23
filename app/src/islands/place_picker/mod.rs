//! Choosing a home's place on a map: a click or tap writes its degrees into the fields
//! `#latitude` and `#longitude`, which work without it.

#[cfg(target_arch = "wasm32")]
mod live;

use crate::locale::use_locale;
use durbar_messages::desk as words;
use leptos::{html::Div, prelude::*};

/// The map above the fields. It shows where Leaflet can be had.
#[island(lazy)]
pub fn PlacePicker(tile_url: Option<String>, tile_attribution: String) -> impl IntoView {
    let locale = use_locale();
    let canvas = NodeRef::<Div>::new();
    let failed = RwSignal::new(false);

    #[cfg(target_arch = "wasm32")]
    live::wake(canvas, (tile_url, tile_attribution), failed, locale);
    #[cfg(not(target_arch = "wasm32"))]
    let _ = (tile_url, tile_attribution, failed);

    view! {
        <p class="field__help">{words::place_help(locale)}</p>
        <div class="map place-picker" hidden node_ref=canvas role="application" aria-label=words::pick_place(locale)></div>
    }
}
