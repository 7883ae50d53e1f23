//! The homes a visitor has opened on the map, remembered until the tab is closed.

use leptos::prelude::window;
use web_sys::Storage;

const KEY: &str = "durbar-map-visited";

fn storage() -> Option<Storage> {
    window().session_storage().ok().flatten()
}

/// The identifiers of the homes opened.
pub fn all() -> Vec<String> {
    let text = storage()
        .and_then(|storage| storage.get_item(KEY).ok().flatten())
        .unwrap_or_default();
    text.split_whitespace().map(str::to_owned).collect()
}

/// Remembers that a home was opened.
pub fn remember(listing_id: &str) {
    let mut visited = all();
    if !visited.iter().any(|known| known == listing_id) {
        visited.push(listing_id.to_owned());
        if let Some(storage) = storage() {
            // Refused in private windows and when full; the pill then keeps its look.
            let _ = storage.set_item(KEY, &visited.join(" "));
        }
    }
}
