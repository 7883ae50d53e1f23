//! The interactive map (in the making).

use leptos::prelude::*;

#[island(lazy)]
pub fn HomesMap(tile_url: Option<String>, tile_attribution: String, searching: bool) -> impl IntoView {
    let _ = (tile_url, tile_attribution, searching);
}
