//! Makes the search quicker: the same addresses, fetched and exchanged in place.
//!
//! The server renders every answer. This island fetches the page a form or link leads to
//! and swaps the parts marked `data-swap`, so there is one rendering of a result.

use leptos::prelude::*;

#[cfg(target_arch = "wasm32")]
mod form;
#[cfg(target_arch = "wasm32")]
mod visit;
#[cfg(target_arch = "wasm32")]
pub use visit::{History, RESULTS_EVENT, visit};

/// Takes over the search form and the links marked `data-search-link`; tells screen
/// readers what came of it.
#[island]
pub fn SearchEnhancer() -> impl IntoView {
    let status = RwSignal::new(String::new());
    #[cfg(target_arch = "wasm32")]
    visit::take_over(status);
    view! { <p class="visually-hidden" role="status">{move || status.get()}</p> }
}
